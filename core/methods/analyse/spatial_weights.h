/* SPDX-License-Identifier: MIT */
/* Who is whose neighbour: from a table, or from distances. */
#ifndef HENG_METHODS_ANALYSE_SPATIAL_WEIGHTS_H
#define HENG_METHODS_ANALYSE_SPATIAL_WEIGHTS_H

#include "heng_draft.h"

enum neighbour_weights { NEIGHBOURS_BINARY, NEIGHBOURS_INVERSE };

struct neighbour_params {
    struct heng_tables neighbours;
    int64_t k;
    double threshold_km;
    int weights;   /* enum neighbour_weights; by distance only */
    int both_ways; /* of lists in a table */
};

/*
 * Fills in the n * n weights, at [i * n + j] that of j as a neighbour of i; 0: none, and itself.
 * row: n doubles of room. A table is a matrix of weights when its rows and columns have the same
 * names (or none: then they are the units in order); else each of its cells names a neighbour of
 * the row's unit, but for a column `weight`, which holds the weight of the row's links. A list
 * whose first line names units instead of columns is refused. Codes of no unit here are counted in
 * a warning. HENG_OK, or else why.
 */
int spatial_weights_fill(const struct neighbour_params *p, struct heng_analyse_call *c, double *w,
                         double *row);

#endif
