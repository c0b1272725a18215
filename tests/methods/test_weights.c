/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double w[8];

static const double p0[] = {20, 45, NAN, 100, 0, 61}, p1[] = {0.5, 0.25, 0.75, 1, 0, 0.125},
                    p2[] = {3, NAN, 9, 2, 7, 7};
static const double *const plain[] = {p0, p1, p2};

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

/* ---- twins --------------------------------------------------------------- */

static double twin_entropy(const double *x, size_t n, double shift)
{
    double lo = rig_lowest(x, n), hi = rig_highest(x, n), total = 0, h = 0;
    int present = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            total += (x[i] - lo) / (hi - lo) + shift;
            present++;
        }
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && (x[i] > lo || shift > 0)) {
            double p = ((x[i] - lo) / (hi - lo) + shift) / total;
            h -= p * log(p) / log(present);
        }
    return 1 - h;
}

/* Over the units that have both; of a column with itself: all it has. */
static double twin_covariance(const double *a, const double *b, size_t n)
{
    double k = 0, ma = 0, mb = 0, total = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(a[i] + b[i])) {
            k++;
            ma += a[i];
            mb += b[i];
        }
    for (size_t i = 0; i < n; i++)
        if (!isnan(a[i] + b[i]))
            total += (a[i] - ma / k) * (b[i] - mb / k);
    return total / (k - 1);
}

static double twin_correlation(const double *a, const double *b, size_t n)
{
    double both_a[64], both_b[64];
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(a[i] + b[i])) {
            both_a[k] = a[i];
            both_b[k++] = b[i];
        }
    return twin_covariance(both_a, both_b, k) /
           sqrt(twin_covariance(both_a, both_a, k) * twin_covariance(both_b, both_b, k));
}

static void rescale(double *v, size_t m)
{
    double total = 0;
    for (size_t j = 0; j < m; j++)
        total += v[j];
    for (size_t j = 0; j < m; j++)
        v[j] /= total;
}

START_TEST(data_driven_weights_agree_with_their_twins)
{
    uint32_t state = 11;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[5][20], entropy[5], shifted[5], critic[5], cv[5];
        const double *const columns[] = {x[0], x[1], x[2], x[3], x[4]};
        size_t n = 5 + (size_t)round % 15, m = 2 + (size_t)round % 4;
        for (size_t j = 0; j < m; j++)
            for (size_t i = 0; i < n; i++)
                x[j][i] = i > 2 && noise(&state) < 0.1 ? NAN : 10 + 90 * noise(&state);
        for (size_t j = 0; j < m; j++) {
            double total = 0, k = 0, sd = sqrt(twin_covariance(x[j], x[j], n));
            for (size_t i = 0; i < n; i++)
                if (!isnan(x[j][i])) {
                    total += x[j][i];
                    k++;
                }
            entropy[j] = twin_entropy(x[j], n, 0);
            shifted[j] = twin_entropy(x[j], n, 0.01);
            cv[j] = sd / (total / k);
            critic[j] = 0;
            for (size_t l = 0; l < m; l++)
                critic[j] += l == j ? 0 : 1 - twin_correlation(x[j], x[l], n);
            critic[j] *= sd / (rig_highest(x[j], n) - rig_lowest(x[j], n));
        }
        rescale(entropy, m);
        rescale(shifted, m);
        rescale(critic, m);
        rescale(cv, m);
        ck_assert_int_eq(rig_weigh(rig, "entropy", NULL, n, m, columns, NULL, w), HENG_OK);
        kit_assert_columns(w, entropy, m, 1e-12);
        ck_assert_int_eq(rig_weigh(rig, "entropy", "shift = 0.01", n, m, columns, NULL, w),
                         HENG_OK);
        kit_assert_columns(w, shifted, m, 1e-12);
        ck_assert_int_eq(rig_weigh(rig, "critic", NULL, n, m, columns, NULL, w), HENG_OK);
        kit_assert_columns(w, critic, m, 1e-12);
        ck_assert_int_eq(rig_weigh(rig, "cv", NULL, n, m, columns, NULL, w), HENG_OK);
        kit_assert_columns(w, cv, m, 1e-12);
        ck_assert_uint_eq(rig->warnings, 0);
    }
    rig_free(rig);
}
END_TEST

/*
 * Published: entropy and CRITIC weights of 4 units, x1 positive {3, 5, 2, 7}, x2 negative
 * {10, 20, 15, 25} (mathmodels, R package, reference pages entropy_weight and critic_weight,
 * figures only). Its entropy runs on min-max to [0.002, 0.998]; p is the same for 0..1 with a shift
 * of 0.002 / 0.996, since a common factor cancels in p.
 */
START_TEST(published_figures)
{
    const double x1[] = {3, 5, 2, 7}, x2[] = {-10, -20, -15, -25};
    const double *const x[] = {x1, x2};
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "entropy", "shift = 0.0020080321285140562", 4, 2, x, NULL, w),
                     HENG_OK);
    kit_assert_columns(w, X(0.5452618, 0.4547382), 2, 5e-8);
    ck_assert_int_eq(rig_weigh(rig, "critic", NULL, 4, 2, x, NULL, w), HENG_OK);
    kit_assert_columns(w, X(0.5075187, 0.4924813), 2, 5e-8);
    rig_free(rig);
}
END_TEST

START_TEST(equal_and_given)
{
    const double empty[] = {NAN, NAN, NAN, NAN, NAN, NAN};
    const double *const gap[] = {p0, empty, p2};
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "equal", NULL, 6, 3, plain, NULL, w), HENG_OK);
    kit_assert_columns(w, X(1. / 3, 1. / 3, 1. / 3), 3, 1e-15);
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, plain, X(1, 3, 0), w), HENG_OK);
    kit_assert_columns(w, X(0.25, 0.75, 0), 3, 1e-15);
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 1, 2, plain, X(1e308, 1e308), w), HENG_OK);
    kit_assert_columns(w, X(0.5, 0.5), 2, 1e-15);
    ck_assert_int_eq(rig_weigh(rig, "equal", NULL, 6, 3, gap, NULL, w), HENG_OK);
    kit_assert_columns(w, X(0.5, 0, 0.5), 3, 1e-15);
    ck_assert_str_eq(rig->warning, "1: no values: weight 0");
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, gap, X(1, 3, 4), w), HENG_OK);
    kit_assert_columns(w, X(0.2, 0, 0.8), 3, 1e-15);
    rig_free(rig);
}
END_TEST

/* Shares of the values as they come: free of the unit, not of the origin. */
START_TEST(entropy_without_scaling)
{
    const double *x[] = {X(1, 2, 3, 2), X(1e308, 0, 0.5e308, 0.5e308), X(5, 5, 5, 5)};
    double few[] = {1.0 / 8, 2.0 / 8, 3.0 / 8, 2.0 / 8}, d[2] = {1, 0.25}, e1 = 0;
    for (size_t i = 0; i < 4; i++)
        e1 -= few[i] * log(few[i]);
    d[0] = 1 - e1 / log(4);
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "entropy", "scale = none", 4, 3, x, NULL, w), HENG_OK);
    kit_assert_columns(w, X(d[0] / (d[0] + d[1]), d[1] / (d[0] + d[1]), 0), 3, 1e-13);
    x[0] = X(-1, 2, 3, 2);
    ck_assert_int_eq(rig_weigh(rig, "entropy", "scale = none", 4, 3, x, NULL, w), HENG_FAIL);
    ck_assert_str_eq(rig->error.text,
                     "method entropy: a has negative values, of which shares have no "
                     "meaning; leave scale at minmax, or normalise it to a scale "
                     "from 0 up");
    rig_free(rig);
}
END_TEST

START_TEST(given_must_be_lawful)
{
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, plain, X(1, -1, 1), w), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method given: the weight of b is -1; weights are finite and "
                                      "not negative");
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, plain, X(1, 1, NAN), w), HENG_FAIL);
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, plain, X(1, INFINITY, 1), w), HENG_FAIL);
    ck_assert_int_eq(rig_weigh(rig, "given", NULL, 6, 3, plain, X(0, 0, 0), w), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column with a weight above 0 has values");
    rig_free(rig);
}
END_TEST

START_TEST(columns_without_information_weigh_nothing)
{
    static const char *const names[] = {"entropy", "critic", "cv"};
    const double constant[] = {5, 5, NAN, 5, 5, 5}, empty[] = {NAN, NAN, NAN, NAN, NAN, NAN};
    const double lone[] = {NAN, 4, NAN, NAN, NAN, NAN};
    const double *const x[] = {p0, constant, p1, empty, lone}, *const dead[] = {constant, empty};
    const double *const one[] = {constant, p1};
    double without[2];
    rig = rig_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 6, 2, plain, NULL, without), HENG_OK);
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 6, 5, x, NULL, w), HENG_OK);
        kit_assert_columns(w, X(without[0], 0, without[1], 0, 0), 5, 1e-15);
        ck_assert_uint_eq(rig->warnings, 3);
        ck_assert_str_eq(rig->warning, "4: constant: weight 0");
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 6, 2, dead, NULL, w), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "every column has weight 0");
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 6, 2, one, NULL, w), HENG_OK);
        kit_assert_columns(w, X(0, 1), 2, 0);
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 6, 1, plain, NULL, w), HENG_OK);
        kit_assert_near(w[0], 1, 0);
        ck_assert_int_eq(rig_weigh(rig, names[i], NULL, 1, 3, plain, NULL, w), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "one unit");
    }
    rig_free(rig);
}
END_TEST

START_TEST(a_range_too_wide)
{
    const double wide[] = {-1e308, 1e308, 0, 1, 2, 3};
    const double *const x[] = {p0, wide};
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "entropy", NULL, 6, 2, x, NULL, w), HENG_OK);
    ck_assert_str_eq(rig->warning, "1: the range is too wide for a double: weight 0");
    rig_free(rig);
}
END_TEST

START_TEST(critic_without_conflict)
{
    const double up[] = {1, 2, 3, 4, 5, 7}, twice[] = {2.2, 4.4, 6.6, 8.8, 11, 15.4};
    const double left[] = {1, 2, NAN, NAN, NAN, 4}, right[] = {NAN, NAN, 3, 4, 5, 9};
    const double *const same[] = {up, twice}, *const apart[] = {left, right, p1};
    double a, b;
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "critic", NULL, 6, 2, same, NULL, w), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the columns are perfectly correlated");
    ck_assert_int_eq(rig_weigh(rig, "critic", NULL, 6, 3, apart, NULL, w), HENG_OK);
    ck_assert_uint_eq(rig->warnings, 2);
    ck_assert_str_eq(rig->warning, "1: a correlation has no value: left out of the sum");
    a = (1 - twin_correlation(left, p1, 6)) * sqrt(twin_covariance(left, left, 6)) / 3;
    b = (1 - twin_correlation(right, p1, 6)) * sqrt(twin_covariance(right, right, 6)) / 6;
    kit_assert_near(w[0] / w[1], a / b, 1e-12);
    rig_free(rig);
}
END_TEST

/* The mean of a z-score is rounding noise; its coefficient of variation would be too. */
START_TEST(cv_of_a_column_around_zero)
{
    const double z[] = {-1.1, 0.3, 0.4, 0.4, 0.1, -0.1}, zero[] = {-1, 1, 0, 0, 2, -2};
    const double *const x[] = {z, zero, p1};
    rig = rig_new();
    ck_assert_int_eq(rig_weigh(rig, "cv", NULL, 6, 3, x, NULL, w), HENG_OK);
    kit_assert_columns(w, X(0, 0, 1), 3, 0);
    ck_assert_uint_eq(rig->warnings, 2);
    ck_assert_str_eq(rig->warning, "1: the mean is 0: weight 0");
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {data_driven_weights_agree_with_their_twins,
                                  published_figures,
                                  equal_and_given,
                                  entropy_without_scaling,
                                  given_must_be_lawful,
                                  columns_without_information_weigh_nothing,
                                  a_range_too_wide,
                                  critic_without_conflict,
                                  cv_of_a_column_around_zero,
                                  NULL};
    return kit_run("weights", tests);
}
