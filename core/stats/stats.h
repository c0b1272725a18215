/* SPDX-License-Identifier: MIT */
/*
 * Statistics of one column. NaN is left out everywhere; a statistic that has no
 * value (no observations, one observation for an sd, no variation for a skewness)
 * is NaN. Sums are compensated (Neumaier); variances take two passes. Results
 * depend on the order of the values only through rounding.
 */
#ifndef HENG_STATS_STATS_H
#define HENG_STATS_STATS_H

#include <stddef.h>

/* Compensated sum. Zero-initialise, add, read. 1, 1e100, 1, -1e100 sums to 2. */
struct sum {
    double s, c;
};

/* The error of the sum is exact (Knuth's TwoSum), as Neumaier's is, and needs no branch. */
static inline void sum_add(struct sum *a, double x)
{
    const double t = a->s + x, z = t - a->s;
    a->c += (a->s - (t - z)) + (x - z);
    a->s = t;
}

static inline double sum_value(const struct sum *a)
{
    return a->s + a->c;
}

size_t stats_count(const double *x, size_t n);
double stats_sum(const double *x, size_t n);
double stats_mean(const double *x, size_t n);
double stats_variance(const double *x, size_t n); /* divides by n - 1 */
double stats_sd(const double *x, size_t n);
double stats_sd_population(const double *x, size_t n); /* divides by n */
double stats_sd_and_mean(const double *x, size_t n,
                         double *mean); /* stats_sd, and stats_mean too */
double stats_min(const double *x, size_t n);
double stats_max(const double *x, size_t n);

/* Count, lowest and highest in one pass; NaN where there is none. */
struct stats_span {
    size_t n;
    double min, max;
};
struct stats_span stats_range(const double *x, size_t n);

/* The compensated sum of (x factor - from) - less over the values present, and that of its squares;
   0 where there is none. No term may come near the largest double. */
double stats_sum_about(const double *x, size_t n, double factor, double from, double less);
double stats_squares_about(const double *x, size_t n, double factor, double from, double less);

/* Sample skewness G1 and excess kurtosis G2, adjusted for size (Joanes and Gill 1998, type 2;
   the field's usual ones). NaN below 3 or 4 values, or without variation. */
double stats_skewness(const double *x, size_t n);
double stats_kurtosis(const double *x, size_t n);
/* Both at once. */
struct stats_shape {
    double skewness, kurtosis;
};
struct stats_shape stats_shape(const double *x, size_t n);
/* The same at a tenth of the cost, each within STATS_NEAR of what stats_shape gives; NaN where that
   cannot be promised: more than a few thousand values, or deviations that are small beside them. */
#define STATS_NEAR 1e-3
struct stats_shape stats_shape_near(const double *x, size_t n);

/* Quantile p in [0, 1], linear interpolation of order statistics (type 7). scratch: n doubles. */
double stats_quantile(const double *x, size_t n, double p, double *scratch);
/* The values present in ascending order; returns their count. */
size_t stats_sort(const double *x, size_t n, double *to);
double stats_median(const double *x, size_t n, double *scratch);

/* Pearson correlation over the pairs in which both are present; NaN without variation. */
double stats_pearson(const double *x, const double *y, size_t n);

enum ties { TIES_MIN, TIES_AVERAGE, TIES_MAX, TIES_DENSE };

/* Ascending ranks 1.. of the values that are present; NaN gets NaN. scratch: 2 n doubles.
   Equal means the same number (0.0 equals -0.0). Nothing overlaps. */
void stats_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch);

#endif
