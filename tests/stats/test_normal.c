/* SPDX-License-Identifier: MIT */
/* The normal quantile against the distribution function, and at the ends. */
#include "stats/normal.h"

#include <float.h>
#include <math.h>

#include "kit.h"

/* The distribution function in long double, with all its digits in the lower tail. */
static long double below(long double x)
{
    return erfcl(-x / sqrtl(2)) / 2;
}

START_TEST(turns_the_distribution_function_round)
{
    double p, worst = 0;
    for (p = 1e-300; p < 0.5; p *= 1.37) {
        long double x = (long double)normal_quantile(p);
        /* what an error of one part in 2^52 of x comes to in p */
        long double density = expl(-x * x / 2) / sqrtl(2 * acosl(-1.0L));
        double off = (double)(fabsl(below(x) - (long double)p) / (density * fabsl(x)));
        worst = off > worst ? off : worst;
    }
    ck_assert_msg(worst < 8 * DBL_EPSILON, "%g", worst);
}
END_TEST

START_TEST(is_odd_about_one_half)
{
    double p;
    for (p = 0x1p-30; p < 0.5; p += 0x1p-9)
        ck_assert(normal_quantile(1 - p) == -normal_quantile(p));
    ck_assert(normal_quantile(0.5) == 0);
}
END_TEST

START_TEST(known_percentage_points)
{
    kit_assert_near(normal_quantile(0.975), 1.959963984540054, 1e-15);
    kit_assert_near(normal_quantile(0.01), -2.3263478740408408, 1e-15);
    kit_assert_near(normal_quantile(1e-20), -9.262340089798408, 1e-14);
}
END_TEST

START_TEST(the_ends_and_what_lies_outside)
{
    ck_assert(isinf(normal_quantile(0)) && normal_quantile(0) < 0);
    ck_assert(isinf(normal_quantile(1)) && normal_quantile(1) > 0);
    ck_assert(isnan(normal_quantile(-0.1)) && isnan(normal_quantile(1.1)));
    ck_assert(isnan(normal_quantile((double)NAN)));
    ck_assert(isfinite(normal_quantile(DBL_TRUE_MIN)));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("normal");
    TCase *t = tcase_create("normal");
    SRunner *r;
    int failed;
    tcase_add_test(t, turns_the_distribution_function_round);
    tcase_add_test(t, is_odd_about_one_half);
    tcase_add_test(t, known_percentage_points);
    tcase_add_test(t, the_ends_and_what_lies_outside);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
