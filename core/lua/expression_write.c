/* SPDX-License-Identifier: MIT */
/*
 * An expression as Lua's text. Columns have conditions of 1, 0 and NaN, which functions make (see
 * condition.c); where one unit is looked at, and, or, not and comparisons are Lua's own, with true
 * and false, unless a condition is calculated with.
 */
#include <string.h>

#include "lua/lua_internal.h"

struct writer {
    struct str *b;
    const struct scope *sc;
};

enum { TOGETHER = 50 }; /* arguments of one call: Lua has room for some 250 */

/* truth: true or false is wanted, where it is a condition. */
static void write(struct writer *w, const struct term *t, bool truth);

static void put(struct writer *w, const char *s)
{
    str_add(w->b, s);
}

static void put_quoted(struct writer *w, const char *s)
{
    put(w, "\"");
    for (; *s; s++)
        if (*s == '"' || *s == '\\')
            str_printf(w->b, "\\%c", *s);
        else if ((unsigned char)*s < ' ' || *s == 0x7f)
            str_printf(w->b, "\\%03d", (unsigned char)*s);
        else
            str_add_bytes(w->b, s, 1);
    put(w, "\"");
}

/* A name that Lua reads as one. */
static bool is_lua_name(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p >= 0x80)
            return false;
    return word_is_name(s) && !text_is_lua_word(s, strlen(s));
}

static void write_name(struct writer *w, const char *name)
{
    if (is_lua_name(name)) {
        put(w, name);
        return;
    }
    put(w, "_ENV[");
    put_quoted(w, name);
    put(w, "]");
}

/* What is calculated with: a whole number is a double, too, or Lua would refuse 1 % 0. */
static void write_operand(struct writer *w, const struct term *t, bool truth)
{
    write(w, t, truth);
    if (t->kind == TERM_NUMBER && !memchr(t->s, '.', t->n) && !memchr(t->s, 'e', t->n) &&
        !memchr(t->s, 'E', t->n) && !memchr(t->s, 'x', t->n) && !memchr(t->s, 'X', t->n))
        put(w, ".0");
}

static void write_list(struct writer *w, const struct term *t)
{
    for (; t; t = t->next) {
        write(w, t, false);
        put(w, t->next ? ", " : "");
    }
}

/* ---- conditions --------------------------------------------------------------------- */

static void call_operation(struct writer *w, int which)
{
    str_printf(w->b, "_ENV[%d](", which);
}

/* The first n from t on, by and or or. */
static void write_logic(struct writer *w, const struct term *t, size_t n, enum operation op,
                        bool truth)
{
    size_t together = n < TOGETHER ? n : TOGETHER;

    if (n == 1) {
        write(w, t, truth);
        return;
    }
    if (!truth)
        call_operation(w, (int)op);
    for (size_t i = 0; i < together; i++, t = t->next) {
        put(w, i == 0 ? "" : !truth ? ", " : op == OP_AND ? " and " : " or ");
        write(w, t, truth);
    }
    if (n > together) {
        put(w, !truth ? ", " : op == OP_AND ? " and " : " or ");
        write_logic(w, t, n - together, op, truth);
    }
    put(w, truth ? "" : ")");
}

/* condition and a or b: functions for columns, Lua's own for a unit. */
static void write_choice(struct writer *w, const struct term *t)
{
    const struct term *value;
    size_t n, open = 0;

    for (; t->next; t = t->next) {
        n = term_count(t->first);
        value = t->first;
        for (size_t i = 1; i < n; i++)
            value = value->next;
        if (!w->sc->units) {
            call_operation(w, OP_WHERE);
            open++;
        }
        write_logic(w, t->first, n - 1, OP_AND, w->sc->units);
        put(w, w->sc->units ? " and " : ", ");
        write(w, value, false);
        put(w, w->sc->units ? " or " : ", ");
    }
    write(w, t, false);
    for (; open > 0; open--)
        put(w, ")");
}

static void write_compare(struct writer *w, const struct term *a, bool truth)
{
    const struct term *b = a->next;
    const bool both = a->value == VALUE_CONDITION && b->value == VALUE_CONDITION;

    if (!truth)
        call_operation(w, (int)b->op);
    write_operand(w, a, truth && both);
    if (truth)
        str_printf(w->b, " %s ", operation_text[b->op]);
    else
        put(w, ", ");
    write_operand(w, b, truth && both);
    put(w, truth ? "" : ")");
}

static void write_native(struct writer *w, const struct term *t, bool calculated)
{
    for (; t; t = t->next) {
        if (t->op != OP_NONE)
            str_printf(w->b, " %s ", operation_text[t->op]);
        if (calculated)
            write_operand(w, t, false);
        else
            write(w, t, false);
    }
}

static void write_chain(struct writer *w, const struct term *t, bool truth)
{
    if (t->choice)
        write_choice(w, t->first);
    else if (t->level == LEVEL_COMPARE)
        write_compare(w, t->first, truth);
    else if (t->level <= LEVEL_AND && !t->native)
        write_logic(w, t->first, term_count(t->first), t->level == LEVEL_OR ? OP_OR : OP_AND,
                    truth);
    else
        write_native(w, t->first, t->level >= LEVEL_SUM);
}

/* ---- calls ----------------------------------------------------------------------------- */

/* missing(x), fill(x, value) of one unit only ask: what they find missing is no lack. */
static bool write_asked(struct writer *w, const struct term *callee)
{
    const struct term *x = callee->next;
    const bool missing = strcmp(callee->text, "missing") == 0;

    if (!w->sc->units || (!missing && strcmp(callee->text, "fill") != 0) || !x ||
        x->kind != TERM_NAME || !scope_knows(w->sc, x->text))
        return false;
    if (!missing)
        put(w, "fill(");
    call_operation(w, missing ? OP_MISSING : OP_PEEK);
    put_quoted(w, x->text);
    put(w, ")");
    if (!missing) {
        put(w, ", ");
        write_list(w, x->next);
        put(w, ")");
    }
    return true;
}

static void write_call(struct writer *w, const struct term *t)
{
    const struct term *callee = t->first;
    const bool ours = callee->kind == TERM_NAME && !callee->quoted && function_find(callee->text);

    if (ours && write_asked(w, callee))
        return;
    if (ours && strcmp(callee->text, "where") == 0)
        call_operation(w, OP_WHERE);
    else if (ours && scope_knows(w->sc, callee->text)) /* a column has the function's name */
        str_printf(w->b, "heng.%s(", callee->text);
    else {
        write(w, callee, false);
        put(w, "(");
    }
    write_list(w, callee->next);
    put(w, ")");
}

/* A condition that a function gives as 1, 0 or NaN, as true or false. */
static void write_result(struct writer *w, const struct term *t, bool truth)
{
    truth = truth && t->value == VALUE_CONDITION;
    put(w, truth ? "(" : "");
    if (t->kind == TERM_METHOD) {
        write(w, t->first, false);
        str_printf(w->b, ":%s(", t->text);
        write_list(w, t->first->next);
        put(w, ")");
    } else {
        write_call(w, t);
    }
    put(w, truth ? " == 1)" : "");
}

/* By a function: Lua has nan ^ 0 = 1, and the bits of the machine's library. */
static void write_power(struct writer *w, const struct term *base)
{
    call_operation(w, OP_POWER);
    write_operand(w, base, false);
    put(w, ", ");
    write_operand(w, base->next, false);
    put(w, ")");
}

/* ---- the tree ---------------------------------------------------------------------------- */

static void write_entry(struct writer *w, const struct term *t)
{
    put(w, "[");
    if (t->text) {
        put_quoted(w, t->text);
        put(w, "] = ");
        write(w, t->first, false);
        return;
    }
    write(w, t->first, false);
    put(w, "] = ");
    write(w, t->first->next, false);
}

static void write_between(struct writer *w, const char *open, const struct term *t,
                          const char *close, bool truth)
{
    put(w, open);
    write(w, t, truth);
    put(w, close);
}

static void write(struct writer *w, const struct term *t, bool truth)
{
    switch (t->kind) {
    case TERM_TEXT:
        put_quoted(w, t->text);
        break;
    case TERM_NAME:
        write_name(w, t->text);
        break;
    case TERM_GROUP:
        write_between(w, "(", t->first, ")", truth);
        break;
    case TERM_CHAIN:
        write_chain(w, t, truth);
        break;
    case TERM_NOT:
        if (!truth)
            call_operation(w, OP_NOT);
        write_between(w, truth ? "not (" : "", t->first, ")", truth);
        break;
    case TERM_MINUS:
        put(w, "- ");
        write_operand(w, t->first, false);
        break;
    case TERM_LENGTH:
        write_between(w, "#", t->first, "", false);
        break;
    case TERM_POWER:
        write_power(w, t->first);
        break;
    case TERM_CALL:
    case TERM_METHOD:
        write_result(w, t, truth);
        break;
    case TERM_FIELD:
        write_between(w, "", t->first, ".", false);
        put(w, t->text);
        break;
    case TERM_INDEX:
        write_between(w, "", t->first, "[", false);
        write_between(w, "", t->first->next, "]", false);
        break;
    case TERM_TABLE:
        put(w, "{");
        write_list(w, t->first);
        put(w, "}");
        break;
    case TERM_ENTRY:
        write_entry(w, t);
        break;
    default: /* numbers, true, false, nil, function ... end */
        str_add_bytes(w->b, t->s, t->n);
    }
}

void expression_write(struct str *b, const struct scope *sc, const struct term *t)
{
    struct writer w = {b, sc};

    put(&w, "return ");
    write(&w, t, sc->units && sc->condition);
}
