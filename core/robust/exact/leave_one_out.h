/* SPDX-License-Identifier: MIT */
/*
 * The index without each of the nodes that [uncertainty] leave_out may leave out, all else as it
 * is: exact, not sampled. A node is set aside as [screen] would set it aside: its weight goes to
 * its siblings in proportion.
 */
#ifndef HENG_ROBUST_EXACT_LEAVE_ONE_OUT_H
#define HENG_ROBUST_EXACT_LEAVE_ONE_OUT_H

#include "run/run.h"

struct leave_one_out {
    size_t n; /* nodes; 0: leave_out is not asked for */
    const size_t *nodes;
    double **score, **rank; /* by node and row; NaN throughout where nothing is left to weigh */
};

/* What could not be computed is a failure of r's plan. Lives in a. */
int leave_one_out_find(const struct results *r, struct leave_one_out *l, struct arena *a,
                       struct error *e);

#endif
