/* SPDX-License-Identifier: MIT */
/*
 * A run: the data walked through a plan, stage after stage. All stages stay readable in the
 * results, so that a score can be taken apart down to the cells it came from.
 *
 * Rows of results are ordered period by period and, within a period, class by class:
 * row = period * n_units + position, where plan->order[position] is the unit in the table.
 */
#ifndef HENG_RUN_RUN_H
#define HENG_RUN_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "run/plan.h"

/* Units that share a normalisation range and data-driven weights: a class, or all. */
struct block {
    size_t first, n; /* positions */
};

struct results {
    struct arena *arena;
    struct plan *plan;
    size_t n_units, n_periods, n_rows;
    struct block *blocks;
    size_t n_blocks;

    /* by indicator: columns of n_rows */
    double **raw;     /* after `per`, before anything else */
    double **imputed; /* missing cells filled in, transformed */
    double **treated;
    double **normalised;
    uint8_t **cell; /* enum cell, after all stages */

    /* by node: columns of n_rows */
    double **score; /* of an indicator: its normalised values */
    double **imputed_share;

    /* by (block * n_periods + period) * n_nodes + node */
    double *weight;    /* among its siblings, as used; NaN where undefined */
    double *effective; /* product down from the root */

    double *rank; /* n_rows, within class and period; NaN: not ranked */
};

/*
 * Parts that fail are added to the plan's failures and leave NaN; remarks go to its warnings.
 * Returns OK with results in all these cases. An error when the run as a whole cannot go on.
 */
int run_plan(struct plan *p, struct results **r, struct error *e);
void results_free(struct results *r); /* accepts NULL */

static inline size_t results_slot(const struct results *r, size_t block, size_t period, size_t node)
{
    return (block * r->n_periods + period) * r->plan->tree.n + node;
}

/* The block that a class belongs to. */
static inline size_t results_block(const struct results *r, size_t class)
{
    return r->n_blocks > 1 ? class : 0;
}

static inline size_t results_class(const struct results *r, size_t position)
{
    const struct plan *p = r->plan;
    size_t c;
    for (c = 0; c + 1 < p->n_classes && position >= p->classes[c + 1].first; c++)
        ;
    return c;
}

#endif
