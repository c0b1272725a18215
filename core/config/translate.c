/* SPDX-License-Identifier: MIT */
/* Made messages, recognised by their formats and said in Chinese. */
#include "config/translate.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

const struct twin twins[] = {
#include "config/twins.inc"
};
const size_t n_twins = sizeof twins / sizeof *twins;

enum { CAUGHT_MAX = 24, DEEPEST = 6 };

/* What stands in the places of a format's conversions. */
struct caught {
    const char *s[CAUGHT_MAX];
    size_t n[CAUGHT_MAX], count;
    bool ending[CAUGHT_MAX]; /* the s of a plural: Chinese has none */
};

struct span {
    const char *s;
    size_t n;
};

/* ---- formats ---------------------------------------------------------------------- */

size_t translate_conversion(const char *s, char *kind)
{
    size_t n = 1;
    if (s[0] != '%' || s[1] == '%')
        return 0;
    n += strspn(s + n, "0123456789$+-#.*");
    n += strspn(s + n, "hlzjtL");
    if (kind)
        *kind = s[n];
    return s[n] && strchr("diouxXeEfgGcswnI", s[n]) ? n + 1 : 0;
}

static bool is_text(char kind)
{
    return kind == 's' || kind == 'w';
}

/* "%zu unit%s": whether the text conversion at s is the ending of a word that is counted. */
static bool is_ending(const char *format, const char *s)
{
    bool counted = false;
    for (const char *f = format; f < s;) {
        char kind;
        const size_t n = translate_conversion(f, &kind);
        if (n)
            counted = !is_text(kind) || is_ending(format, f);
        else if (!islower((unsigned char)*f) && *f != ' ')
            counted = false;
        f += n ? n : 1;
    }
    return counted && s > format && islower((unsigned char)s[-1]);
}

/* How much at s a number of this kind takes, or one character. */
static size_t number_length(struct span s, char kind)
{
    static const char digits[] = "0123456789";
    const char *of = kind == 'x' || kind == 'X' ? "0123456789abcdefABCDEFx#"
                     : strchr("dui", kind)      ? digits
                                                : "0123456789.e+-infa";
    size_t n = 0;
    if (kind == 'c') {
        uint32_t c;
        return text_decode(s.s, s.n, &c);
    }
    if (kind == 'd' && s.n && *s.s == '-')
        n++;
    while (n < s.n && s.s[n] && strchr(of, s.s[n]))
        n++;
    return n;
}

/* ---- recognising -------------------------------------------------------------------- */

/*
 * Whether what stands at `at` is what the format says up to its next text conversion: fixed
 * letters and numbers. *format and *at move behind it, *fixed counts the letters.
 */
static bool take_fixed(const char **format, struct span *at, struct caught *c, size_t *fixed)
{
    const char *f = *format;
    struct span s = *at;
    while (*f) {
        char kind;
        const size_t length = translate_conversion(f, &kind);
        size_t n = 1;
        if (length && is_text(kind))
            break;
        if (length) {
            n = number_length(s, kind);
            if (!n || c->count == CAUGHT_MAX)
                return false;
            c->ending[c->count] = false;
            c->s[c->count] = s.s;
            c->n[c->count++] = n;
            ++*fixed;
            f += length;
        } else {
            if (!s.n || *s.s != *f)
                return false;
            f += f[0] == '%' && f[1] == '%' ? 2 : 1;
            ++*fixed;
        }
        s.s += n;
        s.n -= n;
    }
    *format = f;
    *at = s;
    return true;
}

static bool has_place(struct span s)
{
    return memmem(s.s, s.n, ": ", 2) != NULL || (s.n && s.s[s.n - 1] == ':');
}

/*
 * A text and a format: what texts stand for is as short as can be. *fixed: how many letters are
 * the format's own. A text that the format begins with has no ": " within: that would be a place.
 */
static bool matches(const char *format, struct span text, struct caught *c, size_t *fixed)
{
    const char *f = format;
    struct span at = text;
    *fixed = 0;
    c->count = 0;
    if (!take_fixed(&f, &at, c, fixed))
        return false;
    while (*f) {
        char kind;
        const size_t count = c->count, before = *fixed;
        const char *const start = at.s, *const place = f,
                          *rest = f += translate_conversion(f, &kind);
        bool found = false;
        if (count == CAUGHT_MAX)
            return false;
        c->ending[count] = is_ending(format, place);
        for (const char *s = start; !found && s <= text.s + text.n; s++) {
            struct span here = {s, (size_t)(text.s + text.n - s)};
            rest = f;
            *fixed = before;
            c->count = count + 1;
            found = take_fixed(&rest, &here, c, fixed) && (*rest || !here.n);
            if (found) {
                c->s[count] = start;
                c->n[count] = (size_t)(s - start);
                at = here;
            }
        }
        if (!found || (start == text.s && has_place((struct span){start, c->n[count]})))
            return false;
        f = rest;
    }
    return !at.n;
}

/* The twin with the most letters of its own, NULL: none. */
static const struct twin *twin_of(struct span text, struct caught *best)
{
    const struct twin *found = NULL;
    size_t most = 0;
    for (size_t i = 0; i < n_twins; i++) {
        const char first = twins[i].english[0];
        struct caught c;
        size_t fixed;
        if (first != '%' && (!text.n || first != *text.s))
            continue;
        if (matches(twins[i].english, text, &c, &fixed) && fixed > most) {
            found = &twins[i];
            most = fixed;
            *best = c;
        }
    }
    return found;
}

bool translate_knows(const char *format)
{
    for (const char *s = format; s; s = strstr(s, ": "), s = s ? s + 2 : NULL)
        for (size_t i = 0; i < n_twins; i++)
            if (strcmp(twins[i].english, s) == 0)
                return true;
    return false;
}

/* ---- saying it in Chinese ----------------------------------------------------------- */

static void add(struct str *out, struct span text, int depth);

/* Names stay: of what is no phrase only the words that the format marks by %w are ours. */
static void add_caught(struct str *out, struct span s, char kind, int depth)
{
    if (kind == 'n') /* the format says it otherwise */
        return;
    if (kind == 'w' || (kind == 's' && memchr(s.s, ' ', s.n)))
        add(out, s, depth + 1);
    else
        str_add_bytes(out, s.s, s.n);
}

static void add_chinese(struct str *out, const char *chinese, const struct caught *c, int depth)
{
    size_t next = 0;
    for (const char *s = chinese; *s;) {
        char kind;
        const size_t length = translate_conversion(s, &kind);
        if (!length) {
            str_add_bytes(out, s, 1);
            s += s[0] == '%' && s[1] == '%' ? 2 : 1;
            continue;
        }
        if (memchr(s, '$', length)) /* %2$s */
            next = (size_t)(s[1] - '1');
        else
            while (next < c->count && c->ending[next])
                next++;
        if (next < c->count)
            add_caught(out, (struct span){c->s[next], c->n[next]}, kind, depth);
        next++;
        s += length;
    }
}

static bool add_known(struct str *out, struct span text, int depth)
{
    struct caught c = {.count = 0};
    const struct twin *t = depth <= DEEPEST ? twin_of(text, &c) : NULL;
    if (t)
        add_chinese(out, t->chinese, &c, depth);
    return t != NULL;
}

/* A place, of which parts may be phrases ("period 2 of 3"), and the ": " behind it. */
static void add_place(struct str *out, struct span place, int depth)
{
    while (place.n) {
        const char *end = memmem(place.s, place.n, ": ", 2);
        const struct span part = {place.s, end ? (size_t)(end - place.s) : place.n};
        if (!memchr(part.s, ' ', part.n) || !add_known(out, part, depth + 1))
            str_add_bytes(out, part.s, part.n);
        if (!end)
            return;
        str_add_bytes(out, ": ", 2);
        place.s += part.n + 2;
        place.n -= part.n + 2;
    }
}

/* The longest end of the text that is known and begins behind a ": ", added to `known`; where it
   begins. NULL: none is. */
static const char *known_end(struct str *known, struct span text, int depth)
{
    while (!add_known(known, text, depth)) {
        const char *colon = memmem(text.s, text.n, ": ", 2);
        if (!colon)
            return NULL;
        text.n -= (size_t)(colon + 2 - text.s);
        text.s = colon + 2;
    }
    return text.s;
}

/* A text that ends with a hint, "; did you mean a?": both by themselves. */
static bool add_hinted(struct str *out, struct span text, int depth)
{
    struct span rest = text;
    const char *sign;
    while ((sign = memmem(rest.s, rest.n, "; ", 2))) {
        struct str hint = {0};
        bool known;
        rest = (struct span){sign, (size_t)(text.s + text.n - sign)};
        known = add_known(&hint, rest, depth + 1);
        if (!known) { /* or a message of its own */
            str_add(&hint, "；");
            known = add_known(&hint, (struct span){sign + 2, rest.n - 2}, depth + 1);
        }
        if (known) {
            add(out, (struct span){text.s, (size_t)(sign - text.s)}, depth + 1);
            str_add_bytes(out, hint.s ? hint.s : "", hint.n);
        }
        str_fini(&hint);
        if (known)
            return true;
        rest.s += 2;
        rest.n -= 2;
    }
    return false;
}

static void add(struct str *out, struct span text, int depth)
{
    struct str known = {0};
    const char *from = known_end(&known, text, depth);
    if (from) {
        add_place(out, (struct span){text.s, (size_t)(from - text.s)}, depth);
        str_add_bytes(out, known.s ? known.s : "", known.n);
        out->failed |= known.failed;
    } else if (depth > DEEPEST || !add_hinted(out, text, depth)) {
        add_place(out, text, depth);
    }
    str_fini(&known);
}

void translate_add(struct str *out, int language, const char *text)
{
    if (language == LANGUAGE_ZH)
        add(out, (struct span){text, strlen(text)}, 0);
    else
        str_add(out, text);
}
