/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <Random123/philox.h>

static uint32_t low(uint64_t v)
{
    return (uint32_t)(v & UINT32_MAX);
}

static uint32_t high(uint64_t v)
{
    return (uint32_t)(v >> 32);
}

/* The key is the seed; the counter is the number's place and the stream. */
uint64_t rng_bits(struct rng *r)
{
    philox4x32_key_t key = { { low(r->seed), high(r->seed) } };
    philox4x32_ctr_t counter = { { low(r->next), high(r->next), low(r->stream),
                                   high(r->stream) } };
    philox4x32_ctr_t bits = philox4x32(counter, key);

    r->next++;
    return bits.v[0] | (uint64_t)bits.v[1] << 32;
}

double rng_uniform(struct rng *r)
{
    return (double)(rng_bits(r) >> 11) * 0x1p-53;
}
