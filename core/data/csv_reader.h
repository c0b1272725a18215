/* SPDX-License-Identifier: MIT */
/* The state of one csv_read, between its two halves: rows in (csv_reader.c, with csv_cell.c and
   csv_row.c), table out (csv_build.c). Private to the CSV reader. */
#ifndef HENG_DATA_CSV_READER_H
#define HENG_DATA_CSV_READER_H

#include "base/none.h"
#include "data/csv.h"
#include "data/csv_bytes.h"
#include "data/csv_scan.h"
#include "data/csv_value.h"
#include "data/text_index.h"

enum csv_role { ROLE_DATA, ROLE_TEXT, ROLE_UNIT, ROLE_NAME, ROLE_PERIOD, ROLE_IGNORED, N_ROLES };

/* What a column of ROLE_DATA has turned out to be so far. */
enum csv_kind { KIND_OPEN, KIND_NUMBERS, KIND_TEXTS };

/* A cell as it stands in the file, undecoded. */
struct csv_slice {
    const char *s;
    size_t n;
};

struct csv_column {
    const char *name;
    enum csv_role role;
    enum csv_kind kind;
    double *v;              /* while open or numbers */
    uint8_t *cell;          /* enum cell, the same */
    struct csv_slice *text; /* while open (from the first mark on) or texts */
    struct csv_slice first; /* the first number or text, which settled the kind */
    size_t first_line;
    bool meant; /* texts: each looks like a number in a form that is not read */
};

struct csv_reader {
    const char *path;
    const struct csv_options *o;
    struct csv_rules rules;
    struct csv_scan scan;
    struct arena *arena; /* names */
    struct str scratch;
    struct csv_column *columns;
    const char **names;
    size_t n_columns;
    size_t unit, name, period; /* columns; NONE: none */
    size_t header_line;
    /* for each row */
    size_t *line, *unit_of, *period_of;
    size_t n_rows, cap_rows;
    bool final;     /* what failed is no matter of layout */
    bool plain;     /* cells may be read by number_plain */
    char *released; /* what is before it of the text has been given back; NULL: none may be */
    struct text_index units, periods;
    size_t *unit_row, *period_row; /* the row where each was first met */
};

/* ERR_DATA for a cell: "path:line: column NAME: "cell": why". */
int csv_cell_error(const struct csv_reader *r, const struct csv_column *c, size_t line,
                   const char *s, size_t n, const char *why, struct error *e);
/* The error of a text where numbers are due; number_line: where one stands, or 0. */
int csv_text_error(const struct csv_reader *r, const struct csv_column *c, size_t line,
                   const char *s, size_t n, size_t number_line, struct error *e);

/* The header, and what each column is; scan is open. */
int csv_reader_begin(struct csv_reader *r, struct error *e);
/* All rows behind it. */
int csv_reader_rows(struct csv_reader *r, struct error *e);
void csv_reader_fini(struct csv_reader *r);
/* Whether numbers are written as number_plain reads them. */
bool csv_is_plain(const struct csv_reader *r);
/* From where on memory of the text can be given back while it is read; own: its bytes, from malloc,
   if the reader may change them, else NULL. NULL: none can. */
char *csv_release_start(const struct csv_bytes *text, char *own);

/* A code, period or column name as a reader sees it: decoded, without invisible characters.
   Valid until the next call. NULL: out of memory. */
const char *csv_clean(struct csv_reader *r, const struct csv_field *f, size_t *n);

/* As the reading of a cell by role. */
int csv_take(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
             struct error *e);

/*
 * Reads the next row if its cells are what most files hold, numbers and well-formed texts: *taken
 * says so. Otherwise nothing has changed, and the general way reads the row or finds what is wrong.
 * Errors: those of a key that is blank, ERR_MEMORY.
 */
int csv_row_plain(struct csv_reader *r, bool *taken, struct error *e);

/* The table of all rows read. */
int csv_build(struct csv_reader *r, struct table **t, struct error *e);

#endif
