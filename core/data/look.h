/* SPDX-License-Identifier: MIT */
/*
 * What a sheet seems to hold, and the keys of [data] that read it: where the header is, what each
 * column serves for, what is written around the figures. Nobody is asked: it goes by how tables
 * are usually published, and whoever wants to be sure reads the table by these keys.
 */
#ifndef HENG_DATA_LOOK_H
#define HENG_DATA_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/sheet.h"

enum look_role {
    LOOK_EMPTY,
    LOOK_TEXT,
    LOOK_FIGURES,
    LOOK_PERIODS, /* figures of a period that the header names */
    LOOK_UNIT,
    LOOK_NAME,
    LOOK_PERIOD,
    LOOK_VARIABLE,
    LOOK_VALUE,
    LOOK_FLAG,
    LOOK_ROLES
};

struct look_column {
    const char *name;   /* a path, where several lines name it; as [columns] calls it */
    const char *header; /* where that is something else; else NULL */
    const char *unit;   /* in brackets at its end; or NULL */
    size_t at;          /* column of the sheet */
    enum look_role role;
    size_t n_filled, n_figures, n_different; /* cells; different ones as far as was counted */
    const char *example;                     /* the first cell, "" where there is none */
};

/* A line of a profile. */
struct look_line {
    const char *key, *value;
    const char *why; /* a remark behind it; or NULL */
};

enum { LOOK_ROWS_SHOWN = 3 };

struct look {
    struct arena *arena;    /* the caller's; all below is its */
    size_t header[2];       /* the first and last line that names columns */
    size_t rows[2], n_rows; /* the first and last line of a row of figures */
    const char **above;     /* what stands above the header, a line each */
    size_t n_above, cap_above;
    const char **notes; /* remarks below the table, lines of units ... */
    size_t n_notes, cap_notes;
    const char **units; /* what is said of units for all columns, "单位：万人" */
    size_t n_units, cap_units;
    struct look_column *columns;
    size_t n_columns;
    const char **shown; /* LOOK_ROWS_SHOWN rows of n_columns cells, as far as there are rows */
    size_t n_shown;     /* rows */
    struct look_line *lines;
    size_t n_lines, cap_lines;
    struct look_line *calls; /* of [columns]: a name, the header that it stands for */
    size_t n_calls, cap_calls;
    struct look_line *derived; /* of [derive]: a name, the figures that it stands for */
    size_t n_derived, cap_derived;
};

/* Errors: ERR_DATA where nothing looks like a table, ERR_MEMORY. */
int look_at_sheet(const struct sheet *s, struct look *to, struct error *e);

/* A name for what a header calls in words that no list holds; NULL: out of memory. */
const char *look_call(struct arena *a, const char *header);
/* Whether a column of this name holds codes. */
bool look_is_code(struct arena *a, const char *name);
/* Whether a column of this name is met in many public tables. */
bool look_is_usual(struct arena *a, const char *name);

#endif
