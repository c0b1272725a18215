/* SPDX-License-Identifier: MIT */
/* One cell of the general way, taken into its column by role, and what is said of one that cannot
 * be. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/nfc.h"
#include "data/csv_reader.h"

enum { SHOWN_MAX = 60 }; /* bytes of a cell that a message shows */

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

/* ---- cells --------------------------------------------------------------- */

const char *csv_clean(struct csv_reader *r, const struct csv_field *f, size_t *n)
{
    struct str *b = &r->scratch;
    size_t kept = 0;
    bool plain = f->n == 0 || (f->s[0] != '\'' && !nfc_may_change(f->s, f->n));
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
    *n = kept ? nfc_compose(b->s, kept) : 0;
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
    if (s && c->role == ROLE_UNIT)
        s = aliases_code(r->o->aliases, s, &n);
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
    c->cell[row] = csv_provenance(read);
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
