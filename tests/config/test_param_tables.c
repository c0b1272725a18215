/* SPDX-License-Identifier: MIT */
/* CSV files as the value of a parameter: what is read, and what is refused with one line. */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/profile.h"
#include "kit.h"

struct sample {
    struct heng_tables any, pair;
};

static const struct heng_param params[] = {
    HENG_PARAM_TABLES(struct sample, any, "", 0, 0, "tables"),
    HENG_PARAM_TABLES(struct sample, pair, NULL, 1, 2, "tables"),
};
static const struct param_table table = PARAM_TABLE(params, struct sample);

static struct arena *arena;
static struct sample sample;
static struct error error;
static char dir[256];

static void start(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/heng-tables-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    ck_assert_msg(param_defaults(&table, arena, &sample, &error) == OK, "%s", error.text);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
    (void)st, (void)flag, (void)f;
    return remove(path);
}

static void stop(void)
{
    arena_free(arena);
    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_bytes(const char *name, const char *bytes, size_t n)
{
    char path[400];
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    ck_assert_int_eq(fclose(f), 0);
}

static int set(const char *key, const char *text)
{
    error = (struct error){0};
    return param_set_in(param_find(&table, key), text, &(struct param_files){dir, NULL}, arena,
                        &sample, &error);
}

static int read_text(const char *text)
{
    write_bytes("t.csv", text, strlen(text));
    return set("any", "t.csv");
}

START_TEST(a_table_is_read)
{
    const struct heng_table *t;
    start();
    ck_assert_uint_eq(sample.any.n, 0);
    ck_assert_msg(read_text("\xef\xbb\xbf,economy,\"open, wide\"\r\n"
                            "first,1,1/3\r\n\r\n"
                            "second , -2.5e1 ,n/a\r\n"
                            "third,,1 / 4\r\n") == OK,
                  "%s", error.text);
    ck_assert_uint_eq(sample.any.n, 1);
    t = sample.any.v;
    ck_assert_uint_eq(t->n_rows, 3);
    ck_assert_uint_eq(t->n_columns, 2);
    ck_assert_str_eq(t->columns[0], "economy");
    ck_assert_str_eq(t->columns[1], "open, wide");
    ck_assert_str_eq(t->rows[1], "second");
    kit_assert_columns(t->v, ((const double[]){1, 1. / 3, -25, NAN, NAN, 0.25}), 6, 0);
    ck_assert_str_eq(t->text[1], "1/3");
    ck_assert_str_eq(t->text[3], "n/a");
    ck_assert_str_eq(t->text[4], "");
    ck_assert_int_eq(strncmp(t->path, dir, strlen(dir)), 0);
    stop();
}
END_TEST

/* Division by zero, what overflows, more than one slash, dates that a spreadsheet made. */
START_TEST(cells_that_are_no_numbers)
{
    static const char *const cells[] = {"1/0",   "0/0",    "1e308/1e-10", "1/2/3", "/2",
                                        "1/",    "/",      "x",           "nan",   "inf",
                                        "0x1p3", "1月3日", "Jan-03",      "1;2"};
    char text[200];
    start();
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        snprintf(text, sizeof text, ",a,b\nr,%s,1\n", cells[i]);
        ck_assert_msg(read_text(text) == OK, "%s", error.text);
        ck_assert_msg(isnan(sample.any.v->v[0]), "%s is %g", cells[i], sample.any.v->v[0]);
        ck_assert_str_eq(sample.any.v->text[0], cells[i]);
    }
    stop();
}
END_TEST

START_TEST(several_files_and_other_encodings)
{
    struct str b = {0};
    start();
    write_bytes("a.csv", "x;y\nr;2\n", 8);
    write_bytes("b.csv", ",\xbe\xad\xbc\xc3\nr,3\n", 10); /* GB18030 */
    ck_assert_msg(set("pair", " a.csv , b.csv") == OK, "%s", error.text);
    ck_assert_uint_eq(sample.pair.n, 2);
    ck_assert(sample.pair.v[0].v[0] == 2 && sample.pair.v[1].v[0] == 3);
    ck_assert_str_eq(sample.pair.v[1].columns[0], "经济");
    param_print(&params[1], &sample, &b);
    ck_assert_ptr_nonnull(strstr(b.s, "/a.csv, /"));
    error = (struct error){0};
    ck_assert_msg(param_set(&params[1], b.s, arena, &sample, &error) == OK, "%s", error.text);
    str_fini(&b);
    param_describe(&params[0], &b);
    ck_assert_str_eq(b.s, "any (list of CSV files; may be left out): tables");
    str_fini(&b);
    param_describe(&params[1], &b);
    ck_assert_str_eq(b.s, "pair (1 to 2 CSV files; must be given): tables");
    str_fini(&b);
    ck_assert_int_eq(set("any", ""), OK);
    ck_assert_uint_eq(sample.any.n, 0);
    ck_assert_int_eq(set("pair", "a.csv, b.csv, a.csv"), ERR_PROFILE);
    ck_assert_str_eq(error.text, "expected 1 to 2 CSV files, not 'a.csv, b.csv, a.csv'");
    ck_assert_uint_eq(sample.pair.n, 2);
    ck_assert_int_eq(set("any", "a.csv,,b.csv"), ERR_PROFILE);
    ck_assert_str_eq(error.text,
                     "expected a list of CSV files, not 'a.csv,,b.csv': an item is empty");
    stop();
}
END_TEST

START_TEST(files_that_are_refused)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "the file is empty"},
        {"\n\n", "the file is empty"},
        {"a,b\n", ": no rows; a first line names the columns"},
        {"a\nr\n", ": no columns; a first line names"},
        {",a,b\nr,1\n", ":2: 2 cells where the header has 3"},
        {",a,b\nr,1,2,3\n", ":2: 4 cells where the header has 3"},
        {",a,,c\nr,1,2,3\n", ":1: column 3 has no name"},
        {",a,b,a\nr,1,2,3\n", ":1: the column a stands here a second time"},
        {",a\nr,1\n\ns,2\nr,3\n", ":5: the row r stands here a second time"},
        {",a\n,1\n", ":2: row 1 has no name"},
        {",a\n\"r,1\n", ""},
        {",a\nr,\x01\n", ""},
    };
    start();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(read_text(bad[i].text) == ERR_DATA, "%zu: %s", i, error.text);
        ck_assert_msg(strstr(error.text, "t.csv") && strstr(error.text, bad[i].says),
                      "%zu: '%s' does not say '%s'", i, error.text, bad[i].says);
    }
    ck_assert_uint_eq(sample.any.n, 0);
    write_bytes("nul.csv", ",a\nr,1\0\n", 8);
    ck_assert_int_eq(set("any", "nul.csv"), ERR_DATA);
    write_bytes("utf16.csv", "\xff\xfe,\0a\0\n\0", 8);
    ck_assert_int_eq(set("any", "utf16.csv"), ERR_DATA);
    stop();
}
END_TEST

START_TEST(what_is_no_file)
{
    char path[400];
    start();
    ck_assert_int_eq(set("any", "nix.csv"), ERR_NOINPUT);
    ck_assert_ptr_nonnull(strstr(error.text, "nix.csv"));
    ck_assert_int_eq(set("any", "."), ERR_NOINPUT);
    snprintf(path, sizeof path, "%s/fifo", dir);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(set("any", "fifo"), ERR_NOINPUT);
    ck_assert_int_eq(set("any", "/dev/zero"), ERR_NOINPUT);
    ck_assert_int_eq(set("any", "1 2 3 | 1/2 1 2"), ERR_NOINPUT);
    stop();
}
END_TEST

START_TEST(limits_of_size)
{
    size_t n = PARAM_FILE_MAX + 10;
    char *text = malloc(n);
    struct str many = {0};
    start();
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', n);
    write_bytes("big.csv", text, n);
    ck_assert_int_eq(set("any", "big.csv"), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(error.text, "big.csv"));
    str_add(&many, ",a,b\n");
    for (int i = 0; i < PARAM_CELLS_MAX / 2; i++)
        str_printf(&many, "r%d,1,2\n", i);
    ck_assert_msg(read_text(many.s) == OK, "%s", error.text);
    str_add(&many, "one more,1,2\n");
    ck_assert_int_eq(read_text(many.s), ERR_DATA);
    ck_assert_ptr_nonnull(
        strstr(error.text, "500001 rows of 2 cells; at most 1000000 cells are read"));
    str_fini(&many);
    write_bytes("s.csv", ",a\nr,1\n", 7);
    for (int i = 0; i < PARAM_FILES_MAX; i++)
        str_printf(&many, "%ss.csv", i ? "," : "");
    ck_assert_msg(set("any", many.s) == OK, "%s", error.text);
    ck_assert_uint_eq(sample.any.n, PARAM_FILES_MAX);
    str_add(&many, ",s.csv");
    ck_assert_int_eq(set("any", many.s), ERR_PROFILE);
    ck_assert_str_eq(error.text, "257 files; at most 256 are read");
    str_fini(&many);
    free(text);
    stop();
}
END_TEST

/* Whatever bytes a file holds: a table, or one line that says what is wrong with it. */
START_TEST(spoilt_files)
{
    static const char sound[] = ",a,b\nr,1,1/2\ns,\"2\",x\n", spoils[] = ",\"\n\r;\t/\xff\xe4\0 1";
    char text[sizeof sound];
    start();
    for (size_t i = 0; i + 1 < sizeof sound; i++)
        for (size_t k = 0; k + 1 < sizeof spoils; k++) {
            memcpy(text, sound, sizeof sound);
            text[i] = spoils[k];
            write_bytes("t.csv", text, sizeof text - 1);
            if (set("any", "t.csv") == OK)
                ck_assert(sample.any.v->n_rows > 0 && sample.any.v->n_columns > 0);
            else
                ck_assert_msg(strstr(error.text, "t.csv") && !strchr(error.text, '\n'), "%s",
                              error.text);
        }
    stop();
}
END_TEST

START_TEST(tables_that_exist_already)
{
    static const double v[] = {1, 2};
    static const char *const text[] = {"1", "2"};
    const struct heng_table t[3] = {{.n_rows = 1, .n_columns = 2, .text = text, .v = v}};
    static const struct heng_param other = {"n",  HENG_INT, 0, "1",  HENG_NO_MIN, HENG_NO_MAX,
                                            NULL, 0,        0, NULL, "n"};
    static const struct heng_param held = {
        "t",  HENG_TABLES, 0, "t.csv", HENG_NO_MIN,           HENG_NO_MAX,
        NULL, 0,           0, NULL,    "a file is no default"};
    static const struct param_table wrong = {&held, 1, sizeof held, sizeof(struct heng_tables)};
    struct heng_tables to;
    start();
    ck_assert_int_eq(param_set_tables(&params[1], t, 2, &sample, &error), OK);
    ck_assert_ptr_eq(sample.pair.v, t);
    ck_assert_int_eq(param_set_tables(&params[1], t, 3, &sample, &error), ERR_PROFILE);
    ck_assert_str_eq(error.text, "expected 1 to 2 CSV files, not '3'");
    ck_assert_int_eq(param_set_tables(&params[1], t, 0, &sample, &error), ERR_PROFILE);
    ck_assert_int_eq(param_set_tables(&other, t, 1, &sample, &error), ERR_PROFILE);
    ck_assert_int_eq(param_defaults(&wrong, arena, &to, &error), ERR_INTERNAL);
    ck_assert_str_eq(error.text, "default of parameter t: a file is no default");
    stop();
}
END_TEST

/* Paths are relative to the file that names them; what was read is noted. */
START_TEST(a_profile_binds_them)
{
    char path[400];
    struct messages problems = {0};
    struct profile *p;
    start();
    write_bytes("a.csv", ",a\nr,1\n", 7);
    snprintf(path, sizeof path, "%s/sub", dir);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    write_bytes("sub/b.csv", ",a\nr,2\n", 7);
    write_bytes("p.ini", "[weights]\nany = a.csv\n", 22);
    write_bytes("sub/q.ini", "[profile]\nextends = ../p.ini\n[weights]\npair = b.csv\n", 52);
    snprintf(path, sizeof path, "%s/sub/q.ini", dir);
    ck_assert_int_eq(profile_load(path, NULL, 0, &p, &problems, &error), OK);
    ck_assert_int_eq(
        profile_bind(p, profile_section(p, "weights"), &table, &sample, &problems, &error), OK);
    ck_assert_uint_eq(problems.n, 0);
    ck_assert(sample.any.v->v[0] == 1 && sample.pair.v->v[0] == 2);
    ck_assert_uint_eq(p->n_tables, 2);
    ck_assert_ptr_nonnull(strstr(p->tables[0].path, "/a.csv"));
    ck_assert_ptr_nonnull(strstr(p->tables[1].path, "/sub/b.csv"));
    ck_assert_int_eq(profile_put(p, "weights", "pair", "c.csv", "p.ini:9", dir, &error), OK);
    for (int i = 0; i < 2; i++) /* told once, though two methods may ask */
        ck_assert_int_eq(
            profile_bind(p, profile_section(p, "weights"), &table, &sample, &problems, &error), OK);
    ck_assert_uint_eq(problems.n, 1);
    ck_assert_int_eq(problems.items[0].status, ERR_NOINPUT);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "p.ini:9: [weights] pair = c.csv: "));
    messages_fini(&problems);
    profile_free(p);
    stop();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_table_is_read,
                                  cells_that_are_no_numbers,
                                  several_files_and_other_encodings,
                                  files_that_are_refused,
                                  what_is_no_file,
                                  limits_of_size,
                                  spoilt_files,
                                  tables_that_exist_already,
                                  a_profile_binds_them,
                                  NULL};
    return kit_run("param_tables", tests);
}
