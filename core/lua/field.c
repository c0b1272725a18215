/* SPDX-License-Identifier: MIT */
/* Fields of a script's description, read raw, with complaints that say where. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

enum { LIST_MAX = 10000, TEXT_MAX = 4096, FORMULA_MAX = 1 << 16 };

/* ---- complaints ------------------------------------------------------------------ */

/* Raises "path:line: item: key: why", with the line of `key =` where it can be found. */
void field_fail(struct reader *r, const char *key, const char *fmt, ...)
{
    char why[400];
    size_t line = 0;
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    if (key)
        line = lex_find_key(r->sb->text, r->sb->text_size, key, r->line);
    if (!line)
        line = r->line;
    lua_pushfstring(r->L, "%s:%d: %s%s%s%s%s", r->sb->path, (int)(line ? line : 1), r->item,
                    *r->item ? ": " : "", key ? key : "", key ? ": " : "", why);
    lua_error(r->L);
}

void *field_keep(struct reader *r, void *p)
{
    if (!p)
        luaL_error(r->L, "out of memory");
    return p;
}

static bool is_known(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Every key of the table at index must be one of known. */
void field_keys(struct reader *r, int index, const char *const *known)
{
    const char *wrong = NULL, *near;
    bool positional = false;
    size_t n = 0;

    index = lua_absindex(r->L, index);
    for (lua_pushnil(r->L); lua_next(r->L, index); lua_pop(r->L, 1)) {
        const char *key = lua_type(r->L, -2) == LUA_TSTRING ? lua_tostring(r->L, -2) : NULL;
        if (!key)
            positional = true;
        else if (!is_known(known, key) && (!wrong || strcmp(key, wrong) < 0))
            wrong = key;
    }
    if (wrong) {
        for (; known[n]; n++)
            ;
        near = text_nearest(wrong, known, n);
        if (near)
            field_fail(r, wrong, "no such key; did you mean %s?", near);
        field_fail(r, wrong, "no such key");
    }
    if (positional)
        field_fail(r, NULL, "holds a value without a name; expected name = value throughout");
}

/* ---- single values ---------------------------------------------------------------------- */

int field_get(struct reader *r, int t, const char *key)
{
    t = lua_absindex(r->L, t);
    lua_pushstring(r->L, key);
    return lua_rawget(r->L, t);
}

/* What could drive a terminal; lines and tabs may stand in a text. */
static bool has_control(const char *s, size_t n)
{
    uint32_t c;

    for (size_t i = 0; i < n; i += text_decode(s + i, n - i, &c))
        if (!text_decode(s + i, n - i, &c) ||
            (text_is_control(c) && c != '\n' && c != '\t' && c != '\r'))
            return true;
    return false;
}

/* A copy of the text at the top, popped. Blanks and line ends in a row become one blank. */
const char *field_take(struct reader *r, const char *key, bool keep_lines)
{
    size_t n, k = 0;
    const char *s;
    char *copy;

    if (lua_type(r->L, -1) != LUA_TSTRING)
        field_fail(r, key, "a text expected, got %s", luaL_typename(r->L, -1));
    s = lua_tolstring(r->L, -1, &n);
    if (strlen(s) != n || text_utf8_check(s, n) != n)
        field_fail(r, key, "the text is not UTF-8, or holds a NUL");
    if (n > (keep_lines ? FORMULA_MAX : TEXT_MAX))
        field_fail(r, key, "the text has %zu bytes, at most %d are taken", n,
                   keep_lines ? FORMULA_MAX : TEXT_MAX);
    if (has_control(s, n))
        field_fail(r, key, "the text holds a control character");
    copy = field_keep(r, arena_strndup(r->sb->arena, s, n));
    for (size_t i = 0; !keep_lines && i < n; i++) {
        char c = (unsigned char)s[i] < ' ' ? ' ' : s[i];
        if (c != ' ' || (k > 0 && copy[k - 1] != ' '))
            copy[k++] = c;
    }
    if (!keep_lines)
        copy[k] = '\0';
    lua_pop(r->L, 1);
    return copy;
}

const char *field_text(struct reader *r, int t, const char *key, const char *def)
{
    if (field_get(r, t, key) != LUA_TNIL)
        return field_take(r, key, false);
    lua_pop(r->L, 1);
    return def;
}

const char *field_id(struct reader *r, int t, const char *key)
{
    const char *id = field_text(r, t, key, NULL);

    if (!id)
        field_fail(r, NULL, "%s is missing", key);
    if (!text_is_id(id))
        field_fail(r, key, "'%.60s' is not a name: lower case letters, digits and _ expected", id);
    return id;
}

double field_number(struct reader *r, int t, const char *key, double def)
{
    double v = def;

    if (field_get(r, t, key) != LUA_TNIL) {
        if (lua_type(r->L, -1) != LUA_TNUMBER)
            field_fail(r, key, "a number expected, got %s", luaL_typename(r->L, -1));
        v = lua_tonumber(r->L, -1);
        if (!isfinite(v))
            field_fail(r, key, "a finite number expected");
    }
    lua_pop(r->L, 1);
    return v;
}

int field_bool(struct reader *r, int t, const char *key)
{
    int v;

    if (field_get(r, t, key) != LUA_TNIL && !lua_isboolean(r->L, -1))
        field_fail(r, key, "true or false expected, got %s", luaL_typename(r->L, -1));
    v = lua_toboolean(r->L, -1);
    lua_pop(r->L, 1);
    return v;
}

double field_weight(struct reader *r, int t)
{
    double w = field_number(r, t, "weight", 1);

    if (w < 0)
        field_fail(r, "weight", "a number from 0 on expected, got %g", w);
    return w;
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Pushes the list under key; its length. A missing one is empty. */
size_t field_list(struct reader *r, int t, const char *key, size_t most)
{
    size_t n, entries = 0;
    int list;

    if (field_get(r, t, key) == LUA_TNIL)
        return 0;
    list = lua_gettop(r->L);
    if (!lua_istable(r->L, list))
        field_fail(r, key, "a list { ... } expected, got %s", luaL_typename(r->L, list));
    n = (size_t)lua_rawlen(r->L, list);
    for (lua_pushnil(r->L); lua_next(r->L, list); lua_pop(r->L, 1))
        entries++;
    if (entries != n)
        field_fail(r, key, "a list { ... } expected, without names or gaps");
    if (n > most)
        field_fail(r, key, "at most %zu entries, not %zu", most, n);
    return n;
}

const char **field_names(struct reader *r, int t, const char *key, size_t *n)
{
    const char **v;
    int list;

    *n = field_list(r, t, key, LIST_MAX);
    list = lua_gettop(r->L);
    v = field_keep(r, arena_array(r->sb->arena, *n + 1, sizeof *v));
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(r->L, list, (lua_Integer)i + 1);
        v[i] = field_take(r, key, false);
        if (!*v[i])
            field_fail(r, key, "entry %zu is empty", i + 1);
    }
    lua_pop(r->L, 1);
    return v;
}
