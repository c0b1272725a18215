/* SPDX-License-Identifier: MIT */
/*
 * The table that a sheet holds, whatever its layout: where the header is, what the rows and the
 * columns stand for, what is written around the figures. CSV files that the plain reader cannot
 * take as they are, workbooks and queries all come through here.
 */
#ifndef HENG_DATA_SHAPE_H
#define HENG_DATA_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/csv.h"
#include "data/sheet.h"
#include "data/table.h"
#include "data/unit_name.h"

enum shape_layout {
    SHAPE_WIDE,    /* a row a unit (and period), a column a variable */
    SHAPE_LONG,    /* a row a value; a column names the variable */
    SHAPE_PERIODS, /* a row a unit (and variable), a column a period */
    SHAPE_TURNED   /* a row a variable, a column a unit */
};

enum shape_thousands {
    THOUSANDS_NONE,
    THOUSANDS_USUAL, /* by the comma, or the point where the comma marks decimals */
    THOUSANDS_SPACE,
    THOUSANDS_APOSTROPHE,
    THOUSANDS_INDIAN /* 12,34,567 */
};

enum shape_censored { CENSORED_REFUSED, CENSORED_BOUND, CENSORED_MISSING };

/* A column named by what its header says. */
enum { SHAPE_HEADER_BYTES = 192 };
struct shape_header {
    const char *name, *pattern;
    bool may_lack;                   /* where no column is so called it is none */
    bool met;                        /* set where it named one */
    char header[SHAPE_HEADER_BYTES]; /* of the one that it named; "": too long */
};

/* Rows picked before they are looked at: t has a row of the sheet as each unit and what `mentions`
   names as columns. keep: a byte a row. */
struct shape_pick {
    const char *mentions; /* text in which the names of the columns stand that matter */
    int (*keep)(void *data, const struct table *t, unsigned char *keep, struct error *e);
    void *data;
};

/* Who wants to see the sheet itself before a table is made of it. An error of his ends the reading.
 */
struct shape_watch {
    int (*see)(void *data, const struct sheet *s, struct error *e);
    void *data;
};

struct shape_options {
    enum shape_layout layout;
    struct csv_names header;    /* numbers of the lines that hold names; n 0: found */
    struct csv_names columns;   /* names by position, "-" leaves one out; n 0: as the header says */
    struct shape_header *named; /* by header; n_named of them */
    size_t n_named;
    struct csv_names skip;        /* patterns of the first filled cell of rows to pass over */
    struct csv_names fill_down;   /* columns of which a blank cell is the one above */
    struct csv_names periods;     /* columns that are periods: patterns, or 1990..2023 */
    const char *variable, *value; /* NULL: none */
    char split;                   /* parts the cells of the first column; 0: nothing does */
    bool flags;                   /* letters behind a number are kept as its mark */
    const char *flag_column;      /* long: the column that holds them; NULL: none */
    bool percent, notes, intervals;
    enum shape_censored censored;
    enum shape_thousands thousands;
    struct unit_codes *names;        /* of codes; NULL: none */
    struct shape_pick pick;          /* keep NULL: all rows */
    bool places;                     /* whether cells keep where they stood */
    const struct shape_watch *watch; /* NULL: nobody */
};

/* Whether anything is asked for that the plain reader of CSV does not do. */
bool shape_asked(const struct shape_options *l);

/*
 * What the options say of unit, name, period, marks and decimals holds as in csv_read; a unit of
 * two columns is "state, county". Without header_rows the header is the first row that holds the
 * unit's column. shape: NULL is as nothing asked. What was passed over is told in (*t)->notes.
 * Errors: ERR_DATA, ERR_MEMORY, those of pick.
 */
int shape_read(const struct sheet *s, const struct csv_options *o, struct table **t,
               struct error *e);

/* Whether a text begins as remarks below tables do: 注：, 资料来源, Source: */
bool shape_is_note(const char *s, size_t n);

/* The cells of a CSV, with their lines. Errors: ERR_DATA, ERR_MEMORY. encoding, doubt: as in struct
   csv_bytes. */
struct csv_bytes;
int sheet_of_csv(struct sheet *s, const struct csv_bytes *text, const struct csv_options *o,
                 struct error *e);

#endif
