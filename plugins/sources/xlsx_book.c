/* SPDX-License-Identifier: MIT */
/* xlsx: the texts that cells share, and which of the numbers are dates. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_internal.h"

/* ---- shared strings ------------------------------------------------------- */

/* <si> holds <t>, or runs <r> of rich text with a <t> each; the <t> of <rPh> says how it is read
   aloud, and is no part of it. */
struct strings {
    struct workbook *book;
    bool in_text, in_phonetic;
};

static void string_start(void *of, const char *name, const char **attributes)
{
    struct strings *s = of;
    (void)attributes;
    if (strcmp(name, "rPh") == 0)
        s->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        s->in_text = !s->in_phonetic;
}

static void string_end(void *of, const char *name)
{
    struct strings *s = of;
    struct workbook *b = s->book;
    if (strcmp(name, "rPh") == 0)
        s->in_phonetic = false;
    else if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "si") == 0 && grow_array(b->package, (void **)&b->string_end,
                                                   b->n_strings, &b->cap_strings, sizeof(size_t)))
        b->string_end[b->n_strings++] = b->strings.n;
}

static void string_text(void *of, const char *text, size_t n)
{
    struct strings *s = of;
    if (s->in_text)
        growing_put(s->book->package, &s->book->strings, text, n);
}

bool workbook_strings(struct workbook *b)
{
    static const struct package_handler handler = {string_start, string_end, string_text};
    struct strings s = {.book = b};
    return !b->strings_part[0] || package_parse(b->package, b->strings_part, &handler, &s);
}

/* ---- styles --------------------------------------------------------------- */

struct format {
    unsigned id;
    uint8_t shows;
};

struct styles {
    struct workbook *book;
    struct format *formats; /* of the workbook's own */
    size_t n, cap;
    bool in_cells; /* cellXfs, not cellStyleXfs */
};

/* What a format's text shows: letters within quotes, brackets or behind a backslash do not count.
   An m behind hours or before seconds is minutes; with a year or a day beside it, it is months. */
static uint8_t shows_of(const char *code)
{
    bool y = false, m = false, d = false, time = false;
    for (; *code && *code != ';'; code++) {
        const char *end = *code == '"'   ? strchr(code + 1, '"')
                          : *code == '[' ? strchr(code, ']')
                                         : NULL;
        if (end) {
            code = end;
        } else if ((*code == '\\' || *code == '_' || *code == '*') && code[1]) {
            code++;
        } else if (strncasecmp(code, "General", 7) == 0) {
            code += 6;
        } else {
            int c = tolower((unsigned char)*code);
            y = y || c == 'y' || c == 'e';
            m = m || c == 'm';
            d = d || c == 'd';
            time = time || c == 'h' || c == 's';
        }
    }
    m = m && (y || d || !time);
    return (uint8_t)((y ? SHOWS_YEAR : 0) | (m ? SHOWS_MONTH : 0) | (d ? SHOWS_DAY : 0) |
                     (time ? SHOWS_TIME : 0));
}

/* Those that need no text: ECMA-376 18.8.30, those of Chinese, Japanese and Korean among them. */
static uint8_t built_in(unsigned id)
{
    const uint8_t date = SHOWS_YEAR | SHOWS_MONTH | SHOWS_DAY;
    if (id == 17 || id == 55 || id == 57)
        return SHOWS_YEAR | SHOWS_MONTH;
    if (id == 22)
        return date | SHOWS_TIME;
    if ((id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        return SHOWS_TIME;
    return 0;
}

static uint8_t format_shows(const struct styles *s, unsigned id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->formats[i].id == id)
            return s->formats[i].shows;
    return built_in(id);
}

static unsigned number_of(const char *s)
{
    return (unsigned)strtoul(s, NULL, 10);
}

static void style_start(void *of, const char *name, const char **attributes)
{
    struct styles *s = of;
    struct workbook *b = s->book;
    unsigned id = number_of(package_attribute(attributes, "numFmtId"));
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    if (strcmp(name, "numFmt") == 0 &&
        grow_array(b->package, (void **)&s->formats, s->n, &s->cap, sizeof *s->formats))
        s->formats[s->n++] =
            (struct format){id, shows_of(package_attribute(attributes, "formatCode"))};
    if (strcmp(name, "xf") == 0 && s->in_cells &&
        grow_array(b->package, (void **)&b->style, b->n_styles, &b->cap_styles, 1))
        b->style[b->n_styles++] = format_shows(s, id);
}

static void style_end(void *of, const char *name)
{
    struct styles *s = of;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

bool workbook_styles(struct workbook *b)
{
    static const struct package_handler handler = {.start = style_start, .end = style_end};
    struct styles s = {.book = b};
    bool fine = !b->styles_part[0] || package_parse(b->package, b->styles_part, &handler, &s);
    free(s.formats);
    return fine;
}

unsigned workbook_shows(const struct workbook *b, size_t style)
{
    return style < b->n_styles ? b->style[style] : 0;
}

/* ---- dates ---------------------------------------------------------------- */

/* Days since 1 March of the year 0 to a date: Howard Hinnant, "chrono-compatible low-level date
   algorithms", civil_from_days. */
static void civil(long days, int *year, int *month, int *day)
{
    long era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    long y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

/* 1 March of the year 0 is 693,899 days before 30 December 1899, which is day 0 from 1 March 1900
   on: before, the workbooks' calendar lacks a day, since it has a 29 February 1900. */
static long day_number(const struct workbook *b, double v)
{
    long day = (long)floor(v);
    if (b->from_1904)
        return day + 693899 + 1462;
    return day + 693899 + (day < 60);
}

size_t workbook_date(const struct workbook *b, double v, unsigned shows, char *s, size_t size)
{
    long seconds = lround((v - floor(v)) * 86400);
    int year, month, day, n = 0;
    if (!(v >= 0 && v < 2958466)) /* until 9999-12-31 */
        return 0;
    civil(day_number(b, v + (seconds == 86400)), &year, &month, &day);
    seconds %= 86400;
    if (shows & SHOWS_YEAR)
        n = snprintf(s, size, "%04d", year);
    if ((shows & SHOWS_YEAR) && (shows & (SHOWS_MONTH | SHOWS_DAY)))
        n += snprintf(s + n, size - (size_t)n, "-%02d", month);
    else if (shows & (SHOWS_MONTH | SHOWS_DAY))
        n = snprintf(s, size, "%04d-%02d", year, month); /* 3月5日 has a year all the same */
    if (shows & SHOWS_DAY)
        n += snprintf(s + n, size - (size_t)n, "-%02d", day);
    if (shows & SHOWS_TIME)
        n += snprintf(s + n, size - (size_t)n, "%s%02ld:%02ld:%02ld", n ? "T" : "", seconds / 3600,
                      seconds / 60 % 60, seconds % 60);
    return (size_t)n;
}
