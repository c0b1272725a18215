/* SPDX-License-Identifier: MIT */
/* Calling one method by name, with its parameters written as in a profile. */
#ifndef HENG_TESTS_METHODS_RIG_H
#define HENG_TESTS_METHODS_RIG_H

#include "methods/registry.h"

#include "kit.h"

struct rig {
    struct registry *registry;
    struct arena *arena;
    struct error error;
    char why[256];
    size_t warnings;
    char warning[256]; /* "column: text" of the last one */
};

static inline struct rig *rig_new(void)
{
    struct rig *r = calloc(1, sizeof *r);
    ck_assert_ptr_nonnull(r);
    r->registry = registry_new(&r->error);
    ck_assert_msg(r->registry != NULL, "%s", r->error.text);
    r->arena = arena_new();
    ck_assert_ptr_nonnull(r->arena);
    return r;
}

static inline void rig_free(struct rig *r)
{
    registry_free(r->registry);
    arena_free(r->arena);
    free(r);
}

static inline const struct method *rig_method(struct rig *r, enum heng_stage stage,
                                              const char *name)
{
    const struct method *m = registry_find(r->registry, stage, name);
    ck_assert_msg(m != NULL, "no %s method %s", stage_name(stage), name);
    return m;
}

/* The defaults, changed by settings: "key = value; key = value", or NULL. */
static inline void *rig_params(struct rig *r, const struct method *m, const char *settings)
{
    const struct param_table t = method_params(m->desc);
    void *params = arena_alloc(r->arena, t.size);
    char *text = arena_strdup(r->arena, settings ? settings : ""), *rest = NULL;
    ck_assert_msg(param_defaults(&t, r->arena, params, &r->error) == OK, "%s", r->error.text);
    for (char *s = strtok_r(text, ";", &rest); s; s = strtok_r(NULL, ";", &rest)) {
        char key[32], value[64];
        const struct heng_param *p;
        ck_assert_int_eq(sscanf(s, " %31[a-z_] = %63[^;]", key, value), 2);
        p = param_find(&t, key);
        ck_assert_msg(p != NULL, "%s has no parameter %s", m->desc->name, key);
        ck_assert_msg(param_set(p, value, r->arena, params, &r->error) == OK, "%s", r->error.text);
    }
    return params;
}

/* Full of NaN: what reads it before it writes it shows. */
static inline double *rig_scratch(const struct method *m, size_t n, size_t columns)
{
    size_t size = method_scratch(m, n, columns);
    double *scratch = malloc((size ? size : 1) * sizeof *scratch);
    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < size; i++)
        scratch[i] = NAN;
    return scratch;
}

/* Every call is made twice, the second with what the first left in scratch: the answers are the
 * same. */
static inline double *rig_copy(const double *y, size_t n)
{
    double *copy = malloc((n ? n : 1) * sizeof *copy);
    ck_assert_ptr_nonnull(copy);
    if (n > 0)
        memcpy(copy, y, n * sizeof *copy);
    return copy;
}

static inline void rig_same(const char *name, int first, double *before, int second,
                            const double *after, size_t n)
{
    ck_assert_msg(first == second, "%s answers %d, then %d", name, first, second);
    ck_assert_msg(first != HENG_OK || n == 0 || memcmp(before, after, n * sizeof *after) == 0,
                  "%s: the second call has another result", name);
    free(before);
}

/* Fills in scratch, why and, where it has none, the base (x itself) and the direction (+1). */
static inline int rig_column(struct rig *r, enum heng_stage stage, const char *name,
                             const char *settings, struct heng_column_call *c)
{
    const struct method *m = rig_method(r, stage, name);
    double *first;
    int value;
    if (!c->base) {
        c->base = c->x;
        c->n_base = c->n;
    }
    if (!c->direction)
        c->direction = 1;
    c->scratch = rig_scratch(m, c->n + c->n_base, 1);
    c->why = r->why;
    c->why_size = sizeof r->why;
    value = method_column(m, rig_params(r, m, settings), c, &r->error);
    first = rig_copy(c->y, c->n);
    rig_same(name, value, first, method_column(m, rig_params(r, m, settings), c, &r->error), c->y,
             c->n);
    free(c->scratch);
    return value;
}

/* Fills in scratch, why and, where it has none, the directions (+1) and the periods (0, 1, ...). */
static inline int rig_fill(struct rig *r, const char *name, const char *settings,
                           struct heng_fill_call *c)
{
    static const int direction[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    static const double period[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const struct method *m = rig_method(r, HENG_IMPUTE, name);
    int value;
    if (!c->direction)
        c->direction = direction;
    if (!c->period)
        c->period = period;
    c->scratch = rig_scratch(m, c->n_units * c->n_periods, c->m);
    c->why = r->why;
    c->why_size = sizeof r->why;
    value = method_fill(m, rig_params(r, m, settings), c, &r->error);
    free(c->scratch);
    return value;
}

static inline void rig_warn(void *warn_data, size_t column, const char *text)
{
    struct rig *r = warn_data;
    r->warnings++;
    snprintf(r->warning, sizeof r->warning, "%zu: %s", column, text);
}

static const char *const rig_ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                      "j", "k", "l", "m", "n", "o", "p", "q", "r"};

static inline int rig_weigh(struct rig *r, const char *name, const char *settings, size_t n,
                            size_t columns, const double *const *x, const double *given, double *w)
{
    const struct method *m = rig_method(r, HENG_WEIGHTS, name);
    struct heng_weigh_call c = {.n = n,
                                .m = columns,
                                .x = x,
                                .given = given,
                                .ids = rig_ids,
                                .w = w,
                                .warn = rig_warn,
                                .warn_data = r,
                                .why = r->why,
                                .why_size = sizeof r->why};
    double *first;
    int value;
    c.scratch = rig_scratch(m, n, columns);
    value = method_weigh(m, rig_params(r, m, settings), &c, &r->error);
    first = rig_copy(w, columns);
    r->warnings = 0;
    rig_same(name, value, first, method_weigh(m, rig_params(r, m, settings), &c, &r->error), w,
             columns);
    free(c.scratch);
    return value;
}

static inline int rig_aggregate(struct rig *r, const char *name, const char *settings, size_t n,
                                size_t columns, const double *const *x, const double *w, double *y)
{
    const struct method *m = rig_method(r, HENG_AGGREGATE, name);
    struct heng_aggregate_call c = {.n = n,
                                    .m = columns,
                                    .x = x,
                                    .w = w,
                                    .ids = rig_ids,
                                    .y = y,
                                    .why = r->why,
                                    .why_size = sizeof r->why};
    double *first;
    int value;
    c.scratch = rig_scratch(m, n, columns);
    value = method_aggregate(m, rig_params(r, m, settings), &c, &r->error);
    first = rig_copy(y, n);
    rig_same(name, value, first, method_aggregate(m, rig_params(r, m, settings), &c, &r->error), y,
             n);
    free(c.scratch);
    return value;
}

static inline int rig_rank(struct rig *r, const char *settings, size_t n, const double *x,
                           double *y)
{
    const struct method *m = rig_method(r, HENG_RANK, "rank");
    struct heng_rank_call c = {.n = n, .x = x, .y = y, .why = r->why, .why_size = sizeof r->why};
    double *first;
    int value;
    c.scratch = rig_scratch(m, n, 1);
    value = method_rank(m, rig_params(r, m, settings), &c, &r->error);
    first = rig_copy(y, n);
    rig_same("rank", value, first, method_rank(m, rig_params(r, m, settings), &c, &r->error), y, n);
    free(c.scratch);
    return value;
}

/* For twins: what stats/stats.h has, found in another way. */
static inline double rig_lowest(const double *x, size_t n)
{
    double v = INFINITY;
    for (size_t i = 0; i < n; i++)
        v = x[i] < v ? x[i] : v;
    return v;
}

static inline double rig_highest(const double *x, size_t n)
{
    double v = -INFINITY;
    for (size_t i = 0; i < n; i++)
        v = x[i] > v ? x[i] : v;
    return v;
}

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

#endif
