/* SPDX-License-Identifier: MIT */
/* Where the header of a sheet that nobody has described begins. */
#include <string.h>

#include "base/number.h"
#include "data/look_internal.h"

enum { ROWS_TRIED = 100 };

/* A word, or a year: what may stand in a header. */
static bool is_heading(struct sheet_cell c)
{
    double v = c.v;
    size_t n = c.n;
    const char *s;
    if (c.kind == SHEET_TEXT) {
        s = csv_trim(c.s, &n);
        if (!number_parse(s, n, &v))
            return true;
    }
    return v >= 1800 && v <= 2200 && v == (double)(int)v;
}

/* How many cells of a row are filled in; *headings: whether all may be of a header. */
static size_t filled_of(const struct sheet *s, size_t row, bool *headings)
{
    size_t n = 0;
    *headings = true;
    for (size_t i = 0; i < sheet_told(s, row); i++) {
        struct sheet_cell c = sheet_at(s, row, i);
        if (c.kind == SHEET_BLANK)
            continue;
        n++;
        *headings = *headings && is_heading(c);
    }
    return n;
}

static size_t most_filled(const struct sheet *s)
{
    size_t most = 0;
    bool unused;
    for (size_t row = 0; row < s->n_rows && row < ROWS_TRIED; row++) {
        size_t n = filled_of(s, row, &unused);
        most = n > most ? n : most;
    }
    return most;
}

/* Whether a column has figures below the row and no name in it: one that stands further up is
 * meant. */
static bool lacks_name(const struct sheet *s, size_t row)
{
    for (size_t i = 1; row + 1 < s->n_rows && i < sheet_told(s, row + 1); i++)
        if (sheet_at(s, row, i).kind == SHEET_BLANK && sheet_at(s, row + 1, i).kind != SHEET_BLANK)
            return true;
    return false;
}

/* The line above belongs to it where its cells reach down into it, where it alone has a name for
   the first column, or where a column has none without it. */
static bool begins_above(const struct sheet *s, const struct merged_cells *m, size_t row)
{
    bool headings;
    if (row == 0 || filled_of(s, row - 1, &headings) < 2 || !headings)
        return false;
    for (size_t i = 0; i < s->n_columns; i++) {
        const struct sheet_merge *r = merged_cells_range(m, s, row, i);
        if (r && r->top == row - 1)
            return true;
    }
    if (sheet_at(s, row, 0).kind == SHEET_BLANK)
        return sheet_at(s, row - 1, 0).kind != SHEET_BLANK;
    return lacks_name(s, row);
}

size_t look_header_row(const struct sheet *s, const struct merged_cells *m)
{
    const size_t most = most_filled(s);
    bool headings;
    for (size_t row = 0; row < s->n_rows && row < ROWS_TRIED; row++) {
        size_t n = filled_of(s, row, &headings);
        if (!headings || n == 0 || (most > 1 && n < 2) || 2 * n < most)
            continue;
        while (begins_above(s, m, row))
            row--;
        return row;
    }
    for (size_t row = 0; row < s->n_rows && row < ROWS_TRIED; row++)
        if (filled_of(s, row, &headings))
            return row;
    return NONE;
}
