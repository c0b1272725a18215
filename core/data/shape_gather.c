/* SPDX-License-Identifier: MIT */
/* Which unit, period and variable each cell of a frame belongs to. */
#include <stdlib.h>
#include <string.h>

#include "data/period.h"
#include "data/shape_internal.h"
#include "data/unit_name.h"

enum { SHOWN = 20 };

/* ---- what columns stand for ------------------------------------------------------------------ */

static int add_value(struct gather *g, size_t column, const char *period, const char *variable,
                     struct error *e)
{
    struct gathered_column *c = &g->values[g->n_values++];
    int status = OK;
    *c = (struct gathered_column){.column = column, .period = NONE, .variable = NONE};
    if (period)
        status = text_index_put(&g->periods, period, strlen(period), &c->period);
    if (!status && variable)
        status = text_index_put(&g->variables, variable, strlen(variable), &c->variable);
    return status ? error_no_memory_for(e, g->f->s->path) : OK;
}

/* The name of what columns of periods hold, where no column tells it. */
static const char *fixed_variable(const struct frame *f)
{
    return f->variable != NONE ? NULL : f->l->variable;
}

static int take_column(struct gather *g, size_t i, struct error *e)
{
    struct frame *f = g->f;
    const struct frame_column *c = &f->columns[i];
    const char *named = f->several ? NULL : fixed_variable(f), *label, *rest;
    int status = OK;
    if (f->l->layout == SHAPE_LONG && c->role == FRAME_VALUE)
        return add_value(g, i, NULL, NULL, e);
    if (f->l->layout == SHAPE_PERIODS && c->role == FRAME_DATA && frame_is_period(f, c->name)) {
        label = frame_period_label(f, c->name);
        return label ? add_value(g, i, label, fixed_variable(f), e)
                     : error_no_memory_for(e, f->s->path);
    }
    if (f->l->layout == SHAPE_PERIODS && c->role == FRAME_DATA &&
        frame_nested(f, c->name, &label, &rest))
        return add_value(g, i, label, f->variable != NONE ? NULL : named ? named : rest, e);
    if (f->l->layout != SHAPE_LONG && f->l->layout != SHAPE_PERIODS) {
        if (c->role == FRAME_DATA || c->role == FRAME_TEXT)
            status = add_value(g, i, c->period, c->name, e);
        return status;
    }
    if (c->role != FRAME_TEXT)
        return OK;
    status = add_value(g, i, NULL, c->name, e);
    g->values[g->n_values - 1].of_unit = true;
    return status;
}

static int take_columns(struct gather *g, struct error *e)
{
    struct frame *f = g->f;
    int status = OK;
    g->values = arena_array(f->arena, f->n_columns + 1, sizeof *g->values);
    if (!g->values)
        return error_no_memory_for(e, f->s->path);
    if (f->l->layout == SHAPE_PERIODS)
        f->several = frame_has_several(f);
    if (f->l->layout == SHAPE_PERIODS && f->variable == NONE && !f->l->variable && !f->several)
        return error_set(e, ERR_DATA,
                         "%s: layout = periods needs variable: what the figures are to "
                         "be called, or the column that says it",
                         f->s->path);
    for (size_t i = 0; i < f->n_columns && !status; i++)
        status = take_column(g, i, e);
    if (!status && f->l->layout == SHAPE_PERIODS && g->periods.n == 0)
        status = error_set(e, ERR_DATA,
                           "%s:%zu: no column is a period; say which under periods "
                           "(periods = 1990..2023, or *年)",
                           f->s->path, sheet_line_of(f->s, f->header));
    return status;
}

/* ---- what rows stand for --------------------------------------------------------------------- */

/* What is to be said of all rows at once. */
struct missed {
    size_t n_blank, n_unknown;
    struct str blank, unknown;
};

/* The code of a row, of one column or several; "" where one is blank. NULL: out of memory. */
static const char *code_of(struct frame *f, size_t row)
{
    const char *word;
    struct str code = {0};
    char *copy;
    if (f->n_unit == 1)
        return frame_word(f, frame_cell(f, row, f->unit[0]));
    for (size_t k = 0; k < f->n_unit; k++) {
        word = frame_word(f, frame_cell(f, row, f->unit[k]));
        if (!word || !*word) {
            str_fini(&code);
            return word;
        }
        str_printf(&code, "%s%s", k ? "/" : "", word);
    }
    copy = code.failed ? NULL : arena_strdup(f->arena, code.s);
    str_fini(&code);
    return copy;
}

/* Why a name is nobody's, with the nearest that is somebody's. */
static void tell_unknown(struct gather *g, size_t row, const char *name,
                         enum unit_codes_found found, struct missed *m)
{
    const struct unit_codes *u = g->f->l->names;
    const char *near = found == UNIT_UNKNOWN ? text_nearest(name, u->names, u->n) : NULL;
    if (m->n_unknown++ >= SHOWN)
        return;
    str_printf(&m->unknown, "%s\"%s\" (line %zu%s%s%s)", m->n_unknown > 1 ? ", " : "", name,
               sheet_line_of(g->f->s, g->f->rows[row]),
               found == UNIT_AMBIGUOUS ? ": several units are called so" : "",
               near ? ", perhaps " : "", near ? near : "");
}

/* The code of a name, where there is a file of them; NULL: it is in none, or (*status) no memory.
 */
static const char *code_of_name(struct gather *g, size_t row, const char *name, const char **full,
                                struct missed *m, int *status)
{
    struct unit_codes *u = g->f->l->names;
    size_t at = 0;
    enum unit_codes_found found;
    *full = NULL;
    if (!u)
        return name;
    found = unit_codes_find(u, name, &at);
    if (found == UNIT_NO_MEMORY)
        *status = ERR_MEMORY;
    else if (found != UNIT_FOUND)
        tell_unknown(g, row, name, found, m);
    if (found != UNIT_FOUND)
        return NULL;
    u->met[at] = true;
    *full = u->names[at];
    return u->codes[at];
}

static void tell_blank(struct gather *g, size_t row, struct missed *m)
{
    struct frame *f = g->f;
    const char *word = f->name == NONE ? NULL : frame_word(f, frame_cell(f, row, f->name));
    if (m->n_blank++ < 3)
        str_printf(&m->blank, "%sline %zu%s%s", m->n_blank > 1 ? ", " : "",
                   sheet_line_of(f->s, f->rows[row]), word && *word ? " " : "",
                   word && *word ? word : "");
}

static int take_unit(struct gather *g, size_t row, struct missed *m, struct error *e)
{
    struct frame *f = g->f;
    const char *name = code_of(f, row), *full, *code, *alias;
    size_t n, known = g->units.n;
    int status = OK;
    g->unit_of[row] = NONE;
    if (!name)
        return error_no_memory_for(e, f->s->path);
    if (!*name) {
        tell_blank(g, row, m);
        return OK;
    }
    n = strlen(name);
    alias = aliases_code(f->o->aliases, name, &n);
    code = code_of_name(g, row, alias, &full, m, &status);
    if (!status && !code)
        return OK;
    if (status || text_index_put(&g->units, code, strlen(code), &g->unit_of[row]))
        return error_no_memory_for(e, f->s->path);
    if (g->unit_of[row] == known) {
        const char **names = arena_grow(f->arena, g->names, known, &g->cap_names, sizeof *names);
        if (!names)
            return error_no_memory_for(e, f->s->path);
        g->names = names;
        names[known] = full;
    }
    return OK;
}

static int take_word(struct gather *g, size_t row, size_t column, struct text_index *to, size_t *at,
                     const char *what, struct error *e)
{
    struct frame *f = g->f;
    const char *word = frame_word(f, frame_cell(f, row, column));
    if (word && !*word)
        return error_set(e, ERR_DATA, "%s: column %s: \"\": blank; each row needs its %s",
                         frame_where(f, row, column), f->columns[column].name, what);
    if (!word || text_index_put(to, word, strlen(word), at))
        return error_no_memory_for(e, f->s->path);
    return OK;
}

static int take_row(struct gather *g, size_t row, struct missed *m, struct error *e)
{
    struct frame *f = g->f;
    int status = take_unit(g, row, m, e);
    if (status || g->unit_of[row] == NONE)
        return status;
    if (f->period != NONE)
        status = take_word(g, row, f->period, &g->periods, &g->period_of[row], "period", e);
    if (!status && f->variable != NONE)
        status = take_word(g, row, f->variable, &g->variables, &g->variable_of[row], "variable", e);
    return status;
}

static int refuse_unknown(const struct gather *g, const struct missed *m, struct error *e)
{
    const struct unit_codes *u = g->f->l->names;
    struct str lacking = {0};
    size_t n = 0;
    for (size_t i = 0; i < u->n; i++)
        if (!u->met[i] && n++ < SHOWN)
            str_printf(&lacking, "%s%s", n > 1 ? ", " : "", u->names[i]);
    error_set(
        e, ERR_DATA,
        "%s: names: %zu row%s nobody's of the file of names: %s%s; of the file %zu of %zu are "
        "not met: %s%s; leave rows out by skip, or put other names into the file",
        g->f->s->path, m->n_unknown, m->n_unknown == 1 ? " is" : "s are",
        m->unknown.s ? m->unknown.s : "", m->n_unknown > SHOWN ? ", ..." : "", n, u->n,
        lacking.s ? lacking.s : "none", n > SHOWN ? ", ..." : "");
    str_fini(&lacking);
    return ERR_DATA;
}

static int refuse_blank(const struct gather *g, struct error *e)
{
    const struct frame *f = g->f;
    size_t row = 0;
    while (g->unit_of[row] != NONE)
        row++;
    return error_set(
        e, ERR_DATA,
        "%s: column %s: \"\": blank; each row needs the code of its unit (fill_down = %s "
        "takes it from the row above)",
        frame_where(f, row, f->unit[0]), f->columns[f->unit[0]].name, f->columns[f->unit[0]].name);
}

/* Rows without a code are left out where they are few. */
static int judge(struct gather *g, const struct missed *m, struct error *e)
{
    struct frame *f = g->f;
    if (m->blank.failed || m->unknown.failed)
        return error_no_memory_for(e, f->s->path);
    if (m->n_unknown)
        return refuse_unknown(g, m, e);
    if (2 * m->n_blank > f->n_rows)
        return refuse_blank(g, e);
    if (m->n_blank &&
        !frame_tell(
            f, true,
            arena_printf(f->arena,
                         "%zu row%s without a code in %s %s left out: %s%s; where says so by "
                         "itself: where = %s ~= \"\"",
                         m->n_blank, m->n_blank == 1 ? "" : "s", f->columns[f->unit[0]].name,
                         m->n_blank == 1 ? "is" : "are", m->blank.s, m->n_blank > 3 ? ", ..." : "",
                         f->columns[f->unit[0]].name)))
        return error_no_memory_for(e, f->s->path);
    return OK;
}

static int take_rows(struct gather *g, struct error *e)
{
    struct frame *f = g->f;
    struct missed m = {0};
    size_t n = f->n_rows + 1;
    int status = OK;
    g->unit_of = arena_array(f->arena, n, sizeof *g->unit_of);
    g->period_of = arena_array(f->arena, n, sizeof *g->period_of);
    g->variable_of = arena_array(f->arena, n, sizeof *g->variable_of);
    if (!g->unit_of || !g->period_of || !g->variable_of)
        return error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->n_rows && !status; i++)
        status = take_row(g, i, &m, e);
    if (!status)
        status = judge(g, &m, e);
    str_fini(&m.blank);
    str_fini(&m.unknown);
    return status;
}

/* ---- periods --------------------------------------------------------------------------------- */

/* The first row of a period. */
static size_t row_of_period(const struct gather *g, size_t period)
{
    size_t row = 0;
    while (g->unit_of[row] == NONE || g->period_of[row] != period)
        row++;
    return row;
}

static int tell_twins(const struct gather *g, const size_t twins[2], struct error *e)
{
    const struct frame *f = g->f;
    const char *a = g->periods.v[twins[0]], *b = g->periods.v[twins[1]];
    size_t row;
    if (f->period == NONE)
        return error_set(e, ERR_DATA, "%s: two columns are the same period, \"%s\" and \"%s\"",
                         f->s->path, a, b);
    row = row_of_period(g, twins[1]);
    return error_set(
        e, ERR_DATA,
        "%s: column %s: \"%s\": the same period is written \"%s\" on line %zu; write it "
        "in one way",
        frame_where(f, row, f->period), f->columns[f->period].name, b, a,
        sheet_line_of(f->s, f->rows[row_of_period(g, twins[0])]));
}

static int lay_periods(struct gather *g, struct error *e)
{
    struct frame *f = g->f;
    size_t n = g->periods.n, twins[2];
    size_t *order = arena_array(f->arena, n, sizeof *order);
    g->rank = arena_array(f->arena, n, sizeof *g->rank);
    g->labels = arena_array(f->arena, n, sizeof *g->labels);
    if (!order || !g->rank || !g->labels ||
        period_order((const char *const *)g->periods.v, n, order, &g->ordered, twins))
        return error_no_memory_for(e, f->s->path);
    if (twins[0] != NONE)
        return tell_twins(g, twins, e);
    for (size_t i = 0; i < n; i++) {
        g->labels[i] = g->periods.v[order[i]];
        g->rank[order[i]] = i;
    }
    g->n_periods = n ? n : 1;
    if (__builtin_mul_overflow(g->units.n, g->n_periods, &g->n_table_rows) ||
        (g->n_table_rows > SPARSE_FREE && g->n_table_rows / SPARSE_MAX > f->n_rows * g->n_values))
        return error_set(e, ERR_DATA,
                         "%s: %zu units in %zu periods, but only %zu rows; is \"%s\" the column of "
                         "the period?",
                         f->s->path, g->units.n, g->n_periods, f->n_rows,
                         f->period == NONE ? "" : f->columns[f->period].name);
    return OK;
}

int gather_keys(struct gather *g, struct error *e)
{
    int status = take_columns(g, e);
    if (!status)
        status = take_rows(g, e);
    if (!status && g->units.n == 0)
        status = error_set(e, ERR_DATA, "%s: no row below the header on line %zu", g->f->s->path,
                           sheet_line_of(g->f->s, g->f->header));
    return status ? status : lay_periods(g, e);
}

void gather_fini(struct gather *g)
{
    for (size_t i = 0; g->cells && i < g->variables.n; i++)
        free(g->cells[i]);
    text_index_fini(&g->units);
    text_index_fini(&g->periods);
    text_index_fini(&g->variables);
}
