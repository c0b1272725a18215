/* SPDX-License-Identifier: MIT */
/* The formulas of a profile, and the condition that picks units. */
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
    ck_assert_str_eq(errors[2].text, "zj.ini:5: c: unknown name gpd; did you mean gdp?");
    ck_assert_int_eq(errors[2].status, ERR_PROFILE);
    ck_assert_str_eq(errors[3].text, "zj.ini:6: d: it uses c, which failed");
    ck_assert_str_eq(errors[4].text, "zj.ini:7: e: later is defined only further down (zj.ini:8)");
    lab_assert_says(errors[5], "zj.ini:8: later: unexpected symbol near '*'");
    lab_assert_says(errors[6], "zj.ini:9: g: unknown name nope");
    ck_assert_str_eq(errors[8].text, "zj.ini:11: i: no");
    lab_assert_says(errors[10], "zj.ini:13: k: the formula yields 2 values");
    ck_assert_str_eq(errors[11].text, "zj.ini:14: l: the formula is empty");
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
        {"gdp --[==[ pop ]] x ]==] + x", "gdp x "},
        {"eq(province, \"pop\") * 'x\\'' * [[ gdp ]] * x", "x "},
        {"p.gdp + heng.pop + q:x()", ""},
        {"0x1.8p+1 + 1e5 + 2.5e-3x + 3..gdp", ""},
        {"gdp..pop", "gdp pop "},
        {"gdp_2 + xpop", ""},
        {"\"unfinished gdp", ""},
        {"[[unfinished gdp", ""},
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
    picks_not("province < 3",
              "zj.ini:5: where: unit u1 (一): attempt to compare string with number");
    picks_not("pop > 3 and pop",
              "zj.ini:5: where: unit u3 (三): the result is number, not true or false");
    picks_not("nil", "zj.ini:5: where: unit u1 (一): the result is nil, not true or false");
    picks_not("true, false",
              "zj.ini:5: where: unit u1 (一): the result is not one value, not true or false");
    picks_not("provinc == \"A\"", "zj.ini:5: where: unknown name provinc; did you mean province?");
    picks_not("pop >", "zj.ini:5: where: unexpected symbol near <eof>");
    picks_not("lag(\"gdp\") > 1", "zj.ini:5: where: unit u1 (一): lag: there are no periods here");
    picks_not("os.time() > 1", "zj.ini:5: where: os is not available in heng scripts");
    lab.h.limits.seconds = 2;
    picks_not("(function() while true do end end)()", "zj.ini:5: stopped at the time limit of 2 s");
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {formulas_in_order, one_that_never_ends_is_alone, inputs_of_formulas,
                            picking_units, NULL};
    return kit_run("formula", tests);
}
