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

enum { SPATIAL_LINKS_MAX = 100000000 };
#define SPATIAL_LINKS_LIMIT "100 million"

/* The weights in rows without what is 0: unit i has those at w[first[i] .. + used[i]), of the units
   at[..], ascending. Where j stands in the row of i, i stands in that of j, with 0 if need be. */
struct spatial_weights {
    double *first, *used, *at, *w;
};

/* Where j stands in the row of i, or SIZE_MAX. */
size_t spatial_weights_find(const struct spatial_weights *s, size_t i, size_t j);

/* Doubles of room that filling n units takes besides the rows, and those with the rows. In room are
   as many as the first says. */
size_t spatial_weights_least(size_t n);
size_t spatial_weights_room(const struct neighbour_params *p, struct heng_analyse_call *c,
                            double *room);

/*
 * Fills the rows in. A table is a matrix of weights when its rows and columns have the same
 * names (or none: then they are the units in order); else each of its cells names a neighbour of
 * the row's unit, but for a column `weight`, which holds the weight of the row's links. A list
 * whose first line names units instead of columns is refused. Codes of no unit here are counted in
 * a warning. HENG_OK, or else why: also more than SPATIAL_LINKS_MAX places in the rows.
 */
int spatial_weights_fill(const struct neighbour_params *p, struct heng_analyse_call *c,
                         double *room, struct spatial_weights *s);

#endif
