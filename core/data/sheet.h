/* SPDX-License-Identifier: MIT */
/*
 * A sheet: the cells of a table as somebody laid it out, before anything is made of it. CSV files
 * of any shape, workbooks and queries all come as one. Cells are told row by row, left to right;
 * what is not told is blank.
 *
 * A cell takes eight bytes: a number is itself, a blank and a text are NaNs of their own kind, the
 * text's bytes lie in the sheet's pool. So a sheet of numbers takes what the table of it will take.
 */
#ifndef HENG_DATA_SHEET_H
#define HENG_DATA_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

struct sheet_merge { /* cells that are one, from the first to the last */
    size_t top, left, bottom, right;
};

struct sheet {
    const char *path;         /* for messages; borrowed */
    char *name;               /* of a workbook's sheet; NULL: places are lines, not cells */
    char *server;             /* what has answered the query that it is of, and its version; NULL */
    const char *encoding;     /* of a text file: that was taken; borrowed, or NULL */
    const char *doubt;        /* others that its bytes would fit as well; borrowed, or NULL */
    char delimiter;           /* of a text file; or 0 */
    bool even;                /* each row was told all its cells; one that was not is odd */
    size_t n_rows, n_columns; /* as far as anything was told */
    uint64_t **rows;          /* NULL: a blank row */
    size_t *widths, *told;    /* cells that a row has room for, and that were told */
    size_t *lines;            /* physical lines of the first n_lines rows; beyond: their numbers */
    struct sheet_merge *merges;
    size_t n_lines, n_merges, cap_merges, cap_rows, cap_widths, cap_told, cap_lines;
    char *pool;
    size_t n_pool, cap_pool;
    char **notes; /* what the source has to say of it */
    size_t n_notes, cap_notes;
};

enum sheet_kind { SHEET_BLANK, SHEET_NUMBER, SHEET_TEXT };

struct sheet_cell {
    enum sheet_kind kind;
    double v;      /* of a number */
    const char *s; /* of a text, n bytes, valid until the sheet's next text comes */
    size_t n;
};

/* Zero-initialise; sheet_fini frees what it owns. Each may fail with ERR_MEMORY only. An empty text
   and NaN are blank cells; a cell told twice is what was told last. */
int sheet_text(struct sheet *s, size_t row, size_t column, const char *text, size_t n,
               struct error *e);
int sheet_number(struct sheet *s, size_t row, size_t column, double v, struct error *e);
int sheet_merged(struct sheet *s, const struct sheet_merge *m, struct error *e);
int sheet_note(struct sheet *s, const char *text, struct error *e);
int sheet_line(struct sheet *s, size_t row, size_t line, struct error *e);
int sheet_answered(struct sheet *s, const char *server, struct error *e);
int sheet_named(struct sheet *s, const char *name, struct error *e);
void sheet_fini(struct sheet *s);

/* The cells as CSV, line by line, numbers in their shortest form: what is the same reads the same.
   The stream tells of its failures. False: out of memory. */
bool sheet_write(const struct sheet *s, FILE *f);

/* Beyond what was told everything is blank. */
struct sheet_cell sheet_at(const struct sheet *s, size_t row, size_t column);
bool sheet_row_is_blank(const struct sheet *s, size_t row);

/* The letters of a column, counted from 0: A, B, ... Z, AA. */
enum { SHEET_COLUMN_MAX = 16 };
const char *sheet_column(size_t column, char text[SHEET_COLUMN_MAX]);
/* How many cells of a row were told, blank ones at its end among them. */
size_t sheet_told(const struct sheet *s, size_t row);
/* The physical line of a row of a file. */
size_t sheet_line_of(const struct sheet *s, size_t row);
/* "line 5, column 3" of a file, "sheet 人口, D17" of a workbook. */
enum { SHEET_PLACE_MAX = 300 };
const char *sheet_place(const struct sheet *s, size_t row, size_t column,
                        char text[SHEET_PLACE_MAX]);

#endif
