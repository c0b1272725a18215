/* SPDX-License-Identifier: MIT */
/* Scores that rounding alone parts, brought to one value. */
#include "stats/level.h"

#include <math.h>

#include "stats/simd.h"
#include "stats/stats.h"

SIMD_BODY void find_largest_body(const double *x, size_t n, double *most)
{
    lanes m = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const lanes v = *(const lanes *)(x + i), a = SIMD_PICK(v < 0, -v, v);
        m = SIMD_PICK(a > m, a, m);
    }
    *most = fmax(fmax(m[0], m[1]), fmax(m[2], m[3]));
    for (; i < n; i++)
        *most = fabs(x[i]) > *most ? fabs(x[i]) : *most;
}
SIMD_VERSIONS(static, find_largest, (const double *x, size_t n, double *most), (x, n, most))

/* NaN is passed over. */
static double largest(const double *x, size_t n)
{
    double most;
    find_largest(x, n, &most);
    return most;
}

double level_reach(const struct level *l, const double *x, size_t n)
{
    return l->decimals < 0 && l->tolerance > 0 ? l->tolerance * largest(x, n) : 0;
}

/* To the nearest, halves to even, of the exact product: what printf's %.*f shows. */
double level_rounded(const struct level *l, double v)
{
    static const double power[LEVEL_DECIMALS_MAX + 1] = {1,   1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                                         1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    double scale, product, whole, rest;
    if (l->decimals < 0)
        return v;
    scale = power[l->decimals];
    product = v * scale;
    if (!(fabs(product) < 4503599627370496.0)) /* 2^52: nothing behind the point */
        return v;
    whole = rint(product);
    rest = fma(v, scale, -product); /* what the product has lost */
    if (product - whole == 0.5 && rest > 0)
        whole += 1;
    else if (product - whole == -0.5 && rest < 0)
        whole -= 1;
    return whole / scale + 0.0;
}

void level_sorted(double *sorted, size_t n, double reach)
{
    double first = n > 0 ? sorted[n - 1] : 0;
    for (size_t i = n; i-- > 0;) {
        if (first - sorted[i] > reach)
            first = sorted[i];
        sorted[i] = first;
    }
}

double level_among(const double *sorted, size_t n, double reach, double v)
{
    size_t from = 0, to = n; /* the first that is v or higher */
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sorted[middle] < v)
            from = middle + 1;
        else
            to = middle;
    }
    return from < n && sorted[from] - v <= reach ? sorted[from] : v;
}

void level_column(const struct level *l, const double *x, size_t n, double *to, double *scratch)
{
    const double reach = level_reach(l, x, n);
    if (reach > 0)
        level_column_within(x, n, reach, to, scratch);
    for (size_t i = 0; i < n && reach == 0; i++)
        to[i] = level_rounded(l, x[i]);
}

void level_column_within(const double *x, size_t n, double reach, double *to, double *scratch)
{
    const size_t present = stats_sort(x, n, scratch);
    level_sorted(scratch, present, reach);
    for (size_t i = 0; i < n; i++)
        to[i] = isnan(x[i]) ? x[i] : level_among(scratch, present, reach, x[i]);
}

/* x by rank into room, which is NaN elsewhere; false where two different values meet, or one has no
   lawful rank. */
static bool lay_by_rank(const double *x, const double *rank, size_t n, double *room)
{
    for (size_t i = 0; i < n; i++)
        room[i] = NAN;
    for (size_t i = 0; i < n; i++) {
        const bool lawful = rank[i] >= 1 && rank[i] <= (double)n;
        double *to = room + (lawful ? (int64_t)rank[i] - 1 : 0);
        if (!lawful && !isnan(x[i]))
            return false;
        if (lawful && !isnan(*to) && *to != x[i])
            return false;
        *to = lawful ? x[i] : *to;
    }
    return true;
}

/* Ties leave gaps behind them. */
bool level_apart(const double *x, const double *rank, size_t n, double reach, double *room)
{
    double before = INFINITY;
    if (!lay_by_rank(x, rank, n, room))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (before - room[i] <= reach)
            return false;
        before = isnan(room[i]) ? before : room[i];
    }
    return true;
}
