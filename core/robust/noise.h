/* SPDX-License-Identifier: MIT */
/* Noise on the weights of siblings: a function of one draw, node by node. */
#ifndef HENG_ROBUST_NOISE_H
#define HENG_ROBUST_NOISE_H

#include "run/run.h"

struct noise {
    int how;                  /* enum noise_option */
    struct heng_reals spread; /* half width, or concentration; by level, the last for deeper ones */
    double u;                 /* the draw */
    double *room;             /* of noise_adjust: a double for each node of the tree */
};

/* Of the children of a node: 0 for the index's. */
size_t noise_level(const struct tree *t, size_t node);
double noise_spread(const struct noise *n, const struct tree *t, size_t node);

struct rng;
double noise_normal(struct rng *g); /* standard */

/* As results.adjust: data is a struct noise. The sum of the weights stays 1; a weight of 0 stays 0. A
   node has the same noise in all classes and periods. */
void noise_adjust(struct results *r, size_t node, size_t block, size_t period, void *data);

#endif
