/* SPDX-License-Identifier: MIT */
/*
 * The rooms of a walker: they are made once, nothing of one replicate stays for the next, and what
 * is not computed anew has the bits of a single run.
 */
#include <math.h>

#include "robust/bench_kit.h"
#include "run/rerun.h"

/* ---- memory ---------------------------------------------------------------------------------- */

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define COUNTS 1
static size_t allocations; /* of this process, so far */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *malloc(size_t n)
{
    allocations++;
    return __libc_malloc(n);
}
void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}
void *realloc(void *p, size_t n)
{
    allocations++;
    return __libc_realloc(p, n);
}
#else
#define COUNTS 0
static size_t allocations;
#endif

static const char *const kinds[] = {
    BASE "[uncertainty]\nweights = uniform\n",
    BASE "[uncertainty]\nweights = dirichlet\nleave_out = indicators\n",
    BASE VARIED "weights = uniform\nleave_out = dimensions\n",
    BASE "[impute]\nmethod = knn\nk = 2\n[uncertainty]\nvary.impute.k = integer(1, 3)\n"
         "leave_out = indicators\n",
    BASE "[impute]\nmethod = median\n[uncertainty]\ndata_noise_observed = 0.05\ndata_noise_imputed "
         "= 0.2\n",
};
enum { KINDS = sizeof kinds / sizeof *kinds, WALKS = 80 };

static void pipeline_on(struct bench *b, struct walker *w, size_t i, struct replicate *to)
{
    double u[16];
    int status;
    draw(b, i, u);
    status = robust_evaluate(w, u, to, &b->g.e);
    ck_assert_msg(status == OK, "%s", b->g.e.text);
}

START_TEST(walks_allocate_nothing)
{
    struct replicate to = room(8);
    size_t k, i, before, failed = 0;
    for (k = 0; k < KINDS && COUNTS; k++) {
        struct bench b;
        begin(&b, kinds[k]);
        for (i = 0; i < WALKS; i++)
            pipeline_on(&b, b.walker, i, &to);
        before = allocations;
        for (i = 0; i < WALKS; i++) { /* Check's assertions allocate */
            double u[16];
            draw(&b, i, u);
            failed += robust_evaluate(b.walker, u, &to, &b.g.e) != OK;
        }
        before = allocations - before;
        ck_assert_msg(before == 0 && failed == 0, "%zu: %zu allocations", k, before);
        end(&b);
    }
    free(to.score);
}
END_TEST

START_TEST(any_order_has_the_same_bits)
{
    struct replicate one = room(8), other = room(8);
    size_t k, i;
    for (k = 0; k < KINDS; k++) {
        struct bench b;
        struct walker *fresh;
        begin(&b, kinds[k]);
        for (i = 0; i < WALKS; i++)
            pipeline_on(&b, b.walker, i, &one);
        for (i = WALKS; i-- > 0;) {
            fresh = walker_new(b.evaluator);
            ck_assert_ptr_nonnull(fresh);
            pipeline_on(&b, fresh, i, &other);
            pipeline_on(&b, b.walker, i, &one);
            ck_assert(memcmp(one.score, other.score, 8 * sizeof(double)) == 0);
            ck_assert(memcmp(one.rank, other.rank, 8 * sizeof(double)) == 0);
            walker_free(fresh);
        }
        end(&b);
    }
    free(one.score);
    free(other.score);
}
END_TEST

/* ---- single runs ------------------------------------------------------------------------------
 */

static void assert_single_runs(struct bench *b, size_t n)
{
    struct replicate to = room(8);
    size_t i;
    for (i = 0; i < n; i++) {
        struct rig single = {0};
        double u[16];
        const char **set;
        int status;
        draw(b, i, u);
        ck_assert_int_eq(robust_evaluate(b->walker, u, &to, &b->g.e), OK);
        ck_assert_int_eq(
            evaluator_settings(b->evaluator, u, b->g.plan->arena, &set, &single.n_set, &b->g.e),
            OK);
        memcpy(single.dir, b->g.dir, sizeof single.dir);
        ck_assert(single.n_set > 0 && single.n_set <= 8);
        memcpy(single.set, set, single.n_set * sizeof *set);
        rig_fine(&single, NULL);
        status = run_plan(single.plan, &single.results, &single.e);
        ck_assert_msg(status == OK, "%s", single.e.text);
        ck_assert(memcmp(to.score, single.results->score[TREE_ROOT], 8 * sizeof(double)) == 0);
        ck_assert(memcmp(to.rank, single.results->rank, 8 * sizeof(double)) == 0);
        rig_clear(&single);
    }
    free(to.score);
}

/* Each leaves something as it was, and something else that depends on it. */
static const char *const partly[] = {
    /* one indicator's goalposts */
    BASE "[normalise.a]\nmethod = goalposts\n[indicator.a]\ngoalposts = 0, 50\n[uncertainty]\n"
         "vary.indicator.a.goalposts = uniform(0, 1), uniform(20, 60)\n",
    /* one indicator's method, and weights that look at it */
    BASE "[weights]\nmethod = entropy\n[uncertainty]\nvary.treat.c.method = none, winsorise\n",
    /* weights of the whole index */
    BASE "[weights]\nmethod = entropy\nscope = index\n[uncertainty]\n"
         "vary.treat.b.max_points = integer(0, 2)\nvary.aggregate.method = arithmetic, geometric\n",
    /* weights alone, without and with the missing child */
    BASE "[aggregate]\nmethod = arithmetic\nmissing = impute\n[uncertainty]\n"
         "vary.indicator.a.weight = uniform(0, 3)\nvary.aggregate.missing = impute, fail\n",
    /* the last stage */
    BASE "[uncertainty]\nvary.rank.ties = min, average, max, dense\n",
    /* a combination of weights, of more parts than the nominal one has */
    BASE "[uncertainty]\nvary.weights.method = given, entropy, sd\n"
         "vary.impute.method = none, mean, class_mean, median\n",
    /* values far from 0, where shapes are not told quickly */
    BASE "[uncertainty]\nvary.treat.skewness = uniform(0, 1)\n"
         "vary.treat.kurtosis = uniform(-2, 1)\n",
};

START_TEST(what_stays_has_the_bits_of_a_single_run)
{
    size_t k;
    for (k = 0; k < sizeof partly / sizeof *partly; k++) {
        struct bench b;
        begin(&b, partly[k]);
        assert_single_runs(&b, 24);
        end(&b);
    }
}
END_TEST

/* ---- silence ------------------------------------------------------------------------------------
 */

#define LOUD                                                                                       \
    "[data]\npath = t.csv\nunit = code\nname = name\n[index]\ntree = tree.csv\n"                   \
    "[class]\nby = group\nscale = own\n[impute]\nmethod = mean\n[treat]\nmethod = winsorise\n"     \
    "skewness = 0.5\nkurtosis = 1\nmax_points = 1\n[normalise]\nmethod = minmax\n[weights]\n"      \
    "method = entropy\n"

static void assert_same(const struct results *a, const struct results *b)
{
    ck_assert(memcmp(a->score[TREE_ROOT], b->score[TREE_ROOT], a->n_rows * sizeof(double)) == 0);
    ck_assert(memcmp(a->rank, b->rank, a->n_rows * sizeof(double)) == 0);
}

START_TEST(walks_are_silent)
{
    struct rig g;
    struct plan plan;
    struct pipeline *w;
    struct arena *rooms = arena_new(), *call = arena_new();
    struct rerun_changes nothing = {.arena = call}, all = {.arena = call};
    size_t k, n;
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    rig_file(&g, "tree.csv", TREE);
    rig_run(&g, LOUD);
    ck_assert(g.plan->notes.n > 0);
    n = g.plan->tree.n_indicators;
    plan = *g.plan;
    plan.notes = plan.warnings = plan.failures = (struct messages){0};
    ck_assert_int_eq(rerun_new(g.results, &plan, rooms, &w, &g.e), OK);
    ck_assert_int_eq(rerun_run(w, &nothing, &g.e), OK);
    assert_same(rerun_results(w), g.results);
    ck_assert_ptr_eq(rerun_results(w)->normalised[0], g.results->normalised[0]);
    all.raw = arena_array(rooms, n, sizeof *all.raw);
    for (k = 0; k < n; k++) {
        all.raw[k] = arena_array(rooms, g.results->n_rows, sizeof(double));
        memcpy(all.raw[k], g.results->raw[k], g.results->n_rows * sizeof(double));
    }
    ck_assert_int_eq(rerun_run(w, &all, &g.e), OK);
    assert_same(rerun_results(w), g.results);
    ck_assert_ptr_ne(rerun_results(w)->normalised[0], g.results->normalised[0]);
    ck_assert_int_eq(rerun_run(w, &nothing, &g.e), OK);
    assert_same(rerun_results(w), g.results);
    ck_assert_uint_eq(plan.notes.n + plan.warnings.n + plan.failures.n, 0);
    rerun_free(w);
    arena_free(rooms);
    arena_free(call);
    rig_end(&g);
}
END_TEST

/* A method that fails is asked for its words though nobody listens to the others. */
START_TEST(failures_are_told)
{
    struct rig g;
    struct plan plan;
    struct pipeline *w;
    struct arena *rooms = arena_new(), *call = arena_new();
    struct rerun_changes again = {.arena = call};
    struct bound_method *m;
    const struct heng_param *sd;
    struct param_table t;
    void *params;
    const double zero = 0;
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    rig_file(&g, "tree.csv", TREE);
    rig_run(&g, BASE "[normalise.a]\nmethod = zscore\n");
    plan = *g.plan;
    plan.tree.nodes = arena_array(rooms, plan.tree.n, sizeof *plan.tree.nodes);
    memcpy(plan.tree.nodes, g.plan->tree.nodes, plan.tree.n * sizeof *plan.tree.nodes);
    m = &plan.tree.nodes[plan.tree.indicators[0]].at[HENG_NORMALISE];
    t = method_params(m->method->desc);
    sd = param_find(&t, "sd");
    params = arena_alloc(rooms, t.size);
    memcpy(params, m->params, t.size);
    memcpy((char *)params + sd->offset, &zero, sizeof zero);
    m->params = params;
    ck_assert_int_eq(rerun_new(g.results, &plan, rooms, &w, &g.e), OK);
    ck_assert_int_eq(rerun_run(w, &again, &g.e), ERR_PROFILE);
    ck_assert_msg(strstr(g.e.text, "indicator a (x): method zscore: sd must be above 0") != NULL,
                  "%s", g.e.text);
    rerun_free(w);
    arena_free(rooms);
    arena_free(call);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {walks_allocate_nothing,
                                  any_order_has_the_same_bits,
                                  what_stays_has_the_bits_of_a_single_run,
                                  walks_are_silent,
                                  failures_are_told,
                                  NULL};
    return kit_run("walker", tests);
}
