/* SPDX-License-Identifier: MIT */
/* What an indicator is measured by: its ends, and what its treatment has done. */
#ifndef HENG_EXPLAIN_YARDSTICK_H
#define HENG_EXPLAIN_YARDSTICK_H

#include <stdbool.h>
#include <stddef.h>

#include "run/run.h"

struct yardstick {
    bool goalposts;             /* the ends are the indicator's; else those of the base */
    double worst, best;         /* of what is normalised; NaN: there is none */
    double from, to;            /* what the ends of the method's range are; NaN: it has no two */
    size_t n;                   /* values of the base */
    size_t lowered, raised, of; /* values that the treatment has changed, of how many */
    double upper, lower; /* what all that were lowered (raised) have become; NaN: not one value */
    double was, is; /* of the unit, before and after the treatment; the same where it left it */
};

/* Of an indicator (a node), as it is for a unit in a period: in its class where scales are the
   classes' own. The treatment is looked at over the base's periods and the unit's. */
int yardstick_of(const struct results *r, size_t node, size_t position, size_t period,
                 struct yardstick *to, struct error *e);

/* One value that the treatment has changed. */
struct treated_value {
    size_t position, period;
    double was, is;
};

/* The first `most` of those that the yardstick counts; returns how many there are in `to`. */
size_t yardstick_treated(const struct results *r, size_t node, size_t position, size_t period,
                         struct treated_value *to, size_t most);

#endif
