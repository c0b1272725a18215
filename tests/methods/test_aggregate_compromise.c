/* SPDX-License-Identifier: MIT */
/* cocoso, marcos, mairca, ocra, cradis; probid, spotis, rim, ervd; multimoora; sum. */
#include "methods/sample.h"

/* ---- twins, as the papers have it ---------------------------------------- */

static double share(const struct sample *s, size_t j, size_t i)
{
    const double low = sample_of(s, j, LOW);
    return (s->x[j][i] - low) / (sample_of(s, j, HIGH) - low);
}

static void twin_cocoso(const struct sample *s, double *out)
{
    double sum[SAMPLE_N], power[SAMPLE_N], total = 0, least_s = INFINITY, least_p = INFINITY;
    double most_s = 0, most_p = 0;
    for (size_t i = 0; i < s->n; i++) {
        sum[i] = power[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                sum[i] += sample_weight(s, j, i) * share(s, j, i);
                power[i] += pow(share(s, j, i), sample_weight(s, j, i)) * (double)s->m /
                            (double)sample_children(s, i);
            }
        if (sample_children(s, i) == 0)
            continue;
        total += sum[i] + power[i];
        least_s = fmin(least_s, sum[i]);
        least_p = fmin(least_p, power[i]);
        most_s = fmax(most_s, sum[i]);
        most_p = fmax(most_p, power[i]);
    }
    for (size_t i = 0; i < s->n; i++) {
        const double a = (sum[i] + power[i]) / total, b = sum[i] / least_s + power[i] / least_p;
        const double k = (0.3 * sum[i] + 0.7 * power[i]) / (0.3 * most_s + 0.7 * most_p);
        out[i] = least_s > 0 ? cbrt(a * b * k) + (a + b + k) / 3 : NAN;
    }
}

static void twin_marcos(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double own = 0, worst = 0, minus, plus, f_minus, f_plus;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                own += sample_weight(s, j, i) * s->x[j][i] / sample_of(s, j, HIGH);
                worst += sample_weight(s, j, i) * sample_of(s, j, LOW) / sample_of(s, j, HIGH);
            }
        minus = own / worst;
        plus = own;
        f_minus = plus / (plus + minus);
        f_plus = minus / (plus + minus);
        out[i] = (plus + minus) / (1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus);
    }
}

/* With the matrices of theoretical and real ratings. */
static void twin_mairca(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double gap = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double possible = sample_weight(s, j, i) / (double)s->n;
                gap += possible - possible * share(s, j, i);
            }
        out[i] = 1 - (double)s->n * gap;
    }
}

static void twin_ocra(const struct sample *s, double *out)
{
    double least = INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] += sample_weight(s, j, i) * (s->x[j][i] / sample_of(s, j, LOW) - 1);
        if (sample_children(s, i) > 0)
            least = fmin(least, out[i]);
    }
    for (size_t i = 0; i < s->n; i++)
        out[i] -= least;
}

static void twin_cradis(const struct sample *s, double *out)
{
    double most = 0, least = INFINITY;
    for (size_t j = 0; j < s->m; j++) {
        most = fmax(most, s->w[j]);
        least = fmin(least, s->w[j] * sample_of(s, j, LOW) / sample_of(s, j, HIGH));
    }
    for (size_t i = 0; i < s->n; i++) {
        double plus = 0, minus = 0, best_plus = 0, best_minus = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double v = s->w[j] * s->x[j][i] / sample_of(s, j, HIGH);
                plus += most - v;
                minus += v - least;
                best_plus += most - s->w[j];
                best_minus += s->w[j] - least;
            }
        out[i] = ((plus > 0 ? best_plus / plus : 1) + minus / best_minus) / 2;
    }
}

/* The k-th best value of column j, by counting. */
static double kth_best(const struct sample *s, size_t j, size_t k)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t above = 0, same = 0;
        for (size_t a = 0; a < s->n; a++) {
            above += s->x[j][a] > s->x[j][i];
            same += s->x[j][a] == s->x[j][i];
        }
        if (above <= k && k < above + same)
            return s->x[j][i];
    }
    return NAN;
}

static double twin_probid_distance(const struct sample *s, size_t i, size_t k, size_t units)
{
    double d = 0;
    for (size_t j = 0; j < s->m; j++)
        if (sample_has(s, j, i)) {
            size_t at = k * (size_t)sample_of(s, j, COUNT_OF) / units;
            double v = (s->x[j][i] - kth_best(s, j, at)) / sqrt(sample_of(s, j, SQUARES));
            d += pow(sample_weight(s, j, i) * v, 2);
        }
    return sqrt(d);
}

static void twin_probid_of(const struct sample *s, int simple, double *out)
{
    size_t units = 0, quarter;
    for (size_t i = 0; i < s->n; i++)
        units += sample_children(s, i) > 0;
    quarter = units < 4 ? 1 : units / 4;
    for (size_t i = 0; i < s->n; i++) {
        double plus = 0, minus = 0, mean = 0;
        for (size_t k = 1; k <= units; k++) {
            double d = twin_probid_distance(s, i, k - 1, units);
            if (simple ? k <= quarter : 2 * k <= units + 1)
                plus += d / (double)k;
            if (simple ? k > units - quarter : 2 * k >= units + 1)
                minus += d / (double)(units - k + 1);
        }
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double v = s->x[j][i] - sample_of(s, j, SUM) / sample_of(s, j, COUNT_OF);
                mean += pow(sample_weight(s, j, i) * v, 2) / sample_of(s, j, SQUARES);
            }
        out[i] =
            simple ? (plus > 0 ? minus / plus : NAN) : 1 / (1 + pow(plus / minus, 2)) + sqrt(mean);
    }
}

static void twin_probid(const struct sample *s, double *out)
{
    twin_probid_of(s, 0, out);
}

static void twin_probid_simple(const struct sample *s, double *out)
{
    twin_probid_of(s, 1, out);
}

static void twin_spotis(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 1;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] -= sample_weight(s, j, i) * fabs(s->x[j][i] - 20) / 110;
    }
}

static void twin_spotis_own(const struct sample *s, double *out)
{
    twin_mairca(s, out); /* the highest value is the best, the ends are the column's */
}

/* The ideal is 20 to 30 in -50 to 60. */
static void twin_rim(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double plus = 0, minus = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double x = s->x[j][i], w = sample_weight(s, j, i);
                double f = x < 20 ? 1 - (20 - x) / 70 : x > 30 ? 1 - (x - 30) / 30 : 1;
                plus += pow(w - w * f, 2);
                minus += pow(w * f, 2);
            }
        out[i] = sqrt(minus) / (sqrt(plus) + sqrt(minus));
    }
}

static double worth(double x, double reference, double sum)
{
    return x > reference ? pow((x - reference) / sum, 0.5)
                         : -2.25 * pow((reference - x) / sum, 0.5);
}

static void twin_ervd(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double plus = 0, minus = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double sum = sample_of(s, j, SUM), mean = sum / sample_of(s, j, COUNT_OF);
                double v = worth(s->x[j][i], mean, sum), w = sample_weight(s, j, i);
                plus += w * (worth(sample_of(s, j, HIGH), mean, sum) - v);
                minus += w * (v - worth(sample_of(s, j, LOW), mean, sum));
            }
        out[i] = minus / (plus + minus);
    }
}

static void twin_reference_point(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        double most = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                most = fmax(most, sample_weight(s, j, i) * (sample_of(s, j, HIGH) - s->x[j][i]) /
                                      sqrt(sample_of(s, j, SQUARES)));
        out[i] = 1 - most;
    }
}

static void twin_product(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 1;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] *= pow(s->x[j][i] / sqrt(sample_of(s, j, SQUARES)), sample_weight(s, j, i));
    }
}

static void twin_sum(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] += (double)s->m * sample_weight(s, j, i) * s->x[j][i];
    }
}

START_TEST(methods_agree_with_their_twins)
{
    sample_compare("marcos", NULL, 1, 50, 0.1, 1e-13, twin_marcos);
    sample_compare("mairca", NULL, -50, 50, 0.1, 1e-12, twin_mairca);
    sample_compare("ocra", NULL, 1, 50, 0.1, 1e-11, twin_ocra);
    sample_compare("cradis", NULL, 0, 50, 0.1, 1e-12, twin_cradis);
    sample_compare("probid", NULL, -50, 50, 0.1, 1e-11, twin_probid);
    sample_compare("probid", "form = simple", -50, 50, 0, 1e-10, twin_probid_simple);
    sample_compare("spotis", "lower = -50; upper = 60; ideal = 20", -50, 60, 0.1, 1e-13,
                   twin_spotis);
    sample_compare("spotis", NULL, -50, 60, 0.1, 1e-12, twin_spotis_own);
    sample_compare("rim", "lower = -50; upper = 60; ideal_from = 20; ideal_to = 30", -50, 60, 0.1,
                   1e-12, twin_rim);
    sample_compare("ervd", "alpha = 0.5", 0, 50, 0.1, 1e-11, twin_ervd);
    sample_compare("multimoora", "form = reference", -50, 50, 0.1, 1e-13, twin_reference_point);
    sample_compare("multimoora", "form = multiplicative", 0, 50, 0.1, 1e-13, twin_product);
    sample_compare("sum", NULL, -50, 50, 0.1, 1e-12, twin_sum);
}
END_TEST

/* A unit that is last everywhere leaves all undefined: then there is nothing to compare. */
START_TEST(cocoso_agrees_where_it_has_a_value)
{
    uint32_t state = 7;
    size_t compared = 0;
    rig = rig_new();
    for (int round = 0; round < 200; round++) {
        struct sample s;
        double want[SAMPLE_N];
        int value;
        sample_fill(&s, &state, -50, 50, 0.1);
        value = run("cocoso", "lambda = 0.3", s.n, s.m, s.columns, s.w);
        twin_cocoso(&s, want);
        if (value == HENG_UNDEFINED)
            ck_assert_ptr_nonnull(strstr(rig->why, "last in every column"));
        for (size_t i = 0; i < s.n; i++)
            ck_assert_int_eq(value == HENG_UNDEFINED, isnan(want[0]) != 0);
        for (size_t i = 0; i < s.n && value == HENG_OK; i++, compared++)
            ck_assert(kit_near(y[i], sample_children(&s, i) > 0 ? want[i] : NAN, 1e-12));
    }
    ck_assert_uint_gt(compared, 300);
    rig_free(rig);
}
END_TEST

START_TEST(units_of_measurement_do_not_matter)
{
    static const char *const shares[] = {"marcos", "ocra", "cradis",
                                         "probid", "ervd", "multimoora"},
                             *const ranges[] = {"cocoso", "mairca", "spotis", "rim"};
    for (size_t k = 0; k < COUNT(shares); k++)
        sample_invariant(shares[k], NULL, 1, 50, 0);
    for (size_t k = 0; k < COUNT(ranges); k++)
        sample_invariant(ranges[k], NULL, 1, 50, 1);
}
END_TEST

/* ---- by hand ------------------------------------------------------------- */

START_TEST(where_a_formula_has_no_value)
{
    const double a[] = {1, 2, 4}, b[] = {3, 0, 4}, last[] = {0, 1, 3}, same[] = {5, 5, 5};
    rig = rig_new();
    ck_assert_int_eq(run("cocoso", NULL, 3, 2, COLUMNS(a, last), X(0.5, 0.5)), HENG_UNDEFINED);
    ck_assert_int_eq(run("ocra", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_UNDEFINED);
    ck_assert_ptr_nonnull(strstr(rig->why, "column b has a value of 0: all must be above 0"));
    /* The worst unit has 0 throughout: A is 0, and the score is S. */
    ck_assert_int_eq(run("marcos", NULL, 3, 1, COLUMNS(last), X(1)), HENG_OK);
    kit_assert_columns(y, X(0, 1.0 / 3, 1), 3, 1e-15);
    /* Equal weights: only the unit that is best in everything is at the highest value of all. */
    ck_assert_int_eq(run("cradis", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(0.25, 0.125, 1), 3, 1e-15);
    ck_assert_int_eq(run("probid", NULL, 1, 1, COLUMNS(a), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "one unit");
    ck_assert_int_eq(run("probid", NULL, 3, 1, COLUMNS(same), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no different from any other");
    ck_assert_int_eq(run("probid", "form = simple", 3, 1, COLUMNS(a), X(1)), HENG_OK);
    ck_assert(isnan(y[2]) && y[0] == 0 && isfinite(y[1]));
    ck_assert_str_eq(rig->why,
                     "1 score undefined: no different from the best quarter of any column");
    ck_assert_int_eq(run("ervd", NULL, 3, 1, COLUMNS(same), X(1)), HENG_UNDEFINED);
    ck_assert_int_eq(run("multimoora", "form = multiplicative", 3, 1, COLUMNS(X(1, -1, 2)), X(1)),
                     HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "negative value in column a");
    rig_free(rig);
}
END_TEST

START_TEST(ranges_are_checked)
{
    const double a[] = {1, 2, 4}, b[] = {5, 5, 5};
    static const struct {
        const char *method, *settings, *why;
    } cases[] = {
        {"spotis", "lower = 3; upper = 3", "column a: upper must be above lower"},
        {"spotis", "lower = 0, 1, 2", "lower has 3 values for 2 columns"},
        {"spotis", "ideal = 1, 2, 3", "ideal has 3 values for 2 columns"},
        {"rim", "upper = 1, 2, 3", "upper has 3 values for 2 columns"},
        {"rim", "lower = 2; ideal_from = 1; ideal_to = 3; upper = 9",
         "column a: lower, ideal_from"},
        {"rim", "lower = 0; ideal_from = 4; ideal_to = 3; upper = 9", "must not fall"},
        {"rim", "lower = 0; ideal_to = 10; upper = 9", "must not fall"},
        {"ervd", "reference = 1, 2, 3", "reference has 3 values for 2 columns"},
    };
    rig = rig_new();
    for (size_t k = 0; k < COUNT(cases); k++) {
        ck_assert_int_eq(run(cases[k].method, cases[k].settings, 3, 2, COLUMNS(a, b), X(0.5, 0.5)),
                         HENG_FAIL);
        ck_assert_msg(strstr(rig->why, cases[k].why) != NULL, "%s", rig->why);
    }
    /* A stated range takes a constant column in, its own leaves it out. */
    ck_assert_int_eq(run("spotis", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    ck_assert_str_eq(rig->why, "column b left out: its range is empty");
    kit_assert_columns(y, X(0, 1.0 / 3, 1), 3, 1e-15);
    ck_assert_int_eq(run("spotis", "lower = 0; upper = 10", 3, 2, COLUMNS(a, b), X(0.5, 0.5)),
                     HENG_OK);
    kit_assert_columns(y, X(0.3, 0.35, 0.45), 3, 1e-15);
    /* What lies beyond the range counts as its end. */
    ck_assert_int_eq(run("rim", "lower = 2; upper = 3", 3, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(0, 0, 0), 1, 1e-15);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_agree_with_their_twins,
                                  cocoso_agrees_where_it_has_a_value,
                                  units_of_measurement_do_not_matter,
                                  where_a_formula_has_no_value,
                                  ranges_are_checked,
                                  NULL};
    return kit_run("aggregate_compromise", tests);
}
