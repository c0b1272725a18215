/* SPDX-License-Identifier: MIT */
/*
 * Variance-based sensitivity: which of k factors moves a result most.
 *
 * Saltelli's design: n samples, each a pair of points a and b in [0, 1)^k; the model is run at a,
 * at b, and at a with one coordinate after the other taken from b: n (k + 2) runs. Run r is a
 * function of the seed and r alone, so runs may be made in any order and by any worker.
 *
 * Jansen's estimators, V the variance over all runs at a and b:
 *   first order  S_j  = 1 - mean (f(b) - f(a with b_j))^2 / (2 V)
 *   total        ST_j = mean (f(a) - f(a with b_j))^2 / (2 V)
 * Intervals: percentiles (type 7) of bootstrap resamples of the samples.
 *
 * Sources: Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics
 * Communications 181(2), 2010, 259-270; Jansen, Analysis of variance designs for model output,
 * Computer Physics Communications 117, 1999, 35-43.
 */
#ifndef HENG_ROBUST_SAMPLE_SOBOL_H
#define HENG_ROBUST_SAMPLE_SOBOL_H

#include <stddef.h>
#include <stdint.h>

struct sobol_design {
    size_t n, k; /* samples, factors; both above 0 */
    uint64_t seed;
};

static inline size_t sobol_runs(const struct sobol_design *d)
{
    return d->n * (d->k + 2);
}

/* The k coordinates of run r, each in [0, 1). */
void sobol_point(const struct sobol_design *d, size_t r, double *u);

struct sobol_index {
    double first, first_low, first_high;
    double total, total_low, total_high;
};

/* Doubles of scratch that sobol_estimate wants. */
size_t sobol_scratch(const struct sobol_design *d, size_t resamples);

/*
 * The indices of the k factors from the results y of all runs, in their order. A sample with a NaN
 * among its runs is left out. Returns how many samples were used; with fewer than two, or without
 * variance, all indices are NaN. level: of the intervals, 0.95 say; resamples 0: no intervals
 * (NaN).
 */
size_t sobol_estimate(const struct sobol_design *d, const double *y, size_t resamples, double level,
                      struct sobol_index *out, double *scratch);

#endif
