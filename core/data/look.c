/* SPDX-License-Identifier: MIT */
/* From a sheet to what is said of it, step by step. */
#include "data/look.h"

#include <string.h>

#include "data/header_unit.h"
#include "data/look_internal.h"

enum { SHOWN_MAX = 2000, NOTES_MAX = 20, LEAST_WORD = 3, LEAST_WORDS = 3 };

static const char *word_of(struct frame *f, size_t row, size_t column)
{
    struct sheet_cell c = frame_cell(f, row, column);
    const char *word = c.kind == SHEET_BLANK ? "" : frame_word(f, c);
    return word ? word : "";
}

static bool add_text(struct arena *a, const char ***v, size_t *n, size_t *cap, const char *text)
{
    const char **more = arena_grow(a, *v, *n, cap, sizeof *more);
    char *copy = more ? arena_strdup(a, text) : NULL;
    if (!copy)
        return false;
    for (char *p = copy; *p; p++)
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
    *v = more;
    more[(*n)++] = copy;
    return true;
}

/* ---- the frame ------------------------------------------------------------------------------- */

/* Whether cells below a heading of several names parted by commas are parted so, too. */
static bool is_parted(const struct sheet *s, size_t row, size_t column)
{
    struct sheet_cell head = sheet_at(s, row, column);
    size_t commas = 0, rows = 0;
    for (size_t i = 0; head.kind == SHEET_TEXT && i < head.n; i++)
        commas += head.s[i] == ',';
    for (size_t below = row + 1; commas && below < s->n_rows && rows < LOOK_ROWS_SHOWN; below++) {
        struct sheet_cell c = sheet_at(s, below, column);
        size_t n = 0;
        if (c.kind == SHEET_BLANK)
            continue;
        for (size_t i = 0; c.kind == SHEET_TEXT && i < c.n; i++)
            n += c.s[i] == ',';
        if (n != commas)
            return false;
        rows++;
    }
    return commas && rows;
}

/* The name by which the header is found: that of its first column. */
static const char *first_name(struct looking *k, size_t row)
{
    const struct sheet *s = k->f.s;
    struct sheet_cell c = {.kind = SHEET_BLANK};
    const char *word, *comma;
    size_t i = 0;
    while (i < s->n_columns && c.kind == SHEET_BLANK)
        c = sheet_at(s, row, i++);
    word = c.kind == SHEET_BLANK ? "" : frame_word(&k->f, c);
    if (!word || i != 1)
        return NULL;
    if (is_parted(s, row, 0)) {
        k->shape.split = ',';
        comma = strchr(word, ',');
        return comma ? arena_strndup(k->f.arena, word, (size_t)(comma - word)) : word;
    }
    return word;
}

/* Whether a row of words below the names has figures below it: names in another language, units. */
static bool names_again(const struct sheet *s, size_t row)
{
    size_t words = 0, figures = 0;
    for (size_t i = 0; i < s->n_columns && row + 1 < s->n_rows; i++) {
        struct sheet_cell c = sheet_at(s, row, i), below = sheet_at(s, row + 1, i);
        if (c.kind == SHEET_BLANK && i > 0)
            continue;
        if (c.kind != SHEET_TEXT || c.n < LEAST_WORD || (c.s[0] >= '0' && c.s[0] <= '9'))
            return false;
        for (size_t k = 0; k < i; k++) {
            struct sheet_cell other = sheet_at(s, row, k);
            if (other.kind == SHEET_TEXT && other.n == c.n && memcmp(other.s, c.s, c.n) == 0)
                return false;
        }
        words++;
        figures +=
            i > 0 && (below.kind == SHEET_NUMBER || (below.kind == SHEET_TEXT && below.n &&
                                                     below.s[0] >= '0' && below.s[0] <= '9'));
    }
    return words >= LEAST_WORDS && 2 * figures > words;
}

/* The lines of the header, where the last of them only looks like a row of the table. */
static int list_header(struct looking *k, struct error *e)
{
    struct frame *f = &k->f;
    const size_t n = f->n_header_rows + 1;
    const char **lines = arena_array(f->arena, n, sizeof *lines);
    for (size_t i = 0; lines && i < n; i++) {
        const size_t row = i + 1 < n ? f->header_rows[i] : f->data;
        lines[i] = arena_printf(f->arena, "%zu", sheet_line_of(f->s, row));
    }
    if (arena_failed(f->arena))
        return error_no_memory_for(e, f->s->path);
    k->shape.header = (struct csv_names){lines, n};
    f->n_header_rows = f->n_columns = 0;
    return frame_header(f, e);
}

static int make_frame(struct looking *k, struct error *e)
{
    struct frame *f = &k->f;
    int status = merged_cells_init(&f->merged, f->s, e);
    size_t row = status ? NONE : look_header_row(f->s, &f->merged);
    if (!status && row == NONE)
        status = error_set(e, ERR_DATA, "%s: no cell is filled in", f->s->path);
    if (status)
        return status;
    k->o.unit = first_name(k, row);
    if (!k->o.unit)
        k->o.header_rows = sheet_line_of(f->s, row);
    k->o.shape = f->l = &k->shape;
    f->o = &k->o;
    status = csv_rules_init(&f->rules, f->s->path, &k->o, e);
    if (!status)
        status = frame_header(f, e);
    if (!status && !k->shape.split && names_again(f->s, f->data))
        status = list_header(k, e);
    if (!status)
        status = frame_rows(f, e);
    if (!status && f->n_columns == 0)
        status = error_set(e, ERR_DATA, "%s: no column has a name", f->s->path);
    return status;
}

/* ---- what is around it ----------------------------------------------------------------------- */

static bool says_units(const char *text)
{
    static const char *const heads[] = {
        "单位：", "单位:", "計量單位", "计量单位", "(单位", "（单位",
        "単位：", "単位:", "unit:",    "units:",   "Unit:", "Units:"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(text, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

static bool tell_above(struct looking *k)
{
    struct look *l = k->l;
    struct frame *f = &k->f;
    bool whole = true;
    for (size_t row = 0; whole && row < f->header && l->n_above < NOTES_MAX; row++)
        for (size_t i = 0; whole && i < sheet_told(f->s, row); i++) {
            struct sheet_cell c = sheet_at(f->s, row, i);
            const char *word = c.kind == SHEET_TEXT ? frame_word(f, c) : "";
            if (!word)
                return false;
            if (says_units(word))
                whole = add_text(l->arena, &l->units, &l->n_units, &l->cap_units, word);
            else if (*word)
                whole = add_text(l->arena, &l->above, &l->n_above, &l->cap_above, word);
        }
    return whole;
}

static bool tell_notes(struct looking *k)
{
    struct look *l = k->l;
    bool whole = true;
    for (size_t i = 0; whole && i < k->f.s->n_notes && l->n_notes < NOTES_MAX; i++)
        whole = add_text(l->arena, &l->notes, &l->n_notes, &l->cap_notes, k->f.s->notes[i]);
    for (size_t i = 0; whole && i < k->f.told.n && l->n_notes < NOTES_MAX; i++)
        if (strncmp(k->f.told.v[i], "the header is", strlen("the header is")))
            whole = add_text(l->arena, &l->notes, &l->n_notes, &l->cap_notes, k->f.told.v[i]);
    return whole;
}

/* Columns that would be figures but for some of their cells. */
static bool tell_unread(struct looking *k)
{
    struct look *l = k->l;
    bool whole = true;
    for (size_t i = 0; whole && i < k->f.n_columns && l->n_notes < NOTES_MAX; i++) {
        const char *name = k->columns[i].name, *first = "";
        if (k->columns[i].role != LOOK_TEXT || !look_is_like_figures(k, i))
            continue;
        for (size_t row = 0; row < k->n_rows && !*first; row++)
            if (!look_reads(k, looked_word(k, row, i)))
                first = looked_word(k, row, i);
        name = arena_printf(k->f.arena, "%s: text, since %s is no figure", name, first);
        whole = name && add_text(l->arena, &l->notes, &l->n_notes, &l->cap_notes, name);
    }
    return whole;
}

static void tell_lines(struct looking *k)
{
    const struct frame *f = &k->f;
    struct look *l = k->l;
    l->header[0] = sheet_line_of(f->s, f->header);
    l->header[1] =
        sheet_line_of(f->s, f->n_header_rows ? f->header_rows[f->n_header_rows - 1] : f->header);
    l->n_rows = f->n_rows;
    l->rows[0] = f->n_rows ? sheet_line_of(f->s, f->rows[0]) : 0;
    l->rows[1] = f->n_rows ? sheet_line_of(f->s, f->rows[f->n_rows - 1]) : 0;
}

/* ---- columns --------------------------------------------------------------------------------- */

static int read_words(struct looking *k, struct error *e)
{
    struct frame *f = &k->f;
    size_t n;
    k->n_rows = f->n_rows < LOOK_ROWS_MAX ? f->n_rows : LOOK_ROWS_MAX;
    if (__builtin_mul_overflow(k->n_rows, f->n_columns, &n))
        return error_no_memory_for(e, f->s->path);
    k->words = arena_array(f->arena, n + 1, sizeof *k->words);
    k->columns = arena_array(f->arena, f->n_columns + 1, sizeof *k->columns);
    if (!k->words || !k->columns)
        return error_no_memory_for(e, f->s->path);
    for (size_t row = 0; row < k->n_rows; row++)
        for (size_t i = 0; i < f->n_columns; i++)
            k->words[row * f->n_columns + i] = word_of(f, row, i);
    return OK;
}

static int count_different(struct looking *k, size_t column, struct error *e)
{
    struct text_index seen = {0};
    struct look_column *c = &k->columns[column];
    int status = OK;
    for (size_t row = 0; row < k->n_rows && !status; row++) {
        const char *word = looked_word(k, row, column);
        size_t at;
        if (!*word)
            continue;
        c->n_filled++;
        c->example = *c->example ? c->example : word;
        status = text_index_put(&seen, word, strlen(word), &at);
    }
    c->n_different = seen.n;
    text_index_fini(&seen);
    return status ? error_no_memory_for(e, k->f.s->path) : OK;
}

static bool is_called_as_unit(struct looking *k, const char *name)
{
    return look_rank(k->f.arena, LOOK_UNIT, name) != NONE ||
           look_rank(k->f.arena, LOOK_NAME, name) != NONE;
}

/* 地区：浙江省 above a header that has no column of units: the only unit. */
static int add_above(struct looking *k, struct error *e)
{
    struct frame *f = &k->f;
    struct told_above told;
    for (size_t i = 0; i < f->n_columns; i++)
        if (is_called_as_unit(k, f->columns[i].name))
            return OK;
    for (size_t row = 0; row < f->header; row++)
        for (size_t i = 0; i < sheet_told(f->s, row); i++)
            if (frame_above(f, row, i, &told) && is_called_as_unit(k, told.label))
                return frame_add_above(f, told.label, told.value)
                           ? OK
                           : error_no_memory_for(e, f->s->path);
    return OK;
}

static int describe_columns(struct looking *k, struct error *e)
{
    struct frame *f = &k->f;
    int status = add_above(k, e);
    if (!status)
        status = read_words(k, e);
    for (size_t i = 0; i < f->n_columns && !status; i++) {
        k->columns[i] =
            (struct look_column){.name = f->columns[i].name,
                                 .unit = header_unit(f->arena, f->columns[i].name, NULL),
                                 .at = f->columns[i].at,
                                 .example = ""};
        status = count_different(k, i, e);
    }
    return status;
}

/* ---- handed over ----------------------------------------------------------------------------- */

static const char *kept(struct arena *a, const char *text)
{
    return text ? arena_strdup(a, text) : NULL;
}

static int hand_over(struct looking *k, struct error *e)
{
    struct look *l = k->l;
    const size_t n = k->f.n_columns;
    l->n_columns = n;
    l->n_shown = k->n_rows < LOOK_ROWS_SHOWN ? k->n_rows : LOOK_ROWS_SHOWN;
    l->columns = arena_array(l->arena, n + 1, sizeof *l->columns);
    l->shown = arena_array(l->arena, l->n_shown * n + 1, sizeof *l->shown);
    for (size_t i = 0; i < n && l->columns; i++) {
        l->columns[i] = k->columns[i];
        l->columns[i].name = kept(l->arena, k->columns[i].name);
        l->columns[i].header = kept(l->arena, k->columns[i].header);
        l->columns[i].unit = kept(l->arena, k->columns[i].unit);
        l->columns[i].example = kept(l->arena, k->columns[i].example);
    }
    for (size_t i = 0; i < l->n_shown * n && l->shown; i++)
        l->shown[i] = kept(l->arena, k->words[i]);
    tell_lines(k);
    return arena_failed(l->arena) || !tell_above(k) || !tell_notes(k) || !tell_unread(k)
               ? error_no_memory_for(e, k->f.s->path)
               : OK;
}

int look_at_sheet(const struct sheet *s, struct look *to, struct error *e)
{
    struct looking k = {.l = to,
                        .f = {.s = s,
                              .arena = arena_new(),
                              .name = NONE,
                              .period = NONE,
                              .variable = NONE,
                              .value = NONE,
                              .flag = NONE}};
    int status = k.f.arena ? make_frame(&k, e) : error_no_memory_for(e, s->path);
    if (!status)
        status = describe_columns(&k, e);
    if (!status)
        status = look_marks(&k, e);
    if (!status)
        status = look_roles(&k, e);
    if (!status)
        status = look_calls(&k, e);
    if (!status)
        status = look_lines(&k, e);
    if (!status)
        status = hand_over(&k, e);
    if (!status && arena_failed(k.f.arena))
        status = error_no_memory_for(e, s->path);
    merged_cells_fini(&k.f.merged);
    str_fini(&k.f.scratch);
    arena_free(k.f.arena);
    return status;
}
