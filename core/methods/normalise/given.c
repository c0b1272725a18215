/* SPDX-License-Identifier: MIT */
/*
 * given: what a normalisation finds in its base is given, so that every value is scaled by itself.
 * With d the direction, a and b the numbers of `at`, l and u those of `to`:
 *
 *     line, distance  l + (u - l) (x - a) / (b - a);  capped: at most u
 *     zscore          l + u d (x - a) / b
 *     ratio           l + (u - l) v / a;  v = x, direction negative: 1 / x
 *     vector          x / a / b;  direction negative: 1 - x / a / b
 *     logistic        l + (u - l) / (1 + exp(-d (x - a) / (b width)))
 *
 * The other methods of the stage that scale each value alone are it with what they find: `heng
 * freeze` writes a profile so, and the same bits come out. Without `at` a column is undefined, as
 * one that was constant. distance is the line of methods whose results have no two ends.
 */
#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/stats.h"

static const struct heng_param given_table[] = {
    HENG_PARAM_CHOICE(struct normalise_given, form, "line",
                      "line|distance|zscore|ratio|vector|logistic", "which formula"),
    HENG_PARAM_REALS(struct normalise_given, at, "", HENG_NO_MIN, HENG_NO_MAX, 0, 2, NULL,
                     "line, distance: the worst and the best value; zscore, logistic: mean and "
                     "standard deviation; ratio: the divisor; vector: the largest value and the "
                     "length by it; left out: all is undefined"),
    HENG_PARAM_REALS(struct normalise_given, to, "0, 100", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
                     "what the two become; zscore: mean and standard deviation of the result"),
    HENG_PARAM_REAL(struct normalise_given, width, "1", 0, INFINITY, NULL,
                    "logistic: how many standard deviations stay nearly linear, above 0"),
    HENG_PARAM_FLAG(struct normalise_given, capped, "no",
                    "distance: what is better than the best value counts as it"),
};

static double along(const struct normalise_given *g, double share)
{
    if (g->capped && share > 1)
        share = 1;
    return g->to.v[0] + (g->to.v[1] - g->to.v[0]) * share;
}

static double value_of(const struct normalise_given *g, int direction, double x)
{
    const double a = g->at.v[0], b = g->at.n > 1 ? g->at.v[1] : (double)NAN;
    double y = NAN;
    switch ((enum given_form)g->form) {
    case FORM_LINE:
    case FORM_DISTANCE:
        y = along(g, (x - a) / (b - a));
        break;
    case FORM_ZSCORE:
        y = g->to.v[0] + g->to.v[1] * (direction * (x - a) / b);
        break;
    case FORM_RATIO:
        y = direction < 0 && !(x > 0) ? (double)NAN : along(g, (direction < 0 ? 1 / x : x) / a);
        break;
    case FORM_VECTOR:
        y = direction < 0 ? 1 - x / a / b : x / a / b;
        break;
    case FORM_LOGISTIC:
        y = g->to.v[0] +
            (g->to.v[1] - g->to.v[0]) / (1 + real_exp(-(direction * (x - a) / b) / g->width));
        break;
    }
    return isfinite(y) ? y : (double)NAN;
}

static int check(const struct normalise_given *g, struct heng_column_call *c)
{
    const size_t wanted = g->form == FORM_RATIO ? 1 : 2;
    if (g->at.n == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "no values are given for it: where they were found it had none, or was "
                      "constant");
    if (g->at.n != wanted)
        return refuse(c->why, c->why_size, HENG_FAIL, "at: %zu numbers wanted, not %zu", wanted,
                      g->at.n);
    if (!(g->width > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "width must be above 0");
    return normalise_check_values(c);
}

static int as_given(struct heng_column_call *c)
{
    const struct normalise_given *g = c->params;
    const int status = check(g, c);
    for (size_t i = 0; status == HENG_OK && i < c->n; i++)
        c->y[i] = value_of(g, c->direction, c->x[i]);
    return status;
}

const struct heng_method normalise_given_method = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "given",
    .title_zh = "给定标尺",
    .title_en = "Given yardstick",
    .summary = "Scales each value by itself, by numbers that are given: ends, mean and deviation, "
               "or a divisor.",
    .formula = "line: l + (u - l) (x - a) / (b - a); zscore: l + u d (x - a) / b; ratio: "
               "l + (u - l) x / a; vector: x / a / b; logistic: l + (u - l) / (1 + "
               "exp(-d (x - a) / (b width))); at = a, b, to = l, u, d = +1 or -1 by direction",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-88",
    .domain = "NaN stays NaN. Without `at`: undefined. Constant columns and one unit as any other; "
              "no values: undefined. ratio, direction negative: a value that is not positive is "
              "undefined.",
    .params = HENG_PARAMS(given_table, struct normalise_given),
    .column = as_given,
    .range = "to when form = line",
};

enum found normalise_found_given(const struct heng_column_call *c, struct normalise_given *to,
                                 double room[4])
{
    (void)room;
    *to = *(const struct normalise_given *)c->params;
    return FOUND_GIVEN;
}
