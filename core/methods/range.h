/* SPDX-License-Identifier: MIT */
/* What the results of a method lie between, as its descriptor says it. */
#ifndef HENG_METHODS_RANGE_H
#define HENG_METHODS_RANGE_H

#include "methods/registry.h"

enum range_kind {
    RANGE_OPEN,       /* no two ends, or none that are told */
    RANGE_CLOSED,     /* lo to hi */
    RANGE_OF_CHILDREN /* AGGREGATE: not below the least child, not above the greatest */
};

struct method_range {
    enum range_kind kind;
    double lo, hi;
};

/* By the descriptor's `range` and the parameters; open where it has none, or where its condition
   does not hold. */
struct method_range method_range(const struct heng_method *d, const void *params);

/* Why the descriptor's `range` says nothing that can be read, for a message; NULL: it does, or has
   none. */
const char *method_range_fault(const struct heng_method *d);

#endif
