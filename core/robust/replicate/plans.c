/* SPDX-License-Identifier: MIT */
/* A plan for one setting of what varies, and what the method_choices of a stage's alternatives
 * change. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plan/problems.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/design.h"
#include "robust/sample/goalposts.h"

size_t combination_of(const struct evaluator *g, const double *u, int stage)
{
    size_t c = 0;
    for (size_t k = 0; k < g->n_factors; k++)
        if (is_choice_of(&g->factors[k], stage))
            c = c * g->factors[k].n_choices + factor_choice(u[k], g->factors[k].n_choices);
    return c;
}

size_t evaluator_combinations(const struct evaluator *g, int stage)
{
    size_t n = 1;
    for (size_t k = 0; k < g->n_factors && n <= PLANS_MAX; k++)
        if (is_choice_of(&g->factors[k], stage))
            n *= g->factors[k].n_choices;
    return n;
}

/* The choice of factor k in combination c of its stage. */
static size_t choice_in(const struct evaluator *g, size_t k, size_t c)
{
    for (size_t later = g->n_factors; --later > k;)
        if (is_choice_of(&g->factors[later], (int)g->factors[k].stage))
            c /= g->factors[later].n_choices;
    return c % g->factors[k].n_choices;
}

/* ---- a plan ------------------------------------------------------------------------------ */

static double end_of(const struct factor *f, int end)
{
    if (f->kind == FACTOR_NORMAL)
        return end ? f->a : f->a - f->b;
    return end ? f->b : f->a;
}

static bool is_method_key(const struct factor *f)
{
    return strcmp(f->key, "method") == 0 || strcmp(f->key, "of") == 0;
}

static int put(const struct evaluator *g, struct profile *p, size_t k, const struct alternative *s,
               struct error *e)
{
    const struct factor *f = &g->factors[k];
    char text[NUMBER_TEXT_MAX];
    const char *value = text;
    size_t i = (size_t)s->end;
    if (f->goalposts) {
        value = goalposts_text(g->factors, g->n_factors, k, NULL, g->arena);
        if (!value)
            return error_no_memory(e);
    } else if (f->kind == FACTOR_CHOICE)
        value = f->choices[i = choice_in(g, k, f->stage ? s->combination : s->scenario)];
    else
        number_format(end_of(f, s->end), text);
    return profile_put(p, f->section, f->key, value, factor_where(f, i, g->arena), f->dir, e);
}

static bool is_set(const struct factor *f, const struct alternative *s)
{
    if (!f->key)
        return false;
    if (f->kind == FACTOR_CHOICE)
        return !f->stage || (int)f->stage == s->stage;
    return (int)f->stage == s->stage;
}

/* One number of a list, goalposts, stands for all. */
static bool is_lead(const struct evaluator *g, size_t k)
{
    return !g->factors[k].goalposts || goalposts_lead(g->factors, k);
}

/* Methods lie a layer above the other keys, so that parameters of one alternative do not stand in
   the way of another. */
static int put_all(const struct evaluator *g, struct profile *p, const struct alternative *s,
                   struct error *e)
{
    int status = OK;
    for (int methods = 0; methods < 2; methods++) {
        p->layer++;
        for (size_t k = 0; !status && k < g->n_factors; k++)
            if (is_set(&g->factors[k], s) && is_lead(g, k) &&
                is_method_key(&g->factors[k]) == (methods == 1))
                status = put(g, p, k, s, e);
    }
    return status;
}

static int keep_plan(struct evaluator *g, struct plan *p, struct error *e)
{
    struct plan **v = arena_grow(g->arena, g->plans, g->n_plans, &g->cap_plans, sizeof *v);
    if (!v) {
        plan_free(p);
        return error_no_memory(e);
    }
    g->plans = v;
    v[g->n_plans++] = p;
    return OK;
}

static bool holds(const struct messages *m, const char *text)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->items[i].text, text) == 0)
            return true;
    return false;
}

static bool has_another(const struct messages *m, const struct messages *than)
{
    for (size_t i = 0; i < m->n; i++)
        if (!holds(than, m->items[i].text))
            return true;
    return false;
}

static void take_messages(const struct messages *from, struct messages *to)
{
    for (size_t i = 0; i < from->n; i++)
        messages_add_once(to, from->items[i].status, "%s", from->items[i].text);
}

int evaluator_plan(struct evaluator *g, const struct alternative *s, struct plan **to,
                   struct error *e)
{
    struct plan_setting o = {.scores_only = true};
    struct plan *p;
    int status = profile_copy(g->base->as_read, &o.profile, e);
    *to = NULL;
    if (!status && (status = put_all(g, o.profile, s, e)))
        profile_free(o.profile);
    if (!status)
        status = plan_with(g->base, &o, &p, e);
    if (!status)
        status = keep_plan(g, p, e);
    if (status)
        return status;
    take_messages(&p->problems, &g->base->problems);
    if (has_another(&p->failures, &g->base->failures))
        take_messages(&p->failures, &g->base->problems);
    if (!p->problems.n)
        *to = p;
    return OK;
}

/* ---- numbers ------------------------------------------------------------------------------ */

/* Whether a parameter differs between two bindings of a method. */
static bool differs(const struct bound_method *a, const struct bound_method *b, const char *key)
{
    const struct heng_param *x = bound_param(a, key), *y = bound_param(b, key);
    size_t size = sizeof(double);
    for (size_t k = 0; k < a->n_parts && k < b->n_parts; k++)
        if (differs(&a->parts[k], &b->parts[k], key))
            return true;
    return x && y && x->offset == y->offset && (x->type == HENG_REAL || x->type == HENG_INT) &&
           memcmp((const char *)a->params + x->offset, (const char *)b->params + y->offset, size);
}

/* What the parameter says of the factor: whole numbers only, and its range. */
static void narrow(struct evaluator *g, struct factor *f, const struct heng_param *p)
{
    f->least = fmax(f->least, p->min);
    f->most = fmin(f->most, p->max);
    if (p->type != HENG_INT || f->kind == FACTOR_INTEGER)
        return;
    if (f->kind == FACTOR_GIVEN) {
        design_whole(g->base, f);
        return;
    }
    if (f->kind == FACTOR_UNIFORM && f->a == floor(f->a) && f->b == floor(f->b))
        f->kind = FACTOR_INTEGER;
    else
        plan_problem(g->base, f->where, "uncertainty", f->name,
                     "%s takes whole numbers: integer(a, b)", f->key);
}

static const struct heng_param *find_number(struct bound_method *b, const char *key)
{
    const struct heng_param *p = bound_param(b, key);
    for (size_t k = 0; !p && b && k < b->n_parts; k++)
        p = bound_param(&b->parts[k], key);
    return p && (p->type == HENG_REAL || p->type == HENG_INT) ? p : NULL;
}

/* Notes for which nodes the stage's numbers are set. */
static int touch(struct evaluator *g, struct method_choice *c, struct plan *upper, int stage,
                 bool *effective, struct error *e)
{
    size_t n = c->plan->tree.n;
    c->touched = arena_array(g->arena, g->n_factors, sizeof *c->touched);
    if (!c->touched)
        return error_no_memory(e);
    for (size_t k = 0; k < g->n_factors; k++) {
        struct factor *f = &g->factors[k];
        if (!is_number_of(f, stage))
            continue;
        c->touched[k] = arena_array(g->arena, n, sizeof **c->touched);
        if (!c->touched[k])
            return error_no_memory(e);
        for (size_t i = 0; i < n; i++) {
            struct bound_method *b = stage_method(c->plan, i, stage);
            c->touched[k][i] = b && differs(b, stage_method(upper, i, stage), f->key);
            if (c->touched[k][i] && !effective[k])
                narrow(g, f, find_number(b, f->key));
            effective[k] = effective[k] || c->touched[k][i];
        }
    }
    return OK;
}

/* ---- stages ------------------------------------------------------------------------------- */

static bool has_numbers(const struct evaluator *g, int stage)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (is_number_of(&g->factors[k], stage))
            return true;
    return false;
}

bool evaluator_stage_varies(const struct evaluator *g, int stage)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (g->factors[k].key && (int)g->factors[k].stage == stage)
            return true;
    return false;
}

/* Alternatives take effect where some bound method takes the key. */
static void note_choices(const struct evaluator *g, struct plan *p, int stage, bool *effective)
{
    for (size_t k = 0; k < g->n_factors; k++) {
        const struct factor *f = &g->factors[k];
        if (!is_choice_of(f, stage))
            continue;
        effective[k] = effective[k] || is_method_key(f) || factor_is_stage_key(f);
        for (size_t i = 0; !effective[k] && i < p->tree.n; i++)
            effective[k] = bound_takes(stage_method(p, i, stage), f->key);
    }
}

/* Which nodes have another method, or other parameters, than in the scenario's plan. */
static int list_other(struct evaluator *g, struct method_choice *c, struct plan *of, int stage,
                      struct error *e)
{
    size_t n = of->tree.n;
    c->other = arena_array(g->arena, n, sizeof *c->other);
    if (!c->other)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++) {
        const struct bound_method *a = stage_method(of, i, stage);
        if (a && !bound_method_equal(a, stage_method(c->plan, i, stage)))
            c->other[c->n_other++] = i;
    }
    return OK;
}

static int make_combination(struct evaluator *g, size_t scenario, int stage, size_t c,
                            bool *effective, struct error *e)
{
    struct alternative s = {scenario, stage, c, 0};
    struct method_choice *to = &g->scenarios[scenario].stages[stage][c];
    struct plan *upper = NULL;
    int status = evaluator_plan(g, &s, &to->plan, e);
    if (status || !to->plan)
        return status;
    note_choices(g, to->plan, stage, effective);
    status = list_other(g, to, g->scenarios[scenario].plan, stage, e);
    if (status || !has_numbers(g, stage))
        return status;
    s.end = 1;
    status = evaluator_plan(g, &s, &upper, e);
    return status || !upper ? status : touch(g, to, upper, stage, effective, e);
}

int evaluator_stage(struct evaluator *g, size_t scenario, int stage, bool *effective,
                    struct error *e)
{
    struct scenario *v = &g->scenarios[scenario];
    size_t n = evaluator_combinations(g, stage);
    int status = OK;
    if (!evaluator_stage_varies(g, stage))
        return OK;
    v->n_method_choices[stage] = n;
    v->stages[stage] = arena_array(g->arena, n, sizeof **v->stages);
    if (!v->stages[stage])
        return error_no_memory(e);
    for (size_t c = 0; !status && c < n; c++)
        status = make_combination(g, scenario, stage, c, effective, e);
    return status;
}
