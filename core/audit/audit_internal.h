/* SPDX-License-Identifier: MIT */
/* What the parts of an audit share. */
#ifndef HENG_AUDIT_AUDIT_INTERNAL_H
#define HENG_AUDIT_AUDIT_INTERNAL_H

#include "audit/audit.h"

struct auditor {
    struct audit *a;
    const struct results *r;
    struct arena *arena;             /* of the workspace, which dies with the audit's making */
    double *x, *at, *size, *size_at; /* n_units each */
};

/* An indicator in a class and period: units that are not set aside. */
struct audit_slice {
    size_t indicator, node, class, period;
    size_t first, n_class; /* positions */
    size_t n;              /* units */
    size_t present, zeros;
    const double *x, *at; /* what is there, ascending, and the positions it is of */
};

/* ---- findings.c ------------------------------------------------------------------------- */

/* A finding without a unit, another node, a figure. */
struct audit_finding audit_blank(const struct auditor *w, enum audit_kind kind, size_t node);
/* Counts it, and keeps it where it is among the worst. */
void audit_add(struct auditor *w, const struct audit_finding *f);
void audit_slice_add(struct auditor *w, enum audit_kind kind, const struct audit_slice *s,
                     struct audit_finding f);

/* ---- who looks ---------------------------------------------------------------------------- */

void audit_look_at_cells(struct auditor *w, const struct audit_slice *s);
void audit_look_at_values(struct auditor *w, const struct audit_slice *s);
void audit_look_at_ends(struct auditor *w, const struct audit_slice *s);
void audit_look_at_steps(struct auditor *w);
void audit_look_at_pairs(struct auditor *w);
void audit_look_at_weights(struct auditor *w);

#endif
