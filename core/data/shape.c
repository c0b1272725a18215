/* SPDX-License-Identifier: MIT */
/* From a sheet to a table, step by step. */
#include "data/shape.h"

#include <string.h>

#include "base/number.h"
#include "data/shape_internal.h"

static const struct shape_options nothing_asked;

bool shape_asked(const struct shape_options *l)
{
    return l &&
           (l->layout || l->header.n || l->columns.n || l->n_named || l->skip.n || l->fill_down.n ||
            l->periods.n || l->variable || l->value || l->split || l->flags || l->flag_column ||
            l->percent || l->notes || l->intervals || l->censored ||
            l->thousands > THOUSANDS_USUAL || l->names || l->pick.keep || l->places || l->watch);
}

/* ---- rows that are picked -------------------------------------------------------------------- */

static bool all_numbers(const struct frame *f, size_t column, double *v)
{
    bool any = false;
    for (size_t i = 0; i < f->n_rows; i++) {
        struct sheet_cell c = frame_cell(f, i, column);
        struct shape_figure x = {.v = c.v};
        enum csv_value read = c.kind == SHEET_NUMBER  ? CSV_NUMBER
                              : c.kind == SHEET_BLANK ? CSV_MISSING
                                                      : shape_value(&f->rules, f->l, c.s, c.n, &x);
        if (read == CSV_OTHER)
            return false;
        any = any || read == CSV_NUMBER;
        v[i] = x.v;
    }
    return any;
}

/* As the columns of a table: numbers where all cells are, else texts. */
static int add_picked(struct frame *f, struct table *t, size_t column)
{
    const struct frame_column *c = &f->columns[column];
    double *v = arena_array(t->arena, f->n_rows, sizeof *v);
    if (!v)
        return ERR_MEMORY;
    if (c->role != FRAME_TEXT && c->role != FRAME_UNIT && all_numbers(f, column, v)) {
        struct variable *to = table_add_variable(t, c->name);
        for (size_t i = 0; to && i < f->n_rows; i++) {
            to->v[i] = v[i];
            to->cell[i] = v[i] == v[i] ? CELL_OBSERVED : CELL_MISSING;
        }
        return to ? OK : ERR_MEMORY;
    }
    char **texts = arena_array(t->arena, f->n_rows, sizeof *texts);
    for (size_t i = 0; texts && i < f->n_rows; i++) {
        struct sheet_cell x = frame_cell(f, i, column);
        const char *word = x.kind == SHEET_BLANK ? "" : frame_word(f, x);
        if (!word || !(texts[i] = arena_strdup(t->arena, word)))
            return ERR_MEMORY;
    }
    return texts && table_borrow_attribute(t, c->name, texts) ? OK : ERR_MEMORY;
}

/* A table of which each row of the frame is a unit. */
static int rows_as_units(struct frame *f, struct table **t, struct error *e)
{
    const char **codes = arena_array(f->arena, f->n_rows, sizeof *codes);
    int status;
    for (size_t i = 0; codes && i < f->n_rows; i++) {
        const char *code = f->n_unit == 1 ? frame_word(f, frame_cell(f, i, f->unit[0])) : "";
        if (!(codes[i] = code))
            return error_no_memory_for(e, f->s->path);
    }
    if (!codes)
        return error_no_memory_for(e, f->s->path);
    status = table_new_unique(codes, f->n_rows, NULL, 0, t, e);
    for (size_t i = 0; !status && i < f->n_columns; i++)
        if (f->columns[i].role != FRAME_IGNORED &&
            strstr(f->l->pick.mentions, f->columns[i].name) && add_picked(f, *t, i))
            status = error_no_memory_for(e, f->s->path);
    return status;
}

int frame_pick(struct frame *f, struct error *e)
{
    const struct shape_pick *pick = &f->l->pick;
    unsigned char *keep = arena_alloc(f->arena, f->n_rows);
    struct table *t = NULL;
    size_t n = 0, all = f->n_rows;
    int status;
    if (!pick->keep || all == 0)
        return OK;
    status = keep ? rows_as_units(f, &t, e) : error_no_memory_for(e, f->s->path);
    if (!status)
        status = pick->keep(pick->data, t, keep, e);
    for (size_t i = 0; !status && i < all; i++) {
        for (size_t k = 0; k < f->n_columns && keep[i]; k++)
            if (f->columns[k].from)
                f->columns[k].from[n] = f->columns[k].from[i];
        if (keep[i])
            f->rows[n++] = f->rows[i];
    }
    table_free(t);
    if (!status)
        f->n_rows = n;
    if (!status && n == 0)
        status = error_set(e, ERR_DATA, "%s: where: keeps none of the %zu rows", f->s->path, all);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int make_frame(struct frame *f, struct error *e)
{
    int status = f->arena ? csv_rules_init(&f->rules, f->s->path, f->o, e)
                          : error_no_memory_for(e, f->s->path);
    if (!status)
        status = merged_cells_init(&f->merged, f->s, e);
    if (!status && f->merged.too_many &&
        !frame_tell(f, true,
                    "merged cells reach far beyond what is filled in; they count as blank cells"))
        status = error_no_memory_for(e, f->s->path);
    if (!status)
        status = frame_header(f, e);
    if (!status)
        status = frame_rows(f, e);
    if (!status)
        status = frame_columns(f, e);
    if (!status)
        status = frame_pick(f, e);
    if (!status && f->l->layout == SHAPE_TURNED)
        status = frame_turn(f, e);
    return status;
}

static int tell_all(const struct frame *f, struct table *t, struct error *e)
{
    for (size_t i = 0; i < f->s->n_notes; i++)
        if (!table_add_note(t, false, f->s->notes[i]))
            return error_no_memory_for(e, f->s->path);
    for (size_t i = 0; i < f->told.n; i++)
        if (!table_add_note(t, f->told.warning[i], f->told.v[i]))
            return error_no_memory_for(e, f->s->path);
    return OK;
}

int shape_read(const struct sheet *s, const struct csv_options *o, struct table **t,
               struct error *e)
{
    struct frame f = {.s = s,
                      .o = o,
                      .l = o->shape ? o->shape : &nothing_asked,
                      .arena = arena_new(),
                      .name = NONE,
                      .period = NONE,
                      .variable = NONE,
                      .value = NONE,
                      .flag = NONE};
    struct gather g = {.f = &f};
    int status = f.l->watch ? f.l->watch->see(f.l->watch->data, s, e) : OK;
    *t = NULL;
    if (!status)
        status = make_frame(&f, e);
    if (!status)
        status = gather_keys(&g, e);
    if (!status)
        status = gather_cells(&g, e);
    if (!status)
        status = gather_build(&g, t, e);
    if (!status && (status = tell_all(&f, *t, e))) {
        table_free(*t);
        *t = NULL;
    }
    gather_fini(&g);
    merged_cells_fini(&f.merged);
    str_fini(&f.scratch);
    arena_free(f.arena);
    return status;
}
