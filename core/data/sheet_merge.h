/* SPDX-License-Identifier: MIT */
/* Merged cells of a sheet: each of them is what the first one is. */
#ifndef HENG_DATA_SHEET_MERGE_H
#define HENG_DATA_SHEET_MERGE_H

#include "data/sheet.h"

/* Where each blank cell of a merged range finds what it is. Zero-initialise. */
struct merged_cells {
    uint64_t *cells; /* row and column of each, hashed; cap of them */
    uint32_t *of;    /* which merged range, from 1; 0: a free place */
    size_t n, cap;
    bool too_many; /* the ranges reach far beyond what is filled in; none is followed */
};

/* Ranges of which the first cell is blank say nothing. Errors: ERR_MEMORY. */
int merged_cells_init(struct merged_cells *m, const struct sheet *s, struct error *e);
void merged_cells_fini(struct merged_cells *m);

/* The range that a cell lies in and is not the first of; NULL: none. */
const struct sheet_merge *merged_cells_range(const struct merged_cells *m, const struct sheet *s,
                                             size_t row, size_t column);

#endif
