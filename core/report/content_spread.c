/* SPDX-License-Identifier: MIT */
/* Distribution of scores, and each dimension beside the others. */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/content_internal.h"
#include "stats/stats.h"

enum { DIMENSIONS_MAX = 24, LEADERS = 3 };

static void draw_histogram(struct canvas *c, const void *of)
{
    figure_histogram(c, of);
}

static struct histogram *histogram_of(struct edition *x, size_t node, size_t class)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    struct histogram *h = arena_alloc(x->d->arena, sizeof *h);
    double *sorted = numbers(x->d, c->n);
    struct spread s;
    struct scale scale;
    if (!h || !sorted)
        return NULL;
    s = spread_of(class_scores(x, node, class), c->n, sorted);
    scale = scale_rounded(isnan(s.low) ? 0 : s.low, isnan(s.high) ? 1 : s.high, 0, 1);
    if (s.low >= 0 && s.high <= 100 && s.high > 1)
        scale = (struct scale){0, 100, 0, 1}; /* where scores are of 100, all histograms alike */
    *h = (struct histogram){
        class_scores(x, node, class),
        c->n,
        scale.from,
        scale.to,
        (scale.to - scale.from) / 20,
        s.median,
        document_text(x->d, SAY(x, "中位数 %s", "median %s"), document_number(x->d, s.median, 1))};
    return h;
}

static struct document_table *spread_table(struct edition *x, const char *caption,
                                           const char *first)
{
    const struct document_column columns[] = {
        {.title = first},
        {.title = SAY(x, "个数", "Units"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "最低", "Lowest"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "下四分位", "First quartile"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "中位数", "Median"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "上四分位", "Third quartile"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "最高", "Highest"), .kind = COLUMN_NUMBER, .decimals = 2},
    };
    return document_table(x->d, NULL, caption, columns, sizeof columns / sizeof *columns);
}

static void spread_row(struct edition *x, struct document_table *t, const char *name, size_t node,
                       size_t class)
{
    const size_t n = x->r->plan->classes[class].n;
    double *sorted = numbers(x->d, n);
    struct document_cell *row = table_row(x->d, t);
    struct spread s;
    if (!row || !sorted)
        return;
    s = spread_of(class_scores(x, node, class), n, sorted);
    row[0].text = name;
    row[1].v = (double)stats_sort(class_scores(x, node, class), n, sorted);
    row[2].v = s.low;
    row[3].v = s.first;
    row[4].v = s.median;
    row[5].v = s.third;
    row[6].v = s.high;
}

int write_distribution(struct edition *x, struct error *e)
{
    const struct plan *p = x->r->plan;
    struct document_table *t;
    (void)e;
    for (size_t c = 0; c < p->n_classes; c++) {
        struct document_figure *f = document_figure(
            x->d, NULL,
            document_text(x->d, SAY(x, "%s：得分集中在哪里？", "%s: where do scores lie?"),
                          class_name(x, c)),
            SAY(x, "每柱为该分数段的单位个数。",
                "Each bar counts the units in its range of scores."));
        if (f)
            f->drawing =
                (struct drawing){draw_histogram, histogram_of(x, TREE_ROOT, c), 460, 170, 105};
    }
    t = spread_table(x, SAY(x, "得分分布", "Spread of scores"), SAY(x, "类别", "Class"));
    for (size_t c = 0; c < p->n_classes; c++)
        spread_row(x, t, class_name(x, c), TREE_ROOT, c);
    return OK;
}

/* ---- dimensions ----------------------------------------------------------- */

/* "A 91.2、B 90.0、C 88.1": the best of a class in a node. */
static const char *leaders_of(struct edition *x, size_t node, size_t class)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    const double *v = class_scores(x, node, class);
    const char *text = "";
    double last = INFINITY;
    for (size_t k = 0; k < LEADERS; k++) {
        size_t best = NONE;
        for (size_t i = 0; i < c->n; i++)
            if (v[i] < last && (best == NONE || v[i] > v[best]))
                best = i;
        if (best == NONE)
            break;
        last = v[best];
        for (size_t i = 0; i < c->n; i++) /* with those that have the same score */
            if (v[i] == last)
                text = document_text(x->d, "%s%s%s %.1f", text, *text ? SAY(x, "、", ", ") : "",
                                     unit_name(x, c->first + i), v[i]);
    }
    return text;
}

struct drawn_matrix {
    struct matrix m;
    const char *names[DIMENSIONS_MAX];
    double v[DIMENSIONS_MAX * DIMENSIONS_MAX];
};

static void draw_matrix(struct canvas *c, const void *of)
{
    figure_matrix(c, &((const struct drawn_matrix *)of)->m);
}

static void write_correlations(struct edition *x, const size_t *nodes, size_t n)
{
    struct drawn_matrix *m = arena_alloc(x->d->arena, sizeof *m);
    struct document_figure *f;
    if (!m || n < 2)
        return;
    for (size_t i = 0; i < n; i++) {
        m->names[i] = node_name(x, nodes[i]);
        for (size_t j = 0; j < n; j++)
            m->v[i * n + j] = stats_pearson(&x->r->score[nodes[i]][row_of(x, 0)],
                                            &x->r->score[nodes[j]][row_of(x, 0)], x->r->n_units);
    }
    m->m = (struct matrix){m->names, m->names, n, n, m->v, ink_of_correlation, NULL, true, 2};
    f = document_figure(x->d, NULL, SAY(x, "哪些维度同高同低？", "Which dimensions go together?"),
                        SAY(x, "全部单位各维度得分的皮尔逊相关系数。",
                            "Pearson correlations of the dimensions' scores over all units."));
    if (f)
        f->drawing = (struct drawing){draw_matrix, m, 620, 22 + 30 * (double)n, 150};
}

int write_dimensions(struct edition *x, struct error *e)
{
    const struct plan *p = x->r->plan;
    size_t nodes[DIMENSIONS_MAX], n = dimensions_of(x, nodes, DIMENSIONS_MAX);
    (void)e;
    for (size_t i = 0; i < n; i++) {
        struct document_table *t;
        document_heading(x->d, 2,
                         document_text(x->d, "%sd-%s", x->prefix, p->tree.nodes[nodes[i]].id),
                         node_name(x, nodes[i]));
        for (size_t c = 0; c < p->n_classes; c++)
            document_line(x->d, PARAGRAPH_PLAIN,
                          document_text(x->d, SAY(x, "%s前列：%s。", "%s, ahead: %s."),
                                        class_name(x, c), leaders_of(x, nodes[i], c)));
        t = spread_table(x, NULL, SAY(x, "类别", "Class"));
        for (size_t c = 0; c < p->n_classes; c++)
            spread_row(x, t, class_name(x, c), nodes[i], c);
    }
    write_correlations(x, nodes, n);
    return OK;
}
