/* SPDX-License-Identifier: MIT */
#include "data/csv_reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/file.h"
#include "base/none.h"
#include "data/csv_bytes.h"
#include "data/csv_fast.h"

enum { SHOWN_MAX = 60 }; /* bytes of a cell that a message shows */
enum { RELEASE_STEP = 8 << 20, RELEASE_PAGE = 2 << 20 };

/* ---- messages ------------------------------------------------------------ */

/* n or less, so that no character is cut. */
static int shown_length(const char *s, size_t n)
{
    if (n <= SHOWN_MAX)
        return (int)n;
    n = SHOWN_MAX;
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return (int)n;
}

int csv_cell_error(const struct csv_reader *r, const struct csv_column *c, size_t line,
                   const char *s, size_t n, const char *why, struct error *e)
{
    int shown = shown_length(s, n);
    return error_set(e, ERR_DATA, "%s:%zu: column %s: \"%.*s%s\": %s", r->path, line, c->name,
                     shown, s, (size_t)shown < n ? "..." : "", why);
}

int csv_text_error(const struct csv_reader *r, const struct csv_column *c, size_t line,
                   const char *s, size_t n, size_t number_line, struct error *e)
{
    bool meant;
    char text[256];
    const char *why = csv_value_why(&r->rules, s, n, &meant);
    if (!why && number_line) {
        snprintf(text, sizeof text,
                 "not a number, as line %zu has in this column; list a mark of "
                 "no data under missing, a column of texts under text, one not needed under "
                 "ignore",
                 number_line);
        why = text;
    }
    return csv_cell_error(r, c, line, s, n, why ? why : "not a number", e);
}

/* ---- columns ------------------------------------------------------------- */

static int unknown_column(const struct csv_reader *r, const char *key, const char *name,
                          struct error *e)
{
    const char *near = text_nearest(name, r->names, r->n_columns);
    return error_set(e, ERR_DATA, "%s:%zu: %s = %s: no such column%s%s%s", r->path, r->header_line,
                     key, name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
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

static int read_header(struct csv_reader *r, struct error *e)
{
    struct csv_scan *s = &r->scan;
    size_t line = s->line;
    bool more;
    int status = csv_scan_next(s, &more, e);
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
        r->names[i] = name ? arena_strndup(r->arena, name, n) : NULL;
        if (!r->names[i])
            return error_no_memory_for(e, r->path);
        r->columns[i].name = r->names[i];
    }
    if (r->n_columns == 1 && has_wide_comma(r->names[0], strlen(r->names[0])))
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

/* ---- cells --------------------------------------------------------------- */

const char *csv_clean(struct csv_reader *r, const struct csv_field *f, size_t *n)
{
    struct str *b = &r->scratch;
    size_t kept = 0;
    bool plain = f->n == 0 || f->s[0] != '\'';
    for (size_t i = 0; i < f->n && plain; i++)
        plain = f->s[i] != '"' && !csv_invisible(f->s + i, f->n - i);
    *n = f->n;
    if (plain)
        return f->s;
    b->n = 0;
    csv_decode(b, f->s, f->n);
    if (b->failed)
        return NULL;
    for (size_t i = 0; i < b->n;) {
        size_t skip = csv_invisible(b->s + i, b->n - i);
        if (!skip)
            b->s[kept++] = b->s[i];
        i += skip ? skip : 1;
    }
    *n = kept;
    return csv_trim(b->s, n);
}

static int take_key(struct csv_reader *r, const struct csv_column *c, const struct csv_field *f,
                    struct text_index *keys, size_t *key_of, size_t *key_row, struct error *e)
{
    size_t n, known = keys->n, *at = &key_of[r->n_rows];
    const char *s = csv_clean(r, f, &n);
    if (s && n == 0)
        return csv_cell_error(r, c, f->line, "", 0,
                              c->role == ROLE_UNIT ? "blank; each row needs the code of its unit"
                                                   : "blank; each row needs its period",
                              e);
    if (!s || text_index_put(keys, s, n, at))
        return error_no_memory_for(e, r->path);
    if (*at == known)
        key_row[known] = r->n_rows;
    return OK;
}

static int take_unit(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                     struct error *e)
{
    r->line[r->n_rows] = f->line;
    return take_key(r, c, f, &r->units, r->unit_of, r->unit_row, e);
}

static int take_period(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                       struct error *e)
{
    return take_key(r, c, f, &r->periods, r->period_of, r->period_row, e);
}

static int take_text(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                     struct error *e)
{
    (void)e;
    c->text[r->n_rows] = (struct csv_slice){f->s, f->n};
    return OK;
}

/* An open column keeps its cells as text too, from the first mark on, until a cell settles it. */
static int keep_open(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                     struct error *e)
{
    if (!c->text) {
        c->text = malloc(r->cap_rows * sizeof *c->text);
        if (!c->text)
            return error_no_memory_for(e, r->path);
    }
    return take_text(r, c, f, e);
}

static void settle(struct csv_column *c, const struct csv_field *f, enum csv_kind kind)
{
    c->kind = kind;
    c->first = (struct csv_slice){f->s, f->n};
    c->first_line = f->line;
    c->meant = true;
    if (kind == KIND_NUMBERS) {
        free(c->text);
        c->text = NULL;
    } else {
        free(c->v);
        free(c->cell);
        c->v = NULL;
        c->cell = NULL;
    }
}

/* A cell of a column in which a text was met before any number. */
static int take_among_texts(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                            enum csv_value read, struct error *e)
{
    bool meant = false;
    if (read == CSV_NUMBER)
        return csv_text_error(r, c, c->first_line, c->first.s, c->first.n, f->line, e);
    if (read == CSV_OTHER && c->meant) {
        csv_value_why(&r->rules, f->s, f->n, &meant);
        c->meant = meant;
    }
    return take_text(r, c, f, e);
}

static int take_data(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                     struct error *e)
{
    size_t row = r->n_rows;
    double v = NAN;
    enum csv_value read = csv_value_read(&r->rules, f->s, f->n, &v);
    if (c->kind == KIND_OPEN && read == CSV_NUMBER)
        settle(c, f, KIND_NUMBERS);
    else if (c->kind == KIND_OPEN && keep_open(r, c, f, e))
        return ERR_MEMORY;
    if (c->kind == KIND_OPEN && read == CSV_OTHER)
        settle(c, f, KIND_TEXTS);
    if (c->kind == KIND_TEXTS)
        return take_among_texts(r, c, f, read, e);
    if (read == CSV_OTHER)
        return csv_text_error(r, c, f->line, f->s, f->n, c->first_line, e);
    c->v[row] = read == CSV_BELOW_UNIT ? 0 : v;
    c->cell[row] = read == CSV_MISSING ? CELL_MISSING : CELL_OBSERVED;
    return OK;
}

static int take_nothing(struct csv_reader *r, struct csv_column *c, const struct csv_field *f,
                        struct error *e)
{
    (void)r, (void)c, (void)f, (void)e;
    return OK;
}

static int (*const takers[N_ROLES])(struct csv_reader *, struct csv_column *,
                                    const struct csv_field *, struct error *) = {
    [ROLE_DATA] = take_data, [ROLE_TEXT] = take_text,     [ROLE_UNIT] = take_unit,
    [ROLE_NAME] = take_text, [ROLE_PERIOD] = take_period, [ROLE_IGNORED] = take_nothing,
};

int csv_take(struct csv_reader *r, struct csv_column *c, const struct csv_field *f, struct error *e)
{
    return takers[c->role](r, c, f, e);
}

/* Full-width commas in a column's name and in its first cell were meant to part columns. */
static int check_wide_commas(const struct csv_reader *r, struct error *e)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        const struct csv_field *f = &r->scan.fields[i];
        if (has_wide_comma(r->names[i], strlen(r->names[i])) && has_wide_comma(f->s, f->n))
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
            status = takers[c->role](r, c, &r->scan.fields[i], e);
            if (status)
                return status;
        }
        r->n_rows++;
        if ((status = read_plain_rows(r, e)))
            return status;
    }
    return status;
}

/* ---- the whole ----------------------------------------------------------- */

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

/* Where memory can be given back from: bytes is the reader's own, from malloc. */
static char *release_start(const struct csv_bytes *text, char *bytes)
{
    char *start = text->owned ? text->owned : bytes;
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

/* own: bytes again, if it may be changed. */
static int read_table(const char *path, const char *bytes, size_t n, char *own,
                      const struct csv_options *o, struct table **t, struct error *e)
{
    struct csv_reader r = {.path = path, .o = o, .arena = arena_new()};
    struct csv_bytes text = {0};
    int status = OK;
    *t = NULL;
    if (!r.arena)
        status = error_no_memory_for(e, r.path);
    if (!status)
        status = csv_rules_init(&r.rules, path, r.o, e);
    if (!status)
        status = csv_bytes_open(&text, path, bytes, n, r.o->encoding, e);
    if (!status)
        status = csv_scan_open(&r.scan, path, text.s, text.n, r.o, e);
    if (!status) {
        r.plain = csv_is_plain(&r);
        r.released = release_start(&text, own);
    }
    if (!status)
        status = csv_reader_begin(&r, e);
    if (!status)
        status = csv_reader_rows(&r, e);
    if (!status)
        status = csv_build(&r, t, e);
    csv_reader_fini(&r);
    csv_bytes_close(&text);
    return status;
}

static const struct csv_options usual;

int csv_read_bytes(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                   struct table **t, struct error *e)
{
    return read_table(path, bytes, n, NULL, o ? o : &usual, t, e);
}

/* What is too large to be kept as bytes, through its descriptor. */
static int read_opened(struct input *in, const char *path, const struct csv_options *o,
                       const struct csv_tuning *tuning, struct table **t, struct error *e)
{
    char *bytes = NULL, sha256[HASH_TEXT];
    size_t n = 0;
    int status = OK;
    if (!csv_fast(in->fd, path, o, tuning, t, sha256)) {
        status = file_read_opened(in->fd, path, SIZE_MAX / 8, &bytes, &n, e);
        if (!status) {
            hash_bytes(bytes, n, sha256); /* before memory of what was read is given back */
            status = read_table(path, bytes, n, bytes, o, t, e);
        }
        free(bytes);
    }
    if (!status)
        status = input_hashed(in, path, sha256, e);
    if (status) {
        table_free(*t);
        *t = NULL;
    }
    return status;
}

static int read_tuned(struct inputs *from, const char *path, const struct csv_options *o,
                      const struct csv_tuning *tuning, struct table **t, char sha256[HASH_TEXT],
                      struct error *e)
{
    struct input *in;
    int status = inputs_open(from, path, tuning->smallest - 1, &in, e);
    *t = NULL;
    if (!status)
        status = in->bytes ? csv_read_bytes(path, in->bytes, in->n, o, t, e)
                           : read_opened(in, path, o ? o : &usual, tuning, t, e);
    if (!status)
        memcpy(sha256, in->sha256, HASH_TEXT);
    return status;
}

int csv_read_input(struct inputs *from, const char *path, const struct csv_options *o,
                   struct table **t, char sha256[HASH_TEXT], struct error *e)
{
    return read_tuned(from, path, o, &csv_usual_tuning, t, sha256, e);
}

int csv_read_tuned(const char *path, const struct csv_options *o, const struct csv_tuning *tuning,
                   struct table **t, struct error *e)
{
    struct inputs *own = inputs_new(e);
    char sha256[HASH_TEXT];
    int status = own ? read_tuned(own, path, o, tuning, t, sha256, e) : ERR_MEMORY;
    inputs_free(own);
    return status;
}

int csv_read(const char *path, const struct csv_options *o, struct table **t, struct error *e)
{
    return csv_read_tuned(path, o, &csv_usual_tuning, t, e);
}
