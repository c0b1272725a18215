/* SPDX-License-Identifier: MIT */
/* What of a manifest the results of its run are made again from. */
#ifndef HENG_OUTPUT_REREAD_INTERNAL_H
#define HENG_OUTPUT_REREAD_INTERNAL_H

#include "base/arena.h"
#include "output/manifest_internal.h"

struct told_node {
    const char *id, *parent, *kind, *title, *title_en, *unit, *direction, *formula, *source;
    double weight;
};

struct told_unit {
    const char *code, *name, *tier;
    double rank, score, imputed_share;
    double *scores; /* by dimension, in the order of the nodes */
};

/* A class in a period: its units in the order of the league table. */
struct told_class {
    const char *value, *label, *period;
    struct told_unit *units;
    size_t n;
};

struct told_texts {
    const char **v;
    size_t n;
};

struct told {
    const char *title;
    bool synthetic;
    struct told_node *nodes; /* the index first */
    struct told_class *classes;
    size_t n_nodes, n_dimensions, n_classes;
    struct told_texts failures, warnings, notes;
};

/* Lives in a. ERR_DATA where the manifest has no results. */
int manifest_told(const char *path, const struct manifest *m, struct arena *a, struct told *t,
                  struct error *e);

#endif
