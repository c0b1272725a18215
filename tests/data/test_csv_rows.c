/* SPDX-License-Identifier: MIT */
/*
 * The quick way through rows of plain numbers reads what the general way reads. The twin is the
 * same file with a delimiter that only the general way takes.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "data/csv.h"
#include "kit.h"

enum { FILES = 6000, COLUMNS = 5 };

static void add(struct str *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void add(struct str *b, const char *fmt, ...)
{
    char text[160];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    str_add(b, text);
}

static unsigned next(unsigned *state, unsigned n)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % n;
}

static const char *const cells[] = {
    "12.5",
    "-3.25",
    "0.000001",
    "123456.789012",
    "1",
    "-0",
    "0.1234567890123456789",
    "",
    "9007199254740993.5",
    "NA",
    " 7.5 ",
    "-",
    "-9",
    "99",
    "1e5",
    "\"2.5\"",
    "\"\"",
    "+4",
    ".5",
    "\u2026",
    "12345678901234567890123.5",
    "\t3",
    "1.",
    "12%",
    "x",
    "\"a\nb\"",
    "1 \" 2",
    "\"open",
    "\r",
    "\n",
    "5!",
    "\u00a08",
    "nan",
};
enum { N_CELLS = sizeof cells / sizeof *cells, N_TAME = 20, N_NUMBERS = 7 };

/* A file of some rows, nearly all of them good; the delimiter written as ! in the other text. */
static void make(unsigned *state, struct str *a, struct str *b)
{
    unsigned rows = 1 + next(state, 12), wild = next(state, 3);
    a->n = b->n = 0;
    add(a, "code,v,w,x,y");
    str_add(b, "code!v!w!x!y");
    for (unsigned i = 0; i < rows; i++) {
        unsigned code, width = wild && next(state, 40) == 0 ? 3 + next(state, 4) : COLUMNS;
        const char *end = next(state, 9) == 0 ? "\r\n" : "\n";
        str_add(a, end);
        str_add(b, end);
        code = next(state, 60) ? i : 0;
        add(a, "u%u", code);
        add(b, "u%u", code);
        for (unsigned j = 1; j < width; j++) {
            unsigned kind = next(state, 12);
            const char *cell = cells[next(state, i == 0 || kind < 9   ? N_NUMBERS
                                                 : wild && kind == 11 ? N_CELLS
                                                                      : N_TAME)];
            add(a, ",%s", cell);
            add(b, "!%s", strcmp(cell, "5!") == 0 ? "5," : cell);
        }
    }
    /* Numbers are only read in haste where the text goes on behind them. */
    add(a, "\nlast,1,2,3,%064d\n", 4);
    add(b, "\nlast!1!2!3!%064d\n", 4);
}

static void assert_same(const struct table *a, const struct table *b, const char *text)
{
    ck_assert_uint_eq(a->n_rows, b->n_rows);
    ck_assert_uint_eq(a->n_attributes, b->n_attributes);
    ck_assert_uint_eq(a->n_variables, b->n_variables);
    for (size_t i = 0; i < a->n_units; i++)
        ck_assert_str_eq(a->codes[i], b->codes[i]);
    for (size_t j = 0; j < a->n_variables; j++) {
        const struct variable *x = &a->variables[j], *y = &b->variables[j];
        ck_assert_str_eq(x->name, y->name);
        ck_assert_msg(memcmp(x->cell, y->cell, a->n_rows) == 0, "%s", text);
        ck_assert_msg(memcmp(x->v, y->v, a->n_rows * sizeof *x->v) == 0, "%s", text);
    }
}

START_TEST(same_as_the_general_way)
{
    static const char *const marks[] = {"NA", "-", "-9", "99"};
    struct str a = {0}, b = {0};
    unsigned state = 7;
    size_t good = 0, bad = 0;
    for (int i = 0; i < FILES; i++) {
        struct csv_options o = {.delimiter = ','}, p = {.delimiter = '!'};
        struct error e = {0}, f = {0};
        struct table *t = NULL, *u = NULL;
        int got, want;
        if (i % 2)
            o.missing = p.missing = (struct csv_names){marks, 4};
        make(&state, &a, &b);
        got = csv_read_bytes("t.csv", a.s, a.n, &o, &t, &e);
        want = csv_read_bytes("t.csv", b.s, b.n, &p, &u, &f);
        ck_assert_msg(got == want, "%s\n%s: %s", a.s, e.text, f.text);
        if (got == OK)
            assert_same(t, u, a.s);
        else if (!strstr(f.text, "5,"))
            ck_assert_str_eq(e.text, f.text);
        good += got == OK;
        bad += got != OK;
        table_free(t);
        table_free(u);
    }
    ck_assert_msg(good > FILES / 4 && bad > FILES / 10, "%zu good, %zu bad", good, bad);
    str_fini(&a);
    str_fini(&b);
}
END_TEST

/* 24 MB, of which the reader gives back what it has read: values and lines stay right. */
static void large(struct str *text, const char *last)
{
    text->n = 0;
    str_add(text, "code,a,b,c\n");
    for (unsigned i = 0; i < 600000; i++)
        add(text, "u%06u,%u.%06u,-%u.5,%.*s%u\n", i, i % 1000, i, i, i % 7 == 0, "-", i);
    str_add(text, last);
    ck_assert(!text->failed);
}

static int read_from_file(const struct str *text, struct table **t, struct error *e)
{
    char path[] = "/tmp/heng-csv-XXXXXX";
    int fd = mkstemp(path), status;
    size_t put = 0;
    ck_assert_int_ge(fd, 0);
    while (put < text->n) {
        ssize_t n = write(fd, text->s + put, text->n - put);
        ck_assert(n > 0);
        put += (size_t)n;
    }
    close(fd);
    status = csv_read(path, NULL, t, e);
    unlink(path);
    return status;
}

START_TEST(large_file_is_given_back)
{
    struct str text = {0};
    struct error e = {0};
    struct table *t = NULL, *u = NULL;
    large(&text, "z,NA,1e3,\"4\"\n");
    ck_assert_uint_gt(text.n, 17u << 20);
    ck_assert_msg(read_from_file(&text, &t, &e) == OK, "%s", e.text);
    ck_assert_msg(csv_read_bytes("t.csv", text.s, text.n, NULL, &u, &e) == OK, "%s", e.text);
    assert_same(t, u, "large");
    ck_assert(t->variables[1].v[599999] == -599999.5 && t->variables[1].v[600000] == 1000);
    table_free(t);
    table_free(u);
    large(&text, "z,1,2%,3\n");
    ck_assert_int_eq(read_from_file(&text, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, ":600002: column b: \"2%\""));
    large(&text, "u000007,1,2,3\n");
    ck_assert_int_eq(read_from_file(&text, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, ":600002: column code: \"u000007\": the unit is already "
                                         "on line 9"));
    str_fini(&text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {same_as_the_general_way, large_file_is_given_back, NULL};
    return kit_run("csv_rows", tests);
}
