/* SPDX-License-Identifier: MIT */
/* What the names and quoted texts of an expression say. */
#include <string.h>

#include "base/nfc.h"
#include "lua/expression_internal.h"

const char *word_name(struct arena *a, const char *s, size_t n)
{
    char *text = arena_strndup(a, s, n);

    if (text)
        text[nfc_compose(text, n)] = '\0';
    return text;
}

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at_digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

    return at_digit ? (int)(at_digit - digits) : -1;
}

/* The character that \... at s stands for, *n its length; false: none that is known. */
static bool escape(const char *s, size_t left, char *c, size_t *n)
{
    static const char plain[] = "n\nt\tr\r\\\\\"\"''a\ab\bf\fv\v\n\n";

    *n = 2;
    for (size_t i = 0; left > 1 && plain[i]; i += 2)
        if (plain[i] == s[1]) {
            *c = plain[i + 1];
            return true;
        }
    if (left > 3 && s[1] == 'x' && hex_value(s[2]) >= 0 && hex_value(s[3]) >= 0) {
        *c = (char)(16 * hex_value(s[2]) + hex_value(s[3]));
        *n = 4;
        return true;
    }
    return false;
}

const char *word_text(struct arena *a, const struct word *w, struct fault *f)
{
    const size_t edge = *w->s == '[' ? 2 : 1;
    const char *s = w->s + edge, *end = w->s + w->n - edge;
    char *text = arena_alloc(a, w->n);
    size_t k = 0, n;

    for (; text && s < end; s += n) {
        n = 1;
        text[k] = *s;
        if (edge == 1 && *s == '\\' && !escape(s, (size_t)(end - s), &text[k], &n)) {
            fault_set(f, s, "invalid escape sequence '\\%c' in a text; write \\\\ for one \\",
                      s[1]);
            return NULL;
        }
        k++;
    }
    return text;
}
