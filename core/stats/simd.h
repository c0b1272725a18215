/* SPDX-License-Identifier: MIT */
/*
 * Loops over doubles four at a time. The compiler makes of a `lanes` whatever the machine has, and
 * a function written with SIMD_VERSIONS has a copy for AVX2, taken where the processor knows it.
 * No copy fuses a multiplication with an addition, and none changes the order of a sum: same bits.
 */
#ifndef HENG_STATS_SIMD_H
#define HENG_STATS_SIMD_H

#include <stdint.h>

enum { LANES = 4 };

typedef double lanes __attribute__((vector_size(32), aligned(8), may_alias));
typedef int64_t lane_mask __attribute__((vector_size(32), aligned(8), may_alias));

/* Adds x to the compensated sum s, c (Knuth's TwoSum: the same bits as sum_add, without a branch).
 */
#define SIMD_ADD(s, c, x)                                                                          \
    do {                                                                                           \
        const lanes x_ = (x), t_ = (s) + x_, z_ = t_ - (s);                                        \
        (c) += ((s) - (t_ - z_)) + (x_ - z_);                                                      \
        (s) = t_;                                                                                  \
    } while (0)

/* t where the mask is set, else 0; a where it is set, else b. */
#define SIMD_WHERE(mask, t) ((lanes)((lane_mask)(mask) & (lane_mask)(t)))
#define SIMD_PICK(mask, a, b)                                                                      \
    ((lanes)(((lane_mask)(mask) & (lane_mask)(a)) | (~(lane_mask)(mask) & (lane_mask)(b))))

#define SIMD_BODY static inline __attribute__((always_inline))

/* SIMD_VERSIONS(extern, f, (int a, int b), (a, b)) defines void f as what f_body does.
   SIMD_PLAIN, for tests: without the copy. */
#if defined(__x86_64__) && !defined(SIMD_PLAIN)
#define SIMD_VERSIONS(linkage, name, params, args)                                                 \
    __attribute__((target("avx2"), noinline)) static void name##_avx2 params                       \
    {                                                                                              \
        name##_body args;                                                                          \
    }                                                                                              \
    linkage void name params                                                                       \
    {                                                                                              \
        if (__builtin_cpu_supports("avx2"))                                                        \
            name##_avx2 args;                                                                      \
        else                                                                                       \
            name##_body args;                                                                      \
    }
#else
#define SIMD_VERSIONS(linkage, name, params, args)                                                 \
    linkage void name params                                                                       \
    {                                                                                              \
        name##_body args;                                                                          \
    }
#endif

#endif
