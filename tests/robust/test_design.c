/* SPDX-License-Identifier: MIT */
/* [uncertainty] design: rows as points, what they set, and every mistake. */
#include "robust/sample/design.h"

#include "robust/bench_kit.h"
#include "robust/sensitivity.h"

#define DESIGN BASE "[uncertainty]\ndesign = d.csv\n"

static void begin_design(struct bench *b, const char *csv)
{
    files(b);
    rig_file(&b->g, "d.csv", csv);
    ck_assert_int_eq(bind(b, DESIGN), OK);
    ck_assert_msg(b->g.plan->problems.n == 0, "%s",
                  b->g.plan->problems.n ? b->g.plan->problems.items[0].text : "");
    ck_assert_ptr_nonnull(b->evaluator);
    b->walker = walker_new(b->evaluator);
    ck_assert_ptr_nonnull(b->walker);
}

static const char FINE[] =
    "replicate,treat.method,treat.max_points,indicator.a.weight,class.scale\n"
    "one,winsorise,2,0.1,own\n"
    "\"two, too\",none,,1e-3,common\n\n"
    "three,winsorise,1,7,own\n";

START_TEST(rows_are_points)
{
    struct bench b;
    const struct design *d;
    struct points points;
    char text[EVALUATOR_TEXT_MAX];
    double u[4];
    begin_design(&b, FINE);
    d = b.f.design;
    ck_assert_uint_eq(d->n, 3);
    ck_assert_uint_eq(b.f.n, 4);
    ck_assert_str_eq(d->labels[1], "two, too");
    ck_assert_int_eq(b.f.v[0].kind, FACTOR_CHOICE);
    ck_assert_int_eq(b.f.v[1].kind, FACTOR_GIVEN);
    ck_assert_int_eq(b.f.v[2].kind, FACTOR_GIVEN);
    points = design_points(d);
    ck_assert_uint_eq(points.n, 3);
    points.at(points.of, 1, u);
    ck_assert(factor_number(&b.f.v[2], u[2]) == 1e-3);
    ck_assert_str_eq(evaluator_value(b.evaluator, u, 0, text), "none");
    ck_assert_str_eq(evaluator_value(b.evaluator, u, 1, text), "");
    ck_assert_str_eq(evaluator_value(b.evaluator, u, 2, text), "0.001");
    ck_assert_str_eq(evaluator_value(b.evaluator, u, 3, text), "common");
    points.at(points.of, 2, u);
    ck_assert_str_eq(evaluator_value(b.evaluator, u, 1, text), "1");
    ck_assert_ptr_nonnull(strstr(design_where(d, 2, "x", b.g.plan->arena), "d.csv:5, column x"));
    ck_assert_uint_eq(sensitivity_design(b.g.plan, b.f.n).n, 0);
    end(&b);
}
END_TEST

/* For many counts of rows, each row's draw is its own. */
START_TEST(draws_are_exact)
{
    static const size_t n[] = {1, 2, 3, 7, 10, 49, 1000, 99991, DESIGN_ROWS};
    size_t k, i;
    for (k = 0; k < sizeof n / sizeof *n; k++)
        for (i = 0; i < n[k]; i++)
            ck_assert_uint_eq(factor_choice(((double)i + 0.5) / (double)n[k], n[k]), i);
}
END_TEST

/* One row, and columns in which nothing differs: texts, also of numbers. */
START_TEST(a_single_row)
{
    struct bench b;
    struct replicate to = room(8);
    struct rig single = {0};
    double u[3];
    struct points points;
    begin_design(&b, "treat.skewness,indicator.b.weight,normalise.method\n0.25,0.7,zscore\n");
    ck_assert_ptr_null(b.f.design->labels);
    points = design_points(b.f.design);
    points.at(points.of, 0, u);
    ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
    memcpy(single.dir, b.g.dir, sizeof single.dir);
    single.set[0] = "treat.skewness=0.25";
    single.set[1] = "indicator.b.weight=0.7";
    single.set[2] = "normalise.method=zscore";
    single.n_set = 3;
    rig_fine(&single, NULL);
    ck_assert_int_eq(run_plan(single.plan, &single.results, &single.e), OK);
    ck_assert(memcmp(to.score, single.results->score[TREE_ROOT], 8 * sizeof(double)) == 0);
    rig_clear(&single);
    free(to.score);
    end(&b);
}
END_TEST

/* Scores are kept when asked for, whoever computes them. */
START_TEST(scores_are_kept)
{
    struct bench b;
    struct replicates x;
    struct replicate to = room(8);
    struct points points;
    double u[4];
    size_t i;
    begin_design(&b, FINE);
    points = design_points(b.f.design);
    ck_assert_int_eq(
        replicates_run(b.evaluator,
                       &(struct replicates_options){.points = &points, .scores = true, .jobs = 2},
                       &x, &b.g.e),
        OK);
    for (i = 0; i < 3; i++) {
        points.at(points.of, i, u);
        ck_assert_int_eq(robust_evaluate(b.walker, u, &to, &b.g.e), OK);
        ck_assert(memcmp(to.score, x.score + i * 8, 8 * sizeof(double)) == 0);
    }
    replicates_fini(&x);
    ck_assert_ptr_null(x.score);
    free(to.score);
    end(&b);
}
END_TEST

/* ---- mistakes -----------------------------------------------------------------------------------
 */

static const struct {
    const char *csv, *told;
    int status;
} mistakes[] = {
    {"treat.max_pionts\n1\n2\n",
     "d.csv:2, column treat.max_pionts: [treat] max_pionts: unknown key; did "
     "you mean max_points?",
     ERR_PROFILE},
    {"treet.method\nnone\n", "[treet]: no such section; did you mean [treat]?", ERR_PROFILE},
    {"treat.method\nnone\nwinsorise\nwinsorize\n",
     "d.csv:4, column treat.method: [treat] method: winsorize: no such method; did you mean "
     "winsorise?",
     ERR_PROFILE},
    {"treat.skewness\n0.1\nx\n",
     "d.csv:3, column treat.skewness: [treat] skewness = x: ", ERR_PROFILE},
    {"treat.skewness\n1\n2\n-3\n",
     "d.csv:4, column treat.skewness: [treat] skewness = -3: ", ERR_PROFILE},
    {"treat.max_points\n1\n1.5\n3\n",
     "d.csv:3, column treat.max_points: [treat] max_points = 1.5: expected a whole number",
     ERR_PROFILE},
    {"treat.max_points\n1\n2\n3.5\n",
     "d.csv:4, column treat.max_points: [treat] max_points = 3.5: ", ERR_PROFILE},
    {"treat.method,treat.max_points\nnone,\nwinsorise,2\nwinsorise,\n",
     "d.csv:4, column treat.max_points: the cell is empty", ERR_DATA},
    {"treat.method,class.scale\nnone,\nwinsorise,own\n",
     "d.csv:2, column class.scale: the cell is empty", ERR_DATA},
    {"treat.method,treat.max_points\nnone,\n", "d.csv: the column treat.max_points is empty",
     ERR_DATA},
    {"treat.method,weights.method,indicator.a.weight\nnone,equal,1\nnone,given,\nnone,given,3\n",
     "d.csv:3, column indicator.a.weight: the cell is empty", ERR_DATA},
    {"treat.method,treat.method\nnone,none\n",
     "d.csv:1: the column treat.method stands there twice", ERR_DATA},
    {"replicate,treat.method\n", "d.csv: it has no row of a replicate", ERR_DATA},
    {"replicate\na\n", "d.csv: it has no column of a key", ERR_DATA},
    {"indicator.a.goalposts\n\"0, 50\"\n\"0, 60\"\n", "does not look at that number", ERR_PROFILE},
    {"indicator.a.goalposts,normalise.method\n\"0, 50\",goalposts\n\"70, 60\",minmax\n",
     "d.csv:3, column indicator.a.goalposts: [indicator.a] goalposts: expected lo, hi with lo < hi",
     ERR_PROFILE},
    {"method\nnone\n", "d.csv:1: [uncertainty] method: expected SECTION.KEY", ERR_PROFILE},
    {"output.dir\na\n", "no score or rank depends on [output]", ERR_PROFILE},
    {"treat.method\nnone,x\n", "d.csv:2", ERR_DATA},
    {"indicator.a.weight\n1\n-2\n",
     "d.csv:3, column indicator.a.weight: [uncertainty] "
     "indicator.a.weight: a weight is 0 or more",
     ERR_PROFILE},
    {"indicator.zz.weight\n1\n2\n", "the index has no node zz", ERR_PROFILE},
    {"treat.method,treat.lambda\nnone,1\nwinsorise,2\n", "no method that is used takes lambda",
     ERR_PROFILE},
};

/* Weights that leave nothing only where a row says so; every such row by its line. */
START_TEST(rows_are_judged_by_themselves)
{
    struct bench b;
    begin_design(&b, "replicate,indicator.c.weight,indicator.d.weight\nno c,0,1\nno d,1,0\n");
    end(&b);
    files(&b);
    rig_file(&b.g, "d.csv", "indicator.c.weight,indicator.d.weight\n0,1\n0,0\n1,1\n0,0\n");
    ck_assert_int_eq(bind(&b, DESIGN), OK);
    ck_assert(
        rig_told(&b.g.plan->problems, "d.csv:3: node q: the weights of its children sum to 0"));
    ck_assert(
        rig_told(&b.g.plan->problems, "d.csv:5: node q: the weights of its children sum to 0"));
    ck_assert_uint_eq(b.g.plan->problems.n, 2);
    end(&b);
    /* a number that one method takes and another does not */
    begin_design(&b, "normalise.method,treat.method,treat.p_low\nminmax,none,\n"
                     "zscore,winsorise_quantile,0.1\nminmax,winsorise_quantile,0\n");
    end(&b);
    /* of a node of a tree file */
    begin_design(&b, "dimension.p.weight,dimension.q.weight\n0,1\n1,0\n3,2\n");
    end(&b);
}
END_TEST

/* Products of the columns are far more than rows. */
START_TEST(rows_are_counted)
{
    static const char *const of[] = {"arithmetic", "geometric", "harmonic"};
    static const char *const by[] = {"minmax", "zscore", "rank", "vector"};
    struct bench b;
    char csv[8192];
    size_t n = (size_t)sprintf(csv, "indicator.a.direction,indicator.b.direction,"
                                    "indicator.c.direction,indicator.d.direction,"
                                    "aggregate.method,normalise.d.method,normalise.a.method,"
                                    "normalise.b.method,normalise.c.method\n");
    for (size_t i = 0; i < 60; i++)
        n += (size_t)sprintf(csv + n, "%s,%s,%s,%s,%s,%s,%s,%s,%s\n",
                             i & 1 ? "positive" : "negative", i & 2 ? "positive" : "negative",
                             i & 4 ? "positive" : "negative", i & 8 ? "positive" : "negative",
                             of[i % 3 ? 0 : 2], by[2 + i / 8 % 2], by[2 + i % 2], by[2 + i / 2 % 2],
                             by[2 + i / 4 % 2]);
    begin_design(&b, csv);
    end(&b);
}
END_TEST

START_TEST(mistakes_are_told)
{
    struct bench b;
    size_t i;
    files(&b);
    for (i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        rig_file(&b.g, "d.csv", mistakes[i].csv);
        ck_assert_int_eq(bind(&b, DESIGN), OK);
        ck_assert_ptr_null(b.evaluator);
        ck_assert_msg(rig_told(&b.g.plan->problems, mistakes[i].told), "%s: %s", mistakes[i].csv,
                      b.g.plan->problems.n ? b.g.plan->problems.items[0].text : "nothing");
        ck_assert_int_eq(plan_status(b.g.plan), mistakes[i].status);
    }
    end(&b);
}
END_TEST

static const struct {
    const char *keys, *told;
} beside[] = {
    {"replicates = 3\n", "replicates: cannot take effect together with design"},
    {"weights = uniform\n", "weights: cannot take effect together with design"},
    {"data_noise_observed = 0.1\n", "data_noise_observed: cannot take effect together with design"},
    {"leave_out = indicators\n", "leave_out: cannot take effect together with design"},
    {"vary.treat.method = none, winsorise\n", "vary.treat.method: cannot take effect together"},
};

START_TEST(what_cannot_stand_beside_it)
{
    struct bench b;
    char profile[2048];
    size_t i;
    files(&b);
    rig_file(&b.g, "d.csv", FINE);
    for (i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(profile, sizeof profile, "%s%s", DESIGN, beside[i].keys);
        ck_assert_int_eq(bind(&b, profile), OK);
        ck_assert_msg(rig_told(&b.g.plan->problems, beside[i].told), "%s", beside[i].keys);
        ck_assert_uint_eq(b.g.plan->problems.n, 1);
    }
    ck_assert_int_eq(bind(&b, DESIGN "weights = none\n[sensitivity]\nsamples = 10\n"), OK);
    ck_assert_uint_eq(b.g.plan->problems.n, 0);
    ck_assert(rig_told(&b.g.plan->warnings, "[sensitivity] is passed by"));
    evaluator_free(b.evaluator);
    ck_assert_int_eq(bind(&b, BASE "[uncertainty]\ndesign = none.csv\n"), OK);
    ck_assert(rig_told(&b.g.plan->problems, "none.csv"));
    ck_assert_int_eq(plan_status(b.g.plan), ERR_NOINPUT);
    end(&b);
}
END_TEST

START_TEST(too_much)
{
    struct bench b;
    size_t i, n = 0, size = (size_t)DESIGN_ROWS * 2 + 64;
    char *csv = malloc(size);
    ck_assert_ptr_nonnull(csv);
    files(&b);
    n = (size_t)sprintf(csv, "treat.max_points\n");
    for (i = 0; i <= DESIGN_ROWS; i++)
        n += (size_t)sprintf(csv + n, "1\n");
    rig_file(&b.g, "d.csv", csv);
    ck_assert_int_eq(bind(&b, DESIGN), OK);
    ck_assert(rig_told(&b.g.plan->problems, "d.csv: more than 1000000 rows"));
    n = (size_t)sprintf(csv, "indicator.a.goalposts\n");
    for (i = 0; i <= DESIGN_CHOICES; i++)
        n += (size_t)sprintf(csv + n, "\"0, x%zu\"\n", i + 1);
    rig_file(&b.g, "d.csv", csv);
    ck_assert_int_eq(bind(&b, DESIGN), OK);
    ck_assert(rig_told(&b.g.plan->problems, "more than 512 different values"));
    free(csv);
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_are_points,
                                  draws_are_exact,
                                  a_single_row,
                                  scores_are_kept,
                                  rows_are_judged_by_themselves,
                                  rows_are_counted,
                                  mistakes_are_told,
                                  what_cannot_stand_beside_it,
                                  too_much,
                                  NULL};
    return kit_run("design", tests);
}
