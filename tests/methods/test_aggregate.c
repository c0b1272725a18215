/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double y[32];

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static int run(const char *name, size_t n, size_t m, const double *const *x, const double *w)
{
    return rig_aggregate(rig, name, NULL, n, m, x, w, y);
}

START_TEST(means_agree_with_their_twins)
{
    uint32_t state = 5;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[5][20], w[5], total = 0, sum[20], product[20], inverse[20];
        const double *const columns[] = {x[0], x[1], x[2], x[3], x[4]};
        size_t m = 1 + (size_t)round % 5;
        for (size_t j = 0; j < m; j++)
            total += w[j] = noise(&state) + 0.01;
        for (size_t j = 0; j < m; j++) {
            w[j] /= total;
            for (size_t i = 0; i < 20; i++)
                x[j][i] = noise(&state) < 0.2 ? NAN : 1 + 99 * noise(&state);
        }
        for (size_t i = 0; i < 20; i++) {
            double weight = 0;
            sum[i] = inverse[i] = 0;
            product[i] = 1;
            for (size_t j = 0; j < m; j++)
                weight += isnan(x[j][i]) ? 0 : w[j];
            for (size_t j = 0; j < m; j++)
                if (!isnan(x[j][i])) {
                    sum[i] += w[j] / weight * x[j][i];
                    product[i] *= pow(x[j][i], w[j] / weight);
                    inverse[i] += w[j] / weight / x[j][i];
                }
            inverse[i] = 1 / inverse[i];
            if (weight == 0)
                sum[i] = product[i] = inverse[i] = NAN;
        }
        ck_assert_int_eq(run("arithmetic", 20, m, columns, w), HENG_OK);
        kit_assert_columns(y, sum, 20, 1e-13);
        ck_assert_int_eq(run("geometric", 20, m, columns, w), HENG_OK);
        kit_assert_columns(y, product, 20, 1e-13);
        ck_assert_int_eq(run("harmonic", 20, m, columns, w), HENG_OK);
        kit_assert_columns(y, inverse, 20, 1e-13);
    }
    rig_free(rig);
}
END_TEST

START_TEST(zero_and_negative_children)
{
    const double a[] = {4, 0, -1, 4, -0.0, NAN}, b[] = {9, 5, 5, NAN, -3, NAN};
    const double *const x[] = {a, b};
    const double half[] = {0.5, 0.5}, none[] = {0, 1};
    rig = rig_new();
    ck_assert_int_eq(run("arithmetic", 6, 2, x, half), HENG_OK);
    kit_assert_columns(y, X(6.5, 2.5, 2, 4, -1.5, NAN), 6, 1e-15);
    ck_assert_int_eq(run("geometric", 6, 2, x, half), HENG_OK);
    kit_assert_columns(y, X(6, 0, NAN, 4, NAN, NAN), 6, 1e-14);
    ck_assert_ptr_nonnull(strstr(
        rig->why, "negative value in column a: 2 scores undefined; 1 unit has a child of 0"));
    ck_assert_int_eq(run("harmonic", 6, 2, x, half), HENG_OK);
    kit_assert_columns(y, X(72. / 13, 0, NAN, 4, NAN, NAN), 6, 1e-14);
    ck_assert_int_eq(run("geometric", 6, 2, x, none), HENG_OK);
    kit_assert_columns(y, X(9, 5, 5, NAN, NAN, NAN), 6, 1e-14);
    ck_assert_str_eq(rig->why, "negative value in column b: 1 score undefined");
    rig_free(rig);
}
END_TEST

START_TEST(no_score_at_all)
{
    const double empty[] = {NAN, NAN}, negative[] = {-1, -2};
    rig = rig_new();
    ck_assert_int_eq(run("arithmetic", 2, 1, (const double *const[]){empty}, X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no values");
    ck_assert_int_eq(run("geometric", 2, 1, (const double *const[]){negative}, X(1)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "negative value in column a: 2 scores undefined");
    rig_free(rig);
}
END_TEST

START_TEST(geometric_is_scale_invariant)
{
    const double a[] = {0.2, 0.9}, b[] = {0.8, 0.1}, scaled[] = {20, 90};
    double first;
    rig = rig_new();
    ck_assert_int_eq(run("geometric", 2, 2, (const double *const[]){a, b}, X(0.5, 0.5)), HENG_OK);
    first = y[0] / y[1];
    ck_assert_int_eq(run("geometric", 2, 2, (const double *const[]){scaled, b}, X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_near(y[0] / y[1], first, 1e-14);
    rig_free(rig);
}
END_TEST

/* ---- topsis -------------------------------------------------------------- */

static void twin_topsis(size_t n, size_t m, const double *const *x, const double *w, int vector,
                        double *out)
{
    for (size_t i = 0; i < n; i++) {
        double plus = 0, minus = 0;
        for (size_t j = 0; j < m; j++) {
            double squares = 0, best = -INFINITY, worst = INFINITY, length;
            for (size_t k = 0; k < n; k++)
                if (!isnan(x[j][k])) {
                    squares += x[j][k] * x[j][k];
                    best = fmax(best, x[j][k]);
                    worst = fmin(worst, x[j][k]);
                }
            length = vector ? sqrt(squares) : 1;
            if (isnan(x[j][i]))
                continue;
            plus += pow(w[j] * (best - x[j][i]) / length, 2);
            minus += pow(w[j] * (x[j][i] - worst) / length, 2);
        }
        out[i] = sqrt(minus) / (sqrt(plus) + sqrt(minus));
    }
}

START_TEST(topsis_agrees_with_its_twin)
{
    uint32_t state = 9;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[4][20], want[20];
        const double *const columns[] = {x[0], x[1], x[2], x[3]};
        const double w[] = {0.4, 0.3, 0.2, 0.1};
        for (size_t j = 0; j < 4; j++)
            for (size_t i = 0; i < 20; i++)
                x[j][i] = j > 0 && noise(&state) < 0.1 ? NAN : 100 * noise(&state) - 20;
        twin_topsis(20, 4, columns, w, 1, want);
        ck_assert_int_eq(run("topsis", 20, 4, columns, w), HENG_OK);
        kit_assert_columns(y, want, 20, 1e-13);
        twin_topsis(20, 4, columns, w, 0, want);
        ck_assert_int_eq(rig_aggregate(rig, "topsis", "norm = none", 20, 4, columns, w, y),
                         HENG_OK);
        kit_assert_columns(y, want, 20, 1e-13);
    }
    rig_free(rig);
}
END_TEST

/*
 * Published: three units, x1 positive {2, 5, 3}, x2 negative {8, 1, 6}, weights 0.6 and 0.4: 0, 1,
 * 0.3111391 (mathmodels, R package, reference page topsis, figures only). The cost column enters
 * with its sign turned.
 */
START_TEST(topsis_published_figures)
{
    const double x1[] = {2, 5, 3}, x2[] = {-8, -1, -6};
    const double *const x[] = {x1, x2};
    rig = rig_new();
    ck_assert_int_eq(run("topsis", 3, 2, x, X(0.6, 0.4)), HENG_OK);
    kit_assert_columns(y, X(0, 1, 0.3111391), 3, 5e-8);
    ck_assert_int_eq(rig_aggregate(rig, "topsis", "scale = 100", 3, 2, x, X(0.6, 0.4), y), HENG_OK);
    kit_assert_columns(y, X(0, 100, 31.11391), 3, 5e-6);
    rig_free(rig);
}
END_TEST

START_TEST(topsis_without_distances)
{
    const double constant[] = {3, 3, 3}, zeros[] = {0, 0, 0}, gap[] = {1, 2, NAN};
    const double tiny[] = {1e-200, 3e-200, 2e-200}, huge[] = {1e300, 3e300, 2e300};
    rig = rig_new();
    ck_assert_int_eq(run("topsis", 1, 2, (const double *const[]){gap, constant}, X(0.5, 0.5)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "one unit");
    ck_assert_int_eq(run("topsis", 3, 2, (const double *const[]){zeros, constant}, X(0.5, 0.5)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "ideal equals anti-ideal: no column varies");
    ck_assert_int_eq(run("topsis", 3, 2, (const double *const[]){gap, constant}, X(0, 1)),
                     HENG_UNDEFINED);
    ck_assert_int_eq(run("topsis", 3, 2, (const double *const[]){gap, constant}, X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(0, 1, NAN), 3, 0);
    ck_assert_str_eq(rig->why, "1 score undefined: constant columns only");
    ck_assert_int_eq(run("topsis", 3, 2, (const double *const[]){gap, zeros}, X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(0, 1, NAN), 3, 0);
    ck_assert_int_eq(
        rig_aggregate(rig, "topsis", "norm = none", 3, 1, (const double *const[]){tiny}, X(1), y),
        HENG_OK);
    kit_assert_columns(y, X(0, 1, 0.5), 3, 1e-15);
    ck_assert_int_eq(run("topsis", 3, 2, (const double *const[]){tiny, huge}, X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(0, 1, 0.5), 3, 1e-15);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {means_agree_with_their_twins,
                                  zero_and_negative_children,
                                  no_score_at_all,
                                  geometric_is_scale_invariant,
                                  topsis_agrees_with_its_twin,
                                  topsis_published_figures,
                                  topsis_without_distances,
                                  NULL};
    return kit_run("aggregate", tests);
}
