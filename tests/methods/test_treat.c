/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double y[64];

static int run_on(const char *name, const char *settings, const double *x, size_t n,
                  const double *base, size_t n_base)
{
    struct heng_column_call c = {.n = n, .x = x, .base = base, .n_base = n_base, .y = y};
    return rig_column(rig, HENG_TREAT, name, settings, &c);
}

static int run(const char *name, const char *settings, const double *x, size_t n)
{
    return run_on(name, settings, x, n, NULL, 0);
}

/* ---- twins: plain code from the formulas --------------------------------- */

static double moment(const double *x, size_t n, int power)
{
    double mean = 0, total = 0;
    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        total += pow(x[i] - mean, power);
    return total / (double)n;
}

static int twin_passes(const double *x, size_t n)
{
    double k = (double)n, g1 = moment(x, n, 3) / pow(moment(x, n, 2), 1.5);
    double g2 = moment(x, n, 4) / pow(moment(x, n, 2), 2) - 3;
    double skewness = g1 * sqrt(k * (k - 1)) / (k - 2);
    double kurtosis = (k - 1) / ((k - 2) * (k - 3)) * ((k + 1) * g2 + 6);
    return !(fabs(skewness) > 2 && kurtosis > 3.5);
}

static int ascending(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

/* Winsorises distinct values by sorting; at most most points, all at one end. Returns how many. */
static size_t twin_winsorise(const double *x, size_t n, size_t most, double *out)
{
    double sorted[64];
    int high = moment(x, n, 3) >= 0;
    size_t points = 0;
    memcpy(out, x, n * sizeof *x);
    memcpy(sorted, x, n * sizeof *x);
    qsort(sorted, n, sizeof *sorted, ascending);
    while (!twin_passes(out, n) && points < most) {
        points++;
        for (size_t i = 0; i < n; i++)
            out[i] = high ? fmin(x[i], sorted[n - 1 - points]) : fmax(x[i], sorted[points]);
    }
    return points;
}

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

START_TEST(winsorise_agrees_with_its_twin)
{
    uint32_t state = 7;
    size_t treated = 0;
    rig = rig_new();
    for (int round = 0; round < 200; round++) {
        double x[40], want[40];
        size_t n = 12 + (size_t)(noise(&state) * 28), points;
        double sign = round % 2 ? 1 : -1;
        for (size_t i = 0; i < n; i++)
            x[i] = sign * exp(3 * noise(&state) * noise(&state));
        x[0] = sign * (30 + 10 * noise(&state));
        points = twin_winsorise(x, n, 3, want);
        ck_assert_int_eq(run("winsorise", "max_points = 3; then = none", x, n), HENG_OK);
        kit_assert_columns(y, want, n, 0);
        ck_assert_int_eq(strncmp(rig->why, "winsorised ", 11) == 0, points > 0);
        ck_assert_int_eq(strstr(rig->why, "still beyond the thresholds") != NULL,
                         !twin_passes(want, n));
        treated += points > 0;
    }
    ck_assert_uint_gt(treated, 50);
    rig_free(rig);
}
END_TEST

START_TEST(a_quiet_column_is_left_alone)
{
    const double x[] = {3, NAN, 1, 4, 1, 5, 9, 2, 6};
    rig = rig_new();
    ck_assert_int_eq(run("winsorise", NULL, x, 9), HENG_OK);
    kit_assert_columns(y, x, 9, 0);
    ck_assert_str_eq(rig->why, "");
    ck_assert_int_eq(run("none", NULL, x, 9), HENG_OK);
    kit_assert_columns(y, x, 9, 0);
    rig_free(rig);
}
END_TEST

START_TEST(one_outlier_is_pulled_in)
{
    const double x[] = {1, 2, 3, NAN, 4, 5, 6, 7, 8, 100}, low[] = {-1, -2, -3, -4, -5, -6, -60};
    const double want[] = {1, 2, 3, NAN, 4, 5, 6, 7, 8, 8};
    const double want_low[] = {-1, -2, -3, -4, -5, -6, -6};
    rig = rig_new();
    ck_assert_int_eq(run("winsorise", NULL, x, 10), HENG_OK);
    kit_assert_columns(y, want, 10, 0);
    ck_assert_str_eq(rig->why, "winsorised 1 point (high); skewness 2.97 -> -0.183, kurtosis 8.87 "
                               "-> -1.38");
    ck_assert_int_eq(run("winsorise", NULL, low, 7), HENG_OK);
    kit_assert_columns(y, want_low, 7, 0);
    ck_assert_ptr_nonnull(strstr(rig->why, "(low)"));
    rig_free(rig);
}
END_TEST

/* The first outlier hides a second one at the other end. */
START_TEST(both_ends_may_be_pulled_in)
{
    double x[24];
    rig = rig_new();
    for (int i = 0; i < 24; i++)
        x[i] = i;
    x[0] = -100;
    x[23] = 200;
    ck_assert_int_eq(run("winsorise", "then = none", x, 24), HENG_OK);
    ck_assert_ptr_nonnull(strstr(rig->why, "winsorised 2 points (high and low)"));
    kit_assert_near(y[23], 22, 0);
    kit_assert_near(y[0], 1, 0);
    kit_assert_near(y[1], 1, 0);
    rig_free(rig);
}
END_TEST

START_TEST(equal_values_are_pulled_in_together)
{
    double x[40];
    rig = rig_new();
    for (int i = 0; i < 40; i++)
        x[i] = i % 10;
    x[3] = x[4] = 500;
    ck_assert_int_eq(run("winsorise", "max_points = 1; then = none", x, 40), HENG_OK);
    ck_assert_ptr_nonnull(strstr(rig->why, "winsorised 2 points (high)"));
    kit_assert_near(y[3], 9, 0);
    kit_assert_near(y[4], 9, 0);
    rig_free(rig);
}
END_TEST

START_TEST(a_logarithm_follows_where_winsorising_fails)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 80, 90, 1000};
    double lo = 1, a = 0.01 * 999;
    rig = rig_new();
    ck_assert_int_eq(run("winsorise", "max_points = 0", x, 10), HENG_OK);
    for (size_t i = 0; i < 10; i++)
        kit_assert_near(y[i], log(x[i] - lo + a), 1e-15);
    ck_assert_int_eq(run("winsorise", "max_points = 0; variant = ct", x, 10), HENG_OK);
    for (size_t i = 0; i < 10; i++)
        kit_assert_near(y[i], log(x[i] - lo + a), 1e-15);
    ck_assert_ptr_eq(strstr(rig->why, "winsorising 0 points was not enough; log ct: skewness 3.09"),
                     rig->why);
    ck_assert_int_eq(run("winsorise", "max_points = 0; variant = ct_orig", x, 10), HENG_OK);
    kit_assert_near(y[9], log(1000), 1e-15);
    ck_assert_int_eq(run("winsorise", "max_points = 0; then = none", x, 10), HENG_OK);
    kit_assert_columns(y, x, 10, 0);
    ck_assert_str_eq(rig->why, "still beyond the thresholds");
    rig_free(rig);
}
END_TEST

START_TEST(thresholds_are_parameters)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 100};
    rig = rig_new();
    ck_assert_int_eq(run("winsorise", "skewness = 10", x, 9), HENG_OK);
    kit_assert_columns(y, x, 9, 0);
    ck_assert_int_eq(run("winsorise", "kurtosis = 100", x, 9), HENG_OK);
    kit_assert_columns(y, x, 9, 0);
    rig_free(rig);
}
END_TEST

START_TEST(columns_without_a_shape_are_left_alone)
{
    double two[30] = {0};
    const double three[] = {1, 2, 1000}, constant[] = {5, 5, 5, 5, 5};
    rig = rig_new();
    two[7] = 1;
    ck_assert_int_eq(run("winsorise", NULL, two, 30), HENG_OK);
    kit_assert_columns(y, two, 30, 0);
    ck_assert_str_eq(rig->why, "two different values: left as they are");
    ck_assert_int_eq(run("winsorise", NULL, three, 3), HENG_OK);
    kit_assert_columns(y, three, 3, 0);
    ck_assert_int_eq(run("winsorise", NULL, constant, 5), HENG_OK);
    kit_assert_columns(y, constant, 5, 0);
    two[8] = 9; /* one step leaves two values; the next would leave one */
    ck_assert_int_eq(run("winsorise", "then = none", two, 30), HENG_OK);
    kit_assert_near(y[7], 1, 0);
    kit_assert_near(y[8], 1, 0);
    kit_assert_near(y[0], 0, 0);
    rig_free(rig);
}
END_TEST

START_TEST(the_base_sets_the_limits)
{
    const double base[] = {1, 2, 3, 4, 5, 6, 7, 8, 100}, x[] = {-5, 7.5, 8.5, 100, NAN};
    const double want[] = {-5, 7.5, 8, 8, NAN};
    rig = rig_new();
    ck_assert_int_eq(run_on("winsorise", NULL, x, 5, base, 9), HENG_OK);
    kit_assert_columns(y, want, 5, 0);
    ck_assert_int_eq(run_on("log", "variant = ct_orig", x, 5, base, 9), HENG_OK);
    kit_assert_near(y[0], NAN, 0);
    kit_assert_near(y[1], log(7.5), 1e-15);
    ck_assert_ptr_nonnull(strstr(rig->why, "; 1 value undefined: beyond the base's range"));
    rig_free(rig);
}
END_TEST

START_TEST(log_variants)
{
    const double x[] = {1, 10, NAN, 100, 1000};
    rig = rig_new();
    ck_assert_int_eq(run("log", NULL, x, 5), HENG_OK);
    for (size_t i = 0; i < 5; i++)
        kit_assert_near(y[i], log(x[i]), 1e-15);
    ck_assert_int_eq(run("log", "variant = log10", x, 5), HENG_OK);
    kit_assert_columns(y, X(0, 1, NAN, 2, 3), 5, 1e-15);
    ck_assert_int_eq(run("log", "variant = ct", x, 5), HENG_OK);
    for (size_t i = 0; i < 5; i++)
        kit_assert_near(y[i], log(x[i] - 1 + 9.99), 1e-15);
    ck_assert_int_eq(run("log", "variant = ct_orig", x, 5), HENG_OK);
    kit_assert_columns(y, X(0, log(10), NAN, log(100), log(1000)), 5, 1e-15);
    ck_assert_ptr_eq(strstr(rig->why, "log ct_orig: skewness 1.95 -> "), rig->why);
    rig_free(rig);
}
END_TEST

/* ct_plus(x) is ct(x) for positive skew, and -ct(-x) for negative skew. */
START_TEST(ct_plus_mirrors)
{
    const double x[] = {1, 2, 3, 50, 7}, mirrored[] = {-1, -2, -3, -50, -7};
    double ct[5];
    rig = rig_new();
    ck_assert_int_eq(run("log", "variant = ct", x, 5), HENG_OK);
    memcpy(ct, y, sizeof ct);
    ck_assert_int_eq(run("log", "variant = ct_plus", x, 5), HENG_OK);
    kit_assert_columns(y, ct, 5, 0);
    ck_assert_int_eq(run("log", "variant = ct_plus", mirrored, 5), HENG_OK);
    for (size_t i = 0; i < 5; i++)
        kit_assert_near(y[i], -ct[i], 1e-14);
    rig_free(rig);
}
END_TEST

START_TEST(values_without_a_logarithm)
{
    rig = rig_new();
    ck_assert_int_eq(run("log", NULL, X(1, 0, -2, 3, NAN), 5), HENG_OK);
    kit_assert_columns(y, X(0, NAN, NAN, log(3), NAN), 5, 1e-15);
    ck_assert_ptr_nonnull(strstr(rig->why, "; 2 values undefined: not positive"));
    ck_assert_int_eq(run("log", NULL, X(0, -1), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no logarithm: all 2 values are not positive");
    kit_assert_columns(y, X(NAN, NAN), 2, 0);
    ck_assert_int_eq(run("log", "variant = log10", X(0), 1), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no logarithm: all 1 value is not positive");
    ck_assert_int_eq(run("log", "variant = ct", X(4, 4), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "constant");
    ck_assert_int_eq(run("log", "variant = ct_plus", X(4), 1), HENG_UNDEFINED);
    ck_assert_int_eq(run("log", NULL, X(NAN, NAN), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no values");
    rig_free(rig);
}
END_TEST

/* ---- winsorise_quantile, boxcox ------------------------------------------ */

START_TEST(quantiles_clamp)
{
    const double x[] = {1, 2, 3, 4, NAN, 5, 6, 7, 8, 9, 100};
    rig = rig_new();
    /* type 7 over ten values: q(0.05) = 1 + 0.45, q(0.95) = 9 + 0.55 * 91 */
    ck_assert_int_eq(run("winsorise_quantile", NULL, x, 11), HENG_OK);
    kit_assert_columns(y, X(1.45, 2, 3, 4, NAN, 5, 6, 7, 8, 9, 59.05), 11, 1e-14);
    ck_assert_str_eq(rig->why, "winsorised 1 value below 1.45 and 1 above 59.05");
    ck_assert_int_eq(run("winsorise_quantile", "p_low = 0; p_high = 1", x, 11), HENG_OK);
    kit_assert_columns(y, x, 11, 0);
    ck_assert_str_eq(rig->why, "");
    ck_assert_int_eq(run_on("winsorise_quantile", "p_low = 0; p_high = 1", X(0, 5), 2, X(1, 4), 2),
                     HENG_OK);
    kit_assert_columns(y, X(1, 4), 2, 0);
    ck_assert_int_eq(run("winsorise_quantile", "p_low = 0.5; p_high = 0.5", x, 11), HENG_FAIL);
    ck_assert_int_eq(run("winsorise_quantile", NULL, X(NAN), 1), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

START_TEST(quantiles_leave_no_constant_column)
{
    double x[40] = {9};
    for (size_t i = 1; i < 40; i++)
        x[i] = 5;
    rig = rig_new();
    ck_assert_int_eq(run("winsorise_quantile", NULL, x, 40), HENG_OK);
    kit_assert_columns(y, x, 40, 0);
    ck_assert_str_eq(rig->why, "both quantiles are 5: left as it is, for it would become constant");
    rig_free(rig);
}
END_TEST

START_TEST(boxcox_powers)
{
    const double x[] = {1, 4, NAN, 9};
    rig = rig_new();
    ck_assert_int_eq(run("boxcox", NULL, x, 4), HENG_OK);
    kit_assert_columns(y, X(0, log(4), NAN, log(9)), 4, 1e-15);
    ck_assert_int_eq(run("boxcox", "lambda = 0.5", x, 4), HENG_OK);
    kit_assert_columns(y, X(0, 2, NAN, 4), 4, 1e-15);
    ck_assert_int_eq(run("boxcox", "lambda = -1", x, 4), HENG_OK);
    kit_assert_columns(y, X(0, 0.75, NAN, 8. / 9), 4, 1e-15);
    ck_assert_int_eq(run("boxcox", "lambda = 1e-9", x, 4), HENG_OK);
    kit_assert_columns(y, X(0, log(4), NAN, log(9)), 4, 1e-8);
    ck_assert_int_eq(run("boxcox", "lambda = 2; shift = always", X(4, 6), 2), HENG_OK);
    kit_assert_columns(y, X(0, 4), 2, 1e-15);
    ck_assert_int_eq(run("boxcox", "lambda = 1", X(-3, 0, 3, 9), 4), HENG_OK);
    kit_assert_columns(y, X(0, 3, 6, 12), 4, 1e-15);
    ck_assert_ptr_nonnull(strstr(rig->why, "Box-Cox, lambda 1, shifted to a lowest value of 1; "
                                           "skewness"));
    ck_assert_int_eq(run("boxcox", "shift = no", X(-3, 0, 1), 3), HENG_OK);
    kit_assert_columns(y, X(NAN, NAN, 0), 3, 0);
    ck_assert_str_eq(rig->why, "Box-Cox, lambda 0; 2 values undefined: not positive, or too large");
    ck_assert_int_eq(run("boxcox", "shift = no", X(-3, 0), 2), HENG_UNDEFINED);
    ck_assert_int_eq(run("boxcox", "lambda = 3", X(1, 1e300), 2), HENG_OK);
    kit_assert_columns(y, X(0, NAN), 2, 0);
    ck_assert_int_eq(run("boxcox", NULL, X(NAN), 1), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {winsorise_agrees_with_its_twin,
                                  a_quiet_column_is_left_alone,
                                  one_outlier_is_pulled_in,
                                  both_ends_may_be_pulled_in,
                                  equal_values_are_pulled_in_together,
                                  a_logarithm_follows_where_winsorising_fails,
                                  thresholds_are_parameters,
                                  columns_without_a_shape_are_left_alone,
                                  the_base_sets_the_limits,
                                  log_variants,
                                  ct_plus_mirrors,
                                  values_without_a_logarithm,
                                  quantiles_clamp,
                                  quantiles_leave_no_constant_column,
                                  boxcox_powers,
                                  NULL};
    return kit_run("treat", tests);
}
