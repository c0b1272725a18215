/* SPDX-License-Identifier: MIT */
/*
 * Sobol indices against functions whose indices are known: Ishigami and Homma, First International
 * Symposium on Uncertainty Modeling and Analysis, 1990, pp. 398-403, and Sobol's g-function
 * (Saltelli and Sobol, Reliability Engineering & System Safety 50, 1995, pp. 225-239).
 */
#include "robust/sample/sobol.h"

#include "kit.h"

static const double PI = 3.14159265358979323846;

typedef double model(const double *u, size_t k);

static double ishigami(const double *u, size_t k)
{
    double x[3];
    for (size_t j = 0; j < k; j++)
        x[j] = PI * (2 * u[j] - 1);
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static const double g_a[] = {0, 0.5, 3, 9, 99, 99};

static double g_function(const double *u, size_t k)
{
    double product = 1;
    for (size_t j = 0; j < k; j++)
        product *= (fabs(4 * u[j] - 2) + g_a[j]) / (1 + g_a[j]);
    return product;
}

static double linear(const double *u, size_t k)
{
    double sum = 0;
    for (size_t j = 0; j < k; j++)
        sum += (double)(j + 1) * u[j];
    return sum;
}

static double constant(const double *u, size_t k)
{
    (void)u;
    (void)k;
    return 2.385;
}

enum { RESAMPLES = 200 };

static struct sobol_index got[8];

static double *run_all(const struct sobol_design *d, model *f)
{
    double *y = malloc(sobol_runs(d) * sizeof *y), u[8];
    ck_assert_ptr_nonnull(y);
    for (size_t r = 0; r < sobol_runs(d); r++) {
        sobol_point(d, r, u);
        y[r] = f(u, d->k);
    }
    return y;
}

static size_t estimate(const struct sobol_design *d, const double *y, size_t resamples)
{
    double *scratch = malloc(sobol_scratch(d, resamples) * sizeof *scratch);
    size_t used;
    ck_assert_ptr_nonnull(scratch);
    used = sobol_estimate(d, y, resamples, 0.99, got, scratch);
    free(scratch);
    return used;
}

static void assert_known(size_t k, model *f, const double *first, const double *total)
{
    const struct sobol_design d = {8192, k, 20240601};
    double *y = run_all(&d, f);
    ck_assert_uint_eq(estimate(&d, y, RESAMPLES), d.n);
    for (size_t j = 0; j < k; j++) {
        ck_assert_msg(got[j].first_low <= first[j] && first[j] <= got[j].first_high,
                      "S%zu %g is not in %g .. %g", j + 1, first[j], got[j].first_low,
                      got[j].first_high);
        ck_assert_msg(got[j].total_low <= total[j] && total[j] <= got[j].total_high,
                      "ST%zu %g is not in %g .. %g", j + 1, total[j], got[j].total_low,
                      got[j].total_high);
        ck_assert_msg(got[j].first_high - got[j].first_low < 0.2, "S%zu: too wide", j + 1);
        kit_assert_near(got[j].first, first[j], 0.03);
        kit_assert_near(got[j].total, total[j], 0.03);
    }
    free(y);
}

START_TEST(ishigami_function)
{
    const double a = 7, b = 0.1;
    const double v1 = pow(1 + b * pow(PI, 4) / 5, 2) / 2, v2 = a * a / 8;
    const double v13 = b * b * pow(PI, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
    const double first[] = {v1 / v, v2 / v, 0}, total[] = {(v1 + v13) / v, v2 / v, v13 / v};
    kit_assert_near(first[0], 0.3139, 1e-4); /* as published */
    kit_assert_near(total[2], 0.2437, 1e-4);
    assert_known(3, ishigami, first, total);
}
END_TEST

START_TEST(sobols_g_function)
{
    double part[6], all = 1, first[6], total[6];
    for (size_t j = 0; j < 6; j++) {
        part[j] = 1 / (3 * (1 + g_a[j]) * (1 + g_a[j]));
        all *= 1 + part[j];
    }
    for (size_t j = 0; j < 6; j++) {
        first[j] = part[j] / (all - 1);
        total[j] = part[j] * all / (1 + part[j]) / (all - 1);
    }
    assert_known(6, g_function, first, total);
}
END_TEST

START_TEST(without_interaction_first_is_total)
{
    const double first[] = {1.0 / 30, 4.0 / 30, 9.0 / 30, 16.0 / 30};
    assert_known(4, linear, first, first);
}
END_TEST

/* The estimators written out, in another order of work. */
START_TEST(slow_twin)
{
    const struct sobol_design d = {50, 3, 7};
    double *y = run_all(&d, ishigami), mean = 0, v = 0;
    for (size_t i = 0; i < d.n; i++)
        mean += (y[i * 5] + y[i * 5 + 1]) / 100;
    for (size_t i = 0; i < d.n; i++)
        v += (pow(y[i * 5] - mean, 2) + pow(y[i * 5 + 1] - mean, 2)) / 99;
    estimate(&d, y, 0);
    for (size_t j = 0; j < 3; j++) {
        double s = 0, t = 0;
        for (size_t i = 0; i < d.n; i++) {
            s += pow(y[i * 5 + 1] - y[i * 5 + 2 + j], 2) / 50;
            t += pow(y[i * 5] - y[i * 5 + 2 + j], 2) / 50;
        }
        kit_assert_near(got[j].first, 1 - s / (2 * v), 1e-12);
        kit_assert_near(got[j].total, t / (2 * v), 1e-12);
        ck_assert(isnan(got[j].first_low) && isnan(got[j].total_high));
    }
    free(y);
}
END_TEST

START_TEST(the_design_is_saltellis)
{
    const struct sobol_design d = {40, 3, 11};
    for (size_t i = 0; i < d.n; i++) {
        double a[3], b[3], u[3];
        sobol_point(&d, i * 5, a);
        sobol_point(&d, i * 5 + 1, b);
        for (size_t j = 0; j < 3; j++) {
            ck_assert(a[j] >= 0 && a[j] < 1 && b[j] >= 0 && b[j] < 1 && a[j] != b[j]);
            sobol_point(&d, i * 5 + 2 + j, u);
            for (size_t l = 0; l < 3; l++)
                ck_assert(u[l] == (l == j ? b[l] : a[l]));
        }
    }
}
END_TEST

START_TEST(gaps_and_constants)
{
    const struct sobol_design d = {20, 2, 3};
    double *y = run_all(&d, linear), *z = run_all(&d, constant);
    y[4] = NAN;       /* sample 1 */
    y[39] = INFINITY; /* sample 9 */
    ck_assert_uint_eq(estimate(&d, y, 20), 18);
    ck_assert(isfinite(got[0].first) && isfinite(got[1].total_high));
    ck_assert_uint_eq(estimate(&d, z, 20), 20);
    ck_assert(isnan(got[0].first) && isnan(got[1].total) && isnan(got[0].first_low));
    for (size_t i = 4; i < sobol_runs(&d); i++)
        y[i] = NAN;
    ck_assert_uint_eq(estimate(&d, y, 20), 1);
    ck_assert(isnan(got[0].first));
    free(y);
    free(z);
}
END_TEST

/* Few samples see any change: many resamples see none, and are left out of the intervals. */
START_TEST(rare_changes)
{
    const struct sobol_design d = {20, 2, 3};
    double *y = run_all(&d, constant);
    y[1] = 3;
    estimate(&d, y, 200);
    for (size_t j = 0; j < 2; j++) {
        ck_assert(isfinite(got[j].first_low) && isfinite(got[j].first_high));
        ck_assert(isfinite(got[j].total_low) && isfinite(got[j].total_high));
    }
    free(y);
}
END_TEST

START_TEST(the_same_bits_twice)
{
    const struct sobol_design d = {100, 3, 5};
    double *y = run_all(&d, ishigami);
    struct sobol_index once[3];
    estimate(&d, y, 50);
    memcpy(once, got, sizeof once);
    estimate(&d, y, 50);
    ck_assert_mem_eq(once, got, sizeof once);
    free(y);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        ishigami_function, sobols_g_function,       without_interaction_first_is_total,
        slow_twin,         the_design_is_saltellis, gaps_and_constants,
        rare_changes,      the_same_bits_twice,     NULL};
    return kit_run("sobol", tests);
}
