/* SPDX-License-Identifier: MIT */
/*
 * How far ranks can be trusted: the replicates of [uncertainty], in workers, and what they come to.
 * A replicate's draws depend on the seed, the factor and the replicate alone, and every replicate
 * has its own place among the results: the same bits for any number of workers.
 */
#ifndef HENG_ROBUST_ROBUST_H
#define HENG_ROBUST_ROBUST_H

#include <stdbool.h>
#include <stddef.h>

#include "robust/engine.h"
#include "robust/sobol.h"
#include "run/output.h"

struct robust_options {
    size_t jobs; /* workers at a time; 0: as many as processors */
    const struct sobol_design *design; /* the points; NULL: as many draws as [uncertainty] says */
    /* Told now and then how far it is; may be NULL. */
    void (*progress)(size_t done, size_t of, void *data);
    void *progress_data;
    /* For tests: called in the worker before each block of replicates. */
    void (*before)(size_t first, void *data);
    void *before_data;
};

/* The ranks of all replicates: of replicate i and row k at i * n_rows + k. */
struct replicates {
    size_t n, n_rows;
    float *rank;          /* NaN: not ranked. Ranks, halves among them, are exact in it. */
    unsigned char *tier;  /* 0: none */
    size_t bytes[2];
};

/* What the replicates say of one unit in one period. */
struct trust {
    double mean, median, p05, p95, top_share, tier_share; /* NaN: never ranked; no tiers */
    double shift; /* mean of |rank - nominal rank| */
    bool solid;   /* p95 - p05 is within [uncertainty] solid */
};

/* The draws of a replicate: u[k] for each factor. */
void robust_draws(const struct plan *p, size_t n_factors, size_t replicate, double *u);

/* Runs them all. replicates_fini also after a failure. */
int robust_replicates(const struct engine *g, const struct plan *p, size_t n_factors,
                      const struct robust_options *o, struct replicates *x, struct error *e);
void replicates_fini(struct replicates *x);

/* By row of r. Lives in a. */
int robust_trust(const struct results *r, const struct replicates *x, struct arena *a,
                 struct trust **trust, struct error *e);

/* The share of replicates in which the unit of row a is ranked ahead of that of row b, ties half to
   each; of those in which both are ranked. NaN: of none. */
double robust_ahead(const struct replicates *x, size_t a, size_t b);

/* Pairs of neighbours, and all pairs of classes of at most so many units. */
enum { PAIRS_ALL = 200 };

/* robust.csv, acceptability.csv, pairs.csv, robust.json. outputs_fini also after a failure. */
struct sensitivity;
/* ... and sensitivity.csv unless s is NULL. */
int robust_outputs(const struct results *r, const struct replicates *x, const struct trust *trust,
                   const struct sensitivity *s, struct outputs *out, struct error *e);

#endif
