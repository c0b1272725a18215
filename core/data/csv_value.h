/* SPDX-License-Identifier: MIT */
/* What a cell says: a number, nothing, less than the smallest unit, or something else, and why
   it is no number. Private to the CSV reader. */
#ifndef HENG_DATA_CSV_VALUE_H
#define HENG_DATA_CSV_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "data/csv.h"

enum csv_value {
    CSV_MISSING,
    CSV_BELOW_UNIT, /* counts as an observed 0 */
    CSV_NUMBER,
    CSV_OTHER
};

/* What a table's cell of numbers is then. */
static inline uint8_t csv_provenance(enum csv_value c)
{
    return c == CSV_MISSING ? CELL_MISSING : c == CSV_BELOW_UNIT ? CELL_BELOW_UNIT : CELL_OBSERVED;
}

struct csv_rules {
    struct csv_names missing;
    const char *below_unit; /* "": none */
    bool thousands;
    char decimal, group;
    bool is_mark_start[256];  /* first bytes of the marks */
    size_t mark_longest[256]; /* of the marks with this first byte */
};

/* Errors (ERR_DATA): an option that makes no sense. Borrows from o. */
int csv_rules_init(struct csv_rules *r, const char *path, const struct csv_options *o,
                   struct error *e);

/* s: a trimmed cell. *v is set for a number. */
enum csv_value csv_value_read(const struct csv_rules *r, const char *s, size_t n, double *v);

/*
 * Why a CSV_OTHER cell is no number and what to do, or NULL when it looks like mere text.
 * *meant is true when the cell can hardly be anything but a number in a form that is not read
 * ("12%", "1,234", "inf"), so that a column of such cells is not taken for an attribute.
 */
const char *csv_value_why(const struct csv_rules *r, const char *s, size_t n, bool *meant);

#endif
