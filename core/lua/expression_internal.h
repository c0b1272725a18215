/* SPDX-License-Identifier: MIT */
/*
 * What the files of the expression language share: tokens, the tree, what a function is. Nothing
 * here knows Lua's API; expression_write.c writes a tree as Lua's text.
 */
#ifndef HENG_LUA_EXPRESSION_INTERNAL_H
#define HENG_LUA_EXPRESSION_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "lua/expression.h"

/* ---- what is wrong with a text ---------------------------------------------------- */

/* The first fault stays. */
struct fault {
    char why[512];  /* "" without one */
    const char *at; /* in the text */
};

void fault_set(struct fault *f, const char *at, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* "why (character 7)", counted in the text from 1. */
void fault_text(const struct fault *f, const char *text, char *why, size_t size);

/* ---- tokens ----------------------------------------------------------------------- */

enum word_kind { WORD_END, WORD_NAME, WORD_QUOTED, WORD_NUMBER, WORD_TEXT, WORD_SIGN, WORD_BAD };

struct word {
    enum word_kind kind;
    const char *s; /* in the text, with its quotes */
    size_t n;
};

/* The word at or behind p; a WORD_BAD has set the fault. */
struct word word_at(const char *p, const char *end, struct fault *f);
bool word_is(const struct word *w, const char *text);
/* Whether all of it is one name that needs no backquotes. */
bool word_is_name(const char *name);
/* What a quoted text says; NULL: the fault is set, or memory ran out. */
const char *word_text(struct arena *a, const struct word *w, struct fault *f);
/* A name with one spelling of letters and their marks, as tables have it; NULL: out of memory. */
const char *word_name(struct arena *a, const char *s, size_t n);
/* What is written for a function or word of other languages; NULL: it is none that is known. */
const char *word_instead(const char *name);
/* Whether it begins as a name or number does, ends so, and needs backquotes. */
bool word_is_mixed(const char *name);
bool word_goes_on(const char *p, const char *end); /* a letter or digit stands there */
/* The same with full-width letters, digits and signs as ASCII; as long as ever. */
void word_narrow(const char *name, char *narrow, size_t size);

/* ---- the tree --------------------------------------------------------------------- */

/* From what binds least on; a chain is one level. */
enum binding {
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARE,
    LEVEL_JOIN,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_COUNT
};

enum operation {
    OP_NONE,
    OP_OR,
    OP_AND,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_EQ,
    OP_NE,
    OP_JOIN,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_WHOLE,
    OP_REST,
    OP_NOT, /* these are no operators between two: what expressions call by number */
    OP_POWER,
    OP_WHERE,
    OP_MISSING,
    OP_PEEK
};

extern const char *const operation_text[]; /* up to OP_REST, as Lua writes it */

enum term_kind {
    TERM_NUMBER,
    TERM_TEXT,
    TERM_TRUTH, /* true, false */
    TERM_NIL,
    TERM_NAME,
    TERM_GROUP,  /* (first) */
    TERM_CHAIN,  /* first op next op ...: one level; of LEVEL_COMPARE two */
    TERM_NOT,    /* not first */
    TERM_MINUS,  /* -first */
    TERM_LENGTH, /* #first */
    TERM_POWER,  /* first ^ next */
    TERM_CALL,   /* first(next, ...) */
    TERM_METHOD, /* first:text(next, ...) */
    TERM_FIELD,  /* first.text */
    TERM_INDEX,  /* first[next] */
    TERM_TABLE,  /* {entries} */
    TERM_ENTRY,  /* text = first; or [first] = next, where text is NULL; of a table only */
    TERM_LUA     /* function ... end, as it stands */
};

/* What a term yields, as far as its text and the table tell. */
enum value_kind {
    VALUE_ANY,
    VALUE_NUMBER, /* or a column of them */
    VALUE_TEXT,
    VALUE_CONDITION,
    VALUE_FUNCTION
};

struct term {
    enum term_kind kind;
    enum value_kind value;
    bool choice; /* condition and a or b */
    bool native; /* and, or of what is no condition: Lua's */
    enum binding level;
    enum operation op; /* in front of it, within a chain */
    bool quoted;       /* a name that can be a column only */
    const char *s;     /* where it stands: its first word, for messages */
    size_t n;
    const char *text; /* of a name its letters, of a text what it says */
    struct term *first, *next;
};

size_t term_count(const struct term *first); /* it and those behind it */

/* NULL: the fault is set, or memory ran out and the arena says so. */
struct term *expression_parse(struct arena *a, const char *text, struct fault *f);

/* ---- functions -------------------------------------------------------------------- */

/* By name; NULL: none. */
const struct expression_function *function_find(const char *name);

#endif
