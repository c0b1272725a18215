/* SPDX-License-Identifier: MIT */
/*
 * The results of an earlier run, read from its files: run.json, and the tables beside it. What they
 * do not hold is not there: no method is bound, no analysis, no selection, no rule; of what was
 * imputed and treated, the indicators' table.
 */
#ifndef HENG_OUTPUT_REREAD_H
#define HENG_OUTPUT_REREAD_H

#include "run/run.h"

struct reread_options {
    const char *path;             /* of run.json */
    const char *const *overrides; /* --set */
    size_t n_overrides;
    bool tables; /* weights and indicators are wanted: weights.csv must be there; without
                    indicators.csv their values are missing */
};

/*
 * The files that are read must be as the manifest tells of them: ERR_DATA, "scores.csv: is not as
 * the run has written it". Mistakes of overrides are the plan's problems. *r is the caller's to
 * results_reread_free.
 */
int results_reread(const struct reread_options *o, struct results **r, struct error *e);
void results_reread_free(struct results *r); /* accepts NULL */

#endif
