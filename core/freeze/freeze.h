/* SPDX-License-Identifier: MIT */
/* What a run has found, as given values: every unit is then scored by itself, by the same
 * yardstick.
 */
#ifndef HENG_FREEZE_FREEZE_H
#define HENG_FREEZE_FREEZE_H

#include "methods/given.h"
#include "run/run.h"

/* What one indicator is measured by. Treatment and scale by block (class, where scales are the
   classes' own). */
struct frozen_indicator {
    enum found impute, treat, normalise;
    double fill; /* impute: FOUND_GIVEN */
    struct treat_given *treated;
    struct normalise_given *scaled; /* at.n 0: undefined in the block */
};

struct frozen {
    const struct results *r;
    struct arena *arena; /* the results' */
    struct frozen_indicator *indicators;
};

/* ERR_PROFILE where something has no closed form a row: each is in `refused`, by node and method.
 */
int freeze_find(const struct results *r, struct frozen *f, struct messages *refused,
                struct error *e);

/* The weights of a node's children in a block. */
double frozen_weight(const struct frozen *f, size_t block, size_t node);

/* As a profile that extends the run's: extends is the path to it as the new profile says it. */
int freeze_profile(const struct frozen *f, const char *extends, struct str *to, struct error *e);

/* "sqlite, postgres, duckdb, spark" */
const char *freeze_dialects(struct str *b);

/* As one SELECT over `table`. ERR_PROFILE, and what in `refused`, where SQL has no words for it. */
int freeze_sql(const struct frozen *f, const char *dialect, const char *table, struct str *to,
               struct messages *refused, struct error *e);

/* How far the scores of two runs over the same units lie apart (of the nodes, and by the largest of
   the node), and how many ranks differ; ERR_DATA where one has a score that the other lacks. */
struct freeze_difference {
    double score;
    size_t ranks;
};
int freeze_compare(const struct results *a, const struct results *b, struct freeze_difference *d,
                   struct error *e);

#endif
