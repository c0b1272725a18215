/* SPDX-License-Identifier: MIT */
/*
 * The same bits on every instruction set: here are copies of the kernels that know no AVX2, beside
 * those of the library, which take it where the processor has it.
 */
#define SIMD_PLAIN
#include "methods/weights/weights_internal.h"
#include "stats/row_kernels.h"

#include "kit.h"

/* What both versions of a kernel make of the same columns. */
struct outcome {
    struct rows_sum a, b;
    struct rows_mean mean;
    double y[14][ROWS], found;
};

#define OUTCOME(name)                                                                              \
    static void name(const double *const *x, size_t n, struct outcome *o)                          \
    {                                                                                              \
        const double w[4] = {0.1, 0.2, 0.3, 0.4};                                                  \
        const struct rows_ends ends[3] = {{0.7, -0.3, 1.9}, {0, 1, 0.2}, {5, 6, 7}};               \
        memset(o, 0, sizeof *o);                                                                   \
        rows_clear(&o->a, n);                                                                      \
        rows_clear(&o->b, n);                                                                      \
        rows_mean_clear(&o->mean, n);                                                              \
        rows_add(&o->a, x[0], 0.3);                                                                \
        rows_add_squares(&o->a, x[1], 0.7);                                                        \
        rows_add_distances(&o->a, &o->b, x + 1, ends, 3);                                          \
        rows_mean_add_four(&o->mean, x, w);                                                        \
        rows_mean_add(&o->mean, x[3], 0.9);                                                        \
        rows_mean_value(&o->mean, o->y[0]);                                                        \
        rows_scale(x[0], 0.5, 0.3, 0.01, 7, o->y[1], n);                                           \
        rows_inverse(x[1], o->y[2], n);                                                            \
        rows_root(x[2], o->y[3], n);                                                               \
        rows_log(x[3], o->y[4], n);                                                                \
        rows_log1p(x[4], o->y[5], n);                                                              \
        rows_divide(x[0], x[1], o->y[6], n);                                                       \
        rows_subtract(x[1], x[2], o->y[7], n);                                                     \
        rows_above(x[2], -1, o->y[8], n);                                                          \
        rows_grade(x[3], 2, 5, 0.5, 0.75, o->y[9], n);                                             \
        memcpy(o->y[10], x[0], n * sizeof(double));                                                \
        memcpy(o->y[11], x[0], n * sizeof(double));                                                \
        memcpy(o->y[12], x[0], n * sizeof(double));                                                \
        rows_lowest(o->y[10], x[1], n);                                                            \
        rows_highest(o->y[11], x[1], n);                                                           \
        rows_regret(o->y[12], x[2], x[4], 0.25, n);                                                \
        o->found = rows_have_gap(x[0], n);                                                         \
        if (n >= 4 && !rows_means(x, w, 4, n, o->y[13]))                                           \
            rows_fill(o->y[13], -1, n);                                                            \
    }

OUTCOME(of_library)

static double divergence_of_library(const double *x, size_t n)
{
    const struct stats_span span = stats_range(x, n);
    return weights_divergence(x, n, &span, span.min, 0);
}

/* ---- the copies ---------------------------------------------------------- */

#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wunused-function"

#define rows_of plain_of
#define rows_blank plain_blank
#define rows_fill plain_fill
#define rows_have_gap plain_have_gap
#define rows_clear plain_clear
#define rows_add plain_add
#define rows_add_squares plain_add_squares
#define rows_add_distances plain_add_distances
#define rows_value plain_value
#define rows_total plain_total
#define rows_weight_clear plain_weight_clear
#define rows_weight_add plain_weight_add
#define rows_weight_value plain_weight_value
#define rows_mean_clear plain_mean_clear
#define rows_mean_add plain_mean_add
#define rows_mean_add_four plain_mean_add_four
#define rows_mean_add_squares plain_mean_add_squares
#define rows_mean_value plain_mean_value
#define rows_means plain_means
#define rows_scale plain_scale
#define rows_inverse plain_inverse
#define rows_root plain_root
#define rows_log plain_log
#define rows_log1p plain_log1p
#define rows_divide plain_divide
#define rows_subtract plain_subtract
#define rows_above plain_above
#define rows_grade plain_grade
#define rows_lowest plain_lowest
#define rows_highest plain_highest
#define rows_regret plain_regret
#include "../core/stats/row_kernels.c"

#define weights_methods plain_methods
#define weights_warn plain_warn
#define weights_finish plain_finish
#define weights_has_values plain_has_values
#define weights_has_units plain_has_units
#define weights_width plain_width
#define weights_width_of plain_width_of
#define weights_divergence plain_divergence
#include "../core/methods/weights/common.c"
#include "../core/methods/weights/divergence.c"
#include "../core/methods/weights/weights.c"

OUTCOME(of_copies)

static double divergence_of_copies(const double *x, size_t n)
{
    const struct stats_span span = stats_range(x, n);
    return weights_divergence(x, n, &span, span.min, 0);
}

/* ---- both ---------------------------------------------------------------- */

enum { COLUMNS = 5 };

/* Kinds of tables: values of (0, 1), of many sizes, with zeros and with gaps; the last column is
   above 0 throughout. */
static void fill(double (*x)[ROWS], size_t n, int kind)
{
    for (size_t j = 0; j < COLUMNS; j++)
        for (size_t i = 0; i < n; i++) {
            double v = 0.5 + 0.49999 * sin((double)(i * COLUMNS + j) * 2.385);
            if (kind == 1)
                v = (v - 0.5) * exp(cos((double)(i + 31 * j)) * 90);
            if (kind == 2 && (i * 7 + j * 5) % 13 == 0)
                v = i % 2 ? 0 : -0.0;
            if (kind == 3 && (i * 7 + j * 5) % 13 == 0)
                v = NAN;
            x[j][i] = j == COLUMNS - 1 ? fabs(v) : v;
        }
}

START_TEST(kernels_have_the_same_bits)
{
    static double x[COLUMNS][ROWS];
    static struct outcome a, b;
    const double *columns[COLUMNS];
    for (size_t j = 0; j < COLUMNS; j++)
        columns[j] = x[j];
    for (size_t n = 4; n <= ROWS; n += n < 64 ? 4 : 112) {
        fill(x, n, _i);
        of_library(columns, n, &a);
        of_copies(columns, n, &b);
        for (size_t i = 0; i < n; i++) {
            ck_assert(kit_ulps(a.a.s[i], b.a.s[i]) == 0 && kit_ulps(a.a.c[i], b.a.c[i]) == 0);
            ck_assert(kit_ulps(a.b.s[i], b.b.s[i]) == 0 && kit_ulps(a.b.c[i], b.b.c[i]) == 0);
            for (size_t k = 0; k < 13; k++)
                ck_assert_msg(kit_ulps(a.y[k][i], b.y[k][i]) == 0, "result %zu, row %zu of %zu", k,
                              i, n);
        }
        ck_assert(a.found == b.found);
    }
}
END_TEST

START_TEST(entropy_has_the_same_bits)
{
    static double x[COLUMNS][ROWS];
    for (size_t n = 2; n <= ROWS; n += n < 64 ? 1 : 111) {
        fill(x, n, _i);
        for (size_t j = 0; j < COLUMNS; j++)
            ck_assert_msg(kit_ulps(divergence_of_library(x[j], n), divergence_of_copies(x[j], n)) ==
                              0,
                          "%zu values", n);
    }
}
END_TEST

/* The sums as they are defined, in long double. */
static long double slow_divergence(const double *x, size_t n, double lowest, double shift)
{
    long double total = 0, e = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            total += (long double)x[i] - lowest + shift;
            k++;
        }
    for (size_t i = 0; i < n; i++) {
        long double p = ((long double)x[i] - lowest + shift) / total;
        if (p > 0)
            e -= p * logl(p);
    }
    return 1 - e / logl(k);
}

START_TEST(entropy_keeps_its_digits)
{
    static double x[COLUMNS][ROWS];
    for (size_t n = 2; n <= ROWS; n += n < 64 ? 1 : 111) {
        fill(x, n, _i);
        for (size_t j = 0; j < COLUMNS; j++) {
            const struct stats_span span = stats_range(x[j], n);
            double shift = 0.001 * (double)(j % 3) * (span.max - span.min);
            if (!(span.max > span.min))
                continue;
            ck_assert_msg(fabsl(weights_divergence(x[j], n, &span, span.min, shift) -
                                slow_divergence(x[j], n, span.min, shift)) < 6e-16L,
                          "%zu values, column %zu", n, j);
        }
    }
    for (size_t i = 0; i < ROWS; i++) /* shares that hardly differ */
        x[0][i] = 1e6 + sin((double)i);
    {
        const struct stats_span span = stats_range(x[0], ROWS);
        ck_assert(fabsl(weights_divergence(x[0], ROWS, &span, 0, 0) -
                        slow_divergence(x[0], ROWS, 0, 0)) < 3e-16L);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("bits");
    TCase *t = tcase_create("bits");
    SRunner *r;
    int failed;
    tcase_add_loop_test(t, kernels_have_the_same_bits, 0, 4);
    tcase_add_loop_test(t, entropy_has_the_same_bits, 0, 4);
    tcase_add_loop_test(t, entropy_keeps_its_digits, 0, 4);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
