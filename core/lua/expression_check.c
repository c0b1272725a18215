/* SPDX-License-Identifier: MIT */
/* What the names of an expression stand for, what kind each part is of, and what cannot be meant.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

struct checker {
    const struct scope *sc;
    struct fault f;
    bool in_index; /* the name in front of a [ */
    bool told;     /* the fault says all */
};

static enum value_kind check(struct checker *c, struct term *t);

/* ---- what a message shows ------------------------------------------------------------ */

enum { SHOWN_MAX = 60 };

static int shown(const struct term *t)
{
    return t->n < SHOWN_MAX ? (int)t->n : SHOWN_MAX;
}

static bool is_plain(enum value_kind kind)
{
    return kind == VALUE_NUMBER || kind == VALUE_TEXT;
}

static void tell_function(struct checker *c, const struct term *t)
{
    const struct expression_function *f = t->text ? function_find(t->text) : NULL;

    fault_set(&c->f, t->s, "%.*s is a function: write %.*s(%s)", shown(t), t->s, shown(t), t->s,
              f ? f->arguments : "");
}

/* ---- names ------------------------------------------------------------------------------ */

static bool in_names(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool is_api(const struct scope *sc, const char *name)
{
    for (size_t i = 0; sc->function(i); i++)
        if (strcmp(sc->function(i), name) == 0)
            return true;
    return false;
}

static void tell_unknown(struct checker *c, const struct term *t)
{
    const struct scope *sc = c->sc;
    const char *hint = stdlib_withheld(t->text);
    char near[160], narrow[160];

    for (size_t k = sc->n_done + 1; k < sc->n_formulas; k++)
        if (strcmp(sc->formulas[k].name, t->text) == 0) {
            fault_set(&c->f, t->s, "%s is defined only further down (%s)", t->text,
                      sc->formulas[k].where);
            return;
        }
    if (hint && !t->quoted) {
        fault_set(&c->f, t->s, "%s is not available in heng scripts%s", t->text, hint);
        return;
    }
    if (!t->quoted && word_instead(t->text)) {
        fault_set(&c->f, t->s, "unknown name %s; write %s", t->text, word_instead(t->text));
        return;
    }
    word_narrow(t->text, narrow, sizeof narrow);
    scope_suggest(sc, scope_knows(sc, narrow) ? narrow : t->text, near, sizeof near);
    fault_set(&c->f, t->s, "unknown name %.200s%s", t->text, near);
}

static enum value_kind param_kind(const struct heng_param *p)
{
    switch (p->type) {
    case HENG_BOOL:
        return VALUE_CONDITION;
    case HENG_INT:
    case HENG_REAL:
    case HENG_REALS:
        return VALUE_NUMBER;
    case HENG_CHOICE:
    case HENG_TEXT:
        return VALUE_TEXT;
    default:
        return VALUE_ANY;
    }
}

static enum value_kind check_name(struct checker *c, const struct term *t)
{
    const struct scope *sc = c->sc;
    const struct heng_param *p;

    if (scope_knows(sc, t->text))
        return scope_kind(sc, t->text);
    if (!t->quoted) {
        p = sc->params ? param_find(sc->params, t->text) : NULL;
        if (p)
            return param_kind(p);
        if (function_find(t->text) || is_api(sc, t->text))
            return VALUE_FUNCTION;
        if (in_names(stdlib_names, t->text) || strcmp(t->text, "heng") == 0 ||
            (sc->params && strcmp(t->text, "p") == 0) || (c->in_index && strcmp(t->text, "c") == 0))
            return VALUE_ANY;
    }
    tell_unknown(c, t);
    return VALUE_ANY;
}

/* 2015 / 2014 where these are columns. */
static void check_number(struct checker *c, const struct term *t)
{
    char name[128];

    snprintf(name, sizeof name, "%.*s", t->n < sizeof name ? (int)t->n : 0, t->s);
    if (!*name || !scope_knows(c->sc, name))
        return;
    c->told = c->told || !*c->f.why;
    fault_set(&c->f, t->s,
              "%s is a number here, and the name of a column: write `%s` for the column, %s%s "
              "for the number",
              name, name, name, strpbrk(name, ".eExX") ? "+0" : ".0");
}

static enum value_kind check_field(struct checker *c, struct term *t)
{
    struct term *of = t->first;
    const bool plain = of->kind == TERM_NAME && !of->quoted;
    const struct heng_param *p;
    enum value_kind kind;

    if (plain && c->sc->params && strcmp(of->text, "p") == 0) {
        p = param_find(c->sc->params, t->text);
        if (!p)
            fault_set(&c->f, of->s, "p.%s: no such parameter", t->text);
        return p ? param_kind(p) : VALUE_ANY;
    }
    kind = check(c, of);
    if (plain && strcmp(of->text, "heng") == 0)
        return function_find(t->text) ? VALUE_FUNCTION : VALUE_ANY;
    if (is_plain(kind) && !function_find(t->text)) /* x.sum is the function */
        fault_set(&c->f, of->s,
                  "%.*s.%s: what stands in front of the point has no parts; a name "
                  "with a point stands in backquotes: `%.*s.%s`",
                  shown(of), of->s, t->text, shown(of), of->s, t->text);
    return VALUE_ANY;
}

/* ---- conditions --------------------------------------------------------------------------- */

static void must_be_condition(struct checker *c, const struct term *t)
{
    if (t->value == VALUE_FUNCTION)
        tell_function(c, t);
    else if (t->value == VALUE_NUMBER && t->kind == TERM_NAME)
        fault_set(&c->f, t->s, "%.*s is a number, not a condition: write %.*s ~= 0", shown(t), t->s,
                  shown(t), t->s);
    else if (t->value == VALUE_NUMBER)
        fault_set(&c->f, t->s,
                  "this is a number, not a condition; where(condition, a, b) chooses "
                  "between two");
    else if (t->value == VALUE_TEXT)
        fault_set(&c->f, t->s,
                  "%.*s is a text, not a condition: compare it, with == or ~=", shown(t), t->s);
}

/* and, or of parts that have been looked at. */
static enum value_kind check_logic(struct checker *c, struct term *t)
{
    bool plain = false;

    for (const struct term *part = t->first; part; part = part->next)
        plain = plain || is_plain(part->value);
    if (plain && t->first->value == VALUE_ANY) { /* p.x or 3 */
        t->native = true;
        return VALUE_ANY;
    }
    for (const struct term *part = t->first; part; part = part->next)
        must_be_condition(c, part);
    return VALUE_CONDITION;
}

static struct term *last_of(struct term *chain)
{
    struct term *t = chain->first;

    while (t->next)
        t = t->next;
    return t;
}

static bool is_and(const struct term *t)
{
    return t->kind == TERM_CHAIN && t->level == LEVEL_AND;
}

/* condition and a or b: a where it holds, else b. Where a is no condition, nothing else can be
   meant. */
static bool is_choice(struct term *t)
{
    const struct term *other = last_of(t);
    bool chooses = false;

    for (struct term *part = t->first; part != other; part = part->next)
        if (is_and(part))
            chooses = chooses || is_plain(last_of(part)->value) ||
                      (last_of(part)->value == VALUE_ANY && is_plain(other->value) &&
                       part->first->value == VALUE_CONDITION);
    return chooses;
}

static enum value_kind check_choice(struct checker *c, struct term *t)
{
    struct term *other = last_of(t);

    t->choice = true;
    for (struct term *part = t->first; part != other; part = part->next) {
        if (!is_and(part) || last_of(part)->value == VALUE_CONDITION) {
            fault_set(&c->f, part->s,
                      "conditions and numbers are mixed: where(condition, a, b) "
                      "chooses between two");
            return VALUE_ANY;
        }
        for (struct term *condition = part->first; condition->next; condition = condition->next)
            must_be_condition(c, condition);
    }
    if (other->value == VALUE_CONDITION)
        fault_set(&c->f, other->s,
                  "conditions and numbers are mixed: where(condition, a, b) "
                  "chooses between two");
    return other->value;
}

static enum value_kind check_or(struct checker *c, struct term *t)
{
    for (struct term *part = t->first; part; part = part->next)
        if (is_and(part))
            for (struct term *inner = part->first; inner; inner = inner->next)
                check(c, inner);
        else
            check(c, part);
    if (is_choice(t))
        return check_choice(c, t);
    for (struct term *part = t->first; part; part = part->next)
        if (is_and(part))
            part->value = check_logic(c, part);
    return check_logic(c, t);
}

static const char *kind_text(enum value_kind kind)
{
    static const char *const texts[] = {"", "a number", "a text", "a condition", "a function"};

    return texts[kind];
}

static bool do_compare(enum value_kind a, enum value_kind b, bool order)
{
    if (a == VALUE_ANY || b == VALUE_ANY)
        return true;
    if (a == VALUE_TEXT || b == VALUE_TEXT)
        return a == b;
    return !order || (a == VALUE_NUMBER && b == VALUE_NUMBER);
}

static void check_compare(struct checker *c, struct term *t)
{
    struct term *a = t->first, *b = a->next;
    const bool order = b->op != OP_EQ && b->op != OP_NE;

    check(c, a);
    check(c, b);
    for (struct term *part = a; part; part = part->next)
        if (part->value == VALUE_FUNCTION)
            tell_function(c, part);
    if (!do_compare(a->value, b->value, order))
        fault_set(&c->f, a->s, "%s is compared with %s%s", kind_text(a->value), kind_text(b->value),
                  a->value == VALUE_TEXT || b->value == VALUE_TEXT
                      ? ": a text stands in quotes, a number without"
                      : "");
}

/* ---- the others ------------------------------------------------------------------------------ */

static void check_operands(struct checker *c, struct term *first)
{
    for (struct term *t = first; t; t = t->next)
        if (check(c, t) == VALUE_FUNCTION)
            tell_function(c, t);
}

static void check_all(struct checker *c, struct term *first)
{
    for (struct term *t = first; t; t = t->next)
        check(c, t);
}

static enum value_kind check_chain(struct checker *c, struct term *t)
{
    switch (t->level) {
    case LEVEL_OR:
        return check_or(c, t);
    case LEVEL_AND:
        check_all(c, t->first);
        return check_logic(c, t);
    case LEVEL_COMPARE:
        check_compare(c, t);
        return VALUE_CONDITION;
    case LEVEL_JOIN:
        check_operands(c, t->first);
        return VALUE_TEXT;
    default:
        check_operands(c, t->first);
        return VALUE_NUMBER;
    }
}

/* Whether the last argument may stand for several, as only Lua can tell. */
static bool is_open(const struct term *arguments)
{
    for (; arguments; arguments = arguments->next)
        if (!arguments->next)
            return arguments->value == VALUE_ANY &&
                   (arguments->kind == TERM_CALL || arguments->kind == TERM_METHOD);
    return false;
}

static enum value_kind check_function(struct checker *c, const struct term *t,
                                      const struct expression_function *f)
{
    struct term *arguments = t->first->next;
    const size_t n = term_count(arguments);

    /* lag(gdp): the column itself, not what it holds now */
    if (strcmp(f->name, "lag") == 0 && arguments && arguments->kind == TERM_NAME &&
        scope_knows(c->sc, arguments->text))
        arguments->kind = TERM_TEXT;
    check_all(c, arguments);
    if (!is_open(arguments) && (n < (size_t)f->least || (f->most >= 0 && n > (size_t)f->most)))
        fault_set(&c->f, t->s, "%s(%s) with %zu argument%s", f->name, f->arguments, n,
                  n == 1 ? "" : "s");
    if (c->sc->units && f->traits & EXPRESSION_COLUMNS)
        fault_set(&c->f, t->s,
                  "%s looks at all units; here one is looked at at a time: a column of [derive] "
                  "can hold it",
                  f->name);
    if (strcmp(f->name, "where") == 0 && n == 3) {
        if (arguments->value == VALUE_TEXT || arguments->value == VALUE_FUNCTION)
            must_be_condition(c, arguments);
        return arguments->next->value;
    }
    return f->traits & EXPRESSION_CONDITION_RESULT ? VALUE_CONDITION
           : f->traits & EXPRESSION_ANY_RESULT     ? VALUE_ANY
                                                   : VALUE_NUMBER;
}

static enum value_kind check_call(struct checker *c, struct term *t)
{
    const struct term *callee = t->first;
    const bool named = callee->kind == TERM_NAME && !callee->quoted;
    const struct expression_function *f = NULL;
    enum value_kind kind = VALUE_ANY;

    if (named || (callee->kind == TERM_FIELD && callee->first->kind == TERM_NAME &&
                  strcmp(callee->first->text, "heng") == 0))
        f = function_find(callee->text);
    if (f)
        return check_function(c, t, f);
    kind = check(c, t->first);
    if (kind == VALUE_NUMBER || kind == VALUE_TEXT || kind == VALUE_CONDITION)
        fault_set(&c->f, callee->s, "%.*s is not a function", shown(callee), callee->s);
    check_all(c, callee->next);
    return VALUE_ANY;
}

static enum value_kind check_method(struct checker *c, struct term *t)
{
    const struct expression_function *f = function_find(t->text);
    const enum value_kind of = check(c, t->first);

    check_all(c, t->first->next);
    if (of != VALUE_NUMBER || !f)
        return VALUE_ANY;
    return f->traits & EXPRESSION_CONDITION_RESULT ? VALUE_CONDITION : VALUE_NUMBER;
}

static enum value_kind check_inside(struct checker *c, struct term *t)
{
    switch (t->kind) {
    case TERM_NUMBER:
        check_number(c, t);
        return VALUE_NUMBER;
    case TERM_TEXT:
        return VALUE_TEXT;
    case TERM_TRUTH:
        return VALUE_CONDITION;
    case TERM_NAME:
        return check_name(c, t);
    case TERM_GROUP:
        return check(c, t->first);
    case TERM_CHAIN:
        return check_chain(c, t);
    case TERM_NOT:
        check(c, t->first);
        must_be_condition(c, t->first);
        return VALUE_CONDITION;
    case TERM_MINUS:
    case TERM_POWER:
        check_operands(c, t->first);
        return VALUE_NUMBER;
    case TERM_CALL:
        return check_call(c, t);
    case TERM_METHOD:
        return check_method(c, t);
    case TERM_FIELD:
        return check_field(c, t);
    case TERM_INDEX:
        c->in_index = true;
        check(c, t->first);
        c->in_index = false;
        check_all(c, t->first->next);
        return VALUE_ANY;
    default: /* #x, {...}, function ... end, nil */
        check_all(c, t->first);
        return t->kind == TERM_LENGTH ? VALUE_NUMBER : VALUE_ANY;
    }
}

static enum value_kind check(struct checker *c, struct term *t)
{
    return t->value = check_inside(c, t);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void check_root(struct checker *c, struct term *t)
{
    const enum value_kind kind = check(c, t);

    if (kind == VALUE_FUNCTION)
        tell_function(c, t);
    else if (c->sc->condition)
        must_be_condition(c, t);
    else if (c->sc->units && kind == VALUE_TEXT)
        fault_set(&c->f, t->s, "%.*s is a text, not a number", shown(t), t->s);
}

/* A column with blanks or signs in its name explains what else would be a riddle. */
static void explain(const struct scope *sc, const char *text, struct fault *f)
{
    const char *begin, *name = scope_bare_name(sc, text, f->at, &begin);

    if (!name)
        return;
    *f->why = '\0';
    fault_set(f, begin,
              "a name with other characters than letters, digits and _ stands in "
              "backquotes: `%.200s`",
              name);
}

/* 2019-20 / 2, where that is a column. */
static void check_spelled(struct checker *c, const char *text)
{
    const char *begin, *name = *c->f.why ? NULL : scope_spelled(c->sc, text, &begin);

    if (!name)
        return;
    c->told = true;
    fault_set(&c->f, begin,
              "this calculates, and %.200s is the name of a column: write `%.200s` for "
              "the column, blanks around the signs for the calculation",
              name, name);
}

const struct term *expression_read(struct arena *a, const struct scope *sc, const char *text,
                                   char *why, size_t size)
{
    struct checker c = {.sc = sc, .f = {.at = text}};
    struct term *t = expression_parse(a, text, &c.f);

    *why = '\0';
    if (t) {
        check_root(&c, t);
        check_spelled(&c, text);
    }
    if (!*c.f.why)
        return t;
    if (!c.told)
        explain(sc, text, &c.f);
    fault_text(&c.f, text, why, size);
    return NULL;
}

int expression_wrong(const struct scope *sc, const char *text, char *why, size_t size)
{
    struct arena *a = arena_new();
    int status = OK;

    *why = '\0';
    if (!a || !expression_read(a, sc, text, why, size))
        status = *why ? ERR_PROFILE : ERR_MEMORY;
    if (status == ERR_MEMORY)
        snprintf(why, size, "out of memory");
    arena_free(a);
    return status;
}
