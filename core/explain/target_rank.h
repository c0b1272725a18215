/* SPDX-License-Identifier: MIT */
/*
 * What it would take a unit to reach a rank in its class: indicator by indicator alone, and all
 * that can be better moved alike towards the best of the class.
 *
 * Held fixed: the other units, what the methods have estimated from the data (ranges, means,
 * limits of outliers), weights, periods. A value sought goes through the indicator's own transform,
 * treatment and normalisation with that base, and its score up the tree through each node's
 * aggregation, whatever the methods are. No value is sought beyond the best of the class.
 */
#ifndef HENG_EXPLAIN_TARGET_RANK_H
#define HENG_EXPLAIN_TARGET_RANK_H

#include <stddef.h>

#include "run/run.h"

enum reach {
    REACH_YES,
    REACH_NO,     /* not even with the best value of the class */
    REACH_BEST,   /* the unit has the best value already */
    REACH_UNTOLD, /* no value, or a treatment that cannot be told for one value alone */
};

struct wanted_rank {
    size_t node; /* the indicator's */
    enum reach reach;
    double now;   /* its value, as in the data (after `per`); the filled-in one where imputed */
    double best;  /* of the class: what is worth most after normalisation */
    double alone; /* REACH_YES: the value that suffices while all others stay */
    double joint; /* the value after the joint move; NaN: does not move, or there is none */
};

struct target {
    size_t position, class, period, row;
    size_t rank;            /* that is wanted */
    double score;           /* of the unit, now */
    double beaten;          /* the score to get above; NaN: the rank is had already */
    size_t rival;           /* position of the unit that has it */
    struct wanted_rank *of; /* by indicator */
    size_t n;
    double share; /* of the way to the best values, all together, 0..1; NaN: does not suffice */
};

/*
 * ERR_USAGE when the class has no such rank, the unit is not ranked, or its score comes out
 * otherwise when it is put together again from its parts (a cap or deduction acts on it, say). A
 * value printed is the nearest one, of six significant digits, that suffices.
 */
int target_rank(const struct results *r, size_t position, size_t period, size_t rank,
                struct target *t, struct error *e);

#endif
