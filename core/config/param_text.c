/* SPDX-License-Identifier: MIT */
/* Parameters as text: what a value is expected to be, and a value as a profile would give it. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "config/param_internal.h"

/* ---- what was expected --------------------------------------------------- */

static void add_number(struct str *b, double v)
{
    char text[NUMBER_TEXT_MAX];
    number_format(v, text);
    str_add(b, text);
}

/* " 0..1" in help, " from 0 to 1" in a message. */
static void add_range(const struct heng_param *p, bool help, struct str *b)
{
    if (isinf(p->min) && isinf(p->max))
        return;
    str_add(b, " ");
    if (isinf(p->min)) {
        str_add(b, "up to ");
        add_number(b, p->max);
        return;
    }
    str_add(b, help || isinf(p->max) ? "" : "from ");
    add_number(b, p->min);
    if (isinf(p->max)) {
        str_add(b, " or more");
        return;
    }
    str_add(b, help ? ".." : " to ");
    add_number(b, p->max);
}

static void add_count(const struct heng_param *p, bool help, const char *things, struct str *b)
{
    if (p->n_max && p->n_max == p->n_min)
        str_printf(b, "%zu %s", p->n_min, things);
    else if (p->n_max)
        str_printf(b, "%zu to %zu %s", p->n_min, p->n_max, things);
    else if (p->n_min > 1)
        str_printf(b, "%zu or more %s", p->n_min, things);
    else
        str_printf(b, "%slist of %s", help ? "" : "a ", things);
}

static void expect_bool(const struct heng_param *p, bool help, struct str *b)
{
    (void)p, (void)help;
    str_add(b, "yes or no");
}

static void expect_int(const struct heng_param *p, bool help, struct str *b)
{
    str_add(b, help ? "whole number" : "a whole number");
    add_range(p, help, b);
}

static void expect_real(const struct heng_param *p, bool help, struct str *b)
{
    str_add(b, help ? "number" : "a number");
    add_range(p, help, b);
}

static void expect_choice(const struct heng_param *p, bool help, struct str *b)
{
    str_add(b, help ? "" : "one of ");
    for (const char *s = p->choices ? p->choices : ""; *s; s++)
        if (*s == '|' && !help)
            str_add(b, ", ");
        else
            str_add_bytes(b, s, 1);
}

static void expect_text(const struct heng_param *p, bool help, struct str *b)
{
    (void)p;
    str_add(b, help ? "text" : "a text");
}

static void expect_reals(const struct heng_param *p, bool help, struct str *b)
{
    add_count(p, help, "numbers", b);
    add_range(p, help, b);
}

static void expect_names(const struct heng_param *p, bool help, struct str *b)
{
    add_count(p, help, "names", b);
}

static void expect_tables(const struct heng_param *p, bool help, struct str *b)
{
    add_count(p, help, "CSV files", b);
}

static void expect_unknown(const struct heng_param *p, bool help, struct str *b)
{
    (void)p, (void)help;
    str_add(b, "?");
}

/* ---- back to text -------------------------------------------------------- */

static const void *stored(const struct heng_param *p, const void *from)
{
    return (const char *)from + p->offset;
}

static void print_bool(const struct heng_param *p, const void *from, struct str *b)
{
    int v;
    memcpy(&v, stored(p, from), sizeof v);
    str_add(b, v ? "yes" : "no");
}

static void print_int(const struct heng_param *p, const void *from, struct str *b)
{
    int64_t v;
    memcpy(&v, stored(p, from), sizeof v);
    str_printf(b, "%lld", (long long)v);
}

static void print_real(const struct heng_param *p, const void *from, struct str *b)
{
    double v;
    memcpy(&v, stored(p, from), sizeof v);
    add_number(b, v);
}

static void print_choice(const struct heng_param *p, const void *from, struct str *b)
{
    const char *s = p->choices;
    int v;
    memcpy(&v, stored(p, from), sizeof v);
    for (; v > 0 && s; v--) {
        s = strchr(s, '|');
        s = s ? s + 1 : NULL;
    }
    if (v == 0 && s)
        str_add_bytes(b, s, strcspn(s, "|"));
}

static void print_text(const struct heng_param *p, const void *from, struct str *b)
{
    const char *v;
    memcpy(&v, stored(p, from), sizeof v);
    str_add(b, v ? v : "");
}

static void print_reals(const struct heng_param *p, const void *from, struct str *b)
{
    struct heng_reals list;
    memcpy(&list, stored(p, from), sizeof list);
    for (size_t i = 0; i < list.n; i++) {
        str_add(b, i ? ", " : "");
        add_number(b, list.v[i]);
    }
}

static void print_names(const struct heng_param *p, const void *from, struct str *b)
{
    struct heng_names list;
    memcpy(&list, stored(p, from), sizeof list);
    for (size_t i = 0; i < list.n; i++) {
        str_add(b, i ? ", " : "");
        str_add(b, list.v[i]);
    }
}

static void print_tables(const struct heng_param *p, const void *from, struct str *b)
{
    struct heng_tables list;
    memcpy(&list, stored(p, from), sizeof list);
    for (size_t i = 0; i < list.n; i++) {
        str_add(b, i ? ", " : "");
        str_add(b, list.v[i].path);
    }
}

static void print_unknown(const struct heng_param *p, const void *from, struct str *b)
{
    (void)p, (void)from;
    str_add(b, "?");
}

const struct param_text param_texts[] = {
    {expect_unknown, print_unknown},
    [HENG_BOOL] = {expect_bool, print_bool},
    [HENG_INT] = {expect_int, print_int},
    [HENG_REAL] = {expect_real, print_real},
    [HENG_CHOICE] = {expect_choice, print_choice},
    [HENG_TEXT] = {expect_text, print_text},
    [HENG_REALS] = {expect_reals, print_reals},
    [HENG_NAMES] = {expect_names, print_names},
    [HENG_TABLES] = {expect_tables, print_tables},
};
