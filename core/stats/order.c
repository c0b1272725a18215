/* SPDX-License-Identifier: MIT */
/* Statistics that need the values in order: quantiles and ranks. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "stats/rank_sort.h"
#include "stats/stats.h"

static void swap(double *a, double *b)
{
    double t = *a;

    *a = *b;
    *b = t;
}

static void insertion_sort(double *a, size_t n)
{
    size_t j;

    for (size_t i = 1; i < n; i++) {
        double v = a[i];
        for (j = i; j > 0 && a[j - 1] > v; j--)
            a[j] = a[j - 1];
        a[j] = v;
    }
}

static void sift_down(double *a, size_t i, size_t n)
{
    size_t child;

    while ((child = 2 * i + 1) < n) {
        if (child + 1 < n && a[child] < a[child + 1])
            child++;
        if (a[i] >= a[child])
            return;
        swap(&a[i], &a[child]);
        i = child;
    }
}

static void heap_sort(double *a, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(a, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(&a[0], &a[i]);
        sift_down(a, 0, i);
    }
}

/* Splits a, n >= 3, so that nothing before the returned place is above anything from it on. */
static size_t partition(double *a, size_t n)
{
    size_t mid = n / 2, i = 0, j = n - 1;
    double pivot;

    if (a[mid] < a[0])
        swap(&a[mid], &a[0]);
    if (a[n - 1] < a[0])
        swap(&a[n - 1], &a[0]);
    if (a[n - 1] < a[mid])
        swap(&a[n - 1], &a[mid]);
    pivot = a[mid];
    for (;;) {
        while (a[i] < pivot)
            i++;
        while (a[j] > pivot)
            j--;
        if (i >= j)
            return j + 1;
        swap(&a[i++], &a[j--]);
    }
}

/* Quicksort that falls back on heapsort where it would go quadratic. qsort is not used: glibc's
   allocates. */
static void sort(double *a, size_t n, int depth)
{
    while (n > 24) {
        size_t k;
        if (depth-- == 0) {
            heap_sort(a, n);
            return;
        }
        k = partition(a, n);
        if (k < n - k) {
            sort(a, k, depth);
            a += k;
            n -= k;
        } else {
            sort(a + k, n - k, depth);
            n = k;
        }
    }
    insertion_sort(a, n);
}

size_t stats_sort(const double *x, size_t n, double *to)
{
    size_t count = 0;
    int depth = 2;

    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            to[count++] = x[i];
    for (size_t i = count; i > 1; i /= 2)
        depth += 2;
    sort(to, count, depth);
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

enum { RADIX_FROM = 2000 }; /* values; about where it begins to pay */

void stats_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch)
{
    double *dense = scratch + n;
    size_t count;

    if (n <= RADIX_COUNTED && ties != TIES_DENSE) {
        rank_sort_rank_few(x, n, ties, rank);
        return;
    }
    if (n >= RADIX_FROM && n < UINT32_MAX) {
        rank_sort_rank(x, n, ties, rank, scratch);
        return;
    }
    count = stats_sort(x, n, scratch);
    for (size_t i = 0; i < count; i++)
        dense[i] = i == 0 ? 1 : dense[i - 1] + (scratch[i - 1] < scratch[i]);
    for (size_t i = 0; i < n; i++)
        rank[i] = isnan(x[i]) ? NAN : rank_of(scratch, dense, count, x[i], ties);
}
