/* SPDX-License-Identifier: MIT */
/* Refusals by text: whatever the page's content security policy would stop is told before. */
#include "report/house.h"

#include <string.h>
#include <strings.h>

struct refusal {
    const char *text, *why;
};

static size_t line_of(const char *bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

static size_t find(const char *bytes, size_t n, const char *text)
{
    const size_t length = strlen(text);
    for (size_t i = 0; i + length <= n; i++)
        if (strncasecmp(bytes + i, text, length) == 0)
            return i;
    return n;
}

static int refuse(const char *path, const char *bytes, size_t n, const struct refusal *r,
                  size_t n_refusals, struct error *e)
{
    if (memchr(bytes, '\0', n))
        return error_set(e, ERR_DATA, "%s: holds a zero byte: it is no text", path);
    for (size_t i = 0; i < n_refusals; i++) {
        const size_t at = find(bytes, n, r[i].text);
        if (at < n)
            return error_set(e, ERR_DATA, "%s:%zu: %s: %s", path, line_of(bytes, at), r[i].text,
                             r[i].why);
    }
    return OK;
}

int house_check_css(const char *path, const char *bytes, size_t n, struct error *e)
{
    static const struct refusal refusals[] = {
        {"url(", "a report opens nothing; leave it out"},
        {"src(", "a report opens nothing; leave it out"},
        {"image-set(", "a report opens nothing; leave it out"},
        {"@import", "a report is one file; put the rules in here"},
        {"@font-face", "a report opens nothing; name fonts of the system"},
        {"<", "would end the style sheet; leave it out"},
        {"\\", "escapes are not taken; write the character itself"},
    };
    return refuse(path, bytes, n, refusals, sizeof refusals / sizeof *refusals, e);
}

int house_check_logo(const char *path, const char *bytes, size_t n, struct error *e)
{
    static const struct refusal refusals[] = {
        {"<script", "a logo runs nothing; draw it without"},
        {"<foreignobject", "a logo is a drawing; leave it out"},
        {"<!entity", "entities are not taken; write the text itself"},
        {"href", "a logo opens nothing; draw it without"},
        {"url(h", "a logo opens nothing; draw it without"},
        {"url(/", "a logo opens nothing; draw it without"},
        {"@import", "a logo opens nothing; draw it without"},
        {"javascript:", "a logo runs nothing; draw it without"},
        {" on", "a logo runs nothing; leave handlers of events out"},
    };
    if (find(bytes, n, "<svg") == n)
        return error_set(e, ERR_DATA, "%s: no <svg> in it: a logo is an SVG file", path);
    return refuse(path, bytes, n, refusals, sizeof refusals / sizeof *refusals, e);
}
