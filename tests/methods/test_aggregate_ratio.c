/* SPDX-License-Identifier: MIT */
/* waspas, codas, copras, moora, aras. */
#include "methods/sample.h"

/* ---- twins --------------------------------------------------------------- */

static void twin_waspas(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double sum = 0, product = 1;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                sum += sample_weight(s, j, i) * s->x[j][i] / sample_of(s, j, HIGH);
                product *= pow(s->x[j][i] / sample_of(s, j, HIGH), sample_weight(s, j, i));
            }
        out[i] = 0.3 * sum + 0.7 * product;
    }
}

/* With the whole n x n matrix of relative assessments. */
static void twin_codas_at(const struct sample *s, double tau, double *out)
{
    double e[SAMPLE_N], t[SAMPLE_N];
    for (size_t i = 0; i < s->n; i++) {
        e[i] = t[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double r = sample_weight(s, j, i) * (s->x[j][i] - sample_of(s, j, LOW)) /
                           sample_of(s, j, HIGH);
                e[i] += r * r;
                t[i] += fabs(r);
            }
        e[i] = sqrt(e[i]);
    }
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t k = 0; k < s->n; k++)
            if (sample_children(s, k) > 0)
                out[i] += e[i] - e[k] + (fabs(e[i] - e[k]) >= tau ? t[i] - t[k] : 0);
    }
}

static void twin_codas(const struct sample *s, double *out)
{
    twin_codas_at(s, 0.02, out);
}
static void twin_codas_wide(const struct sample *s, double *out)
{
    twin_codas_at(s, 0.3, out);
}
static void twin_codas_all(const struct sample *s, double *out)
{
    twin_codas_at(s, 0, out);
}

static void twin_copras(const struct sample *s, double *out)
{
    double most = 0;
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] += sample_weight(s, j, i) * s->x[j][i] / sample_of(s, j, SUM);
        most = fmax(most, out[i]);
    }
    for (size_t i = 0; i < s->n; i++)
        out[i] *= 100 / most;
}

static void twin_moora(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] += sample_weight(s, j, i) * s->x[j][i] / sqrt(sample_of(s, j, SQUARES));
    }
}

static void twin_aras(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double own = 0, best = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double high = sample_of(s, j, HIGH), sum = sample_of(s, j, SUM) + high;
                own += sample_weight(s, j, i) * s->x[j][i] / sum;
                best += sample_weight(s, j, i) * high / sum;
            }
        out[i] = own / best;
    }
}

START_TEST(ratios_agree_with_their_twins)
{
    sample_compare("waspas", "lambda = 0.3", 0, 50, 0.1, 1e-13, twin_waspas);
    sample_compare("codas", NULL, 0, 50, 0.1, 1e-11, twin_codas);
    sample_compare("codas", "tau = 0.3", 0, 50, 0.1, 1e-11, twin_codas_wide);
    sample_compare("codas", "tau = 0", 0, 50, 0.1, 1e-11, twin_codas_all);
    sample_compare("copras", "scale = 100", 0, 50, 0.1, 1e-13, twin_copras);
    sample_compare("moora", NULL, -50, 50, 0.1, 1e-13, twin_moora);
    sample_compare("aras", NULL, 0, 50, 0.1, 1e-13, twin_aras);
}
END_TEST

START_TEST(units_of_measurement_do_not_matter)
{
    static const char *const names[] = {"waspas", "codas", "copras", "moora", "aras"};
    for (size_t k = 0; k < COUNT(names); k++)
        sample_invariant(names[k], NULL, 1, 50, 0);
}
END_TEST

/* ---- by hand ------------------------------------------------------------- */

START_TEST(ratios_by_hand)
{
    const double a[] = {1, 2, 4}, b[] = {3, 0, 4};
    rig = rig_new();
    ck_assert_int_eq(run("waspas", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0.5 * (0.5 + sqrt(0.1875)), 0.125, 1), 3, 1e-15);
    /* Shares of the sum: 1/7, 2/7, 4/7 and 3/7, 0, 4/7; S is 2/7, 1/7, 4/7. */
    ck_assert_int_eq(run("copras", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0.5, 0.25, 1), 3, 1e-15);
    /* Lengths sqrt(21) and 5. */
    ck_assert_int_eq(run("moora", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0.5 / sqrt(21) + 0.3, 1 / sqrt(21), 2 / sqrt(21) + 0.4), 3, 1e-15);
    /* Both sums with the optimal unit are 11; S_0 is 4/11. */
    ck_assert_int_eq(run("aras", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0.5, 0.25, 1), 3, 1e-15);
    /* One column, r = 1/4, 1/2, 1 above 1/4: E = T = 0, 1/4, 3/4; H = 2 (3 E - 1). */
    ck_assert_int_eq(run("codas", NULL, 3, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(-2, -0.5, 2.5), 3, 1e-15);
    /* tau 1/2: only 1 and 3 (3/4 apart) and 2 and 3 (1/2 apart) are far. */
    ck_assert_int_eq(run("codas", "tau = 0.5", 3, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(-1 - 0.75, -0.25 - 0.5, 1.25 + 1.25), 3, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(zero_and_negative_columns)
{
    static const char *const names[] = {"waspas", "codas", "copras", "aras", "moora"};
    const double a[] = {1, 2, 4}, zeros[] = {0, 0, 0}, negative[] = {1, -2, 3};
    const double tiny[] = {1e-310, 2e-310, 4e-310}, gap[] = {NAN, 5, 6};
    rig = rig_new();
    for (size_t k = 0; k < COUNT(names); k++) {
        double alone[3];
        ck_assert_int_eq(run(names[k], NULL, 3, 1, COLUMNS(a), X(1)), HENG_OK);
        memcpy(alone, y, sizeof alone);
        ck_assert_int_eq(run(names[k], NULL, 3, 2, COLUMNS(a, zeros), X(0.5, 0.5)), HENG_OK);
        kit_assert_columns(y, alone, 3, 1e-15);
        ck_assert_str_eq(rig->why, "column b left out: zero throughout");
        ck_assert_int_eq(run(names[k], NULL, 3, 1, COLUMNS(tiny), X(1)), HENG_OK);
        kit_assert_columns(y, alone, 3, 1e-12);
        ck_assert_int_eq(run(names[k], NULL, 3, 2, COLUMNS(zeros, zeros), X(0.5, 0.5)),
                         HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "columns of zeros only");
        ck_assert_int_eq(run(names[k], NULL, 3, 2, COLUMNS(gap, zeros), X(0.5, 0.5)), HENG_OK);
        ck_assert(isnan(y[0]) && isfinite(y[1]) && isfinite(y[2]));
        ck_assert_str_eq(rig->why, "column b left out: zero throughout; 1 score undefined: columns "
                                   "of zeros only");
        ck_assert_int_eq(run(names[k], NULL, 3, 3, COLUMNS(a, zeros, zeros), X(0.5, 0.3, 0.2)),
                         HENG_OK);
        ck_assert_str_eq(rig->why, "2 columns left out, b the first: zero throughout");
        ck_assert_int_eq(run(names[k], NULL, 3, 2, COLUMNS(a, negative), X(0.5, 0.5)),
                         strcmp(names[k], "moora") ? HENG_UNDEFINED : HENG_OK);
        if (strcmp(names[k], "moora"))
            ck_assert_str_eq(rig->why, "negative value in column b");
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ratios_agree_with_their_twins, units_of_measurement_do_not_matter,
                                  ratios_by_hand, zero_and_negative_columns, NULL};
    return kit_run("aggregate_ratio", tests);
}
