/* SPDX-License-Identifier: MIT */
/*
 * Made with MPFR: `elementary tables` prints core/stats/elementary_tables.h, `elementary cases` the
 * values that tests/stats/test_elementary.c compares with. Both are kept; who builds heng needs no
 * MPFR. `elementary errors COUNT` draws COUNT arguments of each function and prints its largest
 * error. `make elementary` makes the two again, `make elementary-errors` draws.
 */
#include <inttypes.h>
#include <math.h>
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/elementary.h"

enum { BITS = 400 };

/* ---- tables -------------------------------------------------------------------------------------
 */

/* x as a double and what that leaves. */
static void print_pair(mpfr_t x)
{
    double high = mpfr_get_d(x, MPFR_RNDN);
    mpfr_t rest;
    mpfr_init2(rest, BITS);
    mpfr_sub_d(rest, x, high, MPFR_RNDN);
    printf("    {%a, %a},\n", high, mpfr_get_d(rest, MPFR_RNDN));
    mpfr_clear(rest);
}

static void begin(const char *what, const char *declaration)
{
    printf("\n/* %s */\nstatic const %s = {\n", what, declaration);
}

static void exp_table(void)
{
    mpfr_t x;
    mpfr_init2(x, BITS);
    begin("2^(i / 64).", "struct pair elementary_power[64]");
    for (int i = 0; i < 64; i++) {
        mpfr_set_d(x, i / 64.0, MPFR_RNDN);
        mpfr_exp2(x, x, MPFR_RNDN);
        print_pair(x);
    }
    printf("};\n");
    mpfr_clear(x);
}

/* c is 1 / m in 12 bits; m from sqrt(1/2) to sqrt(2), to the nearest 128th. */
static void log_table(void)
{
    mpfr_t x;
    mpfr_init2(x, BITS);
    begin("c near 128 / i, in 12 bits, and -ln c.",
          "struct logarithm elementary_logarithm[ELEMENTARY_LOG_LAST - ELEMENTARY_LOG_FIRST + 1]");
    for (int i = 90; i <= 182; i++) {
        double c = rint(2048 * 128.0 / i) / 2048, high;
        mpfr_set_d(x, c, MPFR_RNDN);
        mpfr_log(x, x, MPFR_RNDN);
        mpfr_neg(x, x, MPFR_RNDN);
        high = c == 1 ? 0 : mpfr_get_d(x, MPFR_RNDN);
        mpfr_sub_d(x, x, high, MPFR_RNDN);
        printf("    {%a, {%a, %a}},\n", c, high, c == 1 ? 0.0 : mpfr_get_d(x, MPFR_RNDN));
    }
    printf("};\n");
    mpfr_clear(x);
}

static void atan_table(void)
{
    mpfr_t x;
    mpfr_init2(x, BITS);
    begin("atan(i / 64).", "struct pair elementary_arc[65]");
    for (int i = 0; i <= 64; i++) {
        mpfr_set_d(x, i / 64.0, MPFR_RNDN);
        mpfr_atan(x, x, MPFR_RNDN);
        print_pair(x);
    }
    printf("};\n");
    mpfr_clear(x);
}

/* f(c) = exp(c^2) erfc(c), and its derivative 2 c f - 2 / sqrt(pi). */
static void erfc_table(void)
{
    mpfr_t x, f, slope;
    mpfr_inits2(BITS, x, f, slope, (mpfr_ptr)0);
    begin("exp(c^2) erfc(c) at c = i / 8, and its slope.", "struct tail elementary_tail[65]");
    for (int i = 0; i <= 64; i++) {
        double c = i / 8.0, high;
        mpfr_set_d(x, c, MPFR_RNDN);
        mpfr_sqr(f, x, MPFR_RNDN);
        mpfr_exp(f, f, MPFR_RNDN);
        mpfr_erfc(x, x, MPFR_RNDN);
        mpfr_mul(f, f, x, MPFR_RNDN);
        mpfr_const_pi(slope, MPFR_RNDN);
        mpfr_rec_sqrt(slope, slope, MPFR_RNDN);
        mpfr_mul_d(x, f, c, MPFR_RNDN);
        mpfr_sub(slope, x, slope, MPFR_RNDN);
        mpfr_mul_ui(slope, slope, 2, MPFR_RNDN);
        high = mpfr_get_d(f, MPFR_RNDN);
        mpfr_sub_d(f, f, high, MPFR_RNDN);
        printf("    {{%a, %a}, %a},\n", high, mpfr_get_d(f, MPFR_RNDN),
               mpfr_get_d(slope, MPFR_RNDN));
    }
    printf("};\n");
    mpfr_clears(x, f, slope, (mpfr_ptr)0);
}

/* 2 / pi, 64 bits after the point a word: enough for the largest double. */
static void two_over_pi(void)
{
    mpfr_t x;
    mpfr_init2(x, 1400);
    mpfr_const_pi(x, MPFR_RNDN);
    mpfr_ui_div(x, 2, x, MPFR_RNDN);
    begin("The bits of 2 / pi after the point.", "uint64_t elementary_two_over_pi[20]");
    for (int i = 0; i < 20; i++) {
        uint64_t word;
        mpfr_mul_2ui(x, x, 64, MPFR_RNDN);
        word = mpfr_get_uj(x, MPFR_RNDZ);
        printf("    0x%016" PRIx64 ",\n", word);
        mpfr_frac(x, x, MPFR_RNDN);
    }
    printf("};\n");
    mpfr_clear(x);
}

static void tables(void)
{
    puts("/* SPDX-License-Identifier: MIT */\n"
         "/* Made by tests/generate/elementary.c: not to be changed by hand. */\n"
         "#ifndef HENG_STATS_ELEMENTARY_TABLES_H\n"
         "#define HENG_STATS_ELEMENTARY_TABLES_H\n\n"
         "#include <stdint.h>\n\n"
         "/* A number as a double and what that leaves. */\n"
         "struct pair {\n    double high, low;\n};\n\n"
         "struct logarithm {\n    double c;\n    struct pair minus_log;\n};\n\n"
         "struct tail {\n    struct pair value;\n    double slope;\n};\n\n"
         "enum { ELEMENTARY_LOG_FIRST = 90, ELEMENTARY_LOG_LAST = 182 };");
    exp_table();
    log_table();
    atan_table();
    erfc_table();
    two_over_pi();
    puts("\n#endif");
}

/* ---- cases --------------------------------------------------------------------------------------
 */

typedef int unary(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
typedef int binary(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

/* Arguments of a function: sizes from 2^least to 2^most, of both signs or of one. */
struct domain {
    const char *name;
    unary *one;
    binary *two;
    double (*our_one)(double);
    double (*our_two)(double, double);
    double least, most;
    int sides; /* 1: above 0, 2: both */
    double y_least, y_most;
};

static const struct domain domains[] = {
    {"exp", mpfr_exp, NULL, real_exp, NULL, -60, 9.45, 2, 0, 0},
    {"expm1", mpfr_expm1, NULL, real_expm1, NULL, -60, 9.45, 2, 0, 0},
    {"log", mpfr_log, NULL, real_log, NULL, -1074, 1024, 1, 0, 0},
    {"log1p", mpfr_log1p, NULL, real_log1p, NULL, -60, -0.001, 2, 0, 0},
    {"log1p", mpfr_log1p, NULL, real_log1p, NULL, -60, 1024, 1, 0, 0},
    {"log10", mpfr_log10, NULL, real_log10, NULL, -1074, 1024, 1, 0, 0},
    {"log2", mpfr_log2, NULL, real_log2, NULL, -1074, 1024, 1, 0, 0},
    {"sin", mpfr_sin, NULL, real_sin, NULL, -30, 1024, 2, 0, 0},
    {"sin", mpfr_sin, NULL, real_sin, NULL, -30, 8, 2, 0, 0},
    {"cos", mpfr_cos, NULL, real_cos, NULL, -30, 1024, 2, 0, 0},
    {"cos", mpfr_cos, NULL, real_cos, NULL, -30, 8, 2, 0, 0},
    {"tan", mpfr_tan, NULL, real_tan, NULL, -30, 12, 2, 0, 0},
    {"asin", mpfr_asin, NULL, real_asin, NULL, -30, 0, 2, 0, 0},
    {"acos", mpfr_acos, NULL, real_acos, NULL, -60, 0, 2, 0, 0},
    {"atan", mpfr_atan, NULL, real_atan, NULL, -30, 70, 2, 0, 0},
    {"erfc", mpfr_erfc, NULL, real_erfc, NULL, -30, 4.7, 2, 0, 0},
    {"pow", NULL, mpfr_pow, NULL, real_pow, -20, 20, 1, -8, 5},
    {"pow", NULL, mpfr_pow, NULL, real_pow, -1, 1, 1, -8, 9},
    {"pow", NULL, mpfr_pow, NULL, real_pow, -1074, 1024, 1, -4, 0},
    {"atan2", NULL, mpfr_atan2, NULL, real_atan2, -20, 20, 2, -20, 20},
    {"hypot", NULL, mpfr_hypot, NULL, real_hypot, -20, 20, 2, -20, 20},
};

static uint64_t state = 20241130;

/* From 0 to 1: splitmix64. */
static double uniform(void)
{
    uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return ldexp((double)((z ^ z >> 31) >> 11), -53);
}

static double draw(double least, double most, int sides)
{
    double x = exp2(least + (most - least) * uniform());
    if (isinf(x))
        x = 0x1.fffffffffffffp1023;
    return sides == 2 && uniform() < 0.5 ? -x : x;
}

/* The value and how far it is from the double nearest to it, in units of its last place. */
static double evaluate(const struct domain *d, double x, double y, double *rest)
{
    mpfr_t a, b, v;
    double high, ulp;
    mpfr_inits2(BITS, a, b, v, (mpfr_ptr)0);
    mpfr_set_prec(a, 1200);
    mpfr_set_d(a, x, MPFR_RNDN);
    mpfr_set_d(b, y, MPFR_RNDN);
    if (d->one)
        d->one(v, a, MPFR_RNDN);
    else
        d->two(v, a, b, MPFR_RNDN);
    high = mpfr_get_d(v, MPFR_RNDN);
    ulp = nextafter(fabs(high), INFINITY) - fabs(high);
    mpfr_sub_d(v, v, high, MPFR_RNDN);
    *rest = mpfr_get_d(v, MPFR_RNDN) / ulp;
    mpfr_clears(a, b, v, (mpfr_ptr)0);
    return high;
}

static void print_case(const struct domain *d, double x, double y)
{
    double rest, v = evaluate(d, x, y, &rest);
    if (isfinite(v) && v != 0)
        printf("%s %a %a %a %.4f\n", d->name, x, d->two ? y : 0.0, v, rest);
}

/* Some at random, then the hardest of many: those nearest to the middle of two doubles. */
static void cases_of(const struct domain *d, int some, int hard, int tries)
{
    for (int i = 0; i < some; i++)
        print_case(d, draw(d->least, d->most, d->sides), draw(d->y_least, d->y_most, 2));
    for (int i = 0; i < hard; i++) {
        double hardest = 0, x = 1, y = 1;
        for (int k = 0; k < tries; k++) {
            double a = draw(d->least, d->most, d->sides), b = draw(d->y_least, d->y_most, 2);
            double rest, v = evaluate(d, a, b, &rest);
            if (isfinite(v) && v != 0 && fabs(rest) > hardest && fabs(rest) <= 0.5) {
                hardest = fabs(rest);
                x = a;
                y = b;
            }
        }
        print_case(d, x, y);
    }
}

/* Around what is exact or turns: zeros, ones, multiples of pi / 2, powers of ten. */
static void cases_near(const struct domain *d)
{
    static const double at[] = {
        0.25, 0.5,    1,      2,     10,         100,
        1000, M_PI_4, M_PI_2, M_PI,  3 * M_PI_2, 6381956970095103.0 * 0x1p797,
        6,    8,      0.125,  M_LN2, M_LN2 / 2};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        for (int step = -2; step <= 2; step++) {
            double x = at[i];
            for (int k = 0; k < abs(step); k++)
                x = nextafter(x, step < 0 ? 0 : INFINITY);
            print_case(d, x, 1.5);
            if (d->two)
                print_case(d, x, -3);
        }
}

static void cases(void)
{
    puts("# function, x, y, its value as the nearest double, and what that leaves in units of the "
         "last\n"
         "# place: made with MPFR by tests/generate/elementary.c");
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
        cases_of(&domains[i], 40, 20, 2000);
        cases_near(&domains[i]);
    }
}

static void errors_of(const struct domain *d, long count)
{
    double largest = 0, x_then = 0, y_then = 0;
    for (long i = 0; i < count; i++) {
        double x = draw(d->least, d->most, d->sides), y = draw(d->y_least, d->y_most, 2);
        double rest, v = evaluate(d, x, y, &rest), ours = d->one ? d->our_one(x) : d->our_two(x, y);
        double error = fabs((ours - v) / (nextafter(fabs(v), INFINITY) - fabs(v)) - rest);
        if (isinf(v) || v == 0 ? ours != v : !(error <= largest)) {
            largest = isinf(v) || v == 0 ? INFINITY : error;
            x_then = x;
            y_then = y;
        }
    }
    printf("%-6s %.3f at %a %a\n", d->name, largest, x_then, d->two ? y_then : 0);
}

static void errors(long count)
{
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        errors_of(&domains[i], count);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "tables"))
        tables();
    else if (argc == 2 && !strcmp(argv[1], "cases"))
        cases();
    else if (argc == 3 && !strcmp(argv[1], "errors"))
        errors(atol(argv[2]));
    else
        return 64;
    return 0;
}
