/* SPDX-License-Identifier: MIT */
/*
 * Weights in a box on the simplex, low_j <= w_j <= high_j with sum 1, and what a linear function
 * can become over them: in closed form for one, by a small linear program for the least of several.
 */
#ifndef HENG_ROBUST_EXACT_WEIGHT_LP_H
#define HENG_ROBUST_EXACT_WEIGHT_LP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct weight_box {
    size_t m;
    const double *low, *high; /* 0 <= low <= high <= 1 */
};

/* NULL when some weights lie in the box, or what is wrong with it. The sums may miss 1 by 1e-12. */
const char *box_fault(const struct weight_box *b);

/*
 * The greatest value of sum w_j d_j over the box, and into w (may be NULL) weights that have it:
 * what the lows leave of 1 goes to the columns in falling order of d (a continuous knapsack). Of
 * columns that are equal the first comes first. order: room for m. The least value is -box_most(b,
 * -d).
 */
double box_most(const struct weight_box *b, const double *d, double *w, size_t *order);

/*
 * max over w of min over i of sum_j w_j row_i[j]: a linear program, by the simplex method with
 * bounds (largest coefficient, later Bland's rule, which ends). The answer proves itself: the
 * weights show that reached is possible, the multipliers that nothing above limit is; without
 * rounding both are the value.
 */
struct weight_lp {
    const struct weight_box *box;
    size_t most; /* rows there is room for */
    size_t k;    /* rows */
    const double **row;
    double *w; /* the weights found */
    double reached, limit;
    size_t *support; /* rows that alone have this limit: at most m, the heaviest first */
    double *share;   /* their multipliers, sum 1 */
    size_t n_support;
    /* the tableau */
    double *a, *c, *value, *bound;
    double *mixed;
    size_t *basic, *nonbasic, *order;
    bool *at_high;
};

/* sum w_j row_j, compensated. */
double weight_lp_dot(const double *w, const double *row, size_t m);
/* Room for so many rows. False: out of memory. */
bool weight_lp_new(struct weight_lp *p, const struct weight_box *box, size_t most, struct arena *a);
/* For the k >= 1 rows of p->row. */
void weight_lp_solve(struct weight_lp *p);

#endif
