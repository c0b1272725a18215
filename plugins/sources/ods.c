/* SPDX-License-Identifier: MIT */
/*
 * ods: the cells of a sheet of OpenDocument 1.2, part 1, section 9. Rows and cells that repeat are
 * counted, not stored: a sheet's end is often a million blank rows. Its parts are walked twice,
 * since merged cells are told before all others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package.h"
#include "sheet.h"

enum { NAME_BYTES = 256, REPEATED_MAX = 100000 };

enum pass { LIST_SHEETS, TELL_MERGED, TELL_CELLS };

struct ods {
    struct package *package;
    const struct sheet_options *options;
    struct heng_read_call *to;
    enum pass pass;

    size_t n_sheets, n_meant;
    bool here; /* within the sheet that is meant */
    char meant[NAME_BYTES], names[400];
    size_t names_n;

    uint64_t row, column; /* of the cell at hand */
    uint64_t row_repeats, repeats;
    char type[16], value[64];
    char *text; /* of the cell's paragraphs */
    size_t n, cap;
    bool in_cell, any_paragraph;
    unsigned in_paragraph, in_note;
    size_t hidden_rows;
};

static void fail_no_memory(struct ods *o)
{
    package_fail(o->package, "out of memory");
}

static void put(struct ods *o, const char *s, size_t n)
{
    if (o->n + n + 1 > o->cap) {
        size_t cap = (o->n + n + 1) * 2;
        char *grown = realloc(o->text, cap);
        if (!grown) {
            fail_no_memory(o);
            return;
        }
        o->text = grown;
        o->cap = cap;
    }
    memcpy(o->text + o->n, s, n);
    o->n += n;
    o->text[o->n] = '\0';
}

/* ---- sheets --------------------------------------------------------------- */

static void start_sheet(struct ods *o, const char **attributes)
{
    const char *name = package_attribute(attributes, "name"), *option;
    o->n_sheets++;
    o->row = 0;
    if (o->pass == LIST_SHEETS) {
        if (o->to->sheet(o->to->to, name, 0))
            package_fail(o->package, "stopped");
        return;
    }
    option = o->options->sheet;
    if (o->names_n < sizeof o->names && o->pass == TELL_MERGED)
        o->names_n += (size_t)snprintf(o->names + o->names_n, sizeof o->names - o->names_n,
                                       "%s%zu %s", o->names_n ? ", " : "", o->n_sheets, name);
    o->here = o->pass == TELL_CELLS ? strcmp(name, o->meant) == 0
                                    : !*option || sheet_is_meant(option, name, o->n_sheets);
    if (o->here && o->pass == TELL_CELLS && o->to->sheet(o->to->to, name, 0))
        package_fail(o->package, "stopped");
    if (!o->here || o->pass == TELL_CELLS)
        return;
    if (o->n_meant++ == 0)
        snprintf(o->meant, sizeof o->meant, "%s", name);
}

/* ---- cells ---------------------------------------------------------------- */

static uint64_t count_of(const char **attributes, const char *name)
{
    const char *s = package_attribute(attributes, name);
    unsigned long n = *s ? strtoul(s, NULL, 10) : 1;
    return n ? n : 1;
}

static void start_row(struct ods *o, const char **attributes)
{
    const char *visibility = package_attribute(attributes, "visibility");
    o->row_repeats = count_of(attributes, "number-rows-repeated");
    o->hidden_rows += *visibility && strcmp(visibility, "visible") != 0;
    o->column = 0;
}

static void tell_merged(struct ods *o, const char **attributes)
{
    uint64_t down = count_of(attributes, "number-rows-spanned");
    uint64_t right = count_of(attributes, "number-columns-spanned");
    if ((down == 1 && right == 1) || o->n_meant != 1)
        return;
    if (o->row + down > SHEET_ROWS_MAX || o->column + right > SHEET_COLUMNS_MAX)
        package_fail(o->package, "merged cells beyond the end of a sheet");
    else if (!sheet_merged(o->to, (uint32_t)o->row, (uint32_t)o->column,
                           (uint32_t)(o->row + down - 1), (uint32_t)(o->column + right - 1)))
        package_fail(o->package, "stopped");
}

static void start_cell(struct ods *o, const char **attributes)
{
    const char *date = package_attribute(attributes, "date-value");
    const char *value = package_attribute(attributes, "value");
    const char *boolean = package_attribute(attributes, "boolean-value");
    const char *duration = package_attribute(attributes, "time-value");
    o->repeats = count_of(attributes, "number-columns-repeated");
    snprintf(o->type, sizeof o->type, "%s", package_attribute(attributes, "value-type"));
    snprintf(o->value, sizeof o->value, "%s",
             *date      ? date
             : *value   ? value
             : *boolean ? boolean
                        : duration);
    o->n = 0;
    o->any_paragraph = false;
    o->in_cell = true;
    if (o->pass == TELL_MERGED)
        tell_merged(o, attributes);
}

static bool is_numeric(const char *type)
{
    return strcmp(type, "float") == 0 || strcmp(type, "percentage") == 0 ||
           strcmp(type, "currency") == 0;
}

static bool tell(struct ods *o, uint32_t row, uint32_t column)
{
    struct heng_read_call *to = o->to;
    char *end = o->value;
    double v = is_numeric(o->type) ? strtod(o->value, &end) : 0;
    if (end != o->value && !*end && sheet_is_decimal(o->value))
        return sheet_number(
            to, row, column,
            o->options->percent && strcmp(o->type, "percentage") == 0 ? sheet_percent(v) : v);
    if (strcmp(o->type, "date") == 0)
        return sheet_text(to, row, column, o->value, strlen(o->value));
    if (strcmp(o->type, "boolean") == 0)
        return sheet_text(to, row, column, *o->value == 't' ? "TRUE" : "FALSE",
                          *o->value == 't' ? 4 : 5);
    return sheet_text(to, row, column, o->text, o->n);
}

static void tell_cells(struct ods *o)
{
    if (o->repeats > REPEATED_MAX || o->column + o->repeats > SHEET_COLUMNS_MAX ||
        o->row >= SHEET_ROWS_MAX) {
        package_fail(o->package, "a cell beyond the end of a sheet in row %llu",
                     (unsigned long long)o->row + 1);
        return;
    }
    for (uint64_t i = 0; i < o->repeats; i++)
        if (!tell(o, (uint32_t)o->row, (uint32_t)(o->column + i))) {
            package_fail(o->package, "stopped");
            return;
        }
}

/* A row of cells that repeats is one of figures repeated by hand: that no sheet of a table has. */
static void end_cell(struct ods *o)
{
    bool filled = o->n > 0 || (*o->type && *o->value);
    o->in_cell = false;
    if (filled && o->pass == TELL_CELLS) {
        if (o->row_repeats > 1)
            package_fail(o->package, "row %llu is there %llu times; save the sheet as CSV instead",
                         (unsigned long long)o->row + 1, (unsigned long long)o->row_repeats);
        else
            tell_cells(o);
    }
    o->column += o->repeats;
}

/* ---- elements ------------------------------------------------------------- */

static void ods_start(void *of, const char *name, const char **attributes)
{
    struct ods *o = of;
    if (strcmp(name, "table") == 0) {
        start_sheet(o, attributes);
    } else if (!o->here) {
        return;
    } else if (strcmp(name, "annotation") == 0) {
        o->in_note++;
    } else if (strcmp(name, "table-row") == 0) {
        start_row(o, attributes);
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        start_cell(o, attributes);
    } else if (o->in_cell && !o->in_note && strcmp(name, "p") == 0) {
        if (o->any_paragraph)
            put(o, "\n", 1);
        o->any_paragraph = true;
        o->in_paragraph++;
    } else if (o->in_paragraph && !o->in_note) {
        if (strcmp(name, "s") == 0)
            for (uint64_t n = count_of(attributes, "c"); n > 0 && o->n < 1 << 20; n--)
                put(o, " ", 1);
        else if (strcmp(name, "line-break") == 0 || strcmp(name, "tab") == 0)
            put(o, *name == 't' ? "\t" : "\n", 1);
    }
}

static void ods_end(void *of, const char *name)
{
    struct ods *o = of;
    if (!o->here)
        return;
    if (strcmp(name, "table") == 0)
        o->here = false;
    else if (strcmp(name, "annotation") == 0)
        o->in_note -= o->in_note > 0;
    else if (strcmp(name, "p") == 0 && !o->in_note)
        o->in_paragraph -= o->in_paragraph > 0;
    else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0)
        end_cell(o);
    else if (strcmp(name, "table-row") == 0)
        o->row += o->row_repeats;
}

static void ods_text(void *of, const char *s, size_t n)
{
    struct ods *o = of;
    if (o->here && o->in_paragraph && !o->in_note && o->pass == TELL_CELLS)
        put(o, s, n);
}

static bool walk(struct ods *o, enum pass pass)
{
    static const struct package_handler handler = {ods_start, ods_end, ods_text};
    o->pass = pass;
    o->n_sheets = 0;
    o->here = false;
    o->hidden_rows = 0;
    return package_parse(o->package, "content.xml", &handler, o);
}

static bool read_meant(struct ods *o)
{
    char text[80];
    if (!walk(o, TELL_MERGED))
        return false;
    if (o->n_meant != 1) {
        package_fail(o->package, "%s; say which by sheet = NUMBER or NAME: there are %s",
                     o->n_meant ? "more than one sheet" : "no such sheet", o->names);
        return false;
    }
    if (!walk(o, TELL_CELLS))
        return false;
    snprintf(text, sizeof text, "%zu hidden rows are read as the others", o->hidden_rows);
    if (o->hidden_rows && !sheet_note(o->to, text))
        package_fail(o->package, "stopped");
    return !package_failed(o->package);
}

static int with_package(struct ods *o, bool (*use)(struct ods *o))
{
    struct heng_read_call *c = o->to;
    bool fine;
    o->package = package_open(c->fd, c->most, c->why, c->why_size);
    fine = o->package && use(o);
    free(o->text);
    package_close(o->package);
    if (!fine && !c->why[0])
        return heng_refuse(c, "out of memory");
    return fine ? HENG_OK : HENG_FAIL;
}

static int ods_read(struct heng_read_call *c)
{
    struct ods o = {.options = c->params, .to = c};
    return with_package(&o, read_meant);
}

static bool tell_sheets(struct ods *o)
{
    return walk(o, LIST_SHEETS);
}

static int ods_sheets(struct heng_read_call *c)
{
    struct ods o = {.options = c->params, .to = c};
    return with_package(&o, tell_sheets);
}

static const struct heng_param params[] = {SHEET_PARAMS};

static const struct heng_source ods = {
    sizeof ods,
    "ods",
    "OpenDocument 电子表格",
    "OpenDocument spreadsheet",
    "A sheet of an OpenDocument spreadsheet (.ods): texts, numbers, dates.",
    HENG_PARAMS(params, struct sheet_options),
    0,
    sizeof(struct heng_read_call),
    ods_read,
    ods_sheets,
};
HENG_ONE_SOURCE(ods, "1.0.0", "MIT");
