/* SPDX-License-Identifier: MIT */
/* The table heng: all its functions by name, and messages to the run. */
#include <string.h>

#include "lua/lua_internal.h"

/* ---- messages ------------------------------------------------------------------ */

static int api_warn(lua_State *L)
{
    api_note(L, luaL_checkstring(L, 1));
    return 0;
}

static int api_fail(lua_State *L)
{
    luaL_checkstring(L, 1);
    luaL_where(L, 1);
    lua_pushvalue(L, 1);
    lua_concat(L, 2);
    return lua_error(L);
}

/* ---- the table ------------------------------------------------------------------------------ */

const struct api_function method_functions[] = {
    {"impute", api_column, HENG_IMPUTE, false},
    {"treat", api_column, HENG_TREAT, false},
    {"normalise", api_column, HENG_NORMALISE, false},
    {"weigh", api_weigh, 0, false},
    {"aggregate", api_aggregate, 0, false},
    {"analyse", api_analyse, 0, false},
    {"lag", scope_lag, 0, false},
    {"fail", api_fail, 0, false},
    {"warn", api_warn, 0, false},
    {"index", read_index, 0, false},
    {"weights", read_weights, 0, false},
    {"selection", read_selection, 0, false},
    {NULL, NULL, 0, false},
};

static const struct api_function *const tables[] = {
    element_functions, reduce_functions, vector_functions, matrix_functions, method_functions};
enum { N_TABLES = sizeof tables / sizeof *tables };

const char *api_name(size_t i)
{
    for (size_t k = 0; k < N_TABLES; k++) {
        const struct api_function *f = tables[k];
        for (; f->name; f++, i--)
            if (i == 0)
                return f->name;
    }
    return NULL;
}

static int unknown_function(lua_State *L)
{
    const char *name = stdlib_text(L, 2);
    const char *near = sandbox_nearest(L, 1, name);

    if (near)
        return luaL_error(L, "heng has no '%s'; did you mean heng.%s?", name, near);
    return luaL_error(L, "heng has no '%s'", name);
}

static void put(lua_State *L, const struct api_function *f)
{
    lua_pushinteger(L, f->which);
    lua_pushcclosure(L, f->fn, 1);
    lua_setfield(L, -2, f->name);
}

/* Fills the table of methods that v:name() or m:name() looks into. */
static void put_methods(lua_State *L, int key, const struct api_function *f)
{
    registry_get(L, key);
    for (; f->name; f++)
        if (f->method)
            put(L, f);
    lua_pop(L, 1);
}

void api_open(lua_State *L)
{
    lua_createtable(L, 0, 80); // heng
    for (size_t k = 0; k < N_TABLES; k++)
        for (const struct api_function *f = tables[k]; f->name; f++)
            put(L, f);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, unknown_function);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    registry_set(L, KEY_HENG);
    registry_get(L, KEY_BASE);
    lua_insert(L, -2);
    lua_setfield(L, -2, "heng");
    lua_pop(L, 1);
    for (size_t k = 0; k < 2; k++) {
        put_methods(L, KEY_METHODS_VECTOR, tables[k]);
        put_methods(L, KEY_METHODS_MATRIX, tables[k]);
    }
    put_methods(L, KEY_METHODS_MATRIX, matrix_methods);
}
