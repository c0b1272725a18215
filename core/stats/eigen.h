/* SPDX-License-Identifier: MIT */
/* Eigenvalues and eigenvectors of symmetric matrices (nothing is allocated). */
#ifndef HENG_STATS_EIGEN_H
#define HENG_STATS_EIGEN_H

#include <stddef.h>

/* Two eigenvalues are equal when they differ by no more than this share of the largest. */
#define EIGEN_EQUAL 1e-10

/*
 * a, m x m, symmetric and finite, becomes its eigenvectors: that of
 * values[k] is a[k * m ..], of length 1; values fall. The sign: the components sum to more than 0;
 * where the sum is 0 (1e-10 of the sum of sizes) the first that is not 0 (1e-10 of the largest) is
 * positive. Vectors of equal eigenvalues are some orthogonal basis of the space that they span.
 * Returns 0; not 0 when (never seen) the iteration does not converge.
 * scratch: eigen_scratch(m) doubles.
 */
int eigen_symmetric(double *a, size_t m, double *values, double *scratch);
size_t eigen_scratch(size_t m);

/* False when eigenvalue k (counted from 0) is equal to the one after it. */
int eigen_is_apart(const double *values, size_t m, size_t k);

#endif
