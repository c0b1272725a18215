/* SPDX-License-Identifier: MIT */
#include "base/stats.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/lanes.h"
#include "base/radix.h"

/* ---- one pass ------------------------------------------------------------ */

LANES_BODY void find_range_body(const double *x, size_t n, struct stats_span *r)
{
    lanes low = {INFINITY, INFINITY, INFINITY, INFINITY}, high = -low, low1 = low, high1 = high;
    lane_mask count = {0};
    double lowest = INFINITY, highest = -INFINITY;
    size_t i = 0, present = 0;

    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        const lanes v = *(const lanes *)(x + i), w = *(const lanes *)(x + i + LANES);
        low = LANES_PICK(v < low, v, low);
        high = LANES_PICK(v > high, v, high);
        low1 = LANES_PICK(w < low1, w, low1);
        high1 = LANES_PICK(w > high1, w, high1);
        count -= (lane_mask)(v == v) + (lane_mask)(w == w);
    }
    low = LANES_PICK(low1 < low, low1, low);
    high = LANES_PICK(high1 > high, high1, high);
    for (size_t k = 0; k < LANES; k++) {
        lowest = low[k] < lowest ? low[k] : lowest;
        highest = high[k] > highest ? high[k] : highest;
        present += (size_t)count[k];
    }
    for (; i < n; i++) {
        lowest = x[i] < lowest ? x[i] : lowest;
        highest = x[i] > highest ? x[i] : highest;
        present += x[i] == x[i];
    }
    /* One zero: which of -0.0 and 0.0 came first is nobody's business. */
    *r = (struct stats_span){ present, present ? lowest + 0.0 : NAN, present ? highest + 0.0 : NAN };
}
LANES_VERSIONS(static, find_range, (const double *x, size_t n, struct stats_span *r), (x, n, r))

/* (x factor - from) - less, over the values present. */
struct term {
    double factor, from, less;
};

LANES_BODY void add_terms(const double *x, size_t n, const struct term *t, bool squared,
                          struct sum *total)
{
    lanes s0 = { 0 }, c0 = { 0 }, s1 = { 0 }, c1 = { 0 };
    size_t i = 0;

    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        const lanes u = *(const lanes *)(x + i), v = *(const lanes *)(x + i + LANES);
        lanes a = (u * t->factor - t->from) - t->less, b = (v * t->factor - t->from) - t->less;
        if (squared) {
            a *= a;
            b *= b;
        }
        LANES_ADD(s0, c0, LANES_WHERE(u == u, a));
        LANES_ADD(s1, c1, LANES_WHERE(v == v, b));
    }
    for (size_t k = 0; k < LANES; k++) {
        sum_add(total, s0[k]);
        sum_add(total, s1[k]);
    }
    for (size_t k = 0; k < LANES; k++) {
        sum_add(total, c0[k]);
        sum_add(total, c1[k]);
    }
    for (; i < n; i++) {
        double d = (x[i] * t->factor - t->from) - t->less;
        if (!isnan(x[i]))
            sum_add(total, squared ? d * d : d);
    }
}

LANES_BODY void add_plain_body(const double *x, size_t n, const struct term *t, struct sum *total)
{
    add_terms(x, n, t, false, total);
}
LANES_VERSIONS(static, add_plain,
               (const double *x, size_t n, const struct term *t, struct sum *total),
               (x, n, t, total))

LANES_BODY void add_squares_body(const double *x, size_t n, const struct term *t, struct sum *total)
{
    add_terms(x, n, t, true, total);
}
LANES_VERSIONS(static, add_squares,
               (const double *x, size_t n, const struct term *t, struct sum *total),
               (x, n, t, total))

struct stats_span stats_range(const double *x, size_t n)
{
    struct stats_span r;

    find_range(x, n, &r);
    return r;
}

double stats_sum_about(const double *x, size_t n, double factor, double from, double less)
{
    const struct term t = { factor, from, less };
    struct sum total = { 0 };

    add_plain(x, n, &t, &total);
    return sum_value(&total);
}

double stats_squares_about(const double *x, size_t n, double factor, double from, double less)
{
    const struct term t = { factor, from, less };
    struct sum total = { 0 };

    add_squares(x, n, &t, &total);
    return sum_value(&total);
}

/* ---- moments ------------------------------------------------------------- */

/*
 * What is known of the present values. Deviations are taken from x * scale, where scale is a power
 * of two, so that no square of theirs overflows or vanishes. The mean is kept in two parts: the
 * second is what rounding took from the first, and matters where the mean is far larger than the
 * deviations.
 */
struct spread {
    size_t n;
    double min, max;
    double scale, mean, mean_rest;
};

static double power_of_two_over(double size)
{
    int e = 0;

    if (isfinite(size))
        (void)frexp(size, &e);
    /* Beyond these the scale itself would not be a normal number. */
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

/* With also, a value counts only where also is present too. */
static bool is_present(const double *x, const double *also, size_t i)
{
    return !isnan(x[i]) && !(also && isnan(also[i]));
}

static double deviation(const struct spread *s, double x)
{
    return (x * s->scale - s->mean) - s->mean_rest;
}

static double mean_deviation(const double *x, const double *also, size_t n,
                             const struct spread *s)
{
    struct sum sum = { 0 };
    size_t i;

    if (!also)
        return stats_sum_about(x, n, s->scale, s->mean, s->mean_rest) / (double)s->n;
    for (i = 0; i < n; i++)
        if (is_present(x, also, i))
            sum_add(&sum, deviation(s, x[i]));
    return sum_value(&sum) / (double)s->n;
}

static void find_ends(const double *x, const double *also, size_t n, struct spread *s)
{
    size_t i;

    if (!also) {
        struct stats_span r = stats_range(x, n);
        s->n = r.n;
        s->min = r.min;
        s->max = r.max;
        return;
    }
    for (i = 0; i < n; i++) {
        if (!is_present(x, also, i))
            continue;
        s->min = s->n == 0 || x[i] < s->min ? x[i] : s->min;
        s->max = s->n == 0 || x[i] > s->max ? x[i] : s->max;
        s->n++;
    }
}

static struct spread spread_of(const double *x, const double *also, size_t n)
{
    struct spread s = { 0, NAN, NAN, 1, 0, 0 };

    find_ends(x, also, n, &s);
    if (s.n > 0)
        s.scale = power_of_two_over(fmax(fabs(s.min), fabs(s.max)));
    if (s.n == 0 || s.min == s.max) {
        s.mean = s.min * s.scale; /* a constant column has no variation at all */
        return s;
    }
    s.mean = mean_deviation(x, also, n, &s);
    s.mean_rest = mean_deviation(x, also, n, &s);
    return s;
}

/* Sum of squared deviations, scaled. */
static double squares(const double *x, const double *also, size_t n, const struct spread *s)
{
    struct sum sum = { 0 };
    size_t i;

    if (!also)
        return stats_squares_about(x, n, s->scale, s->mean, s->mean_rest);
    for (i = 0; i < n; i++) {
        double d = deviation(s, x[i]);
        if (is_present(x, also, i))
            sum_add(&sum, d * d);
    }
    return sum_value(&sum);
}

static double finite_or_nan(double v)
{
    return isfinite(v) ? v : NAN;
}

size_t stats_count(const double *x, size_t n)
{
    return stats_range(x, n).n;
}

double stats_sum(const double *x, size_t n)
{
    double total = stats_sum_about(x, n, 1, 0, 0);
    struct sum sum = { 0 };
    size_t i;

    /* Several partial sums may overflow where one that goes up and down does not. */
    for (i = 0; i < n && !isfinite(total); i++)
        if (!isnan(x[i]))
            sum_add(&sum, x[i]);
    if (!isfinite(total))
        total = finite_or_nan(sum_value(&sum));
    return stats_count(x, n) ? total : NAN;
}

double stats_mean(const double *x, size_t n)
{
    struct spread s = spread_of(x, NULL, n);

    return s.mean / s.scale;
}

/* Variance with n - less as divisor, scaled. */
static double variance_scaled(const double *x, size_t n, size_t less, struct spread *s)
{
    *s = spread_of(x, NULL, n);
    return s->n > less ? squares(x, NULL, n, s) / (double)(s->n - less) : NAN;
}

double stats_variance(const double *x, size_t n)
{
    struct spread s;
    double variance = variance_scaled(x, n, 1, &s);

    return finite_or_nan(variance / s.scale / s.scale);
}

double stats_sd(const double *x, size_t n)
{
    struct spread s;
    double variance = variance_scaled(x, n, 1, &s);

    return finite_or_nan(sqrt(variance) / s.scale);
}

double stats_sd_and_mean(const double *x, size_t n, double *mean)
{
    struct spread s;
    double variance = variance_scaled(x, n, 1, &s);

    *mean = s.mean / s.scale;
    return finite_or_nan(sqrt(variance) / s.scale);
}

double stats_sd_population(const double *x, size_t n)
{
    struct spread s;
    double variance = variance_scaled(x, n, 0, &s);

    return finite_or_nan(sqrt(variance) / s.scale);
}

double stats_min(const double *x, size_t n)
{
    return stats_range(x, n).min;
}

double stats_max(const double *x, size_t n)
{
    return stats_range(x, n).max;
}

/* The mean of the k-th powers of the standardised deviations, k 3 or 4. */
static double standardised_moment(const double *x, size_t n, const struct spread *s, int k)
{
    double sd = sqrt(squares(x, NULL, n, s) / (double)s->n);
    struct sum sum = { 0 };
    size_t i;

    for (i = 0; i < n; i++) {
        double z = deviation(s, x[i]) / sd;
        if (!isnan(x[i]))
            sum_add(&sum, k == 3 ? z * z * z : z * z * z * z);
    }
    return sum_value(&sum) / (double)s->n;
}

double stats_skewness(const double *x, size_t n)
{
    struct spread s = spread_of(x, NULL, n);
    double count = (double)s.n;

    if (s.n < 3 || !(s.min < s.max))
        return NAN;
    return standardised_moment(x, n, &s, 3) * sqrt(count * (count - 1)) / (count - 2);
}

double stats_kurtosis(const double *x, size_t n)
{
    struct spread s = spread_of(x, NULL, n);
    double count = (double)s.n;

    if (s.n < 4 || !(s.min < s.max))
        return NAN;
    return ((count + 1) * (standardised_moment(x, n, &s, 4) - 3) + 6) * (count - 1) /
           ((count - 2) * (count - 3));
}

/* ---- order --------------------------------------------------------------- */

static void swap(double *a, double *b)
{
    double t = *a;

    *a = *b;
    *b = t;
}

static void insertion_sort(double *a, size_t n)
{
    size_t i, j;

    for (i = 1; i < n; i++) {
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
    size_t i;

    for (i = n / 2; i-- > 0;)
        sift_down(a, i, n);
    for (i = n; i-- > 1;) {
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
    size_t i, count = 0;
    int depth = 2;

    for (i = 0; i < n; i++)
        if (!isnan(x[i]))
            to[count++] = x[i];
    for (i = count; i > 1; i /= 2)
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
    switch (ties) {
    case TIES_AVERAGE:
        return ((double)first + (double)last) / 2 + 1;
    case TIES_MAX:
        return (double)last + 1;
    case TIES_DENSE:
        return dense[first];
    case TIES_MIN:
        break;
    }
    return (double)first + 1;
}

enum { RADIX_FROM = 2000 }; /* values; about where it begins to pay */

void stats_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch)
{
    double *dense = scratch + n;
    size_t count, i;

    if (n <= RADIX_COUNTED && ties != TIES_DENSE) {
        radix_rank_few(x, n, ties, rank);
        return;
    }
    if (n >= RADIX_FROM && n < UINT32_MAX) {
        radix_rank(x, n, ties, rank, scratch);
        return;
    }
    count = stats_sort(x, n, scratch);
    for (i = 0; i < count; i++)
        dense[i] = i == 0 ? 1 : dense[i - 1] + (scratch[i - 1] < scratch[i]);
    for (i = 0; i < n; i++)
        rank[i] = isnan(x[i]) ? NAN : rank_of(scratch, dense, count, x[i], ties);
}

/* ---- two columns --------------------------------------------------------- */

double stats_pearson(const double *x, const double *y, size_t n)
{
    struct spread sx = spread_of(x, y, n), sy = spread_of(y, x, n);
    struct sum sum = { 0 };
    double r;
    size_t i;

    if (!(sx.min < sx.max) || !(sy.min < sy.max))
        return NAN;
    for (i = 0; i < n; i++)
        if (is_present(x, y, i))
            sum_add(&sum, deviation(&sx, x[i]) * deviation(&sy, y[i]));
    r = sum_value(&sum) / sqrt(squares(x, y, n, &sx) * squares(y, x, n, &sy));
    return isnan(r) ? NAN : fmax(-1, fmin(1, r));
}
