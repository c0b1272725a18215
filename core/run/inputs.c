/* SPDX-License-Identifier: MIT */
/* What columns, weights and scores come from. A rerun whose inputs are those of the run that it
   repeats takes its result. */
#include <math.h>
#include <string.h>

#include "run/pipeline_internal.h"

/* Of structs bytes tell: a member that nobody thought of makes them differ, and only that. */
static bool same(const void *a, const void *b, size_t size)
{
    return a == b || memcmp(a, b, size) == 0;
}

/* Raw goalposts are for methods from elsewhere, which may look at them in any stage; those of the
   core are not shown any before they normalise: their inputs are the same whatever these are. */
static void see_goalposts(const struct node *n, enum heng_stage stage, struct stage_inputs *to)
{
    to->lo = to->hi = to->target = NAN;
    if (stage != HENG_NORMALISE && n->at[stage].method && method_is_core(n->at[stage].method))
        return;
    to->lo = n->lo;
    to->hi = n->hi;
    to->target = n->target;
}

/* Where there is no nearness, a normalisation sees what is transformed. */
static void transform_goalposts(const struct node *n, struct stage_inputs *to)
{
    if (n->near.kind || n->transform == TRANSFORM_NONE)
        return;
    to->lo = transform_apply(n->lo, n->transform);
    to->hi = transform_apply(n->hi, n->transform);
    to->target = transform_apply(n->target, n->transform);
}

void stage_inputs_of(const struct results *r, size_t k, const struct results *others,
                     const struct rerun_changes *changes, struct stage_inputs *to)
{
    const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
    struct stage_inputs *impute = &to[0], *treat = &to[1], *normalise = &to[2];
    memset(to, 0, INDICATOR_STAGES * sizeof *to);
    for (size_t i = 0; i < INDICATOR_STAGES; i++) {
        to[i].bound = n->at[HENG_IMPUTE + i];
        to[i].direction = HENG_POSITIVE;
        see_goalposts(n, (enum heng_stage)(HENG_IMPUTE + i), &to[i]);
    }
    impute->transform = n->transform;
    impute->disturb = changes->disturb;
    if (impute->bound.method && method_fills(impute->bound.method->desc))
        impute->others = others;
    treat->base = normalise->base =
        reference_base(r, normalise->bound.options.base, normalise->bound.base_units);
    normalise->near = n->near;
    normalise->rescale = n->rescale;
    normalise->direction = n->direction;
    transform_goalposts(n, normalise);
}

const double *column_before(const struct results *r, size_t k, enum heng_stage stage)
{
    return stage == HENG_IMPUTE ? r->raw[k] : stage == HENG_TREAT ? r->imputed[k] : r->treated[k];
}

bool stage_inputs_equal(const struct stage_inputs *a, const struct stage_inputs *b)
{
    return same(a, b, sizeof *a);
}

/* ---- nodes ------------------------------------------------------------------------------ */

static const struct node *node_now(const struct pipeline *w, size_t i)
{
    return &w->r->plan->tree.nodes[i];
}

static const struct node *node_then(const struct pipeline *w, size_t i)
{
    return &w->from->plan->tree.nodes[i];
}

static bool same_method(const struct pipeline *w, size_t i, enum heng_stage stage)
{
    const struct bound_method *now = &node_now(w, i)->at[stage];
    return same(now, &node_then(w, i)->at[stage], sizeof *now);
}

static bool same_given(const struct pipeline *w, size_t i)
{
    const double *now = &node_now(w, i)->weight;
    return same(now, &node_then(w, i)->weight, sizeof *now);
}

static bool same_base(const struct pipeline *w)
{
    return reference_equal(&w->base, &w->base_was);
}

/* What siblings have may have changed: their range is what a node is brought to. */
static bool same_scale(const struct pipeline *w, size_t i)
{
    const struct node_rescale *now = &node_now(w, i)->rescale;
    return same(now, &node_then(w, i)->rescale, sizeof *now) && (!now->from.open || same_base(w));
}

bool pipeline_has_others(const struct pipeline *w)
{
    const struct tree *t = &w->r->plan->tree;
    for (size_t k = 0; k < t->n_indicators; k++) {
        const size_t i = t->indicators[k];
        if (w->r->raw[k] != w->from->raw[k] ||
            w->r->node_excluded[i] != w->from->node_excluded[i] ||
            t->nodes[i].direction != node_then(w, i)->direction)
            return true;
    }
    return false;
}

static bool is_observed(const struct results *r, size_t node, size_t row)
{
    const struct tree *t = &r->plan->tree;
    for (size_t i = node + 1; i < t->n && tree_is_below(t, i, node); i++)
        if (t->nodes[i].kind == NODE_INDICATOR && !r->node_excluded[i] &&
            !isnan(r->raw[t->nodes[i].indicator][row]))
            return true;
    return false;
}

bool is_withheld(const struct results *r, size_t node, size_t row)
{
    return r->plan->tree.nodes[node].at[HENG_AGGREGATE].options.unobserved != UNOBSERVED_SCORE &&
           !is_observed(r, node, row);
}

static bool same_gaps(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; a != b && i < n; i++)
        if (isnan(a[i]) != isnan(b[i]))
            return false;
    return true;
}

bool pipeline_observes_alike(const struct pipeline *w, size_t indicator)
{
    const struct tree *t = &w->r->plan->tree;
    const size_t parent = t->nodes[t->indicators[indicator]].parent;
    if (w->indicator.whole[indicator])
        return true;
    if (node_now(w, parent)->at[HENG_AGGREGATE].options.unobserved !=
        node_then(w, parent)->at[HENG_AGGREGATE].options.unobserved)
        return false;
    for (size_t i = parent + 1; i < t->n && tree_is_below(t, i, parent); i++) {
        const size_t k = t->nodes[i].indicator;
        if (t->nodes[i].kind == NODE_INDICATOR &&
            (w->r->node_excluded[i] != w->from->node_excluded[i] ||
             !same_gaps(w->r->raw[k], w->from->raw[k], w->r->n_rows)))
            return false;
    }
    return true;
}

bool pipeline_keeps_weights(const struct pipeline *w, size_t i)
{
    const struct node *n;
    if (!w->from || !same_base(w) || !same_method(w, i, HENG_WEIGHTS))
        return false;
    n = node_now(w, i);
    for (size_t j = 0; j < n->n_children; j++)
        if (w->r->score[n->children[j]] != w->from->score[n->children[j]] ||
            !same_given(w, n->children[j]))
            return false;
    return true;
}

bool pipeline_keeps_index_weights(const struct pipeline *w)
{
    const struct tree *t = &w->r->plan->tree;
    if (!w->from || !same_base(w) ||
        !same(w->r->node_excluded, w->from->node_excluded, t->n * sizeof *w->r->node_excluded))
        return false;
    for (size_t i = 0; i < t->n; i++)
        if ((t->nodes[i].kind == NODE_INDICATOR && w->r->score[i] != w->from->score[i]) ||
            !same_given(w, i) || !same_method(w, i, HENG_WEIGHTS))
            return false;
    return true;
}

/* Whether the children of a node have, after any noise, the weights that they had. */
static bool same_weights(const struct pipeline *w, const struct node *n, size_t group)
{
    const struct results *r = w->r;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t j = 0; j < n->n_children; j++) {
            const size_t slot = weight_index(r, group, t, n->children[j]);
            if (!same(&r->weight[slot], &w->from->weight[slot], sizeof *r->weight))
                return false;
        }
    return true;
}

bool pipeline_keeps_scores(const struct pipeline *w, size_t i, size_t group)
{
    const struct node *n;
    if (!w->from || w->r->plan->n_rules)
        return false;
    n = node_now(w, i);
    if (!same_weights(w, n, group))
        return false;
    for (size_t j = 0; j < n->n_children; j++)
        if (w->r->score[n->children[j]] != w->from->score[n->children[j]])
            return false;
    return same_scale(w, i) && same_method(w, i, HENG_AGGREGATE);
}
