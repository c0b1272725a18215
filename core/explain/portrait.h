/* SPDX-License-Identifier: MIT */
/* One unit among the units of its class: what a page about it needs beside its explanation. */
#ifndef HENG_EXPLAIN_PORTRAIT_H
#define HENG_EXPLAIN_PORTRAIT_H

#include <stddef.h>

#include "explain/explain.h"

enum { PORTRAIT_NEIGHBOURS = 2, PORTRAIT_PEERS = 3, PORTRAIT_LISTED = 5 };

/* A unit that is like this one. */
struct peer {
    size_t position;
    double distance; /* root of the mean squared difference over the nodes right below the index */
    size_t n;        /* in how many of them both have a score */
};

struct portrait {
    struct explanation x;
    /* Of the index's scores in the class: lowest, quartiles, highest (quantiles of type 7). */
    double low, q1, median, q3, high;
    size_t scored; /* units of the class with a score */
    double below;  /* share of these that have a lower score; NaN without one */
    /* Positions around it in the order of the league table, itself among them. */
    size_t around[2 * PORTRAIT_NEIGHBOURS + 1], n_around;
    struct peer peers[PORTRAIT_PEERS]; /* nearest first; ties in the order of the table */
    size_t n_peers;
    /* Indicators with a value: where most and least of the index is lost against the best. */
    size_t worst[PORTRAIT_LISTED], best[PORTRAIT_LISTED], n_worst, n_best;
    size_t n_imputed, n_treated, n_missing; /* cells of its indicators */
};

int portrait(const struct results *r, size_t position, size_t period, struct portrait *p,
             struct error *e);

/* Where a node's score lies between the lowest (0) and the highest (1) of the unit's class; NaN
   without a score or where all are equal. */
double portrait_standing(const struct results *r, const struct portrait *p, size_t node);

#endif
