/* SPDX-License-Identifier: MIT */
/* What a lawful file becomes: values, types, marks, units, periods. */
#include "data/csv.h"

#include "kit.h"

static struct table *read_with(const char *text, const struct csv_options *o)
{
    struct error e = {0};
    struct table *t = NULL;
    int status = csv_read_bytes("t.csv", text, strlen(text), o, &t, &e);
    ck_assert_msg(status == OK, "%s", e.text);
    ck_assert_ptr_nonnull(t);
    return t;
}

static void assert_cells(const struct table *t, const char *name, const double *want,
                         enum cell present)
{
    const struct variable *x = table_variable(t, name);
    ck_assert_msg(x != NULL, "no variable %s", name);
    kit_assert_columns(x->v, want, t->n_rows, 0);
    for (size_t i = 0; i < t->n_rows; i++)
        ck_assert_int_eq(x->cell[i], isnan(want[i])                             ? CELL_MISSING
                                     : want[i] == 0 && present != CELL_OBSERVED ? present
                                                                                : CELL_OBSERVED);
}

static void assert_column(const struct table *t, const char *name, const double *want)
{
    assert_cells(t, name, want, CELL_OBSERVED);
}

static const char *attribute(const struct table *t, const char *name, size_t unit)
{
    const struct attribute *a = table_attribute(t, name);
    ck_assert_msg(a != NULL, "no attribute %s", name);
    return a->v[unit];
}

START_TEST(plain_file)
{
    static const char text[] = "code,name,group,gdp,pop\n"
                               "0101,East,coast,12.5,3\n"
                               "0102,West,hill,,4e2\n";
    static const double gdp[] = {12.5, NAN}, pop[] = {3, 400};
    struct csv_options o = {.unit = "code", .name = "name"};
    struct table *t = read_with(text, &o);
    ck_assert_uint_eq(t->n_units, 2);
    ck_assert_uint_eq(t->n_periods, 1);
    ck_assert_str_eq(t->periods[0], "");
    ck_assert_str_eq(t->codes[0], "0101");
    ck_assert_str_eq(t->names[1], "West");
    ck_assert_uint_eq(t->n_attributes, 1);
    ck_assert_str_eq(attribute(t, "group", 1), "hill");
    ck_assert_uint_eq(t->n_variables, 2);
    assert_column(t, "gdp", gdp);
    assert_column(t, "pop", pop);
    table_free(t);
}
END_TEST

START_TEST(the_usual_options_when_none_are_given)
{
    static const double x[] = {1};
    struct table *t = read_with("u,x\na,1", NULL);
    ck_assert_str_eq(t->codes[0], "a");
    ck_assert_str_eq(t->names[0], "a");
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

/* One table, written with every kind of line end and delimiter. */
static const char *const spellings[] = {
    "code,x,y\na,1,2\nb,3,4\n",
    "code,x,y\r\na,1,2\r\nb,3,4\r\n",
    "code,x,y\ra,1,2\rb,3,4\r",
    "code,x,y\r\na,1,2\rb,3,4\n\n\r\n",
    "code,x,y\n\n\n  \na,1,2\n,,\nb,3,4",
    "\ufeff\u200bcode,x,y\na,1,2\nb,3,4\n",
    "\ufeff\ufeff\"code\",x,y\na,1,2\nb,3,4\n",
    "code;x;y\na;1;2\nb;3;4\n",
    "code\tx\ty\na\t1\t2\nb\t3\t4\n",
    "code|x|y\na|1|2\nb|3|4\n",
    "\"code\",\"x\",\"y\"\n\"a\",\"1\",\"2\"\n\"b\",\"3\",\"4\"",
    " code , x\t, y \n a , 1 ,2 \n \"b\" , \"3\"\t,\t\"4\" \n",
    "code,x,y\na\u00a0,\u30001,2\u200b\n\ufeff\u200e b,3\u202f,\u00ad4\n",
    "co\u200bde,x\u200b,\ufeffy\na\u200b,1,2\n\u2060b,3,4\n",
};

START_TEST(one_table_many_spellings)
{
    static const double x[] = {1, 3}, y[] = {2, 4};
    struct csv_options o = {.unit = "code"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct table *t = read_with(spellings[i], &o);
        ck_assert_uint_eq(t->n_units, 2);
        ck_assert_str_eq(t->codes[0], "a");
        ck_assert_str_eq(t->codes[1], "b");
        ck_assert_uint_eq(t->n_variables, 2);
        assert_column(t, "x", x);
        assert_column(t, "y", y);
        table_free(t);
    }
}
END_TEST

START_TEST(quotes)
{
    static const char text[] = "code,\"a \"\"title\"\",\nin two lines\",x\n"
                               "1,\"one\r\ntwo, \"\"three\"\"\",5\n"
                               "2,\"\"\"\",6\n"
                               "3,\"\",7\n";
    static const double x[] = {5, 6, 7};
    struct table *t = read_with(text, NULL);
    const char *name = "a \"title\", in two lines";
    ck_assert_str_eq(attribute(t, name, 0), "one\r\ntwo, \"three\"");
    ck_assert_str_eq(attribute(t, name, 1), "\"");
    ck_assert_str_eq(attribute(t, name, 2), "");
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(delimiter_is_looked_for_outside_quotes)
{
    struct csv_options o = {.delimiter = ','};
    struct table *t = read_with("code;\"a,b,c,d\";x\n1;k;5\n", NULL);
    ck_assert_str_eq(attribute(t, "a,b,c,d", 0), "k");
    table_free(t);
    t = read_with("code,p;q;r;s,x\n1,k;l;m;n,5\n", &o);
    ck_assert_str_eq(attribute(t, "p;q;r;s", 0), "k;l;m;n");
    table_free(t);
}
END_TEST

START_TEST(rows_decide_between_delimiters)
{
    static const double gdp[] = {5, 7};
    struct table *t = read_with("code,gdp (2020; 2021; net),x\na,5,6\nb,7,8\n", NULL);
    assert_column(t, "gdp (2020; 2021; net)", gdp);
    table_free(t);
}
END_TEST

START_TEST(missing_marks)
{
    static const char text[] = "code,x\n1,NA\n2,N/A\n3,n/a\n4,NaN\n5,-\n6,--\n7,\u2014\n8,\u2013\n"
                               "9,...\n10,**\n11,*\n12,#\n13,\u00d7\n14,..\n15,\u2014\u2014\n"
                               "16,\"\"\n17,  \n18,\u3000\n19,\"NA\"\n20,-1\n";
    struct table *t = read_with(text, NULL);
    const struct variable *x = table_variable(t, "x");
    ck_assert_uint_eq(t->n_units, 20);
    for (size_t i = 0; i < 19; i++) {
        ck_assert_msg(x->cell[i] == CELL_MISSING, "row %zu", i + 1);
        ck_assert(isnan(x->v[i]));
    }
    ck_assert_double_eq(x->v[19], -1);
    table_free(t);
}
END_TEST

START_TEST(all_missing_is_a_variable)
{
    static const double x[] = {NAN, NAN};
    struct table *t = read_with("code,x,y\na,NA,\nb,-,\n", NULL);
    ck_assert_uint_eq(t->n_variables, 2);
    assert_column(t, "x", x);
    assert_column(t, "y", x);
    table_free(t);
}
END_TEST

START_TEST(own_marks_win)
{
    static const char *const marks[] = {"-999", "none"};
    static const double x[] = {NAN, NAN, 5, NAN, -99};
    struct csv_options o = {.missing = {marks, 2}};
    struct table *t = read_with("code,x\na,-999\nb,none\nc,5\nd,\ne,-99\n", &o);
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(ellipsis_is_below_the_unit)
{
    static const double x[] = {0, 0, NAN, 2}, only[] = {0, NAN};
    struct table *t = read_with("code,x\na,\u2026\nb,\u2026\u2026\nc,...\nd,2\n", NULL);
    assert_cells(t, "x", x, CELL_BELOW_UNIT);
    table_free(t);
    t = read_with("code,x\na,\u2026\nb,\n", NULL);
    assert_cells(t, "x", only, CELL_BELOW_UNIT);
    table_free(t);
}
END_TEST

START_TEST(ellipsis_listed_as_missing)
{
    static const char *const marks[] = {"\u2026"};
    static const double x[] = {NAN, 2}, zero[] = {0, 2};
    struct csv_options o = {.missing = {marks, 1}};
    struct table *t = read_with("code,x\na,\u2026\nb,2\n", &o);
    assert_column(t, "x", x);
    table_free(t);
    o = (struct csv_options){.below_unit = "0.0-"};
    t = read_with("code,x\na,0.0-\nb,2\n", &o);
    assert_cells(t, "x", zero, CELL_BELOW_UNIT);
    table_free(t);
}
END_TEST

START_TEST(codes_are_never_marks)
{
    static const double x[] = {1, 2, 3, 4};
    struct table *t = read_with("iso,x,iso2\nNA,1,NA\n-,2,ZA\n007,3,\n+1,4,-\n", NULL);
    ck_assert_str_eq(t->codes[0], "NA");
    ck_assert_str_eq(t->codes[1], "-");
    ck_assert_str_eq(t->codes[2], "007");
    ck_assert_str_eq(t->codes[3], "+1");
    ck_assert_str_eq(attribute(t, "iso2", 0), "NA");
    ck_assert_str_eq(attribute(t, "iso2", 2), "");
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(listed_columns)
{
    static const char *const text[] = {"zip", "name"}, *const ignore[] = {"junk", "note"};
    struct csv_options o = {.text = {text, 2}, .ignore = {ignore, 2}, .name = "name"};
    struct table *t = read_with("code,zip,junk,note,name,junk\na,01,12%,?,N,1\nb,02,3,,M,x\n", &o);
    ck_assert_uint_eq(t->n_variables, 0);
    ck_assert_uint_eq(t->n_attributes, 1);
    ck_assert_str_eq(attribute(t, "zip", 0), "01");
    ck_assert_str_eq(t->names[1], "M");
    table_free(t);
}
END_TEST

START_TEST(name_column_may_serve_as_code)
{
    struct csv_options o = {.unit = "county", .name = "county", .period = ""};
    struct table *t = read_with("county,x\nEast,1\n", &o);
    ck_assert_str_eq(t->codes[0], "East");
    ck_assert_str_eq(t->names[0], "East");
    table_free(t);
    o = (struct csv_options){.name = "n"};
    t = read_with("code,n,x\na,,1\nb,\"B\"\"b\",2\n", &o);
    ck_assert_str_eq(t->names[0], "a");
    ck_assert_str_eq(t->names[1], "B\"b");
    table_free(t);
}
END_TEST

/* ---- numbers ------------------------------------------------------------- */

START_TEST(numbers)
{
    static const double x[] = {0, -0.5, 1e-3, 123456789012345680, 7, 2.5e10, 12.5, 0.1, 10};
    struct table *t = read_with("code,x\n1,0\n2,-0.5\n3,1e-3\n4,123456789012345678\n5,+7\n"
                                "6,2.5E+10\n7,12.50\n8,0.1\n9,010\n",
                                NULL);
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(thousands)
{
    static const double x[] = {1234.5, -1234567, 12, 999, 1234000, 1500};
    struct csv_options o = {.thousands = true};
    struct table *t = read_with("code,x\n1,\"1,234.5\"\n2,\"-1,234,567\"\n3,12\n4,999.0\n"
                                "5,\"1,234e3\"\n6,1500\n",
                                &o);
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(decimal_comma)
{
    static const double x[] = {12.5, -0.25, 1500, 3}, y[] = {1234.5, 1234567, 0.5, 1};
    struct csv_options o = {.decimal = ','};
    struct table *t = read_with("code;x\n1;12,5\n2;-0,25\n3;1,5e3\n4;3\n", &o);
    assert_column(t, "x", x);
    table_free(t);
    o.thousands = true;
    t = read_with("code;y\n1;1.234,5\n2;1.234.567\n3;0,5\n4;1\n", &o);
    assert_column(t, "y", y);
    table_free(t);
}
END_TEST

START_TEST(text_that_resembles_numbers_stays_text)
{
    struct table *t =
        read_with("code,when,grade,mixed\na,2024-01-01,1a,12%\nb,2024-01-02,2b,n\n", NULL);
    ck_assert_str_eq(attribute(t, "when", 1), "2024-01-02");
    ck_assert_str_eq(attribute(t, "grade", 0), "1a");
    ck_assert_str_eq(attribute(t, "mixed", 0), "12%");
    table_free(t);
}
END_TEST

/* ---- shapes -------------------------------------------------------------- */

START_TEST(header_rows)
{
    static const double x[] = {4};
    struct csv_options o = {.header_rows = 3};
    struct table *t = read_with("Table 1, \"the\" title; of 2020\r\n\r\ncode,x\r\na,4\r\n", &o);
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(one_column_one_unit_constant)
{
    static const double c[] = {5, 5};
    struct table *t = read_with("code\na\n\nb\n", NULL);
    ck_assert_uint_eq(t->n_units, 2);
    ck_assert_uint_eq(t->n_variables + t->n_attributes, 0);
    table_free(t);
    t = read_with("code,c\na,5\nb,5\n", NULL);
    assert_column(t, "c", c);
    table_free(t);
}
END_TEST

START_TEST(wide_and_long)
{
    enum { COLUMNS = 300, ROWS = 700 };
    char *text = malloc((size_t)COLUMNS * ROWS * 12 + COLUMNS * 12), *p = text;
    struct table *t;
    ck_assert_ptr_nonnull(text);
    p += sprintf(p, "code");
    for (int j = 0; j < COLUMNS; j++)
        p += sprintf(p, ",v%d", j);
    for (int i = 0; i < ROWS; i++) {
        p += sprintf(p, "\nu%d", i);
        for (int j = 0; j < COLUMNS; j++)
            p += (i + j) % 7 ? sprintf(p, ",%d.%d", i, j) : sprintf(p, ",");
    }
    t = read_with(text, NULL);
    ck_assert_uint_eq(t->n_units, ROWS);
    ck_assert_uint_eq(t->n_variables, COLUMNS);
    for (int i = 0; i < ROWS; i += 13)
        for (int j = 0; j < COLUMNS; j++) {
            char want[32];
            snprintf(want, sizeof want, "%d.%d", i, j);
            ck_assert_int_eq(t->variables[j].cell[i], (i + j) % 7 ? CELL_OBSERVED : CELL_MISSING);
            kit_assert_near(t->variables[j].v[i], (i + j) % 7 ? strtod(want, NULL) : NAN, 0);
        }
    table_free(t);
    free(text);
}
END_TEST

/* ---- panels -------------------------------------------------------------- */

START_TEST(panel)
{
    static const char text[] = "code,year,name,zone,x\n"
                               "b,2020,B,hill,1\n"
                               "a,2020,A,coast,2\n"
                               "b,999,B,hill,3\n"
                               "a,2021,A,coast,4\n";
    static const double x[] = {3, NAN, 1, 2, NAN, 4};
    struct csv_options o = {.name = "name", .period = "year"};
    struct table *t = read_with(text, &o);
    ck_assert_uint_eq(t->n_units, 2);
    ck_assert_uint_eq(t->n_periods, 3);
    ck_assert_str_eq(t->codes[0], "b");
    ck_assert_str_eq(t->periods[0], "999");
    ck_assert_str_eq(t->periods[1], "2020");
    ck_assert_str_eq(t->periods[2], "2021");
    ck_assert_str_eq(t->names[1], "A");
    ck_assert_uint_eq(t->n_attributes, 1);
    ck_assert_str_eq(attribute(t, "zone", 0), "hill");
    assert_column(t, "x", x);
    table_free(t);
}
END_TEST

START_TEST(periods_that_are_not_integers_stay_in_order)
{
    static const double x[] = {1, 2, 3};
    struct csv_options o = {.period = "when"};
    struct table *t = read_with("code,when,x\na,2021,1\na,2020Q1,2\na,2019,3\n", &o);
    ck_assert_str_eq(t->periods[0], "2021");
    ck_assert_str_eq(t->periods[2], "2019");
    assert_column(t, "x", x);
    table_free(t);
    t = read_with("code,when,x\na,5,1\na,-3,2\na,+20,3\n", &o);
    ck_assert_str_eq(t->periods[0], "-3");
    ck_assert_str_eq(t->periods[2], "+20");
    table_free(t);
}
END_TEST

START_TEST(panel_texts_may_be_written_in_two_ways)
{
    struct csv_options o = {.period = "y"};
    struct table *t = read_with("code,y,note\na,1,=x\na,2,'=x\n"
                                "b,1,\"k\"\"\"\nb,2, \"k\"\"\" \n",
                                &o);
    ck_assert_str_eq(attribute(t, "note", 0), "=x");
    ck_assert_str_eq(attribute(t, "note", 1), "k\"");
    table_free(t);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        plain_file,
        the_usual_options_when_none_are_given,
        one_table_many_spellings,
        quotes,
        delimiter_is_looked_for_outside_quotes,
        rows_decide_between_delimiters,
        missing_marks,
        all_missing_is_a_variable,
        own_marks_win,
        ellipsis_is_below_the_unit,
        ellipsis_listed_as_missing,
        codes_are_never_marks,
        listed_columns,
        name_column_may_serve_as_code,
        numbers,
        thousands,
        decimal_comma,
        text_that_resembles_numbers_stays_text,
        header_rows,
        one_column_one_unit_constant,
        wide_and_long,
        panel,
        periods_that_are_not_integers_stay_in_order,
        panel_texts_may_be_written_in_two_ways,
        NULL,
    };
    return kit_run("csv", tests);
}
