/* SPDX-License-Identifier: MIT */
/* How far ranks can be trusted: what replicates and exact bounds say of them. */
#include <math.h>

#include "output/league.h"
#include "output/words.h"
#include "report/content_internal.h"

enum { BANDS_MAX = 12, PAIRS_SHOWN = 40, FACTORS_MAX = 64 };

/* Neighbours that change places in this share of the replicates cannot be told apart. */
static const double APART = 0.1;

/* A class while it is written. */
struct trusting {
    struct edition *x;
    size_t class, n, *order; /* in the order of the league table */
};

/* Of the league's i-th unit; best 0: nothing is known. */
static struct rank_bound bound_of(const struct trusting *t, size_t i)
{
    const struct edition *x = t->x;
    const struct rank_bounds_league *l =
        x->found->bounds ? rank_bounds_of(x->found->bounds, x->r, t->class, x->period) : NULL;
    return l && !l->why ? l->rank[t->order[i] - x->r->plan->classes[t->class].first]
                        : (struct rank_bound){0};
}

/* ---- intervals ------------------------------------------------------------ */

struct drawn_ranks {
    struct ranked_row *rows;
    size_t n;
};

static void draw_ranks(struct canvas *c, const void *of)
{
    const struct drawn_ranks *r = of;
    figure_ranks(c, r->rows, r->n, r->n);
}

static struct ranked_row row_of_unit(const struct trusting *t, size_t i)
{
    struct edition *x = t->x;
    const struct rank_summary *s = &x->summary[row_of(x, t->order[i])];
    const struct rank_bound b = bound_of(t, i);
    return (struct ranked_row){.label = unit_name(x, t->order[i]),
                               .link = unit_link(x, t->order[i]),
                               .rank = x->r->rank[row_of(x, t->order[i])],
                               .low = s->p05,
                               .high = s->p95,
                               .best = b.best ? (double)b.best : NAN,
                               .worst = b.best ? (double)b.worst : NAN,
                               .solid = s->solid};
}

static struct document_table *intervals_table(struct trusting *t, const struct ranked_row *rows)
{
    struct edition *x = t->x;
    const struct document_column columns[] = {
        {.title = SAY(x, "名称", "Name")},
        {.title = SAY(x, "位次", "Rank"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "平均位次", "Mean rank"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = "5 %", .kind = COLUMN_NUMBER},
        {.title = SAY(x, "中位", "Median"), .kind = COLUMN_NUMBER},
        {.title = "95 %", .kind = COLUMN_NUMBER},
        {.title = SAY(x, "可能最好", "Best possible"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "可能最差", "Worst possible"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "稳定", "Solid")},
    };
    struct document_table *table =
        document_table_apart(x->d, NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < t->n; i++) {
        const struct rank_summary *s = &x->summary[row_of(x, t->order[i])];
        struct document_cell *row = table_row(x->d, table);
        if (!row)
            return NULL;
        row[0].text = rows[i].label;
        row[1].v = rows[i].rank;
        row[2].v = s->mean;
        row[3].v = s->p05;
        row[4].v = s->median;
        row[5].v = s->p95;
        row[6].v = rows[i].best;
        row[7].v = rows[i].worst;
        row[8].text = s->solid ? SAY(x, "是", "yes") : SAY(x, "否", "no");
    }
    return table;
}

/* Of what is drawn only. */
static const char *intervals_words(struct edition *x, const struct ranked_row *rows, size_t n)
{
    bool possible = false;
    for (size_t i = 0; i < n; i++)
        possible = possible || !isnan(rows[i].best);
    return possible
               ? SAY(x,
                     "点为位次（实心为稳定），细线为重复计算的5%至95%分位，浅色粗线为权重在允许"
                     "范围内可能达到的位次。",
                     "Dots: ranks, filled where solid; lines: 5th to 95th percentile of the "
                     "replicates; pale bars: ranks that admissible weights can give.")
               : SAY(x, "点为位次（实心为稳定），细线为重复计算的5%至95%分位。",
                     "Dots: ranks, filled where solid; lines: 5th to 95th percentile of the "
                     "replicates.");
}

static void write_intervals(struct trusting *t)
{
    struct edition *x = t->x;
    struct drawn_ranks *g = arena_alloc(x->d->arena, sizeof *g);
    struct ranked_row *rows = arena_array(x->d->arena, t->n ? t->n : 1, sizeof *rows);
    struct document_figure *f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      SAY(x, "%s：换一种合理的做法，位次会变多少？",
                          "%s: how far would ranks move under other reasonable choices?"),
                      class_name(x, t->class)),
        NULL);
    if (!g || !rows || !f) {
        x->d->failed = true;
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        rows[i] = row_of_unit(t, i);
    f->description = intervals_words(x, rows, t->n);
    *g = (struct drawn_ranks){rows, t->n};
    f->small = f->links = true;
    f->drawing = (struct drawing){draw_ranks, g, 560, 22 + 15 * (double)t->n, 120};
    f->figures = intervals_table(t, rows);
}

/* ---- chances of ranks ----------------------------------------------------- */

struct drawn_matrix {
    struct matrix m;
};

static void draw_matrix(struct canvas *c, const void *of)
{
    figure_matrix(c, &((const struct drawn_matrix *)of)->m);
}

/* The share of the replicates, in %, in which a row has a rank of each band. */
static void count_bands(const struct trusting *t, const struct rank_counts *ranks, size_t j,
                        size_t width, size_t n_bands, double *share)
{
    const double each = 100 / (double)t->x->n_replicates;
    const double *v = rank_counts_counted(ranks, j) ? NULL : rank_counts_sorted(ranks, j);
    const uint32_t *count = rank_counts_counted(ranks, j);
    for (size_t b = 0; b < n_bands; b++)
        share[b] = 0;
    for (size_t k = 1; count && k <= t->n; k++)
        share[(k - 1) / width] += each * (count[2 * k] + (k < t->n ? count[2 * k + 1] : 0));
    for (size_t i = 0; v && i < t->x->n_replicates; i++)
        if (v[i] >= 1 && v[i] < (double)t->n + 1)
            share[((size_t)v[i] - 1) / width] += each;
}

static bool fill_bands(const struct trusting *t, size_t width, size_t n_bands, double *share)
{
    struct edition *x = t->x;
    struct rank_counts ranks;
    size_t *rows = arena_array(x->d->arena, t->n ? t->n : 1, sizeof *rows), k;
    bool fine;
    if (!rows)
        return false;
    fine = rank_counts_new(&ranks, x->found->x, t->n);
    for (size_t i = 0; i < t->n; i++)
        rows[i] = row_of(x, t->order[i]);
    for (size_t i = 0; fine && i < t->n; i += k) {
        k = t->n - i < ranks.chunk ? t->n - i : ranks.chunk;
        rank_counts_take(&ranks, rows + i, k);
        for (size_t j = 0; j < k; j++)
            count_bands(t, &ranks, j, width, n_bands, share + (i + j) * n_bands);
    }
    rank_counts_fini(&ranks);
    return fine;
}

static enum ink ink_of_chance(double percent, void *of)
{
    return percent <= 0.5 ? INK_GROUND : ink_of_share(percent / 100, of);
}

static void write_chances(struct trusting *t)
{
    struct edition *x = t->x;
    const size_t width =
        (t->n + BANDS_MAX - 1) / BANDS_MAX ? (t->n + BANDS_MAX - 1) / BANDS_MAX : 1;
    const size_t n_bands = (t->n + width - 1) / width;
    struct drawn_matrix *g = arena_alloc(x->d->arena, sizeof *g);
    const char **rows = arena_array(x->d->arena, t->n + 1, sizeof *rows);
    const char **bands = arena_array(x->d->arena, n_bands + 1, sizeof *bands);
    double *share = numbers(x->d, t->n * n_bands);
    struct document_figure *f;
    if (!g || !rows || !bands || !share || !fill_bands(t, width, n_bands, share)) {
        x->d->failed = true;
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        rows[i] = unit_name(x, t->order[i]);
    for (size_t b = 0; b < n_bands; b++) {
        const size_t last = (b + 1) * width < t->n ? (b + 1) * width : t->n;
        bands[b] = last == b * width + 1 ? document_text(x->d, "%zu", last)
                                         : document_text(x->d, "%zu\u2013%zu", b * width + 1, last);
    }
    g->m = (struct matrix){rows, bands, t->n, n_bands, share, ink_of_chance, NULL, true, 0};
    f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      SAY(x, "%s：每个单位落在各位次段的可能有多大？",
                          "%s: how likely is each unit in each range of ranks?"),
                      class_name(x, t->class)),
        document_text(
            x->d,
            SAY(x, "格中为%zu次重复计算中落在该位次段的百分比；逐位次的数据见acceptability.csv。",
                "Per cent of %zu replicates; rank by rank in acceptability.csv."),
            x->n_replicates));
    if (!f)
        return;
    f->small = true;
    f->figures = matrix_table(x, &g->m);
    f->drawing = (struct drawing){draw_matrix, g, 560, 22 + 15 * (double)t->n, 120};
}

/* ---- pairs ---------------------------------------------------------------- */

static void say_pairs(struct edition *x, size_t pairs, size_t n)
{
    const char *text = document_text(
        x->d,
        pairs == 1 ? SAY(x, "%zu对相邻单位中，%zu对在至少十分之一的重复计算中互换先后。",
                         "Of %zu pair of neighbours, %zu changes places in at least a tenth of the "
                         "replicates.")
                   : SAY(x, "%zu对相邻单位中，%zu对在至少十分之一的重复计算中互换先后。",
                         "Of %zu pairs of neighbours, %zu change places in at least a tenth of the "
                         "replicates."),
        pairs, n);
    if (n > PAIRS_SHOWN)
        text = document_text(x->d,
                             SAY(x, "%s表中为前%d对，其余见pairs.csv。",
                                 "%s The table has the first %d; the others are in pairs.csv."),
                             text, PAIRS_SHOWN);
    if (pairs)
        document_line(x->d, PARAGRAPH_NOTE, text);
}

static void write_pairs(struct trusting *t)
{
    struct edition *x = t->x;
    const struct pairs *p = &x->found->pairs[t->class * x->r->n_periods + x->period];
    const struct document_column columns[] = {
        {.title = SAY(x, "位次", "Rank"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "在前", "Ahead")},
        {.title = SAY(x, "在后", "Behind")},
        {.title = SAY(x, "在前者确实在前的比例", "Share in which it is ahead"),
         .kind = COLUMN_NUMBER,
         .decimals = 2},
    };
    struct document_table *table = NULL;
    size_t n = 0, pairs = 0;
    for (size_t i = 0; i + 1 < p->n; i++) {
        const double ahead = pairs_share(p, i, i + 1);
        struct document_cell *row;
        pairs += isnan(ahead) ? 0 : 1; /* who has no rank is nobody's neighbour */
        if (!(ahead >= APART && ahead <= 1 - APART) || n++ >= PAIRS_SHOWN)
            continue;
        if (!table)
            table = document_table(x->d, NULL,
                                   document_text(x->d,
                                                 SAY(x, "%s：不能区分先后的相邻单位",
                                                     "%s: neighbours that cannot be told apart"),
                                                 class_name(x, t->class)),
                                   columns, sizeof columns / sizeof *columns);
        row = table_row(x->d, table);
        if (!row)
            return;
        row[0].v = x->r->rank[row_of(x, t->order[i])];
        row[1].text = unit_name(x, t->order[i]);
        row[2].text = unit_name(x, t->order[i + 1]);
        row[3].v = ahead;
    }
    if (table)
        table->compact = true;
    say_pairs(x, pairs, n);
}

/* ---- what moves ranks ----------------------------------------------------- */

static void draw_bars(struct canvas *c, const void *of)
{
    figure_bars(c, of);
}

static const struct sensitivity_result *of_class(const struct trusting *t)
{
    const struct sensitivity *s = t->x->found->sensitivity;
    for (size_t i = 0; s && i < s->n; i++)
        if (!s->v[i].code && s->v[i].class == t->class && s->v[i].period == t->x->period)
            return &s->v[i];
    return NULL;
}

/* Factors by their total index, the largest first; few of them: by selection. */
static size_t order_factors(const struct sensitivity *s, const struct sensitivity_result *v,
                            size_t *order)
{
    const size_t n = s->factors->n < FACTORS_MAX ? s->factors->n : FACTORS_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && v->of[order[at - 1]].total < v->of[i].total; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

static const char *factor_name(const struct edition *x, size_t factor)
{
    return words_factor(x->language, x->found->sensitivity->factors->v[factor].name);
}

static struct document_table *factors_table(struct trusting *t, const struct sensitivity_result *v,
                                            const size_t *order, size_t n)
{
    struct edition *x = t->x;
    const struct document_column columns[] = {
        {.title = SAY(x, "因素", "Factor")},
        {.title = SAY(x, "单独", "First order"), .kind = COLUMN_NUMBER, .decimals = 3},
        {.title = SAY(x, "总体", "Total"), .kind = COLUMN_NUMBER, .decimals = 3},
        {.title = SAY(x, "总体2.5%", "Total, 2.5 %"), .kind = COLUMN_NUMBER, .decimals = 3},
        {.title = SAY(x, "总体97.5%", "Total, 97.5 %"), .kind = COLUMN_NUMBER, .decimals = 3},
    };
    struct document_table *table =
        document_table_apart(x->d, NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        const struct sobol_index *o = &v->of[order[i]];
        struct document_cell *row = table_row(x->d, table);
        if (!row)
            return NULL;
        row[0].text = factor_name(x, order[i]);
        row[1].v = o->first;
        row[2].v = o->total;
        row[3].v = o->total_low;
        row[4].v = o->total_high;
    }
    return table;
}

static void write_factors(struct trusting *t)
{
    struct edition *x = t->x;
    const struct sensitivity_result *v = of_class(t);
    size_t order[FACTORS_MAX], n;
    struct bars *b = arena_alloc(x->d->arena, sizeof *b);
    const char **labels = arena_array(x->d->arena, FACTORS_MAX, sizeof *labels);
    double *of = numbers(x->d, 3 * (size_t)FACTORS_MAX);
    struct document_figure *f;
    if (!v || isnan(v->of[0].total) || !b || !labels || !of)
        return;
    n = order_factors(x->found->sensitivity, v, order);
    for (size_t i = 0; i < n; i++) {
        const struct sobol_index *o = &v->of[order[i]];
        labels[i] = factor_name(x, order[i]);
        of[i] = o->total;
        of[FACTORS_MAX + i] = o->total_low;
        of[2 * FACTORS_MAX + i] = o->total_high;
    }
    *b = (struct bars){.labels = labels,
                       .n = n,
                       .v = of,
                       .n_parts = 1,
                       .low = of + FACTORS_MAX,
                       .high = of + 2 * (size_t)FACTORS_MAX,
                       .top = NAN};
    f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      SAY(x, "%s：哪一种选择最影响位次？", "%s: which choice moves ranks most?"),
                      class_name(x, t->class)),
        SAY(x, "索博尔总效应指数及其95%区间：平均位次变动的方差中，该因素参与的份额。",
            "Total Sobol indices with 95 % intervals: the share of the variance of the mean shift "
            "of "
            "ranks that a factor has part in."));
    if (!f)
        return;
    f->drawing = (struct drawing){draw_bars, b, 760, 26 * (double)n, 150};
    f->figures = factors_table(t, v, order, n);
}

/* ---- the section ---------------------------------------------------------- */

int write_robust(struct edition *x, struct error *e)
{
    document_line(
        x->d, PARAGRAPH_PLAIN,
        document_text(
            x->d,
            SAY(x,
                "全部计算在权重、方法等合理变动下重复了%"
                "zu次；以下说明位次在多大程度上取决于这些选择。",
                x->n_replicates == 1
                    ? "Everything was computed anew %zu time under other reasonable choices of "
                      "weights and methods; this is what ranks owe to such choices."
                    : "Everything was computed anew %zu times under other reasonable choices of "
                      "weights and methods; this is what ranks owe to such choices."),
            x->n_replicates));
    for (size_t c = 0; c < x->r->plan->n_classes; c++) {
        struct trusting t = {.x = x, .class = c, .n = league_count(x->r, c, x->period)};
        t.order = arena_array(x->d->arena, x->r->plan->classes[c].n + 1, sizeof *t.order);
        if (!t.order)
            return error_no_memory(e);
        league_order(x->r, c, x->period, t.order);
        document_heading(x->d, 2, NULL, class_name(x, c));
        write_intervals(&t);
        write_chances(&t);
        write_pairs(&t);
        write_factors(&t);
    }
    return OK;
}
