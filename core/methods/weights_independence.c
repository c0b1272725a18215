/* SPDX-License-Identifier: MIT */
/*
 * independence: (1 / R_j) / sum of 1 / R, R_j the multiple correlation of column j with all the
 * others (the square root of R^2 of their linear regression with a constant).
 *
 * Source: SPSSAU, manual, 独立性权重; SPSSPRO, manual, 独立性权系数法.
 *
 * R_j^2 is 1 - d, d what elimination leaves of column j's diagonal entry in the correlation matrix
 * once all the others have been pivots (the largest first). A pivot of 1e-12 or less depends on
 * those before it and is passed over; a d of 1e-12 or less is 0, and R is 1.
 *
 * Units with a NaN in any column that varies are left out. A column without values, or constant
 * (or so over the units that are left), gets weight 0 with a warning; the only one that varies
 * weight 1. As many columns as units or more, an R of 0 (R^2 of 1e-12 or less), all weights 0, or
 * one unit: undefined.
 */
#include "base/stats.h"
#include "methods/answer.h"
#include "methods/weights_parts.h"

static const double dependent = 1e-12;

/* whole[i]: 0 where unit i has a value in every used column, else NaN. Returns how many have. */
static size_t find_whole(const struct heng_weigh_call *c, const double *used, double *whole)
{
    for (size_t i = 0; i < c->n; i++)
        whole[i] = 0;
    for (size_t j = 0; j < c->m; j++)
        for (size_t i = 0; used[j] > 0 && i < c->n; i++)
            if (isnan(c->x[j][i]))
                whole[i] = NAN;
    return stats_count(whole, c->n);
}

/* A column over the whole units, as differences from its mean in units of its length. */
struct scaled {
    double width, mean, length;
};

static double scaled_value(const struct heng_weigh_call *c, size_t j, size_t i,
                           const struct scaled *s)
{
    return (c->x[j][i] / s->width - s->mean) / s->length;
}

static struct scaled scale_column(const struct heng_weigh_call *c, size_t j, const double *whole,
                                  size_t n, double width)
{
    struct scaled s = {width, 0, 1};
    struct sum total = {0, 0}, squares = {0, 0};
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(whole[i]))
            sum_add(&total, c->x[j][i] / width);
    s.mean = sum_value(&total) / (double)n;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(whole[i])) {
            double d = scaled_value(c, j, i, &s);
            sum_add(&squares, d * d);
        }
    s.length = sqrt(sum_value(&squares));
    return s;
}

static double correlation(const struct heng_weigh_call *c, size_t j, const struct scaled *a,
                          size_t k, const struct scaled *b, const double *whole)
{
    struct sum total = {0, 0};
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(whole[i]))
            sum_add(&total, scaled_value(c, j, i, a) * scaled_value(c, k, i, b));
    return sum_value(&total);
}

/* The used column other than j with the largest diagonal entry above `dependent` that is not done;
   m when there is none. */
static size_t find_pivot(const double *a, const double *left, size_t m, size_t j)
{
    size_t pivot = m;
    double top = dependent;
    for (size_t k = 0; k < m; k++)
        if (k != j && left[k] > 0 && a[k * m + k] > top) {
            top = a[k * m + k];
            pivot = k;
        }
    return pivot;
}

/* 1 - R_j^2. a (m x m) and left (m) are overwritten. */
static double unexplained(const double *r, const double *used, size_t m, size_t j, double *a,
                          double *left)
{
    size_t p;
    column_copy(a, r, m * m);
    column_copy(left, used, m);
    while ((p = find_pivot(a, left, m, j)) < m) {
        left[p] = 0;
        for (size_t k = 0; k < m; k++) {
            double f = left[k] > 0 ? a[k * m + p] / a[p * m + p] : 0;
            for (size_t i = 0; f != 0 && i < m; i++)
                if (left[i] > 0)
                    a[k * m + i] -= f * a[p * m + i];
        }
    }
    return a[j * m + j];
}

/*
 * The correlation matrix r of the used columns over the n whole units. A column that is constant
 * there is no longer used. width: of each column; mean, length: m doubles each.
 */
static void correlate(struct heng_weigh_call *c, double *used, const double *whole, size_t n,
                      double *width, double *mean, double *length, double *r)
{
    size_t m = c->m;
    for (size_t j = 0; j < m; j++) {
        struct scaled s;
        if (!(used[j] > 0))
            continue;
        s = scale_column(c, j, whole, n, width[j]);
        mean[j] = s.mean;
        length[j] = s.length;
        if (!(s.length > 0)) {
            used[j] = 0;
            weights_warn(c, j, "constant over the units that have all columns: weight 0");
        }
    }
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k <= j; k++) {
            const struct scaled a = {width[j], mean[j], length[j]};
            const struct scaled b = {width[k], mean[k], length[k]};
            double v = j == k;
            if (j != k && used[j] > 0 && used[k] > 0)
                v = correlation(c, j, &a, k, &b, whole);
            r[j * m + k] = r[k * m + j] = v;
        }
}

static size_t count_used(const double *used, size_t m)
{
    size_t n = 0;
    for (size_t j = 0; j < m; j++)
        n += used[j] > 0;
    return n;
}

/* 1 / R into w. */
static int invert(struct heng_weigh_call *c, const double *used, const double *r, double *a,
                  double *left)
{
    for (size_t j = 0; j < c->m; j++) {
        double d = used[j] > 0 ? unexplained(r, used, c->m, j, a, left) : 0;
        c->w[j] = used[j] > 0;
        if (d <= dependent)
            continue;
        if (!(1 - d > dependent))
            return answer(c->why, c->why_size, HENG_UNDEFINED,
                          "%s has no correlation with the others: 1/R has no value", c->ids[j]);
        c->w[j] = 1 / sqrt(1 - d);
    }
    return weights_finish(c, "every column has weight 0");
}

static int weigh_independence(const void *params, struct heng_weigh_call *c)
{
    size_t m = c->m, n, varying;
    double *used = c->scratch, *width = used + m, *mean = width + m, *length = mean + m;
    double *left = length + m, *r = left + m, *a = r + m * m, *whole = a + m * m;
    (void)params;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < m; j++) {
        width[j] = weights_width(c, j);
        mean[j] = length[j] = 0;
        used[j] = width[j] > 0;
        c->w[j] = used[j];
    }
    if (count_used(used, m) <= 1)
        return weights_finish(c, "every column has weight 0");
    n = find_whole(c, used, whole);
    correlate(c, used, whole, n, width, mean, length, r);
    varying = count_used(used, m);
    if (n <= varying)
        return answer(c->why, c->why_size, HENG_UNDEFINED,
                      "%zu unit%s with all of %zu columns: too few, every R would be 1", n,
                      plural(n), varying);
    if (varying == 1) {
        column_copy(c->w, used, m);
        return HENG_OK;
    }
    return invert(c, used, r, a, left);
}

static size_t scratch_independence(size_t n, size_t m)
{
    return n + (2 * m + 5) * m;
}

const struct heng_method weights_independence = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "independence",
    .title_zh = "独立性权重法",
    .title_en = "Independence (multiple correlation)",
    .summary = "Weighs a column the more, the less the others explain it together.",
    .formula = "(1 / R_j) / sum of 1 / R; R_j: multiple correlation of column j with all others",
    .source = "SPSSAU, manual, 独立性权重; SPSSPRO, manual, 独立性权系数法",
    .domain = "Units with a NaN are left out. A column that the others determine: R = 1. A "
              "constant column or one without values: weight 0, with a warning; the only varying "
              "column: weight 1. As many columns as units, a column without any correlation, or "
              "one unit: undefined.",
    .scratch = scratch_independence,
    .weigh = weigh_independence,
};
