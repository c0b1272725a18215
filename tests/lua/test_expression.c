/* SPDX-License-Identifier: MIT */
/* The expression language over one value at a time: what it takes, gives, and refuses by place. */
#include "kit.h"
#include "lua/expression.h"
#include "lua/expression_kit.h"

/* ---- a host --------------------------------------------------------------------------- */

static int call_name(void *data, struct arena *a, const struct expression_value *x, size_t n,
                     struct expression_value *result, struct error *e)
{
    const char *const *names = data;

    (void)a;
    if (n > 1 && strcmp(x[1].text, "district") != 0)
        return error_set(e, ERR_PROFILE, "there is no class %s", x[1].text);
    if (x[0].kind == EXPRESSION_MISSING)
        return OK;
    if (x[0].number < 1 || x[0].number > 2)
        return error_set(e, ERR_PROFILE, "there is no rank %g", x[0].number);
    *result =
        (struct expression_value){.kind = EXPRESSION_TEXT, .text = names[(size_t)x[0].number - 1]};
    return OK;
}

static int call_period(void *data, struct arena *a, const struct expression_value *x, size_t n,
                       struct expression_value *result, struct error *e)
{
    (void)data;
    (void)a;
    (void)x;
    (void)n;
    (void)e;
    *result = (struct expression_value){.kind = EXPRESSION_TEXT, .text = "2024"};
    return OK;
}

static int call_number(void *data, struct arena *a, const struct expression_value *x, size_t n,
                       struct expression_value *result, struct error *e)
{
    (void)data;
    (void)a;
    (void)x;
    (void)n;
    (void)e;
    *result = (struct expression_value){.kind = EXPRESSION_NUMBER, .number = 12.5};
    return OK;
}

static int call_nothing(void *data, struct arena *a, const struct expression_value *x, size_t n,
                        struct expression_value *result, struct error *e)
{
    (void)data;
    (void)a;
    (void)x;
    (void)n;
    (void)e;
    *result = (struct expression_value){.kind = EXPRESSION_NUMBER, .number = NAN};
    return OK;
}

static const struct expression_host_function functions[] = {
    {"name", "nt", 1, 2, call_name, "rank[, class]", "who has the rank"},
    {"period", NULL, 0, 0, call_period, "", "the period"},
    {"人口", NULL, -1, -1, call_number, NULL, "a number"},
    {"5G 基站", NULL, -1, -1, call_number, NULL, "a number"},
    {"nothing", NULL, -1, -1, call_nothing, NULL, "a number that is missing"},
};
static const char *const names[] = {"上城区", "拱墅区"};
static const struct expression_host host = {functions, sizeof functions / sizeof *functions,
                                            (void *)(uintptr_t)names};

static int evaluate(const char *text, struct arena *a, struct expression_value *v, struct error *e)
{
    const struct expression *x;
    int status = expression_compile(a, text, "s.md:3", &host, &x, e);

    return status ? status : expression_scalar(x, a, v, e);
}

/* A value as a text: 2.5, "text", yes, no, missing. */
static void gives(const char *text, const char *wanted)
{
    struct arena *a = arena_new();
    struct expression_value v;
    struct error e = {0};
    char got[200] = "missing";

    ck_assert_msg(evaluate(text, a, &v, &e) == OK, "%s: %s", text, e.text);
    if (v.kind == EXPRESSION_NUMBER)
        snprintf(got, sizeof got, "%.15g", v.number);
    else if (v.kind == EXPRESSION_TEXT)
        snprintf(got, sizeof got, "\"%s\"", v.text);
    else if (v.kind == EXPRESSION_CONDITION)
        snprintf(got, sizeof got, "%s", v.number != 0 ? "yes" : "no");
    ck_assert_msg(strcmp(got, wanted) == 0, "%s: got %s, want %s", text, got, wanted);
    arena_free(a);
}

static void refuses(const char *text, const char *why)
{
    struct arena *a = arena_new();
    struct expression_value v;
    struct error e = {0};
    char wanted[400];

    snprintf(wanted, sizeof wanted, "s.md:3: %s", why);
    ck_assert_msg(evaluate(text, a, &v, &e) == ERR_PROFILE, "%s: no error", text);
    ck_assert_msg(strcmp(e.text, wanted) == 0, "%s: got %s, want %s", text, e.text, wanted);
    arena_free(a);
}

START_TEST(values)
{
    static const char *const cases[][2] = {
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"10 - 3 - 2", "5"},
        {"2 ^ 3 ^ 2", "512"},
        {"-2 ^ 2", "-4"},
        {"2 ^ -1", "0.5"},
        {"- -2", "2"},
        {"7 // 2", "3"},
        {"-7 // 2", "-4"},
        {"-7 % 3", "2"},
        {"7 % -3", "-2"},
        {"0x1F", "31"},
        {".5e1", "5"},
        {"1 / 0", "missing"},
        {"1 / 0 > 2", "missing"},
        {"1 / 0 > 2 or 1 < 2", "yes"},
        {"1 / 0 > 2 and 1 > 2", "no"},
        {"1 / 0 > 2 and 1 < 2", "missing"},
        {"not (1 / 0 > 2)", "missing"},
        {"1 < 2 and 2 < 3 or false", "yes"},
        {"not 1 > 2", "yes"},
        {"not not 1 > 2", "no"},
        {"1 == 1 and \"a\" ~= \"b\"", "yes"},
        {"\"a\" < \"b\"", "yes"},
        {"'a' .. \"b\" .. 1.5", "\"ab1.5\""},
        {"\"tab\\t\\\"q\\\"\"", "\"tab\t\"q\"\""},
        {"[[raw \\n]]", "\"raw \\n\""},
        {"name(1)", "\"上城区\""},
        {"name(2, \"district\") .. \"（\" .. period() .. \"）\"", "\"拱墅区（2024）\""},
        {"name(1 / 0)", "missing"},
        {"人口 * 2", "25"},
        {"`5G 基站`/`人口`", "1"},
        {"nothing + 1", "missing"},
        {"nothing .. \"a\"", "missing"},
        {"fill(nothing, 3)", "3"},
        {"fill(name(nothing), \"-\")", "\"-\""},
        {"missing(nothing)", "yes"},
        {"missing(period())", "no"},
        {"where(人口 > 10, name(1), name(99))", "\"上城区\""},
        {"where(nothing > 10, 1, 2)", "missing"},
        {"1 > 2 and name(99) == \"\"", "no"},
        {"round(2.345, 2) + round(2.5)", "4.35"},
        {"min(3, 人口, 2) + max(1, 2) + clamp(9, 0, 5)", "9"},
        {"log(0)", "missing"},
        {"log(1) + log10(1000)", "3"},
        {"exp(0) + sqrt(2.25)", "2.5"},
        {"floor(2.75)", "2"},
        {"floor(-2.25)", "-3"},
        {"abs(-2.5) - abs(1.5)", "1"},
        {"clamp(-3, -2, 5) .. clamp(4, -2, 5)", "\"-24\""},
        {"min(-1, 0)", "-1"},
        {"max(-2, -1)", "-1"},
        {"lt(1, 2)", "yes"},
        {"lt(2, 2)", "no"},
        {"le(2, 2)", "yes"},
        {"le(3, 2)", "no"},
        {"gt(2, 1)", "yes"},
        {"gt(2, 2)", "no"},
        {"ge(2, 2)", "yes"},
        {"ge(1, 2)", "no"},
        {"eq(2, 2)", "yes"},
        {"eq(1, 2)", "no"},
        {"ne(1, 2)", "yes"},
        {"ne(2, 2)", "no"},
        {"\u30001\u00a0+\n1 -- a comment", "2"},
        {"(((((1)))))", "1"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        gives(cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(refusals)
{
    static const char *const cases[][2] = {
        {"nam(1)", "unknown name nam; did you mean name? (character 1)"},
        {"1 + 人囗", "unknown name 人囗; did you mean 人口? (character 5)"},
        {"人口 + perod()", "unknown name perod; did you mean period? (character 6)"},
        {"period", "period is a function: write period() (character 1)"},
        {"log", "log is a function: write log(x) (character 1)"},
        {"人口(1)", "人口 is no function: write it without brackets (character 1)"},
        {"name()", "name(rank[, class]) with 0 arguments (character 1)"},
        {"log(1, 2)", "log(x) with 2 arguments (character 1)"},
        {"ge.or",
         "unexpected symbol near 'or': a word of Lua is no name behind . and : (character 4)"},
        {"1 + name(3)", "there is no rank 3 (character 5)"},
        {"name(1, \"x\")", "there is no class x (character 1)"},
        {"name(\"x\")", "this is a text; a number is expected (character 6)"},
        {"1 + \"x\"", "this is a text; a number is expected (character 5)"},
        {"1 and 2", "this is a number; a condition is expected (character 1)"},
        {"1 == \"1\"", "a number is compared with a text (character 6)"},
        {"mean(人口)", "mean works on columns; there are none in a text (character 1)"},
        {"人口 = 3", "= does not compare: write == (character 4)"},
        {"name(人口 = 3)", "= does not compare: write == (character 9)"},
        {"人口 ＝ 3", "＝ is not understood; write == (character 4)"},
        {"人口 ！＝ 3", "！＝ is not understood; write ~= (character 4)"},
        {"人口 != 3", "!= is not understood; write ~= (character 4)"},
        {"人口 && 3", "&& is not understood; write and (character 4)"},
        {"1 > 2 AND 2 > 1", "AND is not understood; write and (character 7)"},
        {"(1 > 2 AND 2 > 1)", "AND is not understood; write and (character 8)"},
        {"NOT 人口 > 1", "NOT is not understood; write not (character 1)"},
        {"name(1) IN (1)", "IN is not understood; write x == \"a\" or x == \"b\" (character 9)"},
        {"人口 ＞= 1", "＞= is not understood; write >= (character 4)"},
        {"√人口", "√ is not understood; write sqrt(x) (character 1)"},
        {"name（1）", "（ is not understood; write ( (character 5)"},
        {"人口 × 2", "× is not understood; write * (character 4)"},
        {"name(1，“a”)", "， is not understood; write , (character 7)"},
        {"“a”", "“ is not understood; write \" (character 1)"},
        {"１２ + 1", "１２ is not understood; write 12 (character 1)"},
        {"1 < 2 < 3",
         "two comparisons in a row: write a < b and b < c, or brackets around one (character 7)"},
        {"1 +", "unexpected symbol near <eof>: a value is expected (character 4)"},
        {"1 +* 2", "unexpected symbol near '*': a value is expected (character 4)"},
        {"(1 + 2", "unexpected symbol near <eof>: ) closes what ( has opened (character 7)"},
        {"1 2", "unexpected symbol near '2': an operator is expected (character 3)"},
        {"1, 2", "unexpected symbol near ',': one value is expected (character 2)"},
        {"", "the formula is empty (character 1)"},
        {" ", "the formula is empty (character 1)"},
        {"\"a", "unfinished string: the text has no closing \" (character 1)"},
        {"`a", "the name has no closing backquote (character 1)"},
        {"``", "there is no name within the backquotes (character 1)"},
        {"0x + 1",
         "malformed number near '0x'; a name that begins with a digit stands in backquotes: `0x` "
         "(character 1)"},
        {"5G + 1",
         "malformed number near '5G'; a name that begins with a digit stands in backquotes: `5G` "
         "(character 1)"},
        {"3 --2", "-- begins a comment: write - (-x), or a blank behind it (character 3)"},
        {"#period()", "#: a text has numbers, texts, functions and operators only (character 1)"},
        {"nil", "nil: a text has numbers, texts, functions and operators only (character 1)"},
        {"$x",
         "unexpected symbol near '$': a name with other characters than letters, digits and _ "
         "stands in backquotes (character 1)"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refuses(cases[i][0], cases[i][1]);
}
END_TEST

/* Deep and long ones end in a message or a value, never otherwise. */
START_TEST(large)
{
    enum { N = 20000 };
    static char text[4 * N + 10];
    char *p = text;

    for (size_t i = 0; i < N; i++)
        p += sprintf(p, "1 + ");
    strcpy(p, "1");
    gives(text, "20001");
    memset(text, '(', N);
    text[N] = '\0';
    refuses(text, "brackets and signs are nested more than 90 deep (character 91)");
    for (size_t i = 0; i < N; i++)
        memcpy(text + 4 * i, "not ", 5);
    refuses(text, "brackets and signs are nested more than 90 deep (character 361)");
}
END_TEST

/* ---- against a second hand ----------------------------------------------------------------- */

START_TEST(random_expressions)
{
    static const struct expression_host none = {0};
    struct arena *a = arena_new();

    for (uint64_t seed = 1; seed <= 20000; seed++) {
        struct made m;
        const struct expression *x;
        struct expression_value v;
        struct error e = {0};
        double wanted;
        arena_reset(a);
        made_new(&m, seed, false);
        wanted = made_value(&m, NULL);
        ck_assert_msg(expression_compile(a, m.text, "s", &none, &x, &e) == OK &&
                          expression_scalar(x, a, &v, &e) == OK,
                      "%s: %s", m.text, e.text);
        ck_assert_msg(isnan(wanted) ? v.kind == EXPRESSION_MISSING
                                    : v.kind != EXPRESSION_MISSING && v.number == wanted,
                      "%s: got %.17g, want %.17g", m.text, v.number, wanted);
    }
    arena_free(a);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {values, refusals, large, random_expressions, NULL};
    return kit_run("expression", tests);
}
