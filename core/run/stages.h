/* SPDX-License-Identifier: MIT */
/* What the files of a run share among themselves. */
#ifndef HENG_RUN_STAGES_H
#define HENG_RUN_STAGES_H

#include "run/run.h"

enum { WHY_MAX = 256 };

/* n columns of n_rows NaN, or NULL. */
double **new_columns(struct results *r, size_t n);

/* The raw values of every indicator, from wherever they come, into r->raw and r->cell. */
int run_columns(struct results *r, struct error *e);
/* impute, transform, treat, normalise. */
int run_stages(struct results *r, struct error *e);
/* weigh, aggregate, share of imputed data, rank. */
int run_tree(struct results *r, struct error *e);

/* The periods that a block's statistics are taken from. */
struct span {
    size_t first, n; /* periods */
};

/* base = each (or NULL, or ""): the period itself; pooled: all; otherwise the one it names. */
struct span base_span(const struct results *r, const char *base, size_t period);

/*
 * A column's values of a block over a span of periods, one period after the other. Points into
 * the column for one period, else into buffer, which has room for n * span.n values.
 */
const double *gather(const struct results *r, const double *column, const struct block *b,
                     struct span s, double *buffer);

static inline double *slice(const struct results *r, double *column, const struct block *b,
                            size_t period)
{
    return column + period * r->n_units + b->first;
}

/* "class 市辖区, 2019", or less where there is less to tell; for warnings. */
const char *block_name(const struct results *r, size_t block, size_t period);

#endif
