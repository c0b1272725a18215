/* SPDX-License-Identifier: MIT */
/* The table heng: its functions by name, the core's methods, messages to the run. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/stats.h"
#include "extend/script_lua.h"

enum { WARNINGS_MAX = 100 };

/* ---- messages ------------------------------------------------------------------ */

static void warn(lua_State *L, const char *text)
{
    struct messages *m = &sandbox_of(L)->warnings;

    if (m->n < WARNINGS_MAX)
        messages_add_once(m, OK, "%s", text);
    else if (m->n == WARNINGS_MAX)
        messages_add(m, OK, "further warnings are left out");
}

static int api_warn(lua_State *L)
{
    warn(L, luaL_checkstring(L, 1));
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
    size_t n = numbers_count(L, index), i;
    const struct array *a = vector_test(L, index);

    lua_pushliteral(L, ""); // text
    for (i = 0; i < n; i++) {
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
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "yes" : "no"); break;
    case LUA_TNUMBER: push_number_text(L, lua_tonumber(L, index), key); break;
    case LUA_TSTRING: lua_pushvalue(L, index); break;
    default:
        if (numbers_count(L, index) == (size_t)-1)
            luaL_error(L, "%s is a %s", key, luaL_typename(L, index));
        push_list_text(L, index, key);
    }
}

/* ---- finding a method and its parameters ---------------------------------------------- */

struct use {
    const struct method *m;
    struct param_table table;
    int texts;           /* index of the table of parameter texts */
    int options;         /* index of the script's table, or 0 */
    struct arena *arena;
    void *values;
    char why[512];
};

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

static void unknown_option(lua_State *L, const struct use *u, const char *const *extra,
                           const char *name)
{
    const char *known[80], *near;
    size_t n = 0, i;

    for (i = 0; i < u->table.n && n < 64; i++)
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
static void check_options(lua_State *L, const struct use *u, const char *const *extra)
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

/* Pushes the table of texts. */
static void use_begin(lua_State *L, struct use *u, enum heng_stage stage, int index,
                      const char *const *extra)
{
    size_t i;

    *u = (struct use){.m = find_method(L, stage)};
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
    for (i = 0; u->options && i < u->table.n; i++) {
        const char *name = param_at(&u->table, i)->name;
        lua_pushstring(L, name);
        if (lua_rawget(L, u->options) != LUA_TNIL) {
            value_text(L, -1, name);
            lua_setfield(L, u->texts, name);
        }
        lua_pop(L, 1);
    }
}

static int bind(lua_State *L, struct use *u, struct error *e)
{
    size_t i;
    int status = OK;

    u->arena = arena_new();
    u->values = u->arena ? arena_alloc(u->arena, u->table.size) : NULL;
    if (!u->values)
        return error_set(e, ERR_MEMORY, "out of memory");
    status = param_defaults(&u->table, u->arena, u->values, e);
    for (i = 0; !status && i < u->table.n; i++) {
        const struct heng_param *p = param_at(&u->table, i);
        if (lua_getfield(L, u->texts, p->name) == LUA_TSTRING) {
            status = param_set(p, lua_tostring(L, -1), u->arena, u->values, e);
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

/* Nothing may raise between bind and this. */
static int use_end(lua_State *L, struct use *u, int answer, const struct error *e)
{
    arena_free(u->arena);
    if (answer == HENG_FAIL)
        return luaL_error(L, "%s", e->text);
    if (answer == HENG_UNDEFINED) {
        lua_pushfstring(L, "%s %s: %s", stage_name(u->m->desc->stage), u->m->desc->name, u->why);
        warn(L, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return answer;
}

static int get_option(lua_State *L, const struct use *u, const char *name)
{
    if (!u->options) {
        lua_pushnil(L);
        return LUA_TNIL;
    }
    lua_pushstring(L, name);
    return lua_rawget(L, u->options);
}

/* ---- one column ---------------------------------------------------------------------------- */

static void read_goals(lua_State *L, const struct use *u, struct heng_column_call *c)
{
    static const char *const names[] = {"positive", "negative", NULL};
    double v[3] = {(double)NAN, (double)NAN, (double)NAN};
    size_t n;

    if (get_option(L, u, "direction") != LUA_TNIL)
        c->direction = luaL_checkoption(L, -1, NULL, names) == 0 ? 1 : -1;
    if (get_option(L, u, "goalposts") != LUA_TNIL) {
        n = numbers_count(L, -1);
        if (n != 2 && n != 3)
            luaL_error(L, "goalposts: two or three numbers expected");
        numbers_read(L, lua_gettop(L), v, n, "goalposts");
    }
    if (get_option(L, u, "target") != LUA_TNIL)
        v[2] = luaL_checknumber(L, -1);
    if (isinf(v[2]))
        luaL_error(L, "target is infinite");
    c->lo = v[0];
    c->hi = v[1];
    c->target = v[2];
}

/* Pushes the groups: one, or those of the labels under "by" and one for who has none. */
static void read_groups(lua_State *L, const struct use *u, struct heng_column_call *c)
{
    const struct labels *l = NULL;
    uint32_t *group;
    size_t i;

    if (get_option(L, u, "by") != LUA_TNIL) {
        l = labels_test(L, -1);
        if (!l || l->n != c->n)
            luaL_error(L, "impute: by takes labels, one a unit");
    }
    group = lua_newuserdatauv(L, (c->n + 1) * sizeof *group, 0);
    for (i = 0; i < c->n; i++)
        group[i] = !l ? 0 : l->group[i] == LABEL_NONE ? (uint32_t)l->n_groups : l->group[i];
    c->group = group;
    c->n_groups = l ? l->n_groups + 1 : 1;
}

/* normalise, treat, impute(name, x[, params]); upvalue: the stage */
static int api_column(lua_State *L)
{
    static const char *const goals[] = {"direction", "goalposts", "target", NULL};
    static const char *const groups[] = {"by", NULL};
    enum heng_stage stage = (enum heng_stage)lua_tointeger(L, lua_upvalueindex(1));
    const struct array *x = vector_check(L, 2);
    struct heng_column_call c = {.n = x->n, .x = x->v, .n_base = x->n, .base = x->v,
                                 .direction = 1, .lo = (double)NAN, .hi = (double)NAN,
                                 .target = (double)NAN};
    struct error e = {0};
    struct use u;
    int answer = HENG_FAIL;

    lua_settop(L, 3);
    use_begin(L, &u, stage, 3,
              stage == HENG_NORMALISE ? goals : stage == HENG_IMPUTE ? groups : NULL);
    if (stage == HENG_NORMALISE)
        read_goals(L, &u, &c);
    if (stage == HENG_IMPUTE)
        read_groups(L, &u, &c);
    c.scratch = scratch_new(L, method_scratch(u.m, 2 * x->n, 1));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->n)->v; // ... y
    if (bind(L, &u, &e) == OK)
        answer = method_column(u.m, u.values, &c, &e);
    use_end(L, &u, answer, &e);
    return 1;
}

/* ---- a matrix ---------------------------------------------------------------------------------- */

/* Pushes m column pointers, and m names. */
static const double **push_columns(lua_State *L, const struct array *x, const char ***ids)
{
    const double **columns = lua_newuserdatauv(L, (x->columns + 1) * sizeof *columns, 0);
    char (*names)[32] = lua_newuserdatauv(L, (x->columns + 1) * sizeof *names, 0);
    size_t j;

    *ids = lua_newuserdatauv(L, (x->columns + 1) * sizeof **ids, 0);
    for (j = 0; j < x->columns; j++) {
        columns[j] = x->v + j * x->rows;
        snprintf(names[j], sizeof names[j], "column %zu", j + 1);
        (*ids)[j] = names[j];
    }
    return columns;
}

static void on_weigh_warning(struct heng_weigh_call *call, size_t column, const char *text)
{
    struct messages *m = call->warn_data;

    if (m->n < WARNINGS_MAX)
        messages_add_once(m, OK, "weigh: column %zu: %s", column + 1, text);
}

/* weigh(name, m[, params]) */
static int api_weigh(lua_State *L)
{
    static const char *const extra[] = {"given", NULL};
    const struct array *x = matrix_check(L, 2);
    struct heng_weigh_call c = {.n = x->rows, .m = x->columns};
    struct error e = {0};
    struct use u;
    const char **ids;
    double *given;
    size_t j;
    int answer = HENG_FAIL;

    lua_settop(L, 3);
    use_begin(L, &u, HENG_WEIGHTS, 3, extra);
    given = scratch_new(L, x->columns);
    for (j = 0; j < x->columns; j++)
        given[j] = 1 / (double)x->columns;
    if (get_option(L, &u, "given") != LUA_TNIL)
        numbers_read(L, lua_gettop(L), given, x->columns, "given");
    c.given = given;
    c.x = push_columns(L, x, &ids);
    c.ids = ids;
    c.warn = on_weigh_warning;
    c.warn_data = &sandbox_of(L)->warnings;
    c.scratch = scratch_new(L, method_scratch(u.m, x->rows, x->columns));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.w = vector_new(L, x->columns)->v; // ... w
    if (bind(L, &u, &e) == OK)
        answer = method_weigh(u.m, u.values, &c, &e);
    if (answer == HENG_UNDEFINED)
        answer = error_set(&e, ERR_PART, "weigh %s: %s", u.m->desc->name, u.why) ? HENG_FAIL : 0;
    use_end(L, &u, answer, &e);
    return 1;
}

/* Weights of an aggregation, rescaled to sum 1. */
static double *read_weights_of(lua_State *L, int index, size_t m)
{
    double *w = scratch_new(L, m), total;
    size_t j;

    numbers_read(L, index, w, m, "aggregate: the weights");
    for (j = 0; j < m; j++)
        if (!(w[j] >= 0))
            luaL_error(L, "aggregate: weight %d is not a number from 0 on", (int)j + 1);
    total = stats_sum(w, m);
    if (!(total > 0))
        luaL_error(L, "aggregate: the weights sum to 0");
    for (j = 0; j < m; j++)
        w[j] /= total;
    return w;
}

/* aggregate(name, m, w[, params]) */
static int api_aggregate(lua_State *L)
{
    const struct array *x = matrix_check(L, 2);
    struct heng_aggregate_call c = {.n = x->rows, .m = x->columns};
    struct error e = {0};
    struct use u;
    const char **ids;
    int answer = HENG_FAIL;

    lua_settop(L, 4);
    use_begin(L, &u, HENG_AGGREGATE, 4, NULL);
    c.w = read_weights_of(L, 3, x->columns);
    c.x = push_columns(L, x, &ids);
    c.ids = ids;
    c.scratch = scratch_new(L, method_scratch(u.m, x->rows, x->columns));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->rows)->v; // ... y
    if (bind(L, &u, &e) == OK)
        answer = method_aggregate(u.m, u.values, &c, &e);
    use_end(L, &u, answer, &e);
    return 1;
}

/* ---- the table ----------------------------------------------------------------------------------- */

const struct api_function method_functions[] = {
    {"impute", api_column, HENG_IMPUTE, false},
    {"treat", api_column, HENG_TREAT, false},
    {"normalise", api_column, HENG_NORMALISE, false},
    {"weigh", api_weigh, 0, false},
    {"aggregate", api_aggregate, 0, false},
    {"lag", scope_lag, 0, false},
    {"fail", api_fail, 0, false},
    {"warn", api_warn, 0, false},
    {"index", read_index, 0, false},
    {"weights", read_weights, 0, false},
    {NULL, NULL, 0, false},
};

static const struct api_function *const tables[] = {
    element_functions, reduce_functions, vector_functions, matrix_functions, method_functions};
enum { N_TABLES = sizeof tables / sizeof *tables };

const char *api_name(size_t i)
{
    size_t k;

    for (k = 0; k < N_TABLES; k++) {
        const struct api_function *f = tables[k];
        for (; f->name; f++, i--)
            if (i == 0)
                return f->name;
    }
    return NULL;
}

static int unknown_function(lua_State *L)
{
    const char *name = safe_text(L, 2);
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
    size_t k;
    const struct api_function *f;

    lua_createtable(L, 0, 80); // heng
    for (k = 0; k < N_TABLES; k++)
        for (f = tables[k]; f->name; f++)
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
    for (k = 0; k < 2; k++) {
        put_methods(L, KEY_METHODS_VECTOR, tables[k]);
        put_methods(L, KEY_METHODS_MATRIX, tables[k]);
    }
    put_methods(L, KEY_METHODS_MATRIX, matrix_methods);
}
