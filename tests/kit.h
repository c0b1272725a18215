/* SPDX-License-Identifier: MIT */
/* What every test program shares: a suite from a table of tests, and comparing doubles. */
#ifndef HENG_TESTS_KIT_H
#define HENG_TESTS_KIT_H

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Units in the last place between a and b; 0 for two NaNs, UINT64_MAX for one. */
static inline uint64_t kit_ulps(double a, double b)
{
    int64_t ia, ib;
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : UINT64_MAX;
    memcpy(&ia, &a, sizeof ia);
    memcpy(&ib, &b, sizeof ib);
    if (ia < 0)
        ia = INT64_MIN - ia;
    if (ib < 0)
        ib = INT64_MIN - ib;
    return ia > ib ? (uint64_t)ia - (uint64_t)ib : (uint64_t)ib - (uint64_t)ia;
}

/* Within a relative distance of want (absolute below 1); two NaNs are equal. */
static inline int kit_near(double got, double want, double tolerance)
{
    double scale = fabs(want) > 1 ? fabs(want) : 1;
    if (isnan(got) || isnan(want))
        return isnan(got) && isnan(want);
    return fabs(got - want) <= tolerance * scale;
}

#define kit_assert_near(got, want, tolerance)                                                      \
    do {                                                                                           \
        double got_ = (got), want_ = (want);                                                       \
        ck_assert_msg(kit_near(got_, want_, (tolerance)), "%s: got %.17g, want %.17g, %llu ulps",  \
                      #got, got_, want_, (unsigned long long)kit_ulps(got_, want_));               \
    } while (0)

#define kit_assert_columns(got, want, n, tolerance)                                                \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < (size_t)(n); i_++)                                                \
            ck_assert_msg(kit_near((got)[i_], (want)[i_], (tolerance)),                            \
                          "%s[%zu]: got %.17g, want %.17g, %llu ulps", #got, i_, (got)[i_],        \
                          (want)[i_], (unsigned long long)kit_ulps((got)[i_], (want)[i_]));        \
    } while (0)

/* Runs the tests (TTest pointers, NULL-terminated) as one suite; the exit code of main. */
static inline int kit_run(const char *name, const TTest *const *tests)
{
    Suite *s = suite_create(name);
    TCase *c = tcase_create(name);
    SRunner *r;
    int failed;
    tcase_set_timeout(c, 300); /* a busy machine is no fault; tools/limit ends what hangs */
    for (; *tests; tests++)
        tcase_add_test(c, *tests);
    suite_add_tcase(s, c);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
