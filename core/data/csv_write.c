/* SPDX-License-Identifier: MIT */
#include "data/csv.h"

#include <string.h>

#include "base/number.h"

static void begin_field(struct csv_writer *w)
{
    if (w->started)
        fputc(',', w->out);
    w->started = true;
}

static bool needs_shield(const char *s)
{
    return s[0] && memchr("=+-@\t\r'", s[0], 7);
}

void csv_text(struct csv_writer *w, const char *s)
{
    bool quote = strpbrk(s, ",\"\r\n") != NULL;
    begin_field(w);
    w->filled = w->filled || s[0];
    if (quote)
        fputc('"', w->out);
    if (needs_shield(s))
        fputc('\'', w->out);
    for (; quote && *s; s++) {
        if (*s == '"')
            fputc('"', w->out);
        fputc(*s, w->out);
    }
    if (quote)
        fputc('"', w->out);
    else
        fputs(s, w->out);
}

void csv_number(struct csv_writer *w, double v)
{
    char text[NUMBER_TEXT_MAX];
    size_t n = number_format(v, text);
    begin_field(w);
    w->filled = w->filled || n;
    fwrite(text, 1, n, w->out);
}

/* A row of blank cells only would be taken for a blank line: its last cell is quoted. */
void csv_end_line(struct csv_writer *w)
{
    if (w->started && !w->filled)
        fputs("\"\"", w->out);
    fputc('\n', w->out);
    w->started = false;
    w->filled = false;
}
