/* SPDX-License-Identifier: MIT */
/* A method over one indicator's column: group by group, period by period. */
#include <math.h>

#include "run/pipeline_internal.h"

static void note(struct indicator_stage *s, struct messages *to, const char *group, const char *why)
{
    if (pipeline_tells(s->pipeline, s->r->plan->tree.indicators[s->indicator]))
        messages_add_once(to, OK, "indicator %s%s: %s: %s", s->id, group,
                          s->in->bound.method->desc->name, why);
}

/* Where a call stands, for what its method warns of. */
struct call_place {
    struct indicator_stage *s;
    const struct unit_groups *g;
    size_t group, period;
};

static void on_warning(void *warn_data, size_t column, const char *text)
{
    const struct call_place *at = warn_data;
    (void)column;
    note(at->s, &at->s->r->plan->warnings, group_name(at->s->r, at->g->n, at->group, at->period),
         text);
}

/* What imputes fills in what is missing. Of the core's methods the tests prove it. */
static bool changes_present(const struct method *m, const struct heng_column_call *call)
{
    if (m->desc->stage != HENG_IMPUTE || method_is_core(m))
        return false;
    for (size_t i = 0; i < call->n; i++)
        if (!isnan(call->x[i]) && call->y[i] != call->x[i])
            return true;
    return false;
}

/* The codes of the base, where it is not all units. */
static const char *const *chosen_codes(struct indicator_stage *s,
                                       const struct heng_column_call *call,
                                       const struct reference_group *b, struct period_range base)
{
    const char **to;
    size_t n = 0;
    if (!s->base_codes)
        s->base_codes = arena_array(s->workspace->arena, s->r->n_rows, sizeof *s->base_codes);
    to = s->base_codes;
    for (size_t t = 0; to && t < base.n; t++)
        for (size_t i = 0; i < b->n; i++)
            if (reference_has(&base, b->first + i))
                to[n++] = call->codes[i];
    return to;
}

/* Runs the method over x's periods, with base's as its reference. */
static int call_method(struct indicator_stage *s, const struct unit_groups *g, size_t group,
                       struct period_range x, struct period_range base, struct error *e)
{
    struct results *r = s->r;
    const bool quiet = s->pipeline->quiet;
    const struct reference_group *b = &g->v[group];
    const struct bound_method *m = &s->in->bound;
    const size_t period = x.n > 1 ? r->n_periods : x.first;
    struct call_place at = {s, g, group, period};
    char why[WHY_MAX];
    struct heng_column_call call = {
        .n = b->n * x.n,
        .x = gather(r, s->from, b, x, s->x),
        .n_base = gathered(b, base),
        .group = g->by ? g->by + b->first : NULL,
        .n_groups = g->n_by,
        .direction = s->in->direction,
        .lo = s->in->lo,
        .hi = s->in->hi,
        .target = s->in->target,
        .y = x.n == 1 ? slice(r, s->to, b, x.first) : s->y,
        .why = why,
        .why_size = sizeof why,
        .warn = quiet ? NULL : on_warning,
        .warn_data = &at,
        .codes = g->codes + b->first * r->n_periods,
        .base_codes = g->codes + b->first * r->n_periods,
    };
    int answer;
    why[0] = '\0';
    call.base = reference_equal(&base, &x) ? call.x : gather(r, s->from, b, base, s->base);
    if (base.units && !(call.base_codes = chosen_codes(s, &call, b, base)))
        return error_no_memory(e);
    add_best_deviation(&s->in->near, m->method, &call, s->base);
    call.scratch = workspace_of(s->workspace, method_scratch(m->method, call.n + call.n_base, 1));
    if (!call.scratch)
        return error_no_memory(e);
    answer = (quiet ? method_column_quietly : method_column)(
        m->method, g == &s->pipeline->groups ? bound_params(m, group) : m->params, &call, e);
    if (answer == HENG_FAIL)
        return error_prefix(e, "%s: indicator %s%s", s->where, s->id,
                            group_name(r, g->n, group, period));
    if (answer == HENG_OK && changes_present(m->method, &call))
        return error_set(e, ERR_PART,
                         "%s: indicator %s%s: method %s: %s: changes a value that is present",
                         s->where, s->id, group_name(r, g->n, group, period), m->method->desc->name,
                         m->method->origin);
    for (size_t i = 0; answer == HENG_UNDEFINED && i < call.n; i++)
        call.y[i] = NAN;
    if (!quiet && (answer == HENG_UNDEFINED || why[0]))
        note(s, answer == HENG_UNDEFINED ? &r->plan->warnings : &r->plan->notes,
             group_name(r, g->n, group, period), why);
    if (x.n > 1)
        scatter(r, s->y, s->to, b, x);
    return OK;
}

int stage_over_groups(struct indicator_stage *s, const struct unit_groups *g,
                      struct period_range base, struct error *e)
{
    const struct period_range all = {0, s->r->n_periods, NULL};
    int status = OK;
    for (size_t k = 0; !status && k < g->n; k++)
        for (size_t t = 0; !status && t < s->r->n_periods; t++) {
            const struct period_range of = reference_at(base, t);
            const bool pooled = of.n > 1;
            status = call_method(s, g, k, pooled ? all : (struct period_range){t, 1, NULL}, of, e);
            if (pooled)
                break;
        }
    return status;
}
