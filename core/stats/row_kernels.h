/* SPDX-License-Identifier: MIT */
/*
 * Sums along the rows of a matrix that is stored by columns: ROWS rows at a time, so that what is
 * summed stays in the cache, and one column after the other. A NaN is left out of its row's sums.
 * An array of rows has room for ROWS values, of which the first n count: rows_padded, a multiple of
 * LANES. The rows beyond the last one repeat it, and nobody reads their results; where rows are
 * summed up, rows_blank leaves them out.
 */
#ifndef HENG_STATS_ROW_KERNELS_H
#define HENG_STATS_ROW_KERNELS_H

#include <stddef.h>

#include "stats/stats.h"

enum { ROWS = 512 };

/* Compensated sums. */
struct rows_sum {
    size_t n;
    double s[ROWS], c[ROWS];
};

/* Of the weights of what is present; a common one while no row has a gap. */
struct rows_weight {
    int has_gaps;
    struct sum common;
    struct rows_sum own;
};

/* A weighted mean. */
struct rows_mean {
    struct rows_sum total;
    struct rows_weight weight;
};

/* Two values of a column, and what a distance from them counts. */
struct rows_ends {
    double one, other, factor;
};

/* How many of the n rows there are from `first` on, and the same as a multiple of LANES. */
static inline size_t rows_count(size_t n, size_t first)
{
    return n - first < ROWS ? n - first : ROWS;
}

static inline size_t rows_padded(size_t n, size_t first)
{
    return (rows_count(n, first) + 3) & ~(size_t)3;
}

/* The rows of x, of n, from `first` on: x itself, or padded in room. */
const double *rows_of(const double *x, size_t n, size_t first, double *room);
/* NaN in those that are padding. */
void rows_blank(double *to, size_t n, size_t first);

void rows_fill(double *to, double v, size_t n);
int rows_have_gap(const double *v, size_t n);

void rows_clear(struct rows_sum *s, size_t n);
void rows_add(struct rows_sum *s, const double *v, double w);         /* w v */
void rows_add_squares(struct rows_sum *s, const double *v, double w); /* w v v */
/* The squared distances of each column from the one and from the other end. */
void rows_add_distances(struct rows_sum *one, struct rows_sum *other, const double *const *v,
                        const struct rows_ends *ends, size_t columns);
void rows_value(const struct rows_sum *s, double *to);
double rows_total(const struct rows_sum *s); /* of all rows */

void rows_weight_clear(struct rows_weight *w, size_t n);
void rows_weight_add(struct rows_weight *s, const double *v, double w);
void rows_weight_value(const struct rows_weight *s, double *to);

void rows_mean_clear(struct rows_mean *m, size_t n);
void rows_mean_add(struct rows_mean *m, const double *v, double w);
void rows_mean_add_four(struct rows_mean *m, const double *const *v, const double *w);
void rows_mean_add_squares(struct rows_mean *m, const double *v, double w);
void rows_mean_value(const struct rows_mean *m, double *to); /* NaN where nothing was added */

/* y: the weighted means of n rows, n at least LANES, of m >= 1 columns, w above 0: the bits of a
   struct rows_mean to which they are added in turn. False: there is a gap, or a sum beyond a
   double; y is then anything. */
int rows_means(const double *const *v, const double *w, size_t m, size_t n, double *y);

/* (v factor - from - shift) / unit */
void rows_scale(const double *v, double factor, double from, double shift, double unit, double *to,
                size_t n);
void rows_inverse(const double *v, double *to, size_t n); /* 1 / v */
void rows_root(const double *v, double *to, size_t n);    /* sqrt(v) */
void rows_log(const double *v, double *to, size_t n);     /* ln v */
void rows_log1p(const double *v, double *to,
                size_t n); /* ln(1 + v), v above -1 and finite, or NaN */
void rows_divide(const double *v, const double *by, double *to, size_t n);
void rows_subtract(const double *v, const double *less, double *to, size_t n);
void rows_above(const double *v, double sign, double *to,
                size_t n); /* sign v where above 0, else 0 */
/* top / (|from - v| / most + rho) */
void rows_grade(const double *v, double from, double most, double rho, double top, double *to,
                size_t n);
void rows_lowest(double *low, const double *v, size_t n);
void rows_highest(double *high, const double *v, size_t n);
/* most: the highest of itself and w / weight (1 - v) */
void rows_regret(double *most, const double *v, const double *weight, double w, size_t n);

#endif
