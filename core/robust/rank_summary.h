/* SPDX-License-Identifier: MIT */
/* What the replicates say of each unit, and of two. */
#ifndef HENG_ROBUST_RANK_SUMMARY_H
#define HENG_ROBUST_RANK_SUMMARY_H

#include <stdint.h>

#include "robust/replicate/replicates.h"

/* Of one unit in one period. */
struct rank_summary {
    double mean, median, p05, p95, top_share, tier_share; /* NaN: never ranked; no tiers */
    double shift;                                         /* mean of |rank - nominal rank| */
    bool solid; /* p95 - p05 is within [uncertainty] solid */
};

/* By row of r. Lives in a. */
int robust_trust(const struct results *r, const struct replicates *x, struct arena *a,
                 struct rank_summary **trust, struct error *e);

/* The share of replicates in which the unit of row a is ranked ahead of that of row b, ties half to
   each; of those in which both are ranked. NaN: of none. */
double pairwise_winning_index(const struct replicates *x, size_t a, size_t b);

/* ---- ranks, counted ----------------------------------------------------- */

/* The ranks of some rows of a class of so many places, as most of them are: multiples of 1/2 from 1
   to `places`. */
struct rank_counts {
    const struct replicates *x;
    size_t places, chunk; /* rows to take at a time */
    bool counts;          /* else they are sorted */
    const size_t *rows;
    uint32_t *count;
    double *v, *scratch;
};

bool rank_counts_new(struct rank_counts *k, const struct replicates *x,
                     size_t places);          /* false: no memory */
void rank_counts_fini(struct rank_counts *k); /* also after a failure */
void rank_counts_take(struct rank_counts *k, const size_t *rows,
                      size_t m); /* m up to k->chunk; rows are kept */
/* Of the j-th row taken: [t] is in how many replicates it has rank t/2, [0] in how many none; NULL
   where it has another rank, a plugin's say, or too many are possible. */
const uint32_t *rank_counts_counted(const struct rank_counts *k, size_t j);
/* Of any row taken: its n ranks, the lowest first, then NaN; until the next call. */
const double *rank_counts_sorted(const struct rank_counts *k, size_t j);

/* ---- two units ---------------------------------------------------------- */

/* Pairs of all units of a class with at most so many; of larger ones, of neighbours. */
enum { PAIRS_ALL = 200 };

/* Of one class in one period. */
struct pairs {
    size_t n; /* units */
    bool all; /* else neighbours only */
    double
        *share; /* as pairwise_winning_index, in the order of the league table; see pairs_share */
};

/* By class * n_periods + period. Lives in a. */
int robust_pairs(const struct results *r, const struct replicates *x, struct arena *a,
                 struct pairs **pairs, struct error *e);

/* Of places i < j of the league table; of neighbours j is i + 1. */
static inline double pairs_share(const struct pairs *p, size_t i, size_t j)
{
    return p->share[p->all ? i * p->n - i * (i + 1) / 2 + (j - i - 1) : i];
}

#endif
