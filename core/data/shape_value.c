/* SPDX-License-Identifier: MIT */
/* A dressed figure: one thing after another is taken off, as far as the options allow. */
#include "data/shape_value.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/csv_scan.h"

enum { FIGURE_MAX = 200, GROUP = 3, INDIAN_GROUP = 2 };

/* The cell while it is undressed. */
struct undressing {
    const struct csv_rules *rules;
    const struct shape_options *l;
    const char *s;
    size_t n;
    struct shape_figure *to;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool begins(const char *s, size_t n, const char *with)
{
    size_t m = strlen(with);
    return m <= n && memcmp(s, with, m) == 0;
}

static bool ends(const char *s, size_t n, const char *with)
{
    size_t m = strlen(with);
    return m <= n && memcmp(s + n - m, with, m) == 0;
}

static void keep(struct undressing *u, size_t n)
{
    u->n = n;
    u->s = csv_trim(u->s, &u->n);
}

/* ---- separators ------------------------------------------------------------------------------ */

static size_t separator(enum shape_thousands kind, const struct csv_rules *r, const char *s,
                        size_t n)
{
    static const char *const blanks[] = {" ", "\u00a0", "\u202f", "\u2009", "\u3000"};
    static const char *const apostrophes[] = {"'", "\u2019", "\u02bc"};
    if (kind == THOUSANDS_INDIAN || kind == THOUSANDS_USUAL)
        return *s == r->group;
    for (size_t i = 0; kind == THOUSANDS_SPACE && i < sizeof blanks / sizeof *blanks; i++)
        if (begins(s, n, blanks[i]))
            return strlen(blanks[i]);
    for (size_t i = 0; kind == THOUSANDS_APOSTROPHE && i < sizeof apostrophes / sizeof *apostrophes;
         i++)
        if (begins(s, n, apostrophes[i]))
            return strlen(apostrophes[i]);
    return 0;
}

/* Whether digits may be parted into groups of these lengths. */
static bool lawful_groups(enum shape_thousands kind, const size_t *runs, size_t n, bool from_zero)
{
    if (n < 2)
        return true;
    if (runs[n - 1] != GROUP || runs[0] < 1 || runs[0] > GROUP || from_zero)
        return false;
    for (size_t i = 1; i + 1 < n; i++)
        if (runs[i] != (kind == THOUSANDS_INDIAN ? INDIAN_GROUP : GROUP))
            return false;
    return kind != THOUSANDS_INDIAN || n < 3 || runs[0] <= INDIAN_GROUP;
}

/* The number with a point and without separators; false where digits are not grouped so. */
static bool ungroup(const struct csv_rules *r, enum shape_thousands kind, const char *s, size_t n,
                    char to[FIGURE_MAX], size_t *m)
{
    size_t runs[FIGURE_MAX] = {0}, n_runs = 1, i = 0, gap;
    char first = '1';
    *m = 0;
    if (n && (s[0] == '-' || s[0] == '+'))
        to[(*m)++] = s[i++];
    for (; i < n; i += gap ? gap : 1) {
        gap = separator(kind, r, s + i, n - i);
        if (gap) {
            n_runs++;
        } else if (is_digit(s[i])) {
            first = runs[0] == 0 ? s[i] : first;
            runs[n_runs - 1]++;
            to[(*m)++] = s[i];
        } else {
            break;
        }
    }
    for (; i < n; i++)
        to[(*m)++] = s[i] == r->decimal ? '.' : s[i] == '.' ? '?' : s[i];
    return lawful_groups(kind, runs, n_runs, first == '0');
}

static bool read_number(const struct undressing *u, const char *s, size_t n, double *v)
{
    enum shape_thousands kind = u->l->thousands;
    char plain[FIGURE_MAX];
    size_t m;
    if (kind == THOUSANDS_NONE && u->rules->thousands)
        kind = THOUSANDS_USUAL;
    if (kind <= THOUSANDS_USUAL)
        return csv_value_read(u->rules, s, n, v) == CSV_NUMBER;
    return n < FIGURE_MAX && ungroup(u->rules, kind, s, n, plain, &m) && number_parse(plain, m, v);
}

/* ---- what stands around ---------------------------------------------------------------------- */

static void mark(struct undressing *u, const char *s, size_t n)
{
    s = csv_trim(s, &n);
    if (!u->to->n_mark && n) {
        u->to->mark = s;
        u->to->n_mark = n;
    }
}

static bool take_percent(struct undressing *u)
{
    static const char *const signs[] = {"%", "\uff05"};
    for (size_t i = 0; u->l->percent && i < sizeof signs / sizeof *signs; i++)
        if (u->n > strlen(signs[i]) && ends(u->s, u->n, signs[i])) {
            keep(u, u->n - strlen(signs[i]));
            return true;
        }
    return false;
}

/* "[70.1-72.3]", "(70.1 – 72.3)": two numbers and what parts them. */
static bool is_bounds(const struct undressing *u, const char *s, size_t n, double *low,
                      double *high)
{
    static const char *const between[] = {"-", "\u2013", "\u2014", "\u2212", "~",
                                          ",", ";",      " to ",   "\uff0d", "\uff5e"};
    for (size_t i = 1; i + 1 < n; i++)
        for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
            size_t m = strlen(between[k]), left = i, right;
            const char *a, *b;
            if (!begins(s + i, n - i, between[k]))
                continue;
            right = n - i - m;
            a = csv_trim(s, &left);
            b = csv_trim(s + i + m, &right);
            if (read_number(u, a, left, low) && read_number(u, b, right, high) && *low <= *high)
                return true;
        }
    return false;
}

static bool take_bracket(struct undressing *u, bool bounds)
{
    static const char *const open[] = {"[", "(", "\uff08", "\uff3b"};
    static const char *const close[] = {"]", ")", "\uff09", "\uff3d"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        size_t m = strlen(open[i]);
        const char *at = memmem(u->s, u->n, open[i], m);
        double low = NAN, high = NAN;
        if (!at || at == u->s || !ends(u->s, u->n, close[i]))
            continue;
        if (is_bounds(u, at + m, (size_t)(u->s + u->n - at) - 2 * m, &low, &high) != bounds)
            continue;
        if (bounds) {
            u->to->low = low;
            u->to->high = high;
        }
        mark(u, at, (size_t)(u->s + u->n - at));
        keep(u, (size_t)(at - u->s));
        return true;
    }
    return false;
}

static bool take_sign(struct undressing *u)
{
    static const char *const signs[] = {"*",      "#",      "\u2020", "\u2021", "\u00b9", "\u00b2",
                                        "\u00b3", "\u2074", "\u2075", "\u2460", "\u2461", "\u2462",
                                        "\u2463", "\u2464", "\u2465", "\u00a7", "\u00b6"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t m = strlen(signs[i]);
        if (u->n <= m || !ends(u->s, u->n, signs[i]))
            continue;
        mark(u, u->s + u->n - m, m);
        keep(u, u->n - m);
        return true;
    }
    return false;
}

enum { LETTERS_MOST = 6 };

/* Letters behind a blank, or up to two right behind the digits: "1.2 p", "12.5be". */
static bool take_letters(struct undressing *u)
{
    size_t k = 0, m;
    while (k < u->n && (u->s[u->n - 1 - k] | 32) >= 'a' && (u->s[u->n - 1 - k] | 32) <= 'z')
        k++;
    if (k == 0 || k == u->n || k > LETTERS_MOST)
        return false;
    m = u->n - k;
    if (!is_digit(u->s[m - 1]) && u->s[m - 1] != ' ' && u->s[m - 1] != '*')
        return false;
    mark(u, u->s + m, k);
    keep(u, m);
    return true;
}

static bool take_off(struct undressing *u)
{
    bool marks = u->l->notes || u->l->flags;
    return take_percent(u) || (u->l->intervals && take_bracket(u, true)) ||
           (marks && (take_sign(u) || take_letters(u))) || (u->l->notes && take_bracket(u, false));
}

static enum csv_value censored(struct undressing *u)
{
    static const char *const signs[] = {"<=",     ">=",     "<",      ">",
                                        "\u2264", "\u2265", "\uff1c", "\uff1e"};
    for (size_t i = 0; u->l->censored && i < sizeof signs / sizeof *signs; i++) {
        size_t m = strlen(signs[i]), left = u->n - m;
        const char *rest;
        double v;
        if (!begins(u->s, u->n, signs[i]))
            continue;
        rest = csv_trim(u->s + m, &left);
        if (!read_number(u, rest, left, &v))
            return CSV_OTHER;
        mark(u, u->s, m);
        u->to->v = v;
        return u->l->censored == CENSORED_BOUND ? CSV_NUMBER : CSV_MISSING;
    }
    return CSV_OTHER;
}

/* Figures as Chinese and Japanese typists write them: １２３．５ is 123.5. */
static bool read_wide(const struct undressing *u)
{
    char plain[FIGURE_MAX];
    size_t n = 0, wide = 0;
    for (size_t i = 0; i < u->n && n < sizeof plain; i++) {
        const bool is_wide =
            u->n - i >= 3 && u->s[i] == '\xef' && u->s[i + 1] == '\xbc' && u->s[i + 2] < '\xa0';
        plain[n++] = is_wide ? (char)((unsigned char)u->s[i + 2] - 0x60) : u->s[i];
        wide += is_wide;
        i += is_wide ? 2 : 0;
    }
    return wide && n < sizeof plain &&
           (csv_value_read(u->rules, plain, n, &u->to->v) == CSV_NUMBER ||
            read_number(u, plain, n, &u->to->v));
}

enum csv_value shape_value(const struct csv_rules *r, const struct shape_options *l, const char *s,
                           size_t n, struct shape_figure *to)
{
    struct undressing u = {r, l, s, n, to};
    enum csv_value read;
    *to = (struct shape_figure){.v = NAN, .low = NAN, .high = NAN};
    for (;;) {
        read = csv_value_read(r, u.s, u.n, &to->v);
        if (read != CSV_OTHER)
            return read;
        if (read_number(&u, u.s, u.n, &to->v) || read_wide(&u))
            return CSV_NUMBER;
        if ((read = censored(&u)) != CSV_OTHER)
            return read;
        if (!take_off(&u))
            return CSV_OTHER;
    }
}

const char *shape_value_key(const struct csv_rules *r, const char *s, size_t n)
{
    static const struct {
        const char *key;
        struct shape_options options;
    } each[] = {
        {"percent = yes", {.percent = true}},
        {"intervals = yes", {.intervals = true}},
        {"notes = strip", {.notes = true}},
        {"flags = yes", {.flags = true}},
        {"censored = bound or missing", {.censored = CENSORED_BOUND}},
        {"thousands = space", {.thousands = THOUSANDS_SPACE}},
        {"thousands = apostrophe", {.thousands = THOUSANDS_APOSTROPHE}},
        {"thousands = indian", {.thousands = THOUSANDS_INDIAN}},
    };
    struct shape_figure unused = {0};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        if (shape_value(r, &each[i].options, s, n, &unused) != CSV_OTHER)
            return each[i].key;
    return NULL;
}
