/* SPDX-License-Identifier: MIT */
/* Typed, ranged parameters: from the texts of a profile into a struct, by a descriptor table. */
#ifndef HENG_CONFIG_PARAM_H
#define HENG_CONFIG_PARAM_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/inputs.h"
#include "base/text.h"
#include "heng.h"

/* A borrowed descriptor table with its stride, as heng.h carries it. */
struct param_table {
    const struct heng_param *params;
    size_t n, stride;
    size_t size; /* of the struct that the offsets point into */
};

#define PARAM_TABLE(a, type)                                                                       \
    {                                                                                              \
        HENG_PARAMS(a, type)                                                                       \
    }

const struct heng_param *param_at(const struct param_table *t, size_t i);
/* NULL when there is no such parameter. */
const struct heng_param *param_find(const struct param_table *t, const char *name);

/*
 * How values are written: yes or no (also true, false, 1, 0); whole numbers without decimals;
 * numbers as number_parse reads them; choices by name; lists as a, b, c, each item trimmed and
 * none empty; TABLES as paths a.csv, b.csv (a path holds no comma).
 *
 * A parameter whose default is "" may be left out. "Not given" is then NaN for a REAL, "" for a
 * TEXT, an empty list for REALS, NAMES and TABLES, and -1 for a CHOICE. BOOL and INT always have a
 * value. No file is ever a default: that of TABLES is NULL or "".
 *
 * A table (HENG_TABLES) is read as csv_grid_read reads: UTF-8 with or without a byte order mark,
 * or GB18030; as many cells on each line as in the header, whose first field says nothing.
 * Names of rows and columns are not blank and stand there once; there is at least one of each.
 * A cell is a number as number_parse reads it, or a quotient of two (1/3). Limits, beyond which a
 * file is refused: PARAM_FILE_MAX bytes, PARAM_CELLS_MAX cells, PARAM_FILES_MAX files a parameter.
 */
enum { PARAM_FILE_MAX = 1 << 24, PARAM_CELLS_MAX = 1000000, PARAM_FILES_MAX = 256 };

/* Fills a struct of t->size bytes with the defaults; a parameter without one keeps zero bytes (a
   TEXT: "") and its profile must give it. Texts and lists live in the arena. A default that is
   no lawful value is ERR_INTERNAL. */
int param_defaults(const struct param_table *t, struct arena *a, void *to, struct error *e);

/*
 * Parses text as the value of p and stores it. The error (ERR_PROFILE) says what was expected,
 * without a where: "expected a number from 0 to 1, not 'x'". A choice that is misspelt names the
 * nearest; after an error *to is as before.
 */
int param_set(const struct heng_param *p, const char *text, struct arena *a, void *to,
              struct error *e);

/* Where TABLES are. */
struct param_files {
    const char *dir;       /* that their paths are relative to */
    struct inputs *inputs; /* which has them; NULL: read here and not kept */
};

/* The same with the files of TABLES from there (param_set: "."). A file that cannot be read, or
   holds what it must not: ERR_NOINPUT, ERR_IO or ERR_DATA, "PATH:LINE: why". */
int param_set_in(const struct heng_param *p, const char *text, const struct param_files *files,
                 struct arena *a, void *to, struct error *e);

/* Stores tables that exist already as the value of p; ERR_PROFILE when they are too few or too many
   or p takes none. */
int param_set_tables(const struct heng_param *p, const struct heng_table *v, size_t n, void *to,
                     struct error *e);

/* The value in *from as text, as a profile would give it; nothing where it is not given. Appends
   to b. */
void param_print(const struct heng_param *p, const void *from, struct str *b);

/* One line of help: "max_points = 5 (whole number 0..100): at most so many points a tail",
   "path (text; must be given): ...", "weight (number 0 or more; may be left out): ...". */
void param_describe(const struct heng_param *p, struct str *b);

#endif
