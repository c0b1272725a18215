/* SPDX-License-Identifier: MIT */
/*
 * Conditions of columns: 1, 0, NaN where they are missing. What expressions call for ==, and, or,
 * not: under numbers in their environment, which no name can hide.
 */
#include <math.h>
#include <string.h>

#include "lua/lua_internal.h"

static int upvalue(lua_State *L)
{
    return (int)lua_tointeger(L, lua_upvalueindex(1));
}

/* true and false at the index become 1 and 0. */
static void number_of_truth(lua_State *L, int index)
{
    if (!lua_isboolean(L, index))
        return;
    lua_pushnumber(L, lua_toboolean(L, index));
    lua_replace(L, index);
}

/* ---- comparisons ---------------------------------------------------------------------- */

static bool is_of_columns(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TNUMBER || array_test(L, index) || labels_test(L, index);
}

static bool compare_plain(lua_State *L, int which)
{
    switch (which - BINARY_LT + OP_LT) {
    case OP_LT:
        return lua_compare(L, 1, 2, LUA_OPLT);
    case OP_LE:
        return lua_compare(L, 1, 2, LUA_OPLE);
    case OP_GT:
        return lua_compare(L, 2, 1, LUA_OPLT);
    case OP_GE:
        return lua_compare(L, 2, 1, LUA_OPLE);
    case OP_EQ:
        return lua_compare(L, 1, 2, LUA_OPEQ);
    default:
        return !lua_compare(L, 1, 2, LUA_OPEQ);
    }
}

/* Upvalue: BINARY_LT and on. Columns and numbers, labels and texts, or two of another kind. */
static int condition_compare(lua_State *L)
{
    const bool labels = labels_test(L, 1) || labels_test(L, 2);

    number_of_truth(L, 1);
    number_of_truth(L, 2);
    if (labels || (is_of_columns(L, 1) && is_of_columns(L, 2)) || array_test(L, 1) ||
        array_test(L, 2))
        return vector_compare(L);
    lua_pushnumber(L, compare_plain(L, upvalue(L)));
    return 1;
}

/* ---- and, or, not ------------------------------------------------------------------------ */

/* The value at i of the condition at the index. */
static double truth_at(lua_State *L, int index, size_t i)
{
    const struct array *a = array_test(L, index);
    const double x = a ? a->v[i] : lua_tonumber(L, index);

    return isnan(x) ? x : x != 0;
}

static void must_be_condition(lua_State *L, int index)
{
    number_of_truth(L, index);
    if (lua_isnoneornil(L, index)) {
        lua_pushnumber(L, 0);
        lua_replace(L, index);
    }
    if (lua_type(L, index) != LUA_TNUMBER && !array_test(L, index))
        luaL_error(L, "and, or, not: this is a %s, not a condition",
                   labels_test(L, index) ? LABELS " (text)" : luaL_typename(L, index));
}

/* The first array among the n conditions; NULL: all are numbers. */
static const struct array *shape_of(lua_State *L, int n)
{
    const struct array *shape = NULL, *a;

    for (int i = 1; i <= n; i++) {
        must_be_condition(L, i);
        a = array_test(L, i);
        if (shape && a && (a->rows != shape->rows || a->columns != shape->columns))
            luaL_error(L, "conditions of different length: %d and %d", (int)shape->n, (int)a->n);
        shape = shape ? shape : a;
    }
    return shape;
}

/* All at i: one that decides is enough, else a missing one leaves it open. */
static double logic_at(lua_State *L, int n, double decides, size_t i)
{
    double so_far = 1 - decides, x;

    for (int k = 1; k <= n && so_far != decides; k++) {
        x = truth_at(L, k, i);
        so_far = isnan(x) || x == decides ? x : so_far;
    }
    return so_far;
}

/* Upvalue: what decides, 0 for and, 1 for or. */
static int condition_logic(lua_State *L)
{
    const int n = lua_gettop(L);
    const struct array *shape = shape_of(L, n);
    const double decides = upvalue(L);
    struct array *y;

    if (!shape) {
        lua_pushnumber(L, logic_at(L, n, decides, 0));
        return 1;
    }
    y = array_like(L, shape);
    for (size_t i = 0; i < y->n; i++)
        y->v[i] = logic_at(L, n, decides, i);
    return 1;
}

static int condition_not(lua_State *L)
{
    const struct array *shape = shape_of(L, 1);
    struct array *y;

    if (!shape) {
        lua_pushnumber(L, 1 - truth_at(L, 1, 0));
        return 1;
    }
    y = array_like(L, shape);
    for (size_t i = 0; i < y->n; i++)
        y->v[i] = 1 - truth_at(L, 1, i);
    return 1;
}

/* where(condition, a, b), of one value also a text. */
static int condition_where(lua_State *L)
{
    double x;

    number_of_truth(L, 1);
    if (lua_type(L, 1) != LUA_TNUMBER || array_test(L, 2) || array_test(L, 3))
        return vector_where(L);
    x = truth_at(L, 1, 0);
    if (isnan(x))
        lua_pushnumber(L, x);
    else
        lua_pushvalue(L, x != 0 ? 2 : 3);
    if (lua_isinteger(L, -1)) /* to go on with as a double */
        lua_pushnumber(L, lua_tonumber(L, -1));
    return 1;
}

/* ---- asking whether a value is there ------------------------------------------------------- */

/* The unit's value of the column that is named; that it is missing is not taken down. */
static int condition_peek(lua_State *L)
{
    struct scope *sc = &sandbox_of(L)->scope;
    const size_t before = sc->missing;

    registry_get(L, KEY_FORMULA_ENV);
    lua_pushvalue(L, 1);
    lua_gettable(L, -2);
    sc->missing = before;
    return 1;
}

static int condition_missing(lua_State *L)
{
    condition_peek(L);
    lua_pushnumber(L, lua_type(L, -1) == LUA_TSTRING ? lua_rawlen(L, -1) == 0
                                                     : isnan(lua_tonumber(L, -1)));
    return 1;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void put(lua_State *L, int at, lua_CFunction f, int which)
{
    lua_pushinteger(L, which);
    lua_pushcclosure(L, f, 1);
    lua_rawseti(L, -2, at);
}

void condition_open(lua_State *L)
{
    for (int op = OP_LT; op <= OP_NE; op++)
        put(L, op, condition_compare, BINARY_LT + op - OP_LT);
    put(L, OP_OR, condition_logic, 1);
    put(L, OP_AND, condition_logic, 0);
    put(L, OP_NOT, condition_not, 0);
    put(L, OP_POWER, vector_binary, BINARY_POWER);
    put(L, OP_WHERE, condition_where, 0);
    put(L, OP_PEEK, condition_peek, 0);
    put(L, OP_MISSING, condition_missing, 0);
}
