/* SPDX-License-Identifier: MIT */
/* heng.analyse: the core's analyses over vectors. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "data/period.h"
#include "lua/lua_internal.h"
#include "stats/stats.h"

enum { DIVISIONS_MAX = 8, WARNINGS_MAX = 100, NAME_SIZE = 32 };

static const char keeper_key; /* its address: the metatable of keepers, in the registry */

/* ---- findings -------------------------------------------------------------------- */

struct found {
    struct found *next;
    const char **text;
    double *v;
};

/* What was found, outside Lua while the method runs; collected with the stack. */
struct keeper {
    struct arena *arena;
    struct found *first, **end;
    size_t n, n_texts, n_numbers;
    bool failed;
    struct messages *warnings;
    const char *name;
};

static int keeper_free(lua_State *L)
{
    struct keeper *k = lua_touserdata(L, 1);

    arena_free(k->arena);
    k->arena = NULL;
    return 0;
}

static struct keeper *keeper_new(lua_State *L, const struct heng_method *d)
{
    struct keeper *k = lua_newuserdatauv(L, sizeof *k, 0);

    memset(k, 0, sizeof *k);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &keeper_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, keeper_free);
        lua_setfield(L, -2, "__gc");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &keeper_key);
    }
    lua_setmetatable(L, -2); // keeper
    for (size_t i = 0; i < d->analysis->n_fields; i++)
        *(method_field(d, i)->is_text ? &k->n_texts : &k->n_numbers) += 1;
    k->end = &k->first;
    k->warnings = &sandbox_of(L)->warnings;
    k->name = d->name;
    k->arena = arena_new();
    if (!k->arena)
        luaL_error(L, "not enough memory");
    return k;
}

static void put(struct heng_analyse_call *call, const char *const *text, const double *v)
{
    struct keeper *k = call->put_data;
    struct found *f = arena_alloc(k->arena, sizeof *f);

    if (f) {
        f->text = arena_array(k->arena, k->n_texts, sizeof *f->text);
        f->v = arena_array(k->arena, k->n_numbers, sizeof *f->v);
    }
    if (arena_failed(k->arena))
        return;
    for (size_t i = 0; i < k->n_texts; i++)
        f->text[i] = arena_strdup(k->arena, text[i] ? text[i] : "");
    if (k->n_numbers)
        memcpy(f->v, v, k->n_numbers * sizeof *v);
    *k->end = f;
    k->end = &f->next;
    k->n++;
}

static void on_warning(void *warn_data, size_t column, const char *text)
{
    const struct keeper *k = warn_data;

    (void)column;
    if (k->warnings->n < WARNINGS_MAX)
        messages_add_once(k->warnings, OK, "analyse %s: %s", k->name, text);
}

/* Pushes { field = vector of numbers or list of texts } and the number of lines. */
static int push_findings(lua_State *L, const struct keeper *k, const struct heng_method *d)
{
    size_t at, texts = 0, numbers = 0;
    const struct found *f;

    if (arena_failed(k->arena))
        return luaL_error(L, "not enough memory");
    lua_createtable(L, 0, (int)d->analysis->n_fields); // result
    for (size_t i = 0; i < d->analysis->n_fields; i++) {
        bool is_text = method_field(d, i)->is_text != 0;
        struct array *v = NULL;
        if (is_text)
            lua_createtable(L, (int)k->n, 0); // result texts
        else
            v = vector_new(L, k->n); // result vector
        for (f = k->first, at = 0; f; f = f->next, at++)
            if (v) {
                v->v[at] = finite_or_nan(f->v[numbers]);
            } else {
                lua_pushstring(L, f->text[texts]);
                lua_rawseti(L, -2, (lua_Integer)at + 1);
            }
        *(is_text ? &texts : &numbers) += 1;
        lua_setfield(L, -2, method_field(d, i)->name);
    }
    lua_pushinteger(L, (lua_Integer)k->n);
    return 2;
}

/* ---- options ------------------------------------------------------------------------ */

/* n doubles of the option, left on the stack, or NULL without it. */
static double *read_numbers(lua_State *L, const struct method_call *u, const char *name, size_t n)
{
    double *v;
    int index;

    if (method_call_option(L, u, name) == LUA_TNIL)
        return NULL;
    index = lua_gettop(L);
    v = scratch_new(L, n);
    numbers_read(L, index, v, n, name);
    return v;
}

/* n texts of the labels or the list at index; a number in a list is written as its text. They live
   as long as what is left on the stack. */
static const char **texts_at(lua_State *L, int index, size_t n, const char *what)
{
    const struct labels *l = labels_test(L, index);
    const char **v = lua_newuserdatauv(L, (n + 1) * sizeof *v, 0);

    if (!l && lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: labels or a list of texts expected, got %s", what,
                   luaL_typename(L, index));
    if ((l ? l->n : lua_rawlen(L, index)) != n)
        luaL_error(L, "%s: %d texts expected, got %d", what, (int)n,
                   (int)(l ? l->n : lua_rawlen(L, index)));
    for (size_t i = 0; i < n; i++) {
        if (l) {
            v[i] = l->v[i];
        } else if (lua_rawgeti(L, index, (lua_Integer)i + 1) == LUA_TSTRING) {
            v[i] = lua_tostring(L, -1);
            lua_pop(L, 1); // the list holds it
        } else {
            luaL_error(L, "%s: value %d is a %s, not a text", what, (int)i + 1,
                       luaL_typename(L, -1));
        }
    }
    return v;
}

static const char **read_texts(lua_State *L, const struct method_call *u, const char *name,
                               size_t n)
{
    if (method_call_option(L, u, name) == LUA_TNIL)
        return NULL;
    return texts_at(L, lua_gettop(L), n, name);
}

/* n names: the word and a number from 1 on. */
static const char **number_names(lua_State *L, const char *word, size_t n)
{
    char(*room)[NAME_SIZE] = lua_newuserdatauv(L, (n + 1) * sizeof *room, 0);
    const char **v = lua_newuserdatauv(L, (n + 1) * sizeof *v, 0);

    for (size_t i = 0; i < n; i++) {
        snprintf(room[i], sizeof room[i], "%s%zu", word, i + 1);
        v[i] = room[i];
    }
    return v;
}

static void periods_of_texts(lua_State *L, int index, size_t n, double *v,
                             struct heng_analyse_call *c)
{
    c->periods = texts_at(L, index, n, "periods");
    period_positions(c->periods, n, v);
}

static void periods_of_numbers(lua_State *L, int index, size_t n, double *v,
                               struct heng_analyse_call *c)
{
    char(*room)[NUMBER_TEXT_MAX] = lua_newuserdatauv(L, (n + 1) * sizeof *room, 0);
    const char **labels = lua_newuserdatauv(L, (n + 1) * sizeof *labels, 0);

    numbers_read(L, index, v, n, "periods");
    for (size_t t = 0; t < n; t++) {
        if (!(v[t] - v[t] == 0) || (t > 0 && !(v[t] > v[t - 1])))
            luaL_error(L, "periods: they must rise");
        number_format(v[t], room[t]);
        labels[t] = room[t];
    }
    c->periods = labels;
}

/* periods = 3, or { "2019", "2020", "2021" }, or numbers: the rows are so many times the units. */
static void read_periods(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    int type = method_call_option(L, u, "periods"), index = lua_gettop(L);
    bool panel = method_traits(u->m->desc) & HENG_OF_PERIODS;
    bool list = type == LUA_TTABLE || vector_test(L, index);
    lua_Integer n = type == LUA_TNIL ? 1 : 0;
    double *v;

    if (type == LUA_TNUMBER)
        n = luaL_checkinteger(L, index);
    else if (list)
        n = (lua_Integer)(vector_test(L, index) ? vector_test(L, index)->n : lua_rawlen(L, index));
    else if (type != LUA_TNIL)
        luaL_error(L, "periods: a number of periods or a list of them expected, got %s",
                   luaL_typename(L, index));
    if (!panel && type != LUA_TNIL)
        luaL_error(L, "analyse %s looks at one period at a time", u->m->desc->name);
    if (panel && n < 2)
        luaL_error(L, "analyse %s compares periods: give periods, two or more", u->m->desc->name);
    if (n > 1 && ((size_t)n > c->n || c->n % (size_t)n))
        luaL_error(L, "periods: %d rows are not so many times %I periods", (int)c->n, n);
    c->n_periods = (size_t)n;
    c->n_units = c->n / c->n_periods;
    v = scratch_new(L, c->n_periods);
    for (size_t t = 0; t < c->n_periods; t++)
        v[t] = (double)t;
    c->period = v;
    if (!list)
        c->periods = number_names(L, "", c->n_periods);
    else if (type == LUA_TTABLE && lua_rawgeti(L, index, 1) == LUA_TSTRING)
        periods_of_texts(L, index, c->n_periods, v, c);
    else
        periods_of_numbers(L, index, c->n_periods, v, c);
}

/* Groups in the order in which they are met; a blank text is one of them. */
static void group_texts(lua_State *L, const char *const *v, size_t n, struct heng_grouping *to)
{
    uint32_t *of = lua_newuserdatauv(L, (n + 1) * sizeof *of, 0);
    const char **labels = lua_newuserdatauv(L, (n + 1) * sizeof *labels, 0);
    size_t k;

    to->n = 0;
    for (size_t i = 0; i < n; i++) {
        for (k = 0; k < to->n && strcmp(labels[k], v[i]); k++)
            ;
        if (k == to->n)
            labels[to->n++] = v[i];
        of[i] = (uint32_t)k;
    }
    to->of = of;
    to->labels = labels;
}

/* by = labels, or { labels, labels }, coarse to fine. */
static void read_groups(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    int type = method_call_option(L, u, "by"), index = lua_gettop(L);
    bool one =
        labels_test(L, index) || (type == LUA_TTABLE && lua_rawgeti(L, index, 1) == LUA_TSTRING);
    size_t n;
    struct heng_grouping *by;
    const char **names;

    if (type == LUA_TNIL)
        return;
    if (!one && type != LUA_TTABLE)
        luaL_error(L, "by: labels or a list of them expected, got %s", luaL_typename(L, index));
    n = one ? 1 : lua_rawlen(L, index);
    if (n < 1 || n > DIVISIONS_MAX)
        luaL_error(L, "by: one to %d divisions expected", DIVISIONS_MAX);
    by = lua_newuserdatauv(L, n * sizeof *by, 0);
    names = number_names(L, "by ", n);
    for (size_t i = 0; i < n; i++) {
        int at = index;
        if (!one) {
            lua_rawgeti(L, index, (lua_Integer)i + 1);
            at = lua_gettop(L);
        }
        by[i].name = names[i];
        group_texts(L, texts_at(L, at, c->n_units, "by"), c->n_units, &by[i]);
    }
    c->by = by;
    c->n_by = n;
}

/* direction = "negative", or a list with one a column. */
static void read_directions(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    static const char *const names[] = {"negative", "positive", NULL};
    int *d = lua_newuserdatauv(L, (c->m + 1) * sizeof *d, 0);
    int type = method_call_option(L, u, "direction"), index = lua_gettop(L);

    if (type == LUA_TTABLE && lua_rawlen(L, index) != c->m)
        luaL_error(L, "direction: %d texts expected, got %d", (int)c->m, (int)lua_rawlen(L, index));
    for (size_t j = 0; j < c->m; j++) {
        d[j] = HENG_POSITIVE;
        if (type == LUA_TNIL)
            continue;
        if (type == LUA_TTABLE)
            lua_rawgeti(L, index, (lua_Integer)j + 1);
        else
            lua_pushvalue(L, index);
        d[j] = luaL_checkoption(L, -1, NULL, names) ? HENG_POSITIVE : HENG_NEGATIVE;
        lua_pop(L, 1);
    }
    c->direction = d;
}

/* Weights of the columns, rescaled to sum 1. */
static void read_weights_of(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    double *w = param_find(&u->table, "weights") ? NULL : read_numbers(L, u, "weights", c->m),
           total;

    for (size_t j = 0; w && j < c->m; j++)
        if (!(w[j] >= 0))
            luaL_error(L, "weights: weight %d is not a number from 0 on", (int)j + 1);
    total = w ? stats_sum(w, c->m) : 1;
    if (!(total > 0))
        luaL_error(L, "weights: they sum to 0");
    for (size_t j = 0; w && j < c->m; j++)
        w[j] /= total;
    c->w = w;
}

static void read_population(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    c->population = read_numbers(L, u, "population", c->n);
    for (size_t i = 0; c->population && i < c->n; i++)
        if (c->population[i] < 0)
            luaL_error(L, "population: value %d is below 0", (int)i + 1);
}

static void check_traits(lua_State *L, const struct method_call *u,
                         const struct heng_analyse_call *c)
{
    unsigned traits = method_traits(u->m->desc);
    const char *lacks = traits & HENG_OF_GROUPS && !c->by ? "by"
                        : traits & HENG_OF_PLACES && !(c->longitude && c->latitude)
                            ? "longitude and latitude"
                        : traits & HENG_OF_WEIGHTED && !c->w ? "weights"
                                                             : NULL;
    if (lacks)
        luaL_error(L, "analyse %s needs %s", u->m->desc->name, lacks);
}

static void read_options(lua_State *L, const struct method_call *u, struct heng_analyse_call *c)
{
    const char **ids;

    read_periods(L, u, c);
    read_groups(L, u, c);
    read_directions(L, u, c);
    read_weights_of(L, u, c);
    read_population(L, u, c);
    c->score = read_numbers(L, u, "score", c->n);
    c->longitude = read_numbers(L, u, "longitude", c->n_units);
    c->latitude = read_numbers(L, u, "latitude", c->n_units);
    c->parents = read_texts(L, u, "parents", c->m);
    c->codes = read_texts(L, u, "codes", c->n_units);
    if (!c->codes)
        c->codes = number_names(L, "", c->n_units);
    ids = read_texts(L, u, "ids", c->m);
    if (ids)
        c->ids = ids;
    check_traits(L, u, c);
}

/* analyse(name, x[, options]) */
int api_analyse(lua_State *L)
{
    static const char *const extra[] = {"by",    "population", "weights",  "score",
                                        "ids",   "longitude",  "latitude", "direction",
                                        "codes", "parents",    "periods",  NULL};
    const struct array *x = array_test(L, 2);
    struct heng_analyse_call c = {0};
    struct error e = {0};
    struct keeper *k;
    struct method_call u;
    const double **columns;
    int answer = HENG_FAIL;

    if (!x)
        array_refuse(L, 2, "a vector or a matrix");
    lua_settop(L, 3);
    luaL_checkstack(L, 60 + 6 * DIVISIONS_MAX, "analyse");
    method_call_begin(L, &u, HENG_ANALYSE, 3, extra);
    if (!u.m || !x) /* not reached: they raise */
        return 0;
    c.n = x->rows;
    c.m = x->columns;
    columns = lua_newuserdatauv(L, (c.m + 1) * sizeof *columns, 0);
    for (size_t j = 0; j < c.m; j++)
        columns[j] = x->v + j * x->rows;
    c.x = columns;
    c.ids = number_names(L, "column ", c.m);
    read_options(L, &u, &c);
    c.scratch = scratch_new(L, method_scratch(u.m, c.n, c.m));
    c.why = u.why;
    c.why_size = sizeof u.why;
    k = keeper_new(L, u.m->desc);
    c.put = put;
    c.warn = on_warning;
    c.put_data = c.warn_data = k;
    if (!method_call_bind(L, &u, &e)) {
        const size_t room = method_analyse_room(u.m, u.values, &c);
        if (room > method_scratch(u.m, c.n, c.m))
            c.scratch = scratch_new(L, room);
        answer = method_analyse(u.m, u.values, &c, &e);
    }
    method_call_end(L, &u, answer, &e);
    return push_findings(L, k, u.m->desc);
}
