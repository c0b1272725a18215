/* SPDX-License-Identifier: MIT */
/* Replicates that call rules and weights in Lua, or a plugin's method. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "robust/bench_kit.h"

#define LUA                                                                                        \
    "[weights]\nmethod = entropy_floor\nfloor = 0.3\n"                                             \
    "[rule.low]\nkind = veto\nwhen = a < 3 or q < 5\n"                                             \
    "[rule.cap]\nkind = cap\nnode = p\nwhen = c > 5\nvalue = 30 + c\n"                             \
    "[rule.less]\nkind = deduction\nnode = p\nwhen = p > 29\nvalue = p / 10\n"                     \
    "[uncertainty]\nreplicates = 150\nvary.weights.floor = uniform(0.1, 0.9)\n"                    \
    "vary.treat.max_points = integer(0, 2)\nweights = uniform\n"

static bool same(double a, float b)
{
    return isnan(a) ? isnan(b) : (float)a == b;
}

/* What the workers have computed in themselves against a process for each call. */
static void compare_apart(struct bench *b, const struct replicates *x, size_t step)
{
    struct replicate to = room(x->n_rows);
    double u[16];
    size_t i, k;
    for (i = 0; i < x->n; i += step) {
        draw(b, i, u);
        ck_assert_msg(robust_evaluate(b->walker, u, &to, &b->g.e) == OK, "%s", b->g.e.text);
        for (k = 0; k < x->n_rows; k++)
            ck_assert_msg(same(to.rank[k], x->rank[i * x->n_rows + k]), "%zu %zu", i, k);
    }
    free(to.score);
}

START_TEST(same_bits_as_apart)
{
    struct bench b;
    struct replicates x[3];
    size_t j;
    begin(&b, BASE LUA);
    ck_assert_int_eq(evaluator_calls(b.evaluator), CALLS_LUA);
    for (j = 0; j < 3; j++) {
        replicate_all(&b, (struct replicates_options){.jobs = j + 1}, &x[j], OK);
        ck_assert(memcmp(x[0].rank, x[j].rank, x[0].bytes[0]) == 0);
    }
    compare_apart(&b, &x[0], 10);
    for (j = 0; j < 3; j++)
        replicates_fini(&x[j]);
    end(&b);
}
END_TEST

/* ---- what goes wrong in a replicate alone -----------------------------------------------------
 */

/* The first replicate that is left out; how many are. */
static size_t find_left_out(const struct replicates *x, size_t *n)
{
    size_t first = x->n;
    *n = 0;
    for (size_t i = x->n; i-- > 0;)
        if (*x->why[i]) {
            first = i;
            ++*n;
            for (size_t k = 0; k < x->n_rows; k++)
                ck_assert(isnan(x->rank[i * x->n_rows + k]));
        }
    return first;
}

/* Those that are not left out are as if each had been computed alone. */
static void compare_others(struct bench *b, const struct replicates *x)
{
    struct replicate to = room(x->n_rows);
    double u[16];
    for (size_t i = 0; i < x->n; i++) {
        struct walker *fresh;
        if (*x->why[i])
            continue;
        fresh = walker_new(b->evaluator);
        draw(b, i, u);
        ck_assert_msg(robust_evaluate(fresh, u, &to, &b->g.e) == OK, "%s", b->g.e.text);
        for (size_t k = 0; k < x->n_rows; k++)
            ck_assert_msg(same(to.rank[k], x->rank[i * x->n_rows + k]), "%zu %zu", i, k);
        walker_free(fresh);
    }
    free(to.score);
}

/* A rule that does what `then` says where the weight of a is neither its own nor at an end: with
   status OK some replicates are left out, else all of them end. */
static void fail_with(const char *then, int status, const char *const *texts)
{
    struct bench b;
    struct replicates x;
    char text[2000];
    size_t first, n;
    time_t from;
    snprintf(text, sizeof text,
             "[profile]\nworker_seconds = 1\n" BASE "[rule.bad]\nkind = warning\nwhen = 1 == 2\n"
             "[rule.worse]\nkind = veto\nwhen = code == \"u1\" and p > 12.7 and p < 17.5 and %s\n"
             "[uncertainty]\nreplicates = 80\nvary.indicator.a.weight = uniform(2, 4)\n",
             then);
    begin(&b, text);
    from = time(NULL);
    replicate_all(&b, (struct replicates_options){.jobs = 2}, &x, status);
    ck_assert_int_lt(time(NULL) - from, 14);
    first = find_left_out(&x, &n);
    if (status == OK) {
        ck_assert_uint_gt(n, 0);
        ck_assert_uint_lt(n, 80);
    }
    for (; *texts; texts++) {
        const char *told = status ? b.g.e.text : x.why[first];
        ck_assert_msg(strstr(told, *texts), "%s: %s", *texts, told);
    }
    if (status == OK)
        compare_others(&b, &x);
    replicates_fini(&x);
    end(&b);
}

START_TEST(an_error_is_told)
{
    static const char *const texts[] = {"[rule.worse] when: unit u1", NULL};
    fail_with("(function() return nil + 1 end)() > 0", OK, texts);
}
END_TEST

START_TEST(a_loop_is_stopped)
{
    static const char *const texts[] = {"p.ini:", "time limit of 1 s", NULL};
    fail_with("(function() while true do end end)()", OK, texts);
}
END_TEST

START_TEST(a_hang_outside_lua_is_stopped)
{
    static const char *const texts[] = {"replicates: stopped after 1 s (time limit) at ",
                                        "p.ini:", NULL};
    fail_with("string.find(string.rep(\"a\", 60), string.rep(\"a-\", 60) .. \"b\") == 1", ERR_PART,
              texts);
}
END_TEST

START_TEST(memory_is_limited)
{
    static const char *const texts[] = {"p.ini:", "memory limit", NULL};
    fail_with("#string.rep(\"a\", 400000000) > 1", OK, texts);
}
END_TEST

/* ---- time in core code is nobody's --------------------------------------------------------------
 */

static void linger(size_t first, void *data)
{
    const struct timespec t = {2, 500000000};
    (void)first, (void)data;
    nanosleep(&t, NULL);
}

START_TEST(our_own_time_is_not_limited)
{
    struct bench b;
    struct replicates x;
    begin(&b, "[profile]\nworker_seconds = 1\n" BASE "[rule.low]\nkind = veto\nwhen = a < 2\n"
              "[uncertainty]\nreplicates = 5\nweights = uniform\n");
    replicate_all(&b, (struct replicates_options){.jobs = 2, .before = linger}, &x, OK);
    ck_assert(isnan(x.rank[0]) && !isnan(x.rank[1]));
    replicates_fini(&x);
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {same_bits_as_apart,
                                  an_error_is_told,
                                  a_loop_is_stopped,
                                  a_hang_outside_lua_is_stopped,
                                  memory_is_limited,
                                  our_own_time_is_not_limited,
                                  NULL};
    return kit_run("calls", tests);
}
