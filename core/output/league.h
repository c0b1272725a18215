/* SPDX-License-Identifier: MIT */
/* The order in which the units of a class stand in a league table. */
#ifndef HENG_OUTPUT_LEAGUE_H
#define HENG_OUTPUT_LEAGUE_H

#include <stddef.h>

#include "run/run.h"

/* Positions of a class in the order of a league table: by rank, unranked ones last. order has
   room for the class. Behind all others those that are of another class in the period. */
void league_order(const struct results *r, size_t class, size_t period, size_t *order);

/* How many are of the class in the period. */
size_t league_count(const struct results *r, size_t class, size_t period);

#endif
