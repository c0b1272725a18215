/* SPDX-License-Identifier: MIT */
/* Letters and marks put together. */
#include <string.h>

#include "base/nfc.h"

#include "kit.h"

static const struct {
    const char *from, *to;
} cases[] = {
    {"plain", "plain"},
    {"", ""},
    {"Co\u0302te", "Côte"},
    {"Vi\u00ea\u0323t", "Vi\u00ea\u0323t"}, /* marks in another order stay */
    {"Vie\u0323\u0302t", "Việt"},
    {"か\u3099は\u309a", "がぱ"},
    {"\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"},
    {"\u1112\u1161x", "하x"},
    {"\u0302a", "\u0302a"}, /* nothing to stand on */
    {"x\u0302\u0301", "x\u0302\u0301"},
    {"Å𠀀o\u0308", "Å𠀀ö"},
    {"北京", "北京"},
};

START_TEST(marks_join_their_letters)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        size_t n = strlen(cases[i].from);
        memcpy(text, cases[i].from, n + 1);
        if (strcmp(cases[i].from, cases[i].to))
            ck_assert_msg(nfc_may_change(text, n), "%s", text);
        text[nfc_compose(text, n)] = '\0';
        ck_assert_str_eq(text, cases[i].to);
    }
    ck_assert(!nfc_may_change("北京 München", strlen("北京 München")));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {marks_join_their_letters, NULL};
    return kit_run("nfc", tests);
}
