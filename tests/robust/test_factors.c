/* SPDX-License-Identifier: MIT */
/* What [uncertainty] may vary: goalposts, levels of noise, noise on values; and that what cannot
   take effect is told. */
#include "robust/bench_kit.h"
#include "robust/sample/data_noise.h"

/* A replicate, and the run of the settings that it tells, come out the same. */
static void assert_is_single_run(struct bench *b, const double *u, size_t n_settings)
{
    struct replicate to = room(b->g.results->n_rows);
    struct rig single = {0};
    const char **set;
    size_t n, rows = b->g.results->n_rows;
    int status;
    ck_assert_int_eq(robust_evaluate(b->walker, u, &to, &b->g.e), OK);
    ck_assert_int_eq(evaluator_settings(b->evaluator, u, b->g.plan->arena, &set, &n, &b->g.e), OK);
    ck_assert_uint_eq(n, n_settings);
    memcpy(single.dir, b->g.dir, sizeof single.dir);
    memcpy(single.set, set, n * sizeof *set);
    single.n_set = n;
    rig_fine(&single, NULL);
    status = run_plan(single.plan, &single.results, &single.e);
    ck_assert_msg(status == OK, "%s", single.e.text);
    ck_assert(memcmp(to.score, single.results->score[TREE_ROOT], rows * sizeof(double)) == 0);
    ck_assert(memcmp(to.rank, single.results->rank, rows * sizeof(double)) == 0);
    rig_clear(&single);
    free(to.score);
}

/* ---- goalposts ---------------------------------------------------------------------------------
 */

#define POSTED BASE "[normalise.a]\nmethod = goalposts\n[indicator.a]\ngoalposts = 1, 40\n"

static void goalposts_replay(const char *profile, size_t factors, size_t settings)
{
    struct bench b;
    double u[8], first = NAN;
    size_t i, different = 0;
    begin(&b, profile);
    ck_assert_uint_eq(b.f.n, factors);
    for (i = 0; i < 30; i++) {
        struct replicate to = room(b.g.results->n_rows);
        draw(&b, i, u);
        assert_is_single_run(&b, u, settings);
        ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
        different += to.score[1] != first;
        first = to.score[1];
        free(to.score);
    }
    ck_assert(different > 20);
    end(&b);
}

START_TEST(goalposts_are_replayed)
{
    goalposts_replay(POSTED "[uncertainty]\n"
                            "vary.indicator.a.goalposts = uniform(0, 2), uniform(30, 50)\n",
                     2, 1);
    goalposts_replay(POSTED "[uncertainty]\nvary.indicator.a.goalposts = 0.5, integer(30, 50)\n", 1,
                     1);
    goalposts_replay(POSTED "transform = ln\n[uncertainty]\nvary.treat.skewness = uniform(0.1, 3)\n"
                            "vary.indicator.a.goalposts = uniform(0.1, 1), 40\n"
                            "vary.indicator.c.weight = uniform(1, 3)\n",
                     3, 3);
    goalposts_replay(BASE
                     "[normalise.a]\nmethod = dist_target\n[indicator.a]\ngoalposts = 1, 40, 9\n"
                     "[uncertainty]\nvary.indicator.a.goalposts = 1, 40, normal(9, 2)\n",
                     1, 1);
}
END_TEST

START_TEST(goalposts_have_names_of_their_own)
{
    struct bench b;
    double u[2] = {0.5, 0.25};
    const char **set;
    size_t n;
    begin(&b, POSTED "[uncertainty]\n"
                     "vary.indicator.a.goalposts = uniform(0, 2), uniform(30, 50)\n");
    ck_assert_str_eq(b.f.v[0].name, "indicator.a.goalposts[1]");
    ck_assert_str_eq(b.f.v[1].name, "indicator.a.goalposts[2]");
    ck_assert_int_eq(evaluator_settings(b.evaluator, u, b.g.plan->arena, &set, &n, &b.g.e), OK);
    ck_assert_str_eq(set[0], "indicator.a.goalposts=1, 35");
    end(&b);
}
END_TEST

/* ---- noise on values ---------------------------------------------------------------------------
 */

#define FILLED BASE "[impute]\nmethod = median\n"

/* Which cells of the normalised columns a noise moves: without treatment and with fixed ranges,
   those that it is on. */
#define PLAIN                                                                                      \
    "[data]\npath = t.csv\nunit = code\nname = name\n[index]\ntree = tree.csv\n[impute]\n"         \
    "method = median\n[normalise]\nmethod = goalposts\ntruncate = no\n[indicator.a]\n"             \
    "goalposts = 0, 100\n[indicator.b]\ngoalposts = 0, 100\n[indicator.c]\ngoalposts = 0, 100\n"   \
    "[indicator.d]\ngoalposts = 0, 100\n"

static size_t moved(const char *keys, bool *six)
{
    struct bench b;
    struct replicate to = room(8);
    char profile[2048];
    double u = 0.37;
    size_t i, n = 0;
    snprintf(profile, sizeof profile, PLAIN "[uncertainty]\n%s", keys);
    begin(&b, profile);
    ck_assert_str_eq(b.f.v[0].name, "data");
    ck_assert_int_eq(robust_evaluate(b.walker, &u, &to, &b.g.e), OK);
    for (i = 0; i < 8; i++)
        n += to.score[i] != b.g.results->score[TREE_ROOT][i];
    i = rig_row(b.g.results, "u6", 0);
    *six = to.score[i] != b.g.results->score[TREE_ROOT][i];
    free(to.score);
    end(&b);
    return n;
}

START_TEST(noise_is_by_provenance)
{
    bool six;
    ck_assert_uint_eq(moved("data_noise_imputed = 0.1\n", &six), 1); /* b of u6 */
    ck_assert(six);
    ck_assert_uint_eq(moved("data_noise_observed = 0.02\n", &six), 8);
    ck_assert_uint_eq(moved("data_noise_observed = 0.02\ndata_noise_imputed = 0.1\n", &six), 8);
}
END_TEST

/* Mean and sd of the noise on one cell: u6's b counts 3/4 of p, which counts 2/3. */
START_TEST(noise_has_its_sd)
{
    struct bench b;
    struct replicate to = room(8);
    double u, sum = 0, squares = 0, value;
    size_t i, row;
    begin(&b, PLAIN "[uncertainty]\ndata_noise_imputed = 0.1\n");
    row = rig_row(b.g.results, "u6", 0);
    value = b.g.results->imputed[1][row];
    for (i = 0; i < 4000; i++) {
        double z;
        draw(&b, i, &u);
        ck_assert_int_eq(robust_evaluate(b.walker, &u, &to, &b.g.e), OK);
        z = (to.score[row] - b.g.results->score[TREE_ROOT][row]) / (-0.5 * value * 0.1);
        sum += z;
        squares += z * z;
    }
    kit_assert_near(sum / 4000, 0, 0.07);
    kit_assert_near(squares / 4000, 1, 0.08);
    free(to.score);
    end(&b);
}
END_TEST

/* The noise on an observed value is in proportion to it, whatever its sign; 0 and a missing one
 * stay. */
START_TEST(noise_on_observed_values)
{
    static const double values[] = {4, -250, 0, 1e-3, NAN, -1e-3, 7e9, 30};
    const struct data_noise shape = {.observed = 0.2};
    struct bench b;
    const double *kept;
    double noisy[8], *to[4] = {noisy, (double[8]){0}, (double[8]){0}, (double[8]){0}};
    double sum[8] = {0}, squares[8] = {0};
    begin(&b, PLAIN "[uncertainty]\ndata_noise_observed = 0.2\n");
    ck_assert_uint_eq(b.g.results->n_rows, 8);
    kept = b.g.results->raw[0];
    b.g.results->raw[0] = values;
    for (size_t i = 0; i < 4000; i++) {
        struct data_noise d = shape;
        draw(&b, i, &d.u);
        data_noise_raw(&d, b.g.results, to);
        for (size_t k = 0; k < 8; k++) {
            const double z = (noisy[k] / values[k] - 1) / 0.2;
            sum[k] += z;
            squares[k] += z * z;
        }
        ck_assert(noisy[2] == 0 && isnan(noisy[4]));
    }
    for (size_t k = 0; k < 8; k++)
        if (k != 2 && k != 4) {
            kit_assert_near(sum[k] / 4000, 0, 0.07);
            kit_assert_near(squares[k] / 4000, 1, 0.08);
        }
    b.g.results->raw[0] = kept;
    end(&b);
}
END_TEST

/* The noise of a draw is the same whatever else has been walked before. */
START_TEST(noise_is_of_the_draw_alone)
{
    struct bench b;
    struct replicate one = room(8), two = room(8);
    double u[2] = {0.37, 0.1};
    begin(&b, FILLED "[uncertainty]\ndata_noise_observed = 0.05\nvary.class.scale = own, common\n");
    ck_assert_int_eq(robust_evaluate(b.walker, u, &one, &b.g.e), OK);
    u[1] = 0.9;
    ck_assert_int_eq(robust_evaluate(b.walker, u, &two, &b.g.e), OK);
    u[1] = 0.1;
    ck_assert_int_eq(robust_evaluate(b.walker, u, &two, &b.g.e), OK);
    ck_assert(memcmp(one.score, two.score, 8 * sizeof(double)) == 0);
    free(one.score);
    free(two.score);
    end(&b);
}
END_TEST

/* ---- levels ------------------------------------------------------------------------------------
 */

/* Noise on the root's children alone leaves the dimensions' scores, hence all that follows, linear
   in one weight: with 0 at the deeper level, two units that differ in p only keep their order. */
START_TEST(levels_have_spreads_of_their_own)
{
    static const char *const keys[] = {"0.4, 0", "0, 0.4", "0.4"};
    double shift[3] = {0};
    size_t k, i;
    for (k = 0; k < 3; k++) {
        struct bench b;
        struct replicate to = room(8);
        char profile[2048];
        double u;
        snprintf(profile, sizeof profile,
                 PLAIN "[uncertainty]\nweights = uniform\nweights_spread = %s\n", keys[k]);
        begin(&b, profile);
        for (i = 0; i < 300; i++) {
            const struct results *r = b.g.results;
            double p = r->score[rig_node(r, "p")][0], q = r->score[rig_node(r, "q")][0];
            draw(&b, i, &u);
            ck_assert_int_eq(robust_evaluate(b.walker, &u, &to, &b.g.e), OK);
            if (k ==
                0) /* between the two dimensions as they are, weights 2 (0.6 .. 1.4) : 1 (...) */
                ck_assert((to.score[0] - q) / (p - q) > 1.2 / (1.2 + 1.4) &&
                          (to.score[0] - q) / (p - q) < 2.8 / (2.8 + 0.6));
            shift[k] += fabs(to.score[0] - r->score[TREE_ROOT][0]);
        }
        free(to.score);
        end(&b);
    }
    ck_assert(shift[0] > 0 && shift[1] > 0 && shift[2] > shift[0] && shift[2] > shift[1]);
}
END_TEST

/* ---- mistakes ----------------------------------------------------------------------------------
 */

static const struct {
    const char *base, *keys, *told;
} mistakes[] = {
    {POSTED, "vary.indicator.a.goalposts = uniform(0, 31), uniform(30, 50)\n",
     "lo could come out at"},
    {POSTED, "vary.indicator.a.goalposts = normal(0, 1), 50\n", "a normal has no end"},
    {POSTED, "vary.indicator.a.goalposts = uniform(0, 1)\n", "expected lo, hi or lo, hi, target"},
    {POSTED, "vary.indicator.a.goalposts = 1, uniform(5, 6), 7, 8\n", "more than three numbers"},
    {POSTED, "vary.indicator.a.goalposts = uniform(0, 1), fifty\n", "not 'fifty'"},
    {POSTED, "vary.indicator.a.goalposts = uniform(1, 0), 50\n", "a less than b"},
    {POSTED, "vary.indicator.a.goalposts = 0, 50, uniform(1, 2)\n",
     "goalposts[3]: the method that normalises it does not look at that number"},
    {POSTED "transform = ln\n", "vary.indicator.a.goalposts = uniform(0, 1), 50\n",
     "no logarithm or root"},
    {POSTED, "vary.indicator.b.goalposts = uniform(0, 1), 50\n", "goalposts[1]: the method that"},
    {POSTED, "vary.indicator.zz.goalposts = uniform(0, 1), 50\n", "the index has no indicator zz"},
    {BASE, "data_noise_imputed = 0.1\n", "data_noise_imputed: no value is imputed"},
    {BASE, "data_noise_observed = -1\n", "data_noise_observed"},
    {BASE, "weights = uniform\nweights_spread = 0\n", "nothing is above 0"},
    {BASE, "weights = uniform\nweights_spread = 0.1, 0.2, 0.3\n",
     "number 3: no node of that level"},
    {BASE, "weights = uniform\nweights_spread = 0.1, 2\n", "expected a number above 0, at most 1"},
    {BASE, "weights = dirichlet\nweights_spread = 100, 0\n", "expected a number above 0"},
    {BASE "[weights]\nmethod = entropy\n", "vary.indicator.a.weight = uniform(1, 2)\n",
     "the method that weighs it does not look at given weights"},
    {BASE "[weights]\nmethod = entropy\n", "vary.indicator.a.weight = 1, 2\n",
     "the method that weighs it does not look at given weights"},
    {BASE, "vary.dimension.all.weight = uniform(1, 2)\n", "all has no sibling"},
    {BASE, "vary.indicator.a.title = x, y\n", "no score or rank depends on it"},
    {BASE, "vary.normalise.base = each, pooled\n", "there is one period only"},
    {PLAIN, "vary.class.scale = own, common\n", "there is one class only"},
};

START_TEST(what_cannot_take_effect_is_told)
{
    struct bench b;
    size_t i;
    files(&b);
    for (i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char profile[2048];
        snprintf(profile, sizeof profile, "%s[uncertainty]\n%s", mistakes[i].base,
                 mistakes[i].keys);
        if (strstr(mistakes[i].keys, "observed = -1")) { /* told by the plan already */
            rig_file(&b.g, "p.ini", profile);
            ck_assert_int_eq(rig_plan(&b.g, NULL), OK);
        } else {
            ck_assert_int_eq(bind(&b, profile), OK);
            ck_assert_ptr_null(b.evaluator);
        }
        ck_assert_msg(rig_told(&b.g.plan->problems, mistakes[i].told), "%s: %s", mistakes[i].keys,
                      b.g.plan->problems.n ? b.g.plan->problems.items[0].text : "nothing");
    }
    end(&b);
}
END_TEST

/* What is varied together with what it hangs on is no mistake. */
START_TEST(what_may_take_effect_is_not)
{
    static const char *const fine[] = {
        BASE "[weights]\nmethod = entropy\n[uncertainty]\nvary.indicator.a.weight = uniform(1, 2)\n"
             "vary.weights.method = entropy, given\n",
        POSTED "[uncertainty]\nvary.indicator.a.goalposts = 0, uniform(30, 40)\n"
               "vary.normalise.a.method = minmax, goalposts\n",
        BASE "[uncertainty]\ndata_noise_imputed = 0.1\nvary.impute.method = none, median\n",
        POSTED "[uncertainty]\nvary.indicator.a.goalposts = 0, 50 | 1, 40\n",
    };
    size_t i;
    for (i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct bench b;
        begin(&b, fine[i]);
        end(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        goalposts_are_replayed,           goalposts_have_names_of_their_own,
        noise_is_by_provenance,           noise_has_its_sd,
        noise_on_observed_values,         noise_is_of_the_draw_alone,
        levels_have_spreads_of_their_own, what_cannot_take_effect_is_told,
        what_may_take_effect_is_not,      NULL};
    return kit_run("factors", tests);
}
