/* SPDX-License-Identifier: MIT */
/*
 * Weights by the spread of each column alone: s_j / sum of s.
 *
 *     cv           s = sd(x) / |mean(x)| of the column as it comes, sd with n - 1
 *     information  the same, under the name it has in Chinese packages (信息量权重)
 *     sd           s = sd(x) of the column as it comes, sd with n - 1
 *     variance     s = var(x'), x' = (x - min) / (max - min), var with n - 1
 *     gini         s = sum over i, k of |x_i - x_k| / (2 n^2 mean(x)) of the column as it comes
 *     lopcow       s = |100 ln(sqrt(mean x'^2) / sd(x'))|, x' as for variance, sd with n - 1
 *     angle        s = the angle between the column as it comes and one that is the same throughout
 *
 * A root mean square is no less than a sd but for the n - 1 of the latter; the 100 and the width of
 * the range cancel. The angle's cosine is sum x / sqrt(n sum x^2), its tangent the ratio of the sd
 * (with n) to the mean, which is exact for columns that hardly vary.
 *
 * Sources: Diakoulaki, Mavrotas and Papayannakis, Computers & Operations Research 22(7), 1995,
 * 763-770 (sd); Rao and Patel, A subjective and objective integrated multiple attribute decision
 * making method for material selection, Materials & Design 31(10), 2010, 4738-4747 (variance);
 * Gini, Variabilità e mutabilità, Bologna, 1912 (its index as a weight: so in pymcdm).
 *
 * NaN is left out column by column. A column without values, or constant, gets weight 0 with a
 * warning; for cv so does one whose mean is 0 (within 1e-12 of its largest absolute value: what
 * rounding leaves of a z-score). gini is defined for values that are not negative; a negative one
 * is refused. The only column that varies gets weight 1. All weights 0, or one unit: undefined.
 */
#include "methods/reason.h"
#include "methods/sources.h"
#include "methods/weights/weights_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

/* The spread of column j, whose range has this width. */
typedef double spread_fn(struct heng_weigh_call *c, size_t j, double width);

static int weigh_by(struct heng_weigh_call *c, spread_fn *spread)
{
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++) {
        double width = weights_width(c, j);
        c->w[j] = width > 0 ? spread(c, j, width) : 0;
    }
    return weights_finish(c, "every column has weight 0");
}

static double cv_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    const struct stats_span span = stats_range(x, c->n);
    double mean, sd = stats_sd_and_mean(x, c->n, &mean);
    (void)width;
    if (fabs(mean) > 1e-12 * fmax(fabs(span.min), fabs(span.max)))
        return sd / fabs(mean);
    weights_warn(c, j, "the mean is 0: weight 0");
    return 0;
}

static double sd_of(struct heng_weigh_call *c, size_t j, double width)
{
    double sd = stats_sd(c->x[j], c->n);
    (void)width;
    if (isfinite(sd))
        return sd;
    weights_warn(c, j, "the standard deviation is too large for a double: weight 0");
    return 0;
}

/* A column in units near the width of its range, which leave the range of a double neither way:
   x factor - from, with this mean. */
struct near_width {
    double factor, from, mean, n;
};

static struct near_width near_width_of(const double *x, size_t n, double width)
{
    const struct stats_span span = stats_range(x, n);
    struct near_width u = {.n = (double)span.n};
    int e;
    (void)frexp(width, &e);
    u.factor = ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
    u.from = span.min * u.factor;
    u.mean = stats_sum_about(x, n, u.factor, u.from, 0) / u.n;
    return u;
}

static double variance_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    const struct near_width u = near_width_of(x, c->n, width);
    width *= u.factor;
    return stats_squares_about(x, c->n, u.factor, u.from, u.mean) / (u.n - 1) / (width * width);
}

/*
 * The sum over all pairs of |x_i - x_k| is twice the sum of (2 rank_i - n - 1) x_i, with average
 * ranks; x counts from its lowest value, which changes no difference and keeps the digits.
 */
static double gini_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    double *rank = c->scratch, lowest = stats_min(x, c->n), n = (double)stats_count(x, c->n);
    struct sum pairs = {0, 0}, total = {0, 0};
    stats_rank(x, c->n, TIES_AVERAGE, rank, rank + c->n);
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(x[i])) {
            sum_add(&pairs, (2 * rank[i] - n - 1) * ((x[i] - lowest) / width));
            sum_add(&total, x[i] / width);
        }
    return sum_value(&pairs) / (n * sum_value(&total));
}

/* ln of the squared ratio: the factor does not count, and the scale cancels. */
static double lopcow_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    const struct near_width u = near_width_of(x, c->n, width);
    const double square = stats_squares_about(x, c->n, u.factor, u.from, 0) / u.n;
    const double variance = stats_squares_about(x, c->n, u.factor, u.from, u.mean) / (u.n - 1);
    return fabs(real_log(square / variance));
}

static double angle_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    double mean, sd = stats_sd_and_mean(x, c->n, &mean), n = (double)stats_count(x, c->n);
    (void)width;
    if (isfinite(sd))
        return real_atan2(sd * sqrt((n - 1) / n), mean);
    weights_warn(c, j, "the standard deviation is too large for a double: weight 0");
    return 0;
}

static size_t scratch_ranks(size_t n, size_t m)
{
    (void)m;
    return 3 * n;
}

static int weigh_cv(struct heng_weigh_call *c)
{
    return weigh_by(c, cv_of);
}

static int weigh_sd(struct heng_weigh_call *c)
{
    return weigh_by(c, sd_of);
}

static int weigh_variance(struct heng_weigh_call *c)
{
    return weigh_by(c, variance_of);
}

static int weigh_lopcow(struct heng_weigh_call *c)
{
    return weigh_by(c, lopcow_of);
}

static int weigh_angle(struct heng_weigh_call *c)
{
    return weigh_by(c, angle_of);
}

static int weigh_gini(struct heng_weigh_call *c)
{
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++)
        if (stats_min(c->x[j], c->n) < 0)
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "%s has negative values, of which Gini's index has no meaning; normalise "
                          "to a range from 0 on, such as minmax range = 0, 100",
                          c->ids[j]);
    return weigh_by(c, gini_of);
}

const struct heng_method weights_cv = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "cv",
    .title_zh = "变异系数法",
    .title_en = "Coefficient of variation",
    .summary = "Weighs a column by its standard deviation relative to its mean.",
    .formula = "v_j / sum of v; v = sd(x) / |mean(x)|, sd with n - 1",
    .source = SOURCE_OECD_HANDBOOK ", pp. 89-101",
    .domain = "NaN is left out. A constant column, one without values or one with mean 0: weight "
              "0, with a warning; all of them, or one unit: undefined.",
    .weigh = weigh_cv,
};

const struct heng_method weights_information = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "information",
    .title_zh = "信息量权重法",
    .title_en = "Information content (coefficient of variation)",
    .summary = "Weighs a column by its coefficient of variation: another name of cv.",
    .formula = "v_j / sum of v; v = sd(x) / |mean(x)|, sd with n - 1",
    .source = "SPSSAU, manual, 信息量权重; the same as cv",
    .domain = "NaN is left out. A constant column, one without values or one with mean 0: weight "
              "0, with a warning; all of them, or one unit: undefined.",
    .weigh = weigh_cv,
};

const struct heng_method weights_sd = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "sd",
    .title_zh = "标准差法",
    .title_en = "Standard deviation",
    .summary = "Weighs a column by its standard deviation.",
    .formula = "sd(x_j) / sum of sd; x as normalised, sd with n - 1",
    .source = SOURCE_CRITIC,
    .domain = "NaN is left out. A constant column or one without values: weight 0, with a warning; "
              "all of them, or one unit: undefined.",
    .weigh = weigh_sd,
};

const struct heng_method weights_variance = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "variance",
    .title_zh = "方差法",
    .title_en = "Statistical variance",
    .summary = "Weighs a column by the variance of its values after min-max to 0..1.",
    .formula = "var(x'_j) / sum of var; x' = (x - min) / (max - min), var with n - 1",
    .source = "Rao and Patel, Materials & Design 31(10), 2010, 4738-4747",
    .domain = "NaN is left out. A constant column or one without values: weight 0, with a warning; "
              "all of them, or one unit: undefined.",
    .weigh = weigh_variance,
};

const struct heng_method weights_gini = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "gini",
    .title_zh = "基尼系数法",
    .title_en = "Gini weights",
    .summary = "Weighs a column by the Gini index of its values.",
    .formula = "G_j / sum of G; G = sum over i, k of |x_i - x_k| / (2 n^2 mean(x))",
    .source = "Gini, Variabilità e mutabilità, Bologna, 1912; as a weight: pymcdm, gini_weights",
    .domain = "NaN is left out. Negative values are refused, zeros are lawful. A constant column "
              "or one without values: weight 0, with a warning; all of them, or one unit: "
              "undefined.",
    .scratch = scratch_ranks,
    .weigh = weigh_gini,
};

const struct heng_method weights_lopcow = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "lopcow",
    .title_zh = "对数百分比变化驱动法(LOPCOW)",
    .title_en = "LOPCOW",
    .summary = "Weighs a column by the logarithm of its root mean square over its spread.",
    .formula = "v_j / sum of v; v = |100 ln(sqrt(mean x'^2) / sd(x'))|, x' = (x - min) / (max - "
               "min), sd with n - 1",
    .source = "Ecer and Pamucar, Omega 112, 2022, 102690",
    .domain = "NaN is left out. A constant column or one without values: weight 0, with a warning; "
              "all of them, or one unit: undefined.",
    .weigh = weigh_lopcow,
};

const struct heng_method weights_angle = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "angle",
    .title_zh = "夹角法",
    .title_en = "Angle",
    .summary = "Weighs a column by its angle with one that tells nobody from anybody.",
    .formula = "u_j / sum of u; u = arccos(sum x / sqrt(n sum x^2)) of the column as it comes",
    .source =
        "Shuai, Zongzhun, Yongji and Lei, 24th Chinese Control and Decision Conference, IEEE, "
        "2012, pp. 3889-3892",
    .domain = "NaN is left out. A constant column or one without values: weight 0, with a warning; "
              "all of them, or one unit: undefined. Meant for values that are not negative; a "
              "column whose mean is below 0 has an angle above 90 degrees.",
    .weigh = weigh_angle,
};
