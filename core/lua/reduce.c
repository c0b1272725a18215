/* SPDX-License-Identifier: MIT */
/* Reductions, ranks, labels and groups. NaN is left out of all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/lua_internal.h"
#include "stats/stats.h"

/* ---- one value from a vector ------------------------------------------------------ */

static double count(const double *x, size_t n)
{
    return (double)stats_count(x, n);
}

typedef double reduce_fn(const double *, size_t);
static reduce_fn *const reductions[] = {stats_sum, stats_mean, stats_sd,
                                        count,     stats_min,  stats_max};

static int which_function(lua_State *L)
{
    return (int)lua_tointeger(L, lua_upvalueindex(1));
}

static int reduce(lua_State *L)
{
    const struct array *x = array_check(L, 1);

    lua_pushnumber(L, finite_or_nan(reductions[which_function(L)](x->v, x->n)));
    return 1;
}

static int reduce_median(lua_State *L)
{
    const struct array *x = array_check(L, 1);

    lua_pushnumber(L, finite_or_nan(stats_median(x->v, x->n, scratch_new(L, x->n))));
    return 1;
}

static int reduce_quantile(lua_State *L)
{
    const struct array *x = array_check(L, 1);
    double p = luaL_checknumber(L, 2);

    luaL_argcheck(L, p >= 0 && p <= 1, 2, "a share from 0 to 1 expected");
    lua_pushnumber(L, finite_or_nan(stats_quantile(x->v, x->n, p, scratch_new(L, x->n))));
    return 1;
}

static int reduce_cor(lua_State *L)
{
    const struct array *x = vector_check(L, 1), *y = vector_check(L, 2);

    if (x->n != y->n)
        return luaL_error(L, "vectors of different length: %d and %d", (int)x->n, (int)y->n);
    lua_pushnumber(L, finite_or_nan(stats_pearson(x->v, y->v, x->n)));
    return 1;
}

/* ---- columns from columns ------------------------------------------------------------- */

/* rank(x[, ties]): ascending; rank(name, x[, params]): the method of that name. */
static int column_rank(lua_State *L)
{
    static const char *const names[] = {"min", "average", "max", "dense", NULL};
    static const enum ties ties[] = {TIES_MIN, TIES_AVERAGE, TIES_MAX, TIES_DENSE};
    const struct array *x;
    enum ties tie;
    double *scratch;

    if (lua_type(L, 1) == LUA_TSTRING)
        return api_rank(L);
    x = vector_check(L, 1);
    tie = ties[luaL_checkoption(L, 2, "min", names)];
    scratch = scratch_new(L, 2 * x->n);
    stats_rank(x->v, x->n, tie, vector_new(L, x->n)->v, scratch);
    return 1;
}

/* (x - from) / span, NaN throughout where there is no span. */
static int column_scale(lua_State *L)
{
    const struct array *x = vector_check(L, 1);
    bool minmax = which_function(L) == 0;
    double from = minmax ? stats_min(x->v, x->n) : stats_mean(x->v, x->n);
    double span = minmax ? stats_max(x->v, x->n) - from : stats_sd(x->v, x->n);
    struct array *y = vector_new(L, x->n);

    for (size_t i = 0; i < x->n; i++)
        y->v[i] = finite_or_nan((x->v[i] - from) / span);
    return 1;
}

/* ---- labels ------------------------------------------------------------------------------ */

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

static struct labels *labels_check(lua_State *L, int index)
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
        return luaL_error(L, "labels have labels[i] and #labels, not '%s'", safe_text(L, 2));
    if (!is_integer || i < 1 || (lua_Unsigned)i > l->n + 1)
        return luaL_error(L, "labels[%s]: there are %d", safe_text(L, 2), (int)l->n);
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

/* ---- groups -------------------------------------------------------------------------------- */

enum group_kind { GROUP_SUM, GROUP_MEAN, GROUP_MIN, GROUP_MAX, GROUP_COUNT };

struct group {
    struct sum sum;
    double min, max;
    size_t n;
};

static double group_value(const struct group *g, enum group_kind kind)
{
    if (kind == GROUP_COUNT)
        return (double)g->n;
    if (g->n == 0)
        return (double)NAN;
    switch (kind) {
    case GROUP_SUM:
        return finite_or_nan(sum_value(&g->sum));
    case GROUP_MEAN:
        return finite_or_nan(sum_value(&g->sum) / (double)g->n);
    case GROUP_MIN:
        return g->min;
    default:
        return g->max;
    }
}

static void group_add(struct group *g, double x)
{
    if (isnan(x))
        return;
    sum_add(&g->sum, x);
    g->min = g->n == 0 || x < g->min ? x : g->min;
    g->max = g->n == 0 || x > g->max ? x : g->max;
    g->n++;
}

static int group_reduce(lua_State *L)
{
    const struct array *x = vector_check(L, 1);
    const struct labels *l = labels_check(L, 2);
    enum group_kind kind = (enum group_kind)which_function(L);
    struct array *y;
    struct group *g;

    if (x->n != l->n)
        return luaL_error(L, "%d values for %d labels", (int)x->n, (int)l->n);
    y = vector_new(L, x->n);
    g = lua_newuserdatauv(L, (l->n_groups + 1) * sizeof *g, 0);
    memset(g, 0, (l->n_groups + 1) * sizeof *g);
    for (size_t i = 0; i < x->n; i++)
        if (l->group[i] != LABEL_NONE)
            group_add(&g[l->group[i]], x->v[i]);
    for (size_t i = 0; i < x->n; i++)
        y->v[i] = l->group[i] == LABEL_NONE ? (double)NAN : group_value(&g[l->group[i]], kind);
    lua_pop(L, 1);
    return 1;
}

const struct api_function reduce_functions[] = {
    {"sum", reduce, 0, true},
    {"mean", reduce, 1, true},
    {"sd", reduce, 2, true},
    {"count", reduce, 3, true},
    {"smallest", reduce, 4, true},
    {"largest", reduce, 5, true},
    {"median", reduce_median, 0, true},
    {"quantile", reduce_quantile, 0, true},
    {"cor", reduce_cor, 0, true},
    {"rank", column_rank, 0, true},
    {"minmax", column_scale, 0, true},
    {"zscore", column_scale, 1, true},
    {"group_sum", group_reduce, GROUP_SUM, true},
    {"group_mean", group_reduce, GROUP_MEAN, true},
    {"group_min", group_reduce, GROUP_MIN, true},
    {"group_max", group_reduce, GROUP_MAX, true},
    {"group_count", group_reduce, GROUP_COUNT, true},
    {NULL, NULL, 0, false},
};
