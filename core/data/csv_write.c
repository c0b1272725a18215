/* SPDX-License-Identifier: MIT */
/* Cells written as RFC 4180 has them, so that they are read back the same. */
#include "data/csv.h"

#include <string.h>

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
    if (w->kinds && w->lines == 1)
        str_add_bytes(w->kinds, &kind, 1);
    if (w->started)
        put_byte(w, ',');
    w->started = true;
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
    bool quote = false;
    size_t n = 0;
    for (; s[n]; n++)
        quote = quote || s[n] == ',' || s[n] == '"' || s[n] == '\r' || s[n] == '\n';
    begin_field(w, CSV_KIND_TEXT);
    w->filled = w->filled || n;
    if (quote)
        put_byte(w, '"');
    if (needs_shield(s))
        put_byte(w, '\'');
    if (!quote) {
        put(w, s, n);
        return;
    }
    put_quoted(w, s);
    put_byte(w, '"');
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
    put_byte(w, '\n');
    flush_line(w);
    w->lines++;
    w->started = false;
    w->filled = false;
}
