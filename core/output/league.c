/* SPDX-License-Identifier: MIT */
/* The order of a league table: by rank, ties in the order of the units. */
#include "output/league.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* The whole part of a rank among n, where it is one; n + 1 for what has none. */
static size_t rank_slot(double rank, size_t n)
{
    return rank >= 0 && rank <= (double)n ? (size_t)rank : n + 1;
}

/* Puts the units of the class where their ranks say, ties in the table's order: exact but for ranks
   of the same whole part, and as they stand where memory is short. */
static void order_roughly(const struct unit_class *c, const double *rank, size_t *order)
{
    size_t *next = c->n < SIZE_MAX / 16 ? calloc(c->n + 3, sizeof *next) : NULL;
    for (size_t i = 0; i < c->n; i++)
        order[i] = c->first + i;
    for (size_t i = 0; next && i < c->n; i++)
        next[rank_slot(rank[c->first + i], c->n) + 1]++;
    for (size_t i = 1; next && i < c->n + 3; i++)
        next[i] += next[i - 1];
    for (size_t i = 0; next && i < c->n; i++)
        order[next[rank_slot(rank[c->first + i], c->n)]++] = c->first + i;
    free(next);
}

size_t league_count(const struct results *r, size_t class, size_t period)
{
    const struct unit_class *c = &r->plan->classes[class];
    size_t n = 0;
    for (size_t i = c->first; i < c->first + c->n; i++)
        n += !results_is_elsewhere(r, period, i);
    return n;
}

/* Those that are of another class then come last, whatever else. */
static void put_elsewhere_last(const struct results *r, size_t n, size_t period, size_t *order)
{
    size_t *aside = r->plan->table->elsewhere ? malloc((n + 1) * sizeof *aside) : NULL, kept = 0,
           put = 0;
    for (size_t i = 0; aside && i < n; i++)
        if (results_is_elsewhere(r, period, order[i]))
            aside[put++] = order[i];
        else
            order[kept++] = order[i];
    for (size_t i = 0; aside && i < put; i++)
        order[kept + i] = aside[i];
    free(aside);
}

void league_order(const struct results *r, size_t class, size_t period, size_t *order)
{
    const struct unit_class *c = &r->plan->classes[class];
    const double *rank = r->rank + period * r->n_units;
    size_t k;
    order_roughly(c, rank, order);
    for (size_t i = 0; i < c->n; i++) { /* insertion keeps ties in their order */
        size_t at = order[i];
        for (k = i; k > 0 &&
                    (isnan(rank[order[k - 1]]) ? !isnan(rank[at]) : rank[at] < rank[order[k - 1]]);
             k--)
            order[k] = order[k - 1];
        order[k] = at;
    }
    put_elsewhere_last(r, c->n, period, order);
}
