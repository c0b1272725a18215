/* SPDX-License-Identifier: MIT */
/*
 * Units found by what they are called in another run, in a map, in a text. A unit that changes
 * class between periods is several, CODE and CODE/CLASS, of which one is there in each period: for
 * all who look from outside it is the one of its first code.
 */
#ifndef HENG_REPORT_CODES_THERE_H
#define HENG_REPORT_CODES_THERE_H

#include "data/text_index.h"
#include "plan/plan.h"

/* How many bytes of its code a unit has in all its classes. */
size_t unit_stem(const struct plan *p, size_t position);
/* Whether the unit is of another class in the period, in which it stands as another unit. */
bool unit_is_elsewhere(const struct plan *p, size_t period, size_t position);
/* Which unit it is in the period: itself, or that of its other class. */
size_t unit_in_period(const struct plan *p, size_t period, size_t position);

/* The units that are there in a period. */
struct codes_there {
    struct text_index index;
    size_t *at; /* by place in the index: position */
};

int codes_there_make(struct codes_there *c, const struct plan *p, size_t period, struct arena *a,
                     struct error *e);
/* The unit that is the one at `position` of the plan p; NONE. */
size_t codes_there_find(const struct codes_there *c, const struct plan *p, size_t position);
void codes_there_fini(struct codes_there *c);

#endif
