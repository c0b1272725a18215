/* SPDX-License-Identifier: MIT */
/* Vectors and matrices: storage, indexing, what their operators call. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "lua/lua_internal.h"

/* ---- storage --------------------------------------------------------------------- */

static struct array *array_new(lua_State *L, size_t rows, size_t columns, bool matrix)
{
    struct array *a;

    if (columns && rows > (SIZE_MAX / 2 - sizeof *a) / sizeof(double) / columns)
        luaL_error(L, "not enough memory for %f x %f values", (double)rows, (double)columns);
    a = lua_newuserdatauv(L, sizeof *a + rows * columns * sizeof(double), 0);
    *a = (struct array){rows, columns, rows * columns, matrix, false, (double *)(a + 1)};
    luaL_setmetatable(L, matrix ? MATRIX : VECTOR);
    return a;
}

struct array *vector_new(lua_State *L, size_t n)
{
    return array_new(L, n, 1, false);
}

struct array *matrix_new(lua_State *L, size_t rows, size_t columns)
{
    return array_new(L, rows, columns, true);
}

void vector_borrow(lua_State *L, const double *v, size_t n)
{
    struct array *a = lua_newuserdatauv(L, sizeof *a, 0);

    /* Nothing writes through v while readonly is set. */
    *a = (struct array){n, 1, n, false, true, (double *)(uintptr_t)v};
    luaL_setmetatable(L, VECTOR);
}

struct array *array_like(lua_State *L, const struct array *a)
{
    return array_new(L, a->rows, a->columns, a->matrix);
}

struct array *vector_test(lua_State *L, int index)
{
    return luaL_testudata(L, index, VECTOR);
}

struct array *array_test(lua_State *L, int index)
{
    struct array *a = luaL_testudata(L, index, VECTOR);
    return a ? a : luaL_testudata(L, index, MATRIX);
}

int boolean_error(lua_State *L, const char *what)
{
    return luaL_error(L,
                      "%s is a boolean: compare vectors with lt(a, b), gt, le, ge, eq, ne, "
                      "not with < or ==",
                      what);
}

void array_refuse(lua_State *L, int index, const char *wanted)
{
    if (lua_isboolean(L, index))
        boolean_error(L, lua_pushfstring(L, "argument %d", index));
    luaL_typeerror(L, index, wanted);
}

struct array *vector_check(lua_State *L, int index)
{
    struct array *a = vector_test(L, index);

    if (!a)
        array_refuse(L, index, VECTOR);
    return a;
}

struct array *matrix_check(lua_State *L, int index)
{
    struct array *a = luaL_testudata(L, index, MATRIX);

    if (!a)
        array_refuse(L, index, MATRIX);
    return a;
}

struct array *array_check(lua_State *L, int index)
{
    struct array *a = array_test(L, index);

    if (!a)
        array_refuse(L, index, VECTOR);
    return a;
}

double *scratch_new(lua_State *L, size_t n)
{
    if (n > SIZE_MAX / 2 / sizeof(double))
        luaL_error(L, "not enough memory");
    return lua_newuserdatauv(L, (n ? n : 1) * sizeof(double), 0);
}

/* ---- making and looking -------------------------------------------------------------------- */

size_t numbers_count(lua_State *L, int index)
{
    const struct array *a = vector_test(L, index);

    if (a)
        return a->n;
    return lua_istable(L, index) ? (size_t)lua_rawlen(L, index) : NONE;
}

static size_t entries(lua_State *L, int index)
{
    size_t n = 0;

    index = lua_absindex(L, index);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        n++;
    return n;
}

void numbers_read(lua_State *L, int index, double *v, size_t n, const char *what)
{
    const struct array *a = vector_test(L, index);

    if (numbers_count(L, index) == NONE)
        luaL_error(L, "%s: a vector or a table of numbers expected, got %s", what,
                   luaL_typename(L, index));
    if (numbers_count(L, index) != n)
        luaL_error(L, "%s: %d values expected, got %d", what, (int)n, (int)numbers_count(L, index));
    for (size_t i = 0; i < n; i++) {
        if (a) {
            v[i] = a->v[i];
            continue;
        }
        if (lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TNUMBER)
            luaL_error(L, "%s: value %d is a %s, not a number", what, (int)i + 1,
                       luaL_typename(L, -1));
        v[i] = finite_or_nan(lua_tonumber(L, -1));
        lua_pop(L, 1);
    }
    if (!a && entries(L, index) != n)
        luaL_error(L, "%s: a table of %d numbers expected, without names or gaps", what, (int)n);
}

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
    const char *name = safe_text(L, 2);
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
            return luaL_error(L, "v[%s]: the vector has %d values", safe_text(L, 2), (int)a->n);
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
        return luaL_error(L, "v[%s] = x: the vector has %d values", safe_text(L, 2), (int)a->n);
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

/* ---- tables -----------------------------------------------------------------------------------
 */

const struct api_function vector_functions[] = {
    {"vector", vector_make, 0, false},
    {NULL, NULL, 0, false},
};

enum { OPERATORS = 5 }; /* the first of vector_binary's */

static void set_function(lua_State *L, const char *name, lua_CFunction f, int which)
{
    lua_pushinteger(L, which);
    lua_pushcclosure(L, f, 1);
    lua_setfield(L, -2, name);
}

static void open_kind(lua_State *L, const char *kind, lua_CFunction index)
{
    static const char *const names[OPERATORS] = {"__add", "__sub", "__mul", "__div", "__pow"};

    luaL_newmetatable(L, kind); // mt
    for (int i = 0; i < OPERATORS; i++)
        set_function(L, names[i], vector_binary, i);
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
