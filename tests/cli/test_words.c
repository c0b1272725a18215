/* SPDX-License-Identifier: MIT */
/* Each word is there in both languages, and takes the same of printf. */
#include "cli/words.h"

#include "kit.h"

/* The conversions of a format: "%zu %s" is "zu s ". */
static void conversions(const char *format, char *to, size_t size)
{
    size_t n = 0;
    for (; (format = strchr(format, '%')); format++) {
        size_t length = strcspn(++format, "dfgsu%") + 1;
        ck_assert(n + length + 2 < size);
        memcpy(to + n, format, length);
        n += length;
        to[n++] = ' ';
        format += length - 1;
    }
    to[n] = '\0';
}

START_TEST(each_in_both_languages)
{
    char zh[64], en[64];
    for (unsigned w = 0; w < N_WORDS; w++) {
        ck_assert_msg(word(LANGUAGE_ZH, w) && word(LANGUAGE_EN, w), "word %u is missing", w);
        ck_assert_msg(!*word(LANGUAGE_ZH, w) == !*word(LANGUAGE_EN, w), "word %u is empty", w);
        /* A percent sign that is printed as it is stands in no format. */
        if (!strstr(word(LANGUAGE_EN, w), "%z") && !strstr(word(LANGUAGE_EN, w), "%s") &&
            !strstr(word(LANGUAGE_EN, w), "%g"))
            continue;
        conversions(word(LANGUAGE_ZH, w), zh, sizeof zh);
        conversions(word(LANGUAGE_EN, w), en, sizeof en);
        ck_assert_str_eq(zh, en);
        ck_assert(*en);
    }
}
END_TEST

/* What is printed as an argument has no break within: say shows it as '?'. Breaks are a format's.
 */
START_TEST(only_a_format_has_breaks)
{
    for (unsigned w = 0; w < N_WORDS; w++)
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            const char *s = word(language, w);
            ck_assert_msg(!strchr(s, '\n') || strchr(s, '%'), "%s: a break, and no format", s);
        }
}
END_TEST

START_TEST(the_words_of_enums_follow_them)
{
    ck_assert_str_eq(word(LANGUAGE_EN, WORD_EFFECT + EFFECT_CAPPED), "capped");
    ck_assert_str_eq(word(LANGUAGE_EN, WORD_CELL + CELL_IMPUTED), "imputed");
    ck_assert_str_eq(word(LANGUAGE_EN, WORD_GROUP + CHANGE_CLASS), "class");
    ck_assert_str_eq(word(LANGUAGE_EN, WORD_COUNTED + EFFECT_WARNED), " warned");
    ck_assert_str_eq(word(LANGUAGE_ZH, WORD_REACH + REACH_BEST), "已是同类最好");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_in_both_languages, only_a_format_has_breaks,
                                  the_words_of_enums_follow_them, NULL};
    return kit_run("words", tests);
}
