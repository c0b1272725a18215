/* SPDX-License-Identifier: MIT */
/*
 * Points of [0, 1)^k, k the number of factors: where the replicates are. Each point is a function
 * of its number alone, so that work may be cut in any way.
 */
#ifndef HENG_ROBUST_SAMPLE_POINTS_H
#define HENG_ROBUST_SAMPLE_POINTS_H

#include <stddef.h>
#include <stdint.h>

struct points {
    size_t n;
    /* Point i into u[0 .. k). */
    void (*at)(const void *of, size_t i, double *u);
    const void *of;
};

/* Independent uniform draws: those of [uncertainty]. */
struct draws {
    uint64_t seed;
    size_t k;
};
void draws_at(const void *draws, size_t i, double *u); /* as points.at */

#endif
