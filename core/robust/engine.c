/* SPDX-License-Identifier: MIT */
#include "robust/engine.h"

#include <math.h>
#include <stdlib.h>

#include "robust/engine_parts.h"
#include "run/stages.h"

static int no_memory(struct error *e)
{
    return error_set(e, ERR_MEMORY, "out of memory");
}

static void hand_back(const struct making *m, const struct results *r, struct replicate *to)
{
    size_t i, row;
    for (i = 0; i < m->g->n_rows; i++) {
        to->score[i] = to->rank[i] = NAN;
        if (to->tier)
            to->tier[i] = NAN;
    }
    for (i = 0; i < r->n_rows; i++) {
        row = m->v->row[i];
        if (row == (size_t)-1)
            continue;
        to->score[row] = r->score[TREE_ROOT][i];
        to->rank[row] = r->rank[i];
        if (to->tier)
            to->tier[row] = r->tier[i];
    }
}

static int compute(struct making *m, struct replicate *to, struct error *e)
{
    struct results *r;
    int status = making_begin(m, e);
    const struct again again = {.from = m->v->results,
                                .plan = &m->plan,
                                .arena = m->arena,
                                .keep = m->g->keeps_stages,
                                .aside = m->aside,
                                .adjust = m->noisy ? noise_adjust : NULL,
                                .adjust_data = &m->noise};
    if (!status)
        status = run_again(&again, &r, e);
    if (!status && m->plan.failures.n)
        status = error_set(e, ERR_PART, "%s", m->plan.failures.items[0].text);
    if (!status)
        hand_back(m, r, to);
    return status;
}

struct walker {
    const struct engine *g;
};

struct walker *walker_new(const struct engine *g)
{
    struct walker *w = calloc(1, sizeof *w);
    if (w)
        w->g = g;
    return w;
}

void walker_free(struct walker *w)
{
    free(w);
}

int robust_evaluate(struct walker *w, const double *u, struct replicate *to, struct error *e)
{
    const struct engine *g = w->g;
    struct making m = {.g = g, .u = u, .v = &g->variants[combination_of(g, u, 0)]};
    int status;
    m.arena = arena_new();
    status = m.arena ? compute(&m, to, e) : no_memory(e);
    messages_fini(&m.plan.problems);
    messages_fini(&m.plan.failures);
    messages_fini(&m.plan.warnings);
    messages_fini(&m.plan.notes);
    arena_free(m.arena);
    return status;
}

/* ---- settings ------------------------------------------------------------------------------ */

static bool takes_effect(const struct engine *g, const double *u, size_t k)
{
    const struct factor *f = &g->factors[k];
    const struct variant *v = &g->variants[combination_of(g, u, 0)];
    const struct combination *c;
    size_t i;
    if (!f->key || !f->stage)
        return f->key != NULL;
    c = &v->stages[f->stage][combination_of(g, u, (int)f->stage)];
    for (i = 0; i < stage_nodes(v->plan, (int)f->stage); i++)
        if (f->kind == FACTOR_CHOICE
                ? is_stage_key(f) ||
                      method_param(stage_method(c->plan, i, (int)f->stage), f->key)
                : c->touched[k][i])
            return true;
    return false;
}

int engine_settings(const struct engine *g, const double *u, struct arena *a, const char ***set,
                    size_t *n, struct error *e)
{
    size_t k;
    *n = 0;
    *set = arena_array(a, g->n_factors, sizeof **set);
    if (!*set)
        return no_memory(e);
    for (k = 0; k < g->n_factors; k++) {
        const struct factor *f = &g->factors[k];
        char text[NUMBER_TEXT_MAX];
        const char *value = text;
        if (!takes_effect(g, u, k))
            continue;
        if (f->kind == FACTOR_CHOICE)
            value = f->choices[factor_choice(u[k], f->n_choices)];
        else
            number_format(factor_number(f, u[k]), text);
        (*set)[*n] = arena_printf(a, "%s=%s", f->name, value);
        if (!(*set)[(*n)++])
            return no_memory(e);
    }
    return OK;
}
