/* SPDX-License-Identifier: MIT */
/*
 * Normalisation by the distance from the worst value, measured by that of a reference. With d the
 * direction, worst the lowest dx of base, and R a reference in raw units:
 *
 *     y = (dx - worst) / (dR - worst) = 1 - (dR - dx) / (dR - worst)
 *
 *     dist_target     R is the indicator's target
 *     dist_reference  R is the mean, the median or the best value of base, a given value, or
 *                     that of one unit (its mean where base holds the unit in several periods)
 *     dist_max        R is the best value of base
 *
 * 0 is the worst value, 1 the reference; capped = yes counts what is better as the reference.
 * range = lo, hi puts lo + (hi - lo) y in their place.
 *
 * Source: Becker et al., COINr, JOSS 7(78), 2022 (n_dist2targ, n_dist2ref, n_dist2max); OECD/JRC,
 * Handbook on Constructing Composite Indicators, 2008, pp. 83-88 (distance to a reference). COINr's
 * reference is that of one unit, by its row; here by its code.
 *
 * NaN is left out of the statistics and stays NaN. Zero and negative values are values like any
 * other. A base without values, with one value or constant, and a reference that is not better
 * than the worst value, are undefined.
 */
#include <string.h>

#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/stats.h"

/* What the three have. */
struct distance_params {
    struct heng_reals range;
    int capped;
};

/* y, where the base has been checked. The two differences are as exact as the data. */
static int distances(struct heng_column_call *c, double reference, const struct distance_params *p)
{
    double worst = normalise_worst(c);
    if (!(c->direction * reference > c->direction * worst))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "the reference %s is not better than the worst value %s",
                      short_number(reference, 6).s, short_number(worst, 6).s);
    if (!isfinite(reference - worst))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the range is too wide for a double");
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = (c->x[i] - worst) / (reference - worst);
        if (p->capped && c->y[i] > 1)
            c->y[i] = 1;
    }
    normalise_to_range(c, &p->range);
    return HENG_OK;
}

/* As `given`. */
static enum found found_distance(const struct heng_column_call *c, double reference,
                                 const struct distance_params *p, struct normalise_given *to,
                                 double room[4])
{
    normalise_found_line(to, room, normalise_worst(c), reference, p->range.v[0], p->range.v[1]);
    to->form = FORM_DISTANCE;
    to->capped = p->capped;
    return FOUND_GIVEN;
}

/* ---- dist_target --------------------------------------------------------- */

static const struct heng_param target_table[] = {
    NORMALISE_RANGE_OF_0_1(struct distance_params),
    HENG_PARAM_FLAG(struct distance_params, capped, "no",
                    "values better than the target count as the target"),
};

static int to_target(struct heng_column_call *c)
{
    const struct distance_params *p = c->params;
    int status = normalise_check_range(c, &p->range);
    if (status != HENG_OK)
        return status;
    if (!isfinite(c->target))
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "the indicator has no target; give it goalposts = lo, hi, target");
    status = normalise_check_base(c);
    return status == HENG_OK ? distances(c, c->target, p) : status;
}

enum found normalise_found_target(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4])
{
    return found_distance(c, c->target, c->params, to, room);
}

/* ---- dist_reference ------------------------------------------------------ */

enum reference { REFERENCE_MEAN, REFERENCE_MEDIAN, REFERENCE_BEST, REFERENCE_VALUE };

struct reference_params {
    int reference; /* enum reference; -1: not given */
    double value;
    const char *unit;
    struct heng_reals range;
    int capped;
};

static const struct heng_param reference_table[] = {
    HENG_PARAM_CHOICE(struct reference_params, reference, "", "mean|median|best|value",
                      "what becomes 1; else the unit, or else the mean"),
    HENG_PARAM_REAL(struct reference_params, value, "", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "the reference of reference = value, in the indicator's unit"),
    HENG_PARAM_TEXT(struct reference_params, unit, "",
                    "code of the unit whose value is the reference, instead of reference"),
    NORMALISE_RANGE_OF_0_1(struct reference_params),
    HENG_PARAM_FLAG(struct reference_params, capped, "no",
                    "values better than the reference count as the reference"),
};

/* The values of base that belong to the unit, into scratch; returns how many. */
static size_t values_of(const struct heng_column_call *c, const char *unit)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_base; i++)
        if (strcmp(c->base_codes[i], unit) == 0)
            c->scratch[n++] = c->base[i];
    return n;
}

/* HENG_OK when the reference is lawful; *r is NaN where it has no value. */
static int find_reference(const struct reference_params *p, struct heng_column_call *c, double *r)
{
    size_t n;
    switch (p->reference) {
    case REFERENCE_MEDIAN:
        *r = stats_median(c->base, c->n_base, c->scratch);
        return HENG_OK;
    case REFERENCE_BEST:
        *r = normalise_best(c);
        return HENG_OK;
    case REFERENCE_VALUE:
        *r = p->value;
        return HENG_OK;
    default:
        break;
    }
    if (!*p->unit) {
        *r = stats_mean(c->base, c->n_base);
        return HENG_OK;
    }
    if (!c->base_codes)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "unit = %s: the codes of the units are not known here", p->unit);
    n = values_of(c, p->unit);
    if (n == 0)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "unit = %s: no unit that is scaled here has this code", p->unit);
    *r = stats_mean(c->scratch, n);
    return HENG_OK;
}

static int to_reference(struct heng_column_call *c)
{
    const struct reference_params *p = c->params;
    const struct distance_params distance = {p->range, p->capped};
    double reference = NAN;
    int status = normalise_check_range(c, &p->range);
    if (status != HENG_OK)
        return status;
    if (p->reference == REFERENCE_VALUE && !isfinite(p->value))
        return refuse(c->why, c->why_size, HENG_FAIL, "reference = value needs value = a number");
    if (*p->unit && p->reference >= 0)
        return refuse(c->why, c->why_size, HENG_FAIL, "either reference or unit, not both");
    status = find_reference(p, c, &reference);
    if (status == HENG_OK)
        status = normalise_check_base(c);
    if (status == HENG_OK && isnan(reference))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the reference unit %s has no value",
                      p->unit);
    return status == HENG_OK ? distances(c, reference, &distance) : status;
}

enum found normalise_found_reference(const struct heng_column_call *c, struct normalise_given *to,
                                     double room[4])
{
    const struct reference_params *p = c->params;
    const struct distance_params distance = {p->range, p->capped};
    struct heng_column_call call = *c;
    double reference = NAN;
    if (find_reference(p, &call, &reference) != HENG_OK)
        return FOUND_NOTHING;
    return found_distance(c, reference, &distance, to, room);
}

static size_t scratch_once(size_t n, size_t m)
{
    (void)m;
    return n;
}

/* ---- dist_max ------------------------------------------------------------ */

static const struct heng_param max_table[] = {
    NORMALISE_RANGE_OF_0_1(struct distance_params),
};

static int to_max(struct heng_column_call *c)
{
    const struct distance_params *p = c->params;
    int status = normalise_check_range(c, &p->range);
    if (status == HENG_OK)
        status = normalise_check_base(c);
    return status == HENG_OK ? distances(c, normalise_best(c), p) : status;
}

/* Its range has two ends, as that of a line. */
enum found normalise_found_max(const struct heng_column_call *c, struct normalise_given *to,
                               double room[4])
{
    const struct distance_params *p = c->params;
    return normalise_found_line(to, room, normalise_worst(c), normalise_best(c), p->range.v[0],
                                p->range.v[1]);
}

const struct heng_method normalise_dist_target = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "dist_target",
    .title_zh = "目标距离法",
    .title_en = "Distance to target",
    .summary = "Measures each value from the worst, with the indicator's target as 1.",
    .formula = "(dx - worst) / (d target - worst), worst = min(dx), d = +1 or -1 by direction",
    .source = SOURCE_COINR " (n_dist2targ); " SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. The indicator must have a target. Constant column, no values, one "
              "value, or a target that is not better than the worst value: undefined.",
    .params = HENG_PARAMS(target_table, struct distance_params),
    .column = to_target,
    .range = "range when capped = yes",
};

const struct heng_method normalise_dist_reference = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "dist_reference",
    .title_zh = "参照距离法",
    .title_en = "Distance to reference",
    .summary = "Measures each value from the worst, with a reference (mean, median, best, a given "
               "value or a unit's) as 1.",
    .formula = "(dx - worst) / (d reference - worst), worst = min(dx), d = +1 or -1 by direction; "
               "reference of unit = mean of the unit's values in base",
    .source = SOURCE_COINR " (n_dist2ref); " SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Constant column, no values, one value, a reference unit without a "
              "value, or a reference that is not better than the worst value: undefined.",
    .params = HENG_PARAMS(reference_table, struct reference_params),
    .scratch = scratch_once,
    .column = to_reference,
    .range = "range when capped = yes",
};

const struct heng_method normalise_dist_max = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "dist_max",
    .title_zh = "最优值距离法",
    .title_en = "Distance to the best",
    .summary = "Measures each value from the worst, with the best as 1.",
    .formula = "1 - (max(dx) - dx) / (max(dx) - min(dx)), d = +1 or -1 by direction",
    .source = SOURCE_COINR " (n_dist2max); " SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined. With another "
              "base, results may leave the range.",
    .params = HENG_PARAMS(max_table, struct distance_params),
    .column = to_max,
    .traits = HENG_RANGE_FROM_BASE,
    .range = "range",
};
