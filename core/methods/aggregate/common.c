/* SPDX-License-Identifier: MIT */
/* Scaling of columns, checks and notes, for all methods of the aggregate stage. */
#include "methods/aggregate/aggregate_internal.h"

#include "methods/reason.h"
#include "stats/stats.h"

/* ---- scales -------------------------------------------------------------- */

static double power_of_two_for(double largest)
{
    int e = 0;
    (void)frexp(largest, &e);
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

void aggregate_fit_minmax(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    (void)c;
    s->from[j] = s->range.min * s->factor[j];
    s->unit[j] = s->range.max * s->factor[j] - s->from[j];
}

void aggregate_fit_max(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    (void)c;
    s->unit[j] = s->range.max * s->factor[j];
}

void aggregate_fit_sum(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    s->unit[j] = stats_sum_about(c->x[j], c->n, s->factor[j], 0, 0);
}

void aggregate_fit_length(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    s->unit[j] = sqrt(stats_squares_about(c->x[j], c->n, s->factor[j], 0, 0));
}

/* from: the lowest value; shift: the mean above it. */
static void fit_centre(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    s->from[j] = s->range.min * s->factor[j];
    s->shift[j] = stats_sum_about(c->x[j], c->n, s->factor[j], s->from[j], 0) / (double)s->range.n;
}

void aggregate_fit_mean(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    fit_centre(c, j, s);
    s->unit[j] = fabs(s->from[j] + s->shift[j]);
    if (s->unit[j] <= 1e-12) /* of a largest value between 1/2 and 1 */
        s->unit[j] = 0;
}

/* The range is no less than the last digit of 1/2, so that its square does not vanish. */
static void fit_deviation(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s,
                          size_t less)
{
    fit_centre(c, j, s);
    if (s->range.max * s->factor[j] - s->from[j] > 0)
        s->unit[j] =
            sqrt(stats_squares_about(c->x[j], c->n, s->factor[j], s->from[j], s->shift[j]) /
                 (double)(s->range.n - less));
}

void aggregate_fit_population(const struct heng_aggregate_call *c, size_t j,
                              struct aggregate_scale *s)
{
    fit_deviation(c, j, s, 0);
}

void aggregate_fit_sample(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    fit_deviation(c, j, s, 1);
}

/* Returns 1 when column j has values and yet cannot be put on the scale. */
static int fit_column(struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s,
                      aggregate_fit_fn *fit)
{
    s->factor[j] = 1;
    s->from[j] = s->shift[j] = s->unit[j] = 0;
    s->range = stats_range(c->x[j], c->n);
    if (!(c->w[j] > 0) || s->range.n == 0)
        return 0;
    s->factor[j] = power_of_two_for(fmax(fabs(s->range.min), fabs(s->range.max)));
    fit(c, j, s);
    s->used += s->unit[j] > 0;
    return !(s->unit[j] > 0);
}

size_t aggregate_scratch_scale(size_t n, size_t m)
{
    (void)n;
    return AGGREGATE_SCALE_DOUBLES * m;
}

size_t aggregate_scratch_scale_and_row(size_t n, size_t m)
{
    return AGGREGATE_SCALE_DOUBLES * m + n;
}

struct aggregate_scale aggregate_scale_fit(struct heng_aggregate_call *c, aggregate_fit_fn *fit,
                                           const char *why)
{
    double *at = c->scratch;
    struct aggregate_scale s = {at, at + c->m, at + 2 * c->m, at + 3 * c->m, 0, {0, NAN, NAN}};
    size_t left_out = 0, first = 0;
    for (size_t j = 0; j < c->m; j++)
        if (fit_column(c, j, &s, fit) && left_out++ == 0)
            first = j;
    if (left_out == 1)
        remark(c->why, c->why_size, "column %s left out: %s", c->ids[first], why);
    else if (left_out > 1)
        remark(c->why, c->why_size, "%zu columns left out, %s the first: %s", left_out,
               c->ids[first], why);
    return s;
}

int aggregate_scaled_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                          size_t j, size_t first, double *room)
{
    if (!(s->unit[j] > 0))
        return 0;
    rows_scale(rows_of(c->x[j], c->n, first, room), s->factor[j], s->from[j], s->shift[j],
               s->unit[j], room, rows_padded(c->n, first));
    return 1;
}

void aggregate_add_scaled(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                          size_t first, struct rows_mean *mean)
{
    double r[ROWS];
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r))
            rows_mean_add(mean, r, c->w[j]);
}

void aggregate_add_columns(const struct heng_aggregate_call *c, size_t first,
                           struct rows_mean *mean)
{
    double room[4][ROWS], w[4];
    const double *v[4];
    size_t k = 0;
    for (size_t j = 0; j < c->m; j++) {
        if (!(c->w[j] > 0))
            continue;
        v[k] = rows_of(c->x[j], c->n, first, room[k]);
        w[k++] = c->w[j];
        if (k == 4) {
            rows_mean_add_four(mean, v, w);
            k = 0;
        }
    }
    for (size_t j = 0; j < k; j++)
        rows_mean_add(mean, v[j], w[j]);
}

void aggregate_put(struct heng_aggregate_call *c, size_t first, const double *v)
{
    column_copy(c->y + first, v, rows_count(c->n, first));
}

void aggregate_scaled_means(struct heng_aggregate_call *c, const struct aggregate_scale *s)
{
    struct rows_mean mean;
    double y[ROWS];
    for (size_t first = 0; first < c->n; first += ROWS) {
        rows_mean_clear(&mean, rows_padded(c->n, first));
        aggregate_add_scaled(c, s, first, &mean);
        rows_mean_value(&mean, y);
        aggregate_put(c, first, y);
    }
}

/* ---- checks and notes ---------------------------------------------------- */

int aggregate_refuse_negative(struct heng_aggregate_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0 && stats_min(c->x[j], c->n) < 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED, "negative value in column %s",
                          c->ids[j]);
    return HENG_OK;
}

int aggregate_check_list(struct heng_aggregate_call *c, const char *name,
                         const struct heng_reals *list)
{
    if (list->n == 1 || list->n == c->m)
        return HENG_OK;
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "%s has %zu values for %zu columns; give one, or one a column", name, list->n,
                  c->m);
}

int aggregate_has_child(const struct heng_aggregate_call *c, size_t i)
{
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_is_child(c, j, i))
            return 1;
    return 0;
}

int aggregate_settle(struct heng_aggregate_call *c, const char *why)
{
    size_t lost = 0, defined = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (isfinite(c->y[i])) {
            defined++;
        } else {
            c->y[i] = NAN;
            lost += (size_t)aggregate_has_child(c, i);
        }
    }
    if (defined == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s", lost > 0 ? why : "no values");
    if (lost > 0)
        remark_add(c->why, c->why_size, "%zu score%s undefined: %s", lost, plural(lost), why);
    return HENG_OK;
}

void aggregate_tell_zeros(struct heng_aggregate_call *c, int columns_of_zeros)
{
    size_t zeros = 0, first = 0;
    if (!wants_reason(c->why, c->why_size))
        return;
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < c->m && !isnan(c->y[i]); j++)
            if (aggregate_is_child(c, j, i) && c->x[j][i] == 0 &&
                (columns_of_zeros || stats_max(c->x[j], c->n) > 0)) {
                first = zeros++ == 0 ? j : first;
                break;
            }
    if (zeros > 0)
        remark_add(
            c->why, c->why_size,
            "%zu unit%s a child of 0 (the first in %s), which makes the result 0: a range from "
            "above 0, such as 1, 100, or another method tells them apart",
            zeros, zeros == 1 ? " has" : "s have", c->ids[first]);
}
