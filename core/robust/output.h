/* SPDX-License-Identifier: MIT */
/* robust.csv, acceptability.csv, pairs.csv, robust.json, possible.csv, sensitivity.csv,
   replicates.csv, settings.csv, leave_out.csv. */
#ifndef HENG_ROBUST_OUTPUT_H
#define HENG_ROBUST_OUTPUT_H

#include "output/output.h"
#include "robust/exact/leave_one_out.h"
#include "robust/exact/rank_bounds_index.h"
#include "robust/rank_summary.h"
#include "robust/sensitivity.h"

/* What there is to write. */
struct robust_found {
    const struct results *r; /* nominal */
    const struct replicates *x;
    const struct rank_summary *summary;
    const struct sensitivity *sensitivity;  /* NULL: none */
    const struct rank_bounds_index *bounds; /* NULL: none */
    const struct leave_one_out *without;    /* n 0: none is asked for */
    const struct pairs *pairs;              /* as robust_pairs */
    const struct evaluator *evaluator;      /* of settings.csv; NULL: none is wanted */
    const struct points *points;            /* of the replicates; NULL as evaluator is */
    const char *const *labels;              /* of the replicates; NULL: their numbers */
};

/* outputs_fini also after a failure. */
int robust_outputs(const struct robust_found *found, struct outputs *out, struct error *e);

#endif
