/* SPDX-License-Identifier: MIT */
/* vikor, grey, mabac, edas, wroclaw. */
#include "methods/sample.h"

/* ---- vikor --------------------------------------------------------------- */

static void twin_vikor(const struct sample *s, double *out)
{
    double u[SAMPLE_N], r[SAMPLE_N], ends[4] = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (size_t i = 0; i < s->n; i++) {
        u[i] = 0;
        r[i] = -INFINITY;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double best = sample_of(s, j, HIGH), worst = sample_of(s, j, LOW);
                double d = sample_weight(s, j, i) * (best - s->x[j][i]) / (best - worst);
                u[i] += d;
                r[i] = fmax(r[i], d);
            }
        if (sample_children(s, i) == 0)
            continue;
        ends[0] = fmin(ends[0], u[i]);
        ends[1] = fmax(ends[1], u[i]);
        ends[2] = fmin(ends[2], r[i]);
        ends[3] = fmax(ends[3], r[i]);
    }
    for (size_t i = 0; i < s->n; i++)
        out[i] = 1 - 0.5 * (u[i] - ends[0]) / (ends[1] - ends[0]) -
                 0.5 * (r[i] - ends[2]) / (ends[3] - ends[2]);
}

START_TEST(vikor_agrees_with_its_twin)
{
    sample_compare("vikor", NULL, -50, 50, 0.1, 1e-11, twin_vikor);
    sample_invariant("vikor", NULL, -50, 50, 1);
}
END_TEST

/* Each unit is worst in one of two equal columns: R is 1/2 for all. */
START_TEST(vikor_without_a_difference)
{
    const double a[] = {0, 1, 0.5}, b[] = {1, 0, 0}, flat[] = {2, 2, 2};
    rig = rig_new();
    ck_assert_int_eq(run("vikor", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "all units have the same greatest regret R");
    ck_assert_int_eq(run("vikor", "v = 1", 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(1, 1, 0), 3, 1e-15);
    ck_assert_int_eq(run("vikor", "v = 0", 3, 2, COLUMNS(a, b), X(0.25, 0.75)), HENG_OK);
    kit_assert_columns(y, X(1, 0, 0), 3, 1e-15);
    ck_assert_int_eq(run("vikor", NULL, 2, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "all units have the same utility S");
    ck_assert_int_eq(run("vikor", NULL, 3, 1, COLUMNS(flat), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column varies");
    rig_free(rig);
}
END_TEST

/* ---- grey ---------------------------------------------------------------- */

static void twin_grey(const struct sample *s, double *out)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t j = 0; j < s->m; j++)
        for (size_t i = 0; i < s->n; i++)
            if (sample_has(s, j, i)) {
                least = fmin(least, fabs(sample_of(s, j, HIGH) - s->x[j][i]));
                most = fmax(most, fabs(sample_of(s, j, HIGH) - s->x[j][i]));
            }
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] += sample_weight(s, j, i) * (least + 0.5 * most) /
                          (fabs(sample_of(s, j, HIGH) - s->x[j][i]) + 0.5 * most);
    }
}

START_TEST(grey_agrees_with_its_twin)
{
    const double a[] = {0, 1}, flat[] = {2, 2};
    sample_compare("grey", NULL, -50, 50, 0.1, 1e-13, twin_grey);
    rig = rig_new();
    /* By hand: d is 1, 0 and 0, 0; xi is 0.5 / 1.5 = 1/3 and 1. */
    ck_assert_int_eq(run("grey", NULL, 2, 2, COLUMNS(a, flat), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(2. / 3, 1), 2, 1e-15);
    ck_assert_int_eq(run("grey", "rho = 1", 2, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(0.5, 1), 2, 1e-15);
    ck_assert_int_eq(run("grey", NULL, 2, 1, COLUMNS(flat), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no child differs from its reference");
    ck_assert_int_eq(run("grey", "reference = 1, 2, 3", 2, 1, COLUMNS(a), X(1)), HENG_FAIL);
    rig_free(rig);
}
END_TEST

/* ---- mabac --------------------------------------------------------------- */

static void twin_mabac(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++)
        out[i] = 0;
    for (size_t j = 0; j < s->m; j++) {
        double low = sample_of(s, j, LOW), range = sample_of(s, j, HIGH) - low, product = 1;
        for (size_t i = 0; i < s->n; i++)
            product *= sample_has(s, j, i) ? (s->x[j][i] - low) / range + 1 : 1;
        for (size_t i = 0; i < s->n; i++)
            if (sample_has(s, j, i))
                out[i] += sample_weight(s, j, i) * ((s->x[j][i] - low) / range + 1 -
                                                    pow(product, 1 / sample_of(s, j, COUNT_OF)));
    }
}

START_TEST(mabac_agrees_with_its_twin)
{
    sample_compare("mabac", NULL, -50, 50, 0.1, 1e-13, twin_mabac);
    sample_invariant("mabac", NULL, -50, 50, 1);
}
END_TEST

/* The product of 500 weighted values, 0.1 to 0.2, is below the smallest double. */
START_TEST(mabac_does_not_underflow)
{
    static double x[500], z[500];
    double border;
    uint32_t state = 6;
    long double logs = 0;
    for (size_t i = 0; i < 500; i++) {
        x[i] = i == 0 ? 0 : i == 1 ? 1 : sample_noise(&state);
        z[i] = 1;
        logs += log1pl(x[i]);
    }
    z[0] = 0;
    border = (double)expl(logs / 500);
    rig = rig_new();
    ck_assert_int_eq(run("mabac", NULL, 500, 2, COLUMNS(x, z), X(0.1, 0.9)), HENG_OK);
    for (size_t i = 0; i < 500; i++)
        kit_assert_near(
            y[i], 0.1 * (x[i] + 1 - border) + 0.9 * (z[i] + 1 - exp(499 * log(2) / 500)), 1e-14);
    rig_free(rig);
}
END_TEST

/* ---- edas ---------------------------------------------------------------- */

static void twin_edas(const struct sample *s, double *out)
{
    double above[SAMPLE_N], below[SAMPLE_N], most_above = 0, most_below = 0;
    for (size_t i = 0; i < s->n; i++) {
        above[i] = below[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double mean = sample_of(s, j, SUM) / sample_of(s, j, COUNT_OF);
                above[i] += sample_weight(s, j, i) * fmax(0, s->x[j][i] - mean) / fabs(mean);
                below[i] += sample_weight(s, j, i) * fmax(0, mean - s->x[j][i]) / fabs(mean);
            }
        most_above = fmax(most_above, above[i]);
        most_below = fmax(most_below, below[i]);
    }
    for (size_t i = 0; i < s->n; i++)
        out[i] = (above[i] / most_above + 1 - below[i] / most_below) / 2;
}

START_TEST(edas_agrees_with_its_twin)
{
    const double a[] = {1, 2, 3}, centred[] = {-1, 1, 0}, scores[] = {0.1, 0.2, -0.3};
    sample_compare("edas", NULL, 1, 50, 0.1, 1e-12, twin_edas);
    sample_compare("edas", NULL, -60, -10, 0.1, 1e-12, twin_edas);
    sample_invariant("edas", NULL, 1, 50, 0);
    rig = rig_new();
    ck_assert_int_eq(run("edas", NULL, 3, 2, COLUMNS(a, centred), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0, 0.5, 1), 3, 1e-15);
    ck_assert_str_eq(rig->why, "column b left out: its mean is 0");
    ck_assert_int_eq(run("edas", NULL, 3, 2, COLUMNS(scores, centred), X(0.5, 0.5)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "every column has a mean of 0");
    ck_assert_int_eq(run("edas", NULL, 1, 1, COLUMNS(a), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no unit is above and none below average");
    rig_free(rig);
}
END_TEST

/* ---- wroclaw ------------------------------------------------------------- */

static void twin_hellwig(const struct sample *s, int standardise, int less, double *out)
{
    double mean = 0, squares = 0, units = 0;
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double n = sample_of(s, j, COUNT_OF), centre = sample_of(s, j, SUM) / n, sd = 0;
                for (size_t k = 0; k < s->n; k++)
                    sd += sample_has(s, j, k) ? pow(s->x[j][k] - centre, 2) : 0;
                sd = standardise ? sqrt(sd / n) : 1;
                out[i] +=
                    sample_weight(s, j, i) * pow((s->x[j][i] - sample_of(s, j, HIGH)) / sd, 2);
            }
        out[i] = sqrt(out[i]);
        mean += sample_children(s, i) > 0 ? out[i] : 0;
        units += sample_children(s, i) > 0;
    }
    mean /= units;
    for (size_t i = 0; i < s->n; i++)
        squares += sample_children(s, i) > 0 ? (out[i] - mean) * (out[i] - mean) : 0;
    for (size_t i = 0; i < s->n; i++)
        out[i] = 1 - out[i] / (mean + 2 * sqrt(squares / (units - less)));
}

static void twin_wroclaw(const struct sample *s, double *out)
{
    twin_hellwig(s, 1, 0, out);
}
static void twin_compind(const struct sample *s, double *out)
{
    twin_hellwig(s, 0, 1, out);
}

START_TEST(wroclaw_agrees_with_its_twin)
{
    sample_compare("wroclaw", NULL, -50, 50, 0.1, 1e-12, twin_wroclaw);
    sample_compare("wroclaw", "standardise = none; sd = sample", -50, 50, 0.1, 1e-12, twin_compind);
    sample_invariant("wroclaw", NULL, -50, 50, 1);
}
END_TEST

/* By hand: distances 0, 1, 2 (one column); mean 1, sd sqrt(2/3) or, of a sample, 1. */
START_TEST(wroclaw_by_hand)
{
    const double a[] = {5, 4, 3}, flat[] = {2, 2, 2};
    double limit = 1 + 2 * sqrt(2. / 3);
    rig = rig_new();
    ck_assert_int_eq(run("wroclaw", "standardise = none", 3, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(1, 1 - 1 / limit, 1 - 2 / limit), 3, 1e-15);
    ck_assert_int_eq(run("wroclaw", "standardise = sample; sd = sample", 3, 1, COLUMNS(a), X(1)),
                     HENG_OK);
    kit_assert_columns(y, X(1, 2. / 3, 1. / 3), 3, 1e-15);
    ck_assert_int_eq(run("wroclaw", "standardise = none", 3, 1, COLUMNS(flat), X(1)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column varies");
    ck_assert_int_eq(run("wroclaw", "standardise = none", 1, 1, COLUMNS(a), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "one unit");
    ck_assert_int_eq(run("wroclaw", NULL, 3, 2, COLUMNS(flat, flat), X(0.5, 0.5)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column varies");
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {vikor_agrees_with_its_twin,
                                  vikor_without_a_difference,
                                  grey_agrees_with_its_twin,
                                  mabac_agrees_with_its_twin,
                                  mabac_does_not_underflow,
                                  edas_agrees_with_its_twin,
                                  wroclaw_agrees_with_its_twin,
                                  wroclaw_by_hand,
                                  NULL};
    return kit_run("aggregate_reference", tests);
}
