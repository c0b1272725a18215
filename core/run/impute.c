/* SPDX-License-Identifier: MIT */
/*
 * Filling missing cells, over all units of the run. A method with `fill` is handed raw columns,
 * never filled ones, so that the order of the indicators changes nothing.
 */
#include <math.h>
#include <string.h>

#include "data/period.h"
#include "run/pipeline_internal.h"

static void by_attribute(const struct results *r, const struct attribute *by, uint32_t *group,
                         size_t *n)
{
    const size_t *order = r->plan->order;
    *n = 0;
    for (size_t i = 0; i < r->n_units; i++) {
        group[i] = by ? (uint32_t)*n : (uint32_t)results_class(r, i);
        for (size_t k = 0; by && k < i; k++)
            if (strcmp(by->v[order[k]], by->v[order[i]]) == 0)
                group[i] = group[k];
        if (group[i] >= *n)
            *n = group[i] + 1;
    }
}

/* All units as one group, and the groups of the method's `by`, which are looked up only where they
   are not those of the last. */
static int find_groups(struct indicator_stage *s, struct error *e)
{
    struct grouping *g = &s->grouping;
    const char *name = s->in->bound.options.by;
    const struct attribute *by;
    if (g->known && g->name == name)
        return OK;
    s->everyone = (struct reference_group){0, s->r->n_units};
    if (!s->all.codes && !groups_of(&s->all, s->r, &s->everyone, 1, s->workspace->arena))
        return error_no_memory(e);
    if (!g->group)
        g->group = arena_array(s->workspace->arena, s->r->n_units, sizeof *g->group);
    if (!g->group)
        return error_no_memory(e);
    by = name && *name ? table_attribute(s->r->plan->table, name) : NULL;
    if (!g->known || g->by != by)
        by_attribute(s->r, by, g->group, &g->n);
    g->by = by;
    g->name = name;
    g->known = true;
    s->all.by = g->group;
    s->all.n_by = g->n;
    return OK;
}

/* ---- several columns over all periods ------------------------------------------------ */

/* Which columns a method with fill sees, as its parameter `within` says. */
enum within { WITHIN_ITSELF, WITHIN_NODE, WITHIN_INDEX };

static enum within within_of(const struct bound_method *b)
{
    const struct param_table t = method_params(b->method->desc);
    const struct heng_param *p = param_find(&t, "within");
    int which;
    if (!p || p->type != HENG_CHOICE)
        return WITHIN_ITSELF;
    memcpy(&which, (const char *)b->params + p->offset, sizeof which);
    return which == 0 ? WITHIN_NODE : WITHIN_INDEX;
}

/* True when the method, called for node n, sees the column of node other. */
static bool is_seen(enum within within, const struct node *n, const struct node *other)
{
    return other == n || within == WITHIN_INDEX ||
           (within == WITHIN_NODE && other->parent == n->parent);
}

/* The columns that the method sees, in the order of the tree. */
static int seen_columns(const struct indicator_stage *s, struct arena *a, struct heng_fill_call *c,
                        struct error *e)
{
    const struct results *r = s->in->others;
    const struct tree *tree = &r->plan->tree;
    const struct node *n = &tree->nodes[tree->indicators[s->indicator]];
    const enum within within = within_of(&s->in->bound);
    const double **x = arena_array(a, tree->n_indicators, sizeof *x);
    int *direction = arena_array(a, tree->n_indicators, sizeof *direction);
    if (!x || !direction)
        return error_no_memory(e);
    for (size_t k = 0; k < tree->n_indicators; k++) {
        const struct node *other = &tree->nodes[tree->indicators[k]];
        if (!is_seen(within, n, other) || r->node_excluded[tree->indicators[k]])
            continue;
        if (other == n)
            c->column = c->m;
        direction[c->m] = other->direction;
        x[c->m++] = r->raw[k];
    }
    c->x = x;
    c->direction = direction;
    return OK;
}

static int fill_from(struct indicator_stage *s, struct arena *a, struct error *e)
{
    struct results *r = s->r;
    const bool quiet = s->pipeline->quiet;
    const struct bound_method *m = &s->in->bound;
    char why[WHY_MAX] = "";
    double *period = arena_array(a, r->n_periods, sizeof *period);
    struct heng_fill_call c = {
        .n_units = r->n_units,
        .n_periods = r->n_periods,
        .period = period,
        .y = s->to,
        .why = why,
        .why_size = sizeof why,
    };
    int status = seen_columns(s, a, &c, e), answer;
    if (status)
        return status;
    c.scratch = arena_array(a, method_scratch(m->method, r->n_rows, c.m), sizeof(double));
    if (!period || !c.scratch)
        return error_no_memory(e);
    period_positions((const char *const *)r->plan->table->periods, r->n_periods, period);
    answer = (quiet ? method_fill_quietly : method_fill)(m->method, m->params, &c, e);
    if (answer == HENG_FAIL)
        return error_prefix(e, "%s: indicator %s", s->where, s->id);
    if (why[0] && pipeline_tells(s->pipeline, r->plan->tree.indicators[s->indicator]))
        messages_add_once(answer == HENG_OK ? &r->plan->notes : &r->plan->warnings, OK,
                          "indicator %s: %s: %s", s->id, m->method->desc->name, why);
    return OK;
}

/* What only the call needs, a copy of all columns perhaps, goes with it. */
static int fill(struct indicator_stage *s, struct error *e)
{
    struct arena *a = s->call ? s->call : arena_new();
    int status = a ? fill_from(s, a, e) : error_no_memory(e);
    if (a && a == s->call)
        arena_reset(a);
    else
        arena_free(a);
    return status;
}

/* ---- either -------------------------------------------------------------------------- */

/* Nothing to fill: a method of the core leaves what is present as it is. */
static bool is_whole(const struct indicator_stage *s)
{
    const struct method *m = s->in->bound.method;
    return s->whole && s->whole[s->indicator] && method_is_core(m);
}

int stage_impute(struct indicator_stage *s, struct error *e)
{
    const struct method *m = s->in->bound.method;
    const bool fills = !m->driver && method_fills(m->desc);
    int status = OK;
    if (is_whole(s)) {
        memcpy(s->to, s->from, s->r->n_rows * sizeof *s->to);
        return OK;
    }
    if (!fills)
        status = find_groups(s, e);
    if (!status)
        status = fills ? fill(s, e) : stage_over_groups(s, &s->all, s->in->base, e);
    for (size_t i = 0; !status && (!s->pipeline->quiet || s->in->disturb) && i < s->r->n_rows; i++)
        if (isnan(s->from[i]) && !isnan(s->to[i]))
            set_cell(s->pipeline, s->indicator, i, CELL_IMPUTED);
    return status;
}
