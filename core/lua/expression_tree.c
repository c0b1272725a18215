/* SPDX-License-Identifier: MIT */
/* From words to a tree, by precedence. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lua/expression_internal.h"
#include "lua/lex_internal.h"

enum { DEEPEST = 90 };

struct parser {
    struct arena *a;
    const char *end;
    struct word before, now;
    struct fault *f;
    size_t depth;
};

const char *const operation_text[] = {
    "", "or", "and", "<", "<=", ">", ">=", "==", "~=", "..", "+", "-", "*", "/", "//", "%"};

static struct term *level_read(struct parser *p, enum binding level);
static struct term *operand_read(struct parser *p);

size_t term_count(const struct term *first)
{
    size_t n = 0;

    for (; first; first = first->next)
        n++;
    return n;
}

/* ---- helpers ---------------------------------------------------------------------- */

static void advance(struct parser *p)
{
    p->before = p->now;
    p->now = word_at(p->now.s + p->now.n, p->end, p->f);
}

static bool at(const struct parser *p, const char *text)
{
    return word_is(&p->now, text);
}

static bool is_keyword(const struct word *w)
{
    static const char *const keywords[] = {"and", "or", "not", "true", "false", "nil", "function"};

    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (word_is(w, keywords[i]))
            return true;
    return false;
}

static struct term *term_new(struct parser *p, enum term_kind kind, const struct word *w)
{
    struct term *t = arena_alloc(p->a, sizeof *t);

    if (t)
        *t = (struct term){.kind = kind, .s = w->s, .n = w->n};
    return t;
}

static struct term *term_over(struct parser *p, enum term_kind kind, const struct word *w,
                              struct term *first)
{
    struct term *t = first ? term_new(p, kind, w) : NULL;

    if (t)
        t->first = first;
    return t;
}

/* What stands there, as a message names it. */
static const char *near(const struct parser *p, char *text, size_t size)
{
    if (p->now.kind == WORD_END)
        snprintf(text, size, "<eof>");
    else
        snprintf(text, size, "'%.*s'", p->now.n < 60 ? (int)p->now.n : 60, p->now.s);
    return text;
}

static struct term *unexpected(struct parser *p, const char *wanted)
{
    char text[80];

    if (p->now.kind != WORD_BAD)
        fault_set(p->f, p->now.s, "unexpected symbol near %s: %s", near(p, text, sizeof text),
                  wanted);
    return NULL;
}

/* AND for and: NULL where it is none of them. */
static const char *logic_word(const struct word *w)
{
    static const char *const words[] = {"and", "or", "not"};

    for (size_t i = 0; w->kind == WORD_NAME && i < sizeof words / sizeof *words; i++)
        if (w->n == strlen(words[i]) && strncasecmp(w->s, words[i], w->n) == 0)
            return words[i];
    return NULL;
}

/* What stands where an expression should have gone on or ended; wanted: what could stand there. */
static void tell_rest(struct parser *p, const char *wanted)
{
    if (at(p, "="))
        fault_set(p->f, p->now.s, "= does not compare: write ==");
    else if (logic_word(&p->now))
        fault_set(p->f, p->now.s, "%.*s is not understood; write %s", (int)p->now.n, p->now.s,
                  logic_word(&p->now));
    else if (p->now.kind == WORD_NAME && p->now.n == 2 && strncasecmp(p->now.s, "in", 2) == 0)
        fault_set(p->f, p->now.s, "%.2s is not understood; write x == \"a\" or x == \"b\"",
                  p->now.s);
    else if (logic_word(&p->before) && p->now.kind != WORD_BAD) /* NOT x */
        fault_set(p->f, p->before.s, "%.*s is not understood; write %s", (int)p->before.n,
                  p->before.s, logic_word(&p->before));
    else
        unexpected(p, wanted);
}

static bool expect(struct parser *p, const char *sign, const struct word *opened)
{
    char wanted[100];

    if (at(p, sign)) {
        advance(p);
        return true;
    }
    snprintf(wanted, sizeof wanted, "%s closes what %.*s has opened", sign, (int)opened->n,
             opened->s);
    tell_rest(p, wanted);
    return false;
}

/* ---- names and texts ---------------------------------------------------------------- */

static struct term *text_read(struct parser *p)
{
    struct term *t = term_new(p, TERM_TEXT, &p->now);

    if (t)
        t->text = word_text(p->a, &p->now, p->f);
    advance(p);
    return t && t->text ? t : NULL;
}

/* ---- function ... end ------------------------------------------------------------------ */

static bool opens_block(const struct token *t)
{
    return token_is(t, "function") || token_is(t, "do") || token_is(t, "if") ||
           token_is(t, "repeat");
}

/* The text up to the end of the function: Lua's own, which Lua will read. */
static struct term *lua_read(struct parser *p)
{
    struct word all = p->now;
    struct lexer x;
    struct token t;
    size_t open = 0;

    lex_init(&x, all.s, (size_t)(p->end - all.s));
    while (lex_next(&x, &t)) {
        if (opens_block(&t))
            open++;
        else if (token_is(&t, "end") || token_is(&t, "until"))
            open--;
        if (open == 0)
            break;
    }
    if (open > 0) {
        fault_set(p->f, all.s, "the function has no end");
        return NULL;
    }
    all.n = (size_t)(x.p - all.s);
    p->now = all;
    advance(p);
    return term_new(p, TERM_LUA, &all);
}

/* ---- operands --------------------------------------------------------------------------- */

/* Adds what the text holds up to the sign that closes, separated by commas. */
static bool list_read(struct parser *p, struct term **tail, const char *close,
                      const struct word *opened)
{
    while (!at(p, close)) {
        *tail = level_read(p, LEVEL_OR);
        if (!*tail)
            return false;
        tail = &(*tail)->next;
        if (!at(p, ","))
            break;
        advance(p);
        if (at(p, close)) {
            unexpected(p, "a value is expected behind a comma");
            return false;
        }
    }
    return expect(p, close, opened);
}

static struct term *entry_read(struct parser *p)
{
    struct word name = p->now;
    struct term *entry = NULL;
    struct fault none = {0};
    const struct word behind = word_at(name.s + name.n, p->end, &none);

    if (at(p, "[")) { /* [key] = value */
        advance(p);
        entry = term_over(p, TERM_ENTRY, &name, level_read(p, LEVEL_OR));
        if (!entry || !expect(p, "]", &name))
            return NULL;
        if (!at(p, "="))
            return unexpected(p, "= follows the key of a table");
        advance(p);
        entry->first->next = level_read(p, LEVEL_OR);
        return entry->first->next ? entry : NULL;
    }
    if (name.kind != WORD_NAME || is_keyword(&name) || !word_is(&behind, "="))
        return level_read(p, LEVEL_OR);
    advance(p);
    advance(p);
    entry = term_over(p, TERM_ENTRY, &name, level_read(p, LEVEL_OR));
    if (entry)
        entry->text = word_name(p->a, name.s, name.n);
    return entry;
}

static struct term *table_read(struct parser *p)
{
    const struct word opened = p->now;
    struct term *t = term_new(p, TERM_TABLE, &opened), **tail = t ? &t->first : NULL;

    advance(p);
    while (t && !at(p, "}")) {
        *tail = entry_read(p);
        if (!*tail)
            return NULL;
        tail = &(*tail)->next;
        if (!at(p, ",") && !at(p, ";"))
            break;
        advance(p);
    }
    return t && expect(p, "}", &opened) ? t : NULL;
}

/* (a, b), "text", {table}: behind a function. */
static bool arguments_read(struct parser *p, struct term **tail)
{
    const struct word opened = p->now;

    if (p->now.kind == WORD_TEXT)
        return (*tail = text_read(p)) != NULL;
    if (at(p, "{"))
        return (*tail = table_read(p)) != NULL;
    advance(p);
    return list_read(p, tail, ")", &opened);
}

static bool at_arguments(const struct parser *p)
{
    return p->now.kind == WORD_TEXT || at(p, "(") || at(p, "{");
}

/* .name and :name(...) */
static struct term *member_read(struct parser *p, struct term *of)
{
    const bool method = at(p, ":");
    struct term *t;

    advance(p);
    if (p->now.kind != WORD_NAME)
        return unexpected(p, "a name follows . and :");
    t = term_over(p, method ? TERM_METHOD : TERM_FIELD, &p->now, of);
    if (!t || !(t->text = word_name(p->a, p->now.s, p->now.n)))
        return NULL;
    if (text_is_lua_word(t->text, strlen(t->text)))
        return unexpected(p, "a word of Lua is no name behind . and :");
    advance(p);
    if (method && !at_arguments(p))
        return unexpected(p, "arguments in brackets follow the name of a method");
    return !method || arguments_read(p, &of->next) ? t : NULL;
}

/* c["any name"] is the column, whatever it is called. */
static bool names_column(const struct term *of, const struct term *key)
{
    return of->kind == TERM_NAME && !of->quoted && strcmp(of->text, "c") == 0 &&
           key->kind == TERM_TEXT && !key->next;
}

static struct term *index_read(struct parser *p, struct term *of)
{
    const struct word opened = p->now;
    struct term *key;

    advance(p);
    key = level_read(p, LEVEL_OR);
    if (!key || !expect(p, "]", &opened))
        return NULL;
    if (names_column(of, key)) {
        key->kind = TERM_NAME;
        key->quoted = true;
        key->text = word_name(p->a, key->text, strlen(key->text));
        return key->text ? key : NULL;
    }
    of->next = key;
    return term_over(p, TERM_INDEX, &(struct word){WORD_SIGN, of->s, of->n}, of);
}

static struct term *suffixes_read(struct parser *p, struct term *t)
{
    while (t && (at_arguments(p) || at(p, ".") || at(p, ":") || at(p, "["))) {
        if (at(p, "[")) {
            t = index_read(p, t);
        } else if (at(p, ".") || at(p, ":")) {
            t = member_read(p, t);
        } else {
            struct term *call = term_over(p, TERM_CALL, &(struct word){WORD_NAME, t->s, t->n}, t);
            t = call && arguments_read(p, &t->next) ? call : NULL;
        }
    }
    return t;
}

static struct term *name_read(struct parser *p)
{
    const bool quoted = p->now.kind == WORD_QUOTED;
    struct term *t = term_new(p, TERM_NAME, &p->now);

    if (t) {
        t->quoted = quoted;
        t->text = word_name(p->a, p->now.s + quoted, p->now.n - 2 * (size_t)quoted);
    }
    advance(p);
    return t && t->text ? suffixes_read(p, t) : NULL;
}

static struct term *group_read(struct parser *p)
{
    const struct word opened = p->now;
    struct term *t;

    advance(p);
    t = term_over(p, TERM_GROUP, &opened, level_read(p, LEVEL_OR));
    return t && expect(p, ")", &opened) ? suffixes_read(p, t) : NULL;
}

static struct term *one(struct parser *p, enum term_kind kind)
{
    struct term *t = term_new(p, kind, &p->now);

    advance(p);
    return t;
}

static struct term *primary_read(struct parser *p)
{
    if (p->now.kind == WORD_NUMBER)
        return one(p, TERM_NUMBER);
    if (p->now.kind == WORD_TEXT)
        return text_read(p);
    if (at(p, "true") || at(p, "false"))
        return one(p, TERM_TRUTH);
    if (at(p, "nil"))
        return one(p, TERM_NIL);
    if (at(p, "function"))
        return lua_read(p);
    if (at(p, "("))
        return group_read(p);
    if (at(p, "{"))
        return table_read(p);
    if (p->now.kind == WORD_QUOTED || (p->now.kind == WORD_NAME && !is_keyword(&p->now)))
        return name_read(p);
    if (at(p, "="))
        fault_set(p->f, p->now.s, "unexpected symbol near '='; == compares");
    return unexpected(p, "a value is expected");
}

/* x, x ^ y */
static struct term *power_read(struct parser *p)
{
    struct term *t = primary_read(p), *power;

    if (!t || !at(p, "^"))
        return t;
    power = term_over(p, TERM_POWER, &p->now, t);
    advance(p);
    t->next = operand_read(p);
    return power && t->next ? power : NULL;
}

static struct term *prefix_read(struct parser *p, enum term_kind kind)
{
    const struct word w = p->now;

    advance(p);
    return term_over(p, kind, &w, operand_read(p));
}

static struct term *operand_read(struct parser *p)
{
    struct term *t;

    if (++p->depth > DEEPEST) {
        fault_set(p->f, p->now.s, "brackets and signs are nested more than %d deep", DEEPEST);
        return NULL;
    }
    t = at(p, "-")     ? prefix_read(p, TERM_MINUS)
        : at(p, "#")   ? prefix_read(p, TERM_LENGTH)
        : at(p, "not") ? prefix_read(p, TERM_NOT)
                       : power_read(p);
    p->depth--;
    return t;
}

/* ---- levels -----------------------------------------------------------------------------------
 */

static enum binding level_of(enum operation op)
{
    static const enum binding levels[] = {
        LEVEL_COUNT,   LEVEL_OR,      LEVEL_AND,     LEVEL_COMPARE, LEVEL_COMPARE, LEVEL_COMPARE,
        LEVEL_COMPARE, LEVEL_COMPARE, LEVEL_COMPARE, LEVEL_JOIN,    LEVEL_SUM,     LEVEL_SUM,
        LEVEL_PRODUCT, LEVEL_PRODUCT, LEVEL_PRODUCT, LEVEL_PRODUCT};

    return levels[op];
}

static enum operation operation_at(const struct parser *p, enum binding level)
{
    for (enum operation op = OP_OR; op <= OP_REST; op++)
        if (level_of(op) == level && at(p, operation_text[op]))
            return op;
    return OP_NONE;
}

/* not a > b: of the comparison, as in SQL; of conditions it is the same either way. */
static struct term *not_read(struct parser *p)
{
    const struct word w = p->now;
    struct term *t;

    if (!at(p, "not"))
        return level_read(p, LEVEL_COMPARE);
    if (++p->depth > DEEPEST) {
        fault_set(p->f, w.s, "brackets and signs are nested more than %d deep", DEEPEST);
        return NULL;
    }
    advance(p);
    t = term_over(p, TERM_NOT, &w, not_read(p));
    p->depth--;
    return t;
}

static struct term *below(struct parser *p, enum binding level)
{
    if (level == LEVEL_AND)
        return not_read(p);
    return level + 1 < LEVEL_COUNT ? level_read(p, level + 1) : operand_read(p);
}

static struct term *level_read(struct parser *p, enum binding level)
{
    struct term *t = below(p, level), *chain = NULL, *last = t;
    enum operation op;

    while (last && (op = operation_at(p, level)) != OP_NONE) {
        const struct word w = p->now;
        if (!chain) {
            chain = term_over(p, TERM_CHAIN, &w, t);
            if (!chain)
                return NULL;
            chain->level = level;
        } else if (level == LEVEL_COMPARE) {
            fault_set(p->f, w.s,
                      "two comparisons in a row: write a < b and b < c, or brackets around one");
            return NULL;
        }
        advance(p);
        last->next = below(p, level);
        if (last->next)
            last->next->op = op;
        last = last->next;
    }
    return last ? (chain ? chain : t) : NULL;
}

/* ---- the whole ---------------------------------------------------------------------------------
 */

struct term *expression_parse(struct arena *a, const char *text, struct fault *f)
{
    struct parser p = {.a = a, .end = text + strlen(text), .f = f};
    struct term *t;

    p.now = word_at(text, p.end, f);
    if (p.now.kind == WORD_END) {
        fault_set(f, text, "the formula is empty");
        return NULL;
    }
    t = level_read(&p, LEVEL_OR);
    if (t && p.now.kind != WORD_END) {
        tell_rest(&p, at(&p, ",") ? "one value is expected" : "an operator is expected");
        return NULL;
    }
    return *f->why ? NULL : t;
}
