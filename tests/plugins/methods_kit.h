/* SPDX-License-Identifier: MIT */
/*
 * What the tests of plugins/methods share: a registry with the methods of one plugin, calls with
 * parameters as a profile writes them, a random generator, and their own linear program solver.
 */
#ifndef HENG_TESTS_METHODS_KIT_H
#define HENG_TESTS_METHODS_KIT_H

#include <unistd.h>

#include "methods/registry.h"
#include "plugin/plugin.h"

#include "kit.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

enum { LAB_COLUMNS = 8 };

struct lab {
    struct arena *arena;
    struct registry *registry;
    struct error e;
    char why[512];
    size_t warnings;
    char warning[256]; /* "column: text" of the last one */
    uint64_t seed;
};

static const char *const lab_ids[LAB_COLUMNS] = {"a", "b", "c", "d", "e", "f", "g", "h"};

/* NULL where the plugin was not built, since its library is not there. */
static inline struct lab *lab_new(const char *plugin)
{
    const char *b = getenv("B"), *path;
    struct lab *l = calloc(1, sizeof *l);
    struct plugin *p = NULL;
    struct error why = {0};
    ck_assert_ptr_nonnull(l);
    l->arena = arena_new();
    l->registry = registry_new(&l->e);
    path = arena_printf(l->arena, "%s/plugins/%s.so", b && *b ? b : "build", plugin);
    if (access(path, F_OK) != 0) {
        printf("%s is not built: skipped\n", path);
        registry_free(l->registry);
        arena_free(l->arena);
        free(l);
        return NULL;
    }
    ck_assert_int_eq(
        plugins_describe(l->arena, &path, 1, &worker_default_limits, 1, &p, &why, &l->e), OK);
    ck_assert_msg(p != NULL, "%s", why.text);
    ck_assert_msg(plugin_register_methods(l->arena, p, NULL, l->registry, &l->e) == OK, "%s",
                  l->e.text);
    l->seed = 1;
    return l;
}

static inline void lab_free(struct lab *l)
{
    registry_free(l->registry);
    arena_free(l->arena);
    free(l);
}

/* From 0 to 1. */
static inline double lab_random(struct lab *l)
{
    l->seed = l->seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(l->seed >> 11) * 0x1p-53;
}

static inline size_t lab_below(struct lab *l, size_t n)
{
    return (size_t)(lab_random(l) * (double)n);
}

static inline const struct method *lab_method(struct lab *l, enum heng_stage stage,
                                              const char *name)
{
    const struct method *m = registry_find(l->registry, stage, name);
    ck_assert_msg(m != NULL, "no %s method %s", stage_name(stage), name);
    return m;
}

/* "key = value; key = value", or "". */
static inline void *lab_params(struct lab *l, const struct method *m, const char *settings)
{
    const struct param_table t = method_params(m->desc);
    void *params = arena_alloc(l->arena, t.size);
    char *text = arena_strdup(l->arena, settings), *rest = NULL;
    ck_assert_msg(param_defaults(&t, l->arena, params, &l->e) == OK, "%s", l->e.text);
    for (char *s = strtok_r(text, ";", &rest); s; s = strtok_r(NULL, ";", &rest)) {
        char key[32], value[256];
        const struct heng_param *p;
        ck_assert_int_eq(sscanf(s, " %31[a-z_] = %255[^;]", key, value), 2);
        p = param_find(&t, key);
        ck_assert_msg(p != NULL, "%s has no parameter %s", m->desc->name, key);
        ck_assert_msg(param_set(p, value, l->arena, params, &l->e) == OK, "%s", l->e.text);
    }
    return params;
}

/* w NULL: all alike. */
static inline int lab_aggregate(struct lab *l, const char *name, const char *settings, size_t n,
                                size_t m, const double *const *x, const double *w, double *y)
{
    const struct method *method = lab_method(l, HENG_AGGREGATE, name);
    double equal[LAB_COLUMNS];
    struct heng_aggregate_call c = {.n = n,
                                    .m = m,
                                    .x = x,
                                    .w = w ? w : equal,
                                    .ids = lab_ids,
                                    .y = y,
                                    .why = l->why,
                                    .why_size = sizeof l->why};
    for (size_t j = 0; j < m; j++)
        equal[j] = 1 / (double)m;
    return method_aggregate(method, lab_params(l, method, settings), &c, &l->e);
}

static inline void lab_hear(void *warn_data, size_t column, const char *text)
{
    struct lab *l = warn_data;
    l->warnings++;
    snprintf(l->warning, sizeof l->warning, "%s: %s",
             column != HENG_NO_COLUMN ? lab_ids[column] : "", text);
}

/* given NULL: all alike. */
static inline int lab_weigh(struct lab *l, const char *name, const char *settings, size_t n,
                            size_t m, const double *const *x, const double *given, double *w)
{
    const struct method *method = lab_method(l, HENG_WEIGHTS, name);
    double equal[LAB_COLUMNS];
    struct heng_weigh_call c = {.n = n,
                                .m = m,
                                .x = x,
                                .given = given ? given : equal,
                                .ids = lab_ids,
                                .w = w,
                                .warn = lab_hear,
                                .warn_data = l,
                                .why = l->why,
                                .why_size = sizeof l->why};
    for (size_t j = 0; j < m; j++)
        equal[j] = 1 / (double)m;
    l->warnings = 0;
    return method_weigh(method, lab_params(l, method, settings), &c, &l->e);
}

/* The call has failed, and said why. */
static inline void lab_assert_failed(struct lab *l, int answer, const char *why)
{
    ck_assert_int_eq(answer, HENG_FAIL);
    ck_assert_msg(strstr(l->e.text, why) != NULL, "'%s' does not say '%s'", l->e.text, why);
}

/* ---- a solver of linear programs ---------------------------------------------------- */

/*
 * max c x, A x <= b, x >= 0: a dense tableau, Bland's rule, long doubles. Shares nothing with what
 * is tested.
 */
enum { LP_ROWS = 160, LP_COLUMNS = 24 };

struct lp {
    size_t rows, columns;
    long double a[LP_ROWS][LP_COLUMNS], b[LP_ROWS], c[LP_COLUMNS], x[LP_COLUMNS], value;
    /* the solver's own */
    long double t[LP_ROWS + 1][LP_COLUMNS + 2];
    size_t basic[LP_ROWS], free[LP_COLUMNS + 1];
};

static inline void lp_begin(struct lp *p, size_t columns)
{
    ck_assert_uint_le(columns, LP_COLUMNS);
    memset(p, 0, sizeof *p);
    p->columns = columns;
}

/* A new row of zeros: a x <= b. */
static inline long double *lp_row(struct lp *p, double b)
{
    ck_assert_uint_lt(p->rows, LP_ROWS);
    p->b[p->rows] = b;
    return p->a[p->rows++];
}

static inline void lp_pivot(struct lp *p, size_t row, size_t column, size_t width)
{
    long double by = p->t[row][column];
    size_t name = p->basic[row];
    p->t[row][column] = 1;
    for (size_t j = 0; j <= width; j++)
        p->t[row][j] /= by;
    for (size_t i = 0; i <= p->rows; i++) {
        long double k = p->t[i][column];
        if (i == row || k == 0)
            continue;
        p->t[i][column] = 0;
        for (size_t j = 0; j <= width; j++)
            p->t[i][j] -= k * p->t[row][j];
    }
    p->basic[row] = p->free[column];
    p->free[column] = name;
}

/* Row p->rows of the tableau is the objective, to be lowered; 0: unbounded. */
static inline int lp_improve(struct lp *p, size_t width)
{
    for (;;) {
        size_t enter = width, leave = p->rows;
        for (size_t j = 0; j < width; j++)
            if (p->t[p->rows][j] < -1e-14L && (enter == width || p->free[j] < p->free[enter]))
                enter = j;
        if (enter == width)
            return 1;
        for (size_t i = 0; i < p->rows; i++) {
            long double ratio, best;
            if (p->t[i][enter] <= 1e-13L)
                continue;
            ratio = p->t[i][width] / p->t[i][enter];
            best = leave < p->rows ? p->t[leave][width] / p->t[leave][enter] : INFINITY;
            if (ratio < best - 1e-16L ||
                (ratio <= best + 1e-16L && leave < p->rows && p->basic[i] < p->basic[leave]))
                leave = i;
        }
        if (leave == p->rows)
            return 0;
        lp_pivot(p, leave, enter, width);
    }
}

/* 1, and value and x; 0 where there is no solution; -1 where it has no bound. The column behind
   the last is an artificial one, of -1 in every row, that the first phase brings down to 0. */
static inline int lp_solve(struct lp *p)
{
    size_t n = p->columns, width = n + 1, worst = 0;
    int bounded;
    memset(p->t, 0, sizeof p->t);
    for (size_t i = 0; i < p->rows; i++) {
        memcpy(p->t[i], p->a[i], n * sizeof(long double));
        p->t[i][n] = -1;
        p->t[i][width] = p->b[i];
        p->basic[i] = n + 1 + i;
        worst = p->b[i] < p->b[worst] ? i : worst;
    }
    for (size_t j = 0; j <= n; j++)
        p->free[j] = j;
    p->t[p->rows][n] = 1;
    if (p->rows && p->b[worst] < 0) {
        lp_pivot(p, worst, n, width);
        lp_improve(p, width);
        for (size_t i = 0; i < p->rows; i++)
            if (p->basic[i] == n && p->t[i][width] > 1e-12L)
                return 0;
        for (size_t i = 0; i < p->rows; i++)
            for (size_t j = 0; p->basic[i] == n && j < width; j++)
                if (fabsl(p->t[i][j]) > 1e-12L)
                    lp_pivot(p, i, j, width);
    }
    memset(p->t[p->rows], 0, sizeof p->t[p->rows]);
    for (size_t j = 0; j < width; j++)
        if (p->free[j] == n) /* the artificial one stays out */
            for (size_t i = 0; i <= p->rows; i++)
                p->t[i][j] = 0;
    for (size_t j = 0; j < width; j++)
        p->t[p->rows][j] = p->free[j] < n ? -p->c[p->free[j]] : 0;
    for (size_t i = 0; i < p->rows; i++)
        for (size_t j = 0; p->basic[i] < n && j <= width; j++)
            p->t[p->rows][j] += p->c[p->basic[i]] * p->t[i][j];
    bounded = lp_improve(p, width);
    p->value = p->t[p->rows][width];
    memset(p->x, 0, sizeof p->x);
    for (size_t i = 0; i < p->rows; i++)
        if (p->basic[i] < n)
            p->x[p->basic[i]] = p->t[i][width];
    return bounded ? 1 : -1;
}

#endif
