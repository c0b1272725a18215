/* SPDX-License-Identifier: MIT */
/* Noise on the weights of siblings: a function of one draw, node by node. */
#ifndef HENG_ROBUST_SAMPLE_WEIGHT_NOISE_H
#define HENG_ROBUST_SAMPLE_WEIGHT_NOISE_H

#include <math.h>

#include "run/run.h"

struct noise {
    int how;                  /* enum noise_option */
    struct heng_reals spread; /* half width, or concentration; by level, the last for deeper ones */
    double u;                 /* the draw */
    /* of noise_adjust: as many as the tree has nodes */
    double *room;
    double *drawn; /* a uniform one for each node; NaN: not drawn yet */
};

/* Of the children of a node: 0 for the index's. */
size_t noise_level(const struct tree *t, size_t node);
double noise_spread(const struct noise *n, const struct tree *t, size_t node);

struct rng;
double noise_normal(struct rng *g); /* standard */

/* Before noise_adjust, with another draw: forgets what was drawn for the n nodes. */
static inline void noise_begin(struct noise *n, size_t nodes)
{
    for (size_t i = 0; i < nodes; i++)
        n->drawn[i] = NAN;
}

/* As rerun_changes.adjust: data is a struct noise. The sum of the weights stays 1; a weight of 0
   stays 0. A node has the same noise in all classes and periods. */
void noise_adjust(struct results *r, size_t node, size_t block, size_t period, void *data);

#endif
