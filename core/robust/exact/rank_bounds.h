/* SPDX-License-Identifier: MIT */
/*
 * What is possible under every weight vector of a box, or of a tree, not under a sample of them:
 * for scores that are weighted arithmetic means sum_j w_j x_j, whether one unit beats another under
 * all, some or no weights, and the best and worst rank that a unit can have.
 *
 * A beats B where its score is more than 1e-12 times the largest |x| above B's; nearer scores are
 * even. A rank is 1 + how many beat the unit. A unit that lacks a value of a column whose weight
 * can be above 0 is left out.
 */
#ifndef HENG_ROBUST_EXACT_RANK_BOUNDS_H
#define HENG_ROBUST_EXACT_RANK_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "robust/exact/weight_lp_tree.h"

struct rank_bounds {
    struct weight_box box;
    struct weight_tree *tree; /* instead of the box, or NULL; its room is used */
    size_t n;                 /* units */
    const double *const *x;   /* as many columns of n values as there are weights; NaN: missing */
    size_t work; /* linear programs spent on a rank at most; 0: the plain bounds only */
};

enum beats { BEATS_LEFT_OUT, BEATS_NONE, BEATS_SOME, BEATS_ALL };

/*
 * No rank is better than best or worse than worst; best_shown and worst_shown are had by some
 * weights of the box. Where both are equal the figure is exact; else the work did not suffice, and
 * the exact one lies between. All 0: the unit is left out.
 */
struct rank_bound {
    size_t best, best_shown, worst, worst_shown;
};

const char *beats_name(enum beats b); /* "all", "some", "none", "" */

/* to[a * n + b]: whether a beats b. ERR_PROFILE when no weights lie in the box. */
int rank_bounds_pairs(const struct rank_bounds *p, uint8_t *to, struct arena *a, struct error *e);
/* to: n ranks. */
int rank_bounds_ranks(const struct rank_bounds *p, struct rank_bound *to, struct arena *a,
                      struct error *e);

#endif
