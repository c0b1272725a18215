/* SPDX-License-Identifier: MIT */
/* heng.analyse: what it hands to a method, what it gives back, what it refuses. */
#include "lua/script_kit.h"

static struct lab lab;

/* gdp: 10 20 30 40 50; pop: 1 2 4 5 10; x: -1 NaN 0 1 2; province: A B A blank B */

START_TEST(numbers_and_texts)
{
    lab_open(&lab);
    lab_number(&lab, "analyse(\"gini\", gdp).gini[1]", 4.0 / 15);
    lab_number(&lab, "#analyse(\"gini\", gdp).gini", 1);
    lab_number(&lab, "select(2, analyse(\"gini\", gdp))", 1);
    lab_number(&lab, "analyse(\"describe\", matrix{gdp, x}).n[2]", 4);
    lab_number(&lab, "analyse(\"describe\", matrix{gdp, x}).column[2] == \"column 2\" and 1 or 0",
               1);
    lab_number(&lab,
               "analyse(\"describe\", matrix{gdp, x}, { ids = { \"a\", \"b\" } }).column[2] == "
               "\"b\" and 1 or 0",
               1);
    lab_number(&lab, "analyse(\"describe\", gdp, { fence = 0 }).outliers_low[1]", 1);
    lab_close(&lab);
}
END_TEST

START_TEST(units_people_groups)
{
    lab_open(&lab);
    /* weighted mean of gdp by pop: (10 + 40 + 120 + 200 + 500) / 22 */
    lab_number(&lab, "analyse(\"gini\", gdp, { population = pop }).mean[1]", 870.0 / 22);
    lab_number(&lab, "analyse(\"gini\", gdp, { population = { 1, 1, 1, 1, 0 } }).n[1]", 4);
    /* groups A: 10 30; B: 20 50; blank: 40 */
    lab_number(&lab, "#analyse(\"dagum\", gdp, { by = province }).value", 1 + 3 + 3 + 3);
    lab_number(&lab, "#analyse(\"dagum\", gdp, { by = { province } }).value", 10);
    lab_number(&lab,
               "#analyse(\"dagum\", gdp, { by = { \"a\", \"a\", \"b\", \"b\", \"b\" } }).value",
               1 + 3 + 2 + 1);
    lab_number(&lab,
               "analyse(\"theil\", gdp, { by = { { \"a\", \"a\", \"b\", \"b\", \"b\" }, province } "
               "}).n[1]",
               5);
    lab_number(&lab,
               "analyse(\"theil\", gdp, { by = { { \"a\", \"a\", \"b\", \"b\", \"b\" }, province } "
               "}).by[2] == \"by 1\" and 1 or 0",
               1);
    lab_close(&lab);
}
END_TEST

START_TEST(weights_scores_and_codes)
{
    lab_open(&lab);
    lab_number(
        &lab, "analyse(\"importance\", matrix{gdp, pop}, { weights = { 3, 1 }, score = gdp }).w[1]",
        0.75);
    lab_number(
        &lab, "analyse(\"importance\", matrix{gdp, pop}, { weights = { 3, 1 }, score = gdp }).r[1]",
        1);
    lab_number(&lab,
               "analyse(\"importance\", matrix{gdp, pop}, { weights = { 3, 1 }, score = gdp, "
               "parents = { \"p\", \"q\" } }).node[2] == \"q\" and 1 or 0",
               1);
    /* coupling has weights of its own: T is their weighted mean */
    lab_number(&lab,
               "analyse(\"coupling\", matrix{gdp, pop}, { scale = 300, weights = { 3, 1 } }).t[5]",
               40.0 / 300);
    lab_number(&lab, "analyse(\"tiers\", gdp).code[1] == \"1\" and 1 or 0", 1);
    lab_number(&lab,
               "analyse(\"tiers\", gdp, { codes = { \"q\", \"r\", \"s\", \"t\", \"u\" } }).code[5] "
               "== \"u\" and 1 or 0",
               1);
    lab_number(&lab,
               "analyse(\"rank_correlation\", matrix{gdp, gdp}, { direction = { \"positive\", "
               "\"negative\" } }).spearman[1]",
               -1);
    lab_number(&lab, "#analyse(\"describe\", matrix{gdp, gdp}, { direction = \"negative\" }).n", 2);
    lab_number(&lab,
               "#analyse(\"gravity\", gdp, { longitude = { 120, 121, 122, 123, 124 }, latitude = { "
               "0, 1, 0, 0, 0 } }).to",
               5 * 4);
    lab_close(&lab);
}
END_TEST

/* Two periods of two units, the units of the first period first. */
#define PANEL "vector{ 1, 3, 2, 6 }"

START_TEST(periods)
{
    /* regression of the cv (sqrt 2 over 2, 3, 4) on 2001, 2003, 2007 */
    const double t[] = {-8.0 / 3, -2.0 / 3, 10.0 / 3};
    const double trend =
        sqrt(2) * (t[0] / 2 + t[1] / 3 + t[2] / 4) / (t[0] * t[0] + t[1] * t[1] + t[2] * t[2]);

    lab_open(&lab);
    lab_number(&lab, "analyse(\"sigma\", " PANEL ", { periods = 2 }).mean[1]", 2);
    lab_number(&lab, "analyse(\"sigma\", " PANEL ", { periods = 2 }).mean[2]", 4);
    lab_number(&lab, "analyse(\"sigma\", " PANEL ", { periods = 2 }).time[2] == \"2\" and 1 or 0",
               1);
    lab_number(&lab,
               "analyse(\"sigma\", " PANEL
               ", { periods = { \"2019\", \"2021\" } }).time[2] == \"2021\" and 1 or 0",
               1);
    lab_number(&lab, "analyse(\"sigma\", " PANEL ", { periods = { 2019, 2021 } }).mean[2]", 4);
    lab_number(&lab, "analyse(\"sigma\", " PANEL ", { periods = vector{ 2019, 2021 } }).mean[2]",
               4);
    lab_fails(&lab, "analyse(\"sigma\", gdp).mean[1]",
              "analyse sigma compares periods: give periods, two or more");
    lab_fails(&lab, "analyse(\"sigma\", gdp, { periods = 2 }).mean[1]",
              "periods: 5 rows are not so many times 2 periods");
    lab_fails(&lab, "analyse(\"sigma\", gdp, { periods = -2 }).mean[1]", "two or more");
    lab_number(&lab,
               "analyse(\"sigma\", " PANEL
               ", { periods = { 2019, 2021 } }).time[2] == \"2021\" and 1 or 0",
               1);
    lab_number(&lab,
               "analyse(\"sigma\", " PANEL
               ", { periods = { \"a\", \"b\" } }).time[2] == \"b\" and 1 or 0",
               1);
    lab_number(&lab,
               "analyse(\"sigma\", vector{ 1, 3, 2, 4, 3, 5 }, { periods = { \"2001\", \"2003\", "
               "\"2007\" } }).slope[4] * 1e9",
               trend * 1e9);
    lab_number(&lab,
               "analyse(\"sigma\", vector{ 1, 3, 2, 4, 3, 5 }, { periods = { 2001, 2003, 2007 } "
               "}).slope[4] * 1e9",
               trend * 1e9);
    lab_fails(&lab, "analyse(\"sigma\", " PANEL ", { periods = { 2021, 2019 } }).mean[1]",
              "periods: they must rise");
    lab_fails(&lab, "analyse(\"sigma\", " PANEL ", { periods = true }).mean[1]",
              "periods: a number of periods or a list of them expected, got boolean");
    lab_fails(&lab, "analyse(\"gini\", gdp, { periods = 1 }).gini[1]",
              "analyse gini looks at one period at a time");
    lab_close(&lab);
}
END_TEST

START_TEST(what_is_refused)
{
    lab_open(&lab);
    lab_fails(&lab, "analyse(\"ginni\", gdp).gini[1]", "no such method: ginni; did you mean gini?");
    lab_fails(&lab, "analyse(\"gini\", 3).gini[1]", "a vector or a matrix");
    lab_fails(&lab, "analyse(\"gini\", gdp, { poplation = pop }).gini[1]",
              "method gini has no parameter poplation; did you mean population?");
    lab_fails(&lab, "analyse(\"describe\", gdp, { fence = -1 }).n[1]", "fence");
    lab_fails(&lab, "analyse(\"gini\", gdp, { population = { 1, 2 } }).gini[1]",
              "population: 5 values expected, got 2");
    lab_fails(&lab, "analyse(\"gini\", gdp, { population = { 1, 2, -3, 4, 5 } }).gini[1]",
              "population: value 3 is below 0");
    lab_fails(&lab, "analyse(\"dagum\", gdp).value[1]", "analyse dagum needs by");
    lab_fails(&lab, "analyse(\"dagum\", gdp, { by = pop }).value[1]",
              "by: labels or a list of them expected, got userdata");
    lab_fails(&lab, "analyse(\"dagum\", gdp, { by = {} }).value[1]",
              "by: one to 8 divisions expected");
    lab_fails(&lab, "analyse(\"dagum\", gdp, { by = { \"a\", \"b\" } }).value[1]",
              "by: 5 texts expected, got 2");
    lab_fails(&lab, "analyse(\"dagum\", gdp, { by = { \"a\", \"a\", \"b\", 4, \"b\" } }).value[1]",
              "by: value 4 is a number, not a text");
    lab_fails(&lab, "analyse(\"dagum\", gdp, { by = { 5 } }).value[1]",
              "by: labels or a list of texts expected, got number");
    lab_fails(&lab, "analyse(\"gravity\", gdp, { longitude = gdp }).indicator[1]",
              "analyse gravity needs longitude and latitude");
    lab_fails(&lab, "analyse(\"importance\", matrix{gdp, pop}, { score = gdp }).w[1]",
              "analyse importance needs weights");
    lab_fails(&lab, "analyse(\"importance\", matrix{gdp, pop}, { weights = { 0, 0 } }).w[1]",
              "weights: they sum to 0");
    lab_fails(&lab, "analyse(\"importance\", matrix{gdp, pop}, { weights = { 1, -1 } }).w[1]",
              "weights: weight 2 is not a number from 0 on");
    lab_fails(&lab, "analyse(\"describe\", gdp, { direction = \"up\" }).n[1]",
              "invalid option 'up'");
    lab_fails(&lab,
              "analyse(\"describe\", gdp, { direction = { \"positive\", \"negative\" } }).n[1]",
              "direction: 1 texts expected, got 2");
    lab_fails(&lab, "analyse(\"coupling\", gdp, { scale = 50 }).t[1]", "coupling");
    lab_fails(&lab, "analyse(\"describe\", gdp, { ids = 5 }).n[1]",
              "ids: labels or a list of texts expected, got number");
    lab_close(&lab);
}
END_TEST

START_TEST(an_undefined_one_is_empty_and_told)
{
    double out[LAB_ROWS];
    struct messages warnings = {0};
    struct script *s;

    lab_open(&lab);
    s = lab_function(&lab, "local t, n = heng.analyse(\"gini\", d.gdp - 100)\nlocal v = "
                           "heng.analyse(\"variation\", d.x)\n"
                           "heng.analyse(\"describe\", d.gdp * 0)\nreturn n + #t.gini + (v.cv[1] "
                           "== v.cv[1] and 1 or 0)");
    ck_assert_msg(lab_compute(&lab, s, out, &warnings) == OK, "%s", lab.e.text);
    kit_assert_near(out[0], 1, 0);
    ck_assert_uint_gt(warnings.n, 1);
    ck_assert_ptr_nonnull(strstr(warnings.items[0].text, "analyse gini: "));
    ck_assert_ptr_nonnull(strstr(warnings.items[1].text, "analyse variation: "));
    messages_fini(&warnings);
    lab_close(&lab);
}
END_TEST

/* Ten thousand calls: what was found is collected. */
START_TEST(findings_do_not_pile_up)
{
    double out[LAB_ROWS];
    struct messages warnings = {0};
    struct script *s;

    lab_open(&lab);
    s = lab_function(
        &lab, "local v = 0\nfor i = 1, 10000 do v = v + heng.analyse(\"gini\", d.gdp).gini[1] end\n"
              "local ok = 0\nfor i = 1, 100 do ok = ok + (pcall(heng.analyse, \"coupling\", d.gdp) "
              "and 1 or 0) end\n"
              "return v / 10000 + ok");
    ck_assert_msg(lab_compute(&lab, s, out, &warnings) == OK, "%s", lab.e.text);
    kit_assert_near(out[0], 4.0 / 15, 1e-9);
    messages_fini(&warnings);
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {numbers_and_texts,        units_people_groups,
                                  weights_scores_and_codes, periods,
                                  what_is_refused,          an_undefined_one_is_empty_and_told,
                                  findings_do_not_pile_up,  NULL};
    return kit_run("analyse", tests);
}
