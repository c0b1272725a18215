/* SPDX-License-Identifier: MIT */
/* Refusals by text: whatever the page's content security policy would stop is told before. */
#include "report/house.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

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

/* What a text begins with that is none of it. */
static const char mark[] = "\xef\xbb\xbf";

const char *house_text(const char *bytes, size_t n, struct arena *a)
{
    const size_t from = n >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    char *text = arena_alloc(a, n + 1);
    size_t to = 0;
    for (size_t i = from; text && i < n; i++)
        if (bytes[i] != '\r')
            text[to++] = bytes[i];
        else if (i + 1 == n || bytes[i + 1] != '\n')
            text[to++] = '\n';
    if (text)
        text[to] = '\0';
    return text;
}

/* Where the comment or string that begins at i ends: behind its last byte; n: it does not. A line's
   end ends a string, too. */
static size_t behind_token(const char *s, size_t n, size_t i)
{
    if (s[i] == '/')
        for (size_t k = i + 2; k + 1 < n; k++)
            if (s[k] == '*' && s[k + 1] == '/')
                return k + 2;
    for (size_t k = i + 1; s[i] != '/' && k < n; k++)
        if (s[k] == s[i] || s[k] == '\n')
            return k + 1;
    return n;
}

enum { OPEN_MAX = 32 };

/* Brackets that are open. */
struct brackets {
    size_t n, at[OPEN_MAX];
};

static char closing(char c)
{
    return (char)(c == '(' ? ')' : c == '[' ? ']' : '}');
}

/* The bracket at i; false: it does not fit to those before it. */
static bool take_bracket(struct brackets *b, const char *s, size_t i)
{
    if (s[i] == '{' || s[i] == '(' || s[i] == '[') {
        if (b->n < OPEN_MAX)
            b->at[b->n] = i;
        return b->n++ < OPEN_MAX;
    }
    return b->n > 0 && closing(s[b->at[--b->n]]) == s[i];
}

static bool ends(const char *s, size_t n, size_t comment, size_t behind)
{
    return behind < n || (n >= comment + 4 && s[n - 1] == '/' && s[n - 2] == '*');
}

/* What is left open would take in what the page itself says behind it. */
static int check_closed(const char *path, const char *s, size_t n, struct error *e)
{
    struct brackets b = {0};
    for (size_t i = 0; i < n; i++) {
        const bool comment = s[i] == '/' && i + 1 < n && s[i + 1] == '*';
        if (comment || s[i] == '"' || s[i] == '\'') {
            const size_t behind = behind_token(s, n, i);
            if (comment && !ends(s, n, i, behind))
                return error_set(e, ERR_DATA, "%s:%zu: this comment does not end; close it with */",
                                 path, line_of(s, i));
            i = behind - 1;
        } else if (strchr("{}()[]", s[i]) && !take_bracket(&b, s, i)) {
            return error_set(e, ERR_DATA, "%s:%zu: this %c has no partner; balance the brackets",
                             path, line_of(s, i), s[i]);
        }
    }
    return b.n ? error_set(e, ERR_DATA, "%s:%zu: this %c has no partner; balance the brackets",
                           path, line_of(s, b.at[b.n - 1]), s[b.at[b.n - 1]])
               : OK;
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
    const size_t bad = text_utf8_check(bytes, n);
    const int status = refuse(path, bytes, n, refusals, sizeof refusals / sizeof *refusals, e);
    if (!status && bad < n)
        return error_set(e, ERR_DATA, "%s:%zu: is not UTF-8 text; save it as UTF-8", path,
                         line_of(bytes, bad));
    return status ? status : check_closed(path, bytes, n, e);
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
