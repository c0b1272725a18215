/* SPDX-License-Identifier: MIT */
/* The most frequent spelling of a number, sixteen bytes at a time. Private to the CSV reader. */
#ifndef HENG_DATA_CSV_NUMBER_H
#define HENG_DATA_CSV_NUMBER_H

#include "base/number.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#include <stdint.h>
#endif

enum { CSV_NUMBER_BEFORE = 32, CSV_NUMBER_BEHIND = 2 * NUMBER_PLAIN_ROOM };

#if defined(__SSE2__)
/* Lanes 16 - n and on, for n from 0 to 16. */
static inline __m128i csv_last_lanes(size_t n)
{
    static const signed char row[32] = {[16] = -1, -1, -1, -1, -1, -1, -1, -1,
                                        -1,        -1, -1, -1, -1, -1, -1, -1};
    return _mm_loadu_si128((const __m128i *)(const void *)(row + n));
}

/* The number that sixteen digits spell. */
static inline uint64_t csv_sixteen_digits(__m128i x)
{
    const __m128i hundreds = _mm_set1_epi32(100 | 1 << 16),
                  myriads = _mm_set1_epi32(10000 | 1 << 16);
    uint64_t halves;
    x = _mm_and_si128(_mm_add_epi16(_mm_mullo_epi16(x, _mm_set1_epi16(10)), _mm_srli_epi16(x, 8)),
                      _mm_set1_epi16(0xff));
    x = _mm_madd_epi16(x, hundreds);
    x = _mm_madd_epi16(_mm_packs_epi32(x, x), myriads);
    halves = (uint64_t)_mm_cvtsi128_si64(x);
    return (halves & UINT32_MAX) * 100000000 + (halves >> 32);
}
#endif

/*
 * As number_plain, and the same bits; CSV_NUMBER_BEFORE bytes before s and CSV_NUMBER_BEHIND from
 * it on can be read. Up to fifteen digits are an exact integer, and so is the power of ten that it
 * is divided by: the quotient is rounded once.
 */
static inline size_t csv_number_read(const char *s, double *value)
{
#if defined(__SSE2__)
    static const double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
    const char *p = s + (*s == '-'), *end;
    __m128i x = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), zero), y;
    unsigned other = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(x, nine), x));
    unsigned whole = (unsigned)__builtin_ctz(other), part = 0;
    double v;
    end = p + whole;
    if (*end == '.') {
        part = (unsigned)__builtin_ctz(other >> (whole + 1) | 1u << 16);
        end += 1 + part;
    }
    if (whole - 1 < 15 && end - p < 16 && (part || end == p + whole)) {
        /* The digits behind the point where they stand, those before it one lane further. */
        x = _mm_loadu_si128((const __m128i *)(const void *)(end - 16));
        y = _mm_loadu_si128((const __m128i *)(const void *)(end - 16 - (part != 0)));
        x = _mm_and_si128(_mm_sub_epi8(x, zero), csv_last_lanes(part));
        y = _mm_and_si128(_mm_sub_epi8(y, zero),
                          _mm_andnot_si128(csv_last_lanes(part), csv_last_lanes(whole + part)));
        v = (double)(int64_t)csv_sixteen_digits(_mm_or_si128(x, y)) / tens[part];
        *value = *s == '-' ? -v : v;
        return (size_t)(end - s);
    }
#endif
    return number_plain(s, s + NUMBER_PLAIN_ROOM, value);
}

#endif
