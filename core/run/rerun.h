/* SPDX-License-Identifier: MIT */
/*
 * A run over the raw values of another, of a plan with the same table and tree: everything behind
 * [screen] up to ranks and tiers, of which only what comes from other inputs is computed. Nothing
 * is told of it but parts that failed, and only raw values, scores, weights, ranks and tiers are
 * to be read.
 */
#ifndef HENG_RUN_RERUN_H
#define HENG_RUN_RERUN_H

#include "run/run.h"

struct rerun_changes {
    const bool *aside; /* by node: left out as if set aside; or NULL */
    double **raw; /* other raw values, by indicator, the same ones missing; NULL: those of from */
    /* NULL, or what is done to the weights of a node's children before it is aggregated */
    void (*adjust)(struct results *r, size_t node, size_t block, size_t period, void *data);
    void *adjust_data;
    /* NULL, or what is done to the values of an indicator as soon as they are imputed */
    void (*disturb)(struct results *r, size_t indicator, double *column, void *data);
    void *disturb_data;
    struct arena *arena; /* for what is left over before the next rerun */
};

struct pipeline;

/*
 * from: a run that has come to its end. plan: where each rerun finds its own: a copy of from's,
 * with the nodes of from's, or with nodes of its own that may have other methods, numbers and
 * weights. What a bound method points to is never written in place: another value has another
 * place. Lives in workspace; *w is the caller's to rerun_free, also after a failure.
 */
int rerun_new(const struct results *from, struct plan *plan, struct arena *workspace,
              struct pipeline **w, struct error *e);
int rerun_run(struct pipeline *w, const struct rerun_changes *changes, struct error *e);
const struct results *rerun_results(const struct pipeline *w);
void rerun_free(struct pipeline *w); /* accepts NULL */

#endif
