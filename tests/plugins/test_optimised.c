/* SPDX-License-Identifier: MIT */
/* Optimised weights: what importance they give is reckoned here from the data. */
#include "methods_kit.h"

enum { UNITS = 60 };

struct data {
    size_t n, m;
    double v[LAB_COLUMNS][UNITS];
    const double *x[LAB_COLUMNS];
};

/* Children that have something in common, on scales of their own. */
static void make_data(struct lab *l, struct data *d, size_t m)
{
    d->n = UNITS;
    d->m = m;
    for (size_t i = 0; i < d->n; i++) {
        double common = lab_random(l);
        for (size_t j = 0; j < m; j++) {
            d->x[j] = d->v[j];
            d->v[j][i] = (double)(j + 1) * (0.6 * common + lab_random(l)) + 10 * (double)j;
        }
    }
}

/* Pearson's r of two columns over the units that have all. */
static double correlation(const double *a, const double *b, const int *whole, size_t n)
{
    long double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        ma += whole[i] ? a[i] : 0;
        mb += whole[i] ? b[i] : 0;
        k += whole[i] ? 1 : 0;
    }
    for (size_t i = 0; i < n; i++) {
        long double da = whole[i] ? a[i] - ma / k : 0, db = whole[i] ? b[i] - mb / k : 0;
        aa += da * da;
        bb += db * db;
        ab += da * db;
    }
    return (double)(ab / sqrtl(aa * bb));
}

static void shares(const struct data *d, const double *w, int squared, double *s)
{
    double mean[UNITS], total = 0;
    int whole[UNITS];
    for (size_t i = 0; i < d->n; i++) {
        mean[i] = 0;
        whole[i] = 1;
        for (size_t j = 0; j < d->m; j++) {
            whole[i] &= !isnan(d->x[j][i]);
            mean[i] += w[j] * d->x[j][i];
        }
    }
    for (size_t j = 0; j < d->m; j++) {
        double r = correlation(d->x[j], mean, whole, d->n);
        s[j] = squared ? r * r : r;
        total += s[j];
    }
    for (size_t j = 0; j < d->m; j++)
        s[j] /= total;
}

START_TEST(two_children_weigh_by_their_spread)
{
    static const double a[] = {1, 2, 3, 4}, b[] = {10, 40, 20, 30}, *const x[] = {a, b};
    struct lab *l = lab_new("optimised");
    double w[2];
    if (!l)
        return;
    ck_assert_int_eq(lab_weigh(l, "optimised", "", 4, 2, x, NULL, w), HENG_OK);
    kit_assert_columns(w, ((double[]){10. / 11, 1. / 11}), 2, 1e-9);
    ck_assert_str_eq(l->why, "importance a 0.500, b 0.500");
    ck_assert_uint_eq(l->warnings, 0);
    lab_free(l);
}
END_TEST

START_TEST(targets_are_reached)
{
    static const char *const settings[] = {
        "", "importance = correlation", "search = nelder_mead", "targets = 4, 3, 3, 4",
        "targets = 0.2, 0.3, 0.3, 0.2; importance = correlation"};
    static const double targets[][4] = {{0.25, 0.25, 0.25, 0.25},
                                        {0.25, 0.25, 0.25, 0.25},
                                        {0.25, 0.25, 0.25, 0.25},
                                        {4. / 14, 3. / 14, 3. / 14, 4. / 14},
                                        {0.2, 0.3, 0.3, 0.2}};
    struct lab *l = lab_new("optimised");
    struct data d;
    double w[4], again[4], s[4];
    for (int round = 0; l && round < 15; round++) {
        size_t k = (size_t)round % COUNT(settings);
        double sum = 0;
        make_data(l, &d, 4);
        ck_assert_int_eq(lab_weigh(l, "optimised", settings[k], d.n, 4, d.x, NULL, w), HENG_OK);
        ck_assert_int_eq(lab_weigh(l, "optimised", settings[k], d.n, 4, d.x, NULL, again), HENG_OK);
        shares(&d, w, strstr(settings[k], "correlation") == NULL, s);
        for (size_t j = 0; j < 4; j++) {
            ck_assert_msg(fabs(s[j] - targets[k][j]) < 1e-6, "%s: child %zu has %.9g, not %.9g",
                          settings[k], j, s[j], targets[k][j]);
            ck_assert_uint_eq(kit_ulps(w[j], again[j]), 0);
            sum += w[j];
        }
        kit_assert_near(sum, 1, 1e-15);
        ck_assert_uint_eq(l->warnings, 0);
    }
    if (l)
        lab_free(l);
}
END_TEST

START_TEST(order_scale_and_offset_do_not_matter)
{
    struct lab *l = lab_new("optimised");
    struct data d;
    double w[3], v[3], far[UNITS], wide[UNITS];
    if (!l)
        return;
    make_data(l, &d, 3);
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 3, d.x, NULL, w), HENG_OK);
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 3,
                               (const double *const[]){d.x[2], d.x[0], d.x[1]}, NULL, v),
                     HENG_OK);
    kit_assert_columns(v, ((double[]){w[2], w[0], w[1]}), 3, 1e-6);
    for (size_t i = 0; i < d.n; i++) {
        far[i] = d.v[0][i] + 1e9;
        wide[i] = d.v[1][i] * 0x1p900;
    }
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 3,
                               (const double *const[]){far, d.x[1], d.x[2]}, NULL, v),
                     HENG_OK);
    kit_assert_columns(v, w, 3, 1e-5);
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 3,
                               (const double *const[]){d.x[0], wide, d.x[2]}, NULL, v),
                     HENG_OK);
    kit_assert_near(v[0] / v[2], w[0] / w[2], 1e-6);
    ck_assert(v[1] > 0 && v[1] < 1e-200);
    lab_free(l);
}
END_TEST

START_TEST(missing_and_constant_children)
{
    struct lab *l = lab_new("optimised");
    struct data d;
    double w[4], s[4];
    if (!l)
        return;
    make_data(l, &d, 3);
    for (size_t i = 0; i < d.n; i += 7)
        d.v[i % 3][i] = NAN;
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 3, d.x, NULL, w), HENG_OK);
    shares(&d, w, 1, s);
    kit_assert_columns(s, ((double[]){1. / 3, 1. / 3, 1. / 3}), 3, 1e-6);
    for (size_t i = 0; i < d.n; i++)
        d.v[3][i] = 5;
    d.x[3] = d.v[3];
    ck_assert_int_eq(lab_weigh(l, "optimised", "targets = 1, 1, 1, 7", d.n, 4, d.x, NULL, w),
                     HENG_OK);
    ck_assert_double_eq(w[3], 0);
    ck_assert_str_eq(l->warning, "d: constant: weight 0");
    shares(&d, w, 1, s);
    kit_assert_columns(s, ((double[]){1. / 3, 1. / 3, 1. / 3}), 3, 1e-6);
    for (size_t i = 0; i < d.n; i++)
        d.v[3][i] = NAN;
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 4, d.x, NULL, w), HENG_OK);
    ck_assert_double_eq(w[3], 0);
    ck_assert_str_eq(l->warning, "d: no values: weight 0");
    ck_assert_int_eq(lab_weigh(l, "optimised", "", d.n, 1, d.x, NULL, w), HENG_OK);
    kit_assert_near(w[0], 1, 0);
    lab_free(l);
}
END_TEST

START_TEST(what_cannot_be_reached_is_told)
{
    static const double a[] = {1, 2, 3, 4, 5}, b[] = {1, 2, 3, 4, 6},
                        c[] = {3, 1, 4, 1, 5}, *const x[] = {a, b, c};
    struct lab *l = lab_new("optimised");
    double w[3], given[] = {0.5, 0.5, 0};
    if (!l)
        return;
    ck_assert_int_eq(lab_weigh(l, "optimised", "targets = 0, 1, 0", 5, 3, x, given, w), HENG_OK);
    ck_assert_uint_eq(l->warnings, 1);
    ck_assert_msg(strstr(l->warning, "its importance is 0.") != NULL, "%s", l->warning);
    ck_assert_int_eq(
        lab_weigh(l, "optimised", "targets = 0, 1, 0; tolerance = 1", 5, 3, x, given, w), HENG_OK);
    ck_assert_uint_eq(l->warnings, 0);
    ck_assert_int_eq(lab_weigh(l, "optimised", "evaluations = 1", 5, 3, x, NULL, w), HENG_OK);
    lab_free(l);
}
END_TEST

START_TEST(without_an_answer)
{
    static const double a[] = {1, 2, 3}, down[] = {3, 2, 1}, flat[] = {1, 1, 1},
                        few[] = {1, 2, NAN};
    struct lab *l = lab_new("optimised");
    double w[2];
    if (!l)
        return;
#define WEIGH(settings, ...)                                                                       \
    lab_weigh(l, "optimised", settings, 3, 2, (const double *const[]){__VA_ARGS__}, NULL, w)
    ck_assert_int_eq(WEIGH("", a, few), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "fewer than 3 units have all children");
    ck_assert_int_eq(WEIGH("", flat, flat), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "every column is constant");
    ck_assert_int_eq(WEIGH("importance = correlation", a, down), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "no weights were found with which the mean varies");
    lab_assert_failed(l, WEIGH("targets = 1", a, a), "targets has 1 values for 2 columns");
    lab_assert_failed(l, WEIGH("targets = 0, 0", a, down), "targets: none is above 0");
    lab_free(l);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {two_children_weigh_by_their_spread,
                                  targets_are_reached,
                                  order_scale_and_offset_do_not_matter,
                                  missing_and_constant_children,
                                  what_cannot_be_reached_is_told,
                                  without_an_answer,
                                  NULL};
    return kit_run("optimised", tests);
}
