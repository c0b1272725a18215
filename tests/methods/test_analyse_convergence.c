/* SPDX-License-Identifier: MIT */
/* sigma and beta: paths that converge by construction, gaps, what they refuse. */
#include "methods/findings.h"

static const double years[] = {2000, 2001, 2003, 2004, 2008, 2010};

/* x_t = exp(m + (ln x_0 - m) exp(-l t)): the gap closes at the speed l exactly. */
START_TEST(beta_recovers_the_speed)
{
    struct findings *f = findings_new();
    const double speed = 0.035;
    double x[24];
    const double *const columns[] = {x};
    struct heng_analyse_call c = {.n = 24, .m = 1, .n_periods = 6, .x = columns, .period = years};
    for (size_t t = 0; t < 6; t++)
        for (size_t i = 0; i < 4; i++)
            x[t * 4 + i] = exp(3 + (0.5 * (double)i - 1.1) * exp(-speed * (years[t] - 2000)));
    ck_assert_int_eq(findings_run(f, "beta", NULL, &c), HENG_OK);
    findings_assert(f, "a|2001|2006", "span", 10, 0);
    findings_assert(f, "a|2001|2006", "beta", -(1 - exp(-speed * 10)) / 10, 1e-14);
    findings_assert(f, "a|2001|2006", "speed", speed, 1e-14);
    findings_assert(f, "a|2001|2006", "half_life", log(2) / speed, 1e-12);
    findings_assert(f, "a|2001|2006", "r2", 1, 1e-14);
    ck_assert_int_eq(findings_run(f, "beta", "from = 2002; to = 2005", &c), HENG_OK);
    findings_assert(f, "a|2002|2005", "span", 7, 0);
    findings_assert(f, "a|2002|2005", "speed", speed, 1e-13);
    ck_assert_int_eq(findings_run(f, "sigma", NULL, &c), HENG_OK);
    for (size_t t = 0; t < 6; t++) {
        char key[32];
        snprintf(key, sizeof key, "a|time|%zu|", 2001 + t);
        findings_assert(f, key, "sd_ln", 0.5 * sqrt(5 / 3.0) * exp(-speed * (years[t] - 2000)),
                        1e-14);
    }
    ck_assert(findings_value(f, "a|trend||sd_ln", "slope") < 0);
    findings_free(f);
}
END_TEST

/* Units that drift apart have no half-life; past a certain pace there is no speed either. */
START_TEST(beta_of_divergence)
{
    struct findings *f = findings_new();
    const double apart[] = {1, 2, 4, 1, 4, 16}, across[] = {1, 2, 4, 16, 4, 1};
    const double *const columns[] = {apart, across};
    struct heng_analyse_call c = {.n = 6, .m = 2, .n_periods = 2, .x = columns};
    ck_assert_int_eq(findings_run(f, "beta", NULL, &c), HENG_OK);
    findings_assert(f, "a|2001|2002", "beta", 1, 1e-15);
    findings_assert(f, "a|2001|2002", "speed", -log(2), 1e-15);
    ck_assert(isnan(findings_value(f, "a|2001|2002", "half_life")));
    findings_assert(f, "b|2001|2002", "beta", -3, 1e-15);
    ck_assert(isnan(findings_value(f, "b|2001|2002", "speed")));
    findings_free(f);
}
END_TEST

START_TEST(beta_leaves_units_out)
{
    struct findings *f = findings_new();
    const double x[] = {1, 2, 5, 3, NAN, 2, 3, 6, NAN, 4}, full[] = {1, 2, 5, 2, 3, 6};
    const double *columns[] = {x}, *rest[] = {full};
    struct heng_analyse_call c = {.n = 10, .m = 1, .n_periods = 2, .x = columns},
                             d = {.n = 6, .m = 1, .n_periods = 2, .x = rest};
    double beta, p;
    ck_assert_int_eq(findings_run(f, "beta", NULL, &d), HENG_OK);
    beta = findings_value(f, "a|2001|2002", "beta");
    p = findings_value(f, "a|2001|2002", "p");
    ck_assert_int_eq(findings_run(f, "beta", NULL, &c), HENG_OK);
    ck_assert_str_eq(f->warning, "a: 2 of 5 units are left out: no value in one of the periods");
    findings_assert(f, "a|2001|2002", "n", 3, 0);
    findings_assert(f, "a|2001|2002", "beta", beta, 0);
    findings_assert(f, "a|2001|2002", "p", p, 0);
    findings_free(f);
}
END_TEST

START_TEST(beta_refuses)
{
    static const struct {
        const char *settings;
        double x[6];
        size_t periods;
        int value;
        const char *why;
    } cases[] = {
        {NULL, {1, 2, 3, 4, 5, 6}, 1, HENG_UNDEFINED, "one period"},
        {"from = 1999", {1, 2, 3, 4, 5, 6}, 2, HENG_FAIL, "there is no period 1999"},
        {"to = 2009", {1, 2, 3, 4, 5, 6}, 2, HENG_FAIL, "there is no period 2009"},
        {"from = 2002", {1, 2, 3, 4, 5, 6}, 2, HENG_FAIL, "from must be before to"},
        {NULL, {1, 0, 3, 4, 5, 6}, 2, HENG_UNDEFINED, "a value of u2 is not above 0"},
        {NULL, {1, 2, 3, 4, 5, -6}, 2, HENG_UNDEFINED, "a value of u3 is not above 0"},
        {NULL,
         {1, NAN, 3, 4, 5, 6},
         2,
         HENG_UNDEFINED,
         "fewer than three units have a value in both periods"},
        {NULL, {2, 2, 2, 4, 5, 6}, 2, HENG_UNDEFINED, "all begin with the same value"},
    };
    struct findings *f = findings_new();
    for (size_t k = 0; k < COUNT(cases); k++) {
        const double *const columns[] = {cases[k].x};
        struct heng_analyse_call c = {.n = 6, .m = 1, .n_periods = cases[k].periods, .x = columns};
        ck_assert_int_eq(findings_run(f, "beta", cases[k].settings, &c), cases[k].value);
        ck_assert_str_eq(f->rig->why, cases[k].why);
    }
    findings_free(f);
}
END_TEST

/* ---- sigma --------------------------------------------------------------- */

START_TEST(sigma_of_gaps)
{
    struct findings *f = findings_new();
    /* Four units in four periods; nobody has a value in the third, u4 none in the last. */
    const double x[] = {1, 2, 4, 9, 2, 3, 5, 7, NAN, NAN, NAN, NAN, 3, 4, 5, NAN};
    const double *const columns[] = {x};
    struct heng_analyse_call c = {.n = 16, .m = 1, .n_periods = 4, .x = columns};
    ck_assert_int_eq(findings_run(f, "sigma", NULL, &c), HENG_OK);
    findings_assert(f, "a|time|2001|", "n", 4, 0);
    findings_assert(f, "a|time|2001|", "mean", 4, 0);
    findings_assert(f, "a|time|2001|", "cv", sqrt(38 / 3.0) / 4, 1e-15);
    findings_assert(f, "a|time|2003|", "n", 0, 0);
    ck_assert(isnan(findings_value(f, "a|time|2003|", "cv")));
    findings_assert(f, "a|time|2004|", "cv", 0.25, 1e-15);
    findings_assert(f, "a|trend||cv", "n", 3, 0);
    ck_assert_int_eq(findings_run(f, "sigma", "sample = common", &c), HENG_OK);
    findings_assert(f, "a|time|2001|", "n", 3, 0);
    findings_assert(f, "a|time|2001|", "cv", sqrt(3 / 7.0), 1e-15); /* 1, 2, 4 */
    findings_assert(f, "a|time|2002|", "mean", 10 / 3.0, 1e-15);
    findings_free(f);
}
END_TEST

/* Two periods make a slope and no test. */
START_TEST(sigma_of_two_periods)
{
    struct findings *f = findings_new();
    const double x[] = {1, 3, 2, 4}, negative[] = {-1, 3, -2, -4}, *const columns[] = {x, negative};
    struct heng_analyse_call c = {.n = 4, .m = 2, .n_periods = 2, .x = columns};
    ck_assert_int_eq(findings_run(f, "sigma", NULL, &c), HENG_OK);
    findings_assert(f, "a|trend||cv", "slope", sqrt(2) * (1 / 3.0 - 0.5), 1e-15);
    ck_assert(isnan(findings_value(f, "a|trend||cv", "p")));
    ck_assert(isnan(findings_value(f, "b|time|2001|", "sd_ln")));
    findings_assert(f, "b|time|2001|", "cv", sqrt(8), 1e-15);
    ck_assert(isnan(findings_value(f, "b|time|2002|", "cv")));
    ck_assert(isnan(findings_value(f, "b|trend||sd_ln", "slope")));
    findings_free(f);
}
END_TEST

START_TEST(sigma_refuses)
{
    struct findings *f = findings_new();
    const double none[] = {NAN, NAN, NAN, NAN}, turns[] = {1, NAN, NAN, 2}, *columns[] = {none};
    struct heng_analyse_call c = {.n = 4, .m = 1, .n_periods = 2, .x = columns};
    ck_assert_int_eq(findings_run(f, "sigma", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no values");
    columns[0] = turns;
    ck_assert_int_eq(findings_run(f, "sigma", "sample = common", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no unit has a value in every period");
    c.n_periods = 1;
    ck_assert_int_eq(findings_run(f, "sigma", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "one period");
    findings_free(f);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        beta_recovers_the_speed, beta_of_divergence,   beta_leaves_units_out, beta_refuses,
        sigma_of_gaps,           sigma_of_two_periods, sigma_refuses,         NULL};
    return kit_run("analyse_convergence", tests);
}
