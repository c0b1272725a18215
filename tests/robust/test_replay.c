/* SPDX-License-Identifier: MIT */
/* Pairs and triples of keys, of nodes and of stages as a whole: each row of a design, and each
   replicate that is drawn, has the bits of a run with --set of the same. */
#include <math.h>

#include "robust/bench_kit.h"
#include "robust/sample/design.h"
#include "robust/sample/sobol.h"

static const char PROFILE[] =
    "[data]\npath = t.csv\nunit = code\nname = name\n[index]\nid = all\ndimensions = p, q\n"
    "[dimension.p]\nweight = 2\nindicators = a, b, c\n[dimension.q]\nindicators = d, b2\n"
    "[indicator.b2]\nformula = b * b\ndirection = negative\n"
    "[indicator.a]\ngoalposts = 0, 50\n[class]\nby = group\nscale = own\n"
    "[impute]\nmethod = constant\nvalue = 3\n[treat]\nmethod = winsorise\nskewness = 0.5\n"
    "kurtosis = 1\nmax_points = 1\n[normalise]\nmethod = efficacy\n"
    "[rule.r]\nkind = cap\nwhen = a > 8\nnode = p\nvalue = 70\n[uncertainty]\n";

/* Values in which nothing is refused by itself; the rest is said by the run. */
static const struct {
    const char *key, *values[4], *drawn;
} keys[] = {
    {"impute.value", {"1", "100", "7.5", "0"}, "uniform(0, 9)"},
    {"impute.b.value", {"2", "30", "4", "0.1"}, "uniform(1, 40)"},
    {"impute.q.value", {"2", "30", "4", "0.1"}, "normal(10, 2)"},
    {"impute.b2.value", {"5", "500", "6", "1"}, "uniform(1, 400)"},
    {"impute.method", {"constant", "mean", "median", "class_mean"}, "constant, mean"},
    {"impute.b.method", {"constant", "mean", "median", "class_median"}, "constant, median"},
    {"treat.max_points", {"0", "1", "2", "3"}, "integer(0, 3)"},
    {"treat.a.max_points", {"0", "1", "2", "3"}, "integer(0, 3)"},
    {"treat.d.max_points", {"3", "2", "1", "0"}, "integer(0, 3)"},
    {"treat.p.max_points", {"3", "2", "1", "0"}, "integer(0, 2)"},
    {"treat.skewness", {"0.1", "2", "0.5", "1"}, "uniform(0.1, 2)"},
    {"treat.q.skewness", {"0.1", "2", "0.5", "1"}, "uniform(0.1, 2)"},
    {"treat.method", {"none", "winsorise", "winsorise", "log"}, "none, winsorise"},
    {"treat.a.method", {"winsorise", "none", "log", "winsorise"}, "none, winsorise"},
    {"normalise.constant", {"60", "50", "40", "70"}, "uniform(40, 60)"},
    {"normalise.factor", {"40", "50", "60", "30"}, "uniform(35, 50)"},
    {"normalise.a.constant", {"60", "50", "40", "70"}, "uniform(40, 60)"},
    {"normalise.c.constant", {"60", "50", "40", "70"}, "normal(50, 3)"},
    {"normalise.p.factor", {"40", "50", "60", "30"}, "uniform(35, 50)"},
    {"normalise.method", {"minmax", "efficacy", "efficacy", "minmax"}, "minmax, efficacy"},
    {"weights.method", {"given", "equal", "entropy", "critic"}, "given, entropy"},
    {"weights.p.method", {"critic", "equal", "entropy", "given"}, "given, critic"},
    {"dimension.p.weight", {"0", "1", "2", "3"}, "uniform(0, 3)"},
    {"dimension.q.weight", {"1", "0", "2", "3"}, "uniform(0, 3)"},
    {"indicator.a.weight", {"0", "1", "2", "3"}, "uniform(0, 2)"},
    {"indicator.b.weight", {"1", "0", "2", "3"}, "uniform(0, 2)"},
    {"indicator.c.weight", {"2", "3", "0", "1"}, "integer(0, 2)"},
    {"aggregate.method",
     {"arithmetic", "geometric", "arithmetic", "harmonic"},
     "arithmetic, geometric"},
    {"aggregate.p.method",
     {"geometric", "arithmetic", "harmonic", "arithmetic"},
     "arithmetic, harmonic"},
    {"aggregate.missing", {"renormalise", "fail", "impute", "fail"}, "renormalise, fail"},
    {"indicator.a.direction",
     {"positive", "negative", "positive", "negative"},
     "positive, negative"},
    {"rule.r.value", {"60", "55", "70", "45"}, "60, 50"},
    {"rule.r.when", {"a > 3", "a > 1", "b > 9", "d > 2"}, "a > 3 | b > 9"},
    {"class.scale", {"own", "common", "own", "common"}, "own, common"},
};
enum { KEYS = sizeof keys / sizeof *keys, ROWS = 8, UNITS = 8 };

static size_t choose(uint64_t *state, size_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*state >> 33) % n;
}

/* Scores and ranks of a single run; false: it is refused. */
static bool run_single(struct rig *single, struct replicate *to)
{
    int status = rig_plan(single, NULL);
    ck_assert_msg(status == OK, "%s", single->e.text);
    if (single->plan->problems.n || run_plan(single->plan, &single->results, &single->e) != OK)
        return false;
    memcpy(to->score, single->results->score[TREE_ROOT], UNITS * sizeof(double));
    memcpy(to->rank, single->results->rank, UNITS * sizeof(double));
    return true;
}

static void same_bits(const struct replicate *a, const struct replicate *b, const char *what)
{
    for (size_t i = 0; i < UNITS; i++)
        ck_assert_msg(memcmp(&a->score[i], &b->score[i], sizeof(double)) == 0 &&
                          memcmp(&a->rank[i], &b->rank[i], sizeof(double)) == 0,
                      "%s: unit %zu: %.17g, rank %g; want %.17g, rank %g", what, i, a->score[i],
                      a->rank[i], b->score[i], b->rank[i]);
}

static bool said_before(const size_t *key, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (key[j] == key[k])
            return true;
    return false;
}

/* Whether the plan is refused because a key changes nothing, which no single run is. */
static bool is_idle(const struct bench *b)
{
    for (size_t i = 0; i < b->g.plan->problems.n; i++)
        if (strstr(b->g.plan->problems.items[i].text, "take effect"))
            return true;
    return false;
}

/* A design of n keys in ROWS rows. Whether it was replayed. */
static bool replay_design(uint64_t seed, size_t n)
{
    struct bench b;
    struct rig single = {0};
    struct replicate got = room(UNITS), want = room(UNITS);
    char csv[4096], settings[ROWS][3][96], profile[2048];
    size_t key[3], at = 0, refused = 0, n_set;
    const char **set;
    double u[3];
    bool done = false;
    for (size_t k = 0; k < n; k++)
        do
            key[k] = choose(&seed, KEYS);
        while (said_before(key, k));
    for (size_t k = 0; k < n; k++)
        at += (size_t)sprintf(csv + at, "%s%s", k ? "," : "", keys[key[k]].key);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < n; k++) {
            const char *value = keys[key[k]].values[choose(&seed, 4)];
            at += (size_t)sprintf(csv + at, "%s%s", k ? "," : "\n", value);
            sprintf(settings[i][k], "%s=%s", keys[key[k]].key, value);
        }
    sprintf(csv + at, "\n");
    files(&b);
    rig_file(&b.g, "d.csv", csv);
    snprintf(profile, sizeof profile, "%sdesign = d.csv\n", PROFILE);
    ck_assert_msg(bind(&b, profile) == OK, "%s", b.g.e.text);
    memcpy(single.dir, b.g.dir, sizeof single.dir);
    for (size_t i = 0; i < ROWS && !is_idle(&b); i++) {
        struct points points = design_points(b.f.design);
        for (size_t k = 0; k < n; k++)
            single.set[k] = settings[i][k];
        single.n_set = n;
        points.at(points.of, i, u);
        if (b.evaluator) { /* only what takes effect */
            ck_assert_int_eq(
                evaluator_settings(b.evaluator, u, b.g.plan->arena, &set, &n_set, &b.g.e), OK);
            memcpy(single.set, set, n_set * sizeof *set);
            single.n_set = n_set;
        }
        if (!run_single(&single, &want)) {
            refused++;
            continue;
        }
        if (!b.evaluator)
            continue;
        if (!b.walker)
            b.walker = walker_new(b.evaluator);
        ck_assert_msg(robust_evaluate(b.walker, u, &got, &b.g.e) == OK, "%s%s", csv, b.g.e.text);
        same_bits(&got, &want, csv);
        done = true;
    }
    if (!is_idle(&b))
        ck_assert_msg((b.evaluator != NULL) == (refused == 0), "%s: %zu refused; %s", csv, refused,
                      b.g.plan->problems.n ? b.g.plan->problems.items[0].text : "no problem");
    rig_clear(&single);
    free(got.score);
    free(want.score);
    end(&b);
    return done;
}

START_TEST(rows_are_runs)
{
    size_t done = 0;
    for (uint64_t seed = 1; seed <= 60; seed++)
        done += replay_design(seed * 7919, 2 + seed % 2);
    ck_assert_msg(done > 40, "%zu designs were replayed", done);
}
END_TEST

/* The same of values that are drawn. */
static bool replay_draws(uint64_t seed, size_t n)
{
    struct bench b;
    struct rig single = {0};
    struct replicate got = room(UNITS), want = room(UNITS);
    char profile[2048];
    size_t key[3], at, set;
    const char **settings;
    double u[3];
    bool done = false;
    at = (size_t)sprintf(profile, "%s", PROFILE);
    for (size_t k = 0; k < n; k++) {
        do
            key[k] = choose(&seed, KEYS);
        while (said_before(key, k));
        at += (size_t)sprintf(profile + at, "vary.%s = %s\n", keys[key[k]].key, keys[key[k]].drawn);
    }
    files(&b);
    ck_assert_msg(bind(&b, profile) == OK, "%s%s", profile, b.g.e.text);
    ck_assert_msg(b.evaluator || is_idle(&b) || rig_told(&b.g.plan->problems, "unknown key"),
                  "%s%s", profile, b.g.plan->problems.items[0].text);
    memcpy(single.dir, b.g.dir, sizeof single.dir);
    b.walker = b.evaluator ? walker_new(b.evaluator) : NULL;
    for (size_t i = 0; b.evaluator && i < ROWS; i++) {
        int status;
        draw(&b, i, u);
        ck_assert_int_eq(
            evaluator_settings(b.evaluator, u, b.g.plan->arena, &settings, &set, &b.g.e), OK);
        memcpy(single.set, settings, set * sizeof *settings);
        single.n_set = set;
        status = robust_evaluate(b.walker, u, &got, &b.g.e);
        if (!run_single(&single, &want)) {
            ck_assert_int_ne(status, OK);
            continue;
        }
        ck_assert_msg(status == OK, "%s%s", profile, b.g.e.text);
        same_bits(&got, &want, profile);
        done = true;
    }
    rig_clear(&single);
    free(got.score);
    free(want.score);
    end(&b);
    return done;
}

START_TEST(draws_are_runs)
{
    size_t done = 0;
    for (uint64_t seed = 1; seed <= 60; seed++)
        done += replay_draws(seed * 104729, 2 + seed % 2);
    ck_assert_msg(done > 40, "%zu profiles were replayed", done);
}
END_TEST

/* ---- one key of three nodes ------------------------------------------------------------------ */

/* Sobol's g-function with a = 0, 1, 4.5 as an index: the product of (2 - 4 |x - 1/2| + a) / (1 +
   a), which has the indices of the usual form. The score is its cube root, of the unit whose values
   are imputed. Totals by its closed form: V_j = 1 / 3 / (1 + a_j)^2. */
static const char G[] =
    "[data]\npath = g.csv\nunit = u\n[index]\nid = g\ndimensions = D\n"
    "[dimension.D]\nindicators = x, y, z\n"
    "[indicator.x]\ndirection = target\nbest = 0.5\n[indicator.y]\ndirection = target\n"
    "best = 0.5\n[indicator.z]\ndirection = target\nbest = 0.5\n"
    "[impute]\nmethod = constant\nvalue = 1\n[normalise]\nmethod = scaled\nscale = 1\n"
    "[normalise.x]\nbounds = -0.5, -0.25\n[normalise.y]\nbounds = -0.75, -0.25\n"
    "[normalise.z]\nbounds = -1.625, -0.25\n"
    "[aggregate]\nmethod = geometric\nunobserved = score\n[uncertainty]\n"
    "vary.impute.x.value = uniform(0, 1)\nvary.impute.y.value = uniform(0, 1)\n"
    "vary.impute.z.value = uniform(0, 1)\n";

START_TEST(factors_of_one_key_share_the_variance)
{
    static const double want[] = {0.793, 0.244, 0.0346};
    const struct sobol_design d = {4096, 3, 7};
    struct bench b;
    struct sobol_index found[3];
    double *y = calloc(sobol_runs(&d), sizeof *y), u[3];
    double *scratch = calloc(sobol_scratch(&d, 0) + 1, sizeof *scratch);
    struct replicate to = room(3);
    rig_begin(&b.g);
    rig_file(&b.g, "g.csv", "u,x,y,z\nU,,,\nV,0.1,0.2,0.3\nW,0.9,0.4,0.6\n");
    ck_assert_msg(bind(&b, G) == OK, "%s", b.g.e.text);
    ck_assert_msg(b.evaluator != NULL, "%s", b.g.plan->problems.items[0].text);
    b.walker = walker_new(b.evaluator);
    for (size_t r = 0; r < sobol_runs(&d); r++) {
        sobol_point(&d, r, u);
        ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
        y[r] = to.score[0] * to.score[0] * to.score[0];
    }
    sobol_estimate(&d, y, 0, 0.95, found, scratch);
    for (size_t k = 0; k < 3; k++)
        ck_assert_msg(fabs(found[k].total - want[k]) < 0.03, "%zu: %g", k, found[k].total);
    free(y);
    free(scratch);
    free(to.score);
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_are_runs, draws_are_runs,
                                  factors_of_one_key_share_the_variance, NULL};
    return kit_run("replay", tests);
}
