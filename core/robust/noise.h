/* SPDX-License-Identifier: MIT */
/* Noise on the weights of siblings: a function of one draw, node by node. */
#ifndef HENG_ROBUST_NOISE_H
#define HENG_ROBUST_NOISE_H

#include "run/run.h"

struct noise {
    int how;       /* enum noise_option */
    double spread; /* half width, or concentration */
    double u;      /* the draw */
};

/* As results.adjust: data is a struct noise. The sum of the weights stays 1; a weight of 0 stays 0. A
   node has the same noise in all classes and periods. */
void noise_adjust(struct results *r, size_t node, size_t block, size_t period, void *data);

#endif
