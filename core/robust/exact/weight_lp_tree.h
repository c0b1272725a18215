/* SPDX-License-Identifier: MIT */
/*
 * max over w of min over i of sum_j w_j row_i[j], w all weights of a tree: as margin.h for a box.
 * The weights are mixtures of corners; corners are added as long as the multipliers of the rows
 * find one that could help (Dantzig and Wolfe, Decomposition principle for linear programs,
 * Operations Research 8(1), 1960, 101-111). It ends once it is known on which side of `at` the
 * value lies.
 */
#ifndef HENG_ROBUST_EXACT_WEIGHT_LP_TREE_H
#define HENG_ROBUST_EXACT_WEIGHT_LP_TREE_H

#include "robust/exact/weight_lp.h"
#include "robust/exact/weight_tree.h"

struct weight_lp_tree {
    struct weight_tree *tree;
    const double *rows; /* all there are, of tree->m each */
    size_t k;           /* how many count */
    const size_t *which;
    double at;
    double *w;             /* the weights found */
    double reached, limit; /* w shows that reached is possible; nothing above limit is */
    const size_t *support; /* into which: rows that alone have this limit, n_support <= room */
    size_t n_support, room;
    /* room */
    struct weight_lp game; /* rows against corners */
    struct weight_box box;
    double *low, *high, *corners, *payoff, *mixed, *fresh;
    size_t n_rows, n_corners;
};

/* Room for so many rows. False: out of memory. */
bool weight_lp_tree_new(struct weight_lp_tree *p, struct weight_tree *tree, size_t most,
                        struct arena *a);
/* Other rows from now on. */
void weight_lp_tree_rows(struct weight_lp_tree *p, const double *rows, size_t n);
/* For the k >= 1 rows that count. */
void weight_lp_tree_solve(struct weight_lp_tree *p);

#endif
