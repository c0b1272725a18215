/* SPDX-License-Identifier: MIT */
/* The words of an expression, and what is answered to those of other languages and keyboards. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lua/expression_internal.h"

/* ---- faults ----------------------------------------------------------------------- */

void fault_set(struct fault *f, const char *at, const char *fmt, ...)
{
    va_list ap;

    if (*f->why)
        return;
    va_start(ap, fmt);
    vsnprintf(f->why, sizeof f->why, fmt, ap);
    va_end(ap);
    f->why[text_utf8_check(f->why, strlen(f->why))] = '\0'; /* where it was cut */
    f->at = at;
}

void fault_text(const struct fault *f, const char *text, char *why, size_t size)
{
    size_t character = 1;
    struct error e;

    for (const char *p = text; p < f->at; p++)
        character += ((unsigned char)*p & 0xc0) != 0x80;
    error_set(&e, ERR_PROFILE, "%s (character %zu)", f->why, character);
    snprintf(why, size, "%s", e.text);
}

/* ---- characters ------------------------------------------------------------------- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Beyond ASCII: what is no letter, no digit and no mark of one. In ascending order. */
static bool is_sign_beyond(uint32_t c)
{
    static const uint32_t signs[][2] = {
        {0x80, 0xa9},       {0xab, 0xb4},         {0xb6, 0xb9},     {0xbb, 0xbf},
        {0xd7, 0xd7},       {0xf7, 0xf7},         {0x2000, 0x206f}, {0x20a0, 0x20cf},
        {0x2100, 0x214f},   {0x2190, 0x2bff},     {0x2e00, 0x2e7f}, {0x3000, 0x3004},
        {0x3008, 0x3020},   {0x3030, 0x3030},     {0x303d, 0x303f}, {0x30fb, 0x30fb},
        {0x3200, 0x33ff},   {0xe000, 0xf8ff},     {0xfe00, 0xfe6f}, {0xfeff, 0xff0f},
        {0xff1a, 0xff20},   {0xff3b, 0xff40},     {0xff5b, 0xff65}, {0xffe0, 0xffff},
        {0x1f000, 0x1ffff}, {0xe0000, UINT32_MAX}};

    for (size_t i = 0; i < sizeof signs / sizeof *signs && c >= signs[i][0]; i++)
        if (c <= signs[i][1])
            return true;
    return false;
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return !is_sign_beyond(c);
}

static bool is_wide_digit(uint32_t c)
{
    return c >= 0xff10 && c <= 0xff19;
}

/* The bytes of letters and digits from p on. */
static size_t letters(const char *p, const char *end)
{
    const char *s = p;
    uint32_t c;
    size_t n;

    while (s < end && (n = text_decode(s, (size_t)(end - s), &c)) > 0 &&
           (is_letter(c) || is_digit(c)))
        s += n;
    return (size_t)(s - p);
}

static bool begins_name(const char *p, const char *end)
{
    uint32_t c = 0;

    return text_decode(p, (size_t)(end - p), &c) > 0 && is_letter(c) && !is_wide_digit(c);
}

bool word_is_name(const char *name)
{
    const char *end = name + strlen(name);

    return name < end && begins_name(name, end) && letters(name, end) == (size_t)(end - name);
}

bool word_goes_on(const char *p, const char *end)
{
    return letters(p, end) > 0;
}

bool word_is_mixed(const char *name)
{
    const char *end = name + strlen(name), *last = end;

    if (word_is_name(name) || !word_goes_on(name, end))
        return false;
    do
        last--;
    while (last > name && ((unsigned char)*last & 0xc0) == 0x80);
    return word_goes_on(last, end) && letters(name, end) < (size_t)(end - name);
}

void word_narrow(const char *name, char *narrow, size_t size)
{
    const char *end = name + strlen(name);
    uint32_t c;
    size_t n, k = 0;

    while (name < end && k + 5 < size && (n = text_decode(name, (size_t)(end - name), &c)) > 0) {
        if (c > 0xff00 && c < 0xff5f)
            narrow[k++] = (char)(c - 0xfee0);
        else
            for (size_t i = 0; i < n; i++)
                narrow[k++] = name[i];
        name += n;
    }
    narrow[k] = '\0';
}

/* ---- what is not ours -------------------------------------------------------------- */

/* The longer ones first. */
static const char *const instead[][2] = {
    {"！=", "~="},
    {"＜=", "<="},
    {"＞=", ">="},
    {"＝=", "=="},
    {"!＝", "~="},
    {"√", "sqrt(x)"},
    {"∑", "sum(x)"},
    {"！＝", "~="},
    {"＜＝", "<="},
    {"＞＝", ">="},
    {"＝＝", "=="},
    {"＝", "=="},
    {"＆＆", "and"},
    {"｜｜", "or"},
    {"！", "not"},
    {"＆", "and"},
    {"｜", "or"},
    {"×", "*"},
    {"÷", "/"},
    {"−", "-"},
    {"–", "-"},
    {"—", "-"},
    {"·", "*"},
    {"∕", "/"},
    {"∗", "*"},
    {"≤", "<="},
    {"≥", ">="},
    {"≠", "~="},
    {"≦", "<="},
    {"≧", ">="},
    {"“", "\""},
    {"”", "\""},
    {"„", "\""},
    {"‘", "'"},
    {"’", "'"},
    {"「", "\""},
    {"」", "\""},
    {"『", "\""},
    {"』", "\""},
    {"«", "\""},
    {"»", "\""},
    {"、", ","},
    {"。", "."},
    {"【", "["},
    {"】", "]"},
    {"〔", "("},
    {"〕", ")"},
    {"∧", "and"},
    {"∨", "or"},
    {"¬", "not"},
    {"²", "^2"},
    {"³", "^3"},
    {"!=", "~="},
    {"<>", "~="},
    {"&&", "and"},
    {"||", "or"},
    {"**", "^"},
    {"=<", "<="},
    {"=>", ">="},
    {"!", "not"},
    {"&", "and"},
    {"|", "or"},
    {"===", "=="},
    {"->", ">="},
    {"?", "where(condition, a, b)"},
};

const char *word_instead(const char *name)
{
    static const char *const words[][2] = {{"if", "where(condition, a, b)"},
                                           {"iif", "where(condition, a, b)"},
                                           {"ifelse", "where(condition, a, b)"},
                                           {"case", "where(condition, a, b)"},
                                           {"ln", "log(x)"},
                                           {"average", "mean(x)"},
                                           {"avg", "mean(x)"},
                                           {"std", "sd(x)"},
                                           {"stdev", "sd(x)"},
                                           {"pow", "x ^ y"},
                                           {"power", "x ^ y"},
                                           {"isna", "missing(x)"},
                                           {"is_na", "missing(x)"},
                                           {"isnan", "missing(x)"},
                                           {"isnull", "missing(x)"},
                                           {"isblank", "missing(x)"},
                                           {"null", "missing(x)"},
                                           {"na", "missing(x)"},
                                           {"coalesce", "fill(x, value)"},
                                           {"nvl", "fill(x, value)"},
                                           {"ifnull", "fill(x, value)"},
                                           {"and", "and"},
                                           {"or", "or"},
                                           {"not", "not"},
                                           {"true", "true"},
                                           {"false", "false"},
                                           {"nan", "missing(x)"},
                                           {"int", "floor(x)"},
                                           {"std_dev", "sd(x)"},
                                           {"corr", "cor(x, y)"},
                                           {"len", "#x"},
                                           {"lagged", "lag(x)"}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i][0], name) == 0)
            return words[i][1];
    return NULL;
}

static bool begins(const char *p, const char *end, const char *with)
{
    const size_t n = strlen(with);

    return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

static struct word bad(const char *p, size_t n)
{
    return (struct word){WORD_BAD, p, n};
}

/* A sign that is none of ours. */
static struct word foreign(const char *p, const char *end, struct fault *f)
{
    uint32_t c = 0;
    size_t n = text_decode(p, (size_t)(end - p), &c);

    for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
        if (begins(p, end, instead[i][0])) {
            fault_set(f, p, "%s is not understood; write %s", instead[i][0], instead[i][1]);
            return bad(p, strlen(instead[i][0]));
        }
    if (c > 0xff00 && c < 0xff5f)
        fault_set(f, p, "%.*s is not understood; write %c", (int)n, p, (char)(c - 0xfee0));
    else if (n == 0)
        fault_set(f, p, "a byte that is no UTF-8 text");
    else
        fault_set(
            f, p,
            "unexpected symbol near '%.*s': a name with other characters than letters, digits "
            "and _ stands in backquotes",
            (int)n, p);
    return bad(p, n ? n : 1);
}

/* ---- words -------------------------------------------------------------------------- */

static struct word name(const char *p, const char *end)
{
    return (struct word){WORD_NAME, p, letters(p, end)};
}

/* `5G基站数（个）` */
static struct word backquoted(const char *p, const char *end, struct fault *f)
{
    const char *close = memchr(p + 1, '`', (size_t)(end - p) - 1);

    if (close && close > p + 1)
        return (struct word){WORD_QUOTED, p, (size_t)(close - p) + 1};
    fault_set(f, p,
              close ? "there is no name within the backquotes"
                    : "the name has no closing backquote");
    return bad(p, 1);
}

static struct word quoted(const char *p, const char *end, struct fault *f)
{
    const char *s = p + 1;

    while (s < end && *s != *p)
        s += *s == '\\' && s + 1 < end ? 2 : 1;
    if (s < end)
        return (struct word){WORD_TEXT, p, (size_t)(s - p) + 1};
    fault_set(f, p, "unfinished string: the text has no closing %c", *p);
    return bad(p, (size_t)(end - p));
}

/* The text's length of [[...]], 0: it is none. */
static size_t long_text(const char *p, const char *end)
{
    const char *s = p + 2;

    if (!begins(p, end, "[["))
        return 0;
    while (s < end && !begins(s, end, "]]"))
        s++;
    return s < end ? (size_t)(s - p) + 2 : 0;
}

static size_t digits(const char *p, const char *end)
{
    size_t n = 0;

    while (p + n < end && is_digit((unsigned char)p[n]))
        n++;
    return n;
}

static bool is_hex(char c)
{
    return is_digit((unsigned char)c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* 12, 1.5, .5, 1e-3, 0x1F */
static size_t number_length(const char *p, const char *end)
{
    size_t n, exponent;

    if (begins(p, end, "0x") || begins(p, end, "0X")) {
        for (n = 2; p + n < end && is_hex(p[n]); n++)
            ;
        return n;
    }
    n = digits(p, end);
    if (p + n < end && p[n] == '.' && !begins(p + n, end, ".."))
        n += 1 + digits(p + n + 1, end);
    exponent = n + 1;
    if (p + n >= end || (p[n] != 'e' && p[n] != 'E'))
        return n;
    if (p + exponent < end && (p[exponent] == '+' || p[exponent] == '-'))
        exponent++;
    return digits(p + exponent, end) ? exponent + digits(p + exponent, end) : n;
}

static struct word number(const char *p, const char *end, struct fault *f)
{
    const size_t n = number_length(p, end), more = letters(p + n, end);

    if (more == 0 && (n > 2 || !begins(p, end, "0x")) && (n > 2 || !begins(p, end, "0X")))
        return (struct word){WORD_NUMBER, p, n};
    fault_set(f, p,
              "malformed number near '%.*s'; a name that begins with a digit stands in backquotes: "
              "`%.*s`",
              (int)(n + more), p, (int)(n + more), p);
    return bad(p, n + more);
}

static struct word wide_number(const char *p, const char *end, struct fault *f)
{
    char text[64], narrow[64];
    const size_t n = letters(p, end);

    snprintf(text, sizeof text, "%.*s", (int)n, p);
    word_narrow(text, narrow, sizeof narrow);
    fault_set(f, p, "%.*s is not understood; write %s", (int)n, p, narrow);
    return bad(p, n);
}

static bool is_foreign_pair(const char *p, const char *end)
{
    static const char *const pairs[] = {"!=", "<>", "&&", "||", "**", "=<", "=>", "===", "->"};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (begins(p, end, pairs[i]))
            return true;
    return false;
}

static struct word sign(const char *p, const char *end, struct fault *f)
{
    static const char *const longer[] = {"..", "==", "~=", "<=", ">=", "//"};

    if (is_foreign_pair(p, end))
        return foreign(p, end, f);
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (begins(p, end, longer[i]))
            return (struct word){WORD_SIGN, p, 2};
    if (*p && strchr("+-*/%^#<>=()[]{},.:;", *p))
        return (struct word){WORD_SIGN, p, 1};
    return foreign(p, end, f);
}

static bool is_blank(uint32_t c)
{
    return (c < 0x80 && c && strchr(" \t\r\n\f\v", (int)c)) || c == 0xa0 || c == 0x3000;
}

/* Where a comment ends, as Lua has them, --[[ between ]] too; NULL: none begins here. One without a
   blank behind it may be meant otherwise. */
static const char *past_comment(const char *p, const char *end)
{
    if (!begins(p, end, "--"))
        return NULL;
    if (long_text(p + 2, end))
        return p + 2 + long_text(p + 2, end);
    if (p + 2 < end && !strchr(" \t\r\n", p[2]))
        return NULL;
    while (p < end && *p != '\n')
        p++;
    return p;
}

static const char *past_blanks(const char *p, const char *end)
{
    uint32_t c;
    size_t n;

    for (;;) {
        while (p < end && (n = text_decode(p, (size_t)(end - p), &c)) > 0 && is_blank(c))
            p += n;
        if (!past_comment(p, end))
            return p;
        p = past_comment(p, end);
    }
}

struct word word_at(const char *p, const char *end, struct fault *f)
{
    uint32_t c = 0;

    p = past_blanks(p, end);
    if (p >= end)
        return (struct word){WORD_END, end, 0};
    if (begins(p, end, "--")) {
        fault_set(f, p, "-- begins a comment: write - (-x), or a blank behind it");
        return bad(p, 2);
    }
    if (*p == '`')
        return backquoted(p, end, f);
    if (*p == '"' || *p == '\'')
        return quoted(p, end, f);
    if (long_text(p, end))
        return (struct word){WORD_TEXT, p, long_text(p, end)};
    if (is_digit((unsigned char)*p) || (*p == '.' && p + 1 < end && is_digit((unsigned char)p[1])))
        return number(p, end, f);
    if (begins_name(p, end))
        return name(p, end);
    if (text_decode(p, (size_t)(end - p), &c) && is_wide_digit(c))
        return wide_number(p, end, f);
    return sign(p, end, f);
}

bool word_is(const struct word *w, const char *text)
{
    return (w->kind == WORD_NAME || w->kind == WORD_SIGN) && w->n == strlen(text) &&
           memcmp(w->s, text, w->n) == 0;
}
