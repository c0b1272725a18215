/* SPDX-License-Identifier: MIT */
/* Calling a method, wherever it lives, and believing nothing of what it answers. */
#include <float.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "methods/reason.h"
#include "methods/registry.h"
#include "stats/simd.h"
#include "stats/stats.h"

/* The part of a call that every stage has. */
struct result {
    const struct method *m;
    char *why;
    size_t why_size;
    struct error *e; /* never NULL */
};

/* Of our own, those that work value by value write all n results, or say that there are none. */
static bool writes_all(const struct result *r)
{
    const struct heng_method *d = r->m->desc;
    return method_is_core(r->m) &&
           (d->stage == HENG_NORMALISE || d->stage == HENG_TREAT ||
            (d->stage == HENG_IMPUTE && d->column) || (method_traits(d) & HENG_BY_ROW));
}

/* Results are NaN until the method has written them. */
static void result_begin(const struct result *r, double *results, size_t n)
{
    if (!writes_all(r))
        column_clear(results, n);
    if (r->why && r->why_size > 0)
        r->why[0] = '\0';
    r->e->status = OK;
    r->e->text[0] = '\0';
}

/* Whole UTF-8 characters only, and an end within the buffer. */
static void trim_why(const struct result *r)
{
    size_t n;
    if (!r->why || r->why_size == 0)
        return;
    r->why[r->why_size - 1] = '\0';
    n = strlen(r->why);
    r->why[text_utf8_check(r->why, n)] = '\0';
}

/* The answer is not what the contract allows: its author's bug. */
static int violation(const struct result *r, const char *why)
{
    int own = method_is_core(r->m);
    error_set(r->e, own ? ERR_INTERNAL : ERR_PART, "method %s: %s%s%s", r->m->desc->name,
              own ? "" : r->m->origin, own ? "" : ": ", why);
    refuse(r->why, r->why_size, HENG_FAIL, "%s", why);
    return HENG_FAIL;
}

/* What the method answered, made lawful; on HENG_FAIL e is filled. */
static int settle(const struct result *r, int value)
{
    const char *why;
    trim_why(r);
    why = r->why && r->why_size > 0 && r->why[0] ? r->why : "no reason given";
    switch (value) {
    case HENG_OK:
        return value;
    case HENG_UNDEFINED:
        if (why != r->why)
            refuse(r->why, r->why_size, value, "%s", why);
        return value;
    case HENG_FAIL:
        if (r->e->text[0])
            error_prefix(r->e, "method %s", r->m->desc->name);
        else
            error_set(r->e, ERR_PROFILE, "method %s: %s", r->m->desc->name, why);
        return value;
    default:
        return violation(r, "answered neither OK nor UNDEFINED nor FAIL");
    }
}

SIMD_BODY void find_infinite_body(const double *y, size_t n, int *found)
{
    const lane_mask bits = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX}; /* all but the sign */
    const lanes end = {INFINITY, INFINITY, INFINITY, INFINITY};
    lane_mask a = {0}, b = {0};
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        const lane_mask v = *(const lane_mask *)(y + i), w = *(const lane_mask *)(y + i + LANES);
        a |= (lane_mask)((lanes)(v & bits) == end);
        b |= (lane_mask)((lanes)(w & bits) == end);
    }
    a |= b;
    *found = (a[0] | a[1] | a[2] | a[3]) != 0;
    for (; i < n; i++)
        *found |= y[i] > DBL_MAX || y[i] < -DBL_MAX;
}
SIMD_VERSIONS(static, find_infinite, (const double *y, size_t n, int *found), (y, n, found))

/* n results as the contract wants them: no infinities, and all NaN when there is no result. */
static int settle_column(const struct result *r, int value, double *y, size_t n)
{
    size_t infinite = 0;
    int found;
    value = settle(r, value);
    if (value != HENG_OK) {
        column_clear(y, n);
        return value;
    }
    find_infinite(y, n, &found);
    for (size_t i = 0; found && i < n; i++)
        if (isinf(y[i])) {
            y[i] = NAN;
            infinite++;
        }
    if (infinite > 0) {
        remark_add(r->why, r->why_size, "%zu infinite result%s undefined", infinite,
                   infinite == 1 ? " is" : "s are");
        trim_why(r);
    }
    return value;
}

static int nothing_to_do(const struct result *r, const char *why)
{
    return refuse(r->why, r->why_size, HENG_UNDEFINED, "%s", why);
}

static int is_column_stage(enum heng_stage stage)
{
    return stage == HENG_IMPUTE || stage == HENG_TREAT || stage == HENG_NORMALISE;
}

int method_column(const struct method *m, const void *params, struct heng_column_call *call,
                  struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    int value;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, call->y, call->n);
    if (!is_column_stage(m->desc->stage))
        return violation(&r, "cannot be called for a column");
    if (call->n == 0)
        return nothing_to_do(&r, "no units");
    value = m->driver ? m->driver->column(m, call, r.e) : m->desc->column(call);
    return settle_column(&r, value, call->y, call->n);
}

const char *weights_fault(const double *w, size_t m, const char *const *ids, char *text,
                          size_t size)
{
    double total;
    for (size_t j = 0; j < m; j++)
        if (!(w[j] >= 0 && w[j] <= 1 + 1e-9)) {
            snprintf(text, size, "its weight of %s is %s; it must be from 0 to 1",
                     ids ? ids[j] : "a column", short_number(w[j], 6).s);
            return text;
        }
    total = stats_sum(w, m);
    if (!(fabs(total - 1) <= 1e-9)) {
        snprintf(text, size, "its weights sum to %s; the sum must be 1", short_number(total, 12).s);
        return text;
    }
    return NULL;
}

int method_weigh(const struct method *m, const void *params, struct heng_weigh_call *call,
                 struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    char text[160];
    const char *fault;
    int value;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, call->w, call->m);
    if (m->desc->stage != HENG_WEIGHTS)
        return violation(&r, "cannot be called for weights");
    if (call->n == 0 || call->m == 0)
        return nothing_to_do(&r, call->n == 0 ? "no units" : "no columns");
    value = m->driver ? m->driver->weigh(m, call, r.e) : m->desc->weigh(call);
    value = settle(&r, value);
    if (value != HENG_OK) {
        column_clear(call->w, call->m);
        return value;
    }
    fault = weights_fault(call->w, call->m, call->ids, text, sizeof text);
    if (fault)
        column_clear(call->w, call->m);
    return fault ? violation(&r, fault) : HENG_OK;
}

int method_aggregate(const struct method *m, const void *params, struct heng_aggregate_call *call,
                     struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    int value;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, call->y, call->n);
    if (m->desc->stage != HENG_AGGREGATE)
        return violation(&r, "cannot be called for an aggregation");
    if (call->n == 0 || call->m == 0)
        return nothing_to_do(&r, call->n == 0 ? "no units" : "no columns");
    value = m->driver ? m->driver->aggregate(m, call, r.e) : m->desc->aggregate(call);
    return settle_column(&r, value, call->y, call->n);
}

int method_fill(const struct method *m, const void *params, struct heng_fill_call *call,
                struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    size_t n = call->n_units * call->n_periods;
    const double *x = call->x[call->column];
    int value;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, call->y, n);
    if (m->desc->stage != HENG_IMPUTE || m->driver || !method_fills(m->desc))
        return violation(&r, "cannot be called for several columns");
    if (n == 0)
        return nothing_to_do(&r, "no units");
    value = settle_column(&r, m->desc->fill(call), call->y, n);
    for (size_t i = 0; value == HENG_OK && i < n; i++)
        if (!isnan(x[i]) && call->y[i] != x[i])
            value = violation(&r, "changes a value that is present");
    return value;
}

/* One text for the four kinds of call, which differ in type alone. */
#define QUIETLY(KIND)                                                                              \
    int method_##KIND##_quietly(const struct method *m, const void *params,                        \
                                struct heng_##KIND##_call *call, struct error *e)                  \
    {                                                                                              \
        char *const why = call->why;                                                               \
        const size_t why_size = call->why_size;                                                    \
        int value = HENG_FAIL;                                                                     \
        if (!m->driver) {                                                                          \
            call->why = NULL;                                                                      \
            call->why_size = 0;                                                                    \
            value = method_##KIND(m, params, call, e);                                             \
            call->why = why;                                                                       \
            call->why_size = why_size;                                                             \
        }                                                                                          \
        return value == HENG_FAIL ? method_##KIND(m, params, call, e) : value;                     \
    }

QUIETLY(column)
QUIETLY(weigh)
QUIETLY(aggregate)
QUIETLY(fill)

/* Stands between an analysis and whoever takes its findings. */
struct finite_put {
    void (*put)(struct heng_analyse_call *call, const char *const *text, const double *v);
    void *data;
    size_t numbers;
};

enum { FIELDS_MAX = 64 };

static void put_finite(struct heng_analyse_call *call, const char *const *text, const double *v)
{
    struct finite_put *f = call->put_data;
    double finite[FIELDS_MAX];
    for (size_t i = 0; i < f->numbers; i++)
        finite[i] = isinf(v[i]) ? NAN : v[i];
    call->put_data = f->data;
    f->put(call, text, finite);
    call->put_data = f;
}

size_t method_analyse_room(const struct method *m, const void *params,
                           struct heng_analyse_call *call)
{
    const struct heng_analysis *a = m->desc->analysis;
    const size_t least = method_scratch(m, call->n, call->m);
    size_t room;
    if (m->desc->stage != HENG_ANALYSE || m->driver || !a->room || !call->n || !call->m)
        return least;
    call->size = sizeof *call;
    call->params = params;
    room = a->room(call);
    return room > least ? room : least;
}

int method_analyse(const struct method *m, const void *params, struct heng_analyse_call *call,
                   struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    struct finite_put f = {call->put, call->put_data, 0};
    int value;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, NULL, 0);
    if (m->desc->stage != HENG_ANALYSE || m->driver)
        return violation(&r, "cannot be called for an analysis");
    for (size_t i = 0; i < m->desc->analysis->n_fields; i++)
        f.numbers += !method_field(m->desc, i)->is_text;
    if (f.numbers > FIELDS_MAX)
        return violation(&r, "finds too many numbers a line");
    if (call->n == 0 || call->m == 0)
        return nothing_to_do(&r, call->n == 0 ? "no units" : "no columns");
    call->put = put_finite;
    call->put_data = &f;
    value = settle(&r, m->desc->analysis->analyse(call));
    call->put = f.put;
    call->put_data = f.data;
    return value;
}

SIMD_BODY void are_ranks_body(const double *x, const double *y, size_t n, int *are)
{
    lane_mask wrong = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const lanes v = *(const lanes *)(x + i), r = *(const lanes *)(y + i);
        const lane_mask there = (lane_mask)(v == v);
        wrong |= (~there & (lane_mask)(r == r)) |
                 (there & ~((lane_mask)(r >= 1) & (lane_mask)(r <= (double)n)));
    }
    *are = (wrong[0] | wrong[1] | wrong[2] | wrong[3]) == 0;
    for (; i < n; i++)
        *are &= isnan(x[i]) ? isnan(y[i]) != 0 : y[i] >= 1 && y[i] <= (double)n;
}
SIMD_VERSIONS(static, are_ranks, (const double *x, const double *y, size_t n, int *are),
              (x, y, n, are))

int method_rank(const struct method *m, const void *params, struct heng_rank_call *call,
                struct error *e)
{
    struct error local;
    const struct result r = {m, call->why, call->why_size, e ? e : &local};
    int value, are = 1;
    call->size = sizeof *call;
    call->params = params;
    result_begin(&r, call->y, call->n);
    if (m->desc->stage != HENG_RANK)
        return violation(&r, "cannot be called for ranks");
    if (call->n == 0)
        return nothing_to_do(&r, "no units");
    value = settle(&r, m->desc->rank(call));
    if (value == HENG_OK)
        are_ranks(call->x, call->y, call->n, &are);
    if (!are)
        value = violation(&r, "a rank is not from 1 to the number of units");
    if (value != HENG_OK)
        column_clear(call->y, call->n);
    return value;
}
