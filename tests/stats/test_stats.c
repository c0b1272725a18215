/* SPDX-License-Identifier: MIT */
#include "kit.h"
#include "stats/rng.h"
#include "stats/stats.h"

enum { MANY = 2000 };

/* How many digits of want are right, as NIST counts them. */
static double digits_right(double got, double want)
{
    return got == want ? 17 : -log10(fabs(got - want) / fabs(want));
}

/* ---- reference data ------------------------------------------------------ */

/* NIST StRD, univariate: NumAcc1 .. NumAcc4, with their certified values. */
static const struct {
    double first, low, high;
    size_t n;
    double mean, sd, digits;
} numacc[] = {
    {10000001, 10000003, 10000002, 3, 10000002, 1, 16},
    {1.2, 1.1, 1.3, 1001, 1.2, 0.1, 14},
    {1000000.2, 1000000.1, 1000000.3, 1001, 1000000.2, 0.1, 9.4},
    {10000000.2, 10000000.1, 10000000.3, 1001, 10000000.2, 0.1, 8.2},
};

START_TEST(nist_numacc)
{
    size_t i, k;

    for (k = 0; k < 4; k++) {
        double x[1001];
        x[0] = numacc[k].first;
        for (i = 1; i < numacc[k].n; i++)
            x[i] = i % 2 ? numacc[k].low : numacc[k].high;
        ck_assert(digits_right(stats_mean(x, numacc[k].n), numacc[k].mean) >= 14);
        ck_assert_msg(digits_right(stats_sd(x, numacc[k].n), numacc[k].sd) >= numacc[k].digits,
                      "NumAcc%zu: sd %.17g", k + 1, stats_sd(x, numacc[k].n));
    }
}
END_TEST

/* LPI of the 51 countries of the ASEM example of COINr, and what COINr 1 finds in it. */
static const double lpi[] = {
    3.793385, 4.097985, 4.108538, 2.663902, 2.807685, 2.870492, 3.987158, 3.661104, 2.999061,
    3.674309, 4.225967, 3.815794, 3.727412, 3.363489, 3.920745, 3.900953, 4.069669, 3.239516,
    3.160829, 3.428968, 2.984537, 3.420043, 3.794886, 3.755414, 3.970464, 2.751998, 2.80059,
    3.717126, 2.067254, 3.631688, 4.219409, 3.327107, 3.069256, 2.458571, 2.506056, 3.426307,
    4.18753,  3.732163, 3.388,    2.923219, 2.856259, 3.425877, 3.409367, 2.99312,  2.570864,
    4.143632, 3.336895, 3.184508, 4.204593, 3.2551,   2.976629};

START_TEST(worked_shapes)
{
    /* The example of the functions SKEW and KURT of spreadsheets. */
    static const double sheet[] = {3, 4, 5, 2, 3, 4, 5, 6, 4, 7};
    static const double four[] = {1, 2, 4, 8};

    kit_assert_near(stats_skewness(lpi, 51), -0.30426812829704819, 1e-13);
    kit_assert_near(stats_kurtosis(lpi, 51), -0.65675141248512903, 1e-13);
    kit_assert_near(stats_skewness(sheet, 10), 0.359543071406797, 1e-14);
    kit_assert_near(stats_kurtosis(sheet, 10), -0.151799637208416, 1e-14);
    /* By hand: deviations -11/4, -7/4, 1/4, 17/4; G2 = (5 g2 + 6) 3 / 2. */
    kit_assert_near(stats_variance(four, 4), 115.0 / 12, 1e-15);
    kit_assert_near(
        stats_kurtosis(four, 4),
        (5 * ((14641 + 2401 + 1 + 83521) / 1024.0 / (28.75 / 4 * 28.75 / 4) - 3) + 6) * 1.5, 1e-14);
}
END_TEST

/* ---- sums ---------------------------------------------------------------- */

START_TEST(sums_are_compensated)
{
    static const double neumaier[] = {1, 1e100, 1, -1e100};
    const double holes[] = {NAN, 2.385, NAN};
    double tenths[MANY];
    struct sum s = {0};
    size_t i;

    ck_assert(stats_sum(neumaier, 4) == 2);
    ck_assert(stats_mean(neumaier, 4) == 0.5);
    for (i = 0; i < MANY; i++)
        tenths[i] = 0.1;
    ck_assert(stats_sum(tenths, MANY) == 200);
    for (i = 0; i < MANY; i++)
        sum_add(&s, -0.1);
    ck_assert(sum_value(&s) == -200);
    ck_assert(stats_sum(holes, 3) == 2.385);
    ck_assert_uint_eq(stats_count(holes, 3), 1);
}
END_TEST

/* ---- what has no value --------------------------------------------------- */

typedef double statistic(const double *x, size_t n);

static const struct {
    const char *name;
    statistic *f;
    size_t least;       /* values needed */
    double of_constant; /* of 0.1, 0.1, ..., NaN: undefined */
} statistics[] = {
    {"sum", stats_sum, 1, 0.7},
    {"mean", stats_mean, 1, 0.1},
    {"min", stats_min, 1, 0.1},
    {"max", stats_max, 1, 0.1},
    {"variance", stats_variance, 2, 0},
    {"sd", stats_sd, 2, 0},
    {"sd_population", stats_sd_population, 1, 0},
    {"skewness", stats_skewness, 3, NAN},
    {"kurtosis", stats_kurtosis, 4, NAN},
};

enum { N_STATISTICS = sizeof statistics / sizeof *statistics };

START_TEST(too_few_values_give_nan)
{
    const double x[] = {NAN, 2, 3.5, 7.25, 9, NAN};
    size_t i, k;

    for (i = 0; i < N_STATISTICS; i++) {
        ck_assert(isnan(statistics[i].f(NULL, 0)));
        for (k = 0; k <= 4; k++)
            ck_assert_msg(isnan(statistics[i].f(x, k + 1)) == (k < statistics[i].least),
                          "%s of %zu values", statistics[i].name, k);
    }
}
END_TEST

START_TEST(nan_is_left_out)
{
    double holes[101] = {0};
    size_t i;

    for (i = 0; i < 101; i++)
        holes[i] = i % 2 ? lpi[i / 2] : NAN;
    for (i = 0; i < N_STATISTICS; i++) {
        double want = statistics[i].f(lpi, 50), got = statistics[i].f(holes, 101);
        ck_assert_msg(got == want, "%s", statistics[i].name);
    }
}
END_TEST

/* Exactly: no rounding error may pass for variation. */
START_TEST(constant_columns)
{
    static const double constants[] = {0.1, 1e-300, 1e300, -3.3, 5e-324, 1.0 / 3};
    double x[997];
    size_t i, c, k;

    for (c = 0; c < sizeof constants / sizeof *constants; c++) {
        for (i = 0; i < 997; i++)
            x[i] = constants[c];
        ck_assert(stats_mean(x, 997) == constants[c]);
        for (k = 4; k < N_STATISTICS; k++)
            ck_assert_msg(kit_ulps(statistics[k].f(x, 997), statistics[k].of_constant) == 0,
                          "%s of %g", statistics[k].name, constants[c]);
        ck_assert(isnan(stats_pearson(x, x, 997)));
    }
    for (i = 0; i < 7; i++)
        x[i] = 0.1;
    for (k = 0; k < N_STATISTICS; k++)
        kit_assert_near(statistics[k].f(x, 7), statistics[k].of_constant, 1e-15);
}
END_TEST

START_TEST(infinities_give_nan)
{
    const double x[] = {1, INFINITY, 2, 5}, y[] = {4, 2, 3, 9};

    ck_assert(isnan(stats_sum(x, 4)));
    ck_assert(isnan(stats_mean(x, 4)) || isinf(stats_mean(x, 4)));
    ck_assert(isnan(stats_variance(x, 4)));
    ck_assert(isnan(stats_sd(x, 4)));
    ck_assert(isnan(stats_skewness(x, 4)));
    ck_assert(isnan(stats_kurtosis(x, 4)));
    ck_assert(isnan(stats_pearson(x, y, 4)));
}
END_TEST

/* ---- a slow twin --------------------------------------------------------- */

static void fill(struct rng *r, double *x, size_t n, double offset, double holes)
{
    size_t i;

    for (i = 0; i < n; i++) {
        double u = rng_uniform(r);
        x[i] = rng_uniform(r) < holes ? NAN : offset + u * u * 16;
    }
}

/* Moments in long double by their definitions, about offset, which no value is far from. */
struct twin {
    long double n, mean, m2, m3, m4;
};

static struct twin twin_of(const double *x, size_t n, double offset)
{
    struct twin t = {0};
    size_t i;

    for (i = 0; i < n; i++) {
        t.n += isnan(x[i]) ? 0 : 1;
        t.mean += isnan(x[i]) ? 0 : (long double)x[i] - offset;
    }
    t.mean /= t.n;
    for (i = 0; i < n; i++) {
        long double d = isnan(x[i]) ? 0 : (long double)x[i] - offset - t.mean;
        t.m2 += d * d / t.n;
        t.m3 += d * d * d / t.n;
        t.m4 += d * d * d * d / t.n;
    }
    return t;
}

/* Also 1e9 away from zero, where a careless mean costs nine digits. */
START_TEST(moments_agree_with_twin)
{
    static const double offsets[] = {0, -7, 1e9};
    double x[MANY];
    struct rng r;
    size_t round;

    rng_init(&r, 1, 2);
    for (round = 0; round < 300; round++) {
        size_t n = 5 + rng_bits(&r) % (MANY - 5);
        struct twin t;
        long double g1, g2;
        fill(&r, x, n, offsets[round % 3], 0.1);
        x[0] = offsets[round % 3];
        x[1] = x[0] + 1;
        x[2] = x[0] + 3;
        x[3] = x[0] + 16;
        t = twin_of(x, n, offsets[round % 3]);
        g1 = t.m3 / powl(t.m2, 1.5L);
        g2 = t.m4 / (t.m2 * t.m2) - 3;
        kit_assert_near(stats_mean(x, n), (double)(t.mean + offsets[round % 3]), 1e-15);
        kit_assert_near(stats_variance(x, n), (double)(t.m2 * t.n / (t.n - 1)), 1e-14);
        kit_assert_near(stats_sd(x, n), (double)sqrtl(t.m2 * t.n / (t.n - 1)), 1e-14);
        kit_assert_near(stats_sd_population(x, n), (double)sqrtl(t.m2), 1e-14);
        kit_assert_near(stats_skewness(x, n), (double)(g1 * sqrtl(t.n * (t.n - 1)) / (t.n - 2)),
                        1e-12);
        kit_assert_near(stats_kurtosis(x, n),
                        (double)(((t.n + 1) * g2 + 6) * (t.n - 1) / ((t.n - 2) * (t.n - 3))),
                        1e-12);
    }
}
END_TEST

/* A power of two changes nothing but the scale, to the last bit, at any size. */
START_TEST(scale_does_not_matter)
{
    static const int powers[] = {0, 1, -1, 500, -500, 900, -900, 1015, -990};
    double x[51], y[51];
    size_t i, k;

    for (k = 0; k < sizeof powers / sizeof *powers; k++) {
        for (i = 0; i < 51; i++) {
            x[i] = ldexp(lpi[i], powers[k]);
            y[i] = lpi[50 - i];
        }
        ck_assert(stats_mean(x, 51) == ldexp(stats_mean(lpi, 51), powers[k]));
        ck_assert(stats_sd(x, 51) == ldexp(stats_sd(lpi, 51), powers[k]));
        ck_assert(stats_skewness(x, 51) == stats_skewness(lpi, 51));
        ck_assert(stats_kurtosis(x, 51) == stats_kurtosis(lpi, 51));
        ck_assert(stats_pearson(x, y, 51) == stats_pearson(lpi, y, 51));
    }
    ck_assert(isnan(stats_variance((const double[]){-1e200, 1e200}, 2))); /* overflows */
    ck_assert(isnan(stats_sum((const double[]){1e308, 1e308}, 2)));
    ck_assert(stats_mean((const double[]){1e308, 1.5e308}, 2) == 1.25e308);
}
END_TEST

START_TEST(extremes)
{
    const double x[] = {NAN, 3, -0.5, NAN, 3, 2};

    ck_assert(stats_min(x, 6) == -0.5);
    ck_assert(stats_max(x, 6) == 3);
    ck_assert(stats_min(x, 2) == 3);
}
END_TEST

/* ---- order --------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Type 7 by its definition, over qsort. */
static double quantile_twin(const double *x, size_t n, double p)
{
    double v[MANY];
    size_t i, k = 0;
    long double h;

    for (i = 0; i < n; i++)
        if (!isnan(x[i]))
            v[k++] = x[i];
    qsort(v, k, sizeof *v, ascending);
    h = (long double)p * (long double)(k - 1);
    i = (size_t)h;
    return i + 1 < k ? (double)(v[i] + (h - (long double)i) * ((long double)v[i + 1] - v[i]))
                     : v[k - 1];
}

START_TEST(quantiles_known)
{
    /* R: quantile(c(1, 3, 4, 10, 15), c(0, .1, .25, .5, .9, 1)) */
    static const double x[] = {15, 3, 1, 10, 4};
    static const double p[] = {0, 0.1, 0.25, 0.5, 0.9, 1};
    static const double want[] = {1, 1.8, 3, 4, 13, 15};
    double scratch[5], even[] = {4, NAN, 1, 3, 2};
    size_t i;

    for (i = 0; i < 6; i++)
        kit_assert_near(stats_quantile(x, 5, p[i], scratch), want[i], 1e-15);
    ck_assert(stats_median(x, 5, scratch) == 4);
    ck_assert(stats_median(even, 5, scratch) == 2.5);
    ck_assert(stats_median(x, 1, scratch) == 15);
    ck_assert(isnan(stats_quantile(x, 5, -0.01, scratch)));
    ck_assert(isnan(stats_quantile(x, 5, 1.01, scratch)));
    ck_assert(isnan(stats_quantile(x, 5, NAN, scratch)));
    ck_assert(isnan(stats_median(x, 0, scratch)));
    ck_assert(isnan(stats_median(even + 1, 1, scratch)));
}
END_TEST

START_TEST(quantiles_agree_with_twin)
{
    double x[MANY], scratch[MANY];
    struct rng r;
    size_t round, i;

    rng_init(&r, 3, 4);
    for (round = 0; round < 400; round++) {
        size_t n = 1 + rng_bits(&r) % (round % 2 ? 60 : MANY);
        fill(&r, x, n, 0, 0.1);
        if (round % 3 == 0) /* many ties */
            for (i = 0; i < n; i++)
                x[i] = floor(x[i]);
        x[0] = 2.385;
        for (i = 0; i <= 20; i++)
            kit_assert_near(stats_quantile(x, n, (double)i / 20, scratch),
                            quantile_twin(x, n, (double)i / 20), 1e-13);
    }
}
END_TEST

/* Orders that make a careless quicksort quadratic. */
static void hard_order(double *x, size_t n, int kind)
{
    size_t i, half = n / 2;

    for (i = 0; i < n; i++) {
        double v = (double)i;
        switch (kind) {
        case 0:
            x[i] = v;
            break;
        case 1:
            x[i] = -v;
            break;
        case 2:
            x[i] = 1;
            break;
        case 3:
            x[i] = i < half ? v : (double)(n - i);
            break; /* organ pipes */
        case 4:
            x[i] = (double)(i % 2);
            break;
        default: /* Musser's sequence against the median of three */
            x[i] = i < half ? (i % 2 ? (double)(half + i - 1 + half % 2) : v + 1)
                            : 2 * (double)(i - half + 1);
        }
    }
}

START_TEST(hard_orders_are_sorted)
{
    enum { N = 100000 };
    double *x = malloc(N * sizeof *x), *want = malloc(N * sizeof *want);
    double *scratch = malloc(N * sizeof *scratch);
    int kind;
    size_t i;

    ck_assert(x && want && scratch);
    for (kind = 0; kind < 6; kind++) {
        hard_order(x, N, kind);
        memcpy(want, x, N * sizeof *x);
        qsort(want, N, sizeof *want, ascending);
        stats_median(x, N, scratch);
        for (i = 0; i < N && scratch[i] == want[i]; i++)
            ;
        ck_assert_msg(i == N, "order %d: place %zu", kind, i);
    }
    free(x);
    free(want);
    free(scratch);
}
END_TEST

START_TEST(ranks_known)
{
    const double x[] = {5, NAN, 2, 5, 0.0, -0.0, 5, 9};
    static const double want[4][8] = {
        [TIES_MIN] = {4, NAN, 3, 4, 1, 1, 4, 7},
        [TIES_AVERAGE] = {5, NAN, 3, 5, 1.5, 1.5, 5, 7},
        [TIES_MAX] = {6, NAN, 3, 6, 2, 2, 6, 7},
        [TIES_DENSE] = {3, NAN, 2, 3, 1, 1, 3, 4},
    };
    static const enum ties all[] = {TIES_MIN, TIES_AVERAGE, TIES_MAX, TIES_DENSE};
    double rank[8], scratch[16];
    size_t i;

    for (i = 0; i < 4; i++) {
        stats_rank(x, 8, all[i], rank, scratch);
        kit_assert_columns(rank, want[all[i]], 8, 0);
    }
    stats_rank(x, 0, TIES_MIN, rank, scratch);
    stats_rank(x + 1, 1, TIES_AVERAGE, rank, scratch);
    ck_assert(isnan(rank[0]));
}
END_TEST

/* By counting, for each value, what lies below it and what equals it. */
START_TEST(ranks_agree_with_twin)
{
    double x[300], rank[4][300], scratch[600];
    struct rng r;
    size_t round, i, j, k;

    rng_init(&r, 5, 6);
    for (round = 0; round < 200; round++) {
        size_t n = 1 + rng_bits(&r) % 300;
        fill(&r, x, n, 0, 0.1);
        if (round % 2)
            for (i = 0; i < n; i++)
                x[i] = floor(x[i]);
        for (k = 0; k < 4; k++)
            stats_rank(x, n, (enum ties)k, rank[k], scratch);
        for (i = 0; i < n; i++) {
            double below = 0, equal = 0, distinct = 0;
            for (j = 0; j < n; j++) {
                below += x[j] < x[i];
                equal += x[j] == x[i];
                for (k = 0; k < j && !(x[k] == x[j]); k++)
                    ;
                distinct += x[j] < x[i] && k == j;
            }
            if (isnan(x[i])) {
                ck_assert(isnan(rank[0][i]) && isnan(rank[1][i]));
                ck_assert(isnan(rank[2][i]) && isnan(rank[3][i]));
                continue;
            }
            ck_assert(rank[TIES_MIN][i] == below + 1);
            ck_assert(rank[TIES_MAX][i] == below + equal);
            ck_assert(rank[TIES_AVERAGE][i] == below + (equal + 1) / 2);
            ck_assert(rank[TIES_DENSE][i] == distinct + 1);
        }
    }
}
END_TEST

/* ---- correlation --------------------------------------------------------- */

START_TEST(pearson_known)
{
    /* Anscombe's first set: r = 0.81642051634484 (R). */
    static const double x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    static const double y[] = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    double down[11], far[11], holes[11];
    size_t i;

    for (i = 0; i < 11; i++) {
        down[i] = -3 * x[i];
        far[i] = x[i] + 1e9;
        holes[i] = i < 2 ? x[i] : NAN;
    }
    kit_assert_near(stats_pearson(x, y, 11), 0.81642051634484, 1e-13);
    kit_assert_near(stats_pearson(far, y, 11), 0.81642051634484, 1e-13);
    ck_assert(stats_pearson(x, x, 11) == 1);
    ck_assert(stats_pearson(x, down, 11) == -1);
    ck_assert(stats_pearson(holes, y, 11) == 1); /* two pairs */
    ck_assert(isnan(stats_pearson(holes, y, 1)));
    ck_assert(isnan(stats_pearson(holes + 2, y, 9)));
    ck_assert(isnan(stats_pearson(x, y, 0)));
}
END_TEST

START_TEST(pearson_uses_pairs_only)
{
    double x[60], y[60], px[60], py[60];
    struct rng r;
    size_t round, i, k;

    rng_init(&r, 9, 1);
    for (round = 0; round < 100; round++) {
        fill(&r, x, 60, 5, 0.3);
        fill(&r, y, 60, 0, 0.3);
        for (i = k = 0; i < 60; i++)
            if (!isnan(x[i]) && !isnan(y[i])) {
                px[k] = x[i];
                py[k++] = y[i];
            }
        ck_assert(stats_pearson(x, y, 60) == stats_pearson(px, py, k));
        ck_assert(stats_pearson(x, y, 60) == stats_pearson(y, x, 60));
        ck_assert(fabs(stats_pearson(x, y, 60)) <= 1);
    }
    /* A column that is constant where the other is present. */
    for (i = 0; i < 60; i++) {
        x[i] = i < 30 ? 0.1 : (double)i;
        y[i] = i < 30 ? (double)(i * i) : NAN;
    }
    ck_assert(isnan(stats_pearson(x, y, 60)));
}
END_TEST

/* As near as is promised, for any skew, offset and size; else NaN. */
START_TEST(near_shapes_are_near)
{
    static const double offsets[] = {0, 3, -500, 1e-290, 1e5, 1e200};
    double x[1100];
    size_t k, i, n, promised = 0;

    for (k = 0; k < 6; k++)
        for (n = 1; n < 1100; n += 1 + n / 3) {
            struct stats_shape near, exact;
            for (i = 0; i < n; i++) {
                double u = fabs(sin((double)(i * i + 7 * n)));
                x[i] = offsets[k] + (n % 3 == 0 ? u : n % 3 == 1 ? exp(9 * u) : -pow(u, 12));
                if (k < 3 && i % 11 == 5)
                    x[i] = NAN;
            }
            near = stats_shape_near(x, n);
            exact = stats_shape(x, n);
            ck_assert(isnan(near.skewness) == isnan(near.kurtosis));
            if (isnan(near.skewness))
                continue;
            promised++;
            ck_assert(fabs(near.skewness - exact.skewness) < STATS_NEAR);
            ck_assert(fabs(near.kurtosis - exact.kurtosis) < STATS_NEAR);
        }
    ck_assert(promised > 40);
    for (n = 5; n < 12;
         n++) /* what sets the ends stands alone, at each place: in lanes or behind them */
        for (k = 0; k < n; k++)
            for (int sign = -1; sign <= 1; sign += 2) {
                struct stats_shape near, exact;
                for (i = 0; i < n; i++)
                    x[i] = i == k ? 7 + sign * 3 : 7 - sign * 1e-9 * (double)(i % 2);
                near = stats_shape_near(x, n);
                exact = stats_shape(x, n);
                kit_assert_near(near.skewness, exact.skewness, STATS_NEAR);
                kit_assert_near(near.kurtosis, exact.kurtosis, STATS_NEAR);
            }
    for (i = 0; i < 30; i++)
        x[i] = 1e200;
    x[4] = -INFINITY;
    ck_assert(isnan(stats_shape_near(x, 30).skewness));
    x[4] = 1e200;
    ck_assert(isnan(stats_shape_near(x, 30).skewness)); /* constant */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {nist_numacc,
                                  worked_shapes,
                                  sums_are_compensated,
                                  too_few_values_give_nan,
                                  nan_is_left_out,
                                  constant_columns,
                                  infinities_give_nan,
                                  moments_agree_with_twin,
                                  scale_does_not_matter,
                                  extremes,
                                  quantiles_known,
                                  quantiles_agree_with_twin,
                                  hard_orders_are_sorted,
                                  ranks_known,
                                  ranks_agree_with_twin,
                                  pearson_known,
                                  pearson_uses_pairs_only,
                                  near_shapes_are_near,
                                  NULL};

    return kit_run("stats", tests);
}
