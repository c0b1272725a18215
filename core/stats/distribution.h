/* SPDX-License-Identifier: MIT */
/*
 * Distributions that tests of significance need. A parameter or an argument that is NaN or out of
 * its domain yields NaN. Relative accuracy is about 1e-12 down to the smallest normal numbers, for
 * parameters from 0.01 to 1e8.
 *
 * Sources: DLMF 8.11.4 (series) and 8.9.2 (continued fraction) of the gamma function; DiDonato and
 * Morris, ACM Transactions on Mathematical Software 18(3), 1992, 360-373 (continued fraction of the
 * beta function), both by Lentz's method; the factor before them by the saddle point of Loader,
 * Fast and Accurate Computation of Binomial Probabilities, 2000. Kendall's S: Kendall, Rank
 * Correlation Methods, 1970. Spearman's D: Best and Roberts, Algorithm AS 89, Applied Statistics
 * 24(3), 1975, 377-379.
 */
#ifndef HENG_STATS_DISTRIBUTION_H
#define HENG_STATS_DISTRIBUTION_H

#include <stddef.h>

/* Regularised incomplete beta function I_x(a, b); a, b > 0. y is 1 - x, which the caller knows
   better than a difference would. */
double distribution_beta(double x, double y, double a, double b);
/* Regularised incomplete gamma functions of x >= 0; a > 0: P(a, x), Q(a, x). */
double distribution_gamma_lower(double a, double x);
double distribution_gamma_upper(double a, double x);

/* P(X > x): the upper tail. Degrees of freedom are > 0, whole or not. */
double distribution_normal(double x);
double distribution_t(double x, double df);
double distribution_f(double x, double df1, double df2);
double distribution_chi2(double x, double df);

/* Two-sided p of a normal deviate. */
double distribution_two_sided(double z);
/* Two-sided p of a correlation r of n pairs: Student's t = r sqrt((n - 2) / (1 - r^2)) with n - 2
   degrees of freedom. NaN below three pairs; 0 where r is 1 or -1. */
double distribution_correlation(double r, size_t n);

enum { DISTRIBUTION_KENDALL_MAX = 49 }; /* as R's cor.test */
/* Exact two-sided p of Kendall's S (concordant less discordant pairs) of n untied units: the share
   of the n! orders with |S| as large or larger. n from 2 to DISTRIBUTION_KENDALL_MAX, else NaN. */
double distribution_kendall(double s, size_t n);

enum { DISTRIBUTION_SPEARMAN_MAX = 1289 }; /* as R's cor.test */
/* Two-sided p of Spearman's D, the sum of squared differences of rank, of n untied units: exact up
   to nine units, above that by the Edgeworth series of algorithm AS 89. n from 2 to
   DISTRIBUTION_SPEARMAN_MAX, else NaN. */
double distribution_spearman(double d, size_t n);

#endif
