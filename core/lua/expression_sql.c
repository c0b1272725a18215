/* SPDX-License-Identifier: MIT */
/*
 * The tree of an expression as SQL. Missing is NULL and goes through arithmetic, comparisons, AND,
 * OR and NOT as it does over columns; x / 0 is NULL; a condition that is calculated with counts 1
 * and 0. Every number is a double: no division of whole numbers, no decimals.
 */
#include "lua/expression_sql.h"

#include <string.h>

#include "base/number.h"
#include "lua/expression_internal.h"

struct sql_writer {
    struct str *b;
    const struct sql_names *names;
    char why[256]; /* "" while all is well */
};

static void number(struct sql_writer *w, const struct term *t);
static void truth(struct sql_writer *w, const struct term *t);

static void put(struct sql_writer *w, const char *s)
{
    str_add(w->b, s);
}

static void refuse(struct sql_writer *w, const struct term *t, const char *why)
{
    if (!*w->why)
        snprintf(w->why, sizeof w->why, "%.*s: %s", (int)(t->n < 80 ? t->n : 80), t->s, why);
}

void sql_number(struct str *to, double v)
{
    char text[NUMBER_TEXT_MAX];
    number_format(v, text);
    str_printf(to, strchr(text, 'e') ? (v < 0 ? "(%s)" : "%s") : (v < 0 ? "(%se0)" : "%se0"), text);
}

void sql_text(struct str *to, const char *s)
{
    str_add(to, "'");
    for (; *s; s++)
        str_printf(to, *s == '\'' ? "''" : "%c", *s);
    str_add(to, "'");
}

/* ---- what a term is ---------------------------------------------------------------------- */

static const struct expression_function *function_of(const struct term *t)
{
    return t->kind == TERM_CALL && t->first->kind == TERM_NAME ? function_find(t->first->text)
                                                               : NULL;
}

static bool is_condition(const struct term *t)
{
    const struct expression_function *f = function_of(t);
    if (t->kind == TERM_GROUP)
        return is_condition(t->first);
    return t->kind == TERM_NOT || t->kind == TERM_TRUTH ||
           (t->kind == TERM_CHAIN && t->level <= LEVEL_COMPARE) ||
           (f && (f->traits & EXPRESSION_CONDITION_RESULT));
}

/* ---- operands ---------------------------------------------------------------------------- */

static void literal(struct sql_writer *w, const struct term *t)
{
    double v;
    if (number_parse(t->s, t->n, &v))
        sql_number(w->b, v);
    else
        refuse(w, t, "SQL has no such number; write it in decimals");
}

/* A text stays one only where it is compared. */
static bool operand(struct sql_writer *w, const struct term *t, bool texts)
{
    bool is_text = false;
    if (t->kind == TERM_TEXT && texts) {
        sql_text(w->b, t->text);
        return true;
    }
    if (t->kind != TERM_NAME) {
        number(w, t);
        return false;
    }
    if (!w->names->put(w->names->data, t->text, w->b, &is_text))
        refuse(w, t, "no column of the table and no derived one");
    else if (is_text && !texts)
        refuse(w, t, "a text is calculated with");
    return is_text;
}

static void call1(struct sql_writer *w, const char *name, const struct term *x)
{
    put(w, name);
    number(w, x);
    put(w, ")");
}

/* ---- functions --------------------------------------------------------------------------- */

static void guarded(struct sql_writer *w, const struct term *x, const char *test, const char *name)
{
    put(w, "CASE WHEN ");
    number(w, x);
    put(w, test);
    call1(w, name, x);
    put(w, " END");
}

static void put_log(struct sql_writer *w, const struct term *x)
{
    guarded(w, x, " > 0 THEN ", "LN(");
}

static void put_log10(struct sql_writer *w, const struct term *x)
{
    guarded(w, x, " > 0 THEN ", w->names->log10);
}

static void put_sqrt(struct sql_writer *w, const struct term *x)
{
    guarded(w, x, " >= 0 THEN ", "SQRT(");
}

static void put_exp(struct sql_writer *w, const struct term *x)
{
    call1(w, "EXP(", x);
}

static void put_abs(struct sql_writer *w, const struct term *x)
{
    call1(w, "ABS(", x);
}

static void put_floor(struct sql_writer *w, const struct term *x)
{
    call1(w, "FLOOR(", x);
}

/* The least or greatest of several: NULL where any is. */
static void pick(struct sql_writer *w, const struct term *x, const char *sign)
{
    if (!x->next) {
        number(w, x);
        return;
    }
    put(w, "CASE WHEN ");
    number(w, x);
    put(w, sign);
    pick(w, x->next, sign);
    put(w, " THEN ");
    number(w, x);
    put(w, " WHEN ");
    number(w, x);
    put(w, " IS NOT NULL THEN ");
    pick(w, x->next, sign);
    put(w, " END");
}

static void put_min(struct sql_writer *w, const struct term *x)
{
    pick(w, x, " < ");
}

static void put_max(struct sql_writer *w, const struct term *x)
{
    pick(w, x, " > ");
}

static void put_clamp(struct sql_writer *w, const struct term *x)
{
    const struct term *lo = x->next, *hi = lo->next;
    put(w, "CASE WHEN ");
    number(w, x);
    put(w, " < ");
    number(w, lo);
    put(w, " THEN ");
    number(w, lo);
    put(w, " WHEN ");
    number(w, x);
    put(w, " > ");
    number(w, hi);
    put(w, " THEN ");
    number(w, hi);
    put(w, " ELSE ");
    number(w, x);
    put(w, " END");
}

static void put_where(struct sql_writer *w, const struct term *x)
{
    put(w, "CASE WHEN ");
    truth(w, x);
    put(w, " THEN ");
    number(w, x->next);
    put(w, " WHEN NOT (");
    truth(w, x);
    put(w, ") THEN ");
    number(w, x->next->next);
    put(w, " END");
}

static void put_fill(struct sql_writer *w, const struct term *x)
{
    put(w, "COALESCE(");
    number(w, x);
    put(w, ", ");
    number(w, x->next);
    put(w, ")");
}

static const struct {
    const char *name;
    void (*put)(struct sql_writer *w, const struct term *arguments);
} functions[] = {
    {"log", put_log},     {"log10", put_log10}, {"sqrt", put_sqrt}, {"exp", put_exp},
    {"abs", put_abs},     {"floor", put_floor}, {"min", put_min},   {"max", put_max},
    {"clamp", put_clamp}, {"where", put_where}, {"fill", put_fill},
};

static void call(struct sql_writer *w, const struct term *t)
{
    const struct expression_function *f = function_of(t);
    const int n = (int)term_count(t->first) - 1;
    for (size_t i = 0; f && i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, f->name) == 0 && n >= f->least &&
            (f->most < 0 || n <= f->most)) {
            put(w, "(");
            functions[i].put(w, t->first->next);
            put(w, ")");
            return;
        }
    refuse(w, t,
           f && (f->traits & EXPRESSION_COLUMNS) ? "it looks at all units"
                                                 : "SQL has no such function");
}

/* ---- operators --------------------------------------------------------------------------- */

/* The parts of a chain from the last operator on: ((a + b) / c). */
static void arithmetic(struct sql_writer *w, const struct term *const *part, size_t n)
{
    const enum operation op = part[n - 1]->op;
    if (n == 1) {
        number(w, part[0]);
        return;
    }
    put(w, op == OP_WHOLE ? "FLOOR(" : "(");
    arithmetic(w, part, n - 1);
    switch (op) {
    case OP_ADD:
        put(w, " + ");
        break;
    case OP_SUBTRACT:
        put(w, " - ");
        break;
    case OP_MULTIPLY:
        put(w, " * ");
        break;
    case OP_DIVIDE:
    case OP_WHOLE:
        put(w, " / NULLIF(");
        break;
    default:
        refuse(w, part[n - 1], "SQL has no such operator for doubles");
        break;
    }
    number(w, part[n - 1]);
    put(w, op == OP_DIVIDE || op == OP_WHOLE ? ", 0e0))" : ")");
}

static void chain(struct sql_writer *w, const struct term *t)
{
    enum { MOST = 256 };
    const struct term *part[MOST];
    size_t n = 0;
    if (t->level != LEVEL_SUM && t->level != LEVEL_PRODUCT) {
        refuse(w, t, "texts cannot be joined here");
        return;
    }
    for (const struct term *x = t->first; x; x = x->next)
        if (n < MOST)
            part[n++] = x;
        else
            refuse(w, t, "too long");
    arithmetic(w, part, n);
}

static void power(struct sql_writer *w, const struct term *base)
{
    put(w, "POWER(");
    number(w, base);
    put(w, ", ");
    number(w, base->next);
    put(w, ")");
}

static void counted(struct sql_writer *w, const struct term *t)
{
    put(w, "(CASE WHEN ");
    truth(w, t);
    put(w, " THEN 1e0 WHEN NOT (");
    truth(w, t);
    put(w, ") THEN 0e0 END)");
}

static void number(struct sql_writer *w, const struct term *t)
{
    if (*w->why)
        return;
    if (is_condition(t)) {
        counted(w, t);
        return;
    }
    switch (t->kind) {
    case TERM_NUMBER:
        literal(w, t);
        break;
    case TERM_NAME:
        operand(w, t, false);
        break;
    case TERM_GROUP:
        number(w, t->first);
        break;
    case TERM_CHAIN:
        chain(w, t);
        break;
    case TERM_MINUS:
        call1(w, "(-", t->first);
        break;
    case TERM_POWER:
        power(w, t->first);
        break;
    case TERM_CALL:
        call(w, t);
        break;
    default:
        refuse(w, t, "SQL has no words for it");
        break;
    }
}

/* ---- conditions -------------------------------------------------------------------------- */

static void compare(struct sql_writer *w, const struct term *a)
{
    const struct term *b = a->next;
    bool left, right;
    put(w, "(");
    left = operand(w, a, true);
    str_printf(w->b, " %s ", b->op == OP_EQ ? "=" : b->op == OP_NE ? "<>" : operation_text[b->op]);
    right = operand(w, b, true);
    put(w, ")");
    if (left != right)
        refuse(w, a, "a text is compared with a number");
}

/* of missing(x) or gt(a, b) */
static void condition_call(struct sql_writer *w, const struct term *t)
{
    static const struct {
        const char *name, *sign;
    } signs[] = {{"lt", " < "},  {"le", " <= "}, {"gt", " > "},
                 {"ge", " >= "}, {"eq", " = "},  {"ne", " <> "}};
    const struct term *x = t->first->next;
    put(w, "(");
    if (strcmp(t->first->text, "missing") == 0) {
        operand(w, x, true);
        put(w, " IS NULL)");
        return;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(t->first->text, signs[i].name) == 0 && x && x->next) {
            operand(w, x, true);
            put(w, signs[i].sign);
            operand(w, x->next, true);
            put(w, ")");
            return;
        }
    refuse(w, t, "SQL has no such condition");
}

static void truth(struct sql_writer *w, const struct term *t)
{
    if (*w->why)
        return;
    if (!is_condition(t)) {
        refuse(w, t, "a condition is wanted; to choose, write where(condition, a, b)");
    } else if (t->kind == TERM_GROUP) {
        truth(w, t->first);
    } else if (t->kind == TERM_NOT) {
        put(w, "(NOT ");
        truth(w, t->first);
        put(w, ")");
    } else if (t->kind == TERM_TRUTH) {
        put(w, t->n == strlen("true") ? "(1 = 1)" : "(1 = 0)");
    } else if (t->kind == TERM_CALL) {
        condition_call(w, t);
    } else if (t->level == LEVEL_COMPARE) {
        compare(w, t->first);
    } else {
        put(w, "(");
        for (const struct term *x = t->first; x; x = x->next) {
            truth(w, x);
            put(w, !x->next ? ")" : t->level == LEVEL_OR ? " OR " : " AND ");
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

int expression_sql(struct arena *a, const char *text, const char *place, bool as_truth,
                   const struct sql_names *names, struct str *to, struct error *e)
{
    struct sql_writer w = {.b = to, .names = names};
    struct fault fault = {.why = ""};
    const struct term *t = expression_parse(a, text, &fault);
    if (!t)
        return arena_failed(a) ? error_no_memory(e)
                               : error_set(e, ERR_PROFILE, "%s: %s", place, fault.why);
    if (as_truth)
        truth(&w, t);
    else
        number(&w, t);
    if (to->failed)
        return error_no_memory(e);
    return *w.why ? error_set(e, ERR_PROFILE, "%s: %s", place, w.why) : OK;
}

static const char *looks_at_all(const struct term *t)
{
    const char *name = NULL;
    for (; t && !name; t = t->next) {
        const struct expression_function *f = function_of(t);
        if (f && (f->traits & EXPRESSION_COLUMNS))
            name = f->name;
        else
            name = looks_at_all(t->first);
        if (t->kind == TERM_LUA || t->kind == TERM_FIELD || t->kind == TERM_METHOD)
            name = "Lua, which";
    }
    return name;
}

const char *expression_looks_at_all(struct arena *a, const char *text)
{
    struct fault fault = {.why = ""};
    return looks_at_all(expression_parse(a, text, &fault));
}
