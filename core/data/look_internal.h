/* SPDX-License-Identifier: MIT */
/* What the parts of the look at a sheet share. Private to look.h. */
#ifndef HENG_DATA_LOOK_INTERNAL_H
#define HENG_DATA_LOOK_INTERNAL_H

#include "data/look.h"
#include "data/shape_internal.h"

enum { LOOK_ROWS_MAX = 20000, LOOK_MARKS_MAX = 12, LOOK_KEPT_MAX = 8, LOOK_KEYS_MAX = 4 };

/* Rows that are picked: those of which a column is a value. */
struct looked_pick {
    size_t column;
    const char *value;
    size_t n_values; /* that the column has */
};

struct looking {
    struct look *l;
    struct frame f;
    struct csv_options o;
    struct shape_options shape;
    size_t known[LOOK_ROLES];    /* the column that its name gives a role; NONE */
    struct look_column *columns; /* of the frame */
    const char **words; /* row by row, a word for each column of the frame; "" where blank */
    size_t n_rows;      /* of them */
    size_t unit[LOOK_KEYS_MAX], n_unit;
    size_t name, period, variable, value, flag, fill_down;
    enum shape_layout layout;
    bool several;               /* columns name variable and period, not all the same one */
    const char *fixed_variable; /* of periods across, where no column names it */
    struct looked_pick picks[LOOK_KEPT_MAX];
    size_t n_picks;
    /* what is written around figures */
    bool point, needs_missing;
    const char *missing[LOOK_MARKS_MAX];
    size_t n_missing;
    bool by_position; /* names of columns are to be given in their order */
};

static inline const char *looked_word(const struct looking *k, size_t row, size_t column)
{
    return k->words[row * k->f.n_columns + column];
}

/* look_header.c: the row where the header begins; NONE: nothing looks like one. */
size_t look_header_row(const struct sheet *s, const struct merged_cells *m);

/* Most of its cells begin as figures do, and it is not called as codes and times are. */
bool look_is_like_figures(const struct looking *k, size_t column);
/* Figures never begin with a 0 in front of a digit, codes do: "02". */
bool look_is_zero_led(const struct looking *k, size_t column);

/* look_marks.c: options that read as many cells as figures as can be; then counts them. */
int look_marks(struct looking *k, struct error *e);

/* Whether a word is blank, a figure, or a mark of none. */
bool look_reads(const struct looking *k, const char *word);

/* look_names.c */
/* What its name alone says of a column, by rank: the less the surer; NONE: nothing. */
size_t look_rank(struct arena *a, enum look_role role, const char *name);

/* look_roles.c: what columns serve for. */
int look_roles(struct looking *k, struct error *e);

/* look_calls.c: names for headers that a profile cannot list. */
int look_calls(struct looking *k, struct error *e);

/* look_lines.c */
/* A name that means something of its own in a condition. */
bool look_is_word(const char *name);
int look_lines(struct looking *k, struct error *e);

#endif
