/* SPDX-License-Identifier: MIT */
/* The way up the tree, as run/weigh.c, run/aggregate.c and run/ranks.c go it, without all that a
   page has no use for. tests/report/test_whatif.c compares the bits with runs. */
#include "report/whatif.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "config/param.h"
#include "methods/registry.h"
#include "stats/level.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name)))
#else
#define EXPORT(name)
#endif

struct whatif_node {
    uint32_t parent, *children, n_children;
    bool leaf, excluded, fails;
    int32_t weights, aggregate;
    double weight;
};

struct whatif_method {
    const struct method *method;
    void *params;
};

struct stretch {
    uint32_t first, n;
};

struct whatif {
    struct arena *arena;
    struct registry *registry;
    struct error e;
    uint32_t n_nodes, n_units;
    struct whatif_node *nodes;
    double **columns;
    double **sizes; /* by node: what was added up to its scores, without signs */
    uint8_t *unranked;
    struct stretch *groups, *classes;
    size_t n_groups, cap_groups, n_classes, cap_classes;
    struct whatif_method *methods;
    size_t n_methods, cap_methods;
    int32_t rank;
    struct level level;
    double *used; /* group by group, by node */
    double *given, *w, *x, *ranks, *scratch, *room;
    size_t n_scratch;
    const double **columns_of;
    const char **ids;
};

static bool no_memory(struct whatif *w)
{
    error_no_memory(&w->e);
    return false;
}

static double *doubles(struct whatif *w, size_t n)
{
    double *v = arena_array(w->arena, n ? n : 1, sizeof *v);
    for (size_t i = 0; v && i < n; i++)
        v[i] = NAN;
    return v;
}

static bool make_rooms(struct whatif *w)
{
    bool fine = true;
    w->nodes = arena_array(w->arena, w->n_nodes, sizeof *w->nodes);
    w->columns = arena_array(w->arena, w->n_nodes, sizeof *w->columns);
    w->sizes = arena_array(w->arena, w->n_nodes, sizeof *w->sizes);
    w->columns_of = arena_array(w->arena, w->n_nodes, sizeof *w->columns_of);
    w->ids = arena_array(w->arena, w->n_nodes, sizeof *w->ids);
    w->unranked = arena_alloc(w->arena, w->n_units);
    w->given = doubles(w, w->n_nodes);
    w->w = doubles(w, w->n_nodes);
    w->x = doubles(w, w->n_units);
    w->room = doubles(w, 2 * (size_t)w->n_units);
    w->ranks = doubles(w, w->n_units);
    if (!w->nodes || !w->columns || !w->sizes || !w->columns_of || !w->ids || !w->unranked ||
        !w->given || !w->w || !w->x || !w->room || !w->ranks)
        return false;
    memset(w->nodes, 0, w->n_nodes * sizeof *w->nodes);
    memset(w->unranked, 0, w->n_units);
    for (uint32_t i = 0; i < w->n_nodes && fine; i++) {
        w->ids[i] = "";
        w->columns[i] = doubles(w, w->n_units);
        w->sizes[i] = doubles(w, w->n_units);
        w->nodes[i].children = arena_array(w->arena, w->n_nodes, sizeof(uint32_t));
        fine = w->columns[i] && w->sizes[i] && w->nodes[i].children;
    }
    return fine;
}

EXPORT(whatif_new) struct whatif *whatif_new(uint32_t n_nodes, uint32_t n_units)
{
    struct whatif *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->n_nodes = n_nodes ? n_nodes : 1;
    w->n_units = n_units ? n_units : 1;
    w->level = (struct level){LEVEL_TOLERANCE, -1};
    w->arena = arena_new();
    w->registry = w->arena ? registry_new(&w->e) : NULL;
    if (w->registry && make_rooms(w))
        return w;
    whatif_free(w);
    return NULL;
}

EXPORT(whatif_free) void whatif_free(struct whatif *w)
{
    if (!w)
        return;
    registry_free(w->registry);
    arena_free(w->arena);
    free(w->scratch);
    free(w);
}

EXPORT(whatif_why) const char *whatif_why(const struct whatif *w)
{
    return w->e.text;
}

EXPORT(whatif_alloc) void *whatif_alloc(uint32_t bytes)
{
    return malloc(bytes ? bytes : 1);
}

/* ---- what the index is like ----------------------------------------------- */

static bool known(struct whatif *w, uint32_t node)
{
    if (node < w->n_nodes)
        return true;
    error_set(&w->e, ERR_INTERNAL, "no node %u", node);
    return false;
}

EXPORT(whatif_node)
bool whatif_node(struct whatif *w, uint32_t node, uint32_t parent, bool leaf, bool excluded,
                 bool fails)
{
    struct whatif_node *n, *above;
    if (!known(w, node) || !known(w, parent))
        return false;
    n = &w->nodes[node];
    n->parent = parent;
    n->leaf = leaf;
    n->excluded = excluded;
    n->fails = fails;
    above = &w->nodes[parent];
    if (parent < node)
        above->children[above->n_children++] = node;
    return true;
}

EXPORT(whatif_column) double *whatif_column(struct whatif *w, uint32_t node)
{
    return known(w, node) ? w->columns[node] : NULL;
}

EXPORT(whatif_unranked) uint8_t *whatif_unranked(struct whatif *w)
{
    return w->unranked;
}

static bool add_stretch(struct whatif *w, struct stretch **to, size_t *n, size_t *cap,
                        struct stretch s)
{
    struct stretch *v = arena_grow(w->arena, *to, *n, cap, sizeof *v);
    if (!v || s.first > w->n_units || s.n > w->n_units - s.first)
        return no_memory(w);
    v[(*n)++] = s;
    *to = v;
    return true;
}

EXPORT(whatif_group) bool whatif_group(struct whatif *w, uint32_t first, uint32_t n)
{
    const struct stretch s = {first, n};
    if (!add_stretch(w, &w->groups, &w->n_groups, &w->cap_groups, s))
        return false;
    w->used = doubles(w, w->n_groups * w->n_nodes);
    return w->used || no_memory(w);
}

EXPORT(whatif_class) bool whatif_class(struct whatif *w, uint32_t first, uint32_t n)
{
    return add_stretch(w, &w->classes, &w->n_classes, &w->cap_classes, (struct stretch){first, n});
}

EXPORT(whatif_level) void whatif_level(struct whatif *w, double tolerance, int32_t decimals)
{
    w->level = (struct level){tolerance, decimals};
}

/* ---- methods -------------------------------------------------------------- */

EXPORT(whatif_bind) int32_t whatif_bind(struct whatif *w, uint32_t stage, const char *name)
{
    struct whatif_method *v =
        arena_grow(w->arena, w->methods, w->n_methods, &w->cap_methods, sizeof *v);
    const struct method *m = registry_find(w->registry, (enum heng_stage)stage, name);
    struct param_table t;
    if (!v || !m) {
        if (v)
            error_set(&w->e, ERR_PROFILE, "no method %s", name);
        else
            no_memory(w);
        return -1;
    }
    w->methods = v;
    v += w->n_methods;
    *v = (struct whatif_method){.method = m};
    t = method_params(m->desc);
    if (t.size) {
        v->params = arena_alloc(w->arena, t.size);
        if (!v->params || param_defaults(&t, w->arena, v->params, &w->e))
            return -1;
    }
    return (int32_t)w->n_methods++;
}

static struct whatif_method *method_at(struct whatif *w, int32_t method)
{
    if (method >= 0 && (size_t)method < w->n_methods)
        return &w->methods[method];
    error_set(&w->e, ERR_INTERNAL, "no method %d", method);
    return NULL;
}

EXPORT(whatif_set)
bool whatif_set(struct whatif *w, int32_t method, const char *key, const char *value)
{
    struct whatif_method *m = method_at(w, method);
    const struct param_table t = m ? method_params(m->method->desc) : (struct param_table){0};
    const struct heng_param *p = m ? param_find(&t, key) : NULL;
    if (m && !p)
        error_set(&w->e, ERR_PROFILE, "%s: no parameter %s", m->method->desc->name, key);
    return p && !param_set(p, value, w->arena, m->params, &w->e);
}

EXPORT(whatif_use)
bool whatif_use(struct whatif *w, uint32_t node, int32_t weights, int32_t aggregate)
{
    if (!known(w, node) || !method_at(w, weights) || !method_at(w, aggregate))
        return false;
    w->nodes[node].weights = weights;
    w->nodes[node].aggregate = aggregate;
    return true;
}

EXPORT(whatif_rank_by) bool whatif_rank_by(struct whatif *w, int32_t method)
{
    w->rank = method;
    return method_at(w, method) != NULL;
}

EXPORT(whatif_weight) bool whatif_weight(struct whatif *w, uint32_t node, double weight)
{
    if (!known(w, node))
        return false;
    w->nodes[node].weight = weight;
    return true;
}

/* ---- up the tree ---------------------------------------------------------- */

static double *scratch_of(struct whatif *w, size_t n)
{
    if (n > w->n_scratch || !w->scratch) {
        double *more = realloc(w->scratch, (n ? n : 1) * sizeof *more);
        if (!more) {
            no_memory(w);
            return NULL;
        }
        w->scratch = more;
        w->n_scratch = n;
    }
    return w->scratch;
}

static double *used_of(const struct whatif *w, size_t group)
{
    return w->used + group * w->n_nodes;
}

/* What a method gave columns that are set aside goes to the others in proportion. */
static void leave_out(struct whatif *w, const struct whatif_node *n)
{
    double lost = 0, kept = 0;
    for (uint32_t j = 0; j < n->n_children; j++)
        *(w->nodes[n->children[j]].excluded ? &lost : &kept) += w->w[j];
    for (uint32_t j = 0; j < n->n_children && lost > 0; j++)
        w->w[j] = w->nodes[n->children[j]].excluded ? 0 : w->w[j] / kept;
}

static bool weigh(struct whatif *w, const struct whatif_node *n, size_t group)
{
    const struct stretch *g = &w->groups[group];
    const struct whatif_method *m = &w->methods[n->weights];
    char why[WHY_MAX] = "";
    struct heng_weigh_call call = {.n = g->n,
                                   .m = n->n_children,
                                   .x = w->columns_of,
                                   .given = w->given,
                                   .ids = w->ids,
                                   .w = w->w,
                                   .why = why,
                                   .why_size = sizeof why};
    double sum = 0;
    int answer;
    for (uint32_t j = 0; j < n->n_children; j++) {
        const struct whatif_node *child = &w->nodes[n->children[j]];
        w->given[j] = child->excluded ? 0 : child->weight;
        w->columns_of[j] = w->columns[n->children[j]] + g->first;
        sum += w->given[j];
    }
    if (n->n_children && !(sum > 0))
        return error_set(&w->e, ERR_PROFILE, "the weights sum to 0"), false;
    call.scratch = scratch_of(w, method_scratch(m->method, call.n, call.m));
    if (!call.scratch)
        return false;
    answer = method_weigh(m->method, m->params, &call, &w->e);
    if (answer == HENG_FAIL)
        return false;
    for (uint32_t j = 0; j < n->n_children && answer != HENG_OK; j++)
        w->w[j] = NAN;
    leave_out(w, n);
    for (uint32_t j = 0; j < n->n_children; j++)
        used_of(w, group)[n->children[j]] = w->w[j];
    return true;
}

/* missing = fail: a unit that lacks a child has no score. */
static void drop_incomplete(const struct heng_aggregate_call *call)
{
    for (size_t j = 0; j < call->m; j++)
        for (size_t u = 0; call->w[j] > 0 && u < call->n; u++)
            if (isnan(call->x[j][u]))
                call->y[u] = NAN;
}

/* Whether a node has no score in a row though it has what it is made of. */
static bool is_undefined(const struct whatif *w, uint32_t node, size_t group, size_t row)
{
    const struct whatif_node *n = &w->nodes[node];
    bool any = false;
    if (n->leaf || !isnan(w->columns[node][row]))
        return false;
    for (uint32_t j = 0; j < n->n_children; j++) {
        const uint32_t child = n->children[j];
        if (!(used_of(w, group)[child] > 0))
            continue;
        if (is_undefined(w, child, group, row))
            return true;
        if (isnan(w->columns[child][row]) && n->fails)
            return false;
        any = any || !isnan(w->columns[child][row]);
    }
    return any;
}

static void drop_undefined(const struct whatif *w, const struct whatif_node *n, size_t group,
                           double *column)
{
    const struct stretch *g = &w->groups[group];
    for (uint32_t j = 0; j < n->n_children; j++) {
        const uint32_t child = n->children[j];
        if (w->nodes[child].leaf || !(used_of(w, group)[child] > 0))
            continue;
        for (uint32_t row = g->first; row < g->first + g->n; row++)
            if (!isnan(column[row]) && isnan(w->columns[child][row]) &&
                is_undefined(w, child, group, row))
                column[row] = NAN;
    }
}

static bool put_together(struct whatif *w, uint32_t node, size_t group)
{
    const struct stretch *g = &w->groups[group];
    const struct whatif_node *n = &w->nodes[node];
    const struct whatif_method *m = &w->methods[n->aggregate];
    char why[WHY_MAX] = "";
    struct heng_aggregate_call call = {.n = g->n,
                                       .m = n->n_children,
                                       .x = w->columns_of,
                                       .w = w->w,
                                       .ids = w->ids,
                                       .y = w->columns[node] + g->first,
                                       .why = why,
                                       .why_size = sizeof why};
    bool defined = true;
    int answer;
    for (uint32_t j = 0; j < n->n_children; j++)
        defined = defined && !isnan(w->w[j]);
    for (uint32_t u = 0; u < g->n; u++)
        call.y[u] = NAN;
    if (!defined)
        return true;
    call.scratch = scratch_of(w, method_scratch(m->method, call.n, call.m));
    if (!call.scratch)
        return false;
    answer = method_aggregate(m->method, m->params, &call, &w->e);
    if (answer == HENG_FAIL)
        return false;
    if (answer != HENG_OK)
        for (uint32_t u = 0; u < g->n; u++)
            call.y[u] = NAN;
    if (n->fails)
        drop_incomplete(&call);
    drop_undefined(w, n, group, w->columns[node]);
    return true;
}

/* What was added up to one score, as run/reach.c has it. */
static double size_at(const struct whatif *w, const struct whatif_node *n, const double *used,
                      uint32_t unit)
{
    double sum = 0, weights = 0;
    for (uint32_t j = 0; j < n->n_children; j++) {
        const double size = w->sizes[n->children[j]][unit], weight = used[n->children[j]];
        if (isnan(size) || !(weight > 0))
            continue;
        sum += weight * size;
        weights += weight;
    }
    return weights > 0 ? sum / weights : (double)NAN;
}

static void measure(struct whatif *w, uint32_t node)
{
    const struct whatif_node *n = &w->nodes[node];
    const bool sum =
        !n->leaf && (method_traits(w->methods[n->aggregate].method->desc) & HENG_LINEAR);
    for (size_t group = 0; group < w->n_groups; group++) {
        const struct stretch *g = &w->groups[group];
        for (uint32_t u = g->first; u < g->first + g->n; u++)
            w->sizes[node][u] =
                sum ? size_at(w, n, used_of(w, group), u) : fabs(w->columns[node][u]);
    }
}

static bool climb(struct whatif *w, uint32_t node)
{
    const struct whatif_node *n = &w->nodes[node];
    bool fine = true;
    for (size_t group = 0; group < w->n_groups && fine; group++)
        fine = n->n_children == 0 || n->excluded ||
               (weigh(w, n, group) && put_together(w, node, group));
    return fine;
}

/* Scores that cancel out are equal within what was added up. Where nothing lies below 0, that is
   the scores themselves. */
static double reach_of(const struct whatif *w, const struct stretch *c, const double *x)
{
    double reach = level_reach(&w->level, x, c->n);
    for (uint32_t i = 0; i < c->n && reach > 0; i++) {
        const double size = w->sizes[0][c->first + i];
        if (size > fabs(x[i]) * (1 + 1e-9))
            reach = fmax(reach, w->level.tolerance * size);
    }
    return reach;
}

static bool rank(struct whatif *w, const struct stretch *c)
{
    const struct whatif_method *m = &w->methods[w->rank];
    double *x = w->x + c->first, *ranks = w->ranks + c->first, reach;
    char why[WHY_MAX] = "";
    struct heng_rank_call call = {
        .n = c->n, .x = x, .y = ranks, .why = why, .why_size = sizeof why};
    for (uint32_t i = 0; i < c->n; i++)
        x[i] = w->unranked[c->first + i] ? (double)NAN : w->columns[0][c->first + i];
    reach = reach_of(w, c, x);
    if (reach > 0)
        level_column_within(x, c->n, reach, x, w->room);
    else
        level_column(&w->level, x, c->n, x, w->room);
    call.scratch = scratch_of(w, method_scratch(m->method, c->n, 1));
    return call.scratch && method_rank(m->method, m->params, &call, &w->e) != HENG_FAIL;
}

EXPORT(whatif_run) bool whatif_run(struct whatif *w)
{
    bool fine = true;
    for (uint32_t i = w->n_nodes; i-- > 0 && fine;) {
        fine = w->nodes[i].leaf || climb(w, i);
        measure(w, i);
    }
    for (size_t c = 0; c < w->n_classes && fine; c++)
        fine = rank(w, &w->classes[c]);
    return fine;
}

EXPORT(whatif_ranks) const double *whatif_ranks(const struct whatif *w)
{
    return w->ranks;
}

EXPORT(whatif_used) double whatif_used(const struct whatif *w, uint32_t group, uint32_t node)
{
    return used_of(w, group)[node];
}
