/* SPDX-License-Identifier: MIT */
/*
 * One replicate: the index computed anew at a point of [0, 1)^k.
 *
 * Each key whose alternatives change more than one stage's methods has plans and results of its own,
 * made here ("variants": their raw values are computed once). Within a variant, every combination of
 * a stage's alternatives has a plan from which only the bound methods are taken. A number is set in
 * a copy of the parameters of just those nodes that `--set` would have set it for; which ones they
 * are is seen from two plans, of its lowest and its highest value. Without noise on weights and
 * nothing left out, a replicate has the bits of `heng run --set ...` of its values.
 */
#ifndef HENG_ROBUST_ENGINE_H
#define HENG_ROBUST_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "robust/factors.h"
#include "run/run.h"

struct engine;

/*
 * base: the plan of o, without problems; r: its results. What cannot take effect, or what an
 * alternative complains of, goes to base's problems, and then *g is NULL and the status OK.
 */
int engine_new(const struct plan_options *o, struct plan *base, const struct results *r,
               const struct factors *f, struct engine **g, struct error *e);
void engine_free(struct engine *g); /* accepts NULL */

/* What a replicate comes to: columns of the base's n_rows. tier may be NULL. */
struct replicate {
    double *score, *rank, *tier;
};

/*
 * What walks through replicates, one after the other, in rooms that it keeps from one to the next. As
 * many as workers; none knows of another.
 */
struct walker;
struct walker *walker_new(const struct engine *g); /* NULL: out of memory */
void walker_free(struct walker *w); /* accepts NULL */

/* The replicate at u: a function of u alone, whatever the walker has walked before. */
int robust_evaluate(struct walker *w, const double *u, struct replicate *to, struct error *e);

size_t engine_rows(const struct engine *g);    /* of the base */
size_t engine_factors(const struct engine *g); /* coordinates of a point */

/* Whether a replicate may start workers, so that it must not run in one. */
bool engine_forks(const struct engine *g);

/*
 * What `--set` would be given for the replicate at u, as "section.key=value"; only what takes effect
 * there. Texts live in a. Noise and what is left out have no such text.
 */
int engine_settings(const struct engine *g, const double *u, struct arena *a, const char ***set,
                    size_t *n, struct error *e);

#endif
