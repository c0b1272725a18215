/* SPDX-License-Identifier: MIT */
/* The quick way through rows of plain numbers. */
#include <math.h>

#include "base/number.h"
#include "data/csv_reader.h"

static bool at_end_of_cell(const struct csv_scan *s, const char *p)
{
    return p == s->end || *p == s->delimiter || *p == '\n' || *p == '\r';
}

/* A number as most are written, or nothing at all, up to the delimiter. */
static bool number_cell(struct csv_reader *r, struct csv_column *c)
{
    struct csv_scan *s = &r->scan;
    const char *p = s->p;
    double v;
    size_t n = number_plain(p, s->end, &v);
    if (n == 0) {
        if (p == s->end || *p != s->delimiter)
            return false;
        c->v[r->n_rows] = NAN;
        c->cell[r->n_rows] = CELL_MISSING;
        s->fields[s->n++] = (struct csv_field){.s = p, .line = s->line};
        return true;
    }
    /* A mark of missing data may look like a number: -9, 999. */
    if (n <= r->rules.mark_longest[(unsigned char)*p] || !at_end_of_cell(s, p + n))
        return false;
    c->v[r->n_rows] = v;
    c->cell[r->n_rows] = CELL_OBSERVED;
    s->p = p + n;
    s->n++;
    return true;
}

/* Any other cell of a column of numbers; false where only an error can come of it. */
static bool other_cell(struct csv_reader *r, struct csv_column *c, bool *blank)
{
    struct error unused;
    struct csv_scan *s = &r->scan;
    const struct csv_field *f = &s->fields[s->n];
    enum csv_value read;
    double v = NAN;
    if (csv_scan_cell(s, &unused))
        return false;
    *blank = *blank && f->n == 0 && !f->quoted;
    if (c->role != ROLE_DATA || c->kind != KIND_NUMBERS)
        return true;
    read = csv_value_read(&r->rules, f->s, f->n, &v);
    if (read == CSV_OTHER)
        return false;
    c->v[r->n_rows] = read == CSV_BELOW_UNIT ? 0 : v;
    c->cell[r->n_rows] = csv_provenance(read);
    return true;
}

/* The cells of numbers go to their columns at once, where an error would leave them unused; those
   of other columns wait in scan.fields. */
static bool cells(struct csv_reader *r)
{
    struct csv_scan *s = &r->scan;
    bool blank = true;
    csv_scan_start(s);
    for (size_t i = 0; i < r->n_columns; i++) {
        struct csv_column *c = &r->columns[i];
        const char *start = s->p;
        if (c->role == ROLE_DATA && c->kind == KIND_NUMBERS && number_cell(r, c))
            blank = blank && s->p == start;
        else if (!other_cell(r, c, &blank))
            return false;
        if (i + 1 < r->n_columns && (s->p == s->end || *s->p++ != s->delimiter))
            return false;
    }
    if (blank || (s->p < s->end && *s->p != '\n' && *s->p != '\r'))
        return false;
    csv_scan_finish(s);
    return true;
}

int csv_row_plain(struct csv_reader *r, bool *taken, struct error *e)
{
    const char *p = r->scan.p;
    size_t line = r->scan.line;
    int status = OK;
    *taken = cells(r);
    if (!*taken) {
        r->scan.p = p;
        r->scan.line = line;
        return OK;
    }
    for (size_t i = 0; i < r->n_columns && !status; i++) {
        struct csv_column *c = &r->columns[i];
        if (c->role != ROLE_DATA || c->kind != KIND_NUMBERS)
            status = csv_take(r, c, &r->scan.fields[i], e);
    }
    if (!status)
        r->n_rows++;
    return status;
}
