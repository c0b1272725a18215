/* SPDX-License-Identifier: MIT */
/* Philox, by Random123 and four streams at a time. */
#include "stats/rng.h"

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
static inline __attribute__((always_inline)) uint64_t bits_at(uint64_t seed, uint64_t stream,
                                                              uint64_t place)
{
    philox4x32_key_t key = {{low(seed), high(seed)}};
    philox4x32_ctr_t counter = {{low(place), high(place), low(stream), high(stream)}};
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

#if defined(__x86_64__) && !defined(SIMD_PLAIN)

typedef uint64_t words __attribute__((vector_size(32)));
typedef int narrow __attribute__((vector_size(32)));

/* Philox4x32-10 of the numbers at place 0 of four streams: each word in a lane of 64 bits. */
__attribute__((target("avx2"))) static void four_streams(uint64_t seed, const size_t *streams,
                                                         double *to)
{
    const words mask = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, zero = {0};
    const words m0 = zero + 0xD2511F53u, m1 = zero + 0xCD9E8D57u;
    const words stream = {streams[0], streams[1], streams[2], streams[3]};
    words c0 = zero, c1 = zero, c2 = stream & mask, c3 = stream >> 32, bits;
    uint32_t k0 = low(seed), k1 = high(seed);

    for (int round = 0; round < 10; round++) {
        const words a = (words)__builtin_ia32_pmuludq256((narrow)c0, (narrow)m0);
        const words b = (words)__builtin_ia32_pmuludq256((narrow)c2, (narrow)m1);
        const words n0 = (b >> 32) ^ c1 ^ (zero + k0), n2 = (a >> 32) ^ c3 ^ (zero + k1);
        c1 = b & mask;
        c3 = a & mask;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    bits = c0 | c1 << 32;
    for (int round = 0; round < 4; round++)
        to[round] = uniform_of(bits[round]);
}

static size_t by_fours(uint64_t seed, const size_t *streams, size_t n, double *to)
{
    size_t i = 0;

    for (; __builtin_cpu_supports("avx2") && i + 4 <= n; i += 4)
        four_streams(seed, streams + i, to + i);
    return i;
}

#else

static size_t by_fours(uint64_t seed, const size_t *streams, size_t n, double *to)
{
    (void)seed;
    (void)streams;
    (void)n;
    (void)to;
    return 0;
}

#endif

void rng_uniforms(uint64_t seed, const size_t *streams, size_t n, double *to)
{
    size_t i = by_fours(seed, streams, n, to);

    for (; i < n; i++)
        to[i] = uniform_of(bits_at(seed, streams[i], 0));
}
