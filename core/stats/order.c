/* SPDX-License-Identifier: MIT */
/* Statistics that need the values in order: quantiles and ranks. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "stats/rank_sort.h"
#include "stats/sort.h"
#include "stats/stats.h"

size_t stats_sort(const double *x, size_t n, double *to)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            to[count++] = x[i];
    sort_numbers(to, count);
    return count;
}

/* Interpolated as R does, so that both agree to the last digit. */
double stats_quantile(const double *x, size_t n, double p, double *scratch)
{
    size_t count = stats_sort(x, n, scratch), i;
    double h, part, a, b;

    if (count == 0 || !(p >= 0 && p <= 1))
        return NAN;
    h = p * (double)(count - 1);
    i = (size_t)h;
    part = h - (double)i;
    a = scratch[i];
    b = i + 1 < count ? scratch[i + 1] : a;
    if (part == 0 || a == b)
        return a;
    return fmin(b, fmax(a, (1 - part) * a + part * b));
}

double stats_median(const double *x, size_t n, double *scratch)
{
    return stats_quantile(x, n, 0.5, scratch);
}

/* The first place in the ascending a that holds no less than v, or, with above, more than v. */
static size_t place_of(const double *a, size_t n, double v, bool above)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (a[mid] < v || (above && a[mid] == v))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static double rank_of(const double *a, const double *dense, size_t n, double v, enum ties ties)
{
    size_t first = place_of(a, n, v, false), last = first;

    if (ties == TIES_AVERAGE || ties == TIES_MAX)
        last = place_of(a, n, v, true) - 1;
    return rank_sort_shared_rank(first, last, dense[first], ties);
}

enum { RANK_SORT_FROM = 2000 }; /* values; about where it begins to pay */

void stats_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch)
{
    double *dense = scratch + n;
    size_t count;

    if (n <= RANK_SORT_COUNTED && ties != TIES_DENSE) {
        rank_sort_rank_few(x, n, ties, rank);
        return;
    }
    if (n >= RANK_SORT_FROM && n < UINT32_MAX) {
        rank_sort_rank(x, n, ties, rank, scratch);
        return;
    }
    count = stats_sort(x, n, scratch);
    for (size_t i = 0; i < count; i++)
        dense[i] = i == 0 ? 1 : dense[i - 1] + (scratch[i - 1] < scratch[i]);
    for (size_t i = 0; i < n; i++)
        rank[i] = isnan(x[i]) ? NAN : rank_of(scratch, dense, count, x[i], ties);
}
