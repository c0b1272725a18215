/* SPDX-License-Identifier: MIT */
/*
 * Two units of which one lacks values that the other has: where a child is missing, the weights of
 * a node's other children are rescaled, and the difference of two scores is no mean of differences
 * any more. What it can become at most is then bounded, not found exactly:
 *
 *     s = s_C + q (s_O - s_C)   C: the children that both have, O: those that this unit alone has,
 *                               q: the share of O's weights, between its own bounds
 *
 * so the difference is at most that over C, and what each unit's own children can add. Nodes whose
 * children both have are exact.
 */
#ifndef HENG_ROBUST_EXACT_MISSING_BOUNDS_H
#define HENG_ROBUST_EXACT_MISSING_BOUNDS_H

#include "robust/exact/weight_tree.h"

struct missing_bounds {
    struct weight_tree *tree;
    double *gap;                /* by node: a's score less b's, at most */
    double *most[2], *least[2]; /* of a, of b */
    bool *has[2];
    double *value;
    size_t *both, *own[2], *order;
};

/* Room. False: out of memory. */
bool missing_bounds_begin(struct missing_bounds *g, struct weight_tree *t, struct arena *a);

/* No weights give a score of a that is more than so much above b's. Values by column, NaN: missing.
   -INFINITY: one of them has no score. */
double missing_bounds_most(struct missing_bounds *g, const double *a, const double *b);

#endif
