/* SPDX-License-Identifier: MIT */
/* What sections ask of results: names, scores, fifths, in the words of the document. */
#include <math.h>
#include <string.h>

#include "report/content_internal.h"
#include "stats/stats.h"

const char *unit_code(const struct edition *x, size_t position)
{
    const struct plan *p = x->r->plan;
    return p->table->codes[p->order[position]];
}

const char *unit_name(const struct edition *x, size_t position)
{
    const struct plan *p = x->r->plan;
    return text_shown(x->d->arena, p->table->names[p->order[position]]);
}

const char *unit_link(struct edition *x, size_t position)
{
    for (size_t i = 0; i < x->n_portraits; i++)
        if (x->portraits[i] == position)
            return document_text(x->d, "#%su-%s", x->prefix, unit_code(x, position));
    return NULL;
}

const char *node_name(const struct edition *x, size_t node)
{
    return node_title(&x->r->plan->tree.nodes[node], x->language);
}

double score_of(const struct edition *x, size_t node, size_t position)
{
    return x->r->score[node][row_of(x, position)];
}

const char *class_name(const struct edition *x, size_t class)
{
    const struct plan *p = x->r->plan;
    return p->n_classes > 1 || *p->classes[class].label
               ? text_shown(x->d->arena, p->classes[class].label)
               : SAY(x, "全部单位", "All units");
}

const char *rank_text(struct edition *x, size_t position)
{
    const double rank = x->r->rank[row_of(x, position)];
    const struct rank_summary *s = x->summary ? &x->summary[row_of(x, position)] : NULL;
    if (isnan(rank))
        return "\u2013";
    if (!s || isnan(s->p05))
        return document_text(x->d, SAY(x, "第%g位", "rank %g"), rank);
    return document_text(x->d, SAY(x, "第%g位（%g–%g）", "rank %g (%g\u2013%g)"), rank, s->p05,
                         s->p95);
}

void roll_add(struct roll *r, const char *name)
{
    struct edition *x = r->x;
    if (r->n++ < r->most)
        r->names = document_text(x->d, "%s%s%s", r->n > 1 ? r->names : "",
                                 r->n > 1 ? SAY(x, "、", ", ") : "", text_shown(x->d->arena, name));
}

const char *roll_text(const struct roll *r)
{
    struct edition *x = r->x;
    if (!r->n)
        return "";
    return r->n > r->most ? document_text(x->d, SAY(x, "%s等%zu个", "%s and others, %zu in all"),
                                          r->names, r->n)
                          : r->names;
}

size_t dimensions_of(const struct edition *x, size_t *nodes, size_t most)
{
    const struct node *root = &x->r->plan->tree.nodes[TREE_ROOT];
    size_t n = 0;
    for (size_t i = 0; i < root->n_children && n < most; i++)
        if (!x->r->node_excluded[root->children[i]])
            nodes[n++] = root->children[i];
    return n;
}

double *numbers(struct document *d, size_t n)
{
    double *v = arena_array(d->arena, n ? n : 1, sizeof *v);
    if (!v)
        d->failed = true;
    return v;
}

const double *class_scores(struct edition *x, size_t node, size_t class)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    return &x->r->score[node][row_of(x, c->first)];
}

/* The cuts are quantiles of type 7 of the class's scores; a unit at a cut belongs to the better
   side, as the page's script has it. */
static void cut_class(struct edition *x, size_t node, size_t class, double *sorted,
                      unsigned char *fifth)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    const double *v = class_scores(x, node, class);
    double cuts[4];
    for (unsigned step = 1; step < 5; step++)
        cuts[step - 1] = stats_quantile(v, c->n, 1 - 0.2 * step, sorted);
    for (size_t i = 0; i < c->n; i++) {
        unsigned step = 1;
        while (step < 5 && !(v[i] >= cuts[step - 1]))
            step++;
        fifth[c->first + i] = (unsigned char)(isnan(v[i]) ? 0 : step);
    }
}

const unsigned char *fifths_of(struct edition *x, size_t node)
{
    unsigned char *fifth = arena_alloc(x->d->arena, x->r->n_units);
    double *sorted = numbers(x->d, x->r->n_units);
    if (!fifth || !sorted) {
        x->d->failed = true;
        return NULL;
    }
    for (size_t c = 0; c < x->r->plan->n_classes; c++)
        cut_class(x, node, c, sorted, fifth);
    return fifth;
}

struct document_table *matrix_table(struct edition *x, const struct matrix *m)
{
    struct document_column *columns = arena_array(x->d->arena, m->n_columns + 1, sizeof *columns);
    struct document_table *t;
    if (!columns) {
        x->d->failed = true;
        return NULL;
    }
    columns[0] = (struct document_column){.title = ""};
    for (size_t j = 0; j < m->n_columns; j++)
        columns[j + 1] = (struct document_column){
            .title = m->columns[j], .kind = COLUMN_NUMBER, .decimals = m->decimals};
    t = document_table_apart(x->d, NULL, columns, m->n_columns + 1);
    for (size_t i = 0; i < m->n_rows; i++) {
        struct document_cell *row = table_row(x->d, t);
        if (!row)
            return NULL;
        row[0].text = m->rows[i];
        for (size_t j = 0; j < m->n_columns; j++)
            row[j + 1].v = m->v[i * m->n_columns + j];
    }
    return t;
}

void fifths_legend(struct edition *x, struct document_figure *f)
{
    const struct legend_key keys[] = {{INK_STEP_1, SAY(x, "前五分之一", "best fifth")},
                                      {INK_STEP_2, SAY(x, "第二", "second")},
                                      {INK_STEP_3, SAY(x, "第三", "third")},
                                      {INK_STEP_4, SAY(x, "第四", "fourth")},
                                      {INK_STEP_5, SAY(x, "末五分之一", "last fifth")},
                                      {INK_MISSING, SAY(x, "无数据", "no data")}};
    document_legend(x->d, f, keys, sizeof keys / sizeof *keys);
}

enum ink ink_of_fifth(unsigned fifth)
{
    return fifth ? (enum ink)(INK_STEP_1 + fifth - 1) : INK_MISSING;
}
