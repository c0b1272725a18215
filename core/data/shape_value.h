/* SPDX-License-Identifier: MIT */
/* Figures with what publishers write around them: signs, marks, bounds, separators. */
#ifndef HENG_DATA_SHAPE_VALUE_H
#define HENG_DATA_SHAPE_VALUE_H

#include "data/csv_value.h"
#include "data/shape.h"

struct shape_figure {
    double v;
    const char *mark; /* what stood behind or in front; n_mark bytes of the cell */
    size_t n_mark;
    double low, high; /* of an interval; NaN: there is none */
};

/* As csv_value_read, for a trimmed cell that may be dressed as the options allow. */
enum csv_value shape_value(const struct csv_rules *r, const struct shape_options *l, const char *s,
                           size_t n, struct shape_figure *to);

/* The key that would read a cell that shape_value does not; NULL: none would. */
const char *shape_value_key(const struct csv_rules *r, const char *s, size_t n);

#endif
