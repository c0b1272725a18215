/* SPDX-License-Identifier: MIT */
/* Merged ranges found by the cells that lie in them. */
#include "data/sheet_merge.h"

#include <stdlib.h>

/* Cells of ranges that are followed: a few times what was told. */
enum { CELLS_FREE = 1 << 20, CELLS_PER_TOLD = 4 };

/* How far a range reaches where there is anything; false where it is but one cell, or says nothing.
 */
static bool clip(const struct sheet *s, const struct sheet_merge *from, struct sheet_merge *to)
{
    *to = *from;
    if (from->top >= s->n_rows || from->left >= s->n_columns ||
        sheet_at(s, from->top, from->left).kind == SHEET_BLANK)
        return false;
    to->bottom = to->bottom < s->n_rows ? to->bottom : s->n_rows - 1;
    to->right = to->right < s->n_columns ? to->right : s->n_columns - 1;
    return to->bottom > to->top || to->right > to->left;
}

static size_t area(const struct sheet_merge *m)
{
    return (m->bottom - m->top + 1) * (m->right - m->left + 1);
}

static uint64_t key_of(size_t row, size_t column)
{
    return (uint64_t)row << 20 | column;
}

/* Where a key is, or the free place for it. */
static size_t place_of(const struct merged_cells *m, uint64_t key)
{
    size_t i = (size_t)((key * 0x9e3779b97f4a7c15u) >> 20) & (m->cap - 1);
    while (m->of[i] && m->cells[i] != key)
        i = (i + 1) & (m->cap - 1);
    return i;
}

/* Of ranges that overlap the first counts. */
static void put_range(struct merged_cells *m, const struct sheet_merge *r, uint32_t which)
{
    for (size_t row = r->top; row <= r->bottom; row++)
        for (size_t column = r->left; column <= r->right; column++) {
            size_t at = place_of(m, key_of(row, column));
            if (m->of[at] || (row == r->top && column == r->left))
                continue;
            m->cells[at] = key_of(row, column);
            m->of[at] = which;
            m->n++;
        }
}

/* How many cells all ranges have, or more than limit. */
static size_t count_cells(const struct sheet *s, size_t limit)
{
    struct sheet_merge r;
    size_t n = 0;
    for (size_t i = 0; i < s->n_merges && n <= limit; i++)
        n += clip(s, &s->merges[i], &r) ? area(&r) : 0;
    return n;
}

static size_t limit_of(const struct sheet *s)
{
    size_t told = 0;
    for (size_t i = 0; i < s->n_rows; i++)
        told += s->told[i];
    return CELLS_FREE + CELLS_PER_TOLD * told;
}

int merged_cells_init(struct merged_cells *m, const struct sheet *s, struct error *e)
{
    const size_t limit = s->n_merges ? limit_of(s) : 0, n = count_cells(s, limit);
    struct sheet_merge r;
    *m = (struct merged_cells){.cap = 16, .too_many = n > limit};
    if (n == 0 || m->too_many)
        return OK;
    while (m->cap < 2 * n)
        m->cap *= 2;
    m->cells = malloc(m->cap * sizeof *m->cells);
    m->of = calloc(m->cap, sizeof *m->of);
    if (!m->cells || !m->of) {
        merged_cells_fini(m);
        return error_no_memory_for(e, s->path);
    }
    for (size_t i = 0; i < s->n_merges; i++)
        if (clip(s, &s->merges[i], &r))
            put_range(m, &r, (uint32_t)i + 1);
    return OK;
}

void merged_cells_fini(struct merged_cells *m)
{
    free(m->cells);
    free(m->of);
    *m = (struct merged_cells){0};
}

const struct sheet_merge *merged_cells_range(const struct merged_cells *m, const struct sheet *s,
                                             size_t row, size_t column)
{
    size_t at = m->n ? place_of(m, key_of(row, column)) : 0;
    return m->n && m->of[at] ? &s->merges[m->of[at] - 1] : NULL;
}
