/* SPDX-License-Identifier: MIT */
/* Where the header of a sheet is, and what its columns are called. */
#include <stdlib.h>
#include <string.h>

#include "data/shape_internal.h"
#include "data/unit_name.h"

enum { LOOKED_AT = 100, NAME_MAX_BYTES = 2000 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static const char *word_at(struct frame *f, size_t row, size_t column)
{
    struct sheet_cell c = frame_sheet_cell(f, row, column);
    return c.kind == SHEET_BLANK ? "" : frame_word(f, c);
}

/* ---- which row ------------------------------------------------------------------------------- */

static const struct shape_header *named_as(const struct frame *f, const char *name)
{
    for (size_t i = 0; i < f->l->n_named; i++)
        if (strcmp(f->l->named[i].name, name) == 0)
            return &f->l->named[i];
    return NULL;
}

/* The column of the row that a name stands for, or NONE. */
static size_t column_called(struct frame *f, size_t row, const char *name)
{
    const struct shape_header *h = named_as(f, name);
    for (size_t i = 0; i < sheet_told(f->s, row); i++) {
        const char *word = word_at(f, row, i);
        if (word && *word && (strcmp(word, name) == 0 || (h && frame_matches(f, h->pattern, word))))
            return i;
    }
    return NONE;
}

/* Whether the row names the unit: as a whole, or each of its columns parted by commas; where the
   first of them is. */
static bool names_unit(struct frame *f, size_t row, size_t *at)
{
    const char *unit = f->o->unit, *p;
    char *parts = arena_strdup(f->arena, unit);
    *at = column_called(f, row, unit);
    if (*at == NONE && f->l->split)
        for (size_t i = 0; i < sheet_told(f->s, row) && *at == NONE; i++) {
            p = word_at(f, row, i);
            *at = p && strchr(p, f->l->split) && strstr(p, unit) ? i : NONE;
        }
    if (*at != NONE || !parts || !strchr(unit, ','))
        return *at != NONE;
    for (char *save = NULL, *part = strtok_r(parts, ",", &save); part;
         part = strtok_r(NULL, ",", &save)) {
        size_t n = strlen(part), found;
        char *name = arena_strdup(f->arena, csv_trim(part, &n));
        if (!name)
            return false;
        name[n] = '\0';
        found = column_called(f, row, name);
        if (found == NONE)
            return false;
        *at = *at == NONE ? found : *at;
    }
    return *at != NONE;
}

/* The first row behind the lines that header_rows says. */
static size_t rows_within(const struct sheet *s, size_t lines)
{
    size_t row = 0;
    while (row < s->n_rows && sheet_line_of(s, row) <= lines)
        row++;
    return row;
}

/* A word, or a year: what may stand in a header. *is_number tells which. */
static bool is_heading(const struct frame *f, struct sheet_cell c)
{
    double v = c.v;
    if (c.kind == SHEET_TEXT) {
        size_t n = c.n;
        const char *s = csv_trim(c.s, &n);
        if (csv_value_read(&f->rules, s, n, &v) != CSV_NUMBER)
            return true;
    }
    return v >= 1800 && v <= 2200 && v == (double)(int)v;
}

/* Whether the cell above one that is filled in is blank, so that it is the name of its column. */
static bool names_alone(const struct frame *f, size_t column)
{
    size_t above = f->header_rows[f->n_header_rows - 1];
    return column < sheet_told(f->s, above) &&
           frame_sheet_cell(f, above, column).kind == SHEET_BLANK;
}

/* A row of names below others: one that the unit's heading reaches into, or without figures where
   the unit's column is blank. */
static bool continues_header(const struct frame *f, size_t row, size_t unit)
{
    size_t filled = 0;
    const struct sheet_merge *m = merged_cells_range(&f->merged, f->s, row, unit);
    bool alone = false;
    if (row >= f->s->n_rows || sheet_at(f->s, row, unit).kind != SHEET_BLANK)
        return false;
    if (m)
        return m->top >= f->header && !sheet_row_is_blank(f->s, row);
    for (size_t i = 0; i < sheet_told(f->s, row); i++) {
        struct sheet_cell c = sheet_at(f->s, row, i);
        if (c.kind == SHEET_BLANK)
            continue;
        if (!is_heading(f, c))
            return false;
        alone = names_alone(f, i);
        filled++;
    }
    return filled > 1 || (filled == 1 && alone);
}

static bool same_cells(const struct sheet_cell *a, const struct sheet_cell *b)
{
    return a->kind == b->kind && a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

/* A name whose bracket is closed further below. */
static bool leaves_open(struct sheet_cell c)
{
    const char *open = NULL;
    for (size_t i = 0; i < c.n; i++) {
        const bool wide = c.n - i >= 3 && c.s[i] == '\xef' && c.s[i + 1] == '\xbc';
        if (c.s[i] == '(' || (wide && c.s[i + 2] == '\x88'))
            open = c.s + i;
        else if (c.s[i] == ')' || (wide && c.s[i + 2] == '\x89'))
            open = NULL;
    }
    return open != NULL;
}

/* Whether a row below the names tells but units: each of its cells stands below a name of its own.
 */
static bool tells_units(const struct frame *f, size_t above, size_t row)
{
    for (size_t i = 0; i < sheet_told(f->s, row); i++) {
        struct sheet_cell name = sheet_at(f->s, above, i);
        if (sheet_at(f->s, row, i).kind == SHEET_BLANK)
            continue;
        if (name.kind != SHEET_TEXT || leaves_open(name))
            return false;
        for (size_t k = 0; k < i; k++) {
            struct sheet_cell other = sheet_at(f->s, above, k);
            if (same_cells(&name, &other))
                return false;
        }
    }
    return true;
}

static bool add_header_row(struct frame *f, size_t row)
{
    if (f->n_header_rows && tells_units(f, f->header_rows[f->n_header_rows - 1], row))
        return frame_tell(f, false,
                          arena_printf(f->arena,
                                       "line %zu tells the units of the columns; it is no "
                                       "part of their names",
                                       sheet_line_of(f->s, row)));
    f->header_rows[f->n_header_rows++] = row;
    return true;
}

/* The rows that `header` lists. */
static int listed_rows(struct frame *f, struct error *e)
{
    const struct csv_names *h = &f->l->header;
    for (size_t i = 0; i < h->n; i++) {
        char *end;
        unsigned long line = strtoul(h->v[i], &end, 10);
        size_t row = rows_within(f->s, line);
        if (*end || !line || !row || sheet_line_of(f->s, row - 1) != line)
            return error_set(e, ERR_DATA, "%s: header = %s: no such line with cells", f->s->path,
                             h->v[i]);
        f->header_rows[f->n_header_rows++] = row - 1;
        f->data = row > f->data ? row : f->data;
    }
    f->header = f->header_rows[0];
    return OK;
}

/* The first row that names the variable or the period, where the unit stands above it. */
static size_t find_other(struct frame *f, size_t limit, size_t otherwise)
{
    const char *const names[] = {f->l->variable, f->o->period};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        for (size_t row = 0; names[k] && *names[k] && row < limit; row++)
            if (column_called(f, row, names[k]) != NONE)
                return row;
    return otherwise;
}

static size_t find_top(struct frame *f, size_t within, bool given, size_t *unit)
{
    size_t limit = given ? within : least(f->s->n_rows, LOOKED_AT);
    *unit = 0;
    if (!f->o->unit || !f->o->unit[0])
        return within ? within - 1 : 0;
    for (size_t i = 0; i < limit; i++) {
        size_t row = given ? limit - 1 - i : i;
        if (names_unit(f, row, unit))
            return row;
    }
    *unit = 0;
    return given ? within - 1 : find_other(f, limit, within ? within - 1 : 0);
}

static int find_rows(struct frame *f, struct error *e)
{
    bool given = f->o->header_rows > 1;
    size_t within = rows_within(f->s, given ? f->o->header_rows : 1), unit;
    f->header_rows = arena_array(f->arena, f->l->header.n + LOOKED_AT + within + 1, sizeof(size_t));
    if (!f->header_rows)
        return error_no_memory_for(e, f->s->path);
    f->data = within;
    if (f->l->header.n)
        return listed_rows(f, e);
    if (f->l->columns.n) {
        f->header = within ? within - 1 : 0;
        return OK;
    }
    f->header = find_top(f, within, given, &unit);
    f->header_rows[f->n_header_rows++] = f->header;
    if (!given)
        f->data = f->header + 1;
    for (size_t row = f->header + 1; given ? row < f->data : continues_header(f, row, unit);
         row++) {
        if (!add_header_row(f, row))
            return error_no_memory_for(e, f->s->path);
        f->data = row + 1 > f->data ? row + 1 : f->data;
        if (row > f->header + LOOKED_AT)
            break;
    }
    if (f->header && !given &&
        !frame_tell(f, false,
                    arena_printf(f->arena,
                                 "the header is on line %zu, where the column of the unit "
                                 "is named; what is above is passed over",
                                 sheet_line_of(f->s, f->header))))
        return error_no_memory_for(e, f->s->path);
    return OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Whether any header row below the i-th has a name in the column. */
static bool named_below(const struct frame *f, size_t i, size_t column)
{
    for (size_t k = i + 1; k < f->n_header_rows; k++)
        if (frame_sheet_cell(f, f->header_rows[k], column).kind != SHEET_BLANK)
            return true;
    return false;
}

/* The column whose name a blank cell of the i-th header row goes by: the nearest to its left. */
static size_t named_by(const struct frame *f, size_t i, size_t column)
{
    const size_t row = f->header_rows[i];
    size_t k = column;
    if (frame_sheet_cell(f, row, column).kind != SHEET_BLANK || !named_below(f, i, column))
        return column;
    while (k > 0 && frame_sheet_cell(f, row, k).kind == SHEET_BLANK)
        k--;
    if (k > 0 && sheet_at(f->s, row, k).kind == SHEET_BLANK)
        return column;          /* merged cells say how far their name goes */
    return k == 0 ? column : k; /* the first column names units */
}

/* Line ends within a name: a blank between words, else nothing. */
static void join_lines(char *s)
{
    char *to = s;
    for (const char *p = s; *p; p++) {
        if (*p != '\n' && *p != '\r')
            *to++ = *p;
        else if (to > s && (unsigned char)to[-1] < 0x80 && to[-1] != ' ' && p[1] > ' ' &&
                 (unsigned char)p[1] < 0x80)
            *to++ = ' ';
    }
    *to = '\0';
}

/* How many brackets of a text nobody has closed; below 0: how many it closes of one before. */
static int open_brackets(const char *s)
{
    int n = 0;
    for (; *s; s++) {
        n += *s == '(' || strncmp(s, "（", 3) == 0;
        n -= *s == ')' || strncmp(s, "）", 3) == 0;
    }
    return n;
}

/* Whether a header row below the i-th closes in this column what one above has opened. */
static bool closed_below(struct frame *f, size_t i, size_t column)
{
    for (size_t k = i; k < f->n_header_rows; k++) {
        const char *word = word_at(f, f->header_rows[k], named_by(f, k, column));
        if (word && open_brackets(word))
            return open_brackets(word) < 0;
    }
    return false;
}

/* The whole of a word stands in brackets: the unit of the name above. */
static bool is_bracket(const char *word)
{
    return (*word == '(' || strncmp(word, "（", 3) == 0) && open_brackets(word) == 0;
}

static void shut_bracket(struct str *path)
{
    if (path->n && !path->failed && open_brackets(path->s) > 0)
        str_add(path, strstr(path->s, "（") ? "）" : ")");
}

/* Adds what the i-th header row says: a bracket that is parted over rows stays whole. */
static void add_to_path(struct frame *f, struct str *path, size_t i, size_t column,
                        const char *word)
{
    const bool open = path->n && open_brackets(path->s) > 0;
    if (open && closed_below(f, i, column)) {
        str_add(path, word);
        return;
    }
    shut_bracket(path);
    str_printf(path, "%s%s", path->n && !is_bracket(word) ? "/" : "", word);
}

static const char *path_of(struct frame *f, size_t column)
{
    struct str path = {0};
    const char *last = "";
    char *name;
    for (size_t i = 0; i < f->n_header_rows; i++) {
        const char *word = word_at(f, f->header_rows[i], named_by(f, i, column));
        if (word && *word && strcmp(word, last)) {
            add_to_path(f, &path, i, column, word);
            last = word;
        }
    }
    if (f->n_header_rows > 1)
        shut_bracket(&path);
    name = path.failed ? NULL : arena_strdup(f->arena, path.s ? path.s : "");
    str_fini(&path);
    if (name && (f->s->name || f->n_header_rows > 1))
        join_lines(name);
    return name;
}

static size_t width_of_header(const struct frame *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_header_rows; i++) {
        size_t told = sheet_told(f->s, f->header_rows[i]);
        n = told > n ? told : n;
    }
    return !f->s->even || !f->n_header_rows ? f->s->n_columns : n;
}

static bool add_column(struct frame *f, const char *name, size_t at, size_t part)
{
    struct frame_column *c = &f->columns[f->n_columns++];
    *c = (struct frame_column){.name = name, .at = at, .part = part};
    return name != NULL;
}

/* "freq,unit,geo\TIME_PERIOD": three columns, and what is said of the others. */
static bool add_parts(struct frame *f, const char *name, size_t at)
{
    size_t part = 0;
    for (const char *p = name; p; part++) {
        const char *next = strchr(p, f->l->split);
        size_t n = next ? (size_t)(next - p) : strcspn(p, "\\");
        p = csv_trim(p, &n);
        if (!add_column(f, arena_strndup(f->arena, p, n), at, part))
            return false;
        p = next ? next + 1 : NULL;
    }
    return true;
}

static int name_columns(struct frame *f, struct error *e)
{
    size_t n = f->l->columns.n ? f->l->columns.n : width_of_header(f);
    bool split = false, whole = true;
    f->columns = arena_array(f->arena, n + NAME_MAX_BYTES, sizeof *f->columns);
    if (!f->columns)
        return error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < n && whole; i++) {
        const char *name = f->l->columns.n ? f->l->columns.v[i] : path_of(f, i);
        bool parted = name && f->l->split && !split && strchr(name, f->l->split) &&
                      strlen(name) < NAME_MAX_BYTES;
        split = split || parted;
        whole = parted ? add_parts(f, name, i) : add_column(f, name, i, NONE);
        if (whole && f->l->columns.n && strcmp(name, "-") == 0)
            f->columns[f->n_columns - 1].role = FRAME_IGNORED;
    }
    return whole ? OK : error_no_memory_for(e, f->s->path);
}

/* ---- names by header ------------------------------------------------------------------------- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* How a pattern may meet a header, the strictest first. */
enum meeting { WHOLE_PATH, LAST_NAME, BARE_PATH, BARE_NAME, N_MEETINGS };

static bool meets(struct frame *f, const char *pattern, const char *path, enum meeting how)
{
    if (how >= BARE_PATH) {
        path = frame_bare(f, path);
        pattern = frame_bare(f, pattern);
    }
    if (how == LAST_NAME || how == BARE_NAME)
        path = path ? last_part(path) : NULL;
    return path && pattern && frame_matches(f, pattern, path);
}

/* The columns that a pattern stands for, in found: those that it meets in the strictest way that
   meets any. */
static size_t find_matches(struct frame *f, const char *pattern, size_t found[2])
{
    size_t n = 0;
    for (enum meeting how = WHOLE_PATH; how < N_MEETINGS && n == 0; how++)
        for (size_t i = 0; i < f->n_columns; i++) {
            const char *name = f->columns[i].name;
            if (f->columns[i].role != FRAME_IGNORED && *name && meets(f, pattern, name, how)) {
                found[n < 2 ? n : 1] = i;
                n++;
            }
        }
    return n;
}

static int rename_column(struct frame *f, struct shape_header *h, const char **to, struct error *e)
{
    size_t found[2] = {0, 0}, n = find_matches(f, h->pattern, found);
    if (n == 1) {
        h->met = true;
        if (strlen(f->columns[found[0]].name) < sizeof h->header)
            strcpy(h->header, f->columns[found[0]].name);
        to[found[0]] = h->name;
        return OK;
    }
    if (n == 0 && h->may_lack)
        return OK;
    if (n == 0)
        return error_set(e, ERR_DATA, "%s:%zu: %s = %s: no column is so called", f->s->path,
                         sheet_line_of(f->s, f->header), h->name, h->pattern);
    return error_set(e, ERR_DATA,
                     "%s:%zu: %s = %s: %zu columns are so called, %s and %s among them; "
                     "say more of the name",
                     f->s->path, sheet_line_of(f->s, f->header), h->name, h->pattern, n,
                     f->columns[found[0]].name, f->columns[found[1]].name);
}

static int rename_columns(struct frame *f, struct error *e)
{
    const char **to = arena_array(f->arena, f->n_columns, sizeof *to);
    int status = to ? OK : error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->l->n_named && !status; i++)
        status = rename_column(f, &f->l->named[i], to, e);
    for (size_t i = 0; i < f->n_columns && !status; i++)
        if (to[i])
            f->columns[i].name = to[i];
    return status;
}

int frame_header(struct frame *f, struct error *e)
{
    int status = find_rows(f, e);
    if (!status && f->s->n_rows == 0)
        status = error_set(e, ERR_DATA, "%s: no cell is filled in", f->s->path);
    if (!status)
        status = name_columns(f, e);
    if (!status)
        status = rename_columns(f, e);
    return status;
}
