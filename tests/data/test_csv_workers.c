/* SPDX-License-Identifier: MIT */
/* The quick way through large files gives what the usual one does, however the file is cut. */
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/csv_fast.h"
#include "data/csv_number.h"

#include "kit.h"

static uint64_t state = 88172645463325252u;

static unsigned draw(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % below);
}

static const struct csv_tuning small = {.smallest = 1, .head = 600, .piece = 512, .chunk = 64};
static const size_t numbers_of_workers[] = {1, 2, 3, 7};

static const char path[] = "test_csv_workers.csv";

static void put_file(const struct str *s)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(!s->failed && fd >= 0);
    ck_assert_int_eq(write(fd, s->s, s->n), (ssize_t)s->n);
    close(fd);
}

static void assert_same_table(const struct table *a, const struct table *b)
{
    ck_assert_uint_eq(a->n_units, b->n_units);
    ck_assert_uint_eq(a->n_periods, b->n_periods);
    ck_assert_uint_eq(a->n_rows, b->n_rows);
    ck_assert_uint_eq(a->n_variables, b->n_variables);
    ck_assert_uint_eq(a->n_attributes, b->n_attributes);
    for (size_t i = 0; i < a->n_periods; i++)
        ck_assert_str_eq(a->periods[i], b->periods[i]);
    for (size_t i = 0; i < a->n_units; i++) {
        ck_assert_str_eq(a->codes[i], b->codes[i]);
        ck_assert_str_eq(a->names[i], b->names[i]);
    }
    for (size_t i = 0; i < a->n_variables; i++) {
        ck_assert_str_eq(a->variables[i].name, b->variables[i].name);
        ck_assert_mem_eq(a->variables[i].v, b->variables[i].v, a->n_rows * sizeof(double));
        ck_assert_mem_eq(a->variables[i].cell, b->variables[i].cell, a->n_rows);
    }
    for (size_t i = 0; i < a->n_attributes; i++) {
        ck_assert_str_eq(a->attributes[i].name, b->attributes[i].name);
        for (size_t u = 0; u < a->n_units; u++)
            ck_assert_str_eq(a->attributes[i].v[u], b->attributes[i].v[u]);
    }
}

static bool bulk(const struct csv_options *o, const struct csv_tuning *tuning, struct table **t)
{
    char sha256[HASH_TEXT], want[HASH_TEXT];
    struct error e;
    int fd = open(path, O_RDONLY);
    bool took = csv_fast(fd, path, o, tuning, t, sha256);
    close(fd);
    ck_assert_int_eq(hash_file(path, want, &e), OK);
    if (took)
        ck_assert_str_eq(sha256, want);
    return took;
}

/* What the quick way is to do with a file; some it may take with one worker alone. */
enum taking { LEFT, TAKEN, EITHER };

/* The file by the usual way and by the quick one, with every number of workers: the same table or
   the same error. */
static void assert_same_reading(const struct str *s, const struct csv_options *given,
                                enum taking taken, const struct csv_tuning *tuning)
{
    static const struct csv_options usual;
    struct csv_options o = given ? *given : usual;
    struct error e = {0}, f = {0};
    struct table *want, *got;
    int status = csv_read_bytes(path, s->s, s->n, &o, &want, &e);
    put_file(s);
    for (size_t i = 0; i < sizeof numbers_of_workers / sizeof *numbers_of_workers; i++) {
        o.workers = numbers_of_workers[i];
        bool took = bulk(&o, tuning, &got);
        ck_assert_msg(taken == EITHER || took == taken, "%zu workers", o.workers);
        table_free(got);
        ck_assert_int_eq(csv_read_tuned(path, &o, tuning, &got, &f), status);
        if (status == OK)
            assert_same_table(want, got);
        else
            ck_assert_str_eq(f.text, e.text);
        table_free(got);
    }
    table_free(want);
    unlink(path);
}

/* A number in one of the shapes that files hold, or nothing. */
static void put_number(struct str *s)
{
    static const char *const odd[] = {"",
                                      "NA",
                                      "-",
                                      "..",
                                      "1e5",
                                      "+3",
                                      "-9",
                                      "  4.5 ",
                                      "\u2026",
                                      "12345678901234567890.5",
                                      "0.1234567890123456789",
                                      ".5",
                                      "\"7.25\"",
                                      "-0",
                                      "0000000000000000001.5",
                                      "1e-320"};
    if (draw(8) == 0)
        str_add(s, odd[draw(sizeof odd / sizeof *odd)]);
    else
        str_printf(s, "%s%u.%0*u", draw(4) ? "" : "-", draw(100000), (int)draw(9) + 1, draw(10));
}

enum { TEXTS = 1, NAMES = 2, CRLF = 4, UNFINISHED = 8, BLANKS = 16 };

static void put_table(struct str *s, size_t rows, unsigned how)
{
    static const char *const texts[] = {"coast",           "\"hill, high\"", "",        "'=x",
                                        "\"a \"\"b\"\"\"", "\u5c71",         " wide  ", "NA",
                                        "x\u00a0"};
    const char *end = how & CRLF ? "\r\n" : "\n";
    str_printf(s, "code,%s%sx,y,z%s", how & NAMES ? "name," : "", how & TEXTS ? "group," : "", end);
    for (size_t i = 0; i < rows; i++) {
        str_printf(s, draw(5) ? "U%zu," : "\"U%zu\u200b\",", i);
        if (how & NAMES)
            str_printf(s, "%s,", i == 0 ? "first" : texts[draw(9)]);
        if (how & TEXTS)
            str_printf(s, "%s,", i == 0 ? "coast" : texts[draw(9)]);
        put_number(s);
        str_add(s, ",");
        put_number(s);
        str_printf(s, ",%zu.5", i);
        if (i + 1 < rows || !(how & UNFINISHED))
            str_add(s, end);
    }
    if (how & BLANKS)
        str_printf(s, "%s,,%s%s%s", how & TEXTS ? "," : "", how & NAMES ? "," : "", ",", end);
    if (how & BLANKS)
        str_add(s, end);
}

START_TEST(any_table)
{
    for (unsigned how = 0; how < 32; how++) {
        struct csv_options o = {.name = how & NAMES ? "name" : NULL};
        struct str s = {0};
        if ((how & UNFINISHED) && (how & BLANKS))
            continue;
        put_table(&s, 60 + draw(60), how);
        assert_same_reading(&s, &o, TAKEN, &small);
        str_fini(&s);
    }
}
END_TEST

START_TEST(borders_anywhere)
{
    struct str s = {0};
    struct csv_options o = {.name = "name"};
    put_table(&s, 70, NAMES | TEXTS | CRLF);
    for (size_t head = 300; head < 420; head += 7) {
        struct csv_tuning t = {.smallest = 1, .head = head, .piece = head - 90, .chunk = head / 5};
        assert_same_reading(&s, &o, TAKEN, &t);
    }
    str_fini(&s);
}
END_TEST

START_TEST(a_column_that_is_empty)
{
    struct str s = {0};
    str_add(&s, "code,x,y\n");
    for (int i = 0; i < 200; i++)
        str_printf(&s, "U%d,,%s\n", i, i < 150 ? "" : "3.25");
    assert_same_reading(&s, NULL, TAKEN, &small);
    str_fini(&s);
}
END_TEST

START_TEST(a_mark_at_the_beginning_and_options)
{
    static const char *const marks[] = {"-9", "999"}, *const texts[] = {"y"}, *const none[] = {"z"};
    struct csv_options o = {.unit = "id",
                            .encoding = "UTF-8",
                            .delimiter = ';',
                            .header_rows = 3,
                            .missing = {marks, 2},
                            .text = {texts, 1},
                            .ignore = {none, 1}};
    struct str s = {0};
    str_add(&s, "\ufeffA title\nand more\nx;id;y;z\n");
    for (int i = 0; i < 300; i++)
        str_printf(&s, "%d;U%d;%d;%d\n", i % 7 ? i : -9, i, i, i);
    assert_same_reading(&s, &o, TAKEN, &small);
    str_fini(&s);
}
END_TEST

/* Something in one row among many; the quick way leaves it to the usual one. */
static void assert_row(const char *row, enum taking taken)
{
    for (int at = 0; at < 3; at++) {
        struct str s = {0};
        str_add(&s, "code,name,x,y\n");
        for (int i = 0; i < 200; i++) {
            str_printf(&s, "U%d,place,%d.5,%d\n", i, i, i * 3);
            if (i == at * 99 + 1)
                str_add(&s, row);
        }
        assert_same_reading(&s, NULL, taken, &small);
        str_fini(&s);
    }
}

START_TEST(what_is_amiss_is_left_to_the_usual_way)
{
    static const char *const rows[] = {
        "V,name,a,2\n",
        "V,name,2\n",
        "V,name,2,3,4\n",
        "V,na\"me,2,3\n",
        "V,\"name,2,3\n",
        "U7,again,2,3\n",
        ",blank,2,3\n",
        "V,12%,1,12%\n",
        "V,bad \xff,1,2\n",
        "V,bell \a,1,2\n",
        "V,name,1,2\rW,name,1,2\n",
        "   \n",
        "V,name,1e999,2\n",
        "V,12,1,2\n",
        "\"V\" x,name,1,2\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_row(rows[i], LEFT);
    assert_row("\n", EITHER);
    assert_row(",,\r\n", EITHER);
    assert_row("V,\"two\nlines\",1,2\n", EITHER);
}
END_TEST

START_TEST(files_of_other_kinds_are_left)
{
    struct csv_options o[] = {{.period = "x"},     {.encoding = "gb18030"}, {.decimal = ','},
                              {.thousands = true}, {.unit = "none"},        {.delimiter = '"'}};
    struct str s = {0};
    put_table(&s, 100, 0);
    for (size_t i = 0; i < sizeof o / sizeof *o; i++)
        assert_same_reading(&s, &o[i], LEFT, &small);
    assert_same_reading(&s, NULL, LEFT, &csv_usual_tuning); /* too small */
    str_fini(&s);
    str_printf(&s, "code,x\n%0700d,1\nB,2\n", 1); /* a row longer than a piece */
    assert_same_reading(&s, NULL, LEFT, &small);
    str_fini(&s);
    s = (struct str){0};
    str_add(&s, "code;x,y\n"); /* two delimiters to choose from, and too few rows to do it */
    for (int i = 0; i < 9; i++)
        str_printf(&s, "U%d%0100d;1,2\n", i, 7);
    assert_same_reading(&s, NULL, LEFT, &small);
    str_fini(&s);
    s = (struct str){0};
    str_add(&s, "code,x,y\n"); /* percentages: an error, at the end or the beginning */
    for (int i = 0; i < 100; i++)
        str_printf(&s, "U%d,%d%%,1\n", i, i);
    assert_same_reading(&s, NULL, LEFT, &small);
    str_fini(&s);
}
END_TEST

/* Open descriptors, mappings, and bytes that malloc has given out. */
struct held {
    size_t descriptors, maps, bytes;
};

static struct held held_now(void)
{
    struct held h = {0};
    DIR *d = opendir("/proc/self/fd");
    FILE *f = fopen("/proc/self/maps", "r");
    ck_assert(d && f);
    while (readdir(d))
        h.descriptors++;
    for (int c; (c = getc(f)) != EOF;)
        h.maps += c == '\n';
    closedir(d);
    fclose(f);
    h.bytes = mallinfo2().uordblks;
    return h;
}

/* Taken or left, at the head or at the end, a file leaves nothing behind. */
START_TEST(nothing_is_kept)
{
    static const char *const ends[] = {"", "V,name,a,2,3\n", "V,12%,1,12%,1\n"};
    struct csv_options o = {.workers = 2}, other = {.encoding = "gb18030"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct held first = {0}, now = {0};
        struct str s = {0};
        put_table(&s, 100, NAMES | TEXTS);
        str_add(&s, ends[i]);
        put_file(&s);
        for (int k = 0; k < 20; k++) {
            struct table *t;
            ck_assert_int_eq(bulk(&o, &small, &t), i == 0);
            table_free(t);
            ck_assert(!bulk(&other, &small, &t));
            now = held_now();
            first = k < 10 ? now : first; /* what is made once */
        }
        ck_assert_uint_eq(now.descriptors, first.descriptors);
        ck_assert_uint_eq(now.maps, first.maps);
#ifndef __SANITIZE_ADDRESS__
        ck_assert_uint_le(now.bytes, first.bytes + 2048); /* what malloc keeps at hand varies */
#endif
        str_fini(&s);
        unlink(path);
    }
}
END_TEST

static pid_t parent;

static void die_in_the_second(size_t chunk)
{
    if (chunk == 1 && getpid() != parent)
        raise(SIGKILL);
}

START_TEST(a_worker_is_killed)
{
    struct csv_tuning deadly = small;
    struct csv_options o = {.workers = 3};
    struct error e = {0};
    struct table *want, *got;
    struct str s = {0};
    parent = getpid();
    deadly.begun = die_in_the_second;
    put_table(&s, 100, TEXTS);
    put_file(&s);
    ck_assert(!bulk(&o, &deadly, &got));
    ck_assert_int_eq(csv_read_tuned(path, &o, &deadly, &got, &e), OK);
    ck_assert_int_eq(csv_read_bytes(path, s.s, s.n, &o, &want, &e), OK);
    assert_same_table(want, got);
    table_free(want);
    table_free(got);
    str_fini(&s);
    unlink(path);
}
END_TEST

static void write_over(size_t chunk)
{
    int fd = open(path, O_WRONLY);
    (void)chunk;
    if (fd < 0 || pwrite(fd, "x", 1, 0) != 1 || close(fd) != 0)
        _exit(1);
}

/* The quick way reads a file more than once: what is changed meanwhile is not taken from it. */
START_TEST(a_file_is_changed_meanwhile)
{
    static const size_t workers[] = {1, 3};
    struct csv_tuning changing = small;
    changing.begun = write_over;
    for (size_t i = 0; i < sizeof workers / sizeof *workers; i++) {
        struct csv_options o = {.workers = workers[i]};
        struct error e = {0};
        struct table *want, *got;
        struct str s = {0};
        put_table(&s, 100, TEXTS);
        put_file(&s);
        ck_assert(!bulk(&o, &changing, &got));
        ck_assert_ptr_null(got);
        put_file(&s);
        ck_assert_int_eq(csv_read_tuned(path, &o, &changing, &got, &e), OK);
        s.s[0] = 'x';
        ck_assert_int_eq(csv_read_bytes(path, s.s, s.n, &o, &want, &e), OK);
        assert_same_table(want, got);
        table_free(want);
        table_free(got);
        str_fini(&s);
    }
    unlink(path);
}
END_TEST

/* What a later worker writes into the table stays its own. */
START_TEST(the_table_is_not_shared)
{
    struct csv_options o = {.workers = 2};
    struct table *t;
    struct str s = {0};
    pid_t child;
    put_table(&s, 100, 0);
    put_file(&s);
    ck_assert(bulk(&o, &small, &t));
    if ((child = fork()) == 0) {
        t->variables[2].v[5] = 1;
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert(t->variables[2].v[5] == 5.5);
    table_free(t);
    str_fini(&s);
    unlink(path);
}
END_TEST

/* ---- numbers ------------------------------------------------------------- */

static void assert_number(const char *text)
{
    char room[256];
    double want, got = NAN;
    char *end;
    size_t n, m = strlen(text);
    memset(room, 'x', sizeof room);
    memcpy(room + CSV_NUMBER_BEFORE, text, m);
    room[CSV_NUMBER_BEFORE + m] = ',';
    n = csv_number_read(room + CSV_NUMBER_BEFORE, &got);
    want = strtod(text, &end);
    ck_assert_msg(n == 0 || n == m || text[n] == 'e', "%s: %zu", text, n);
    if (n == m)
        ck_assert_msg(memcmp(&got, &want, sizeof got) == 0, "%s: %a, not %a", text, got, want);
}

START_TEST(numbers_as_strtod_reads_them)
{
    for (int i = 0; i < 400000; i++) {
        char text[64];
        unsigned whole = draw(20), part = draw(20), n = 0;
        if (draw(3) == 0)
            text[n++] = '-';
        for (unsigned k = 0; k < whole; k++)
            text[n++] = (char)('0' + draw(draw(5) ? 10 : 1));
        if (part)
            text[n++] = '.';
        for (unsigned k = 0; k < part; k++)
            text[n++] = (char)('0' + draw(draw(5) ? 10 : 1));
        text[n] = '\0';
        if (n > 0)
            assert_number(text);
    }
}
END_TEST

START_TEST(numbers_of_every_length)
{
    static const char digits[] = "123456789012345678901";
    for (int whole = 0; whole <= 20; whole++)
        for (int part = -1; part <= 20; part++) {
            char text[64];
            double v = 7;
            char room[256] = {0};
            size_t n, want = whole && part && whole + (part > 0 ? part : 0) <= 19
                                 ? (size_t)(whole + part + 1)
                                 : 0;
            snprintf(text, sizeof text, "%.*s%s%.*s", whole, digits, part >= 0 ? "." : "",
                     part > 0 ? part : 0, digits);
            snprintf(room + CSV_NUMBER_BEFORE, 128, "%s\n", text);
            n = csv_number_read(room + CSV_NUMBER_BEFORE, &v);
            ck_assert_msg(n == want, "%s: %zu, not %zu", text, n, want);
            ck_assert(n == 0 ? v == 7 : v == strtod(text, NULL));
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        any_table,
        borders_anywhere,
        a_column_that_is_empty,
        a_mark_at_the_beginning_and_options,
        what_is_amiss_is_left_to_the_usual_way,
        files_of_other_kinds_are_left,
        nothing_is_kept,
        a_worker_is_killed,
        a_file_is_changed_meanwhile,
        the_table_is_not_shared,
        numbers_as_strtod_reads_them,
        numbers_of_every_length,
        NULL,
    };
    return kit_run("csv_workers", tests);
}
