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

/* ---- a plan ------------------------------------------------------------------------------ */

static bool is_method_key(const struct factor *f)
{
    return strcmp(f->key, "method") == 0 || strcmp(f->key, "of") == 0;
}

/* Where the value stands; NULL: out of memory. */
static const char *where_of(const struct evaluator *g, const struct alternative *s, size_t k)
{
    const struct factor *f = &g->factors[k];
    if (f->kind == FACTOR_CHOICE)
        return factor_where(f, combination_choice(g, s, k), g->arena);
    return g->design ? design_where(g->design, s->row, f->name, g->arena) : f->where;
}

static int put(const struct evaluator *g, struct profile *p, size_t k, const struct alternative *s,
               const double *u, struct error *e)
{
    const struct factor *f = &g->factors[k];
    char text[NUMBER_TEXT_MAX];
    const char *value = text, *where = where_of(g, s, k);
    if (f->goalposts)
        value = goalposts_text(g->factors, g->n_factors, k, u, g->arena);
    else if (f->kind == FACTOR_CHOICE)
        value = f->choices[combination_choice(g, s, k)];
    else
        number_format(f->kind == FACTOR_GIVEN ? f->given[s->row] : f->a, text);
    if (!value || !where)
        return error_no_memory(e);
    return profile_put(p, f->section, f->key, value, where, f->dir, e);
}

/* Weights that are drawn are set in nodes alone: their least, together, may leave nothing. */
static bool is_set(const struct factor *f, const struct alternative *s)
{
    if (!f->key)
        return false;
    if (s->stage == ALL_STAGES)
        return true;
    if (f->kind == FACTOR_CHOICE)
        return !f->stage || (int)f->stage == s->stage;
    return f->goalposts ? s->stage == 0 : f->stage && (int)f->stage == s->stage;
}

static bool is_left(const struct evaluator *g, const struct alternative *s, size_t k)
{
    return g->design && !s->blanks && g->design->columns[k].blank[s->row];
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
    double *u = g->design ? arena_array(g->arena, g->n_factors, sizeof *u) : NULL;
    int status = g->design && !u ? error_no_memory(e) : OK;
    if (u)
        design_points(g->design).at(g->design, s->row, u);
    for (int methods = 0; methods < 2; methods++) {
        p->layer++;
        for (size_t k = 0; !status && k < g->n_factors; k++)
            if (is_set(&g->factors[k], s) && is_lead(g, k) && !is_left(g, s, k) &&
                is_method_key(&g->factors[k]) == (methods == 1))
                status = put(g, p, k, s, u, e);
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

const char *evaluator_failure(struct evaluator *g, const struct messages *failures)
{
    for (size_t i = 0; i < failures->n; i++)
        if (!holds(&g->base->failures, failures->items[i].text))
            return arena_strdup(g->arena, failures->items[i].text);
    return NULL;
}

/* Of a design's row with its line, unless they name a place in it. */
static void take_problems(struct evaluator *g, const struct messages *from,
                          const struct alternative *s)
{
    const struct design *d = g->design;
    struct messages *to = &g->base->problems;
    for (size_t i = 0; i < from->n; i++) {
        const char *text = from->items[i].text;
        if (d && strncmp(text, d->path, strlen(d->path)) != 0)
            messages_add_once(to, from->items[i].status, "%s:%zu: %s", d->path, d->lines[s->row],
                              text);
        else
            messages_add_once(to, from->items[i].status, "%s", text);
    }
}

static int make_plan(struct evaluator *g, const struct alternative *s, struct plan **to,
                     const char **failed, struct error *e)
{
    struct plan_setting o = {.scores_only = true};
    int status = profile_copy(g->base->as_read, &o.profile, e);
    *to = NULL;
    *failed = NULL;
    if (!status && (status = put_all(g, o.profile, s, e)))
        profile_free(o.profile);
    if (!status)
        status = plan_with(g->base, &o, to, e);
    if (status)
        return status;
    *failed = evaluator_failure(g, &(*to)->failures);
    return OK;
}

int evaluator_plan(struct evaluator *g, const struct alternative *s, struct plan **to,
                   const char **failed, struct error *e)
{
    const struct row_plan *row =
        g->design ? &g->rows[g->combinations[ALL_STAGES].of_row[s->row]] : NULL;
    int status;
    if (row) {
        *to = row->plan;
        *failed = row->failed;
        return OK;
    }
    status = make_plan(g, s, to, failed, e);
    if (!status)
        status = keep_plan(g, *to, e);
    if (status || !(*to)->problems.n)
        return status;
    take_problems(g, &(*to)->problems, s);
    *to = NULL;
    return OK;
}

/* ---- the rows of a design ----------------------------------------------------------------- */

/* Those that scenarios or stages are taken from. */
static size_t mark_needed(struct evaluator *g)
{
    const struct combinations *all = &g->combinations[ALL_STAGES], *c;
    size_t n = 0;
    for (int stage = 0; stage < STAGE_ENDS; stage++) {
        c = &g->combinations[stage];
        for (size_t i = 0; c->first && i < c->n; i++)
            g->rows[all->of_row[c->first[i]]].needed = true;
    }
    for (size_t i = 0; i < all->n; i++)
        n += g->rows[i].needed;
    return n;
}

/* With the keys of empty cells, so that it is seen whether they would take effect; without them
   where they are not lawful. *to is NULL where the row is refused. */
static int judge(struct evaluator *g, size_t row, struct plan **to, const char **failed,
                 struct error *e)
{
    struct alternative s = {.stage = ALL_STAGES, .row = row, .blanks = true};
    int status = make_plan(g, &s, to, failed, e);
    if (!status && (*to)->problems.n) {
        plan_free(*to);
        s.blanks = false;
        status = make_plan(g, &s, to, failed, e);
    }
    if (status || !(*to)->problems.n)
        return status;
    take_problems(g, &(*to)->problems, &s);
    plan_free(*to);
    *to = NULL;
    return OK;
}

int evaluator_row_plans(struct evaluator *g, struct error *e)
{
    enum { TOLD = 20 };
    const struct combinations *all = &g->combinations[ALL_STAGES];
    int status = OK;
    g->rows = arena_array(g->arena, all->n, sizeof *g->rows);
    if (!g->rows)
        return error_no_memory(e);
    if (mark_needed(g) > PLANS_MAX)
        return error_set(e, ERR_PROFILE,
                         "%s: its rows have more than %d combinations of alternatives; take fewer "
                         "rows at a time",
                         g->design->path, PLANS_MAX);
    for (size_t i = 0; !status && i < all->n && g->base->problems.n < TOLD; i++) {
        struct row_plan *to = &g->rows[i];
        struct plan *p = NULL;
        status = judge(g, all->first[i], &p, &to->failed, e);
        if (!status && p && to->needed)
            status = keep_plan(g, to->plan = p, e);
        else
            plan_free(p);
    }
    return status;
}

/* ---- numbers ------------------------------------------------------------------------------ */

static const struct heng_param *find_number(struct bound_method *b, const char *key)
{
    const struct heng_param *p = bound_param(b, key);
    for (size_t k = 0; !p && b && k < b->n_parts; k++)
        p = bound_param(&b->parts[k], key);
    return p && (p->type == HENG_REAL || p->type == HENG_INT) ? p : NULL;
}

/* What the parameter says of the factor: whole numbers only, and its range. */
static void narrow(struct evaluator *g, struct factor *f, const struct heng_param *p,
                   struct number_range *range)
{
    range->least = fmax(range->least, p->min);
    range->most = fmin(range->most, p->max);
    range->whole = range->whole || p->type == HENG_INT;
    if (f->kind == FACTOR_GIVEN)
        return;
    f->least = fmax(f->least, p->min);
    f->most = fmin(f->most, p->max);
    if (p->type != HENG_INT || f->kind == FACTOR_INTEGER)
        return;
    if (f->kind == FACTOR_UNIFORM && f->a == floor(f->a) && f->b == floor(f->b))
        f->kind = FACTOR_INTEGER;
    else
        plan_problem(g->base, f->where, "uncertainty", f->name,
                     "%s takes whole numbers: integer(a, b)", f->key);
}

/* As a profile that says so would be told. */
static void complain_of(struct evaluator *g, struct bound_method *b, const struct factor *f,
                        double v, const char *where)
{
    const struct heng_param *p = find_number(b, f->key);
    char text[NUMBER_TEXT_MAX];
    struct error why;
    void *room;
    while (p && !bound_param(b, f->key))
        b = b->parts;
    room = p ? arena_alloc(g->arena, method_params(b->method->desc).size) : NULL;
    number_format(v, text);
    if (room && param_set_in(p, text, &(struct param_files){f->dir, NULL}, g->arena, room, &why))
        messages_add_once(&g->base->problems, ERR_PROFILE, "%s: [%s] %s = %s: %s", where,
                          f->section, f->key, text, why.text);
}

bool evaluator_check_range(struct evaluator *g, const struct method_choice *c, size_t k, double v,
                           const char *where)
{
    const struct factor *f = &g->factors[k];
    const struct number_range *range = c->touched && c->touched[k] ? &c->range[k] : NULL;
    if (!range || (v >= range->least && v <= range->most && (!range->whole || v == floor(v))))
        return true;
    for (size_t i = 0; i < c->plan->tree.n; i++)
        if (c->touched[k][i])
            complain_of(g, stage_method(c->plan, i, (int)f->stage), f, v, where);
    return false;
}

/* Whether the factor's key, and not another one, is what the node's method has the number from. */
static bool sets(const struct factor *f, const struct plan *p, size_t node, int stage)
{
    struct bound_method *b = stage_method(p, node, stage);
    const char *section =
        b && find_number(b, f->key) ? stage_key_section(p, node, stage, f->key) : NULL;
    return section && strcmp(section, f->section) == 0;
}

static int touch_with(struct evaluator *g, struct method_choice *c, size_t k, int stage,
                      bool *effective, struct error *e)
{
    struct factor *f = &g->factors[k];
    const size_t n = c->plan->tree.n;
    c->touched[k] = arena_array(g->arena, n, sizeof **c->touched);
    c->range[k] = (struct number_range){-INFINITY, INFINITY, false};
    if (!c->touched[k])
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++) {
        c->touched[k][i] = sets(f, c->plan, i, stage);
        if (c->touched[k][i])
            narrow(g, f, find_number(stage_method(c->plan, i, stage), f->key), &c->range[k]);
        effective[k] = effective[k] || c->touched[k][i];
    }
    if (!g->design && f->kind != FACTOR_NORMAL)
        evaluator_check_range(g, c, k, f->b, f->where);
    return OK;
}

/* Notes for which nodes the stage's numbers are set. */
static int touch(struct evaluator *g, struct method_choice *c, int stage, bool *effective,
                 struct error *e)
{
    int status = OK;
    c->touched = arena_array(g->arena, g->n_factors, sizeof *c->touched);
    c->range = arena_array(g->arena, g->n_factors, sizeof *c->range);
    if (!c->touched || !c->range)
        return error_no_memory(e);
    for (size_t k = 0; !status && k < g->n_factors; k++)
        if (is_number_of(&g->factors[k], stage))
            status = touch_with(g, c, k, stage, effective, e);
    return status;
}

/* ---- stages ------------------------------------------------------------------------------- */

static bool has_numbers(const struct evaluator *g, int stage)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (is_number_of(&g->factors[k], stage))
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
    const struct alternative s = {.scenario = scenario,
                                  .stage = stage,
                                  .combination = c,
                                  .row = g->design ? g->combinations[stage].first[c] : NONE};
    struct method_choice *to = &g->scenarios[scenario].stages[stage][c];
    int status = evaluator_plan(g, &s, &to->plan, &to->failed, e);
    if (status || !to->plan)
        return status;
    note_choices(g, to->plan, stage, effective);
    if (to->failed || g->scenarios[scenario].failed)
        return OK;
    status = list_other(g, to, g->scenarios[scenario].plan, stage, e);
    return status || !has_numbers(g, stage) ? status : touch(g, to, stage, effective, e);
}

int evaluator_stage(struct evaluator *g, size_t scenario, int stage, bool *effective,
                    struct error *e)
{
    struct scenario *v = &g->scenarios[scenario];
    struct method_choice **shared = &g->choices[stage];
    size_t n;
    int status = OK;
    if (!evaluator_stage_varies(g, stage))
        return OK;
    n = evaluator_combinations(g, stage);
    if (!g->design || !*shared)
        *shared = arena_array(g->arena, n, sizeof **shared);
    if (!*shared)
        return error_no_memory(e);
    v->stages[stage] = *shared;
    v->n_method_choices[stage] = n;
    for (size_t c = 0; !status && c < n; c++)
        if (combination_is_of(g, stage, c, scenario))
            status = make_combination(g, scenario, stage, c, effective, e);
    return status;
}
