/* SPDX-License-Identifier: MIT */
#include "methods/reason.h"
#include "methods/rig.h"

static struct error e;

static int two(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = 2;
    return HENG_OK;
}

static struct heng_method described(enum heng_stage stage, const char *name)
{
    return (struct heng_method){.size = sizeof(struct heng_method), .stage = stage, .name = name};
}

/* ---- the registry -------------------------------------------------------- */

START_TEST(stages_have_names)
{
    ck_assert_str_eq(stage_name(HENG_IMPUTE), "impute");
    ck_assert_str_eq(stage_name(HENG_RANK), "rank");
    ck_assert_str_eq(stage_name((enum heng_stage)0), "no stage");
    ck_assert_str_eq(stage_name((enum heng_stage)99), "no stage");
    ck_assert_int_eq(stage_by_name("normalise"), HENG_NORMALISE);
    ck_assert_int_eq(stage_by_name("aggregate"), HENG_AGGREGATE);
    ck_assert_int_eq(stage_by_name("nothing"), 0);
    ck_assert_int_eq(stage_by_name(NULL), 0);
}
END_TEST

START_TEST(the_core_is_there)
{
    static const struct {
        enum heng_stage stage;
        const char *names[6];
    } core[] = {
        {HENG_IMPUTE, {"none", "mean", "median", "class_mean", "class_median"}},
        {HENG_TREAT, {"none", "winsorise", "log"}},
        {HENG_NORMALISE, {"minmax", "zscore", "rank", "goalposts", "none"}},
        {HENG_WEIGHTS, {"equal", "given", "entropy", "critic", "cv"}},
        {HENG_AGGREGATE, {"arithmetic", "geometric", "harmonic", "topsis"}},
        {HENG_RANK, {"rank"}},
        {HENG_ANALYSE, {"describe", "correlation", "gini", "theil"}},
    };
    struct registry *r = registry_new(&e);
    int last = 0;
    for (size_t s = 0; s < COUNT(core); s++)
        for (size_t i = 0; core[s].names[i]; i++) {
            const struct method *m = registry_find(r, core[s].stage, core[s].names[i]);
            ck_assert_ptr_nonnull(m);
            ck_assert_str_eq(m->origin, "core");
            ck_assert_ptr_null(m->driver);
        }
    for (size_t i = 0; registry_at(r, i); i++) {
        ck_assert_int_ge((int)registry_at(r, i)->desc->stage, last);
        last = (int)registry_at(r, i)->desc->stage;
    }
    ck_assert_int_eq(last, HENG_ANALYSE);
    ck_assert_ptr_null(registry_find(r, HENG_RANK, "entropy"));
    ck_assert_ptr_null(registry_find(r, (enum heng_stage)9, "entropy"));
    registry_free(r);
    registry_free(NULL);
}
END_TEST

START_TEST(nearest_names_are_of_the_stage)
{
    struct registry *r = registry_new(&e);
    ck_assert_str_eq(registry_nearest(r, HENG_WEIGHTS, "entrpy"), "entropy");
    ck_assert_str_eq(registry_nearest(r, HENG_NORMALISE, "min_max"), "minmax");
    ck_assert_ptr_null(registry_nearest(r, HENG_RANK, "entrpy"));
    ck_assert_ptr_null(registry_nearest(r, HENG_TREAT, "qqqqqqqq"));
    registry_free(r);
}
END_TEST

START_TEST(added_methods_stay_where_they_are)
{
    static struct heng_method many[100];
    static char names[100][16];
    struct registry *r = registry_new(&e);
    const struct method *first = NULL;
    size_t own = 0;
    while (registry_at(r, own)->desc->stage <= HENG_TREAT)
        own++;
    for (size_t i = 0; i < 100; i++) {
        struct method m = {.desc = &many[i], .origin = "lib.so"};
        snprintf(names[i], sizeof names[i], "treat_%zu", i);
        many[i] = described(HENG_TREAT, names[i]);
        many[i].column = two;
        ck_assert_int_eq(registry_add(r, &m, &e), OK);
        if (i == 0)
            first = registry_find(r, HENG_TREAT, "treat_0");
    }
    ck_assert_ptr_eq(first, registry_find(r, HENG_TREAT, "treat_0"));
    ck_assert_str_eq(first->origin, "lib.so");
    ck_assert_str_eq(registry_at(r, own)->desc->name, "treat_0");
    ck_assert_str_eq(registry_at(r, own + 99)->desc->name, "treat_99");
    ck_assert_str_eq(registry_at(r, own + 100)->desc->name, "minmax");
    ck_assert_str_eq(registry_nearest(r, HENG_TREAT, "treat_7x"), "treat_7");
    registry_free(r);
}
END_TEST

START_TEST(a_name_is_taken_once_a_stage)
{
    struct registry *r = registry_new(&e);
    struct heng_method d = described(HENG_TREAT, "log");
    const struct method m = {.desc = &d, .origin = "mine.so"};
    d.column = two;
    ck_assert_int_eq(registry_add(r, &m, &e), ERR_PROFILE);
    ck_assert_str_eq(e.text, "mine.so: treat method log: there is one of that name already, from "
                             "core");
    d.stage = HENG_IMPUTE;
    ck_assert_int_eq(registry_add(r, &m, &e), OK);
    registry_free(r);
}
END_TEST

static void assert_refused(const struct heng_method *d, const struct method_driver *driver,
                           const char *text)
{
    struct registry *r = registry_new(&e);
    const struct method m = {.desc = d, .driver = driver, .origin = "bad.so"};
    ck_assert_int_eq(registry_add(r, &m, &e), ERR_PART);
    ck_assert_str_eq(e.text, text);
    registry_free(r);
}

START_TEST(faulty_descriptors_are_refused)
{
    static const struct method_driver empty = {0};
    struct heng_method d = described(HENG_TREAT, "odd");
    d.column = two;
    assert_refused(NULL, NULL, "bad.so: method without a name: its descriptor is too short");
    d.size = 16;
    assert_refused(&d, NULL, "bad.so: method odd: its descriptor is too short");
    d.size = sizeof d;
    d.name = "Not an id";
    assert_refused(&d, NULL,
                   "bad.so: method Not an id: its name must be lower-case letters, "
                   "digits and underscores");
    d.name = NULL;
    assert_refused(&d, NULL,
                   "bad.so: method without a name: its name must be lower-case letters, "
                   "digits and underscores");
    d.name = "odd";
    d.stage = (enum heng_stage)(HENG_ANALYSE + 1);
    assert_refused(&d, NULL, "bad.so: method odd: it belongs to no stage");
    d.stage = HENG_TREAT;
    d.n_params = 1;
    assert_refused(&d, NULL, "bad.so: method odd: it has parameters and no struct to keep them");
    d.n_params = 0;
    for (int s = HENG_IMPUTE; s <= HENG_ANALYSE; s++) {
        d.stage = (enum heng_stage)s;
        assert_refused(&d, &empty, "bad.so: method odd: it has no function for its stage");
        d.column = NULL;
        assert_refused(&d, NULL, "bad.so: method odd: it has no function for its stage");
        d.column = two;
    }
}
END_TEST

/* ---- what methods answer ------------------------------------------------- */

/* A rogue: answers what it is told to. */
static struct {
    int value;
    const char *why;
    double results[3];
    const char *error;
} rogue;

static int rogue_answer(double *to, size_t n, char *why, size_t why_size)
{
    for (size_t i = 0; i < n && i < 3; i++)
        to[i] = rogue.results[i];
    if (rogue.why)
        memcpy(why, rogue.why, strlen(rogue.why) < why_size ? strlen(rogue.why) + 1 : why_size);
    return rogue.value;
}

static int rogue_column(struct heng_column_call *c)
{
    ck_assert_uint_eq(c->size, sizeof *c);
    return rogue_answer(c->y, c->n, c->why, c->why_size);
}

static int rogue_weigh(struct heng_weigh_call *c)
{
    ck_assert_uint_eq(c->size, sizeof *c);
    return rogue_answer(c->w, c->m, c->why, c->why_size);
}

static int rogue_aggregate(struct heng_aggregate_call *c)
{
    ck_assert_uint_eq(c->size, sizeof *c);
    return rogue_answer(c->y, c->n, c->why, c->why_size);
}

static int rogue_rank(struct heng_rank_call *c)
{
    ck_assert_uint_eq(c->size, sizeof *c);
    return rogue_answer(c->y, c->n, c->why, c->why_size);
}

static int driver_error(struct error *error)
{
    if (rogue.error)
        error_set(error, ERR_PART, "%s", rogue.error);
    return rogue.value;
}

static int drive_column(const struct method *m, struct heng_column_call *c, struct error *error)
{
    (void)m;
    rogue_column(c);
    return driver_error(error);
}

static int drive_weigh(const struct method *m, struct heng_weigh_call *c, struct error *error)
{
    (void)m;
    rogue_weigh(c);
    return driver_error(error);
}

static int drive_aggregate(const struct method *m, struct heng_aggregate_call *c,
                           struct error *error)
{
    (void)m;
    rogue_aggregate(c);
    return driver_error(error);
}

static const struct method_driver driver = {
    .weigh = drive_weigh, .column = drive_column, .aggregate = drive_aggregate};

static const double x3[] = {1, 2, 3}, *const x33[] = {x3, x3, x3};
static double out[3];
static char why[40];

/* Calls the rogue in one of the stages; driver d or none. */
static int call_rogue(enum heng_stage stage, const struct method_driver *d, const char *origin)
{
    struct heng_method desc = described(stage, "rogue");
    const struct method m = {.desc = &desc, .driver = d, .origin = origin};
    struct heng_column_call c = {
        .n = 3, .x = x3, .n_base = 3, .base = x3, .y = out, .why = why, .why_size = sizeof why};
    struct heng_weigh_call w = {.n = 3,
                                .m = 3,
                                .x = x33,
                                .given = x3,
                                .ids = rig_ids,
                                .w = out,
                                .why = why,
                                .why_size = sizeof why};
    struct heng_aggregate_call a = {.n = 3,
                                    .m = 3,
                                    .x = x33,
                                    .w = x3,
                                    .ids = rig_ids,
                                    .y = out,
                                    .why = why,
                                    .why_size = sizeof why};
    struct heng_rank_call k = {.n = 3, .x = x3, .y = out, .why = why, .why_size = sizeof why};
    desc.column = rogue_column;
    desc.weigh = rogue_weigh;
    desc.aggregate = rogue_aggregate;
    desc.rank = rogue_rank;
    memset(&e, 'x', sizeof e);
    memset(why, 'x', sizeof why);
    switch (stage) {
    case HENG_WEIGHTS:
        return method_weigh(&m, NULL, &w, &e);
    case HENG_AGGREGATE:
        return method_aggregate(&m, NULL, &a, &e);
    case HENG_RANK:
        return method_rank(&m, NULL, &k, &e);
    default:
        return method_column(&m, NULL, &c, &e);
    }
}

static void script(int value, const char *reason, double a, double b, double c)
{
    rogue.value = value;
    rogue.why = reason;
    rogue.results[0] = a;
    rogue.results[1] = b;
    rogue.results[2] = c;
    rogue.error = NULL;
}

START_TEST(infinities_become_undefined)
{
    static const enum heng_stage stages[] = {HENG_IMPUTE, HENG_TREAT, HENG_NORMALISE,
                                             HENG_AGGREGATE};
    for (size_t i = 0; i < COUNT(stages); i++) {
        script(HENG_OK, "noted", INFINITY, 1, -INFINITY);
        ck_assert_int_eq(call_rogue(stages[i], i % 2 ? &driver : NULL, "rogue.so"), HENG_OK);
        kit_assert_columns(out, ((const double[]){NAN, 1, NAN}), 3, 0);
        ck_assert_str_eq(why, "noted; 2 infinite results are undefined");
        script(HENG_OK, NULL, 1, 1, -INFINITY);
        ck_assert_int_eq(call_rogue(stages[i], NULL, "rogue.so"), HENG_OK);
        ck_assert_str_eq(why, "1 infinite result is undefined");
    }
}
END_TEST

START_TEST(undefined_leaves_no_number)
{
    static const enum heng_stage stages[] = {HENG_TREAT, HENG_WEIGHTS, HENG_AGGREGATE, HENG_RANK};
    for (size_t i = 0; i < COUNT(stages); i++) {
        script(HENG_UNDEFINED, "constant", 1, 2, 3);
        ck_assert_int_eq(call_rogue(stages[i], NULL, "core"), HENG_UNDEFINED);
        kit_assert_columns(out, ((const double[]){NAN, NAN, NAN}), 3, 0);
        ck_assert_str_eq(why, "constant");
        script(HENG_UNDEFINED, NULL, 1, 2, 3);
        ck_assert_int_eq(call_rogue(stages[i], NULL, "core"), HENG_UNDEFINED);
        ck_assert_str_eq(why, "no reason given");
    }
}
END_TEST

START_TEST(failure_says_why)
{
    static const enum heng_stage stages[] = {HENG_NORMALISE, HENG_WEIGHTS, HENG_AGGREGATE,
                                             HENG_RANK};
    for (size_t i = 0; i < COUNT(stages); i++) {
        script(HENG_FAIL, "no goalposts", 1, 2, 3);
        ck_assert_int_eq(call_rogue(stages[i], NULL, "core"), HENG_FAIL);
        ck_assert_str_eq(e.text, "method rogue: no goalposts");
        ck_assert_int_eq(e.status, ERR_PROFILE);
        kit_assert_near(out[1], NAN, 0);
        script(HENG_FAIL, NULL, 1, 2, 3);
        ck_assert_int_eq(call_rogue(stages[i], NULL, "core"), HENG_FAIL);
        ck_assert_str_eq(e.text, "method rogue: no reason given");
        if (stages[i] == HENG_RANK)
            continue;
        script(HENG_FAIL, NULL, 1, 2, 3);
        rogue.error = "w.lua:3: killed";
        ck_assert_int_eq(call_rogue(stages[i], &driver, "w.lua"), HENG_FAIL);
        ck_assert_str_eq(e.text, "method rogue: w.lua:3: killed");
        ck_assert_int_eq(e.status, ERR_PART);
    }
}
END_TEST

START_TEST(unknown_answers_are_failures)
{
    static const int answers[] = {3, -1, -70, 1000};
    for (size_t i = 0; i < COUNT(answers); i++) {
        script(answers[i], NULL, 1, 2, 3);
        ck_assert_int_eq(call_rogue(HENG_TREAT, NULL, "rogue.so"), HENG_FAIL);
        ck_assert_str_eq(e.text,
                         "method rogue: rogue.so: answered neither OK nor UNDEFINED nor FAIL");
        ck_assert_int_eq(e.status, ERR_PART);
        ck_assert_int_eq(call_rogue(HENG_WEIGHTS, NULL, "core"), HENG_FAIL);
        ck_assert_int_eq(e.status, ERR_INTERNAL);
    }
}
END_TEST

START_TEST(reasons_are_cut_and_mended)
{
    script(HENG_UNDEFINED, "a reason that is longer than the buffer that it was given to hold", 1,
           1, 1);
    ck_assert_int_eq(call_rogue(HENG_TREAT, NULL, "rogue.so"), HENG_UNDEFINED);
    ck_assert_uint_eq(strlen(why), sizeof why - 1);
    script(HENG_FAIL, "cut here: \xe6\x8c", 1, 1, 1);
    ck_assert_int_eq(call_rogue(HENG_TREAT, NULL, "rogue.so"), HENG_FAIL);
    ck_assert_str_eq(why, "cut here: ");
    script(HENG_OK, "a note that fills all of its buffer, ok", INFINITY, 1, 1);
    ck_assert_int_eq(call_rogue(HENG_TREAT, NULL, "rogue.so"), HENG_OK);
    ck_assert_str_eq(why, "a note that fills all of its buffer, ok");
}
END_TEST

START_TEST(weights_must_be_weights)
{
    static const double bad[][3] = {{0.5, 0.25, 0.2499}, {0.5, 0.5, 1e-8}, {-0.1, 0.6, 0.5},
                                    {NAN, 0.5, 0.5},     {INFINITY, 0, 0}, {0, 0, 0},
                                    {2, -1, 0},          {1, 2, -INFINITY}};
    script(HENG_OK, NULL, 0.5, 0.25, 0.25);
    ck_assert_int_eq(call_rogue(HENG_WEIGHTS, NULL, "rogue.so"), HENG_OK);
    kit_assert_near(out[1], 0.25, 0);
    script(HENG_OK, NULL, 0.5, 0.25, 0.25 + 1e-10);
    ck_assert_int_eq(call_rogue(HENG_WEIGHTS, &driver, "rogue.so"), HENG_OK);
    kit_assert_near(out[2], 0.25 + 1e-10, 0);
    for (size_t i = 0; i < COUNT(bad); i++) {
        script(HENG_OK, NULL, bad[i][0], bad[i][1], bad[i][2]);
        ck_assert_int_eq(call_rogue(HENG_WEIGHTS, NULL, "rogue.so"), HENG_FAIL);
        ck_assert_int_eq(e.status, ERR_PART);
        kit_assert_columns(out, ((const double[]){NAN, NAN, NAN}), 3, 0);
    }
    script(HENG_OK, NULL, 0.5, 0.25, 0.125);
    call_rogue(HENG_WEIGHTS, NULL, "rogue.so");
    ck_assert_str_eq(e.text, "method rogue: rogue.so: its weights sum to 0.875; the sum must be 1");
    script(HENG_OK, NULL, 0.5, -0.25, 0.75);
    call_rogue(HENG_WEIGHTS, NULL, "rogue.so");
    ck_assert_str_eq(e.text,
                     "method rogue: rogue.so: its weight of b is -0.25; it must be from 0 to 1");
}
END_TEST

START_TEST(ranks_must_be_ranks)
{
    static const double bad[][3] = {{0, 1, 2}, {1, 2, 4}, {1, NAN, 2}, {1, 2, INFINITY}};
    script(HENG_OK, NULL, 3, 1.5, 1.5);
    ck_assert_int_eq(call_rogue(HENG_RANK, NULL, "rogue.so"), HENG_OK);
    for (size_t i = 0; i < COUNT(bad); i++) {
        script(HENG_OK, NULL, bad[i][0], bad[i][1], bad[i][2]);
        ck_assert_int_eq(call_rogue(HENG_RANK, NULL, "rogue.so"), HENG_FAIL);
        ck_assert_str_eq(e.text,
                         "method rogue: rogue.so: a rank is not from 1 to the number of units");
    }
}
END_TEST

/* ---- of many units: in lanes, and behind them ------------------------------------------------ */

enum { LONGEST = 13 };
static double told[LONGEST];

static int tell_ranks(struct heng_rank_call *c)
{
    memcpy(c->y, told, c->n * sizeof *told);
    return HENG_OK;
}

static int tell_column(struct heng_column_call *c)
{
    memcpy(c->y, told, c->n * sizeof *told);
    return HENG_OK;
}

static int ranks_of(const double *x, size_t n)
{
    struct heng_method desc = described(HENG_RANK, "told");
    const struct method m = {.desc = &desc, .origin = "told.so"};
    double y[LONGEST];
    struct heng_rank_call c = {.n = n, .x = x, .y = y};
    desc.rank = tell_ranks;
    return method_rank(&m, NULL, &c, &e);
}

START_TEST(one_wrong_rank_is_seen_at_each_place)
{
    for (size_t n = 1; n <= LONGEST; n++)
        for (size_t k = 0; k < n; k++) {
            const double wrong[] = {0, 0.5, -1, (double)n + 0.5, INFINITY, NAN};
            double x[LONGEST];
            for (size_t i = 0; i < n; i++) {
                x[i] = (double)(i * 5 % 7);
                told[i] = 1 + (double)(i * 3 % n);
            }
            for (size_t w = 0; w < COUNT(wrong); w++) {
                told[k] = wrong[w];
                ck_assert_msg(ranks_of(x, n) == HENG_FAIL, "%g at %zu of %zu", wrong[w], k, n);
            }
            told[k] = (double)n;
            ck_assert_int_eq(ranks_of(x, n), HENG_OK);
            told[k] = 1;
            ck_assert_int_eq(ranks_of(x, n), HENG_OK);
            x[k] = NAN; /* who has no score has no rank */
            ck_assert_msg(ranks_of(x, n) == HENG_FAIL, "1 at %zu of %zu", k, n);
            told[k] = NAN;
            ck_assert_int_eq(ranks_of(x, n), HENG_OK);
        }
}
END_TEST

START_TEST(one_infinite_result_is_undefined_at_each_place)
{
    struct heng_method desc = described(HENG_TREAT, "told");
    const struct method m = {.desc = &desc, .origin = "told.so"};
    const double x[LONGEST] = {1, 2, 3};
    desc.column = tell_column;
    for (size_t n = 1; n <= LONGEST; n++)
        for (size_t k = 0; k < n; k++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double y[LONGEST];
                struct heng_column_call c = {
                    .n = n, .x = x, .y = y, .why = why, .why_size = sizeof why};
                for (size_t i = 0; i < n; i++)
                    told[i] = i == k ? sign * (double)INFINITY : (double)i;
                ck_assert_int_eq(method_column(&m, NULL, &c, &e), HENG_OK);
                ck_assert_str_eq(why, "1 infinite result is undefined");
                for (size_t i = 0; i < n; i++)
                    ck_assert(i == k ? isnan(y[i]) : y[i] == (double)i);
            }
}
END_TEST

START_TEST(a_method_serves_its_own_stage)
{
    struct rig *rig = rig_new();
    const struct method *treat = rig_method(rig, HENG_TREAT, "log");
    const struct method *weigh = rig_method(rig, HENG_WEIGHTS, "equal");
    struct heng_column_call c = {.n = 3, .x = x3, .y = out};
    struct heng_weigh_call w = {.n = 3, .m = 3, .x = x33, .w = out};
    struct heng_aggregate_call a = {.n = 3, .m = 3, .x = x33, .w = x3, .y = out};
    struct heng_rank_call k = {.n = 3, .x = x3, .y = out};
    ck_assert_int_eq(method_column(weigh, NULL, &c, &e), HENG_FAIL);
    ck_assert_str_eq(e.text, "method equal: cannot be called for a column");
    ck_assert_int_eq(method_weigh(treat, NULL, &w, &e), HENG_FAIL);
    ck_assert_int_eq(method_aggregate(treat, NULL, &a, &e), HENG_FAIL);
    ck_assert_int_eq(method_rank(treat, NULL, &k, NULL), HENG_FAIL);
    a.m = 0;
    ck_assert_int_eq(method_aggregate(rig_method(rig, HENG_AGGREGATE, "topsis"), NULL, &a, &e),
                     HENG_UNDEFINED);
    kit_assert_near(out[0], NAN, 0);
    w.m = 0;
    ck_assert_int_eq(method_weigh(weigh, NULL, &w, &e), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

/* ---- where nobody listens ---------------------------------------------------------------- */

static struct {
    int value;
    size_t loud, quiet; /* calls with room for a reason, and without */
} listened;

static int hear(char *reason, size_t size)
{
    *(reason ? &listened.loud : &listened.quiet) += 1;
    ck_assert_uint_eq(size, reason ? sizeof why : 0);
    if (reason)
        memcpy(reason, "too few", sizeof "too few");
    return listened.value;
}

static int hear_column(struct heng_column_call *c)
{
    memcpy(c->y, x3, sizeof x3);
    return hear(c->why, c->why_size);
}

static int hear_weigh(struct heng_weigh_call *c)
{
    c->w[0] = c->w[1] = 0.25;
    c->w[2] = 0.5;
    return hear(c->why, c->why_size);
}

static int hear_aggregate(struct heng_aggregate_call *c)
{
    memcpy(c->y, x3, sizeof x3);
    return hear(c->why, c->why_size);
}

static int hear_fill(struct heng_fill_call *c)
{
    memcpy(c->y, x3, sizeof x3);
    return hear(c->why, c->why_size);
}

static int drive_hear(const struct method *m, struct heng_column_call *c, struct error *error)
{
    (void)m;
    (void)error;
    return hear_column(c);
}

enum { HEAR_COLUMN, HEAR_WEIGH, HEAR_AGGREGATE, HEAR_FILL, HEAR_ALL };

/* The method that answers value, called quietly; why is asked of the call afterwards. */
static int call_quietly(int kind, int value, const struct method_driver *d)
{
    static const enum heng_stage stages[] = {HENG_NORMALISE, HENG_WEIGHTS, HENG_AGGREGATE,
                                             HENG_IMPUTE};
    struct heng_method desc = described(stages[kind], "listener");
    const struct method m = {.desc = &desc, .driver = d, .origin = METHOD_CORE};
    struct heng_column_call c = {
        .n = 3, .x = x3, .n_base = 3, .base = x3, .y = out, .why = why, .why_size = sizeof why};
    struct heng_weigh_call w = {
        .n = 3, .m = 3, .x = x33, .ids = rig_ids, .w = out, .why = why, .why_size = sizeof why};
    struct heng_aggregate_call a = {
        .n = 3, .m = 3, .x = x33, .w = x3, .y = out, .why = why, .why_size = sizeof why};
    struct heng_fill_call f = {.n_units = 3,
                               .n_periods = 1,
                               .m = 1,
                               .x = x33,
                               .y = out,
                               .why = why,
                               .why_size = sizeof why};
    desc.column = kind == HEAR_FILL ? NULL : hear_column;
    desc.weigh = hear_weigh;
    desc.aggregate = hear_aggregate;
    desc.fill = kind == HEAR_FILL ? hear_fill : NULL;
    memset(&listened, 0, sizeof listened);
    listened.value = value;
    why[0] = '\0';
    switch (kind) {
    case HEAR_COLUMN:
        value = method_column_quietly(&m, NULL, &c, &e);
        ck_assert(c.why == why && c.why_size == sizeof why);
        return value;
    case HEAR_WEIGH:
        value = method_weigh_quietly(&m, NULL, &w, &e);
        ck_assert(w.why == why && w.why_size == sizeof why);
        return value;
    case HEAR_AGGREGATE:
        value = method_aggregate_quietly(&m, NULL, &a, &e);
        ck_assert(a.why == why && a.why_size == sizeof why);
        return value;
    default:
        value = method_fill_quietly(&m, NULL, &f, &e);
        ck_assert(f.why == why && f.why_size == sizeof why);
        return value;
    }
}

START_TEST(only_a_failure_is_asked_for_its_words)
{
    static const struct method_driver heard = {.column = drive_hear};
    for (int kind = 0; kind < HEAR_ALL; kind++) {
        ck_assert_int_eq(call_quietly(kind, HENG_OK, NULL), HENG_OK);
        ck_assert_str_eq(why, "");
        ck_assert(listened.quiet == 1 && listened.loud == 0);
        ck_assert_int_eq(call_quietly(kind, HENG_UNDEFINED, NULL), HENG_UNDEFINED);
        ck_assert(listened.quiet == 1 && listened.loud == 0);
        ck_assert_int_eq(call_quietly(kind, HENG_FAIL, NULL), HENG_FAIL);
        ck_assert_str_eq(e.text, "method listener: too few");
        ck_assert(listened.quiet == 1 && listened.loud == 1);
    }
    ck_assert_int_eq(call_quietly(HEAR_COLUMN, HENG_OK, &heard), HENG_OK);
    ck_assert_str_eq(why, "too few");
    ck_assert(listened.quiet == 0 && listened.loud == 1);
}
END_TEST

START_TEST(notes_are_joined)
{
    char text[12] = "";
    ck_assert_int_eq(refuse(NULL, 0, HENG_FAIL, "nobody listens"), HENG_FAIL);
    remark_add(NULL, 0, "nobody listens");
    remark_add(text, sizeof text, "one");
    remark_add(text, sizeof text, "two");
    ck_assert_str_eq(text, "one; two");
    remark_add(text, sizeof text, "three");
    ck_assert_str_eq(text, "one; two; t");
    remark_add(text, sizeof text, "four");
    ck_assert_str_eq(text, "one; two; t");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {stages_have_names,
                                  the_core_is_there,
                                  nearest_names_are_of_the_stage,
                                  added_methods_stay_where_they_are,
                                  a_name_is_taken_once_a_stage,
                                  faulty_descriptors_are_refused,
                                  infinities_become_undefined,
                                  undefined_leaves_no_number,
                                  failure_says_why,
                                  unknown_answers_are_failures,
                                  reasons_are_cut_and_mended,
                                  weights_must_be_weights,
                                  ranks_must_be_ranks,
                                  one_wrong_rank_is_seen_at_each_place,
                                  one_infinite_result_is_undefined_at_each_place,
                                  a_method_serves_its_own_stage,
                                  only_a_failure_is_asked_for_its_words,
                                  notes_are_joined,
                                  NULL};
    return kit_run("registry", tests);
}
