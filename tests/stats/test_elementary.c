/* SPDX-License-Identifier: MIT */
/* The elementary functions against values of higher precision, and where they end. */
#include "stats/elementary.h"

#include <math.h>

#include "kit.h"
#include "stats/simd_log.h"

struct function {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
};

static const struct function functions[] = {
    {"exp", real_exp, NULL},     {"expm1", real_expm1, NULL}, {"log", real_log, NULL},
    {"log1p", real_log1p, NULL}, {"log2", real_log2, NULL},   {"log10", real_log10, NULL},
    {"sin", real_sin, NULL},     {"cos", real_cos, NULL},     {"tan", real_tan, NULL},
    {"asin", real_asin, NULL},   {"acos", real_acos, NULL},   {"atan", real_atan, NULL},
    {"erfc", real_erfc, NULL},   {"pow", NULL, real_pow},     {"atan2", NULL, real_atan2},
    {"hypot", NULL, real_hypot},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static double value(const struct function *f, double x, double y)
{
    return f->one ? f->one(x) : f->two(x, y);
}

/* tests/golden/elementary.txt, made with MPFR: at random, the hardest of many, and near ends. */
START_TEST(at_most_one_unit_of_the_last_place)
{
    FILE *in = fopen("tests/golden/elementary.txt", "r");
    size_t seen[FUNCTIONS] = {0};
    char line[200], name[20];
    double x, y, want, rest;
    ck_assert_ptr_nonnull(in);
    while (fgets(line, sizeof line, in)) {
        size_t i = 0;
        double got, ulp;
        if (*line == '#')
            continue;
        ck_assert_int_eq(sscanf(line, "%19s %la %la %la %lf", name, &x, &y, &want, &rest), 5);
        while (i < FUNCTIONS && strcmp(name, functions[i].name))
            i++;
        ck_assert_msg(i < FUNCTIONS, "%s", name);
        got = value(&functions[i], x, y);
        ulp = nextafter(fabs(want), INFINITY) - fabs(want);
        ck_assert_msg(fabs((got - want) / ulp - rest) <= 1, "%s(%a, %a) = %a, not %a", name, x, y,
                      got, want);
        seen[i]++;
    }
    fclose(in);
    for (size_t i = 0; i < FUNCTIONS; i++)
        ck_assert_msg(seen[i] >= 60, "%s: %zu cases", functions[i].name, seen[i]);
}
END_TEST

/* Equal, the signs of zeros too; NaN is any NaN. */
static int same(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b && !signbit(a) == !signbit(b);
}

/* C11, annex F: what the C library of this machine says there, too. */
START_TEST(the_ends_are_those_of_the_standard)
{
    static const double at[] = {0.0,     -0.0,     1,   -1,  0.5,    -0.5,   2,        -2,
                                3,       -3,       1e9, 746, -746,   1e300,  -1e300,   5e-324,
                                -5e-324, INFINITY, NAN, 709, 0x1p53, 0x1p60, -INFINITY};
    static double (*const libm_one[])(double) = {exp, expm1, log,  log1p, log2, log10, sin,
                                                 cos, tan,   asin, acos,  atan, erfc};
    static double (*const libm_two[])(double, double) = {pow, atan2, hypot};
    for (size_t f = 0; f < FUNCTIONS; f++)
        for (size_t i = 0; i < sizeof at / sizeof *at; i++)
            for (size_t j = 0; j < (functions[f].two ? sizeof at / sizeof *at : 1); j++) {
                const double got = value(&functions[f], at[i], at[j]);
                const double want =
                    functions[f].one ? libm_one[f](at[i]) : libm_two[f - 13](at[i], at[j]);
                int end = isnan(want) || isinf(want) || want == 0 || fabs(want) == 1;
                ck_assert_msg(end ? same(got, want) : kit_ulps(got, want) <= 2,
                              "%s(%a, %a) = %a, not %a", functions[f].name, at[i], at[j], got,
                              want);
            }
    ck_assert(same(real_exp2(10), 1024) && same(real_exp2(-INFINITY), 0));
    ck_assert(isinf(real_exp2(1e4)) && isnan(real_exp2(NAN)));
}
END_TEST

/* Whole powers that a double holds are exact, and so are the logarithms of powers of the base. */
START_TEST(what_is_exact_comes_out_exactly)
{
    double power = 1;
    for (int k = 0; k <= 22; k++, power *= 10) {
        ck_assert(real_log10(power) == k);
        ck_assert(real_pow(10, k) == power);
    }
    for (int k = -1074; k <= 1023; k++) {
        ck_assert(real_log2(ldexp(1, k)) == k);
        ck_assert(real_pow(2, k) == ldexp(1, k));
        ck_assert(real_exp2(k) == ldexp(1, k));
    }
    for (int k = 1; k < 300; k++)
        ck_assert(real_pow(k, 3) == (double)k * k * k && real_pow(-k, 3) == -(double)k * k * k);
    ck_assert(real_hypot(0x3p900, 0x4p900) == 0x5p900 &&
              real_hypot(0x3p-1070, 0x4p-1070) == 0x5p-1070);
}
END_TEST

static double bits(uint64_t b)
{
    double x;
    memcpy(&x, &b, sizeof x);
    return x;
}

START_TEST(logarithms_have_the_bits_of_those_in_lanes)
{
    uint64_t s = 1;
    for (int i = 0; i < 200000; i++) {
        double x, one;
        lanes v, y;
        s = s * 6364136223846793005u + 1442695040888963407u;
        x = i & 1 ? ldexp((double)(s >> 11), -52) : bits(s >> 1);
        v = (lanes){x, x, x, x};
        simd_log(&v, &y);
        one = real_log(x);
        ck_assert_msg(same(one, y[2]), "log(%a)", x);
        if (!(fabs(x) >= 0x1p-54 && x < INFINITY))
            continue;
        simd_log1p(&v, &y);
        one = real_log1p(x);
        ck_assert_msg(same(one, y[2]), "log1p(%a)", x);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        at_most_one_unit_of_the_last_place, the_ends_are_those_of_the_standard,
        what_is_exact_comes_out_exactly, logarithms_have_the_bits_of_those_in_lanes, NULL};
    return kit_run("elementary", tests);
}
