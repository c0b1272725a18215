/* SPDX-License-Identifier: MIT */
/* The lines of the CSV files that runs, comparisons and robustness leave. Made-up data are told in
   every line: a last column, synthetic, that no other file has. */
#ifndef HENG_OUTPUT_LINES_H
#define HENG_OUTPUT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "data/csv.h"
#include "plan/plan.h"

/* Zero-initialise but for w.out and synthetic. */
struct lines {
    struct csv_writer w; /* cells are put there */
    bool synthetic;
    bool has_header;
};

/* Cells of the header, which is the first line. */
void lines_names(struct lines *l, const char *const *names, size_t n);
/* Ends a line, also the header. */
void lines_end(struct lines *l);

/* Begins a line with where it stands, class and period; NONE: of all, a blank cell. */
void lines_place(struct lines *l, const struct plan *p, size_t class, size_t period);
/* The code of the unit at a position of the results, and its name if that is wanted. */
void lines_unit(struct lines *l, const struct plan *p, size_t position, bool name);

#endif
