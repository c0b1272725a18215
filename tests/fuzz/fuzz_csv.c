/* SPDX-License-Identifier: MIT */
/*
 * CSV from bytes. The first two bytes choose the options, the rest is the file. A table that was
 * read holds no infinity, has NaN exactly where a cell is missing, and reads back unchanged after
 * it was written; an error names a line that the file has.
 */
#include <math.h>

#include "data/csv.h"
#include "data/csv_bytes.h"
#include "fuzz.h"

enum { CELLS_MAX = 20000 }; /* of a table that is written and read back */

#define NAME_COLUMN "the name of the unit"
#define PERIOD_COLUMN "the period of the row"

static void choose(struct csv_options *o, unsigned a, unsigned b)
{
    static const char *const encodings[] = {NULL, "utf-8", "gb18030", "utf-16"};
    static const char delimiters[] = {0, ',', ';', '\t'};
    static const char *const texts[] = {"region"}, *const ignored[] = {"note"};

    o->encoding = encodings[a & 3];
    o->delimiter = delimiters[a >> 2 & 3];
    o->decimal = a & 0x20 ? ',' : '.';
    o->thousands = (a & 0x10) != 0;
    o->header_rows = b & 3;
    o->unit = b & 4 ? "code" : NULL;
    o->name = b & 8 ? "name" : NULL;
    o->period = b & 0x10 ? "year" : NULL;
    if (b & 0x20) {
        o->text = (struct csv_names){texts, 1};
        o->ignore = (struct csv_names){ignored, 1};
    }
}

static void check_text(const char *s)
{
    REQUIRE(s && text_utf8_check(s, strlen(s)) == strlen(s));
}

static void check_table(const struct table *t)
{
    size_t i, j;

    REQUIRE(t->n_units > 0 && t->n_periods > 0 && t->n_rows == t->n_units * t->n_periods);
    for (i = 0; i < t->n_units; i++) {
        check_text(t->codes[i]);
        check_text(t->names[i]);
        REQUIRE(*t->codes[i] && table_unit(t, t->codes[i]) == i);
    }
    for (j = 0; j < t->n_variables; j++) {
        const struct variable *x = &t->variables[j];
        check_text(x->name);
        for (i = 0; i < t->n_rows; i++) {
            REQUIRE(!isinf(x->v[i]));
            REQUIRE(cell_is_observed(x->cell[i]) || x->cell[i] == CELL_MISSING);
            REQUIRE(isnan(x->v[i]) == (x->cell[i] == CELL_MISSING));
        }
    }
    for (j = 0; j < t->n_attributes; j++)
        for (i = 0; i < t->n_units; i++)
            check_text(t->attributes[j].v[i]);
}

static void write_head(struct csv_writer *w, const struct table *t)
{
    size_t j;

    csv_text(w, "the code of the unit");
    csv_text(w, NAME_COLUMN);
    csv_text(w, PERIOD_COLUMN);
    for (j = 0; j < t->n_attributes; j++)
        csv_text(w, t->attributes[j].name);
    for (j = 0; j < t->n_variables; j++)
        csv_text(w, t->variables[j].name);
    csv_end_line(w);
}

static void write_row(struct csv_writer *w, const struct table *t, size_t period, size_t unit)
{
    size_t j;

    csv_text(w, t->codes[unit]);
    csv_text(w, t->names[unit]);
    csv_text(w, *t->periods[period] ? t->periods[period] : "0");
    for (j = 0; j < t->n_attributes; j++)
        csv_text(w, t->attributes[j].v[unit]);
    for (j = 0; j < t->n_variables; j++)
        csv_number(w, t->variables[j].v[period * t->n_units + unit]);
    csv_end_line(w);
}

static char *write_table(const struct table *t, size_t *n)
{
    char *bytes = NULL;
    struct csv_writer w = {0};
    size_t k, i;

    w.out = open_memstream(&bytes, n);
    REQUIRE(w.out);
    write_head(&w, t);
    for (k = 0; k < t->n_periods; k++)
        for (i = 0; i < t->n_units; i++)
            write_row(&w, t, k, i);
    REQUIRE(fclose(w.out) == 0);
    return bytes;
}

static void compare(const struct table *a, const struct table *b)
{
    size_t i, j;

    REQUIRE(a->n_units == b->n_units && a->n_periods == b->n_periods);
    REQUIRE(a->n_variables == b->n_variables && a->n_attributes == b->n_attributes);
    for (i = 0; i < a->n_units; i++)
        REQUIRE(strcmp(a->codes[i], b->codes[i]) == 0 && strcmp(a->names[i], b->names[i]) == 0);
    for (j = 0; j < a->n_attributes; j++)
        for (i = 0; i < a->n_units; i++)
            REQUIRE(strcmp(a->attributes[j].v[i], b->attributes[j].v[i]) == 0);
    for (j = 0; j < a->n_variables; j++) {
        const struct variable *x = &a->variables[j], *y = &b->variables[j];
        REQUIRE(strcmp(x->name, y->name) == 0);
        for (i = 0; i < a->n_rows; i++)
            REQUIRE(x->v[i] == y->v[i] || (isnan(x->v[i]) && isnan(y->v[i])));
    }
}

/* A name that the file's own columns have too would be there twice. */
static bool is_taken(const struct table *t, const char *name)
{
    return table_variable(t, name) || table_attribute(t, name);
}

static void read_back(const struct table *t)
{
    struct csv_options o = {
        .delimiter = ',', .encoding = "utf-8", .name = NAME_COLUMN, .period = PERIOD_COLUMN};
    const char **texts = calloc(t->n_attributes + 1, sizeof *texts);
    struct table *again = NULL;
    struct error e = {0};
    size_t n = 0, j;
    char *bytes = write_table(t, &n);

    REQUIRE(texts);
    for (j = 0; j < t->n_attributes; j++)
        texts[j] = t->attributes[j].name;
    o.text = (struct csv_names){texts, t->n_attributes};
    if (csv_read_bytes("written", bytes, n, &o, &again, &e) != OK) {
        fprintf(stderr, "%s\n%.*s", e.text, (int)n, bytes);
        abort();
    }
    compare(t, again);
    table_free(again);
    free(bytes);
    free(texts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_options o = {0};
    struct table *t = NULL;
    struct error e = {0};
    const char *bytes;
    int status;

    if (size < 2)
        return 0;
    choose(&o, data[0], data[1]);
    bytes = (const char *)data + 2;
    size -= 2;
    status = csv_read_bytes("f", bytes, size, &o, &t, &e);
    if (status != OK) {
        fuzz_check_error(status, &e);
        fuzz_check_line(e.text, csv_count_lines(bytes, size) + 1);
        REQUIRE(!t);
        return 0;
    }
    check_table(t);
    if (t->n_rows * (t->n_variables + t->n_attributes + 3) < CELLS_MAX &&
        !is_taken(t, "the code of the unit") && !is_taken(t, NAME_COLUMN) &&
        !is_taken(t, PERIOD_COLUMN))
        read_back(t);
    table_free(t);
    return 0;
}
