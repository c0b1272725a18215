/* SPDX-License-Identifier: MIT */
/* The formulas of a profile, and the condition that picks units. */
#include "lua/expression_kit.h"
#include "lua/lua_internal.h"
#include "lua/script_kit.h"

static struct lab lab;

START_TEST(formulas_in_order)
{
    static const struct formula f[] = {
        {"a", "gdp / pop", "zj.ini:3"},
        {"b", "a * 2 + lag(\"a\")", "zj.ini:4"},
        {"c", "gpd", "zj.ini:5"},
        {"d", "c + 1", "zj.ini:6"},
        {"e", "later + 1", "zj.ini:7"},
        {"later", "1 +* 2", "zj.ini:8"},
        {"g", "(function() return nope end)()", "zj.ini:9"},
        {"h", "1", "zj.ini:10"},
        {"i", "fail(\"no\")", "zj.ini:11"},
        {"j", "heng.log(gdp) + math.pi", "zj.ini:12"},
        {"k", "1, 2", "zj.ini:13"},
        {"l", "", "zj.ini:14"},
        {"m", "gdp -- the end", "zj.ini:15"},
        {"n", "(function() return i end)()", "zj.ini:16"},
        {"o", "1; x = 2", "zj.ini:17"},
    };
    enum { N = sizeof f / sizeof *f };
    double v[N][LAB_ROWS], *out[N];
    struct error errors[N], checked[N];
    size_t k;

    lab_open(&lab);
    for (k = 0; k < N; k++)
        out[k] = v[k];
    ck_assert_int_eq(script_formulas(&lab.h, f, N, lab.t, out, errors, &lab.e), OK);
    ck_assert_msg(!errors[0].status && !errors[1].status && !errors[7].status &&
                      !errors[9].status && !errors[12].status,
                  "%s", errors[1].text);
    kit_assert_near(v[1][5], 110 * 2 + 10, 0);
    ck_assert(isnan(v[1][0]));
    ck_assert_str_eq(errors[2].text,
                     "zj.ini:5: c: unknown name gpd; did you mean gdp? (character 1)");
    ck_assert_int_eq(errors[2].status, ERR_PROFILE);
    ck_assert_str_eq(errors[3].text, "zj.ini:6: d: it uses c, which failed");
    ck_assert_str_eq(errors[4].text,
                     "zj.ini:7: e: later is defined only further down (zj.ini:8) (character 1)");
    lab_assert_says(errors[5], "zj.ini:8: later: unexpected symbol near '*'");
    lab_assert_says(errors[6], "zj.ini:9: g: unknown name nope");
    ck_assert_str_eq(errors[8].text, "zj.ini:11: i: no");
    lab_assert_says(errors[10], "zj.ini:13: k: unexpected symbol near ',': one value is expected");
    ck_assert_str_eq(errors[11].text, "zj.ini:14: l: the formula is empty (character 1)");
    lab_assert_says(errors[13], "zj.ini:16: n: it uses i, which failed");
    ck_assert_int_eq(errors[14].status, ERR_PROFILE);
    ck_assert(isnan(v[2][0]) && isnan(v[3][0]));
    kit_assert_near(v[7][14], 1, 0);
    ck_assert_int_eq(script_check_formulas(&lab.h, f, N, lab.t, checked, &lab.e), OK);
    ck_assert_int_eq(checked[0].status, OK);
    ck_assert_str_eq(checked[2].text, errors[2].text);
    ck_assert_int_eq(checked[3].status, OK);
    ck_assert_str_eq(checked[4].text, errors[4].text);
    ck_assert_str_eq(checked[5].text, errors[5].text);
    ck_assert_int_eq(checked[6].status, OK);
    ck_assert_int_eq(checked[8].status, OK);
    ck_assert_int_eq(script_check_formulas(&lab.h, f, 0, lab.t, checked, NULL), OK);
    ck_assert_int_eq(script_formulas(&lab.h, f, 0, lab.t, out, errors, NULL), OK);
    lab_close(&lab);
}
END_TEST

/* One that never ends costs its own column, and no number of the others changes. */
START_TEST(one_that_never_ends_is_alone)
{
    static const struct formula f[] = {
        {"a", "gdp / pop", "zj.ini:3"},
        {"b", "(function() while true do end end)()", "zj.ini:4"},
        {"c", "a + math.random()", "zj.ini:5"},
        {"d", "b + 1", "zj.ini:6"},
        {"e", "gpd", "zj.ini:7"},
    };
    enum { N = sizeof f / sizeof *f };
    double v[N][LAB_ROWS], without[LAB_ROWS], *out[N], *to[N];
    struct formula harmless[N];
    struct error errors[N];

    lab_open(&lab);
    memcpy(harmless, f, sizeof f);
    harmless[1].text = "1";
    for (size_t k = 0; k < N; k++) {
        out[k] = v[k];
        to[k] = k == 2 ? without : v[k];
    }
    ck_assert_int_eq(script_formulas_each(&lab.h, harmless, N, lab.t, to, errors, &lab.e), OK);
    lab.h.limits.seconds = 2;
    ck_assert_int_eq(script_formulas_each(&lab.h, f, N, lab.t, out, errors, &lab.e), OK);
    ck_assert(!errors[0].status && !errors[2].status && !errors[3].status);
    ck_assert_int_eq(errors[1].status, ERR_PART);
    ck_assert_ptr_nonnull(strstr(errors[1].text, "time limit of 2 s"));
    ck_assert_int_eq(errors[4].status, ERR_PROFILE);
    for (size_t i = 0; i < lab.t->n_rows; i++)
        ck_assert(isnan(v[1][i]) && isnan(v[3][i]));
    ck_assert_mem_eq(v[2], without, lab.t->n_rows * sizeof *without);
    ck_assert(!isnan(v[0][3]));
    ck_assert_int_eq(script_formulas_each(&lab.h, &f[1], 1, lab.t, out, errors, &lab.e), OK);
    ck_assert_int_eq(errors[0].status, ERR_PART);
    ck_assert_int_eq(script_formulas_each(&lab.h, f, 0, lab.t, out, errors, NULL), OK);
    lab_close(&lab);
}
END_TEST

/* What a formula's text mentions. */
START_TEST(inputs_of_formulas)
{
    static const struct {
        const char *text, *names;
    } cases[] = {
        {"gdp / pop", "gdp pop "},
        {"pop + gdp * pop", "pop gdp "},
        {"log(gdp) -- pop", "gdp "},
        {"gdp --[[ pop\n x ]] + 1", "gdp "},
        {"`gdp` / x + lag(pop)", "gdp x pop "},
        {"`gdp pop", "gdp pop "},
        {"人口 + c[\"gdp\"]", "gdp "},
        {"eq(province, \"pop\") * 'x\\'' * [[ gdp ]] * x", "x "},
        {"p.gdp + heng.pop + q:x()", ""},
        {"0x1.8p+1 + 1e5 + 2.5e-3x + 3..gdp", "gdp "},
        {"gdp..pop", "gdp pop "},
        {"gdp_2 + xpop", ""},
        {"\"unfinished gdp", ""},
        {"[[unfinished gdp", "gdp "},
        {"x<=gdp", "x gdp "},
    };
    size_t i, k, n, out[3];

    lab_open(&lab);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[100] = "";
        n = formula_inputs(cases[i].text, lab.t, out);
        for (k = 0; k < n; k++) {
            strcat(got, lab.t->variables[out[k]].name);
            strcat(got, " ");
        }
        ck_assert_msg(strcmp(got, cases[i].names) == 0, "%s: got %s", cases[i].text, got);
    }
    lab_close(&lab);
}
END_TEST

static void picks(const char *text, const char *want)
{
    struct formula f = {"where", text, "zj.ini:5"};
    unsigned char keep[LAB_UNITS];
    char got[LAB_UNITS + 1] = "";

    lab.e = (struct error){0};
    ck_assert_msg(script_where(&lab.h, &f, lab.t, keep, &lab.e) == OK, "%s: %s", text, lab.e.text);
    for (size_t i = 0; i < LAB_UNITS; i++)
        got[i] = keep[i] ? '1' : '0';
    ck_assert_msg(strcmp(got, want) == 0, "%s: got %s", text, got);
}

static void picks_not(const char *text, const char *says)
{
    struct formula f = {"where", text, "zj.ini:5"};
    unsigned char keep[LAB_UNITS] = {1, 1, 1, 1, 1};

    ck_assert_msg(script_where(&lab.h, &f, lab.t, keep, &lab.e) != OK, "%s: no error", text);
    ck_assert_msg(lab.e.status == ERR_PROFILE, "%s: %s", text, lab.e.text);
    ck_assert_msg(strcmp(lab.e.text, says) == 0, "%s: got \"%s\", want \"%s\"", text, lab.e.text,
                  says);
    ck_assert_int_eq(keep[0], 0);
}

START_TEST(picking_units)
{
    lab_open(&lab);
    picks("province == \"A\"", "10100");
    picks("gdp > 225 and pop ~= 10", "00110");
    picks("x == x and x >= 0", "00111");
    picks("code:sub(2) == \"3\" or name == \"五\"", "00101");
    picks("not (province == \"\")", "11101");
    picks("log(pop) > 1", "00111");
    picks("true", "11111");
    picks("missing(x)", "01000");
    picks("not missing(x) and gt(gdp, 225)", "00111");
    picks("fill(x, 9) > 1", "01001");
    picks("where(x > 0, 1, 2) == 2", "10100");
    picks("where(province == \"A\", name, code) == \"u2\"", "01000");
    picks("(pop > 1) + (gdp > 225) == 2", "00111");
    picks("(pop > 1) == (gdp > 225)", "10111");
    picks("x ~= 1", "11101");
    picks("not x > 0", "11100");
    picks("`gdp` > 225 and _VERSION ~= \"\"", "00111");
    picks_not("province < 3", "zj.ini:5: where: a text is compared with a number: a text stands in "
                              "quotes, a number without (character 1)");
    picks_not("gdp == \"220\"", "zj.ini:5: where: a number is compared with a text: a text stands "
                                "in quotes, a number without (character 1)");
    picks_not("pop > 3 and pop",
              "zj.ini:5: where: pop is a number, not a condition: write pop ~= 0 "
              "(character 13)");
    picks_not("pop > 3 and 0 or 5", "zj.ini:5: where: this is a number, not a condition; "
                                    "where(condition, a, b) chooses between two (character 15)");
    picks_not("nil", "zj.ini:5: where: unit u1 (一): the result is nil, not true or false");
    picks_not("true, false",
              "zj.ini:5: where: unexpected symbol near ',': one value is expected (character 5)");
    picks_not("provinc == \"A\"",
              "zj.ini:5: where: unknown name provinc; did you mean province? (character 1)");
    picks_not("pop >", "zj.ini:5: where: unexpected symbol near <eof>: a value is expected "
                       "(character 6)");
    picks_not("pop = 1", "zj.ini:5: where: = does not compare: write == (character 5)");
    picks_not("pop ＞ 1", "zj.ini:5: where: ＞ is not understood; write > (character 5)");
    picks_not(
        "lag(\"gdp\") > 1",
        "zj.ini:5: where: lag looks at all units; here one is looked at at a time: a column of "
        "[derive] can hold it (character 1)");
    picks_not("os.time() > 1",
              "zj.ini:5: where: os is not available in heng scripts (character 1)");
    lab.h.limits.seconds = 2;
    picks_not("(function() while true do end end)()", "zj.ini:5: stopped at the time limit of 2 s");
    lab_close(&lab);
}
END_TEST

/* Columns that need backquotes, and those that need none. */
START_TEST(odd_names)
{
    static const char *const odd[] = {"人口", "5G基站数（个）", "infant deaths", "2015", "end",
                                      "log",  "2019-20",        "gdp/pop",       "pop2"};
    static const struct formula f[] = {
        {"a", "人口 + `人口` + c[\"人口\"]", "zj.ini:3"},
        {"b", "`5G基站数（个）` / 人口", "zj.ini:4"},
        {"密 度", "`infant deaths` * `2015` + end", "zj.ini:5"},
        {"c", "`密 度` + log(log) + `log`", "zj.ini:6"},
        {"d", "lag(`5G基站数（个）`)", "zj.ini:7"},
        {"q", "`2019-20` + 2019 - 20 + gdp / pop + where(gdp/pop2 > 0, `gdp/pop`, 0)", "zj.ini:7"},
        {"e", "5G基站数（个） / 人口", "zj.ini:8"},
        {"f", "人口 / infant deaths", "zj.ini:9"},
        {"g", "2015 + 1", "zj.ini:10"},
        {"h", "人囗 + 1", "zj.ini:11"},
        {"i", "密 度 + 1", "zj.ini:12"},
        {"j", "`infant death` + 1", "zj.ini:13"},
        {"k", "人口 + ＧＤＰ", "zj.ini:14"},
        {"l", "2 + 2019-20 / 人口", "zj.ini:15"},
        {"m", "gdp/pop * 2", "zj.ini:16"},
        {"n", "IF(gdp > 1, 2, 3)", "zj.ini:17"},
        {"o", "NOT (gdp > 1)", "zj.ini:18"},
    };
    static const char *const says[] = {
        "zj.ini:8: e: a name with other characters than letters, digits and _ stands in "
        "backquotes: `5G基站数（个）` (character 1)",
        "zj.ini:9: f: a name with other characters than letters, digits and _ stands in "
        "backquotes: `infant deaths` (character 6)",
        "zj.ini:10: g: 2015 is a number here, and the name of a column: write `2015` for the "
        "column, 2015.0 for the number (character 1)",
        "zj.ini:11: h: unknown name 人囗; did you mean 人口? (character 1)",
        "zj.ini:12: i: a name with other characters than letters, digits and _ stands in "
        "backquotes: `密 度` (character 1)",
        "zj.ini:13: j: unknown name infant death; did you mean `infant deaths`? (character 1)",
        "zj.ini:14: k: unknown name ＧＤＰ (character 6)",
        "zj.ini:15: l: this calculates, and 2019-20 is the name of a column: write `2019-20` for "
        "the "
        "column, blanks around the signs for the calculation (character 5)",
        "zj.ini:16: m: this calculates, and gdp/pop is the name of a column: write `gdp/pop` for "
        "the "
        "column, blanks around the signs for the calculation (character 1)",
        "zj.ini:17: n: unknown name IF; write where(condition, a, b) (character 1)",
        "zj.ini:18: o: unknown name NOT; write not (character 1)",
    };
    enum { N = sizeof f / sizeof *f, GOOD = 6, ODD = sizeof odd / sizeof *odd };
    double v[N][LAB_ROWS], *out[N];
    struct error errors[N];

    lab_open(&lab);
    for (size_t k = 0; k < ODD; k++) {
        table_add_variable(lab.t, odd[k]);
        for (size_t i = 0; i < LAB_ROWS; i++)
            lab.t->variables[lab.t->n_variables - 1].v[i] = (double)(10 * k + i + 1);
    }
    for (size_t k = 0; k < N; k++)
        out[k] = v[k];
    ck_assert_int_eq(script_formulas(&lab.h, f, N, lab.t, out, errors, &lab.e), OK);
    for (size_t k = 0; k < GOOD; k++)
        ck_assert_msg(!errors[k].status, "%s", errors[k].text);
    for (size_t i = 0; i < LAB_ROWS; i++) {
        const double base = (double)i + 1;
        kit_assert_near(v[0][i], 3 * base, 0);
        kit_assert_near(v[1][i], (10 + base) / base, 0);
        kit_assert_near(v[2][i], (20 + base) * (30 + base) + 40 + base, 0);
        kit_assert_near(v[3][i], v[2][i] + log(50 + base) + 50 + base, 0);
        kit_assert_near(v[4][i], i < LAB_UNITS ? (double)NAN : v[0][i - LAB_UNITS] / 3 + 10, 0);
    }
    kit_assert_near(v[5][0], 61 + 1999 + 10 + 71, 0);
    for (size_t k = GOOD; k < N; k++)
        ck_assert_str_eq(errors[k].text, says[k - GOOD]);
    lab_close(&lab);
}
END_TEST

/* Random expressions over columns, and over units, are what a second hand makes of them. */
START_TEST(random_formulas)
{
    enum { N = 200 };
    static struct made made[N];
    struct formula f[N];
    static double v[N][LAB_ROWS];
    double *out[N], row[MADE_NAMES];
    struct error errors[N];
    unsigned char keep[LAB_UNITS];
    uint64_t plain = 0;

    lab_open(&lab);
    for (uint64_t seed = 0; seed < 10; seed++) {
        for (size_t k = 0; k < N; k++) {
            made_new(&made[k], seed * N + k + 1, true);
            f[k] = (struct formula){"f", made[k].text, "zj.ini:1"};
            out[k] = v[k];
        }
        ck_assert_int_eq(script_formulas(&lab.h, f, N, lab.t, out, errors, &lab.e), OK);
        for (size_t k = 0; k < N; k++)
            for (size_t i = 0; i < LAB_ROWS; i++) {
                ck_assert_msg(!errors[k].status, "%s: %s", f[k].text, errors[k].text);
                for (size_t j = 0; j < MADE_NAMES; j++)
                    row[j] = lab.t->variables[j].v[i];
                ck_assert_msg(kit_ulps(v[k][i], made_value(&made[k], row)) == 0,
                              "%s: row %zu: got %.17g, want %.17g", f[k].text, i, v[k][i],
                              made_value(&made[k], row));
            }
        for (size_t k = 0; k < N / 10; k++) {
            do
                made_new_plain(&made[k], ++plain);
            while (made[k].nodes[made[k].root].kind > MADE_COMPARE);
            ck_assert_msg(script_where(&lab.h, &f[k], lab.t, keep, &lab.e) == OK, "%s: %s",
                          f[k].text, lab.e.text);
            for (size_t i = 0; i < LAB_UNITS; i++) {
                for (size_t j = 0; j < MADE_NAMES; j++)
                    row[j] = lab.t->variables[j].v[LAB_ROWS - LAB_UNITS + i];
                ck_assert_msg(keep[i] == made_holds(&made[k], row), "%s: unit %zu", f[k].text, i);
            }
        }
    }
    lab_close(&lab);
}
END_TEST

/* Every function of the API that an expression can call is told in the table, and no other. */
START_TEST(table_of_functions)
{
    static const char *const scripts[] = {"index", "weights", "selection"};
    size_t n = 0, calls = 0;

    for (size_t i = 0; api_name(i); i++) {
        bool told = function_find(api_name(i)) != NULL, other = false;
        for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++)
            other = other || strcmp(api_name(i), scripts[k]) == 0;
        ck_assert_msg(told != other, "%s", api_name(i));
        calls += told;
    }
    for (; expression_function(n); n++)
        ck_assert(*expression_function(n)->summary);
    ck_assert_uint_eq(n, calls);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {formulas_in_order,  one_that_never_ends_is_alone,
                            inputs_of_formulas, picking_units,
                            odd_names,          random_formulas,
                            table_of_functions, NULL};
    return kit_run("formula", tests);
}
