/* SPDX-License-Identifier: MIT */
/* Vectors and matrices as a script sees them: making, indexing, what their operators call. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "lua/lua_internal.h"

static int vector_make(lua_State *L)
{
    struct array *y;
    lua_Integer n;
    double value;

    if (numbers_count(L, 1) != NONE) {
        y = vector_new(L, numbers_count(L, 1));
        numbers_read(L, 1, y->v, y->n, VECTOR);
        return 1;
    }
    n = luaL_checkinteger(L, 1);
    luaL_argcheck(L, n >= 0 && n <= INT32_MAX, 1, "a length from 0 on expected");
    value = finite_or_nan(luaL_optnumber(L, 2, (double)NAN));
    y = vector_new(L, (size_t)n);
    for (size_t i = 0; i < y->n; i++)
        y->v[i] = value;
    return 1;
}

static int no_method(lua_State *L, const char *kind)
{
    const char *name = stdlib_text(L, 2);
    const char *near = sandbox_nearest(L, lua_upvalueindex(1), name);

    if (near)
        return luaL_error(L, "a %s has no '%s'; did you mean %s?", kind, name, near);
    return luaL_error(L, "a %s has no '%s'", kind, name);
}

/* Upvalue 1: the methods. v[#v + 1] is nil, so that ipairs ends. */
static int vector_index(lua_State *L)
{
    const struct array *a = vector_check(L, 1);
    int is_integer;
    lua_Integer i;

    if (lua_type(L, 2) == LUA_TNUMBER) {
        i = lua_tointegerx(L, 2, &is_integer);
        if (!is_integer || i < 1 || (lua_Unsigned)i > a->n + 1)
            return luaL_error(L, "v[%s]: the vector has %d values", stdlib_text(L, 2), (int)a->n);
        if ((lua_Unsigned)i == a->n + 1)
            lua_pushnil(L);
        else
            lua_pushnumber(L, a->v[i - 1]);
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    return no_method(L, VECTOR);
}

static int matrix_index(lua_State *L)
{
    matrix_check(L, 1);
    lua_pushvalue(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    if (lua_type(L, 2) == LUA_TNUMBER)
        return luaL_error(L, "a matrix has m:column(j) and m:row(i), not m[i]");
    return no_method(L, MATRIX);
}

static int vector_newindex(lua_State *L)
{
    struct array *a = array_check(L, 1);
    int is_integer;
    lua_Integer i = lua_tointegerx(L, 2, &is_integer);

    if (a->readonly)
        return luaL_error(L, "this vector is an input and read-only: heng.vector(v) makes a copy");
    if (a->matrix)
        return luaL_error(L, "a matrix is read-only");
    if (lua_type(L, 2) != LUA_TNUMBER || !is_integer || i < 1 || (lua_Unsigned)i > a->n)
        return luaL_error(L, "v[%s] = x: the vector has %d values", stdlib_text(L, 2), (int)a->n);
    if (lua_type(L, 3) != LUA_TNUMBER)
        return luaL_error(L, "v[%d] = x: a number expected, got %s", (int)i, luaL_typename(L, 3));
    a->v[i - 1] = finite_or_nan(lua_tonumber(L, 3));
    return 0;
}

static int vector_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)vector_check(L, 1)->n);
    return 1;
}

static int vector_tostring(lua_State *L)
{
    const struct array *a = array_check(L, 1);

    if (a->matrix)
        lua_pushfstring(L, "matrix of %d x %d values", (int)a->rows, (int)a->columns);
    else
        lua_pushfstring(L, "vector of %d values", (int)a->n);
    return 1;
}

static int vector_no_compare(lua_State *L)
{
    static const char *const operators[] = {"< or >", "<= or >=", "== or ~="};

    return luaL_error(L, "%s does not compare vectors: use lt(a, b), gt, le, ge, eq, ne",
                      operators[lua_tointeger(L, lua_upvalueindex(1))]);
}

static int vector_call(lua_State *L)
{
    return luaL_error(L,
                      "a %s is not a function (a column hides the function of its name: "
                      "write heng.NAME)",
                      lua_tostring(L, lua_upvalueindex(1)));
}

/* ---- tables ------------------------------------------------------------- */

const struct api_function vector_functions[] = {
    {"vector", vector_make, 0, false},
    {NULL, NULL, 0, false},
};

enum { OPERATORS = 7 };

static void set_function(lua_State *L, const char *name, lua_CFunction f, int which)
{
    lua_pushinteger(L, which);
    lua_pushcclosure(L, f, 1);
    lua_setfield(L, -2, name);
}

static void open_kind(lua_State *L, const char *kind, lua_CFunction index)
{
    static const char *const names[OPERATORS] = {"__add", "__sub", "__mul", "__div",
                                                 "__pow", "__mod", "__idiv"};
    static const int which[OPERATORS] = {0, 1, 2, 3, 4, BINARY_REST, BINARY_WHOLE};

    luaL_newmetatable(L, kind); // mt
    for (int i = 0; i < OPERATORS; i++)
        set_function(L, names[i], vector_binary, which[i]);
    set_function(L, "__unm", vector_minus, 0);
    set_function(L, "__lt", vector_no_compare, 0);
    set_function(L, "__le", vector_no_compare, 1);
    set_function(L, "__eq", vector_no_compare, 2);
    set_function(L, "__newindex", vector_newindex, 0);
    set_function(L, "__tostring", vector_tostring, 0);
    lua_pushstring(L, kind);
    lua_pushcclosure(L, vector_call, 1);
    lua_setfield(L, -2, "__call");
    lua_pushstring(L, kind);
    lua_setfield(L, -2, "__metatable");
    if (index == vector_index)
        set_function(L, "__len", vector_len, 0);
    lua_newtable(L); // mt methods
    lua_pushvalue(L, -1);
    registry_set(L, index == vector_index ? KEY_METHODS_VECTOR : KEY_METHODS_MATRIX);
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

void vector_open(lua_State *L)
{
    open_kind(L, VECTOR, vector_index);
    open_kind(L, MATRIX, matrix_index);
}
