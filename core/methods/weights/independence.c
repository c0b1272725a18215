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
#include "methods/reason.h"
#include "methods/weights/weights_internal.h"
#include "stats/correlation.h"
#include "stats/stats.h"

static const double dependent = 1e-12;

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

static size_t count_used(const double *used, size_t m)
{
    size_t n = 0;
    for (size_t j = 0; j < m; j++)
        n += used[j] > 0;
    return n;
}

size_t weights_whole_scratch(size_t n, size_t m)
{
    return n + (m + 3) * m + correlation_scratch(CORRELATION_PEARSON, n, m);
}

void weights_whole(struct heng_weigh_call *c, struct weights_whole *w, double *scratch)
{
    size_t m = c->m;
    double *whole = scratch + (m + 3) * m;
    w->r = scratch;
    w->used = w->r + m * m;
    w->scale = w->used + m;
    w->length = w->scale + m;
    for (size_t j = 0; j < m; j++)
        w->used[j] = weights_width(c, j) > 0;
    w->n = 0;
    w->varying = count_used(w->used, m);
    if (w->varying > 1) {
        w->n = correlation_whole(c->x, c->n, m, w->used, whole);
        correlation_of_whole(c->x, c->n, m, whole, w->r, w->scale, w->length, whole + c->n);
    }
    for (size_t j = 0; j < m; j++) {
        if (w->varying > 1 && w->used[j] > 0 && w->n > 1 && !(w->length[j] > 0)) {
            w->used[j] = 0;
            weights_warn(c, j, "constant over the units that have all columns: weight 0");
        }
        w->length[j] = w->n > 0 && w->used[j] > 0 ? w->length[j] : 0;
        c->w[j] = w->used[j];
    }
    w->varying = count_used(w->used, m);
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
            return refuse(c->why, c->why_size, HENG_UNDEFINED,
                          "%s has no correlation with the others: 1/R has no value", c->ids[j]);
        c->w[j] = 1 / sqrt(1 - d);
    }
    return weights_finish(c, "every column has weight 0");
}

static int weigh_independence(struct heng_weigh_call *c)
{
    size_t m = c->m;
    double *a = c->scratch, *left = a + m * m;
    struct weights_whole w;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    weights_whole(c, &w, left + m);
    if (w.varying <= 1)
        return weights_finish(c, "every column has weight 0");
    if (w.n <= w.varying)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "%zu unit%s with all of %zu columns: too few, every R would be 1", w.n,
                      plural(w.n), w.varying);
    return invert(c, w.used, w.r, a, left);
}

static size_t scratch_independence(size_t n, size_t m)
{
    return (m + 1) * m + weights_whole_scratch(n, m);
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
