/* SPDX-License-Identifier: MIT */
/*
 * Theil's T and L (mean log deviation), taken apart by nested groups. With p the share in the
 * population, s = p mu_g / mu that in the total of x:
 *
 *     T = sum p (x / mu) ln(x / mu)      L = sum p ln(mu / x)
 *     T = sum over g of s_g T_g + sum over g of s_g ln(mu_g / mu);  L alike with p_g for s_g in
 *     the first sum and ln(mu / mu_g) in the second
 *
 * and each T_g, L_g in turn by the next finer division. Since the deviations d = x / mu - 1 sum to
 * 0, T and L are summed as (1 + d) ln(1 + d) - d and d - ln(1 + d), which are never negative and
 * keep their digits in a column that is nearly constant; x is taken from its lowest value on.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/sort.h"
#include "stats/stats.h"

static const struct heng_field theil_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"part", 1, NULL, "total, between or within"},
    {"by", 1, NULL, "the division of the units; empty for the total"},
    {"parent", 1, NULL, "the group of the coarser division that the group lies in"},
    {"group", 1, NULL, "the group; empty for all groups together"},
    {"n", 0, NULL, "units that count"},
    {"theil_t", 0, NULL, "T; of all groups together: the part of the total; of a group: its own"},
    {"theil_l", 0, NULL, "L, the mean log deviation; as theil_t"},
    {"share_t", 0, NULL, "share in the total T"},
    {"share_l", 0, NULL, "share in the total L"},
};

/* T and L. */
struct theil_pair {
    double t, l;
};

struct pair_sum {
    struct sum t, l;
};

static void pair_add(struct pair_sum *sum, double t, double l)
{
    sum_add(&sum->t, t);
    sum_add(&sum->l, l);
}

static struct theil_pair pair_value(const struct pair_sum *sum)
{
    return (struct theil_pair){sum_value(&sum->t), sum_value(&sum->l)};
}

/* The units divided into cells, each of them within one cell of the division above. */
struct division {
    size_t n;              /* cells */
    double *cell;          /* of each unit of the sample */
    double *first;         /* of each cell: where it begins in the order of units */
    double *weight, *mean; /* of each cell; the mean of y */
    double *t, *l;         /* of each cell: its own indices */
};

enum { DIVISION_DOUBLES = 6, THEIL_DOUBLES = ANALYSE_SAMPLE_DOUBLES + 3 + 2 * DIVISION_DOUBLES };

struct theil {
    struct heng_analyse_call *c;
    size_t column;
    struct analyse_sample s;
    double base; /* the lowest x; y = x - base */
    double *y, *order, *key;
    struct division now, above;
    struct theil_pair total;
};

/* (1 + d) ln(1 + d) - d and d - ln(1 + d), with r = 1 + d as it is known better. */
static struct theil_pair excess(double d, double r)
{
    struct theil_pair e = {0, 0};
    if (fabs(d) >= 0.1)
        return (struct theil_pair){(r > 0 ? r * real_log(r) : 0) - (r - 1), (r - 1) - real_log(r)};
    for (int k = 20; k >= 2; k--) {
        e.t = 1.0 / (k * (k - 1)) - d * e.t;
        e.l = 1.0 / k - d * e.l;
    }
    return (struct theil_pair){d * d * e.t, d * d * e.l};
}

static void division_init(struct division *d, double *room, size_t n)
{
    *d = (struct division){0,           room, room + n, room + 2 * n, room + 3 * n, room + 4 * n,
                           room + 5 * n};
}

static size_t cell_end(const struct theil *th, size_t g)
{
    return g + 1 < th->now.n ? (size_t)th->now.first[g + 1] : th->s.n;
}

static double cell_mean(const struct theil *th, const struct division *d, size_t g)
{
    return th->base + d->mean[g];
}

/* Weight, mean and own indices of cell g, whose units lie together in the order. */
static void measure_cell(struct theil *th, size_t g)
{
    struct sum weight = {0}, mean = {0};
    struct pair_sum own = {{0, 0}, {0, 0}};
    size_t first = (size_t)th->now.first[g], end = cell_end(th, g);
    double mu;
    for (size_t k = first; k < end; k++) {
        size_t i = (size_t)th->order[k];
        sum_add(&weight, th->s.w[i]);
        sum_add(&mean, th->s.w[i] * th->y[i]);
    }
    th->now.weight[g] = sum_value(&weight);
    th->now.mean[g] = sum_value(&mean) / th->now.weight[g];
    mu = cell_mean(th, &th->now, g);
    for (size_t k = first; k < end; k++) {
        size_t i = (size_t)th->order[k];
        struct theil_pair e = excess((th->y[i] - th->now.mean[g]) / mu, th->s.x[i] / mu);
        double p = th->s.w[i] / th->now.weight[g];
        pair_add(&own, p * e.t, p * e.l);
    }
    th->now.t[g] = mu > 0 ? sum_value(&own.t) : NAN;
    th->now.l[g] = mu > 0 ? sum_value(&own.l) : NAN;
}

/* The share in the total of x, and in the population. */
static struct theil_pair cell_shares(const struct theil *th, const struct division *d, size_t g)
{
    double p = d->weight[g] / th->s.total;
    return (struct theil_pair){p * (cell_mean(th, d, g) / th->s.mean), p};
}

/* Divides the cells of the division above by what distinguishes the units now. */
static void divide(struct theil *th, const struct heng_grouping *by)
{
    struct division free = th->above;
    th->above = th->now;
    th->now = free;
    th->now.n = 0;
    for (size_t i = 0; i < th->s.n; i++) {
        th->order[i] = (double)i;
        th->key[i] = th->above.cell[i] * (double)by->n + by->of[(size_t)th->s.unit[i]];
    }
    sort_pairs(th->key, th->order, th->s.n);
    for (size_t k = 0; k < th->s.n; k++) {
        if (k == 0 || th->key[k] != th->key[k - 1])
            th->now.first[th->now.n++] = (double)k;
        th->now.cell[(size_t)th->order[k]] = (double)(th->now.n - 1);
    }
    for (size_t g = 0; g < th->now.n; g++)
        measure_cell(th, g);
}

static double share(double part, double total)
{
    return total > 0 ? part / total : NAN;
}

static void put(const struct theil *th, const char *const text[4], size_t n,
                struct theil_pair value, struct theil_pair part)
{
    struct heng_analyse_call *c = th->c;
    const char *const texts[] = {c->ids[th->column], text[0], text[1], text[2], text[3]};
    ANALYSE_PUT(c, texts, (double)n, value.t, value.l, share(part.t, th->total.t),
                share(part.l, th->total.l));
}

static size_t first_unit(const struct theil *th, size_t g)
{
    return (size_t)th->order[(size_t)th->now.first[g]];
}

/* What lies between the cells of one cell above, summed over all. */
static struct theil_pair between(const struct theil *th)
{
    struct pair_sum sum = {{0, 0}, {0, 0}};
    for (size_t g = 0; g < th->now.n; g++) {
        size_t parent = (size_t)th->above.cell[first_unit(th, g)];
        double mu = cell_mean(th, &th->above, parent);
        struct theil_pair e, shares = cell_shares(th, &th->above, parent);
        double p = th->now.weight[g] / th->above.weight[parent];
        if (!(mu > 0))
            continue;
        e = excess((th->now.mean[g] - th->above.mean[parent]) / mu,
                   cell_mean(th, &th->now, g) / mu);
        pair_add(&sum, shares.t * p * e.t, shares.l * p * e.l);
    }
    return pair_value(&sum);
}

static struct theil_pair within_cell(const struct theil *th, size_t g)
{
    struct theil_pair shares = cell_shares(th, &th->now, g);
    return (struct theil_pair){shares.t > 0 ? shares.t * th->now.t[g] : 0, shares.l * th->now.l[g]};
}

static struct theil_pair within(const struct theil *th)
{
    struct pair_sum sum = {{0, 0}, {0, 0}};
    for (size_t g = 0; g < th->now.n; g++) {
        struct theil_pair part = within_cell(th, g);
        pair_add(&sum, part.t, part.l);
    }
    return pair_value(&sum);
}

static void put_division(struct theil *th, size_t k)
{
    const struct heng_grouping *by = &th->c->by[k];
    struct theil_pair b = between(th), w = within(th);
    put(th, (const char *const[]){"between", by->name, "", ""}, th->s.n, b, b);
    put(th, (const char *const[]){"within", by->name, "", ""}, th->s.n, w, w);
    for (size_t g = 0; g < th->now.n; g++) {
        size_t unit = (size_t)th->s.unit[first_unit(th, g)];
        const char *parent = k > 0 ? by[-1].labels[by[-1].of[unit]] : "";
        put(th, (const char *const[]){"within", by->name, parent, by->labels[by->of[unit]]},
            cell_end(th, g) - (size_t)th->now.first[g],
            (struct theil_pair){th->now.t[g], th->now.l[g]}, within_cell(th, g));
    }
}

static void measure_all(struct theil *th)
{
    th->now.n = 1;
    th->now.first[0] = 0;
    for (size_t i = 0; i < th->s.n; i++) {
        th->y[i] = th->s.x[i] - th->base;
        th->order[i] = (double)i;
        th->now.cell[i] = 0;
    }
    measure_cell(th, 0);
    th->s.total = th->now.weight[0];
    th->s.mean = cell_mean(th, &th->now, 0);
    th->total = (struct theil_pair){th->now.t[0], th->now.l[0]};
    put(th, (const char *const[]){"total", "", "", ""}, th->s.n, th->total, th->total);
}

static int theil_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    struct theil th = {.c = c, .column = j};
    double *room = c->scratch + ANALYSE_SAMPLE_DOUBLES * c->n;
    (void)params;
    if (analyse_sample_take(c, j, c->scratch, &th.s) != HENG_OK ||
        analyse_sample_refuse(c, &th.s) != HENG_OK)
        return HENG_UNDEFINED;
    th.y = room;
    th.order = room + c->n;
    th.key = room + 2 * c->n;
    division_init(&th.now, room + 3 * c->n, c->n);
    division_init(&th.above, room + (3 + DIVISION_DOUBLES) * c->n, c->n);
    th.base = stats_min(th.s.x, th.s.n);
    if (th.base == 0)
        analyse_warn(c, "%s: a value is 0, so that L has no value", c->ids[j]);
    measure_all(&th);
    for (size_t k = 0; k < c->n_by; k++) {
        divide(&th, &c->by[k]);
        put_division(&th, k);
    }
    return HENG_OK;
}

static int theil(struct heng_analyse_call *c)
{
    return analyse_each(c->params, c, theil_column);
}

static size_t theil_scratch(size_t n, size_t m)
{
    (void)m;
    return THEIL_DOUBLES * n;
}

const struct heng_method analyse_theil = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "theil",
    .title_zh = "泰尔指数(T 与 L)及其嵌套分解",
    .title_en = "Theil indices T and L, decomposed by nested groups",
    .summary = "Inequality between groups and within them, division by division, adding up.",
    .formula = "T = sum p (x/mu) ln(x/mu), L = sum p ln(mu/x); T = sum s_g T_g + sum s_g "
               "ln(mu_g/mu), L = sum p_g L_g + sum p_g ln(mu/mu_g), T_g and L_g in turn by the "
               "next finer division",
    .source = "Theil, Economics and Information Theory, North-Holland, 1967; Shorrocks, "
              "Econometrica 48(3), 1980, pp. 613-625; nested: Akita, Annals of Regional Science "
              "37(1), 2003, pp. 55-77",
    .domain = ANALYSE_UNITS
    "A group is what shares all coarser divisions too. A negative value, "
    "or all 0: undefined; a 0: counts as 0 in T, L has no value; a constant column or "
    "one unit: 0, shares have no value. Between of all divisions and within of the "
    "finest add up to the total.",
    .scratch = theil_scratch,
    ANALYSIS(theil, HENG_DATA_RAW, theil_fields),
};
