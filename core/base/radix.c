/* SPDX-License-Identifier: MIT */
#include "base/radix.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { BITS = 11, BUCKETS = 1 << BITS, PASSES = 6 }; /* 66 bits, of 64 */

typedef uint64_t key __attribute__((may_alias));
typedef uint32_t place __attribute__((may_alias));

/* Values and where they come from. */
struct pairs {
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

static size_t digit(uint64_t k, int pass)
{
    return k >> (pass * BITS) & (BUCKETS - 1);
}

/* The present values of x; count[pass][d]: how many have that digit there. */
static size_t fill(const double *x, size_t n, const struct pairs *p,
                   uint32_t (*count)[BUCKETS])
{
    size_t present = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]))
            continue;
        p->keys[present] = key_of(x[i]);
        p->at[present] = (uint32_t)i;
        for (int pass = 0; pass < PASSES; pass++)
            count[pass][digit(p->keys[present], pass)]++;
        present++;
    }
    return present;
}

/* Moves all, stable, in the order of one digit. next[d]: their number with that digit. */
static void distribute(const struct pairs *from, const struct pairs *to, size_t n, int pass,
                       uint32_t *next)
{
    uint32_t total = 0;
    for (size_t d = 0; d < BUCKETS; d++) {
        uint32_t here = next[d];
        next[d] = total;
        total += here;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t k = next[digit(from->keys[i], pass)]++;
        to->keys[k] = from->keys[i];
        to->at[k] = from->at[i];
    }
}

/* Sorts a, with b as room for as many. */
static void sort(const struct pairs *a, const struct pairs *b, size_t n,
                 uint32_t (*count)[BUCKETS])
{
    const struct pairs *from = a, *to = b;
    for (int pass = 0; pass < PASSES && n > 0; pass++) {
        const struct pairs *other = to;
        if (count[pass][digit(from->keys[0], pass)] == n)
            continue;
        distribute(from, to, n, pass, count[pass]);
        to = from;
        from = other;
    }
    if (from == a)
        return;
    memcpy(a->keys, b->keys, n * sizeof *a->keys);
    memcpy(a->at, b->at, n * sizeof *a->at);
}

static double shared_rank(size_t first, size_t last, size_t distinct, enum ties ties)
{
    switch (ties) {
    case TIES_AVERAGE:
        return ((double)first + (double)last) / 2 + 1;
    case TIES_MAX:
        return (double)last + 1;
    case TIES_DENSE:
        return (double)distinct;
    case TIES_MIN:
        break;
    }
    return (double)first + 1;
}

void radix_rank(const double *x, size_t n, enum ties ties, double *rank, double *scratch)
{
    uint32_t count[PASSES][BUCKETS] = {{0}};
    place *at = (place *)(scratch + n);
    const struct pairs a = {(key *)scratch, at}, b = {(key *)rank, at + n};
    size_t present = fill(x, n, &a, count), distinct = 0;
    sort(&a, &b, present, count);
    for (size_t i = 0; i < n && present < n; i++)
        rank[i] = NAN;
    for (size_t first = 0, next; first < present; first = next) {
        double r;
        for (next = first + 1; next < present && a.keys[next] == a.keys[first];)
            next++;
        r = shared_rank(first, next - 1, ++distinct, ties);
        for (size_t i = first; i < next; i++)
            rank[a.at[i]] = r;
    }
}
