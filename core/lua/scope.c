/* SPDX-License-Identifier: MIT */
/* What a name stands for: columns, labels, earlier formulas, parameters, functions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "lua/lua_internal.h"

/* ---- without Lua ---------------------------------------------------------------- */

static bool is_declared(const struct scope *sc, const char *name)
{
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < sc->declared[k].n; i++)
            if (strcmp(sc->declared[k].v[i], name) == 0)
                return true;
    return false;
}

static size_t find_formula(const struct scope *sc, const char *name)
{
    for (size_t k = 0; k < sc->n_done; k++)
        if (strcmp(sc->formulas[k].name, name) == 0)
            return k;
    return NONE;
}

bool scope_knows(const struct scope *sc, const char *name)
{
    if (is_declared(sc, name) || find_formula(sc, name) != NONE)
        return true;
    if (sc->units && (strcmp(name, "code") == 0 || strcmp(name, "name") == 0))
        return true;
    return sc->all && sc->t && (table_variable(sc->t, name) || table_attribute(sc->t, name));
}

/* Whether any of the values is there. */
static bool has_value(const struct table *t, const struct variable *v)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if (!isnan(v->v[i]))
            return true;
    return false;
}

enum value_kind scope_kind(const struct scope *sc, const char *name)
{
    const struct variable *v = sc->t ? table_variable(sc->t, name) : NULL;

    if (v)
        return has_value(sc->t, v) ? VALUE_NUMBER : VALUE_ANY;
    if (find_formula(sc, name) != NONE)
        return VALUE_NUMBER;
    if (sc->t && (table_attribute(sc->t, name) || sc->units))
        return VALUE_TEXT;
    return VALUE_ANY; /* declared, without a table */
}

struct candidates {
    const char **v;
    size_t n, cap;
};

static void candidate(struct candidates *c, const char *name)
{
    if (c->n < c->cap)
        c->v[c->n++] = name;
}

static void gather(const struct scope *sc, struct candidates *c)
{
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < sc->declared[k].n; i++)
            candidate(c, sc->declared[k].v[i]);
    for (size_t i = 0; sc->all && i < sc->t->n_variables; i++)
        candidate(c, sc->t->variables[i].name);
    for (size_t i = 0; sc->all && i < sc->t->n_attributes; i++)
        candidate(c, sc->t->attributes[i].name);
    for (size_t i = 0; i < sc->n_done; i++)
        candidate(c, sc->formulas[i].name);
    for (size_t i = 0; sc->params && i < sc->params->n; i++)
        candidate(c, param_at(sc->params, i)->name);
    for (size_t i = 0; sc->function(i); i++)
        candidate(c, sc->function(i));
    if (sc->units)
        candidate(c, "code");
}

/* Frees with free; NULL: out of memory. */
static const char **candidates_new(const struct scope *sc, struct candidates *c)
{
    *c = (struct candidates){.cap = 512 + sc->n_done};
    c->cap += sc->declared[0].n + sc->declared[1].n + sc->declared[2].n;
    c->cap += sc->all ? sc->t->n_variables + sc->t->n_attributes : 0;
    c->cap += sc->params ? sc->params->n : 0;
    c->v = malloc(c->cap * sizeof *c->v);
    if (c->v)
        gather(sc, c);
    return c->v;
}

void scope_suggest(const struct scope *sc, const char *name, char *text, size_t size)
{
    struct candidates c;
    const char *near;

    *text = '\0';
    if (!candidates_new(sc, &c))
        return;
    near = text_nearest(name, c.v, c.n);
    if (near)
        snprintf(text, size, word_is_name(near) ? "; did you mean %s?" : "; did you mean `%s`?",
                 near);
    free(c.v);
}

/* Where the name begins in the text so that it reaches over `at`; NULL: nowhere. */
static const char *find_over(const char *text, const char *at, const char *name)
{
    const char *found = strstr(text, name);

    while (found && found <= at && found + strlen(name) <= at)
        found = strstr(found + 1, name);
    return found && found <= at ? found : NULL;
}

const char *scope_bare_name(const struct scope *sc, const char *text, const char *at,
                            const char **begin)
{
    struct candidates c;
    const char *longest = NULL, *found;

    if (!candidates_new(sc, &c))
        return NULL;
    for (size_t i = 0; i < c.n; i++) {
        if (!*c.v[i] || word_is_name(c.v[i]) || (longest && strlen(c.v[i]) <= strlen(longest)))
            continue;
        found = find_over(text, at, c.v[i]);
        if (!found || (found > text && found[-1] == '`'))
            continue;
        longest = c.v[i];
        *begin = found;
    }
    free(c.v);
    return longest;
}

/* Whether the name stands at s as words of its own: there a word begins, and behind it none goes
 * on. */
static bool stands_at(const char *text, const char *s, const char *name)
{
    const char *end = text + strlen(text), *behind = s + strlen(name);
    struct fault none = {0};
    struct word w = {0};

    for (const char *p = text; p <= s; p = w.s + w.n) {
        w = word_at(p, end, &none);
        if (w.kind == WORD_END || w.s >= s)
            break;
    }
    return w.s == s && (w.kind == WORD_NAME || w.kind == WORD_NUMBER) && !word_goes_on(behind, end);
}

const char *scope_spelled(const struct scope *sc, const char *text, const char **begin)
{
    struct candidates c;
    const char *name = NULL;

    if (!candidates_new(sc, &c))
        return NULL;
    for (size_t i = 0; !name && i < c.n; i++) {
        const char *s = strstr(text, c.v[i]); /* few do: what a name is made of is looked at then */
        if (!s || !word_is_mixed(c.v[i]))
            continue;
        for (; s && !name; s = strstr(s + 1, c.v[i]))
            if (stands_at(text, s, c.v[i])) {
                name = c.v[i];
                *begin = s;
            }
    }
    free(c.v);
    return name;
}

/* ---- columns -------------------------------------------------------------------------- */

static struct scope *scope_of(lua_State *L)
{
    return &sandbox_of(L)->scope;
}

/* All n_rows values of a variable or an earlier formula, or NULL. */
static const double *find_column(lua_State *L, const char *name)
{
    const struct scope *sc = scope_of(L);
    const struct variable *v;
    size_t k;

    if (!sc->t)
        return NULL;
    v = sc->all || is_declared(sc, name) ? table_variable(sc->t, name) : NULL;
    if (v)
        return v->v;
    k = find_formula(sc, name);
    if (k == NONE)
        return NULL;
    if (sc->failed && sc->failed[k])
        luaL_error(L, "it uses %s, which failed", name);
    return sc->columns[k];
}

/* The unit's number in the column that is the k-th of those with numbers. */
static void push_number(lua_State *L, struct scope *sc, const double *column, size_t k)
{
    double x = column[sc->period * sc->t->n_units + sc->unit];

    if (isnan(x) && sc->missing == NONE)
        sc->missing = k;
    lua_pushnumber(L, x);
}

/* The value of the unit that is looked at. */
static bool push_unit(lua_State *L, struct scope *sc, const char *name)
{
    const struct variable *v = table_variable(sc->t, name);
    const struct attribute *a = table_attribute(sc->t, name);
    size_t k = v ? 0 : find_formula(sc, name);

    if (v)
        push_number(L, sc, v->v, (size_t)(v - sc->t->variables));
    else if (k != NONE)
        push_number(L, sc, sc->columns[k], sc->t->n_variables + k);
    else if (a)
        lua_pushstring(L, a->v[sc->unit]);
    else if (strcmp(name, "code") == 0)
        lua_pushstring(L, sc->t->codes[sc->unit]);
    else if (strcmp(name, "name") == 0)
        lua_pushstring(L, sc->t->names[sc->unit]);
    else
        return false;
    return true;
}

/* Pushes a column's cross-section or an attribute's labels; false: no such thing. */
static bool push_fresh(lua_State *L, const char *name)
{
    const struct scope *sc = scope_of(L);
    const double *v = find_column(L, name);
    const struct attribute *a;

    if (v) {
        vector_borrow(L, v + sc->period * sc->t->n_units, sc->t->n_units);
        return true;
    }
    a = sc->t && (sc->all || is_declared(sc, name)) ? table_attribute(sc->t, name) : NULL;
    if (!a)
        return false;
    labels_push(L, a->v, sc->t->n_units);
    return true;
}

static bool push_column(lua_State *L, const char *name)
{
    struct scope *sc = scope_of(L);

    if (sc->units)
        return push_unit(L, sc, name);
    registry_get(L, KEY_CACHE); // cache
    lua_pushstring(L, name);
    if (lua_rawget(L, -2) != LUA_TNIL) { // cache value
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 1); // cache
    if (!push_fresh(L, name)) {
        lua_pop(L, 1);
        return false;
    }
    lua_pushstring(L, name); // cache value name
    lua_pushvalue(L, -2);
    lua_rawset(L, -4); // cache value
    lua_remove(L, -2);
    return true;
}

void scope_period(lua_State *L, size_t period)
{
    struct scope *sc = scope_of(L);

    sc->period = period;
    lua_newtable(L);
    registry_set(L, KEY_CACHE);
}

static int unknown_column(lua_State *L, const char *name)
{
    const struct scope *sc = scope_of(L);
    char hint[160];

    if (is_declared(sc, name))
        return luaL_error(L, "the table has no column %s", name);
    if (sc->t && (table_variable(sc->t, name) || table_attribute(sc->t, name)))
        return luaL_error(L,
                          "%s is a column of the table, but the script does not list it in needs, "
                          "optional or attributes",
                          name);
    scope_suggest(sc, name, hint, sizeof hint);
    return luaL_error(L, "unknown name %s%s", name, hint);
}

int scope_lag(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    lua_Integer k = luaL_optinteger(L, 2, 1);
    const struct scope *sc = scope_of(L);
    const double *v;
    struct array *y;
    size_t n;

    if (!sc->t || sc->units)
        return luaL_error(L, "lag: there are no periods here");
    luaL_argcheck(L, k >= 0, 2, "a number of periods from 0 on expected");
    v = find_column(L, name);
    if (!v)
        return unknown_column(L, name);
    n = sc->t->n_units;
    if ((lua_Unsigned)k <= sc->period) {
        vector_borrow(L, v + (sc->period - (size_t)k) * n, n);
        return 1;
    }
    y = vector_new(L, n);
    for (size_t i = 0; i < n; i++)
        y->v[i] = (double)NAN;
    return 1;
}

/* ---- the environment of expressions ------------------------------------------------------- */

static bool push_raw(lua_State *L, int key, const char *name)
{
    registry_get(L, key);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (!lua_isnil(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

static void push_reals(lua_State *L, const struct heng_reals *r)
{
    memcpy(vector_new(L, r->n)->v, r->v, r->n * sizeof *r->v);
}

static void push_names(lua_State *L, const struct heng_names *names)
{
    lua_newtable(L);
    for (size_t i = 0; i < names->n; i++) {
        lua_pushstring(L, names->v[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static const char *choice_name(lua_State *L, const struct heng_param *p, int at)
{
    const char *s = p->choices, *end;

    for (; at > 0 && strchr(s, '|'); at--)
        s = strchr(s, '|') + 1;
    end = strchr(s, '|');
    return lua_pushlstring(L, s, end ? (size_t)(end - s) : strlen(s));
}

static bool push_param(lua_State *L, const char *name)
{
    const struct scope *sc = scope_of(L);
    const struct heng_param *p = sc->params ? param_find(sc->params, name) : NULL;
    const char *at;

    if (!p || !sc->values)
        return false;
    at = (const char *)sc->values + p->offset;
    switch (p->type) {
    case HENG_BOOL:
        lua_pushboolean(L, *(const int *)(const void *)at);
        break;
    case HENG_INT:
        lua_pushinteger(L, *(const int64_t *)(const void *)at);
        break;
    case HENG_REAL:
        lua_pushnumber(L, *(const double *)(const void *)at);
        break;
    case HENG_CHOICE:
        choice_name(L, p, *(const int *)(const void *)at);
        break;
    case HENG_TEXT: {
        const char *text = *(const char *const *)(const void *)at;
        lua_pushstring(L, text ? text : "");
        break;
    }
    case HENG_REALS:
        push_reals(L, (const struct heng_reals *)(const void *)at);
        break;
    case HENG_NAMES:
        push_names(L, (const struct heng_names *)(const void *)at);
        break;
    default:
        return false;
    }
    return true;
}

/* __index of the expressions' environment. */
static int formula_index(lua_State *L)
{
    const char *name = luaL_checkstring(L, 2);

    if (push_column(L, name) || push_param(L, name))
        return 1;
    if (strcmp(name, "p") == 0 && scope_of(L)->params) {
        scope_push_params(L);
        return 1;
    }
    if (push_raw(L, KEY_HENG, name) || push_raw(L, KEY_BASE, name))
        return 1;
    if (strcmp(name, "c") == 0) { // c["any name"]: what the name alone would be
        registry_get(L, KEY_FORMULA_ENV);
        return 1;
    }
    if (stdlib_withheld(name))
        return luaL_error(L, "%s is not available in heng scripts%s", name, stdlib_withheld(name));
    return unknown_column(L, name);
}

static int formula_newindex(lua_State *L)
{
    return luaL_error(L, "a formula cannot set %s", stdlib_text(L, 2));
}

/* ---- d and p --------------------------------------------------------------------------------- */

static bool is_optional(const struct scope *sc, const char *name)
{
    for (size_t i = 0; i < sc->declared[1].n; i++)
        if (strcmp(sc->declared[1].v[i], name) == 0)
            return true;
    return false;
}

int scope_data(lua_State *L)
{
    const struct scope *sc = scope_of(L);
    const char *name = luaL_checkstring(L, 2);

    if (strcmp(name, "n") == 0)
        lua_pushinteger(L, (lua_Integer)sc->t->n_units);
    else if (strcmp(name, "period") == 0)
        lua_pushstring(L, sc->t->periods[sc->period]);
    else if (strcmp(name, "codes") == 0)
        labels_push(L, sc->t->codes, sc->t->n_units);
    else if (strcmp(name, "names") == 0)
        labels_push(L, sc->t->names, sc->t->n_units);
    else if (push_column(L, name))
        return 1;
    else if (is_optional(sc, name))
        lua_pushnil(L);
    else
        return unknown_column(L, name);
    return 1;
}

static int param_index(lua_State *L)
{
    const struct scope *sc = scope_of(L);
    const char *name = luaL_checkstring(L, 2), *near;
    struct candidates c;

    if (push_param(L, name))
        return 1;
    c = (struct candidates){.cap = sc->params->n};
    c.v = lua_newuserdatauv(L, (c.cap + 1) * sizeof *c.v, 0);
    for (size_t i = 0; i < sc->params->n; i++)
        candidate(&c, param_at(sc->params, i)->name);
    near = text_nearest(name, c.v, c.n);
    if (near)
        return luaL_error(L, "there is no parameter %s; did you mean %s?", name, near);
    return luaL_error(L, "there is no parameter %s", name);
}

static int read_only(lua_State *L)
{
    return luaL_error(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

void scope_push_proxy(lua_State *L, const char *what, lua_CFunction index)
{
    lua_newuserdatauv(L, 0, 0); // u
    lua_createtable(L, 0, 4);   // u mt
    lua_pushcfunction(L, index);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, what);
    lua_pushcclosure(L, read_only, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushstring(L, what);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2); // u
}

void scope_push_data(lua_State *L)
{
    scope_push_proxy(L, "d, the data,", scope_data);
}

void scope_push_params(lua_State *L)
{
    scope_push_proxy(L, "p, the parameters,", param_index);
}

void scope_open(lua_State *L)
{
    lua_newtable(L); // env
    lua_newtable(L); // env mt
    lua_pushcfunction(L, formula_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, formula_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2); // env
    condition_open(L);
    registry_set(L, KEY_FORMULA_ENV);
    scope_period(L, scope_of(L)->period);
}

/* ---- results ------------------------------------------------------------ */

void result_read(lua_State *L, double *out, size_t n)
{
    const struct array *a = array_test(L, -1);

    if (a && a->matrix)
        luaL_error(L, "the result is a matrix of %d x %d, not one value a unit", (int)a->rows,
                   (int)a->columns);
    if (a && a->n != n)
        luaL_error(L, "the result has %d values for %d units", (int)a->n, (int)n);
    if (lua_isboolean(L, -1))
        boolean_error(L, "the result");
    if (!a && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "the result is a %s, not a vector or a number",
                   labels_test(L, -1) ? LABELS " (text)" : luaL_typename(L, -1));
    for (size_t i = 0; i < n; i++)
        out[i] = a ? a->v[i] : (double)lua_tonumber(L, -1);
}
