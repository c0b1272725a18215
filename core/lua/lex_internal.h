/* SPDX-License-Identifier: MIT */
/* Lua's tokens. */
#ifndef HENG_LUA_LEX_INTERNAL_H
#define HENG_LUA_LEX_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_KEYWORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_SYMBOL };

struct token {
    enum token_kind kind;
    const char *s; /* a string's begin and end are those of its contents */
    size_t n, line;
};

struct lexer {
    const char *p, *end;
    size_t line;
};

void lex_init(struct lexer *x, const char *text, size_t n);
bool lex_next(struct lexer *x, struct token *t); /* false at the end */
bool token_is(const struct token *t, const char *text);
/* The line of `key =`, or of the string, at or after line `from`; 0: nowhere. */
size_t lex_find_key(const char *text, size_t n, const char *key, size_t from);
size_t lex_find_string(const char *text, size_t n, const char *string, size_t from);

#endif
