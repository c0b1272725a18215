/* SPDX-License-Identifier: MIT */
/*
 * Exponentials and logarithms.
 *
 *     exp x = 2^k 2^(i / 64) exp r, |r| up to ln 2 / 128: a table and a polynomial
 *     ln x  = k ln 2 - ln c + ln(1 + r), 1 + r = m c with c from a table: in twice the digits, for
 *             log2, log10 and pow (log and log1p: stats/simd_log.h)
 *
 * after Tang, Table-driven implementation of the exponential function in IEEE floating-point
 * arithmetic, ACM Transactions on Mathematical Software 15(2), 1989, and of the logarithm, 16(4),
 * 1990. The polynomials are Taylor's: so short are the intervals.
 */
#include "stats/elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stats/pair.h"
#include "stats/simd_log.h"

static uint64_t bits_of(double x)
{
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

/* 2^k, k from -1022 to 1023. */
static double power_of_2(int k)
{
    const uint64_t b = (uint64_t)(k + 1023) << 52;
    double x;
    memcpy(&x, &b, sizeof x);
    return x;
}

static double scaled(double x, int k)
{
    return k >= -1021 && k <= 1023 ? x * power_of_2(k) : ldexp(x, k);
}

/* ---- exponentials --------------------------------------------------------------------------- */

/* x = (64 k + i) ln 2 / 64 + r. */
struct reduced {
    int k, i;
    double r;
};

/* Of x.high from -746 to 746; x.low is small beside it. */
static struct reduced reduce_exp(struct pair x)
{
    const double per_64 = 0x1.71547652b82fep+6, to_whole = 0x1.8p52;          /* 64 / ln 2 */
    const double step = 0x1.62e42fefcp-7, step_rest = -0x1.c610ca86c3899p-43; /* ln 2 / 64 */
    const double n = (x.high * per_64 + to_whole) - to_whole;
    const int whole = (int)n;
    return (struct reduced){(whole - (whole & 63)) / 64, whole & 63,
                            (x.high - n * step) - (n * step_rest - x.low)};
}

/* exp(r) - 1. */
static double exp_rest(double r)
{
    return r + r * r * (0.5 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r / 720))));
}

/* exp x without its 2^k; x.high from -746 to 746. */
static struct pair exp_fraction(struct pair x, int *k)
{
    const struct reduced e = reduce_exp(x);
    const struct pair t = elementary_power[e.i];
    *k = e.k;
    return pair_sum_ordered(t.high, t.low + t.high * exp_rest(e.r));
}

static double exp_of_pair(struct pair x)
{
    int k;
    double y;
    if (!(fabs(x.high) < 746))
        return x.high > 0 ? INFINITY : x.high < 0 ? 0 : x.high;
    y = exp_fraction(x, &k).high;
    return scaled(y, k);
}

double real_exp(double x)
{
    return exp_of_pair((struct pair){x, 0});
}

double real_exp2(double x)
{
    const struct pair ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    if (!(fabs(x) < 1080))
        return x > 0 ? INFINITY : x < 0 ? 0 : x;
    return exp_of_pair(pair_times((struct pair){x, 0}, ln2));
}

/* Taylor's polynomial, up to 1/4. */
static double expm1_near_0(double x)
{
    double s = 1 / 6227020800.0;
    static const double over[] = {1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0,
                                  1 / 40320.0,     1 / 5040.0,     1 / 720.0,     1 / 120.0,
                                  1 / 24.0,        1 / 6.0};
    for (int i = 0; i < 10; i++)
        s = over[i] + x * s;
    return x + x * x * (0.5 + x * s);
}

double real_expm1(double x)
{
    struct reduced e;
    struct pair t, s;
    double high;
    if (fabs(x) < 0.25)
        return fabs(x) < 0x1p-54 ? x : expm1_near_0(x);
    if (!(x > -38 && x < 50))
        return x <= -38 ? -1 : real_exp(x);
    e = reduce_exp((struct pair){x, 0});
    t = elementary_power[e.i];
    high = t.high * power_of_2(e.k);
    s = pair_sum(high, -1);
    return s.high + (s.low + (t.low * power_of_2(e.k) + high * exp_rest(e.r)));
}

/* ---- logarithms ----------------------------------------------------------------------------- */

/* x is m 2^k, m from sqrt(1/2) to sqrt(2); x above 0. */
static double split(double x, int *k)
{
    const uint64_t root = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    const int small = x < 0x1p-1022;
    const uint64_t b = bits_of(small ? x * 0x1p54 : x) + (one - root);
    const uint64_t m = (b & 0x000fffffffffffff) + root;
    *k = (int)(b >> 52) - 1023 - (small ? 54 : 0);
    memcpy(&x, &m, sizeof x);
    return x;
}

/* ln(1 + f) + k ln 2 + rest. */
static double log_sum(double f, double k, double rest)
{
    const double s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
    const double r = SIMD_LOG_REST(z, w), low = k * SIMD_LN2_LOW + rest;
    return SIMD_LOG_SUM(f, k, low, s, half, r);
}

double real_log(double x)
{
    int k;
    double m;
    if (!(x > 0 && x < INFINITY))
        return x == 0 ? -INFINITY : x < 0 ? (double)NAN : x;
    m = split(x, &k);
    return log_sum(m - 1, k, 0);
}

double real_log1p(double x)
{
    const double u = 1 + x, t = u - 1;
    int k;
    double m;
    if (!(x > -1 && x < INFINITY))
        return x == -1 ? -INFINITY : x < -1 ? (double)NAN : x;
    if (fabs(x) < 0x1p-54)
        return x;
    m = split(u, &k);
    return k ? log_sum(m - 1, k, ((1 - (u - t)) + (x - t)) / u) : log_sum(x, 0, 0);
}

/* ln x within 2^-66 of itself; x above 0 and finite. */
static struct pair log_of(double x)
{
    const double ln2 = 0x1.62e42fefa38p-1, ln2_rest = 0x1.ef35793c7673p-45; /* 42 bits, the rest */
    int k;
    const double m = split(x, &k), first = rint(m * 0x1p26) * 0x1p-26;
    const struct logarithm *t = &elementary_logarithm[(int)(m * 128 + 0.5) - ELEMENTARY_LOG_FIRST];
    const struct pair r = pair_sum(first * t->c - 1, (m - first) * t->c);
    const struct pair square = pair_product(r.high, r.high);
    const double z = r.high;
    const double rest =
        z * square.high *
        (1 / 3.0 +
         z * (-1 / 4.0 + z * (1 / 5.0 + z * (-1 / 6.0 + z * (1 / 7.0 + z * (-1 / 8.0 + z / 9))))));
    const struct pair a = pair_sum(k * ln2, t->minus_log.high), b = pair_sum(a.high, r.high);
    const struct pair s = pair_sum(b.high, -0.5 * square.high);
    const double low = ((k * ln2_rest + t->minus_log.low) + (a.low + b.low)) +
                       (s.low + (r.low - 0.5 * square.low - r.high * r.low + rest));
    return pair_sum_ordered(s.high, low);
}

static double log_to_base(double x, struct pair over_ln_base)
{
    if (!(x > 0 && x < INFINITY))
        return x == 0 ? -INFINITY : x < 0 ? (double)NAN : x;
    return pair_times(log_of(x), over_ln_base).high;
}

double real_log2(double x)
{
    return log_to_base(x, (struct pair){0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56});
}

double real_log10(double x)
{
    return log_to_base(x, (struct pair){0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57});
}

/* ---- powers --------------------------------------------------------------------------------- */

/* Whether y is a whole number: 1 an odd one, 2 an even one. */
static int whole(double y)
{
    if (!(fabs(y) < INFINITY) || y != rint(y))
        return 0;
    return fabs(y) >= 0x1p53 || (int64_t)y % 2 == 0 ? 2 : 1;
}

/* x^y of x 0 or infinite, or y infinite; neither is NaN, y is not 0. */
static double power_at_end(double x, double y)
{
    const double size = fabs(x);
    double v;
    if (isinf(y))
        v = size == 1 ? 1 : (size > 1) == (y > 0) ? INFINITY : 0;
    else
        v = (size == 0) == (y < 0) ? INFINITY : 0;
    return signbit(x) && whole(y) == 1 ? -v : v;
}

static double power_of_positive(double x, double y)
{
    const struct pair l = log_of(x);
    struct pair p;
    if (x == 1 || fabs(y) < 0x1p-66)
        return 1;
    if (fabs(y) > 0x1p64)
        return (x > 1) == (y > 0) ? INFINITY : 0;
    p = pair_product(y, l.high);
    return exp_of_pair(pair_sum_ordered(p.high, p.low + y * l.low));
}

double real_pow(double x, double y)
{
    double v;
    if (x == 1 || y == 0)
        return 1;
    if (isnan(x) || isnan(y))
        return x + y;
    if (x == 0 || isinf(x) || isinf(y))
        return power_at_end(x, y);
    if (x < 0 && !whole(y))
        return NAN;
    v = power_of_positive(fabs(x), y);
    return x < 0 && whole(y) == 1 ? -v : v;
}

/* ---- the complement of the error function --------------------------------------------------- */

/* exp(x^2) erfc(x), x from 0 to 8: Taylor's series around a point of the table. Its derivatives
   follow from f' = 2 x f - 2 / sqrt(pi): f(n + 1) = 2 x f(n) + 2 n f(n - 1). */
static struct pair scaled_erfc(double x)
{
    const int i = (int)(x * 8 + 0.5);
    const struct tail *t = &elementary_tail[i];
    const double c = i / 8.0, h = x - c;
    double before = t->value.high, d = t->slope, power = h, s = 0;
    for (int n = 1; n < 15; n++) {
        const double next = 2 * (c * d + n * before);
        s += power * d;
        before = d;
        d = next;
        power *= h / (n + 1);
    }
    return pair_sum_ordered(t->value.high, t->value.low + s);
}

/* Beyond 8: 1 / (x sqrt(pi)) (1 - u + 3 u^2 - 15 u^3 ...), u = 1 / (2 x^2). */
static struct pair scaled_erfc_far(double x)
{
    const struct pair over_sqrt_pi = {0x1.20dd750429b6dp-1, 0x1.1ae3a914fed80p-57};
    const double first = over_sqrt_pi.high / x, u = 0.5 / (x * x);
    const double rest = pair_quotient_rest(over_sqrt_pi, (struct pair){x, 0}, first);
    double term = 1, s = 0;
    for (int n = 1; n < 40 && fabs(term) > 0x1p-58; n++) {
        term *= -(2 * n - 1) * u;
        s += term;
    }
    return pair_sum_ordered(first, rest + first * s);
}

double real_erfc(double x)
{
    const double size = fabs(x);
    struct pair square, v;
    int k;
    if (!(size < 27.25)) /* beyond it less than half the least double */
        return x > 0 ? 0 : x < 0 ? 2 : x;
    square = pair_product(-size, size);
    v = pair_times(exp_fraction(square, &k), size < 8 ? scaled_erfc(size) : scaled_erfc_far(size));
    if (x >= 0)
        return scaled(v.high, k);
    square = pair_sum_ordered(2, -scaled(v.high, k));
    return square.high + (square.low - scaled(v.low, k));
}
