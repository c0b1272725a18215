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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/resting.h"
#include "plan/plan.h"

/* Units that share a normalisation range and data-driven weights: a class, or all. */
struct reference_group {
    size_t first, n; /* positions */
};

/* What [screen] has set aside: a unit in a period, or an indicator throughout. */
struct screened {
    bool is_unit;
    size_t position, period;     /* of a unit */
    size_t indicator;            /* of an indicator */
    double available;            /* share of cells with a value, 0..1 */
    double zeros;                /* share of zeros among these; NaN without any */
    bool few_values, many_zeros; /* why */
};

/* Where a unit stands in a node, within its class and period. */
enum strength { STRENGTH_NONE, STRENGTH_STRENGTH, STRENGTH_WEAKNESS };
struct panorama_entry {
    double rank;  /* 1 + units that are better; NaN without a score */
    size_t count; /* units of the class with a score in the node */
    enum strength standing;
};

struct results {
    struct arena *arena;
    struct plan *plan;
    size_t n_units, n_periods, n_rows;
    struct reference_group *blocks;
    size_t n_blocks;

    struct screened *screened; /* in the order they were looked at */
    size_t n_screened, cap_screened;
    bool *unit_excluded; /* n_rows: has no values, no score, no rank */
    bool *node_excluded; /* by node: an indicator, or one with nothing else below it; weight 0 */

    /* by indicator: columns of n_rows. Those that are const may be one and the same, or the
       table's: a stage writes into a column of its own (indicator_stages.c). */
    const double **raw;     /* after `per`, before anything else */
    const double **imputed; /* missing cells filled in, transform_apply */
    const double **treated;
    double **deviation; /* from the best value, of the treated one; NULL: has no nearness */
    double **normalised;
    const uint8_t **cell; /* enum cell, after all stages */

    /* by node: columns of n_rows */
    double **score;         /* of an indicator: its normalised values */
    double **imputed_share; /* of an indicator NULL: its cells tell */

    /* by (block * n_periods + period) * n_nodes + node */
    double *weight;          /* among its siblings, as used; NaN where undefined */
    double *effective;       /* product down from the root */
    struct applied *applied; /* rules: node by node up the tree, then those about ranks */
    size_t n_applied, cap_applied;
    bool *unranked; /* n_rows: a rule keeps the unit from a rank; its score stays */

    double *rank; /* n_rows, within class and period; NaN: not ranked */
    double *tier; /* the same, 1 is best; NaN: without [tiers], not ranked, or all scores equal */
    struct panorama_entry **places; /* by node: n_rows; NULL without a panorama */

    struct findings *findings; /* by analysis of the plan */

    bool selected; /* [selection] has run: choices are its cases, direction by direction */
    struct script_choice *choices;
    size_t n_choices;

    struct resting *resting; /* columns of a large run that nobody looks at for now; else NULL */
};

/*
 * Parts that fail are added to the plan's failures and leave NaN; remarks go to its warnings.
 * Returns OK with results in all these cases. An error when the run as a whole cannot go on.
 */
int run_plan(struct plan *p, struct results **r, struct error *e);
void results_free(struct results *r); /* accepts NULL */
/* Of a large run: all columns of indicators, which may be written no more, leave memory until they
   are looked at; what was looked at leaves it again. */
void results_rest(const struct results *r);
/* Which scores x of a node in a class are equal: those within this reach; 0 where [rank] decimals
   decide. */
double results_reach(const struct results *r, size_t node, size_t class, size_t period,
                     const double *x);
/* What the scores of a node count as in a class and period: equal ones are one double. scratch: as
   many as the class has units. */
void results_level(const struct results *r, size_t node, size_t class, size_t period, double *to,
                   double *scratch);
/* ERR_DATA, and why, where not one unit has a score and no part has failed; else OK. */
int results_scored(const struct results *r, struct error *e);

/* NULL: not set aside. */
const struct screened *screened_unit(const struct results *r, size_t position, size_t period);
/* How many units of the class are set aside in the period. */
size_t screened_units(const struct results *r, size_t class, size_t period);
/* "too few values; too many zeros" */
const char *screened_reason(const struct screened *s);

/* The score of a node before the plan's rules; what it is now where none has acted. */
double score_before_rules(const struct results *r, size_t node, size_t row);
/* The name of the unit's tier, or "". */
const char *tier_label(const struct results *r, size_t row);
/* "strength", "weakness" or "" */
const char *strength_name(enum strength s);

static inline size_t results_row(const struct results *r, size_t period, size_t position)
{
    return period * r->n_units + position;
}

/* Whether the unit is of another class in the period, in which it stands as another unit. */
static inline bool results_is_elsewhere(const struct results *r, size_t period, size_t position)
{
    const bool *elsewhere = r->plan->table->elsewhere;
    return elsewhere && elsewhere[period * r->n_units + r->plan->order[position]];
}

static inline size_t weight_index(const struct results *r, size_t block, size_t period, size_t node)
{
    return (block * r->n_periods + period) * r->plan->tree.n + node;
}

/* The block that a class belongs to. */
static inline size_t results_block(const struct results *r, size_t class)
{
    return r->n_blocks > 1 ? class : 0;
}

/* The class of a unit of the table. */
size_t unit_class(const struct results *r, size_t unit);

static inline size_t results_class(const struct results *r, size_t position)
{
    const struct plan *p = r->plan;
    size_t c;
    for (c = 0; c + 1 < p->n_classes && position >= p->classes[c + 1].first; c++)
        ;
    return c;
}

#endif
