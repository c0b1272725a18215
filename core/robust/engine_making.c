/* SPDX-License-Identifier: MIT */
/* The plan of one replicate: which methods, numbers and weights it takes, and what it leaves out. */
#include <math.h>
#include <string.h>

#include "robust/engine_parts.h"
#include "run/stages.h"

static int no_memory(struct error *e)
{
    return error_set(e, ERR_MEMORY, "out of memory");
}

/* A copy of size bytes, the one that there is already if any; NULL: out of memory. */
static void *copy_once(struct making *m, const void *from, size_t size)
{
    struct copied *v;
    void *to;
    size_t i;
    for (i = 0; i < m->n_copies; i++)
        if (m->copies[i].from == from || m->copies[i].to == from)
            return m->copies[i].to;
    to = arena_alloc(m->arena, size);
    v = arena_grow(m->arena, m->copies, m->n_copies, &m->cap_copies, sizeof *v);
    if (!to || !v)
        return NULL;
    memcpy(to, from, size);
    m->copies = v;
    v[m->n_copies++] = (struct copied){from, to};
    return to;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* As --set would: through its text. */
static int set_number(struct making *m, struct bound_method *b, const struct factor *f, double v,
                      struct error *e)
{
    const struct heng_param *p = method_param(b, f->key);
    char text[NUMBER_TEXT_MAX];
    size_t k;
    int status = OK;
    if (b->n_parts) {
        b->parts = copy_once(m, b->parts, b->n_parts * sizeof *b->parts);
        if (!b->parts)
            return no_memory(e);
    }
    for (k = 0; !status && k < b->n_parts; k++)
        status = set_number(m, &b->parts[k], f, v, e);
    if (status || !p || (p->type != HENG_REAL && p->type != HENG_INT))
        return status;
    b->params = copy_once(m, b->params, method_params(b->method->desc).size);
    if (!b->params)
        return no_memory(e);
    number_format(v, text);
    status = param_set_in(p, text, f->dir, m->arena, b->params, e);
    return status ? error_prefix(e, "%s: [uncertainty] vary.%s = %s", f->where, f->name, text)
                  : OK;
}

static int set_numbers(struct making *m, const struct combination *c, int stage, struct error *e)
{
    size_t k, i;
    int status = OK;
    for (k = 0; c->touched && k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        double v;
        if (!c->touched[k])
            continue;
        v = factor_number(f, m->u[k]);
        for (i = 0; !status && i < stage_nodes(&m->plan, stage); i++)
            if (c->touched[k][i])
                status = set_number(m, stage_method(&m->plan, i, stage), f, v, e);
    }
    return status;
}

/* ---- stages -------------------------------------------------------------------------------- */

static int set_stage(struct making *m, int stage, struct error *e)
{
    const struct variant *v = m->v;
    const struct combination *c;
    size_t i;
    if (!v->stages[stage])
        return OK;
    c = &v->stages[stage][combination_of(m->g, m->u, stage)];
    for (i = 0; i < stage_nodes(&m->plan, stage); i++) {
        struct bound_method *to = stage_method(&m->plan, i, stage);
        if (to)
            *to = *stage_method(c->plan, i, stage);
    }
    if (stage == HENG_NORMALISE)
        m->plan.base = c->plan->base;
    return set_numbers(m, c, stage, e);
}

static void set_weights(struct making *m)
{
    size_t k, node;
    for (k = 0; k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        if (!is_number_of(f, 0))
            continue;
        node = tree_find(&m->plan.tree, strchr(f->section, '.') + 1);
        if (node != NO_NODE)
            m->plan.tree.nodes[node].weight = factor_number(f, m->u[k]);
    }
}

/* The node, all below it, and what is above it without anything else below. */
static void leave_out(struct making *m, size_t node)
{
    const struct tree *t = &m->plan.tree;
    size_t i, j, left;
    for (i = node; i < t->n; i++)
        m->aside[i] = i == node || tree_is_below(t, i, node);
    for (i = t->n; i-- > 0;) {
        for (left = j = 0; j < t->nodes[i].n_children; j++)
            left += !m->aside[t->nodes[i].children[j]];
        if (t->nodes[i].n_children && !left)
            m->aside[i] = true;
    }
}

static void set_whole(struct making *m)
{
    size_t k, which;
    for (k = 0; k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        if (f->kind == FACTOR_WEIGHTS) {
            m->noisy = true;
            m->noise = (struct noise){m->g->base->uncertainty.weights, f->a, m->u[k]};
        } else if (f->kind == FACTOR_LEAVE_OUT) {
            which = factor_choice(m->u[k], m->v->n_left_out + 1);
            if (which)
                leave_out(m, m->v->left_out[which - 1]);
        }
    }
}

int making_begin(struct making *m, struct error *e)
{
    const struct plan *p = m->v->plan;
    int stage, status = OK;
    m->plan = *p;
    m->plan.failures = m->plan.warnings = m->plan.notes = m->plan.problems = (struct messages){0};
    m->plan.tree.nodes = arena_array(m->arena, p->tree.n, sizeof *p->tree.nodes);
    m->aside = arena_array(m->arena, p->tree.n, sizeof *m->aside);
    if (!m->plan.tree.nodes || !m->aside)
        return no_memory(e);
    memcpy(m->plan.tree.nodes, p->tree.nodes, p->tree.n * sizeof *p->tree.nodes);
    for (stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++)
        status = set_stage(m, stage, e);
    set_weights(m);
    set_whole(m);
    return status;
}
