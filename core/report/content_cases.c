/* SPDX-License-Identifier: MIT */
/* Typical cases: units that a selection has chosen, and those that came near, with the reasons. */
#include <string.h>

#include "lua/script.h"
#include "report/content_internal.h"

static const char *direction_name(const struct edition *x, size_t direction)
{
    const struct script_node *n = &x->r->plan->selection.script->nodes[direction];
    return x->language == LANGUAGE_EN && n->title_en ? n->title_en : n->title ? n->title : n->id;
}

static struct document_table *begin_table(struct edition *x, size_t direction, bool chosen)
{
    const struct document_column columns[] = {
        {.title = SAY(x, "序", "No."), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "名称", "Name")},
        {.title = SAY(x, "类别", "Class")},
        {.title = SAY(x, "遴选值", "Value"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = chosen ? SAY(x, "入选理由", "Why") : SAY(x, "落选原因", "Why not")},
    };
    return document_table(x->d, NULL,
                          document_text(x->d,
                                        chosen ? SAY(x, "%s：入选案例", "%s: chosen")
                                               : SAY(x, "%s：接近而未入选", "%s: near misses"),
                                        direction_name(x, direction)),
                          columns, sizeof columns / sizeof *columns);
}

static size_t position_of(const struct edition *x, size_t unit)
{
    size_t position = 0;
    while (x->r->plan->order[position] != unit)
        position++;
    return position;
}

static void fill_row(struct edition *x, struct document_cell *row, const struct script_choice *c,
                     size_t number)
{
    const size_t position = position_of(x, c->unit);
    row[0].v = (double)number;
    row[1].text = unit_name(x, position);
    row[1].link = unit_link(x, position);
    row[2].text = class_name(x, unit_class(x->r, c->unit));
    row[3].v = c->value;
    row[4].text = c->reason ? c->reason : "";
}

/* How many there are. */
static size_t write_choices(struct edition *x, size_t direction, bool chosen)
{
    struct document_table *t = NULL;
    size_t n = 0;
    for (size_t i = 0; i < x->r->n_choices; i++) {
        const struct script_choice *c = &x->r->choices[i];
        struct document_cell *row;
        if (c->direction != direction || c->chosen != chosen)
            continue;
        if (!t)
            t = begin_table(x, direction, chosen);
        row = table_row(x->d, t);
        if (!row)
            return n;
        fill_row(x, row, c, ++n);
    }
    if (t)
        t->row_header = 1;
    return n;
}

static bool is_wanted(const struct edition *x, size_t direction)
{
    const char *id = x->r->plan->selection.script->nodes[direction].id;
    for (size_t i = 0; x->cases && i < x->cases->n; i++)
        if (strcmp(x->cases->v[i], id) == 0)
            return true;
    return !x->cases || x->cases->n == 0;
}

int write_cases(struct edition *x, struct error *e)
{
    (void)e;
    for (size_t d = 0; d < x->r->plan->selection.script->n_nodes; d++) {
        if (!is_wanted(x, d))
            continue;
        document_heading(x->d, 2, NULL, direction_name(x, d));
        if (!write_choices(x, d, true))
            document_line(x->d, PARAGRAPH_PLAIN, SAY(x, "没有单位入选。", "No unit was chosen."));
        write_choices(x, d, false);
    }
    return OK;
}
