/* SPDX-License-Identifier: MIT */
/* Ranks by radix sort of the bits, and of few values by counting pairs. */
#include "stats/rank_sort.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "stats/simd.h"

enum { BITS = 11, BUCKETS = 1 << BITS, PASSES = 3, KEY_BITS = 64 };

typedef uint64_t key __attribute__((may_alias));
typedef uint32_t place __attribute__((may_alias));

/* Values and where they come from. */
struct keyed {
    key *keys;
    place *at;
};

/* In the order of the values; 0.0 and -0.0 are one. */
static uint64_t key_of(double x)
{
    const uint64_t top = (uint64_t)1 << 63;
    uint64_t bits;
    x += 0.0;
    memcpy(&bits, &x, sizeof bits);
    return bits & top ? ~bits : bits | top;
}

static size_t digit(uint64_t k, int shift)
{
    return k >> shift & (BUCKETS - 1);
}

/* The present values of x; *differ: the bits that are not the same in all of them. */
static size_t fill(const double *x, size_t n, const struct keyed *p, uint64_t *differ)
{
    uint64_t some = 0, all = UINT64_MAX;
    size_t present = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t k = key_of(x[i]);
        if (isnan(x[i]))
            continue;
        p->keys[present] = k;
        p->at[present++] = (uint32_t)i;
        some |= k;
        all &= k;
    }
    *differ = some & ~all;
    return present;
}

/* Moves all, stable, in the order of one digit. */
static void distribute(const struct keyed *from, const struct keyed *to, size_t n, int shift)
{
    uint32_t next[BUCKETS] = {0}, total = 0;
    for (size_t i = 0; i < n; i++)
        next[digit(from->keys[i], shift)]++;
    for (size_t d = 0; d < BUCKETS; d++) {
        uint32_t here = next[d];
        next[d] = total;
        total += here;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t k = next[digit(from->keys[i], shift)]++;
        to->keys[k] = from->keys[i];
        to->at[k] = from->at[i];
    }
}

/* Sorts a by the bits from `shift` on, as far as they differ; a and b change roles with each digit.
 */
static void sort_bits(struct keyed *a, struct keyed *b, size_t n, int shift, uint64_t differ)
{
    for (; shift < KEY_BITS && differ >> shift != 0; shift += BITS) {
        const struct keyed other = *b;
        if (digit(differ, shift) == 0)
            continue;
        distribute(a, b, n, shift);
        *b = *a;
        *a = other;
    }
}

/* Sorts what is nearly sorted. False, with nothing lost, when it is not. */
static bool sort_neighbours(const struct keyed *a, size_t n)
{
    size_t steps = 0;
    for (size_t i = 1; i < n && steps <= 4 * n; i++) {
        const uint64_t k = a->keys[i];
        const uint32_t at = a->at[i];
        size_t j = i;
        for (; j > 0 && a->keys[j - 1] > k; j--, steps++) {
            a->keys[j] = a->keys[j - 1];
            a->at[j] = a->at[j - 1];
        }
        a->keys[j] = k;
        a->at[j] = at;
    }
    return steps <= 4 * n;
}

/* Sorts a, with b as room for as many: by the three highest digits in which there are differences,
   which leaves little to do; where it leaves much, by all. */
static void sort(const struct keyed *a, const struct keyed *b, size_t n, uint64_t differ)
{
    struct keyed now = *a, then = *b;
    int shift = 0;
    while (shift < KEY_BITS - PASSES * BITS && differ >> shift >> PASSES * BITS != 0)
        shift++;
    sort_bits(&now, &then, n, shift, differ);
    if (shift > 0 && !sort_neighbours(&now, n))
        sort_bits(&now, &then, n, 0, differ);
    if (now.keys == a->keys)
        return;
    memcpy(a->keys, b->keys, n * sizeof *a->keys);
    memcpy(a->at, b->at, n * sizeof *a->at);
}

double rank_sort_shared_rank(size_t first, size_t last, double distinct, enum ties ties)
{
    switch (ties) {
    case TIES_AVERAGE:
        return ((double)first + (double)last) / 2 + 1;
    case TIES_MAX:
        return (double)last + 1;
    case TIES_DENSE:
        return distinct;
    case TIES_MIN:
        break;
    }
    return (double)first + 1;
}

void rank_sort_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch)
{
    place *at = (place *)(scratch + n);
    const struct keyed a = {(key *)scratch, at}, b = {(key *)rank, at + n};
    uint64_t differ;
    size_t present = fill(x, n, &a, &differ), distinct = 0;
    sort(&a, &b, present, differ);
    for (size_t i = 0; i < n && present < n; i++)
        rank[i] = NAN;
    for (size_t first = 0, next; first < present; first = next) {
        double r;
        for (next = first + 1; next < present && a.keys[next] == a.keys[first];)
            next++;
        r = rank_sort_shared_rank(first, next - 1, (double)++distinct, ties);
        for (size_t i = first; i < next; i++)
            rank[a.at[i]] = r;
    }
}

/* ---- few values ---------------------------------------------------------- */

enum { AT_ONCE = 4 * LANES };

/* How many of the n values are below, and (also) how many equal, each of v, which is padded. */
SIMD_BODY void count_pairs(const double *v, size_t n, bool also, double *below, double *equal)
{
    for (size_t i = 0; i < n; i += AT_ONCE) {
        const lanes *a = (const lanes *)(v + i), a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        lane_mask b0 = {0}, b1 = {0}, b2 = {0}, b3 = {0}, e0 = {0}, e1 = {0}, e2 = {0}, e3 = {0};
        for (size_t k = 0; k < n; k++) {
            const lanes x = {v[k], v[k], v[k], v[k]};
            b0 += (lane_mask)(x < a0);
            b1 += (lane_mask)(x < a1);
            b2 += (lane_mask)(x < a2);
            b3 += (lane_mask)(x < a3);
            if (also) {
                e0 += (lane_mask)(x == a0);
                e1 += (lane_mask)(x == a1);
                e2 += (lane_mask)(x == a2);
                e3 += (lane_mask)(x == a3);
            }
        }
        for (size_t k = 0; k < LANES; k++) {
            below[i + k] = (double)-b0[k];
            below[i + LANES + k] = (double)-b1[k];
            below[i + 2 * LANES + k] = (double)-b2[k];
            below[i + 3 * LANES + k] = (double)-b3[k];
        }
        for (size_t k = 0; also && k < LANES; k++) {
            equal[i + k] = (double)-e0[k];
            equal[i + LANES + k] = (double)-e1[k];
            equal[i + 2 * LANES + k] = (double)-e2[k];
            equal[i + 3 * LANES + k] = (double)-e3[k];
        }
    }
}

SIMD_BODY void count_below_body(const double *v, size_t n, double *below, double *equal)
{
    count_pairs(v, n, false, below, equal);
}
SIMD_VERSIONS(static, count_below, (const double *v, size_t n, double *below, double *equal),
              (v, n, below, equal))

SIMD_BODY void count_both_body(const double *v, size_t n, double *below, double *equal)
{
    count_pairs(v, n, true, below, equal);
}
SIMD_VERSIONS(static, count_both, (const double *v, size_t n, double *below, double *equal),
              (v, n, below, equal))

void rank_sort_rank_few(const double *x, size_t n, enum ties ties, double *rank)
{
    double v[RANK_SORT_COUNTED + AT_ONCE], below[RANK_SORT_COUNTED + AT_ONCE];
    double equal[RANK_SORT_COUNTED + AT_ONCE];
    memcpy(v, x, n * sizeof *v);
    for (size_t i = n; i < n + AT_ONCE; i++)
        v[i] = NAN;
    if (ties == TIES_MIN)
        count_below(v, n, below, equal);
    else
        count_both(v, n, below, equal);
    for (size_t i = 0; i < n && ties == TIES_MIN; i++)
        rank[i] = below[i] + 1;
    for (size_t i = 0; i < n && ties != TIES_MIN; i++)
        rank[i] = ties == TIES_MAX ? below[i] + equal[i] : below[i] + (equal[i] + 1) / 2;
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i]))
            rank[i] = NAN;
}
