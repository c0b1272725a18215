/* SPDX-License-Identifier: MIT */
/* What the files of the engine share. */
#ifndef HENG_ROBUST_ENGINE_PARTS_H
#define HENG_ROBUST_ENGINE_PARTS_H

#include "robust/engine.h"
#include "robust/noise.h"

enum { FIRST_STAGE = HENG_IMPUTE, STAGE_ENDS = HENG_RANK + 1 };

/* The methods of a stage for one combination of its alternatives. */
struct combination {
    struct plan *plan; /* whose bound methods are taken */
    bool **touched;    /* [factor][node]: whether the number is set there; NULL: no number */
};

/* All that a plan of its own brings. */
struct variant {
    struct plan *plan;
    struct results *results;
    struct combination *stages[STAGE_ENDS]; /* NULL: nothing of the stage varies */
    size_t n_combinations[STAGE_ENDS];
    size_t *row;      /* of the base, by row; (size_t)-1: it has none */
    size_t *left_out; /* nodes that may be */
    size_t n_left_out;
};

struct engine {
    struct arena *arena;
    const struct plan_options *options;
    struct plan *base;
    size_t n_rows;
    struct factor *factors;
    size_t n_factors;
    struct variant *variants;
    size_t n_variants;
    struct plan **plans; /* all that were made; freed with the engine */
    size_t n_plans, cap_plans;
    bool keeps_stages; /* nothing that varies touches what comes before the tree */
    bool forks;
};

/* Which combination of the alternatives of a stage (0: of the variants) a draw is. */
size_t combination_of(const struct engine *g, const double *u, int stage);
static inline bool is_choice_of(const struct factor *f, int stage)
{
    return f->kind == FACTOR_CHOICE && (int)f->stage == stage;
}
static inline bool is_number_of(const struct factor *f, int stage)
{
    return factor_is_number(f) && (int)f->stage == stage;
}

/* A key of the stage that is no method's parameter: method, base, by, missing ... */
bool is_stage_key(const struct factor *f);

/* The bound method of a stage in a node; NULL where the node has none. */
struct bound_method *stage_method(struct plan *p, size_t node, int stage);
/* Nodes that have a stage: of RANK, one. */
size_t stage_nodes(const struct plan *p, int stage);
/* The parameter of that name that the method takes, or NULL. */
const struct heng_param *method_param(const struct bound_method *b, const char *key);

/* ---- one replicate ---- */

/* What one replicate takes: a copy of a variant's plan, with other methods and numbers in it. */
struct making {
    const struct engine *g;
    const double *u;
    const struct variant *v;
    struct arena *arena;
    struct plan plan;
    struct copied { /* parameters that several nodes share stay shared */
        const void *from;
        void *to;
    } *copies;
    size_t n_copies, cap_copies;
    bool *aside;
    struct noise noise;
    bool noisy;
};

/* The plan of the replicate at m->u, in m->arena. */
int making_begin(struct making *m, struct error *e);

#endif
