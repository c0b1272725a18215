/* SPDX-License-Identifier: MIT */
/* UTF-8, widths on a terminal, nearest names, growing strings. */
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t text_decode(const char *s, size_t n, uint32_t *c)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t length;

    /* Four bytes are enough for any character. */
    length = utf8proc_iterate((const utf8proc_uint8_t *)s, n < 4 ? (utf8proc_ssize_t)n : 4, &code);
    if (length <= 0)
        return 0;
    *c = (uint32_t)code;
    return (size_t)length;
}

/* How many of the first bytes are ASCII, in steps of eight. */
static size_t ascii_run(const char *s, size_t n)
{
    size_t i;

    for (i = 0; n - i >= 8; i += 8) {
        uint64_t eight;
        memcpy(&eight, s + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    return i;
}

size_t text_utf8_check(const char *s, size_t n)
{
    size_t i = ascii_run(s, n);

    while (i < n) {
        uint32_t c;
        size_t length = text_decode(s + i, n - i, &c);
        if (length == 0)
            return i;
        i += length;
        if (c < 0x80)
            i += ascii_run(s + i, n - i);
    }
    return n;
}

bool text_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

size_t text_width(const char *s)
{
    size_t n = strlen(s), width = 0;

    while (n > 0) {
        uint32_t c;
        size_t length = text_decode(s, n, &c);
        if (length == 0 || text_is_control(c)) {
            length = length ? length : 1; /* shown as '?' */
            width++;
        } else {
            width += (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
        }
        s += length;
        n -= length;
    }
    return width;
}

static void write_clean(FILE *out, const char *s)
{
    size_t n = strlen(s);

    while (n > 0) {
        uint32_t c;
        size_t length = text_decode(s, n, &c);
        if (length == 0 || text_is_control(c))
            fputc('?', out);
        else
            fwrite(s, 1, length, out);
        length = length ? length : 1;
        s += length;
        n -= length;
    }
}

void text_pad(FILE *out, const char *s, size_t width, bool right_aligned)
{
    size_t taken = text_width(s);
    int blanks = taken < width ? (int)(width - taken) : 0;

    fprintf(out, "%*s", right_aligned ? blanks : 0, "");
    write_clean(out, s);
    fprintf(out, "%*s", right_aligned ? 0 : blanks, "");
}

static bool is_blank(uint32_t c)
{
    static const uint32_t blanks[] = {' ', 0xa0, 0x3000, 0xfeff, 0x200b, 0x200c, 0x200d, 0x2060};

    if (c >= '\t' && c <= '\r')
        return true;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (c == blanks[i])
            return true;
    return false;
}

const char *text_trim(const char *s, size_t *n)
{
    size_t left = *n, end = 0;

    while (left > 0) {
        uint32_t c;
        size_t length = text_decode(s, left, &c);
        if (length == 0 || !is_blank(c))
            break;
        s += length;
        left -= length;
    }
    for (size_t i = 0; i < left;) {
        uint32_t c = 0;
        size_t length = text_decode(s + i, left - i, &c);
        i += length ? length : 1;
        if (length == 0 || !is_blank(c))
            end = i;
    }
    *n = end;
    return s;
}

/* The ASCII character that c is the full-width form of, or 0. */
static char ascii_twin(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        return (char)(c - 0xfee0);
    return c == 0x3001 ? ',' : c == 0x201c || c == 0x201d ? '"' : '\0';
}

const char *text_wide_hint(const char *s, size_t n, char hint[TEXT_HINT_MAX])
{
    uint32_t c;

    *hint = '\0';
    for (size_t i = 0, length; i < n && !*hint; i += length ? length : 1) {
        length = text_decode(s + i, n - i, &c);
        if (length && ascii_twin(c))
            snprintf(hint, TEXT_HINT_MAX, "; the full-width '%.*s' is not '%c'", (int)length, s + i,
                     ascii_twin(c));
    }
    return hint;
}

bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_is_id(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= 63 && strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789") == n &&
           !(s[0] >= '0' && s[0] <= '9');
}

bool text_is_lua_word(const char *s, size_t n)
{
    static const char *const words[] = {
        "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
        "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
        "repeat",   "return", "then", "true", "until",  "while",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
            return true;
    return false;
}

/* ---- nearest name -------------------------------------------------------- */

enum { NEAREST_BYTES = 128, NOT_UTF8 = 0x110000 };

struct folded {
    uint32_t c[NEAREST_BYTES];
    size_t n;
};

/* False when the name is too long to be compared letter by letter. */
static bool fold(const char *s, struct folded *f)
{
    size_t n = strlen(s);

    f->n = 0;
    if (n > NEAREST_BYTES)
        return false;
    while (n > 0) {
        uint32_t c;
        size_t length = text_decode(s, n, &c);
        if (length == 0) {
            length = 1;
            c = NOT_UTF8 + (unsigned char)*s;
        } else {
            c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        }
        f->c[f->n++] = c;
        s += length;
        n -= length;
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein, restricted: no pair of letters is edited again after it was swapped. */
static size_t distance(const struct folded *a, const struct folded *b)
{
    size_t rows[3][NEAREST_BYTES + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2], *spare;

    for (size_t j = 0; j <= b->n; j++)
        last[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            size_t d = last[j - 1] + (a->c[i - 1] != b->c[j - 1]);
            d = least(d, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->c[i - 1] == b->c[j - 2] && a->c[i - 2] == b->c[j - 1])
                d = least(d, before[j - 2] + 1);
            row[j] = d;
        }
        spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b->n];
}

/* "ne" for "en". */
static bool is_turned(const struct folded *a, const struct folded *b)
{
    return a->n == 2 && a->c[0] == b->c[1] && a->c[1] == b->c[0];
}

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* Two letters of which one is another: cn is not en. Folded. */
static bool is_other_pair(const struct folded *a, const struct folded *b)
{
    if (a->n != 2 || b->n != 2 || is_turned(a, b))
        return false;
    return is_letter(a->c[0]) && is_letter(a->c[1]) && is_letter(b->c[0]) && is_letter(b->c[1]);
}

/* The number of edits between the two, or SIZE_MAX when that is too many to be meant. */
static size_t nearness(const struct folded *name, const struct folded *candidate)
{
    size_t longer = name->n > candidate->n ? name->n : candidate->n;
    size_t limit = longer / 3 > 1 ? longer / 3 : 1, d;

    if (longer - least(name->n, candidate->n) > limit)
        return SIZE_MAX;
    d = distance(name, candidate);
    if (d && is_other_pair(name, candidate))
        return SIZE_MAX;
    return d <= limit && (d < longer || d == 0) ? d : SIZE_MAX;
}

const char *text_nearest(const char *name, const char *const *candidates, size_t n)
{
    struct folded a, b;
    bool comparable = fold(name, &a);
    const char *nearest = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < n; i++) {
        if (!candidates[i])
            continue;
        if (strcmp(name, candidates[i]) == 0)
            return candidates[i];
        if (comparable && fold(candidates[i], &b)) {
            size_t d = nearness(&a, &b);
            if (d < best) {
                best = d;
                nearest = candidates[i];
            }
        }
    }
    return nearest;
}

const char *text_meant(const char *near, char hint[TEXT_MEANT_MAX])
{
    hint[0] = '\0';
    if (near)
        snprintf(hint, TEXT_MEANT_MAX, "; did you mean %s?", near);
    return hint;
}

/* ---- a growing string ---------------------------------------------------- */

/* Makes room for n more bytes and a NUL. */
static bool str_grow(struct str *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 64;
    char *s;

    if (b->failed || n >= SIZE_MAX / 2 - b->n) {
        b->failed = true;
        return false;
    }
    if (b->s && b->n + n < b->cap)
        return true;
    while (cap <= b->n + n)
        cap *= 2;
    s = realloc(b->s, cap);
    if (!s) {
        b->failed = true;
        return false;
    }
    b->s = s;
    b->cap = cap;
    return true;
}

void str_add_bytes(struct str *b, const char *s, size_t n)
{
    if (!str_grow(b, n))
        return;
    if (n > 0)
        memcpy(b->s + b->n, s, n);
    b->n += n;
    b->s[b->n] = '\0';
}

void str_add(struct str *b, const char *s)
{
    str_add_bytes(b, s, strlen(s));
}

void str_printf(struct str *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        b->failed = true;
    else if (str_grow(b, (size_t)n)) {
        va_start(ap, fmt);
        vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
        va_end(ap);
        b->n += (size_t)n;
    }
}

void str_fini(struct str *b)
{
    free(b->s);
    *b = (struct str){0};
}
