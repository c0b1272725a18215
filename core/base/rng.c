/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <Random123/philox.h>

static inline uint32_t low(uint64_t v)
{
    return (uint32_t)(v & UINT32_MAX);
}

static inline uint32_t high(uint64_t v)
{
    return (uint32_t)(v >> 32);
}

/* The key is the seed; the counter is the number's place and the stream. */
static inline __attribute__((always_inline)) uint64_t bits_at(uint64_t seed, uint64_t stream, uint64_t place)
{
    philox4x32_key_t key = { { low(seed), high(seed) } };
    philox4x32_ctr_t counter = { { low(place), high(place), low(stream), high(stream) } };
    philox4x32_ctr_t bits = philox4x32(counter, key);

    return bits.v[0] | (uint64_t)bits.v[1] << 32;
}

static inline double uniform_of(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

uint64_t rng_bits(struct rng *r)
{
    return bits_at(r->seed, r->stream, r->next++);
}

double rng_uniform(struct rng *r)
{
    return uniform_of(rng_bits(r));
}

void rng_uniforms(uint64_t seed, const size_t *streams, size_t n, double *to)
{
    size_t i;

    for (i = 0; i < n; i++)
        to[i] = uniform_of(bits_at(seed, streams[i], 0));
}
