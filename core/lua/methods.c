/* SPDX-License-Identifier: MIT */
/* The core's methods as functions: heng.impute, treat, normalise, weigh, aggregate, rank. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"
#include "stats/stats.h"

enum { WARNINGS_MAX = 100, PARTS_MAX = 64 };

/* ---- one column ---------------------------------------------------------------------------- */

static void read_goals(lua_State *L, const struct method_call *u, struct heng_column_call *c)
{
    static const char *const names[] = {"positive", "negative", NULL};
    double v[3] = {(double)NAN, (double)NAN, (double)NAN};
    size_t n;

    if (method_call_option(L, u, "direction") != LUA_TNIL)
        c->direction = luaL_checkoption(L, -1, NULL, names) == 0 ? 1 : -1;
    if (method_call_option(L, u, "goalposts") != LUA_TNIL) {
        n = numbers_count(L, -1);
        if (n != 2 && n != 3)
            luaL_error(L, "goalposts: two or three numbers expected");
        numbers_read(L, lua_gettop(L), v, n, "goalposts");
    }
    if (method_call_option(L, u, "target") != LUA_TNIL)
        v[2] = luaL_checknumber(L, -1);
    if (isinf(v[2]))
        luaL_error(L, "target is infinite");
    c->lo = v[0];
    c->hi = v[1];
    c->target = v[2];
}

/* Pushes the groups: one, or those of the labels under "by" and one for who has none. */
static void read_groups(lua_State *L, const struct method_call *u, struct heng_column_call *c)
{
    const struct labels *l = NULL;
    uint32_t *group;

    if (method_call_option(L, u, "by") != LUA_TNIL) {
        l = labels_test(L, -1);
        if (!l || l->n != c->n)
            luaL_error(L, "impute: by takes labels, one a unit");
    }
    group = lua_newuserdatauv(L, (c->n + 1) * sizeof *group, 0);
    for (size_t i = 0; i < c->n; i++)
        group[i] = !l ? 0 : l->group[i] == LABEL_NONE ? (uint32_t)l->n_groups : l->group[i];
    c->group = group;
    c->n_groups = l ? l->n_groups + 1 : 1;
}

/* Pushes m column pointers. */
static const double **push_columns(lua_State *L, const struct array *x)
{
    const double **columns = lua_newuserdatauv(L, (x->columns + 1) * sizeof *columns, 0);

    for (size_t j = 0; j < x->columns; j++)
        columns[j] = x->v + j * x->rows;
    return columns;
}

/* impute(name, m, { column = j, ... }): a method that looks at the other columns too */
static int api_fill(lua_State *L)
{
    static const char *const extra[] = {"column", NULL};
    static const double period[] = {0};
    const struct array *x = matrix_check(L, 2);
    struct heng_fill_call c = {
        .n_units = x->rows, .n_periods = 1, .m = x->columns, .period = period};
    struct error e = {0};
    struct method_call u;
    lua_Integer column;
    int answer = HENG_FAIL, *direction;

    method_call_begin(L, &u, HENG_IMPUTE, 3, extra);
    if (!method_fills(u.m->desc))
        return luaL_error(L, "impute: %s fills a column by itself: give it a vector",
                          u.m->desc->name);
    method_call_option(L, &u, "column");
    column = luaL_checkinteger(L, -1);
    if (column < 1 || (size_t)column > x->columns)
        return luaL_error(L, "impute: there is no column %d", (int)column);
    c.column = (size_t)column - 1;
    direction = lua_newuserdatauv(L, (x->columns + 1) * sizeof *direction, 0);
    for (size_t j = 0; j < x->columns; j++)
        direction[j] = 1;
    c.direction = direction;
    c.x = push_columns(L, x);
    c.scratch = scratch_new(L, method_scratch(u.m, x->rows, x->columns));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->rows)->v; // ... y
    if (!method_call_bind(L, &u, &e))
        answer = method_fill(u.m, u.values, &c, &e);
    method_call_end(L, &u, answer, &e);
    return 1;
}

/* normalise, treat, impute(name, x[, params]); upvalue: the stage */
int api_column(lua_State *L)
{
    static const char *const goals[] = {"direction", "goalposts", "target", NULL};
    static const char *const groups[] = {"by", NULL};
    enum heng_stage stage = (enum heng_stage)lua_tointeger(L, lua_upvalueindex(1));
    const struct array *x = array_test(L, 2);
    struct heng_column_call c = {
        .direction = 1, .lo = (double)NAN, .hi = (double)NAN, .target = (double)NAN};
    struct error e = {0};
    struct method_call u;
    int answer = HENG_FAIL;

    lua_settop(L, 3);
    if (stage == HENG_IMPUTE && x && x->matrix)
        return api_fill(L);
    x = vector_check(L, 2);
    c.n = c.n_base = x->n;
    c.x = c.base = x->v;
    method_call_begin(L, &u, stage, 3,
                      stage == HENG_NORMALISE ? goals
                      : stage == HENG_IMPUTE  ? groups
                                              : NULL);
    if (method_fills(u.m->desc))
        return luaL_error(L, "impute: %s looks at other columns: give it a matrix and column = j",
                          u.m->desc->name);
    if (stage == HENG_NORMALISE)
        read_goals(L, &u, &c);
    if (stage == HENG_IMPUTE)
        read_groups(L, &u, &c);
    c.scratch = scratch_new(L, method_scratch(u.m, 2 * x->n, 1));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->n)->v; // ... y
    if (!method_call_bind(L, &u, &e))
        answer = method_column(u.m, u.values, &c, &e);
    method_call_end(L, &u, answer, &e);
    return 1;
}

/* ---- a matrix ------------------------------------------------------------------------------- */

/* Pushes n names, "column 1" and on. */
static const char **push_names(lua_State *L, const char *what, size_t n)
{
    char(*names)[32] = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
    const char **v = lua_newuserdatauv(L, (n + 1) * sizeof *v, 0);

    for (size_t j = 0; j < n; j++) {
        snprintf(names[j], sizeof names[j], "%s %zu", what, j + 1);
        v[j] = names[j];
    }
    return v;
}

static void on_weigh_warning(void *warn_data, size_t column, const char *text)
{
    struct messages *m = warn_data;

    if (m->n < WARNINGS_MAX && column == HENG_NO_COLUMN)
        messages_add_once(m, OK, "weigh: %s", text);
    else if (m->n < WARNINGS_MAX)
        messages_add_once(m, OK, "weigh: column %zu: %s", column + 1, text);
}

/* Takes parts = { w1, w2, ... } for a method that puts weights together. */
static void read_parts(lua_State *L, const struct method_call *u, struct heng_weigh_call *c)
{
    const double **parts;
    size_t n;
    int list;
    char why[160];

    if (method_call_option(L, u, "of") != LUA_TNIL ||
        method_call_option(L, u, "parts") != LUA_TTABLE)
        luaL_error(L, "weigh: %s takes parts = { w1, w2 }, the weights themselves, in a script",
                   u->m->desc->name);
    list = lua_gettop(L);
    n = lua_rawlen(L, list);
    luaL_checkstack(L, (int)(n < PARTS_MAX ? n : PARTS_MAX) + 16, "parts");
    if (n > PARTS_MAX)
        luaL_error(L, "weigh: parts: at most %d", (int)PARTS_MAX);
    parts = lua_newuserdatauv(L, (n + 1) * sizeof *parts, 0);
    for (size_t k = 0; k < n; k++) {
        double *w = scratch_new(L, c->m);
        lua_rawgeti(L, list, (lua_Integer)k + 1); // ... w part
        numbers_read(L, lua_gettop(L), w, c->m, "weigh: parts");
        if (weights_fault(w, c->m, NULL, why, sizeof why))
            luaL_error(L, "weigh: part %d: %s", (int)k + 1, why);
        lua_pop(L, 1);
        parts[k] = w;
    }
    c->parts = parts;
    c->part_names = push_names(L, "part", n);
    c->n_parts = n;
}

/* weigh(name, m[, params]) */
int api_weigh(lua_State *L)
{
    static const char *const extra[] = {"given", "parts", NULL};
    const struct array *x = matrix_check(L, 2);
    struct heng_weigh_call c = {.n = x->rows, .m = x->columns};
    struct error e = {0};
    struct method_call u;
    double *given;
    int answer = HENG_FAIL;

    lua_settop(L, 3);
    method_call_begin(L, &u, HENG_WEIGHTS, 3, extra);
    given = scratch_new(L, x->columns);
    for (size_t j = 0; j < x->columns; j++)
        given[j] = 1 / (double)x->columns;
    if (method_call_option(L, &u, "given") != LUA_TNIL)
        numbers_read(L, lua_gettop(L), given, x->columns, "given");
    c.given = given;
    c.x = push_columns(L, x);
    c.ids = push_names(L, "column", x->columns);
    if (method_traits(u.m->desc) & HENG_OF_WEIGHTS)
        read_parts(L, &u, &c);
    else if (method_call_option(L, &u, "parts") != LUA_TNIL)
        return luaL_error(L, "method %s has no parameter parts", u.m->desc->name);
    c.warn = on_weigh_warning;
    c.warn_data = &sandbox_of(L)->warnings;
    c.scratch = scratch_new(L, method_scratch(u.m, x->rows, x->columns));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.w = vector_new(L, x->columns)->v; // ... w
    if (!method_call_bind(L, &u, &e))
        answer = method_weigh(u.m, u.values, &c, &e);
    if (answer == HENG_UNDEFINED)
        answer = error_set(&e, ERR_PART, "weigh %s: %s", u.m->desc->name, u.why) ? HENG_FAIL : 0;
    method_call_end(L, &u, answer, &e);
    return 1;
}

/* Weights of an aggregation, rescaled to sum 1. */
static double *read_weights_of(lua_State *L, int index, size_t m)
{
    double *w = scratch_new(L, m), total;

    numbers_read(L, index, w, m, "aggregate: the weights");
    for (size_t j = 0; j < m; j++)
        if (!(w[j] >= 0))
            luaL_error(L, "aggregate: weight %d is not a number from 0 on", (int)j + 1);
    total = stats_sum(w, m);
    if (!(total > 0))
        luaL_error(L, "aggregate: the weights sum to 0");
    for (size_t j = 0; j < m; j++)
        w[j] /= total;
    return w;
}

/* aggregate(name, m, w[, params]) */
int api_aggregate(lua_State *L)
{
    const struct array *x = matrix_check(L, 2);
    struct heng_aggregate_call c = {.n = x->rows, .m = x->columns};
    struct error e = {0};
    struct method_call u;
    int answer = HENG_FAIL;

    lua_settop(L, 4);
    method_call_begin(L, &u, HENG_AGGREGATE, 4, NULL);
    c.w = read_weights_of(L, 3, x->columns);
    c.x = push_columns(L, x);
    c.ids = push_names(L, "column", x->columns);
    c.scratch = scratch_new(L, method_scratch(u.m, x->rows, x->columns));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->rows)->v; // ... y
    if (!method_call_bind(L, &u, &e))
        answer = method_aggregate(u.m, u.values, &c, &e);
    method_call_end(L, &u, answer, &e);
    return 1;
}

/* rank(name, x[, params]); reduce.c has rank(x[, ties]) */
int api_rank(lua_State *L)
{
    const struct array *x = vector_check(L, 2);
    struct heng_rank_call c = {.n = x->n, .x = x->v};
    struct error e = {0};
    struct method_call u;
    int answer = HENG_FAIL;

    lua_settop(L, 3);
    method_call_begin(L, &u, HENG_RANK, 3, NULL);
    c.scratch = scratch_new(L, method_scratch(u.m, x->n, 1));
    c.why = u.why;
    c.why_size = sizeof u.why;
    c.y = vector_new(L, x->n)->v; // ... y
    if (!method_call_bind(L, &u, &e))
        answer = method_rank(u.m, u.values, &c, &e);
    method_call_end(L, &u, answer, &e);
    return 1;
}
