/* SPDX-License-Identifier: MIT */
/* The language that the environment asks for. */
#include "config/language.h"
#include "kit.h"

START_TEST(the_environment_says_it)
{
    static const struct {
        const char *list, *all, *messages, *lang;
        enum language wanted;
    } cases[] = {
        {NULL, NULL, NULL, NULL, LANGUAGE_EN},
        {NULL, NULL, NULL, "zh_CN.UTF-8", LANGUAGE_ZH},
        {NULL, NULL, NULL, "zh", LANGUAGE_ZH},
        {NULL, NULL, NULL, "zha_CN", LANGUAGE_EN},
        {NULL, NULL, NULL, "de_DE.UTF-8", LANGUAGE_EN},
        {NULL, NULL, "zh_TW", "en_GB.UTF-8", LANGUAGE_ZH},
        {NULL, "en_US", "zh_CN", "zh_CN", LANGUAGE_EN},
        {NULL, "", "", "zh_CN", LANGUAGE_ZH},
        {"zh_CN", NULL, NULL, NULL, LANGUAGE_ZH},
        {"zh_CN", NULL, NULL, "C.UTF-8", LANGUAGE_ZH},
        {"zh_CN", "C", NULL, NULL, LANGUAGE_EN},
        {"zh_CN", NULL, NULL, "POSIX", LANGUAGE_EN},
        {"fr:zh:en", NULL, NULL, "en_US", LANGUAGE_ZH},
        {"fr:en:zh", NULL, NULL, "zh_CN", LANGUAGE_EN},
        {"fr", NULL, NULL, "zh_CN", LANGUAGE_ZH},
        {"", NULL, NULL, "zh_CN", LANGUAGE_ZH},
        {":zh", NULL, NULL, "en", LANGUAGE_ZH},
    };
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const values[] = {cases[i].list, cases[i].all, cases[i].messages,
                                      cases[i].lang};
        for (size_t k = 0; k < 4; k++)
            ck_assert_int_eq(values[k] ? setenv(names[k], values[k], 1) : unsetenv(names[k]), 0);
        ck_assert_msg(language_of_environment() == cases[i].wanted, "case %zu", i);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_environment_says_it, NULL};
    return kit_run("language", tests);
}
