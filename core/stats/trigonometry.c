/* SPDX-License-Identifier: MIT */
/*
 * Angles. sin, cos, tan: x = n pi / 2 + r, |r| up to pi / 4, by parts of pi / 2 (Cody and Waite,
 * Software Manual for the Elementary Functions, 1980) or, beyond 2^20, from the bits of 2 / pi that
 * matter (Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM Newsletter 18,
 * 1983); then Taylor's polynomials. atan and what comes of it: atan t = atan c + atan((t - c) /
 * (1 + t c)), c the nearest 64th.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stats/elementary.h"
#include "stats/pair.h"

static const struct pair half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

/* ---- angles to numbers ---------------------------------------------------------------------- */

struct angle {
    int quarter; /* 0 to 3 */
    struct pair r;
};

static struct angle reduce_near(double x)
{
    const double first = 0x1.921fb544p+0, second = 0x1.0b4611a6p-34, third = 0x1.3198a2ep-69,
                 rest = 0x1.b839a252049c1p-104; /* pi / 2: 33 bits, 33, 33 */
    const double n = rint(x * 0x1.45f306dc9c883p-1);
    const struct pair a = pair_sum(x - n * first, -n * second);
    const struct pair b = pair_sum(a.high, -n * third);
    const double low = a.low + b.low - n * rest;
    return (struct angle){(int)n & 3, pair_sum_ordered(b.high, low)};
}

/* The 64 bits of 2 / pi from the one of weight 2^-(at + 1) on. */
static uint64_t bits_from(int at)
{
    int word, shift;
    if (at < 0)
        return at <= -64 ? 0 : elementary_two_over_pi[0] >> -at;
    word = at / 64;
    shift = at % 64;
    return shift ? elementary_two_over_pi[word] << shift |
                       elementary_two_over_pi[word + 1] >> (64 - shift)
                 : elementary_two_over_pi[word];
}

__extension__ typedef unsigned __int128 wide;

/*
 * m 2^e (2 / pi) modulo 4, m of 53 bits. The bits of 2 / pi that weigh so much that they bring
 * whole turns count for nothing; three words of the others give 2 bits of quarters and 128 of
 * what is left, of which no double loses more than about 62 to the nearest multiple of pi / 2.
 */
static struct angle reduce_far(double x)
{
    int e;
    const uint64_t m = (uint64_t)ldexp(frexp(fabs(x), &e), 53);
    const int at = e - 53 - 2;
    const wide low = (wide)m * bits_from(at + 128);
    const wide middle = (wide)m * bits_from(at + 64) + (uint64_t)(low >> 64);
    const wide first = ((wide)(m * bits_from(at)) << 64) + middle;
    const wide f = first << 2 | (uint64_t)low >> 62;
    const int back = (int)(f >> 127); /* beyond the middle: from the next quarter back */
    const int quarter = (int)(first >> 126) + back;
    const wide size = back ? -f : f;
    const double high = (double)(size >> 1), sign = back == (x < 0) ? 1 : -1;
    const wide near = (wide)high;
    const double rest =
        near > size >> 1 ? -(double)(near - (size >> 1)) : (double)((size >> 1) - near);
    const struct pair part = {sign * ldexp(high, -127), sign * ldexp(rest, -127)};
    return (struct angle){(x < 0 ? -quarter : quarter) & 3, pair_times(part, half_pi)};
}

static struct angle reduce(double x)
{
    if (fabs(x) <= 0.78539816339744828)
        return (struct angle){0, {x, 0}};
    return fabs(x) < 0x1p20 ? reduce_near(x) : reduce_far(x);
}

/* As a number and what is to be added to it, below a tenth of it. */
static struct pair sine(struct pair r)
{
    const double x = r.high, z = x * x;
    const double s =
        -1 / 6.0 +
        z * (1 / 120.0 +
             z * (-1 / 5040.0 +
                  z * (1 / 362880.0 + z * (-1 / 39916800.0 +
                                           z * (1 / 6227020800.0 + z * (-1 / 1307674368000.0 +
                                                                        z / 355687428096000.0))))));
    return (struct pair){x, r.low * (1 - 0.5 * z) + x * z * s};
}

static struct pair cosine(struct pair r)
{
    const double x = r.high, z = x * x, half = 0.5 * z, w = 1 - half;
    const double c =
        1 / 24.0 +
        z * (-1 / 720.0 +
             z * (1 / 40320.0 +
                  z * (-1 / 3628800.0 +
                       z * (1 / 479001600.0 + z * (-1 / 87178291200.0 + z / 20922789888000.0)))));
    return (struct pair){w, ((1 - w) - half) + (z * z * c - x * r.low)};
}

/* The sine of the angle and `more` quarters. */
static double sine_of(double x, int more)
{
    struct angle a;
    struct pair s;
    if (!(fabs(x) < INFINITY))
        return NAN;
    a = reduce(x);
    a.quarter += more;
    s = a.quarter & 1 ? cosine(a.r) : sine(a.r);
    return a.quarter & 2 ? -(s.high + s.low) : s.high + s.low;
}

double real_sin(double x)
{
    return fabs(x) < 0x1p-27 ? x : sine_of(x, 0);
}

double real_cos(double x)
{
    return sine_of(x, 1);
}

double real_tan(double x)
{
    struct angle a;
    struct pair over, under;
    double q;
    if (!(fabs(x) < INFINITY))
        return NAN;
    if (fabs(x) < 0x1p-27)
        return x;
    a = reduce(x);
    over = sine(a.r);
    under = cosine(a.r);
    over = pair_sum_ordered(over.high, over.low);
    under = pair_sum_ordered(under.high, under.low);
    if (a.quarter & 1) {
        const struct pair s = over;
        over = (struct pair){-under.high, -under.low};
        under = s;
    }
    q = over.high / under.high;
    return q + pair_quotient_rest(over, under, q);
}

/* ---- numbers to angles ---------------------------------------------------------------------- */

/* atan(t + rest) of t from 0 to 1: a number and what is to be added to it. */
static struct pair arc(double t, double rest)
{
    const int i = t < 0.125 ? 0 : (int)(t * 64 + 0.5);
    const double c = i / 64.0, x = (t - c) / (1 + t * c), z = x * x;
    double s = 1 / 17.0;
    for (int n = 15; n >= 3; n -= 2)
        s = 1.0 / n - z * s;
    s = elementary_arc[i].low + (rest / (1 + t * t) - x * z * s);
    return i ? pair_sum_ordered(elementary_arc[i].high, x + s) : (struct pair){x, s};
}

/* The angle of a point; x and y not below 0, one of them above, and neither infinite. */
static struct pair angle_of(struct pair y, struct pair x)
{
    const int steep = y.high > x.high;
    const struct pair over = steep ? x : y, under = steep ? y : x;
    const double t = over.high / under.high;
    const struct pair a = arc(t, t < 0x1p-60 ? 0 : pair_quotient_rest(over, under, t));
    struct pair b;
    if (!steep)
        return a;
    b = pair_sum_ordered(half_pi.high, -a.high);
    return (struct pair){b.high, b.low + (half_pi.low - a.low)};
}

/* Of x and y, not below 0, in the half where x is below 0. */
static double angle_in(struct pair y, struct pair x, int behind)
{
    const struct pair a = angle_of(y, x);
    struct pair b;
    if (!behind)
        return a.high + a.low;
    b = pair_sum_ordered(2 * half_pi.high, -a.high);
    return b.high + (b.low + (2 * half_pi.low - a.low));
}

/* To about the same exponents, which the quotient does not see. */
static void bring_near_1(double *x, double *y)
{
    int e;
    (void)frexp(fmax(*x, *y), &e);
    *x = ldexp(*x, -e);
    *y = ldexp(*y, -e);
}

double real_atan2(double y, double x)
{
    double a = fabs(x), b = fabs(y), v;
    if (isnan(x) || isnan(y))
        return x + y;
    if (isinf(x) || isinf(y)) {
        a = isinf(x) ? 1 : 0;
        b = isinf(y) ? 1 : 0;
    }
    if (b == 0) /* along the axis, to the sign of zero */
        return copysign(signbit(x) ? 2 * half_pi.high : 0, y);
    if (b / a >= 0x1p-60 && a / b >= 0x1p-60)
        bring_near_1(&a, &b);
    v = angle_in((struct pair){b, 0}, (struct pair){a, 0}, signbit(x));
    return copysign(v, y);
}

double real_atan(double x)
{
    return isinf(x) ? copysign(half_pi.high, x) : x == 0 ? x : real_atan2(x, 1);
}

/* sqrt(1 - x^2). */
static struct pair other_leg(double x)
{
    const struct pair square = pair_product(x, x);
    const struct pair rest = pair_sum_ordered(1, -square.high);
    const double low = rest.low - square.low, root = sqrt(rest.high + low);
    const struct pair back = pair_product(root, root);
    return (struct pair){root,
                         root > 0 ? (((rest.high - back.high) - back.low) + low) / (2 * root) : 0};
}

double real_asin(double x)
{
    const struct pair leg = {fabs(x), 0};
    if (!(fabs(x) <= 1))
        return NAN;
    return x == 0 ? x : copysign(angle_in(leg, other_leg(x), 0), x);
}

double real_acos(double x)
{
    const struct pair leg = {fabs(x), 0};
    if (!(fabs(x) <= 1))
        return NAN;
    return angle_in(other_leg(x), leg, x < 0);
}

double real_hypot(double x, double y)
{
    double a = fabs(x), b = fabs(y), root;
    struct pair s, t, sum, back;
    int e;
    if (isinf(x) || isinf(y))
        return INFINITY;
    if (isnan(x) || isnan(y) || a == 0 || b == 0)
        return a + b;
    (void)frexp(fmax(a, b), &e);
    s = pair_product(ldexp(a, -e), ldexp(a, -e));
    t = pair_product(ldexp(b, -e), ldexp(b, -e));
    sum = pair_sum(s.high, t.high);
    sum.low += s.low + t.low;
    root = sqrt(sum.high);
    back = pair_product(root, root);
    return ldexp(root + (((sum.high - back.high) - back.low) + sum.low) / (2 * root), e);
}
