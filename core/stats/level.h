/* SPDX-License-Identifier: MIT */
/*
 * Which scores are equal. Rounding parts what arithmetic has equal, so equality has a reach: a
 * share of the largest absolute value. Within the reach of each other is no equivalence (a chain of
 * near values has ends that are far apart); therefore from the highest value on all that lie within
 * the reach of the FIRST of a group belong to it, the next lower one begins the next group, and
 * every value counts as the first of its group. Who ranks what is published rounds instead.
 */
#ifndef HENG_STATS_LEVEL_H
#define HENG_STATS_LEVEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What rounding may leave of equal values, as a share of the largest. */
#define LEVEL_TOLERANCE 1e-12

enum { LEVEL_DECIMALS_MAX = 12 };

struct level {
    double tolerance; /* the reach as a share of the largest |x| */
    int64_t decimals; /* equal is what these decimals show as equal; -1: the tolerance decides */
};

/* The reach among n values; 0 where decimals decide. */
double level_reach(const struct level *l, const double *x, size_t n);

/* to[i]: what x[i] counts as; equal values are then the same double. NaN stays NaN. to may be x.
   scratch: n doubles. */
void level_column(const struct level *l, const double *x, size_t n, double *to, double *scratch);

/* The same with a reach that is given, above 0. */
void level_column_within(const double *x, size_t n, double reach, double *to, double *scratch);

/* Whether x, whose ranks these are, ties in whatever way, holds no two different values within the
   reach; false where that cannot be told from the ranks. room: n doubles. */
bool level_apart(const double *x, const double *rank, size_t n, double reach, double *room);

/* v as it counts: rounded where decimals decide. */
double level_rounded(const struct level *l, double v);

/* Ascending values without NaN, in place: each becomes what it counts as. */
void level_sorted(double *sorted, size_t n, double reach);
/* What v counts as among values that level_sorted has seen: one of them, or itself. */
double level_among(const double *sorted, size_t n, double reach, double v);

#endif
