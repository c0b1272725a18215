/* SPDX-License-Identifier: MIT */
/*
 * Reading indicator tables from CSV (RFC 4180) and writing result tables.
 *
 * The reader gives the right value or an error that names path, physical line, column and value;
 * never a silent wrong value. See config/README.md for what a user sees of it.
 */
#ifndef HENG_DATA_CSV_H
#define HENG_DATA_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/inputs.h"
#include "base/number.h"
#include "base/text.h"
#include "data/aliases.h"
#include "data/table.h"

struct csv_names {
    const char *const *v;
    size_t n;
};

struct shape_options; /* data/shape.h */

struct csv_options {
    const char *unit;         /* column of the unit's code; NULL: the first column */
    const char *name;         /* column of the unit's name; NULL: none */
    const char *period;       /* column of the period; NULL: none */
    const char *encoding;     /* "auto" (NULL), "utf-8", or a name that iconv has */
    char delimiter;           /* ',', ';', '\t', '|'; 0: found by looking at the header */
    char decimal;             /* '.' (0) or ',' */
    bool thousands;           /* 1,234.5 is 1234.5 (with decimal ',': 1.234,5) */
    size_t header_rows;       /* physical lines before the data; the last one begins the
                                 header; 0: 1 */
    struct csv_names missing; /* marks of a missing cell; v NULL: csv_missing_marks */
    const char *below_unit;   /* mark for "below the table's smallest unit", read as 0; NULL: "…"
                                 (and "……") unless missing lists it; "": none */
    struct csv_names text;    /* columns that are attributes even if they look like numbers */
    struct csv_names ignore;  /* columns left out, unread */
    const struct aliases *aliases;     /* of codes; NULL: none */
    const struct shape_options *shape; /* of a table that is laid out otherwise; NULL: none */
    bool any_layout; /* whether a table that is not plain is read as shape.h does, with notes */
    size_t workers;  /* that may read a large file side by side; 0, 1: none. The result
                        is the same */
};

/* The marks that yearbooks use, NA N/A NaN - -- — – .. ... ** * # × among them. A blank cell is
   missing whatever the list. */
extern const struct csv_names csv_missing_marks;

/*
 * Which columns are what, beyond unit, name and period: a column named in `text` is an
 * attribute; one in which no cell reads as a number, and not all are missing, is an attribute;
 * every other one is a variable, and then a cell that is neither a number nor a mark is an error.
 * (The error's advice: list the column under `text` or `ignore`, or the cell under `missing`.)
 *
 * The exception: where every text of such a column looks like a number in a form that is not read
 * ("12%", "1,234", "inf"), it is an error rather than an attribute. Attributes, names, codes and
 * periods are kept as written, marks included: NA is Namibia. Codes, periods and column names lose
 * invisible characters (zero-width space, byte order mark, soft hyphen, direction marks).
 * A row of blank cells is passed over. Texts of "" in unit, name, period or encoding are as NULL.
 *
 * In a panel a unit's name and attributes must not change between periods.
 *
 * With any_layout what stops here may yet be read: lines above the header or below the rows,
 * columns without a name or of numbers and texts, rows without a code, texts that change between
 * periods. Errors: ERR_NOINPUT, ERR_DATA, ERR_MEMORY.
 */
int csv_read(const char *path, const struct csv_options *o, struct table **t, struct error *e);

/* The same of a file that is read once, whoever reads it; sha256: of the bytes that were parsed. */
int csv_read_input(struct inputs *from, const char *path, const struct csv_options *o,
                   struct table **t, char sha256[HASH_TEXT], struct error *e);

/* The same from memory; path is used in messages only. */
int csv_read_bytes(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                   struct table **t, struct error *e);

/*
 * Any small CSV as rows of texts (an index tree, a judgement matrix): same bytes, encodings,
 * quotes and raggedness rules, no typing. cells[row * n_columns + column]; row 0 is the header.
 * lines[row] is the physical line a row starts on.
 */
struct csv_grid {
    struct arena *arena;
    char **cells;
    size_t *lines;
    size_t n_rows, n_columns;
};

int csv_grid_read(const char *path, const struct csv_options *o, struct csv_grid *c,
                  struct error *e);
/* The same from memory; path is used in messages only. */
int csv_grid_read_bytes(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                        struct csv_grid *c, struct error *e);
void csv_grid_fini(struct csv_grid *c);

/*
 * Writing, cell by cell: fields are quoted where RFC 4180 asks for it, lines end with LF.
 * csv_text neutralises what a spreadsheet would run as a formula: a text that begins with
 * = + - @ TAB or CR is written with a leading apostrophe, and so is one that already begins with
 * an apostrophe, so that csv_read gives back the text as it was: an apostrophe in front of one of
 * these six characters or of another apostrophe is taken off again.
 * Blanks around a text do not come back: the reader trims every cell.
 * csv_number writes the shortest exact form, an empty field for NaN. A line of blank cells ends
 * with a quoted one, which keeps it from being read as a blank line.
 * Zero-initialise but for out and for_people. Write errors are left in ferror(out).
 *
 * for_people: for a spreadsheet that is opened by a double click, not to be read back. Lines end
 * with CRLF, behind a byte order mark; the apostrophe also stands before full-width signs and
 * blanks before a sign; a text that would be taken for a number or a date that it is not (0101, a
 * code of 12 digits, 1-2, TRUE) ends with a tab, which keeps it a text and is not seen.
 */
enum { CSV_KIND_TEXT = 't', CSV_KIND_NUMBER = 'n' };
struct csv_writer {
    FILE *out;         /* has a line when it is at its end; by one thread */
    struct str *kinds; /* NULL, or gets what each cell of the second line is, a CSV_KIND_ */
    size_t lines;
    bool for_people;
    bool started; /* within a line */
    bool filled;  /* a cell of the line is not blank */
    size_t n;     /* bytes of the line that out does not have yet */
    char line[1024];
    bool has_last; /* the number that came last, and its text */
    double last;
    size_t last_n;
    char last_text[NUMBER_TEXT_MAX];
};

void csv_text(struct csv_writer *w, const char *s);
void csv_number(struct csv_writer *w, double v);
/* Rounded, 0 to 12 decimals; an empty field for NaN. */
void csv_fixed(struct csv_writer *w, double v, int decimals);
void csv_end_line(struct csv_writer *w);

#endif
