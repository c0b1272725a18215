/* SPDX-License-Identifier: MIT */
/*
 * Normalisation to other scales. With d the direction and all statistics those of base:
 *
 *     scaled    scale (dx - l) / (u - l)                            bounds = l, u
 *     efficacy  c + f (x - worst) / (best - worst)                  constant = c, factor = f
 *     logistic  lo + (hi - lo) / (1 + exp(-(dx - mean(dx)) / (r sd(dx))))
 *
 * Of efficacy, worst (the value that is not allowed, 不容许值) and best (the satisfactory value,
 * 满意值) are base's own, or with limits = goalposts the indicator's goalposts; results beyond
 * them are not cut.
 *
 * Sources: scaled: Becker et al., COINr, JOSS 7(78), 2022 (n_scaled, as the Global Innovation
 * Index 2020 scales some indicators); it has the direction in the sign of x alone. efficacy:
 * 邱东, 多指标综合评价方法的系统分析, 中国统计出版社, 1991 (Qiu Dong, Systems analysis of
 * methods of multi-indicator evaluation). logistic: softmax scaling, Theodoridis and
 * Koutroumbas, Pattern Recognition, 4th ed., 2009, section 5.2.2; sample sd, n - 1.
 *
 * NaN is left out of the statistics and stays NaN. Zero and negative values are values like any
 * other. A base without values, with one value or constant leaves efficacy (of the data) and
 * logistic undefined; scaled needs no statistics.
 */
#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/stats.h"

/* ---- scaled -------------------------------------------------------------- */

struct scaled_params {
    struct heng_reals bounds;
    double scale;
};

static const struct heng_param scaled_table[] = {
    HENG_PARAM_REALS(struct scaled_params, bounds, "0, 100", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
                     "what becomes 0 and what becomes scale, after the sign of the direction"),
    HENG_PARAM_REAL(struct scaled_params, scale, "100", 0, INFINITY, NULL,
                    "width of the result's range, above 0"),
};

static int scale(struct heng_column_call *c)
{
    const struct scaled_params *p = c->params;
    int status;
    if (p->bounds.n != 2 || !(p->bounds.v[0] < p->bounds.v[1]))
        return refuse(c->why, c->why_size, HENG_FAIL, "bounds must be two numbers that rise");
    if (!(p->scale > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "scale must be above 0");
    status = normalise_check_values(c);
    if (status != HENG_OK)
        return status;
    for (size_t i = 0; i < c->n; i++) {
        double y = (c->direction * c->x[i] - p->bounds.v[0]) / (p->bounds.v[1] - p->bounds.v[0]);
        c->y[i] = isfinite(y * p->scale) ? y * p->scale : NAN;
    }
    return HENG_OK;
}

enum found normalise_found_scaled(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4])
{
    const struct scaled_params *p = c->params;
    normalise_found_line(to, room, c->direction * p->bounds.v[0], c->direction * p->bounds.v[1], 0,
                         p->scale);
    return FOUND_ITSELF;
}

/* ---- efficacy ------------------------------------------------------------ */

enum limits { LIMITS_DATA, LIMITS_GOALPOSTS };

struct efficacy_params {
    double constant, factor;
    int limits; /* enum limits */
};

static const struct heng_param efficacy_table[] = {
    HENG_PARAM_REAL(struct efficacy_params, constant, "60", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "what the worst value becomes"),
    HENG_PARAM_REAL(struct efficacy_params, factor, "40", 0, INFINITY, NULL,
                    "what the best value gets on top of it, above 0"),
    HENG_PARAM_CHOICE(struct efficacy_params, limits, "data", "data|goalposts",
                      "where the worst and the best value come from"),
};

static int efficacy(struct heng_column_call *c)
{
    const struct efficacy_params *p = c->params;
    int posts = p->limits == LIMITS_GOALPOSTS, status;
    if (!(p->factor > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "factor must be above 0");
    status = posts ? normalise_check_goalposts(c) : normalise_check_base(c);
    if (status == HENG_OK)
        status = normalise_check_values(c);
    if (status == HENG_OK)
        normalise_between(c, posts ? normalise_worse_post(c) : normalise_worst(c),
                          posts ? normalise_better_post(c) : normalise_best(c), p->constant,
                          p->factor);
    return status;
}

enum found normalise_found_efficacy(const struct heng_column_call *c, struct normalise_given *to,
                                    double room[4])
{
    const struct efficacy_params *p = c->params;
    if (p->limits == LIMITS_GOALPOSTS) {
        normalise_found_line(to, room, normalise_worse_post(c), normalise_better_post(c),
                             p->constant, p->constant + p->factor);
        return FOUND_ITSELF;
    }
    return normalise_found_line(to, room, normalise_worst(c), normalise_best(c), p->constant,
                                p->constant + p->factor);
}

/* ---- logistic ------------------------------------------------------------ */

struct logistic_params {
    struct heng_reals range;
    double width;
};

static const struct heng_param logistic_table[] = {
    HENG_PARAM_REALS(struct logistic_params, range, "0, 100", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
                     "what the curve comes near at its two ends"),
    HENG_PARAM_REAL(
        struct logistic_params, width, "1", 0, INFINITY, NULL,
        "the r of the formula, above 0: how many standard deviations stay nearly linear"),
};

static int logistic(struct heng_column_call *c)
{
    const struct logistic_params *p = c->params;
    double mean, sd, lo, hi;
    int status = normalise_check_range(c, &p->range);
    if (status != HENG_OK)
        return status;
    if (!(p->width > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "width must be above 0");
    status = normalise_check_base(c);
    if (status != HENG_OK)
        return status;
    mean = stats_mean(c->base, c->n_base);
    sd = stats_sd(c->base, c->n_base);
    if (!(sd > 0) || !isfinite(sd))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "the standard deviation is too small or too large for a double");
    lo = p->range.v[0];
    hi = p->range.v[1];
    for (size_t i = 0; i < c->n; i++)
        c->y[i] =
            lo + (hi - lo) / (1 + real_exp(-(c->direction * (c->x[i] - mean) / sd) / p->width));
    return HENG_OK;
}

enum found normalise_found_logistic(const struct heng_column_call *c, struct normalise_given *to,
                                    double room[4])
{
    const struct logistic_params *p = c->params;
    normalise_found_line(to, room, stats_mean(c->base, c->n_base), stats_sd(c->base, c->n_base),
                         p->range.v[0], p->range.v[1]);
    to->form = FORM_LOGISTIC;
    to->width = p->width;
    return FOUND_GIVEN;
}

const struct heng_method normalise_scaled = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "scaled",
    .title_zh = "线性缩放",
    .title_en = "Scaled",
    .summary = "Shifts and stretches the values between two given bounds, the same for all "
               "indicators.",
    .formula = "scale (dx - l) / (u - l), d = +1 or -1 by direction",
    .source = SOURCE_COINR " (n_scaled)",
    .domain = "NaN stays NaN. No values: undefined. Any sign; constant columns and one unit as any "
              "other. Results may leave 0..scale; where less is better they are those of -x.",
    .params = HENG_PARAMS(scaled_table, struct scaled_params),
    .column = scale,
    .range = "0, scale",
};

const struct heng_method normalise_efficacy = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "efficacy",
    .title_zh = "功效系数法",
    .title_en = "Efficacy coefficient",
    .summary = "Gives the worst value 60 points and the best 100.",
    .formula = "c + f (x - worst) / (best - worst); worst, best: of the data or the goalposts",
    .source = "邱东, 多指标综合评价方法的系统分析, 中国统计出版社, 1991",
    .domain = "NaN stays NaN. Limits of the data: constant column, no values or one value: "
              "undefined. Limits of the goalposts: the indicator must have them. Results beyond "
              "the limits are not cut.",
    .params = HENG_PARAMS(efficacy_table, struct efficacy_params),
    .column = efficacy,
    .traits = HENG_RANGE_FROM_BASE,
    .range = "constant, constant + factor",
};

const struct heng_method normalise_logistic = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "logistic",
    .title_zh = "Logistic标准化",
    .title_en = "Logistic",
    .summary = "Bends the z-score by the logistic curve, so that outliers come near the range's "
               "ends.",
    .formula = "lo + (hi - lo) / (1 + exp(-d (x - mean(x)) / (r sd(x)))), d = +1 or -1 by "
               "direction, sd with n - 1",
    .source = "Theodoridis and Koutroumbas, Pattern Recognition, 4th ed., 2009, section 5.2.2 "
              "(softmax scaling)",
    .domain = "NaN stays NaN. Constant column, no values or one value: undefined. The mean becomes "
              "the middle of the range.",
    .params = HENG_PARAMS(logistic_table, struct logistic_params),
    .column = logistic,
    .range = "range",
};
