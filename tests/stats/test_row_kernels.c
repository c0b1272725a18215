/* SPDX-License-Identifier: MIT */
/* Sums by blocks of rows give the bits of sums row by row. */
#include "stats/row_kernels.h"

#include "kit.h"

enum { N = 2 * ROWS + 77, M = 7 };

static const double weights[M] = {0.25, 0.1, 0.3, 0.05, 0.15, 0.1, 0.05};

/* Values of many sizes and both signs; with gaps, every 13th or so is missing. */
static double value_at(size_t i, size_t j, int gaps)
{
    double v = sin((double)(i * M + j) * 2.385) * exp(cos((double)(i + 31 * j)) * 20);
    return gaps && (i * 7 + j * 5) % 13 == 0 ? NAN : v;
}

static void fill_matrix(double (*x)[N], int gaps)
{
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < N; i++)
            x[j][i] = value_at(i, j, gaps && (i < ROWS || j > 3));
}

/* n rows with both signs, without a negative one, with a gap, and with a sum beyond a double. */
START_TEST(few_rows_have_the_same_bits)
{
    static double x[M][N];
    const double *v[M];
    fill_matrix(x, 0);
    for (size_t j = 0; j < M; j++)
        v[j] = x[j];
    for (size_t n = 4; n < 60; n++)
        for (int kind = 0; kind < 4; kind++) {
            double y[60];
            fill_matrix(x, 0);
            for (size_t j = 0; j < M; j++)
                for (size_t i = 0; i < n && kind > 0; i++)
                    x[j][i] = fabs(x[j][i]);
            x[3][n / 2] = kind == 2 ? NAN : kind == 3 ? INFINITY : x[3][n / 2];
            ck_assert_int_eq(rows_means(v, weights, M, n, y), kind < 2);
            for (size_t i = 0; i < n && kind < 2; i++) {
                struct sum a = {0, 0}, w = {0, 0};
                for (size_t j = 0; j < M; j++) {
                    sum_add(&a, weights[j] * x[j][i]);
                    sum_add(&w, weights[j]);
                }
                ck_assert(kit_ulps(y[i], sum_value(&a) / sum_value(&w)) == 0);
            }
        }
}
END_TEST

START_TEST(means_have_the_bits_of_single_rows)
{
    static double x[M][N];
    fill_matrix(x, _i);
    for (size_t first = 0; first < N; first += ROWS) {
        struct rows_mean mean, squares;
        double room[ROWS], y[ROWS], z[ROWS];
        const size_t rows = rows_padded(N, first);
        rows_mean_clear(&mean, rows);
        rows_mean_clear(&squares, rows);
        for (size_t j = 0; j < M; j++) {
            const double *v = rows_of(x[j], N, first, room);
            rows_mean_add(&mean, v, weights[j]);
            rows_mean_add_squares(&squares, v, weights[j]);
        }
        rows_mean_value(&mean, y);
        rows_mean_value(&squares, z);
        for (size_t i = 0; i < rows_count(N, first); i++) {
            struct sum a = {0, 0}, b = {0, 0}, w = {0, 0};
            for (size_t j = 0; j < M; j++) {
                double v = x[j][first + i];
                if (isnan(v))
                    continue;
                sum_add(&a, weights[j] * v);
                sum_add(&b, weights[j] * v * v);
                sum_add(&w, weights[j]);
            }
            ck_assert(kit_ulps(y[i], sum_value(&a) / sum_value(&w)) == 0);
            ck_assert(kit_ulps(z[i], sum_value(&b) / sum_value(&w)) == 0);
        }
        for (size_t i = rows_count(N, first); i < rows; i++) /* the padding repeats the last */
            ck_assert(kit_ulps(y[i], y[rows_count(N, first) - 1]) == 0);
        rows_blank(y, N, first);
        for (size_t i = rows_count(N, first); i < rows; i++)
            ck_assert(isnan(y[i]));
    }
}
END_TEST

START_TEST(value_by_value)
{
    static double x[M][N];
    double room[ROWS], r[ROWS], low[ROWS], high[ROWS], most[ROWS], weight[ROWS];
    const double *v;
    fill_matrix(x, 1);
    v = rows_of(x[0], N, ROWS, room);
    ck_assert(v == x[0] + ROWS);
    rows_scale(v, 0.5, 3, 1, 7, r, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert(kit_ulps(r[i], (v[i] * 0.5 - 3 - 1) / 7) == 0);
    rows_grade(v, 2, 5, 0.5, 0.75, r, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert(kit_ulps(r[i], 0.75 / (fabs(2 - v[i]) / 5 + 0.5)) == 0);
    rows_above(v, -1, r, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert(r[i] == (v[i] < 0 ? -v[i] : 0));
    rows_fill(low, INFINITY, ROWS);
    rows_fill(high, -INFINITY, ROWS);
    rows_fill(most, -INFINITY, ROWS);
    rows_fill(weight, 0.5, ROWS);
    for (size_t j = 0; j < M; j++) {
        rows_lowest(low, rows_of(x[j], N, 0, room), ROWS);
        rows_highest(high, rows_of(x[j], N, 0, room), ROWS);
        rows_regret(most, rows_of(x[j], N, 0, room), weight, 0.25, ROWS);
    }
    for (size_t i = 0; i < ROWS; i++) {
        double least = INFINITY, top = -INFINITY;
        for (size_t j = 0; j < M; j++) {
            least = fmin(least, x[j][i]);
            top = fmax(top, x[j][i]);
        }
        ck_assert(low[i] == least && high[i] == top);
        ck_assert(kit_ulps(most[i], 0.25 / 0.5 * (1 - least)) == 0);
    }
}
END_TEST

START_TEST(gaps_are_seen_wherever_they_are)
{
    double v[ROWS];
    for (size_t k = 0; k < ROWS; k++) {
        rows_fill(v, (double)k, ROWS);
        ck_assert(!rows_have_gap(v, ROWS));
        v[k] = NAN;
        ck_assert(rows_have_gap(v, ROWS));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rows");
    TCase *t = tcase_create("rows");
    SRunner *r;
    int failed;
    tcase_add_loop_test(t, means_have_the_bits_of_single_rows, 0, 2);
    tcase_add_test(t, few_rows_have_the_same_bits);
    tcase_add_test(t, value_by_value);
    tcase_add_test(t, gaps_are_seen_wherever_they_are);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
