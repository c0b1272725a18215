/* SPDX-License-Identifier: MIT */
/* rsr and fuzzy. */
#include "methods/sample.h"

/* ---- rsr ----------------------------------------------------------------- */

/* A rank is one more than the values below, and half of the other equal ones. */
static double rank_in(const double *x, size_t n, size_t i)
{
    double rank = 0.5;
    for (size_t k = 0; k < n; k++)
        rank += x[k] < x[i] ? 1 : x[k] == x[i] ? 0.5 : 0;
    return rank;
}

static void twin_rsr(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i))
                out[i] +=
                    sample_weight(s, j, i) * rank_in(s->x[j], s->n, i) / sample_of(s, j, COUNT_OF);
        if (sample_children(s, i) == 0)
            out[i] = NAN;
    }
}

static void twin_rsr_linear(const struct sample *s, double *out)
{
    for (size_t i = 0; i < s->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < s->m; j++)
            if (sample_has(s, j, i)) {
                double n = sample_of(s, j, COUNT_OF), low = sample_of(s, j, LOW);
                out[i] += sample_weight(s, j, i) / n *
                          (1 + (n - 1) * (s->x[j][i] - low) / (sample_of(s, j, HIGH) - low));
            }
    }
}

/* The inverse normal by bisection. */
static double bisected_probit(double p)
{
    double lo = -40, hi = 40;
    for (int k = 0; k < 200; k++) {
        double mid = (lo + hi) / 2;
        if (erfc(-mid / sqrt(2)) / 2 < p)
            lo = mid;
        else
            hi = mid;
    }
    return 5 + (lo + hi) / 2;
}

/* The table of the textbook: one line for each distinct RSR, its mean rank, its probit. */
static void twin_line(const struct sample *s, int64_t grades, double *out)
{
    double r[SAMPLE_N], x[SAMPLE_N], v[SAMPLE_N], at[SAMPLE_N], units = 0, highest = 0;
    double mean_x = 0, mean_v = 0, xx = 0, xy = 0;
    size_t lines = 0;
    twin_rsr(s, r);
    for (size_t i = 0; i < s->n; i++) {
        r[i] = round(r[i] * 1e12) / 1e12;
        units += isnan(r[i]) ? 0 : 1;
        highest = r[i] > highest ? r[i] : highest;
    }
    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;
        while (k < lines && v[k] != r[i])
            k++;
        at[i] =
            bisected_probit(r[i] == highest ? 1 - 1 / (4 * units) : rank_in(r, s->n, i) / units);
        if (k < lines || isnan(r[i]))
            continue;
        v[lines] = r[i];
        x[lines++] = at[i];
    }
    for (size_t k = 0; k < lines; k++) {
        mean_x += x[k] / (double)lines;
        mean_v += v[k] / (double)lines;
    }
    for (size_t k = 0; k < lines; k++) {
        xx += (x[k] - mean_x) * (x[k] - mean_x);
        xy += (x[k] - mean_x) * (v[k] - mean_v);
    }
    for (size_t i = 0; i < s->n; i++) {
        out[i] = mean_v + xy / xx * (at[i] - mean_x);
        for (int64_t g = 0; g < grades; g++)
            if (at[i] >= (g ? 2 + 6. * (double)g / (double)grades : -100))
                out[i] = (double)g + 1;
    }
}

static void twin_regression(const struct sample *s, double *out)
{
    twin_line(s, 0, out);
}
static void twin_grades(const struct sample *s, double *out)
{
    twin_line(s, 4, out);
}

START_TEST(rsr_agrees_with_its_twins)
{
    sample_compare("rsr", NULL, -50, 50, 0.2, 1e-12, twin_rsr);
    sample_compare("rsr", "ranks = linear", -50, 50, 0.1, 1e-11, twin_rsr_linear);
    sample_compare("rsr", "score = regression", -50, 50, 0.2, 1e-9, twin_regression);
    sample_compare("rsr", "score = grade; grades = 4", -50, 50, 0.2, 0, twin_grades);
    sample_invariant("rsr", NULL, -50, 50, 1);
    sample_invariant("rsr", "ranks = linear", -50, 50, 1);
}
END_TEST

/* (1 + 3 + 2) / 3 and (2 + 2 + 2) / 3 are the same in thirds, and stay the same. */
START_TEST(rsr_by_hand)
{
    const double a[] = {1, 2, 3}, b[] = {3, 2, 1}, c[] = {2, 2, 2}, d[] = {20, 20, 30};
    const double third = 1. / 3;
    rig = rig_new();
    ck_assert_int_eq(run("rsr", NULL, 3, 3, COLUMNS(a, b, c), X(third, third, third)), HENG_OK);
    kit_assert_columns(y, X(2 * third, 2 * third, 2 * third), 3, 1e-12);
    ck_assert(y[0] == y[1] && y[1] == y[2]);
    ck_assert_int_eq(
        run("rsr", "score = regression", 3, 3, COLUMNS(a, b, c), X(third, third, third)),
        HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "all units have the same RSR");
    ck_assert_int_eq(run("rsr", NULL, 3, 1, COLUMNS(d), X(1)), HENG_OK);
    kit_assert_columns(y, X(0.5, 0.5, 1), 3, 1e-12);
    ck_assert_int_eq(run("rsr", "ranks = linear", 3, 2, COLUMNS(d, c), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(third, third, 1), 3, 1e-12);
    ck_assert_str_eq(rig->why, "column b left out: constant");
    ck_assert_int_eq(run("rsr", "ranks = linear", 3, 1, COLUMNS(c), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "constant columns only");
    /* Probits of 1/3, 2/3, 11/12: 4.57, 5.43, 6.38; the bounds of three grades are 4 and 6. */
    ck_assert_int_eq(run("rsr", "score = grade", 3, 1, COLUMNS(a), X(1)), HENG_OK);
    kit_assert_columns(y, X(2, 2, 3), 3, 0);
    rig_free(rig);
}
END_TEST

/* ---- fuzzy --------------------------------------------------------------- */

static const double steps[] = {0, 20, 50, 100};
static const double points[] = {1, 2, 4, 8};

static double triangle(double x, size_t g)
{
    if (g == 0 && x <= steps[0])
        return 1;
    if (g == 3 && x >= steps[3])
        return 1;
    if (g > 0 && x > steps[g - 1] && x <= steps[g])
        return (x - steps[g - 1]) / (steps[g] - steps[g - 1]);
    if (g < 3 && x > steps[g] && x < steps[g + 1])
        return 1 - (x - steps[g]) / (steps[g + 1] - steps[g]);
    return g < 3 && x == steps[g] ? 1 : 0;
}

static void twin_fuzzy(const struct sample *s, int operator, double * out)
{
    for (size_t i = 0; i < s->n; i++) {
        double total = 0, belongs = 0;
        for (size_t g = 0; g < 4; g++) {
            double sum = 0, most = 0, all = 0, b = 0;
            for (size_t j = 0; j < s->m; j++)
                all += sample_has(s, j, i) ? triangle(s->x[j][i], g) : 0;
            for (size_t j = 0; j < s->m; j++)
                if (sample_has(s, j, i)) {
                    double w = sample_weight(s, j, i), mu = triangle(s->x[j][i], g);
                    sum += operator== 0 ? w * mu :
                           operator== 3 ? fmin(w, mu)
                           :
                           operator== 4 ? fmin(w, all > 0 ? mu / all : 0)
                                        : 0;
                    most = fmax(most, operator== 1 ? fmin(w, mu) : operator== 2 ? w * mu : 0);
                }
            b = operator== 1 || operator== 2 ? most : operator== 3 ? fmin(1, sum) : sum;
            total += b * points[g];
            belongs += b;
        }
        out[i] = total / belongs;
    }
}

static void twin_mean(const struct sample *s, double *out)
{
    twin_fuzzy(s, 0, out);
}
static void twin_max_min(const struct sample *s, double *out)
{
    twin_fuzzy(s, 1, out);
}
static void twin_max_product(const struct sample *s, double *out)
{
    twin_fuzzy(s, 2, out);
}
static void twin_bounded(const struct sample *s, double *out)
{
    twin_fuzzy(s, 3, out);
}
static void twin_min_sum(const struct sample *s, double *out)
{
    twin_fuzzy(s, 4, out);
}

START_TEST(fuzzy_agrees_with_its_twins)
{
    static const struct {
        const char *operator;
        sample_twin *twin;
    } cases[] = {{"weighted_mean", twin_mean},
                 {"max_min", twin_max_min},
                 {"max_product", twin_max_product},
                 {"bounded_sum", twin_bounded},
                 {"min_sum", twin_min_sum}};
    for (size_t k = 0; k < COUNT(cases); k++) {
        char settings[120];
        snprintf(settings, sizeof settings,
                 "operator = %s; ladder = 0, 20, 50, 100; scores = 1, 2, 4, 8", cases[k].operator);
        sample_compare("fuzzy", settings, -20, 120, 0.1, 1e-12, cases[k].twin);
    }
}
END_TEST

/* On the ladder's own steps, the weighted mean of memberships is the arithmetic mean. */
START_TEST(fuzzy_meets_the_arithmetic_mean)
{
    uint32_t state = 12;
    rig = rig_new();
    for (int round = 0; round < 50; round++) {
        struct sample s;
        double want[SAMPLE_N];
        sample_fill(&s, &state, -20, 100, 0.1);
        ck_assert_int_eq(rig_aggregate(rig, "arithmetic", NULL, s.n, s.m, s.columns, s.w, want),
                         HENG_OK);
        ck_assert_int_eq(run("fuzzy", round % 2 ? NULL : "grades = 9", s.n, s.m, s.columns, s.w),
                         HENG_OK);
        kit_assert_columns(y, want, s.n, 1e-12);
    }
    rig_free(rig);
}
END_TEST

/* By hand: x is 10 and 30, weights 0.75 and 0.25, steps 0, 20, 40. Memberships 0.5 0.5 0 and
   0 0.5 0.5. max min: 0.5, 0.5, 0.25; score (10 + 10) / 1.25 = 16. */
START_TEST(fuzzy_by_hand)
{
    static const char *const refused[][2] = {
        {"ladder = 0, 20, 20", "the ladder does not rise"},
        {"ladder = 3", "a ladder has two steps at least"},
        {"ladder = 0, 1; scores = 1, 2, 3", "3 scores for 2 grades"},
    };
    const double a[] = {10}, b[] = {30};
    rig = rig_new();
    ck_assert_int_eq(
        run("fuzzy", "operator = max_min; ladder = 0, 20, 40", 1, 2, COLUMNS(a, b), X(0.75, 0.25)),
        HENG_OK);
    kit_assert_near(y[0], 16, 1e-15);
    ck_assert_int_eq(run("fuzzy", NULL, 1, 1, COLUMNS(a), X(1)), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no two children differ");
    for (size_t k = 0; k < COUNT(refused); k++) {
        ck_assert_int_eq(run("fuzzy", refused[k][0], 1, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_FAIL);
        ck_assert_str_eq(rig->why, refused[k][1]);
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rsr_agrees_with_its_twins,       rsr_by_hand,   fuzzy_agrees_with_its_twins,
        fuzzy_meets_the_arithmetic_mean, fuzzy_by_hand, NULL};
    return kit_run("aggregate_grade", tests);
}
