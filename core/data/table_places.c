/* SPDX-License-Identifier: MIT */
/* Where the cells of a table stood, what stood beside them, and what its reader has to say. */
#include <string.h>

#include "data/sheet.h"
#include "data/table.h"

const char *table_place_text(const struct table *t, const struct variable *v, size_t row,
                             struct arena *a)
{
    const struct table_place *p = v->places && row < t->n_rows ? &v->places[row] : NULL;
    char letters[SHEET_COLUMN_MAX];
    if (!p || !p->line)
        return NULL;
    if (!v->sheet)
        return arena_printf(a, "%s, line %u, column %u", v->path, (unsigned)p->line,
                            (unsigned)p->column);
    return arena_printf(a, "%s, sheet %s, %s%u", v->path, v->sheet,
                        sheet_column(p->column - 1, letters), (unsigned)p->line);
}

/* The row of `from` that a row of `to` comes from, or NONE. */
static size_t row_there(const struct table *to, const struct table *from, size_t row,
                        const size_t *unit, const size_t *period)
{
    size_t u = unit[row % to->n_units], p = period ? period[row / to->n_units] : 0;
    return u == NONE || p == NONE ? NONE : p * from->n_units + u;
}

static int carry_marks(struct table *to, struct variable *y, const struct table *from,
                       const struct variable *x, const size_t *unit, const size_t *period)
{
    y->marks = arena_array(to->arena, to->n_rows, sizeof *y->marks);
    if (!y->marks)
        return ERR_MEMORY;
    for (size_t i = 0; i < to->n_rows; i++) {
        size_t at = row_there(to, from, i, unit, period);
        const char *mark = at == NONE ? NULL : x->marks[at];
        if (mark && !(y->marks[i] = arena_strdup(to->arena, mark)))
            return ERR_MEMORY;
    }
    return OK;
}

int table_carry_places(struct table *to, struct variable *y, const struct table *from,
                       const struct variable *x, const size_t *unit, const size_t *period)
{
    if (x->marks && carry_marks(to, y, from, x, unit, period))
        return ERR_MEMORY;
    if (!x->places)
        return OK;
    y->path = arena_strdup(to->arena, x->path);
    y->sheet = x->sheet ? arena_strdup(to->arena, x->sheet) : NULL;
    y->places = arena_array(to->arena, to->n_rows, sizeof *y->places);
    if (!y->path || (x->sheet && !y->sheet) || !y->places)
        return ERR_MEMORY;
    for (size_t i = 0; i < to->n_rows; i++) {
        size_t at = row_there(to, from, i, unit, period);
        if (at != NONE)
            y->places[i] = x->places[at];
    }
    return OK;
}

bool table_add_note(struct table *t, bool warning, const char *text)
{
    struct table_note *v = arena_grow(t->arena, t->notes, t->n_notes, &t->cap_notes, sizeof *v);
    char *copy = v ? arena_strdup(t->arena, text) : NULL;
    if (!copy)
        return false;
    t->notes = v;
    v[t->n_notes++] = (struct table_note){copy, warning};
    return true;
}
