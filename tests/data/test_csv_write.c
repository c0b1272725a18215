/* SPDX-License-Identifier: MIT */
/* The writer, and that the reader gives back what it wrote. */
#include "data/csv.h"

#include <unistd.h>

#include "base/text.h"
#include "kit.h"

/* A writer into memory. */
struct memory {
    struct csv_writer w;
    char *s;
    size_t n;
};

static void begin(struct memory *m)
{
    memset(m, 0, sizeof *m);
    m->w.out = open_memstream(&m->s, &m->n);
    ck_assert_ptr_nonnull(m->w.out);
}

static void assert_written(struct memory *m, const char *want)
{
    ck_assert_int_eq(fclose(m->w.out), 0);
    ck_assert_str_eq(m->s, want);
    free(m->s);
}

START_TEST(fields_and_lines)
{
    struct memory m;
    begin(&m);
    csv_text(&m.w, "code");
    csv_text(&m.w, "a,b");
    csv_text(&m.w, "say \"x\"");
    csv_text(&m.w, "two\nlines");
    csv_text(&m.w, "cr\rhere");
    csv_text(&m.w, "");
    csv_text(&m.w, "县");
    csv_end_line(&m.w);
    csv_number(&m.w, 0.1);
    csv_number(&m.w, NAN);
    csv_number(&m.w, -12);
    csv_number(&m.w, 1e300);
    csv_end_line(&m.w);
    assert_written(&m, "code,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\rhere\",,县\n"
                       "0.1,,-12,1e+300\n");
}
END_TEST

START_TEST(formulas_are_neutralised)
{
    static const char *const texts[] = {"=1+1", "+x", "-5",  "@a",      "\tx",
                                        "'x",   "''", "a=b", "=\"a\",b"};
    struct memory m;
    begin(&m);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        csv_text(&m.w, texts[i]);
    csv_text(&m.w, "\rx");
    csv_end_line(&m.w);
    assert_written(&m, "'=1+1,'+x,'-5,'@a,'\tx,''x,''',a=b,\"'=\"\"a\"\",b\",\"'\rx\"\n");
}
END_TEST

START_TEST(for_people_texts_stay_texts)
{
    static const char *const texts[] = {
        "县",    "=1",   " =1",          "\u3000+1", "＝1",    "－1", "＋a",    "＠a",    "7",
        "12345", "0101", "330102001000", "1-2",      "3/4",    "1E5", "3月5日", "2016年", "(5)",
        "$5",    "Mars", "May 5",        "true",     "Truely", ".5",  "a;b",    "330102", "",
    };
    struct memory m;
    begin(&m);
    m.w.for_people = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        csv_text(&m.w, texts[i]);
    csv_end_line(&m.w);
    csv_fixed(&m.w, 2.345, 2);
    csv_fixed(&m.w, NAN, 2);
    csv_fixed(&m.w, -0.001, 1);
    csv_end_line(&m.w);
    assert_written(&m,
                   "\xEF\xBB\xBF县,'=1,' =1,'\u3000+1,'＝1,'－1,'＋a,'＠a,7,12345,\"0101\t\","
                   "\"330102001000\t\",\"1-2\t\",\"3/4\t\",\"1E5\t\",\"3月5日\t\",2016年,"
                   "\"(5)\t\",\"$5\t\",Mars,\"May 5\t\",\"true\t\",Truely,\".5\t\",\"a;b\",330102,"
                   "\r\n2.35,,0.0\r\n");
}
END_TEST

START_TEST(blank_lines_are_told_from_blank_cells)
{
    struct memory m;
    begin(&m);
    csv_text(&m.w, "");
    csv_end_line(&m.w);
    csv_number(&m.w, NAN);
    csv_text(&m.w, "");
    csv_end_line(&m.w);
    csv_end_line(&m.w);
    csv_text(&m.w, "");
    csv_number(&m.w, 0);
    csv_end_line(&m.w);
    assert_written(&m, "\"\"\n,\"\"\n\n,0\n");
}
END_TEST

/* ---- round trips --------------------------------------------------------- */

static uint64_t next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A text of up to 7 pieces, many of them hard, without blanks around it. */
static void random_text(uint64_t *state, char text[64])
{
    static const char *const pieces[] = {
        "a",      "1",          "=",  "+",  "-",  "@",      "'",      "\"", "\"\"",
        ",",      ";",          "|",  "\n", "\r", "\r\n",   "\t",     " ",  "县",
        "\u3000", "\U00020000", "NA", ".",  "#",  "\u2026", "\u00e9", "x",
    };
    size_t n = next(state) % 8;
    char raw[64] = "";
    const char *s;
    for (size_t i = 0; i < n; i++)
        strcat(raw, pieces[next(state) % (sizeof pieces / sizeof *pieces)]);
    n = strlen(raw);
    s = text_trim(raw, &n);
    snprintf(text, 64, "%.*s", (int)n, s);
}

static double random_number(uint64_t *state)
{
    uint64_t bits = next(state);
    double v;
    if (bits % 3 == 0)
        return (double)(next(state) % 100000) / 100;
    bits = next(state);
    memcpy(&v, &bits, sizeof v);
    return v; /* any finite double, or else a missing cell */
}

enum { ROWS = 40, COLUMNS = 5 };

START_TEST(texts_and_numbers_come_back)
{
    static const char *const text_columns[] = {"t0", "t1", "t2", "t3", "t4"};
    struct csv_options o = {.text = {text_columns, COLUMNS}};
    uint64_t state = 20240229;
    for (int round = 0; round < 200; round++) {
        static char texts[ROWS][COLUMNS][64];
        static double numbers[ROWS][COLUMNS];
        struct memory m;
        struct table *t;
        struct error e;
        begin(&m);
        csv_text(&m.w, "code");
        for (int j = 0; j < COLUMNS; j++) {
            char name[8];
            csv_text(&m.w, text_columns[j]);
            snprintf(name, sizeof name, "n%d", j);
            csv_text(&m.w, name);
        }
        csv_end_line(&m.w);
        for (int i = 0; i < ROWS; i++) {
            csv_number(&m.w, i);
            for (int j = 0; j < COLUMNS; j++) {
                random_text(&state, texts[i][j]);
                numbers[i][j] = random_number(&state);
                csv_text(&m.w, texts[i][j]);
                csv_number(&m.w, numbers[i][j]);
            }
            csv_end_line(&m.w);
        }
        ck_assert_int_eq(fclose(m.w.out), 0);
        ck_assert_msg(csv_read_bytes("t.csv", m.s, m.n, &o, &t, &e) == OK, "%s", e.text);
        ck_assert_uint_eq(t->n_units, ROWS);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double want = isfinite(numbers[i][j]) ? numbers[i][j] : NAN;
                ck_assert_str_eq(t->attributes[j].v[i], texts[i][j]);
                ck_assert_uint_eq(kit_ulps(t->variables[j].v[i], want), 0);
            }
        }
        table_free(t);
        free(m.s);
    }
}
END_TEST

/* ---- cells --------------------------------------------------------------- */

/* Writes the bytes to a fresh file; the path must be freed and unlinked with drop. */
static char *keep(const char *bytes, size_t n)
{
    const char *dir = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    char *path = malloc(strlen(dir) + 32);
    int fd;
    FILE *f;
    ck_assert_ptr_nonnull(path);
    sprintf(path, "%s/heng-csv-XXXXXX", dir);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    f = fdopen(fd, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

static void drop(char *path)
{
    unlink(path);
    free(path);
}

START_TEST(cells_with_their_lines)
{
    static const char text[] = "title\nid,\"the\ntitle\",\n\nroot, '=x ,\n"
                               "'abc,\"''\"\"\",\"a\r\nb\"\n\"\",,\n";
    static const char *const want[] = {"id",   "the\ntitle", "",       "root", "=x", "",
                                       "'abc", "'\"",        "a\r\nb", "",     "",   ""};
    static const size_t lines[] = {2, 5, 6, 8};
    struct csv_options o = {.header_rows = 2};
    struct csv_grid c;
    struct error e;
    char *path = keep(text, sizeof text - 1);
    ck_assert_msg(csv_grid_read(path, &o, &c, &e) == OK, "%s", e.text);
    ck_assert_uint_eq(c.n_rows, 4);
    ck_assert_uint_eq(c.n_columns, 3);
    for (size_t i = 0; i < 12; i++)
        ck_assert_str_eq(c.cells[i], want[i]);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(c.lines[i], lines[i]);
    csv_grid_fini(&c);
    drop(path);
}
END_TEST

START_TEST(cells_refused)
{
    static const struct {
        const char *text, *why;
    } list[] = {
        {"", "the file is empty"},
        {"\na,b\n", ":1: the header is blank"},
        {"a,b\n1,2\n1\n", ":3: 1 cell where the header has 2"},
        {"a,b\n1,\"2\n", ":2: column 2: a quote opens"},
        {"a,\"b\n", ":1: column 2: a quote opens"},
        {"a,b\n\xff", ":2: byte 4 (0xFF)"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *path = keep(list[i].text, strlen(list[i].text));
        struct csv_grid c;
        struct error e;
        ck_assert_int_eq(csv_grid_read(path, NULL, &c, &e), ERR_DATA);
        ck_assert_ptr_null(c.arena);
        ck_assert_int_eq(strncmp(e.text, path, strlen(path)), 0);
        ck_assert_msg(strstr(e.text, list[i].why) != NULL, "\"%s\" lacks %s", e.text, list[i].why);
        drop(path);
    }
}
END_TEST

START_TEST(header_alone_is_fine_as_cells)
{
    char *path = keep("a,b;c", 5);
    struct csv_grid c;
    struct error e;
    ck_assert_msg(csv_grid_read(path, NULL, &c, &e) == OK, "%s", e.text);
    ck_assert_uint_eq(c.n_rows, 1);
    ck_assert_uint_eq(c.n_columns, 2);
    csv_grid_fini(&c);
    drop(path);
}
END_TEST

START_TEST(files_are_read_from_disk)
{
    char *path = keep("code,x\na,1\n", 11);
    struct table *t;
    struct error e;
    ck_assert_msg(csv_read(path, NULL, &t, &e) == OK, "%s", e.text);
    ck_assert_double_eq(t->variables[0].v[0], 1);
    table_free(t);
    drop(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        fields_and_lines,
        formulas_are_neutralised,
        for_people_texts_stay_texts,
        blank_lines_are_told_from_blank_cells,
        texts_and_numbers_come_back,
        cells_with_their_lines,
        cells_refused,
        header_alone_is_fine_as_cells,
        files_are_read_from_disk,
        NULL,
    };
    return kit_run("csv_write", tests);
}
