/* SPDX-License-Identifier: MIT */
/* The storage of vectors and matrices, and how arguments are looked at. */
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

/* ---- numbers, from a vector or a table --------------------------------------------- */

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
