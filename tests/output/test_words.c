/* SPDX-License-Identifier: MIT */
/* Words of analyses and units: every field of every analysis of the core has a title in both
   languages, and no two of a method the same; a unit leads there and back. */
#include <string.h>

#include "config/profile.h"
#include "kit.h"
#include "methods/registry.h"
#include "output/words.h"

static bool is_chinese(const char *text)
{
    return strpbrk(text, "\xe4\xe5\xe6\xe7\xe8\xe9") != NULL;
}

static bool is_english(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static void look_at(const struct heng_method *m)
{
    for (size_t k = 0; k < m->analysis->n_fields; k++) {
        const char *name = method_field(m, k)->name;
        const char *zh = words_field(LANGUAGE_ZH, m->name, name);
        const char *en = words_field(LANGUAGE_EN, m->name, name);
        ck_assert_msg(zh && en && is_english(en), "%s of %s has no title", name, m->name);
        for (size_t i = 0; i < k; i++) {
            const char *other = method_field(m, i)->name;
            const bool twin = strncmp(name, other, strlen(other)) == 0 &&
                              strcmp(name + strlen(other), "_en") == 0;
            ck_assert_msg(twin || (strcmp(zh, words_field(LANGUAGE_ZH, m->name, other)) &&
                                   strcmp(en, words_field(LANGUAGE_EN, m->name, other))),
                          "%s: %s and %s have the same title", m->name, name, other);
        }
    }
}

START_TEST(every_field_has_a_title_in_both_languages)
{
    struct error e = {0};
    struct registry *r = registry_new(&e);
    size_t n = 0;
    ck_assert_ptr_nonnull(r);
    for (size_t i = 0; registry_at(r, i); i++)
        if (registry_at(r, i)->desc->stage == HENG_ANALYSE) {
            look_at(registry_at(r, i)->desc);
            n++;
        }
    ck_assert_uint_gt(n, 10);
    registry_free(r);
}
END_TEST

START_TEST(a_field_that_no_table_holds_has_no_title)
{
    ck_assert_ptr_null(words_field(LANGUAGE_ZH, "mine", "of_mine"));
    ck_assert_str_eq(words_field(LANGUAGE_EN, "theil", "share_t"), "Share of T");
    ck_assert_str_ne(words_field(LANGUAGE_EN, "gravity", "from"),
                     words_field(LANGUAGE_EN, "beta", "from"));
}
END_TEST

START_TEST(values_are_words_of_their_field_only)
{
    const char *own = "between";
    ck_assert_str_eq(words_value(LANGUAGE_ZH, "part", "between"), "组间");
    ck_assert_str_eq(words_value(LANGUAGE_EN, "part", "transvariation"), "overlap");
    ck_assert_ptr_eq(words_value(LANGUAGE_ZH, "group", own), own);
}
END_TEST

START_TEST(units_lead_there_and_back)
{
    static const char *const english[] = {"yuan", "km/100 km2", "10^4 persons/km2", "years", "nat"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        const char *zh = words_unit(LANGUAGE_ZH, english[i]);
        ck_assert(is_chinese(zh));
        ck_assert_str_eq(words_unit(LANGUAGE_EN, zh), english[i]);
        ck_assert_str_eq(words_unit(LANGUAGE_ZH, zh), zh);
    }
    ck_assert_str_eq(words_unit(LANGUAGE_ZH, "%"), "%");
    ck_assert_str_eq(words_unit(LANGUAGE_ZH, "furlongs"), "furlongs");
    ck_assert_ptr_null(words_unit(LANGUAGE_ZH, NULL));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_field_has_a_title_in_both_languages, a_field_that_no_table_holds_has_no_title,
        values_are_words_of_their_field_only, units_lead_there_and_back, NULL};
    return kit_run("words", tests);
}
