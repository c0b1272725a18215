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
    return in_names(safe_names, name) || strcmp(name, "heng") == 0;
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

static bool lint_unknown(struct lint *l, const char *name)
{
    const struct scope *sc = l->sc;
    char hint[160];

    for (size_t k = sc->n_done + 1; k < sc->n_formulas; k++)
        if (strcmp(sc->formulas[k].name, name) == 0) {
            snprintf(l->why, l->size, "%s is defined only further down (%s)", name,
                     sc->formulas[k].where);
            return true;
        }
    if (safe_withheld(name)) {
        snprintf(l->why, l->size, "%s is not available in heng scripts%s", name,
                 safe_withheld(name));
        return true;
    }
    scope_suggest(sc, name, hint, sizeof hint);
    snprintf(l->why, l->size, "unknown name %s%s", name, hint);
    return true;
}

static bool lint_name(struct lint *l)
{
    const struct scope *sc = l->sc;
    char name[128];

    token_name(&l->now, name, sizeof name);
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
