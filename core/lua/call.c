/* SPDX-License-Identifier: MIT */
/* Calling a method from Lua: finding it by name, and its parameters from a Lua table. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/number.h"
#include "lua/lua_internal.h"

enum { WARNINGS_MAX = 100 };

void api_note(lua_State *L, const char *text)
{
    struct messages *m = &sandbox_of(L)->warnings;

    if (m->n < WARNINGS_MAX)
        messages_add_once(m, OK, "%s", text);
    else if (m->n == WARNINGS_MAX)
        messages_add(m, OK, "further warnings are left out");
}

/* ---- parameters as texts ----------------------------------------------------------- */

static void push_number_text(lua_State *L, double v, const char *key)
{
    char text[NUMBER_TEXT_MAX];

    if (isinf(v))
        luaL_error(L, "%s is infinite", key);
    number_format(v, text);
    lua_pushstring(L, text);
}

/* Pushes the elements of the list at index, joined by ", ". */
static void push_list_text(lua_State *L, int index, const char *key)
{
    size_t n = numbers_count(L, index);
    const struct array *a = vector_test(L, index);

    lua_pushliteral(L, ""); // text
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, i ? ", " : "");
        if (a)
            lua_pushnumber(L, a->v[i]);
        else
            lua_rawgeti(L, index, (lua_Integer)i + 1); // text sep value
        if (lua_type(L, -1) == LUA_TNUMBER) {
            push_number_text(L, lua_tonumber(L, -1), key);
            lua_remove(L, -2);
        } else if (lua_type(L, -1) != LUA_TSTRING) {
            luaL_error(L, "%s holds a %s", key, luaL_typename(L, -1));
        }
        lua_concat(L, 3);
    }
}

/* Pushes the value at index as a profile would write it. */
void value_text(lua_State *L, int index, const char *key)
{
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "yes" : "no");
        break;
    case LUA_TNUMBER:
        push_number_text(L, lua_tonumber(L, index), key);
        break;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        break;
    default:
        if (numbers_count(L, index) == NONE)
            luaL_error(L, "%s is a %s", key, luaL_typename(L, index));
        push_list_text(L, index, key);
    }
}

/* ---- matrices as tables ---------------------------------------------------------------- */

/* What stands for the files of a HENG_TABLES. */
struct tables {
    size_t n;
    struct heng_table v[];
};

/* Keeps the value at the top, popped, as long as the table of parameters. */
static void *keep(lua_State *L, const struct method_call *u, void *p)
{
    lua_rawseti(L, u->texts, (lua_Integer)lua_rawlen(L, u->texts) + 1);
    return p;
}

static void *keep_room(lua_State *L, const struct method_call *u, size_t n, size_t size)
{
    return keep(L, u, lua_newuserdatauv(L, n * size + 1, 0));
}

/* The matrix row by row, and its cells as texts. */
static void fill_table(lua_State *L, const struct method_call *u, const struct array *m,
                       const char *key, size_t number, struct heng_table *t)
{
    char(*digits)[NUMBER_TEXT_MAX] = keep_room(L, u, m->n, sizeof *digits);
    const char **text = keep_room(L, u, m->n, sizeof *text);
    double *v = keep_room(L, u, m->n, sizeof *v);

    for (size_t k = 0; k < m->n; k++) {
        v[k] = m->v[k % m->columns * m->rows + k / m->columns];
        number_format(v[k], digits[k]);
        text[k] = digits[k];
    }
    lua_pushfstring(L, "%s %d", key, (int)number);
    *t = (struct heng_table){.n_rows = m->rows, .n_columns = m->columns, .text = text, .v = v};
    t->path = lua_tostring(L, -1);
    keep(L, u, NULL);
}

/* Pushes the tables that the matrix, or the list of matrices, at index stands for. */
static void push_tables(lua_State *L, const struct method_call *u, int index, const char *key)
{
    bool one = array_test(L, index) != NULL;
    size_t n = one ? 1 : lua_type(L, index) == LUA_TTABLE ? lua_rawlen(L, index) : 0;
    struct tables *t;

    if (n == 0 || n > PARAM_FILES_MAX)
        luaL_error(L, "%s takes a matrix or a list of matrices", key);
    t = lua_newuserdatauv(L, sizeof *t + n * sizeof *t->v, 0);
    t->n = n;
    for (size_t i = 0; i < n; i++) {
        const struct array *m;
        if (one)
            lua_pushvalue(L, index);
        else
            lua_rawgeti(L, index, (lua_Integer)i + 1);
        m = array_test(L, -1);
        if (!m || !m->matrix || m->n == 0 || m->n > PARAM_CELLS_MAX)
            luaL_error(L, "%s takes matrices of 1 to %d numbers", key, (int)PARAM_CELLS_MAX);
        fill_table(L, u, m, key, i + 1, &t->v[i]);
        lua_pop(L, 1);
    }
}

/* ---- finding a method and its parameters ---------------------------------------------- */

static const struct method *find_method(lua_State *L, enum heng_stage stage)
{
    const struct registry *r = sandbox_of(L)->h->registry;
    const char *name = luaL_checkstring(L, 1), *near;
    const struct method *m = r ? registry_find(r, stage, name) : NULL;

    if (m && !m->driver)
        return m;
    if (m)
        luaL_error(L, "%s: the method %s comes from %s: scripts can call the core's own only",
                   stage_name(stage), name, m->origin);
    near = r ? registry_nearest(r, stage, name) : NULL;
    if (near)
        luaL_error(L, "%s: no such method: %s; did you mean %s?", stage_name(stage), name, near);
    luaL_error(L, "%s: no such method: %s", stage_name(stage), name);
    return NULL;
}

static bool is_among(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void unknown_option(lua_State *L, const struct method_call *u, const char *const *extra,
                           const char *name)
{
    const char *known[80], *near;
    size_t n = 0;

    for (size_t i = 0; i < u->table.n && n < 64; i++)
        known[n++] = param_at(&u->table, i)->name;
    for (; extra && *extra && n < 80; extra++)
        known[n++] = *extra;
    near = text_nearest(name, known, n);
    if (near)
        luaL_error(L, "method %s has no parameter %s; did you mean %s?", u->m->desc->name, name,
                   near);
    luaL_error(L, "method %s has no parameter %s", u->m->desc->name, name);
}

/* The smallest key that is not a parameter, so that the same one is named each time. */
static void check_options(lua_State *L, const struct method_call *u, const char *const *extra)
{
    const char *wrong = NULL;

    for (lua_pushnil(L); lua_next(L, u->options); lua_pop(L, 1)) {
        const char *key;
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "method %s: the parameters are a table { name = value }",
                       u->m->desc->name);
        key = lua_tostring(L, -2);
        if (!param_find(&u->table, key) && !is_among(extra, key) &&
            (!wrong || strcmp(key, wrong) < 0))
            wrong = key;
    }
    if (wrong)
        unknown_option(L, u, extra, wrong);
}

/* Pushes the table of parameters: texts, and the tables that matrices make. */
void method_call_begin(lua_State *L, struct method_call *u, enum heng_stage stage, int index,
                       const char *const *extra)
{
    *u = (struct method_call){.m = find_method(L, stage)};
    if (!u->m) /* not reached: it raises */
        return;
    u->table = method_params(u->m->desc);
    if (!lua_isnoneornil(L, index)) {
        luaL_checktype(L, index, LUA_TTABLE);
        u->options = index;
        check_options(L, u, extra);
    }
    lua_newtable(L);
    u->texts = lua_gettop(L);
    for (size_t i = 0; u->options && i < u->table.n; i++) {
        const struct heng_param *p = param_at(&u->table, i);
        lua_pushstring(L, p->name);
        if (lua_rawget(L, u->options) != LUA_TNIL) {
            if (p->type == HENG_TABLES)
                push_tables(L, u, lua_gettop(L), p->name);
            else
                value_text(L, -1, p->name);
            lua_setfield(L, u->texts, p->name);
        }
        lua_pop(L, 1);
    }
}

int method_call_bind(lua_State *L, struct method_call *u, struct error *e)
{
    int status = OK;

    u->arena = arena_new();
    u->values = u->arena ? arena_alloc(u->arena, u->table.size) : NULL;
    if (!u->values)
        return error_no_memory(e);
    status = param_defaults(&u->table, u->arena, u->values, e);
    for (size_t i = 0; !status && i < u->table.n; i++) {
        const struct heng_param *p = param_at(&u->table, i);
        if (lua_getfield(L, u->texts, p->name) == LUA_TSTRING) {
            status = param_set(p, lua_tostring(L, -1), u->arena, u->values, e);
            if (status)
                error_prefix(e, "method %s: %s", u->m->desc->name, p->name);
        } else if (lua_type(L, -1) == LUA_TUSERDATA) {
            const struct tables *t = lua_touserdata(L, -1);
            status = param_set_tables(p, t->v, t->n, u->values, e);
            if (status)
                error_prefix(e, "method %s: %s", u->m->desc->name, p->name);
        } else if (!p->def) {
            status = error_set(e, ERR_PART, "method %s: the parameter %s must be given",
                               u->m->desc->name, p->name);
        }
        lua_pop(L, 1);
    }
    return status;
}

int method_call_end(lua_State *L, struct method_call *u, int answer, const struct error *e)
{
    arena_free(u->arena);
    if (answer == HENG_FAIL)
        return luaL_error(L, "%s", e->text);
    if (answer == HENG_UNDEFINED) {
        lua_pushfstring(L, "%s %s: %s", stage_name(u->m->desc->stage), u->m->desc->name, u->why);
        api_note(L, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return answer;
}

int method_call_option(lua_State *L, const struct method_call *u, const char *name)
{
    if (!u->options) {
        lua_pushnil(L);
        return LUA_TNIL;
    }
    lua_pushstring(L, name);
    return lua_rawget(L, u->options);
}
