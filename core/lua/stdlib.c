/* SPDX-License-Identifier: MIT */
/* The standard names a script sees: an allow list, put into an empty table, and the functions
   that differ from Lua's so that a script stays within its limits and gives the same bits. */
#include <lualib.h>
#include <math.h>
#include <string.h>

#include "lua/lua_internal.h"

/* ---- what is there and what is not -------------------------------------------- */

const char *const stdlib_names[] = {
    "assert", "error",  "getmetatable", "ipairs",  "next",   "pairs",        "pcall",    "rawequal",
    "rawget", "rawlen", "rawset",       "require", "select", "setmetatable", "tonumber", "tostring",
    "type",   "xpcall", "math",         "string",  "table",  "utf8",         "_VERSION", NULL,
};

static const struct {
    const char *name, *hint;
} withheld[] = {
    {"io", ""},
    {"os", ""},
    {"debug", ""},
    {"load", ""},
    {"loadstring", ""},
    {"dofile", ": require \"NAME\" reads scripts/lib/NAME.lua"},
    {"loadfile", ": require \"NAME\" reads scripts/lib/NAME.lua"},
    {"package", ": require \"NAME\" reads scripts/lib/NAME.lua"},
    {"coroutine", ""},
    {"collectgarbage", ""},
    {"print", ": heng.warn(text) puts a line into the report"},
    {"_G", ""},
    {"unpack", ": table.unpack is its name"},
    {"setfenv", ""},
    {"getfenv", ""},
    {"module", ""},
};

const char *stdlib_withheld(const char *name)
{
    for (size_t i = 0; i < sizeof withheld / sizeof *withheld; i++)
        if (strcmp(withheld[i].name, name) == 0)
            return withheld[i].hint;
    return NULL;
}

/* Upvalue 1: the name. */
static int refuse(lua_State *L)
{
    return luaL_error(L, "%s is not available in heng scripts%s",
                      lua_tostring(L, lua_upvalueindex(1)), lua_tostring(L, lua_upvalueindex(2)));
}

static void set_refusal(lua_State *L, const char *field, const char *name, const char *hint)
{
    lua_pushstring(L, name);
    lua_pushstring(L, hint);
    lua_pushcclosure(L, refuse, 2);
    lua_setfield(L, -2, field);
}

/* __index of the base table: a global that nobody defined. */
static int on_unknown(lua_State *L)
{
    const char *name, *hint, *near;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "a global needs a name");
    name = lua_tostring(L, 2);
    hint = stdlib_withheld(name);
    if (hint)
        return luaL_error(L, "%s is not available in heng scripts%s", name, hint);
    near = sandbox_nearest(L, 1, name);
    if (near)
        return luaL_error(L, "%s is not defined; did you mean %s?", name, near);
    return luaL_error(L, "%s is not defined", name);
}

/* ---- texts without addresses ---------------------------------------------------- */

const char *stdlib_text(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (isnan(lua_tonumber(L, index)))
            lua_pushliteral(L, "nan");
        else
            luaL_tolstring(L, index, NULL);
        break;
    case LUA_TSTRING:
    case LUA_TBOOLEAN:
    case LUA_TNIL:
        luaL_tolstring(L, index, NULL);
        break;
    default:
        if (!luaL_callmeta(L, index, "__tostring"))
            lua_pushstring(L, luaL_typename(L, index));
        else if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
    }
    return lua_tostring(L, -1);
}

static int stdlib_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    stdlib_text(L, 1);
    return 1;
}

/* Upvalue 1: Lua's own. %s of a table shows its type, %p nothing at all. */
static int stdlib_format(lua_State *L)
{
    const char *s = luaL_checkstring(L, 1);
    int arg = 1, top = lua_gettop(L);

    for (; *s; s++) {
        if (*s != '%')
            continue;
        s++;
        if (*s == '%')
            continue;
        s += strspn(s, "-+ #0123456789.");
        arg++;
        if (*s == 'p')
            return luaL_error(L, "string.format: %%p is not available in heng scripts");
        if (*s == 's' && arg <= top && !lua_isstring(L, arg)) {
            stdlib_text(L, arg);
            lua_replace(L, arg);
        }
        if (!*s)
            break;
    }
    sandbox_place(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int stdlib_rep(lua_State *L)
{
    size_t n, n_separator, limit = sandbox_of(L)->limit;
    lua_Integer times;

    luaL_checklstring(L, 1, &n);
    times = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &n_separator);
    if (times <= 0 || n + n_separator == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (limit && (size_t)times > limit / (n + n_separator))
        return luaL_error(L, "string.rep: the result is longer than the memory limit");
    sandbox_place(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* ---- catching errors ---------------------------------------------------------------- */

static int stdlib_pcall(lua_State *L)
{
    int status;

    luaL_checkany(L, 1);
    status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    sandbox_settle(L, status);
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}

/* Upvalue 1: the script's handler, which must not run once a limit has limit_hit: the hook is off
   inside a hook. */
static int guarded_handler(lua_State *L)
{
    if (sandbox_of(L)->limit_hit != LIMIT_NONE)
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int stdlib_xpcall(lua_State *L)
{
    int n = lua_gettop(L), status;

    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 1); // f h args f
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, guarded_handler, 1); // f h args f handler
    lua_replace(L, 1);
    lua_replace(L, 2); // handler f args
    status = lua_pcall(L, n - 2, LUA_MULTRET, 1);
    sandbox_settle(L, status);
    lua_pushboolean(L, status == LUA_OK);
    lua_replace(L, 1);
    return lua_gettop(L);
}

static int stdlib_setmetatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__close", "__mode"};

    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2)) {
        luaL_checktype(L, 2, LUA_TTABLE);
        for (size_t i = 0; i < 3; i++) {
            lua_pushstring(L, refused[i]);
            if (lua_rawget(L, 2) != LUA_TNIL)
                return luaL_error(L, "setmetatable: %s is not available in heng scripts",
                                  refused[i]);
            lua_pop(L, 1);
        }
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* ---- tables ---------------------------------------------------------------------------- */

/* Upvalue 1: Lua's own, a C function that may be long at work without the hook. */
static int placed(lua_State *L)
{
    int n = lua_gettop(L);

    for (int i = 1; i <= n; i++)
        if (lua_istable(L, i) && luaL_getmetafield(L, i, "__len") != LUA_TNIL)
            return luaL_argerror(L, i, "a table with __len is not accepted here");
    sandbox_place(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* ---- random numbers ------------------------------------------------------------------------ */

static int stdlib_random(lua_State *L)
{
    struct rng *r = &sandbox_of(L)->rng;
    lua_Integer lo = 1, hi;
    uint64_t span, bits, limit;

    if (lua_gettop(L) == 0) {
        lua_pushnumber(L, rng_uniform(r));
        return 1;
    }
    hi = luaL_checkinteger(L, 1);
    if (lua_gettop(L) == 1 && hi == 0) {
        lua_pushinteger(L, (lua_Integer)rng_bits(r));
        return 1;
    }
    if (lua_gettop(L) > 1) {
        lo = hi;
        hi = luaL_checkinteger(L, 2);
    }
    luaL_argcheck(L, lo <= hi, lua_gettop(L), "interval is empty");
    span = (uint64_t)hi - (uint64_t)lo + 1; /* 0: all of them */
    limit = span ? UINT64_MAX - UINT64_MAX % span : UINT64_MAX;
    do
        bits = rng_bits(r);
    while (span && bits >= limit);
    lua_pushinteger(L, (lua_Integer)((uint64_t)lo + (span ? bits % span : bits)));
    return 1;
}

/* ---- require ------------------------------------------------------------------------------- */

static const struct script_lib *find_lib(lua_State *L, const char *name, size_t *at)
{
    struct sandbox *sb = sandbox_of(L);
    const char **names, *near;

    for (size_t i = 0; i < sb->n_libs; i++)
        if (strcmp(sb->libs[i].name, name) == 0) {
            *at = i;
            return &sb->libs[i];
        }
    names = lua_newuserdatauv(L, (sb->n_libs + 1) * sizeof *names, 0);
    for (size_t i = 0; i < sb->n_libs; i++)
        names[i] = sb->libs[i].name;
    near = text_nearest(name, names, sb->n_libs);
    if (near)
        luaL_error(L, "require: there is no scripts/lib/%s.lua; did you mean %s?", name, near);
    luaL_error(L,
               sb->compute ? "require: %s was not required when the script was described: "
                             "require it at the top of the file"
                           : "require: there is no scripts/lib/%s.lua",
               name);
    return NULL;
}

static int stdlib_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const struct script_lib *lib;
    size_t at = 0;

    lua_settop(L, 1);
    registry_get(L, KEY_LOADED); // name loaded
    if (lua_getfield(L, 2, name) != LUA_TNIL) {
        if (lua_islightuserdata(L, -1))
            return luaL_error(L, "require: %s requires itself", name);
        return 1;
    }
    if (!text_is_id(name))
        return luaL_error(L, "require takes the name of a file in scripts/lib, without .lua");
    lib = find_lib(L, name, &at);
    if (!lib || !lib->text)
        return luaL_error(L, "require: %s cannot be read, or is not UTF-8 text",
                          lib ? lib->path : name);
    sandbox_of(L)->required[at] = 1;
    lua_pushlightuserdata(L, sandbox_of(L));
    lua_setfield(L, 2, name);
    sandbox_load(L, lib->path, lib->text, lib->text_size);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    return 1;
}

/* ---- putting it together ------------------------------------------------ */

static const luaL_Reg replaced[] = {
    {"tostring", stdlib_tostring}, {"pcall", stdlib_pcall},
    {"xpcall", stdlib_xpcall},     {"setmetatable", stdlib_setmetatable},
    {"next", stdlib_next},         {"pairs", stdlib_pairs},
    {"require", stdlib_require},   {NULL, NULL},
};

/* Puts a guard of the same name before a field of the table at the top. */
static void guard(lua_State *L, const char *field, lua_CFunction fn)
{
    lua_getfield(L, -1, field);
    lua_pushcclosure(L, fn, 1);
    lua_setfield(L, -2, field);
}

static void open_strings(lua_State *L)
{
    static const char *const slow[] = {"find", "match", "gmatch", "gsub"};

    luaL_requiref(L, "string", luaopen_string, 0);
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++)
        guard(L, slow[i], placed);
    guard(L, "format", stdlib_format);
    guard(L, "rep", stdlib_rep);
    set_refusal(L, "dump", "string.dump", "");
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static void open_tables(lua_State *L)
{
    static const char *const slow[] = {"concat", "insert", "move", "remove", "unpack"};

    luaL_requiref(L, "table", luaopen_table, 0);
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++)
        guard(L, slow[i], placed);
    lua_pushcfunction(L, stdlib_sort);
    lua_setfield(L, -2, "sort");
}

static void open_math(lua_State *L)
{
    luaL_requiref(L, "math", luaopen_math, 0);
    lua_pushcfunction(L, stdlib_random);
    lua_setfield(L, -2, "random");
    set_refusal(L, "randomseed", "math.randomseed", ": random numbers come from the run's seed");
}

void stdlib_open(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);

    sb->required = lua_newuserdatauv(L, sb->n_libs + 1, 0);
    memset(sb->required, 0, sb->n_libs + 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, sb);
    lua_newtable(L);
    registry_set(L, KEY_LOADED);
    lua_createtable(L, 0, 32);               // base
    luaL_requiref(L, "_G", luaopen_base, 0); // base G
    for (size_t i = 0; stdlib_names[i]; i++) {
        lua_getfield(L, -1, stdlib_names[i]);
        lua_setfield(L, -3, stdlib_names[i]);
    }
    lua_pop(L, 1); // base
    luaL_setfuncs(L, replaced, 0);
    open_strings(L);
    lua_setfield(L, -2, "string");
    open_tables(L);
    lua_setfield(L, -2, "table");
    open_math(L);
    lua_setfield(L, -2, "math");
    luaL_requiref(L, "utf8", luaopen_utf8, 0);
    lua_setfield(L, -2, "utf8");
    lua_createtable(L, 0, 1); // base mt
    lua_pushcfunction(L, on_unknown);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2); // base
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    registry_set(L, KEY_BASE);
}
