/* SPDX-License-Identifier: MIT */
/* What the parts of the reading of a sheet share: the frame (which cells are names, which are
   figures), and the table that is made of it. Private to shape.h. */
#ifndef HENG_DATA_SHAPE_INTERNAL_H
#define HENG_DATA_SHAPE_INTERNAL_H

#include "base/arena.h"
#include "base/none.h"
#include "base/text.h"
#include "data/csv_scan.h"
#include "data/csv_value.h"
#include "data/shape.h"
#include "data/shape_value.h"
#include "data/sheet_merge.h"
#include "data/text_index.h"

enum frame_role {
    FRAME_DATA,
    FRAME_TEXT,
    FRAME_UNIT,
    FRAME_NAME,
    FRAME_PERIOD,
    FRAME_VARIABLE,
    FRAME_VALUE,
    FRAME_FLAG,
    FRAME_IGNORED
};

enum { FRAME_KEYS_MAX = 8 }; /* columns that a code may be made of */

struct frame_column {
    const char *name;
    size_t at;          /* column of the sheet; of one that is turned, its row; NONE: it has none */
    size_t part;        /* of a cell that is split; NONE: the whole */
    size_t *from;       /* row of the sheet for each row, where cells are filled down; or NULL */
    const char *period; /* of one that is turned: whose figures it holds; NULL: the row tells it */
    const char *const *texts; /* a column that the sheet does not have: its cells; or NULL */
    enum frame_role role;
};

struct frame {
    const struct sheet *s;
    const struct csv_options *o;
    const struct shape_options *l;
    struct merged_cells merged;
    struct csv_rules rules;
    struct arena *arena;
    struct str scratch;
    size_t header, data; /* rows of the sheet: the first of the header, the first behind it */
    size_t *header_rows; /* those that hold names */
    size_t n_header_rows;
    struct frame_column *columns;
    size_t n_columns;
    size_t *rows; /* of the sheet; of one that is turned, its columns */
    size_t n_rows;
    bool turned;
    bool several; /* layout = periods: columns name variable and period */
    size_t unit[FRAME_KEYS_MAX], n_unit;
    size_t name, period, variable, value, flag; /* columns; NONE: none */
    struct message_list {
        const char **v;
        bool *warning;
        size_t n, cap, cap_warning;
    } told;
};

/* ---- shape_cell.c ---- */

/* A cell of the sheet; one of a merged range is what its first cell is. */
struct sheet_cell frame_sheet_cell(const struct frame *f, size_t row, size_t column);
/* A cell without blanks around it, split where the column is. */
struct sheet_cell frame_cell(const struct frame *f, size_t row, size_t column);
/* Whether it is what another cell of its merged range is. */
bool frame_is_merged(const struct frame *f, size_t row, size_t column);
/* Where it stood: row and column of the sheet. */
void frame_at(const struct frame *f, size_t row, size_t column, size_t at[2]);
/* "path:line" of it. */
const char *frame_where(const struct frame *f, size_t row, size_t column);
/* What is written in a cell of the sheet or of the frame as a code or name: without invisible
   characters, in one spelling; numbers as they are written. In the arena; NULL: out of memory. */
const char *frame_word(struct frame *f, struct sheet_cell c);
/* Whether a text is as the pattern, in which * stands for anything; blanks, line ends and width do
   not count. */
/* A year, or what of one a label tells: 2015, 2015Q1, FY2019-20, Jan 2019. */
bool frame_is_year(const char *name);
/* Whether a column is a period, as `periods` says, else as a year is called; how it is called:
   "2015 [YR2015]" is 2015. NULL: out of memory. */
bool frame_is_period(struct frame *f, const char *name);
const char *frame_period_label(struct frame *f, const char *name);
/* Whether one part of a path is a period; and what is left without it: 生产总值 of
   2023年/生产总值 and of 生产总值/2023年. In the arena. */
bool frame_nested(struct frame *f, const char *path, const char **period, const char **rest);
/* Whether columns that are so are called by several names. */
bool frame_has_several(struct frame *f);
/* Whether a column of variables in rows says what they are measured in. */
bool frame_tells_measure(const char *name);
bool frame_matches(struct frame *f, const char *pattern, const char *text);
/* A path of names without "of which" in front of any and units in brackets behind them; in the
   arena. NULL: out of memory. */
char *frame_bare(struct frame *f, const char *path);
/* A note or warning of the table. False: out of memory. */
bool frame_tell(struct frame *f, bool warning, const char *text);

/* ---- shape_above.c ---- */

/* What a line above the header tells of all rows: 地区：浙江省. In the arena. */
struct told_above {
    const char *label, *value;
};
bool frame_above(struct frame *f, size_t row, size_t column, struct told_above *to);
bool frame_find_above(struct frame *f, const char *label, struct told_above *to);
/* A column of that value; false: out of memory. One only. */
bool frame_add_above(struct frame *f, const char *name, const char *value);

/* ---- shape_header.c, shape_rows.c ---- */

int frame_header(struct frame *f, struct error *e);  /* where it is, what the columns are called */
int frame_rows(struct frame *f, struct error *e);    /* which rows are of the table */
int frame_columns(struct frame *f, struct error *e); /* what they serve for */
int frame_unknown(const struct frame *f, const char *key, const char *name, struct error *e);
size_t frame_find(const struct frame *f, const char *name); /* a column; NONE */
/* ---- shape_turn.c ---- */

/* Columns become rows and rows columns. */
int frame_turn(struct frame *f, struct error *e);
/* Rows that the options pick. */
int frame_pick(struct frame *f, struct error *e);

/* ---- shape_gather.c, shape_build.c ---- */

/* The least table that is refused for being nearly empty, and how empty it must be. */
enum { SPARSE_MAX = 1000, SPARSE_FREE = 1000000 };

/* What a column of figures stands for; NONE: the row tells it. */
struct gathered_column {
    size_t column, period, variable;
    bool of_unit; /* a text of the unit, whatever the period */
};

/* Row and column of the frame, from 1; 0: no cell. */
struct gathered_cell {
    uint32_t row, column;
};

struct gather {
    struct frame *f;
    struct text_index units, periods, variables;
    const char **names; /* of each unit, by a file of names; NULL: no such file */
    size_t cap_names;
    size_t *unit_of, *period_of, *variable_of; /* of each row of the frame; NONE: left out */
    struct gathered_column *values;
    size_t n_values;
    size_t *rank; /* of each period, in the table's order */
    const char **labels;
    bool ordered;
    size_t n_periods, n_table_rows; /* at least 1; units times periods */
    struct gathered_cell **cells;   /* of each variable, n_table_rows */
};

int gather_keys(struct gather *g, struct error *e);
int gather_cells(struct gather *g, struct error *e);
void gather_fini(struct gather *g);
int gather_build(struct gather *g, struct table **t, struct error *e);

#endif
