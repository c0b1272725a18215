/* SPDX-License-Identifier: MIT */
/* Which rows of a sheet are of the table, and what its columns serve for. */
#include <string.h>

#include "data/shape_internal.h"

/* ---- rows ------------------------------------------------------------------------------------ */

enum { NOTES_SHOWN = 3, NOTE_BYTES = 60, LEAST_COLUMNS = 3 };

/* What the rows below a table are found to be. */
struct sorting {
    struct frame *f;
    size_t n_skipped, n_notes;
    struct str skipped, notes; /* the first of them */
};

static size_t first_filled(const struct sheet *s, size_t row)
{
    size_t i = 0;
    while (i < sheet_told(s, row) && sheet_at(s, row, i).kind == SHEET_BLANK)
        i++;
    return i;
}

static size_t count_filled(const struct sheet *s, size_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet_told(s, row); i++)
        n += sheet_at(s, row, i).kind != SHEET_BLANK;
    return n;
}

static bool spans(const struct sheet *s, size_t row)
{
    for (size_t i = 0; i < s->n_merges; i++)
        if (s->merges[i].top == row &&
            2 * (s->merges[i].right - s->merges[i].left + 1) > s->n_columns)
            return true;
    return false;
}

/* A remark: one cell that begins like one, or runs across the table. */
static bool is_remark(const struct frame *f, size_t row)
{
    struct sheet_cell c = sheet_at(f->s, row, first_filled(f->s, row));
    if (count_filled(f->s, row) != 1 || f->n_columns < 2)
        return false;
    if (c.kind != SHEET_TEXT)
        return false;
    c.s = csv_trim(c.s, &c.n);
    return shape_is_note(c.s, c.n) || spans(f->s, row);
}

/* One cell and no more where a table has several. */
static bool is_alone(const struct frame *f, size_t row)
{
    return f->s->even && f->n_columns >= LEAST_COLUMNS && sheet_told(f->s, row) == 1;
}

static bool is_skipped(struct frame *f, size_t row)
{
    const char *word = NULL;
    if (f->l->skip.n)
        word = frame_word(f, sheet_at(f->s, row, first_filled(f->s, row)));
    for (size_t i = 0; word && i < f->l->skip.n; i++)
        if (frame_matches(f, f->l->skip.v[i], word))
            return true;
    return false;
}

static void show(struct frame *f, struct str *to, size_t n, size_t row)
{
    const char *word = frame_word(f, sheet_at(f->s, row, first_filled(f->s, row)));
    size_t m = word ? strlen(word) : 0;
    if (n >= NOTES_SHOWN)
        return;
    m = m > NOTE_BYTES ? NOTE_BYTES : m;
    while (m && word[m] && ((unsigned char)word[m] & 0xc0) == 0x80)
        m--;
    str_printf(to, "%sline %zu \"%.*s%s\"", n ? ", " : "", sheet_line_of(f->s, row), (int)m,
               word ? word : "", word && word[m] ? "..." : "");
}

/* From the last row of the table on there are but remarks, and lines that go on from one. */
static size_t end_of_rows(const struct frame *f)
{
    size_t end = f->s->n_rows, row = end;
    while (row-- > f->data)
        if (is_remark(f, row))
            end = row;
        else if (is_alone(f, row) || sheet_row_is_blank(f->s, row))
            end -= end == row + 1;
        else if (count_filled(f->s, row) > 1 || f->n_columns < LEAST_COLUMNS)
            break;
    return end;
}

static bool has_wide_comma(const struct sheet *s, size_t row)
{
    for (size_t i = 0; i < sheet_told(s, row); i++) {
        struct sheet_cell c = sheet_at(s, row, i);
        if (c.kind == SHEET_TEXT && memmem(c.s, c.n, "\uff0c", 3))
            return true;
    }
    return false;
}

static int check_width(const struct frame *f, size_t row, size_t width, struct error *e)
{
    size_t told = sheet_told(f->s, row);
    if (!f->s->even || told == width)
        return OK;
    for (size_t i = width; i < told; i++)
        if (sheet_at(f->s, row, i).kind != SHEET_BLANK)
            return error_set(
                e, ERR_DATA,
                "%s:%zu: %zu cells where the header has %zu; put a cell that holds the "
                "delimiter in quotes",
                f->s->path, sheet_line_of(f->s, row), told, width);
    if (told > width)
        return OK;
    return error_set(
        e, ERR_DATA, "%s:%zu: %zu cell%s where the header has %zu; %s", f->s->path,
        sheet_line_of(f->s, row), told, told == 1 ? "" : "s", width,
        has_wide_comma(f->s, row)
            ? "it holds a full-width comma (U+FF0C): if it should part two cells, write ,"
            : "fill in the missing cells, if only with the delimiter");
}

static size_t header_width(const struct frame *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_columns; i++)
        n = f->columns[i].at + 1 > n ? f->columns[i].at + 1 : n;
    return n;
}

static int sort_rows(struct sorting *t, struct error *e)
{
    struct frame *f = t->f;
    const size_t end = end_of_rows(f), width = header_width(f);
    int status = OK;
    for (size_t row = f->data; row < f->s->n_rows && !status; row++) {
        if (sheet_row_is_blank(f->s, row) && !sheet_told(f->s, row))
            continue;
        if (is_skipped(f, row))
            show(f, &t->skipped, t->n_skipped++, row);
        else if (sheet_row_is_blank(f->s, row))
            continue;
        else if (row >= end || is_remark(f, row))
            show(f, &t->notes, t->n_notes++, row);
        else if (!(status = check_width(f, row, width, e)))
            f->rows[f->n_rows++] = row;
    }
    return status;
}

static bool tell_sorted(struct sorting *t)
{
    struct frame *f = t->f;
    if (t->skipped.failed || t->notes.failed)
        return false;
    if (t->n_skipped &&
        !frame_tell(f, false,
                    arena_printf(f->arena, "%zu row%s passed over (skip): %s%s", t->n_skipped,
                                 t->n_skipped == 1 ? "" : "s", t->skipped.s,
                                 t->n_skipped > NOTES_SHOWN ? ", ..." : "")))
        return false;
    return !t->n_notes ||
           frame_tell(f, false,
                      arena_printf(f->arena,
                                   "%zu row%s passed over as remarks below the table: %s%s",
                                   t->n_notes, t->n_notes == 1 ? "" : "s", t->notes.s,
                                   t->n_notes > NOTES_SHOWN ? ", ..." : ""));
}

int frame_rows(struct frame *f, struct error *e)
{
    struct sorting t = {.f = f};
    int status;
    f->rows = arena_array(f->arena, f->s->n_rows + f->s->n_columns + 1, sizeof *f->rows);
    status = f->rows ? sort_rows(&t, e) : error_no_memory_for(e, f->s->path);
    if (!status && !tell_sorted(&t))
        status = error_no_memory_for(e, f->s->path);
    str_fini(&t.skipped);
    str_fini(&t.notes);
    return status;
}

/* ---- columns --------------------------------------------------------------------------------- */

size_t frame_find(const struct frame *f, const char *name)
{
    for (size_t i = 0; i < f->n_columns; i++)
        if (strcmp(f->columns[i].name, name) == 0)
            return i;
    return NONE;
}

int frame_unknown(const struct frame *f, const char *key, const char *name, struct error *e)
{
    const char **names = arena_array(f->arena, f->n_columns, sizeof *names), *near;
    for (size_t i = 0; names && i < f->n_columns; i++)
        names[i] = f->columns[i].name;
    near = names ? text_nearest(name, names, f->n_columns) : NULL;
    return error_set(e, ERR_DATA, "%s:%zu: %s = %s: no such column%s", f->s->path,
                     sheet_line_of(f->s, f->header), key, name,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static int assign_list(struct frame *f, const char *key, const struct csv_names *list,
                       enum frame_role role, struct error *e)
{
    for (size_t i = 0; i < list->n; i++) {
        if (frame_find(f, list->v[i]) == NONE)
            return frame_unknown(f, key, list->v[i], e);
        for (size_t k = 0; k < f->n_columns; k++)
            if (strcmp(f->columns[k].name, list->v[i]) == 0)
                f->columns[k].role = role;
    }
    return OK;
}

static const char *service(enum frame_role role)
{
    switch (role) {
    case FRAME_IGNORED:
        return "one to ignore";
    case FRAME_UNIT:
        return "the unit";
    case FRAME_NAME:
        return "the name";
    case FRAME_PERIOD:
        return "the period";
    default:
        return "something else";
    }
}

static int assign(struct frame *f, const char *key, const char *name, enum frame_role role,
                  size_t *at, struct error *e)
{
    enum frame_role had;
    *at = NONE;
    if (!name || !name[0])
        return OK;
    *at = frame_find(f, name);
    if (*at == NONE)
        return frame_unknown(f, key, name, e);
    had = f->columns[*at].role;
    if (had == FRAME_UNIT && role == FRAME_NAME) {
        *at = NONE;
        return OK;
    }
    if (had != FRAME_DATA && had != FRAME_TEXT)
        return error_set(e, ERR_DATA,
                         "%s:%zu: %s = %s: the column already serves as %s; name another",
                         f->s->path, sheet_line_of(f->s, f->header), key, name, service(had));
    f->columns[*at].role = role;
    return OK;
}

/* A code of one column, or of several that commas part. */
/* Where units are across, what tells the rows apart: the variable's name, or the period of the only
 * one. */
static const char *turned_key(const struct frame *f)
{
    const char *variable = f->l->variable, *period = f->o->period;
    if (variable && frame_find(f, variable) != NONE)
        return variable;
    if (variable && period)
        return period;
    return period && strcmp(f->columns[0].name, period) == 0 && f->n_columns > 1
               ? f->columns[1].name
               : f->columns[0].name;
}

static int assign_unit(struct frame *f, struct error *e)
{
    const char *unit = f->o->unit && f->o->unit[0]    ? f->o->unit
                       : f->l->layout == SHAPE_TURNED ? turned_key(f)
                                                      : f->columns[0].name;
    char *parts = arena_strdup(f->arena, unit), *save = NULL;
    int status = parts ? OK : error_no_memory_for(e, f->s->path);
    f->n_unit = 0;
    if (frame_find(f, unit) != NONE || !strchr(unit, ','))
        return status ? status : assign(f, "unit", unit, FRAME_UNIT, &f->unit[f->n_unit++], e);
    for (char *part = strtok_r(parts, ",", &save); part && !status;
         part = strtok_r(NULL, ",", &save)) {
        size_t n = strlen(part);
        part = (char *)csv_trim(part, &n);
        part[n] = '\0';
        if (f->n_unit == FRAME_KEYS_MAX)
            return error_set(e, ERR_DATA, "%s: unit = %s: at most %d columns", f->s->path, unit,
                             FRAME_KEYS_MAX);
        status = assign(f, "unit", part, FRAME_UNIT, &f->unit[f->n_unit++], e);
    }
    return status;
}

/* Period and variable of a turned table may be what its rows are told apart by already. */
static int assign_turned(struct frame *f, struct error *e)
{
    const char *key = f->columns[f->unit[0]].name, *variable = f->l->variable;
    int status = OK;
    if (f->o->period && strcmp(f->o->period, key) != 0)
        status = assign(f, "period", f->o->period, FRAME_PERIOD, &f->period, e);
    if (!status && variable && strcmp(variable, key) != 0 && frame_find(f, variable) != NONE)
        status = assign(f, "variable", variable, FRAME_VARIABLE, &f->variable, e);
    return status;
}

static int assign_layout(struct frame *f, struct error *e)
{
    const struct shape_options *l = f->l;
    int status = OK;
    f->variable = f->value = f->flag = NONE;
    if (l->layout == SHAPE_TURNED)
        return assign_turned(f, e);
    if (l->layout == SHAPE_LONG) {
        if (!l->variable || !l->value)
            return error_set(e, ERR_DATA,
                             "%s: layout = long needs variable and value, the columns "
                             "that name the variable and hold its value",
                             f->s->path);
        status = assign(f, "value", l->value, FRAME_VALUE, &f->value, e);
        if (!status)
            status = assign(f, "flags", l->flag_column, FRAME_FLAG, &f->flag, e);
    }
    if (!status && l->variable && (l->layout == SHAPE_LONG || frame_find(f, l->variable) != NONE))
        status = assign(f, "variable", l->variable, FRAME_VARIABLE, &f->variable, e);
    return status;
}

/* Whether nothing stands in the column of any row. */
static bool is_empty(const struct frame *f, size_t column)
{
    for (size_t i = 0; i < f->n_rows; i++)
        if (frame_cell(f, i, column).kind != SHEET_BLANK)
            return false;
    return true;
}

static int drop_nameless(struct frame *f, struct error *e)
{
    size_t n = 0, dropped = 0;
    for (size_t i = 0; i < f->n_columns; i++) {
        struct frame_column *c = &f->columns[i];
        if (c->name[0] || c->role == FRAME_IGNORED) {
            f->columns[n++] = *c;
            continue;
        }
        if (!is_empty(f, i))
            return error_set(
                e, ERR_DATA,
                "%s:%zu: column %zu: has no name; give it one (columns = ...), or delete "
                "the column",
                f->s->path, sheet_line_of(f->s, f->header), c->at + 1);
        dropped++;
    }
    f->n_columns = n;
    if (dropped && !frame_tell(f, false,
                               arena_printf(f->arena,
                                            "%zu column%s without a name and without a "
                                            "value passed over",
                                            dropped, dropped == 1 ? "" : "s")))
        return error_no_memory_for(e, f->s->path);
    return OK;
}

static int check_names(const struct frame *f, struct error *e)
{
    struct text_index seen = {0};
    size_t *whose = arena_array(f->arena, f->n_columns, sizeof *whose), at = 0;
    int status = whose ? OK : error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->n_columns && !status; i++) {
        const char *name = f->columns[i].name;
        size_t known = seen.n;
        if (f->columns[i].role == FRAME_IGNORED)
            continue;
        if (text_index_put(&seen, name, strlen(name), &at))
            status = error_no_memory_for(e, f->s->path);
        else if (at < known)
            status = error_set(e, ERR_DATA,
                               "%s:%zu: column %s: columns %zu and %zu have this name; rename one",
                               f->s->path, sheet_line_of(f->s, f->header), name,
                               f->columns[whose[at]].at + 1, f->columns[i].at + 1);
        else
            whose[known] = i;
    }
    text_index_fini(&seen);
    return status;
}

static int fill_down(struct frame *f, struct error *e)
{
    for (size_t k = 0; k < f->l->fill_down.n; k++) {
        size_t at = frame_find(f, f->l->fill_down.v[k]);
        size_t *from = arena_array(f->arena, f->n_rows, sizeof *from);
        if (at == NONE)
            return frame_unknown(f, "fill_down", f->l->fill_down.v[k], e);
        if (!from)
            return error_no_memory_for(e, f->s->path);
        for (size_t i = 0; i < f->n_rows; i++)
            from[i] = i && frame_cell(f, i, at).kind == SHEET_BLANK ? from[i - 1] : f->rows[i];
        f->columns[at].from = from;
    }
    return OK;
}

/* Unit, name and period that no column tells may stand above the header, once for all rows. */
static int add_above(struct frame *f, const char *name, struct error *e)
{
    struct told_above told;
    if (!name || !*name || frame_find(f, name) != NONE || !frame_find_above(f, name, &told))
        return OK;
    return frame_add_above(f, name, told.value) &&
                   frame_tell(f, false,
                              arena_printf(f->arena,
                                           "%s is %s in all rows, as told above the header", name,
                                           told.value))
               ? OK
               : error_no_memory_for(e, f->s->path);
}

int frame_columns(struct frame *f, struct error *e)
{
    int status = assign_list(f, "text", &f->o->text, FRAME_TEXT, e);
    if (!status)
        status = assign_list(f, "ignore", &f->o->ignore, FRAME_IGNORED, e);
    if (!status && f->l->layout != SHAPE_TURNED)
        status = drop_nameless(f, e);
    if (!status && f->n_columns == 0)
        status = error_set(e, ERR_DATA, "%s: no column has a name", f->s->path);
    if (!status)
        status = add_above(f, f->o->unit, e);
    if (!status)
        status = add_above(f, f->o->name, e);
    if (!status)
        status = add_above(f, f->o->period, e);
    if (!status)
        status = assign_unit(f, e);
    if (!status)
        status = assign(f, "name", f->o->name, FRAME_NAME, &f->name, e);
    if (!status && f->l->layout != SHAPE_TURNED)
        status = assign(f, "period", f->o->period, FRAME_PERIOD, &f->period, e);
    if (!status)
        status = assign_layout(f, e);
    if (!status)
        status = check_names(f, e);
    return status ? status : fill_down(f, e);
}
