/* SPDX-License-Identifier: MIT */
/* A cell as a number, as nothing, or why it is neither. */
#include "data/csv_value.h"

#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "data/csv_scan.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { DIGITS_MAX = 400 }; /* longest number with separators */

/* A blank cell is missing whatever the marks. */
static const char *const missing_marks[] = {
    "NA",     "N/A", "n/a",    "#N/A",   "NaN",          "NULL",   "-",
    "--",     "---", "\u2013", "\u2014", "\u2014\u2014", "\u2015", "\u2212",
    "\uff0d", "..",  "...",    "*",      "**",           "#",      "\u00d7",
};

const struct csv_names csv_missing_marks = {missing_marks, COUNT(missing_marks)};

static const char ellipsis[] = "\u2026";

/* ---- rules --------------------------------------------------------------- */

static bool equals(const char *s, size_t n, const char *mark)
{
    return strncmp(s, mark, n) == 0 && mark[n] == '\0';
}

static bool is_listed(const struct csv_names *names, const char *s, size_t n)
{
    for (size_t i = 0; i < names->n; i++)
        if (equals(s, n, names->v[i]))
            return true;
    return false;
}

/* One ellipsis, or the two that Chinese typography sets for it. */
static bool is_below_unit(const struct csv_rules *r, const char *s, size_t n)
{
    if (!r->below_unit[0])
        return false;
    if (n == 6 && strcmp(r->below_unit, ellipsis) == 0 && memcmp(s, "\u2026\u2026", 6) == 0)
        return true;
    return equals(s, n, r->below_unit);
}

static void note_mark(struct csv_rules *r, const char *mark)
{
    unsigned char first = (unsigned char)mark[0];
    size_t n = strlen(mark);
    r->is_mark_start[first] = true;
    r->mark_longest[first] = n > r->mark_longest[first] ? n : r->mark_longest[first];
}

int csv_rules_init(struct csv_rules *r, const char *path, const struct csv_options *o,
                   struct error *e)
{
    const char *below = o->below_unit ? o->below_unit : ellipsis;
    memset(r, 0, sizeof *r);
    r->missing = o->missing.v ? o->missing : csv_missing_marks;
    r->below_unit = below;
    r->thousands = o->thousands;
    r->decimal = o->decimal ? o->decimal : '.';
    r->group = r->decimal == '.' ? ',' : '.';
    if (r->decimal != '.' && r->decimal != ',')
        return error_set(e, ERR_DATA, "%s: decimal: must be a point or a comma", path);
    if (is_listed(&r->missing, below, strlen(below))) {
        if (o->below_unit && below[0])
            return error_set(e, ERR_DATA,
                             "%s: \"%s\": is listed under missing and as below_unit; "
                             "it can be only one of them",
                             path, below);
        r->below_unit = "";
    }
    for (size_t i = 0; i < r->missing.n; i++)
        note_mark(r, r->missing.v[i]);
    note_mark(r, r->below_unit);
    return OK;
}

/* ---- numbers ------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/*
 * Groups of three behind a first one of one to three that does not begin with 0 (0,123 is more
 * likely a decimal comma), then perhaps a fraction; copied with a point and without separators.
 */
static bool regroup(const struct csv_rules *r, const char *s, size_t n, char *to, size_t *m)
{
    size_t run = 0, groups = 0;
    bool whole = true; /* left of the decimal mark and the exponent */
    char first = '1';
    *m = 0;
    for (size_t i = 0; i < n; i++) {
        bool ends = s[i] == r->decimal || s[i] == 'e' || s[i] == 'E';
        if (s[i] == r->group) {
            bool grouped = groups ? run == 3 : run >= 1 && run <= 3 && first != '0';
            if (!r->thousands || !whole || !grouped)
                return false;
            groups++;
            run = 0;
            continue;
        }
        if (ends && whole && groups && run != 3)
            return false;
        whole = whole && !ends;
        if (whole && is_digit(s[i])) {
            first = run == 0 && groups == 0 ? s[i] : first;
            run++;
        }
        to[(*m)++] = s[i] == r->decimal ? '.' : s[i];
    }
    return !whole || !groups || run == 3;
}

static bool read_number(const struct csv_rules *r, const char *s, size_t n, double *v)
{
    char plain[DIGITS_MAX];
    size_t m;
    if (!r->thousands && r->decimal == '.')
        return number_parse(s, n, v);
    return n <= sizeof plain && regroup(r, s, n, plain, &m) && number_parse(plain, m, v);
}

enum csv_value csv_value_read(const struct csv_rules *r, const char *s, size_t n, double *v)
{
    if (n == 0)
        return CSV_MISSING;
    if (r->is_mark_start[(unsigned char)s[0]]) {
        if (is_listed(&r->missing, s, n))
            return CSV_MISSING;
        if (is_below_unit(r, s, n))
            return CSV_BELOW_UNIT;
    }
    return read_number(r, s, n, v) ? CSV_NUMBER : CSV_OTHER;
}

/* ---- why a cell is no number --------------------------------------------- */

struct known_text {
    const char *text;
    const char *why;
};

static const char not_finite[] = "infinity is no value; correct the cell, or list the mark under "
                                 "missing";
static const char sheet_error[] = "a spreadsheet's error value; mend the sheet, or list the mark "
                                  "under missing";
static const char not_a_number[] = "not a number; if it means no data, list the mark under missing";

static const struct known_text known_texts[] = {
    {"inf", not_finite},      {"+inf", not_finite},      {"-inf", not_finite},
    {"infinity", not_finite}, {"+infinity", not_finite}, {"-infinity", not_finite},
    {"\u221e", not_finite},   {"-\u221e", not_finite},   {"nan", not_a_number},
    {"+nan", not_a_number},   {"-nan", not_a_number},    {"#DIV/0!", sheet_error},
    {"#REF!", sheet_error},   {"#VALUE!", sheet_error},  {"#NAME?", sheet_error},
    {"#NUM!", sheet_error},   {"#NULL!", sheet_error},
};

/* What is written in front of or behind a number. */
struct decoration {
    const char *text;
    bool front, back;
    const char *why;
};

static const char percent[] = "a percent or per mille sign; write the number alone";
static const char currency[] = "a currency sign or unit; write the number alone";
static const char footnote[] = "a footnote mark behind the number; take it away";
static const char minus[] = "a minus sign that is not the ASCII one; write -";
static const char inexact[] = "not an exact number; write the number alone";
static const char as_text[] = "a number kept as text by an apostrophe; take the apostrophe away";

static const struct decoration decorations[] = {
    {"%", false, true, percent},       {"\uff05", false, true, percent},
    {"\u2030", false, true, percent},  {"$", true, true, currency},
    {"\u00a5", true, true, currency},  {"\uffe5", true, true, currency},
    {"\u20ac", true, true, currency},  {"\u00a3", true, true, currency},
    {"\u5143", false, true, currency}, {"\u4e07", false, true, currency},
    {"\u4ebf", false, true, currency}, {"*", true, true, footnote},
    {"#", true, true, footnote},       {"\u2020", false, true, footnote},
    {"\u2021", false, true, footnote}, {"\u00b9", false, true, footnote},
    {"\u00b2", false, true, footnote}, {"\u00b3", false, true, footnote},
    {"\u2460", false, true, footnote}, {"\u2461", false, true, footnote},
    {"\u2462", false, true, footnote}, {"\u2463", false, true, footnote},
    {"\u2464", false, true, footnote}, {"\u2212", true, false, minus},
    {"\u2013", true, false, minus},    {"\uff0d", true, false, minus},
    {"<", true, false, inexact},       {">", true, false, inexact},
    {"~", true, false, inexact},       {"\u2248", true, false, inexact},
    {"\u7ea6", true, false, inexact},  {"'", true, false, as_text},
};

/* Digits, with separators and a sign. */
static bool is_core(const char *s, size_t n)
{
    bool digit = false;
    for (size_t i = 0; i < n; i++) {
        digit = digit || is_digit(s[i]);
        if (!is_digit(s[i]) && !strchr(".,-+ ", s[i]))
            return false;
    }
    return digit;
}

static const char *why_word(const char *s, size_t n)
{
    for (size_t i = 0; i < COUNT(known_texts); i++)
        if (strlen(known_texts[i].text) == n && strncasecmp(s, known_texts[i].text, n) == 0)
            return known_texts[i].why;
    return NULL;
}

static const char *why_decorated(const char *s, size_t n)
{
    for (size_t i = 0; i < COUNT(decorations); i++) {
        const struct decoration *d = &decorations[i];
        size_t m = strlen(d->text), left = n - m;
        const char *rest;
        if (n <= m)
            continue;
        rest = csv_trim(s + m, &left);
        if (d->front && memcmp(s, d->text, m) == 0 && is_core(rest, left))
            return d->why;
        left = n - m;
        rest = csv_trim(s, &left);
        if (d->back && memcmp(s + n - m, d->text, m) == 0 && is_core(rest, left))
            return d->why;
    }
    return NULL;
}

/* (123) or 123[1] or 123(a): brackets around all, or around a tail. */
static const char *why_brackets(const char *s, size_t n)
{
    static const char *const open[] = {"(", "[", "\uff08"};
    static const char *const close[] = {")", "]", "\uff09"};
    for (size_t i = 0; i < COUNT(open); i++) {
        size_t m = strlen(close[i]);
        const char *at = memmem(s, n, open[i], m);
        if (!at || n < 2 * m || memcmp(s + n - m, close[i], m) != 0)
            continue;
        if (at == s && is_core(s + m, n - 2 * m))
            return "a number in brackets; write a minus sign, or the number alone";
        if (at > s && is_core(s, (size_t)(at - s)))
            return footnote;
    }
    return NULL;
}

static const char *why_hexadecimal(const char *s, size_t n)
{
    size_t i = n && (s[0] == '-' || s[0] == '+');
    if (n < i + 3 || s[i] != '0' || (s[i + 1] != 'x' && s[i + 1] != 'X'))
        return NULL;
    for (i += 2; i < n; i++)
        if (!is_digit(s[i]) && !strchr("abcdefABCDEF.pP+-", s[i]))
            return NULL;
    return "a hexadecimal number; write it in decimal";
}

/* A lawful number but for its size: digits, at most one point, an exponent with digits. */
static const char *why_too_large(const char *s, size_t n)
{
    double v;
    const char *e = memchr(s, 'e', n);
    size_t left = n, digits;
    e = e ? e : memchr(s, 'E', n);
    left = e ? (size_t)(e - s) : n;
    digits = e ? n - left - 1 : 1;
    if (e && digits && (e[1] == '+' || e[1] == '-'))
        digits--;
    for (size_t i = n - digits; e && i < n; i++)
        if (!is_digit(s[i]))
            return NULL;
    if (digits == 0 || (!e && n < 300))
        return NULL;
    for (size_t i = 0; i < left; i++)
        if (!is_digit(s[i]) && !(i == 0 && (s[i] == '-' || s[i] == '+')) && s[i] != '.')
            return NULL;
    if (e && !number_parse(s, left, &v))
        return NULL;
    return "larger than any number that can be kept; correct the cell";
}

/* Full-width forms U+FF00 to U+FF5E among otherwise numeric bytes. */
static const char *why_full_width(const char *s, size_t n)
{
    size_t wide = 0;
    for (size_t i = 0; i < n; i++) {
        if (n - i >= 3 && s[i] == '\xef' && (s[i + 1] == '\xbc' || s[i + 1] == '\xbd')) {
            wide++;
            i += 2;
        } else if (!is_digit(s[i]) && !strchr(".,-+ %", s[i])) {
            return NULL;
        }
    }
    return wide ? "full-width characters; write the number in ASCII digits" : NULL;
}

/* Digits with blanks or apostrophes of some kind between them. */
static const char *why_parted(const char *s, size_t n)
{
    static const char *const gaps[] = {" ", "\u00a0", "\u202f", "\u2009", "\u3000", "'", "\u2019"};
    bool gap = false;
    for (size_t i = 0; i < n;) {
        size_t step = is_digit(s[i]) || strchr(".,-+", s[i]) ? 1 : 0;
        for (size_t j = 0; j < COUNT(gaps) && !step; j++) {
            size_t m = strlen(gaps[j]);
            if (i > 0 && n - i > m && memcmp(s + i, gaps[j], m) == 0) {
                step = m;
                gap = true;
            }
        }
        if (!step)
            return NULL;
        i += step;
    }
    return gap ? "blanks or apostrophes between digits; take them away" : NULL;
}

static const char *why_separated(const struct csv_rules *r, const char *s, size_t n)
{
    bool comma = memchr(s, ',', n) != NULL, point = memchr(s, '.', n) != NULL;
    for (size_t i = 0; i < n; i++)
        if (!is_digit(s[i]) && s[i] != ',' && s[i] != '.' && !(i == 0 && strchr("+-", s[i])))
            return NULL;
    if (!is_core(s, n) || (!comma && !point))
        return NULL;
    if (r->thousands)
        return "not grouped in threes, or more than one decimal mark; correct the cell";
    if (comma && r->decimal == '.')
        return "a comma; set thousands = yes if it groups digits, decimal = comma if it marks "
               "decimals";
    if (point && r->decimal == ',')
        return "a point where decimal = comma; set thousands = yes if it groups digits";
    return NULL;
}

/* A number with one or two letters behind it: perhaps a footnote, perhaps a label. */
static const char *why_letters(const char *s, size_t n)
{
    size_t letters = 0;
    while (letters < n && ((s[n - 1 - letters] | 32) >= 'a' && (s[n - 1 - letters] | 32) <= 'z'))
        letters++;
    if (letters < 1 || letters > 2 || !is_core(s, n - letters))
        return NULL;
    return "letters behind the number; take a footnote mark away";
}

const char *csv_value_why(const struct csv_rules *r, const char *s, size_t n, bool *meant)
{
    static const char *(*const tests[])(const char *, size_t) = {
        why_word,     why_hexadecimal, why_too_large, why_decorated,
        why_brackets, why_full_width,  why_parted,
    };
    const char *why = why_separated(r, s, n);
    for (size_t i = 0; i < COUNT(tests) && !why; i++)
        why = tests[i](s, n);
    *meant = why != NULL;
    if (!why && n % 3 == 0 && n && memcmp(s, ellipsis, 3) == 0)
        why = "an ellipsis; name it under below_unit if it stands for less than the smallest unit, "
              "or under missing";
    return why ? why : why_letters(s, n);
}
