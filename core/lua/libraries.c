/* SPDX-License-Identifier: MIT */
/* The driver: a state with all that a script may call, and a body that runs in it. */
#include "lua/lua_internal.h"

void sandbox_names(lua_State *L)
{
    lua_newtable(L); /* or the libraries that are there would be taken for the new ones */
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    stdlib_open(L);
    api_open(L);
    scope_open(L);
}

static void open_all(lua_State *L)
{
    vector_open(L);
    labels_open(L);
    sandbox_names(L);
}

int sandbox_run(struct sandbox *sb, lua_CFunction body, void *job, struct error *e)
{
    sb->scope.function = api_name;
    return sandbox_enter(sb, open_all, body, job, e);
}
