/* SPDX-License-Identifier: MIT */
/* Escaping, the same for every place where a text meets markup. */
#include "report/markup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd";

/* What stands in place of a character that no document may hold; NULL: it may. */
static const char *instead_of(uint32_t c)
{
    if (c == '\n' || c == '\t')
        return " ";
    return text_is_control(c) || c == 0xfffe || c == 0xffff ? replacement : NULL;
}

static const char *reference(uint32_t c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return instead_of(c);
    }
}

static void put(struct str *out, const char *s, const char *(*other)(uint32_t c))
{
    size_t n = strlen(s), plain = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c = 0;
        size_t bytes = text_decode(s + i, n - i, &c);
        const char *instead = bytes ? other(c) : replacement;
        bytes = bytes ? bytes : 1;
        if (instead) {
            str_add_bytes(out, s + plain, i - plain);
            str_add(out, instead);
            plain = i + bytes;
        }
        i += bytes;
    }
    str_add_bytes(out, s + plain, n - plain);
}

void markup_text(struct str *out, const char *s)
{
    put(out, s, reference);
}

void markup_plain(struct str *out, const char *s)
{
    put(out, s, instead_of);
}

void markup_attribute(struct str *out, const char *name, const char *value)
{
    str_printf(out, " %s=\"", name);
    markup_text(out, value);
    str_add_bytes(out, "\"", 1);
}

long long markup_hundredths(double v)
{
    return isfinite(v) && fabs(v) < 1e15 ? llround(v * 100) : 0;
}

void markup_put_hundredths(struct str *out, long long v)
{
    const long long whole = llabs(v) / 100, rest = llabs(v) % 100;
    str_add(out, v < 0 ? "-" : "");
    if (whole || !rest)
        str_printf(out, "%lld", whole);
    if (rest)
        str_printf(out, rest % 10 ? ".%02lld" : ".%lld", rest % 10 ? rest : rest / 10);
}

void markup_coordinate(struct str *out, double v)
{
    markup_put_hundredths(out, markup_hundredths(v));
}
