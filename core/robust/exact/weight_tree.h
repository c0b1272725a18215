/* SPDX-License-Identifier: MIT */
/*
 * Weights of a tree of weighted arithmetic means, each node's children with weights v_c / sum v,
 * v_c free in [low_c, high_c] whatever the others are. What a linear function of the leaves can
 * become over all of them: in closed form, from the leaves up. A node's weights are not below 0, so
 * its greatest mean needs the greatest of each child; and a mean is greatest where the children
 * above it have their highest and the others their lowest v.
 *
 * The products down the tree are a convex set: a cone of bounds on sums, cut where they sum to 1.
 */
#ifndef HENG_ROBUST_EXACT_WEIGHT_TREE_H
#define HENG_ROBUST_EXACT_WEIGHT_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct weight_node {
    double low, high;       /* 0 <= low <= high, before its siblings are rescaled with it */
    const size_t *children; /* nodes behind it */
    size_t n_children;      /* 0: a leaf */
    size_t column;          /* of a leaf */
};

struct weight_tree {
    size_t n; /* nodes; 0 is the root, whose bounds are not looked at */
    struct weight_node *nodes;
    size_t m;     /* columns, of as many leaves */
    bool *counts; /* by column: whether its weight can be above 0; set by tree_begin */
    /* room */
    double *value, *share;
    size_t *order;
};

/* Room, and counts. Nodes, n and m are set. False: out of memory. */
bool weight_tree_begin(struct weight_tree *t, struct arena *a);

/* NULL, or what is wrong with the bounds. */
const char *weight_tree_fault(const struct weight_tree *t);

/* The greatest sum of w_j d_j, and into w (may be NULL) m weights with sum 1 that have it. */
double weight_tree_most(struct weight_tree *t, const double *d, double *w);

#endif
