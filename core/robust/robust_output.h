/* SPDX-License-Identifier: MIT */
/* robust.csv, acceptability.csv, pairs.csv, robust.json, and sensitivity.csv. */
#ifndef HENG_ROBUST_ROBUST_OUTPUT_H
#define HENG_ROBUST_ROBUST_OUTPUT_H

#include "robust/sensitivity.h"
#include "robust/trust.h"
#include "run/output.h"

/* Pairs of neighbours, and all pairs of classes of at most so many units. */
enum { PAIRS_ALL = 200 };

/* What there is to write. */
struct robust_found {
    const struct results *r; /* nominal */
    const struct replicates *x;
    const struct trust *trust;
    const struct sensitivity *sensitivity; /* NULL: none */
};

/* outputs_fini also after a failure. */
int robust_outputs(const struct robust_found *found, struct outputs *out, struct error *e);

#endif
