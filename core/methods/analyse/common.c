/* SPDX-License-Identifier: MIT */
/*
 * The significance of a correlation, as cor.test of R has it.
 *
 * Kendall's S with ties (t, u: sizes of the groups of equal values in x and y):
 *     var S = (n (n - 1) (2 n + 5) - sum t (t - 1) (2 t + 5) - sum u (u - 1) (2 u + 5)) / 18
 *           + sum t (t - 1) sum u (u - 1) / (2 n (n - 1))
 *           + sum t (t - 1) (t - 2) sum u (u - 1) (u - 2) / (9 n (n - 1) (n - 2))
 *     z = S / sqrt(var S), without a correction for continuity
 * Source: Kendall, Rank Correlation Methods, 1970.
 */
#include "methods/analyse/analyse_internal.h"

#include <stdarg.h>
#include <stdio.h>

#include "stats/distribution.h"
#include "stats/stats.h"

void analyse_warn(struct heng_analyse_call *call, const char *format, ...)
{
    char text[256];
    va_list ap;
    if (!call->warn)
        return;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    call->warn(call->warn_data, HENG_NO_COLUMN, text);
}

size_t analyse_common(const double *x, const double *y, size_t n)
{
    size_t common = 0;
    for (size_t i = 0; i < n; i++)
        common += !isnan(x[i]) && !isnan(y[i]);
    return common;
}

/* Sums over groups of equal values of size t: of t (t - 1), t (t - 1) (2 t + 5) and
   t (t - 1) (t - 2). */
struct ties_of {
    double twos, fives, threes;
};

/* Of x where y is present. scratch: 5 n doubles. */
static struct ties_of count_ties(const double *x, const double *y, size_t n, double *scratch)
{
    double *kept = scratch, *first = kept + n, *last = first + n, *rest = last + n;
    struct ties_of s = {0, 0, 0};
    for (size_t i = 0; i < n; i++)
        kept[i] = isnan(y[i]) ? NAN : x[i];
    stats_rank(kept, n, TIES_MIN, first, rest);
    stats_rank(kept, n, TIES_MAX, last, rest);
    for (size_t i = 0; i < n; i++) {
        double others = last[i] - first[i]; /* t - 1; each of the t units adds its share */
        if (!(others > 0))
            continue;
        s.twos += others;
        s.fives += others * (2 * others + 7);
        s.threes += others * (others - 1);
    }
    return s;
}

static double kendall_p(const struct ties_of *x, const struct ties_of *y, size_t units, double tau)
{
    double n = (double)units, pairs = n * (n - 1), variance;
    double s = nearbyint(tau * sqrt((pairs - x->twos) * (pairs - y->twos)) / 2);
    if (x->twos == 0 && y->twos == 0 && units <= DISTRIBUTION_KENDALL_MAX)
        return distribution_kendall(s, units);
    variance = (pairs * (2 * n + 5) - x->fives - y->fives) / 18 + x->twos * y->twos / (2 * pairs) +
               x->threes * y->threes / (9 * pairs * (n - 2));
    return distribution_two_sided(s / sqrt(variance));
}

double analyse_p(enum correlation kind, enum spearman_p how, const double *x, const double *y,
                 size_t n, double r, double *scratch)
{
    size_t common = analyse_common(x, y, n);
    double units = (double)common;
    struct ties_of tx, ty;
    if (isnan(r) || common < 3)
        return NAN;
    if (kind == CORRELATION_PEARSON || (kind == CORRELATION_SPEARMAN && how == SPEARMAN_T))
        return distribution_correlation(r, common);
    tx = count_ties(x, y, n, scratch);
    ty = count_ties(y, x, n, scratch);
    if (kind == CORRELATION_KENDALL)
        return kendall_p(&tx, &ty, common, r);
    if (tx.twos > 0 || ty.twos > 0 || common > DISTRIBUTION_SPEARMAN_MAX)
        return distribution_correlation(r, common);
    return distribution_spearman(nearbyint((units * units * units - units) / 6 * (1 - r)), common);
}

size_t analyse_p_scratch(size_t n)
{
    return 5 * n;
}
