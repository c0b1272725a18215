/* SPDX-License-Identifier: MIT */
/* Weights that experts give: judgements, scores, allocations. */
#include "methods/rig.h"

#define X(...) (const double[]){__VA_ARGS__}

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
    struct heng_weigh_call c = {.n = 2, .m = m, .x = x, .ids = ids, .w = w, .warn = rig_warn,
                                .warn_data = rig, .why = rig->why, .why_size = sizeof rig->why};
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
    return weigh_on("ahp", "judgements", text, settings, m, data);
}

static int precedence(const char *text, const char *settings, size_t m)
{
    return weigh_on("precedence", "scores", text, settings, m, data);
}

static int budget(const char *text, const char *settings, size_t m)
{
    return weigh_on("budget", "allocations", text, settings, m, data);
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
        {"", "judgements has 0 rows for 3 columns; expected 3 for each expert, or 2 for the upper "
             "triangle", 3},
        {"1 2 3", "judgements has 1 row for 3 columns; expected 3 for each expert, or 2 for the "
                  "upper triangle", 3},
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
    ck_assert_str_eq(rig->why, "no expert's row of 2 entries");
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
    ck_assert_int_eq(weigh_on("ahp", "judgements", "2 4; 2", NULL, 3, x), HENG_OK);
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
                                  a_precedence_chart,
                                  published_precedence,
                                  a_budget_is_spent,
                                  a_column_without_values_leaves_its_share,
                                  NULL};
    return kit_run("weights by experts", tests);
}
