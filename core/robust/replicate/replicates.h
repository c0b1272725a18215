/* SPDX-License-Identifier: MIT */
/*
 * The replicates at many points, in workers. A replicate is a function of its point alone and has
 * its own place among the results: the same bits for any number of workers.
 */
#ifndef HENG_ROBUST_REPLICATE_REPLICATES_H
#define HENG_ROBUST_REPLICATE_REPLICATES_H

#include <stdbool.h>
#include <stddef.h>

#include "robust/replicate/evaluator.h"
#include "robust/sample/points.h"

/* Shard i of `of`, i from 0; of 0: all there is. */
struct shard {
    size_t i, of;
};

/* Which of n replicates a shard has: whole blocks, the same ones for any number of workers. */
struct range {
    size_t first, n;
};
struct range shard_range(struct shard s, size_t n);

struct replicates_options {
    const struct points *points;
    struct shard shard; /* computed is its range only; the others' ranks stay 0 */
    bool tiers;         /* wanted too */
    bool scores;        /* wanted too */
    size_t jobs;        /* workers at a time; 0: as many as processors */
    /* Told now and then how far it is; may be NULL. */
    void (*progress)(size_t done, size_t of, void *data);
    void *progress_data;
    /* For tests: called in the worker before each block of replicates. */
    void (*before)(size_t first, void *data);
    void *before_data;
};

enum { REPLICATE_WHY = 240 };

/* The ranks of all replicates: of replicate i and row k at i * n_rows + k. robust/shard.c carries
   these arrays from shard to shard. */
struct replicates {
    size_t n, n_rows;
    float *rank;         /* NaN: not ranked. Ranks, halves among them, are exact in it. */
    unsigned char *tier; /* 0: none */
    double *score;       /* NULL: not wanted */
    char (
        *why)[REPLICATE_WHY]; /* "": computed; else why it is left out, without ranks and scores */
    size_t n_left_out;        /* as replicates_count says */
    size_t bytes[4];
};

/* Counts those that are left out. */
void replicates_count(struct replicates *x);

/* Runs them all. One in which a part fails (of a plugin, a script, an expression), or that comes to
   something that a single run refuses, is left out, and the others go on. replicates_fini also
   after a failure. */
int replicates_run(const struct evaluator *g, const struct replicates_options *o,
                   struct replicates *x, struct error *e);
void replicates_fini(struct replicates *x);

/* Room for the replicates of o, zeroed; replicates_fini also after a failure. */
int replicates_new(const struct evaluator *g, const struct replicates_options *o,
                   struct replicates *x, struct error *e);

#endif
