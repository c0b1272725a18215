/* SPDX-License-Identifier: MIT */
/*
 * A table: units x periods x variables.
 *
 * A row is a unit in a period: row = period * n_units + unit, so the cross-section
 * of a period is contiguous in every column. A table without periods has one,
 * with the label "". Rows that a panel's file does not have are missing cells.
 *
 * Codes, names and attributes are text and belong to the unit, not to the period.
 * A variable is a column of doubles with one provenance byte a cell; a value is NaN
 * exactly where the provenance is CELL_MISSING or CELL_UNDEFINED.
 */
#ifndef HENG_DATA_TABLE_H
#define HENG_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/none.h"

enum cell {
    CELL_OBSERVED,
    CELL_MISSING,
    CELL_IMPUTED,
    CELL_TREATED,
    CELL_UNDEFINED,  /* 0/0 and the like: inputs are there, the formula has no value */
    CELL_BELOW_UNIT, /* less than the smallest unit of the table: an observed 0 */
    /* observed ones that their publisher has flagged */
    CELL_ESTIMATED,
    CELL_PROVISIONAL,
    CELL_BREAK, /* in the series: not to be compared with those before */
    CELL_KINDS
};

static inline bool cell_is_observed(unsigned c)
{
    return c == CELL_OBSERVED || c >= CELL_BELOW_UNIT;
}

/* What a publisher's flag beside a figure says of it, "e", "p", "b" or several: the most doubtful
   of them; CELL_OBSERVED: nothing of the kind. As Eurostat and SDMX (OBS_STATUS) write them. */
enum cell cell_of_flag(const char *flag);
/* Of two observed cells that a value comes from, what the value is. */
enum cell cell_more_doubtful(enum cell a, enum cell b);

/* "observed", "missing", ... as written to indicators.csv. */
const char *cell_name(enum cell c);

/* Where a cell stood in its file, from 1; line 0: nowhere. */
struct table_place {
    uint32_t line, column;
};

struct variable {
    char *name;
    double *v;                  /* n_rows values */
    uint8_t *cell;              /* n_rows of enum cell */
    const char *path;           /* of its file; NULL: unknown, as places are */
    const char *sheet;          /* of a workbook, whose places are cells; or NULL */
    struct table_place *places; /* n_rows; NULL: unknown */
    const char **marks;         /* n_rows, what stood beside the number, or NULL; NULL: none did */
};

struct attribute {
    char *name;
    char **v;        /* n_units texts; "" where blank; the latest, where they change */
    char **each;     /* n_rows texts, "" where none is told; NULL: they change in no period */
    const char *why; /* it cannot be used as numbers, with places; NULL: it is plain text */
};

struct table_note {
    const char *text;
    bool warning;
};

struct table {
    struct arena *arena;               /* owns all below */
    size_t n_units, n_periods, n_rows; /* n_rows = n_units * n_periods */
    char **codes;                      /* n_units, unique, not blank */
    char **names;                      /* n_units; the code where the file has no names */
    char **names_each; /* n_rows, "" where none is told; NULL: they change in no period */
    bool *elsewhere;   /* n_rows: the unit is another one's row then; NULL: see table_split */
    char **periods;    /* n_periods, ascending in time, or as first met: see period.h */
    bool as_met;       /* their labels do not tell their order */
    struct variable *variables;
    size_t n_variables, cap_variables;
    struct attribute *attributes;
    size_t n_attributes, cap_attributes;
    struct table_note *notes; /* what its reader passed over */
    size_t n_notes, cap_notes;
    const char *encoding; /* of the file that it was read from, or NULL */
    const char *doubt;    /* others that the file's bytes would fit as well, or NULL */
};

void table_free(struct table *t); /* accepts NULL */

/* A table with these units and periods and no columns. Copies the texts. */
int table_new(const char *const *codes, const char *const *names, size_t n_units,
              const char *const *periods, size_t n_periods, struct table **t, struct error *e);

/* The same, unchecked, where the caller knows that no code is blank, and no code or period there
   twice: it saves the search among a million of them. */
int table_new_unique(const char *const *codes, size_t n_units, const char *const *periods,
                     size_t n_periods, struct table **t, struct error *e);

/* The same without periods over the n_units texts at codes and at names, which may be NULL, as may
   each name where a unit has none; they lie in the n bytes from mmap at p, which are the table's
   from now on, also where it fails. */
int table_new_over(char **codes, char **names, size_t n_units, void *p, size_t n, struct table **t,
                   struct error *e);

/* NULL when there is none. Pointers stay valid until a column is added. */
struct variable *table_variable(const struct table *t, const char *name);
struct attribute *table_attribute(const struct table *t, const char *name);
/* NONE when there is none. */
size_t table_unit(const struct table *t, const char *code);
size_t table_period(const struct table *t, const char *label);

/* Adds a column, all cells missing; the name must be new (among both kinds). NULL: no memory. */
struct variable *table_add_variable(struct table *t, const char *name);
/* The same with cells that are there already: n_rows of each, from malloc, and then the table's
   (the caller's where NULL comes back). */
struct variable *table_adopt_variable(struct table *t, const char *name, double *v, uint8_t *cell);
/* The same with cells, or texts of which NULL is a blank one, that live as long as the table. */
struct variable *table_borrow_variable(struct table *t, const char *name, double *v, uint8_t *cell);
struct attribute *table_borrow_attribute(struct table *t, const char *name, char **v);
struct attribute *table_add_attribute(struct table *t, const char *name);

/*
 * Adds the columns of `from` to `to`, matched on unit code and, when both have periods, on
 * period (2016 and 2016年 are one). A `from` without periods is repeated over those of `to`. Units
 * and periods that only `from` has are ignored; those that it lacks stay missing. Errors
 * (ERR_DATA): a column that both have; no unit in common; `from` has periods and `to` has not.
 */
int table_join(struct table *to, const struct table *from, struct error *e);

/* "data/a.csv, line 17, column 4", "book.xlsx, sheet 人口, D17": where the cell stood; in the
   arena. NULL: nowhere that is known, or out of memory. */
const char *table_place_text(const struct table *t, const struct variable *v, size_t row,
                             struct arena *a);
/* What y of `to` knows of its cells' places is what x of `from` does: unit[u], period[p]: whose
   they are there (period NULL: those of its only one). Errors: ERR_MEMORY. */
int table_carry_places(struct table *to, struct variable *y, const struct table *from,
                       const struct variable *x, const size_t *unit, const size_t *period);
/* text: a copy is kept. False: out of memory. */
bool table_add_note(struct table *t, bool warning, const char *text);

/* How table_split tells what it did of a unit. */
struct table_parted {
    size_t unit;              /* of the table as it is now */
    const char *text, *first; /* what it is then, and the first period */
};

/*
 * Units of which an attribute changes between periods become several, one for each of its texts:
 * the latest has the unit's code, an earlier one CODE/TEXT and its name of that time. Each has
 * cells in the periods in which the text is so (that of the period before, where none is told); in
 * the others it is elsewhere. *parted: n of them, in the new table's arena. Errors: ERR_MEMORY.
 */
int table_split(const struct table *t, const char *attribute, struct table **out,
                struct table_parted **parted, size_t *n, struct error *e);

/* How many units there are: one that changes between periods is one, however many it became. */
size_t table_count_units(const struct table *t);

/*
 * Keeps the units with keep[i] != 0, in order. A new table; the old one is left alone.
 */
int table_select(const struct table *t, const unsigned char *keep, struct table **out,
                 struct error *e);

#endif
