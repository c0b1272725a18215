/* SPDX-License-Identifier: MIT */
/* Cutting values into tiers: what the analysis `tiers` and [tiers] of a profile share. */
#ifndef HENG_METHODS_TIERS_H
#define HENG_METHODS_TIERS_H

#include <stddef.h>

enum tiers_how { TIERS_NATURAL, TIERS_QUANTILE, TIERS_EQUAL };

enum { TIERS_MAX = 20 };

/*
 * tier[i] of x[i], 1 the highest, of at most k (2 .. TIERS_MAX); NaN gets NaN. Returns how many
 * tiers there are: fewer than k where there are fewer different values and how is TIERS_NATURAL; 0,
 * and tier NaN throughout, where there are fewer than two. scratch: tiers_room(n) doubles.
 */
size_t tiers_cut(enum tiers_how how, size_t k, const double *x, size_t n, double *tier,
                 double *scratch);
size_t tiers_room(size_t n);

#endif
