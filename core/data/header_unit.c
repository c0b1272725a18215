/* SPDX-License-Identifier: MIT */
/* Brackets at the end of a name, or of a part of a path of names. */
#include "data/header_unit.h"

#include <string.h>

static const char *const opening[] = {"（", "(", "["}, *const closing[] = {"）", ")", "]"};
enum { BRACKETS = sizeof opening / sizeof *opening };

static const char *last_of(const char *s, const char *what)
{
    const char *last = NULL;
    for (; (s = strstr(s, what)); s += strlen(what))
        last = s;
    return last;
}

static const char *without(struct arena *a, const char *header, const char *from, const char *to)
{
    size_t n = (size_t)(from - header);
    while (n > 0 && header[n - 1] == ' ')
        n--;
    return arena_printf(a, "%.*s%s", (int)n, header, to);
}

const char *header_unit(struct arena *a, const char *header, const char **title)
{
    for (size_t i = 0; i < BRACKETS; i++) {
        const char *open = last_of(header, opening[i]), *end, *behind;
        if (!open || open == header)
            continue;
        end = strstr(open, closing[i]);
        behind = end ? end + strlen(closing[i]) : strchr(open, '/');
        if (end && *behind && *behind != '/')
            continue;
        if (title)
            *title = without(a, header, open, behind ? behind : "");
        open += strlen(opening[i]);
        return arena_strndup(a, open, end ? (size_t)(end - open) : strcspn(open, "/"));
    }
    if (title)
        *title = arena_strdup(a, header);
    return NULL;
}
