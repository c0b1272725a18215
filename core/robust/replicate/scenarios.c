/* SPDX-License-Identifier: MIT */
/* The variants of an engine, and the engine itself. */
#include <math.h>
#include <string.h>

#include "plan/plan_internal.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/design.h"

/* ---- variants ------------------------------------------------------------------------------ */

/* Which row of the base a row of the variant is. */
static int map_rows(struct engine *g, struct variant *v, struct error *e)
{
    const struct plan *b = g->base, *p = v->plan;
    size_t n = v->results->n_units, units = b->table->n_units, t, i, j;
    v->row = arena_array(g->arena, v->results->n_rows, sizeof *v->row);
    if (!v->row)
        return plan_no_memory(e);
    v->same_rows = v->results->n_rows == g->n_rows;
    for (i = 0; i < n; i++) {
        const char *code = p->table->codes[p->order[i]];
        for (j = i; j < i + units; j++) /* most often the very same */
            if (strcmp(b->table->codes[b->order[j % units]], code) == 0)
                break;
        for (t = 0; t < v->results->n_periods; t++) {
            size_t period = table_period(b->table, p->table->periods[t]);
            v->row[t * n + i] =
                j == i + units || period == (size_t)-1 ? (size_t)-1 : period * units + j % units;
            v->same_rows = v->same_rows && v->row[t * n + i] == t * n + i;
        }
    }
    return OK;
}

/* Nodes that may be left out, so that something is left. */
static void list_left_out(const struct engine *g, struct variant *v)
{
    const struct tree *t = &v->plan->tree;
    const struct node *root = &t->nodes[TREE_ROOT];
    bool dimensions = g->base->uncertainty.leave_out == LEAVE_OUT_DIMENSIONS;
    size_t n = dimensions ? root->n_children : t->n_indicators;
    v->left_out = dimensions ? root->children : t->indicators;
    v->n_left_out = n > 1 ? n : 0;
}

/* Rules that only warn change no rank, and each would start a worker. */
static void drop_warnings(struct plan *p)
{
    size_t i, n = 0;
    for (i = 0; i < p->n_rules; i++)
        if (p->rules[i].options.kind != RULE_WARNING)
            p->rules[n++] = p->rules[i];
    p->n_rules = n;
}

static int make_variant(struct engine *g, size_t number, bool *effective, struct error *e)
{
    struct variant *v = &g->variants[number];
    struct setting s = {.variant = number};
    int stage, status = engine_plan(g, &s, &v->plan, e);
    if (status || !v->plan)
        return status;
    for (stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++)
        status = engine_stage(g, number, stage, effective, e);
    if (status || g->base->problems.n || g->only_plans)
        return status;
    drop_warnings(v->plan);
    v->plan->has_panorama = false;
    v->plan->n_analyses = 0;
    v->plan->selection.script = NULL;
    status = run_plan(v->plan, &v->results, e);
    if (!status)
        status = map_rows(g, v, e);
    if (!status)
        list_left_out(g, v);
    return status;
}

/* ---- all ---------------------------------------------------------------------------------------
 */

static void note_call(struct engine *g, const struct bound_method *b)
{
    size_t k;
    if (b && b->method && b->method->driver) {
        enum engine_calls is = script_is_weights(b->method) ? CALLS_LUA : CALLS_PLUGINS;
        g->calls = is > g->calls ? is : g->calls;
    }
    for (k = 0; b && k < b->n_parts; k++)
        note_call(g, &b->parts[k]);
}

static void note_calls(struct engine *g, struct plan *p)
{
    int stage;
    size_t i;
    for (stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        for (i = 0; i < stage_nodes(p, stage); i++)
            note_call(g, stage_method(p, i, stage));
    if (p->n_rules > 0 && p->problems.n == 0 && g->calls == CALLS_NONE)
        g->calls = CALLS_LUA;
}

static void look_over(struct engine *g)
{
    size_t i, k;
    int stage;
    for (i = 0; i < g->n_variants; i++)
        note_calls(g, g->variants[i].plan);
    for (i = 0; i < g->n_variants; i++)
        for (stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
            for (k = 0; k < g->variants[i].n_combinations[stage]; k++) {
                struct plan *p = g->variants[i].stages[stage][k].plan;
                drop_warnings(p);
                note_calls(g, p);
            }
}

static int check_size(const struct engine *g, struct error *e)
{
    size_t variants = engine_combinations(g, 0), n = 1;
    int stage;
    for (stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        if (engine_stage_varies(g, stage))
            n += engine_combinations(g, stage) * 2;
    if (variants > PLANS_MAX || n > PLANS_MAX || variants * n > PLANS_MAX)
        return error_set(e, ERR_PROFILE,
                         "%s: [uncertainty]: more than %d combinations of alternatives; vary fewer "
                         "keys at a time",
                         g->base->profile->path, PLANS_MAX);
    return OK;
}

static int make(struct engine *g, struct error *e)
{
    bool *effective = arena_array(g->arena, g->n_factors, sizeof *effective);
    size_t k, i;
    int status = effective ? check_size(g, e) : plan_no_memory(e);
    g->n_variants = status ? 0 : engine_combinations(g, 0);
    g->variants = arena_array(g->arena, g->n_variants, sizeof *g->variants);
    if (!status && !g->variants)
        status = plan_no_memory(e);
    if (!status)
        engine_check_numbers(g);
    for (i = 0; !status && i < g->n_variants; i++)
        status = make_variant(g, i, effective, e);
    for (k = 0; !status && !g->base->problems.n && k < g->n_factors; k++)
        if (g->factors[k].stage && !effective[k])
            plan_problem(g->base, g->factors[k].where, "uncertainty", g->factors[k].name,
                         "no method that is used takes %s; this cannot take effect",
                         g->factors[k].key);
    if (!status && !g->base->problems.n)
        engine_check_effects(g);
    if (!status && !g->base->problems.n && g->n_factors && g->factors[0].design)
        status = design_check(g->factors[0].design, g->base, g, e);
    if (!status && !g->base->problems.n)
        look_over(g);
    return status;
}

int engine_new(const struct plan_options *o, struct plan *base, const struct results *r,
               const struct factors *f, struct engine **to, struct error *e)
{
    struct arena *a = arena_new();
    struct engine *g = a ? arena_alloc(a, sizeof *g) : NULL;
    int status;
    *to = NULL;
    if (!g) {
        arena_free(a);
        return plan_no_memory(e);
    }
    g->arena = a;
    g->options = o;
    g->base = base;
    g->n_rows = r ? r->n_rows : 0;
    g->only_plans = !r;
    g->factors = f->v;
    g->n_factors = f->n;
    status = make(g, e);
    if (status || base->problems.n)
        engine_free(g);
    else
        *to = g;
    return status;
}

int engine_check(const struct plan_options *o, struct plan *base, const struct factors *f,
                 struct error *e)
{
    struct engine *g;
    int status = engine_new(o, base, NULL, f, &g, e);
    if (!status)
        engine_free(g);
    return status;
}

void engine_free(struct engine *g)
{
    size_t i;
    if (!g)
        return;
    for (i = 0; i < g->n_variants; i++)
        results_free(g->variants[i].results);
    for (i = 0; i < g->n_plans; i++)
        plan_free(g->plans[i]);
    arena_free(g->arena);
}

enum engine_calls engine_calls(const struct engine *g)
{
    return g->calls;
}

const struct worker_limits *engine_limits(const struct engine *g)
{
    return &g->base->limits;
}

void engine_inside(const struct engine *g, struct worker *w)
{
    size_t i;
    for (i = 0; i < g->n_plans; i++)
        g->plans[i]->scripts.inside = w;
    g->base->scripts.inside = w;
}

size_t engine_rows(const struct engine *g)
{
    return g->n_rows;
}

size_t engine_factors(const struct engine *g)
{
    return g->n_factors;
}
