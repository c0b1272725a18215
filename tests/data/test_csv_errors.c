/* SPDX-License-Identifier: MIT */
/* What a file that cannot be read right is answered: the place and the reason. */
#include "data/csv.h"

#include "kit.h"

static const char *const one_gap[] = {"\u2026"};
static const char *const unknown[] = {"gpd"};
static const char *const gdp_only[] = {"gdp"};
static const char *const first_column[] = {"code"};

struct refusal {
    const char *text;
    struct csv_options o;
    const char *place; /* the message begins with it */
    const char *why;   /* and holds this */
};

static void assert_refused(const struct refusal *r)
{
    struct error e = {0};
    struct table *t = NULL;
    int status = csv_read_bytes("t.csv", r->text, strlen(r->text), &r->o, &t, &e);
    ck_assert_msg(status == ERR_DATA && e.status == ERR_DATA, "read without an error: %s (%s)",
                  r->text, e.text);
    ck_assert_ptr_null(t);
    ck_assert_msg(strncmp(e.text, r->place, strlen(r->place)) == 0, "\"%s\" does not begin with %s",
                  e.text, r->place);
    ck_assert_msg(strstr(e.text, r->why) != NULL, "\"%s\" lacks \"%s\"", e.text, r->why);
    ck_assert_ptr_null(strchr(e.text, '\n'));
}

static void assert_all_refused(const struct refusal *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_refused(&r[i]);
}

#define ASSERT_ALL_REFUSED(list) assert_all_refused(list, sizeof list / sizeof *list)

START_TEST(files_without_rows)
{
    static const struct refusal list[] = {
        {"", {0}, "t.csv: ", "empty"},
        {"\xef\xbb\xbf", {0}, "t.csv: ", "empty"},
        {" \n\r\n\t\n", {0}, "t.csv: ", "empty"},
        {"code,x\n", {0}, "t.csv: ", "no row below the header on line 1"},
        {"code,x", {0}, "t.csv: ", "no row below the header on line 1"},
        {"\"code\",x\n\n,\n", {0}, "t.csv: ", "no row below"},
        {"\ncode,x\na,1\n", {0}, "t.csv:1: ", "header is blank; set header_rows"},
        {",,\ncode,x\na,1\n", {0}, "t.csv:1: ", "header is blank; set header_rows"},
        {"title\n\ncode,x\na,1\n", {.header_rows = 2}, "t.csv:2: ", "header is blank"},
        {"code,x\na,1\n", {.header_rows = 9}, "t.csv: ", "check header_rows"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

START_TEST(headers)
{
    static const struct refusal list[] = {
        {"code,x,x\na,1,2\n", {0}, "t.csv:1: column x: ", "columns 2 and 3 have this name"},
        {"code,x,x\u200b \na,1,2\n", {0}, "t.csv:1: column x: ", "columns 2 and 3"},
        {"x,code,x\na,1,2\n", {0}, "t.csv:1: column x: ", "columns 1 and 3"},
        {"code,,x\na,1,2\n", {0}, "t.csv:1: column 2: ", "has no name"},
        {"code,x,\na,1,\n", {0}, "t.csv:1: column 3: ", "has no name"},
        {"t\ncode,x,\" \"\na,1,2\n", {.header_rows = 2}, "t.csv:2: column 3: ", "has no name"},
        {"code\uff0cname\uff0cgdp\na\uff0cA\uff0c1\n", {0}, "t.csv:1: ", "full-width comma"},
        {"code\uff0cname,gdp\na\uff0cA,1\n", {0}, "t.csv:2: ", "full-width comma"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

START_TEST(options)
{
    static const struct refusal list[] = {
        {"code,gdp\na,1\n", {.unit = "cod"}, "t.csv:1: unit = cod", "did you mean code?"},
        {"code,gdp\na,1\n", {.name = "zzzzzzzz"}, "t.csv:1: name = zzzzzzzz", "no such column"},
        {"code,gdp\na,1\n", {.period = "year"}, "t.csv:1: period = year", "no such column"},
        {"code,gdp\na,1\n", {.text = {unknown, 1}}, "t.csv:1: text = gpd", "mean gdp?"},
        {"code,gdp\na,1\n", {.ignore = {unknown, 1}}, "t.csv:1: ignore = gpd", "mean gdp?"},
        {"code,gdp\na,1\n", {.period = "code"}, "t.csv:1: period = code", "serves as the unit"},
        {"code,gdp\na,1\n", {.ignore = {first_column, 1}}, "t.csv:1: unit = code", "to ignore"},
        {"code,gdp\na,1\n", {.name = "gdp", .period = "gdp"}, "t.csv:1: period", "as the name"},
        {"code,gdp\na,1\n", {.decimal = ';'}, "t.csv: decimal", "a point or a comma"},
        {"code,gdp\na,1\n", {.delimiter = '"'}, "t.csv: delimiter", "cannot be"},
        {"code,gdp\na,1\n", {.encoding = "latin77"}, "t.csv: encoding \"latin77\"", "not known"},
        {"code,gdp\na,1\n",
         {.missing = {one_gap, 1}, .below_unit = "\u2026"},
         "t.csv: ",
         "only one"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

START_TEST(quotes_and_rows)
{
    static const struct refusal list[] = {
        {"code,x\na,\"1\nb,2\n", {0}, "t.csv:2: column x: ", "never closes"},
        {"code,x\n\"a\nb\",1\nc,\"2", {0}, "t.csv:4: column x: ", "never closes"},
        {"code,\"x\na,1\n", {0}, "t.csv:1: column 2: ", "never closes"},
        {"code,x\na,5\"\n", {0}, "t.csv:2: column x: ", "a quote within a cell"},
        {"code,x\na,\"5\"6\n", {0}, "t.csv:2: column x: ", "behind the closing quote"},
        {"code,x\na,\"\n\n5\"6\n", {0}, "t.csv:4: column x: ", "behind the closing quote"},
        {"code,x\na,\"5\"\"\n", {0}, "t.csv:2: column x: ", "never closes"},
        {"code,x,y\na,1,2\nb,1\n", {0}, "t.csv:3: 2 cells where the header has 3", "fill in"},
        {"code,x,y\na,1,2,3\n", {0}, "t.csv:2: 4 cells where the header has 3", "in quotes"},
        {"code,x\na,1,234\n", {0}, "t.csv:2: 3 cells where the header has 2", "in quotes"},
        {"code,x\na\n", {0}, "t.csv:2: 1 cell where", "fill in"},
        {"code,x\na\uff0c5\n", {0}, "t.csv:2: 1 cell where", "full-width comma"},
        {"code,x\r\"a\r\rb\",1\r\rc\r", {0}, "t.csv:6: 1 cell where", "fill in"},
        {"code,x\r\n\"a\r\n\r\nb\",1\r\n\r\nc\r\n", {0}, "t.csv:6: 1 cell where", "fill in"},
        {"code,x;y\na,1;5\nb,2;6\n", {0}, "t.csv:1: a comma or a semicolon", "set delimiter"},
        {"code\tx|y\na\t1|5\n", {0}, "t.csv:1: a tab or a bar", "set delimiter"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

#define PANEL                                                                                      \
    {                                                                                              \
        .period = "y", .name = "n"                                                                 \
    }

START_TEST(units_and_periods)
{
    static const struct refusal list[] = {
        {"code,x\n1,1\n2,2\n1,3\n", {0}, "t.csv:4: column code: \"1\"", "already on line 2"},
        {"code,x\n1,1\n 1\u200b,2\n", {0}, "t.csv:3: column code: \"1\"", "already on line 2"},
        {"code,x\nab,1\na\u200bb,2\n", {0}, "t.csv:3: column code: \"ab\"", "already on line 2"},
        {"code,x\n\"1\",1\n\n\"\n1\",2\n", {0}, "t.csv:4: column code: \"1\"", "on line 2"},
        {"x,code\n\"\n1\",b\n5,b\n", {.unit = "code"}, "t.csv:4: column code", "on line 3"},
        {"code,x\n1,1\n,3\n", {0}, "t.csv:3: column code: \"\": blank", "code of its unit"},
        {"code,x\n1,1\n\u200b,3\n", {0}, "t.csv:3: column code: \"\": blank", "code of its unit"},
        {"code,y,n\na,2020,A\na,2021,A\na,2020,A\n", PANEL, "t.csv:4: column code: \"a\"",
         "already on line 2 for y 2020"},
        {"code,y,n\na,2020,A\na,,A\n", PANEL, "t.csv:3: column y: \"\": blank", "its period"},
        {"code,y,n\na,2020,A\nb,02020,A\n", PANEL, "t.csv:3: column y: \"02020\"", "line 2"},
        {"code,y,n\na,2020,A\nb,2020,B\na,2021,AA\n", PANEL, "t.csv:4: column n: \"AA\"",
         "unit a has \"A\" on line 2"},
        {"code,y,n,z\na,1,A,k\na,2,A,\n", PANEL, "t.csv:3: column z: \"\"",
         "unit a has \"k\" on line 2"},
        {"code,y,n,z\na,1,A,\"k\nl\"\na,2,A,\"m\nn\"\n", PANEL, "t.csv:4: column z",
         "has \"k?l\" on line 2"},
        {"code,y,n,z\na,1,A,'k\na,2,A,'=k\n", PANEL, "t.csv:3: column z", "has \"'k\" on line 2"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

START_TEST(a_period_column_that_is_none)
{
    enum { ROWS = 3000 };
    struct csv_options o = {.period = "x"};
    char *text = malloc(ROWS * 20 + 20), *p = text;
    struct error e;
    struct table *t;
    ck_assert_ptr_nonnull(text);
    p += sprintf(p, "code,x\n");
    for (int i = 0; i < ROWS; i++)
        p += sprintf(p, "u%d,%d\n", i, i);
    ck_assert_int_eq(csv_read_bytes("t.csv", text, (size_t)(p - text), &o, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "is \"x\" the column of the period?"));
    free(text);
}
END_TEST

/* ---- cells that are no numbers ------------------------------------------- */

struct cell_refusal {
    const char *cell;
    const char *why;
};

static const struct cell_refusal odd_cells[] = {
    {"nan", "not a number; if it means no data"},
    {"-nan", "not a number; if it means no data"},
    {"inf", "infinity"},
    {"-Infinity", "infinity"},
    {"+INF", "infinity"},
    {"\u221e", "infinity"},
    {"0x10", "hexadecimal"},
    {"-0X1p3", "hexadecimal"},
    {"1e999", "larger than any number"},
    {"-1.5E+400", "larger than any number"},
    {"1,234", "set thousands = yes if it groups digits, decimal = comma"},
    {"1,5", "decimal = comma"},
    {"12%", "percent"},
    {"12 \uff05", "percent"},
    {"3\u2030", "per mille"},
    {"\u00a512", "currency"},
    {"$ 1,200", "currency"},
    {"12\u5143", "currency"},
    {"12*", "footnote"},
    {"12\u2460", "footnote"},
    {"12[1]", "footnote"},
    {"12(a)", "footnote"},
    {"12\uff08\u6ce8\uff09", "footnote"},
    {"(12)", "in brackets"},
    {"\uff08-1.2\uff09", "in brackets"},
    {"\u221212", "minus sign"},
    {"\u201312", "minus sign"},
    {"'12", "apostrophe"},
    {"'-12", "apostrophe"},
    {"<5", "not an exact number"},
    {"\u7ea612", "not an exact number"},
    {"\uff11\uff12", "full-width"},
    {"1\uff0e5", "full-width"},
    {"1\uff0c234", "full-width"},
    {"1 234", "between digits"},
    {"1\u00a0234\u202f567", "between digits"},
    {"1'234", "between digits"},
    {"#DIV/0!", "spreadsheet"},
    {"#REF!", "spreadsheet"},
};

/* Alone in their column such cells must not turn it into an attribute; nor among numbers. */
START_TEST(odd_cells_are_named)
{
    static const char *const frames[] = {
        "code,n,x\na,1,\nb,2,\"%s\"\nc,3,-\n",
        "code,n,x\na,1,5\nb,2,\"%s\"\nc,3,7\n",
        "code,n,x\na,1,NA\nb,2,\"%s\"\nc,3,7\n",
    };
    for (size_t i = 0; i < sizeof odd_cells / sizeof *odd_cells; i++) {
        for (size_t j = 0; j < sizeof frames / sizeof *frames; j++) {
            char text[256], place[128];
            struct refusal r = {text, {0}, place, odd_cells[i].why};
            snprintf(text, sizeof text, frames[j], odd_cells[i].cell);
            snprintf(place, sizeof place, "t.csv:3: column x: \"%s\": ", odd_cells[i].cell);
            assert_refused(&r);
        }
    }
}
END_TEST

START_TEST(texts_among_numbers)
{
    static const struct refusal list[] = {
        {"code,gdp\na,1\nb,n.k.\n", {0}, "t.csv:3: column gdp: \"n.k.\": not a number", "line 2"},
        {"code,gdp\na,abc\nb,\nc,2\n", {0}, "t.csv:2: column gdp: \"abc\"", "line 4"},
        {"code,gdp\na,\nb,2\nc,3a\n", {0}, "t.csv:4: column gdp: \"3a\"", "letters behind"},
        {"code,gdp\n\"a\nb\",1\nc,\"x\ny\"\n", {0}, "t.csv:4: column gdp: \"x?y\"", "line 3"},
        {"code,gdp\na,\u2026\u2026\u2026\nb,1\n", {0}, "t.csv:2: column gdp", "an ellipsis"},
        {"code,gdp\na,\u2026\nb,1\n", {.below_unit = ""}, "t.csv:2: column gdp", "an ellipsis"},
        {"code,gdp\na,1\nb,\"1,23\"\n", {.thousands = true}, "t.csv:3: column gdp", "in threes"},
        {"code,gdp\na,1\nb,\"1234,567\"\n",
         {.thousands = true},
         "t.csv:3: column gdp",
         "in threes"},
        {"code,gdp\na,1\nb,\"0,123\"\n", {.thousands = true}, "t.csv:3: column gdp", "in threes"},
        {"code,gdp\na,1\nb,\"1,23.5\"\n", {.thousands = true}, "t.csv:3: column gdp", "in threes"},
        {"code,gdp\na,1\nb,\"1.5,234\"\n", {.thousands = true}, "t.csv:3: column gdp", "in threes"},
        {"code,gdp\na,1\nb,\",234\"\n", {.thousands = true}, "t.csv:3: column gdp", "in threes"},
        {"code;gdp\na;1\nb;1.234\n", {.decimal = ','}, "t.csv:3: column gdp", "a point where"},
        {"code;gdp\na;1\nb;1,2,3\n", {.decimal = ','}, "t.csv:3: column gdp", "not a number"},
        {"code,gdp\na,1\nb,NA\n", {.missing = {gdp_only, 1}}, "t.csv:3: column gdp", "missing"},
    };
    ASSERT_ALL_REFUSED(list);
}
END_TEST

START_TEST(long_cells_are_cut_at_a_character)
{
    char text[600] = "code,x\na,1\nb,k";
    struct error e;
    struct table *t;
    for (int i = 0; i < 100; i++)
        strcat(text, "\u53bf");
    ck_assert_int_eq(csv_read_bytes("t.csv", text, strlen(text), NULL, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "\u53bf...\": not a number"));
    ck_assert(strlen(e.text) < 400);
}
END_TEST

START_TEST(too_many_columns)
{
    size_t n = 100001;
    char *text = malloc(2 * n + 8);
    struct error e;
    struct table *t;
    ck_assert_ptr_nonnull(text);
    memset(text, ',', n);
    ck_assert_int_eq(csv_read_bytes("t.csv", text, n, NULL, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "t.csv:1: more than 100000 columns"));
    free(text);
}
END_TEST

START_TEST(no_such_file)
{
    struct error e;
    struct table *t;
    struct csv_grid c;
    ck_assert_int_eq(csv_read("/nowhere/t.csv", NULL, &t, &e), ERR_NOINPUT);
    ck_assert_ptr_null(t);
    ck_assert_ptr_nonnull(strstr(e.text, "/nowhere/t.csv"));
    ck_assert_int_eq(csv_read("tests", NULL, &t, &e), ERR_NOINPUT);
    ck_assert_int_eq(csv_grid_read("/nowhere/t.csv", NULL, &c, &e), ERR_NOINPUT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        files_without_rows,
        headers,
        options,
        quotes_and_rows,
        units_and_periods,
        a_period_column_that_is_none,
        odd_cells_are_named,
        texts_among_numbers,
        long_cells_are_cut_at_a_character,
        too_many_columns,
        no_such_file,
        NULL,
    };
    return kit_run("csv_errors", tests);
}
