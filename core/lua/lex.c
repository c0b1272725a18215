/* SPDX-License-Identifier: MIT */
/* Lua's tokens, and what can be told of a formula without running it. */
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

void lex_init(struct lexer *x, const char *text, size_t n)
{
    x->p = text;
    x->end = text + n;
    x->line = 1;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void step(struct lexer *x)
{
    if (x->p < x->end && *x->p++ == '\n')
        x->line++;
}

/* The level of a long bracket "[==[" at p, or -1. */
static int long_level(const char *p, const char *end)
{
    int level = 0;

    if (p >= end || *p != '[')
        return -1;
    for (p++; p < end && *p == '='; p++)
        level++;
    return p < end && *p == '[' ? level : -1;
}

/* Goes past the long bracket; its contents become the token. */
static void long_bracket(struct lexer *x, struct token *t, int level)
{
    x->p += level + 2;
    t->s = x->p;
    for (; x->p < x->end; step(x)) {
        const char *q = x->p;
        int k = 0;
        if (*q++ != ']')
            continue;
        while (q < x->end && *q == '=' && k < level) {
            q++;
            k++;
        }
        if (k == level && q < x->end && *q == ']') {
            t->n = (size_t)(x->p - t->s);
            x->p = q + 1;
            return;
        }
    }
    t->n = (size_t)(x->p - t->s);
}

static void quoted(struct lexer *x, struct token *t)
{
    char quote = *x->p++;

    t->s = x->p;
    while (x->p < x->end && *x->p != quote && *x->p != '\n') {
        if (*x->p == '\\')
            step(x);
        step(x);
    }
    t->n = (size_t)(x->p - t->s);
    if (x->p < x->end && *x->p == quote)
        x->p++;
}

static void skip_blanks(struct lexer *x)
{
    for (;;) {
        struct token comment;
        while (x->p < x->end && strchr(" \t\r\n\f\v", *x->p))
            step(x);
        if (x->end - x->p < 2 || x->p[0] != '-' || x->p[1] != '-')
            return;
        x->p += 2;
        if (long_level(x->p, x->end) >= 0) {
            long_bracket(x, &comment, long_level(x->p, x->end));
        } else {
            while (x->p < x->end && *x->p != '\n')
                x->p++;
        }
    }
}

static void number(struct lexer *x)
{
    bool hex = x->end - x->p > 1 && x->p[0] == '0' && (x->p[1] == 'x' || x->p[1] == 'X');

    while (x->p < x->end && (is_letter(*x->p) || is_digit(*x->p) || *x->p == '.')) {
        char c = *x->p++;
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
        if (exponent && x->p < x->end && (*x->p == '+' || *x->p == '-'))
            x->p++;
    }
}

static const char *const keywords[] = {
    "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while",
};

static const char *const symbols[] = {"...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};

static size_t symbol_length(const char *p, const char *end)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        size_t n = strlen(symbols[i]);
        if ((size_t)(end - p) >= n && memcmp(p, symbols[i], n) == 0)
            return n;
    }
    return 1;
}

bool token_is(const struct token *t, const char *text)
{
    return t->kind != TOKEN_STRING && t->n == strlen(text) && memcmp(t->s, text, t->n) == 0;
}

bool lex_next(struct lexer *x, struct token *t)
{
    skip_blanks(x);
    *t = (struct token){TOKEN_END, x->p, 0, x->line};
    if (x->p >= x->end)
        return false;
    if (*x->p == '"' || *x->p == '\'') {
        t->kind = TOKEN_STRING;
        quoted(x, t);
        return true;
    }
    if (long_level(x->p, x->end) >= 0) {
        t->kind = TOKEN_STRING;
        long_bracket(x, t, long_level(x->p, x->end));
        return true;
    }
    if (is_letter(*x->p)) {
        while (x->p < x->end && (is_letter(*x->p) || is_digit(*x->p)))
            x->p++;
        t->kind = TOKEN_NAME;
    } else if (is_digit(*x->p) || (*x->p == '.' && x->end - x->p > 1 && is_digit(x->p[1]))) {
        number(x);
        t->kind = TOKEN_NUMBER;
    } else {
        x->p += symbol_length(x->p, x->end);
        t->kind = TOKEN_SYMBOL;
    }
    t->n = (size_t)(x->p - t->s);
    for (size_t i = 0; t->kind == TOKEN_NAME && i < sizeof keywords / sizeof *keywords; i++)
        if (token_is(t, keywords[i]))
            t->kind = TOKEN_KEYWORD;
    return true;
}

size_t lex_find_key(const char *text, size_t n, const char *key, size_t from)
{
    struct lexer x;
    struct token t, last = {TOKEN_END, text, 0, 0};

    for (lex_init(&x, text, n); lex_next(&x, &t); last = t)
        if (token_is(&t, "=") && last.kind == TOKEN_NAME && token_is(&last, key) &&
            last.line >= from)
            return last.line;
    return 0;
}

size_t lex_find_string(const char *text, size_t n, const char *string, size_t from)
{
    struct lexer x;
    struct token t;
    size_t length = strlen(string);

    for (lex_init(&x, text, n); lex_next(&x, &t);)
        if (t.kind == TOKEN_STRING && t.line >= from && t.n == length &&
            memcmp(t.s, string, length) == 0)
            return t.line;
    return 0;
}

size_t formula_inputs(const char *text, const struct table *t, size_t *out)
{
    struct lexer x;
    struct token token, last = {TOKEN_END, text, 0, 0};
    size_t n = 0, i, k;

    for (lex_init(&x, text, strlen(text)); lex_next(&x, &token); last = token) {
        if (token.kind != TOKEN_NAME || token_is(&last, ".") || token_is(&last, ":"))
            continue;
        for (i = 0; i < t->n_variables && !token_is(&token, t->variables[i].name); i++)
            ;
        for (k = 0; k < n && out[k] != i; k++)
            ;
        if (i < t->n_variables && k == n)
            out[n++] = i;
    }
    return n;
}

bool formula_mentions(const char *text, const char *name)
{
    struct lexer x;
    struct token token, last = {TOKEN_END, text, 0, 0};

    for (lex_init(&x, text, strlen(text)); lex_next(&x, &token); last = token)
        if (token.kind == TOKEN_NAME && !token_is(&last, ".") && !token_is(&last, ":") &&
            token_is(&token, name))
            return true;
    return false;
}

/* ---- looking at a formula --------------------------------------------------- */

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

static bool is_function(const char *name)
{
    for (size_t i = 0; api_name(i); i++)
        if (strcmp(api_name(i), name) == 0)
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
    return !sc->units && t->kind == TOKEN_NAME && !is_function(name) && !is_param(sc, name) &&
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
    if (is_function(name) || is_param(sc, name) || scope_knows(sc, name))
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
