/* SPDX-License-Identifier: MIT */
/*
 * Sums along the rows of a matrix that is stored by columns: ROWS rows at a time, so that what is
 * summed stays in the cache, and one column after the other. A NaN is left out of its row's sums.
 * Every array here has ROWS values; the rows beyond the last one are NaN.
 */
#ifndef HENG_METHODS_ROWS_H
#define HENG_METHODS_ROWS_H

#include <stddef.h>

#include "base/stats.h"

enum { ROWS = 512 };

/* Compensated sums. */
struct rows_sum {
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

/* The rows of x, of n, from `first` on: x itself, or padded in room. */
const double *rows_of(const double *x, size_t n, size_t first, double *room);
/* How many of them there are. */
static inline size_t rows_count(size_t n, size_t first)
{
    return n - first < ROWS ? n - first : ROWS;
}

void rows_fill(double *to, double v);
int rows_have_gap(const double *v);

void rows_clear(struct rows_sum *s);
void rows_add(struct rows_sum *s, const double *v, double w);         /* w v */
void rows_add_squares(struct rows_sum *s, const double *v, double w); /* w v v */
void rows_value(const struct rows_sum *s, double *to);
double rows_total(const struct rows_sum *s); /* of all ROWS */

void rows_weight_clear(struct rows_weight *w);
void rows_weight_add(struct rows_weight *s, const double *v, double w);
void rows_weight_value(const struct rows_weight *s, double *to);

void rows_mean_clear(struct rows_mean *m);
void rows_mean_add(struct rows_mean *m, const double *v, double w);
void rows_mean_add_squares(struct rows_mean *m, const double *v, double w);
void rows_mean_value(const struct rows_mean *m, double *to); /* NaN where nothing was added */

/* (v factor - from - shift) / unit */
void rows_scale(const double *v, double factor, double from, double shift, double unit, double *to);
void rows_inverse(const double *v, double *to);                       /* 1 / v */
void rows_root(const double *v, double *to);                          /* sqrt(v) */
void rows_divide(const double *v, const double *by, double *to);
void rows_subtract(const double *v, const double *less, double *to);
void rows_above(const double *v, double sign, double *to);            /* sign v where above 0, else 0 */
void rows_away(const double *v, double from, double factor, double *to); /* factor (v - from) */
/* top / (|from - v| / most + rho) */
void rows_grade(const double *v, double from, double most, double rho, double top, double *to);
void rows_lowest(double *low, const double *v);
void rows_highest(double *high, const double *v);
/* most: the highest of itself and w / weight (1 - v) */
void rows_regret(double *most, const double *v, const double *weight, double w);

#endif
