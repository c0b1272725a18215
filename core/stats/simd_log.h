/* SPDX-License-Identifier: MIT */
/*
 * The natural logarithm in lanes, by additions, multiplications and one division: the same bits on
 * every instruction set, which a C library does not promise. Error below 1 ulp (at most 0.86, and
 * 0.84 for simd_log1p, over 10^8 arguments of all sizes).
 *
 * With x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2), and s = f / (2 + f):
 *
 *     ln(1 + f) = 2 atanh s = 2 s + s R(s^2) = f - s (f - R) = f - (f^2 / 2 - s (f^2 / 2 + R))
 *
 * where R is the polynomial that is nearest to it (by Remez, within 2^-58); k ln 2 is added in two
 * parts. Tang, Table-driven implementation of the logarithm function in IEEE floating-point
 * arithmetic, ACM Transactions on Mathematical Software 16(4), 1990, discusses such reductions.
 */
#ifndef HENG_STATS_SIMD_LOG_H
#define HENG_STATS_SIMD_LOG_H

#include <math.h>

#include "stats/simd.h"

typedef uint64_t lane_bits __attribute__((vector_size(32), aligned(8), may_alias));

/* x, normal and above 0, is m 2^k: m from sqrt(1/2) to sqrt(2). */
SIMD_BODY void simd_split(const lanes *x, lanes *m, lanes *k)
{
    const uint64_t root = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000; /* sqrt(1/2) and 1 */
    const uint64_t big = 0x4330000000000000; /* 2^52: the last bits are those of a whole number */
    const lane_bits b = (lane_bits)*x + (one - root);
    *m = (lanes)((b & 0x000fffffffffffff) + root);
    *k = (lanes)(b >> 52 | big) - (0x1p52 + 1023);
}

#define SIMD_LN2_HIGH 0x1.62e42feep-1
#define SIMD_LN2_LOW 0x1.a39ef35793c76p-33

/* R of z = s^2 and w = z^2, and ln(1 + f) + k SIMD_LN2_HIGH + low, of which low is small: of lanes
   or of doubles. */
#define SIMD_LOG_REST(z, w)                                                                        \
    ((w) * (0x1.999999997fd76p-2 + (w) * (0x1.c71c520604c50p-3 + (w)*0x1.39a1a6ef6231ep-3)) +      \
     (z) *                                                                                         \
         (0x1.5555555555592p-1 +                                                                   \
          (w) * (0x1.24924941f5011p-2 + (w) * (0x1.74663fa29ad56p-3 + (w)*0x1.2f0634b5ae1b1p-3))))
#define SIMD_LOG_SUM(f, k, low, s, half, r)                                                        \
    ((k)*SIMD_LN2_HIGH - (((half) - ((s) * ((half) + (r)) + (low))) - (f)))

SIMD_BODY void simd_log_sum(const lanes *f, const lanes *k, const lanes *low, lanes *to)
{
    const lanes s = *f / (2.0 + *f), z = s * s, w = z * z, half = 0.5 * *f * *f;
    const lanes r = SIMD_LOG_REST(z, w);
    *to = SIMD_LOG_SUM(*f, *k, *low, s, half, r);
}

/* ln x of x that are normal and above 0; anything else gives anything. */
SIMD_BODY void simd_log_normal(const lanes *x, lanes *to)
{
    lanes m, k, f, low;
    simd_split(x, &m, &k);
    f = m - 1.0;
    low = k * SIMD_LN2_LOW;
    simd_log_sum(&f, &k, &low, to);
}

/* ln x: -infinity of 0, NaN below. */
SIMD_BODY void simd_log(const lanes *x, lanes *to)
{
    const lanes zero = {0}, v = *x;
    const lane_mask small = (lane_mask)(v < 0x1p-1022);
    const lanes normal = SIMD_PICK(small, v * 0x1p54, v);
    lanes m, k, f, low, y;
    simd_split(&normal, &m, &k);
    k -= SIMD_WHERE(small, zero + 54.0);
    f = m - 1.0;
    low = k * SIMD_LN2_LOW;
    simd_log_sum(&f, &k, &low, &y);
    y = SIMD_PICK(v < INFINITY, y, v); /* infinity and NaN stay */
    *to = SIMD_PICK(v > zero, y, SIMD_PICK(v == zero, zero - INFINITY, zero + NAN));
}

/* ln(1 + x) with all its digits near 0; x above -1 and finite, or NaN. */
SIMD_BODY void simd_log1p(const lanes *x, lanes *to)
{
    const lanes v = *x, u = 1.0 + v, t = u - 1.0;
    const lanes lost = ((1.0 - (u - t)) + (v - t)) / u;
    const lanes zero = {0};
    lanes m, k, f, low, y;
    simd_split(&u, &m, &k);
    f = SIMD_PICK(k == zero, v, m - 1.0);
    low = k * SIMD_LN2_LOW + SIMD_PICK(k == zero, zero, lost);
    simd_log_sum(&f, &k, &low, &y);
    *to = SIMD_PICK(v == v, y, v);
}

#endif
