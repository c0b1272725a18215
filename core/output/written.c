/* SPDX-License-Identifier: MIT */
/* Tables that were made, read back cell by cell: what databases and tables for people come from. */
#include <string.h>

#include "output/output_internal.h"

bool output_is_whole(const char *column)
{
    static const char *const names[] = {"rank", "node_rank", "node_count", "order",
                                        "best", "worst",     "replicate",  "samples"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], column) == 0)
            return true;
    return false;
}

FILE *written_open(const struct output *o)
{
    FILE *f = o->spill ? o->spill : fmemopen(o->bytes, o->n, "r");
    if (f)
        rewind(f);
    return f;
}

void written_close(const struct output *o, FILE *f)
{
    if (!o->spill)
        fclose(f);
}

int written_next(FILE *f, struct str *cell)
{
    int c = getc_unlocked(f);
    bool quoted = c == '"';
    cell->n = 0;
    str_add_bytes(cell, "", 0);
    if (c == EOF)
        return EOF;
    for (c = quoted ? getc_unlocked(f) : c; c != EOF; c = getc_unlocked(f)) {
        char byte = (char)c;
        if (quoted && c == '"') {
            quoted = false;
            if ((c = getc_unlocked(f)) != '"')
                return c;
            quoted = true;
        } else if (!quoted && (c == ',' || c == '\n')) {
            return c;
        }
        str_add_bytes(cell, &byte, 1);
    }
    return '\n';
}

const char *written_text(const struct str *cell)
{
    const char *s = cell->s && cell->n ? cell->s : "";
    return s[0] == '\'' && s[1] && strchr("=+-@\t\r'", s[1]) ? s + 1 : s;
}
