/* SPDX-License-Identifier: MIT */
/* Arithmetic and functions element by element, of vectors, matrices and numbers. */
#include <math.h>
#include <string.h>

#include "lua/lua_internal.h"
#include "stats/elementary.h"

/* ---- operands ----------------------------------------------------------------------- */

/* An argument of an elementwise function: an array, or a number for all elements. */
struct operand {
    const struct array *a;
    const double *v;
    size_t step;
    double scalar;
};

static void operand(lua_State *L, int index, struct operand *o)
{
    o->a = array_test(L, index);
    if (o->a) {
        o->v = o->a->v;
        o->step = 1;
        return;
    }
    if (lua_type(L, index) != LUA_TNUMBER)
        array_refuse(L, index, "number or vector");
    o->scalar = finite_or_nan(lua_tonumber(L, index));
    o->v = &o->scalar;
    o->step = 0;
}

static void shape_error(lua_State *L, const struct array *a, const struct array *b)
{
    if (a->matrix != b->matrix)
        luaL_error(L, "a vector and a matrix do not go together element by element");
    else if (a->matrix)
        luaL_error(L, "matrices of different size: %d x %d and %d x %d", (int)a->rows,
                   (int)a->columns, (int)b->rows, (int)b->columns);
    else
        luaL_error(L, "vectors of different length: %d and %d", (int)a->n, (int)b->n);
}

/* Reads n arguments from the stack on; pushes a result of their common shape, or returns NULL
   when all are numbers. */
static struct array *operands(lua_State *L, int n, struct operand *o)
{
    const struct array *shape = NULL;

    for (int i = 0; i < n; i++) {
        operand(L, i + 1, &o[i]);
        if (!o[i].a)
            continue;
        if (shape && (shape->rows != o[i].a->rows || shape->columns != o[i].a->columns ||
                      shape->matrix != o[i].a->matrix))
            shape_error(L, shape, o[i].a);
        shape = o[i].a;
    }
    return shape ? array_like(L, shape) : NULL;
}

/* ---- operators ----------------------------------------------------------------------- */

typedef double binary_fn(double, double);

static double add(double a, double b)
{
    return a + b;
}
static double subtract(double a, double b)
{
    return a - b;
}
static double multiply(double a, double b)
{
    return a * b;
}
static double divide(double a, double b)
{
    return a / b;
}

static double fill(double a, double b)
{
    return isnan(a) ? b : a;
}
static double lt(double a, double b)
{
    return a < b;
}
static double le(double a, double b)
{
    return a <= b;
}
static double gt(double a, double b)
{
    return a > b;
}
static double ge(double a, double b)
{
    return a >= b;
}
static double eq(double a, double b)
{
    return a == b;
}
static double ne(double a, double b)
{
    return a != b;
}
static double smaller(double a, double b)
{
    return a < b ? a : b;
}
static double larger(double a, double b)
{
    return a > b ? a : b;
}

static binary_fn *const binary[] = {
    add, subtract, multiply, divide,  element_power, lt,   le,           gt,
    ge,  eq,       ne,       smaller, larger,        fill, element_rest, element_whole};

static int upvalue(lua_State *L)
{
    return (int)lua_tointeger(L, lua_upvalueindex(1));
}

static double apply(int which, double a, double b)
{
    if ((isnan(a) || isnan(b)) && which != BINARY_FILL)
        return (double)NAN;
    return finite_or_nan(binary[which](a, b));
}

static int call_binary(lua_State *L, int which)
{
    struct operand o[2];
    struct array *y = operands(L, 2, o);

    if (!y) {
        lua_pushnumber(L, apply(which, *o[0].v, *o[1].v));
        return 1;
    }
    for (size_t i = 0; i < y->n; i++)
        y->v[i] = apply(which, o[0].v[i * o[0].step], o[1].v[i * o[1].step]);
    return 1;
}

int vector_binary(lua_State *L)
{
    return call_binary(L, upvalue(L));
}

int vector_minus(lua_State *L)
{
    const struct array *x = array_check(L, 1);
    struct array *y = array_like(L, x);

    for (size_t i = 0; i < x->n; i++)
        y->v[i] = -x->v[i];
    return 1;
}

/* ---- elementwise functions ----------------------------------------------------------- */

typedef double unary_fn(double);

static double is_missing(double x)
{
    return isnan(x);
}

static unary_fn *const unary[] = {element_log, element_log10, real_exp,  element_sqrt,
                                  fabs,        floor,         is_missing};

static int vector_unary(lua_State *L)
{
    struct operand o;
    unary_fn *f = unary[upvalue(L)];
    struct array *y;

    if (f == is_missing && labels_test(L, 1)) {
        const struct labels *l = labels_test(L, 1);
        y = vector_new(L, l->n);
        for (size_t i = 0; i < l->n; i++)
            y->v[i] = l->group[i] == LABEL_NONE;
        return 1;
    }
    y = operands(L, 1, &o);
    if (!y) {
        lua_pushnumber(L, finite_or_nan(f(*o.v)));
        return 1;
    }
    for (size_t i = 0; i < y->n; i++)
        y->v[i] = finite_or_nan(f(o.v[i]));
    return 1;
}

/* eq and ne of labels with a text or other labels. */
static int compare_labels(lua_State *L, bool equal)
{
    int at = labels_test(L, 1) ? 1 : 2;
    const struct labels *l = labels_test(L, at), *other = labels_test(L, 3 - at);
    const char *text = other ? NULL : luaL_checkstring(L, 3 - at);
    struct array *y = vector_new(L, l->n);

    if (other && other->n != l->n)
        return luaL_error(L, "labels of different length: %d and %d", (int)l->n, (int)other->n);
    for (size_t i = 0; i < l->n; i++) {
        const char *with = other ? other->v[i] : text;
        y->v[i] = l->group[i] == LABEL_NONE || (other && other->group[i] == LABEL_NONE)
                      ? (double)NAN
                      : (double)((strcmp(l->v[i], with) == 0) == equal);
    }
    return 1;
}

int vector_compare(lua_State *L)
{
    int which = upvalue(L);

    if (labels_test(L, 1) || labels_test(L, 2)) {
        if (binary[which] != eq && binary[which] != ne)
            return luaL_error(L, "labels have no order: use eq or ne");
        return compare_labels(L, binary[which] == eq);
    }
    return call_binary(L, which);
}

/* min(a, b, ...), max(a, b, ...) */
static int vector_extreme(lua_State *L)
{
    enum { MOST = 16 };
    struct operand o[MOST];
    struct array *y;
    int which = upvalue(L), n = lua_gettop(L);

    luaL_argcheck(L, n <= MOST, MOST, "too many values");
    if (n < 2)
        return luaL_error(L, "%s takes two or more: the %s value of a vector is %s(x)",
                          which == BINARY_MIN ? "min" : "max",
                          which == BINARY_MIN ? "smallest" : "largest",
                          which == BINARY_MIN ? "smallest" : "largest");
    y = operands(L, n, o);
    for (size_t i = 0; i < (y ? y->n : 1); i++) {
        double best = o[0].v[i * o[0].step];
        for (int k = 1; k < n; k++)
            best = apply(which, best, o[k].v[i * o[k].step]);
        if (!y)
            lua_pushnumber(L, best);
        else
            y->v[i] = best;
    }
    return 1;
}

int vector_where(lua_State *L)
{
    struct operand o[3];
    struct array *y;

    if (lua_isboolean(L, 1))
        return boolean_error(L, "where: the condition");
    y = operands(L, 3, o);
    if (!y) {
        lua_pushnumber(L, isnan(*o[0].v) ? (double)NAN : *o[0].v != 0 ? *o[1].v : *o[2].v);
        return 1;
    }
    for (size_t i = 0; i < y->n; i++) {
        double c = o[0].v[i * o[0].step];
        y->v[i] = isnan(c) ? (double)NAN : c != 0.0 ? o[1].v[i * o[1].step] : o[2].v[i * o[2].step];
    }
    return 1;
}

/* round(x[, decimals]) */
static int vector_round(lua_State *L)
{
    struct operand o;
    const double decimals = luaL_optnumber(L, 2, 0);
    struct array *y;

    luaL_argcheck(L, element_has_decimals(decimals), 2,
                  "a number of decimals from 0 to 12 expected");
    lua_settop(L, 1);
    y = operands(L, 1, &o);
    if (!y)
        lua_pushnumber(L, element_round(*o.v, decimals));
    for (size_t i = 0; y && i < y->n; i++)
        y->v[i] = element_round(o.v[i], decimals);
    return 1;
}

static int vector_clamp(lua_State *L)
{
    struct operand o[3];
    struct array *y = operands(L, 3, o);

    for (size_t i = 0; i < (y ? y->n : 1); i++) {
        double x = o[0].v[i * o[0].step], lo = o[1].v[i * o[1].step], hi = o[2].v[i * o[2].step];
        double clamped = isnan(lo) || isnan(hi) ? (double)NAN : x < lo ? lo : x > hi ? hi : x;
        if (lo > hi)
            return luaL_error(L, "clamp(x, lo, hi): lo is above hi");
        if (!y)
            lua_pushnumber(L, clamped);
        else
            y->v[i] = clamped;
    }
    return 1;
}

/* ---- the table ------------------------------------------------------------------------ */

const struct api_function element_functions[] = {
    {"log", vector_unary, 0, true},
    {"log10", vector_unary, 1, true},
    {"exp", vector_unary, 2, true},
    {"sqrt", vector_unary, 3, true},
    {"abs", vector_unary, 4, true},
    {"floor", vector_unary, 5, true},
    {"missing", vector_unary, 6, true},
    {"round", vector_round, 0, true},
    {"lt", vector_compare, BINARY_LT, true},
    {"le", vector_compare, BINARY_LT + 1, true},
    {"gt", vector_compare, BINARY_LT + 2, true},
    {"ge", vector_compare, BINARY_LT + 3, true},
    {"eq", vector_compare, BINARY_LT + 4, true},
    {"ne", vector_compare, BINARY_LT + 5, true},
    {"min", vector_extreme, BINARY_MIN, true},
    {"max", vector_extreme, BINARY_MAX, true},
    {"fill", vector_binary, BINARY_FILL, true},
    {"where", vector_where, 0, false},
    {"clamp", vector_clamp, 0, true},
    {NULL, NULL, 0, false},
};
