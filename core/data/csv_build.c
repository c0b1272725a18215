/* SPDX-License-Identifier: MIT */
/* From the columns that were read to a table: units, periods, and what each column has become. */
#include "data/csv_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "data/csv_bytes.h"
#include "data/period.h"

enum { SPARSE_MAX = 1000, ROWS_FREE = 1000000 };

/* Where each row of the file goes: row of the table = rank of its period * units + its unit. */
struct row_layout {
    size_t *rank;       /* of each period, as first met, in the table's order */
    size_t *row;        /* of each row of the file, in the table; NULL: the same */
    const char **label; /* n_periods, in the table's order; NULL: no periods */
    size_t n_periods;   /* 1 where there are none */
    bool ordered;       /* in time */
};

/* ---- periods ------------------------------------------------------------- */

static int tell_twins(const struct csv_reader *r, const size_t twins[2], struct error *e)
{
    return error_set(e, ERR_DATA,
                     "%s:%zu: column %s: \"%s\": the same period is written \"%s\" on line %zu; "
                     "write it in one way",
                     r->path, r->line[r->period_row[twins[1]]], r->columns[r->period].name,
                     r->periods.v[twins[1]], r->periods.v[twins[0]],
                     r->line[r->period_row[twins[0]]]);
}

static int lay_periods(const struct csv_reader *r, struct row_layout *l, struct error *e)
{
    size_t n = r->periods.n, twins[2], *order = calloc(n + 1, sizeof *order);
    int status;
    l->n_periods = r->period == NONE ? 1 : n;
    l->rank = calloc(n + 1, sizeof *l->rank);
    l->label = calloc(n + 1, sizeof *l->label);
    status = order && l->rank && l->label &&
                     !period_order((const char *const *)r->periods.v, n, order, &l->ordered, twins)
                 ? OK
                 : error_no_memory_for(e, r->path);
    if (!status && twins[0] != NONE)
        status = tell_twins(r, twins, e);
    for (size_t i = 0; i < n && !status; i++) {
        l->label[i] = r->periods.v[order[i]];
        l->rank[order[i]] = i;
    }
    free(order);
    return status;
}

/* ---- rows ---------------------------------------------------------------- */

static int duplicate(const struct csv_reader *r, size_t first, size_t second, struct error *e)
{
    const char *code = r->units.v[r->unit_of[second]], *name = r->columns[r->unit].name;
    if (r->period == NONE)
        return error_set(e, ERR_DATA,
                         "%s:%zu: column %s: \"%s\": the unit is already on line %zu; "
                         "keep one row, or name the period column if this is a panel",
                         r->path, r->line[second], name, code, r->line[first]);
    return error_set(e, ERR_DATA,
                     "%s:%zu: column %s: \"%s\": the unit is already on line %zu for "
                     "%s %s; keep one row",
                     r->path, r->line[second], name, code, r->line[first],
                     r->columns[r->period].name, r->periods.v[r->period_of[second]]);
}

static int lay_rows(const struct csv_reader *r, struct row_layout *l, struct error *e)
{
    size_t n_units = r->units.n, n_cells = 0;
    size_t *taken = NULL; /* row of the file + 1 */
    int status = OK;
    if (r->period == NONE && n_units == r->n_rows)
        return OK;
    if (__builtin_mul_overflow(n_units, l->n_periods, &n_cells) ||
        (n_cells > ROWS_FREE && n_cells / SPARSE_MAX > r->n_rows))
        return error_set(e, ERR_DATA,
                         "%s: %zu units in %zu periods, but only %zu rows; is \"%s\" "
                         "the column of the period?",
                         r->path, n_units, l->n_periods, r->n_rows,
                         r->period == NONE ? "" : r->columns[r->period].name);
    taken = calloc(n_cells + 1, sizeof *taken);
    l->row = calloc(r->n_rows + 1, sizeof *l->row);
    if (!taken || !l->row)
        status = error_no_memory_for(e, r->path);
    for (size_t i = 0; i < r->n_rows && !status; i++) {
        size_t period = r->period == NONE ? 0 : l->rank[r->period_of[i]];
        size_t at = period * n_units + r->unit_of[i];
        if (taken[at])
            status = duplicate(r, taken[at] - 1, i, e);
        taken[at] = i + 1;
        l->row[i] = at;
    }
    free(taken);
    return status;
}

/* ---- columns ------------------------------------------------------------- */

static size_t line_of(const struct csv_reader *r, const struct csv_slice *s)
{
    return 1 + csv_count_lines(r->scan.text, (size_t)(s->s - r->scan.text));
}

static bool same_text(const struct csv_slice *a, const struct csv_slice *b)
{
    struct str x = {0}, y = {0};
    bool same = a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
    if (same || (a->n && b->n && a->s[0] != '\'' && b->s[0] != '\''))
        return same;
    csv_decode(&x, a->s, a->n);
    csv_decode(&y, b->s, b->n);
    same = x.n == y.n && (x.n == 0 || memcmp(x.s, y.s, x.n) == 0);
    str_fini(&x);
    str_fini(&y);
    return same;
}

/* A unit's text must be the same in all its periods. */
static int check_constant(const struct csv_reader *r, const struct csv_column *c, struct error *e)
{
    for (size_t i = 0; i < r->n_rows; i++) {
        size_t unit = r->unit_of[i];
        const struct csv_slice *first = &c->text[r->unit_row[unit]], *here = &c->text[i];
        char why[320];
        if (same_text(first, here))
            continue;
        snprintf(why, sizeof why,
                 "unit %.60s has \"%.*s\" on line %zu; a unit's texts must not "
                 "change between periods: write one, or list the column under ignore",
                 r->units.v[unit], (int)(first->n < 60 ? first->n : 60), first->s,
                 line_of(r, first));
        return csv_cell_error(r, c, line_of(r, here), here->s, here->n, why, e);
    }
    return OK;
}

static int build_names(const struct csv_reader *r, struct table *t, struct error *e)
{
    const struct csv_column *c = &r->columns[r->name];
    int status = check_constant(r, c, e);
    for (size_t u = 0; u < t->n_units && !status; u++) {
        const struct csv_slice *s = &c->text[r->unit_row[u]];
        if (s->n && !(t->names[u] = csv_decode_copy(t->arena, s->s, s->n)))
            status = error_no_memory_for(e, r->path);
    }
    return status;
}

static int build_attribute(const struct csv_reader *r, const struct csv_column *c, struct table *t,
                           struct error *e)
{
    struct attribute *a;
    int status = check_constant(r, c, e);
    if (status)
        return status;
    if (!(a = table_add_attribute(t, c->name)))
        return error_no_memory_for(e, r->path);
    for (size_t u = 0; u < t->n_units; u++) {
        const struct csv_slice *s = &c->text[r->unit_row[u]];
        if (s->n && !(a->v[u] = csv_decode_copy(t->arena, s->s, s->n)))
            return error_no_memory_for(e, r->path);
    }
    return OK;
}

/* p, from malloc, with no more than the n bytes that are used, where that can be had. */
static void *shrunk(void *p, size_t n)
{
    void *less = realloc(p, n);
    if (less)
        return less;
    return p;
}

/* The column as it stands becomes the table's. */
static bool adopt(struct csv_column *c, struct table *t)
{
    c->v = shrunk(c->v, t->n_rows * sizeof *c->v);
    c->cell = shrunk(c->cell, t->n_rows);
    if (!table_adopt_variable(t, c->name, c->v, c->cell))
        return false;
    c->v = NULL;
    c->cell = NULL;
    return true;
}

static int build_variable(const struct csv_reader *r, struct csv_column *c,
                          const struct row_layout *l, struct table *t, struct error *e)
{
    struct variable *x;
    if (!l->row && adopt(c, t))
        return OK;
    x = l->row ? table_add_variable(t, c->name) : NULL;
    if (!x)
        return error_no_memory_for(e, r->path);
    for (size_t i = 0; i < r->n_rows; i++) {
        x->v[l->row[i]] = c->v[i];
        x->cell[l->row[i]] = c->cell[i];
    }
    free(c->v);
    free(c->cell);
    c->v = NULL;
    c->cell = NULL;
    return OK;
}

static int build_column(const struct csv_reader *r, struct csv_column *c,
                        const struct row_layout *l, struct table *t, struct error *e)
{
    if (c->role != ROLE_DATA && c->role != ROLE_TEXT)
        return OK;
    if (c->kind != KIND_TEXTS)
        return build_variable(r, c, l, t, e);
    if (c->role == ROLE_DATA && c->meant)
        return csv_text_error(r, c, c->first_line, c->first.s, c->first.n, 0, e);
    return build_attribute(r, c, t, e);
}

int csv_build(struct csv_reader *r, struct table **out, struct error *e)
{
    struct row_layout l = {0};
    struct table *t = NULL;
    int status = OK;
    if (r->n_rows == 0)
        status = error_set(e, ERR_DATA, "%s: no row below the header on line %zu", r->path,
                           r->header_line);
    if (!status)
        status = lay_periods(r, &l, e);
    if (!status)
        status = lay_rows(r, &l, e);
    if (!status)
        status = table_new_unique((const char *const *)r->units.v, r->units.n, l.label,
                                  r->periods.n, &t, e);
    if (!status)
        t->as_met = !l.ordered;
    if (!status && r->name != NONE)
        status = build_names(r, t, e);
    for (size_t i = 0; i < r->n_columns && !status; i++)
        status = build_column(r, &r->columns[i], &l, t, e);
    if (status)
        table_free(t);
    else
        *out = t;
    free(l.rank);
    free(l.row);
    free(l.label);
    return status;
}
