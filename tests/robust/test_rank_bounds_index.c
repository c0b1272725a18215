/* SPDX-License-Identifier: MIT */
/* Exact ranks of an index: replicates with noise on weights never leave them, and why there are
 * none. */
#include "robust/exact/rank_bounds_index.h"

#include "robust/bench_kit.h"
#include "stats/rng.h"

#define PLAIN                                                                                      \
    "[data]\npath = t.csv\nunit = code\nname = name\n[index]\ntree = tree.csv\n[normalise]\n"      \
    "method = minmax\n"
#define FILLED PLAIN "[impute]\nmethod = median\n"
#define NOISY "[uncertainty]\nweights = uniform\n"

static struct rank_bounds_index find(struct bench *b)
{
    struct rank_bounds_index to;
    ck_assert_int_eq(rank_bounds_find(b->g.results, &b->f, &to, b->g.plan->arena, &b->g.e), OK);
    return to;
}

/* Every replicate within best .. worst, and every pair as it must be. */
static void assert_within(struct bench *b, const struct rank_bounds_index *p, const float *rank)
{
    const struct results *r = b->g.results;
    size_t c, t, i, j, wrong = 0;
    for (c = 0; c < r->plan->n_classes; c++)
        for (t = 0; t < r->n_periods; t++) {
            const struct rank_bounds_league *l = rank_bounds_of(p, r, c, t);
            const struct unit_class *k = &r->plan->classes[c];
            const float *at = rank + t * r->n_units + k->first;
            for (i = 0; i < k->n; i++) {
                if (!l->rank[i].best)
                    continue;
                wrong += !(at[i] >= (float)l->rank[i].best && at[i] <= (float)l->rank[i].worst);
                for (j = 0; j < k->n; j++) {
                    wrong += l->pairs[i * k->n + j] == BEATS_ALL && !(at[i] < at[j]);
                    wrong += l->pairs[i * k->n + j] == BEATS_NONE && at[i] < at[j];
                }
            }
        }
    ck_assert_uint_eq(wrong, 0);
}

static void check(const char *profile, size_t left_out, size_t exact, size_t tight)
{
    struct bench b;
    struct replicates x;
    struct rank_bounds_index p;
    size_t i, c, t, ranked = 0, sure = 0, narrow = 0;
    begin(&b, profile);
    p = find(&b);
    ck_assert_ptr_null(p.why);
    replicate_all(&b, (struct replicates_options){.jobs = 1}, &x, OK);
    for (i = 0; i < x.n; i++)
        assert_within(&b, &p, x.rank + i * x.n_rows);
    for (c = 0; c < b.g.plan->n_classes; c++)
        for (t = 0; t < b.g.results->n_periods; t++)
            for (i = 0; i < b.g.plan->classes[c].n; i++) {
                const struct rank_bound *v = &rank_bounds_of(&p, b.g.results, c, t)->rank[i];
                ranked += v->best > 0;
                sure += v->best > 0 && rank_bounds_is_exact(v);
                narrow += v->best > 0 && v->worst - v->best < b.g.plan->classes[c].n - 1;
            }
    ck_assert_uint_eq(ranked, b.g.results->n_rows - left_out);
    ck_assert_msg(sure == exact, "%zu are exact: %s", sure, profile);
    ck_assert_uint_ge(narrow, tight);
    replicates_fini(&x);
    end(&b);
}

START_TEST(replicates_stay_within)
{
    check(FILLED NOISY, 0, 8, 4);
    check(FILLED "[class]\nby = group\n" NOISY "weights_spread = 0.9\n", 0, 8, 0);
    check(FILLED "[weights]\nmethod = entropy\nscope = index\n" NOISY "weights_spread = 0.3, 0.1\n",
          0, 8, 2);
    check(FILLED NOISY "weights_spread = 0, 1\n", 0, 8, 0);
}
END_TEST

/* u6 has no b: its rank is bounded, and those of others by it. */
START_TEST(who_lacks_a_value_has_bounds)
{
    check(PLAIN NOISY "weights_spread = 0.1\n", 0, 8, 8); /* every pair is decided */
    check(PLAIN NOISY, 0, 8, 4);
    check(PLAIN NOISY "weights_spread = 1\n", 0, 1, 0);
    check(PLAIN "[class]\nby = group\n" NOISY, 0, 8, 4);
    check(PLAIN "[aggregate]\nmissing = fail\n" NOISY, 1, 7, 4);
    check(PLAIN "[aggregate]\nmissing = impute\n" NOISY, 0, 0, 0);
}
END_TEST

/* Many gaps, of indicators and of whole dimensions. */
START_TEST(gaps_of_all_kinds)
{
    static const char *const spreads[] = {"0.05", "0.3", "0.9", "1, 0.2"};
    struct rng g;
    size_t k, round, i, n, tight = 0, loose = 0;
    rng_init(&g, 21, 1);
    for (round = 0; round < 24; round++) {
        char table[4096] = "code,name,a,b,c,d\n", profile[1024];
        struct bench b;
        struct replicates x;
        struct rank_bounds_index p;
        files(&b);
        for (i = 0, n = strlen(table); i < 14; i++) {
            n += (size_t)snprintf(table + n, sizeof table - n, "u%zu,U%zu", i, i);
            for (k = 0; k < 4; k++)
                n += rng_uniform(&g) < 0.25 && i
                         ? (size_t)snprintf(table + n, sizeof table - n, ",")
                         : (size_t)snprintf(table + n, sizeof table - n, ",%.3f", rng_uniform(&g));
            n += (size_t)snprintf(table + n, sizeof table - n, "\n");
        }
        rig_file(&b.g, "t.csv", table);
        snprintf(profile, sizeof profile, PLAIN NOISY "weights_spread = %s\nreplicates = 500\n",
                 spreads[round % 4]);
        ck_assert_int_eq(bind(&b, profile), OK);
        ck_assert_ptr_nonnull(b.evaluator);
        p = find(&b);
        replicate_all(&b, (struct replicates_options){.jobs = 1}, &x, OK);
        for (i = 0; i < x.n; i++)
            assert_within(&b, &p, x.rank + i * x.n_rows);
        for (i = 0; i < 14; i++) {
            const struct rank_bound *v = &rank_bounds_of(&p, b.g.results, 0, 0)->rank[i];
            tight += v->best && v->worst - v->best < 13;
            loose += v->best && v->worst - v->best == 13;
        }
        replicates_fini(&x);
        end(&b);
    }
    ck_assert_msg(tight > loose, "%zu, %zu", tight, loose);
}
END_TEST

START_TEST(a_panel_has_ranks_by_period)
{
    struct bench b;
    struct rank_bounds_index p;
    struct replicates x;
    size_t i;
    files(&b);
    rig_file(&b.g, "t.csv",
             "code,name,year,a,b,c,d\nu1,One,2020,1,20,3,7\nu2,Two,2020,4,8,2.5,1\n"
             "u3,Three,2020,9,15,1,4\nu1,One,2021,2,40,6,2\nu2,Two,2021,30,11,4,9\n"
             "u3,Three,2021,5,14,5,3\n");
    ck_assert_int_eq(bind(&b,
                          "[data]\npath = t.csv\nunit = code\nname = name\nperiod = year\n[index]\n"
                          "tree = tree.csv\n[normalise]\nmethod = minmax\nbase = 2020\n" NOISY),
                     OK);
    ck_assert_msg(b.evaluator != NULL, "%s",
                  b.g.plan->problems.n ? b.g.plan->problems.items[0].text : "");
    p = find(&b);
    ck_assert_ptr_null(p.why);
    replicate_all(&b, (struct replicates_options){.jobs = 1}, &x, OK);
    for (i = 0; i < x.n; i++)
        assert_within(&b, &p, x.rank + i * x.n_rows);
    replicates_fini(&x);
    end(&b);
}
END_TEST

static const struct {
    const char *profile, *why;
} without[] = {
    {FILLED "[uncertainty]\nweights = dirichlet\n", "dirichlet"},
    {FILLED "[aggregate]\nmethod = geometric\n[normalise.a]\nrange = 1, 100\n" NOISY,
     "node all is aggregated by geometric"},
    {FILLED "[weights]\nmethod = entropy\n" NOISY, "the weights in node all come from scores"},
    {FILLED "[rank]\nties = average\n" NOISY, "ties = min"},
    {FILLED "[rule.low]\nkind = cap\nwhen = a < 2\nvalue = 1\n" NOISY, "[rule.low] acts"},
    {FILLED "[uncertainty]\nvary.treat.method = none, winsorise\n", ""},
    {FILLED NOISY "possible = no\n", ""},
};

START_TEST(why_there_are_none)
{
    size_t i;
    for (i = 0; i < sizeof without / sizeof *without; i++) {
        struct bench b;
        struct rank_bounds_index p;
        begin(&b, without[i].profile);
        p = find(&b);
        ck_assert_ptr_nonnull(p.why);
        ck_assert_msg(strstr(p.why, without[i].why) && !*p.why == !*without[i].why, "%s", p.why);
        ck_assert_ptr_null(rank_bounds_of(&p, b.g.results, 0, 0));
        end(&b);
    }
}
END_TEST

START_TEST(classes_may_be_too_large)
{
    struct bench b;
    struct rank_bounds_index p;
    char table[16384] = "code,name,group,a,b,c,d\n";
    size_t i, n = strlen(table);
    files(&b);
    for (i = 0; i <= POSSIBLE_MOST; i++)
        n += (size_t)snprintf(table + n, sizeof table - n, "u%zu,U%zu,x,%zu,%zu,%zu,%zu\n", i, i,
                              i % 7, i % 11, i % 13, i);
    rig_file(&b.g, "t.csv", table);
    ck_assert_int_eq(bind(&b, PLAIN NOISY), OK);
    ck_assert_ptr_nonnull(b.evaluator);
    p = find(&b);
    ck_assert_ptr_null(p.why);
    ck_assert_str_eq(rank_bounds_of(&p, b.g.results, 0, 0)->why, "more than 200 units");
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {replicates_stay_within,
                                  who_lacks_a_value_has_bounds,
                                  gaps_of_all_kinds,
                                  a_panel_has_ranks_by_period,
                                  why_there_are_none,
                                  classes_may_be_too_large,
                                  NULL};
    return kit_run("possible_index", tests);
}
