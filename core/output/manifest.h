/* SPDX-License-Identifier: MIT */
/* Reading a manifest back and running it again. */
#ifndef HENG_OUTPUT_MANIFEST_H
#define HENG_OUTPUT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "plan/plan.h"

struct outputs;
struct results;

struct verify_options {
    const char *path; /* of run.json, robust.json */
    size_t jobs;
    /* Makes the outputs of a manifest that tells of replicates; NULL: those of the run. */
    int (*robust)(struct plan *p, const struct results *r, struct outputs *out, struct error *e);
};

/*
 * Repeats the run that a manifest describes and compares it bit for bit. differences gets one
 * message for each input that has changed or is gone, each output that comes out otherwise, each
 * output beside the manifest that is not as it was written, and another version of heng.
 * Returns OK when the run could be repeated, whatever the differences.
 */
int verify(const struct verify_options *o, struct messages *differences, struct error *e);

/*
 * What plan_new needs for the run of a manifest: o's profile (taken by plan_new), plugins and
 * scripts, in memory of `a`. changes gets one message for each input that has changed since; they
 * are looked at in o->stock, which must be there.
 */
int manifest_options(const char *path, struct arena *a, struct plan_options *o,
                     struct messages *changes, struct error *e);

#endif
