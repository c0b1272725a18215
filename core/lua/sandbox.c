/* SPDX-License-Identifier: MIT */
/* The Lua state of a worker: its limits, its errors, the loading of chunks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "lua/lua_internal.h"

enum { HOOK_EVERY = 100000, TRACE_WHY_MAX = 500, TRACE_MAX = 4 };

/* An expression's chunk; what it says in front of a message is replaced by sb->where. */
#define EXPRESSION "(formula)"

const char registry_keys[KEY_COUNT];

struct sandbox *sandbox_of(lua_State *L)
{
    return *(struct sandbox **)lua_getextraspace(L);
}

/* ---- limits ------------------------------------------------------------------ */

/* The line of the innermost Lua function, as "path:line" or the formula's where. */
static bool current_place(lua_State *L, char *text, size_t size)
{
    struct sandbox *sb = sandbox_of(L);
    lua_Debug ar;

    for (int level = 0; level < 20 && lua_getstack(L, level, &ar); level++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline < 1)
            continue;
        if (ar.source[0] == '=')
            snprintf(text, size, "%s", sb->where ? sb->where : "formula");
        else
            snprintf(text, size, "%s:%d", ar.source + 1, ar.currentline);
        return true;
    }
    return false;
}

/* Once the error is caught the line is gone. */
static void *refuse_memory(struct sandbox *sb)
{
    if (sb->L)
        (void)current_place(sb->L, sb->full, sizeof sb->full);
    return NULL;
}

/* Only growth is refused. Without a block, osize is not a size but a type. */
static void *limited_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
    struct sandbox *sb = ud;
    void *q;

    if (!p)
        osize = 0;
    if (nsize == 0) {
        free(p);
        sb->used -= osize;
        return NULL;
    }
    if (nsize > osize && sb->limit &&
        (sb->used > sb->limit || nsize - osize > sb->limit - sb->used))
        return refuse_memory(sb);
    q = realloc(p, nsize);
    if (!q)
        return nsize > osize ? refuse_memory(sb) : p;
    sb->used = sb->used - osize + nsize;
    return q;
}

void sandbox_place(lua_State *L)
{
    struct worker *w = sandbox_of(L)->worker;

    if (w && w->place && w->place_size)
        (void)current_place(L, w->place, w->place_size);
}

void sandbox_raise(lua_State *L, enum limit_kind s)
{
    struct sandbox *sb = sandbox_of(L);
    char place[256];

    if (sb->limit_hit == LIMIT_NONE) {
        sb->limit_hit = s;
        if (s == LIMIT_MEMORY && *sb->full)
            memcpy(place, sb->full, sizeof place);
        else if (!current_place(L, place, sizeof place))
            snprintf(place, sizeof place, "%s",
                     sb->where  ? sb->where
                     : sb->path ? sb->path
                                : "Lua");
        if (s == LIMIT_TIME)
            snprintf(sb->why, sizeof sb->why, "%s: stopped at the time limit of %g s", place,
                     sb->h->limits.seconds);
        else
            snprintf(sb->why, sizeof sb->why, "%s: stopped at the memory limit of %g MB", place,
                     (double)sb->h->limits.memory / (1 << 20));
    }
    lua_pushstring(L, sb->why);
    lua_error(L);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    struct sandbox *sb = sandbox_of(L);

    (void)ar;
    sandbox_place(L);
    if (sb->limit_hit != LIMIT_NONE || (sb->deadline > 0 && machine_seconds() > sb->deadline))
        sandbox_raise(L, LIMIT_TIME);
}

void sandbox_settle(lua_State *L, int status)
{
    struct sandbox *sb = sandbox_of(L);

    if (status == LUA_ERRMEM || sb->limit_hit != LIMIT_NONE)
        sandbox_raise(L, LIMIT_MEMORY);
}

void sandbox_reseed(struct sandbox *sb, uint64_t stream)
{
    rng_init(&sb->rng, sb->h->seed, stream);
}

/* ---- messages ------------------------------------------------------------------ */

/* Lua cuts the name of a long path in front of a message; this is how it begins then. */
static void short_name(const char *path, char out[LUA_IDSIZE])
{
    size_t n = strlen(path);

    if (n < LUA_IDSIZE)
        memcpy(out, path, n + 1);
    else
        snprintf(out, LUA_IDSIZE, "...%s", path + n - (LUA_IDSIZE - 4));
}

/* The length of "NAME:123" in front of text, or 0. */
static size_t head_length(const char *text, const char *name)
{
    size_t n = strlen(name), digits;

    if (strncmp(text, name, n) != 0 || text[n] != ':')
        return 0;
    digits = strspn(text + n + 1, "0123456789");
    return digits ? n + 1 + digits : 0;
}

/* Writes msg with its place in full; returns the length of the place. */
static size_t expand_head(const struct sandbox *sb, const char *msg, char *out, size_t size)
{
    char name[LUA_IDSIZE];
    size_t n = head_length(msg, EXPRESSION);

    if (n) {
        const char *where = sb->where ? sb->where : "formula";
        snprintf(out, size, "%s%s", where, msg + n);
        return strlen(where) < size ? strlen(where) : 0;
    }
    for (size_t i = 0; i <= sb->n_libs; i++) {
        const char *path = i < sb->n_libs ? sb->libs[i].path : sb->path;
        if (!path)
            continue;
        short_name(path, name);
        n = head_length(msg, name);
        if (!n && (n = head_length(msg, path)) == 0)
            continue;
        if (head_length(msg, path) == n) {
            snprintf(out, size, "%s", msg);
            return n < size ? n : 0;
        }
        snprintf(out, size, "%s%s", path, msg + strlen(name));
        n = head_length(out, path);
        return n;
    }
    snprintf(out, size, "%s", msg);
    return 0;
}

/* One line, without blanks in a row; a long one is cut. */
static void one_line(char *s)
{
    char *in = s, *out = s;
    size_t n;

    for (; *in; in++) {
        char c = *in == '\n' || *in == '\t' || *in == '\r' ? ' ' : *in;
        if (c != ' ' || (out > s && out[-1] != ' '))
            *out++ = c;
    }
    *out = '\0';
    n = (size_t)(out - s);
    if (n > TRACE_WHY_MAX) {
        for (n = TRACE_WHY_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
            ;
        memcpy(s + n, "...", 4);
    }
}

/* Message handler: adds the lines that led to the error. */
static int on_error(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const char *msg;
    char trace[512] = "", shown[LUA_IDSIZE + 16];
    lua_Debug ar;
    int n = 0;

    if (lua_type(L, 1) != LUA_TSTRING || sb->limit_hit != LIMIT_NONE)
        return 1;
    msg = lua_tostring(L, 1);
    for (int level = 0; n < TRACE_MAX && level < 50 && lua_getstack(L, level, &ar); level++) {
        size_t used = strlen(trace);
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline < 1 || ar.source[0] == '=')
            continue;
        snprintf(shown, sizeof shown, "%s:%d", ar.short_src, ar.currentline);
        if (n++ == 0 && strncmp(msg, shown, strlen(shown)) == 0)
            continue;
        snprintf(trace + used, sizeof trace - used, "%s%s", used ? ", " : "", shown);
    }
    if (n > 1 && trace[0] && strlen(msg) < TRACE_WHY_MAX)
        lua_pushfstring(L, "%s (called from %s)", msg, trace);
    return 1;
}

/* The error object at the top as text; pops it. */
static void error_text(lua_State *L, char *why, size_t size, size_t *head)
{
    struct sandbox *sb = sandbox_of(L);
    const char *msg = "the error object is not a text";
    char typed[64];

    *head = 0;
    if (lua_type(L, -1) == LUA_TSTRING) {
        msg = *lua_tostring(L, -1) ? lua_tostring(L, -1) : "the error message is empty";
    } else {
        snprintf(typed, sizeof typed, "the error object is a %s", luaL_typename(L, -1));
        msg = typed;
    }
    *head = expand_head(sb, msg, why, size);
    one_line(why);
    if (*head > strlen(why))
        *head = 0;
    lua_pop(L, 1);
}

bool sandbox_call(lua_State *L, int n_args, int n_results, char *why, size_t size, size_t *head)
{
    int base = lua_gettop(L) - n_args, status;

    lua_pushcfunction(L, on_error);
    lua_insert(L, base); // handler f args
    status = lua_pcall(L, n_args, n_results, base);
    lua_remove(L, base);
    sandbox_settle(L, status);
    if (status == LUA_OK)
        return true;
    error_text(L, why, size, head);
    return false;
}

/* ---- chunks ---------------------------------------------------------------------- */

static void load_text(lua_State *L, const char *text, size_t n, const char *chunk)
{
    int status = luaL_loadbufferx(L, text, n, chunk, "t");

    sandbox_settle(L, status);
    if (status != LUA_OK)
        lua_error(L);
}

void sandbox_load(lua_State *L, const char *path, const char *text, size_t n)
{
    lua_pushfstring(L, "@%s", path);            // chunk
    load_text(L, text, n, lua_tostring(L, -1)); // chunk f
    lua_remove(L, -2);                          // f
    lua_createtable(L, 0, 8);                   // f env
    lua_createtable(L, 0, 2);                   // f env mt
    registry_get(L, KEY_BASE);                  // f env mt base
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);  // f env
    lua_setupvalue(L, -2, 1); // f
}

void sandbox_expression(lua_State *L, const char *text, size_t n)
{
    load_text(L, text, n, "=" EXPRESSION); // f
    registry_get(L, KEY_FORMULA_ENV);      // f env
    lua_setupvalue(L, -2, 1);              // f
}

/* ---- names -------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *sandbox_nearest(lua_State *L, int index, const char *name)
{
    size_t n = 0, cap = 0;
    const char **names, *nearest;

    index = lua_absindex(L, index);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        cap++;
    names = lua_newuserdatauv(L, (cap + 1) * sizeof *names, 0); // names
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING && n < cap)
            names[n++] = lua_tostring(L, -2);
    qsort(names, n, sizeof *names, by_text);
    nearest = text_nearest(name, names, n);
    lua_pop(L, 1);
    return nearest;
}

/* ---- the state ------------------------------------------------------------------------ */

static int start(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);

    sb->open(L);
    lua_sethook(L, on_count, LUA_MASKCOUNT, HOOK_EVERY);
    return sb->body(L);
}

static void set_limits(struct sandbox *sb)
{
    const struct worker_limits *limits = &sb->h->limits;

    /* A little below the worker's own, so that the script's line can still be told. */
    sb->limit = limits->memory - limits->memory / 4;
    sb->deadline = limits->seconds > 0 ? machine_seconds() + limits->seconds * 0.9 : 0;
}

int sandbox_enter(struct sandbox *sb, void (*open)(lua_State *), lua_CFunction body, void *job,
                  struct error *e)
{
    char why[2 * TRACE_WHY_MAX + 600];
    size_t head;
    int status;
    lua_State *L;

    set_limits(sb);
    sb->open = open;
    sb->body = body;
    sb->job = job;
    sandbox_reseed(sb, 0);
    if (sb->worker && sb->worker->place && sb->worker->place_size)
        snprintf(sb->worker->place, sb->worker->place_size, "%s",
                 sb->path    ? sb->path
                 : sb->where ? sb->where
                             : "");
    L = sb->L = lua_newstate(limited_alloc, sb);
    if (!L)
        return error_no_memory(e);
    *(struct sandbox **)lua_getextraspace(L) = sb;
    lua_pushcfunction(L, on_error);
    lua_pushcfunction(L, start);
    status = lua_pcall(L, 0, 0, 1);
    if (status == LUA_OK)
        return OK;
    if (sb->limit_hit != LIMIT_NONE)
        return error_set(e, ERR_PART, "%s", sb->why);
    if (status == LUA_ERRMEM)
        return error_set(e, ERR_PART, "%s: stopped at the memory limit of %g MB",
                         *sb->full   ? sb->full
                         : sb->where ? sb->where
                         : sb->path  ? sb->path
                                     : "Lua",
                         (double)sb->h->limits.memory / (1 << 20));
    error_text(L, why, sizeof why, &head);
    if (head == 0 && sb->path)
        return error_set(e, ERR_PART, "%s: %s", sb->path, why);
    return error_set(e, ERR_PART, "%s", why);
}

void sandbox_end(struct sandbox *sb)
{
    if (sb->L)
        lua_close(sb->L);
    sb->L = NULL;
    messages_fini(&sb->warnings);
    arena_free(sb->arena);
    sb->arena = NULL;
}
