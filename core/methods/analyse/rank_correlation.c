/* SPDX-License-Identifier: MIT */
/*
 * rank_correlation: how far two columns (indices, nodes, indicators) order the units alike.
 *
 * Ranks are those of the units that both columns have: 1 is the best (the highest, or the lowest
 * raw value where less is better), equal values share the average. With x, y the ranks of the n
 * units in a and b:
 *     spearman, kendall (tau-b), pearson   with p, see analyse_internal.h; of the columns turned so
 *                                          that more is better
 *     weighted_spearman  1 - 6 sum (x - y)^2 ((n - x + 1) + (n - y + 1)) / (n^4 + n^3 - n^2 - n)
 *     ws                 1 - sum 2^-x |x - y| / max(|1 - x|, |n - x|); a is the reference
 *     mean_shift, max_shift  of |x - y|; max_unit is the first unit with the largest,
 *                            unless that is 0
 *
 * Sources: Kendall, Rank Correlation Methods, 1970; Pinto da Costa and Soares, A weighted rank
 * measure of correlation, Australian & New Zealand Journal of Statistics 47(4), 2005, 515-529;
 * Sałabun and Urbaniak, A new coefficient of rankings similarity in decision-making problems, ICCS
 * 2020, 632-645; OECD/JRC, Handbook on Constructing Composite Indicators, 2008 (the average shift
 * in rank).
 *
 * The formulas of weighted_spearman and ws are made for ranks without ties; with ties they are
 * taken as written, as pymcdm does. A column that does not vary among the common units, or fewer
 * than two of them: nothing but n, with a warning.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/stats.h"

struct rank_correlation_params {
    int spearman_p;
};

static const struct heng_param rank_correlation_table[] = {
    HENG_PARAM_CHOICE(
        struct rank_correlation_params, spearman_p, "t", SPEARMAN_P_CHOICES,
        "p of spearman: by Student's t, or by algorithm AS 89 where there are no ties"),
};

enum {
    N,
    SPEARMAN,
    P_SPEARMAN,
    KENDALL,
    P_KENDALL,
    PEARSON,
    P_PEARSON,
    WEIGHTED,
    WS,
    MEAN_SHIFT,
    MAX_SHIFT,
    NUMBERS
};

static const struct heng_field rank_correlation_fields[] = {
    {"a", 1, NULL, "a column, the reference of ws"},
    {"b", 1, NULL, "a later column"},
    {"n", 0, NULL, "units that both have"},
    {"spearman", 0, NULL, "Spearman's rho"},
    {"p_spearman", 0, NULL, "its two-sided p"},
    {"kendall", 0, NULL, "Kendall's tau-b"},
    {"p_kendall", 0, NULL, "its two-sided p"},
    {"pearson", 0, NULL, "Pearson's r of the values"},
    {"p_pearson", 0, NULL, "its two-sided p"},
    {"weighted_spearman", 0, NULL, "Spearman's rho, the first ranks weighing more"},
    {"ws", 0, NULL, "rank similarity, the first ranks of a weighing more"},
    {"mean_shift", 0, "ranks", "mean absolute difference of rank"},
    {"max_shift", 0, "ranks", "largest absolute difference of rank"},
    {"max_unit", 1, NULL, "the first unit with the largest"},
};

/* Ranks of the units that both columns have, 1 the best. scratch: 3 n doubles. */
static void rank_common(const struct heng_analyse_call *c, size_t j, size_t other, double *rank,
                        double *scratch)
{
    int less_is_better = c->direction && c->direction[j] < 0;
    for (size_t i = 0; i < c->n; i++)
        scratch[i] = isnan(c->x[other][i]) ? NAN : less_is_better ? c->x[j][i] : -c->x[j][i];
    stats_rank(scratch, c->n, TIES_AVERAGE, rank, scratch + c->n);
}

static double weighted_spearman(const double *x, const double *y, size_t n, double units)
{
    struct sum s = {0, 0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            sum_add(&s, (x[i] - y[i]) * (x[i] - y[i]) * (2 * (units + 1) - x[i] - y[i]));
    return 1 - 6 * sum_value(&s) / (units * (units + 1) * (units * units - 1));
}

static double rank_similarity(const double *x, const double *y, size_t n, double units)
{
    struct sum s = {0, 0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            sum_add(&s, real_exp2(-x[i]) * fabs(x[i] - y[i]) / fmax(x[i] - 1, units - x[i]));
    return 1 - sum_value(&s);
}

/* Fills the mean and the largest shift; returns the unit with the largest. */
static size_t find_shifts(const double *x, const double *y, size_t n, double *v)
{
    size_t unit = 0;
    struct sum s = {0, 0};
    v[MAX_SHIFT] = -1;
    for (size_t i = 0; i < n; i++) {
        double shift = fabs(x[i] - y[i]);
        if (isnan(shift))
            continue;
        sum_add(&s, shift);
        if (shift > v[MAX_SHIFT]) {
            v[MAX_SHIFT] = shift;
            unit = i;
        }
    }
    v[MEAN_SHIFT] = sum_value(&s) / v[N];
    return unit;
}

/* v[0] the correlation, v[1] its p. */
static void correlate(const struct heng_analyse_call *c, enum correlation kind, int how, size_t a,
                      size_t b, double *v, double *scratch)
{
    double r = correlation_pair(kind, c->x[a], c->x[b], c->n, scratch);
    v[1] = analyse_p(kind, (enum spearman_p)how, c->x[a], c->x[b], c->n, r, scratch);
    v[0] = c->direction && c->direction[a] * c->direction[b] < 0 ? 0 - r : r;
}

static void put_pair(const struct rank_correlation_params *p, struct heng_analyse_call *c, size_t a,
                     size_t b)
{
    const char *text[] = {c->ids[a], c->ids[b], ""};
    double v[NUMBERS], *x = c->scratch, *y = x + c->n, *scratch = y + c->n;
    size_t unit;
    column_clear(v, NUMBERS);
    v[N] = (double)analyse_common(c->x[a], c->x[b], c->n);
    correlate(c, CORRELATION_PEARSON, 0, a, b, v + PEARSON, scratch);
    if (isnan(v[PEARSON])) {
        analyse_warn(c, "%s and %s: fewer than two units in common, or no variation among them",
                     c->ids[a], c->ids[b]);
        c->put(c, text, v);
        return;
    }
    correlate(c, CORRELATION_SPEARMAN, p->spearman_p, a, b, v + SPEARMAN, scratch);
    correlate(c, CORRELATION_KENDALL, 0, a, b, v + KENDALL, scratch);
    rank_common(c, a, b, x, scratch);
    rank_common(c, b, a, y, scratch);
    v[WEIGHTED] = weighted_spearman(x, y, c->n, v[N]);
    v[WS] = rank_similarity(x, y, c->n, v[N]);
    unit = find_shifts(x, y, c->n, v);
    if (c->codes && v[MAX_SHIFT] > 0)
        text[2] = c->codes[unit];
    c->put(c, text, v);
}

static int correlate_ranks(struct heng_analyse_call *c)
{
    if (c->n < 2 || c->m < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      c->n < 2 ? "one unit has no correlation" : "fewer than two columns");
    for (size_t a = 0; a < c->m; a++)
        for (size_t b = a + 1; b < c->m; b++)
            put_pair(c->params, c, a, b);
    return HENG_OK;
}

static size_t scratch_pair(size_t n, size_t m)
{
    size_t r = correlation_pair_scratch(n), p = analyse_p_scratch(n);
    (void)m;
    return 2 * n + (r > p ? r : p);
}

const struct heng_method analyse_rank_correlation = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "rank_correlation",
    .title_zh = "排名一致性",
    .title_en = "Agreement of rankings",
    .summary = "How far two columns order the units alike: correlations, similarity, shifts of "
               "rank.",
    .formula = "weighted_spearman = 1 - 6 sum (x - y)^2 ((n - x + 1) + (n - y + 1)) / (n^4 + n^3 - "
               "n^2 - n); ws = 1 - sum 2^-x |x - y| / max(|1 - x|, |n - x|); shifts: |x - y|; x, y "
               "average ranks, 1 the best; spearman, kendall, pearson and p as in correlation",
    .source = "Pinto da Costa and Soares, Australian & New Zealand Journal of Statistics 47(4), "
              "2005, 515-529 (weighted_spearman); Sałabun and Urbaniak, ICCS 2020, 632-645 "
              "(ws); " SOURCE_OECD_HANDBOOK " (shift in rank); as pymcdm",
    .domain = "NaN is left out pair by pair, and ranks are those of the rest; equal values share "
              "the average rank. A column that does not vary, or fewer than two units in common: n "
              "alone, with a warning. Two units: no p. One unit or one column: undefined.",
    .params = HENG_PARAMS(rank_correlation_table, struct rank_correlation_params),
    .scratch = scratch_pair,
    ANALYSIS(correlate_ranks, HENG_DATA_NORMALISED, rank_correlation_fields),
};
