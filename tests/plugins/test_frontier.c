/* SPDX-License-Identifier: MIT */
/*
 * Benefit of the doubt and data envelopment analysis, which the plugin solves in their envelopment
 * form: against the multiplier form, written down here and solved by the kit's own solver.
 */
#include "methods_kit.h"

enum { UNITS = 40 };

struct data {
    size_t n, m;
    double v[LAB_COLUMNS][UNITS];
    const double *x[LAB_COLUMNS];
};

static void make_data(struct lab *l, struct data *d, size_t n, size_t m, double missing)
{
    d->n = n;
    d->m = m;
    for (size_t j = 0; j < m; j++) {
        d->x[j] = d->v[j];
        for (size_t i = 0; i < n; i++) {
            double v = lab_random(l);
            d->v[j][i] = lab_random(l) < missing ? NAN : v < 0.05 ? 0 : v * (double)(j + 1);
        }
    }
}

/* ---- the multiplier forms ---------------------------------------------------------- */

static int is_peer(const struct data *d, size_t k, size_t o)
{
    for (size_t j = 0; j < d->m; j++)
        if (!isnan(d->v[j][o]) && isnan(d->v[j][k]))
            return 0;
    return 1;
}

static double there(double v)
{
    return isnan(v) ? 0 : v;
}

struct bounds {
    double weight_min[LAB_COLUMNS], weight_max[LAB_COLUMNS], share_min[LAB_COLUMNS],
        share_max[LAB_COLUMNS];
};

static const struct bounds no_bounds = {
    {0}, {9e9, 9e9, 9e9, 9e9, 9e9, 9e9, 9e9, 9e9}, {0}, {1, 1, 1, 1, 1, 1, 1, 1}};

static void bound_bod(struct lp *p, const struct data *d, const struct bounds *b, size_t o)
{
    double left = 0;
    for (size_t j = 0; j < d->m; j++)
        left += isnan(d->v[j][o]) ? 0 : 1. / (double)d->m;
    for (size_t j = 0; j < d->m; j++) {
        long double *least, *most;
        if (isnan(d->v[j][o]))
            continue;
        lp_row(p, -b->weight_min[j])[j] = -1;
        lp_row(p, b->weight_max[j])[j] = 1;
        least = lp_row(p, 0);
        most = lp_row(p, 0);
        for (size_t i = 0; i < d->m; i++) {
            least[i] = (fmin(1, b->share_min[j] / left) - (i == j)) * there(d->v[i][o]);
            most[i] = ((i == j) - fmin(1, b->share_max[j] / left)) * there(d->v[i][o]);
        }
    }
}

/* max w y_o, w y_k <= 1 for all peers; NaN where no weights are within the bounds. */
static double twin_bod(const struct data *d, const struct bounds *b, size_t o)
{
    static struct lp p;
    size_t there_are = 0;
    lp_begin(&p, d->m);
    for (size_t j = 0; j < d->m; j++) {
        p.c[j] = there(d->v[j][o]);
        there_are += isnan(d->v[j][o]) ? 0 : 1;
    }
    for (size_t k = 0; k < d->n; k++) {
        long double *row = is_peer(d, k, o) ? lp_row(&p, 1) : NULL;
        for (size_t j = 0; row && j < d->m; j++)
            row[j] = isnan(d->v[j][o]) ? 0 : d->v[j][k];
    }
    if (b != &no_bounds)
        bound_bod(&p, d, b, o);
    return there_are && lp_solve(&p) == 1 ? (double)p.value : NAN;
}

/*
 * The first n_inputs columns are inputs. By input: max u y_o + free, v x_o = 1, u y_k - v x_k +
 * free <= 0. By output: min v x_o + free, u y_o = 1, the same with the sign of free turned, and the
 * score is 1 / that. free is there with variable returns to scale only.
 */
static double twin_dea(const struct data *d, size_t n_inputs, int variable, int by_output, size_t o)
{
    static struct lp p;
    long double *one, *minus_one;
    double inputs = 0;
    size_t outputs = 0, m = d->m;
    lp_begin(&p, m + 2);
    one = lp_row(&p, 1);
    minus_one = lp_row(&p, -1);
    for (size_t j = 0; j < m; j++) {
        double v = there(d->v[j][o]);
        int normed = (j < n_inputs) != by_output;
        inputs += j < n_inputs ? v : 0;
        outputs += j >= n_inputs && !isnan(d->v[j][o]) ? 1 : 0;
        one[j] = normed ? v : 0;
        minus_one[j] = normed ? -v : 0;
        p.c[j] = normed ? 0 : by_output ? -v : v;
    }
    p.c[m] = variable ? 1 : 0;
    p.c[m + 1] = variable ? -1 : 0;
    for (size_t k = 0; k < d->n; k++) {
        long double *row;
        double used = 0;
        for (size_t j = 0; j < n_inputs; j++)
            used += isnan(d->v[j][o]) ? 0 : there(d->v[j][k]);
        if (!is_peer(d, k, o) || used == 0)
            continue;
        row = lp_row(&p, 0);
        for (size_t j = 0; j < m; j++)
            row[j] = isnan(d->v[j][o]) ? 0 : (j < n_inputs ? -1 : 1) * d->v[j][k];
        row[m] = variable ? 1 : 0;
        row[m + 1] = variable ? -1 : 0;
    }
    if (inputs == 0 || outputs == 0 || lp_solve(&p) != 1)
        return NAN;
    return by_output ? (double)(-1 / p.value) : (double)p.value;
}

static void assert_score(const struct data *d, double got, double want, size_t i, const char *what)
{
    ck_assert_msg(kit_near(got, want, 1e-9), "%s, unit %zu of %zu, %zu columns: %.15g, not %.15g",
                  what, i, d->n, d->m, got, want);
}

/* ---- tests ------------------------------------------------------------------------- */

START_TEST(bod_is_its_own_dual)
{
    struct lab *l = lab_new("frontier");
    struct data d;
    double y[UNITS];
    for (int round = 0; l && round < 60; round++) {
        size_t best = 0;
        make_data(l, &d, 5 + lab_below(l, 26), 2 + lab_below(l, 3), round % 3 == 2 ? 0.15 : 0);
        ck_assert_int_eq(lab_aggregate(l, "bod", "", d.n, d.m, d.x, NULL, y), HENG_OK);
        for (size_t i = 0; i < d.n; i++) {
            assert_score(&d, y[i], twin_bod(&d, &no_bounds, i), i, "bod");
            ck_assert(isnan(y[i]) || (y[i] >= 0 && y[i] <= 1));
            best += y[i] == 1;
        }
        ck_assert_uint_ge(best, 1);
    }
    if (l)
        lab_free(l);
}
END_TEST

/* Lists around what is feasible, as a profile would give them. */
static const char *make_bounds(struct lab *l, size_t m, int round, struct bounds *b)
{
    static char text[256];
    double at = lab_random(l);
    *b = no_bounds;
    for (size_t j = 0; j < m; j++) {
        if (round % 4 == 0)
            b->share_min[j] = at * 0.9 / (double)m;
        if (round % 4 <= 1)
            b->share_max[j] = fmin(1, (1 + at) / (double)m);
        if (round % 4 == 2)
            b->weight_min[j] = at / (double)m;
        if (round % 4 >= 2)
            b->weight_max[j] = 0.5 + at;
    }
    if (round % 4 == 0)
        snprintf(text, sizeof text, "share_min = %.17g; share_max = %.17g", b->share_min[0],
                 b->share_max[0]);
    else if (round % 4 == 1)
        snprintf(text, sizeof text, "share_max = %.17g", b->share_max[0]);
    else if (round % 4 == 2)
        snprintf(text, sizeof text, "weight_min = %.17g; weight_max = %.17g", b->weight_min[0],
                 b->weight_max[0]);
    else
        snprintf(text, sizeof text, "weight_max = %.17g", b->weight_max[0]);
    return text;
}

START_TEST(bod_within_bounds)
{
    struct lab *l = lab_new("frontier");
    struct data d;
    struct bounds b;
    double y[UNITS];
    size_t undefined = 0, defined = 0;
    for (int round = 0; l && round < 80; round++) {
        const char *settings;
        int answer;
        make_data(l, &d, 5 + lab_below(l, 16), 2 + lab_below(l, 3), round % 5 == 4 ? 0.15 : 0);
        settings = make_bounds(l, d.m, round, &b);
        answer = lab_aggregate(l, "bod", settings, d.n, d.m, d.x, NULL, y);
        ck_assert_msg(answer != HENG_FAIL, "%s: %s", settings, l->e.text);
        for (size_t i = 0; i < d.n; i++) {
            double want = twin_bod(&d, &b, i);
            assert_score(&d, y[i], want, i, settings);
            undefined += isnan(want) ? 1 : 0;
            defined += isnan(want) ? 0 : 1;
        }
    }
    if (l) {
        ck_assert_uint_gt(undefined, 5); /* bounds that no weights meet were among them */
        ck_assert_uint_gt(defined, 500);
        lab_free(l);
    }
}
END_TEST

START_TEST(bounds_of_each_child)
{
    static const double a[] = {1, 2, 4}, b[] = {5, 4, 1}, *const x[] = {a, b};
    struct data d = {.n = 3, .m = 2, .v = {{1, 2, 4}, {5, 4, 1}}};
    struct bounds bounds = {{0.05, 0.1}, {0.2, 0.15}, {0.1, 0.3}, {0.5, 0.9}};
    struct lab *l = lab_new("frontier");
    double y[3];
    if (!l)
        return;
    ck_assert_int_eq(lab_aggregate(l, "bod",
                                   "weight_min = 0.05, 0.1; weight_max = 0.2, 0.15; share_min = "
                                   "0.1, 0.3; share_max = 0.5, 0.9",
                                   3, 2, x, NULL, y),
                     HENG_OK);
    for (size_t i = 0; i < 3; i++)
        assert_score(&d, y[i], twin_bod(&d, &bounds, i), i, "all bounds");
    lab_free(l);
}
END_TEST

START_TEST(dea_is_its_own_dual)
{
    struct lab *l = lab_new("frontier");
    struct data d;
    double y[UNITS];
    for (int round = 0; l && round < 96; round++) {
        size_t inputs = 1 + lab_below(l, 2), efficient = 0;
        int variable = round & 1, by_output = round >> 1 & 1;
        char settings[80];
        snprintf(settings, sizeof settings, "inputs = %s; model = %s; orientation = %s",
                 inputs == 1 ? "a" : "a, b", variable ? "bcc" : "ccr",
                 by_output ? "output" : "input");
        make_data(l, &d, 5 + lab_below(l, 26), inputs + 1 + lab_below(l, 3),
                  round % 8 >= 6 ? 0.15 : 0);
        ck_assert_msg(lab_aggregate(l, "dea", settings, d.n, d.m, d.x, NULL, y) == HENG_OK,
                      "%s: %s", settings, l->e.text);
        for (size_t i = 0; i < d.n; i++) {
            assert_score(&d, y[i], twin_dea(&d, inputs, variable, by_output, i), i, settings);
            efficient += y[i] == 1;
        }
        ck_assert_uint_ge(efficient, 1);
    }
    if (l)
        lab_free(l);
}
END_TEST

START_TEST(order_and_scale)
{
    static const char *const calls[][2] = {{"bod", ""},
                                           {"bod", "share_min = 0.1; share_max = 0.6"},
                                           {"dea", "inputs = a; model = bcc"}};
    struct lab *l = lab_new("frontier");
    struct data d;
    double y[UNITS], again[UNITS], turned[3][UNITS], scaled[3][UNITS], z[UNITS];
    const double *t[] = {turned[0], turned[1], turned[2]}, *s[] = {scaled[0], scaled[1], scaled[2]};
    for (size_t k = 0; l && k < COUNT(calls); k++) {
        make_data(l, &d, 30, 3, 0.1);
        for (size_t j = 0; j < 3; j++)
            d.v[j][29] = d.v[j][0]; /* like units, like scores */
        for (size_t j = 0; j < 3; j++)
            for (size_t i = 0; i < 30; i++) {
                turned[j][i] = d.v[j][(i * 7 + 3) % 30];
                scaled[j][i] = d.v[j][i] * (j == 0 ? 3.7e8 : j == 1 ? 1e-7 : 1);
            }
        ck_assert_int_eq(lab_aggregate(l, calls[k][0], calls[k][1], 30, 3, d.x, NULL, y), HENG_OK);
        ck_assert_int_eq(lab_aggregate(l, calls[k][0], calls[k][1], 30, 3, d.x, NULL, again),
                         HENG_OK);
        ck_assert_int_eq(lab_aggregate(l, calls[k][0], calls[k][1], 30, 3, t, NULL, z), HENG_OK);
        for (size_t i = 0; i < 30; i++) {
            ck_assert_uint_eq(kit_ulps(y[i], again[i]), 0);
            ck_assert_uint_eq(kit_ulps(z[i], y[(i * 7 + 3) % 30]), 0);
        }
        ck_assert_uint_eq(kit_ulps(y[0], y[29]), 0);
        ck_assert_int_eq(lab_aggregate(l, calls[k][0], calls[k][1], 30, 3, s, NULL, z), HENG_OK);
        kit_assert_columns(z, y, 30, 1e-9);
    }
    if (l)
        lab_free(l);
}
END_TEST

START_TEST(columns_turned)
{
    struct lab *l = lab_new("frontier");
    struct data d;
    double y[UNITS], z[UNITS];
    if (!l)
        return;
    make_data(l, &d, 30, 3, 0.1);
    ck_assert_int_eq(lab_aggregate(l, "bod", "", 30, 3, d.x, NULL, y), HENG_OK);
    ck_assert_int_eq(lab_aggregate(l, "bod", "scale = 50", 30, 3,
                                   (const double *const[]){d.x[2], d.x[0], d.x[1]}, NULL, z),
                     HENG_OK);
    for (size_t i = 0; i < 30; i++)
        kit_assert_near(z[i], 50 * y[i], 1e-9);
    lab_free(l);
}
END_TEST

/* What the descriptor says of the edges. */
START_TEST(edges)
{
    static const double a[] = {1, 2, NAN, 0, NAN}, b[] = {3, 1, 2, 0, NAN},
                        ones[] = {1, 1, 1, 1, 1}, zeros[] = {0, 0, 0, 0, 0},
                        below[] = {1, -1, 2, 3, 4}, none[] = {NAN, NAN, NAN, NAN, NAN},
                        big[] = {1e308, 5e307, 1e300, 0, 1},
                        far[] = {1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
    struct lab *l = lab_new("frontier");
    double y[5];
    if (!l)
        return;
#define BOD(...) lab_aggregate(l, "bod", "", 5, 2, (const double *const[]){__VA_ARGS__}, NULL, y)
    ck_assert_int_eq(BOD(a, b), HENG_OK); /* the third is compared on b, with all that have b */
    kit_assert_columns(y, ((double[]){1, 1, 2. / 3, 0, NAN}), 5, 1e-12);
    ck_assert_int_eq(BOD(ones, zeros), HENG_OK);
    kit_assert_columns(y, ones, 5, 0);
    ck_assert_int_eq(BOD(zeros, zeros), HENG_OK);
    kit_assert_columns(y, zeros, 5, 0);
    ck_assert_int_eq(BOD(big, zeros), HENG_OK);
    kit_assert_columns(y, ((double[]){1, 0.5, 1e-8, 0, 1e-308}), 5, 1e-12);
    ck_assert_int_eq(BOD(far, none), HENG_OK);
    kit_assert_near(y[0], 1e9 / (1e9 + 4), 1e-15);
    ck_assert_int_eq(BOD(below, ones), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "negative value in column a");
    ck_assert_int_eq(BOD(none, none), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "no values");
    /* a weight of 0 leaves a column out, whatever is in it */
    ck_assert_int_eq(lab_aggregate(l, "bod", "", 5, 2, (const double *const[]){ones, below},
                                   (const double[]){1, 0}, y),
                     HENG_OK);
    kit_assert_columns(y, ones, 5, 0);
    /* a child of 0 whose share must be above 0 */
    ck_assert_int_eq(
        lab_aggregate(l, "bod", "share_min = 0.1", 5, 2, (const double *const[]){ones, a}, NULL, y),
        HENG_OK);
    ck_assert_double_eq(y[3], 0);
    /* one unit, two units */
    ck_assert_int_eq(lab_aggregate(l, "bod", "", 1, 2, (const double *const[]){a, b}, NULL, y),
                     HENG_OK);
    ck_assert_double_eq(y[0], 1);
    ck_assert_int_eq(
        lab_aggregate(l, "bod", "share_min = 0.5", 2, 2, (const double *const[]){a, b}, NULL, y),
        HENG_OK);
    kit_assert_columns(y, ((double[]){6. / 7, 4. / 7}), 2, 1e-12);
    /* shares that cannot be had from the child that is left */
    ck_assert_int_eq(lab_aggregate(l, "bod", "share_min = 0.1, 0.8", 3, 2,
                                   (const double *const[]){b, a}, NULL, y),
                     HENG_OK);
    ck_assert_double_le(y[2], 1);
    lab_free(l);
}
END_TEST

START_TEST(reasons)
{
    static const double a[] = {1, 2, NAN}, b[] = {3, 1, 2}, c[] = {1, 1, NAN},
                        zeros[] = {0, 0, 1}, *const x[] = {a, b, c}, *const z[] = {zeros, b};
    struct lab *l = lab_new("frontier");
    double y[3];
    if (!l)
        return;
    ck_assert_int_eq(lab_aggregate(l, "bod", "weight_min = 5", 3, 3, x, NULL, y), HENG_UNDEFINED);
    ck_assert_str_eq(l->why, "no weights within the bounds");
    ck_assert_int_eq(lab_aggregate(l, "bod", "share_min = 0.1, 0.1, 0.6", 3, 3,
                                   (const double *const[]){a, c, b}, NULL, y),
                     HENG_OK);
    ck_assert(!isnan(y[2]));
    ck_assert_int_eq(lab_aggregate(l, "bod", "share_min = 0.3, 0.6", 3, 2,
                                   (const double *const[]){a, b}, (const double[]){0.8, 0.2}, y),
                     HENG_OK);
    ck_assert(!isnan(y[2])); /* 0.6 / 0.2 is cut to 1 */
    ck_assert_int_eq(lab_aggregate(l, "bod", "share_min = 0.1, 0.6, 0.2", 3, 3,
                                   (const double *const[]){a, b, b},
                                   (const double[]){0.8, 0.1, 0.1}, y),
                     HENG_OK);
    ck_assert(isnan(y[2]));
    ck_assert_str_eq(l->why, "1 score undefined: share_min cannot be met by the children that are "
                             "there");
    ck_assert_int_eq(lab_aggregate(l, "dea", "inputs = a", 3, 2, z, NULL, y), HENG_OK);
    ck_assert_str_eq(l->why, "2 scores undefined: no input above 0");
    ck_assert_double_eq(y[2], 1);
    ck_assert_int_eq(
        lab_aggregate(l, "dea", "inputs = b", 3, 2, (const double *const[]){a, b}, NULL, y),
        HENG_OK);
    ck_assert_str_eq(l->why, "1 score undefined: no output above 0");
    ck_assert_int_eq(lab_aggregate(l, "dea", "inputs = b; orientation = output", 3, 2, z, NULL, y),
                     HENG_OK);
    ck_assert_str_eq(l->why, "2 scores undefined: no output above 0");
    ck_assert_int_eq(lab_aggregate(l, "dea", "inputs = b", 3, 2, z, NULL, y), HENG_OK);
    kit_assert_columns(y, ((double[]){0, 0, 1}), 3, 0);
    lab_free(l);
}
END_TEST

START_TEST(refusals)
{
    static const double a[] = {1, 2, 3}, b[] = {3, 1, 2}, *const x[] = {a, b};
    static const struct {
        const char *name, *settings, *why;
    } wrong[] = {
        {"bod", "weight_min = 1, 2, 3", "weight_min has 3 values for 2 columns"},
        {"bod", "share_max = 0.2", "share_max sum to 0.4; shares sum to 1"},
        {"bod", "share_min = 0.6", "share_min sum to 1.2"},
        {"bod", "share_min = 0.4; share_max = 0.9, 0.3", "share_min of b is above its share_max"},
        {"dea", "inputs = q", "inputs: there is no child q; one is a"},
        {"dea", "inputs = a, b", "inputs: no output is left"},
    };
    struct lab *l = lab_new("frontier");
    double y[3];
    if (!l)
        return;
    for (size_t i = 0; i < COUNT(wrong); i++)
        lab_assert_failed(l, lab_aggregate(l, wrong[i].name, wrong[i].settings, 3, 2, x, NULL, y),
                          wrong[i].why);
    lab_assert_failed(l, lab_aggregate(l, "dea", "inputs = a", 3, 2, x, (const double[]){0, 1}, y),
                      "inputs: no input with a weight above 0");
    lab_free(l);
}
END_TEST

/* Within the time that a plugin has by default. */
START_TEST(three_thousand_units)
{
    enum { MANY = 3000, M = 6 };
    struct lab *l = lab_new("frontier");
    double *v = malloc(sizeof *v * MANY * M), *y = malloc(sizeof *y * MANY);
    const double *x[M];
    size_t best = 0;
    for (size_t i = 0; l && i < MANY * M; i++)
        v[i] = lab_random(l);
    for (size_t j = 0; j < M; j++)
        x[j] = v + j * MANY;
    if (l) {
        ck_assert_int_eq(lab_aggregate(l, "bod", "", MANY, M, x, NULL, y), HENG_OK);
        for (size_t i = 0; i < MANY; i++)
            best += y[i] == 1;
        ck_assert(best > 10 && best < 1000);
        ck_assert_int_eq(lab_aggregate(l, "dea", "inputs = a, b; model = bcc", MANY, M, x, NULL, y),
                         HENG_OK);
        lab_free(l);
    }
    free(v);
    free(y);
}
END_TEST

/* ---- published figures ----------------------------------------------------------------- */

struct published {
    char method[32], source[256], settings[128];
    double tolerance, want[UNITS];
    struct data d;
};

static void check_published(struct lab *l, struct published *p)
{
    double y[UNITS];
    ck_assert_int_eq(lab_aggregate(l, p->method, p->settings, p->d.n, p->d.m, p->d.x, NULL, y),
                     HENG_OK);
    for (size_t i = 0; i < p->d.n; i++)
        ck_assert_msg(fabs(y[i] - p->want[i]) <= p->tolerance, "%s, %s, row %zu: %.12g, not %.12g",
                      p->method, p->source, i, y[i], p->want[i]);
}

static void read_row(struct published *p, char *at)
{
    struct data *d = &p->d;
    ck_assert_uint_lt(d->n, UNITS);
    for (d->m = 0; *at && *at != '='; d->m++) {
        ck_assert_uint_lt(d->m, LAB_COLUMNS);
        d->v[d->m][d->n] = strtod(at, &at);
        d->x[d->m] = d->v[d->m];
        at += strspn(at, " ");
    }
    ck_assert_int_eq(sscanf(at, "= %lf", &p->want[d->n++]), 1);
}

START_TEST(published_figures)
{
    FILE *f = fopen("tests/golden/frontier.txt", "r");
    struct lab *l = lab_new("frontier");
    struct published p = {.tolerance = 0};
    char line[512];
    size_t cases = 0;
    ck_assert_ptr_nonnull(f);
    while (l && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "row ", 4) == 0)
            read_row(&p, line + 4);
        else if (sscanf(line, "case aggregate %31s", p.method) == 1)
            p.d.n = 0, p.settings[0] = '\0', cases++;
        else if (sscanf(line, "source %255[^\n]", p.source) == 1 ||
                 sscanf(line, "settings %127[^\n]", p.settings) == 1 ||
                 sscanf(line, "tolerance %lf", &p.tolerance) == 1 || line[0] == '#')
            continue;
        else if (p.d.n > 0)
            check_published(l, &p);
        p.d.n *= line[0] != '\0';
    }
    if (p.d.n > 0)
        check_published(l, &p);
    fclose(f);
    if (l) {
        ck_assert_uint_eq(cases, 7);
        lab_free(l);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {bod_is_its_own_dual,
                                  bod_within_bounds,
                                  bounds_of_each_child,
                                  dea_is_its_own_dual,
                                  order_and_scale,
                                  columns_turned,
                                  edges,
                                  reasons,
                                  refusals,
                                  three_thousand_units,
                                  published_figures,
                                  NULL};
    return kit_run("frontier", tests);
}
