/* SPDX-License-Identifier: MIT */
/* Groups of units and ranges of periods: which values a method sees, and what they are called. */
#include "run/reference.h"

#include <string.h>

#include "run/pipeline_internal.h"
#include "stats/stats.h"

struct period_range reference_base(const struct results *r, const char *base, const bool *units)
{
    switch (base_kind(base)) {
    case BASE_EACH:
        return (struct period_range){0, 0, units};
    case BASE_POOLED:
        return (struct period_range){0, r->n_periods, units};
    case BASE_PERIOD:
        break;
    }
    return (struct period_range){table_period(r->plan->table, base), 1, units};
}

struct period_range reference_of(const struct results *r, const struct node *n)
{
    const struct bound_method *m = &n->at[HENG_NORMALISE];
    return reference_base(r, m->options.base, m->base_units);
}

size_t gathered(const struct reference_group *g, struct period_range s)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        n += reference_has(&s, g->first + i);
    return n * s.n;
}

/* One period's, of the units that are looked at; returns where the next one's begin. */
static double *gather_chosen(const double *from, const struct reference_group *g, const bool *units,
                             double *to)
{
    for (size_t i = 0; i < g->n; i++)
        if (units[g->first + i])
            *to++ = from[i];
    return to;
}

const double *gather(const struct results *r, const double *column, const struct reference_group *g,
                     struct period_range s, double *buffer)
{
    double *to = buffer;
    if (s.n == 1 && !s.units)
        return column + results_row(r, s.first, g->first);
    for (size_t t = 0; s.units && t < s.n; t++)
        to = gather_chosen(column + results_row(r, s.first + t, g->first), g, s.units, to);
    for (size_t t = 0; !s.units && t < s.n; t++)
        memcpy(buffer + t * g->n, column + results_row(r, s.first + t, g->first),
               g->n * sizeof *buffer);
    return buffer;
}

void scatter(const struct results *r, const double *from, double *column,
             const struct reference_group *g, struct period_range s)
{
    for (size_t t = 0; t < s.n; t++)
        memcpy(column + results_row(r, s.first + t, g->first), from + t * g->n,
               g->n * sizeof *from);
}

/* Whether the method takes its range from the data, and the base is not constant. */
static bool takes_best(const struct method *m, const struct heng_column_call *call)
{
    return (method_traits(m->desc) & HENG_RANGE_FROM_BASE) &&
           stats_max(call->base, call->n_base) > stats_min(call->base, call->n_base);
}

void add_best_deviation(const struct nearness *near, const struct method *m,
                        struct heng_column_call *call, double *buffer)
{
    if (!near->kind || !takes_best(m, call))
        return;
    memmove(buffer, call->base, call->n_base * sizeof *buffer);
    buffer[call->n_base++] = 0;
    call->base = buffer;
    call->base_codes = NULL;
}

/* ---- groups ----------------------------------------------------------------------------- */

bool is_in_order(const struct results *r)
{
    size_t i;
    for (i = 0; i < r->n_units && r->plan->order[i] == i; i++)
        ;
    return i == r->n_units;
}

/*
 * The units' codes for the periods of every group: group by group, period by period, so that those
 * of a group begin at its first * n_periods for one period as for all. The table's own where they
 * are in that order.
 */
static const char *const *codes_of(const struct results *r, const struct reference_group *v,
                                   size_t n, struct arena *a)
{
    const char **codes, **to;
    if (r->n_periods == 1 && is_in_order(r))
        return (const char *const *)r->plan->table->codes;
    codes = to = arena_array(a, r->n_rows, sizeof *codes);
    for (size_t k = 0; codes && k < n; k++)
        for (size_t t = 0; t < r->n_periods; t++)
            for (size_t i = 0; i < v[k].n; i++)
                *to++ = plan_unit_code(r->plan, v[k].first + i);
    return codes;
}

bool groups_of(struct unit_groups *g, const struct results *r, const struct reference_group *v,
               size_t n, struct arena *a)
{
    *g = (struct unit_groups){.v = v, .n = n, .codes = codes_of(r, v, n, a)};
    return g->codes;
}

const char *group_name(const struct results *r, size_t n_groups, size_t group, size_t period)
{
    const struct plan *p = r->plan;
    const char *label = n_groups > 1 ? p->classes[group].label : "";
    const char *time =
        p->table->n_periods > 1 && period < r->n_periods ? p->table->periods[period] : "";
    const char *text;
    if (!*label && !*time)
        return "";
    text = arena_printf(r->arena, " (%s%s%s)", label, *label && *time ? ", " : "", time);
    return text ? text : "";
}
