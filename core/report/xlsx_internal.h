/* SPDX-License-Identifier: MIT */
/* What the files of the workbook share; the library is behind them. */
#ifndef HENG_REPORT_XLSX_INTERNAL_H
#define HENG_REPORT_XLSX_INTERNAL_H

#include <xlsxwriter.h>

#include "report/content_internal.h"
#include "report/xlsx.h"

struct styles {
    lxw_format *title, *head, *strong, *text, *wrap, *score, *number, *whole, *weight, *made, *note,
        *warning;
    lxw_format *fixed[5]; /* by decimals */
};

struct workbook {
    const struct document *d;
    lxw_workbook *book;
    struct styles style;
    struct edition one, *x; /* the copy that is written now, and where it is */
    size_t edition, n;      /* of them */
    const char *weights;    /* name of its sheet of weights, quoted for formulas */
    const char **computing; /* by class: the same of the computing sheets */
    size_t **order;         /* by class: positions in the order of the league table */
    bool failed;
};

#define WORDS(b, zh, en) document_words((b)->d, zh, en)

/* ---- xlsx_cells.c --------------------------------------------------------------- */

/* What no sheet may be called is left out, and what is too long cut; several runs are numbered. */
const char *book_name(struct workbook *b, const char *kind, const char *of);
/* NULL: no memory, which b notes. A second sheet of a name is told apart by a number. */
lxw_worksheet *book_sheet(struct workbook *b, const char **name);
/* A text that is broken into lines, and a row that is high enough for it: `width` is that of the
   column, in figures. Programs that open a workbook do not all measure it anew. */
void book_lines(struct workbook *b, lxw_worksheet *s, size_t row, const char *text, size_t width,
                lxw_format *style);
void book_text(struct workbook *b, lxw_worksheet *s, size_t row, size_t column, const char *text,
               lxw_format *style);
/* NaN is no number of a workbook: the cell stays blank. */
void book_number(lxw_worksheet *s, size_t row, size_t column, double v, lxw_format *style);
/* With the value that it has now. */
void book_formula(struct workbook *b, lxw_worksheet *s, size_t row, size_t column,
                  const struct str *formula, double v, lxw_format *style);
/* "$C$3" by which of the two are fixed. */
const char *book_cell(struct workbook *b, size_t row, size_t column, bool fixed_row,
                      bool fixed_column);
void book_heads(struct workbook *b, lxw_worksheet *s, size_t row, const char *const *heads,
                size_t n);

/* ---- xlsx_scores.c: weights, and what follows from them ---------------------------- */

void book_weights(struct workbook *b);
void book_computing(struct workbook *b, size_t class);
/* Quartiles of each dimension. */
void book_spread(struct workbook *b, lxw_worksheet *s);

/* ---- xlsx_league.c -------------------------------------------------------------- */

void book_league(struct workbook *b, lxw_worksheet *s, const char *name, size_t class);

/* ---- where the computing sheets hold what ------------------------------------------ */

enum {
    BOOK_CODE,
    BOOK_NAME,
    BOOK_FIRST_NODE, /* columns */
    BOOK_IDS = 1,
    BOOK_WEIGHTS,
    BOOK_FIRST_UNIT, /* rows */
    BOOK_DIMENSIONS_MAX = 24
};

#endif
