/* SPDX-License-Identifier: MIT */
/* What the results of a method lie between, read from its descriptor. */
#include "methods/range.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

enum { WORD = 64 };

/* Where the text goes on behind the next word of it; the word's bytes in `word`. */
static const char *next_word(const char *s, char word[WORD])
{
    size_t n = 0;
    s += strspn(s, " ");
    while (s[n] && !strchr(" ,+=", s[n]) && n + 1 < WORD)
        n++;
    memcpy(word, s, n);
    word[n] = '\0';
    s += n;
    return s + strspn(s, " ");
}

static bool is_real(const struct heng_param *p)
{
    return p && (p->type == HENG_REAL || p->type == HENG_REALS);
}

static double real_of(const struct heng_method *d, const void *params, const char *name, size_t i)
{
    const struct param_table t = method_params(d);
    const struct heng_param *p = param_find(&t, name);
    const char *at = (const char *)params + (p ? p->offset : 0);
    if (p && p->type == HENG_REAL) {
        double v;
        memcpy(&v, at, sizeof v);
        return v;
    }
    if (p && p->type == HENG_REALS) {
        struct heng_reals v;
        memcpy(&v, at, sizeof v);
        return i < v.n ? v.v[i] : (double)NAN;
    }
    return NAN;
}

/* A sum of numbers and parameters; i: which of the numbers of a list. */
static const char *read_end(const struct heng_method *d, const void *params, const char *s,
                            size_t i, double *to)
{
    *to = 0;
    for (;;) {
        char word[WORD];
        double v;
        s = next_word(s, word);
        *to += number_parse(word, strlen(word), &v) ? v : real_of(d, params, word, i);
        if (*s != '+')
            return s;
        s++;
    }
}

/* "when KEY = VALUE", VALUE as a profile writes it; nothing: true. */
static bool holds(const struct heng_method *d, const void *params, const char *s)
{
    const struct param_table t = method_params(d);
    const struct heng_param *p;
    char key[WORD], value[WORD];
    struct str printed = {0};
    bool is;
    s = next_word(s, key);
    if (!text_equal(key, "when"))
        return true;
    s = next_word(s, key);
    next_word(s + (*s == '='), value);
    p = param_find(&t, key);
    if (p)
        param_print(p, params, &printed);
    is = p && !printed.failed && text_equal(printed.s ? printed.s : "", value);
    str_fini(&printed);
    return is;
}

struct method_range method_range(const struct heng_method *d, const void *params)
{
    const struct method_range open = {RANGE_OPEN, -INFINITY, INFINITY};
    struct method_range r = {.kind = RANGE_CLOSED};
    const char *s = d->range;
    if (!s)
        return open;
    if (strncmp(s, "children", strlen("children")) == 0) {
        r = (struct method_range){RANGE_OF_CHILDREN, -INFINITY, INFINITY};
        s += strlen("children");
    } else {
        const char *second = read_end(d, params, s, 0, &r.lo);
        s = read_end(d, params, *second == ',' ? second + 1 : s, 1, &r.hi);
    }
    return holds(d, params, s) && (r.kind == RANGE_OF_CHILDREN || r.lo < r.hi) ? r : open;
}

/* ---- whether it can be read ---------------------------------------------------------------- */

/* Behind an end, of which *names says whether it has a parameter of two numbers; NULL: there is a
   word in it that is neither a number nor a parameter of numbers. */
static const char *skip_end(const struct heng_method *d, const char *s, bool *list)
{
    const struct param_table t = method_params(d);
    *list = false;
    for (;;) {
        char word[WORD];
        const struct heng_param *p;
        double v;
        s = next_word(s, word);
        p = param_find(&t, word);
        if (!number_parse(word, strlen(word), &v) && !is_real(p))
            return NULL;
        *list |= p && p->type == HENG_REALS;
        if (*s != '+')
            return s;
        s++;
    }
}

/* Nothing, or a condition on a parameter. */
static bool is_condition(const struct heng_method *d, const char *s)
{
    const struct param_table t = method_params(d);
    char word[WORD];
    if (!*s)
        return true;
    s = next_word(s, word);
    if (!text_equal(word, "when"))
        return false;
    s = next_word(s, word);
    if (!param_find(&t, word) || *s != '=')
        return false;
    s = next_word(s + 1, word);
    return !*s;
}

const char *method_range_fault(const struct heng_method *d)
{
    static const char *const wanted =
        "\"0, 1\", \"0, scale\", \"range\" or \"children\" wanted, numbers and parameters of "
        "numbers, and perhaps when KEY = VALUE";
    const char *s = d->range;
    bool list = false, ignored;
    if (!s)
        return NULL;
    if (d->stage != HENG_NORMALISE && d->stage != HENG_AGGREGATE)
        return "only what normalises or aggregates has one";
    if (strncmp(s, "children", strlen("children")) == 0) {
        if (d->stage != HENG_AGGREGATE)
            return "children: only what aggregates has any";
        s += strlen("children");
        s += strspn(s, " ");
    } else {
        s = skip_end(d, s, &list);
        if (s && *s == ',')
            s = skip_end(d, s + 1, &ignored);
        else if (!list)
            s = NULL;
    }
    return s && is_condition(d, s) ? NULL : wanted;
}
