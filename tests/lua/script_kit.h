/* SPDX-License-Identifier: MIT */
/* What the tests of the Lua host share: a folder of scripts, a small panel, short limits. */
#ifndef HENG_TESTS_SCRIPT_KIT_H
#define HENG_TESTS_SCRIPT_KIT_H

#include <ftw.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "kit.h"
#include "lua/script.h"

enum { LAB_UNITS = 5, LAB_PERIODS = 3, LAB_ROWS = LAB_UNITS * LAB_PERIODS };

struct lab {
    char dir[256];
    const char *dirs[1];
    struct script_host h;
    struct registry *r;
    struct arena *a;
    struct table *t;
    struct error e; /* of the last call */
};

static inline int lab_remove(const char *path, const struct stat *st, int flag, struct FTW *f)
{
    (void)st;
    (void)flag;
    (void)f;
    return remove(path);
}

/* gdp: 10 20 30 40 50 plus 100 a period; pop: 1 2 4 5 10; x: NaN for the second unit, else -1 0 1
   2; province: A B A blank B. */
static inline struct table *lab_table(void)
{
    static const char *const codes[] = {"u1", "u2", "u3", "u4", "u5"};
    static const char *const names[] = {"一", "二", "三", "四", "五"};
    static const char *const periods[] = {"2019", "2020", "2021"};
    static const double gdp[] = {10, 20, 30, 40, 50}, pop[] = {1, 2, 4, 5, 10},
                        x[] = {-1, NAN, 0, 1, 2};
    static char *const province[] = {"A", "B", "A", "", "B"};
    struct table *t;
    struct error e;
    size_t i;

    ck_assert_int_eq(table_new(codes, names, LAB_UNITS, periods, LAB_PERIODS, &t, &e), OK);
    table_add_variable(t, "gdp");
    table_add_variable(t, "pop");
    table_add_variable(t, "x");
    table_add_attribute(t, "province");
    for (i = 0; i < LAB_ROWS; i++) {
        t->variables[0].v[i] = gdp[i % LAB_UNITS] + 100 * (double)(i / LAB_UNITS);
        t->variables[1].v[i] = pop[i % LAB_UNITS];
        t->variables[2].v[i] = x[i % LAB_UNITS];
    }
    for (i = 0; i < LAB_UNITS; i++)
        t->attributes[0].v[i] = province[i];
    return t;
}

static inline void lab_open(struct lab *l)
{
    static const char *const folders[] = {"", "/indices", "/weights", "/lib", "/selections"};
    const char *tmp = getenv("TMPDIR");
    char path[300];
    size_t i;

    memset(l, 0, sizeof *l);
    snprintf(l->dir, sizeof l->dir, "%s/heng-script-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(l->dir));
    for (i = 1; i < 5; i++) {
        snprintf(path, sizeof path, "%s%s", l->dir, folders[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
    }
    l->dirs[0] = l->dir;
    l->r = registry_new(&l->e);
    l->a = arena_new();
    l->t = lab_table();
    ck_assert(l->r && l->a && l->t);
    l->h = (struct script_host){.dirs = l->dirs,
                                .n_dirs = 1,
                                .limits = worker_default_limits,
                                .seed = 42,
                                .registry = l->r};
}

static inline void lab_close(struct lab *l)
{
    nftw(l->dir, lab_remove, 8, FTW_DEPTH | FTW_PHYS);
    registry_free(l->r);
    arena_free(l->a);
    table_free(l->t);
}

static inline void lab_write_bytes(struct lab *l, const char *name, const char *s, size_t n)
{
    char path[400];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", l->dir, name);
    f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(s, 1, n, f), n);
    ck_assert_int_eq(fclose(f), 0);
}

static inline void lab_write(struct lab *l, const char *name, const char *text)
{
    lab_write_bytes(l, name, text, strlen(text));
}

static inline bool lab_has(const char *text, const char *part)
{
    return strstr(text, part) != NULL && strchr(text, '\n') == NULL;
}

#define lab_assert_says(error, part)                                                               \
    ck_assert_msg(lab_has((error).text, (part)), "expected \"%s\" in \"%s\"", (part), (error).text)

/* One formula over the panel; the outcome is in l->e. */
static inline int lab_formula(struct lab *l, const char *text, double *out)
{
    struct formula f = {"y", text, "zj.ini:12"};
    struct error one = {0};
    double *columns[1] = {out};

    l->e = (struct error){0};
    if (script_formulas(&l->h, &f, 1, l->t, columns, &one, &l->e) == OK)
        l->e = one;
    return l->e.status;
}

/* Its values in the first period. */
#define lab_assert_values(l, expression, ...)                                                      \
    do {                                                                                           \
        static const double want__[] = {__VA_ARGS__};                                              \
        double out__[LAB_ROWS];                                                                    \
        ck_assert_msg(lab_formula((l), (expression), out__) == OK, "%s: %s", (expression),         \
                      (l)->e.text);                                                                \
        for (size_t i__ = 0; i__ < sizeof want__ / sizeof *want__; i__++)                          \
            ck_assert_msg(kit_near(out__[i__], want__[i__], 1e-12),                                \
                          "%s [%zu]: got %.17g, want %.17g", (expression), i__, out__[i__],        \
                          want__[i__]);                                                            \
    } while (0)

/* The same number for all units. */
static inline void lab_number(struct lab *l, const char *text, double want)
{
    double out[LAB_ROWS];

    ck_assert_msg(lab_formula(l, text, out) == OK, "%s: %s", text, l->e.text);
    ck_assert_msg(kit_near(out[0], want, 1e-12), "%s: got %.17g, want %.17g", text, out[0], want);
}

static inline void lab_fails(struct lab *l, const char *text, const char *part)
{
    double out[LAB_ROWS];

    ck_assert_msg(lab_formula(l, text, out) != OK, "%s: no error", text);
    ck_assert_msg(lab_has(l->e.text, part), "%s: expected \"%s\" in \"%s\"", text, part, l->e.text);
    ck_assert_msg(isnan(out[0]) && isnan(out[LAB_ROWS - 1]), "%s: not all NaN", text);
}

/* Describes indices/t.lua with this text. */
static inline struct script *lab_index(struct lab *l, const char *text)
{
    struct script *s;

    lab_write(l, "indices/t.lua", text);
    l->e = (struct error){0};
    script_describe(l->a, &l->h, SCRIPT_INDEX, "t", &s, &l->e);
    return s;
}

static inline struct script *lab_weights(struct lab *l, const char *text)
{
    struct script *s;

    lab_write(l, "weights/t.lua", text);
    l->e = (struct error){0};
    script_describe(l->a, &l->h, SCRIPT_WEIGHTS, "t", &s, &l->e);
    return s;
}

/* An index with one indicator, whose formula is the Lua function body given. */
static inline struct script *lab_function(struct lab *l, const char *body)
{
    char text[4000];

    snprintf(text, sizeof text,
             "return heng.index { id = \"t\", needs = { \"gdp\", \"pop\" }, optional = { \"x\", "
             "\"none\" },\n"
             "attributes = { \"province\" }, indicators = { { id = \"a\",\n"
             "formula = function(d, p) %s end } } }",
             body);
    return lab_index(l, text);
}

/* Describes and computes; returns the status of the whole, with l->e; one indicator. */
static inline int lab_compute(struct lab *l, const struct script *s, double *out,
                              struct messages *warnings)
{
    struct error one = {0};
    double *columns[1] = {out};
    void *params;
    int status;

    ck_assert_ptr_nonnull(s);
    params = arena_alloc(l->a, s->params.size);
    ck_assert_int_eq(param_defaults(&s->params, l->a, params, &l->e), OK);
    l->e = (struct error){0};
    status = script_index(&l->h, s, params, l->t, columns, &one, warnings, &l->e);
    if (status == OK)
        l->e = one;
    return l->e.status;
}

#endif
