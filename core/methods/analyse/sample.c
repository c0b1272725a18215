/* SPDX-License-Identifier: MIT */
/* Units taken in for an analysis of one column, and findings handed over. */
#include "methods/analyse/sample.h"

#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/reason.h"
#include "stats/stats.h"

void analyse_put(struct heng_analyse_call *c, const char *const *text, double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isinf(v[i]))
            v[i] = NAN;
    c->put(c, text, v);
}

int analyse_refuse_lines(struct heng_analyse_call *c, double lines, const char *remedy)
{
    if (lines <= ANALYSE_LINES_MAX)
        return HENG_OK;
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "would find %.0f lines, of which at most " ANALYSE_LINES_LIMIT " are kept; %s",
                  lines, remedy);
}

size_t analyse_unit(const struct heng_analyse_call *c, const char *code)
{
    size_t i = 0;
    while (i < c->n_units && !text_equal(c->codes[i], code))
        i++;
    return i;
}

double analyse_scale(const double *x, size_t n)
{
    double size = fmax(fabs(stats_max(x, n)), fabs(stats_min(x, n)));
    int e = 0;
    if (isfinite(size))
        (void)frexp(size, &e);
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

int analyse_sample_take(struct heng_analyse_call *c, size_t j, double *room,
                        struct analyse_sample *s)
{
    double population_scale = c->population ? analyse_scale(c->population, c->n) : 1;
    struct sum sum = {0};
    *s = (struct analyse_sample){.x = room,
                                 .w = room + c->n,
                                 .unit = room + 2 * c->n,
                                 .scale = analyse_scale(c->x[j], c->n)};
    for (size_t i = 0; i < c->n; i++) {
        double w = c->population ? c->population[i] * population_scale : 1;
        if (isnan(c->x[j][i]) || !(w > 0))
            continue;
        s->x[s->n] = c->x[j][i] * s->scale;
        s->w[s->n] = w;
        s->unit[s->n++] = (double)i;
    }
    if (s->n == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no unit has a value%s",
                      c->population ? " and a population" : "");
    if (s->n < c->n)
        analyse_warn(c, "%s: %zu of %zu units are left out: no value%s", c->ids[j], c->n - s->n,
                     c->n, c->population ? " or no population" : "");
    s->total = stats_sum(s->w, s->n);
    for (size_t i = 0; i < s->n; i++)
        sum_add(&sum, s->x[i] * s->w[i]);
    s->mean = sum_value(&sum) / s->total;
    return HENG_OK;
}

int analyse_sample_refuse(struct heng_analyse_call *c, const struct analyse_sample *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->x[i] < 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED, "the value of %s is negative",
                          c->codes[(size_t)s->unit[i]]);
    if (!(s->mean > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all values are 0");
    return HENG_OK;
}

double analyse_mean_excess(const struct analyse_run *a, const struct analyse_run *b)
{
    struct sum excess = {0}, below_a = {0}, below_b = {0};
    double at = fmin(a->x[0], b->x[0]);
    size_t i = 0, k = 0;
    while (k < b->n) {
        double next = i < a->n ? fmin(a->x[i], b->x[k]) : b->x[k];
        double above_b = (b->total - sum_value(&below_b)) / b->total;
        sum_add(&excess, (next - at) * (sum_value(&below_a) / a->total) * above_b);
        while (i < a->n && a->x[i] == next)
            sum_add(&below_a, a->w[i++]);
        while (k < b->n && b->x[k] == next)
            sum_add(&below_b, b->w[k++]);
        at = next;
    }
    return sum_value(&excess);
}

int analyse_each(const void *params, struct heng_analyse_call *c, analyse_column_fn *column)
{
    size_t undefined = 0;
    for (size_t j = 0; j < c->m; j++) {
        int value = column(params, c, j);
        if (value == HENG_FAIL)
            return value;
        if (value == HENG_OK)
            continue;
        undefined++;
        if (c->m > 1)
            analyse_warn(c, "%s: %s", c->ids[j], c->why);
    }
    if (undefined == 0 || undefined < c->m)
        return remark(c->why, c->why_size, "%s", "");
    return HENG_UNDEFINED;
}
