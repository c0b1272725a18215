/* SPDX-License-Identifier: MIT */
/* Distribution of scores, and each dimension beside the others. */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/content_internal.h"
#include "stats/stats.h"

enum { DIMENSIONS_MAX = 24, LEADERS = 3, LEADERS_NAMED = 8 };

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

/* ---- strips --------------------------------------------------------------- */

enum { GROUPS_MAX = 60, STRIP_HEIGHT = 26, STRIP_FOOT = 26 };

struct drawn_strips {
    struct strip_row *rows;
    size_t n;
    double from, to;
};

static void draw_strips(struct canvas *c, const void *of)
{
    const struct drawn_strips *s = of;
    figure_strips(c, s->rows, s->n, s->from, s->to);
}

static void widen(double *from, double *to, const struct strip_row *r)
{
    for (size_t i = 0; i < r->n; i++) {
        *from = fmin(*from, r->v[i]);
        *to = fmax(*to, r->v[i]);
    }
}

static struct drawn_strips *begin_strips(struct edition *x, size_t most)
{
    struct drawn_strips *s = arena_alloc(x->d->arena, sizeof *s);
    struct strip_row *rows = arena_array(x->d->arena, most ? most : 1, sizeof *rows);
    if (!s || !rows)
        return NULL;
    *s = (struct drawn_strips){.rows = rows};
    return s;
}

static void show_strips(struct edition *x, struct drawn_strips *s, bool wide, const char *caption,
                        const char *description, struct document_table *figures)
{
    double from = INFINITY, to = -INFINITY;
    struct scale scale;
    struct document_figure *f = document_figure(x->d, NULL, caption, description);
    for (size_t i = 0; i < s->n; i++)
        widen(&from, &to, &s->rows[i]);
    if (!f || !(from <= to))
        return;
    scale = scale_rounded(from, to, 0, 1);
    if (from >= 0 && to <= 100 && to > 1)
        scale = (struct scale){0, 100, 0, 1};
    s->from = scale.from;
    s->to = scale.to;
    f->small = !wide;
    f->figures = figures;
    f->drawing = (struct drawing){draw_strips, s, wide ? 760 : 520,
                                  STRIP_FOOT + STRIP_HEIGHT * (double)s->n, wide ? 160 : 120};
}

static const char **unit_names(struct edition *x, size_t class)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    const char **names = arena_array(x->d->arena, c->n ? c->n : 1, sizeof *names);
    for (size_t i = 0; names && i < c->n; i++)
        names[i] = unit_name(x, c->first + i);
    return names;
}

static const char *group_of(const struct edition *x, size_t position)
{
    return text_shown(x->d->arena, x->groups->v[x->r->plan->order[position]]);
}

static size_t list_groups(const struct edition *x, const char **names)
{
    size_t n = 0;
    for (size_t u = 0; u < x->r->n_units; u++) {
        size_t k = 0;
        while (k < n && strcmp(names[k], group_of(x, u)) != 0)
            k++;
        if (k < n || !*group_of(x, u))
            continue;
        if (n == GROUPS_MAX)
            return 0;
        names[n++] = group_of(x, u);
    }
    return n;
}

/* The units of a group in a class, with their scores. */
static bool fill_group(struct edition *x, size_t class, const char *group, struct strip_row *r)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    const double *v = class_scores(x, TREE_ROOT, class);
    double *own = numbers(x->d, c->n);
    const char **names = arena_array(x->d->arena, c->n ? c->n : 1, sizeof *names);
    *r = (struct strip_row){.label = group, .v = own, .names = names};
    if (!own || !names)
        return false;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(group_of(x, c->first + i), group) == 0 && !isnan(v[i])) {
            names[r->n] = unit_name(x, c->first + i);
            own[r->n++] = v[i];
        }
    return r->n > 0;
}

static double median_of(struct edition *x, const struct strip_row *r)
{
    double *scratch = numbers(x->d, r->n);
    return scratch ? spread_of(r->v, r->n, scratch).median : NAN;
}

/* The groups with the highest medians first; insertion keeps equal ones as they are. */
static void sort_groups(struct edition *x, struct drawn_strips *s)
{
    for (size_t i = 1; i < s->n; i++)
        for (size_t k = i; k > 0 && median_of(x, &s->rows[k]) > median_of(x, &s->rows[k - 1]);
             k--) {
            const struct strip_row r = s->rows[k];
            s->rows[k] = s->rows[k - 1];
            s->rows[k - 1] = r;
        }
}

static struct document_table *groups_table(struct edition *x, const struct drawn_strips *s)
{
    struct document_table *t = NULL;
    const struct document_column columns[] = {
        {.title = x->groups->name},
        {.title = SAY(x, "个数", "Units"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "最低", "Lowest"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "中位数", "Median"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "最高", "Highest"), .kind = COLUMN_NUMBER, .decimals = 2},
    };
    t = document_table_apart(x->d, NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < s->n; i++) {
        struct document_cell *row = table_row(x->d, t);
        double low = INFINITY, high = -INFINITY;
        if (!row)
            return NULL;
        widen(&low, &high, &s->rows[i]);
        row[0].text = s->rows[i].label;
        row[1].v = (double)s->rows[i].n;
        row[2].v = low;
        row[3].v = median_of(x, &s->rows[i]);
        row[4].v = high;
    }
    return t;
}

static void write_groups(struct edition *x, size_t class)
{
    const char *names[GROUPS_MAX];
    const size_t n = x->groups ? list_groups(x, names) : 0;
    struct drawn_strips *s = n > 1 ? begin_strips(x, n) : NULL;
    if (!s)
        return;
    for (size_t k = 0; k < n; k++)
        s->n += fill_group(x, class, names[k], &s->rows[s->n]);
    sort_groups(x, s);
    show_strips(x, s, true,
                document_text(x->d,
                              SAY(x, "%s：各组之间差多少，组内又差多少？",
                                  "%s: how far do groups differ, and units within them?"),
                              class_name(x, class)),
                SAY(x, "每点为一个单位，竖线为该组中位数；按中位数排列。",
                    "A dot is a unit, a tick the median of its group; by medians."),
                groups_table(x, s));
}

/* How many units lie in each bar. */
static struct document_table *bins_table(struct edition *x, const struct histogram *h)
{
    const struct document_column columns[] = {
        {.title = SAY(x, "分数段", "Scores")},
        {.title = SAY(x, "个数", "Units"), .kind = COLUMN_NUMBER}};
    struct document_table *t = document_table_apart(x->d, NULL, columns, 2);
    for (size_t bin = 0; h->from + (double)bin * h->step < h->to - 1e-9; bin++) {
        const size_t n = histogram_count(h, bin);
        struct document_cell *row = n ? table_row(x->d, t) : NULL;
        if (!row)
            continue;
        row[0].text = document_text(x->d, "%g\u2013%g", h->from + (double)bin * h->step,
                                    h->from + (double)(bin + 1) * h->step);
        row[1].v = (double)n;
    }
    return t;
}

int write_distribution(struct edition *x, struct error *e)
{
    const struct plan *p = x->r->plan;
    struct document_table *t;
    for (size_t c = 0; c < p->n_classes; c++) {
        struct histogram *h = histogram_of(x, TREE_ROOT, c);
        struct document_figure *f = document_figure(
            x->d, NULL,
            document_text(x->d, SAY(x, "%s：得分集中在哪里？", "%s: where do scores lie?"),
                          class_name(x, c)),
            SAY(x, "每柱为该分数段的单位个数。",
                "Each bar counts the units in its range of scores."));
        if (!f || !h)
            return error_no_memory(e);
        f->small = true;
        f->drawing = (struct drawing){draw_histogram, h, 520, 190, 85};
        f->figures = bins_table(x, h);
    }
    t = spread_table(x, SAY(x, "得分分布", "Spread of scores"), SAY(x, "类别", "Class"));
    for (size_t c = 0; c < p->n_classes; c++)
        spread_row(x, t, class_name(x, c), TREE_ROOT, c);
    for (size_t c = 0; c < p->n_classes; c++)
        write_groups(x, c);
    return OK;
}

/* ---- dimensions ----------------------------------------------------------- */

/* Whether several have this score and nobody has another. */
static bool all_equal(const double *v, size_t n, double score)
{
    size_t equal = 0, other = 0;
    for (size_t i = 0; i < n; i++) {
        equal += v[i] == score;
        other += v[i] != score && !isnan(v[i]);
    }
    return equal > 1 && !other;
}

/* "A 91.2、B 90.0、C 88.1": the best of a class in a node. */
static const char *leaders_of(struct edition *x, size_t node, size_t class)
{
    const struct unit_class *c = &x->r->plan->classes[class];
    const double *v = class_scores(x, node, class);
    const char *text = "";
    double last = INFINITY;
    size_t n = 0;
    while (n < LEADERS) {
        size_t best = NONE;
        for (size_t i = 0; i < c->n; i++)
            if (v[i] < last && (best == NONE || v[i] > v[best]))
                best = i;
        if (best == NONE)
            break;
        last = v[best];
        if (n == 0 && all_equal(v, c->n, last))
            return SAY(x, "（得分均相同）", "(all the same)");
        for (size_t i = 0; i < c->n; i++) /* with those that have the same score */
            if (v[i] == last && n++ < LEADERS_NAMED)
                text = document_text(x->d, "%s%s%s %.1f", text, *text ? SAY(x, "、", ", ") : "",
                                     unit_name(x, c->first + i), v[i]);
    }
    return n > LEADERS_NAMED
               ? document_text(x->d, SAY(x, "%s等%zu个", "%s and others, %zu in all"), text, n)
               : text;
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

void correlations_legend(struct edition *x, struct document_figure *f)
{
    const struct legend_key keys[] = {{INK_LOW_2, SAY(x, "-0.6及以下", "-0.6 and below")},
                                      {INK_LOW_1, SAY(x, "至-0.2", "to -0.2")},
                                      {INK_MIDDLE, SAY(x, "至0.2", "to 0.2")},
                                      {INK_HIGH_1, SAY(x, "至0.6", "to 0.6")},
                                      {INK_HIGH_2, SAY(x, "0.6以上", "above 0.6")}};
    document_legend(x->d, f, keys, sizeof keys / sizeof *keys);
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
    if (f) {
        f->drawing = (struct drawing){draw_matrix, m, 640, 22 + 30 * (double)n, 150};
        correlations_legend(x, f);
        f->figures = matrix_table(x, &m->m);
    }
}

/* Where the units of a class lie in each dimension. */
static void write_strips(struct edition *x, size_t class, const size_t *nodes, size_t n)
{
    struct drawn_strips *s = begin_strips(x, n);
    const char **names = unit_names(x, class);
    if (!s || !names)
        return;
    for (size_t i = 0; i < n; i++)
        s->rows[s->n++] = (struct strip_row){.label = node_name(x, nodes[i]),
                                             .v = class_scores(x, nodes[i], class),
                                             .names = names,
                                             .n = x->r->plan->classes[class].n};
    show_strips(x, s, x->r->plan->n_classes == 1,
                document_text(
                    x->d,
                    n > 1
                        ? SAY(x, "%s：哪个维度拉开差距？", "%s: which dimension sets units apart?")
                        : SAY(x, "%s：各单位相距多远？", "%s: how far are units apart?"),
                    class_name(x, class)),
                SAY(x, "每点为一个单位，竖线为中位数；数据见下表。",
                    "A dot is a unit, a tick the median; figures below."),
                NULL);
}

/* A row a dimension and class, with those ahead. */
static void write_spreads(struct edition *x, const size_t *nodes, size_t n)
{
    const struct plan *p = x->r->plan;
    const struct document_column columns[] = {
        {.title = SAY(x, "维度", "Dimension")},
        {.title = SAY(x, "类别", "Class")},
        {.title = SAY(x, "最低", "Lowest"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "下四分位", "First quartile"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "中位数", "Median"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "上四分位", "Third quartile"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "最高", "Highest"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "前列", "Ahead")},
    };
    struct document_table *t = document_table(x->d, NULL,
                                              SAY(x, "各维度的分布与前列单位",
                                                  "Each dimension: spread, and "
                                                  "who is ahead"),
                                              columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < p->n_classes; c++) {
            double *sorted = numbers(x->d, p->classes[c].n);
            struct document_cell *row = table_row(x->d, t);
            struct spread s;
            if (!row || !sorted)
                return;
            s = spread_of(class_scores(x, nodes[i], c), p->classes[c].n, sorted);
            row[0].text = node_name(x, nodes[i]);
            row[1].text = p->n_classes > 1 ? class_name(x, c) : "";
            row[2].v = s.low;
            row[3].v = s.first;
            row[4].v = s.median;
            row[5].v = s.third;
            row[6].v = s.high;
            row[7].text = leaders_of(x, nodes[i], c);
        }
}

int write_dimensions(struct edition *x, struct error *e)
{
    size_t nodes[DIMENSIONS_MAX], n = dimensions_of(x, nodes, DIMENSIONS_MAX);
    (void)e;
    for (size_t c = 0; c < x->r->plan->n_classes && n > 0; c++)
        write_strips(x, c, nodes, n);
    write_spreads(x, nodes, n);
    write_correlations(x, nodes, n);
    return OK;
}
