/* SPDX-License-Identifier: MIT */
/* Within what reach scores are equal: a share of the largest of them or, where values below 0 may
   have cancelled out, of what was added up. */
#include <math.h>

#include "plan/stage_table.h"
#include "run/run.h"

static bool is_sum(const struct node *n)
{
    return n->kind == NODE_AGGREGATE && bound_has(&n->at[HENG_AGGREGATE], HENG_LINEAR) &&
           !n->rescale.on;
}

/* Whether something that is added up under the node may lie below 0. */
static bool may_cancel(const struct tree *t, size_t node)
{
    const struct node *n = &t->nodes[node];
    if (!is_sum(n))
        return false;
    for (size_t j = 0; j < n->n_children; j++) {
        const struct node_range *c = &t->nodes[n->children[j]].range;
        if (c->open || c->lo < 0 || may_cancel(t, n->children[j]))
            return true;
    }
    return false;
}

/* What was added up to a score, without signs. */
static double size_of(const struct results *r, size_t node, size_t row, size_t block, size_t period)
{
    const struct node *n = &r->plan->tree.nodes[node];
    double sum = 0, weights = 0;
    if (!is_sum(n))
        return fabs(r->score[node][row]);
    for (size_t j = 0; j < n->n_children; j++) {
        const double w = r->weight[weight_index(r, block, period, n->children[j])];
        const double size = size_of(r, n->children[j], row, block, period);
        if (isnan(size) || !(w > 0))
            continue;
        sum += w * size;
        weights += w;
    }
    return weights > 0 ? sum / weights : (double)NAN;
}

double results_reach(const struct results *r, size_t node, size_t class, size_t period,
                     const double *x)
{
    const struct unit_class *c = &r->plan->classes[class];
    const struct level *level = plan_level(r->plan);
    double reach = level_reach(level, x, c->n);
    if (!(level->tolerance > 0) || level->decimals >= 0 || !may_cancel(&r->plan->tree, node))
        return reach;
    for (size_t i = 0; i < c->n; i++) {
        const size_t row = results_row(r, period, c->first + i);
        if (isnan(x[i]))
            continue;
        reach =
            fmax(reach, level->tolerance * size_of(r, node, row, results_block(r, class), period));
    }
    return reach;
}
