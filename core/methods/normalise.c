/* SPDX-License-Identifier: MIT */
/*
 * Normalisation of one column: raw values in, n values on a common scale out, higher is better.
 * With d the direction (+1 or -1) and all statistics those of base:
 *
 *     minmax     lo + (hi - lo) (dx - min(dx)) / (max(dx) - min(dx))       range = lo, hi
 *     zscore     mean + sd (dx - mean(dx)) / sd(dx)                        sample sd, n - 1
 *     rank       1 + number of base values below dx; ties as named         1 is the worst
 *     goalposts  lo + (hi - lo) (x - L) / (U - L), for d = -1 (U - x) / (U - L); L, U are the
 *                indicator's goalposts; truncate = yes keeps it within the range
 *     none       dx
 *
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 83-88; goalposts:
 * UNDP, Human Development Report, Technical notes, and Becker et al., COINr, JOSS 7(78), 2022.
 *
 * NaN is left out of the statistics and stays NaN. Zero and negative values are values like any
 * other. A base without values, with one value, or constant leaves minmax and zscore undefined
 * with that reason, and so it is for rank; goalposts need no statistics and know none of these.
 */
#include <float.h>

#include "base/stats.h"
#include "methods/answer.h"
#include "methods/registry.h"

#define HANDBOOK "OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 83-88"

static int is_lawful_range(const struct heng_reals *r)
{
    return r->n == 2 && r->v[0] < r->v[1];
}

static int range_fails(struct heng_column_call *c)
{
    return answer(c->why, c->why_size, HENG_FAIL, "range must be two numbers that rise");
}

/* HENG_OK when the base has two different values to take statistics from and x any value. */
static int check_base(struct heng_column_call *c)
{
    size_t n = stats_count(c->base, c->n_base);
    const char *reason = NULL;
    double width;
    if (stats_count(c->x, c->n) == 0)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "no values");
    if (n < 2)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "%s%s", n ? "one value" : "no values",
                      c->base == c->x ? "" : " in the base");
    width = stats_max(c->base, c->n_base) - stats_min(c->base, c->n_base);
    if (!(width > 0))
        reason = "constant";
    else if (width > DBL_MAX)
        reason = "the range is too wide for a double";
    return reason ? answer(c->why, c->why_size, HENG_UNDEFINED, "%s", reason) : HENG_OK;
}

/* ---- minmax -------------------------------------------------------------- */

struct minmax_params {
    struct heng_reals range;
};

static const struct heng_param minmax_table[] = {
    {"range", HENG_REALS, offsetof(struct minmax_params, range), "0, 100", HENG_ANY, NULL, 2, 2,
     NULL, "the worst and the best value become these"},
};

static int normalise_minmax(const void *params, struct heng_column_call *c)
{
    const struct minmax_params *p = params;
    double worst, best, lo, hi;
    int status;
    if (!is_lawful_range(&p->range))
        return range_fails(c);
    status = check_base(c);
    if (status != HENG_OK)
        return status;
    lo = p->range.v[0];
    hi = p->range.v[1];
    worst = c->direction < 0 ? stats_max(c->base, c->n_base) : stats_min(c->base, c->n_base);
    best = c->direction < 0 ? stats_min(c->base, c->n_base) : stats_max(c->base, c->n_base);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = lo + (hi - lo) * ((c->x[i] - worst) / (best - worst));
    return HENG_OK;
}

/* ---- zscore -------------------------------------------------------------- */

struct zscore_params {
    double mean, sd;
};

static const struct heng_param zscore_table[] = {
    {"mean", HENG_REAL, offsetof(struct zscore_params, mean), "0", HENG_ANY, NULL, 0, 0, NULL,
     "mean of the result"},
    {"sd", HENG_REAL, offsetof(struct zscore_params, sd), "1", 0, INFINITY, NULL, 0, 0, NULL,
     "standard deviation of the result, above 0"},
};

static int normalise_zscore(const void *params, struct heng_column_call *c)
{
    const struct zscore_params *p = params;
    double mean, sd;
    int status;
    if (!(p->sd > 0))
        return answer(c->why, c->why_size, HENG_FAIL, "sd must be above 0");
    status = check_base(c);
    if (status != HENG_OK)
        return status;
    mean = stats_mean(c->base, c->n_base);
    sd = stats_sd(c->base, c->n_base);
    if (!(sd > 0) || !isfinite(sd))
        return answer(c->why, c->why_size, HENG_UNDEFINED,
                      "the standard deviation is too small or too large for a double");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = p->mean + p->sd * (c->direction * (c->x[i] - mean) / sd);
    return HENG_OK;
}

/* ---- rank ---------------------------------------------------------------- */

struct rank_params {
    int ties; /* enum ties */
};

static const struct heng_param rank_table[] = {
    {"ties", HENG_CHOICE, offsetof(struct rank_params, ties), "min", HENG_ANY,
     "min|average|max|dense", 0, 0, NULL, "the rank that equal values share"},
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

static int normalise_rank(const void *params, struct heng_column_call *c)
{
    const struct rank_params *p = params;
    size_t n;
    int status = check_base(c);
    if (status != HENG_OK)
        return status;
    n = sort_base(c);
    if (p->ties == TIES_DENSE)
        n = drop_repeated(c->scratch, n);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = rank_among(c->scratch, n, c->direction * c->x[i], p->ties);
    return HENG_OK;
}

static size_t scratch_rank(size_t n, size_t m)
{
    (void)m;
    return 5 * n;
}

/* ---- goalposts ----------------------------------------------------------- */

struct goalposts_params {
    struct heng_reals range;
    int truncate;
};

static const struct heng_param goalposts_table[] = {
    {"range", HENG_REALS, offsetof(struct goalposts_params, range), "0, 100", HENG_ANY, NULL, 2, 2,
     NULL, "the worse and the better goalpost become these"},
    {"truncate", HENG_BOOL, offsetof(struct goalposts_params, truncate), "yes", HENG_ANY, NULL, 0,
     0, NULL, "values beyond a goalpost count as the goalpost"},
};

static double truncated(double y, double lo, double hi)
{
    return y < lo ? lo : y > hi ? hi : y;
}

static int normalise_goalposts(const void *params, struct heng_column_call *c)
{
    const struct goalposts_params *p = params;
    double worst, best, lo, hi;
    if (!is_lawful_range(&p->range))
        return range_fails(c);
    if (!isfinite(c->lo) || !isfinite(c->hi))
        return answer(c->why, c->why_size, HENG_FAIL,
                      "the indicator has no goalposts; give it goalposts = lo, hi");
    if (!(c->lo < c->hi))
        return answer(c->why, c->why_size, HENG_FAIL,
                      "the goalposts %.6g, %.6g must rise, whatever the direction", c->lo, c->hi);
    if (stats_count(c->x, c->n) == 0)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "no values");
    lo = p->range.v[0];
    hi = p->range.v[1];
    worst = c->direction < 0 ? c->hi : c->lo;
    best = c->direction < 0 ? c->lo : c->hi;
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = lo + (hi - lo) * ((c->x[i] - worst) / (best - worst));
        if (p->truncate)
            c->y[i] = truncated(c->y[i], lo, hi);
    }
    return HENG_OK;
}

/* ---- none ---------------------------------------------------------------- */

static int normalise_nothing(const void *params, struct heng_column_call *c)
{
    (void)params;
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = c->direction < 0 ? 0.0 - c->x[i] : c->x[i];
    return HENG_OK;
}

static const struct heng_method minmax = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "minmax",
    .title_zh = "极差标准化",
    .title_en = "Min-max",
    .summary = "Stretches the column linearly so that its worst and best value become the range.",
    .formula = "lo + (hi - lo) (x - min) / (max - min); "
               "direction negative: (max - x) / (max - min)",
    .source = HANDBOOK,
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined. With another "
              "base, results may leave the range.",
    METHOD_PARAMS(minmax_table, struct minmax_params),
    .column = normalise_minmax,
};

static const struct heng_method zscore = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "zscore",
    .title_zh = "标准分数(Z分数)标准化",
    .title_en = "z-score",
    .summary = "Shifts and scales the column to a given mean and sample standard deviation.",
    .formula = "mean + sd d (x - mean(x)) / sd(x), d = +1 or -1 by direction, sd with n - 1",
    .source = HANDBOOK,
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined.",
    METHOD_PARAMS(zscore_table, struct zscore_params),
    .column = normalise_zscore,
};

static const struct heng_method rank = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "rank",
    .title_zh = "排序标准化",
    .title_en = "Ranks",
    .summary = "Replaces each value by its rank among the base's; 1 is the worst.",
    .formula = "1 + number of worse values; ties = min, average, max or dense",
    .source = HANDBOOK,
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined.",
    METHOD_PARAMS(rank_table, struct rank_params),
    .scratch = scratch_rank,
    .column = normalise_rank,
};

static const struct heng_method goalposts = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "goalposts",
    .title_zh = "阈值标准化(固定上下限)",
    .title_en = "Goalposts",
    .summary = "Places the value between two fixed goalposts of the indicator.",
    .formula = "lo + (hi - lo) (x - L) / (U - L); direction negative: (U - x) / (U - L)",
    .source = "UNDP, Human Development Report, Technical notes; " HANDBOOK,
    .domain = "NaN stays NaN. The indicator must have goalposts L < U. Constant columns and one "
              "unit as any other; no values: undefined.",
    METHOD_PARAMS(goalposts_table, struct goalposts_params),
    .column = normalise_goalposts,
};

static const struct heng_method none = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "none",
    .title_zh = "不标准化(仅统一方向)",
    .title_en = "No normalisation",
    .summary = "Keeps the values and turns the sign of those where less is better.",
    .formula = "x; direction negative: -x",
    .source = HANDBOOK,
    .domain = "Everything passes; NaN stays NaN.",
    .column = normalise_nothing,
};

const struct heng_method *const normalise_methods[] = {&minmax,    &zscore, &rank,
                                                       &goalposts, &none,   NULL};
