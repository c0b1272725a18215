/* SPDX-License-Identifier: MIT */
/* What the tests of a run share: a folder of their own, plans and runs from texts. */
#ifndef HENG_TESTS_RUN_RIG_H
#define HENG_TESTS_RUN_RIG_H

#include <ftw.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/none.h"
#include "kit.h"
#include "run/run.h"

struct rig {
    char dir[256];    /* fresh; removed by rig_end */
    char build[4096]; /* where the program under test was built: plugins/ is in it */
    const char *plugins[2], *scripts[1], *set[8];
    size_t n_set;
    struct plan *plan;
    struct results *results;
    struct error e;
};

static inline void rig_begin(struct rig *g)
{
    const char *tmp = getenv("TMPDIR");
    ssize_t n;
    int up;
    memset(g, 0, sizeof *g);
    snprintf(g->dir, sizeof g->dir, "%s/heng-run-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(g->dir));
    n = readlink("/proc/self/exe", g->build, sizeof g->build - 1);
    ck_assert(n > 0);
    g->build[n] = '\0';
    for (up = 0; up < 3; up++) /* BUILD/tests/run/test_x */
        *strrchr(g->build, '/') = '\0';
}

static inline void rig_clear(struct rig *g)
{
    results_free(g->results);
    plan_free(g->plan);
    g->results = NULL;
    g->plan = NULL;
}

static inline int rig_remove(const char *path, const struct stat *s, int type, struct FTW *f)
{
    (void)s, (void)type, (void)f;
    return remove(path);
}

static inline void rig_end(struct rig *g)
{
    rig_clear(g);
    nftw(g->dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* DIR/NAME, in one of a few buffers that are used in turn. */
static inline const char *rig_path(const struct rig *g, const char *name)
{
    static char paths[8][4400];
    static unsigned turn;
    char *to = paths[turn++ % 8];
    snprintf(to, sizeof paths[0], "%s/%s", g->dir, name);
    return to;
}

static inline void rig_file(const struct rig *g, const char *name, const char *text)
{
    FILE *f = fopen(rig_path(g, name), "w");
    ck_assert_ptr_nonnull(f);
    ck_assert(fputs(text, f) >= 0);
    ck_assert_int_eq(fclose(f), 0);
}

/* A plan of the profile p.ini; problems or not. Returns the status of plan_new. */
static inline int rig_plan(struct rig *g, const char *profile)
{
    struct plan_options o = {.path = rig_path(g, "p.ini"), .jobs = 1};
    static const char *const scripts[] = {"scripts"}; /* tests run at the top of the tree */
    rig_clear(g);
    if (profile)
        rig_file(g, "p.ini", profile);
    o.scripts = scripts;
    o.n_scripts = 1;
    o.overrides = g->set;
    o.n_overrides = g->n_set;
    o.plugins = g->plugins;
    o.n_plugins = g->plugins[0] ? g->plugins[1] ? 2 : 1 : 0;
    return plan_new(&o, &g->plan, &g->e);
}

/* A plan without problems. */
static inline struct plan *rig_fine(struct rig *g, const char *profile)
{
    int status = rig_plan(g, profile);
    ck_assert_msg(status == OK, "%s", g->e.text);
    ck_assert_msg(g->plan->problems.n == 0, "%s",
                  g->plan->problems.n ? g->plan->problems.items[0].text : "");
    return g->plan;
}

static inline struct results *rig_run(struct rig *g, const char *profile)
{
    int status;
    rig_fine(g, profile);
    status = run_plan(g->plan, &g->results, &g->e);
    ck_assert_msg(status == OK, "%s", g->e.text);
    return g->results;
}

static inline bool rig_told(const struct messages *m, const char *part)
{
    size_t i;
    for (i = 0; i < m->n; i++)
        if (strstr(m->items[i].text, part))
            return true;
    return false;
}

static inline void rig_print(const struct messages *m)
{
    size_t i;
    for (i = 0; i < m->n; i++)
        fprintf(stderr, "    %s\n", m->items[i].text);
}

/* The profile has this problem and no other. */
static inline void rig_one_problem(struct rig *g, const char *profile, const char *told)
{
    int status = rig_plan(g, profile);
    ck_assert_msg(status == OK, "%s: %s", told, g->e.text);
    if (g->plan->problems.n != 1 || !rig_told(&g->plan->problems, told)) {
        rig_print(&g->plan->problems);
        ck_abort_msg("%zu problems; want one that tells: %s", g->plan->problems.n, told);
    }
}

/* The profile has this one problem among others. */
#define rig_assert_told(messages, part)                                                            \
    do {                                                                                           \
        if (!rig_told((messages), (part))) {                                                       \
            rig_print(messages);                                                                   \
            ck_abort_msg("nothing tells: %s", (part));                                             \
        }                                                                                          \
    } while (0)

/* The row of a unit in a period (by number). */
static inline size_t rig_row(const struct results *r, const char *code, size_t period)
{
    size_t i;
    for (i = 0; i < r->n_units; i++)
        if (strcmp(r->plan->table->codes[r->plan->order[i]], code) == 0)
            return period * r->n_units + i;
    ck_abort_msg("no unit %s", code);
    return 0;
}

static inline size_t rig_node(const struct results *r, const char *id)
{
    size_t i = tree_find(&r->plan->tree, id);
    ck_assert_msg(i != NONE, "no node %s", id);
    return i;
}

static inline double rig_score(const struct results *r, const char *node, const char *code,
                               size_t period)
{
    return r->score[rig_node(r, node)][rig_row(r, code, period)];
}

#endif
