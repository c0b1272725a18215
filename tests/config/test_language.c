/* SPDX-License-Identifier: MIT */
/* The language that the environment asks for. */
#include "config/language.h"
#include "kit.h"

START_TEST(the_environment_says_it)
{
    static const struct {
        const char *list, *all, *messages, *lang;
        enum language wanted;
        const char *own;
    } cases[] = {
        {NULL, NULL, NULL, NULL, LANGUAGE_EN, NULL},
        {NULL, NULL, NULL, "zh_CN.UTF-8", LANGUAGE_ZH, NULL},
        {NULL, NULL, NULL, "zh", LANGUAGE_ZH, NULL},
        {NULL, NULL, NULL, "zha_CN", LANGUAGE_EN, NULL},
        {NULL, NULL, NULL, "de_DE.UTF-8", LANGUAGE_EN, NULL},
        {NULL, NULL, "zh_TW", "en_GB.UTF-8", LANGUAGE_ZH, NULL},
        {NULL, "en_US", "zh_CN", "zh_CN", LANGUAGE_EN, NULL},
        {NULL, "", "", "zh_CN", LANGUAGE_ZH, NULL},
        {"zh_CN", NULL, NULL, NULL, LANGUAGE_ZH, NULL},
        {"zh_CN", NULL, NULL, "C.UTF-8", LANGUAGE_ZH, NULL},
        {"zh_CN", "C", NULL, NULL, LANGUAGE_EN, NULL},
        {"zh_CN", NULL, NULL, "POSIX", LANGUAGE_EN, NULL},
        {"fr:zh:en", NULL, NULL, "en_US", LANGUAGE_ZH, NULL},
        {"fr:en:zh", NULL, NULL, "zh_CN", LANGUAGE_EN, NULL},
        {"fr", NULL, NULL, "zh_CN", LANGUAGE_ZH, NULL},
        {"", NULL, NULL, "zh_CN", LANGUAGE_ZH, NULL},
        {":zh", NULL, NULL, "en", LANGUAGE_ZH, NULL},
        {"zh", "C", NULL, NULL, LANGUAGE_ZH, "zh"},
        {"zh", NULL, NULL, "zh_CN", LANGUAGE_EN, "en"},
        {"zh", NULL, NULL, "zh_CN", LANGUAGE_ZH, "de"},
    };
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG",
                                        LANGUAGE_VARIABLE};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const values[] = {cases[i].list, cases[i].all, cases[i].messages, cases[i].lang,
                                      cases[i].own};
        for (size_t k = 0; k < 5; k++)
            ck_assert_int_eq(values[k] ? setenv(names[k], values[k], 1) : unsetenv(names[k]), 0);
        ck_assert_msg(language_of_environment() == cases[i].wanted, "case %zu", i);
    }
}
END_TEST

START_TEST(a_profile_that_gives_one_goes_before)
{
    static const struct {
        const char *given;
        enum language wanted;
    } cases[] = {
        {"zh", LANGUAGE_ZH}, {"en", LANGUAGE_EN}, {"de", LANGUAGE_ZH}, {NULL, LANGUAGE_ZH}};
    ck_assert_int_eq(setenv(LANGUAGE_VARIABLE, "zh", 1), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e;
        struct profile *p = profile_new("a.ini", &e);
        ck_assert_ptr_nonnull(p);
        if (cases[i].given)
            ck_assert_int_eq(
                profile_put(p, "profile", "language", cases[i].given, "a.ini:1", ".", &e), OK);
        ck_assert_msg(language_of_messages(p) == cases[i].wanted, "case %zu", i);
        profile_free(p);
    }
    ck_assert_int_eq(language_of_messages(NULL), LANGUAGE_ZH);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_environment_says_it, a_profile_that_gives_one_goes_before,
                                  NULL};
    return kit_run("language", tests);
}
