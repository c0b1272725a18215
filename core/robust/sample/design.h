/* SPDX-License-Identifier: MIT */
/*
 * [uncertainty] design: a CSV whose rows are the replicates, instead of values that are drawn. The
 * header names a key in each column, SECTION.KEY; a first column `replicate` has labels. A row's
 * replicate has the bits of `heng run --set ...` of what stands in it. A cell may be empty where
 * its key takes no effect.
 */
#ifndef HENG_ROBUST_SAMPLE_DESIGN_H
#define HENG_ROBUST_SAMPLE_DESIGN_H

#include <stddef.h>

#include "base/arena.h"
#include "robust/sample/factors.h"
#include "robust/sample/points.h"

enum { DESIGN_ROWS = 1000000, DESIGN_CHOICES = 512 };

struct design {
    size_t n; /* rows */
    const char *path;
    const size_t *lines; /* on which they stand */
    const char **labels; /* NULL: they have none */
    struct design_column {
        bool *blank; /* by row: the cell is empty, and has some value of the column here */
    } * columns;     /* by factor */
    size_t n_columns;
};

/* Reads the file that the plan's [uncertainty] names into f, and f->design; mistakes go to the
   plan's problems. Lives in the plan. */
int design_read(struct plan *p, struct factors *f, struct error *e);

/* The row of each replicate as a point: factors have exactly its values there. */
struct points design_points(const struct design *d);

/* "design.csv:3, column treat.max_points". NULL: out of memory. */
static inline const char *design_where(const struct design *d, size_t row, const char *column,
                                       struct arena *a)
{
    return arena_printf(a, "%s:%zu, column %s", d->path, d->lines[row], column);
}

#endif
