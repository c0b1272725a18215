/* SPDX-License-Identifier: MIT */
/* UTF-8 text cut into records and fields (RFC 4180). Private to the CSV reader. */
#ifndef HENG_DATA_CSV_SCAN_H
#define HENG_DATA_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "data/csv.h"

enum { CSV_COLUMNS_MAX = 100000 };

/* A cell, without its quotes and without blanks around it; doubled quotes are still doubled. */
struct csv_field {
    const char *s; /* points into the text */
    size_t n;
    size_t line; /* the physical line it starts on */
    bool quoted;
};

struct csv_scan {
    const char *path;
    const char *text; /* all of it */
    const char *p, *end;
    size_t line; /* the physical line of p */
    char delimiter;
    bool stop[256];           /* bytes that end a plain stretch of an unquoted cell */
    const char *const *names; /* column names for messages, or NULL */
    size_t n_names;
    struct csv_field *fields; /* the record last read */
    size_t n, cap;
    size_t row_line; /* the physical line it starts on */
    bool *at_end;    /* set once the end of the text has been looked at; NULL: not told */
};

/*
 * Stands before the header: behind the lines above it, with the delimiter known. A delimiter of
 * 0 is found by looking at the header; where more than one could be it, the next rows decide.
 * csv_scan_close is needed whatever is returned. Errors: ERR_DATA, ERR_MEMORY.
 */
int csv_scan_open(struct csv_scan *s, const char *path, const char *text, size_t n,
                  const struct csv_options *o, struct error *e);
/* The same for the first n bytes of a text; *at_end tells whether the rest could have mattered. */
int csv_scan_open_head(struct csv_scan *s, const char *path, const char *text, size_t n,
                       const struct csv_options *o, bool *at_end, struct error *e);
void csv_scan_close(struct csv_scan *s);

/* Reads the next record into fields; blank lines and rows of blank cells are passed over.
 *more is false behind the last one. */
int csv_scan_next(struct csv_scan *s, bool *more, struct error *e);

/*
 * By hand, for whoever knows most cells of a record beforehand: csv_scan_start, then for each cell
 * either csv_scan_cell, or p moved to its end and n increased, and p moved behind the delimiter;
 * csv_scan_finish at the end of the last. fields has room for as many cells as the header has.
 */
void csv_scan_start(struct csv_scan *s);
int csv_scan_cell(struct csv_scan *s, struct error *e);
void csv_scan_finish(struct csv_scan *s);

/* An error unless the record last read has `want` fields, as the header does. */
int csv_scan_width(const struct csv_scan *s, size_t want, struct error *e);

/* Upper bound of the records that remain, when each has n_columns fields. */
size_t csv_scan_rows_max(const struct csv_scan *s, size_t n_columns);

/* The name of column i for messages, or its number. */
const char *csv_scan_column(const struct csv_scan *s, size_t i, char text[32]);

/* s without the blanks and invisible characters around it; *n, its length, becomes the rest's. */
const char *csv_trim(const char *s, size_t *n);
/* The length of the invisible character that s (not empty) begins with, or 0: soft hyphen,
   zero-width space, word joiner, byte order mark, marks of writing direction. */
size_t csv_invisible(const char *s, size_t n);

/* The text that a cell stands for, appended to b: doubled quotes made single, the apostrophe
   that csv_text puts in front taken off. */
void csv_decode(struct str *b, const char *s, size_t n);
/* The same in the arena; NULL: out of memory. */
char *csv_decode_copy(struct arena *a, const char *s, size_t n);

#endif
