/* SPDX-License-Identifier: MIT */
/* Units across: columns become rows, and rows columns. */
#include <string.h>
#include <strings.h>

#include "data/shape_internal.h"

/* Of a row a variable, the column that says what it is measured in. */
bool frame_tells_measure(const char *name)
{
    static const char *const names[] = {"单位", "计量单位", "單位", "単位", "unit", "units"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Names of the columns that are units; those of columns that are something else are left out. */
static size_t turned_units(const struct frame *f, const char **names, size_t *columns)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_columns; i++)
        if (f->columns[i].role == FRAME_DATA && f->columns[i].name[0] &&
            !frame_tells_measure(f->columns[i].name)) {
            names[n] = f->columns[i].name;
            columns[n++] = f->columns[i].at;
        }
    return n;
}

/* Where each unit stands several times, with its periods above or below: those of each. NULL: it
   does not, or (f->arena) no memory. */
static const char *const *nested_periods(struct frame *f, const char **names, size_t n)
{
    const char **periods = arena_array(f->arena, n + 1, sizeof *periods);
    const char **units = arena_array(f->arena, n + 1, sizeof *units);
    for (size_t i = 0; periods && units && i < n; i++)
        if (!frame_nested(f, names[i], &periods[i], &units[i]))
            return NULL;
    if (!periods || !units || !n)
        return NULL;
    memcpy(names, units, n * sizeof *names);
    return periods;
}

/* Whether all rows are one variable, which the profile names. */
static bool is_one_variable(const struct frame *f)
{
    const char *variable = f->l->variable;
    return variable && f->variable == NONE && strcmp(variable, f->columns[f->unit[0]].name);
}

/* The column that tells whose period a row is; NONE: no row tells it. */
static size_t period_of_rows(const struct frame *f)
{
    if (f->period != NONE)
        return f->period;
    return is_one_variable(f) || f->variable != NONE ? f->unit[0] : NONE;
}

/* What a row is called, and whose period it is, once it is a column. NULL in either: out of memory.
 */
static bool turn_row(struct frame *f, size_t row, struct frame_column *to)
{
    const size_t key = f->unit[0];
    const size_t name = f->variable != NONE ? f->variable : key;
    const size_t period = period_of_rows(f);
    *to = (struct frame_column){.at = f->rows[row], .part = NONE};
    to->name = is_one_variable(f) ? f->l->variable : frame_word(f, frame_cell(f, row, name));
    if (period != NONE)
        to->period = frame_word(f, frame_cell(f, row, period));
    if (!to->name || (period != NONE && !to->period))
        return false;
    if (!*to->name || (to->period && !*to->period))
        to->role = FRAME_IGNORED;
    return true;
}

/* Rows of the same variable and period. */
static int check_turned(const struct frame *f, struct error *e)
{
    struct text_index seen = {0};
    size_t *whose = arena_array(f->arena, f->n_columns, sizeof *whose), at = 0;
    int status = whose ? OK : error_no_memory_for(e, f->s->path);
    for (size_t i = 1; i < f->n_columns && !status; i++) {
        const struct frame_column *c = &f->columns[i];
        const char *key = arena_printf(f->arena, "%s\t%s", c->name, c->period ? c->period : "");
        size_t known = seen.n;
        if (c->role == FRAME_IGNORED || c->role == FRAME_PERIOD)
            continue;
        if (!key || text_index_put(&seen, key, strlen(key), &at))
            status = error_no_memory_for(e, f->s->path);
        else if (at < known)
            status = error_set(
                e, ERR_DATA, "%s:%zu: %s%s%s: it is already on line %zu; keep one row", f->s->path,
                sheet_line_of(f->s, c->at), c->name, c->period ? " of " : "",
                c->period ? c->period : "", sheet_line_of(f->s, f->columns[whose[at]].at));
        else
            whose[known] = i;
    }
    text_index_fini(&seen);
    return status;
}

static int tell_nameless(struct frame *f, struct error *e)
{
    size_t n = 0;
    for (size_t i = 1; i < f->n_columns; i++)
        n += f->columns[i].role == FRAME_IGNORED;
    if (n && !frame_tell(f, true,
                         arena_printf(f->arena, "%zu row%s without a name%s left out", n,
                                      n == 1 ? "" : "s", n == 1 ? " is" : " are")))
        return error_no_memory_for(e, f->s->path);
    return OK;
}

int frame_turn(struct frame *f, struct error *e)
{
    size_t n = f->n_rows, key = f->unit[0], first = 1;
    int status;
    const char *const *periods = NULL;
    const char **names = arena_array(f->arena, f->n_columns, sizeof *names);
    size_t *units = arena_array(f->arena, f->n_columns, sizeof *units), n_units;
    struct frame_column *c = arena_array(f->arena, n + 2, sizeof *c);
    if (!names || !units || !c)
        return error_no_memory_for(e, f->s->path);
    n_units = turned_units(f, names, units);
    c[0] = (struct frame_column){.name = f->columns[key].name,
                                 .part = NONE,
                                 .texts = names,
                                 .at = f->header,
                                 .role = FRAME_UNIT};
    if (period_of_rows(f) == NONE)
        periods = nested_periods(f, names, n_units);
    if (periods)
        c[first++] = (struct frame_column){
            .name = "", .part = NONE, .texts = periods, .at = f->header, .role = FRAME_PERIOD};
    for (size_t i = 0; i < n; i++)
        if (!turn_row(f, i, &c[first + i]))
            return error_no_memory_for(e, f->s->path);
    f->columns = c;
    f->n_columns = first + n;
    f->rows = units;
    f->n_rows = n_units;
    f->turned = true;
    f->unit[0] = 0;
    f->n_unit = 1;
    f->name = f->variable = NONE;
    f->period = periods ? 1 : NONE;
    status = check_turned(f, e);
    return status ? status : tell_nameless(f, e);
}
