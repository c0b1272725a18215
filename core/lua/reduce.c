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
