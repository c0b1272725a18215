/* SPDX-License-Identifier: MIT */
/* What the replicates say of each unit, and of two. */
#ifndef HENG_ROBUST_TRUST_H
#define HENG_ROBUST_TRUST_H

#include "robust/replicates.h"

/* Of one unit in one period. */
struct trust {
    double mean, median, p05, p95, top_share, tier_share; /* NaN: never ranked; no tiers */
    double shift; /* mean of |rank - nominal rank| */
    bool solid;   /* p95 - p05 is within [uncertainty] solid */
};

/* By row of r. Lives in a. */
int robust_trust(const struct results *r, const struct replicates *x, struct arena *a,
                 struct trust **trust, struct error *e);

/* The share of replicates in which the unit of row a is ranked ahead of that of row b, ties half to
   each; of those in which both are ranked. NaN: of none. */
double robust_ahead(const struct replicates *x, size_t a, size_t b);

#endif
