/* SPDX-License-Identifier: MIT */
/* The scenarios of an evaluator, and the evaluator itself. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "plan/problems.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/design.h"

/* ---- scenarios ------------------------------------------------------------------------------ */

/* Which row of the base a row of the scenario is. */
static int map_rows(struct evaluator *g, struct scenario *v, struct error *e)
{
    const struct plan *b = g->base, *p = v->plan;
    size_t n = v->results->n_units, units = b->table->n_units, j;
    v->row = arena_array(g->arena, v->results->n_rows, sizeof *v->row);
    if (!v->row)
        return error_no_memory(e);
    v->same_rows = v->results->n_rows == g->n_rows;
    for (size_t i = 0; i < n; i++) {
        const char *code = plan_unit_code(p, i);
        for (j = i; j < i + units; j++) /* most often the very same */
            if (strcmp(plan_unit_code(b, j % units), code) == 0)
                break;
        for (size_t t = 0; t < v->results->n_periods; t++) {
            size_t period = table_period(b->table, p->table->periods[t]);
            v->row[t * n + i] =
                j == i + units || period == NONE ? NONE : period * units + j % units;
            v->same_rows = v->same_rows && v->row[t * n + i] == t * n + i;
        }
    }
    return OK;
}

/* Nodes that may be left out, so that something is left. */
static void list_left_out(const struct evaluator *g, struct scenario *v)
{
    const struct tree *t = &v->plan->tree;
    const struct node *root = &t->nodes[TREE_ROOT];
    bool dimensions = g->base->fixed.uncertainty.leave_out == LEAVE_OUT_DIMENSIONS;
    size_t n = dimensions ? root->n_children : t->n_indicators;
    v->left_out = dimensions ? root->children : t->indicators;
    v->n_left_out = n > 1 ? n : 0;
}

static int run_variant(struct evaluator *g, struct scenario *v, struct error *e)
{
    struct error why = {0};
    int status;
    if (v->failed)
        return OK;
    status = run_plan(v->plan, &v->results, &why);
    if (status == ERR_PART || status == ERR_DATA || status == ERR_PROFILE) {
        v->failed = evaluator_failure(g, &v->plan->failures);
        v->failed = v->failed ? v->failed : arena_strdup(g->arena, why.text);
        return v->failed ? OK : error_no_memory(e);
    }
    if (status) {
        *e = why;
        return status;
    }
    v->failed = evaluator_failure(g, &v->plan->failures);
    status = map_rows(g, v, e);
    if (!status)
        list_left_out(g, v);
    return status;
}

static int make_variant(struct evaluator *g, size_t number, bool *effective, struct error *e)
{
    struct scenario *v = &g->scenarios[number];
    const struct alternative s = {.scenario = number,
                                  .row = g->design ? g->combinations[0].first[number] : NONE};
    int status = evaluator_plan(g, &s, &v->plan, &v->failed, e);
    if (status || !v->plan)
        return status;
    for (int stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++)
        status = evaluator_stage(g, number, stage, effective, e);
    if (status || g->base->problems.n || g->only_plans)
        return status;
    return run_variant(g, v, e);
}

/* ---- all ---------------------------------------------------------------- */

static void note_call(struct evaluator *g, const struct bound_method *b)
{
    if (b && b->method && b->method->driver) {
        enum evaluator_calls is = script_is_weights(b->method) ? CALLS_LUA : CALLS_PLUGINS;
        g->calls = is > g->calls ? is : g->calls;
    }
    for (size_t k = 0; b && k < b->n_parts; k++)
        note_call(g, &b->parts[k]);
}

static void note_calls(struct evaluator *g, struct plan *p)
{
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        for (size_t i = 0; i < p->tree.n; i++)
            note_call(g, stage_method(p, i, stage));
    if (p->n_rules > 0 && p->problems.n == 0 && g->calls == CALLS_NONE)
        g->calls = CALLS_LUA;
}

static void look_over(struct evaluator *g)
{
    for (size_t i = 0; i < g->n_scenarios; i++)
        note_calls(g, g->scenarios[i].plan);
    for (size_t i = 0; i < g->n_scenarios; i++)
        for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
            for (size_t k = 0; k < g->scenarios[i].n_method_choices[stage]; k++)
                if (g->scenarios[i].stages[stage][k].plan)
                    note_calls(g, g->scenarios[i].stages[stage][k].plan);
}

static int check_size(const struct evaluator *g, struct error *e)
{
    size_t scenarios = evaluator_combinations(g, 0), n = 1;
    if (g->design)
        return OK;
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        if (evaluator_stage_varies(g, stage))
            n += evaluator_combinations(g, stage);
    if (scenarios > PLANS_MAX || n > PLANS_MAX || scenarios * n > PLANS_MAX)
        return error_set(e, ERR_PROFILE,
                         "%s: [uncertainty]: more than %d combinations of alternatives; vary fewer "
                         "keys at a time",
                         g->base->profile->path, PLANS_MAX);
    return OK;
}

static int make(struct evaluator *g, struct error *e)
{
    bool *effective = arena_array(g->arena, g->n_factors, sizeof *effective);
    int status = effective ? combinations_list(g, e) : error_no_memory(e);
    if (!status)
        status = check_size(g, e);
    if (!status && g->design)
        status = evaluator_row_plans(g, e);
    g->n_scenarios = status ? 0 : evaluator_combinations(g, 0);
    g->scenarios = arena_array(g->arena, g->n_scenarios, sizeof *g->scenarios);
    if (!status && !g->scenarios)
        status = error_no_memory(e);
    if (!status)
        evaluator_check_numbers(g);
    for (size_t i = 0; !status && !(g->design && g->base->problems.n) && i < g->n_scenarios; i++)
        status = make_variant(g, i, effective, e);
    for (size_t k = 0; !status && !g->base->problems.n && k < g->n_factors; k++)
        if (g->factors[k].stage && !effective[k])
            plan_problem(g->base, g->factors[k].where, "uncertainty", g->factors[k].name,
                         "no method that is used takes %s; this cannot take effect",
                         g->factors[k].key);
    if (!status && !g->base->problems.n)
        evaluator_check_effects(g);
    if (!status && !g->base->problems.n && g->design)
        status = evaluator_check_design(g, e);
    if (!status && !g->base->problems.n)
        look_over(g);
    return status;
}

int evaluator_new(struct plan *base, const struct results *r, const struct factors *f,
                  struct evaluator **to, struct error *e)
{
    struct arena *a = arena_new();
    struct evaluator *g = a ? arena_alloc(a, sizeof *g) : NULL;
    int status;
    *to = NULL;
    if (!g) {
        arena_free(a);
        return error_no_memory(e);
    }
    g->arena = a;
    g->base = base;
    g->n_rows = r ? r->n_rows : 0;
    g->only_plans = !r;
    g->factors = f->v;
    g->n_factors = f->n;
    g->design = f->n && f->design && f->design->n ? f->design : NULL;
    status = make(g, e);
    if (status || base->problems.n)
        evaluator_free(g);
    else
        *to = g;
    return status;
}

int evaluator_check(struct plan *base, const struct factors *f, struct error *e)
{
    struct evaluator *g;
    int status = evaluator_new(base, NULL, f, &g, e);
    if (!status)
        evaluator_free(g);
    return status;
}

void evaluator_free(struct evaluator *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->n_scenarios; i++)
        results_free(g->scenarios[i].results);
    for (size_t i = 0; i < g->n_plans; i++)
        plan_free(g->plans[i]);
    arena_free(g->arena);
}

enum evaluator_calls evaluator_calls(const struct evaluator *g)
{
    return g->calls;
}

const struct worker_limits *evaluator_limits(const struct evaluator *g)
{
    return &g->base->limits;
}

void evaluator_inside(const struct evaluator *g, struct worker *w)
{
    for (size_t i = 0; i < g->n_plans; i++)
        plan_inside(g->plans[i], w);
    plan_inside(g->base, w);
}

size_t evaluator_rows(const struct evaluator *g)
{
    return g->n_rows;
}

size_t evaluator_factors(const struct evaluator *g)
{
    return g->n_factors;
}

uint64_t evaluator_alternatives(const struct evaluator *g, const double *u)
{
    uint64_t v = combination_of(g, u, 0);
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        if (evaluator_stage_varies(g, stage))
            v = v * UINT64_C(0x9E3779B97F4A7C15) + combination_of(g, u, stage);
    return v;
}

void evaluator_forget(const struct evaluator *g)
{
    if (g->calls != CALLS_NONE)
        registry_restart(g->base->registry);
}
