/* SPDX-License-Identifier: MIT */
/*
 * Which factor of [uncertainty] moves the ranks most: Sobol indices, from replicates at the points
 * of a Saltelli design (robust/sample/sobol.h), of how far the ranks of a class move on average,
 * and of the ranks of the units that [sensitivity] names.
 */
#ifndef HENG_ROBUST_SENSITIVITY_H
#define HENG_ROBUST_SENSITIVITY_H

#include <stddef.h>

#include "robust/replicate/replicates.h"
#include "robust/sample/factors.h"
#include "robust/sample/sobol.h"

/* A problem of the plan for each of [sensitivity] units that the table, as selected, does not have.
 */
void sensitivity_check(struct plan *p);

/* The design of [sensitivity]; n 0: none is wanted. Its draws are not those of the replicates. */
struct sobol_design sensitivity_design(const struct plan *p, size_t n_factors);
/* Its runs as points. */
struct points sensitivity_points(const struct sobol_design *d);

struct sensitivity_result {
    size_t class, period;
    const char *code;       /* of a unit: of its rank; NULL: of the mean |rank - nominal rank| */
    struct sobol_index *of; /* by factor */
    size_t used;            /* samples without a missing rank */
};

struct sensitivity {
    const struct factors *factors;
    struct sensitivity_result *v;
    size_t n;
};

/* x: the replicates of the whole design. Lives in a. */
int sensitivity_find(const struct results *r, const struct factors *f, const struct sobol_design *d,
                     const struct replicates *x, struct arena *a, struct sensitivity *s,
                     struct error *e);

#endif
