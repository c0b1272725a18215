/* SPDX-License-Identifier: MIT */
/* The plan of one replicate: which methods, numbers and weights it takes, and what it leaves out.
 */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/goalposts.h"

/* A copy of size bytes, the one that there is already if any; NULL: out of memory. */
static void *copy_once(struct replicate_plan *m, const void *from, size_t size)
{
    struct copied *v;
    void *to;
    for (size_t i = 0; i < m->n_copies; i++)
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

struct node *replicate_plan_node(struct replicate_plan *m, size_t node)
{
    if (!m->other[node]) {
        m->other[node] = true;
        m->others[m->n_others++] = node;
    }
    m->plan.tree.nodes = m->nodes;
    return &m->nodes[node];
}

/* The method of a stage in a node that has one, to be changed. */
static struct bound_method *own_method(struct replicate_plan *m, size_t node, int stage)
{
    return &replicate_plan_node(m, node)->at[stage];
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* As --set would: through its text. */
static int set_text(struct replicate_plan *m, void *params, const struct heng_param *p,
                    const struct factor *f, double v, struct error *e)
{
    char text[NUMBER_TEXT_MAX];
    int status;
    number_format(v, text);
    status = param_set_in(p, text, &(struct param_files){f->dir, NULL}, m->arena, params, e);
    return status ? error_prefix(e, "%s: [uncertainty] vary.%s = %s", f->where, f->name, text) : OK;
}

/* What the text of a number within the parameter's range is read as: the number itself, but for the
   sign of 0. */
static bool set_value(void *params, const struct heng_param *p, double v)
{
    const double real = v + 0.0;
    const int64_t whole = p->type == HENG_INT && fabs(v) < 0x1p53 ? (int64_t)v : 0;
    if (!isfinite(v) || (p->min <= p->max && !(v >= p->min && v <= p->max)))
        return false;
    if (p->type == HENG_INT && (double)whole != v)
        return false;
    if (p->type == HENG_INT)
        memcpy((char *)params + p->offset, &whole, sizeof whole);
    else
        memcpy((char *)params + p->offset, &real, sizeof real);
    return true;
}

static int set_number(struct replicate_plan *m, struct bound_method *b, const struct factor *f,
                      double v, struct error *e);

static int set_parts(struct replicate_plan *m, struct bound_method *b, const struct factor *f,
                     double v, struct error *e)
{
    int status = OK;
    b->parts = copy_once(m, b->parts, b->n_parts * sizeof *b->parts);
    if (!b->parts)
        return error_no_memory(e);
    for (size_t k = 0; !status && k < b->n_parts; k++)
        status = set_number(m, &b->parts[k], f, v, e);
    return status;
}

static int set_number(struct replicate_plan *m, struct bound_method *b, const struct factor *f,
                      double v, struct error *e)
{
    const struct heng_param *p = bound_param(b, f->key);
    int status = b->n_parts ? set_parts(m, b, f, v, e) : OK;
    if (status || !p || (p->type != HENG_REAL && p->type != HENG_INT))
        return status;
    b->params = copy_once(m, b->params, method_params(b->method->desc).size);
    if (!b->params)
        return error_no_memory(e);
    return set_value(b->params, p, v) ? OK : set_text(m, b->params, p, f, v, e);
}

static int set_numbers(struct replicate_plan *m, const struct method_choice *c, int stage,
                       struct error *e)
{
    int status = OK;
    for (size_t k = 0; c->touched && k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        const void *from = NULL,
                   *to = NULL; /* parameters that the last node shares are set already */
        double v;
        if (!c->touched[k])
            continue;
        v = factor_number(f, m->u[k]);
        for (size_t i = 0; !status && i < m->plan.tree.n; i++) {
            struct bound_method *b = c->touched[k][i] ? own_method(m, i, stage) : NULL;
            const void *was = b ? b->params : NULL;
            if (!b)
                continue;
            if (!b->n_parts && to && (was == from || was == to)) {
                b->params = (void *)(uintptr_t)to;
                continue;
            }
            status = set_number(m, b, f, v, e);
            from = was;
            to = b->params;
        }
    }
    return status;
}

/* ---- stages -------------------------------------------------------------------------------- */

static bool same_units(const struct plan *a, const struct plan *b)
{
    return a->base_units == b->base_units ||
           (a->base_units && b->base_units &&
            memcmp(a->base_units, b->base_units, a->table->n_units * sizeof(bool)) == 0);
}

/* What is the same keeps its address, by which runs are told apart. */
static void set_base(struct replicate_plan *m, const struct plan *from)
{
    const char *was = m->plan.base, *base = from->base;
    if (!(was == base || (was && base && strcmp(was, base) == 0)))
        m->plan.base = base;
    if (!same_units(&m->plan, from))
        m->plan.base_units = from->base_units;
}

static int set_stage(struct replicate_plan *m, int stage, struct error *e)
{
    const struct scenario *v = m->v;
    const struct method_choice *c;
    if (!v->stages[stage])
        return OK;
    c = &v->stages[stage][combination_of(m->g, m->u, stage)];
    if (c->failed)
        return error_set(e, ERR_PART, "%s", c->failed);
    for (size_t k = 0; k < c->n_other; k++)
        *own_method(m, c->other[k], stage) = *stage_method(c->plan, c->other[k], stage);
    if (stage == HENG_NORMALISE)
        set_base(m, c->plan);
    return set_numbers(m, c, stage, e);
}

static void set_weights(struct replicate_plan *m)
{
    for (size_t k = 0; k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        if (m->node[k] == NONE)
            continue;
        if (f->goalposts)
            goalposts_set(f, m->u[k], replicate_plan_node(m, m->node[k]));
        else
            replicate_plan_node(m, m->node[k])->weight = factor_number(f, m->u[k]);
    }
}

static void set_whole(struct replicate_plan *m)
{
    size_t which;
    for (size_t k = 0; k < m->g->n_factors; k++) {
        const struct factor *f = &m->g->factors[k];
        if (f->kind == FACTOR_WEIGHTS) {
            m->noisy = true;
            m->noise.how = m->g->base->fixed.uncertainty.weights;
            m->noise.spread = f->spread;
            m->noise.u = m->u[k];
            noise_begin(&m->noise, m->plan.tree.n);
        } else if (f->kind == FACTOR_DATA) {
            m->data_noise = (struct data_noise){f->a, f->b, m->u[k],
                                                m->g->base->fixed.uncertainty.data_noise_bounds};
        } else if (f->kind == FACTOR_LEAVE_OUT) {
            which = factor_choice(m->u[k], m->v->n_left_out + 1);
            m->leaves_out = which > 0;
            if (which)
                tree_leave_out(&m->plan.tree, m->v->left_out[which - 1], m->aside);
        }
    }
}

static size_t node_of(const struct factor *f, const struct tree *t)
{
    return is_number_of(f, 0) && f->section ? tree_find(t, strchr(f->section, '.') + 1) : NONE;
}

static bool rescales(const struct plan *p)
{
    for (size_t i = 0; p && i < p->tree.n; i++)
        if (p->tree.nodes[i].rescale.on)
            return true;
    return false;
}

/* Whether what stands below a node and what puts it together vary at once: each alone has a plan
   that tells what does not go together, and the two have none. */
static bool meets(const struct scenario *v)
{
    static const int stages[] = {HENG_NORMALISE, HENG_WEIGHTS, HENG_AGGREGATE};
    size_t vary = 0;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        const size_t n = v->n_method_choices[stages[i]];
        vary += n > 1 || (n == 1 && v->stages[stages[i]][0].touched);
    }
    return vary > 1;
}

/* As a plan of these methods would: scales that do not go together, children below 0. */
static int check_scales(struct replicate_plan *m, struct error *e)
{
    struct arena *const own = m->plan.arena;
    const struct messages *problems = &m->plan.problems;
    m->plan.arena = m->arena; /* texts of this replicate */
    plan_scales(&m->plan, false);
    m->plan.arena = own;
    if (problems->n)
        return error_set(e, ERR_PART, "%s", problems->items[0].text);
    return messages_memory(problems, e);
}

int replicate_plan_new(struct replicate_plan *m, const struct evaluator *g,
                       const struct scenario *v, struct arena *rooms, struct error *e)
{
    const struct plan *p = v->plan;
    const size_t n = p->tree.n;
    *m = (struct replicate_plan){.g = g, .v = v, .plan = *p, .arena = arena_new()};
    m->plan.failures = m->plan.warnings = m->plan.notes = m->plan.problems = (struct messages){0};
    m->nodes = arena_array(rooms, n, sizeof *m->nodes);
    m->other = arena_array(rooms, n, sizeof *m->other);
    m->others = arena_array(rooms, n, sizeof *m->others);
    m->aside = arena_array(rooms, n, sizeof *m->aside);
    m->node = arena_array(rooms, g->n_factors, sizeof *m->node);
    m->noise.room = arena_array(rooms, n, sizeof *m->noise.room);
    m->noise.drawn = arena_array(rooms, n, sizeof *m->noise.drawn);
    if (!m->arena || arena_failed(rooms))
        return error_no_memory(e);
    memcpy(m->nodes, p->tree.nodes, n * sizeof *m->nodes);
    for (size_t k = 0; k < g->n_factors; k++)
        m->node[k] = node_of(&g->factors[k], &p->tree);
    m->rescales = rescales(p);
    m->meets = meets(v);
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        for (size_t c = 0; c < v->n_method_choices[stage]; c++)
            m->rescales = m->rescales || rescales(v->stages[stage][c].plan);
    return OK;
}

static void forget_messages(struct replicate_plan *m)
{
    messages_fini(&m->plan.problems);
    messages_fini(&m->plan.failures);
    messages_fini(&m->plan.warnings);
    messages_fini(&m->plan.notes);
}

void replicate_plan_fini(struct replicate_plan *m)
{
    forget_messages(m);
    arena_free(m->arena);
}

/* Puts back what the replicate before has changed. */
static void put_back(struct replicate_plan *m)
{
    const struct plan *p = m->v->plan;
    for (size_t k = 0; k < m->n_others; k++) {
        m->nodes[m->others[k]] = p->tree.nodes[m->others[k]];
        m->other[m->others[k]] = false;
    }
    m->n_others = 0;
    m->plan.tree.nodes = p->tree.nodes;
    m->plan.base = p->base;
    m->plan.base_units = p->base_units;
    m->copies = NULL;
    m->n_copies = m->cap_copies = 0;
    m->noisy = m->leaves_out = false;
    m->data_noise = (struct data_noise){0};
    forget_messages(m);
    arena_reset(m->arena);
}

int replicate_plan_begin(struct replicate_plan *m, const double *u, struct error *e)
{
    int status = OK;
    put_back(m);
    m->u = u;
    for (int stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++)
        status = set_stage(m, stage, e);
    set_weights(m);
    set_whole(m);
    if (!status && m->meets)
        status = check_scales(m, e);
    else if (m->rescales)
        plan_scales(&m->plan, true);
    return status;
}

double **replicate_plan_raw(struct replicate_plan *m)
{
    const struct results *r = m->v->results;
    size_t n = m->plan.tree.n_indicators;
    double **v = arena_array(m->arena, n, sizeof *v);
    for (size_t k = 0; v && k < n; k++)
        v[k] = arena_array(m->arena, r->n_rows, sizeof **v);
    if (arena_failed(m->arena))
        return NULL;
    data_noise_raw(&m->data_noise, r, v);
    return v;
}
