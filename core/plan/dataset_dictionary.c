/* SPDX-License-Identifier: MIT */
/* A dictionary: what the columns of a table are called, what they mean, by what they are
   multiplied. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "data/header_unit.h"
#include "data/text_index.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"

/* Its columns, each by one of two names. */
enum part { ID, HEADER, FACTOR, UNIT, UNIT_EN, TITLE, TITLE_EN, DEFINITION, SOURCE, N_PARTS };

static const char *const called[N_PARTS][2] = {
    [ID] = {"id", "column"},
    [HEADER] = {"header", "label"},
    [FACTOR] = {"factor", "factor"},
    [UNIT] = {"unit", "unit"},
    [UNIT_EN] = {"unit_en", "unit_en"},
    [TITLE] = {"title", "label"},
    [TITLE_EN] = {"title_en", "label_en"},
    [DEFINITION] = {"definition", "description"},
    [SOURCE] = {"source", "source"},
};

/* Texts are members of the words; the others are none. */
static const size_t members[N_PARTS] = {
    [UNIT] = offsetof(struct column_words, unit),
    [UNIT_EN] = offsetof(struct column_words, unit_en),
    [TITLE] = offsetof(struct column_words, title),
    [TITLE_EN] = offsetof(struct column_words, title_en),
    [DEFINITION] = offsetof(struct column_words, definition),
    [SOURCE] = offsetof(struct column_words, source),
};

bool dataset_layout_call(struct data_making *m, struct dataset_layout *to, const char *name,
                         const char *pattern, bool may_lack)
{
    struct shape_header *v =
        arena_grow(m->d->arena, to->headers, to->shape.n_named, &to->cap_headers, sizeof *v);
    if (!v)
        return false;
    to->headers = v;
    v[to->shape.n_named++] = (struct shape_header){
        arena_strdup(m->d->arena, name), arena_strdup(m->d->arena, pattern), may_lack, false, ""};
    to->shape.named = v;
    return true;
}

struct dictionary {
    struct data_making *m;
    struct dataset_layout *to;
    const char *path;
    struct csv_grid g;
    size_t at[N_PARTS];
    struct text_index known; /* ids of the words */
};

static size_t column_of(const struct csv_grid *g, const char *name)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (strcasecmp(g->cells[i], name) == 0)
            return i;
    return NONE;
}

static void find_parts(struct dictionary *d)
{
    for (size_t k = 0; k < N_PARTS; k++) {
        d->at[k] = column_of(&d->g, called[k][0]);
        if (d->at[k] == NONE)
            d->at[k] = column_of(&d->g, called[k][1]);
    }
}

/* "" where the dictionary has no such column. */
static const char *part_of(const struct dictionary *d, size_t row, enum part k)
{
    return d->at[k] == NONE ? "" : d->g.cells[row * d->g.n_columns + d->at[k]];
}

static double factor_of(const struct dictionary *d, size_t row)
{
    const char *text = part_of(d, row, FACTOR);
    double v = 1;
    if (*text && (!number_parse(text, strlen(text), &v) || v == 0)) {
        messages_add(&d->m->d->problems, ERR_DATA,
                     "%s:%zu: factor: %s: expected a number other than 0", d->path, d->g.lines[row],
                     text);
        return 1;
    }
    return v;
}

static const struct column_words *words_of(const struct column_words *w, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(w[i].id, id) == 0)
            return &w[i];
    return NULL;
}

/* A column may stand on several lines, with a header on each; what the first says holds. */
static bool add_words(struct dictionary *d, size_t row)
{
    struct arena *a = d->m->d->arena;
    struct dataset_layout *to = d->to;
    struct column_words *v = to->words, *w;
    const char *id = part_of(d, row, ID);
    size_t at;
    if (text_index_put(&d->known, id, strlen(id), &at))
        return false;
    if (at < to->n_words)
        return true;
    v = arena_grow(a, v, to->n_words, &to->cap_words, sizeof *v);
    if (!v)
        return false;
    to->words = v;
    w = &v[to->n_words++];
    *w = (struct column_words){.id = arena_strdup(a, id), .factor = factor_of(d, row)};
    for (enum part k = UNIT; k < N_PARTS; k++) {
        const char *text = part_of(d, row, k);
        if (*text)
            *(const char **)((char *)w + members[k]) = arena_strdup(a, text);
    }
    return true;
}

static bool take_row(struct dictionary *d, size_t row)
{
    const char *id = part_of(d, row, ID), *header = part_of(d, row, HEADER);
    if (!*id)
        return true;
    return (!*header || dataset_layout_call(d->m, d->to, id, header, true)) && add_words(d, row);
}

void dataset_read_dictionary(struct data_making *m, const struct profile_section *s,
                             const char *name, struct dataset_layout *to)
{
    struct dictionary d = {.m = m, .to = to};
    const struct input *in = dataset_key_file(m, s, name, "dictionary", &d.path);
    struct error why;
    if (!in)
        return;
    if (csv_grid_read_bytes(d.path, in->bytes, in->n, NULL, &d.g, &why)) {
        messages_add_error(&m->d->problems, &why);
        return;
    }
    find_parts(&d);
    if (d.at[ID] == NONE)
        messages_add(&m->d->problems, ERR_DATA,
                     "%s:1: expected a line with the column id (and header, unit, factor, title, "
                     "title_en, definition, source)",
                     d.path);
    for (size_t row = 1; d.at[ID] != NONE && row < d.g.n_rows; row++)
        if (!take_row(&d, row))
            arena_fail(m->d->arena);
    text_index_fini(&d.known);
    csv_grid_fini(&d.g);
}

/* ---- used ------------------------------------------------------------------------------------ */

/* Whether all are numbers still. */
static bool multiply(const struct table *t, struct variable *v, double factor)
{
    bool finite = true;
    for (size_t i = 0; i < t->n_rows; i++) {
        v->v[i] *= factor;
        finite = finite && !isinf(v->v[i]);
    }
    return finite;
}

static struct variable *beside(const struct dataset_layout *l, struct table *t, const char *id,
                               const char *tail)
{
    char name[256];
    if ((size_t)snprintf(name, sizeof name, "%s%s", id, tail) >= sizeof name ||
        words_of(l->words, l->n_words, name))
        return NULL;
    return table_variable(t, name);
}

/* What is below becomes what is above. */
static void turn(struct variable *low, struct variable *high)
{
    double *v = low->v;
    uint8_t *cell = low->cell;
    low->v = high->v;
    low->cell = high->cell;
    high->v = v;
    high->cell = cell;
}

/* With it its bounds, which are not told apart from it. */
static bool multiply_all(const struct dataset_layout *l, struct table *t, const char *id,
                         double factor)
{
    bool finite = multiply(t, table_variable(t, id), factor);
    struct variable *low = beside(l, t, id, "_low"), *high = beside(l, t, id, "_high");
    if (!low || !high)
        return finite;
    finite = multiply(t, low, factor) && multiply(t, high, factor) && finite;
    if (factor < 0)
        turn(low, high);
    return finite;
}

static bool keep_words(struct dataset *d, const struct column_words *w)
{
    struct column_words *v = arena_grow(d->arena, d->words, d->n_words, &d->cap_words, sizeof *v);
    if (!v)
        return false;
    d->words = v;
    v[d->n_words++] = *w;
    return true;
}

static void tell_factor(struct dataset *d, const char *path, const struct column_words *w,
                        const struct attribute *a)
{
    char text[NUMBER_TEXT_MAX];
    number_format(w->factor, text);
    if (a)
        messages_add(&d->problems, ERR_DATA, "%s: column %s: factor = %s of the dictionary: %s",
                     path, w->id, text, a->why ? a->why : "a column of texts");
    else
        messages_add(&d->notes, OK, "%s: column %s: its figures are multiplied by %s (dictionary)",
                     path, w->id, text);
}

/* A header that has named the column is its title where nothing else is; with it goes the unit that
   stands in it, which is not that of a figure that is multiplied. */
static void complete(struct data_making *m, const struct dataset_layout *l, struct column_words *w)
{
    for (size_t i = 0; i < l->shape.n_named && !w->title && !w->title_en; i++) {
        const struct shape_header *h = &l->shape.named[i];
        const char *unit;
        if (!h->met || !*h->header || strcmp(h->name, w->id) || strcmp(h->header, w->id) == 0)
            continue;
        unit = header_unit(m->d->arena, h->header, &w->title);
        if (!w->unit && !w->unit_en && w->factor == 1)
            w->unit = unit;
    }
}

/* Of columns that [columns] calls and no dictionary knows. */
static int use_headers(struct data_making *m, const struct dataset_layout *l, const struct table *t,
                       struct error *e)
{
    for (size_t i = 0; i < l->shape.n_named; i++) {
        struct column_words w = {.id = l->shape.named[i].name, .factor = 1};
        if (!table_variable(t, w.id) || words_of(l->words, l->n_words, w.id))
            continue;
        complete(m, l, &w);
        if (w.title && !keep_words(m->d, &w))
            return error_no_memory(e);
    }
    return arena_failed(m->d->arena) ? error_no_memory(e) : OK;
}

int dataset_use_dictionary(struct data_making *m, const struct dataset_layout *l, const char *path,
                           struct table *t, struct error *e)
{
    for (size_t i = 0; i < l->n_words; i++) {
        struct column_words *w = &l->words[i];
        struct variable *v = table_variable(t, w->id);
        struct attribute *a = table_attribute(t, w->id);
        if (!v && !a)
            continue;
        complete(m, l, w);
        if (!keep_words(m->d, w))
            return error_no_memory(e);
        if (w->factor == 1)
            continue;
        tell_factor(m->d, path, w, a);
        if (v && !multiply_all(l, t, w->id, w->factor))
            messages_add(&m->d->problems, ERR_DATA,
                         "%s: column %s: a figure times the factor of the dictionary is beyond all "
                         "numbers",
                         path, w->id);
    }
    return use_headers(m, l, t, e);
}

const struct column_words *dataset_words(const struct dataset *d, const char *column)
{
    return d ? words_of(d->words, d->n_words, column) : NULL;
}

static const char *either(const char *zh, const char *en, int language)
{
    const char *first = language == LANGUAGE_EN ? en : zh,
               *second = language == LANGUAGE_EN ? zh : en;
    return first ? first : second;
}

const char *column_title(const struct column_words *w, int language)
{
    return either(w->title, w->title_en, language);
}

const char *column_unit(const struct column_words *w, int language)
{
    return either(w->unit, w->unit_en, language);
}

const char *dataset_column_title(const struct dataset *d, const char *column, int language,
                                 struct arena *a)
{
    const struct column_words *w = dataset_words(d, column);
    const char *title = w ? column_title(w, language) : NULL;
    const char *unit = w ? column_unit(w, language) : NULL;
    if (!unit)
        return title ? title : column;
    return arena_printf(a, language == LANGUAGE_EN ? "%s (%s)" : "%s（%s）", title ? title : column,
                        unit);
}
