/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "kit.h"
#include "stats/rng.h"

/* Bytes, and the offset of the first that is wrong. */
static const struct {
    const char *s;
    size_t n, good;
} utf8[] = {
    {"", 0, 0},
    {"abc", 3, 3},
    {"a\0c", 3, 3},
    {"浙江省 2,385", 15, 15},
    {"\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 19, 19},
    {"\xed\x9f\xbf\xee\x80\x80", 6, 6},
    {"\x80", 1, 0},
    {"\xff", 1, 0},
    {"ab\xc0\xaf", 4, 2}, /* overlong */
    {"\xc1\xbf", 2, 0},
    {"\xe0\x9f\xbf", 3, 0},
    {"\xf0\x8f\xbf\xbf", 4, 0},
    {"\xed\xa0\x80", 3, 0},     /* surrogate */
    {"\xf4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
    {"\xf5\x80\x80\x80", 4, 0},
    {"a\xe6\xb5", 3, 1}, /* cut short */
    {"abcdefgh\xe6\xb5\x99ijklmnopq\xe6", 21, 20},
    {"12345678abcdefghi\xa0", 18, 17},
};

START_TEST(utf8_check_finds_the_place)
{
    size_t i;

    for (i = 0; i < sizeof utf8 / sizeof *utf8; i++)
        ck_assert_msg(text_utf8_check(utf8[i].s, utf8[i].n) == utf8[i].good, "case %zu: %zu", i,
                      text_utf8_check(utf8[i].s, utf8[i].n));
}
END_TEST

/* The table of the Unicode standard (well-formed byte sequences), written out. */
static size_t utf8_twin(const unsigned char *s, size_t n)
{
    static const struct {
        unsigned char lo, hi, second_lo, second_hi, length;
    } rows[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    size_t i = 0, r, k;

    while (i < n) {
        for (r = 0; r < 9; r++)
            if (s[i] >= rows[r].lo && s[i] <= rows[r].hi)
                break;
        if (r == 9 || rows[r].length > n - i)
            return i;
        if (rows[r].length > 1 && (s[i + 1] < rows[r].second_lo || s[i + 1] > rows[r].second_hi))
            return i;
        for (k = 2; k < rows[r].length; k++)
            if (s[i + k] < 0x80 || s[i + k] > 0xbf)
                return i;
        i += rows[r].length;
    }
    return n;
}

START_TEST(utf8_check_agrees_with_the_standard)
{
    static const unsigned char bytes[] = {'a',  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                          0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef,
                                          0xf0, 0xf3, 0xf4, 0xf5, 0xff, 'b',  'c',  'd'};
    struct rng r;
    int round;

    rng_init(&r, 3, 0);
    for (round = 0; round < 300000; round++) {
        unsigned char s[24];
        size_t n = rng_bits(&r) % (sizeof s + 1), i;
        for (i = 0; i < n; i++)
            s[i] = round % 3 ? bytes[rng_bits(&r) % sizeof bytes] : 'x';
        if (round % 3 == 0 && n > 0)
            s[rng_bits(&r) % n] = (unsigned char)rng_bits(&r);
        ck_assert_uint_eq(text_utf8_check((const char *)s, n), utf8_twin(s, n));
    }
}
END_TEST

START_TEST(decode_gives_code_and_length)
{
    uint32_t c = 7;

    ck_assert_uint_eq(text_decode("a", 1, &c), 1);
    ck_assert_uint_eq(c, 'a');
    ck_assert_uint_eq(text_decode("浙江", 6, &c), 3);
    ck_assert_uint_eq(c, 0x6d59);
    ck_assert_uint_eq(text_decode("😀", 4, &c), 4);
    ck_assert_uint_eq(c, 0x1f600);
    ck_assert_uint_eq(text_decode("", 1, &c), 1);
    ck_assert_uint_eq(c, 0);
    c = 7;
    ck_assert_uint_eq(text_decode("浙", 2, &c), 0);
    ck_assert_uint_eq(text_decode("", 0, &c), 0);
    ck_assert_uint_eq(c, 7);
}
END_TEST

static const struct {
    const char *s;
    size_t width;
} widths[] = {
    {"", 0},
    {"abc", 3},
    {"浙江省", 6},
    {"é", 1},
    {"e\xcc\x81", 1},
    {"，。", 4},
    {"α±×", 3},
    {"ｱ", 1},
    {"Ａ", 2},
    {"한국", 4},
    {"😀", 2},
    {"a\xffz", 3},
    {"\xe2\x80\x8b", 0},
    {"县(市)1", 7},
};

START_TEST(widths_are_columns)
{
    size_t i;

    for (i = 0; i < sizeof widths / sizeof *widths; i++)
        ck_assert_msg(text_width(widths[i].s) == widths[i].width, "%s: %zu", widths[i].s,
                      text_width(widths[i].s));
}
END_TEST

START_TEST(pad_fills_to_width)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);

    ck_assert_ptr_nonnull(f);
    text_pad(f, "浙江", 6, false);
    fputs("|", f);
    text_pad(f, "浙江", 6, true);
    fputs("|", f);
    text_pad(f, "浙江省", 5, true);
    text_pad(f, "abc", 3, false);
    text_pad(f, "", 2, false);
    text_pad(f, "", 0, true);
    text_pad(f, "a\x1b[31m\nb\xc2\x9b\xe2\x80\xae\xff", 13,
             true); /* ESC, LF, C1, U+202E, no UTF-8 */
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_str_eq(text, "浙江  |  浙江|浙江省abc    a?[31m?b\?\?\?");
    free(text);
}
END_TEST

static const char *const trims[][2] = {
    {"", ""},
    {"  ", ""},
    {"a", "a"},
    {" \t\r\n\v\f a b \n", "a b"},
    {"\xef\xbb\xbf杭州市\xe3\x80\x80", "杭州市"},               /* U+FEFF, U+3000 */
    {"\xc2\xa0 x\xe3\x80\x80y \xe2\x80\x8b", "x\xe3\x80\x80y"}, /* U+00A0, U+200B */
    {"\xe2\x80\x8c\xe2\x80\x8dz\xe2\x81\xa0", "z"},             /* U+200C, U+200D, U+2060 */
    {" \xff \xe6 ", "\xff \xe6"},
    {"\xe3\x80\x80\xc2\xa0\xef\xbb\xbf", ""},
};

START_TEST(trim_takes_blanks_off_both_ends)
{
    size_t i, n;

    for (i = 0; i < sizeof trims / sizeof *trims; i++) {
        const char *s;
        n = strlen(trims[i][0]);
        s = text_trim(trims[i][0], &n);
        ck_assert_uint_eq(n, strlen(trims[i][1]));
        ck_assert_mem_eq(s, trims[i][1], n);
        ck_assert(s >= trims[i][0] && s + n <= trims[i][0] + strlen(trims[i][0]));
    }
}
END_TEST

START_TEST(trim_looks_at_n_bytes_only)
{
    static const char list[] = " a b , c";
    size_t n = 5;
    const char *s = text_trim(list, &n);

    ck_assert_ptr_eq(s, list + 1);
    ck_assert_uint_eq(n, 3);
    n = 0;
    ck_assert_ptr_eq(text_trim(list, &n), list);
    ck_assert_uint_eq(n, 0);
    n = 0;
    ck_assert_ptr_null(text_trim(NULL, &n));
    n = 2; /* half of a wide blank is not one */
    ck_assert_ptr_nonnull(text_trim("\xe3\x80\x80", &n));
    ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(equal_knows_null)
{
    char a[] = "ab";

    ck_assert(text_equal(a, "ab"));
    ck_assert(!text_equal(a, "abc"));
    ck_assert(text_equal(NULL, NULL));
    ck_assert(!text_equal(a, NULL));
    ck_assert(!text_equal(NULL, a));
}
END_TEST

START_TEST(ids)
{
    static const char *const good[] = {"a", "_", "gdp_100m", "a1", "__0"};
    static const char *const bad[] = {"", "1a", "A", "a-b", "a.b", "a b", "é", "浙", "a\n"};
    char name[65];
    size_t i;

    for (i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(text_is_id(good[i]), "%s", good[i]);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!text_is_id(bad[i]), "%s", bad[i]);
    memset(name, 'a', sizeof name);
    name[64] = '\0';
    ck_assert(!text_is_id(name));
    name[63] = '\0';
    ck_assert(text_is_id(name));
}
END_TEST

START_TEST(words_of_lua)
{
    static const char *const words[] = {"and",   "break", "do",    "else",     "elseif", "end",
                                        "false", "for",   "if",    "function", "goto",   "in",
                                        "local", "nil",   "not",   "or",       "repeat", "return",
                                        "then",  "true",  "until", "while"};
    static const char *const others[] = {"",     "an",   "ands",  "And",  "en",
                                         "ende", "els",  "elsei", "whil", "while ",
                                         "self", "code", "nand",  "\0and"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(text_is_lua_word(words[i], strlen(words[i])), "%s", words[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!text_is_lua_word(others[i], strlen(others[i])), "%s", others[i]);
    ck_assert(text_is_lua_word("endless", 3) && !text_is_lua_word("end", 2));
}
END_TEST

static const char *const methods[] = {"entropy", "critic",    "equal",      "pca",  NULL,
                                      "ahp",     "geometric", "arithmetic", "权重", "weight"};

static const struct {
    const char *name, *want;
} nearest[] = {
    {"entrpy", "entropy"},
    {"entorpy", "entropy"},
    {"ENTROPY", "entropy"},
    {"entropyy", "entropy"},
    {"critc", "critic"},
    {"geometirc", "geometric"},
    {"arithmetik", "arithmetic"},
    {"apc", NULL},
    {"pac", "pca"},
    {"hap", "ahp"},
    {"xyz", NULL},
    {"", NULL},
    {"entr", NULL},
    {"equal", "equal"},
    {"q", NULL},
    {"权种", "权重"},
    {"wieghts", "weight"},
    {"entr\xffpy", "entropy"},
};

START_TEST(wide_signs_are_named)
{
    static const struct {
        const char *text, *hint;
    } cases[] = {
        {"a\uff0cb", "; the full-width '\uff0c' is not ','"},
        {"\uff3b", "; the full-width '\uff3b' is not '['"},
        {"\u751f\u4ea7 \uff11", "; the full-width '\uff11' is not '1'"},
        {"a\u3001b\uff0cc", "; the full-width '\u3001' is not ','"},
        {"\u201cx", "; the full-width '\u201c' is not '\"'"},
        {"\u751f\u4ea7, [x]", ""},
        {"\xef\xbc", ""},
        {"", ""},
    };
    char hint[TEXT_HINT_MAX];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(text_wide_hint(cases[i].text, strlen(cases[i].text), hint), cases[i].hint);
    ck_assert_str_eq(text_wide_hint("a\uff0c", 1, hint), "");
}
END_TEST

START_TEST(nearest_names)
{
    static const char *const languages[] = {"zh", "en"}, *const units[] = {"u1", "u2"};
    size_t i;

    for (i = 0; i < sizeof nearest / sizeof *nearest; i++) {
        const char *got = text_nearest(nearest[i].name, methods, sizeof methods / sizeof *methods);
        ck_assert_msg(text_equal(got, nearest[i].want), "%s: %s", nearest[i].name,
                      got ? got : "(none)");
    }
    ck_assert_ptr_null(text_nearest("a", NULL, 0));
    ck_assert_ptr_null(text_nearest("cn", languages, 2));
    ck_assert_str_eq(text_nearest("ne", languages, 2), "en");
    ck_assert_str_eq(text_nearest("EN", languages, 2), "en");
    ck_assert_str_eq(text_nearest("u9", units, 2), "u1");
}
END_TEST

START_TEST(nearest_prefers_the_nearer_then_the_first)
{
    static const char *const names[] = {"gdp_cap", "gdp_capit", "gdp_capita", "GDP_CAPITA"};

    ck_assert_ptr_eq(text_nearest("gdp_capitas", names, 4), names[2]);
    ck_assert_ptr_eq(text_nearest("gdp_cat", names, 4), names[0]);
    ck_assert_ptr_eq(text_nearest("GDP_CAPITA", names, 4), names[3]); /* exact before folded */
}
END_TEST

START_TEST(nearest_of_long_names)
{
    char name[140], other[140], longer[140];
    const char *list[] = {other, longer};

    memset(name, 'n', sizeof name);
    name[128] = '\0';
    memcpy(other, name, sizeof other);
    memcpy(longer, name, sizeof longer);
    other[64] = 'x';
    longer[128] = 'n';
    longer[129] = '\0';
    ck_assert_ptr_eq(text_nearest(name, list, 2), other);    /* 128 bytes are compared */
    ck_assert_ptr_eq(text_nearest(longer, list, 2), longer); /* 129 only for equality */
    longer[0] = 'm';
    ck_assert_ptr_null(text_nearest(longer, list, 1));
}
END_TEST

START_TEST(strings_grow)
{
    struct str b = {0};
    char want[4000] = "";
    size_t n = 0;
    int i;

    for (i = 0; i < 500; i++) {
        str_printf(&b, "%d,", i);
        n += (size_t)snprintf(want + n, sizeof want - n, "%d,", i);
    }
    ck_assert_str_eq(b.s, want);
    ck_assert_uint_eq(b.n, strlen(want));
    str_add(&b, "浙江");
    str_add(&b, "");
    str_add_bytes(&b, "a\0b", 3);
    ck_assert_uint_eq(b.n, strlen(want) + 9);
    ck_assert_mem_eq(b.s + strlen(want), "浙江a\0b", 10);
    ck_assert(!b.failed);
    str_fini(&b);
    ck_assert_ptr_null(b.s);
    str_fini(&b);
}
END_TEST

START_TEST(strings_are_terminated_once_added_to)
{
    struct str b = {0};

    str_add_bytes(&b, NULL, 0);
    ck_assert_str_eq(b.s, "");
    str_fini(&b);
    str_printf(&b, "%s", "");
    ck_assert_str_eq(b.s, "");
    str_fini(&b);
}
END_TEST

START_TEST(strings_remember_failure)
{
    struct str b = {0};
    volatile size_t too_much = SIZE_MAX / 2;

    str_add(&b, "ok");
    str_add_bytes(&b, "x", too_much);
    ck_assert(b.failed);
    str_add(&b, "more");
    str_printf(&b, "%d", 1);
    ck_assert(b.failed);
    ck_assert_str_eq(b.s, "ok");
    str_fini(&b);
    ck_assert(!b.failed);
    str_printf(&b, "%ls", L"\x6d59"); /* the C locale has no bytes for it */
    ck_assert(b.failed);
    str_fini(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {utf8_check_finds_the_place,
                                  utf8_check_agrees_with_the_standard,
                                  decode_gives_code_and_length,
                                  widths_are_columns,
                                  pad_fills_to_width,
                                  trim_takes_blanks_off_both_ends,
                                  trim_looks_at_n_bytes_only,
                                  equal_knows_null,
                                  ids,
                                  words_of_lua,
                                  wide_signs_are_named,
                                  nearest_names,
                                  nearest_prefers_the_nearer_then_the_first,
                                  nearest_of_long_names,
                                  strings_grow,
                                  strings_are_terminated_once_added_to,
                                  strings_remember_failure,
                                  NULL};

    return kit_run("text", tests);
}
