/* SPDX-License-Identifier: MIT */
/* coupling and obstacle: identities, grades, what they refuse. */
#include "methods/findings.h"

START_TEST(coupling_of_equals)
{
    struct findings *f = findings_new();
    const double a[] = {0, 50, 100, 0, NAN}, b[] = {0, 50, 100, 80, 3}, c3[] = {0, 50, 100, 10, 3};
    const double *columns[] = {a, b, c3};
    const char *const forms[] = {"form = standard", "form = modified"};
    for (size_t k = 0; k < 2; k++) {
        struct heng_analyse_call c = {.n = 5, .m = 3, .x = columns};
        ck_assert_int_eq(findings_run(f, "coupling", forms[k], &c), HENG_OK);
        ck_assert_uint_eq(f->n, 4);
        ck_assert(isnan(findings_value(f, "u1|极度失调|extreme imbalance", "c")));
        findings_assert(f, "u1|极度失调|extreme imbalance", "d", 0, 0);
        findings_assert(f, "u2|中级协调|intermediate coordination", "c", 1, 1e-15);
        findings_assert(f, "u2|中级协调|intermediate coordination", "d", sqrt(0.5), 1e-15);
        findings_assert(f, "u3|优质协调|quality coordination", "d", 1, 1e-15);
        findings_assert(f, "u4|极度失调|extreme imbalance", "c", 0, 0);
        findings_assert(f, "u4|极度失调|extreme imbalance", "t", 0.3, 1e-15);
        ck_assert_str_eq(f->warning, "1 of 5 units are left out: a score is missing");
    }
    findings_free(f);
}
END_TEST

/* The modified form with four systems, term by term. */
START_TEST(coupling_modified_twin)
{
    struct findings *f = findings_new();
    const double u[] = {0.3, 0.9, 0.45, 0.6};
    const double *const columns[] = {&u[0], &u[1], &u[2], &u[3]};
    struct heng_analyse_call c = {.n = 1, .m = 4, .x = columns};
    double apart = 0, product = 1, want;
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < i; j++)
            apart += sqrt((u[i] - u[j]) * (u[i] - u[j]));
        product *= u[i] / 0.9;
    }
    want = sqrt((1 - apart / (1 + 2 + 3)) * pow(product, 1.0 / 3));
    ck_assert_int_eq(findings_run(f, "coupling", "form = modified; scale = 1", &c), HENG_OK);
    kit_assert_near(f->lines[0].v[0], want, 1e-15);
    kit_assert_near(f->lines[0].v[2], sqrt(want * 0.5625), 1e-15);
    findings_free(f);
}
END_TEST

START_TEST(grades_begin_at_their_limit)
{
    static const char *const grades[] = {"极度失调", "严重失调", "中度失调", "轻度失调",
                                         "濒临失调", "勉强协调", "初级协调", "中级协调",
                                         "良好协调", "优质协调"};
    struct findings *f = findings_new();
    for (size_t k = 0; k <= 20; k++) {
        double u = (double)k / 20, limit = u * u; /* D of two such systems is u */
        const double *const columns[] = {&limit, &limit};
        struct heng_analyse_call c = {.n = 1, .m = 2, .x = columns};
        size_t grade = k / 2 < 9 ? k / 2 : 9;
        ck_assert_int_eq(findings_run(f, "coupling", "scale = 1", &c), HENG_OK);
        ck_assert_msg(strstr(f->lines[0].key, grades[grade]), "D = %g: %s", u, f->lines[0].key);
    }
    findings_free(f);
}
END_TEST

START_TEST(coupling_weights)
{
    struct findings *f = findings_new();
    const double a[] = {0.5}, b[] = {1}, w[] = {0.25, 0.75};
    const double *columns[] = {a, b};
    struct heng_analyse_call c = {.n = 1, .m = 2, .x = columns, .w = w};
    ck_assert_int_eq(findings_run(f, "coupling", "scale = 1", &c), HENG_OK);
    kit_assert_near(f->lines[0].v[1], 0.875, 1e-15);
    ck_assert_int_eq(findings_run(f, "coupling", "scale = 1; weights = 3, 1", &c), HENG_OK);
    kit_assert_near(f->lines[0].v[1], 0.625, 1e-15);
    c.w = NULL;
    ck_assert_int_eq(findings_run(f, "coupling", "scale = 1", &c), HENG_OK);
    kit_assert_near(f->lines[0].v[1], 0.75, 1e-15);
    findings_free(f);
}
END_TEST

START_TEST(coupling_refuses)
{
    static const struct {
        const char *settings;
        size_t m;
        double x;
        int value;
        const char *why;
    } cases[] = {
        {"scale = 1", 1, 0.5, HENG_FAIL, "it takes two columns or more"},
        {"scale = 0", 2, 0.5, HENG_FAIL, "scale must be above 0"},
        {"scale = 1; weights = 1, 2, 3", 2, 0.5, HENG_FAIL, "3 weights for 2 columns"},
        {"scale = 1; weights = 0, 0", 2, 0.5, HENG_FAIL, "the weights are all 0"},
        {"scale = 1", 2, 57.25, HENG_UNDEFINED, "b of u1 is 57.25, not from 0 to scale = 1"},
        {"scale = 1", 2, -0.5, HENG_UNDEFINED, "b of u1 is -0.5, not from 0 to scale = 1"},
        {"scale = 1", 2, NAN, HENG_UNDEFINED, "no unit has all scores"},
    };
    struct findings *f = findings_new();
    for (size_t k = 0; k < COUNT(cases); k++) {
        const double a[] = {0.5}, b[] = {cases[k].x}, *const columns[] = {a, b};
        struct heng_analyse_call c = {.n = 1, .m = cases[k].m, .x = columns};
        ck_assert_int_eq(findings_run(f, "coupling", cases[k].settings, &c), cases[k].value);
        ck_assert_str_eq(f->rig->why, cases[k].why);
    }
    findings_free(f);
}
END_TEST

/* ---- obstacle ------------------------------------------------------------ */

START_TEST(obstacles_sum_to_one)
{
    struct findings *f = findings_new();
    const double a[] = {10, 100, NAN}, b[] = {40, 100, 50}, d[] = {75, 100, NAN},
                 e[] = {50, 100, 0};
    const double *const columns[] = {a, b, d, e}, w[] = {0.5, 0.25, 0.25, 0.125};
    const char *const parents[] = {"one", "two", "one", "two"};
    struct heng_analyse_call c = {.n = 3, .m = 4, .x = columns, .w = w, .parents = parents};
    const double lost = 0.5 * 0.9 + 0.25 * 0.6 + 0.25 * 0.25 + 0.125 * 0.5;
    ck_assert_int_eq(findings_run(f, "obstacle", "top_k = 0", &c), HENG_OK);
    findings_assert(f, "indicator|u1|a|one", "obstacle", 0.45 / lost, 1e-15);
    findings_assert(f, "indicator|u1|b|two", "place", 2, 0);
    findings_assert(f, "indicator|u1|c|one", "place", 3, 0);
    findings_assert(f, "indicator|u1|d|two", "place", 4, 0); /* level with c, but behind it */
    findings_assert(f, "node|u1||one", "obstacle", 0.5125 / lost, 1e-15);
    findings_assert(f, "node|u1||two", "place", 2, 0);
    findings_assert(f, "indicator|u3|b|two", "obstacle", 0.5, 1e-15); /* half of 0.25 */
    findings_assert(f, "indicator|u3|d|two", "deviation", 1, 0);
    findings_assert(f, "node|u3||two", "obstacle", 1, 1e-15);
    ck_assert_uint_eq(f->n, 4 + 2 + 2 + 1);
    ck_assert_str_eq(f->warning, "1 of 3 units are left out: no value, or short of nothing");
    ck_assert_int_eq(findings_run(f, "obstacle", "top_k = 1", &c), HENG_OK);
    ck_assert_uint_eq(f->n, 1 + 2 + 1 + 1);
    findings_free(f);
}
END_TEST

START_TEST(obstacles_beyond_the_ends)
{
    struct findings *f = findings_new();
    const double a[] = {1.5}, b[] = {-1}, d[] = {0.5}, *const columns[] = {a, b, d};
    const double w[] = {0.25, 0.25, 0.5};
    struct heng_analyse_call c = {.n = 1, .m = 3, .x = columns, .w = w};
    ck_assert_int_eq(findings_run(f, "obstacle", "top = 1", &c), HENG_OK);
    ck_assert_uint_eq(f->warnings, 2);
    ck_assert_str_eq(f->warning, "1 value is below 0: deviations above 1");
    findings_assert(f, "indicator|u1|a|", "obstacle", 0, 0);
    findings_assert(f, "indicator|u1|b|", "deviation", 2, 0);
    findings_assert(f, "indicator|u1|b|", "obstacle", 2 / 3.0, 1e-15);
    findings_free(f);
}
END_TEST

START_TEST(obstacle_refuses)
{
    struct findings *f = findings_new();
    const double a[] = {100, NAN}, w[] = {1}, *const columns[] = {a};
    struct heng_analyse_call c = {.n = 2, .m = 1, .x = columns, .w = w};
    ck_assert_int_eq(findings_run(f, "obstacle", "top = 0", &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why, "top must be above 0");
    ck_assert_int_eq(findings_run(f, "obstacle", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no unit falls short of anything");
    findings_free(f);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        coupling_of_equals,        coupling_modified_twin, grades_begin_at_their_limit,
        coupling_weights,          coupling_refuses,       obstacles_sum_to_one,
        obstacles_beyond_the_ends, obstacle_refuses,       NULL};
    return kit_run("analyse_coupling", tests);
}
