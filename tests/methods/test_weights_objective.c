/* SPDX-License-Identifier: MIT */
/* Weights that the data give: spread, removal effect, impact loss, independence; beside twins. */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

enum { N = 20, M = 5 };

static struct rig *rig;
static double w[8];

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static void rescale(double *v, size_t m)
{
    double total = 0;
    for (size_t j = 0; j < m; j++)
        total += v[j];
    for (size_t j = 0; j < m; j++)
        v[j] /= total;
}

static int weigh(const char *name, size_t n, size_t m, const double *const *x)
{
    return rig_weigh(rig, name, NULL, n, m, x, NULL, w);
}

/* ---- twins --------------------------------------------------------------- */

static double twin_variance(const double *x, size_t n)
{
    double k = 0, total = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            k++;
            total += x[i];
        }
    for (size_t i = 0; i < n; i++)
        squares += isnan(x[i]) ? 0 : (x[i] - total / k) * (x[i] - total / k);
    return squares / (k - 1);
}

static double twin_gini(const double *x, size_t n)
{
    double k = 0, total = 0, pairs = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            k++;
            total += x[i];
        }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            pairs += isnan(x[a] - x[b]) ? 0 : fabs(x[a] - x[b]);
    return pairs / (2 * k * total);
}

/* S of unit i, without column skip (m: with all). */
static double twin_performance(const double *const *x, size_t n, size_t m, size_t i, size_t skip)
{
    double total = 0, k = 0;
    for (size_t j = 0; j < m; j++)
        if (!isnan(x[j][i])) {
            k++;
            total += j == skip ? 0 : fabs(log(rig_lowest(x[j], n) / x[j][i]));
        }
    return k > 0 ? log(1 + total / k) : 0;
}

static double twin_merec(const double *const *x, size_t n, size_t m, size_t j)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += fabs(twin_performance(x, n, m, i, j) - twin_performance(x, n, m, i, m));
    return total;
}

/* Gaussian elimination with row pivots; the right-hand side is column m. */
static void solve(double a[M][M + 1], size_t m, double *x)
{
    for (size_t p = 0; p < m; p++) {
        size_t top = p;
        for (size_t i = p; i < m; i++)
            top = fabs(a[i][p]) > fabs(a[top][p]) ? i : top;
        for (size_t k = 0; k <= m; k++) {
            double t = a[p][k];
            a[p][k] = a[top][k];
            a[top][k] = t;
        }
        for (size_t i = 0; i < m; i++)
            for (size_t k = m + 1; i != p && k-- > p;)
                a[i][k] -= a[i][p] / a[p][p] * a[p][k];
    }
    for (size_t i = 0; i < m; i++)
        x[i] = a[i][m] / a[i][i];
}

/* F q = 0 with its last row replaced by sum of q = 1. */
static void twin_cilos(const double *const *x, size_t n, size_t m, double *q)
{
    double f[M][M + 1] = {{0}};
    for (size_t k = 0; k < m; k++) {
        size_t best = 0;
        for (size_t i = 0; i < n; i++)
            best = x[k][i] > x[k][best] ? i : best;
        for (size_t j = 0; j < m; j++) {
            double loss = (rig_highest(x[j], n) - x[j][best]) / rig_highest(x[j], n);
            f[k][j] += loss;
            f[j][j] -= loss;
        }
    }
    for (size_t j = 0; j <= m; j++)
        f[m - 1][j] = 1;
    solve(f, m, q);
}

static double twin_divergence(const double *x, size_t n)
{
    double total = 0, h = 0;
    for (size_t i = 0; i < n; i++)
        total += x[i];
    for (size_t i = 0; i < n; i++)
        h -= x[i] > 0 ? x[i] / total * log(x[i] / total) / log((double)n) : 0;
    return 1 - h;
}

/* R of column j: the correlation of its values with those that least squares fit. */
static double twin_multiple(const double *const *x, size_t n, size_t m, size_t j)
{
    double a[M][M + 1] = {{0}}, b[M], mean[M] = {0}, fitted = 0, total = 0;
    size_t others[M], k = 0;
    for (size_t l = 0; l < m; l++) {
        for (size_t i = 0; i < n; i++)
            mean[l] += x[l][i] / (double)n;
        if (l != j)
            others[k++] = l;
    }
    for (size_t p = 0; p < k; p++)
        for (size_t i = 0; i < n; i++) {
            double d = x[others[p]][i] - mean[others[p]];
            for (size_t q = 0; q < k; q++)
                a[p][q] += d * (x[others[q]][i] - mean[others[q]]);
            a[p][k] += d * (x[j][i] - mean[j]);
        }
    solve(a, k, b);
    for (size_t i = 0; i < n; i++) {
        double y = 0;
        for (size_t p = 0; p < k; p++)
            y += b[p] * (x[others[p]][i] - mean[others[p]]);
        fitted += y * y;
        total += (x[j][i] - mean[j]) * (x[j][i] - mean[j]);
    }
    return sqrt(fitted / total);
}

static void fill(double x[M][N], size_t n, size_t m, double gaps, uint32_t *state)
{
    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; i < n; i++)
            x[j][i] = i > 2 && noise(state) < gaps ? NAN : 10 + 90 * noise(state);
}

START_TEST(spreads_agree_with_their_twins)
{
    uint32_t state = 21;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[M][N], sd[M], variance[M], gini[M], merec[M];
        const double *const columns[] = {x[0], x[1], x[2], x[3], x[4]};
        size_t n = 5 + (size_t)round % 15, m = 2 + (size_t)round % 4;
        fill(x, n, m, 0.1, &state);
        for (size_t j = 0; j < m; j++) {
            double width = rig_highest(x[j], n) - rig_lowest(x[j], n);
            sd[j] = sqrt(twin_variance(x[j], n));
            variance[j] = twin_variance(x[j], n) / (width * width);
            gini[j] = twin_gini(x[j], n);
            merec[j] = twin_merec(columns, n, m, j);
        }
        rescale(sd, m);
        rescale(variance, m);
        rescale(gini, m);
        rescale(merec, m);
        ck_assert_int_eq(weigh("sd", n, m, columns), HENG_OK);
        kit_assert_columns(w, sd, m, 1e-12);
        ck_assert_int_eq(weigh("variance", n, m, columns), HENG_OK);
        kit_assert_columns(w, variance, m, 1e-12);
        ck_assert_int_eq(weigh("gini", n, m, columns), HENG_OK);
        kit_assert_columns(w, gini, m, 1e-12);
        ck_assert_int_eq(weigh("merec", n, m, columns), HENG_OK);
        kit_assert_columns(w, merec, m, 1e-12);
        ck_assert_uint_eq(rig->warnings, 0);
    }
    rig_free(rig);
}
END_TEST

START_TEST(losses_and_independence_agree_with_their_twins)
{
    uint32_t state = 22;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[M][N], cilos[M], idocriw[M], independence[M];
        const double *const columns[] = {x[0], x[1], x[2], x[3], x[4]};
        size_t n = 8 + (size_t)round % 12, m = 2 + (size_t)round % 4;
        fill(x, n, m, 0, &state);
        for (size_t j = 0; j < m; j++) /* no unit is best in two columns */
            x[j][j] = 101;
        twin_cilos(columns, n, m, cilos);
        for (size_t j = 0; j < m; j++) {
            idocriw[j] = cilos[j] * twin_divergence(x[j], n);
            independence[j] = 1 / twin_multiple(columns, n, m, j);
        }
        rescale(idocriw, m);
        rescale(independence, m);
        ck_assert_int_eq(weigh("cilos", n, m, columns), HENG_OK);
        kit_assert_columns(w, cilos, m, 1e-12);
        ck_assert_int_eq(weigh("idocriw", n, m, columns), HENG_OK);
        kit_assert_columns(w, idocriw, m, 1e-12);
        ck_assert_int_eq(weigh("independence", n, m, columns), HENG_OK);
        kit_assert_columns(w, independence, m, 1e-10);
    }
    rig_free(rig);
}
END_TEST

/* ---- published ----------------------------------------------------------- */

/*
 * MEREC: Keshavarz-Ghorabaee et al., Symmetry 13(4), 2021, 525, the illustrative example, criteria
 * 1 and 2 benefits, 3 and 4 costs; a cost comes as its reciprocal, which makes min / x the paper's
 * x / max.
 */
START_TEST(published_merec)
{
    const double a[] = {450, 10, 100, 220, 5}, b[] = {8000, 9100, 8200, 9300, 8400};
    const double c[] = {1. / 54, 1. / 2, 1. / 31, 1, 1. / 23};
    const double d[] = {1. / 145, 1. / 160, 1. / 153, 1. / 162, 1. / 158};
    const double *const x[] = {a, b, c, d};
    rig = rig_new();
    ck_assert_int_eq(weigh("merec", 5, 4, x), HENG_OK);
    kit_assert_columns(w, X(0.5752, 0.0141, 0.4016, 0.0091), 4, 5e-5);
    rig_free(rig);
}
END_TEST

/*
 * CILOS and IDOCRIW: Zavadskas and Podvezko, IJITDM 15(2), 2016, 267-283, criteria 1 and 3 costs,
 * turned by min / x. IDOCRIW's published weights take the entropy before the costs are turned, so
 * they are put together here; ours takes all after.
 */
START_TEST(published_cilos)
{
    const double costs[2][4] = {{3, 2.5, 1.8, 2.2}, {10, 8, 20, 12}};
    const double b[] = {100, 80, 50, 70}, d[] = {7, 5, 11, 9};
    double turned[2][4], v[4], own[4];
    const double *const x[] = {turned[0], b, turned[1], d};
    const double *const raw[] = {costs[0], b, costs[1], d};
    for (size_t j = 0; j < 2; j++)
        for (size_t i = 0; i < 4; i++)
            turned[j][i] = rig_lowest(costs[j], 4) / costs[j][i];
    rig = rig_new();
    ck_assert_int_eq(weigh("cilos", 4, 4, x), HENG_OK);
    kit_assert_columns(w, X(0.3343, 0.2199, 0.1957, 0.2501), 4, 5e-5);
    for (size_t j = 0; j < 4; j++) {
        v[j] = w[j] * twin_divergence(raw[j], 4);
        own[j] = w[j] * twin_divergence(x[j], 4);
    }
    rescale(v, 4);
    rescale(own, 4);
    kit_assert_columns(v, X(0.1658, 0.1885, 0.3545, 0.2911), 4, 5e-5);
    ck_assert_int_eq(weigh("idocriw", 4, 4, x), HENG_OK);
    kit_assert_columns(w, own, 4, 1e-12);
    rig_free(rig);
}
END_TEST

/*
 * sd: Jahan and Edwards, Materials & Design 49, 2013, 1000-1008 (to two digits, as there). gini and
 * variance: figures of pymcdm's own tests.
 */
START_TEST(published_spreads)
{
    const double a[] = {0, 0.39, 0.17, 0.35, 0.3, 0.84, 1};
    const double b[] = {0, 0.3, 0.36, 0.29, 0.4, 0.71, 1};
    const double c[] = {0, 0.77, 0.8, 0.93, 0.94, 1, 0.99};
    const double *const x[] = {a, b, c};
    const double *const g[] = {X(5, 5.5, 4), X(6, 6.1, 5), X(7, 8, 9)};
    const double *const v[] = {X(100, 110, 120, 121), X(4, 5, 6, 8), X(500, 550, 600, 400)};
    rig = rig_new();
    ck_assert_int_eq(weigh("sd", 7, 3, x), HENG_OK);
    kit_assert_columns(w, X(0.35, 0.31, 0.34), 3, 5e-3);
    ck_assert_int_eq(weigh("gini", 3, 3, g), HENG_OK);
    kit_assert_columns(w, X(0.412, 0.2562, 0.3319), 3, 5e-5);
    ck_assert_int_eq(weigh("variance", 4, 3, v), HENG_OK);
    kit_assert_columns(w, X(0.3761, 0.312, 0.312), 3, 5e-5);
    rig_free(rig);
}
END_TEST

/* ---- the domain ---------------------------------------------------------- */

static const char *const names[] = {"cv",    "information", "sd",      "variance",    "gini",
                                    "merec", "cilos",       "idocriw", "independence"};

START_TEST(columns_without_information_weigh_nothing)
{
    const double p[] = {20, 45, 30, 100, 10, 61}, q[] = {0.5, 0.25, 0.75, 0.875, 1, 0.125};
    const double r[] = {7, 3, 9, 2, 6, 8};
    const double constant[] = {5, 5, NAN, 5, 5, 5}, empty[] = {NAN, NAN, NAN, NAN, NAN, NAN};
    const double *const plain[] = {p, q, r}, *const x[] = {p, constant, q, empty, r};
    const double *const one[] = {constant, p}, *const dead[] = {constant, empty};
    double without[3];
    rig = rig_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        ck_assert_int_eq(weigh(names[i], 6, 3, plain), HENG_OK);
        memcpy(without, w, sizeof without);
        ck_assert_int_eq(weigh(names[i], 6, 5, x), HENG_OK);
        kit_assert_columns(w, X(without[0], 0, without[1], 0, without[2]), 5, 1e-14);
        ck_assert_uint_eq(rig->warnings, 2);
        ck_assert_str_eq(rig->warning, "3: no values: weight 0");
        ck_assert_int_eq(weigh(names[i], 6, 2, one), HENG_OK);
        kit_assert_columns(w, X(0, 1), 2, 0);
        ck_assert_int_eq(weigh(names[i], 6, 1, plain), HENG_OK);
        kit_assert_near(w[0], 1, 0);
        ck_assert_int_eq(weigh(names[i], 6, 2, dead), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "every column has weight 0");
        ck_assert_int_eq(weigh(names[i], 1, 3, plain), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "one unit");
    }
    rig_free(rig);
}
END_TEST

START_TEST(what_a_formula_does_not_take_is_refused)
{
    const double p[] = {1, 2, 4}, zero[] = {0, 3, 5}, negative[] = {-1, 2, 3};
    const double *const with_zero[] = {p, zero}, *const with_negative[] = {negative, p};
    rig = rig_new();
    ck_assert_int_eq(weigh("merec", 3, 2, with_zero), HENG_FAIL);
    ck_assert_str_eq(rig->error.text,
                     "method merec: b has a value of 0; all must be above 0: normalise to such a "
                     "range, minmax range = 1, 100 for example");
    for (size_t i = 0; i < COUNT(names); i++) {
        int takes = strcmp(names[i], "merec") != 0;
        int takes_negative = takes && !strstr("gini cilos idocriw", names[i]);
        ck_assert_int_eq(weigh(names[i], 3, 2, with_zero) == HENG_FAIL, !takes);
        ck_assert_int_eq(weigh(names[i], 3, 2, with_negative) == HENG_FAIL, !takes_negative);
        ck_assert(takes_negative || strstr(rig->error.text, ": a has "));
    }
    rig_free(rig);
}
END_TEST

START_TEST(merec_tells_neighbours_apart)
{
    const double a[] = {1e9, 1e9 + 1, 1e9 + 3}, b[] = {1e9, 1e9 + 2, 1e9 + 6};
    const double wide[] = {5e-324, 1, 1e308};
    const double *const x[] = {a, b}, *const y[] = {wide, a};
    rig = rig_new();
    ck_assert_int_eq(weigh("merec", 3, 2, x), HENG_OK);
    kit_assert_near(w[0], 1. / 3, 1e-8);
    ck_assert_int_eq(weigh("merec", 3, 2, y), HENG_OK);
    kit_assert_near(w[0], 1, 1e-8);
    rig_free(rig);
}
END_TEST

START_TEST(cilos_ties_and_open_ends)
{
    /* b is best at units 0 and 1: a loses (0 + 1/2) / 2 there; b loses 0 where a is best */
    const double a[] = {4, 2, 1}, b[] = {6, 6, 3}, c[] = {2, 4, 8};
    const double gap[] = {NAN, 3, 6};
    const double *const tied[] = {a, b}, *const same[] = {a, X(9, 2, 5)};
    const double *const three[] = {a, b, c}, *const missing[] = {a, gap};
    rig = rig_new();
    ck_assert_int_eq(weigh("cilos", 3, 2, tied), HENG_OK);
    kit_assert_columns(w, X(0, 1), 2, 0);
    ck_assert_int_eq(weigh("cilos", 3, 2, same), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why,
                     "2 columns lose nothing to each other: their losses leave the weights open");
    /* P by rows a: 0 0 3/4; b: 1/4 0 5/8; c: 3/4 1/2 0; so q_a = 3/4 q_c, q_b = 13/8 q_c */
    ck_assert_int_eq(weigh("cilos", 3, 3, three), HENG_OK);
    kit_assert_columns(w, X(6. / 27, 13. / 27, 8. / 27), 3, 1e-15);
    ck_assert_int_eq(weigh("cilos", 3, 2, missing), HENG_OK);
    ck_assert_str_eq(rig->warning,
                     "1: missing where another column is best: that loss counts as 0");
    rig_free(rig);
}
END_TEST

START_TEST(independence_ranks_and_gaps)
{
    const double a[] = {1, 2, 3, 5, 8, 13}, b[] = {2, 7, 1, 8, 2, 8}, c[] = {3, 9, 4, 13, 10, 21};
    const double cross[] = {1, -1, -1, 1}, bar[] = {1, 1, -1, -1};
    const double left[] = {1, 2, 3, 4, NAN, NAN}, right[] = {NAN, NAN, 5, 5, 1, 2};
    const double half[] = {9, 7, 3, 4, 1, 1};
    const double *const sums[] = {a, b, c}, *const apart[] = {cross, bar};
    const double *const few[] = {left, right, a}, *const flat[] = {a, half, X(7, 7, 7, 7, 7, NAN)};
    rig = rig_new();
    /* c = a + b: each is determined by the other two */
    ck_assert_int_eq(weigh("independence", 6, 3, sums), HENG_OK);
    kit_assert_columns(w, X(1. / 3, 1. / 3, 1. / 3), 3, 1e-12);
    ck_assert_int_eq(weigh("independence", 4, 2, apart), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "a has no correlation with the others: 1/R has no value");
    ck_assert_int_eq(weigh("independence", 6, 3, few), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "2 units with all of 2 columns: too few, every R would be 1");
    ck_assert_str_eq(rig->warning, "1: constant over the units that have all columns: weight 0");
    ck_assert_int_eq(weigh("independence", 6, 3, flat), HENG_OK);
    kit_assert_columns(w, X(0.5, 0.5, 0), 3, 1e-12);
    rig_free(rig);
}
END_TEST

/* The only column left that varies among the units that have all. */
START_TEST(independence_of_one_column)
{
    const double a[] = {1, 2, 4, NAN}, b[] = {3, 3, 3, 8};
    const double *const x[] = {a, b};
    rig = rig_new();
    ck_assert_int_eq(weigh("independence", 4, 2, x), HENG_OK);
    kit_assert_columns(w, X(1, 0), 2, 0);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {spreads_agree_with_their_twins,
                                  losses_and_independence_agree_with_their_twins,
                                  published_merec,
                                  published_cilos,
                                  published_spreads,
                                  columns_without_information_weigh_nothing,
                                  what_a_formula_does_not_take_is_refused,
                                  merec_tells_neighbours_apart,
                                  cilos_ties_and_open_ends,
                                  independence_ranks_and_gaps,
                                  independence_of_one_column,
                                  NULL};
    return kit_run("weights by the data", tests);
}
