/* SPDX-License-Identifier: MIT */
/* The logarithms in lanes: against long double, at their ends, and the same bits without AVX2. */
#include "stats/simd_log.h"

#include <float.h>
#include <string.h>

#include "kit.h"

enum { N = 4096 };

SIMD_BODY void log_all_body(const double *x, double *y)
{
    for (size_t i = 0; i < N; i += LANES)
        simd_log((const lanes *)(x + i), (lanes *)(y + i));
}
SIMD_VERSIONS(static, log_all, (const double *x, double *y), (x, y))

SIMD_BODY void log_normal_all_body(const double *x, double *y)
{
    for (size_t i = 0; i < N; i += LANES)
        simd_log_normal((const lanes *)(x + i), (lanes *)(y + i));
}
SIMD_VERSIONS(static, log_normal_all, (const double *x, double *y), (x, y))

SIMD_BODY void log1p_all_body(const double *x, double *y)
{
    for (size_t i = 0; i < N; i += LANES)
        simd_log1p((const lanes *)(x + i), (lanes *)(y + i));
}
SIMD_VERSIONS(static, log1p_all, (const double *x, double *y), (x, y))

static uint64_t state;

static double uniform(void) /* in (0, 1) */
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(state >> 12) + 0.5) * 0x1p-52;
}

/* Arguments of a logarithm: of all sizes, subnormal, in (0, 1), beside 1, between 1/2 and 2. */
enum { ANY_SIZE, SUBNORMAL, SHARES, NEAR_ONE, AROUND_ONE, KINDS };

static double argument(int kind)
{
    double u = uniform();
    switch (kind) {
    case ANY_SIZE:
        return ldexp(1 + u, (int)(uniform() * 2046) - 1022);
    case SUBNORMAL:
        return ldexp(1 + u, -1023 - (int)(uniform() * 50));
    case SHARES:
        return u;
    case NEAR_ONE:
        return 1 + (u - 0.5) * ldexp(1, -(int)(uniform() * 50));
    default:
        return 0.5 + 1.5 * u;
    }
}

/* |got - want| in units of the last digit of want. */
static double ulps_off(double got, long double want)
{
    double size = fabs((double)want);
    return (double)(fabsl((long double)got - want) /
                    (long double)(nextafter(size, INFINITY) - size));
}

START_TEST(logarithms_are_within_an_ulp)
{
    static double x[N], y[N], z[N];
    state = 20240229;
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < N; i++)
            x[i] = argument(_i);
        log_all(x, y);
        log_all_body(x, z);
        ck_assert_msg(memcmp(y, z, sizeof y) == 0, "another instruction set has other bits");
        for (size_t i = 0; i < N; i++)
            ck_assert_msg(ulps_off(y[i], logl((long double)x[i])) < 1, "ln %a: %a", x[i], y[i]);
        log_normal_all(x, z);
        ck_assert(_i == SUBNORMAL || memcmp(y, z, sizeof y) == 0);
    }
}
END_TEST

START_TEST(logarithms_beside_one_are_within_an_ulp)
{
    static double x[N], y[N], z[N];
    state = 19490201;
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < N; i++)
            x[i] = _i == ANY_SIZE || _i == SUBNORMAL ? argument(_i) : argument(_i) - 1;
        log1p_all(x, y);
        log1p_all_body(x, z);
        ck_assert_msg(memcmp(y, z, sizeof y) == 0, "another instruction set has other bits");
        for (size_t i = 0; i < N; i++)
            ck_assert_msg(ulps_off(y[i], log1pl((long double)x[i])) < 1, "ln(1 + %a): %a", x[i],
                          y[i]);
    }
}
END_TEST

START_TEST(ends_of_the_logarithm)
{
    const double ends[][2] = {{0.0, -INFINITY},     {-0.0, -INFINITY}, {1, 0},
                              {INFINITY, INFINITY}, {-INFINITY, NAN},  {-1, NAN},
                              {-5e-324, NAN},       {NAN, NAN},        {-NAN, NAN}};
    static double x[N], y[N], z[N];
    for (size_t i = 0; i < N; i++)
        x[i] = ends[i % 9][0];
    log_all(x, y);
    log_all_body(x, z);
    ck_assert(memcmp(y, z, sizeof y) == 0);
    for (size_t i = 0; i < N; i++)
        ck_assert_msg(isnan(ends[i % 9][1]) ? isnan(y[i]) : y[i] == ends[i % 9][1], "ln %g: %g",
                      x[i], y[i]);
    ck_assert(!signbit(y[2])); /* ln 1 is 0, not -0 */
}
END_TEST

START_TEST(ends_of_the_logarithm_beside_one)
{
    static double x[N], y[N];
    const double ends[][2] = {{0, 0},           {NAN, NAN},         {DBL_MAX, 0x1.62e42fefa39efp+9},
                              {5e-324, 5e-324}, {-5e-324, -5e-324}, {-1 + DBL_EPSILON / 2, 0}};
    for (size_t i = 0; i < N; i++)
        x[i] = ends[i % 6][0];
    log1p_all(x, y);
    for (size_t i = 0; i < N; i++) {
        double want = i % 6 == 5 ? log1p(x[i]) : ends[i % 6][1];
        ck_assert_msg(isnan(want) ? isnan(y[i]) : kit_ulps(y[i], want) <= 1, "ln(1 + %g): %g", x[i],
                      y[i]);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lanes");
    TCase *t = tcase_create("lanes");
    SRunner *r;
    int failed;
    tcase_add_loop_test(t, logarithms_are_within_an_ulp, 0, KINDS);
    tcase_add_loop_test(t, logarithms_beside_one_are_within_an_ulp, 0, KINDS);
    tcase_add_test(t, ends_of_the_logarithm);
    tcase_add_test(t, ends_of_the_logarithm_beside_one);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
