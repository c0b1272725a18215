/* SPDX-License-Identifier: MIT */
/* Ranks of many values in a time that grows with their number only, and of few. */
#ifndef HENG_STATS_RANK_SORT_H
#define HENG_STATS_RANK_SORT_H

#include <stddef.h>

#include "stats/stats.h"

/* The rank of equal values at first .. last of a sorted array, counted from 0; distinct: different
   values up to them. */
double rank_sort_shared_rank(size_t first, size_t last, double distinct, enum ties ties);

/* What stats_rank does, in a time that grows with n only; below some hundred values it is slower.
   n is below 2^32, rank and scratch (2 n doubles) do not overlap with x. */
void rank_sort_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch);

/* The same for n up to RANK_SORT_COUNTED and any ties but TIES_DENSE, by counting all pairs in
 * lanes.
 */
enum { RANK_SORT_COUNTED = 160 };
void rank_sort_rank_few(const double *x, size_t n, enum ties ties, double *rank);

#endif
