/* SPDX-License-Identifier: MIT */
/* xlsx: the cells of a sheet, as they stream by. Nothing is sized by what <dimension> claims. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_internal.h"

enum { CARRY = 512 };

/* What a cell's t says: s shared text, str a formula's text, inlineStr, e error, d date, b boolean,
 * n or none. */
enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_BOOLEAN, CELL_TEXT };

struct worksheet {
    struct workbook *book;
    struct heng_read_call *to;
    struct growing value;
    uint32_t row, column; /* of the cell at hand */
    uint32_t next_row, next_column;
    bool any_row, percent;
    enum cell_type type;
    size_t style;
    bool in_value, in_inline, in_phonetic, is_formula;
    size_t hidden_rows, hidden_columns;
    size_t unsaved; /* formulas that have no value in the file */
    char first_unsaved[12];
};

static void stopped(struct worksheet *w)
{
    package_fail(w->book->package, "stopped");
}

/* ---- merged cells --------------------------------------------------------- */

/* They stand behind all cells, but whoever reads a header wants to know them before: the part is
   looked through once for its <mergeCell ref="A1:B2">. carry: what a chunk's end may have cut. */
struct merges {
    struct worksheet *sheet;
    char carry[2 * CARRY + 1];
    size_t n;
};

static void tell_merge(struct worksheet *w, const char *ref, size_t n)
{
    char text[40];
    char *colon;
    uint32_t top, left, bottom, right;
    snprintf(text, sizeof text, "%.*s", (int)n, ref);
    colon = strchr(text, ':');
    if (!colon)
        return;
    *colon = '\0';
    if (!sheet_reference(text, &top, &left) || !sheet_reference(colon + 1, &bottom, &right))
        package_fail(w->book->package, "merged cells %.*s: no cells of a sheet", (int)n, ref);
    else if (!sheet_merged(w->to, top, left, bottom, right))
        stopped(w);
}

/* The tags that end within s; where the last one begins that does not. */
static size_t find_merges(struct merges *m, const char *s, size_t n)
{
    static const char tag[] = "mergeCell ";
    const char *p = s, *end = s + n, *close, *ref;
    while ((p = memmem(p, (size_t)(end - p), tag, sizeof tag - 1))) {
        close = memchr(p, '>', (size_t)(end - p));
        if (!close)
            return (size_t)(p - s) - (p > s); /* with what stands in front of it */
        if (p == s || (p[-1] != '<' && p[-1] != ':')) {
            p++; /* a cell's text may hold the word, too */
            continue;
        }
        ref = memmem(p, (size_t)(close - p), " ref=", 5);
        if (ref && close - ref > 7) {
            const char *from = ref + 6, *quote = memchr(from, ref[5], (size_t)(close - from));
            if (quote)
                tell_merge(m->sheet, from, (size_t)(quote - from));
        }
        p = close;
    }
    return n > sizeof tag ? n - sizeof tag : 0;
}

static void merge_chunk(void *of, const char *s, size_t n)
{
    struct merges *m = of;
    size_t taken = n < CARRY ? n : CARRY, from;
    memcpy(m->carry + m->n, s, taken);
    from = find_merges(m, m->carry, m->n + taken);
    if (taken == n) {
        m->n = m->n + n - from < CARRY ? m->n + n - from : 0;
        memmove(m->carry, m->carry + from, m->n);
        return;
    }
    /* What the carry had in full was told; the chunk is looked through from the tag it cut. */
    from = from > m->n ? from - m->n : 0;
    from = find_merges(m, s + from, n - from) + from;
    m->n = n - from < CARRY ? n - from : 0;
    memcpy(m->carry, s + n - m->n, m->n);
}

/* ---- cells ---------------------------------------------------------------- */

static void start_row(struct worksheet *w, const char **attributes)
{
    const char *r = package_attribute(attributes, "r");
    unsigned long row = *r ? strtoul(r, NULL, 10) : w->next_row + 1UL;
    const char *hidden = package_attribute(attributes, "hidden");
    if (row == 0 || row > SHEET_ROWS_MAX)
        package_fail(w->book->package, "row %.20s: a sheet has 1,048,576", r);
    else if (w->any_row && row - 1 < w->next_row)
        package_fail(w->book->package, "row %lu comes behind row %lu; save the workbook again", row,
                     (unsigned long)w->next_row);
    w->row = (uint32_t)(row - 1);
    w->next_row = w->row + 1;
    w->next_column = 0;
    w->any_row = true;
    w->hidden_rows += *hidden == '1' || *hidden == 't';
}

static enum cell_type type_of(const char *t)
{
    if (!*t || strcmp(t, "n") == 0)
        return CELL_NUMBER;
    return strcmp(t, "s") == 0 ? CELL_SHARED : strcmp(t, "b") == 0 ? CELL_BOOLEAN : CELL_TEXT;
}

static void start_cell(struct worksheet *w, const char **attributes)
{
    const char *r = "", *type = "", *style = "0";
    uint32_t row = w->row, column = w->next_column;
    for (; *attributes; attributes += 2) { /* as package_attribute, of a letter each */
        const char *name = attributes[0];
        if (name[0] == 'r' && !name[1])
            r = attributes[1];
        else if (name[0] == 't' && !name[1])
            type = attributes[1];
        else if (name[0] == 's' && !name[1])
            style = attributes[1];
    }
    if (*r && (!sheet_reference(r, &row, &column) || row != w->row))
        package_fail(w->book->package, "cell %.20s in row %lu; save the workbook again", r,
                     w->row + 1UL);
    else if (column < w->next_column || column >= SHEET_COLUMNS_MAX)
        package_fail(w->book->package, "cell %.20s: out of its order in row %lu", r, w->row + 1UL);
    w->column = column;
    w->next_column = column + 1;
    w->type = type_of(type);
    w->style = strtoul(style, NULL, 10);
    w->value.n = 0;
    w->is_formula = false;
}

static void cells_start(void *of, const char *name, const char **attributes)
{
    struct worksheet *w = of;
    if (strcmp(name, "c") == 0)
        start_cell(w, attributes);
    else if (strcmp(name, "v") == 0)
        w->in_value = true;
    else if (strcmp(name, "row") == 0)
        start_row(w, attributes);
    else if (strcmp(name, "f") == 0)
        w->is_formula = true;
    else if (strcmp(name, "is") == 0)
        w->in_inline = true;
    else if (strcmp(name, "rPh") == 0)
        w->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        w->in_value = w->in_inline && !w->in_phonetic;
    else if (strcmp(name, "col") == 0 && *package_attribute(attributes, "hidden") == '1')
        w->hidden_columns++;
}

static bool tell_shared(struct worksheet *w)
{
    const struct workbook *b = w->book;
    char *end;
    size_t i = strtoul(w->value.s, &end, 10), from;
    if (*end || i >= b->n_strings) {
        package_fail(b->package, "shared text %.20s: there are %zu; save the workbook again",
                     w->value.s, b->n_strings);
        return true;
    }
    from = i ? b->string_end[i - 1] : 0;
    return b->string_end[i] == from ||
           sheet_text(w->to, w->row, w->column, b->strings.s + from, b->string_end[i] - from);
}

static bool tell_number(struct worksheet *w)
{
    unsigned shows = workbook_shows(w->book, w->style);
    char date[40];
    double v;
    size_t n;
    if (!sheet_decimal(w->value.s, &v)) {
        package_fail(w->book->package, "a number is written \"%.40s\"; save the workbook again",
                     w->value.s);
        return true;
    }
    if ((shows & SHOWS_PERCENT) && w->percent)
        v = sheet_percent(v);
    shows &= SHOWS_DATE;
    n = shows ? format_date(w->book->from_1904, v, shows, date, sizeof date) : 0;
    return n ? sheet_text(w->to, w->row, w->column, date, n)
             : sheet_number(w->to, w->row, w->column, v);
}

static void end_cell(struct worksheet *w)
{
    struct heng_read_call *to = w->to;
    bool fine = true;
    if (w->value.n == 0) {
        if (w->is_formula && w->unsaved++ == 0)
            sheet_address(w->row, w->column, w->first_unsaved, sizeof w->first_unsaved);
        return;
    }
    if (w->type == CELL_SHARED)
        fine = tell_shared(w);
    else if (w->type == CELL_BOOLEAN)
        fine = *w->value.s == '1' ? sheet_text(to, w->row, w->column, "TRUE", 4)
                                  : sheet_text(to, w->row, w->column, "FALSE", 5);
    else if (w->type == CELL_NUMBER)
        fine = tell_number(w);
    else
        fine = sheet_text(to, w->row, w->column, w->value.s, w->value.n);
    if (!fine)
        stopped(w);
}

static void cells_end(void *of, const char *name)
{
    struct worksheet *w = of;
    if (strcmp(name, "c") == 0)
        end_cell(w);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        w->in_value = false;
    else if (strcmp(name, "is") == 0)
        w->in_inline = false;
    else if (strcmp(name, "rPh") == 0)
        w->in_phonetic = false;
}

static void cells_text(void *of, const char *s, size_t n)
{
    struct worksheet *w = of;
    if (w->in_value)
        growing_put(w->book->package, &w->value, s, n);
}

static bool tell_notes(struct worksheet *w)
{
    char text[160];
    bool fine = true;
    snprintf(text, sizeof text, "%zu hidden rows and %zu hidden columns are read as the others",
             w->hidden_rows, w->hidden_columns);
    if (w->hidden_rows || w->hidden_columns)
        fine = sheet_note(w->to, text);
    snprintf(text, sizeof text,
             "%zu formulas have no value in the file, the first is %s: read as blank; open the "
             "workbook and save it",
             w->unsaved, w->first_unsaved);
    return fine && (!w->unsaved || sheet_note(w->to, text));
}

bool worksheet_read(struct workbook *b, const struct workbook_sheet *sheet,
                    struct heng_read_call *to)
{
    static const struct package_handler handler = {cells_start, cells_end, cells_text};
    const struct sheet_options *o = to->params;
    struct worksheet w = {.book = b, .to = to, .percent = o->percent};
    struct merges m = {.sheet = &w};
    bool fine = package_scan(b->package, sheet->part, merge_chunk, &m) &&
                package_parse(b->package, sheet->part, &handler, &w);
    free(w.value.s);
    if (fine && !tell_notes(&w))
        stopped(&w);
    return !package_failed(b->package);
}
