/* SPDX-License-Identifier: MIT */
/*
 * given: limits and a function that are given, so that every value is treated by itself:
 *
 *     y = f(min(max(x, lower), upper)),  v = x - from + shift
 *     f   none x;  ln ln v;  log10 log10 v;  boxcox (v^lambda - 1) / lambda, lambda = 0: ln v;
 *         mirrored -ln(from + shift - x)
 *
 * The other methods of the stage are it with what they find in their base: `heng freeze` writes a
 * profile so. A value outside the function's domain is undefined; NaN stays NaN.
 */
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "methods/treat/treat_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

static const struct heng_param given_table[] = {
    HENG_PARAM_REAL(struct treat_given, lower, "", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "values below it become it; left out: no limit"),
    HENG_PARAM_REAL(struct treat_given, upper, "", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "values above it become it; left out: no limit"),
    HENG_PARAM_CHOICE(struct treat_given, function, "none", "none|ln|log10|mirrored|boxcox",
                      "what is taken of the value then"),
    HENG_PARAM_REAL(struct treat_given, from, "0", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "taken off the value before the function; mirrored: the value is taken off it"),
    HENG_PARAM_REAL(struct treat_given, shift, "0", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "added before the function"),
    HENG_PARAM_REAL(struct treat_given, lambda, "0", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "the power of boxcox; 0 is the logarithm"),
};

static double power_of(double v, double lambda)
{
    return lambda == 0 ? real_log(v) : real_expm1(lambda * real_log(v)) / lambda;
}

static double function_of(const struct treat_given *g, double x)
{
    const double v =
        g->function == FUNCTION_MIRRORED ? g->from + g->shift - x : x - g->from + g->shift;
    double y;
    if (g->function == FUNCTION_NONE)
        return x;
    if (!(v > 0))
        return NAN;
    y = g->function == FUNCTION_LOG10    ? real_log10(v)
        : g->function == FUNCTION_BOXCOX ? power_of(v, g->lambda)
                                         : real_log(v);
    return !isfinite(y) ? (double)NAN : g->function == FUNCTION_MIRRORED ? -y : y;
}

double treat_value(const struct treat_given *g, double x)
{
    if (x < g->lower)
        x = g->lower;
    else if (x > g->upper)
        x = g->upper;
    return isnan(x) ? x : function_of(g, x);
}

static int treat_as_given(struct heng_column_call *c)
{
    const struct treat_given *g = c->params;
    size_t limited = 0, lost = 0;
    if (g->lower > g->upper)
        return refuse(c->why, c->why_size, HENG_FAIL, "lower must not be above upper");
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = treat_value(g, c->x[i]);
        limited += c->x[i] < g->lower || c->x[i] > g->upper;
        lost += isnan(c->y[i]) && !isnan(c->x[i]);
    }
    if (limited > 0)
        remark_add(c->why, c->why_size, "%zu value%s beyond the limits set to them", limited,
                   plural(limited));
    if (lost > 0)
        remark_add(c->why, c->why_size, "%zu value%s undefined: outside the function's domain",
                   lost, plural(lost));
    return HENG_OK;
}

enum found treat_found_given(const struct heng_column_call *c, struct treat_given *to)
{
    *to = *(const struct treat_given *)c->params;
    return FOUND_GIVEN;
}

const struct heng_method treat_given_method = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "given",
    .title_zh = "给定界限与变换",
    .title_en = "Given limits",
    .summary = "Sets values beyond given limits to these and takes a given function: each value "
               "by itself.",
    .formula = "f(min(max(x, lower), upper)); v = x - from + shift; f: x, ln v, log10 v, "
               "(v^lambda - 1) / lambda, or mirrored -ln(from + shift - x)",
    .source = SOURCE_OECD_HANDBOOK,
    .domain = "NaN stays NaN. A value outside the function's domain is undefined, with a note. "
              "Constant columns and one unit as any other.",
    .params = HENG_PARAMS(given_table, struct treat_given),
    .column = treat_as_given,
};
