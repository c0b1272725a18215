/* SPDX-License-Identifier: MIT */
/* Scores that rounding alone parts, brought to one value. */
#include "stats/level.h"

#include <math.h>

#include "stats/stats.h"

static double largest(const double *x, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fabs(x[i]) > most ? fabs(x[i]) : most;
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
    size_t present;
    for (size_t i = 0; i < n && reach == 0; i++)
        to[i] = level_rounded(l, x[i]);
    if (reach == 0)
        return;
    present = stats_sort(x, n, scratch);
    level_sorted(scratch, present, reach);
    for (size_t i = 0; i < n; i++)
        to[i] = isnan(x[i]) ? x[i] : level_among(scratch, present, reach, x[i]);
}

bool level_apart(const double *x, const double *rank, size_t n, double reach, double *room)
{
    double before = INFINITY;
    for (size_t i = 0; i < n; i++)
        room[i] = NAN;
    for (size_t i = 0; i < n; i++) {
        const size_t at = rank[i] >= 1 && rank[i] <= (double)n ? (size_t)rank[i] - 1 : n;
        if (isnan(x[i]))
            continue;
        if (at == n || (!isnan(room[at]) && room[at] != x[i]))
            return false;
        room[at] = x[i];
    }
    for (size_t i = 0; i < n; i++) {
        if (isnan(room[i]))
            continue;
        if (!(before - room[i] > reach))
            return false;
        before = room[i];
    }
    return true;
}
