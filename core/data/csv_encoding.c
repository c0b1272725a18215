/* SPDX-License-Identifier: MIT */
/* Encodings by iconv, and the guess at one from bytes. */
#include "data/csv_encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- names ----------------------------------------------------------------- */

static const struct alias {
    const char *text, *name;
} aliases[] = {
    {"gbk", "gb18030"},         {"gb2312", "gb18030"},     {"latin-1", "iso-8859-1"},
    {"latin1", "iso-8859-1"},   {"latin-2", "iso-8859-2"}, {"latin-9", "iso-8859-15"},
    {"shift-jis", "shift_jis"}, {"sjis", "shift_jis"},     {"euckr", "euc-kr"},
    {"eucjp", "euc-jp"},        {"big-5", "big5"},         {"utf16", "utf-16"},
    {"utf32", "utf-32"},        {"ansi", "windows-1252"},
};

const char *csv_encoding_name(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+");
    if (n == 0 || text[n]) /* a slash would ask iconv to leave out what it cannot convert */
        return NULL;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcasecmp(aliases[i].text, text) == 0)
            return aliases[i].name;
    return text;
}

/* ---- converting -------------------------------------------------------------- */

/* Room for twice as much; false: no memory. */
static bool more_room(struct csv_converted *c, size_t *room)
{
    char *more = *room > SIZE_MAX / 4 ? NULL : realloc(c->owned, 2 * *room);
    if (!more)
        return false;
    c->owned = more;
    *room *= 2;
    return true;
}

/* False: no memory. */
static bool convert_all(struct csv_converted *c, iconv_t cd, const char *s, size_t n)
{
    size_t room = n + n / 2 + 16, rest = n;
    char *in = (char *)(uintptr_t)s;
    bool whole = (c->owned = malloc(room)) != NULL, ended = false;
    while (whole && !ended) {
        bool at_end = rest == 0; /* then what is due behind the last character */
        char *out = c->owned + c->n;
        size_t left = room - c->n, done = iconv(cd, at_end ? NULL : &in, &rest, &out, &left);
        c->n = room - left;
        if (done == (size_t)-1 && errno == E2BIG)
            whole = more_room(c, &room);
        else
            ended = at_end || done == (size_t)-1;
    }
    c->taken = n - rest;
    return whole;
}

int csv_convert(struct csv_converted *c, const char *path, const char *name, const char *s,
                size_t n, struct error *e)
{
    iconv_t cd = iconv_open("UTF-8", name);
    bool whole;
    memset(c, 0, sizeof *c);
    if (cd == (iconv_t)-1)
        return error_set(e, ERR_DATA,
                         "%s: encoding \"%s\": not known; use auto, utf-8, gb18030, windows-1252 "
                         "or another that `iconv -l` lists",
                         path, name);
    whole = convert_all(c, cd, s, n);
    iconv_close(cd);
    if (whole)
        return OK;
    free(c->owned);
    c->owned = NULL;
    return error_no_memory_for(e, path);
}

/* ---- evidence ------------------------------------------------------------------ */

enum { LEADS = 0xf8 - 0xb0, TRAILS = 0xff - 0xa1, KOREAN_LEADS = 0xc9 - 0xb0 };
enum { CHINESE_LEAST = 4 }; /* different characters: a word of another alphabet has as many pairs */
enum { KOREAN_LEAST = 12 }; /* syllables; as many Chinese characters are never all before the R */

/* Stretches of bytes beyond ASCII, counted by what speaks for what. */
struct evidence {
    size_t western; /* a letter alone beside ASCII letters, or two small ones: é, ää */
    size_t chinese; /* two bytes of a character that is in everyday use, or of a punctuation mark */
    size_t second;  /* of these, such as stand in the second half of GB2312 */
    size_t rare;    /* two bytes of one that is not */
    size_t lonely;  /* a western letter beside no other: may be anything */
    size_t utf8;    /* two bytes that are valid UTF-8, beside an ASCII letter */
    size_t strange; /* a sign within a word: Bia³ystok, which is of another code page */
    size_t turkish; /* a letter that one code page has for Iceland, another for Turkey */
    size_t syllables, others; /* different characters before and from lead 0xC9 on */
    bool seen[LEADS][TRAILS];
};

static bool is_small(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(unsigned char c)
{
    return is_small(c | 32);
}

/* A letter in Windows-1252. */
static bool is_western(unsigned char c)
{
    return (c >= 0xc0 && c != 0xd7 && c != 0xf7) ||
           (c && strchr("\x8a\x8c\x8e\x9a\x9c\x9e\x9f", c));
}

static bool is_small_western(unsigned char c)
{
    return c >= 0xdf && is_western(c);
}

static void count_pair(struct evidence *v, unsigned char lead, unsigned char trail)
{
    bool everyday = lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1 && trail <= 0xfe;
    if (everyday && !v->seen[lead - 0xb0][trail - 0xa1]) {
        v->seen[lead - 0xb0][trail - 0xa1] = true;
        v->syllables += lead - 0xb0 < KOREAN_LEADS;
        v->others += lead - 0xb0 >= KOREAN_LEADS;
    }
    if (everyday || (lead >= 0xa1 && lead <= 0xa3 && trail >= 0xa1))
        v->chinese++;
    else
        v->rare++;
    v->second += everyday && lead >= 0xd8;
}

static void judge_single(struct evidence *v, unsigned char c, unsigned char before,
                         unsigned char after)
{
    bool within = is_letter(before) && is_letter(after);
    if (is_western(c)) {
        v->western += is_letter(before) || is_letter(after);
        v->lonely += !is_letter(before) && !is_letter(after);
        v->turkish += strchr("\xd0\xdd\xde\xf0\xfd\xfe", c) != NULL;
    } else if (c == 0x91 || c == 0x92) { /* d’Ivoire */
        v->western += within;
    } else if (within && is_small(after)) {
        v->strange += c != 0xb7 && c != 0xad; /* a middle dot, a soft hyphen */
    }
}

static void judge_more(struct evidence *v, const unsigned char *s, size_t n, unsigned char before,
                       unsigned char after)
{
    bool touches = is_letter(before) || is_letter(after), two = n == 2;
    if (two && is_small_western(s[0]) && is_small_western(s[1]) &&
        (is_small(before) || is_small(after)))
        v->western++;
    else if (two && touches && s[0] >= 0xc2 && s[0] <= 0xdf && s[1] < 0xc0)
        v->utf8++;
    else
        for (size_t i = 0; i < n; i += 2)
            if (i + 1 < n)
                count_pair(v, s[i], s[i + 1]);
            else if (after >= 0x40)
                count_pair(v, s[i], after);
}

static void gather(struct evidence *v, const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = i;
        unsigned char before = from ? s[from - 1] : 0, after;
        while (i < n && s[i] >= 0x80)
            i++;
        after = i < n ? s[i] : 0;
        if (i - from == 1)
            judge_single(v, s[from], before, after);
        else if (i > from)
            judge_more(v, s + from, i - from, before, after);
    }
}

enum csv_guess csv_guess(const char *s, size_t n, bool gb18030, bool windows_1252)
{
    struct evidence v = {0};
    bool korean, cyrillic, chinese, western;
    gather(&v, (const unsigned char *)s, n);
    korean = v.others == 0 && v.syllables >= KOREAN_LEAST;
    cyrillic = 2 * v.second > v.chinese;
    chinese = v.chinese && v.chinese >= v.rare && v.chinese >= 4 * (v.western + v.utf8) &&
              !korean && !cyrillic;
    western = v.western ? v.western >= 4 * (v.chinese + v.rare + v.utf8 + v.lonely)
                        : !gb18030 && !v.chinese && !v.rare && !v.utf8 && !v.lonely;
    if (v.utf8 > v.western + v.chinese + v.rare)
        return CSV_DAMAGED_UTF8;
    if (gb18030 && chinese)
        return v.others == 0 || v.syllables + v.others < CHINESE_LEAST ? CSV_GB18030_PERHAPS
                                                                       : CSV_GB18030;
    if (windows_1252 && western && !v.strange && !v.turkish)
        return CSV_WINDOWS_1252;
    return gb18030 && !windows_1252 && !v.chinese && !v.rare ? CSV_GB18030 : CSV_UNDECIDED;
}

/* ---- which it could be ------------------------------------------------------------- */

/* The word of a text that stands around `at`. */
static void add_word(struct str *to, const char *s, size_t n, size_t at)
{
    static const char ends[] = ",;\t|\"\r\n";
    size_t from = at, end = at;
    while (from > 0 && at - from < 20 && !strchr(ends, s[from - 1]))
        from--;
    while (end < n && end - at < 30 && s[end] && !strchr(ends, s[end]))
        end++;
    while (end < n && ((unsigned char)s[end] & 0xc0) == 0x80)
        end++;
    str_add_bytes(to, s + from, end - from);
}

size_t csv_candidates(struct str *to, const char *path, const char *s, size_t n)
{
    static const char *const names[] = {"gb18030",      "big5",         "shift_jis",
                                        "euc-kr",       "windows-1252", "windows-1250",
                                        "windows-1251", "windows-1254"};
    size_t found = 0, at = 0;
    while (at < n && (unsigned char)s[at] < 0x80)
        at++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct csv_converted c;
        struct error unused;
        if (!csv_convert(&c, path, names[i], s, n, &unused) && c.taken == n) {
            str_add(to, found++ ? ", " : "");
            str_add(to, names[i]);
            str_add(to, " (");
            add_word(to, c.owned, c.n, at);
            str_add(to, ")");
        }
        free(c.owned);
    }
    return found;
}
