/* SPDX-License-Identifier: MIT */
/*
 * How far the ranks of a run can be trusted, from its plan to the outputs: replicates, those of
 * the sensitivity design, and what they say. In one process, or in shards whose parts
 * (robust/shard.h) meet in one.
 */
#ifndef HENG_ROBUST_ASSESS_H
#define HENG_ROBUST_ASSESS_H

#include "robust/output.h"

enum assess_runs { ASSESS_REPLICATES, ASSESS_DESIGN, ASSESS_RUNS };

struct assessment {
    struct plan *p;
    const struct results *r;
    struct factors factors;
    struct evaluator *evaluator;
    struct draws draws;
    struct sobol_design design;
    /* By enum assess_runs; of n 0 there are none. */
    struct points points[ASSESS_RUNS];
    struct replicates_options how[ASSESS_RUNS];
    struct replicates x[ASSESS_RUNS];
    struct sensitivity sensitivity;
    struct rank_bounds_index bounds;
    struct leave_one_out without;
    struct robust_found found;
};

/* What [uncertainty], its design and [sensitivity] say; mistakes go to p's problems. */
int assess_read(struct assessment *a, struct plan *p, struct error *e);

/*
 * Binds it to the results of p, after assess_read. Like p they stay the caller's. What
 * cannot take effect goes to p's problems, and then there is no evaluator. a's points hold
 * addresses in a.
 */
int assess_bind(struct assessment *a, const struct results *r, size_t jobs, struct error *e);

/* The replicates of a shard, and room for those of the others. */
int assess_compute(struct assessment *a, struct shard shard, struct error *e);
/* Room for all of them, before parts are taken. */
int assess_room(struct assessment *a, struct error *e);
/* Those that are left out, and why: failures of the plan, of those that are here. */
int assess_left_out(struct assessment *a, struct error *e);
/* What all of them say: a->found. Begins with assess_left_out. */
int assess_find(struct assessment *a, struct error *e);

void assess_fini(struct assessment *a);

/* The outputs once more, as struct verify_options wants them. */
int assess_again(struct plan *p, const struct results *r, struct outputs *out, struct error *e);

#endif
