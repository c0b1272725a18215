/* SPDX-License-Identifier: MIT */
/*
 * A look at a sheet of text: whatever the cells are, each line that is proposed has a key and a
 * value that a profile holds on one line, columns are those of the sheet, and names of [columns]
 * differ; who finds no table says so.
 */
#include <string.h>

#include "data/csv.h"
#include "data/csv_bytes.h"
#include "data/look.h"
#include "data/shape.h"
#include "fuzz.h"

static void check_lines(const struct look_line *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        REQUIRE(*v[i].key && *v[i].value && !strpbrk(v[i].key, "\n\r=") &&
                !strpbrk(v[i].value, "\n\r"));
        REQUIRE(text_utf8_check(v[i].value, strlen(v[i].value)) == strlen(v[i].value));
    }
}

static void check_calls(const struct look *l)
{
    for (size_t i = 0; i < l->n_calls; i++)
        for (size_t k = 0; k < i; k++)
            REQUIRE(strcmp(l->calls[i].key, l->calls[k].key));
}

static void check_look(const struct sheet *s, const struct look *l)
{
    REQUIRE(l->n_columns && l->header[0] <= l->header[1] && l->n_shown <= LOOK_ROWS_SHOWN);
    for (size_t i = 0; i < l->n_columns; i++) {
        REQUIRE(l->columns[i].at < s->n_columns && l->columns[i].role < LOOK_ROLES);
        REQUIRE(l->columns[i].n_figures <= l->columns[i].n_filled);
        REQUIRE(l->columns[i].n_different <= l->columns[i].n_filled);
    }
    check_lines(l->lines, l->n_lines);
    check_lines(l->calls, l->n_calls);
    check_calls(l);
}

static void look(const char *bytes, size_t n)
{
    struct csv_bytes text;
    struct look l = {.arena = arena_new()};
    struct csv_options o = {0};
    struct sheet s = {.path = "f"};
    struct error e = {0};
    int status = csv_bytes_open(&text, "f", bytes, n, "utf-8", &e);
    if (!status) {
        status = sheet_of_csv(&s, &text, &o, &e);
        if (!status)
            status = look_at_sheet(&s, &l, &e);
        if (!status)
            check_look(&s, &l);
        sheet_fini(&s);
        csv_bytes_close(&text);
    }
    if (status)
        fuzz_check_error(status, &e);
    arena_free(l.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    look((const char *)data, size);
    return 0;
}
