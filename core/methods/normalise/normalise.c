/* SPDX-License-Identifier: MIT */
/*
 * Normalisation of one column: raw values in, n values on a common scale out, higher is better.
 * With d the direction (+1 or -1) and all statistics those of base:
 *
 *     minmax     lo + (hi - lo) (dx - min(dx)) / (max(dx) - min(dx))       range = lo, hi
 *     zscore     mean + sd (dx - mean(dx)) / sd(dx)                        sample sd, n - 1
 *     goalposts  lo + (hi - lo) (x - L) / (U - L), for d = -1 (U - x) / (U - L); L, U are the
 *                indicator's goalposts; truncate = yes keeps it within the range
 *     none       dx
 *
 * and, in files of their own, the families of ranks (rank.c), distances (distance.c), ratios
 * (ratio.c) and other scales (scale.c); common.c holds what they share.
 *
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 83-88; goalposts:
 * UNDP, Human Development Report, Technical notes, and Becker et al., COINr, JOSS 7(78), 2022.
 *
 * NaN is left out of the statistics and stays NaN. Zero and negative values are values like any
 * other. A base without values, with one value, or constant leaves minmax and zscore undefined
 * with that reason; goalposts need no statistics and know none of these.
 */
#include <float.h>

#include <stdbool.h>
#include <stdio.h>

#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "stats/simd.h"
#include "stats/stats.h"

/* ---- minmax -------------------------------------------------------------- */

struct minmax_params {
    struct heng_reals range;
};

static const struct heng_param minmax_table[] = {
    HENG_PARAM_REALS(struct minmax_params, range, "0, 100", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
                     "the worst and the best value become these"),
};

static int put_minmax(struct heng_column_call *c)
{
    const struct minmax_params *p = c->params;
    const int falls = c->direction < 0;
    struct stats_span base;
    int status = normalise_check_range(c, &p->range);
    if (status == HENG_OK)
        status = normalise_check_span(c, &base);
    if (status == HENG_OK)
        normalise_between(c, falls ? base.max : base.min, falls ? base.min : base.max,
                          p->range.v[0], p->range.v[1] - p->range.v[0]);
    return status;
}

enum found normalise_found_minmax(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4])
{
    const struct minmax_params *p = c->params;
    return normalise_found_line(to, room, normalise_worst(c), normalise_best(c), p->range.v[0],
                                p->range.v[1]);
}

/* ---- zscore -------------------------------------------------------------- */

struct zscore_params {
    double mean, sd;
};

static const struct heng_param zscore_table[] = {
    HENG_PARAM_REAL(struct zscore_params, mean, "0", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "mean of the result"),
    HENG_PARAM_REAL(struct zscore_params, sd, "1", 0, INFINITY, NULL,
                    "standard deviation of the result, above 0"),
};

struct zscale {
    double to_mean, to_sd, direction, mean, sd;
};

SIMD_BODY void put_zscores_body(const double *x, size_t n, double *y, const struct zscale *z)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        *(lanes *)(y + i) =
            z->to_mean + z->to_sd * (z->direction * (*(const lanes *)(x + i) - z->mean) / z->sd);
    for (; i < n; i++)
        y[i] = z->to_mean + z->to_sd * (z->direction * (x[i] - z->mean) / z->sd);
}
SIMD_VERSIONS(static, put_zscores, (const double *x, size_t n, double *y, const struct zscale *z),
              (x, n, y, z))

static int put_zscore(struct heng_column_call *c)
{
    const struct zscore_params *p = c->params;
    double mean, sd;
    int status;
    if (!(p->sd > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "sd must be above 0");
    status = normalise_check_base(c);
    if (status != HENG_OK)
        return status;
    sd = stats_sd_and_mean(c->base, c->n_base, &mean);
    if (!(sd > 0) || !isfinite(sd))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "the standard deviation is too small or too large for a double");
    put_zscores(c->x, c->n, c->y, &(struct zscale){p->mean, p->sd, c->direction, mean, sd});
    return HENG_OK;
}

enum found normalise_found_zscore(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4])
{
    const struct zscore_params *p = c->params;
    normalise_found_line(to, room, 0, 0, p->mean, p->sd);
    to->form = FORM_ZSCORE;
    room[1] = stats_sd_and_mean(c->base, c->n_base, &room[0]);
    return FOUND_GIVEN;
}

/* ---- goalposts ----------------------------------------------------------- */

struct goalposts_params {
    struct heng_reals range;
    int truncate;
};

static const struct heng_param goalposts_table[] = {
    HENG_PARAM_REALS(struct goalposts_params, range, "0, 100", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
                     "the worse and the better goalpost become these"),
    HENG_PARAM_FLAG(struct goalposts_params, truncate, "yes",
                    "values beyond a goalpost count as the goalpost"),
};

static double truncated(double y, double lo, double hi)
{
    return y < lo ? lo : y > hi ? hi : y;
}

enum { TRUNCATED_SHOWN = 5 };

/* Keeps the results within the range; tells how many were beyond it, and the first of whom. */
static void truncate_all(struct heng_column_call *c, double lo, double hi)
{
    char names[160] = "";
    size_t beyond = 0, used = 0;
    for (size_t i = 0; i < c->n; i++) {
        const double kept = truncated(c->y[i], lo, hi);
        const bool is = kept < c->y[i] || kept > c->y[i];
        c->y[i] = kept;
        beyond += is;
        if (!is || !c->codes || beyond > TRUNCATED_SHOWN ||
            used + strlen(c->codes[i]) + 3 > sizeof names)
            continue;
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                                 c->codes[i]);
    }
    if (beyond > 0)
        remark(c->why, c->why_size, "%zu value%s beyond a goalpost count%s as the goalpost%s%s%s",
               beyond, plural(beyond), beyond == 1 ? "s" : "", *names ? ": " : "", names,
               beyond > TRUNCATED_SHOWN ? " ..." : "");
}

static int put_goalposts(struct heng_column_call *c)
{
    const struct goalposts_params *p = c->params;
    double lo, hi;
    int status = normalise_check_range(c, &p->range);
    if (status == HENG_OK)
        status = normalise_check_goalposts(c);
    if (status == HENG_OK)
        status = normalise_check_values(c);
    if (status != HENG_OK)
        return status;
    lo = p->range.v[0];
    hi = p->range.v[1];
    normalise_between(c, normalise_worse_post(c), normalise_better_post(c), lo, hi - lo);
    if (p->truncate)
        truncate_all(c, lo, hi);
    return HENG_OK;
}

enum found normalise_found_goalposts(const struct heng_column_call *c, struct normalise_given *to,
                                     double room[4])
{
    const struct goalposts_params *p = c->params;
    normalise_found_line(to, room, normalise_worse_post(c), normalise_better_post(c), p->range.v[0],
                         p->range.v[1]);
    to->capped = p->truncate ? CAPPED_AT_BOTH : 0;
    return FOUND_ITSELF;
}

/* ---- none ---------------------------------------------------------------- */

static int normalise_nothing(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = c->direction < 0 ? 0.0 - c->x[i] : c->x[i];
    return HENG_OK;
}

const struct heng_method normalise_minmax = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "minmax",
    .title_zh = "极差标准化",
    .title_en = "Min-max",
    .summary = "Stretches the column linearly so that its worst and best value become the range.",
    .formula = "lo + (hi - lo) (x - min) / (max - min); "
               "direction negative: (max - x) / (max - min)",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined. With another "
              "base, results may leave the range.",
    .params = HENG_PARAMS(minmax_table, struct minmax_params),
    .column = put_minmax,
    .traits = HENG_RANGE_FROM_BASE,
    .range = "range",
};

const struct heng_method normalise_zscore = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "zscore",
    .title_zh = "标准分数(Z分数)标准化",
    .title_en = "z-score",
    .summary = "Shifts and scales the column to a given mean and sample standard deviation.",
    .formula = "mean + sd d (x - mean(x)) / sd(x), d = +1 or -1 by direction, sd with n - 1",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined.",
    .params = HENG_PARAMS(zscore_table, struct zscore_params),
    .column = put_zscore,
};

const struct heng_method normalise_goalposts = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "goalposts",
    .title_zh = "阈值标准化(固定上下限)",
    .title_en = "Goalposts",
    .summary = "Places the value between two fixed goalposts of the indicator.",
    .formula = "lo + (hi - lo) (x - L) / (U - L); direction negative: (U - x) / (U - L)",
    .source =
        "UNDP, Human Development Report, Technical notes; " SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. The indicator must have goalposts L < U. Constant columns and one "
              "unit as any other; no values: undefined.",
    .params = HENG_PARAMS(goalposts_table, struct goalposts_params),
    .column = put_goalposts,
    .range = "range",
};

const struct heng_method normalise_none = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "none",
    .title_zh = "不标准化(仅统一方向)",
    .title_en = "No normalisation",
    .summary = "Keeps the values and turns the sign of those where less is better.",
    .formula = "x; direction negative: -x",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "Everything passes; NaN stays NaN.",
    .column = normalise_nothing,
};

const struct heng_method *const normalise_methods[] = {
    &normalise_minmax,
    &normalise_zscore,
    &normalise_rank,
    &normalise_goalposts,
    &normalise_none,
    &normalise_scaled,
    &normalise_percentile_rank,
    &normalise_borda,
    &normalise_dist_target,
    &normalise_dist_reference,
    &normalise_dist_max,
    &normalise_fraction_max,
    &normalise_sum,
    &normalise_vector,
    &normalise_initial_value,
    &normalise_mean_value,
    &normalise_efficacy,
    &normalise_logistic,
    &normalise_given_method,
    NULL,
};
