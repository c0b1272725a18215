/* SPDX-License-Identifier: MIT */
/*
 * Dagum's decomposition of the Gini coefficient. With p a group's share in the population, s that
 * in the total of x, j the richer group of a pair and h the poorer:
 *
 *     d = E max(x_j - x_h, 0), q = E max(x_h - x_j, 0), G_jh = (d + q) / (mu_j + mu_h),
 *     D_jh = (d - q) / (d + q)
 *     G = sum G_jj p_j s_j + sum G_jh D_jh (p_j s_h + p_h s_j)
 *       + sum G_jh (1 - D_jh) (p_j s_h + p_h s_j)
 *
 * (within, net between, transvariation). As s = p mu_g / mu, the parts of a pair are
 * p_j p_h (d - q) / mu and 2 p_j p_h q / mu; d and q are sums over the merged values of both.
 *
 * Without a line a pair no pair is looked at: d - q is mu_j - mu_h, so that the net part is the
 * Gini coefficient of the groups' means, and q = integral of F_j (1 - F_h), of which all pairs' sum
 * at one value is kept in a tree over the groups in the order of their means.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/sort.h"
#include "stats/stats.h"

static const struct heng_field dagum_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"by", 1, NULL, "the division of the units"},
    {"part", 1, NULL, "total, within, between, transvariation, group or pair"},
    {"a", 1, NULL, "the group; the richer group of a pair"},
    {"b", 1, NULL, "the poorer group of a pair"},
    {"n", 0, NULL, "units that count"},
    {"value", 0, NULL, "the part of the Gini coefficient; of a group or pair: its own coefficient"},
    {"share", 0, NULL,
     "share in the total: of a group within, of a pair between and "
     "transvariation"},
    {"affluence", 0, NULL, "of a pair: relative economic affluence D, from 0 to 1"},
};

struct dagum_params {
    int pairs;
};

static const struct heng_param dagum_table[] = {
    HENG_PARAM_FLAG(struct dagum_params, pairs, "yes", "a line for each pair of groups, too"),
};

struct dagum_group {
    struct analyse_run run;
    double p, mean;
    const char *label;
};

struct dagum {
    struct heng_analyse_call *c;
    size_t column, groups;
    const struct heng_grouping *by;
    struct analyse_sample s;
    double *x, *w, *first, *weight, *mean; /* by unit in order; by group */
    double total;
};

enum { TREE_DOUBLES = 17, DAGUM_DOUBLES = ANALYSE_SAMPLE_DOUBLES + 7 + TREE_DOUBLES };

static size_t dagum_scratch(size_t n, size_t m)
{
    (void)m;
    return DAGUM_DOUBLES * n;
}

static void put(const struct dagum *d, const char *part, const char *a, const char *b, size_t n,
                double value, double contribution, double affluence)
{
    const char *const text[] = {d->c->ids[d->column], d->by->name, part, a, b};
    ANALYSE_PUT(d->c, text, (double)n, value, d->total > 0 ? contribution / d->total : NAN,
                affluence);
}

static struct dagum_group group_at(const struct dagum *d, size_t g, const double *order)
{
    size_t first = (size_t)d->first[g];
    size_t end = g + 1 < d->groups ? (size_t)d->first[g + 1] : d->s.n;
    size_t unit = (size_t)d->s.unit[(size_t)order[first]];
    return (struct dagum_group){{d->x + first, d->w + first, end - first, d->weight[g]},
                                d->weight[g] / d->s.total,
                                d->mean[g],
                                d->by->labels[d->by->of[unit]]};
}

/* Lays the units out group by group, ascending within each. */
static void divide(struct dagum *d, double *key, double *order)
{
    d->groups = 0;
    for (size_t i = 0; i < d->s.n; i++) {
        order[i] = (double)i;
        key[i] = d->by->of[(size_t)d->s.unit[i]];
    }
    sort_pairs(key, order, d->s.n);
    for (size_t k = 0; k < d->s.n; k++) {
        if (k == 0 || key[k] != key[k - 1])
            d->first[d->groups++] = (double)k;
        d->x[k] = d->s.x[(size_t)order[k]];
        d->w[k] = d->s.w[(size_t)order[k]];
    }
    for (size_t g = 0; g < d->groups; g++) {
        size_t first = (size_t)d->first[g];
        size_t n = (g + 1 < d->groups ? (size_t)d->first[g + 1] : d->s.n) - first;
        struct sum sum = {0};
        sort_pairs(d->x + first, d->w + first, n);
        d->weight[g] = stats_sum(d->w + first, n);
        for (size_t k = first; k < first + n; k++)
            sum_add(&sum, d->x[k] * d->w[k]);
        d->mean[g] = sum_value(&sum) / d->weight[g];
    }
}

/* A pair's own coefficient and its parts of the total. */
struct dagum_pair {
    double gini, affluence, between, transvariation;
};

static struct dagum_pair compare(const struct dagum *d, const struct dagum_group *rich,
                                 const struct dagum_group *poor)
{
    double above = analyse_mean_excess(&poor->run, &rich->run);
    double below = analyse_mean_excess(&rich->run, &poor->run);
    double both = above + below, means = rich->mean + poor->mean;
    double size = rich->p * poor->p / d->s.mean;
    return (struct dagum_pair){means > 0 ? both / means : NAN,
                               both > 0 ? (above - below) / both : NAN, size * (above - below),
                               2 * size * below};
}

static double within_part(const struct dagum *d, const struct dagum_group *g)
{
    return g->p * g->p * analyse_mean_excess(&g->run, &g->run) / d->s.mean;
}

/* Walks all pairs; puts their lines when told to. */
static void walk_pairs(struct dagum *d, const double *order, int write, struct sum *between,
                       struct sum *transvariation)
{
    for (size_t g = 0; g < d->groups; g++)
        for (size_t k = g + 1; k < d->groups; k++) {
            struct dagum_group a = group_at(d, g, order), b = group_at(d, k, order);
            int swapped = b.mean > a.mean;
            const struct dagum_group *rich = swapped ? &b : &a, *poor = swapped ? &a : &b;
            struct dagum_pair v = compare(d, rich, poor);
            sum_add(between, v.between);
            sum_add(transvariation, v.transvariation);
            if (write)
                put(d, "pair", rich->label, poor->label, rich->run.n + poor->run.n, v.gini,
                    v.between + v.transvariation, v.affluence);
        }
}

/* ---- without pairs ------------------------------------------------------- */

/* Over groups, the poorest first, at one value x: their shares of units up to x and above, and the
   sum of above of one times below of a richer one. Node 1 is all, 2 i and 2 i + 1 are below i. */
struct dagum_tree {
    size_t leaves; /* a power of two */
    double *below, *above, *crossed;
};

static void tree_join(struct dagum_tree *t, size_t i)
{
    const size_t poor = 2 * i, rich = 2 * i + 1;
    t->below[i] = t->below[poor] + t->below[rich];
    t->above[i] = t->above[poor] + t->above[rich];
    t->crossed[i] = t->crossed[poor] + t->crossed[rich] + t->above[poor] * t->below[rich];
}

/* A unit of the group at the leaf is no longer above. */
static void tree_pass(struct dagum_tree *t, size_t leaf, double weight)
{
    size_t i = t->leaves + leaf;
    t->below[i] += weight;
    t->above[i] = fmax(t->above[i] - weight, 0);
    while (i /= 2)
        tree_join(t, i);
}

/* Nobody is below; leaf[g] is where group g stands, poor its groups by their means, by_mean room.
 */
static struct dagum_tree tree_begin(const struct dagum *d, double *by_mean, double *poor,
                                    double *leaf, double *room)
{
    struct dagum_tree t = {.leaves = 1};
    while (t.leaves < d->groups)
        t.leaves *= 2;
    t.below = room;
    t.above = room + 2 * t.leaves;
    t.crossed = room + 4 * t.leaves;
    for (size_t i = 0; i < 6 * t.leaves; i++)
        room[i] = 0;
    for (size_t g = 0; g < d->groups; g++) {
        by_mean[g] = d->mean[g];
        poor[g] = (double)g;
    }
    sort_pairs(by_mean, poor, d->groups);
    for (size_t k = 0; k < d->groups; k++) {
        leaf[(size_t)poor[k]] = (double)k;
        t.above[t.leaves + k] = d->weight[(size_t)poor[k]] / d->s.total;
    }
    for (size_t i = t.leaves - 1; i > 0; i--)
        tree_join(&t, i);
    return t;
}

/* room: TREE_DOUBLES n. */
static void sum_pairs(const struct dagum *d, double *room, struct sum *between,
                      struct sum *transvariation)
{
    const size_t n = d->s.n;
    double *by_mean = room, *poor = room + n, *leaf = room + 2 * n, *value = room + 3 * n,
           *unit = room + 4 * n, at;
    struct dagum_tree t = tree_begin(d, by_mean, poor, leaf, room + 5 * n);
    struct analyse_run means = {by_mean, value, d->groups, d->s.total};
    for (size_t k = 0; k < d->groups; k++)
        value[k] = d->weight[(size_t)poor[k]];
    sum_add(between, analyse_mean_excess(&means, &means) / d->s.mean);
    for (size_t g = 0; g < d->groups; g++) {
        const size_t end = g + 1 < d->groups ? (size_t)d->first[g + 1] : n;
        for (size_t k = (size_t)d->first[g]; k < end; k++) {
            by_mean[k] = leaf[g]; /* of the unit; what it was is no longer needed */
            value[k] = d->x[k];
            unit[k] = (double)k;
        }
    }
    sort_pairs(value, unit, n);
    at = value[0];
    for (size_t k = 0; k < n; k++) {
        const size_t u = (size_t)unit[k];
        sum_add(transvariation, 2 * (value[k] - at) * t.crossed[1] / d->s.mean);
        tree_pass(&t, (size_t)by_mean[u], d->w[u] / d->s.total);
        at = value[k];
    }
}

/* ---- lines --------------------------------------------------------------- */

static void put_parts(const struct dagum *d, const struct sum *within, const struct sum *between,
                      const struct sum *transvariation)
{
    const double parts[] = {d->total, sum_value(within), sum_value(between),
                            sum_value(transvariation)};
    static const char *const names[] = {"total", "within", "between", "transvariation"};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        put(d, names[k], "", "", d->s.n, parts[k], parts[k], NAN);
}

static int put_division(struct dagum *d, double *key, double *order, double *room, int pairs)
{
    struct sum within = {0}, between = {0}, transvariation = {0};
    divide(d, key, order);
    if (pairs &&
        analyse_refuse_lines(d->c, (double)d->groups * ((double)d->groups - 1) / 2,
                             "pairs = no leaves out the lines of pairs of groups") != HENG_OK)
        return HENG_FAIL;
    for (size_t g = 0; g < d->groups; g++) {
        struct dagum_group group = group_at(d, g, order);
        sum_add(&within, within_part(d, &group));
    }
    if (pairs)
        walk_pairs(d, order, 0, &between, &transvariation);
    else
        sum_pairs(d, room, &between, &transvariation);
    put_parts(d, &within, &between, &transvariation);
    for (size_t g = 0; g < d->groups; g++) {
        struct dagum_group group = group_at(d, g, order);
        put(d, "group", group.label, "", group.run.n,
            group.mean > 0 ? analyse_mean_excess(&group.run, &group.run) / group.mean : NAN,
            within_part(d, &group), NAN);
    }
    if (pairs)
        walk_pairs(d, order, 1, &between, &transvariation);
    return HENG_OK;
}

static int dagum_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    const struct dagum_params *p = params;
    double *room = c->scratch + ANALYSE_SAMPLE_DOUBLES * c->n, *key = room + 5 * c->n,
           *order = room + 6 * c->n, *tree = room + 7 * c->n;
    struct dagum d = {.c = c,
                      .column = j,
                      .x = room,
                      .w = room + c->n,
                      .first = room + 2 * c->n,
                      .weight = room + 3 * c->n,
                      .mean = room + 4 * c->n};
    struct analyse_run all;
    if (analyse_sample_take(c, j, c->scratch, &d.s) != HENG_OK ||
        analyse_sample_refuse(c, &d.s) != HENG_OK)
        return HENG_UNDEFINED;
    column_copy(d.x, d.s.x, d.s.n);
    column_copy(d.w, d.s.w, d.s.n);
    sort_pairs(d.x, d.w, d.s.n);
    all = (struct analyse_run){d.x, d.w, d.s.n, d.s.total};
    d.total = analyse_mean_excess(&all, &all) / d.s.mean;
    for (size_t k = 0; k < c->n_by; k++) {
        d.by = &c->by[k];
        if (put_division(&d, key, order, tree, p->pairs) != HENG_OK)
            return HENG_FAIL;
    }
    return HENG_OK;
}

static int dagum(struct heng_analyse_call *c)
{
    return analyse_each(c->params, c, dagum_column);
}

const struct heng_method analyse_dagum = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "dagum",
    .title_zh = "Dagum 基尼系数分解",
    .title_en = "Dagum's decomposition of the Gini coefficient",
    .summary = "The Gini coefficient as inequality within groups, net between them, and overlap.",
    .formula = "G = sum G_jj p_j s_j + sum G_jh D_jh (p_j s_h + p_h s_j) + sum G_jh (1 - D_jh) "
               "(p_j s_h + p_h s_j); G_jh = E|x_j - x_h| / (mu_j + mu_h), D_jh = (d - q) / "
               "(d + q), d = E max(x_j - x_h, 0), q = E max(x_h - x_j, 0)",
    .source = "Dagum, Empirical Economics 22(4), 1997, pp. 515-531",
    .domain = ANALYSE_UNITS
    "Each division is taken by itself. A negative value, or all 0: "
    "undefined; a constant column or one unit: 0, shares have no value; a group that "
    "is 0 throughout has no coefficient. Of groups with equal means the first is a. "
    "Pairs take as many lines as steps: more than " ANALYSE_LINES_LIMIT " are refused.",
    .params = HENG_PARAMS(dagum_table, struct dagum_params),
    .scratch = dagum_scratch,
    ANALYSIS(dagum, HENG_DATA_RAW, dagum_fields),
    .traits = HENG_OF_GROUPS,
};
