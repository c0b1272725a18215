/* SPDX-License-Identifier: MIT */
/* Writing a sheet as CSV, a line a row. */
#include "data/sheet_csv.h"

#include <string.h>

#include "base/number.h"

/* Line ends become blanks, so that line and row are the same number. */
static void put_text(struct str *to, const char *s, size_t n)
{
    str_add(to, "\"");
    for (size_t i = 0; i < n; i++) {
        bool is_end = s[i] == '\n' || s[i] == '\r';
        str_add_bytes(to, is_end ? " " : s + i, 1);
        if (s[i] == '"')
            str_add_bytes(to, "\"", 1);
    }
    str_add(to, "\"");
}

static void put_number(struct str *to, double v, char decimal)
{
    char text[NUMBER_TEXT_MAX + 2] = "\"";
    size_t n = 1 + number_format(v, text + 1);
    char *point = strchr(text, '.');
    if (point && decimal != '.')
        *point = decimal;
    text[n++] = '"';
    str_add_bytes(to, text, n);
}

bool sheet_write_csv(const struct sheet *s, char decimal, size_t most, struct str *to)
{
    for (size_t i = 0; i < s->n_rows; i++) {
        size_t n = sheet_row_is_blank(s, i) ? 0 : s->n_columns;
        if (to->n > most)
            return false;
        for (size_t j = 0; j < n; j++) {
            struct sheet_cell c = sheet_at(s, i, j);
            if (j > 0)
                str_add_bytes(to, ",", 1);
            if (c.kind == SHEET_NUMBER)
                put_number(to, c.v, decimal);
            else if (c.kind == SHEET_TEXT)
                put_text(to, c.s, c.n);
        }
        str_add_bytes(to, "\n", 1);
    }
    return true;
}
