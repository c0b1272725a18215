/* SPDX-License-Identifier: MIT */
/*
 * boxcox: (v^lambda - 1) / lambda, for lambda = 0 its limit ln v. v = x; or v = x - min + 1, with
 * shift = needed where base's lowest value is zero or negative, with shift = always everywhere.
 *
 * Source: Box and Cox, An analysis of transformations, Journal of the Royal Statistical Society B
 * 26(2), 1964, 211-252; the shift as in Becker et al., COINr, JOSS 7(78), 2022 (boxcox, whose
 * makepos is shift = always).
 *
 * The power minus 1 is taken as expm1(lambda ln v), which is exact near lambda = 0 and v = 1. NaN
 * stays NaN. A value whose v is not positive, and a result beyond the range of a double, is
 * undefined; the number of such cells is noted. Constant columns and one unit are as any other.
 */
#include "methods/reason.h"
#include "methods/sources.h"
#include "methods/treat/treat_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

enum shift { SHIFT_NEEDED, SHIFT_ALWAYS, SHIFT_NO };

struct boxcox_params {
    double lambda;
    int shift; /* enum shift */
};

static const struct heng_param boxcox_table[] = {
    HENG_PARAM_REAL(
        struct boxcox_params, lambda, "0", HENG_NO_MIN, HENG_NO_MAX, NULL,
        "the power: 1 keeps the shape, 0.5 is the square root, 0 the logarithm, -1 the reciprocal"),
    HENG_PARAM_CHOICE(struct boxcox_params, shift, "needed", "needed|always|no",
                      "when the column is shifted so that its lowest value becomes 1; needed: it "
                      "is not positive"),
};

static double transform(double v, double lambda)
{
    double y;
    if (!(v > 0))
        return NAN;
    y = lambda == 0 ? real_log(v) : real_expm1(lambda * real_log(v)) / lambda;
    return isfinite(y) ? y : NAN;
}

static void note_shape(struct heng_column_call *c)
{
    double before = stats_skewness(c->x, c->n), after = stats_skewness(c->y, c->n);
    if (!isnan(before) && !isnan(after))
        remark_add(c->why, c->why_size, "skewness %.3g -> %.3g", before, after);
}

static int is_shifted(const struct boxcox_params *p, double lowest)
{
    return p->shift == SHIFT_ALWAYS || (p->shift == SHIFT_NEEDED && !(lowest > 0));
}

enum found treat_found_boxcox(const struct heng_column_call *c, struct treat_given *to)
{
    const struct boxcox_params *p = c->params;
    const double lowest = stats_min(c->base, c->n_base);
    to->function = FUNCTION_BOXCOX;
    to->lambda = p->lambda;
    if (is_shifted(p, lowest)) {
        to->from = lowest;
        to->shift = 1;
    }
    return FOUND_GIVEN;
}

static int treat_power(struct heng_column_call *c)
{
    const struct boxcox_params *p = c->params;
    double lowest = stats_min(c->base, c->n_base);
    int shifted = is_shifted(p, lowest);
    size_t present = stats_count(c->x, c->n), defined;
    if (present == 0 || isnan(lowest))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = transform(shifted ? c->x[i] - lowest + 1 : c->x[i], p->lambda);
    defined = stats_count(c->y, c->n);
    if (defined == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no power of it: no value is positive");
    remark(c->why, c->why_size, "Box-Cox, lambda %.6g%s", p->lambda,
           shifted ? ", shifted to a lowest value of 1" : "");
    note_shape(c);
    if (defined < present)
        remark_add(c->why, c->why_size, "%zu value%s undefined: not positive, or too large",
                   present - defined, plural(present - defined));
    return HENG_OK;
}

const struct heng_method treat_boxcox = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "boxcox",
    .title_zh = "Box-Cox变换",
    .title_en = "Box-Cox",
    .summary = "Takes a power of every value, scaled so that the logarithm is one of them.",
    .formula = "(v^lambda - 1) / lambda, lambda = 0: ln v; v = x, or x - min + 1 (shift = needed: "
               "where min is not positive)",
    .source = "Box and Cox, Journal of the Royal Statistical Society B 26(2), 1964, "
              "211-252; " SOURCE_COINR " (boxcox)",
    .domain = "NaN stays NaN. Zero and negative values: the column is shifted, or with shift = no "
              "they become undefined, with a note. Constant columns and one unit as any other; no "
              "values: undefined.",
    .params = HENG_PARAMS(boxcox_table, struct boxcox_params),
    .column = treat_power,
};
