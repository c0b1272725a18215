/* SPDX-License-Identifier: MIT */
/* Best and worst ranks of an index, class by class, and whether they are exact. */
#include "robust/exact/rank_bounds_index.h"

#include <math.h>
#include <string.h>

#include "plan/stage_table.h"
#include "robust/exact/missing_bounds.h"
#include "robust/sample/weight_noise.h"

/* Linear programs on a rank at most. */
enum { WORK = 200 };

/* ---- whether scores are linear in the weights --------------------------- */

static bool has_inner_children(const struct tree *t, const struct node *n)
{
    for (size_t k = 0; k < n->n_children; k++)
        if (t->nodes[n->children[k]].kind == NODE_AGGREGATE)
            return true;
    return false;
}

static const char *bent_node(const struct plan *p, size_t i, struct arena *a)
{
    const struct node *n = &p->tree.nodes[i];
    bool by_index = p->tree.nodes[TREE_ROOT].at[HENG_WEIGHTS].options.scope == SCOPE_INDEX;
    if (n->rescale.on)
        return arena_printf(a, "%s is rescaled", n->id);
    if (n->kind != NODE_AGGREGATE || !n->at[HENG_AGGREGATE].method)
        return NULL;
    if (!bound_has(&n->at[HENG_AGGREGATE], HENG_LINEAR))
        return arena_printf(a, "node %s is aggregated by %s", n->id,
                            n->at[HENG_AGGREGATE].method->desc->name);
    if (!by_index && n->at[HENG_WEIGHTS].method && has_inner_children(&p->tree, n) &&
        !bound_has(&n->at[HENG_WEIGHTS], HENG_WEIGHTS_FIXED))
        return arena_printf(a, "the weights in node %s come from scores that the noise moves (%s)",
                            n->id, n->at[HENG_WEIGHTS].method->desc->name);
    return NULL;
}

/* The first of the choices, min, as the method has them. */
static bool ties_share_the_best(const struct bound_method *rank)
{
    const struct heng_param *p = bound_param(rank, "ties");
    int ties = 0;
    if (p)
        memcpy(&ties, (const char *)rank->params + p->offset, sizeof ties);
    return p && ties == 0;
}

/* NULL, or why no answer is exact; "": because nobody asked. */
static const char *why_not(const struct plan *p, const struct factor *noise, struct arena *a)
{
    const char *why = NULL;
    if (!noise || !p->fixed.uncertainty.possible)
        return "";
    if (p->fixed.uncertainty.weights != NOISE_UNIFORM)
        return "with dirichlet noise every vector of weights is possible";
    for (size_t i = 0; i < p->n_rules; i++)
        if (p->rules[i].options.kind != RULE_WARNING)
            return arena_printf(a, "[rule.%s] acts", p->rules[i].name);
    if (!ties_share_the_best(&p->tree.nodes[TREE_ROOT].at[HENG_RANK]))
        return "[rank] is not ties = min";
    if (plan_level(p)->decimals >= 0 || plan_level(p)->tolerance > LEVEL_TOLERANCE)
        return "[rank] takes scores for equal that are apart";
    for (size_t i = 0; !why && i < p->tree.n; i++)
        why = bent_node(p, i, a);
    return why;
}

/* ---- one class in one period -------------------------------------------- */

/* The tree of the weights' bounds; *undefined: some weight is. */
static int make_tree(const struct results *r, const struct noise *noise, size_t slot,
                     struct weight_tree *t, bool *undefined, struct arena *a, struct error *e)
{
    const struct tree *of = &r->plan->tree;
    *t = (struct weight_tree){.n = of->n, .m = of->n_indicators};
    t->nodes = arena_array(a, of->n, sizeof *t->nodes);
    if (!t->nodes)
        return error_no_memory(e);
    *undefined = false;
    for (size_t i = 0; i < of->n; i++) {
        const struct node *n = &of->nodes[i];
        double spread = n->n_children < 2 ? 0 : noise_spread(noise, of, i);
        t->nodes[i].children = n->children;
        t->nodes[i].n_children = n->n_children;
        t->nodes[i].column = n->kind == NODE_INDICATOR ? n->indicator : 0;
        for (size_t k = 0; k < n->n_children; k++) {
            double w = r->weight[slot + n->children[k]];
            *undefined = *undefined || isnan(w);
            t->nodes[n->children[k]].low = w * (1 - spread);
            t->nodes[n->children[k]].high = w * (1 + spread);
        }
    }
    return weight_tree_begin(t, a) ? OK : error_no_memory(e);
}

/* Of one class in one period, while units with missing values are compared. */
struct gaps {
    const struct results *r;
    const struct rank_bounds *p;
    struct rank_bounds_league *to;
    struct missing_bounds g;
    double *values;     /* unit by unit, of p->tree->m columns */
    const double *rank; /* nominal */
    double even;
    bool rescaled; /* what is missing is left out of its node, and the rest rescaled */
};

static bool is_whole(const struct gaps *g, size_t i)
{
    return g->to->rank[i].best > 0;
}

/* Whether a beats b, as far as bounds can tell. */
static enum beats compare(struct gaps *g, size_t a, size_t b)
{
    const double *x = g->values + a * g->p->tree->m, *y = g->values + b * g->p->tree->m;
    if (isnan(g->rank[a]) || isnan(g->rank[b]) || !g->rescaled)
        return BEATS_LEFT_OUT;
    if (-missing_bounds_most(&g->g, y, x) > g->even)
        return BEATS_ALL;
    return missing_bounds_most(&g->g, x, y) > g->even ? BEATS_LEFT_OUT : BEATS_NONE;
}

static void compare_all(struct gaps *g, const bool *whole)
{
    size_t n = g->p->n;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            if (a != b && !(whole[a] && whole[b]))
                g->to->pairs[a * n + b] = (uint8_t)compare(g, a, b);
}

/* Limits from pairs alone, or on top of those among the units that lack nothing. A rank that is
   shown is the nominal one, where the limits are apart. */
static void count_gaps(struct gaps *g, const bool *whole, size_t a)
{
    struct rank_bound *v = &g->to->rank[a];
    size_t n = g->p->n, always = 0, open = 0;
    for (size_t b = 0; b < n; b++) {
        if (b == a || isnan(g->rank[b]) || (whole[a] && whole[b]))
            continue;
        always += g->to->pairs[b * n + a] == BEATS_ALL;
        open += g->to->pairs[b * n + a] == BEATS_LEFT_OUT;
    }
    if (!whole[a])
        *v = (struct rank_bound){1, 0, 1, 0};
    v->best += always;
    v->worst += always + open;
    v->best_shown += always;
    v->worst_shown += always;
    if (open || !whole[a])
        v->best_shown = v->worst_shown = (size_t)g->rank[a];
}

/* Units with missing values are ranked, too, so that they stand in the way of others. */
static int fill_gaps(struct gaps *g, size_t first_row, struct arena *a, struct error *e)
{
    size_t n = g->p->n, m = g->p->tree->m;
    bool *whole = arena_array(a, n, sizeof *whole);
    g->values = arena_array(a, n * m, sizeof(double));
    g->rank = g->r->rank + first_row;
    if (!whole || !g->values || !missing_bounds_begin(&g->g, g->p->tree, a))
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++) {
        whole[i] = is_whole(g, i);
        g->to->n_others += !whole[i] && !isnan(g->rank[i]);
        for (size_t j = 0; j < m; j++) {
            g->values[i * m + j] = g->p->x[j][i];
            if (fabs(g->p->x[j][i]) * LEVEL_TOLERANCE > g->even)
                g->even = fabs(g->p->x[j][i]) * LEVEL_TOLERANCE;
        }
    }
    if (!g->to->n_others)
        return OK;
    compare_all(g, whole);
    for (size_t i = 0; i < n; i++)
        if (!isnan(g->rank[i]))
            count_gaps(g, whole, i);
    return OK;
}

static bool is_rescaled(const struct tree *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE &&
            t->nodes[i].at[HENG_AGGREGATE].options.missing == MISSING_IMPUTE)
            return false;
    return true;
}

static int find_league(const struct results *r, const struct noise *noise, size_t class,
                       size_t period, struct rank_bounds_league *to, struct arena *a,
                       struct arena *room, struct error *e)
{
    const struct unit_class *c = &r->plan->classes[class];
    size_t slot = weight_index(r, results_block(r, class), period, 0);
    const double **x = arena_array(room, r->plan->tree.n_indicators, sizeof *x);
    struct weight_tree t;
    const struct rank_bounds p = {.tree = &t, .n = c->n, .x = x, .work = WORK};
    struct gaps gaps = {.r = r, .p = &p, .to = to, .rescaled = is_rescaled(&r->plan->tree)};
    bool undefined = false;
    int status;
    if (c->n > POSSIBLE_MOST) {
        to->why = "more than 200 units";
        return OK;
    }
    to->rank = arena_array(a, c->n, sizeof *to->rank);
    to->pairs = arena_array(a, c->n, c->n);
    if (!x || !to->rank || !to->pairs)
        return error_no_memory(e);
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        x[k] = r->normalised[k] + results_row(r, period, c->first);
    status = make_tree(r, noise, slot, &t, &undefined, room, e);
    if (!status && (undefined || weight_tree_fault(&t))) {
        to->why = "weights are undefined";
        return OK;
    }
    if (!status)
        status = rank_bounds_pairs(&p, to->pairs, room, e);
    if (!status)
        status = rank_bounds_ranks(&p, to->rank, room, e);
    if (!status)
        status = fill_gaps(&gaps, results_row(r, period, c->first), room, e);
    return status;
}

int rank_bounds_find(const struct results *r, const struct factors *f, struct rank_bounds_index *to,
                     struct arena *a, struct error *e)
{
    const struct plan *p = r->plan;
    const struct factor *noisy = NULL;
    struct noise noise = {.how = p->fixed.uncertainty.weights};
    int status = OK;
    *to = (struct rank_bounds_index){0};
    for (size_t k = 0; k < f->n; k++)
        if (f->v[k].kind == FACTOR_WEIGHTS)
            noisy = &f->v[k];
    to->why = why_not(p, noisy, a);
    if (arena_failed(a))
        return error_no_memory(e);
    if (to->why)
        return OK;
    noise.spread = noisy->spread;
    to->v = arena_array(a, p->n_classes * r->n_periods, sizeof *to->v);
    if (!to->v)
        return error_no_memory(e);
    for (size_t c = 0; !status && c < p->n_classes; c++)
        for (size_t t = 0; !status && t < r->n_periods; t++) {
            struct arena *room = arena_new();
            status = room ? find_league(r, &noise, c, t, &to->v[c * r->n_periods + t], a, room, e)
                          : error_no_memory(e);
            arena_free(room);
        }
    return status;
}
