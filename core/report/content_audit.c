/* SPDX-License-Identifier: MIT */
/* The audit of the data: what is worth a look, a table a kind, and what each unit's score rests on.
 */
#include "audit/audit.h"

#include <math.h>

#include "report/content_internal.h"

enum { LISTED = 20 /* rows of a table */ };

static const char *unit_of(struct edition *x, size_t position)
{
    return position == NONE ? "" : unit_name(x, position);
}

static void write_finding(struct edition *x, struct document_table *table,
                          const struct audit_finding *f)
{
    const struct plan *p = x->r->plan;
    struct document_cell *row = table_row(x->d, table);
    char text[AUDIT_TEXT_MAX];
    if (!row)
        return;
    audit_text(x->r, f, x->language, text);
    row[0].text = f->node == NONE ? f->subject ? f->subject : "" : node_name(x, f->node);
    row[0].note = f->where;
    row[1].text = unit_of(x, f->position);
    row[1].link = f->position == NONE ? NULL : unit_link(x, f->position);
    row[2].text = f->class == NONE ? "" : class_name(x, f->class);
    row[3].text = f->period == NONE ? "" : p->table->periods[f->period];
    row[4].text = document_text(x->d, "%s", text);
}

static void write_kind(struct edition *x, const struct audit *a, size_t kind)
{
    const struct audit_rule *rule = &audit_rules[kind];
    const struct document_column columns[] = {{.title = SAY(x, "指标", "Indicator")},
                                              {.title = SAY(x, "单位", "Unit")},
                                              {.title = SAY(x, "类别", "Class")},
                                              {.title = SAY(x, "时期", "Period")},
                                              {.title = SAY(x, "发现", "What was found")}};
    struct document_table *table;
    const char *caption;
    if (!a->counts[kind])
        return;
    document_heading(x->d, 2, NULL,
                     document_text(x->d, SAY(x, "%s：%zu", "%s: %zu"), rule->title[x->language],
                                   a->counts[kind]));
    document_line(x->d, PARAGRAPH_PLAIN, rule->looks[x->language]);
    caption = a->counts[kind] > LISTED
                  ? document_text(x->d, SAY(x, "%s（前%d处）", "%s (the first %d)"),
                                  rule->title[x->language], LISTED)
                  : NULL; /* the heading says it */
    table = document_table(x->d, NULL, caption, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < a->kept[kind] && i < LISTED; i++)
        write_finding(x, table, &a->of[kind][i]);
    document_line(
        x->d, PARAGRAPH_NOTE,
        document_text(x->d, "%s%s%s%s", SAY(x, "可做：", "What to do: "), rule->remedy[x->language],
                      *rule->source ? SAY(x, "。规则出处：", ". The rule: ") : "", rule->source));
}

/* Of each unit in the report's period. */
static void write_units(struct edition *x, const struct audit *a)
{
    const struct document_column columns[] = {
        {.title = SAY(x, "单位", "Unit")},
        {.title = SAY(x, "类别", "Class")},
        {.title = SAY(x, "有数据的权重", "Weight on data"),
         .unit = "%",
         .kind = COLUMN_NUMBER,
         .decimals = 1},
    };
    struct document_table *table = document_table(
        x->d, NULL, SAY(x, "各单位得分中有数据支撑的权重", "What each unit's score rests on"),
        columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < x->r->n_units; i++) {
        struct document_cell *row;
        if (results_is_elsewhere(x->r, x->period, i))
            continue;
        row = table_row(x->d, table);
        if (!row)
            return;
        row[0].text = unit_name(x, i);
        row[0].link = unit_link(x, i);
        row[1].text = class_name(x, results_class(x->r, i));
        row[2].v = 100 * a->on_data[row_of(x, i)];
    }
    if (table)
        table->sortable = true;
}

int write_audit(struct edition *x, struct error *e)
{
    struct audit *a;
    int status = audit_make(x->r, &a, e);
    if (status)
        return status;
    document_line(x->d, PARAGRAPH_PLAIN,
                  a->n ? document_text(x->d,
                                       SAY(x, "值得核对之处共%zu处；发现不等于错误。",
                                           "Worth a look: %zu. A finding is not an error."),
                                       a->n)
                       : SAY(x, "没有需要核对之处。", "Nothing calls for a look."));
    for (size_t k = 0; k < AUDIT_KINDS; k++)
        write_kind(x, a, k);
    write_units(x, a);
    audit_free(a);
    return OK;
}
