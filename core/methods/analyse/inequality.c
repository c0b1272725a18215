/* SPDX-License-Identifier: MIT */
/*
 * Inequality within one column, over units that weigh as much as their population p:
 *
 *     gini       sum p_i p_k |x_i - x_k| / (2 mu P^2); corrected: times n / (n - 1)
 *     variation  sd / mean (n - 1); Williamson: sqrt(sum p (x - mu)^2 / P) / mu; max / min;
 *                (max - min) / mean
 *
 * with mu the mean weighted by p. The Gini coefficient is summed over the gaps between sorted
 * values, gap * F * (1 - F), so that a large offset costs no digits.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/sort.h"
#include "stats/stats.h"

static size_t sample_scratch(size_t n, size_t m)
{
    (void)m;
    return ANALYSE_SAMPLE_DOUBLES * n;
}

/* ---- gini ---------------------------------------------------------------- */

static const struct heng_field gini_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"n", 0, NULL, "units that count"},
    {"gini", 0, NULL, "Gini coefficient, from 0"},
    {"gini_corrected", 0, NULL, "times n / (n - 1); none for one unit"},
    {"mean", 0, NULL, "mean, weighted by population"},
};

static int gini_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    struct analyse_sample s;
    struct analyse_run run;
    double gini, n;
    (void)params;
    if (analyse_sample_take(c, j, c->scratch, &s) != HENG_OK ||
        analyse_sample_refuse(c, &s) != HENG_OK)
        return HENG_UNDEFINED;
    sort_pairs(s.x, s.w, s.n);
    run = (struct analyse_run){s.x, s.w, s.n, s.total};
    gini = analyse_mean_excess(&run, &run) / s.mean;
    n = (double)s.n;
    ANALYSE_PUT(c, &c->ids[j], n, gini, n > 1 ? gini * n / (n - 1) : NAN, s.mean / s.scale);
    return HENG_OK;
}

static int gini(struct heng_analyse_call *c)
{
    return analyse_each(c->params, c, gini_column);
}

const struct heng_method analyse_gini = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "gini",
    .title_zh = "基尼系数",
    .title_en = "Gini coefficient",
    .summary = "How unequally a column is spread over the units or the people in them.",
    .formula = "sum p_i p_k |x_i - x_k| / (2 mu P^2); corrected: times n / (n - 1)",
    .source = "Gini, Variabilita e mutabilita, 1912; Sen, On Economic Inequality, Oxford, 1973; "
              "correction: Deltas, Review of Economics and Statistics 85(1), 2003, pp. 226-234",
    .domain = ANALYSE_UNITS "A negative value, or all 0: undefined; a constant column: 0; one "
                            "unit: 0, and no corrected value. n of the correction counts units.",
    .scratch = sample_scratch,
    ANALYSIS(gini, HENG_DATA_RAW, gini_fields),
};

/* ---- variation ----------------------------------------------------------- */

static const struct heng_field variation_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"n", 0, NULL, "units that count"},
    {"mean", 0, NULL, "mean of the units"},
    {"sd", 0, NULL, "standard deviation of the units, n - 1"},
    {"cv", 0, NULL, "sd / mean; none unless the mean is above 0"},
    {"mean_weighted", 0, NULL, "mean, weighted by population"},
    {"cv_weighted", 0, NULL, "Williamson's index: sqrt(sum p (x - mu)^2 / P) / mu"},
    {"min", 0, NULL, "lowest value"},
    {"max", 0, NULL, "highest value"},
    {"max_min", 0, NULL, "max / min; none unless min is above 0"},
    {"range", 0, NULL, "(max - min) / mean; none unless the mean is above 0"},
};

static double over(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

static double weighted_sd(const struct analyse_sample *s)
{
    struct sum sum = {0};
    for (size_t i = 0; i < s->n; i++)
        sum_add(&sum, s->w[i] * (s->x[i] - s->mean) * (s->x[i] - s->mean));
    return sqrt(sum_value(&sum) / s->total);
}

static int variation_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    struct analyse_sample s;
    double mean, sd, min, max;
    (void)params;
    if (analyse_sample_take(c, j, c->scratch, &s) != HENG_OK)
        return HENG_UNDEFINED;
    mean = stats_mean(s.x, s.n);
    sd = stats_sd(s.x, s.n);
    min = stats_min(s.x, s.n);
    max = stats_max(s.x, s.n);
    if (min == max)
        s.mean = min;
    ANALYSE_PUT(c, &c->ids[j], (double)s.n, mean / s.scale, sd / s.scale, over(sd, mean),
                s.mean / s.scale, over(weighted_sd(&s), s.mean), min / s.scale, max / s.scale,
                over(max, min), over(max - min, mean));
    return HENG_OK;
}

static int variation(struct heng_analyse_call *c)
{
    return analyse_each(c->params, c, variation_column);
}

const struct heng_method analyse_variation = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "variation",
    .title_zh = "变异系数、威廉逊指数与极差",
    .title_en = "Coefficients of variation and relative range",
    .summary = "Relative spread: cv, Williamson's index weighted by population, max / min, range.",
    .formula = "sd / mean; sqrt(sum p (x - mu)^2 / P) / mu; max / min; (max - min) / mean",
    .source = "Williamson, Economic Development and Cultural Change 13(4), part 2, 1965, pp. 1-84",
    .domain = ANALYSE_UNITS
    "Only mean_weighted and cv_weighted look at it. The sd is the sample "
    "sd, Williamson's divides by the population. Ratios to what is not above 0 have no "
    "value; a constant column: 0; one unit: no sd.",
    .scratch = sample_scratch,
    ANALYSIS(variation, HENG_DATA_RAW, variation_fields),
};
