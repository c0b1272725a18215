/* SPDX-License-Identifier: MIT */
/*
 * Numbers of twice the digits, as sums of two doubles. Dekker, A floating-point technique for
 * extending the available precision, Numerische Mathematik 18, 1971, 224-242; Knuth, The Art of
 * Computer Programming 2, 4.2.2.
 */
#ifndef HENG_STATS_PAIR_H
#define HENG_STATS_PAIR_H

#include "stats/elementary_tables.h"

/* a + b, exactly. */
static inline struct pair pair_sum(double a, double b)
{
    const double s = a + b, t = s - a;
    return (struct pair){s, (a - (s - t)) + (b - t)};
}

/* a + b, exactly, where a is not the smaller one. */
static inline struct pair pair_sum_ordered(double a, double b)
{
    const double s = a + b;
    return (struct pair){s, b - (s - a)};
}

/* The first 26 bits of x, below 2^996. */
static inline double pair_half(double x)
{
    const double t = 134217729 * x;
    return t - (t - x);
}

/* a b, exactly but for what is below the least double. */
static inline struct pair pair_product(double a, double b)
{
    const double p = a * b, ah = pair_half(a), bh = pair_half(b), al = a - ah, bl = b - bh;
    return (struct pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

/* Within 2^-100 or so. */
static inline struct pair pair_times(struct pair a, struct pair b)
{
    struct pair p = pair_product(a.high, b.high);
    return pair_sum_ordered(p.high, p.low + (a.high * b.low + a.low * b.high));
}

/* What the quotient of a and b leaves, of q = a.high / b.high. */
static inline double pair_quotient_rest(struct pair a, struct pair b, double q)
{
    const struct pair p = pair_product(q, b.high);
    return (((a.high - p.high) - p.low) + (a.low - q * b.low)) / b.high;
}

#endif
