/* SPDX-License-Identifier: MIT */
/* Weights that experts give: judgements, scores, allocations. */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double w[16];

/* Columns that have values; the judged methods look at nothing else. */
static const double some[] = {1, 2}, none[] = {NAN, NAN};
static const double *const data[16] = {some, some, some, some, some, some, some, some,
                                       some, some, some, some, some, some, some, some};
static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                  "i", "j", "k", "l", "m", "n", "o", "p"};

/* The text goes in whole: rig_weigh would cut it at its semicolons. */
static int weigh_on(const char *name, const char *key, const char *text, const char *settings,
                    size_t m, const double *const *x)
{
    const struct method *method = rig_method(rig, HENG_WEIGHTS, name);
    const struct param_table t = method_params(method->desc);
    void *params = rig_params(rig, method, settings);
    struct heng_weigh_call c = {.n = 2,
                                .m = m,
                                .x = x,
                                .ids = ids,
                                .w = w,
                                .warn = rig_warn,
                                .warn_data = rig,
                                .why = rig->why,
                                .why_size = sizeof rig->why};
    int value;
    ck_assert_int_eq(param_set(param_find(&t, key), text, rig->arena, params, &rig->error), OK);
    rig->warnings = 0;
    c.scratch = rig_scratch(method, 2, m);
    value = method_weigh(method, params, &c, &rig->error);
    free(c.scratch);
    return value;
}

static int ahp(const char *text, const char *settings, size_t m)
{
    return weigh_on("ahp", "matrix", text, settings, m, data);
}

static int precedence(const char *text, const char *settings, size_t m)
{
    return weigh_on("precedence", "scores", text, settings, m, data);
}

static int budget(const char *text, const char *settings, size_t m)
{
    return weigh_on("budget", "allocations", text, settings, m, data);
}

/* The same from tables. */
static int weigh_tables(const char *name, const struct heng_table *tables, size_t n,
                        const char *settings, size_t m)
{
    const struct method *method = rig_method(rig, HENG_WEIGHTS, name);
    const struct param_table t = method_params(method->desc);
    void *params = rig_params(rig, method, settings);
    struct heng_weigh_call c = {.n = 2,
                                .m = m,
                                .x = data,
                                .ids = ids,
                                .w = w,
                                .warn = rig_warn,
                                .warn_data = rig,
                                .why = rig->why,
                                .why_size = sizeof rig->why};
    int value;
    ck_assert_int_eq(param_set_tables(param_find(&t, "judgements"), tables, n, params, &rig->error),
                     OK);
    c.scratch = rig_scratch(method, 2, m);
    value = method_weigh(method, params, &c, &rig->error);
    free(c.scratch);
    return value;
}

/* A table with the names "b c a" at its columns and, when it is square, at its rows, or without
   names; its cells as words. */
static struct heng_table table_of(const char *cells, size_t rows, size_t columns, int named)
{
    static const char *const names[] = {"b", "c", "a", "x"};
    struct heng_table t = {.path = "f.csv",
                           .n_rows = rows,
                           .n_columns = columns,
                           .rows = named ? names : NULL,
                           .columns = named ? names : NULL};
    char *text = arena_strdup(rig->arena, cells), *rest = NULL;
    const char **words = arena_array(rig->arena, rows * columns, sizeof *words);
    double *v = arena_array(rig->arena, rows * columns, sizeof *v);
    size_t n = 0;
    for (char *s = strtok_r(text, " ", &rest); s; s = strtok_r(NULL, " ", &rest), n++) {
        char *slash = strchr(s, '/'), *end;
        words[n] = strcmp(s, "-") == 0 ? "" : s;
        v[n] = strtod(s, &end) / (slash ? strtod(slash + 1, NULL) : 1);
        v[n] = end == s ? NAN : v[n];
    }
    ck_assert_uint_eq(n, rows * columns);
    t.text = words;
    t.v = v;
    return t;
}

/* ---- ahp ----------------------------------------------------------------- */

/* Which drink is consumed more in the U.S.: Saaty, Int. J. Services Sciences 1(1), 2008, 83-98:
   coffee, wine, tea, beer, sodas, milk, water; CR 0.022. */
START_TEST(published_drinks)
{
    static const char *const judgements = "1 9 5 2 1 1 1/2; 1/9 1 1/3 1/9 1/9 1/9 1/9;"
                                          "1/5 3 1 1/3 1/4 1/3 1/9; 1/2 9 3 1 1/2 1 1/3;"
                                          "1 9 4 2 1 2 1/2; 1 9 3 1 1/2 1 1/3; 2 9 9 3 2 3 1";
    rig = rig_new();
    ck_assert_int_eq(ahp(judgements, NULL, 7), HENG_OK);
    kit_assert_columns(w, X(0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327), 7, 5e-4);
    ck_assert_str_eq(rig->why, "consistency ratio 0.022");
    rig_free(rig);
}
END_TEST

/*
 * Selecting a school: Saaty's example, weights as in Wang and Chin, Information Sciences 181(23),
 * 2011, 5240-5248. Its judgements contradict each other (lambda 7.42), so it takes a wider limit.
 */
START_TEST(published_school)
{
    static const char *const judgements =
        "1 4 3 1 3 4 | 1/4 1 7 3 1/5 1 | 1/3 1/7 1 1/5 1/5 1/6 | 1 1/3 5 1 1 1/3 | 1/3 5 5 1 1 3 "
        "| 1/4 1 6 3 1/3 1";
    rig = rig_new();
    ck_assert_int_eq(ahp(judgements, "cr_max = 0.25", 6), HENG_OK);
    kit_assert_columns(w, X(0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391), 6, 5e-5);
    ck_assert_str_eq(rig->why, "consistency ratio 0.229");
    ck_assert_int_eq(ahp(judgements, NULL, 6), HENG_FAIL);
    ck_assert_str_eq(rig->error.text,
                     "method ahp: the judgements of expert 1 contradict each other: consistency "
                     "ratio 0.229, limit 0.1; look at a over c first: 3, where the others suggest "
                     "9.23");
    rig_free(rig);
}
END_TEST

START_TEST(consistent_judgements_give_their_ratios)
{
    rig = rig_new();
    ck_assert_int_eq(ahp("1 2 4; 1/2, 1, 2; 0.25 0.5 1", "cr_max = 0", 3), HENG_OK);
    kit_assert_columns(w, X(4. / 7, 2. / 7, 1. / 7), 3, 1e-15);
    ck_assert_int_eq(ahp("2 4 | 2", "cr_max = 0", 3), HENG_OK);
    kit_assert_columns(w, X(4. / 7, 2. / 7, 1. / 7), 3, 1e-15);
    ck_assert_int_eq(ahp("1 3; 0.333 1;", NULL, 2), HENG_OK);
    kit_assert_columns(w, X(0.75, 0.25), 2, 1e-15);
    ck_assert_int_eq(ahp("3", NULL, 2), HENG_OK);
    kit_assert_columns(w, X(0.75, 0.25), 2, 1e-15);
    ck_assert_int_eq(ahp("1", NULL, 1), HENG_OK);
    ck_assert_int_eq(ahp("", NULL, 1), HENG_OK);
    kit_assert_near(w[0], 1, 0);
    rig_free(rig);
}
END_TEST

/* Geometric mean of 2 and 8 is 4; of 1 and 4, 2; of 1/2 and 1/2, 1/2. */
START_TEST(several_experts)
{
    rig = rig_new();
    ck_assert_int_eq(ahp("1 2\n1/2 1\n1 8\n1/8 1", NULL, 2), HENG_OK);
    kit_assert_columns(w, X(0.8, 0.2), 2, 1e-15);
    ck_assert_int_eq(ahp("1 2 1; 1/2 1 1/2; 1 2 1; 1 8 4; 1/8 1 1/2; 1/4 2 1", NULL, 3), HENG_OK);
    kit_assert_columns(w, X(4. / 7, 1. / 7, 2. / 7), 3, 1e-14);
    ck_assert_str_eq(rig->why, "consistency ratio 0.000 at most");
    ck_assert_int_eq(ahp("1 1 1; 1 1 1; 1 1 1; 1 9 1/9; 1/9 1 9; 9 1/9 1", NULL, 3), HENG_FAIL);
    ck_assert_ptr_nonnull(strstr(rig->why, "the judgements of expert 2 contradict each other"));
    rig_free(rig);
}
END_TEST

START_TEST(judgements_that_are_wrong)
{
    static const struct {
        const char *text, *why;
        size_t m;
    } cases[] = {
        {"", "no judgements of 3 columns: give judgements (files) or matrix", 3},
        {"1 2 3",
         "matrix has 1 row for 3 columns; expected 3 for each expert, or 2 for the "
         "upper triangle",
         3},
        {"1 2; 1/2 1 3", "row 2 has 3 entries; expected 2", 2},
        {"2 3; 2 2", "row 2 has 2 entries; expected 1", 3},
        {"1 2; 1", "row 2 has 1 entry; expected 2", 2},
        {"1 10; 0.1 1", "row 1: '10' is not a number from 1/9 to 9, such as 3 or 1/3", 2},
        {"1 2; 1/0 1", "row 2: '1/0' is not a number from 1/9 to 9, such as 3 or 1/3", 2},
        {"1 two; 1/2 1", "row 1: 'two' is not a number from 1/9 to 9, such as 3 or 1/3", 2},
        {"1 2; 1/3 1", "row 1, entry 2 is 2, and row 2, entry 1 is 0.333333: not its reciprocal",
         2},
        {"2 1; 1 1", "row 1, entry 1 is 2, and row 1, entry 1 is 2: not its reciprocal", 2},
        {"1", "16 columns: Saaty's random index ends at 15; group them in a tree", 16},
    };
    rig = rig_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_int_eq(ahp(cases[i].text, NULL, cases[i].m), HENG_FAIL);
        ck_assert_str_eq(rig->why, cases[i].why);
    }
    rig_free(rig);
}
END_TEST

/* b over a 2, c over a 4, c over b 2: a is 1/7, b 2/7, c 4/7, however the table is written. */
START_TEST(judgements_from_tables)
{
    struct heng_table t;
    rig = rig_new();
    t = table_of("1 1/2 2 2 1 4 1/2 1/4 1", 3, 3, 1);
    ck_assert_int_eq(weigh_tables("ahp", &t, 1, "cr_max = 0", 3), HENG_OK);
    kit_assert_columns(w, X(1. / 7, 2. / 7, 4. / 7), 3, 1e-15);
    t = table_of("- - 2 2 - - - 0.25 -", 3, 3, 1); /* one of each pair */
    ck_assert_int_eq(weigh_tables("ahp", &t, 1, "cr_max = 0", 3), HENG_OK);
    kit_assert_columns(w, X(1. / 7, 2. / 7, 4. / 7), 3, 1e-15);
    t = table_of("1 1/2 2 2 1 4 1/2 1/4 1", 3, 3, 0); /* by position */
    ck_assert_int_eq(weigh_tables("ahp", &t, 1, "cr_max = 0", 3), HENG_OK);
    kit_assert_columns(w, X(2. / 7, 4. / 7, 1. / 7), 3, 1e-15);
    rig_free(rig);
}
END_TEST

/* Judgements that are not consistent: the two ways of several experts differ, from four columns on
   (of three the eigenvector is the geometric means of the rows). */
START_TEST(experts_by_their_weights)
{
    static const char *const one = "1 2 3 4 1/2 1 3 2 1/3 1/3 1 2 1/4 1/2 1/2 1",
                             *const two = "1 1/2 2 5 2 1 4 3 1/2 1/4 1 3 1/5 1/3 1/3 1";
    struct heng_table t[2];
    double apart[2][4], mean[4], total = 0;
    rig = rig_new();
    for (size_t k = 0; k < 2; k++) {
        t[k] = table_of(k ? two : one, 4, 4, 0);
        ck_assert_int_eq(weigh_tables("ahp", &t[k], 1, NULL, 4), HENG_OK);
        memcpy(apart[k], w, sizeof apart[k]);
    }
    for (size_t j = 0; j < 4; j++)
        total += mean[j] = sqrt(apart[0][j] * apart[1][j]);
    for (size_t j = 0; j < 4; j++)
        mean[j] /= total;
    ck_assert_int_eq(weigh_tables("ahp", t, 2, "experts = priorities", 4), HENG_OK);
    kit_assert_columns(w, mean, 4, 1e-14);
    ck_assert_ptr_nonnull(strstr(rig->why, " at most"));
    ck_assert_int_eq(weigh_tables("ahp", t, 2, NULL, 4), HENG_OK);
    ck_assert(!kit_near(w[0], mean[0], 1e-4));
    rig_free(rig);
}
END_TEST

START_TEST(tables_that_are_wrong)
{
    static const struct {
        const char *method, *cells;
        size_t rows, columns, m;
        int named;
        const char *why;
    } cases[] = {
        {"ahp", "1 2 1/2 1", 2, 2, 3, 1, "f.csv has no row a"},
        {"ahp", "1 2 1 1 1 1", 3, 2, 3, 1, "f.csv has no column a"},
        {"ahp", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 4, 4, 3, 1,
         "f.csv: the row x is none of what is weighed here"},
        {"ahp", "1 2 1/2 1", 2, 2, 3, 0, "f.csv has 2 rows; expected 3"},
        {"ahp", "1 1 1 1 1 1", 3, 2, 3, 0, "f.csv has 2 columns; expected 3"},
        {"ahp", "1 1 1 1 1 much 1 1 1", 3, 3, 3, 1,
         "f.csv: row c, column a: 'much' is not a number from 1/9 to 9, such as 3 or 1/3"},
        {"ahp", "1 1 1 1 1 10 1 1 1", 3, 3, 3, 0,
         "f.csv: row 2, column 3: '10' is not a number from 1/9 to 9, such as 3 or 1/3"},
        {"ahp", "1 1 1 1 1 - 1 - 1", 3, 3, 3, 1, "f.csv: a and c are not compared"},
        {"ahp", "1 1 1 1 1 2 1 2 1", 3, 3, 3, 1,
         "f.csv: a over c is 2, and c over a is 2: not its reciprocal"},
        {"ahp", "1 9 1/9 1/9 1 9 9 1/9 1", 3, 3, 3, 1,
         "the judgements of expert 1 (f.csv) contradict each other: "},
        {"precedence", "1 2 - 1 2 3", 2, 3, 3, 1,
         "f.csv: row b, column a: '' is not a number from 0 on"},
        {"precedence", "1 2 1 2", 2, 2, 3, 1, "f.csv has no column a"},
        {"budget", "1 2 3 1 2 4", 2, 3, 3, 1,
         "f.csv: row c sums to 7; every expert has the same 6, above 0, to allot"},
        {"budget", "1 2 3 1 2 4", 2, 3, 3, 0, "f.csv: row 2 sums to 7; "},
        {"budget", "1 2 3 4", 1, 4, 3, 1, "f.csv: the column x is none of what is weighed here"},
    };
    struct heng_table t;
    rig = rig_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        t = table_of(cases[i].cells, cases[i].rows, cases[i].columns, cases[i].named);
        ck_assert_int_eq(weigh_tables(cases[i].method, &t, 1, NULL, cases[i].m), HENG_FAIL);
        ck_assert_msg(strstr(rig->why, cases[i].why) == rig->why, "%zu: '%s', not '%s'", i,
                      rig->why, cases[i].why);
    }
    t = table_of("1 1 1 1 1 1 1 1 1", 3, 3, 1);
    ck_assert_int_eq(weigh_tables("ahp", &t, 1, "matrix = 1 1 | 1", 3), HENG_FAIL);
    ck_assert_str_eq(rig->why, "give either judgements or matrix, not both");
    ck_assert_int_eq(weigh_tables("budget", &t, 1, "allocations = 1 1 1", 3), HENG_FAIL);
    ck_assert_str_eq(rig->why, "give either judgements or allocations, not both");
    rig_free(rig);
}
END_TEST

/* Two files of experts, by name and by position. */
START_TEST(rows_from_tables)
{
    struct heng_table t[2];
    rig = rig_new();
    t[0] = table_of("30 20 50 40 20 40", 2, 3, 1);
    t[1] = table_of("60 20 20", 1, 3, 0);
    ck_assert_int_eq(weigh_tables("budget", t, 2, "points = 100", 3), HENG_OK);
    kit_assert_columns(w, X(0.5, 0.3, 0.2), 3, 1e-15);
    ck_assert_int_eq(weigh_tables("precedence", t, 2, NULL, 3), HENG_OK);
    kit_assert_columns(w, X(2.5 / 4.5, 1.5 / 4.5, 0.5 / 4.5), 3, 1e-15);
    rig_free(rig);
}
END_TEST

/* ---- precedence ---------------------------------------------------------- */

/* T of the means 4.5, 4.5, 3, 1: 0.5 + 0.5 + 1 + 1 = 3, 3, 1.5, 0.5. */
START_TEST(a_precedence_chart)
{
    rig = rig_new();
    ck_assert_int_eq(precedence("5 4 3 1; 4 5 3 1", NULL, 4), HENG_OK);
    kit_assert_columns(w, X(3. / 8, 3. / 8, 1.5 / 8, 0.5 / 8), 4, 1e-15);
    ck_assert_int_eq(precedence("5 4 3 1; 4 5 3 1", "self = 0", 4), HENG_OK);
    kit_assert_columns(w, X(2.5 / 6, 2.5 / 6, 1. / 6, 0), 4, 1e-15);
    ck_assert_int_eq(precedence("1 2 3", "meaning = ranks", 3), HENG_OK);
    kit_assert_columns(w, X(2.5 / 4.5, 1.5 / 4.5, 0.5 / 4.5), 3, 1e-15);
    /* 0.1 + 0.2 and 0.3 + 0 are equal */
    ck_assert_int_eq(precedence("0.1 0.3; 0.2 0", NULL, 2), HENG_OK);
    kit_assert_columns(w, X(0.5, 0.5), 2, 0);
    ck_assert_int_eq(precedence("7", "self = 0", 1), HENG_OK);
    kit_assert_near(w[0], 1, 0);
    ck_assert_int_eq(precedence(" ; ", NULL, 2), HENG_FAIL);
    ck_assert_str_eq(rig->why, "no expert's row of 2 entries: give judgements (files) or scores");
    ck_assert_int_eq(precedence("1 2; 1 -2", NULL, 2), HENG_FAIL);
    ck_assert_str_eq(rig->why, "row 2: '-2' is not a number from 0 on");
    rig_free(rig);
}
END_TEST

/* RANCOM's matrix of seven criteria (Wieckowski et al., Engineering Applications of Artificial
   Intelligence 122, 2023, 106114) is a precedence chart. */
START_TEST(published_precedence)
{
    rig = rig_new();
    ck_assert_int_eq(precedence("1 1 3 6 5 4 2", "meaning = ranks", 7), HENG_OK);
    kit_assert_columns(w, X(0.2449, 0.2449, 0.1429, 0.0204, 0.0612, 0.1020, 0.1837), 7, 5e-5);
    rig_free(rig);
}
END_TEST

/* ---- budget -------------------------------------------------------------- */

START_TEST(a_budget_is_spent)
{
    rig = rig_new();
    ck_assert_int_eq(budget("50 30 20; 40 40 20", NULL, 3), HENG_OK);
    kit_assert_columns(w, X(0.45, 0.35, 0.2), 3, 1e-15);
    ck_assert_int_eq(budget("50 30 20; 40 40 21", NULL, 3), HENG_FAIL);
    ck_assert_str_eq(rig->why,
                     "row 2 sums to 101; every expert has the same 100, above 0, to allot");
    ck_assert_int_eq(budget("5 3 2", "points = 100", 3), HENG_FAIL);
    ck_assert_str_eq(rig->why,
                     "row 1 sums to 10; every expert has the same 100, above 0, to allot");
    ck_assert_int_eq(budget("0.1 0.2 0.7; 0.3 0.3 0.4", "points = 1", 3), HENG_OK);
    kit_assert_columns(w, X(0.2, 0.25, 0.55), 3, 1e-15);
    ck_assert_int_eq(budget("0 0", NULL, 2), HENG_FAIL);
    ck_assert_int_eq(budget("", NULL, 2), HENG_FAIL);
    ck_assert_int_eq(budget("1", NULL, 2), HENG_FAIL);
    ck_assert_str_eq(rig->why, "row 1 has 1 entry; expected 2");
    rig_free(rig);
}
END_TEST

START_TEST(a_column_without_values_leaves_its_share)
{
    const double *const x[] = {some, none, some}, *const dead[] = {none, none};
    rig = rig_new();
    ck_assert_int_eq(weigh_on("ahp", "matrix", "2 4; 2", NULL, 3, x), HENG_OK);
    kit_assert_columns(w, X(0.8, 0, 0.2), 3, 1e-15);
    ck_assert_str_eq(rig->warning, "1: no values: weight 0");
    ck_assert_int_eq(weigh_on("budget", "allocations", "30 50 20", NULL, 3, x), HENG_OK);
    kit_assert_columns(w, X(0.6, 0, 0.4), 3, 1e-15);
    ck_assert_int_eq(weigh_on("precedence", "scores", "3 2 1", NULL, 3, x), HENG_OK);
    kit_assert_columns(w, X(5. / 6, 0, 1. / 6), 3, 1e-15);
    ck_assert_int_eq(weigh_on("budget", "allocations", "1 1", NULL, 2, dead), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_drinks,
                                  published_school,
                                  consistent_judgements_give_their_ratios,
                                  several_experts,
                                  judgements_that_are_wrong,
                                  judgements_from_tables,
                                  experts_by_their_weights,
                                  tables_that_are_wrong,
                                  rows_from_tables,
                                  a_precedence_chart,
                                  published_precedence,
                                  a_budget_is_spent,
                                  a_column_without_values_leaves_its_share,
                                  NULL};
    return kit_run("weights by experts", tests);
}
