/* SPDX-License-Identifier: MIT */
/* Encodings: what is UTF-8, what GB18030, and what is refused. */
#include <iconv.h>

#include "data/csv.h"
#include "data/csv_bytes.h"

#include "kit.h"

/* "code,name,x" / "1,县,5" / "2,乐清,6" with the names in GB18030. */
#define GB_XIAN "\xcf\xd8"
#define GB_YUEQING "\xc0\xd6\xc7\xe5"

static struct table *read_n(const char *bytes, size_t n, const char *encoding)
{
    struct csv_options o = {.name = "name", .encoding = encoding};
    struct error e = {0};
    struct table *t = NULL;
    int status = csv_read_bytes("t.csv", bytes, n, &o, &t, &e);
    ck_assert_msg(status == OK, "%s", e.text);
    return t;
}

static void assert_names(const char *bytes, const char *encoding, const char *one, const char *two)
{
    struct table *t = read_n(bytes, strlen(bytes), encoding);
    ck_assert_str_eq(t->names[0], one);
    ck_assert_str_eq(t->names[1], two);
    ck_assert_double_eq(t->variables[0].v[1], 6);
    table_free(t);
}

START_TEST(utf8_and_gb18030_give_the_same)
{
    static const char utf8[] = "code,name,x\n1,县,5\n2,乐清,6\n";
    static const char gb[] = "code,name,x\n1," GB_XIAN ",5\n2," GB_YUEQING ",6\n";
    assert_names(utf8, NULL, "县", "乐清");
    assert_names(utf8, "auto", "县", "乐清");
    assert_names(utf8, "UTF-8", "县", "乐清");
    assert_names(gb, NULL, "县", "乐清");
    assert_names(gb, "auto", "县", "乐清");
    assert_names(gb, "GB18030", "县", "乐清");
    assert_names(gb, "gbk", "县", "乐清");
    assert_names("code,name,x\n1,a,5\n2,b,6\n", "gb18030", "a", "b");
}
END_TEST

/* U+20000 takes four bytes; the second byte of U+8A87 is a backslash, that of U+4E28 a bar. */
START_TEST(gb18030_hard_characters)
{
    static const char gb[] = "code|name|x\n1|\x95\x32\x82\x36" GB_XIAN "|5\n2|\xd5\x5c\x81\x7c|6\n";
    struct table *t = read_n(gb, sizeof gb - 1, NULL);
    ck_assert_str_eq(t->names[0], "\U00020000县");
    ck_assert_uint_eq(strlen(t->names[1]), 6);
    ck_assert_ptr_null(strpbrk(t->names[1], "\\|"));
    ck_assert_double_eq(t->variables[0].v[0], 5);
    table_free(t);
}
END_TEST

START_TEST(gb18030_mark_is_skipped)
{
    static const char gb[] = "\x84\x31\x95\x33"
                             "code,name,x\n1," GB_XIAN ",5\n2,b,6\n";
    assert_names(gb, NULL, "县", "b");
}
END_TEST

START_TEST(lines_are_counted_in_gb18030_too)
{
    static const char gb[] = "code,name,x\r\n1," GB_XIAN ",5\r\n2," GB_YUEQING ",\xcf\xd8\r\n";
    struct error e;
    struct table *t;
    ck_assert_int_eq(csv_read_bytes("t.csv", gb, sizeof gb - 1, NULL, &t, &e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "t.csv:3: column x: \"县\": not a number"));
}
END_TEST

struct refusal {
    const char *bytes;
    size_t n;
    const char *encoding;
    const char *message; /* the beginning */
    const char *why;
};

#define BYTES(s) s, sizeof s - 1

static const struct refusal refusals[] = {
    {BYTES("\xff\xfe"
           "c\0,\0x\0\n\0"),
     "utf-8", "t.csv: the file is utf-16, but encoding says utf-8", "leave"},
    {BYTES("\0\0\xfe\xff\0\0\0c"), "gbk", "t.csv: the file is utf-32", "says gb18030"},
    {BYTES("c\0,\0x\0\n\0a\0,\0001\0\n\0"), NULL, "t.csv: the file is UTF-16", "UTF-8"},
    {BYTES("\0c\0,\0x\0\n\0a\0,\0001\0\n"), "utf-8", "t.csv: the file is UTF-16", "UTF-8"},
    {BYTES("code,x\na,1\nb,\0\n"), NULL, "t.csv:3: byte 13: a NUL", "damaged"},
    {BYTES("code,x\na,\xc0\x80\n"), "utf-8", "t.csv:2: byte 9 (0xC0): not valid UTF-8", "gb18030"},
    {BYTES("code,x\na,\xed\xa0\x80\n"), "utf-8", "t.csv:2: byte 9 (0xED): not valid", "gb18030"},
    {BYTES("code,x\na,\xe4\xb8"), "utf-8", "t.csv:2: byte 9 (0xE4): not valid UTF-8", "gb18030"},
    {BYTES("code,x\r\na,\xff\n"), NULL, "t.csv:2: byte 10 (0xFF): neither UTF-8", "nor GB18030"},
    {BYTES("code,x\ra," GB_XIAN "\xcf"), NULL, "t.csv:2: byte 11 (0xCF): neither",
     "byte 9, line 2"},
    {BYTES("code,x\na," GB_XIAN "\xff\n"), "gb18030", "t.csv:2: byte 11 (0xFF)", "not valid GB"},
    {BYTES("\xef\xbb\xbf"
           "code,x\na," GB_XIAN "\n"),
     NULL, "t.csv:2: byte 12 (0xCF)", "mend this"},
    {BYTES("code,x\nEspa\xc3\xb1"
           "a,1\nM\xc3\xa1laga,2\nC\xe1"
           "diz,3\n"),
     NULL, "t.csv:4: byte 28 (0xE1): not valid UTF-8", "mend this"},
    {BYTES("code,x\nM\xe1laga,1\n\xa5,2\n"), "gb18030", "t.csv:3: byte 16 (0xA5)",
     "not valid GB18030"},
    {BYTES("code,x\na,1\n\x81,2\n"), "windows-1252", "t.csv:3: byte 11 (0x81): not valid windows",
     "set encoding"},
    {BYTES("code,x\nM\xc3\xa1laga,1\n"), "latin-1", "t.csv: is valid UTF-8", "leave encoding out"},
    {BYTES("code,x\nd\x92"
           "Ivoire,1\n"),
     "latin-1", "t.csv:2: a control character (U+0092)", "set encoding = windows-1252"},
    {BYTES("code,x\na,1\n"), "utf-8//IGNORE", "t.csv: encoding \"utf-8//IGNORE\"", "not known"},
    {BYTES("code,x\na,1\n"), "martian", "t.csv: encoding \"martian\"", "not known"},
    {BYTES("code,县\n县,乐清\n县\xe4\xb8,1\n"), NULL, "t.csv:3: byte 23 (0xE4)", "mend this"},
    {BYTES("\xef\xbb\xbf"
           "code,x\na,1\n"),
     "gb18030", "t.csv: begins with the mark", "leave"},
    {BYTES("code,x\n乐清,1\n"), "gb18030", "t.csv: is valid UTF-8", "leave"},
    {BYTES("code,x\na\x1b[31m,1\n"), NULL, "t.csv:2: a control character (U+001B)", "take the"},
    {BYTES("code,x\r\na,1\r\nb\x7f,1\n"), NULL, "t.csv:3: a control character (U+007F)", "take"},
    {BYTES("code,x\na\xc2\x9b,1\n"), NULL, "t.csv:2: a control character (U+009B)", "take"},
};

START_TEST(refused)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *r = &refusals[i];
        struct csv_options o = {.encoding = r->encoding};
        struct error e = {0};
        struct table *t;
        int status = csv_read_bytes("t.csv", r->bytes, r->n, &o, &t, &e);
        ck_assert_msg(status == ERR_DATA, "%zu: read without an error", i);
        ck_assert_msg(strncmp(e.text, r->message, strlen(r->message)) == 0, "\"%s\" is not %s",
                      e.text, r->message);
        ck_assert_msg(strstr(e.text, r->why) != NULL, "\"%s\" lacks %s", e.text, r->why);
    }
}
END_TEST

/* What `auto` makes of the names of a table in an encoding; NULL: it asks, and names it. */
struct guess {
    const char *encoding, *names[3], *taken;
};

static const struct guess guesses[] = {
    {"WINDOWS-1252", {"Côte d'Ivoire", "Türkiye", "España"}, "windows-1252"},
    {"WINDOWS-1252", {"Ávila", "Málaga", "Cádiz"}, "windows-1252"},
    {"WINDOWS-1252", {"Hyvinkää", "Mäntsälä", "Åbo"}, "windows-1252"},
    {"WINDOWS-1252", {"ESPAÑA", "LEÓN", "Île-de-France"}, "windows-1252"},
    {"WINDOWS-1252", {"São Paulo", "créée", "Provence d’Azur"}, "windows-1252"},
    {"WINDOWS-1252", {"10 °C", "5 m²", "3 €"}, "windows-1252"},
    {"GB18030", {"北京", "上海", "朱镕基"}, "gb18030"},
    {"GB18030", {"5G基站数", "GDP总量", "内蒙古"}, "gb18030"},
    {"GB18030", {"臺灣省", "香港特別行政區", "澳門"}, "gb18030"},
    {"GB18030", {"衢州", "丽水", "亳州"}, "gb18030"},
    {"GB18030", {"镕", "喆", "\u3431"}, NULL}, /* éF and the like: nothing decides */
    {"WINDOWS-1250", {"Łódź", "Kraków", "Białystok"}, NULL},
    {"WINDOWS-1251", {"Москва", "Казань", "Омск"}, NULL},
    {"WINDOWS-1254", {"İstanbul", "Diyarbakır", "Şanlıurfa"}, NULL},
    {"SHIFT_JIS", {"東京", "大阪", "京都府"}, NULL},
    {"BIG5", {"台北市", "高雄市", "桃園市"}, NULL},
    {"EUC-KR", {"서울특별시부산광역시", "대구인천광주", "대전울산세종"}, NULL},
    {"UTF-16", {"北京", "Málaga", "Łódź"}, "utf-16"},
    {"UTF-32", {"北京", "Málaga", "Łódź"}, "utf-32"},
};

static void try_guess(const struct guess *g)
{
    char text[400], bytes[1600], *in = text, *out = bytes;
    size_t n, left = sizeof bytes;
    iconv_t cd = iconv_open(g->encoding, "UTF-8");
    struct csv_options o = {.name = "name"};
    struct table *t = NULL;
    struct error e = {0};
    int status;
    n = (size_t)snprintf(text, sizeof text, "code,name,x\n1,%s,5\n2,%s,6\n3,%s,7\n", g->names[0],
                         g->names[1], g->names[2]);
    ck_assert(cd != (iconv_t)-1);
    ck_assert_msg(iconv(cd, &in, &n, &out, &left) == 0, "%s: %s", g->encoding, text);
    iconv_close(cd);
    n = sizeof bytes - left;
    status = csv_read_bytes("t.csv", bytes, n, &o, &t, &e);
    ck_assert_msg(!status == (g->taken != NULL), "%s, %s: %s", g->encoding, g->names[0], e.text);
    if (status) {
        ck_assert_msg(strcasestr(e.text, g->encoding) != NULL, "%s", e.text);
        ck_assert_msg(strstr(e.text, g->names[0]) != NULL, "%s", e.text);
    } else {
        ck_assert_str_eq(t->encoding, g->taken);
    }
    o.encoding = g->encoding;
    if (status)
        ck_assert_int_eq(csv_read_bytes("t.csv", bytes, n, &o, &t, &e), OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(t->names[i], g->names[i]);
    table_free(t);
}

START_TEST(an_encoding_is_found_or_asked_for)
{
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
        try_guess(&guesses[i]);
}
END_TEST

START_TEST(an_encoding_by_name)
{
    static const char latin[] = "code,name,x\n1,M\xe1laga,5\n2,\xc1vila,6\n";
    static const char japanese[] = "code,name,x\n1,\x93\x8c\x8b\x9e,5\n2,\x83\x5c,6\n";
    static const char wide[] =
        "c\0o\0d\0e\0,\0n\0a\0m\0e\0,\0x\0\n\0a\0,\0\x31\x53,\0005\0\n\0b\0,\0c\0,\0006\0\n";
    struct table *t = read_n(wide, sizeof wide, "UTF-16LE");
    ck_assert_str_eq(t->names[0], "\u5331");
    ck_assert_str_eq(t->encoding, "UTF-16LE");
    table_free(t);
    assert_names(latin, "latin-1", "Málaga", "Ávila");
    assert_names(latin, "latin1", "Málaga", "Ávila");
    assert_names(latin, "Windows-1252", "Málaga", "Ávila");
    assert_names(latin, "iso-8859-15", "Málaga", "Ávila");
    assert_names(japanese, "shift_jis", "東京", "ソ");
    assert_names("code,name,x\n1,a,5\n2,\x80,6\n", "cp1252", "a", "€"); /* it grows threefold */
}
END_TEST

START_TEST(lines)
{
    ck_assert_uint_eq(csv_count_lines("", 0), 0);
    ck_assert_uint_eq(csv_count_lines("a\nb", 3), 1);
    ck_assert_uint_eq(csv_count_lines("\r\n\r\n\n\r\r", 7), 5);
    ck_assert_uint_eq(csv_count_lines("\r\n", 1), 1);
}
END_TEST

START_TEST(bytes_are_lent_or_owned)
{
    struct csv_bytes b;
    struct error e;
    ck_assert_int_eq(csv_bytes_open(&b, "t.csv",
                                    "\xef\xbb\xbf"
                                    "ab",
                                    5, NULL, &e),
                     OK);
    ck_assert_uint_eq(b.n, 2);
    ck_assert_ptr_null(b.owned);
    csv_bytes_close(&b);
    ck_assert_int_eq(csv_bytes_open(&b, "t.csv", GB_XIAN, 2, NULL, &e), OK);
    ck_assert_uint_eq(b.n, 3);
    ck_assert_ptr_nonnull(b.owned);
    csv_bytes_close(&b);
    ck_assert_int_eq(csv_bytes_open(&b, "t.csv", NULL, 0, NULL, &e), OK);
    ck_assert_uint_eq(b.n, 0);
    csv_bytes_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        utf8_and_gb18030_give_the_same,
        gb18030_hard_characters,
        gb18030_mark_is_skipped,
        lines_are_counted_in_gb18030_too,
        refused,
        an_encoding_is_found_or_asked_for,
        an_encoding_by_name,
        lines,
        bytes_are_lent_or_owned,
        NULL,
    };
    return kit_run("csv_bytes", tests);
}
