/* SPDX-License-Identifier: MIT */
/* Independent uniform draws, point by point. */
#include "robust/sample/points.h"

#include "stats/rng.h"

void draws_at(const void *of, size_t i, double *u)
{
    const struct draws *d = of;
    for (size_t k = 0; k < d->k; k++) {
        struct rng g;
        rng_init(&g, d->seed, k);
        g.next = i;
        u[k] = rng_uniform(&g);
    }
}
