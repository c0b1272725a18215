/* SPDX-License-Identifier: MIT */
/*
 * Weights by the spread of each column alone: s_j / sum of s.
 *
 *     cv           s = sd(x) / |mean(x)| of the column as it comes, sd with n - 1
 *     information  the same, under the name it has in Chinese packages (信息量权重)
 *     sd           s = sd(x) of the column as it comes, sd with n - 1
 *     variance     s = var(x'), x' = (x - min) / (max - min), var with n - 1
 *     gini         s = sum over i, k of |x_i - x_k| / (2 n^2 mean(x)) of the column as it comes
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

/* Of x in units near its width, which leave the range of a double neither way. */
static double variance_of(struct heng_weigh_call *c, size_t j, double width)
{
    const double *x = c->x[j];
    const struct stats_span span = stats_range(x, c->n);
    double factor, from, mean, n = (double)span.n;
    int e;
    (void)frexp(width, &e);
    factor = ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
    from = span.min * factor;
    width *= factor;
    mean = stats_sum_about(x, c->n, factor, from, 0) / n;
    return stats_squares_about(x, c->n, factor, from, mean) / (n - 1) / (width * width);
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
