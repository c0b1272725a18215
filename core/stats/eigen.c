/* SPDX-License-Identifier: MIT */
/* Eigenvalues by LAPACK, with signs that do not depend on the machine. */
#include "stats/eigen.h"

#include <lapacke.h>
#include <limits.h>
#include <math.h>

/*
 * The reference LAPACK calls this for an argument of the wrong form; its own prints, and ends the
 * process. With this one linked in front nothing of Fortran's run-time library is needed.
 */
void xerbla_(const char *routine, const int *argument, size_t length);
void xerbla_(const char *routine, const int *argument, size_t length)
{
    (void)routine;
    (void)argument;
    (void)length;
}

enum { BLOCK = 34 }; /* doubles a column that dsyev can make use of */

static void swap_columns(double *a, double *b, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        double t = a[i];
        a[i] = b[i];
        b[i] = t;
    }
}

static int is_turned(const double *v, size_t m)
{
    double total = 0, sizes = 0, largest = 0;
    for (size_t i = 0; i < m; i++) {
        total += v[i];
        sizes += fabs(v[i]);
        largest = fmax(largest, fabs(v[i]));
    }
    if (fabs(total) > 1e-10 * sizes)
        return total < 0;
    for (size_t i = 0; i < m; i++)
        if (fabs(v[i]) > 1e-10 * largest)
            return v[i] < 0;
    return 0;
}

size_t eigen_scratch(size_t m)
{
    return BLOCK * m;
}

int eigen_symmetric(double *a, size_t m, double *values, double *scratch)
{
    lapack_int n = (lapack_int)m;
    if (m > INT_MAX / BLOCK ||
        LAPACKE_dsyev_work(LAPACK_COL_MAJOR, 'V', 'L', n, a, n, values, scratch, BLOCK * n) != 0)
        return -1;
    for (size_t k = 0; k < m / 2; k++) {
        swap_columns(&values[k], &values[m - 1 - k], 1);
        swap_columns(a + k * m, a + (m - 1 - k) * m, m);
    }
    for (size_t k = 0; k < m; k++)
        for (size_t i = 0, turned = (size_t)is_turned(a + k * m, m); turned && i < m; i++)
            a[k * m + i] = -a[k * m + i];
    return 0;
}

int eigen_is_apart(const double *values, size_t m, size_t k)
{
    return k + 1 >= m || values[k] - values[k + 1] > EIGEN_EQUAL * fabs(values[0]);
}
