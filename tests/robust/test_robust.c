/* SPDX-License-Identifier: MIT */
/* heng robust: replicates against single runs of the same settings, workers, statistics, mistakes.
 */
#include "robust/output.h"

#include <signal.h>

#include "base/worker.h"
#include "robust/bench_kit.h"

/* ---- bits ------------------------------------------------------------------------------------ */

/* The unit of base row i in other results: classes stand in the same order in both. */
static void same_bits(const struct replicate *got, const struct results *want)
{
    size_t n = want->n_rows;
    ck_assert(memcmp(got->score, want->score[TREE_ROOT], n * sizeof(double)) == 0);
    ck_assert(memcmp(got->rank, want->rank, n * sizeof(double)) == 0);
}

START_TEST(replicates_are_single_runs)
{
    struct bench b;
    struct replicate to = room(8);
    size_t i, n, none = 0;
    begin(&b, BASE VARIED);
    for (i = 0; i < 40; i++) {
        struct rig single = {0};
        double u[16];
        const char **set;
        int status;
        draw(&b, i, u);
        ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
        ck_assert_int_eq(evaluator_settings(b.evaluator, u, b.g.plan->arena, &set, &n, &b.g.e), OK);
        ck_assert(n >= 6);
        none += n == 6;
        memcpy(single.dir, b.g.dir, sizeof single.dir);
        ck_assert(n <= 8);
        memcpy(single.set, set, n * sizeof *set);
        single.n_set = n;
        rig_fine(&single, NULL);
        status = run_plan(single.plan, &single.results, &single.e);
        ck_assert_msg(status == OK, "%s", single.e.text);
        same_bits(&to, single.results);
        rig_clear(&single);
    }
    ck_assert(none > 0 && none < 40); /* winsorise has two parameters more than none */
    free(to.score);
    end(&b);
}
END_TEST

START_TEST(nominal_weights_keep_the_stages)
{
    struct bench b;
    struct replicate to = room(8);
    double half[1] = {0.999};
    begin(&b, BASE "[uncertainty]\nweights = uniform\nweights_spread = 1e-300\n");
    ck_assert_uint_eq(b.f.n, 1);
    ck_assert_int_eq(robust_evaluate(b.walker, half, &to, &b.g.e), OK);
    kit_assert_columns(to.score, b.g.results->score[TREE_ROOT], 8, 1e-12);
    ck_assert(memcmp(to.rank, b.g.results->rank, 8 * sizeof(double)) == 0);
    free(to.score);
    end(&b);
}
END_TEST

/* ---- what is left out
 * ---------------------------------------------------------------------------- */

START_TEST(left_out_is_weighed_nothing)
{
    struct bench b;
    struct replicate to = room(8);
    double u[1] = {0};
    size_t i;
    begin(&b, BASE "[uncertainty]\nleave_out = dimensions\n");
    ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
    same_bits(&to, b.g.results); /* nothing */
    u[0] = 0.5;                  /* p: q alone is left */
    ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
    i = tree_find(&b.g.plan->tree, "q");
    kit_assert_columns(to.score, b.g.results->score[i], 8, 1e-12);
    u[0] = 0.99;
    ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
    i = tree_find(&b.g.plan->tree, "p");
    kit_assert_columns(to.score, b.g.results->score[i], 8, 1e-12);
    free(to.score);
    end(&b);
}
END_TEST

/* ---- noise
 * ----------------------------------------------------------------------------------------- */

/* The mean rank and spread of noisy weights: both noises are centred. */
START_TEST(noise_is_centred_and_spreads)
{
    static const char *const how[] = {"weights = uniform\nweights_spread = 0.5\n",
                                      "weights = dirichlet\nweights_spread = 20\n"};
    size_t k, i;
    for (k = 0; k < 2; k++) {
        struct bench b;
        struct replicate to = room(8);
        char profile[2048];
        double u, sum = 0, squares = 0, base;
        snprintf(profile, sizeof profile, "%s[uncertainty]\n%s", BASE, how[k]);
        begin(&b, profile);
        base = b.g.results->score[TREE_ROOT][0];
        for (i = 0; i < 2000; i++) {
            draw(&b, i, &u);
            ck_assert_int_eq(robust_evaluate(b.walker, &u, &to, &b.g.e), OK);
            sum += to.score[0] - base;
            squares += (to.score[0] - base) * (to.score[0] - base);
        }
        ck_assert(squares > 0);
        ck_assert(fabs(sum / 2000) < 5 * sqrt(squares) / 2000 + 0.05 * sqrt(squares / 2000) * 4);
        free(to.score);
        end(&b);
    }
}
END_TEST

/* ---- workers
 * ------------------------------------------------------------------------------------------ */

START_TEST(same_bits_for_any_workers)
{
    static const size_t jobs[] = {2, 3, 8};
    struct bench b;
    struct replicates one, x;
    size_t k;
    begin(&b, BASE VARIED "weights = dirichlet\nleave_out = indicators\n");
    replicate_all(&b, (struct replicates_options){.jobs = 1}, &one, OK);
    for (k = 0; k < 3; k++) {
        replicate_all(&b, (struct replicates_options){.jobs = jobs[k]}, &x, OK);
        ck_assert(memcmp(one.rank, x.rank, x.bytes[0]) == 0);
        replicates_fini(&x);
    }
    replicates_fini(&one);
    end(&b);
}
END_TEST

static void die(size_t first, void *data)
{
    int *left = data;
    if (first >= 64 && *left > 0) {
        --*left;
        raise(SIGKILL);
    }
}

START_TEST(a_killed_worker_is_redone_once)
{
    struct bench b;
    struct replicates one, x;
    int *left = shared_new(sizeof *left);
    struct replicates_options o = {.jobs = 2, .before = die, .before_data = left};
    ck_assert_ptr_nonnull(left);
    begin(&b, BASE VARIED);
    replicate_all(&b, o, &one, OK);
    *left = 1;
    replicate_all(&b, o, &x, OK);
    ck_assert_int_eq(*left, 0);
    ck_assert(memcmp(one.rank, x.rank, x.bytes[0]) == 0);
    replicates_fini(&x);
    *left = 1000;
    replicate_all(&b, o, &x, ERR_INTERNAL);
    ck_assert_ptr_nonnull(strstr(b.g.e.text, "replicates"));
    replicates_fini(&x);
    replicates_fini(&one);
    shared_free(left, sizeof *left);
    end(&b);
}
END_TEST

/* ---- rules: in workers that are confined
 * ---------------------------------------------------------------------- */

START_TEST(rules_take_part)
{
    struct bench b;
    struct replicates x;
    begin(&b, BASE "[rule.low]\nkind = veto\nwhen = a < 2\n"
                   "[uncertainty]\nreplicates = 3\nweights = uniform\n");
    ck_assert_int_eq(evaluator_calls(b.evaluator), CALLS_LUA);
    replicate_all(&b, (struct replicates_options){.jobs = 2}, &x, OK);
    ck_assert(isnan(x.rank[0]) && !isnan(x.rank[1]));
    replicates_fini(&x);
    end(&b);
}
END_TEST

/* ---- statistics
 * ----------------------------------------------------------------------------------------- */

START_TEST(statistics_by_hand)
{
    struct bench b;
    static float rank[] = {1, 2, 3, 4, 1, 2, 3, 4, 2, 1, 3, 4, 1, 2, 3, 4,
                           1, 2, 3, 4, 1, 2, 3, 4, 2, 1, 3, 4, 1, 2, 3, 4};
    struct replicates x = {.n = 4, .n_rows = 8, .rank = rank};
    struct rank_summary *t;
    begin(&b, BASE "[tiers]\nhow = equal\nk = 2\n[uncertainty]\ntop = 1\nweights = uniform\n");
    rank[8] = 1.5F, rank[9] = 1.5F;
    ck_assert_int_eq(robust_trust(b.g.results, &x, b.g.plan->arena, &t, &b.g.e), OK);
    kit_assert_near(t[0].mean, 1.375, 1e-15);
    kit_assert_near(t[0].median, 1.25, 1e-15);
    kit_assert_near(t[0].p95, 1.925, 1e-12);
    kit_assert_near(t[0].top_share, 0.5, 1e-15);
    ck_assert(t[0].solid && isnan(t[0].tier_share));
    kit_assert_near(pairwise_winning_index(&x, 0, 1), 2.5 / 4, 1e-15);
    kit_assert_near(pairwise_winning_index(&x, 1, 0), 1.5 / 4, 1e-15);
    rank[0] = NAN;
    kit_assert_near(pairwise_winning_index(&x, 0, 1), 1.5 / 3, 1e-15);
    end(&b);
}
END_TEST

START_TEST(outputs_are_made)
{
    struct bench b;
    struct replicates x;
    struct rank_summary *t;
    struct pairs *pairs;
    struct robust_found found;
    struct outputs out = {0};
    begin(&b, BASE "[tiers]\nhow = equal\nk = 2\n" VARIED);
    replicate_all(&b, (struct replicates_options){.jobs = 1}, &x, OK);
    ck_assert_int_eq(robust_trust(b.g.results, &x, b.g.plan->arena, &t, &b.g.e), OK);
    ck_assert_int_eq(robust_pairs(b.g.results, &x, b.g.plan->arena, &pairs, &b.g.e), OK);
    found = (struct robust_found){.r = b.g.results, .x = &x, .summary = t, .pairs = pairs};
    ck_assert_int_eq(robust_outputs(&found, &out, &b.g.e), OK);
    ck_assert_uint_eq(out.n, 4);
    ck_assert(strncmp(out.v[0].bytes,
                      "class,period,code,name,rank,mean,median,p05,p95,top_share,"
                      "tier_share,solid\nx,,",
                      75) == 0);
    ck_assert_ptr_nonnull(strstr(out.v[2].bytes, "code_a,code_b,share"));
    ck_assert_ptr_nonnull(strstr(out.v[3].bytes, "\"replicates\": 300"));
    ck_assert(t[0].tier_share > 0 && t[0].tier_share <= 1);
    outputs_fini(&out);
    replicates_fini(&x);
    end(&b);
}
END_TEST

/* ---- mistakes
 * -------------------------------------------------------------------------------------------- */

static const struct {
    const char *keys, *told;
} mistakes[] = {
    {"vary.treat.max_pionts = integer(0, 2)\n",
     "[treat] max_pionts: unknown key; did you mean max_points?"},
    {"vary.treat.method = none, winsorize\n", "no such method; did you mean winsorise?"},
    {"vary.treet.method = a, b\n", "[treet]: no such section; did you mean [treat]?"},
    {"vary.treat.lambda = uniform(0, 1)\n", "[treat] lambda: unknown key"},
    {"vary.treat.method = none, winsorise\nvary.treat.lambda = uniform(0, 1)\n",
     "treat.lambda: no method that is used takes lambda"},
    {"vary.treat.max_points = uniform(0.5, 2)\n", "whole number"},
    {"vary.treat.max_points = normal(2, 1)\n", "max_points takes whole numbers: integer(a, b)"},
    {"vary.treat.max_points = uniform(2, 0)\n", "expected uniform(a, b)"},
    {"vary.treat.max_points = integer(0, 1.5)\n", "expected integer(a, b)"},
    {"vary.treat.skewness = normal(2, 0)\n", "expected normal(mean, sd)"},
    {"vary.treat.skewness = uniform(1)\n", "expected uniform(a, b)"},
    {"vary.treat.method = none\n", "expected two alternatives or more"},
    {"vary.treat.method = none, none\n", "none stands there twice"},
    {"vary.treat.method = none,\n", "an alternative is empty"},
    {"vary.treat = none, winsorise\n", "expected vary.SECTION.KEY"},
    {"vary.output.dir = a, b\n", "no score or rank depends on [output]"},
    {"vary.class.scale = uniform(0, 1)\n", "a distribution is for numbers of methods"},
    {"vary.indicator.zz.weight = uniform(0, 1)\n", "the index has no node zz"},
    {"vary.indicator.a.weight = uniform(-1, 1)\n", "a weight is 0 or more"},
    {"weights = uniform\nweights_spread = 2\n", "expected a number above 0, at most 1"},
    {"weights = dirichlet\nweights_spread = 0\n", "expected a number above 0"},
    {"weights_spread = 1\n", "has no effect without weights"},
    {"replicates = 5\n", "nothing is varied"},
};

START_TEST(mistakes_are_told)
{
    struct bench b;
    size_t i;
    files(&b);
    for (i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char profile[2048];
        snprintf(profile, sizeof profile, "%s[uncertainty]\n%s", BASE, mistakes[i].keys);
        ck_assert_int_eq(bind(&b, profile), OK);
        ck_assert_ptr_null(b.evaluator);
        ck_assert_msg(rig_told(&b.g.plan->problems, mistakes[i].told), "%s: %s", mistakes[i].keys,
                      b.g.plan->problems.n ? b.g.plan->problems.items[0].text : "nothing");
        ck_assert_int_eq(plan_status(b.g.plan), ERR_PROFILE);
    }
    ck_assert_int_eq(bind(&b, BASE), OK);
    ck_assert(rig_told(&b.g.plan->problems, "the profile has no [uncertainty]"));
    rig_file(&b.g, "tree.csv",
             "iCode,Parent,Level,Direction,Weight,Type\nall,,2,1,1,Aggregate\n"
             "a,all,1,1,1,Indicator\n");
    ck_assert_int_eq(bind(&b, BASE "[uncertainty]\nweights = uniform\nleave_out = indicators\n"),
                     OK);
    ck_assert(rig_told(&b.g.plan->problems, "noise on weights cannot take effect"));
    ck_assert(rig_told(&b.g.plan->problems, "one indicator only"));
    end(&b);
}
END_TEST

START_TEST(too_many_combinations)
{
    struct bench b;
    files(&b);
    ck_assert_int_eq(bind(&b, BASE "[uncertainty]\nvary.treat.skewness = 1,2,3,4,5,6,7,8,9\n"
                                   "vary.treat.kurtosis = 1,2,3,4,5,6,7,8,9\n"
                                   "vary.treat.max_points = 1,2,3,4,5,6,7,8,9\n"),
                     ERR_PROFILE);
    ck_assert_ptr_nonnull(strstr(b.g.e.text, "combinations of alternatives"));
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {replicates_are_single_runs,
                                  nominal_weights_keep_the_stages,
                                  left_out_is_weighed_nothing,
                                  noise_is_centred_and_spreads,
                                  same_bits_for_any_workers,
                                  a_killed_worker_is_redone_once,
                                  rules_take_part,
                                  statistics_by_hand,
                                  outputs_are_made,
                                  mistakes_are_told,
                                  too_many_combinations,
                                  NULL};
    return kit_run("robust", tests);
}
