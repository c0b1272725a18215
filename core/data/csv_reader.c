/* SPDX-License-Identifier: MIT */
/* The general way through a file: its header, what each column is, and row after row. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/none.h"
#include "base/text.h"
#include "data/csv_reader.h"

enum { RELEASE_STEP = 8 << 20, RELEASE_PAGE = 2 << 20 };

/* ---- columns ------------------------------------------------------------- */

static int unknown_column(const struct csv_reader *r, const char *key, const char *name,
                          struct error *e)
{
    const char *near = text_nearest(name, r->names, r->n_columns);
    return error_set(e, ERR_DATA, "%s:%zu: %s = %s: no such column%s", r->path, r->header_line, key,
                     name, text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static size_t find_column(const struct csv_reader *r, const char *name)
{
    for (size_t i = 0; i < r->n_columns; i++)
        if (strcmp(r->columns[i].name, name) == 0)
            return i;
    return NONE;
}

/* Gives the listed columns a role; all of that name, for `ignore` may take several. */
static int assign_list(struct csv_reader *r, const char *key, const struct csv_names *list,
                       enum csv_role role, struct error *e)
{
    for (size_t i = 0; i < list->n; i++) {
        if (find_column(r, list->v[i]) == NONE)
            return unknown_column(r, key, list->v[i], e);
        for (size_t j = 0; j < r->n_columns; j++)
            if (strcmp(r->columns[j].name, list->v[i]) == 0)
                r->columns[j].role = role;
    }
    return OK;
}

static int assign(struct csv_reader *r, const char *key, const char *name, enum csv_role role,
                  size_t *at, struct error *e)
{
    enum csv_role had;
    *at = NONE;
    if (!name || !name[0])
        return OK;
    *at = find_column(r, name);
    if (*at == NONE)
        return unknown_column(r, key, name, e);
    had = r->columns[*at].role;
    if (had == ROLE_UNIT && role == ROLE_NAME) { /* names that serve as codes */
        *at = NONE;
        return OK;
    }
    if (had != ROLE_DATA && had != ROLE_TEXT)
        return error_set(e, ERR_DATA,
                         "%s:%zu: %s = %s: the column already serves as %s; name "
                         "another",
                         r->path, r->header_line, key, name,
                         had == ROLE_IGNORED ? "one to ignore"
                         : had == ROLE_UNIT  ? "the unit"
                                             : "the name");
    r->columns[*at].role = role;
    return OK;
}

static int assign_roles(struct csv_reader *r, struct error *e)
{
    const struct csv_options *o = r->o;
    const char *unit = o->unit && o->unit[0] ? o->unit : r->columns[0].name;
    int status = assign_list(r, "text", &o->text, ROLE_TEXT, e);
    if (!status)
        status = assign_list(r, "ignore", &o->ignore, ROLE_IGNORED, e);
    if (!status)
        status = assign(r, "unit", unit, ROLE_UNIT, &r->unit, e);
    if (!status)
        status = assign(r, "name", o->name, ROLE_NAME, &r->name, e);
    if (!status)
        status = assign(r, "period", o->period, ROLE_PERIOD, &r->period, e);
    return status;
}

/* Names that are blank or there twice, but for columns that are ignored. */
static int check_names(const struct csv_reader *r, struct error *e)
{
    struct text_index seen = {0};
    size_t *column_of = malloc(r->n_columns * sizeof *column_of), at = 0;
    int status = column_of ? OK : error_no_memory_for(e, r->path);
    for (size_t i = 0; i < r->n_columns && !status; i++) {
        const char *name = r->names[i];
        size_t known = seen.n;
        if (r->columns[i].role == ROLE_IGNORED)
            continue;
        if (!name[0])
            status = error_set(e, ERR_DATA,
                               "%s:%zu: column %zu: has no name; give it one, or "
                               "delete the column",
                               r->path, r->header_line, i + 1);
        else if (text_index_put(&seen, name, strlen(name), &at))
            status = error_no_memory_for(e, r->path);
        else if (at < known)
            status = error_set(e, ERR_DATA,
                               "%s:%zu: column %s: columns %zu and %zu have this "
                               "name; rename one",
                               r->path, r->header_line, name, column_of[at] + 1, i + 1);
        else
            column_of[known] = i;
    }
    text_index_fini(&seen);
    free(column_of);
    return status;
}

static bool has_wide_comma(const char *s, size_t n)
{
    return memmem(s, n, "\uff0c", 3) || memmem(s, n, "\uff1b", 3);
}

/* A header broken into lines within its quotes is named on one: each break, with the blanks about
   it, is one blank. In place. */
static void join_lines(char *name)
{
    char *to = name;
    for (const char *s = name; *s;) {
        const size_t blank = strspn(s, " \r\n");
        if (blank && (memchr(s, '\n', blank) || memchr(s, '\r', blank)))
            *to++ = ' ';
        else if (blank)
            memmove(to, s, blank), to += blank;
        else
            *to++ = *s;
        s += blank ? blank : 1;
    }
    *to = '\0';
}

static int read_header(struct csv_reader *r, struct error *e)
{
    struct csv_scan *s = &r->scan;
    size_t line = s->line;
    bool more;
    int status = csv_scan_next(s, &more, e);
    r->final = status != OK;
    if (status)
        return status;
    if (!more || s->row_line != line)
        return error_set(e, ERR_DATA,
                         "%s:%zu: the header is blank; set header_rows to the line "
                         "that has it",
                         r->path, line);
    r->header_line = line;
    r->n_columns = s->n;
    r->columns = calloc(s->n, sizeof *r->columns);
    r->names = calloc(s->n, sizeof *r->names);
    if (!r->columns || !r->names)
        return error_no_memory_for(e, r->path);
    for (size_t i = 0; i < s->n; i++) {
        size_t n;
        const char *name = csv_clean(r, &s->fields[i], &n);
        char *own = name ? arena_strndup(r->arena, name, n) : NULL;
        if (!own)
            return error_no_memory_for(e, r->path);
        join_lines(own);
        r->names[i] = own;
        r->columns[i].name = r->names[i];
    }
    r->final = r->n_columns == 1 && has_wide_comma(r->names[0], strlen(r->names[0]));
    if (r->final)
        return error_set(e, ERR_DATA,
                         "%s:%zu: the header is a single column with full-width "
                         "commas in it; part the columns with ,",
                         r->path, line);
    s->names = r->names;
    s->n_names = r->n_columns;
    return OK;
}

static bool allocate_column(struct csv_column *c, size_t n)
{
    switch (c->role) {
    case ROLE_DATA:
        c->v = malloc(n * sizeof *c->v);
        c->cell = malloc(n);
        return c->v && c->cell;
    case ROLE_NAME:
    case ROLE_TEXT:
        c->kind = KIND_TEXTS;
        c->text = malloc(n * sizeof *c->text);
        return c->text != NULL;
    default:
        return true;
    }
}

static int allocate_rows(struct csv_reader *r, struct error *e)
{
    size_t n = csv_scan_rows_max(&r->scan, r->n_columns);
    bool whole = n <= SIZE_MAX / sizeof(struct csv_slice);
    size_t **const each[] = {&r->line, &r->unit_of, &r->period_of, &r->unit_row, &r->period_row};
    r->cap_rows = n;
    for (size_t i = 0; i < sizeof each / sizeof *each && whole; i++)
        whole = (*each[i] = malloc(n * sizeof **each[i])) != NULL;
    for (size_t i = 0; i < r->n_columns && whole; i++)
        whole = allocate_column(&r->columns[i], n);
    return whole ? OK : error_no_memory_for(e, r->path);
}

/* ---- rows ---------------------------------------------------------------- */

/* Full-width commas in a column's name and in its first cell were meant to part columns. */
static int check_wide_commas(struct csv_reader *r, struct error *e)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        const struct csv_field *f = &r->scan.fields[i];
        r->final = has_wide_comma(r->names[i], strlen(r->names[i])) && has_wide_comma(f->s, f->n);
        if (r->final)
            return csv_cell_error(r, &r->columns[i], f->line, f->s, f->n,
                                  "a full-width comma "
                                  "here and in the header; write , where a cell ends",
                                  e);
    }
    return OK;
}

/* Gives back memory of text that has been read, unless a column of texts still points into it. */
static void release(struct csv_reader *r)
{
    size_t n;
    if (!r->released || r->scan.p < r->released + RELEASE_STEP)
        return;
    n = (size_t)(r->scan.p - r->released) / RELEASE_STEP * RELEASE_STEP;
    for (size_t i = 0; i < r->n_columns; i++)
        if (r->columns[i].text)
            return;
    if (madvise(r->released, n, MADV_DONTNEED) == 0)
        r->released += n;
}

static int read_plain_rows(struct csv_reader *r, struct error *e)
{
    bool taken = r->plain;
    int status = OK;
    while (!status && taken && r->n_rows < r->cap_rows) {
        if (r->n_rows % 1024 == 0)
            release(r);
        status = csv_row_plain(r, &taken, e);
    }
    return status;
}

static int read_rows(struct csv_reader *r, struct error *e)
{
    bool more;
    int status;
    while (!(status = csv_scan_next(&r->scan, &more, e)) && more) {
        if ((status = csv_scan_width(&r->scan, r->n_columns, e)))
            return status;
        if (r->n_rows == r->cap_rows)
            return error_set(e, ERR_INTERNAL, "%s: more rows than lines", r->path);
        if (r->n_rows == 0 && (status = check_wide_commas(r, e)))
            return status;
        for (size_t i = 0; i < r->n_columns; i++) {
            struct csv_column *c = &r->columns[i];
            status = csv_take(r, c, &r->scan.fields[i], e);
            if (status)
                return status;
        }
        r->n_rows++;
        if ((status = read_plain_rows(r, e)))
            return status;
    }
    r->final = status != OK;
    return status;
}

/* ---- the whole ----------------------------------------------------------- */

char *csv_release_start(const struct csv_bytes *text, char *own)
{
    char *start = text->owned ? text->owned : own;
    size_t past = (uintptr_t)start % RELEASE_PAGE;
    return text->n < 2 * (size_t)RELEASE_STEP || !start ? NULL
                                                        : start + (past ? RELEASE_PAGE - past : 0);
}

bool csv_is_plain(const struct csv_reader *r)
{
    return r->rules.decimal == '.' && !r->rules.thousands && strchr(",;\t|", r->scan.delimiter);
}

int csv_reader_begin(struct csv_reader *r, struct error *e)
{
    int status = read_header(r, e);
    if (!status)
        status = assign_roles(r, e);
    if (!status)
        status = check_names(r, e);
    return status;
}

int csv_reader_rows(struct csv_reader *r, struct error *e)
{
    int status = allocate_rows(r, e);
    return status ? status : read_rows(r, e);
}

void csv_reader_fini(struct csv_reader *r)
{
    for (size_t i = 0; i < r->n_columns && r->columns; i++) {
        free(r->columns[i].v);
        free(r->columns[i].cell);
        free(r->columns[i].text);
    }
    free(r->columns);
    free(r->names);
    free(r->line);
    free(r->unit_of);
    free(r->period_of);
    free(r->unit_row);
    free(r->period_row);
    text_index_fini(&r->units);
    text_index_fini(&r->periods);
    str_fini(&r->scratch);
    arena_free(r->arena);
    csv_scan_close(&r->scan);
}
