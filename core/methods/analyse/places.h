/* SPDX-License-Identifier: MIT */
/* Units on the earth, and who is near whom: a k-d tree over their places on the unit sphere. What
   it leaves out is farther than asked for whatever rounding does; distances are great_circle_km. */
#ifndef HENG_METHODS_ANALYSE_PLACES_H
#define HENG_METHODS_ANALYSE_PLACES_H

#include <stddef.h>

struct places {
    const double *latitude, *longitude;
    size_t n;      /* units that have a place */
    double *at[3]; /* by unit */
    double *order; /* n units; the middle of a stretch parts it */
    double *axis;  /* ... along this one, by position in order */
    double *key;   /* n of room */
    double slack;  /* how far places may be from where they belong */
};

/* Doubles of room for n units. */
size_t places_room(size_t n);
void places_lay(struct places *p, const double *latitude, const double *longitude, size_t n,
                double *room);

/* The k-th least distance from a unit to others, or the greatest where there are fewer; -1: there
   is none. near: room for k. */
double places_reach(const struct places *p, size_t unit, size_t k, double *near);
/* The other units within reach, ascending, into found, which has room for all; returns how many. */
size_t places_within(const struct places *p, size_t unit, double reach, double *found);

#endif
