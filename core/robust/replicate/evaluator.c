/* SPDX-License-Identifier: MIT */
/* Evaluators and their walkers: a point in, scores and ranks out. */
#include "robust/replicate/evaluator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/goalposts.h"
#include "run/rerun.h"

static void hand_back_mapped(const struct replicate_plan *m, const struct results *r,
                             struct replicate *to)
{
    size_t row;
    for (size_t i = 0; i < m->g->n_rows; i++) {
        to->score[i] = to->rank[i] = NAN;
        if (to->tier)
            to->tier[i] = NAN;
    }
    for (size_t i = 0; i < r->n_rows; i++) {
        row = m->v->row[i];
        if (row == NONE)
            continue;
        to->score[row] = r->score[TREE_ROOT][i];
        to->rank[row] = r->rank[i];
        if (to->tier)
            to->tier[row] = r->tier[i];
    }
}

static void hand_back(const struct replicate_plan *m, const struct results *r, struct replicate *to)
{
    const size_t bytes = r->n_rows * sizeof(double);
    if (!m->v->same_rows) {
        hand_back_mapped(m, r, to);
        return;
    }
    memcpy(to->score, r->score[TREE_ROOT], bytes);
    memcpy(to->rank, r->rank, bytes);
    if (to->tier)
        memcpy(to->tier, r->tier, bytes);
}

/* The way through one scenario's replicates. */
struct path {
    struct replicate_plan making;
    struct pipeline *walk; /* NULL: not walked yet */
};

struct walker {
    const struct evaluator *g;
    struct arena *rooms;
    struct path *paths; /* by scenario */
};

struct walker *walker_new(const struct evaluator *g)
{
    struct arena *rooms = arena_new();
    struct walker *w = rooms ? arena_alloc(rooms, sizeof *w) : NULL;
    struct path *paths = w ? arena_array(rooms, g->n_scenarios, sizeof *paths) : NULL;
    if (!paths) {
        arena_free(rooms);
        return NULL;
    }
    *w = (struct walker){g, rooms, paths};
    return w;
}

void walker_free(struct walker *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->g->n_scenarios; i++) {
        replicate_plan_fini(&w->paths[i].making);
        rerun_free(w->paths[i].walk);
    }
    arena_free(w->rooms);
}

static int path_begin(struct walker *w, size_t scenario, struct error *e)
{
    const struct scenario *v = &w->g->scenarios[scenario];
    struct path *path = &w->paths[scenario];
    int status = replicate_plan_new(&path->making, w->g, v, w->rooms, e);
    if (!status)
        status = rerun_new(v->results, &path->making.plan, w->rooms, &path->walk, e);
    if (status) {
        replicate_plan_fini(&path->making);
        rerun_free(path->walk);
        *path = (struct path){0};
    }
    return status;
}

/* A part that failed here and not in the base. */
static int tell_failure(const struct replicate_plan *m, struct error *e)
{
    const struct messages *known = &m->g->base->failures;
    for (size_t i = 0; i < m->plan.failures.n; i++) {
        const char *text = m->plan.failures.items[i].text;
        size_t k;
        for (k = 0; k < known->n && strcmp(known->items[k].text, text) != 0; k++)
            ;
        if (k == known->n)
            return error_set(e, ERR_PART, "%s", text);
    }
    return OK;
}

static int walk(struct path *path, const double *u, struct error *e)
{
    struct replicate_plan *m = &path->making;
    int status = replicate_plan_begin(m, u, e);
    struct rerun_changes again = {.aside = m->leaves_out ? m->aside : NULL,
                                  .adjust = m->noisy ? noise_adjust : NULL,
                                  .adjust_data = &m->noise,
                                  .disturb = m->data_noise.imputed > 0 ? data_noise_disturb : NULL,
                                  .disturb_data = &m->data_noise,
                                  .arena = m->arena};
    if (!status && (m->data_noise.observed > 0 || m->data_noise.bounds > 0) &&
        !(again.raw = replicate_plan_raw(m)))
        status = error_no_memory(e);
    if (!status)
        status = rerun_run(path->walk, &again, e);
    return status ? status : tell_failure(m, e);
}

int robust_evaluate(struct walker *w, const double *u, struct replicate *to, struct error *e)
{
    const size_t scenario = combination_of(w->g, u, 0);
    struct path *path = &w->paths[scenario];
    int status;
    if (w->g->scenarios[scenario].failed)
        return error_set(e, ERR_PART, "%s", w->g->scenarios[scenario].failed);
    status = path->walk ? OK : path_begin(w, scenario, e);
    if (!status)
        status = walk(path, u, e);
    if (!status)
        hand_back(&path->making, rerun_results(path->walk), to);
    return status;
}

/* ---- settings ------------------------------------------------------------------------------ */

static bool takes_effect(const struct evaluator *g, const double *u, size_t k)
{
    const struct factor *f = &g->factors[k];
    const struct scenario *v = &g->scenarios[combination_of(g, u, 0)];
    const struct method_choice *c;
    if (!f->key || !f->stage)
        return f->key != NULL;
    if (v->failed)
        return true;
    c = &v->stages[f->stage][combination_of(g, u, (int)f->stage)];
    for (size_t i = 0; !c->failed && i < v->plan->tree.n; i++)
        if (f->kind == FACTOR_CHOICE
                ? factor_is_stage_key(f) ||
                      bound_takes(stage_method(c->plan, i, (int)f->stage), f->key)
                : c->touched[k][i])
            return true;
    return c->failed != NULL;
}

const struct factor *evaluator_factor(const struct evaluator *g, size_t k)
{
    return &g->factors[k];
}

const char *evaluator_value(const struct evaluator *g, const double *u, size_t k,
                            char text[EVALUATOR_TEXT_MAX])
{
    const struct factor *f = &g->factors[k];
    const struct scenario *v = &g->scenarios[combination_of(g, u, 0)];
    size_t which;
    if (f->goalposts && !goalposts_lead(g->factors, k))
        return NULL;
    if (f->goalposts) {
        goalposts_write(g->factors, g->n_factors, k, u, text, EVALUATOR_TEXT_MAX);
        return text;
    }
    if (f->kind == FACTOR_LEAVE_OUT) {
        which = factor_choice(u[k], v->n_left_out + 1);
        return which ? v->plan->tree.nodes[v->left_out[which - 1]].id : "none";
    }
    if (f->key && !takes_effect(g, u, k))
        return "";
    if (f->kind == FACTOR_CHOICE)
        return f->choices[factor_chosen(f, u[k])];
    number_format(f->key ? factor_number(f, u[k]) : u[k], text);
    return text;
}

int evaluator_settings(const struct evaluator *g, const double *u, struct arena *a,
                       const char ***set, size_t *n, struct error *e)
{
    char text[EVALUATOR_TEXT_MAX];
    *n = 0;
    *set = arena_array(a, g->n_factors, sizeof **set);
    if (!*set)
        return error_no_memory(e);
    for (size_t k = 0; k < g->n_factors; k++) {
        const char *value = evaluator_value(g, u, k, text);
        if (!g->factors[k].key || !value || !*value)
            continue;
        (*set)[*n] = arena_printf(a, "%s.%s=%s", g->factors[k].section, g->factors[k].key, value);
        if (!(*set)[(*n)++])
            return error_no_memory(e);
    }
    return OK;
}
