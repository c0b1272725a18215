/* SPDX-License-Identifier: MIT */
/* Expressions as SQL, to the letter; what SQL has no words for is named. */
#include "lua/expression_sql.h"

#include <string.h>

#include "kit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool put_name(void *data, const char *name, struct str *to, bool *text)
{
    (void)data;
    *text = strcmp(name, "city") == 0;
    if (strlen(name) > 1 && !*text)
        return false;
    str_printf(to, "\"%s\"", name);
    return true;
}

static const struct sql_names names = {put_name, NULL, "LOG("};

static int translate(struct arena *a, const char *text, bool truth, struct str *to, struct error *e)
{
    *to = (struct str){0};
    return expression_sql(a, text, "p.ini:3: x", truth, &names, to, e);
}

START_TEST(what_is_written)
{
    static const struct {
        const char *text, *sql;
        bool truth;
    } cases[] = {
        {"a", "\"a\"", false},
        {"2 * a - b / 3", "((2e0 * \"a\") - (\"b\" / NULLIF(3e0, 0e0)))", false},
        {"a / b / c", "((\"a\" / NULLIF(\"b\", 0e0)) / NULLIF(\"c\", 0e0))", false},
        {"-(a + 0.5) ^ 2", "(-POWER((\"a\" + 0.5e0), 2e0))", false},
        {"log10(a)", "(CASE WHEN \"a\" > 0 THEN LOG(\"a\") END)", false},
        {"fill(a, 0)", "(COALESCE(\"a\", 0e0))", false},
        {"missing(a) + 1",
         "((CASE WHEN (\"a\" IS NULL) THEN 1e0 WHEN NOT ((\"a\" IS NULL)) THEN 0e0 END) + 1e0)",
         false},
        {"a > 1 and not (city == \"O'Hara\" or b ~= 2)",
         "((\"a\" > 1e0) AND (NOT ((\"city\" = 'O''Hara') OR (\"b\" <> 2e0))))", true},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str to;
        struct error e;
        ck_assert_msg(translate(a, cases[i].text, cases[i].truth, &to, &e) == OK, "%s", e.text);
        ck_assert_str_eq(to.s, cases[i].sql);
        str_fini(&to);
    }
    arena_free(a);
}
END_TEST

START_TEST(what_is_refused)
{
    static const struct {
        const char *text, *why;
        bool truth;
    } cases[] = {
        {"a + mean(b)", "it looks at all units", false},
        {"round(a, 2)", "SQL has no such function", false},
        {"a > 1 and b or c", "write where(condition, a, b)", false},
        {"city + 1", "a text is calculated with", false},
        {"a + unknown", "no column of the table", false},
        {"a + ", "p.ini:3: x: ", false},
        {"a + 1", "a condition is wanted", true},
        {"city == 1", "a text is compared with a number", true},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str to;
        struct error e = {0};
        ck_assert_int_eq(translate(a, cases[i].text, cases[i].truth, &to, &e), ERR_PROFILE);
        ck_assert_msg(strstr(e.text, cases[i].why) != NULL, "%s: %s", cases[i].text, e.text);
        str_fini(&to);
    }
    ck_assert_str_eq(expression_looks_at_all(a, "a / (1 + group_mean(b, city))"), "group_mean");
    ck_assert_ptr_null(expression_looks_at_all(a, "a / (1 + max(b, c))"));
    arena_free(a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_is_written, what_is_refused, NULL};
    return kit_run("expression_sql", tests);
}
