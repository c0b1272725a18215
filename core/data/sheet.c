/* SPDX-License-Identifier: MIT */
/* Sheets under construction, and their cells. */
#include "data/sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Quiet NaNs with a tag in their upper bits; a text's lower 48 are where its length and bytes lie
   in the pool. No number that is told is such a NaN: NaN is told as a blank. */
static const uint64_t blank_bits = 0xfffc000000000000u, text_tag = 0xfffd000000000000u;
static const uint64_t tag_mask = 0xffff000000000000u;

static bool grow(void **v, size_t need, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap : 16;
    void *grown;
    if (need <= *cap)
        return true;
    while (more < need)
        more *= 2;
    grown = realloc(*v, more * size);
    if (!grown)
        return false;
    *v = grown;
    *cap = more;
    return true;
}

static bool add_rows(struct sheet *s, size_t row)
{
    if (row < s->n_rows)
        return true;
    if (!grow((void **)&s->rows, row + 1, &s->cap_rows, sizeof *s->rows) ||
        !grow((void **)&s->widths, row + 1, &s->cap_widths, sizeof *s->widths) ||
        !grow((void **)&s->told, row + 1, &s->cap_told, sizeof *s->told))
        return false;
    for (; s->n_rows <= row; s->n_rows++) {
        s->rows[s->n_rows] = NULL;
        s->widths[s->n_rows] = s->told[s->n_rows] = 0;
    }
    return true;
}

/* The cell, blank where it is new. NULL: out of memory. */
static uint64_t *cell_of(struct sheet *s, size_t row, size_t column)
{
    size_t width;
    uint64_t *grown;
    if (!add_rows(s, row))
        return NULL;
    if (column >= s->widths[row]) {
        /* As wide as the row above, which is mostly what comes. */
        width = row > 0 && s->widths[row - 1] > column ? s->widths[row - 1] : column + 1;
        grown = realloc(s->rows[row], width * sizeof *grown);
        if (!grown)
            return NULL;
        for (size_t i = s->widths[row]; i < width; i++)
            grown[i] = blank_bits;
        s->rows[row] = grown;
        s->widths[row] = width;
    }
    if (column >= s->n_columns)
        s->n_columns = column + 1;
    if (column >= s->told[row])
        s->told[row] = column + 1;
    return &s->rows[row][column];
}

int sheet_number(struct sheet *s, size_t row, size_t column, double v, struct error *e)
{
    uint64_t *cell = cell_of(s, row, column);
    if (!cell)
        return error_no_memory_for(e, s->path);
    *cell = blank_bits;
    if (!isnan(v))
        memcpy(cell, &v, sizeof v);
    return OK;
}

int sheet_text(struct sheet *s, size_t row, size_t column, const char *text, size_t n,
               struct error *e)
{
    uint64_t *cell = cell_of(s, row, column);
    const uint64_t at = s->n_pool;
    const uint32_t length = (uint32_t)n;
    if (!cell || n > UINT32_MAX || at > ~tag_mask ||
        !grow((void **)&s->pool, s->n_pool + sizeof length + n, &s->cap_pool, 1))
        return error_no_memory_for(e, s->path);
    *cell = blank_bits;
    if (n == 0)
        return OK;
    memcpy(s->pool + at, &length, sizeof length);
    memcpy(s->pool + at + sizeof length, text, n);
    s->n_pool += sizeof length + n;
    *cell = text_tag | at;
    return OK;
}

int sheet_merged(struct sheet *s, const struct sheet_merge *m, struct error *e)
{
    if (!grow((void **)&s->merges, s->n_merges + 1, &s->cap_merges, sizeof *m))
        return error_no_memory_for(e, s->path);
    s->merges[s->n_merges++] = *m;
    return OK;
}

int sheet_note(struct sheet *s, const char *text, struct error *e)
{
    char *copy = strdup(text);
    if (!copy || !grow((void **)&s->notes, s->n_notes + 1, &s->cap_notes, sizeof *s->notes)) {
        free(copy);
        return error_no_memory_for(e, s->path);
    }
    s->notes[s->n_notes++] = copy;
    return OK;
}

int sheet_line(struct sheet *s, size_t row, size_t line, struct error *e)
{
    if (!add_rows(s, row) || !grow((void **)&s->lines, row + 1, &s->cap_lines, sizeof *s->lines))
        return error_no_memory_for(e, s->path);
    for (; s->n_lines <= row; s->n_lines++)
        s->lines[s->n_lines] = s->n_lines + 1;
    s->lines[row] = line;
    return OK;
}

int sheet_named(struct sheet *s, const char *name, struct error *e)
{
    free(s->name);
    s->name = strdup(name);
    return s->name ? OK : error_no_memory_for(e, s->path);
}

int sheet_answered(struct sheet *s, const char *server, struct error *e)
{
    free(s->server);
    s->server = strdup(server);
    return s->server ? OK : error_no_memory_for(e, s->path);
}

void sheet_fini(struct sheet *s)
{
    for (size_t i = 0; i < s->n_rows; i++)
        free(s->rows[i]);
    for (size_t i = 0; i < s->n_notes; i++)
        free(s->notes[i]);
    free(s->rows);
    free(s->widths);
    free(s->told);
    free(s->lines);
    free(s->merges);
    free(s->pool);
    free(s->notes);
    free(s->name);
    free(s->server);
    *s = (struct sheet){0};
}

struct sheet_cell sheet_at(const struct sheet *s, size_t row, size_t column)
{
    struct sheet_cell c = {.kind = SHEET_BLANK, .v = NAN, .s = ""};
    uint64_t bits = row < s->n_rows && column < s->widths[row] ? s->rows[row][column] : blank_bits;
    uint32_t length;
    if (bits == blank_bits)
        return c;
    if ((bits & tag_mask) != text_tag) {
        c.kind = SHEET_NUMBER;
        memcpy(&c.v, &bits, sizeof c.v);
        return c;
    }
    memcpy(&length, s->pool + (bits & ~tag_mask), sizeof length);
    c.kind = SHEET_TEXT;
    c.s = s->pool + (bits & ~tag_mask) + sizeof length;
    c.n = length;
    return c;
}

bool sheet_row_is_blank(const struct sheet *s, size_t row)
{
    for (size_t i = 0; row < s->n_rows && i < s->widths[row]; i++)
        if (s->rows[row][i] != blank_bits)
            return false;
    return true;
}

size_t sheet_told(const struct sheet *s, size_t row)
{
    return row < s->n_rows ? s->told[row] : 0;
}

const char *sheet_column(size_t column, char text[SHEET_COLUMN_MAX])
{
    size_t n = SHEET_COLUMN_MAX - 1;
    text[n] = '\0';
    for (size_t c = column + 1; c > 0 && n > 0; c = (c - 1) / 26)
        text[--n] = (char)('A' + (c - 1) % 26);
    return text + n;
}

size_t sheet_line_of(const struct sheet *s, size_t row)
{
    return row < s->n_lines ? s->lines[row] : row + 1;
}

const char *sheet_place(const struct sheet *s, size_t row, size_t column,
                        char text[SHEET_PLACE_MAX])
{
    char letters[SHEET_COLUMN_MAX];
    if (s->name)
        snprintf(text, SHEET_PLACE_MAX, "sheet %.200s, %s%zu", s->name,
                 sheet_column(column, letters), row + 1);
    else
        snprintf(text, SHEET_PLACE_MAX, "line %zu, column %zu", sheet_line_of(s, row), column + 1);
    return text;
}
