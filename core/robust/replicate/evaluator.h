/* SPDX-License-Identifier: MIT */
/*
 * One replicate: the index computed anew at a point of [0, 1)^k.
 *
 * Each key whose alternatives change more than one stage's methods has plans and results of its
 * own, made here ("variants": their raw values are computed once). Within a scenario, every
 * combination of a stage's alternatives has a plan from which only the bound methods are taken. A
 * number is set in a copy of the parameters of just those nodes that `--set` would have set it for;
 * which ones they are is seen from two plans, of its lowest and its highest value. Without noise on
 * weights and nothing left out, a replicate has the bits of `heng run --set ...` of its values.
 */
#ifndef HENG_ROBUST_REPLICATE_EVALUATOR_H
#define HENG_ROBUST_REPLICATE_EVALUATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robust/sample/factors.h"
#include "run/run.h"

struct evaluator;

/*
 * base: a plan without problems; r: its results. What cannot take effect, or what an
 * alternative complains of, goes to base's problems, and then *g is NULL and the status OK.
 */
int evaluator_new(struct plan *base, const struct results *r, const struct factors *f,
                  struct evaluator **g, struct error *e);
void evaluator_free(struct evaluator *g); /* accepts NULL */
/* The same as far as it goes without running anything: makes the plans of all alternatives. */
int evaluator_check(struct plan *base, const struct factors *f, struct error *e);

/* What a replicate comes to: columns of the base's n_rows. tier may be NULL. */
struct replicate {
    double *score, *rank, *tier;
};

/*
 * What walks through replicates, one after the other, in rooms that it keeps from one to the next.
 * As many as workers; none knows of another.
 */
struct walker;
struct walker *walker_new(const struct evaluator *g); /* NULL: out of memory */
void walker_free(struct walker *w);                   /* accepts NULL */

/* The replicate at u: a function of u alone, whatever the walker has walked before. */
int robust_evaluate(struct walker *w, const double *u, struct replicate *to, struct error *e);

size_t evaluator_rows(const struct evaluator *g);    /* of the base */
size_t evaluator_factors(const struct evaluator *g); /* coordinates of a point */

const struct factor *evaluator_factor(const struct evaluator *g, size_t k);
/* The value of factor k at u: what `--set` would be given, or "" where it takes no effect; of
   leave_out the node or "none"; of noise the draw. NULL: a factor before it stands for it too, as
   for all numbers of a list. text: where numbers are written. */
enum { EVALUATOR_TEXT_MAX = 4 * NUMBER_TEXT_MAX };
const char *evaluator_value(const struct evaluator *g, const double *u, size_t k,
                            char text[EVALUATOR_TEXT_MAX]);

/* Whose code a replicate calls beside our own. */
enum evaluator_calls { CALLS_NONE, CALLS_LUA, CALLS_PLUGINS };
enum evaluator_calls evaluator_calls(const struct evaluator *g);
const struct worker_limits *evaluator_limits(const struct evaluator *g); /* of each such call */
/* Which alternatives meet at u, as a number that is the same for the same ones. */
uint64_t evaluator_alternatives(const struct evaluator *g, const double *u);
/* What methods remember of a run, that they were stopped: each replicate is one of its own. */
void evaluator_forget(const struct evaluator *g);
/* In a worker that is confined as Lua's are: rules and weights are from now on computed in it. */
void evaluator_inside(const struct evaluator *g, struct worker *w);

/*
 * What `--set` would be given for the replicate at u, as "section.key=value"; only what takes
 * effect there. Texts live in a. Noise and what is left out have no such text.
 */
int evaluator_settings(const struct evaluator *g, const double *u, struct arena *a,
                       const char ***set, size_t *n, struct error *e);

#endif
