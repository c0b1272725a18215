/* SPDX-License-Identifier: MIT */
/* next, pairs and table.sort in an order that does not change from run to run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/lua_internal.h"

/* ---- an order for keys ---------------------------------------------------------------- */

struct key {
    int kind; /* 0 number, 1 text, 2 boolean */
    bool is_int;
    lua_Integer i;
    lua_Number f;
    const char *s;
    size_t n;
};

static void key_read(lua_State *L, int index, struct key *k)
{
    *k = (struct key){0, false, 0, 0, NULL, 0};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        k->is_int = lua_isinteger(L, index);
        k->i = lua_tointeger(L, index);
        k->f = lua_tonumber(L, index);
        break;
    case LUA_TSTRING:
        k->kind = 1;
        k->s = lua_tolstring(L, index, &k->n);
        break;
    case LUA_TBOOLEAN:
        k->kind = 2;
        k->i = lua_toboolean(L, index);
        break;
    default:
        luaL_error(L, "pairs, next: a key that is a %s has no order", luaL_typename(L, index));
    }
}

/* An integer against a float key, which is never a whole number in the integers' range. */
static int int_float(lua_Integer i, lua_Number f)
{
    if (f >= 0x1p63)
        return -1;
    if (f < -0x1p63)
        return 1;
    return i <= (lua_Integer)floor(f) ? -1 : 1;
}

static int key_compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int c;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind == 1) {
        c = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);
        return c ? c : (x->n > y->n) - (x->n < y->n);
    }
    if (x->kind == 2 || (x->is_int && y->is_int))
        return (x->i > y->i) - (x->i < y->i);
    if (x->is_int)
        return int_float(x->i, y->f);
    if (y->is_int)
        return -int_float(y->i, x->f);
    return (x->f > y->f) - (x->f < y->f);
}

static void key_push(lua_State *L, const struct key *k)
{
    if (k->kind == 1)
        lua_pushlstring(L, k->s, k->n);
    else if (k->kind == 2)
        lua_pushboolean(L, (int)k->i);
    else if (k->is_int)
        lua_pushinteger(L, k->i);
    else
        lua_pushnumber(L, k->f);
}

int stdlib_next(lua_State *L)
{
    struct key best, from, k;
    bool found = false, first;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    first = lua_isnil(L, 2);
    if (!first)
        key_read(L, 2, &from);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        key_read(L, -2, &k);
        if ((first || key_compare(&k, &from) > 0) && (!found || key_compare(&k, &best) < 0)) {
            best = k;
            found = true;
        }
    }
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    key_push(L, &best);
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    return 2;
}

/* Upvalues: the keys in order, the position. */
static int pairs_step(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));

    luaL_checktype(L, 1, LUA_TTABLE);
    for (;;) {
        i++;
        lua_pushinteger(L, i);
        lua_replace(L, lua_upvalueindex(2));
        if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL)
            return 2;
        lua_pop(L, 2);
    }
}

int stdlib_pairs(lua_State *L)
{
    struct key *keys;
    size_t n = 0, i;

    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        n++;
    keys = lua_newuserdatauv(L, (n + 1) * sizeof *keys, 0);
    for (i = 0, lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (i < n)
            key_read(L, -2, &keys[i++]);
    qsort(keys, i, sizeof *keys, key_compare);
    lua_createtable(L, (int)(i < 1 << 20 ? i : 1 << 20), 0);
    for (n = 0; n < i; n++) {
        key_push(L, &keys[n]);
        lua_rawseti(L, -2, (lua_Integer)n + 1);
    }
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_step, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* ---- sorting ---------------------------------------------------------------------- */

static bool sort_less(lua_State *L, int from, lua_Integer a, lua_Integer b)
{
    bool less;

    if (!lua_isnil(L, 2))
        lua_pushvalue(L, 2);
    lua_rawgeti(L, from, a);
    lua_rawgeti(L, from, b);
    if (lua_isnil(L, 2)) {
        less = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
        return less;
    }
    lua_call(L, 2, 1);
    less = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return less;
}

static void sort_merge(lua_State *L, int from, int to, lua_Integer lo, lua_Integer mid,
                       lua_Integer hi)
{
    lua_Integer i = lo, j = mid;

    for (lua_Integer k = lo; k < hi; k++) {
        bool right = i >= mid || (j < hi && sort_less(L, from, j, i));
        lua_rawgeti(L, from, right ? j++ : i++);
        lua_rawseti(L, to, k);
    }
}

/* Stable, and the same for the same table: Lua's own picks pivots by the clock. */
int stdlib_sort(lua_State *L)
{
    lua_Integer n;
    int from = 1, to = 3;

    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL)
        return luaL_argerror(L, 1, "a table with __len is not accepted here");
    n = (lua_Integer)lua_rawlen(L, 1);
    lua_newtable(L); // t less other
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer lo = 1; lo <= n; lo += 2 * width) {
            lua_Integer mid = lo + width <= n ? lo + width : n + 1;
            lua_Integer hi = lo + 2 * width <= n ? lo + 2 * width : n + 1;
            sort_merge(L, from, to, lo, mid, hi);
        }
        from = to;
        to = from == 1 ? 3 : 1;
    }
    for (lua_Integer lo = 1; from == 3 && lo <= n; lo++) {
        lua_rawgeti(L, 3, lo);
        lua_rawseti(L, 1, lo);
    }
    return 0;
}
