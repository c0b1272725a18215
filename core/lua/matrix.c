/* SPDX-License-Identifier: MIT */
/* Matrices: columns of vectors, products, distances. */
#include <math.h>
#include <string.h>

#include "lua/lua_internal.h"
#include "stats/great_circle.h"
#include "stats/stats.h"

static int matrix_make(lua_State *L)
{
    struct array *m;
    const struct array *v;
    size_t n, j;

    luaL_checktype(L, 1, LUA_TTABLE);
    n = (size_t)lua_rawlen(L, 1);
    if (n == 0)
        return luaL_error(L, "matrix{...} takes vectors, its columns");
    for (m = NULL, j = 0; j < n; j++) {
        lua_rawgeti(L, 1, (lua_Integer)j + 1);
        v = vector_test(L, -1);
        if (!v)
            return luaL_error(L, "matrix: column %d is a %s, not a vector", (int)j + 1,
                              luaL_typename(L, -1));
        if (!m) {
            m = matrix_new(L, v->n, n); // t v m
            lua_insert(L, 2);           // t m v
        }
        if (v->n != m->rows)
            return luaL_error(L, "matrix: column %d has %d values, the first one %d", (int)j + 1,
                              (int)v->n, (int)m->rows);
        memcpy(m->v + j * m->rows, v->v, m->rows * sizeof *v->v);
        lua_pop(L, 1); // t m
    }
    return 1;
}

static int matrix_rows(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)matrix_check(L, 1)->rows);
    return 1;
}

static int matrix_columns(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)matrix_check(L, 1)->columns);
    return 1;
}

static size_t position(lua_State *L, size_t n, const char *what)
{
    lua_Integer k = luaL_checkinteger(L, 2);

    if (k < 1 || (lua_Unsigned)k > n)
        luaL_error(L, "%s %d: the matrix has %d", what, (int)k, (int)n);
    return (size_t)k - 1;
}

static int matrix_column(lua_State *L)
{
    const struct array *m = matrix_check(L, 1);
    size_t j = position(L, m->columns, "column");

    memcpy(vector_new(L, m->rows)->v, m->v + j * m->rows, m->rows * sizeof *m->v);
    return 1;
}

static int matrix_row(lua_State *L)
{
    const struct array *m = matrix_check(L, 1);
    size_t i = position(L, m->rows, "row");
    struct array *y = vector_new(L, m->columns);

    for (size_t j = 0; j < m->columns; j++)
        y->v[j] = m->v[j * m->rows + i];
    return 1;
}

static int matrix_transpose(lua_State *L)
{
    const struct array *m = matrix_check(L, 1);
    struct array *y = matrix_new(L, m->columns, m->rows);

    for (size_t j = 0; j < m->columns; j++)
        for (size_t i = 0; i < m->rows; i++)
            y->v[i * m->columns + j] = m->v[j * m->rows + i];
    return 1;
}

/* y = m x for one column x; a NaN goes through. sums: m->rows of them. */
static void product(const struct array *m, const double *x, double *y, struct sum *sums)
{
    memset(sums, 0, m->rows * sizeof *sums);
    for (size_t j = 0; j < m->columns; j++)
        for (size_t i = 0; i < m->rows; i++)
            sum_add(&sums[i], m->v[j * m->rows + i] * x[j]);
    for (size_t i = 0; i < m->rows; i++)
        y[i] = finite_or_nan(sum_value(&sums[i]));
}

static int matrix_times(lua_State *L)
{
    const struct array *m = matrix_check(L, 1), *x = array_check(L, 2);
    struct array *y;
    struct sum *sums = lua_newuserdatauv(L, (m->rows + 1) * sizeof *sums, 0);

    if (x->rows != m->columns)
        return luaL_error(L, "times: a matrix of %d columns and %d values", (int)m->columns,
                          (int)x->rows);
    y = x->matrix ? matrix_new(L, m->rows, x->columns) : vector_new(L, m->rows);
    for (size_t j = 0; j < x->columns; j++)
        product(m, x->v + j * x->rows, y->v + j * m->rows, sums);
    return 1;
}

static int matrix_column_sums(lua_State *L)
{
    const struct array *m = matrix_check(L, 1);
    struct array *y = vector_new(L, m->columns);

    for (size_t j = 0; j < m->columns; j++)
        y->v[j] = finite_or_nan(stats_sum(m->v + j * m->rows, m->rows));
    return 1;
}

static int matrix_row_sums(lua_State *L)
{
    const struct array *m = matrix_check(L, 1);
    double *row = scratch_new(L, m->columns);
    struct array *y = vector_new(L, m->rows);

    for (size_t i = 0; i < m->rows; i++) {
        for (size_t j = 0; j < m->columns; j++)
            row[j] = m->v[j * m->rows + i];
        y->v[i] = finite_or_nan(stats_sum(row, m->columns));
    }
    return 1;
}

static int matrix_distance(lua_State *L)
{
    const struct array *lat = vector_check(L, 1), *lon = vector_check(L, 2), *lat2 = lat,
                       *lon2 = lon;
    struct array *m;

    if (!lua_isnoneornil(L, 3)) {
        lat2 = vector_check(L, 3);
        lon2 = vector_check(L, 4);
    }
    if (lat->n != lon->n || lat2->n != lon2->n)
        return luaL_error(L, "distance_km: as many latitudes as longitudes, please");
    m = matrix_new(L, lat->n, lat2->n);
    for (size_t j = 0; j < lat2->n; j++)
        for (size_t i = 0; i < lat->n; i++)
            m->v[j * lat->n + i] = great_circle_km(lat->v[i], lon->v[i], lat2->v[j], lon2->v[j]);
    return 1;
}

const struct api_function matrix_functions[] = {
    {"matrix", matrix_make, 0, false},
    {"distance_km", matrix_distance, 0, false},
    {NULL, NULL, 0, false},
};

const struct api_function matrix_methods[] = {
    {"rows", matrix_rows, 0, true},
    {"columns", matrix_columns, 0, true},
    {"column", matrix_column, 0, true},
    {"row", matrix_row, 0, true},
    {"transpose", matrix_transpose, 0, true},
    {"times", matrix_times, 0, true},
    {"row_sums", matrix_row_sums, 0, true},
    {"column_sums", matrix_column_sums, 0, true},
    {NULL, NULL, 0, false},
};
