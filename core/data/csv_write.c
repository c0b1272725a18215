/* SPDX-License-Identifier: MIT */
/* Cells written as RFC 4180 has them, so that they are read back the same; or for spreadsheets. */
#include "data/csv.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"

/* What a line consists of is gathered, as far as there is room, and then written at once. */
static void flush_line(struct csv_writer *w)
{
    if (w->n)
        fwrite_unlocked(w->line, 1, w->n, w->out);
    w->n = 0;
}

static void put(struct csv_writer *w, const char *s, size_t n)
{
    if (n > sizeof w->line - w->n)
        flush_line(w);
    if (n > sizeof w->line) {
        fwrite_unlocked(s, 1, n, w->out);
        return;
    }
    memcpy(w->line + w->n, s, n);
    w->n += n;
}

static void put_byte(struct csv_writer *w, char c)
{
    if (w->n == sizeof w->line)
        flush_line(w);
    w->line[w->n++] = c;
}

static void begin_field(struct csv_writer *w, char kind)
{
    if (w->for_people && !w->lines && !w->started)
        put(w, "\xEF\xBB\xBF", 3);
    if (w->kinds && w->lines == 1)
        str_add_bytes(w->kinds, &kind, 1);
    if (w->started)
        put_byte(w, ',');
    w->started = true;
}

/* ---- what a spreadsheet makes of a text --------------------------------------------------------
 */

static bool begins(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static const char *past_blanks(const char *s)
{
    while (*s == ' ' || begins(s, "\u00a0") || begins(s, "\u3000"))
        s += *s == ' ' ? 1 : begins(s, "\u3000") ? 3 : 2;
    return s;
}

/* Some take signs of full width for signs, and look past blanks. */
static bool is_formula_to_some(const char *s)
{
    static const char *const signs[] = {"＝", "＋", "－", "＠"};
    const char *first = past_blanks(s);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins(first, signs[i]))
            return true;
    return first != s && *first && strchr("=+-@\t\r\n", *first);
}

enum { DIGITS_SHOWN = 11 }; /* of a whole number: more are shown as 3.3E+11 */

/* Jan 2019, Sept-2. */
static bool is_month(const char *s)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strncasecmp(s, months[i], 3) == 0)
            return strpbrk(s, "0123456789") != NULL;
    return false;
}

/* 0101, 330102001000, 1-2, 3/4, 1E5, 3月5日, (5), Jan 2019, TRUE: changed, or shown otherwise,
   unless it is plainly a text. */
static bool is_taken_otherwise(const char *s)
{
    const size_t sign = strspn(s, "($.");
    const char *digits = s + sign, *rest = digits + strspn(digits, "0123456789");
    if (rest == digits)
        return is_month(s) || strcasecmp(s, "true") == 0 || strcasecmp(s, "false") == 0;
    if ((unsigned char)*rest >= 0x80)
        return strstr(rest, "月") != NULL;
    return sign || *rest || rest - digits > DIGITS_SHOWN || (*digits == '0' && rest > digits + 1);
}

static bool needs_shield(const char *s)
{
    return s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' ||
           s[0] == '\r' || s[0] == '\'';
}

static void put_quoted(struct csv_writer *w, const char *s)
{
    for (; *s; s++) {
        if (*s == '"')
            put_byte(w, '"');
        put_byte(w, *s);
    }
}

void csv_text(struct csv_writer *w, const char *s)
{
    const bool tab = w->for_people && is_taken_otherwise(s);
    bool quote = tab;
    size_t n = 0;
    for (; s[n]; n++)
        quote = quote || s[n] == ',' || s[n] == '"' || s[n] == '\r' || s[n] == '\n' ||
                (w->for_people && (s[n] == ';' || s[n] == '\t'));
    begin_field(w, CSV_KIND_TEXT);
    w->filled = w->filled || n;
    if (quote)
        put_byte(w, '"');
    if (needs_shield(s) || (w->for_people && is_formula_to_some(s)))
        put_byte(w, '\'');
    if (quote)
        put_quoted(w, s);
    else
        put(w, s, n);
    if (tab)
        put_byte(w, '\t');
    if (quote)
        put_byte(w, '"');
}

void csv_fixed(struct csv_writer *w, double v, int decimals)
{
    char text[NUMBER_TEXT_MAX] = "";
    const size_t n = isnan(v) ? 0 : number_format_fixed(v, decimals, text);
    begin_field(w, CSV_KIND_NUMBER);
    w->filled = w->filled || n;
    put(w, text, n);
}

/* A number often comes twice in a row: raw and treated, score and index. */
void csv_number(struct csv_writer *w, double v)
{
    if (!w->has_last || memcmp(&w->last, &v, sizeof v) != 0)
        w->last_n = number_format(v, w->last_text);
    w->last = v;
    w->has_last = true;
    begin_field(w, CSV_KIND_NUMBER);
    w->filled = w->filled || w->last_n;
    put(w, w->last_text, w->last_n);
}

/* A row of blank cells only would be taken for a blank line: its last cell is quoted. */
void csv_end_line(struct csv_writer *w)
{
    if (w->started && !w->filled)
        put(w, "\"\"", 2);
    if (w->for_people)
        put_byte(w, '\r');
    put_byte(w, '\n');
    flush_line(w);
    w->lines++;
    w->started = false;
    w->filled = false;
}
