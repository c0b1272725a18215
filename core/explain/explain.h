/* SPDX-License-Identifier: MIT */
/* A unit's score taken apart, down to the cells it came from. */
#ifndef HENG_EXPLAIN_EXPLAIN_H
#define HENG_EXPLAIN_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/none.h"
#include "run/run.h"

/* One node as it counts for one unit. */
struct part {
    double value;        /* score of the node; normalised value of an indicator */
    double weight;       /* among its siblings, rescaled to those that count for the unit */
    double contribution; /* points of the index score; a node's parts and its rules add up to it */
    double rules;    /* points of the index score that the node's caps and deductions have made */
    double median;   /* of the class */
    double rank;     /* within the class, 1 is best */
    double gap;      /* (value - median) * effective weight: strength or weakness */
    double obstacle; /* indicators: share of all that is lost against the best, 0..1; else NaN */
};

struct explanation {
    size_t position, class, period, row;
    struct part *parts;  /* by node */
    size_t *by_gap;      /* indicators with a value (nodes), best first */
    size_t *by_obstacle; /* the same, the greatest obstacle first */
    size_t n;
};

/*
 * Where a node is an arithmetic mean, a child's part of it is weight * value. Where it is another
 * aggregation, the node's score is shared out in proportion to weight * value. With
 * missing = impute, a child without a value counts with the mean that stands in for it.
 *
 * Obstacle degree: O_j = w_j (1 - z_j) / sum over j, with w the effective weights and z the
 * normalised values scaled to 0..1 between the worst and the best of the class.
 */
int explain(const struct results *r, size_t position, size_t period, struct explanation *x,
            struct error *e);

/*
 * v as multiples of unit whose sum is that of total, each less than a unit from its own: what is
 * printed adds up. n of v, none NaN; room: 2 n. Where they do not add up to total in the first
 * place, each is rounded by itself.
 */
void explain_rounded(const double *v, size_t n, double total, double unit, double *shown,
                     double *room);

/* Whether the node is a weighted arithmetic mean. */
bool node_is_mean(const struct node *n);

/* The position of the unit with this code, or else this name; NONE. */
size_t explain_find(const struct results *r, const char *unit);

#endif
