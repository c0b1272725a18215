/* SPDX-License-Identifier: MIT */
/* Expressions over one value at a time: the facts in report texts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "lua/element_internal.h"
#include "lua/expression_internal.h"

struct expression {
    const struct term *tree;
    const char *text, *place;
    const struct expression_host *host;
};

enum { ARGUMENTS_MAX = 16 };

/* ---- looking at the text ------------------------------------------------------------ */

static const struct expression_host_function *host_find(const struct expression_host *h,
                                                        const char *name)
{
    for (size_t i = 0; h && i < h->n; i++)
        if (strcmp(h->functions[i].name, name) == 0)
            return &h->functions[i];
    return NULL;
}

static bool stands_alone(const struct expression_host_function *f)
{
    return f->least < 0 && f->most < 0;
}

/* Of ours those that one value is enough for; where needs no function. */
static bool is_ours(const struct expression_function *f)
{
    return f->of_numbers || strcmp(f->name, "where") == 0;
}

static void tell_unknown(const struct expression_host *h, const struct term *name, struct fault *f)
{
    enum { MOST = 256 };
    const char *names[MOST], *near;
    size_t n = 0;

    for (size_t i = 0; h && i < h->n && n < MOST; i++)
        names[n++] = h->functions[i].name;
    for (size_t i = 0; expression_function(i) && n < MOST; i++)
        if (is_ours(expression_function(i)))
            names[n++] = expression_function(i)->name;
    near = text_nearest(name->text, names, n);
    fault_set(f, name->s, "unknown name %s%s", name->text,
              text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static void look_name(const struct expression_host *h, const struct term *t, struct fault *f)
{
    const struct expression_host_function *host = host_find(h, t->text);
    const struct expression_function *own = host || t->quoted ? NULL : function_find(t->text);

    if (host && stands_alone(host))
        return;
    if (host)
        fault_set(f, t->s, "%s is a function: write %s(%s)", t->text, t->text,
                  host->arguments ? host->arguments : "");
    else if (own && is_ours(own))
        fault_set(f, t->s, "%s is a function: write %s(%s)", own->name, own->name, own->arguments);
    else
        tell_unknown(h, t, f);
}

static void look_count(const struct term *name, const char *arguments, int least, int most,
                       size_t n, struct fault *f)
{
    if (n < (size_t)least || (most >= 0 && n > (size_t)most) || n > ARGUMENTS_MAX)
        fault_set(f, name->s, "%s(%s) with %zu argument%s", name->text, arguments ? arguments : "",
                  n, n == 1 ? "" : "s");
}

static void look_call(const struct expression_host *h, const struct term *t, struct fault *f)
{
    const struct term *name = t->first;
    const struct expression_host_function *host;
    const struct expression_function *own;
    const size_t n = term_count(name->next);

    if (name->kind != TERM_NAME || name->quoted) {
        fault_set(f, name->s, "what stands in front of the bracket is no function");
        return;
    }
    host = host_find(h, name->text);
    own = host ? NULL : function_find(name->text);
    if (host && stands_alone(host))
        fault_set(f, name->s, "%s is no function: write it without brackets", name->text);
    else if (host)
        look_count(name, host->arguments, host->least, host->most, n, f);
    else if (own && is_ours(own))
        look_count(name, own->arguments, own->least, own->most, n, f);
    else if (own)
        fault_set(f, name->s, "%s works on columns; there are none in a text", name->text);
    else
        tell_unknown(h, name, f);
}

static void look(const struct expression_host *h, const struct term *t, struct fault *f)
{
    const struct term *child = t->first;

    switch (t->kind) {
    case TERM_NAME:
        look_name(h, t, f);
        return;
    case TERM_CALL:
        look_call(h, t, f);
        child = t->first->next;
        break;
    case TERM_NIL:
    case TERM_LENGTH:
    case TERM_METHOD:
    case TERM_FIELD:
    case TERM_INDEX:
    case TERM_TABLE:
    case TERM_ENTRY:
    case TERM_LUA:
        fault_set(f, t->s, "%.*s: a text has numbers, texts, functions and operators only",
                  t->n < 40 ? (int)t->n : 40, t->s);
        return;
    default:
        break;
    }
    for (; child; child = child->next)
        look(h, child, f);
}

static int fault_error(const struct fault *f, const char *text, const char *place, struct error *e)
{
    char why[600];

    fault_text(f, text, why, sizeof why);
    return error_set(e, ERR_PROFILE, "%s: %s", place, why);
}

int expression_compile(struct arena *a, const char *text, const char *place,
                       const struct expression_host *host, const struct expression **x,
                       struct error *e)
{
    struct expression *made = arena_alloc(a, sizeof *made);
    struct fault f = {.at = text};
    const struct term *t = made ? expression_parse(a, text, &f) : NULL;

    if (t)
        look(host, t, &f);
    if (*f.why)
        return fault_error(&f, text, place, e);
    if (!t || arena_failed(a))
        return error_no_memory_for(e, place);
    *made = (struct expression){t, text, place, host};
    *x = made;
    return OK;
}

/* ---- values ---------------------------------------------------------------------------- */

struct scalar {
    const struct expression *x;
    struct arena *a;
    struct fault f;
    int status; /* of a function of the host, or memory; else the fault tells */
};

static struct expression_value missing(void)
{
    return (struct expression_value){.kind = EXPRESSION_MISSING, .number = (double)NAN};
}

static struct expression_value number(double x)
{
    if (isnan(finite_or_nan(x)))
        return missing();
    return (struct expression_value){.kind = EXPRESSION_NUMBER, .number = x};
}

/* x: 1, 0 or NaN */
static struct expression_value condition(double x)
{
    if (isnan(x))
        return missing();
    return (struct expression_value){.kind = EXPRESSION_CONDITION, .number = x != 0};
}

static struct expression_value text_value(const char *text)
{
    return (struct expression_value){.kind = EXPRESSION_TEXT, .text = text};
}

static const char *kind_name(enum expression_kind kind)
{
    static const char *const names[] = {"missing", "a number", "a text", "a condition"};

    return names[kind];
}

static bool of_kind(struct scalar *s, const struct term *t, const struct expression_value *v,
                    enum expression_kind kind)
{
    if (v->kind == kind || v->kind == EXPRESSION_MISSING)
        return true;
    fault_set(&s->f, t->s, "this is %s; %s is expected", kind_name(v->kind), kind_name(kind));
    return false;
}

static bool value_of(struct scalar *s, const struct term *t, struct expression_value *v);

static bool value_as(struct scalar *s, const struct term *t, enum expression_kind kind,
                     struct expression_value *v)
{
    return value_of(s, t, v) && of_kind(s, t, v, kind);
}

static double of_numbers(enum operation op, double a, double b)
{
    switch (op) {
    case OP_ADD:
        return a + b;
    case OP_SUBTRACT:
        return a - b;
    case OP_MULTIPLY:
        return a * b;
    case OP_DIVIDE:
        return a / b;
    case OP_WHOLE:
        return element_whole(a, b);
    default:
        return element_rest(a, b);
    }
}

static bool arithmetic(struct scalar *s, const struct term *t, struct expression_value *v)
{
    struct expression_value next;

    if (!value_as(s, t, EXPRESSION_NUMBER, v))
        return false;
    for (t = t->next; t; t = t->next) {
        if (!value_as(s, t, EXPRESSION_NUMBER, &next))
            return false;
        *v = v->kind && next.kind ? number(of_numbers(t->op, v->number, next.number)) : missing();
    }
    return true;
}

/* Texts and numbers, which are written as short as they can be. */
static bool join(struct scalar *s, const struct term *t, struct expression_value *v)
{
    struct str text = {0};
    struct expression_value next = {0};
    bool absent = false, fine = true;
    char digits[NUMBER_TEXT_MAX];

    for (; fine && t; t = t->next) {
        fine = value_of(s, t, &next) &&
               (next.kind == EXPRESSION_NUMBER || of_kind(s, t, &next, EXPRESSION_TEXT));
        absent = absent || next.kind == EXPRESSION_MISSING;
        if (fine && next.kind == EXPRESSION_NUMBER)
            str_add_bytes(&text, digits, number_format(next.number, digits));
        else if (fine && next.kind == EXPRESSION_TEXT)
            str_add(&text, next.text);
    }
    *v = absent ? missing() : text_value(arena_strdup(s->a, text.s ? text.s : ""));
    if (text.failed || (!absent && !v->text)) {
        s->status = ERR_MEMORY;
        fine = false;
    }
    str_fini(&text);
    return fine;
}

static bool holds(enum operation op, int order)
{
    switch (op) {
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    case OP_GE:
        return order >= 0;
    case OP_EQ:
        return order == 0;
    default:
        return order != 0;
    }
}

static bool compare(struct scalar *s, const struct term *t, struct expression_value *v)
{
    const struct term *with = t->next;
    struct expression_value a, b;
    int order;

    if (!value_of(s, t, &a) || !value_of(s, with, &b))
        return false;
    *v = missing();
    if (!a.kind || !b.kind)
        return true;
    if (a.kind != b.kind) {
        fault_set(&s->f, with->s, "%s is compared with %s", kind_name(a.kind), kind_name(b.kind));
        return false;
    }
    order = a.kind == EXPRESSION_TEXT ? strcmp(a.text, b.text)
                                      : (a.number > b.number) - (a.number < b.number);
    *v = condition(holds(with->op, order));
    return true;
}

/* One that decides is enough, whatever is missing; what stands behind it is not looked at. */
static bool logic(struct scalar *s, const struct term *t, double decides,
                  struct expression_value *v)
{
    double so_far = 1 - decides;

    for (; t && so_far != decides; t = t->next) {
        if (!value_as(s, t, EXPRESSION_CONDITION, v))
            return false;
        if (v->kind == EXPRESSION_MISSING)
            so_far = (double)NAN;
        else if (v->number == decides)
            so_far = decides;
    }
    *v = condition(so_far);
    return true;
}

/* ---- functions --------------------------------------------------------------------------- */

/* where(condition, a, b): what is not chosen is not looked at. */
static bool choose(struct scalar *s, const struct term *t, struct expression_value *v)
{
    if (!value_as(s, t, EXPRESSION_CONDITION, v))
        return false;
    return v->kind == EXPRESSION_MISSING ||
           value_of(s, v->number != 0 ? t->next : t->next->next, v);
}

static bool is(const struct expression_function *f, const char *name)
{
    return strcmp(f->name, name) == 0;
}

static bool call_own(struct scalar *s, const struct expression_function *f, const struct term *t,
                     struct expression_value *v)
{
    double x[ARGUMENTS_MAX];
    size_t n = 0;

    if (is(f, "where"))
        return choose(s, t, v);
    if (is(f, "fill")) /* of any kind */
        return value_of(s, t, v) && (v->kind != EXPRESSION_MISSING || value_of(s, t->next, v));
    for (; t; t = t->next) {
        if (is(f, "missing")) {
            if (!value_of(s, t, v))
                return false;
            v->number = v->kind ? 0 : (double)NAN; /* of whatever kind */
        } else if (!value_as(s, t, EXPRESSION_NUMBER, v)) {
            return false;
        }
        x[n++] = v->kind ? v->number : (double)NAN;
    }
    *v = f->traits & EXPRESSION_CONDITION_RESULT ? condition(f->of_numbers(x, n))
                                                 : number(f->of_numbers(x, n));
    return true;
}

static bool fits(struct scalar *s, const char *kinds, size_t i, const struct term *t,
                 const struct expression_value *v)
{
    const size_t n = kinds ? strlen(kinds) : 0;

    switch (n ? kinds[i < n ? i : n - 1] : 'a') {
    case 'n':
        return of_kind(s, t, v, EXPRESSION_NUMBER);
    case 't':
        return of_kind(s, t, v, EXPRESSION_TEXT);
    case 'c':
        return of_kind(s, t, v, EXPRESSION_CONDITION);
    default:
        return true;
    }
}

static bool call_host(struct scalar *s, const struct expression_host_function *f,
                      const struct term *name, struct expression_value *v)
{
    struct expression_value arguments[ARGUMENTS_MAX];
    struct error why = {0};
    size_t n = 0;

    if (!stands_alone(f))
        for (const struct term *t = name->next; t; t = t->next, n++)
            if (!value_of(s, t, &arguments[n]) || !fits(s, f->kinds, n, t, &arguments[n]))
                return false;
    *v = missing();
    s->status = f->call(s->x->host->data, s->a, arguments, n, v, &why);
    if (!s->status) {
        if (v->kind == EXPRESSION_NUMBER)
            *v = number(v->number);
        return true;
    }
    fault_set(&s->f, name->s, "%s", why.text);
    return false;
}

static bool call(struct scalar *s, const struct term *name, struct expression_value *v)
{
    const struct expression_host_function *host = host_find(s->x->host, name->text);

    if (host)
        return call_host(s, host, name, v);
    return call_own(s, function_find(name->text), name->next, v);
}

/* ---- the tree ------------------------------------------------------------------------------ */

static bool chain(struct scalar *s, const struct term *t, struct expression_value *v)
{
    switch (t->level) {
    case LEVEL_OR:
        return logic(s, t->first, 1, v);
    case LEVEL_AND:
        return logic(s, t->first, 0, v);
    case LEVEL_COMPARE:
        return compare(s, t->first, v);
    case LEVEL_JOIN:
        return join(s, t->first, v);
    default:
        return arithmetic(s, t->first, v);
    }
}

static bool literal(struct scalar *s, const struct term *t, struct expression_value *v)
{
    double x;

    if (t->n > 1 && (t->s[1] == 'x' || t->s[1] == 'X')) {
        x = 0;
        for (size_t i = 2; i < t->n; i++)
            x = 16 * x + (t->s[i] <= '9' ? t->s[i] - '0' : (t->s[i] | 0x20) - 'a' + 10);
    } else {
        char *text = arena_strndup(s->a, t->s, t->n);
        if (!text) {
            s->status = ERR_MEMORY;
            return false;
        }
        x = strtod(text, NULL);
    }
    *v = number(x);
    return true;
}

static bool value_of(struct scalar *s, const struct term *t, struct expression_value *v)
{
    struct expression_value power;

    switch (t->kind) {
    case TERM_NUMBER:
        return literal(s, t, v);
    case TERM_TEXT:
        *v = text_value(t->text);
        return true;
    case TERM_TRUTH:
        *v = condition(*t->s == 't');
        return true;
    case TERM_NAME:
        return call(s, t, v);
    case TERM_GROUP:
        return value_of(s, t->first, v);
    case TERM_CHAIN:
        return chain(s, t, v);
    case TERM_NOT:
        if (!value_as(s, t->first, EXPRESSION_CONDITION, v))
            return false;
        *v = condition(v->kind ? 1 - v->number : (double)NAN);
        return true;
    case TERM_MINUS:
        if (!value_as(s, t->first, EXPRESSION_NUMBER, v))
            return false;
        *v = v->kind ? number(-v->number) : missing();
        return true;
    case TERM_POWER:
        if (!value_as(s, t->first, EXPRESSION_NUMBER, v) ||
            !value_as(s, t->first->next, EXPRESSION_NUMBER, &power))
            return false;
        *v = v->kind && power.kind ? number(element_power(v->number, power.number)) : missing();
        return true;
    default: /* a call: look has refused all else */
        return call(s, t->first, v);
    }
}

int expression_scalar(const struct expression *x, struct arena *a, struct expression_value *value,
                      struct error *e)
{
    struct scalar s = {.x = x, .a = a, .f = {.at = x->text}};

    if (value_of(&s, x->tree, value))
        return OK;
    if (s.status == ERR_MEMORY)
        return error_no_memory_for(e, x->place);
    return fault_error(&s.f, x->text, x->place, e);
}
