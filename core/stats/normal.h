/* SPDX-License-Identifier: MIT */
/* The quantile of the normal distribution, the same bits everywhere. */
#ifndef HENG_STATS_NORMAL_H
#define HENG_STATS_NORMAL_H

/*
 * The standard normal quantile of p: -infinity of 0, infinity of 1, NaN outside. By the four
 * operations, sqrt and the logarithm of stats/simd_log.h, so that draws have the same bits
 * everywhere. Relative error about 1e-15.
 *
 * Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics
 * 37(3), 1988, 477-484 (PPND16).
 */
double normal_quantile(double p);

#endif
