/* SPDX-License-Identifier: MIT */
/*
 * vary.indicator.ID.goalposts = uniform(0, 10), uniform(90, 110): each number of the list that is a
 * distribution is a factor of its own, indicator.ID.goalposts[1] and so on.
 */
#ifndef HENG_ROBUST_SAMPLE_GOALPOSTS_H
#define HENG_ROBUST_SAMPLE_GOALPOSTS_H

#include "robust/sample/factors.h"

/* lo, hi and perhaps target. */
struct goalposts {
    size_t n;
    const char *text[3]; /* NULL: a factor's */
};

/* Whether the key is of goalposts, and holds a distribution. */
bool goalposts_vary(const struct profile_key *k);
/* Its factors; mistakes, and draws that could come out with lo not below hi, go to the plan's
 * problems. */
int goalposts_read(struct plan *p, const struct profile_key *k, struct factors *to,
                   struct error *e);

/* Of the factors of one key, the one that stands for all when the key is set. */
bool goalposts_lead(const struct factor *v, size_t k);
/* "3.1, 97.2", as at u, or NULL for the middle; k is one of the key's factors. NULL: out of memory.
 */
const char *goalposts_text(const struct factor *v, size_t n, size_t k, const double *u,
                           struct arena *a);
/* The same into text. */
void goalposts_write(const struct factor *v, size_t n, size_t k, const double *u, char *text,
                     size_t size);
/* Sets the number in its indicator's node. */
void goalposts_set(const struct factor *f, double u, struct node *n);
/* Whether the method that normalises the factor's indicator would give other values with another
   number: by a dry call. */
bool goalposts_matter(const struct plan *p, const struct factor *f);

#endif
