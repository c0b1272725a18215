/* SPDX-License-Identifier: MIT */
/* Scaling of columns, notes and sorting, for all methods of the aggregate stage. */
#include "methods/aggregate_parts.h"

#include "base/stats.h"
#include "methods/answer.h"

/* ---- scales -------------------------------------------------------------- */

static double power_of_two_for(double largest)
{
    int e = 0;
    (void)frexp(largest, &e);
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

void aggregate_fit_minmax(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    s->from[j] = stats_min(c->x[j], c->n) * s->factor[j];
    s->unit[j] = stats_max(c->x[j], c->n) * s->factor[j] - s->from[j];
}

void aggregate_fit_max(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    s->unit[j] = stats_max(c->x[j], c->n) * s->factor[j];
}

void aggregate_fit_sum(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    struct sum total = {0, 0};
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            sum_add(&total, c->x[j][i] * s->factor[j]);
    s->unit[j] = sum_value(&total);
}

void aggregate_fit_length(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    struct sum squares = {0, 0};
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i])) {
            double x = c->x[j][i] * s->factor[j];
            sum_add(&squares, x * x);
        }
    s->unit[j] = sqrt(sum_value(&squares));
}

/* from: the lowest value; shift: the mean above it. Returns the count of values. */
static size_t fit_centre(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    struct sum above = {0, 0};
    size_t present = stats_count(c->x[j], c->n);
    s->from[j] = stats_min(c->x[j], c->n) * s->factor[j];
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            sum_add(&above, c->x[j][i] * s->factor[j] - s->from[j]);
    s->shift[j] = sum_value(&above) / (double)present;
    return present;
}

void aggregate_fit_mean(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    fit_centre(c, j, s);
    s->unit[j] = fabs(s->from[j] + s->shift[j]);
    if (s->unit[j] <= 1e-12) /* of a largest value between 1/2 and 1 */
        s->unit[j] = 0;
}

/* Deviations are taken in units of the range, so that their squares do not vanish. */
static void fit_deviation(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s,
                          size_t less)
{
    size_t present = fit_centre(c, j, s);
    double range = stats_max(c->x[j], c->n) * s->factor[j] - s->from[j];
    struct sum squares = {0, 0};
    if (!(range > 0))
        return;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i])) {
            double d = (c->x[j][i] * s->factor[j] - s->from[j] - s->shift[j]) / range;
            sum_add(&squares, d * d);
        }
    s->unit[j] = range * sqrt(sum_value(&squares) / (double)(present - less));
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
    double largest = fmax(fabs(stats_min(c->x[j], c->n)), fabs(stats_max(c->x[j], c->n)));
    s->factor[j] = 1;
    s->from[j] = s->shift[j] = s->unit[j] = 0;
    if (!(c->w[j] > 0) || isnan(largest))
        return 0;
    s->factor[j] = power_of_two_for(largest);
    fit(c, j, s);
    s->used += s->unit[j] > 0;
    return !(s->unit[j] > 0);
}

struct aggregate_scale aggregate_scale_fit(struct heng_aggregate_call *c, aggregate_fit_fn *fit,
                                           const char *why)
{
    double *at = c->scratch;
    struct aggregate_scale s = {at, at + c->m, at + 2 * c->m, at + 3 * c->m, 0};
    size_t left_out = 0, first = 0;
    for (size_t j = 0; j < c->m; j++)
        if (fit_column(c, j, &s, fit) && left_out++ == 0)
            first = j;
    if (left_out == 1)
        answer(c->why, c->why_size, HENG_OK, "column %s left out: %s", c->ids[first], why);
    else if (left_out > 1)
        answer(c->why, c->why_size, HENG_OK, "%zu columns left out, %s the first: %s", left_out,
               c->ids[first], why);
    return s;
}

double aggregate_scaled_mean(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                             size_t i)
{
    struct sum total = {0, 0}, weight = {0, 0};
    for (size_t j = 0; j < c->m; j++) {
        double r = aggregate_scaled(c, s, j, i);
        if (isnan(r))
            continue;
        sum_add(&total, c->w[j] * r);
        sum_add(&weight, c->w[j]);
    }
    return sum_value(&total) / sum_value(&weight);
}

double aggregate_scaled_weight(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                               size_t i)
{
    struct sum weight = {0, 0};
    for (size_t j = 0; j < c->m; j++)
        if (!isnan(aggregate_scaled(c, s, j, i)))
            sum_add(&weight, c->w[j]);
    return sum_value(&weight);
}

/* ---- checks and notes ---------------------------------------------------- */

int aggregate_refuse_negative(struct heng_aggregate_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0 && stats_min(c->x[j], c->n) < 0)
            return answer(c->why, c->why_size, HENG_UNDEFINED, "negative value in column %s",
                          c->ids[j]);
    return HENG_OK;
}

int aggregate_check_list(struct heng_aggregate_call *c, const char *name,
                         const struct heng_reals *list)
{
    if (list->n == 1 || list->n == c->m)
        return HENG_OK;
    return answer(c->why, c->why_size, HENG_FAIL,
                  "%s has %zu values for %zu columns; give one, or one a column", name, list->n,
                  c->m);
}

static int has_child(const struct heng_aggregate_call *c, size_t i)
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
            lost += (size_t)has_child(c, i);
        }
    }
    if (defined == 0)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "%s", lost > 0 ? why : "no values");
    if (lost > 0)
        answer_add(c->why, c->why_size, "%zu score%s undefined: %s", lost, plural(lost), why);
    return HENG_OK;
}

/* ---- order --------------------------------------------------------------- */

static void swap(double *a, double *b)
{
    double t = *a;
    *a = *b;
    *b = t;
}

static void sift_down(double *key, double *value, size_t i, size_t n)
{
    size_t child;
    while ((child = 2 * i + 1) < n) {
        if (child + 1 < n && key[child] < key[child + 1])
            child++;
        if (key[i] >= key[child])
            return;
        swap(&key[i], &key[child]);
        swap(&value[i], &value[child]);
        i = child;
    }
}

/* Heapsort: qsort of the C library allocates. */
void aggregate_sort(double *key, double *value, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(key, value, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(&key[0], &key[i]);
        swap(&value[0], &value[i]);
        sift_down(key, value, 0, i);
    }
}
