/* SPDX-License-Identifier: MIT */
/* The cells of a frame put where they belong: one for each unit, period and variable. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/shape_internal.h"

static bool tells_apart(const struct frame *f, size_t column)
{
    enum frame_role role = f->columns[column].role;
    return role != FRAME_VALUE && role != FRAME_FLAG && role != FRAME_UNIT && role != FRAME_PERIOD;
}

/* What may tell two rows of one unit apart: "; the rows differ in SEX ("_T", "F"): ...", or "". */
static const char *difference(struct frame *f, size_t a, size_t b)
{
    for (size_t i = 0; i < f->n_columns && !f->turned; i++) {
        struct sheet_cell x = frame_cell(f, a, i), y = frame_cell(f, b, i);
        const char *text, *name = f->columns[i].name;
        if (!tells_apart(f, i) || x.kind != SHEET_TEXT || y.kind != SHEET_TEXT ||
            (x.n == y.n && memcmp(x.s, y.s, x.n) == 0))
            continue;
        if (f->l->layout == SHAPE_WIDE && number_parse(x.s, x.n, &x.v))
            continue;
        text = arena_printf(
            f->arena,
            "; the rows differ in %s (\"%.*s\", \"%.*s\"): pick some with where, or name "
            "the unit by both columns: unit = %s, %s",
            name, (int)(x.n < 40 ? x.n : 40), x.s, (int)(y.n < 40 ? y.n : 40), y.s, name,
            f->columns[f->unit[0]].name);
        return text ? text : "";
    }
    return "";
}

static int duplicate(const struct gather *g, size_t first, size_t second, struct error *e)
{
    struct frame *f = g->f;
    const char *code = g->units.v[g->unit_of[second]], *name = f->columns[f->unit[0]].name;
    const char *where = frame_where(f, second, f->unit[0]);
    const char *other = strrchr(frame_where(f, first, f->unit[0]), ':');
    const bool is_long = f->variable != NONE;
    const char *hint;
    if (f->period == NONE && f->l->layout == SHAPE_WIDE)
        return error_set(
            e, ERR_DATA,
            "%s: column %s: \"%s\": the unit is already on line %s%s; keep one row, or "
            "name the period column if this is a panel",
            where, name, code, other + 1, difference(f, first, second));
    hint = difference(f, first, second);
    if (f->period == NONE)
        return error_set(
            e, ERR_DATA,
            "%s: column %s: \"%s\": the unit is already on line %s, with the same variable%s; "
            "keep one row",
            where, name, code, other + 1, hint);
    return error_set(e, ERR_DATA,
                     is_long ? "%s: column %s: \"%s\": the unit is already on line %s for %s %s, "
                               "with the same variable%s; keep one row"
                             : "%s: column %s: \"%s\": the unit is already on line %s for %s %s%s; "
                               "keep one row",
                     where, name, code, other + 1, f->columns[f->period].name,
                     g->periods.v[g->period_of[second]], hint);
}

static bool reserve(struct gather *g, size_t variable)
{
    struct gathered_cell **to = &g->cells[variable];
    if (!*to)
        *to = calloc(g->n_table_rows + 1, sizeof **to);
    return *to != NULL;
}

static int put(struct gather *g, size_t i, const struct gathered_column *c, struct error *e)
{
    size_t variable = c->variable != NONE ? c->variable : g->variable_of[i];
    size_t period = c->of_unit             ? 0
                    : c->period != NONE    ? g->rank[c->period]
                    : g->f->period != NONE ? g->rank[g->period_of[i]]
                                           : 0;
    struct gathered_cell *cell;
    if (!reserve(g, variable))
        return error_no_memory_for(e, g->f->s->path);
    cell = &g->cells[variable][period * g->units.n + g->unit_of[i]];
    if (cell->row && c->of_unit)
        return OK;
    if (cell->row)
        return duplicate(g, cell->row - 1, i, e);
    *cell = (struct gathered_cell){(uint32_t)i + 1, (uint32_t)c->column + 1};
    return OK;
}

/* A wide table has each unit and period once, whatever its columns. */
static int check_rows(const struct gather *g, struct error *e)
{
    const struct frame *f = g->f;
    size_t *taken = calloc(g->n_table_rows + 1, sizeof *taken);
    int status = taken ? OK : error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->n_rows && !status; i++) {
        size_t at;
        if (g->unit_of[i] == NONE)
            continue;
        at = (f->period == NONE ? 0 : g->rank[g->period_of[i]]) * g->units.n + g->unit_of[i];
        if (taken[at])
            status = duplicate(g, taken[at] - 1, i, e);
        taken[at] = i + 1;
    }
    free(taken);
    return status;
}

/* Cells of all variables, most of them blank, would take much more than what was read. */
static int check_size(const struct gather *g, struct error *e)
{
    size_t all;
    if (!__builtin_mul_overflow(g->variables.n, g->n_table_rows, &all) &&
        (all < SPARSE_FREE || all / SPARSE_MAX <= g->f->n_rows * g->n_values))
        return OK;
    return error_set(
        e, ERR_DATA,
        "%s: %zu variables of %zu units in %zu periods, but only %zu rows; is \"%s\" the "
        "column that names the variable? where picks rows",
        g->f->s->path, g->variables.n, g->units.n, g->n_periods, g->f->n_rows,
        g->f->variable == NONE ? "" : g->f->columns[g->f->variable].name);
}

int gather_cells(struct gather *g, struct error *e)
{
    const struct frame *f = g->f;
    int status = check_size(g, e);
    g->cells = arena_array(f->arena, g->variables.n + 1, sizeof *g->cells);
    if (!status && !g->cells)
        status = error_no_memory_for(e, f->s->path);
    if (!status && f->l->layout == SHAPE_WIDE)
        status = check_rows(g, e);
    for (size_t i = 0; i < f->n_rows && !status; i++)
        for (size_t k = 0; k < g->n_values && !status && g->unit_of[i] != NONE; k++)
            status = put(g, i, &g->values[k], e);
    return status;
}
