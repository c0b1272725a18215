/* SPDX-License-Identifier: MIT */
/* Distributions against R (tests/golden/distribution.txt), against slow twins, and their ends. */
#include "methods/rig.h"
#include "stats/distribution.h"

/* R's own figures agree with ours to about 1e-13; the last digits of either may be wrong. */
static const double tolerance = 1e-12;

#define assert_p(got, want, what)                                                                  \
    do {                                                                                           \
        double got_ = (got), want_ = (want);                                                       \
        ck_assert_msg(fabs(got_ - want_) <= tolerance * want_, "%s: got %.17g, want %.17g", what,  \
                      got_, want_);                                                                \
    } while (0)

/* R's exact p of Spearman's D below 1e-5 is a difference from 1. */
static double close_to(double want)
{
    return want < 1e-5 ? 1e-10 : tolerance;
}

static void check_line(const char *line, const char *name, const double *a, const double *want)
{
    if (!strcmp(name, "normal"))
        assert_p(distribution_normal(a[0]), want[0], line);
    else if (!strcmp(name, "t"))
        assert_p(distribution_t(a[0], a[1]), want[0], line);
    else if (!strcmp(name, "f"))
        assert_p(distribution_f(a[0], a[1], a[2]), want[0], line);
    else if (!strcmp(name, "chi2"))
        assert_p(distribution_chi2(a[0], a[1]), want[0], line);
    else if (!strcmp(name, "correlation"))
        assert_p(distribution_correlation(a[0], (size_t)a[1]), want[0], line);
    else if (!strcmp(name, "kendall"))
        assert_p(distribution_kendall(a[0], (size_t)a[1]), want[0], line);
    else if (!strcmp(name, "spearman"))
        ck_assert_msg(fabs(distribution_spearman(a[0], (size_t)a[1]) - want[0]) <=
                          close_to(want[0]) * want[0],
                      "%s", line);
    else if (!strcmp(name, "gamma")) {
        assert_p(distribution_gamma_lower(a[0], a[1]), want[0], line);
        assert_p(distribution_gamma_upper(a[0], a[1]), want[1], line);
    } else if (!strcmp(name, "beta")) {
        assert_p(distribution_beta(a[0], 1 - a[0], a[1], a[2]), want[0], line);
        assert_p(distribution_beta(1 - a[0], a[0], a[2], a[1]), want[1], line);
    } else
        ck_abort_msg("what is '%s'?", line);
}

START_TEST(figures_of_r)
{
    FILE *f = fopen("tests/golden/distribution.txt", "r");
    char line[256], name[16];
    size_t checked = 0;
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f)) {
        double a[3], want[2];
        char *s = line + strcspn(line, " "), *stop;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        ck_assert_int_eq(sscanf(line, "%15s", name), 1);
        for (size_t k = 0; k < 3 && s[strspn(s, " ")] != '='; k++, s = stop)
            a[k] = strtod(s, &stop);
        ck_assert_int_ge(sscanf(s, " = %lf %lf", &want[0], &want[1]), 1);
        check_line(line, name, a, want);
        checked++;
    }
    ck_assert_uint_ge(checked, 480);
    fclose(f);
}
END_TEST

/* Closed forms: beta with b = 1 or a = 1, gamma with a = 1, t with 1 and 2 degrees of freedom. */
START_TEST(closed_forms)
{
    static const double x[] = {1e-60, 1e-9, 0.0625, 0.375, 0.75, 0.9375};
    for (size_t i = 0; i < COUNT(x); i++) {
        kit_assert_near(distribution_beta(x[i], 1 - x[i], 3.5, 1) / pow(x[i], 3.5), 1, 1e-13);
        kit_assert_near(distribution_beta(x[i], 1 - x[i], 1, 7) / -expm1(7 * log1p(-x[i])), 1,
                        1e-13);
        kit_assert_near(distribution_gamma_upper(1, 100 * x[i]), exp(-100 * x[i]), 1e-13);
        kit_assert_near(distribution_t(x[i], 1), 0.5 - atan(x[i]) / 3.14159265358979323846, 1e-14);
        kit_assert_near(distribution_t(3 * x[i], 2), 0.5 - 1.5 * x[i] / sqrt(2 + 9 * x[i] * x[i]),
                        1e-14);
    }
    /* 1 / (pi t), where t^2 leaves the doubles. */
    assert_p(distribution_t(1e200, 1), 1e-200 / 3.14159265358979323846, "t far out");
    assert_p(distribution_two_sided(-1.5), 2 * distribution_normal(1.5), "two-sided");
}
END_TEST

/* Identities that hold between large parameters: the complement, and F as the square of t. */
START_TEST(identities)
{
    static const double parameters[] = {0.02, 0.7, 1, 4.25, 33, 512, 1e4, 3e6, 1e8};
    for (size_t i = 0; i < COUNT(parameters); i++)
        for (size_t j = 0; j < COUNT(parameters); j++) {
            double a = parameters[i], b = parameters[j], x = a / (a + b) * 0.98;
            double sum = distribution_beta(x, 1 - x, a, b) + distribution_beta(1 - x, x, b, a);
            kit_assert_near(sum, 1, 1e-12);
            kit_assert_near(distribution_f(2.25, 1, a), 2 * distribution_t(1.5, a), 1e-12);
            kit_assert_near(distribution_chi2(2 * b, 2 * a), distribution_gamma_upper(a, b), 1e-15);
            kit_assert_near(distribution_gamma_upper(a, b) + distribution_gamma_lower(a, b), 1,
                            1e-12);
        }
}
END_TEST

START_TEST(ends_and_refusals)
{
    ck_assert(distribution_beta(0, 1, 2, 3) == 0 && distribution_beta(1, 0, 2, 3) == 1);
    ck_assert(isnan(distribution_beta(0.5, 0.5, 0, 3)) && isnan(distribution_beta(NAN, 1, 2, 3)));
    ck_assert(isnan(distribution_beta(0.5, 0.5, INFINITY, 3)));
    ck_assert(distribution_gamma_lower(2, 0) == 0 && distribution_gamma_upper(2, 0) == 1);
    ck_assert(distribution_gamma_lower(2, INFINITY) == 1);
    ck_assert(distribution_gamma_upper(2, INFINITY) == 0);
    ck_assert(isnan(distribution_gamma_lower(-1, 2)) && isnan(distribution_gamma_upper(1, -2)));
    ck_assert(distribution_normal(50) == 0 && distribution_normal(-50) == 1);
    ck_assert(isnan(distribution_normal(NAN)) && isnan(distribution_t(NAN, 3)));
    ck_assert(isnan(distribution_t(1, 0)) && isnan(distribution_t(1, INFINITY)));
    ck_assert(distribution_t(INFINITY, 3) == 0 && distribution_t(-INFINITY, 3) == 1);
    ck_assert(distribution_f(-1, 2, 3) == 1 && distribution_f(0, 2, 3) == 1);
    ck_assert(distribution_f(INFINITY, 2, 3) == 0 && isnan(distribution_f(1, 0, 3)));
    ck_assert(isnan(distribution_f(NAN, 2, 3)) && isnan(distribution_f(1, 2, -3)));
    ck_assert(distribution_chi2(-1, 2) == 1 && isnan(distribution_chi2(1, 0)));
    ck_assert(isnan(distribution_chi2(NAN, 2)));
    ck_assert(distribution_correlation(1, 3) == 0 && distribution_correlation(-1, 9) == 0);
    ck_assert(distribution_correlation(0, 9) == 1 && isnan(distribution_correlation(0.5, 2)));
    ck_assert(isnan(distribution_correlation(1.5, 9)) && isnan(distribution_correlation(NAN, 9)));
    ck_assert(isnan(distribution_kendall(0, 1)) && isnan(distribution_kendall(0, 50)));
    ck_assert(isnan(distribution_kendall(NAN, 5)) && isnan(distribution_kendall(11, 5)));
    ck_assert(distribution_kendall(0, 4) == 1 && distribution_kendall(1, 2) == 1);
    ck_assert(isnan(distribution_spearman(0, 1)) && isnan(distribution_spearman(0, 1290)));
    ck_assert(isnan(distribution_spearman(-1, 5)) && isnan(distribution_spearman(41, 5)));
    ck_assert(distribution_spearman(0, 2) == 1);
}
END_TEST

/* ---- slow twins: all orders of a few units -------------------------------- */

enum { ORDER_MAX = 7 };

struct orders {
    int order[ORDER_MAX];
    size_t n, all;
    double s_at_least[ORDER_MAX * ORDER_MAX], d[ORDER_MAX * ORDER_MAX * ORDER_MAX];
};

static void count_order(struct orders *o)
{
    int s = 0, d = 0;
    for (size_t i = 0; i < o->n; i++) {
        d += ((int)i - o->order[i]) * ((int)i - o->order[i]);
        for (size_t j = 0; j < i; j++)
            s += o->order[j] < o->order[i] ? 1 : -1;
    }
    for (int k = 0; k <= abs(s); k++)
        o->s_at_least[k]++;
    o->d[d]++;
    o->all++;
}

static void all_orders(struct orders *o, size_t k)
{
    if (k == o->n)
        count_order(o);
    for (size_t i = k; i < o->n; i++) {
        int t = o->order[k];
        o->order[k] = o->order[i];
        o->order[i] = t;
        all_orders(o, k + 1);
        o->order[i] = o->order[k];
        o->order[k] = t;
    }
}

START_TEST(all_orders_of_few_units)
{
    for (size_t n = 2; n <= ORDER_MAX; n++) {
        struct orders o = {.n = n};
        int pairs = (int)(n * (n - 1) / 2), d_max = (int)((n * n * n - n) / 3);
        for (size_t i = 0; i < n; i++)
            o.order[i] = (int)i;
        all_orders(&o, 0);
        for (int s = pairs; s >= 0; s -= 2) {
            kit_assert_near(distribution_kendall(s, n), o.s_at_least[s] / (double)o.all, 1e-14);
            kit_assert_near(distribution_kendall(-s, n), o.s_at_least[s] / (double)o.all, 1e-14);
        }
        for (int d = 0; d <= d_max; d += 2) {
            double low = 0, high = 0;
            for (int k = 0; k <= d_max; k++) {
                low += k <= d ? o.d[k] : 0;
                high += k >= d ? o.d[k] : 0;
            }
            kit_assert_near(distribution_spearman(d, n),
                            fmin(1, 2 * fmin(low, high) / (double)o.all), 1e-14);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        figures_of_r, closed_forms, identities, ends_and_refusals, all_orders_of_few_units, NULL};
    return kit_run("distribution", tests);
}
