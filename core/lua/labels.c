/* SPDX-License-Identifier: MIT */
/* Labels: a text column, and the groups that its equal texts make. */
#include <stdlib.h>
#include <string.h>

#include "lua/lua_internal.h"

struct labels *labels_test(lua_State *L, int index)
{
    return luaL_testudata(L, index, LABELS);
}

static int by_label(const void *a, const void *b)
{
    return strcmp(**(char *const *const *)a, **(char *const *const *)b);
}

/* Numbers the groups in the order of their labels' bytes. */
static void number_groups(struct labels *l, char *const **order)
{
    for (size_t i = 0; i < l->n; i++)
        order[i] = &l->v[i];
    if (l->n)
        qsort(order, l->n, sizeof *order, by_label);
    for (size_t i = 0; i < l->n; i++) {
        uint32_t *group = &l->group[order[i] - l->v];
        if (!**order[i]) {
            *group = LABEL_NONE;
            continue;
        }
        if (i == 0 || strcmp(*order[i], *order[i - 1]) != 0)
            l->n_groups++;
        *group = (uint32_t)(l->n_groups - 1);
    }
}

void labels_push(lua_State *L, char *const *v, size_t n)
{
    struct labels *l = lua_newuserdatauv(L, sizeof *l + n * sizeof(uint32_t), 0);

    l->n = n;
    l->n_groups = 0;
    l->v = v;
    number_groups(l, lua_newuserdatauv(L, (n + 1) * sizeof(char **), 0));
    lua_pop(L, 1);
    luaL_setmetatable(L, LABELS);
}

struct labels *labels_check(lua_State *L, int index)
{
    struct labels *l = labels_test(L, index);

    if (!l)
        luaL_typeerror(L, index, "labels (a text column)");
    return l;
}

static int labels_index(lua_State *L)
{
    const struct labels *l = labels_check(L, 1);
    int is_integer;
    lua_Integer i = lua_tointegerx(L, 2, &is_integer);

    if (lua_type(L, 2) != LUA_TNUMBER)
        return luaL_error(L, "labels have labels[i] and #labels, not '%s'", stdlib_text(L, 2));
    if (!is_integer || i < 1 || (lua_Unsigned)i > l->n + 1)
        return luaL_error(L, "labels[%s]: there are %d", stdlib_text(L, 2), (int)l->n);
    if ((lua_Unsigned)i == l->n + 1)
        lua_pushnil(L);
    else
        lua_pushstring(L, l->v[i - 1]);
    return 1;
}

static int labels_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)labels_check(L, 1)->n);
    return 1;
}

static int labels_refuse(lua_State *L)
{
    return luaL_error(L,
                      "labels are texts: they take eq, ne, missing and the group functions only");
}

static int labels_newindex(lua_State *L)
{
    return luaL_error(L, "labels are read-only");
}

static int labels_tostring(lua_State *L)
{
    lua_pushfstring(L, "labels of %d units", (int)labels_check(L, 1)->n);
    return 1;
}

void labels_open(lua_State *L)
{
    static const luaL_Reg meta[] = {
        {"__index", labels_index},       {"__len", labels_len},
        {"__newindex", labels_newindex}, {"__tostring", labels_tostring},
        {"__add", labels_refuse},        {"__sub", labels_refuse},
        {"__mul", labels_refuse},        {"__div", labels_refuse},
        {"__lt", labels_refuse},         {"__le", labels_refuse},
        {"__eq", labels_refuse},         {"__pow", labels_refuse},
        {"__unm", labels_refuse},        {NULL, NULL},
    };

    luaL_newmetatable(L, LABELS);
    luaL_setfuncs(L, meta, 0);
    lua_pushstring(L, LABELS);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
