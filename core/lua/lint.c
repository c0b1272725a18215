/* SPDX-License-Identifier: MIT */
/* What can be told of a formula from its text: an unknown name, an operator that vectors lack. */
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

struct lint {
    const struct scope *sc;
    struct token before, last, now, next; /* a window of four */
    bool has_function, has_scalar, has_comparison, has_logic;
    char *why;
    size_t size;
};

static bool is_comparison(const struct token *t)
{
    static const char *const operators[] = {"==", "~=", "<", ">", "<=", ">="};

    for (size_t i = 0; t->kind == TOKEN_SYMBOL && i < sizeof operators / sizeof *operators; i++)
        if (token_is(t, operators[i]))
            return true;
    return false;
}

static const char *comparison_function(const struct token *t)
{
    static const char *const pairs[][2] = {{"==", "eq"}, {"~=", "ne"}, {"<", "lt"},
                                           {">", "gt"},  {"<=", "le"}, {">=", "ge"}};

    for (size_t i = 0; i < 6; i++)
        if (token_is(t, pairs[i][0]))
            return pairs[i][1];
    return "eq";
}

static bool is_field(const struct token *before)
{
    return token_is(before, ".") || token_is(before, ":");
}

static void token_name(const struct token *t, char *name, size_t size)
{
    size_t n = t->n < size - 1 ? t->n : size - 1;

    memcpy(name, t->s, n);
    name[n] = '\0';
}

static bool in_names(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool is_function(const struct scope *sc, const char *name)
{
    for (size_t i = 0; sc->function(i); i++)
        if (strcmp(sc->function(i), name) == 0)
            return true;
    return in_names(stdlib_names, name) || strcmp(name, "heng") == 0;
}

static bool is_param(const struct scope *sc, const char *name)
{
    return sc->params && (strcmp(name, "p") == 0 || param_find(sc->params, name));
}

/* A column or an earlier formula: a vector. */
static bool is_vector(const struct scope *sc, const struct token *t)
{
    char name[128];

    token_name(t, name, sizeof name);
    return !sc->units && t->kind == TOKEN_NAME && !is_function(sc, name) && !is_param(sc, name) &&
           scope_knows(sc, name);
}

/* A column that begins with the name and goes on with what no name has: infant deaths. */
static const char *longer_column(const struct scope *sc, const char *name)
{
    const size_t n = strlen(name);

    for (size_t i = 0; sc->all && sc->t && i < sc->t->n_variables; i++) {
        const char *column = sc->t->variables[i].name;
        if (strncmp(column, name, n) == 0 && column[n] && !lex_continues(column[n]))
            return column;
    }
    return NULL;
}

static bool lint_unknown(struct lint *l, const char *name)
{
    const struct scope *sc = l->sc;
    const char *longer = longer_column(sc, name);
    char hint[160];

    for (size_t k = sc->n_done + 1; k < sc->n_formulas; k++)
        if (strcmp(sc->formulas[k].name, name) == 0) {
            snprintf(l->why, l->size, "%s is defined only further down (%s)", name,
                     sc->formulas[k].where);
            return true;
        }
    if (stdlib_withheld(name)) {
        snprintf(l->why, l->size, "%s is not available in heng scripts%s", name,
                 stdlib_withheld(name));
        return true;
    }
    if (longer)
        snprintf(hint, sizeof hint, "; the column is written c[\"%.100s\"]", longer);
    else
        scope_suggest(sc, name, hint, sizeof hint);
    snprintf(l->why, l->size, "unknown name %s%s", name, hint);
    return true;
}

/* c["name"] */
static bool lint_written(struct lint *l)
{
    char name[128];

    token_name(&l->now, name, sizeof name);
    return !scope_knows(l->sc, "c") && !scope_knows(l->sc, name) && lint_unknown(l, name);
}

/* 2015 / 2014 where these are columns. */
static bool lint_number(struct lint *l)
{
    char name[128];

    token_name(&l->now, name, sizeof name);
    if (!scope_knows(l->sc, name))
        return false;
    snprintf(l->why, l->size,
             "%s is a number here, and the name of a column: write c[\"%s\"] for the column, %s%s "
             "for the number",
             name, name, name, strpbrk(name, ".eExX") ? "+0" : ".0");
    return true;
}

/* A Chinese character and the like, but no full-width sign. */
static bool is_letter_beyond(const char *s)
{
    return (unsigned char)s[0] >= 0xe3 && !(s[0] == '\xef' && s[1] == '\xbc');
}

/* What begins with a character beyond ASCII: all up to a blank or an ASCII sign. */
static bool lint_foreign(struct lint *l)
{
    static const char *const wide[][2] = {
        {"\uff08", "("},  {"\uff09", ")"},  {"\uff0c", ","}, {"\uff0b", "+"},  {"\uff0d", "-"},
        {"\u2212", "-"},  {"\u00d7", "*"},  {"\u00f7", "/"}, {"\uff0f", "/"},  {"\uff0a", "*"},
        {"\uff1d", "=="}, {"\uff1e", ">"},  {"\uff1c", "<"}, {"\u2264", "<="}, {"\u2265", ">="},
        {"\u2260", "~="}, {"\u201c", "\""}, {"\u201d", "\""}};
    const char *s = l->now.s;
    size_t n = 0;

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(s, wide[i][0], strlen(wide[i][0])) == 0) {
            snprintf(l->why, l->size, "%s is not understood; write %s", wide[i][0], wide[i][1]);
            return true;
        }
    while ((unsigned char)s[n] >= 0x80 || lex_continues(s[n]))
        n++;
    snprintf(l->why, l->size,
             "%.*s: a name with other characters than a-z, A-Z, 0-9 and _ is written c[\"%.*s\"]",
             (int)n, s, (int)n, s);
    return true;
}

static bool lint_name(struct lint *l)
{
    const struct scope *sc = l->sc;
    char name[128];

    token_name(&l->now, name, sizeof name);
    if (is_letter_beyond(l->now.s + l->now.n)) /* gdp总量 */
        return lint_foreign(l);
    if (token_is(&l->last, ".") && l->before.kind == TOKEN_NAME) {
        if (token_is(&l->before, "p") && sc->params && !param_find(sc->params, name)) {
            snprintf(l->why, l->size, "p.%s: no such parameter", name);
            return true;
        }
        return false;
    }
    if (is_field(&l->last) || token_is(&l->next, "="))
        return false;
    if (is_param(sc, name))
        l->has_scalar = true;
    if (is_function(sc, name) || is_param(sc, name) || scope_knows(sc, name))
        return false;
    if (strcmp(name, "c") == 0 && token_is(&l->next, "["))
        return false;
    return lint_unknown(l, name);
}

static bool lint_comparison(struct lint *l)
{
    bool left = is_vector(l->sc, &l->last) && !is_field(&l->before);
    bool right = is_vector(l->sc, &l->next);

    l->has_comparison = true;
    if (!left && !right)
        return false;
    snprintf(l->why, l->size, "%.*s does not compare vectors: write %s(a, b)", (int)l->now.n,
             l->now.s, comparison_function(&l->now));
    return true;
}

static bool lint_token(struct lint *l)
{
    if (l->now.kind == TOKEN_NAME)
        return lint_name(l);
    if (l->now.kind == TOKEN_NUMBER)
        return lint_number(l);
    if (l->now.kind == TOKEN_STRING && token_is(&l->last, "[") && token_is(&l->before, "c"))
        return lint_written(l);
    if (l->now.kind == TOKEN_SYMBOL && (unsigned char)l->now.s[0] >= 0x80)
        return lint_foreign(l);
    if (is_comparison(&l->now))
        return lint_comparison(l);
    if (l->now.kind == TOKEN_KEYWORD &&
        (token_is(&l->now, "and") || token_is(&l->now, "or") || token_is(&l->now, "not")))
        l->has_logic = true;
    return false;
}

static bool has_function(const char *text)
{
    struct lexer x;
    struct token t;

    for (lex_init(&x, text, strlen(text)); lex_next(&x, &t);)
        if (t.kind == TOKEN_KEYWORD && token_is(&t, "function"))
            return true;
    return false;
}

bool formula_lint(const struct scope *sc, const char *text, char *why, size_t size)
{
    struct lint l = {.sc = sc, .why = why, .size = size};
    struct lexer x;
    bool more;

    lex_init(&x, text, strlen(text));
    more = lex_next(&x, &l.now);
    if (!more) {
        snprintf(why, size, "the formula is empty");
        return true;
    }
    if (has_function(text)) /* its own locals: only running it tells */
        return false;
    l.before = l.last = (struct token){TOKEN_END, text, 0, 0};
    while (more) {
        more = lex_next(&x, &l.next);
        if (lint_token(&l))
            return true;
        l.before = l.last;
        l.last = l.now;
        l.now = l.next;
    }
    if (l.has_logic && !sc->units && !l.has_comparison && !l.has_scalar) {
        snprintf(
            why, size,
            "and, or, not do not work on vectors: write lt(a, b) * gt(c, d), or where(cond, a, b)");
        return true;
    }
    return false;
}
