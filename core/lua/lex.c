/* SPDX-License-Identifier: MIT */
/* Lua's tokens. */
#include "lua/lex_internal.h"

#include <string.h>

#include "base/text.h"

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
    if (t->kind == TOKEN_NAME && text_is_lua_word(t->s, t->n))
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
