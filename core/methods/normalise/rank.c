/* SPDX-License-Identifier: MIT */
/*
 * Normalisation by rank. With r the ascending rank of dx among the values of base (d the
 * direction; a value that the base does not have ranks where it would stand), and N the number of
 * different ranks that base has to give (its values; with ties = dense its different values):
 *
 *     rank             r                     1 is the worst
 *     percentile_rank  (r - 1) / (N - 1)     0 is the worst, 1 the best
 *     borda            r - 1                 with ties = min: the number of worse values
 *
 * percentile_rank puts lo + (hi - lo) y in its place where range = lo, hi is given.
 *
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 83-88; Becker et al.,
 * COINr, JOSS 7(78), 2022 (n_rank, n_prank, n_borda: ties = min).
 *
 * NaN is left out and stays NaN. A base without values, with one value, or constant is undefined.
 * Values are equal within 1e-12 of the largest |x| of base (stats/level.h): what rounding has
 * parted in a column that was computed is one.
 */
#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/level.h"
#include "stats/stats.h"

struct rank_params {
    int ties; /* enum ties */
};

#define TIES_ROW(S)                                                                                \
    HENG_PARAM_CHOICE(S, ties, "min", "min|average|max|dense", "the rank that equal values share")

static const struct heng_param rank_table[] = {
    TIES_ROW(struct rank_params),
};

struct percentile_params {
    int ties; /* enum ties */
    struct heng_reals range;
};

static const struct heng_param percentile_table[] = {
    TIES_ROW(struct percentile_params),
    NORMALISE_RANGE_OF_0_1(struct percentile_params),
};

/* How many of the n ascending values are below v (or equal to it, when with_equal). */
static size_t count_below(const double *sorted, size_t n, double v, int with_equal)
{
    size_t from = 0, to = n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (sorted[middle] < v || (with_equal && sorted[middle] == v))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Drops repeated values of an ascending list; returns how many are left. */
static size_t drop_repeated(double *sorted, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || sorted[i] != sorted[kept - 1])
            sorted[kept++] = sorted[i];
    return kept;
}

/* The present values of base, direction applied, ascending, in scratch; returns how many. A value
   of rank r, counted with its equals, is the last of them: position r - 1. */
static size_t sort_base(struct heng_column_call *c)
{
    double *sorted = c->scratch, *value = sorted + c->n_base, *place = value + c->n_base;
    size_t n = 0;
    for (size_t i = 0; i < c->n_base; i++)
        if (!isnan(c->base[i]))
            value[n++] = c->direction * c->base[i];
    stats_rank(value, n, TIES_MAX, place, place + n);
    column_clear(sorted, n);
    for (size_t i = 0; i < n; i++)
        sorted[(size_t)place[i] - 1] = value[i];
    for (size_t i = n; i-- > 0;)
        if (isnan(sorted[i]))
            sorted[i] = sorted[i + 1];
    return n;
}

static double rank_among(const double *sorted, size_t n, double v, int ties)
{
    double below, equal;
    if (isnan(v))
        return NAN;
    below = (double)count_below(sorted, n, v, 0);
    equal = (double)count_below(sorted, n, v, 1) - below;
    if (equal == 0)
        equal = 1;
    switch (ties) {
    case TIES_AVERAGE:
        return below + (equal + 1) / 2;
    case TIES_MAX:
        return below + equal;
    default:
        return below + 1;
    }
}

/* y = (rank - from) / divisor, where divisor 0 stands for N - 1. */
static int ranked(int ties, struct heng_column_call *c, double from, double divisor)
{
    const struct level level = {LEVEL_TOLERANCE, -1};
    const double reach = level_reach(&level, c->base, c->n_base);
    size_t n;
    int status = normalise_check_base(c);
    if (status != HENG_OK)
        return status;
    n = sort_base(c);
    level_sorted(c->scratch, n, reach);
    if (!(c->scratch[0] < c->scratch[n - 1]))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "constant");
    if (ties == TIES_DENSE)
        n = drop_repeated(c->scratch, n);
    if (!(divisor > 0))
        divisor = (double)(n - 1);
    for (size_t i = 0; i < c->n; i++) {
        const double v = level_among(c->scratch, n, reach, c->direction * c->x[i]);
        c->y[i] = (rank_among(c->scratch, n, v, ties) - from) / divisor;
    }
    return HENG_OK;
}

static int by_rank(struct heng_column_call *c)
{
    const struct rank_params *p = c->params;
    return ranked(p->ties, c, 0, 1);
}

static int by_percentile(struct heng_column_call *c)
{
    const struct percentile_params *p = c->params;
    int status = normalise_check_range(c, &p->range);
    if (status == HENG_OK)
        status = ranked(p->ties, c, 1, 0);
    if (status == HENG_OK)
        normalise_to_range(c, &p->range);
    return status;
}

static int by_borda(struct heng_column_call *c)
{
    const struct rank_params *p = c->params;
    return ranked(p->ties, c, 1, 1);
}

static size_t scratch_rank(size_t n, size_t m)
{
    (void)m;
    return 5 * n;
}

const struct heng_method normalise_rank = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "rank",
    .title_zh = "排序标准化",
    .title_en = "Ranks",
    .summary = "Replaces each value by its rank among the base's; 1 is the worst.",
    .formula = "1 + number of worse values; ties = min, average, max or dense",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined.",
    .params = HENG_PARAMS(rank_table, struct rank_params),
    .scratch = scratch_rank,
    .column = by_rank,
};

const struct heng_method normalise_percentile_rank = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "percentile_rank",
    .title_zh = "百分位排序标准化",
    .title_en = "Percentile ranks",
    .summary = "Replaces each value by the share of the base's other values that are worse.",
    .formula = "(rank - 1) / (N - 1); ties = min, average, max or dense; N = values of base, "
               "with ties = dense its different values",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88; " SOURCE_COINR " (n_prank)",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined. With another "
              "base, results may leave the range.",
    .params = HENG_PARAMS(percentile_table, struct percentile_params),
    .scratch = scratch_rank,
    .column = by_percentile,
    .range = "range",
};

const struct heng_method normalise_borda = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "borda",
    .title_zh = "波达计数",
    .title_en = "Borda scores",
    .summary = "Gives each value a point for every worse value of the base.",
    .formula = "rank - 1; ties = min, average, max or dense",
    .source = "Borda, Mémoire sur les élections au scrutin, Histoire de l'Académie royale des "
              "sciences, 1781; " SOURCE_COINR " (n_borda)",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined.",
    .params = HENG_PARAMS(rank_table, struct rank_params),
    .scratch = scratch_rank,
    .column = by_borda,
};
