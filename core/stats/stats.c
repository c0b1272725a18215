/* SPDX-License-Identifier: MIT */
/* Sums, moments and ranges of a column. */
#include "stats/stats.h"

#include <math.h>
#include <stdbool.h>

#include "stats/simd.h"

/* ---- one pass ------------------------------------------------------------ */

#define LESS(a, b) ((a) < (b) ? (a) : (b))
#define LEAST(v) LESS(LESS((v)[0], (v)[1]), LESS((v)[2], (v)[3]))

SIMD_BODY void find_range_body(const double *x, size_t n, struct stats_span *r)
{
    lanes low = {INFINITY, INFINITY, INFINITY, INFINITY}, high = -low, low1 = low, high1 = high;
    lane_mask count = {0};
    double lowest, highest;
    size_t i = 0, present;

    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        const lanes v = *(const lanes *)(x + i), w = *(const lanes *)(x + i + LANES);
        low = SIMD_PICK(v < low, v, low);
        high = SIMD_PICK(v > high, v, high);
        low1 = SIMD_PICK(w < low1, w, low1);
        high1 = SIMD_PICK(w > high1, w, high1);
        count -= (lane_mask)(v == v) + (lane_mask)(w == w);
    }
    low = SIMD_PICK(low1 < low, low1, low);
    high = SIMD_PICK(high1 > high, high1, high);
    lowest = LEAST(low);
    highest = -LEAST(-high);
    present = (size_t)((count[0] + count[1]) + (count[2] + count[3]));
    for (; i < n; i++) {
        lowest = x[i] < lowest ? x[i] : lowest;
        highest = x[i] > highest ? x[i] : highest;
        present += x[i] == x[i];
    }
    /* One zero: which of -0.0 and 0.0 came first is nobody's business. */
    *r = (struct stats_span){present, present ? lowest + 0.0 : NAN, present ? highest + 0.0 : NAN};
}
SIMD_VERSIONS(static, find_range, (const double *x, size_t n, struct stats_span *r), (x, n, r))

/* (x factor - from) - less, over the values present. */
struct term {
    double factor, from, less;
};

/* In the order that a loop over the lanes would have. */
SIMD_BODY void add_lanes(struct sum *t, const lanes *a, const lanes *b)
{
    sum_add(t, (*a)[0]);
    sum_add(t, (*b)[0]);
    sum_add(t, (*a)[1]);
    sum_add(t, (*b)[1]);
    sum_add(t, (*a)[2]);
    sum_add(t, (*b)[2]);
    sum_add(t, (*a)[3]);
    sum_add(t, (*b)[3]);
}

SIMD_BODY void add_terms(const double *x, size_t n, const struct term *p, bool squared,
                         struct sum *total)
{
    struct sum t = *total;
    lanes s0 = {0}, c0 = {0}, s1 = {0}, c1 = {0};
    size_t i = 0;

    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        const lanes u = *(const lanes *)(x + i), v = *(const lanes *)(x + i + LANES);
        lanes a = (u * p->factor - p->from) - p->less, b = (v * p->factor - p->from) - p->less;
        if (squared) {
            a *= a;
            b *= b;
        }
        SIMD_ADD(s0, c0, SIMD_WHERE(u == u, a));
        SIMD_ADD(s1, c1, SIMD_WHERE(v == v, b));
    }
    add_lanes(&t, &s0, &s1);
    add_lanes(&t, &c0, &c1);
    for (; i < n; i++) {
        double d = (x[i] * p->factor - p->from) - p->less;
        if (!isnan(x[i]))
            sum_add(&t, squared ? d * d : d);
    }
    *total = t;
}

SIMD_BODY void add_plain_body(const double *x, size_t n, const struct term *t, struct sum *total)
{
    add_terms(x, n, t, false, total);
}
SIMD_VERSIONS(static, add_plain,
              (const double *x, size_t n, const struct term *t, struct sum *total),
              (x, n, t, total))

SIMD_BODY void add_squares_body(const double *x, size_t n, const struct term *t, struct sum *total)
{
    add_terms(x, n, t, true, total);
}
SIMD_VERSIONS(static, add_squares,
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
    const struct term t = {factor, from, less};
    struct sum total = {0};

    add_plain(x, n, &t, &total);
    return sum_value(&total);
}

double stats_squares_about(const double *x, size_t n, double factor, double from, double less)
{
    const struct term t = {factor, from, less};
    struct sum total = {0};

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
struct deviations {
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

static double deviation(const struct deviations *s, double x)
{
    return (x * s->scale - s->mean) - s->mean_rest;
}

static double mean_deviation(const double *x, const double *also, size_t n,
                             const struct deviations *s)
{
    struct sum sum = {0};

    if (!also)
        return stats_sum_about(x, n, s->scale, s->mean, s->mean_rest) / (double)s->n;
    for (size_t i = 0; i < n; i++)
        if (is_present(x, also, i))
            sum_add(&sum, deviation(s, x[i]));
    return sum_value(&sum) / (double)s->n;
}

static void find_ends(const double *x, const double *also, size_t n, struct deviations *s)
{
    if (!also) {
        struct stats_span r = stats_range(x, n);
        s->n = r.n;
        s->min = r.min;
        s->max = r.max;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (!is_present(x, also, i))
            continue;
        s->min = s->n == 0 || x[i] < s->min ? x[i] : s->min;
        s->max = s->n == 0 || x[i] > s->max ? x[i] : s->max;
        s->n++;
    }
}

static struct deviations spread_of(const double *x, const double *also, size_t n)
{
    struct deviations s = {0, NAN, NAN, 1, 0, 0};

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
static double squares(const double *x, const double *also, size_t n, const struct deviations *s)
{
    struct sum sum = {0};

    if (!also)
        return stats_squares_about(x, n, s->scale, s->mean, s->mean_rest);
    for (size_t i = 0; i < n; i++) {
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
    struct sum sum = {0};

    /* Several partial sums may overflow where one that goes up and down does not. */
    for (size_t i = 0; i < n && !isfinite(total); i++)
        if (!isnan(x[i]))
            sum_add(&sum, x[i]);
    if (!isfinite(total))
        total = finite_or_nan(sum_value(&sum));
    return stats_count(x, n) ? total : NAN;
}

double stats_mean(const double *x, size_t n)
{
    struct deviations s = spread_of(x, NULL, n);

    return s.mean / s.scale;
}

/* Variance with n - less as divisor, scaled. */
static double variance_scaled(const double *x, size_t n, size_t less, struct deviations *s)
{
    *s = spread_of(x, NULL, n);
    return s->n > less ? squares(x, NULL, n, s) / (double)(s->n - less) : NAN;
}

double stats_variance(const double *x, size_t n)
{
    struct deviations s;
    double variance = variance_scaled(x, n, 1, &s);

    return finite_or_nan(variance / s.scale / s.scale);
}

double stats_sd(const double *x, size_t n)
{
    struct deviations s;
    double variance = variance_scaled(x, n, 1, &s);

    return finite_or_nan(sqrt(variance) / s.scale);
}

double stats_sd_and_mean(const double *x, size_t n, double *mean)
{
    struct deviations s;
    double variance = variance_scaled(x, n, 1, &s);

    *mean = s.mean / s.scale;
    return finite_or_nan(sqrt(variance) / s.scale);
}

double stats_sd_population(const double *x, size_t n)
{
    struct deviations s;
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

/* The sums of the third and fourth powers of the standardised deviations. */
struct powers {
    const struct deviations *s;
    double sd;
    struct sum third, fourth;
};

SIMD_BODY void add_powers_body(const double *x, size_t n, struct powers *p)
{
    const struct deviations *s = p->s;
    struct sum third = {0}, fourth = {0};
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        const lanes v = *(const lanes *)(x + i);
        const lanes z = ((v * s->scale - s->mean) - s->mean_rest) / p->sd;
        const lanes cube = SIMD_WHERE(v == v, z * z * z);
        const lanes fourths = SIMD_WHERE(v == v, z * z * z * z);
        for (size_t k = 0; k < LANES; k++) {
            sum_add(&third, cube[k]);
            sum_add(&fourth, fourths[k]);
        }
    }
    for (; i < n; i++) {
        double z = deviation(s, x[i]) / p->sd;
        if (!isnan(x[i])) {
            sum_add(&third, z * z * z);
            sum_add(&fourth, z * z * z * z);
        }
    }
    p->third = third;
    p->fourth = fourth;
}
SIMD_VERSIONS(static, add_powers, (const double *x, size_t n, struct powers *p), (x, n, p))

struct stats_shape stats_shape(const double *x, size_t n)
{
    struct stats_shape shape = {NAN, NAN};
    struct deviations s = spread_of(x, NULL, n);
    struct powers p = {.s = &s};
    const double m = (double)s.n;

    if (s.n < 3 || !(s.min < s.max))
        return shape;
    p.sd = sqrt(squares(x, NULL, n, &s) / m);
    add_powers(x, n, &p);
    shape.skewness = sum_value(&p.third) / m * sqrt(m * (m - 1)) / (m - 2);
    if (s.n > 3)
        shape.kurtosis =
            ((m + 1) * (sum_value(&p.fourth) / m - 3) + 6) * (m - 1) / ((m - 2) * (m - 3));
    return shape;
}

/* What plain sums say of a column: ends, mean, and means of powers of (x - mean) / (max - min). */
struct plain {
    size_t n;
    double min, max, mean, two, three, four;
};

SIMD_BODY void find_plain_body(const double *x, size_t n, struct plain *p)
{
    lanes low = {INFINITY, INFINITY, INFINITY, INFINITY}, high = -low, sum = {0};
    lanes two = {0}, three = {0}, four = {0};
    lane_mask count = {0};
    double total, by;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        const lanes v = *(const lanes *)(x + i);
        low = SIMD_PICK(v < low, v, low);
        high = SIMD_PICK(v > high, v, high);
        sum += SIMD_WHERE(v == v, v);
        count -= (lane_mask)(v == v);
    }
    p->n = (size_t)((count[0] + count[1]) + (count[2] + count[3]));
    total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    p->min = LEAST(low);
    p->max = -LEAST(-high);
    for (size_t k = i; k < n; k++)
        if (!isnan(x[k])) {
            p->min = LESS(x[k], p->min);
            p->max = x[k] > p->max ? x[k] : p->max;
            total += x[k];
            p->n++;
        }
    p->mean = total / (double)p->n;
    by = 1 / (p->max - p->min);
    for (size_t k = 0; k < i; k += LANES) {
        const lanes v = *(const lanes *)(x + k), d = SIMD_WHERE(v == v, (v - p->mean) * by);
        const lanes square = d * d;
        two += square;
        three += square * d;
        four += square * square;
    }
    p->two = (two[0] + two[1]) + (two[2] + two[3]);
    p->three = (three[0] + three[1]) + (three[2] + three[3]);
    p->four = (four[0] + four[1]) + (four[2] + four[3]);
    for (; i < n; i++) {
        const double d = isnan(x[i]) ? 0 : (x[i] - p->mean) * by, square = d * d;
        p->two += square;
        p->three += square * d;
        p->four += square * square;
    }
}
SIMD_VERSIONS(static, find_plain, (const double *x, size_t n, struct plain *p), (x, n, p))

/*
 * n <= 1024 terms, none above M, miss their sum and the mean by at most n 2^-53 M, about 1e-13 M:
 * beside a range of at least M / 1000 that is 1e-10 of it, and beside the sd, which is at least 1 /
 * sqrt(2 n) of the range, an error d < 1e-8 of each standardised value z. The mean of z^3 moves by
 * 3 d mean z^2 = 3 d, that of z^4 by 4 d mean |z|^3 <= 4 d sqrt(n) < 2e-6; the adjustments for size
 * multiply that by less than 8, and the rounding of the sums themselves is less.
 */
struct stats_shape stats_shape_near(const double *x, size_t n)
{
    enum { MOST = 1024 };
    struct stats_shape shape = {NAN, NAN};
    struct plain p;
    double m, variance, size;

    if (n > MOST)
        return shape;
    find_plain(x, n, &p);
    m = (double)p.n;
    size = fmax(fabs(p.min), fabs(p.max));
    if (p.n < 4 || !(p.max - p.min >= 1e-3 * size) || !(p.max - p.min > 1e-290) || !(size < 1e290))
        return shape;
    variance = p.two / m;
    shape.skewness = p.three / m / (variance * sqrt(variance)) * sqrt(m * (m - 1)) / (m - 2);
    shape.kurtosis =
        ((m + 1) * (p.four / m / (variance * variance) - 3) + 6) * (m - 1) / ((m - 2) * (m - 3));
    return shape;
}

double stats_skewness(const double *x, size_t n)
{
    return stats_shape(x, n).skewness;
}

double stats_kurtosis(const double *x, size_t n)
{
    return stats_shape(x, n).kurtosis;
}

/* ---- two columns --------------------------------------------------------- */

double stats_pearson(const double *x, const double *y, size_t n)
{
    struct deviations sx = spread_of(x, y, n), sy = spread_of(y, x, n);
    struct sum sum = {0};
    double r;

    if (!(sx.min < sx.max) || !(sy.min < sy.max))
        return NAN;
    for (size_t i = 0; i < n; i++)
        if (is_present(x, y, i))
            sum_add(&sum, deviation(&sx, x[i]) * deviation(&sy, y[i]));
    r = sum_value(&sum) / sqrt(squares(x, y, n, &sx) * squares(y, x, n, &sy));
    return isnan(r) ? NAN : fmax(-1, fmin(1, r));
}
