/* SPDX-License-Identifier: MIT */
/* power_mean, owa, mean_min, mazziotta_pareto, adjusted_mpi. */
#include "methods/sample.h"

/* ---- power mean ---------------------------------------------------------- */

static void twin_power(const struct sample *s, double p, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double total = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                total += sample_weight(s, j, i) * pow(s->x[j][i], p);
        out[i] = pow(total, 1 / p);
    }
}

static void twin_power_half(const struct sample *s, double *out)
{
    twin_power(s, 0.5, out);
}
static void twin_power_minus(const struct sample *s, double *out)
{
    twin_power(s, -2.5, out);
}
static void twin_power_seven(const struct sample *s, double *out)
{
    twin_power(s, 7, out);
}

START_TEST(power_mean_agrees_with_its_twin)
{
    sample_compare("power_mean", NULL, 1, 100, 0.2, 1e-12, twin_power_half);
    sample_compare("power_mean", "exponent = -2.5", 1, 100, 0.2, 1e-12, twin_power_minus);
    sample_compare("power_mean", "exponent = 7", 1, 100, 0.2, 1e-12, twin_power_seven);
}
END_TEST

START_TEST(power_mean_meets_the_three_means)
{
    static const char *const pairs[][2] = {{"arithmetic", "exponent = 1"},
                                           {"geometric", "exponent = 0"},
                                           {"geometric", "exponent = 1e-9"},
                                           {"harmonic", "exponent = -1"}};
    uint32_t state = 3;
    struct sample s;
    double want[SAMPLE_N];
    rig = rig_new();
    for (size_t k = 0; k < 4 * COUNT(pairs); k++) {
        sample_fill(&s, &state, 2, 9, 0.1);
        ck_assert_int_eq(rig_aggregate(rig, pairs[k % 4][0], NULL, s.n, s.m, s.columns, s.w, want),
                         HENG_OK);
        ck_assert_int_eq(run("power_mean", pairs[k % 4][1], s.n, s.m, s.columns, s.w), HENG_OK);
        kit_assert_columns(y, want, s.n, k % 4 == 2 ? 1e-8 : 1e-13);
    }
    rig_free(rig);
}
END_TEST

START_TEST(power_mean_at_the_edges)
{
    const double a[] = {4, 0, -1, 0, 1e308, NAN}, b[] = {9, 5, 5, 0, 1e308, NAN};
    rig = rig_new();
    ck_assert_int_eq(run("power_mean", "exponent = 2", 6, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(sqrt(48.5), sqrt(12.5), NAN, 0, 1e308, NAN), 6, 1e-14);
    ck_assert_str_eq(rig->why, "1 score undefined: negative child");
    for (size_t k = 0; k < 2; k++) {
        ck_assert_int_eq(run("power_mean", k ? "exponent = 0" : "exponent = -2", 6, 2,
                             COLUMNS(a, b), X(0.5, 0.5)),
                         HENG_OK);
        ck_assert(y[1] == 0 && isnan(y[2]) && y[3] == 0);
    }
    ck_assert_int_eq(run("power_mean", "exponent = 100", 1, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_near(y[0], 9 * pow(0.5, 0.01), 1e-13);
    ck_assert_int_eq(run("power_mean", NULL, 1, 1, COLUMNS(a + 2), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "negative child");
    ck_assert_int_eq(run("power_mean", NULL, 1, 1, COLUMNS(a + 5), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no values");
    rig_free(rig);
}
END_TEST

/* ---- owa ----------------------------------------------------------------- */

/* Importance spread over ever smaller grains: each grain is a child of the plain OWA. */
static void twin_owa(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double before = 0, share = 0, last = INFINITY, total = 0;
        for (size_t r = 0; r < sample_children(s, i); r++) {
            double highest = -INFINITY, q;
            for (size_t j = 0; j < s->m; j++)
                if (sample_has(s, j, i) && s->x[j][i] < last)
                    highest = fmax(highest, s->x[j][i]);
            if (isinf(highest))
                break;
            for (size_t j = 0; j < s->m; j++)
                share += sample_has(s, j, i) && s->x[j][i] == highest ? sample_weight(s, j, i) : 0;
            q = pow(share, (1 - 0.3) / 0.3);
            total += (q - before) * highest;
            before = q;
            last = highest;
        }
        out[i] = total;
    }
}

START_TEST(owa_agrees_with_its_twin)
{
    sample_compare("owa", "orness = 0.3", -50, 50, 0.2, 1e-12, twin_owa);
}
END_TEST

START_TEST(owa_runs_from_lowest_to_highest)
{
    const double a[] = {4, 7, NAN, 2}, b[] = {9, -5, 3, 2}, c[] = {5, 5, 1, 2};
    const double *const x[] = {a, b, c};
    rig = rig_new();
    const double w[] = {0.5, 0.25, 0.25};
    rig = rig_new();
    ck_assert_int_eq(run("owa", "orness = 0", 4, 3, x, w), HENG_OK);
    kit_assert_columns(y, X(4, -5, 1, 2), 4, 0);
    ck_assert_int_eq(run("owa", "orness = 1", 4, 3, x, w), HENG_OK);
    kit_assert_columns(y, X(9, 7, 3, 2), 4, 0);
    ck_assert_int_eq(run("owa", NULL, 4, 3, x, w), HENG_OK);
    kit_assert_columns(y, X(5.5, 3.5, 2, 2), 4, 1e-15);
    /* By hand: 9, 5, 4 weigh 1/4, 1/4, 1/2; Q(1/4) = 0.75 * 0.6 = 0.45, Q(1/2) = 0.6 + 0.5 * 0.3
       = 0.75; 0.45 * 9 + 0.3 * 5 + 0.25 * 4 = 6.55. */
    ck_assert_int_eq(run("owa", "weights = 0.6, 0.3, 0.1", 1, 3, x, w), HENG_OK);
    kit_assert_near(y[0], 6.55, 1e-15);
    rig_free(rig);
}
END_TEST

/* One of three has fallen away: two equal halves of the line, 0.5 + 0.5 * 0.3 and the rest. */
START_TEST(owa_shares_out_among_the_columns_that_are_left)
{
    const double a[] = {1, 8}, b[] = {NAN, NAN}, c[] = {5, 2};
    const double *const x[] = {a, b, c};
    rig = rig_new();
    ck_assert_int_eq(run("owa", "weights = 0.5, 0.3, 0.2", 2, 3, x, X(1, 0, 1)), HENG_OK);
    ck_assert_msg(strstr(rig->why, "3 ordered weights for the 2 columns"), "%s", rig->why);
    ck_assert_double_eq_tol(y[0], 0.65 * 5 + 0.35 * 1, 1e-12);
    ck_assert_double_eq_tol(y[1], 0.65 * 8 + 0.35 * 2, 1e-12);
    rig_free(rig);
}
END_TEST

START_TEST(owa_refuses_other_weights)
{
    const double a[] = {4, 7}, b[] = {9, -5};
    rig = rig_new();
    ck_assert_int_eq(run("owa", "weights = 0.5, 0.3, 0.2", 2, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_FAIL);
    ck_assert_str_eq(rig->why, "3 ordered weights for 2 columns");
    ck_assert_int_eq(run("owa", "weights = 0.5, 0.4", 2, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_FAIL);
    ck_assert_str_eq(rig->why, "the ordered weights do not sum to 1");
    ck_assert_int_eq(run("owa", "weights = 1", 2, 2, COLUMNS(a, b), X(1, 0)), HENG_OK);
    kit_assert_columns(y, a, 2, 0);
    ck_assert_int_eq(run("owa", "weights = 1", 2, 2, COLUMNS(a, b), X(1, 1)), HENG_FAIL);
    rig_free(rig);
}
END_TEST

/* ---- mean-min ------------------------------------------------------------ */

static void twin_mean_min(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double mean = 0, low = INFINITY;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                mean += sample_weight(s, j, i) * s->x[j][i];
                low = fmin(low, s->x[j][i]);
            }
        out[i] = mean - 0.75 * (sqrt((mean - low) * (mean - low) + 4) - 2);
    }
}

START_TEST(mean_min_between_mean_and_minimum)
{
    const double a[] = {1, 5}, b[] = {7, 5};
    sample_compare("mean_min", "alpha = 0.75; beta = 2", -50, 50, 0.2, 1e-13, twin_mean_min);
    rig = rig_new();
    ck_assert_int_eq(run("mean_min", "alpha = 0", 2, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(4, 5), 2, 0);
    ck_assert_int_eq(run("mean_min", "alpha = 1; beta = 0", 2, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(1, 5), 2, 0);
    /* By hand: M = 4, min 1: 4 - 0.5 (sqrt(9 + 16) - 4) = 3.5. */
    ck_assert_int_eq(run("mean_min", "beta = 4", 2, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(3.5, 5), 2, 1e-15);
    rig_free(rig);
}
END_TEST

/* ---- Mazziotta-Pareto ---------------------------------------------------- */

/* M -+ S^2 / M of z; sample: variances by n - 1 and k - 1. */
static void twin_penalised(const struct sample *s, double z[SAMPLE_M][SAMPLE_N], int sample,
                           int sign, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double mean = 0, variance = 0, k = (double)sample_children(s, i);
        for (size_t j = 0; j < s->m; j++)
            mean += sample_has(s, j, i) ? sample_weight(s, j, i) * z[j][i] : 0;
        for (size_t j = 0; j < s->m; j++)
            variance += sample_has(s, j, i)
                            ? sample_weight(s, j, i) * (z[j][i] - mean) * (z[j][i] - mean)
                            : 0;
        if (sample && k > 1)
            variance *= k / (k - 1);
        out[i] = mean + sign * sqrt(variance) * (sqrt(variance) / mean);
    }
}

static void twin_mpi(const struct sample *s, int sample, int sign, double *out)
{
    double z[SAMPLE_M][SAMPLE_N];
    for (size_t j = 0; j < s->m; j++) {
        double count = sample_of(s, j, COUNT_OF), mean = sample_of(s, j, SUM) / count, squares = 0;
        for (size_t i = 0; i < s->n; i++)
            squares += sample_has(s, j, i) ? (s->x[j][i] - mean) * (s->x[j][i] - mean) : 0;
        for (size_t i = 0; i < s->n; i++)
            z[j][i] = 100 + 10 * (s->x[j][i] - mean) / sqrt(squares / (count - sample));
    }
    twin_penalised(s, z, sample, sign, out);
}

static void twin_mpi_minus(const struct sample *s, double *out)
{
    twin_mpi(s, 0, -1, out);
}
static void twin_mpi_sample(const struct sample *s, double *out)
{
    twin_mpi(s, 1, 1, out);
}

static void twin_ampi(const struct sample *s, const double *reference, double *out)
{
    double z[SAMPLE_M][SAMPLE_N];
    for (size_t j = 0; j < s->m; j++) {
        double low = sample_of(s, j, LOW), high = sample_of(s, j, HIGH), half = (high - low) / 2;
        if (reference) {
            low = *reference - half;
            high = *reference + half;
        }
        for (size_t i = 0; i < s->n; i++)
            z[j][i] = (s->x[j][i] - low) / (high - low) * 60 + 70;
    }
    twin_penalised(s, z, 0, -1, out);
}

static void twin_ampi_minmax(const struct sample *s, double *out)
{
    twin_ampi(s, NULL, out);
}
static void twin_ampi_reference(const struct sample *s, double *out)
{
    twin_ampi(s, X(40), out);
}

START_TEST(mazziotta_pareto_agrees_with_its_twin)
{
    sample_compare("mazziotta_pareto", NULL, -5, 100, 0.1, 1e-12, twin_mpi_minus);
    sample_compare("mazziotta_pareto", "sd = sample; penalty = positive", -5, 100, 0.1, 1e-12,
                   twin_mpi_sample);
    sample_compare("adjusted_mpi", NULL, -5, 100, 0.1, 1e-12, twin_ampi_minmax);
    sample_compare("adjusted_mpi", "reference = 40", 0, 100, 0.1, 1e-12, twin_ampi_reference);
    sample_invariant("mazziotta_pareto", NULL, -20, 100, 1);
    sample_invariant("adjusted_mpi", NULL, -20, 100, 1);
}
END_TEST

/* By hand: z is (90, 110), (110, 110), the others' mean 100 and variance 100: 100 - 1 = 99. */
START_TEST(mazziotta_pareto_by_hand)
{
    const double a[] = {1, 3, 1, 3}, b[] = {20, 20, 10, 10}, flat[] = {7, 7, 7, 7};
    const double far[] = {0, 1, 10, 0};
    rig = rig_new();
    ck_assert_int_eq(run("mazziotta_pareto", NULL, 4, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(99, 110, 90, 99), 4, 1e-14);
    ck_assert_int_eq(
        run("mazziotta_pareto", "penalty = positive", 4, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(101, 110, 90, 101), 4, 1e-14);
    ck_assert_int_eq(run("adjusted_mpi", NULL, 4, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(91, 130, 70, 91), 4, 1e-14);
    /* 100 is at 1 and 10: 60 (x - ref) / range adds 0 or 60. */
    ck_assert_int_eq(run("adjusted_mpi", "reference = 1, 10", 4, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(130 - 900. / 130, 160, 100, 130 - 900. / 130), 4, 1e-14);
    ck_assert_int_eq(run("adjusted_mpi", "reference = 1, 2, 3", 4, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_FAIL);
    ck_assert_str_eq(rig->why, "reference has 3 values for 2 columns; give one, or one a column");
    ck_assert_int_eq(run("adjusted_mpi", "reference = 30", 4, 1, COLUMNS(far), X(1)),
                     HENG_UNDEFINED);
    ck_assert_int_eq(run("mazziotta_pareto", NULL, 4, 3, COLUMNS(a, b, flat), X(0.3, 0.3, 0.4)),
                     HENG_OK);
    kit_assert_columns(y, X(99, 110, 90, 99), 4, 1e-14);
    ck_assert_str_eq(rig->why, "column c left out: constant");
    ck_assert_int_eq(run("adjusted_mpi", NULL, 4, 2, COLUMNS(flat, flat), X(0.5, 0.5)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column varies");
    ck_assert_int_eq(run("mazziotta_pareto", NULL, 1, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {power_mean_agrees_with_its_twin,
                                  power_mean_meets_the_three_means,
                                  power_mean_at_the_edges,
                                  owa_agrees_with_its_twin,
                                  owa_runs_from_lowest_to_highest,
                                  owa_refuses_other_weights,
                                  owa_shares_out_among_the_columns_that_are_left,
                                  mean_min_between_mean_and_minimum,
                                  mazziotta_pareto_agrees_with_its_twin,
                                  mazziotta_pareto_by_hand,
                                  NULL};
    return kit_run("aggregate_mean", tests);
}
