/* SPDX-License-Identifier: MIT */
/* What a method looks at together: units of a group, in the periods that its base names. */
#ifndef HENG_RUN_REFERENCE_H
#define HENG_RUN_REFERENCE_H

#include "run/run.h"

struct period_range {
    size_t first, n;
    const bool *units; /* by position, those of them that are looked at; NULL: all */
};

/* base = pooled: all periods; a period: that one; each (or NULL, or ""): n is 0, a period stands by
   itself. */
struct period_range reference_base(const struct results *r, const char *base, const bool *units);
/* Of an indicator. */
struct period_range reference_of(const struct results *r, const struct node *n);

/* The periods that a period is looked at with. */
static inline struct period_range reference_at(struct period_range base, size_t period)
{
    return base.n ? base : (struct period_range){period, 1, base.units};
}

static inline bool reference_has(const struct period_range *s, size_t position)
{
    return !s->units || s->units[position];
}

static inline bool reference_equal(const struct period_range *a, const struct period_range *b)
{
    return a->first == b->first && a->n == b->n && a->units == b->units;
}

/* How many values gather makes. */
size_t gathered(const struct reference_group *g, struct period_range s);

/*
 * A column's values of a group over a range of periods, one period after the other. Points into
 * the column for one period of all units, else into buffer, which has room for n * s.n values.
 */
const double *gather(const struct results *r, const double *column, const struct reference_group *g,
                     struct period_range s, double *buffer);
/* Back from there into the column, where all units were gathered. */
void scatter(const struct results *r, const double *from, double *column,
             const struct reference_group *g, struct period_range s);

static inline double *slice(const struct results *r, double *column,
                            const struct reference_group *g, size_t period)
{
    return column + results_row(r, period, g->first);
}

/*
 * Before an indicator with a nearness is normalised: 0, the best deviation there can be, belongs to
 * the range of a method with HENG_RANGE_FROM_BASE, so that the textbook's
 * 1 - |x - best| / max |x - best| comes out though no unit is at the best value. Not where all
 * deviate alike: that is a constant column, as for any other indicator. buffer: n_base + 1 doubles,
 * which may hold the base already.
 */
void add_best_deviation(const struct nearness *near, const struct method *m,
                        struct heng_column_call *call, double *buffer);

/* One value of a node as scale = rescale brings it to its siblings' range; its own has two ends. */
double rescaled(const struct node *n, double v);

#endif
