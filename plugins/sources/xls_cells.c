/* SPDX-License-Identifier: MIT */
/* xls: the cells of a sheet. Some writers put them down as they came: they are put in order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xls_internal.h"

enum {
    FORMULA = 0x0006,
    COLINFO = 0x007d,
    MULRK = 0x00bd,
    RSTRING = 0x00d6,
    MERGED = 0x00e5,
    LABELSST = 0x00fd,
    NUMBER = 0x0203,
    LABEL = 0x0204,
    BOOLERR = 0x0205,
    STRING = 0x0207,
    ROW = 0x0208,
    RK = 0x027e,
    SHARED_FORMULA = 0x04bc,
    ARRAY = 0x0221,
    TABLE = 0x0236
};

struct cell {
    uint32_t at; /* of its record */
    uint32_t order;
    uint16_t row, column;
};

struct cells {
    struct xls *x;
    struct cell *v;
    size_t n, cap;
    bool disordered, percent;
    size_t hidden_rows, hidden_columns;
    struct xls_text text; /* of the cell at hand */
};

/* ---- where cells are ---------------------------------------------------------------- */

static bool add(struct cells *s, size_t at, unsigned row, unsigned column)
{
    struct cell *last = s->n ? &s->v[s->n - 1] : NULL;
    if (column >= XLS_COLUMNS_MAX)
        return xls_fail(s->x, "a cell beyond the end of a sheet in row %u", row + 1);
    if (!xls_grow(s->x, (void **)&s->v, s->n, 1, &s->cap, sizeof *s->v))
        return false;
    last = s->n ? &s->v[s->n - 1] : NULL;
    if (last && (row < last->row || (row == last->row && column <= last->column)))
        s->disordered = true;
    s->v[s->n] = (struct cell){(uint32_t)at, (uint32_t)s->n, (uint16_t)row, (uint16_t)column};
    s->n++;
    return true;
}

static bool add_many(struct cells *s, size_t at, const struct xls_record *r)
{
    unsigned first = xls_u16(r->p + 2);
    size_t n = (r->n - 6) / 6;
    for (size_t i = 0; i < n; i++)
        if (!add(s, at, xls_u16(r->p), first + (unsigned)i))
            return false;
    return true;
}

static bool merged(struct cells *s, const struct xls_record *r)
{
    size_t n = r->n >= 2 ? xls_u16(r->p) : 0;
    for (size_t i = 0; i < n && 2 + 8 * (i + 1) <= r->n; i++) {
        const unsigned char *p = r->p + 2 + 8 * i;
        unsigned top = xls_u16(p), bottom = xls_u16(p + 2);
        unsigned left = xls_u16(p + 4), right = xls_u16(p + 6);
        if (top > bottom || left > right || right >= XLS_COLUMNS_MAX)
            return xls_fail(s->x, "merged cells that are none");
        if (!sheet_merged(s->x->call, top, left, bottom, right))
            return xls_fail(s->x, "stopped");
    }
    return true;
}

/* least: bytes that a record of the kind has before anything that is looked for. */
static size_t least_of(unsigned type)
{
    switch (type) {
    case NUMBER:
        return 14;
    case FORMULA:
        return 14;
    case RK:
    case LABELSST:
        return 10;
    case LABEL:
    case RSTRING:
    case BOOLERR:
        return 8;
    case MULRK:
        return 12;
    default:
        return 0;
    }
}

static bool note_record(struct cells *s, size_t at, const struct xls_record *r)
{
    size_t least = least_of(r->type);
    if (least && r->n < least)
        return xls_fail(s->x, "a cell's record is cut off; save the workbook again");
    if (r->type == MULRK)
        return add_many(s, at, r);
    if (least)
        return add(s, at, xls_u16(r->p), xls_u16(r->p + 2));
    if (r->type == MERGED)
        return merged(s, r);
    if (r->type == ROW && r->n >= 16)
        s->hidden_rows += (r->p[12] & 0x20) != 0;
    if (r->type == COLINFO && r->n >= 10 && (r->p[8] & 1) && xls_u16(r->p + 2) >= xls_u16(r->p))
        s->hidden_columns += xls_u16(r->p + 2) - xls_u16(r->p) + 1;
    return true;
}

/* The records of the sheet's own level: charts within it have a beginning and an end, too. */
static bool find_cells(struct cells *s, size_t at)
{
    struct xls_record r;
    size_t depth = 1;
    if (!xls_record(s->x, at, &r) || r.type != XLS_BOF)
        return xls_fail(s->x, "the sheet is not where the workbook says");
    for (at = r.next; depth > 0; at = r.next) {
        if (!xls_record(s->x, at, &r))
            return xls_fail(s->x, "the sheet is cut off; save the workbook again");
        depth += r.type == XLS_BOF;
        depth -= r.type == XLS_EOF;
        if (depth == 1 && !note_record(s, at, &r))
            return false;
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct cell *p = a, *q = b;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    if (p->column != q->column)
        return p->column < q->column ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

/* What is there twice is what was written last. */
static void put_in_order(struct cells *s)
{
    size_t n = 0;
    if (!s->disordered)
        return;
    qsort(s->v, s->n, sizeof *s->v, by_place);
    for (size_t i = 0; i < s->n; i++) {
        bool same = n > 0 && s->v[n - 1].row == s->v[i].row && s->v[n - 1].column == s->v[i].column;
        n -= same;
        s->v[n++] = s->v[i];
    }
    s->n = n;
}

/* ---- what is in them ------------------------------------------------------------------ */

static bool tell_text(struct cells *s, const struct cell *c, const char *text, size_t n)
{
    return sheet_text(s->x->call, c->row, c->column, text, n) || xls_fail(s->x, "stopped");
}

static bool tell_number(struct cells *s, const struct cell *c, unsigned style, double v)
{
    unsigned shows = style < s->x->n_styles ? s->x->style[style] : 0;
    char date[40];
    size_t n;
    if (!isfinite(v))
        return tell_text(s, c, "#NUM!", 5);
    if ((shows & SHOWS_PERCENT) && s->percent)
        v = sheet_percent(v);
    shows &= SHOWS_DATE;
    n = shows ? format_date(s->x->from_1904, v, shows, date, sizeof date) : 0;
    if (n)
        return tell_text(s, c, date, n);
    return sheet_number(s->x->call, c->row, c->column, v) || xls_fail(s->x, "stopped");
}

static bool tell_boolean(struct cells *s, const struct cell *c, unsigned v)
{
    return v ? tell_text(s, c, "TRUE", 4) : tell_text(s, c, "FALSE", 5);
}

static bool tell_error(struct cells *s, const struct cell *c, unsigned v)
{
    static const struct {
        unsigned code;
        const char *text;
    } errors[] = {{0, "#NULL!"},  {7, "#DIV/0!"}, {15, "#VALUE!"}, {23, "#REF!"},
                  {29, "#NAME?"}, {36, "#NUM!"},  {42, "#N/A"}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == v)
            return tell_text(s, c, errors[i].text, strlen(errors[i].text));
    return tell_text(s, c, "#ERROR", 6);
}

static double real(const unsigned char *p)
{
    uint64_t bits = xls_u32(p) | (uint64_t)xls_u32(p + 4) << 32;
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

/* 30 bits of a number: the upper ones of a double, or an integer; and whether it is of hundredths.
 */
static double short_number(uint32_t rk)
{
    uint64_t bits = (uint64_t)(rk & ~3u) << 32;
    double v;
    if (rk & 2)
        v = (double)((int32_t)rk >> 2);
    else
        memcpy(&v, &bits, sizeof v);
    return rk & 1 ? v / 100 : v;
}

/* A text that stands in the sheet: its length, then itself. */
static bool tell_label(struct cells *s, const struct cell *c, const struct xls_record *r, size_t at)
{
    struct xls_cursor from = {.x = s->x, .r = *r, .at = at};
    size_t n = xls_take(&from, 2);
    s->text.n = 0;
    if (!(s->x->biff8 ? xls_unicode(s->x, &from, n, &s->text)
                      : xls_bytes(s->x, &from, n, &s->text)))
        return false;
    return tell_text(s, c, s->text.s, s->text.n);
}

/* The text that a formula has yielded stands in the record behind it, or behind what it shares. */
static bool tell_yielded(struct cells *s, const struct cell *c, const struct xls_record *formula)
{
    struct xls_record r = *formula;
    while (xls_record(s->x, r.next, &r))
        if (r.type == STRING)
            return r.n < 2 || tell_label(s, c, &r, 0);
        else if (r.type != SHARED_FORMULA && r.type != ARRAY && r.type != TABLE &&
                 r.type != XLS_CONTINUE)
            break;
    return true;
}

static bool tell_formula(struct cells *s, const struct cell *c, const struct xls_record *r)
{
    const unsigned char *v = r->p + 6;
    if (xls_u16(v + 6) != 0xffff)
        return tell_number(s, c, xls_u16(r->p + 4), real(v));
    switch (v[0]) {
    case 0:
        return tell_yielded(s, c, r);
    case 1:
        return tell_boolean(s, c, v[2]);
    case 2:
        return tell_error(s, c, v[2]);
    default:
        return true; /* an empty text */
    }
}

static bool tell_shared(struct cells *s, const struct cell *c, uint32_t i)
{
    const struct xls *x = s->x;
    size_t from = i && i <= x->n_strings ? x->string_end[i - 1] : 0;
    if (i >= x->n_strings)
        return xls_fail(s->x, "shared text %lu: there are %zu; save the workbook again",
                        (unsigned long)i, x->n_strings);
    return x->string_end[i] == from ||
           tell_text(s, c, x->strings.s + from, x->string_end[i] - from);
}

static bool tell(struct cells *s, const struct cell *c)
{
    struct xls_record r;
    const unsigned char *many;
    if (!xls_record(s->x, c->at, &r))
        return false;
    switch (r.type) {
    case NUMBER:
        return tell_number(s, c, xls_u16(r.p + 4), real(r.p + 6));
    case RK:
        return tell_number(s, c, xls_u16(r.p + 4), short_number(xls_u32(r.p + 6)));
    case MULRK:
        many = r.p + 4 + 6 * ((size_t)c->column - xls_u16(r.p + 2));
        return tell_number(s, c, xls_u16(many), short_number(xls_u32(many + 2)));
    case LABELSST:
        return tell_shared(s, c, xls_u32(r.p + 6));
    case BOOLERR:
        return r.p[7] ? tell_error(s, c, r.p[6]) : tell_boolean(s, c, r.p[6]);
    case FORMULA:
        return tell_formula(s, c, &r);
    default:
        return tell_label(s, c, &r, 6);
    }
}

static bool tell_notes(struct cells *s)
{
    char text[160];
    snprintf(text, sizeof text, "%zu hidden rows and %zu hidden columns are read as the others",
             s->hidden_rows, s->hidden_columns);
    return (!s->hidden_rows && !s->hidden_columns) || sheet_note(s->x->call, text) ||
           xls_fail(s->x, "stopped");
}

bool xls_cells(struct xls *x, const struct xls_sheet *sheet)
{
    const struct sheet_options *o = x->call->params;
    struct cells s = {.x = x, .percent = o->percent};
    bool fine = find_cells(&s, sheet->at);
    if (fine)
        put_in_order(&s);
    for (size_t i = 0; fine && i < s.n; i++)
        fine = tell(&s, &s.v[i]);
    fine = fine && tell_notes(&s);
    free(s.v);
    free(s.text.s);
    return fine;
}
