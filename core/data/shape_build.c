/* SPDX-License-Identifier: MIT */
/* The table of the cells that were gathered: what is figures, what is texts, what is both. */
#include <math.h>
#include <string.h>

#include "data/shape_internal.h"

enum { SHOWN = 20, CELL_SHOWN = 60, MARKS_TOLD = 6 };

/* What the marks beside figures are. */
struct tally {
    const char *mark[MARKS_TOLD];
    size_t count[MARKS_TOLD], n, all;
};

/* One variable while it is looked at. */
struct look {
    struct gather *g;
    size_t k; /* variable */
    double *v, *low, *high;
    uint8_t *cell;
    const char **marks;
    size_t n_numbers, n_texts, n_bounds, n_marks, n_merged;
    bool meant;     /* each text looks like a number in a form that is not read */
    struct str bad; /* the first texts, with places */
};

struct building {
    struct gather *g;
    struct table *t;
    struct tally tally;
    struct str mixed, changed; /* names of columns */
    size_t n_mixed, n_changed, n_merged;
};

/* ---- one cell -------------------------------------------------------------------------------- */

static size_t shown_length(const char *s, size_t n)
{
    size_t m = n > CELL_SHOWN ? CELL_SHOWN : n;
    while (m > 0 && m < n && ((unsigned char)s[m] & 0xc0) == 0x80)
        m--;
    return m;
}

/* Why the first of them is no number, and the key that would read it. */
static void say_why(struct look *w, const struct gathered_cell *c, const struct sheet_cell *x,
                    size_t shown, const char *why)
{
    const char *key = shape_value_key(&w->g->f->rules, x->s, x->n);
    str_printf(&w->bad, "%s: column %s: \"%.*s%s\": %s%s%s",
               frame_where(w->g->f, c->row - 1, c->column - 1), w->g->variables.v[w->k], (int)shown,
               x->s, shown < x->n ? "..." : "", why ? why : "not a number", key ? "; or " : "",
               key ? key : "");
}

static void note_bad(struct look *w, const struct gathered_cell *c, const struct sheet_cell *x)
{
    struct frame *f = w->g->f;
    char place[SHEET_PLACE_MAX];
    bool meant;
    const char *why = csv_value_why(&f->rules, x->s, x->n, &meant);
    size_t at[2], n = shown_length(x->s, x->n);
    w->meant = w->meant && meant;
    if (++w->n_texts > SHOWN)
        return;
    if (w->n_texts == 1) {
        say_why(w, c, x, n, why);
        return;
    }
    frame_at(f, c->row - 1, c->column - 1, at);
    sheet_place(f->s, at[0], at[1], place);
    if (!f->s->name)
        place[strcspn(place, ",")] = '\0';
    str_printf(&w->bad, "%s%s \"%.*s%s\"", w->n_texts > 2 ? ", " : "; so are ", place, (int)n, x->s,
               n < x->n ? "..." : "");
}

static const char *mark_of(struct look *w, const struct gathered_cell *c,
                           const struct shape_figure *x)
{
    struct frame *f = w->g->f;
    const char *word;
    if (x->n_mark)
        return arena_strndup(f->arena, x->mark, x->n_mark);
    if (f->flag == NONE || !c->row)
        return NULL;
    word = frame_word(f, frame_cell(f, c->row - 1, f->flag));
    return word && *word && strcmp(word, "A") ? word : NULL; /* SDMX: A is a normal value */
}

static void take_figure(struct look *w, size_t row, const struct gathered_cell *c,
                        enum csv_value read, const struct shape_figure *x)
{
    w->n_numbers += read == CSV_NUMBER;
    w->cell[row] = csv_provenance(read);
    w->v[row] = read == CSV_BELOW_UNIT ? 0 : read == CSV_NUMBER ? x->v : NAN;
    w->low[row] = x->low;
    w->high[row] = x->high;
    w->n_bounds += isnan(x->low) ? 0 : 1;
    w->marks[row] = mark_of(w, c, x);
    w->n_marks += w->marks[row] != NULL;
    if (w->marks[row] && w->cell[row] == CELL_OBSERVED &&
        (w->g->f->l->flags || w->g->f->flag != NONE))
        w->cell[row] = (uint8_t)cell_of_flag(w->marks[row]);
}

static void look_at(struct look *w, size_t row)
{
    struct frame *f = w->g->f;
    const struct gathered_cell *c = &w->g->cells[w->k][row];
    struct shape_figure x = {.v = NAN, .low = NAN, .high = NAN};
    enum csv_value read = CSV_MISSING;
    struct sheet_cell cell = {.kind = SHEET_BLANK};
    if (c->row)
        cell = frame_cell(f, c->row - 1, c->column - 1);
    if (cell.kind == SHEET_NUMBER) {
        read = CSV_NUMBER;
        x.v = cell.v;
    } else if (cell.kind == SHEET_TEXT) {
        read = shape_value(&f->rules, f->l, cell.s, cell.n, &x);
    }
    if (read == CSV_NUMBER && frame_is_merged(f, c->row - 1, c->column - 1)) {
        read = CSV_MISSING; /* a figure is its first cell's; others would count it again */
        x = (struct shape_figure){.v = NAN, .low = NAN, .high = NAN};
        w->n_merged++;
    }
    if (read == CSV_OTHER)
        note_bad(w, c, &cell);
    else
        take_figure(w, row, c, read, &x);
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* What is told of a row of the table; kind SHEET_BLANK: nothing. False: out of memory. */
static bool text_at(struct building *b, size_t k, size_t row, struct sheet_cell *x)
{
    struct gather *g = b->g;
    const struct gathered_cell *c = &g->cells[k][row];
    *x = (struct sheet_cell){.kind = SHEET_BLANK, .s = ""};
    if (c->row)
        *x = frame_cell(g->f, c->row - 1, c->column - 1);
    if (x->kind != SHEET_NUMBER)
        return true;
    x->s = frame_word(g->f, *x);
    x->n = x->s ? strlen(x->s) : 0;
    return x->s != NULL;
}

/* The text of each unit, that of its latest period. *changed: how many have another before. */
static int fill_texts(struct building *b, size_t k, char **to, size_t *changed)
{
    struct gather *g = b->g;
    *changed = 0;
    for (size_t u = 0; u < g->units.n; u++) {
        bool differs = false;
        for (size_t p = g->n_periods; p-- > 0;) {
            struct sheet_cell x;
            if (!text_at(b, k, p * g->units.n + u, &x))
                return ERR_MEMORY;
            if (x.kind == SHEET_BLANK)
                continue;
            if (!to[u] && !(to[u] = arena_strndup(b->t->arena, x.s, x.n)))
                return ERR_MEMORY;
            differs = differs || strlen(to[u]) != x.n || memcmp(to[u], x.s, x.n) != 0;
        }
        *changed += differs;
    }
    return OK;
}

/* The texts of all rows, of an attribute that changes. NULL: out of memory. */
static char **texts_of_rows(struct building *b, size_t k)
{
    char **each = arena_array(b->t->arena, b->t->n_rows, sizeof *each);
    for (size_t row = 0; each && row < b->t->n_rows; row++) {
        struct sheet_cell x;
        if (!text_at(b, k, row, &x) || !(each[row] = arena_strndup(b->t->arena, x.s, x.n)))
            return NULL;
    }
    return each;
}

static void note_changed(struct building *b, const char *name, size_t n)
{
    if (n)
        str_printf(&b->changed, "%s%s of %zu unit%s", b->n_changed++ ? ", " : "", name, n,
                   n == 1 ? "" : "s");
}

static int add_texts(struct building *b, size_t k, const char *why, struct error *e)
{
    const char *name = b->g->variables.v[k];
    struct attribute *a = table_add_attribute(b->t, name);
    char **texts = arena_array(b->t->arena, b->t->n_units, sizeof *texts);
    size_t changed;
    if (!a || !texts || fill_texts(b, k, texts, &changed))
        return error_no_memory_for(e, b->g->f->s->path);
    for (size_t u = 0; u < b->t->n_units; u++)
        a->v[u] = texts[u] ? texts[u] : a->v[u];
    if (why && !(a->why = arena_strdup(b->t->arena, why)))
        return error_no_memory_for(e, b->g->f->s->path);
    if (changed && !(a->each = texts_of_rows(b, k)))
        return error_no_memory_for(e, b->g->f->s->path);
    note_changed(b, name, changed);
    return OK;
}

/* ---- figures --------------------------------------------------------------------------------- */

static void count_mark(struct tally *t, const char *mark)
{
    size_t i = 0;
    t->all++;
    while (i < t->n && strcmp(t->mark[i], mark))
        i++;
    if (i == MARKS_TOLD)
        return;
    t->mark[i] = mark;
    t->n += i == t->n;
    t->count[i]++;
}

static int add_marks(struct building *b, const struct look *w, struct variable *v)
{
    v->marks = arena_array(b->t->arena, b->t->n_rows, sizeof *v->marks);
    for (size_t i = 0; v->marks && i < b->t->n_rows; i++)
        if (w->marks[i]) {
            count_mark(&b->tally, w->marks[i]);
            if (!(v->marks[i] = arena_strdup(b->t->arena, w->marks[i])))
                return ERR_MEMORY;
        }
    return v->marks ? OK : ERR_MEMORY;
}

static int add_places(struct building *b, size_t k, struct variable *v)
{
    const struct frame *f = b->g->f;
    struct arena *a = b->t->arena;
    v->path = arena_strdup(a, f->s->path);
    v->sheet = f->s->name ? arena_strdup(a, f->s->name) : NULL;
    v->places = arena_array(a, b->t->n_rows, sizeof *v->places);
    if (!v->path || (f->s->name && !v->sheet) || !v->places)
        return ERR_MEMORY;
    for (size_t i = 0; i < b->t->n_rows; i++) {
        const struct gathered_cell *c = &b->g->cells[k][i];
        size_t at[2];
        if (!c->row)
            continue;
        frame_at(f, c->row - 1, c->column - 1, at);
        v->places[i].line = (uint32_t)(f->s->name ? at[0] + 1 : sheet_line_of(f->s, at[0]));
        v->places[i].column = (uint32_t)at[1] + 1;
    }
    return OK;
}

static int add_bound(struct building *b, const char *name, const char *tail, const double *from)
{
    const char *full = arena_printf(b->g->f->arena, "%s%s", name, tail);
    struct variable *v;
    if (!full)
        return ERR_MEMORY;
    if (text_index_find(&b->g->variables, full, strlen(full)) != NONE)
        return OK; /* the file has its own */
    v = table_add_variable(b->t, full);
    for (size_t i = 0; v && i < b->t->n_rows; i++) {
        v->v[i] = from[i];
        v->cell[i] = (uint8_t)(isnan(from[i]) ? CELL_MISSING : CELL_OBSERVED);
    }
    return v ? OK : ERR_MEMORY;
}

static int add_figures(struct building *b, const struct look *w, struct error *e)
{
    const char *name = b->g->variables.v[w->k];
    struct variable *v = table_add_variable(b->t, name);
    size_t n = b->t->n_rows;
    int status = v ? OK : ERR_MEMORY;
    if (v) {
        memcpy(v->v, w->v, n * sizeof *v->v);
        memcpy(v->cell, w->cell, n);
    }
    if (!status && w->n_marks)
        status = add_marks(b, w, v);
    if (!status && b->g->f->l->places)
        status = add_places(b, w->k, v);
    if (!status && w->n_bounds)
        status = add_bound(b, name, "_low", w->low);
    if (!status && w->n_bounds)
        status = add_bound(b, name, "_high", w->high);
    return status ? error_no_memory_for(e, b->g->f->s->path) : OK;
}

/* ---- a variable ------------------------------------------------------------------------------ */

static bool is_text_column(const struct gather *g, size_t k)
{
    for (size_t i = 0; i < g->n_values; i++)
        if (g->values[i].variable == k && g->f->columns[g->values[i].column].role == FRAME_TEXT)
            return true;
    return false;
}

static bool look_room(struct look *w, size_t n, struct arena *a)
{
    w->v = arena_array(a, n, sizeof *w->v);
    w->low = arena_array(a, n, sizeof *w->low);
    w->high = arena_array(a, n, sizeof *w->high);
    w->cell = arena_alloc(a, n);
    w->marks = arena_array(a, n, sizeof *w->marks);
    return w->v && w->low && w->high && w->cell && w->marks;
}

/* Texts and figures: texts, until something wants to use them as figures. */
static int add_mixed(struct building *b, struct look *w, struct error *e)
{
    const char *name = b->g->variables.v[w->k], *why;
    if (w->n_numbers)
        str_printf(&b->mixed, "%s%s", b->n_mixed++ ? ", " : "", name);
    why = arena_printf(
        b->g->f->arena,
        "%s%s; %zu cell%s of the column in all, beside %zu number%s; list a mark of no "
        "data under missing",
        w->bad.s ? w->bad.s : "", w->n_texts > SHOWN ? ", ..." : "", w->n_texts,
        w->n_texts == 1 ? "" : "s", w->n_numbers, w->n_numbers == 1 ? "" : "s");
    return why && !w->bad.failed ? add_texts(b, w->k, why, e)
                                 : error_no_memory_for(e, b->g->f->s->path);
}

static int add_variable(struct building *b, struct look *w, struct error *e)
{
    struct gather *g = b->g;
    if (!g->cells[w->k])
        return OK;
    if (is_text_column(g, w->k))
        return add_texts(b, w->k, NULL, e);
    for (size_t i = 0; i < b->t->n_rows; i++) {
        w->v[i] = w->low[i] = w->high[i] = NAN;
        w->cell[i] = CELL_MISSING;
        w->marks[i] = NULL;
        look_at(w, i);
    }
    b->n_merged += w->n_texts ? 0 : w->n_merged;
    if (w->n_texts == 0)
        return add_figures(b, w, e);
    return w->n_numbers || w->meant ? add_mixed(b, w, e) : add_texts(b, w->k, NULL, e);
}

static int add_variables(struct building *b, struct error *e)
{
    struct look room = {.g = b->g};
    int status = look_room(&room, b->t->n_rows, b->g->f->arena)
                     ? OK
                     : error_no_memory_for(e, b->g->f->s->path);
    for (size_t k = 0; k < b->g->variables.n && !status; k++) {
        struct look w = room;
        w.k = k;
        w.meant = true;
        status = add_variable(b, &w, e);
        str_fini(&w.bad);
    }
    return status;
}

/* ---- the table ------------------------------------------------------------------------------- */

/* Names by the file of names, else those of the latest period that has one. */
static int add_names(struct building *b, struct error *e)
{
    struct gather *g = b->g;
    struct frame *f = g->f;
    size_t *best = arena_array(f->arena, g->units.n, sizeof *best), changed = 0;
    bool *differs = arena_array(f->arena, g->units.n, sizeof *differs);
    if (!best || !differs)
        return error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->n_rows && f->name != NONE; i++) {
        size_t u = g->unit_of[i], when = 1 + (f->period == NONE ? 0
                                              : u == NONE       ? 0
                                                                : g->rank[g->period_of[i]]);
        const char *word = u == NONE ? NULL : frame_word(f, frame_cell(f, i, f->name));
        if (u == NONE || !word || !*word)
            continue;
        differs[u] = differs[u] || (best[u] && strcmp(b->t->names[u], word));
        if (when > best[u] && !(b->t->names[u] = arena_strdup(b->t->arena, word)))
            return error_no_memory_for(e, f->s->path);
        best[u] = when > best[u] ? when : best[u];
    }
    for (size_t u = 0; u < g->units.n; u++) {
        changed += differs[u];
        if (g->names[u] && !(b->t->names[u] = arena_strdup(b->t->arena, g->names[u])))
            return error_no_memory_for(e, f->s->path);
    }
    if (changed)
        note_changed(b, f->columns[f->name].name, changed);
    return OK;
}

/* Names of each period, where units have several: by the column of names, or as those of the file
   of names are called. */
static int add_names_of_rows(struct building *b, struct error *e)
{
    struct gather *g = b->g;
    struct frame *f = g->f;
    struct table *t = b->t;
    const size_t column = f->name != NONE                 ? f->name
                          : f->l->names && f->n_unit == 1 ? f->unit[0]
                                                          : NONE;
    if (column == NONE || f->period == NONE || f->turned)
        return OK;
    t->names_each = arena_array(t->arena, t->n_rows, sizeof *t->names_each);
    for (size_t row = 0; t->names_each && row < t->n_rows; row++)
        t->names_each[row] = (char *)(uintptr_t) "";
    for (size_t i = 0; t->names_each && i < f->n_rows; i++) {
        const size_t u = g->unit_of[i];
        const char *word = u == NONE ? NULL : frame_word(f, frame_cell(f, i, column));
        if (u == NONE)
            continue;
        if (!word || !(t->names_each[g->rank[g->period_of[i]] * t->n_units + u] =
                           arena_strdup(t->arena, word)))
            return error_no_memory_for(e, f->s->path);
    }
    return t->names_each ? OK : error_no_memory_for(e, f->s->path);
}

/* Whether any text of a unit changes between periods. */
static bool any_each(const struct table *t)
{
    for (size_t i = 0; i < t->n_attributes; i++)
        if (t->attributes[i].each)
            return true;
    return false;
}

static bool tell(struct building *b)
{
    struct frame *f = b->g->f;
    struct str marks = {0};
    bool whole = !b->mixed.failed && !b->changed.failed;
    if (whole && b->n_mixed)
        whole = frame_tell(f, false,
                           arena_printf(f->arena, "column%s %s: numbers and texts; taken as texts",
                                        b->n_mixed == 1 ? "" : "s", b->mixed.s));
    if (whole && b->n_changed)
        whole = frame_tell(f, true,
                           arena_printf(f->arena,
                                        "texts of a unit change between periods, the latest "
                                        "holds: %s (but [class] by goes by each)",
                                        b->changed.s));
    if (whole && b->n_merged)
        whole = frame_tell(f, true,
                           arena_printf(f->arena,
                                        "%zu cell%s of a merged figure %s blank, the first alone "
                                        "has it; text = COLUMN takes it for the name of a group",
                                        b->n_merged, b->n_merged == 1 ? "" : "s",
                                        b->n_merged == 1 ? "is" : "are"));
    for (size_t i = 0; i < b->tally.n; i++)
        str_printf(&marks, "%s%s (%zu)", i ? ", " : "", b->tally.mark[i], b->tally.count[i]);
    if (whole && b->tally.all)
        whole = !marks.failed &&
                frame_tell(f, false,
                           arena_printf(f->arena, "%zu figure%s a mark beside: %s", b->tally.all,
                                        b->tally.all == 1 ? " has" : "s have", marks.s));
    str_fini(&marks);
    return whole;
}

int gather_build(struct gather *g, struct table **t, struct error *e)
{
    struct building b = {.g = g};
    int status = table_new_unique((const char *const *)g->units.v, g->units.n, g->labels,
                                  g->periods.n, &b.t, e);
    if (!status) {
        b.t->as_met = !g->ordered;
        status = add_names(&b, e);
    }
    if (!status)
        status = add_variables(&b, e);
    if (!status && any_each(b.t))
        status = add_names_of_rows(&b, e);
    if (!status && !tell(&b))
        status = error_no_memory_for(e, g->f->s->path);
    str_fini(&b.mixed);
    str_fini(&b.changed);
    if (status)
        table_free(b.t);
    else
        *t = b.t;
    return status;
}
