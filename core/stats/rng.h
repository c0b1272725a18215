/* SPDX-License-Identifier: MIT */
/* Counter-based random numbers (Philox4x32-10 of Random123): the k-th number of a stream is a
   function of seed, stream and k alone, so that work may be cut in any way. */
#ifndef HENG_STATS_RNG_H
#define HENG_STATS_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t seed, stream, next;
};

static inline void rng_init(struct rng *r, uint64_t seed, uint64_t stream)
{
    r->seed = seed;
    r->stream = stream;
    r->next = 0;
}

uint64_t rng_bits(struct rng *r);
double rng_uniform(struct rng *r); /* [0, 1), 53 bits */

/* What rng_uniform gives first for each of n streams of a seed. */
void rng_uniforms(uint64_t seed, const size_t *streams, size_t n, double *to);

#endif
