/* SPDX-License-Identifier: MIT */
/*
 * What the noise on weights allows, exactly, all else as in the nominal run: of weights = uniform
 * every vector of v_j in [w_j (1 - spread), w_j (1 + spread)], rescaled among siblings.
 */
#ifndef HENG_ROBUST_EXACT_RANK_BOUNDS_INDEX_H
#define HENG_ROBUST_EXACT_RANK_BOUNDS_INDEX_H

#include "robust/exact/rank_bounds.h"
#include "robust/sample/factors.h"
#include "run/run.h"

/* Classes of more units have no exact ranks. */
enum { POSSIBLE_MOST = 200 };

/* A class in a period. */
struct rank_bounds_league {
    struct rank_bound *rank; /* by position in the class; 0: the unit is not ranked */
    uint8_t *pairs; /* n * n of enum beats; BEATS_LEFT_OUT also where bounds do not decide */
    size_t
        n_others; /* units with missing values: their ranks are bounded by pairs (weight_gaps.h) */
    const char *why; /* there is nothing: why; else NULL */
};

struct rank_bounds_index {
    const char *why;              /* there is nothing at all: why; "": nobody asked. Else NULL */
    struct rank_bounds_league *v; /* by class * n_periods + period */
};

/* Lives in a. */
int rank_bounds_find(const struct results *r, const struct factors *f, struct rank_bounds_index *to,
                     struct arena *a, struct error *e);

static inline bool rank_bounds_is_exact(const struct rank_bound *v)
{
    return v->best == v->best_shown && v->worst == v->worst_shown;
}

static inline const struct rank_bounds_league *rank_bounds_of(const struct rank_bounds_index *p,
                                                              const struct results *r, size_t class,
                                                              size_t period)
{
    return p->v && !p->why ? &p->v[class * r->n_periods + period] : NULL;
}

#endif
