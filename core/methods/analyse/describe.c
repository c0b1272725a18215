/* SPDX-License-Identifier: MIT */
/*
 * describe: each column in one line.
 *
 *     n, missing          values that are there, that are not; available: n / (n + missing)
 *     zeros, unique       values equal to 0 (-0 too); different values
 *     quantiles           linear interpolation of order statistics, type 7 of Hyndman and Fan (R's
 *                         default, Excel's PERCENTILE.INC): p5, q1, median, q3, p95
 *     sd                  divides by n - 1
 *     cv                  sd / |mean|; none where the mean is 0 within 1e-12 of the largest
 *                         absolute value
 *     skewness, kurtosis  G1 and excess G2, adjusted for size (Joanes and Gill, type 2; Excel's
 *                         SKEW and KURT), as the treat methods use them
 *     outliers            values below q1 - fence (q3 - q1), above q3 + fence (q3 - q1)
 *
 * Sources: Tukey, Exploratory Data Analysis, 1977 (fences); Hyndman and Fan, The American
 * Statistician 50(4), 1996, 361-365; Joanes and Gill, The Statistician 47, 1998, 183-189; Becker et
 * al., COINr, JOSS 7(78), 2022, 4567 (get_stats).
 *
 * NaN is missing. No values: the counts alone, with a warning. A constant column: no skewness and
 * kurtosis, with a warning. Below 2, 3, 4 values no sd, skewness, kurtosis.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/reason.h"
#include "stats/stats.h"

struct describe_params {
    double fence;
};

static const struct heng_param describe_table[] = {
    HENG_PARAM_REAL(struct describe_params, fence, "1.5", 0, 1e6, NULL,
                    "an outlier lies so many interquartile ranges beyond a quartile"),
};

enum {
    N,
    MISSING,
    AVAILABLE,
    ZEROS,
    UNIQUE,
    MIN,
    P5,
    Q1,
    MEDIAN,
    Q3,
    P95,
    MAX,
    MEAN,
    SD,
    CV,
    SKEWNESS,
    KURTOSIS,
    LOW,
    HIGH,
    NUMBERS
};

static const struct heng_field describe_fields[] = {
    {"column", 1, NULL, "the column"},
    {"n", 0, NULL, "values that are there"},
    {"missing", 0, NULL, "values that are not"},
    {"available", 0, NULL, "n as a share of all cells"},
    {"zeros", 0, NULL, "values equal to 0"},
    {"unique", 0, NULL, "different values"},
    {"min", 0, NULL, "the lowest"},
    {"p5", 0, NULL, "5 % quantile, type 7"},
    {"q1", 0, NULL, "first quartile, type 7"},
    {"median", 0, NULL, "median"},
    {"q3", 0, NULL, "third quartile, type 7"},
    {"p95", 0, NULL, "95 % quantile, type 7"},
    {"max", 0, NULL, "the highest"},
    {"mean", 0, NULL, "arithmetic mean"},
    {"sd", 0, NULL, "standard deviation, n - 1"},
    {"cv", 0, NULL, "sd / |mean|"},
    {"skewness", 0, NULL, "G1, adjusted for size"},
    {"kurtosis", 0, NULL, "excess G2, adjusted for size"},
    {"outliers_low", 0, NULL, "values below q1 - fence (q3 - q1)"},
    {"outliers_high", 0, NULL, "values above q3 + fence (q3 - q1)"},
};

static void describe_quantiles(const double *x, size_t n, double *v, double *scratch)
{
    v[P5] = stats_quantile(x, n, 0.05, scratch);
    v[Q1] = stats_quantile(x, n, 0.25, scratch);
    v[MEDIAN] = stats_median(x, n, scratch);
    v[Q3] = stats_quantile(x, n, 0.75, scratch);
    v[P95] = stats_quantile(x, n, 0.95, scratch);
}

static void describe_counts(const double *x, size_t n, double fence, double *v, double *scratch)
{
    double low = v[Q1] - fence * (v[Q3] - v[Q1]), high = v[Q3] + fence * (v[Q3] - v[Q1]);
    double *rank = scratch;
    stats_rank(x, n, TIES_DENSE, rank, scratch + n);
    v[UNIQUE] = v[N] > 0 ? stats_max(rank, n) : 0;
    v[ZEROS] = v[LOW] = v[HIGH] = 0;
    for (size_t i = 0; i < n; i++) {
        v[ZEROS] += x[i] == 0;
        v[LOW] += x[i] < low;
        v[HIGH] += x[i] > high;
    }
}

static void describe_column(const double *x, size_t n, double fence, double *v, double *scratch)
{
    v[N] = (double)stats_count(x, n);
    v[MISSING] = (double)n - v[N];
    v[AVAILABLE] = v[N] / (double)n;
    v[MIN] = stats_min(x, n);
    v[MAX] = stats_max(x, n);
    v[MEAN] = stats_mean(x, n);
    v[SD] = stats_sd(x, n);
    v[CV] = fabs(v[MEAN]) > 1e-12 * fmax(fabs(v[MIN]), fabs(v[MAX])) ? v[SD] / fabs(v[MEAN]) : NAN;
    v[SKEWNESS] = stats_skewness(x, n);
    v[KURTOSIS] = stats_kurtosis(x, n);
    describe_quantiles(x, n, v, scratch);
    describe_counts(x, n, fence, v, scratch);
}

static int describe(struct heng_analyse_call *c)
{
    const struct describe_params *p = c->params;
    for (size_t j = 0; j < c->m; j++) {
        double v[NUMBERS];
        describe_column(c->x[j], c->n, p->fence, v, c->scratch);
        if (v[N] == 0)
            analyse_warn(c, "%s has no values", c->ids[j]);
        else if (v[N] > 1 && v[UNIQUE] == 1)
            analyse_warn(c, "%s is constant", c->ids[j]);
        c->put(c, &c->ids[j], v);
    }
    return HENG_OK;
}

static size_t scratch_thrice(size_t n, size_t m)
{
    (void)m;
    return 3 * n;
}

const struct heng_method analyse_describe = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "describe",
    .title_zh = "描述性统计",
    .title_en = "Descriptive statistics",
    .summary = "Counts, quantiles, moments and outliers of each column.",
    .formula = "quantiles: type 7; sd with n - 1; cv = sd / |mean|; skewness G1 and excess "
               "kurtosis G2, adjusted for size; outliers: x < q1 - fence (q3 - q1), "
               "x > q3 + fence (q3 - q1)",
    .source = "Hyndman and Fan, The American Statistician 50(4), 1996, 361-365 (quantiles); Joanes "
              "and Gill, The Statistician 47, 1998, 183-189 (G1, G2); Tukey, Exploratory Data "
              "Analysis, 1977 (fences); as get_stats of COINr",
    .domain = "NaN is missing. No values: the counts alone, with a warning. A constant column: sd "
              "0, no skewness and kurtosis, with a warning. No sd, skewness, kurtosis below 2, 3, "
              "4 values; no cv where the mean is 0 within 1e-12 of the largest absolute value.",
    .params = HENG_PARAMS(describe_table, struct describe_params),
    .scratch = scratch_thrice,
    ANALYSIS(describe, HENG_DATA_RAW, describe_fields),
};
