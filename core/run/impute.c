/* SPDX-License-Identifier: MIT */
/*
 * Filling missing cells, over all units of the run. A method with `fill` is handed raw columns,
 * never filled ones, so that the order of the indicators changes nothing.
 */
#include <math.h>
#include <string.h>

#include "run/pipeline_internal.h"

static void by_attribute(const struct results *r, const struct attribute *by, uint32_t *group,
                         size_t *n)
{
    const size_t *order = r->plan->order;
    size_t i, k;
    *n = 0;
    for (i = 0; i < r->n_units; i++) {
        group[i] = by ? (uint32_t)*n : (uint32_t)results_class(r, i);
        for (k = 0; by && k < i; k++)
            if (strcmp(by->v[order[k]], by->v[order[i]]) == 0)
                group[i] = group[k];
        if (group[i] >= *n)
            *n = group[i] + 1;
    }
}

/* The groups of the method's `by`, which are looked up only where they are not those of the last.
 */
static int find_groups(struct indicator_stage *s, struct error *e)
{
    const char *name = s->bound->options.by;
    const struct attribute *by;
    struct grouping *g = &s->grouping;
    if (g->known && g->name == name)
        return OK;
    if (!g->group)
        g->group = arena_array(s->scratch->arena, s->r->n_units, sizeof *g->group);
    if (s->r->n_blocks == 1) {
        s->all_codes = s->codes;
    } else if (!s->all_codes) {
        struct reference_group all = {0, s->r->n_units};
        struct results whole = *s->r;
        whole.blocks = &all;
        whole.n_blocks = 1;
        s->all_codes = stage_codes(&whole, s->scratch->arena);
    }
    if (!g->group || !s->all_codes)
        return error_no_memory(e);
    by = name && *name ? table_attribute(s->r->plan->table, name) : NULL;
    if (!g->known || g->by != by)
        by_attribute(s->r, by, g->group, &g->n);
    g->by = by;
    g->name = name;
    g->known = true;
    return OK;
}

/* ---- a column by itself, period by period ------------------------------------------ */

static int over_columns(struct indicator_stage *s, struct error *e)
{
    struct results *r = s->r;
    struct reference_group all = {0, r->n_units}, *blocks = r->blocks;
    const char *const *codes = s->codes;
    size_t n_blocks = r->n_blocks;
    int status = find_groups(s, e);
    if (status)
        return status;
    r->blocks = &all;
    r->n_blocks = 1;
    s->group = s->grouping.group;
    s->n_groups = s->grouping.n;
    s->codes = s->all_codes;
    status = stage_over_blocks(s, "each", e);
    r->blocks = blocks;
    r->n_blocks = n_blocks;
    s->group = NULL;
    s->codes = codes;
    return status;
}

/* ---- several columns over all periods ------------------------------------------------ */

/* The word that the method's parameter `within` holds, or NULL. */
static const char *within_of(const struct bound_method *b)
{
    const struct param_table t = method_params(b->method->desc);
    const struct heng_param *p = param_find(&t, "within");
    int which;
    if (!p || p->type != HENG_CHOICE)
        return NULL;
    memcpy(&which, (const char *)b->params + p->offset, sizeof which);
    return which == 0 ? "node" : "index";
}

/* True when the method, called for node n, sees the column of node other. */
static bool is_seen(const char *within, const struct node *n, const struct node *other)
{
    if (!within)
        return other == n;
    return strcmp(within, "index") == 0 || other->parent == n->parent;
}

/* The columns that the method sees, in the order of the tree. */
static int seen_columns(const struct indicator_stage *s, struct arena *a, struct heng_fill_call *c,
                        struct error *e)
{
    const struct results *r = s->r;
    const struct tree *tree = &r->plan->tree;
    const char *within = within_of(s->bound);
    const double **x = arena_array(a, tree->n_indicators, sizeof *x);
    int *direction = arena_array(a, tree->n_indicators, sizeof *direction);
    size_t k;
    if (!x || !direction)
        return error_no_memory(e);
    for (k = 0; k < tree->n_indicators; k++) {
        const struct node *other = &tree->nodes[tree->indicators[k]];
        if (!is_seen(within, s->n, other) || r->node_excluded[tree->indicators[k]])
            continue;
        if (other == s->n)
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
    c.scratch = arena_array(a, method_scratch(s->bound->method, r->n_rows, c.m), sizeof(double));
    if (!period || !c.scratch)
        return error_no_memory(e);
    number_periods((const char *const *)r->plan->table->periods, r->n_periods, period);
    answer =
        (r->quiet ? method_fill_quietly : method_fill)(s->bound->method, s->bound->params, &c, e);
    if (answer == HENG_FAIL)
        return error_prefix(e, "%s: indicator %s", s->n->where, s->n->id);
    if (why[0] && !r->quiet)
        messages_add_once(answer == HENG_OK ? &r->plan->notes : &r->plan->warnings, OK,
                          "indicator %s: %s: %s", s->n->id, s->bound->method->desc->name, why);
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
    const struct method *m = s->bound->method;
    return s->whole && s->whole[s->n->indicator] && !m->driver &&
           strcmp(m->origin, METHOD_CORE) == 0;
}

int stage_impute(struct indicator_stage *s, struct error *e)
{
    const struct method *m = s->bound->method;
    size_t i;
    int status;
    if (is_whole(s)) {
        memcpy(s->to, s->from, s->r->n_rows * sizeof *s->to);
        return OK;
    }
    status = !m->driver && method_fills(m->desc) ? fill(s, e) : over_columns(s, e);
    for (i = 0; !status && (!s->r->quiet || s->r->disturb) && i < s->r->n_rows; i++)
        if (isnan(s->from[i]) && !isnan(s->to[i]))
            set_cell(s->r, s->n->indicator, i, CELL_IMPUTED);
    return status;
}
