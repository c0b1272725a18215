/* SPDX-License-Identifier: MIT */
/*
 * Correlations of columns, for weights and analyses alike. NaN is left out pair by pair; a pair
 * with fewer than two units in common, or one without variation among them, has no correlation:
 * NaN. Results lie in [-1, 1]; two columns with the same values have exactly 1.
 *
 *     pearson   of the values
 *     spearman  pearson of the average ranks, taken among the units that have both
 *     kendall   tau-b: (concordant - discordant) / sqrt((p - ties in x) (p - ties in y)), p all
 *               pairs
 *
 * Sums are plain over 512 rows in four lanes, of which those are compensated; the order is fixed
 * whatever the machine, and a matrix holds the same bits as its pairs alone. Equal means the same
 * number.
 */
#ifndef HENG_STATS_CORRELATION_H
#define HENG_STATS_CORRELATION_H

#include <stddef.h>

enum correlation { CORRELATION_PEARSON, CORRELATION_SPEARMAN, CORRELATION_KENDALL };

/* The choices of a parameter, in the order of the enum. */
#define CORRELATION_CHOICES "pearson|spearman|kendall"

/* scratch: correlation_pair_scratch(n) doubles. */
double correlation_pair(enum correlation kind, const double *x, const double *y, size_t n,
                        double *scratch);
size_t correlation_pair_scratch(size_t n);

/* r, m x m, symmetric: every pair; the diagonal is 1, or NaN for a column that has no variation.
   scratch: correlation_scratch(kind, n, m) doubles (SPEARMAN's are enough for all). */
void correlation_matrix(enum correlation kind, const double *const *x, size_t n, size_t m,
                        double *r, double *scratch);
size_t correlation_scratch(enum correlation kind, size_t n, size_t m);

/* whole[i]: 0 where row i has a value in every column j with used[j] > 0 (NULL: in every column),
   else NaN. Returns how many rows are whole. */
size_t correlation_whole(const double *const *x, size_t n, size_t m, const double *used,
                         double *whole);

/*
 * Pearson's correlations over the whole rows alone. r as above; scale and length, m each, or both
 * NULL: column j's standard deviation there is length[j] / scale[j], scale[j] a power of two
 * (length 0: no variation). scratch: correlation_scratch(PEARSON, n, m).
 */
void correlation_of_whole(const double *const *x, size_t n, size_t m, const double *whole,
                          double *r, double *scale, double *length, double *scratch);

/* Squeezes r (m x m) and its columns' numbers at[] (m, written) to those with length > 0; returns
   how many. scale and length are squeezed too. */
size_t correlation_squeeze(double *r, size_t m, double *scale, double *length, double *at);

/* Correlations to covariances, in units in which none overflows: times the result, twice, they are
   the columns' own. */
double correlation_to_covariance(double *r, size_t m, const double *scale, const double *length);

#endif
