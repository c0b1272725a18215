/* SPDX-License-Identifier: MIT */
/*
 * Correlations, eigenvalues, and what is made of them: critic, pca, factor, alpha. Against
 * tests/golden/components.txt, and against slow twins.
 */
#include <limits.h>

#include "methods/findings.h"
#include "stats/correlation.h"
#include "stats/eigen.h"
#include "stats/stats.h"

enum { M = 8, N = 1100, HADAMARD = 16 };

static struct rig *rig;
static double w[12];

#define X(...) ((const double[]){__VA_ARGS__})

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static int weigh(const char *name, const char *settings, size_t n, size_t m, const double *const *x)
{
    return rig_weigh(rig, name, settings, n, m, x, NULL, w);
}

/* m columns of 16 rows with exactly these covariances: Cholesky's root times columns of +1 and -1
   that are orthogonal to each other and to a constant. */
static void make_columns(double (*x)[HADAMARD], const double (*covariance)[M], size_t m)
{
    double root[M][M] = {{0}}, unit = sqrt((HADAMARD - 1) / (double)HADAMARD);
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k <= j; k++) {
            double rest = covariance[j][k];
            for (size_t l = 0; l < k; l++)
                rest -= root[j][l] * root[k][l];
            root[j][k] = j == k ? sqrt(rest) : rest / root[k][k];
        }
    for (size_t j = 0; j < m; j++)
        for (unsigned i = 0; i < HADAMARD; i++) {
            x[j][i] = 0;
            for (unsigned k = 0; k <= j; k++)
                x[j][i] += root[j][k] * unit * (__builtin_parity(i & (k + 1)) ? -1 : 1);
        }
}

/* ---- the golden file ------------------------------------------------------------ */

struct golden {
    char stage[16], method[32], settings[128];
    double tolerance, x[M][HADAMARD], matrix[M][M], want[M];
    size_t n, m, rows, wants, checks;
    char lines[24][160];
};

static size_t read_numbers(const char *s, double *to, size_t most)
{
    size_t n = 0;
    char *stop;
    for (double v; v = strtod(s, &stop), stop != s; s = stop) {
        ck_assert_uint_lt(n, most);
        to[n++] = v;
    }
    return n;
}

/* Does a line of findings begin so? Texts and numbers in the order of the fields. */
static int begins_with(const struct findings *f, size_t line, char *const *keys, size_t n)
{
    size_t texts = 0, numbers = 0;
    for (size_t k = 0; k < n; k++) {
        if (method_field(f->m->desc, k)->is_text) {
            if (strcmp(f->lines[line].text[texts++], strcmp(keys[k], "-") == 0 ? "" : keys[k]) != 0)
                return 0;
        } else if (f->lines[line].v[numbers++] != strtod(keys[k], NULL)) {
            return 0;
        }
    }
    return 1;
}

static void check_line(const struct golden *g, const struct findings *f, char *want)
{
    char *keys[4], *rest = NULL, *s = strtok_r(want, " ", &rest);
    size_t n = 0, line = 0;
    for (; strcmp(s, ":") != 0; s = strtok_r(NULL, " ", &rest))
        keys[n++] = s;
    while (line < f->n && !begins_with(f, line, keys, n))
        line++;
    ck_assert_msg(line < f->n, "%s: no line %s %s", g->method, keys[0], keys[1]);
    while ((s = strtok_r(NULL, " ", &rest))) {
        double value = strtod(strtok_r(NULL, " ", &rest), NULL), got = number_of(f, line, s);
        ck_assert_msg(fabs(got - value) <= g->tolerance, "%s, %s %s, %s: %.17g, not %.17g",
                      g->method, keys[0], keys[1], s, got, value);
    }
}

static void check_golden(struct golden *g)
{
    const double *columns[M];
    struct findings *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    ck_assert(g->checks || g->wants);
    if (g->rows) {
        ck_assert_uint_eq(g->rows, g->m);
        make_columns(g->x, (const double(*)[M])g->matrix, g->m);
        g->n = HADAMARD;
    }
    for (size_t j = 0; j < g->m; j++)
        columns[j] = g->x[j];
    if (strcmp(g->stage, "weights") == 0) {
        ck_assert_msg(weigh(g->method, g->settings, g->n, g->m, columns) == HENG_OK, "%s: %s",
                      g->method, rig->why);
        ck_assert_uint_eq(g->checks, g->m);
        for (size_t j = 0; j < g->m; j++)
            ck_assert_msg(fabs(w[j] - g->want[j]) <= g->tolerance, "%s %s [%zu]: %.17g, not %.17g",
                          g->method, g->settings, j, w[j], g->want[j]);
    } else {
        f->call = (struct heng_analyse_call){.n = g->n, .m = g->m, .x = columns};
        analyse(rig, g->method, g->settings, f);
        ck_assert_msg(f->value == HENG_OK, "%s: %s", g->method, rig->why);
        for (size_t k = 0; k < g->wants; k++)
            check_line(g, f, g->lines[k]);
    }
    free(f);
}

static void read_line(struct golden *g, char *line)
{
    const char *text = line + strcspn(line, " ");
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "case ", 5) == 0) {
        memset(g, 0, sizeof *g);
        ck_assert_int_eq(sscanf(text, " %15s %31s", g->stage, g->method), 2);
    } else if (strncmp(line, "settings ", 9) == 0) {
        snprintf(g->settings, sizeof g->settings, "%s", text + 1);
    } else if (strncmp(line, "tolerance ", 10) == 0) {
        g->tolerance = strtod(text, NULL);
    } else if (strncmp(line, "column ", 7) == 0) {
        g->n = read_numbers(text, g->x[g->m++], HADAMARD);
    } else if (strncmp(line, "matrix ", 7) == 0) {
        g->m = read_numbers(text, g->matrix[g->rows++], M);
    } else if (strncmp(line, "weights ", 8) == 0) {
        g->checks = read_numbers(text, g->want, M);
    } else if (strncmp(line, "want ", 5) == 0) {
        ck_assert_uint_lt(g->wants, COUNT(g->lines));
        snprintf(g->lines[g->wants++], sizeof g->lines[0], "%s", text + 1);
    } else {
        ck_assert_msg(strncmp(line, "source ", 7) == 0, "what is '%s'?", line);
    }
}

START_TEST(published_figures)
{
    FILE *f = fopen("tests/golden/components.txt", "r");
    struct golden g = {.n = 0};
    char line[512];
    size_t cases = 0;
    rig = rig_new();
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        if (line[0] != '\n') {
            read_line(&g, line);
            continue;
        }
        if (g.m)
            check_golden(&g), cases++;
        g.m = 0;
    }
    if (g.m)
        check_golden(&g), cases++;
    ck_assert_uint_ge(cases, 16);
    fclose(f);
    rig_free(rig);
}
END_TEST

/* ---- correlations ----------------------------------------------------------------- */

static size_t both(const double *x, const double *y, size_t n, double *a, double *b)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(y[i])) {
            a[count] = x[i];
            b[count++] = y[i];
        }
    return count;
}

static double twin_pearson(const double *a, const double *b, size_t n)
{
    long double ma = 0, mb = 0, aa = 0, ab = 0, bb = 0;
    for (size_t i = 0; i < n; i++) {
        ma += a[i];
        mb += b[i];
    }
    for (size_t i = 0; i < n; i++) {
        long double da = a[i] - ma / (long double)n, db = b[i] - mb / (long double)n;
        aa += da * da;
        ab += da * db;
        bb += db * db;
    }
    return aa > 0 && bb > 0 ? (double)(ab / sqrtl(aa * bb)) : NAN;
}

static void twin_ranks(const double *a, size_t n, double *rank)
{
    for (size_t i = 0; i < n; i++) {
        rank[i] = 0.5;
        for (size_t k = 0; k < n; k++)
            rank[i] += a[k] < a[i] ? 1 : a[k] == a[i] ? 0.5 : 0;
    }
}

static double twin_kendall(const double *a, const double *b, size_t n)
{
    double sum = 0, in_a = 0, in_b = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            double da = (a[i] > a[k]) - (a[i] < a[k]), db = (b[i] > b[k]) - (b[i] < b[k]);
            sum += da * db;
            in_a += da != 0;
            in_b += db != 0;
        }
    return in_a > 0 && in_b > 0 ? sum / sqrt(in_a * in_b) : NAN;
}

static double twin_correlation(enum correlation kind, const double *x, const double *y, size_t n)
{
    static double a[N], b[N], ra[N], rb[N];
    size_t count = both(x, y, n, a, b);
    if (kind == CORRELATION_KENDALL)
        return twin_kendall(a, b, count);
    if (kind == CORRELATION_PEARSON)
        return twin_pearson(a, b, count);
    twin_ranks(a, count, ra);
    twin_ranks(b, count, rb);
    return twin_pearson(ra, rb, count);
}

enum { COLUMNS = 7 };

/* Ties, gaps in every third column, one column constant. */
static void random_columns(double (*x)[N], size_t n, uint32_t *state)
{
    for (size_t j = 0; j < COLUMNS; j++)
        for (size_t i = 0; i < n; i++) {
            x[j][i] = j == 5 ? 4.25 : noise(state) + (j > 0 ? 0.5 * x[0][i] : 0);
            if (j % 2)
                x[j][i] = floor(6 * x[j][i]);
            if (j % 3 == 2 && i % 4 == j / 3)
                x[j][i] = NAN;
        }
}

START_TEST(correlations_agree_with_their_twins)
{
    static const size_t sizes[] = {1, 2, 3, 5, 40, 511, 512, 513, N};
    static double x[COLUMNS][N];
    uint32_t state = 5;
    for (size_t s = 0; s < COUNT(sizes); s++)
        for (size_t m = 1; m <= COLUMNS; m++)
            for (int kind = CORRELATION_PEARSON; kind <= CORRELATION_KENDALL; kind++) {
                const double *columns[COLUMNS];
                size_t n = sizes[s], size = correlation_scratch((enum correlation)kind, n, m);
                double r[COLUMNS * COLUMNS], *scratch = malloc((size + 1) * sizeof *scratch);
                double *pair = malloc((correlation_pair_scratch(n) + 1) * sizeof *pair);
                ck_assert(scratch && pair);
                random_columns(x, n, &state);
                for (size_t j = 0; j < COLUMNS; j++)
                    columns[j] = x[j];
                scratch[size] = pair[correlation_pair_scratch(n)] = 1.25e77;
                correlation_matrix((enum correlation)kind, columns, n, m, r, scratch);
                for (size_t j = 0; j < m; j++)
                    for (size_t k = 0; k < m && (m == COLUMNS || k == j); k++) {
                        double want = twin_correlation((enum correlation)kind, x[j], x[k], n);
                        double one = correlation_pair((enum correlation)kind, x[j], x[k], n, pair);
                        ck_assert_msg(kit_near(r[j * m + k], want, 1e-13),
                                      "kind %d, n %zu, %zu and %zu: %.17g, not %.17g", kind, n, j,
                                      k, r[j * m + k], want);
                        ck_assert_uint_eq(kit_ulps(r[j * m + k], one), 0);
                        ck_assert_uint_eq(kit_ulps(r[j * m + k], r[k * m + j]), 0);
                        ck_assert(j != k || isnan(one) || one == 1);
                    }
                ck_assert(scratch[size] == 1.25e77);
                ck_assert(pair[correlation_pair_scratch(n)] == 1.25e77);
                free(scratch);
                free(pair);
            }
}
END_TEST

/* Far from 0, at the ends of the doubles, and of columns that are another's multiple. */
START_TEST(correlations_keep_their_digits)
{
    static double x[6][N];
    const double *columns[6];
    size_t n = N, m = 6;
    double r[36], *scratch;
    uint32_t state = 3;
    scratch = malloc(correlation_scratch(CORRELATION_PEARSON, n, m) * sizeof *scratch);
    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < n; i++) {
        double u = floor(1024 * noise(&state)), v = floor(1024 * noise(&state));
        x[0][i] = u;
        x[1][i] = 1e12 + u + v;
        x[2][i] = u + v;
        x[3][i] = -1.7e305 * u;
        x[4][i] = 5e-320 * (u + v);
        x[5][i] = 0.1 * u;
    }
    for (size_t j = 0; j < m; j++)
        columns[j] = x[j];
    correlation_matrix(CORRELATION_PEARSON, columns, n, m, r, scratch);
    kit_assert_near(r[0 * 6 + 1], r[0 * 6 + 2], 1e-14);
    kit_assert_near(r[0 * 6 + 4], r[0 * 6 + 2], 1e-4); /* what is left of digits there */
    kit_assert_near(r[1 * 6 + 2], 1, 1e-15);
    kit_assert_near(r[0 * 6 + 3], -1, 1e-15);
    kit_assert_near(r[0 * 6 + 5], 1, 1e-15);
    ck_assert(fabs(r[0 * 6 + 3]) <= 1 && r[0 * 6 + 5] <= 1);
    free(scratch);
}
END_TEST

START_TEST(whole_rows_alone)
{
    static double x[COLUMNS][N], kept[COLUMNS][N];
    const double *columns[COLUMNS], *left[COLUMNS];
    size_t n = 800, m = 4, rows = 0, found;
    double r[16], want[16], scale[4], length[4], at[4], whole[N], used[4] = {1, 1, 1, 0};
    double *scratch = malloc(correlation_scratch(CORRELATION_PEARSON, n, m) * sizeof *scratch);
    uint32_t state = 9;
    ck_assert_ptr_nonnull(scratch);
    random_columns(x, n, &state);
    x[3][17] = NAN; /* in the column that is not asked for */
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[2][i])) {
            for (size_t j = 0; j < m; j++)
                kept[j][rows] = x[j][i];
            rows++;
        }
    for (size_t j = 0; j < m; j++) {
        columns[j] = x[j];
        left[j] = kept[j];
    }
    found = correlation_whole(columns, n, m, used, whole);
    ck_assert_uint_eq(found, rows);
    correlation_matrix(CORRELATION_PEARSON, left, rows, m, want, scratch);
    correlation_of_whole(columns, n, m, whole, r, scale, length, scratch);
    for (size_t j = 0; j < 3; j++) {
        kit_assert_near(length[j] / scale[j], stats_sd(kept[j], rows), 1e-14);
        for (size_t k = 0; k < 3; k++)
            kit_assert_near(r[j * m + k], want[j * m + k], 1e-14);
        ck_assert(isnan(r[j * m + 3]));
    }
    ck_assert(length[3] == 0);
    length[1] = 0;
    ck_assert_uint_eq(correlation_squeeze(r, m, scale, length, at), 2);
    kit_assert_columns(at, X(0, 2), 2, 0);
    kit_assert_near(r[1], want[2], 1e-14);
    ck_assert_uint_lt(correlation_whole(columns, n, m, NULL, whole), rows);
    free(scratch);
}
END_TEST

/* ---- eigenvalues ------------------------------------------------------------------- */

/* Jacobi: eigenvalues fall; vector k from v + k * m on. */
static void twin_eigen(double *a, size_t m, double *values, double *v)
{
    for (size_t i = 0; i < m * m; i++)
        v[i] = i % (m + 1) == 0;
    for (int sweep = 0; sweep < 100; sweep++)
        for (size_t p = 0; p < m; p++)
            for (size_t q = p + 1; q < m; q++) {
                double t = atan2(2 * a[p * m + q], a[q * m + q] - a[p * m + p]) / 2;
                double c = cos(t), s = sin(t);
                for (size_t i = 0; i < m; i++) {
                    double x = a[i * m + p], y = a[i * m + q];
                    a[i * m + p] = c * x - s * y;
                    a[i * m + q] = s * x + c * y;
                }
                for (size_t i = 0; i < m; i++) {
                    double x = a[p * m + i], y = a[q * m + i], f = v[p * m + i], g = v[q * m + i];
                    a[p * m + i] = c * x - s * y;
                    a[q * m + i] = s * x + c * y;
                    v[p * m + i] = c * f - s * g;
                    v[q * m + i] = s * f + c * g;
                }
            }
    for (size_t k = 0; k < m; k++)
        values[k] = a[k * m + k];
    for (size_t k = 0; k < m; k++)
        for (size_t l = k + 1; l < m; l++)
            if (values[l] > values[k]) {
                double t = values[k];
                values[k] = values[l];
                values[l] = t;
                for (size_t i = 0; i < m; i++) {
                    t = v[k * m + i];
                    v[k * m + i] = v[l * m + i];
                    v[l * m + i] = t;
                }
            }
}

static void check_eigen(const double *a, size_t m)
{
    double *v = malloc(m * m * sizeof *v), *values = malloc(m * sizeof *values);
    double *scratch = malloc((eigen_scratch(m) + 1) * sizeof *scratch);
    ck_assert(v && values && scratch);
    memcpy(v, a, m * m * sizeof *v);
    scratch[eigen_scratch(m)] = 1.25e77;
    ck_assert_int_eq(eigen_symmetric(v, m, values, scratch), 0);
    ck_assert(scratch[eigen_scratch(m)] == 1.25e77);
    for (size_t k = 0; k < m; k++) {
        double total = 0;
        ck_assert(k == 0 || values[k] <= values[k - 1]);
        for (size_t i = 0; i < m; i++) {
            double av = 0;
            total += v[k * m + i];
            for (size_t l = 0; l < m; l++)
                av += a[i * m + l] * v[k * m + l];
            kit_assert_near(av, values[k] * v[k * m + i], 1e-13 * (double)m);
        }
        ck_assert(total > -1e-9);
        for (size_t l = 0; l <= k; l++) {
            double product = 0;
            for (size_t i = 0; i < m; i++)
                product += v[k * m + i] * v[l * m + i];
            kit_assert_near(product, k == l, 1e-13 * (double)m);
        }
    }
    free(v);
    free(values);
    free(scratch);
}

START_TEST(eigenvectors)
{
    static double a[40 * 40];
    double two[] = {1, 0.5, 0.5, 1}, same[] = {3, 0, 0, 3}, values[2], scratch[68];
    uint32_t state = 17;
    for (size_t m = 1; m <= 40; m += m < 9 ? 1 : 31) {
        for (size_t j = 0; j < m; j++)
            for (size_t k = 0; k <= j; k++)
                a[j * m + k] = a[k * m + j] = noise(&state) - 0.5;
        check_eigen(a, m);
    }
    ck_assert_int_eq(eigen_symmetric(two, 2, values, scratch), 0);
    kit_assert_columns(values, X(1.5, 0.5), 2, 1e-15);
    kit_assert_columns(two, X(sqrt(0.5), sqrt(0.5), sqrt(0.5), -sqrt(0.5)), 4, 1e-15);
    ck_assert(eigen_is_apart(values, 2, 0) && eigen_is_apart(values, 2, 1));
    ck_assert_int_eq(eigen_symmetric(same, 2, values, scratch), 0);
    ck_assert(!eigen_is_apart(values, 2, 0));
}
END_TEST

/* ---- weights ------------------------------------------------------------------------ */

enum { ROWS = 30 };

struct data {
    double x[M][ROWS];
    const double *columns[M];
    size_t n, m;
};

/* Columns that have something in common, two by two; a gap here and there. */
static void random_data(struct data *d, uint32_t *state, double gaps)
{
    d->n = 6 + (size_t)(noise(state) * (ROWS - 6));
    d->m = 2 + (size_t)(noise(state) * (M - 2));
    for (size_t j = 0; j < d->m; j++) {
        double scale = 1 + 9 * noise(state);
        d->columns[j] = d->x[j];
        for (size_t i = 0; i < d->n; i++)
            d->x[j][i] = scale * noise(state) + (j % 2 ? scale / 9 * d->x[j - 1][i] : 0);
    }
    for (size_t j = 0; j < d->m; j++)
        for (size_t i = 4; i < d->n; i++)
            if (noise(state) < gaps)
                d->x[j][i] = NAN;
}

static double mean_of(const double *x, size_t n)
{
    long double total = 0;
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return (double)(total / (long double)n);
}

/* Covariances or correlations over the rows without a gap; returns how many. */
static size_t twin_matrix(const struct data *d, int on_covariance, double *a)
{
    double kept[M][ROWS];
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        int whole = 1;
        for (size_t j = 0; j < d->m; j++)
            whole = whole && !isnan(d->x[j][i]);
        for (size_t j = 0; j < d->m && whole; j++)
            kept[j][n] = d->x[j][i];
        n += (size_t)whole;
    }
    for (size_t j = 0; j < d->m; j++)
        for (size_t k = 0; k < d->m; k++) {
            long double sum = 0;
            double mj = mean_of(kept[j], n), mk = mean_of(kept[k], n);
            for (size_t i = 0; i < n; i++)
                sum += (long double)(kept[j][i] - mj) * (kept[k][i] - mk);
            a[j * d->m + k] =
                on_covariance ? (double)sum / (double)(n - 1) : twin_pearson(kept[j], kept[k], n);
        }
    return n;
}

static void rescale(double *v, size_t m)
{
    double total = 0;
    for (size_t j = 0; j < m; j++)
        total += v[j];
    for (size_t j = 0; j < m; j++)
        v[j] /= total;
}

static void twin_pca(const double *values, const double *v, size_t m, size_t kept, int first,
                     double *want)
{
    for (size_t j = 0; j < m; j++) {
        want[j] = 0;
        for (size_t k = 0; k < kept; k++)
            want[j] += first ? v[j] * v[j] : fabs(v[k * m + j]) * values[k];
    }
    rescale(want, m);
}

START_TEST(pca_agrees_with_its_twin)
{
    static const char *const settings[] = {"rule = first", "keep = number; number = 2",
                                           "keep = kaiser", "keep = share; share = 0.7"};
    uint32_t state = 41;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        struct data d;
        double a[M * M], values[M], v[M * M], want[M], total = 0, explained = 0;
        size_t k = 0, kept[] = {1, 2, 0, 0};
        int on_covariance = round % 2;
        random_data(&d, &state, round % 4 > 1 ? 0.02 : 0);
        if (twin_matrix(&d, on_covariance, a) <= d.m)
            continue;
        twin_eigen(a, d.m, values, v);
        for (size_t j = 0; j < d.m; j++)
            total += values[j];
        while (values[kept[2]] > total / (double)d.m)
            kept[2]++;
        for (; k < d.m && explained < 0.7 * total; kept[3] = ++k)
            explained += values[k];
        for (size_t s = 0; s < COUNT(settings); s++) {
            char text[100];
            snprintf(text, sizeof text, "on = %s; %s", on_covariance ? "covariance" : "correlation",
                     settings[s]);
            twin_pca(values, v, d.m, kept[s], s == 0, want);
            ck_assert_msg(weigh("pca", text, d.n, d.m, d.columns) == HENG_OK, "%s", rig->why);
            kit_assert_columns(w, want, d.m, 1e-9);
        }
    }
    rig_free(rig);
}
END_TEST

/* What varimax makes as large as it can be. */
static double criterion(const double *x, const double *y, size_t m, double angle)
{
    double c = cos(angle), s = sin(angle), total = 0, a2 = 0, b2 = 0;
    for (size_t j = 0; j < m; j++) {
        double a = x[j] * c + y[j] * s, b = y[j] * c - x[j] * s;
        total += a * a * a * a + b * b * b * b;
        a2 += a * a;
        b2 += b * b;
    }
    return total - (a2 * a2 + b2 * b2) / (double)m;
}

/* The best angle of two factors: looked for everywhere, then more and more closely. */
static double twin_angle(const double *x, const double *y, size_t m)
{
    double best = 0, step = 1e-3;
    for (double t = -0.8; t <= 0.8; t += step)
        best = criterion(x, y, m, t) > criterion(x, y, m, best) ? t : best;
    for (; step > 1e-9; step /= 2) {
        best = criterion(x, y, m, best + step) > criterion(x, y, m, best) ? best + step : best;
        best = criterion(x, y, m, best - step) > criterion(x, y, m, best) ? best - step : best;
    }
    return best;
}

static void twin_factor(const double *values, const double *v, size_t m, int rotated, int kaiser,
                        double *want)
{
    double a[2][M], h[M], e[2] = {0, 0}, angle = 0;
    for (size_t j = 0; j < m; j++) {
        a[0][j] = v[j] * sqrt(values[0]);
        a[1][j] = v[m + j] * sqrt(values[1]);
        h[j] = kaiser ? hypot(a[0][j], a[1][j]) : 1;
        a[0][j] /= h[j];
        a[1][j] /= h[j];
    }
    if (rotated)
        angle = twin_angle(a[0], a[1], m);
    for (size_t j = 0; j < m; j++) {
        double x = a[0][j] * h[j], y = a[1][j] * h[j];
        a[0][j] = x * cos(angle) + y * sin(angle);
        a[1][j] = y * cos(angle) - x * sin(angle);
        e[0] += a[0][j] * a[0][j];
        e[1] += a[1][j] * a[1][j];
    }
    for (size_t j = 0; j < m; j++) {
        double s0 = a[0][j] * a[0][j] / e[0], s1 = a[1][j] * a[1][j] / e[1];
        want[j] = s0 > s1 ? s0 * e[0] : s1 * e[1];
    }
    rescale(want, m);
}

START_TEST(factor_agrees_with_its_twin)
{
    static const char *const settings[] = {"rotation = none", "kaiser = no", "kaiser = yes"};
    uint32_t state = 43;
    rig = rig_new();
    for (int round = 0; round < 60; round++) {
        struct data d;
        double a[M * M], values[M], v[M * M], want[M];
        random_data(&d, &state, 0);
        if (twin_matrix(&d, 0, a) <= d.m || d.m < 3)
            continue;
        twin_eigen(a, d.m, values, v);
        for (int s = 0; s < 3; s++) {
            char text[100];
            snprintf(text, sizeof text, "keep = number; number = 2; %s", settings[s]);
            twin_factor(values, v, d.m, s > 0, s == 2, want);
            ck_assert_int_eq(weigh("factor", text, d.n, d.m, d.columns), HENG_OK);
            kit_assert_columns(w, want, d.m, 1e-6);
        }
    }
    rig_free(rig);
}
END_TEST

/* Which factors: by eigenvalue and own share, and more of them until they explain enough. */
START_TEST(factors_that_are_kept)
{
    static const struct {
        const char *settings;
        const char *number;
    } same[] = {
        {"share = 0", "number = 2"}, /* 3.35 and 1.74 */
        {NULL, "number = 2"},        /* and they explain 64 % */
        {"eigenvalue = 0.9", "number = 3"},
        {"eigenvalue = 0.8; each = 0.115", "number = 3"}, /* the fourth explains 11.2 % */
        {"share = 0.7", "number = 3"},                    /* the third, though below 1 */
        {"share = 0.8", "number = 4"},
        {"share = 1", "number = 8"},
        {"share = 1", "number = 99"},
        {"eigenvalue = 50; share = 0", "number = 1"}, /* never none */
    };
    static const double tai[M][M] = {
        {1, 0.13, -0.09, 0.45, 0.28, 0.03, 0.22, 0.08},
        {0.13, 1, 0.46, 0.25, 0.56, 0.32, 0.30, 0.06},
        {-0.09, 0.46, 1, -0.45, 0.56, 0.84, 0.63, 0.27},
        {0.45, 0.25, -0.45, 1, 0, -0.36, -0.35, -0.03},
        {0.28, 0.56, 0.56, 0, 1, 0.64, 0.30, 0.33},
        {0.03, 0.32, 0.84, -0.36, 0.64, 1, 0.65, 0.26},
        {0.22, 0.30, 0.63, -0.35, 0.30, 0.65, 1, 0.08},
        {0.08, 0.06, 0.27, -0.03, 0.33, 0.26, 0.08, 1},
    };
    double x[M][HADAMARD], want[M];
    const double *columns[M];
    rig = rig_new();
    make_columns(x, tai, M);
    for (size_t j = 0; j < M; j++)
        columns[j] = x[j];
    for (size_t s = 0; s < COUNT(same); s++) {
        char text[64];
        snprintf(text, sizeof text, "keep = number; %s", same[s].number);
        ck_assert_int_eq(weigh("factor", text, HADAMARD, M, columns), HENG_OK);
        memcpy(want, w, sizeof want);
        ck_assert_int_eq(weigh("factor", same[s].settings, HADAMARD, M, columns), HENG_OK);
        ck_assert_msg(memcmp(w, want, sizeof want) == 0, "%s is not %s",
                      same[s].settings ? same[s].settings : "the default", same[s].number);
    }
    rig_free(rig);
}
END_TEST

/* What is not determined, and what is, though singular. */
START_TEST(components_that_are_open)
{
    const double p[] = {1, -1, 1, -1, 1, -1, 1, -1}, q[] = {1, 1, -1, -1, 1, 1, -1, -1};
    const double s[] = {1, 1, 1, 1, -1, -1, -1, -1}, few[] = {1, NAN, NAN, NAN, NAN, NAN, NAN, 2};
    const double gap[] = {NAN, 3, 4, 7, 1, 2, 2, NAN}, flat[] = {5, 5, 5, 5, 5, 5, 5, 9};
    const double *const apart[] = {p, q, s}, *const two[] = {p, q}, *const gaps[] = {gap, few};
    const double *const lone[] = {p, flat}, *const wide[] = {X(1, 2), X(5, 3), X(0, 9)};
    const double *const one[] = {gap, flat, flat};
    rig = rig_new();
    ck_assert_int_eq(weigh("pca", NULL, 8, 3, apart), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why,
                     "no eigenvalue is above the mean: the columns have no component in common");
    ck_assert_int_eq(weigh("pca", "rule = first", 8, 3, apart), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "components 1 and 2 have equal eigenvalues: which is which is not "
                               "determined");
    ck_assert_int_eq(weigh("factor", NULL, 8, 3, apart), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "components 2 and 3 have equal eigenvalues: which is which is not "
                               "determined");
    ck_assert_int_eq(weigh("factor", "rotation = none", 8, 2, two), HENG_UNDEFINED);
    /* all that there is, turned to what is simple */
    ck_assert_int_eq(weigh("factor", NULL, 8, 2, two), HENG_OK);
    kit_assert_columns(w, X(0.5, 0.5), 2, 1e-12);
    ck_assert_int_eq(weigh("pca", NULL, 8, 2, gaps), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "0 units with all of 2 columns: too few");
    ck_assert_int_eq(weigh("factor", NULL, 1, 2, two), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "one unit");
    /* more columns than units: one component, in which all weigh the same */
    ck_assert_int_eq(weigh("pca", NULL, 2, 3, wide), HENG_OK);
    kit_assert_columns(w, X(1. / 3, 1. / 3, 1. / 3), 3, 1e-12);
    ck_assert_int_eq(weigh("pca", "keep = number; number = 3", 2, 3, wide), HENG_OK);
    ck_assert_int_eq(weigh("factor", NULL, 2, 3, wide), HENG_OK);
    kit_assert_columns(w, X(1. / 3, 1. / 3, 1. / 3), 3, 1e-12);
    ck_assert_int_eq(weigh("factor", NULL, 7, 2, lone), HENG_OK);
    kit_assert_columns(w, X(1, 0), 2, 0);
    ck_assert_str_eq(rig->warning, "1: constant: weight 0");
    ck_assert_int_eq(weigh("pca", NULL, 8, 3, one), HENG_OK);
    kit_assert_columns(w, X(1, 0, 0), 3, 0);
    ck_assert_str_eq(rig->warning, "2: constant over the units that have all columns: weight 0");
    rig_free(rig);
}
END_TEST

START_TEST(critic_by_other_correlations)
{
    static const char *const settings[] = {"correlation = pearson", "correlation = spearman",
                                           "correlation = kendall"};
    uint32_t state = 47;
    rig = rig_new();
    for (int round = 0; round < 60; round++) {
        struct data d;
        random_data(&d, &state, round % 2 ? 0.05 : 0);
        for (int kind = 0; kind < 3; kind++) {
            double want[M];
            for (size_t j = 0; j < d.m; j++) {
                const double *x = d.x[j];
                want[j] = 0;
                for (size_t k = 0; k < d.m; k++)
                    if (j != k)
                        want[j] += 1 - twin_correlation((enum correlation)kind, x, d.x[k], d.n);
                want[j] *= stats_sd(x, d.n) / (stats_max(x, d.n) - stats_min(x, d.n));
            }
            rescale(want, d.m);
            ck_assert_int_eq(weigh("critic", settings[kind], d.n, d.m, d.columns), HENG_OK);
            kit_assert_columns(w, want, d.m, 1e-12);
        }
    }
    rig_free(rig);
}
END_TEST

/* ---- analyses ------------------------------------------------------------------------ */

static struct findings *found_new(const struct data *d)
{
    struct findings *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    f->call = (struct heng_analyse_call){.n = d->n, .m = d->m, .x = d->columns};
    return f;
}

START_TEST(pca_lists_what_it_finds)
{
    uint32_t state = 53;
    rig = rig_new();
    for (int round = 0; round < 40; round++) {
        struct data d;
        struct findings *f;
        double a[M * M], values[M], v[M * M], total = 0, explained = 0, trace[M];
        random_data(&d, &state, 0.01);
        if (twin_matrix(&d, round % 2, a) <= d.m)
            continue;
        for (size_t j = 0; j < d.m; j++)
            total += trace[j] = a[j * d.m + j];
        twin_eigen(a, d.m, values, v);
        f = found_new(&d);
        analyse(rig, "pca", round % 2 ? "on = covariance" : NULL, f);
        ck_assert_int_eq(f->value, HENG_OK);
        ck_assert_uint_eq(f->n, d.m * d.m);
        for (size_t k = 0, line = 0; k < d.m; k++) {
            double sum = 0;
            explained += values[k];
            for (size_t j = 0; j < d.m; j++)
                sum += v[k * d.m + j];
            sum = fabs(sum) < 1e-9 ? v[k * d.m] : sum;
            for (size_t j = 0; j < d.m; j++, line++) {
                double c = sum < 0 ? -v[k * d.m + j] : v[k * d.m + j];
                double loading = c * sqrt(values[k] / trace[j]);
                ck_assert_str_eq(f->lines[line].text[0], rig_ids[j]);
                kit_assert_near(number_of(f, line, "component"), (double)(k + 1), 0);
                kit_assert_near(number_of(f, line, "eigenvalue"), values[k], 1e-11);
                kit_assert_near(number_of(f, line, "share"), values[k] / total, 1e-11);
                kit_assert_near(number_of(f, line, "cumulative"), explained / total, 1e-11);
                kit_assert_near(number_of(f, line, "coefficient"), c, 1e-8);
                kit_assert_near(number_of(f, line, "loading"), loading, 1e-8);
            }
        }
        free(f);
    }
    rig_free(rig);
}
END_TEST

START_TEST(pca_and_its_warnings)
{
    struct data d = {.n = 8, .m = 4};
    struct findings *f;
    rig = rig_new();
    for (size_t i = 0; i < 8; i++) {
        d.x[0][i] = i & 1 ? 1 : -1;
        d.x[1][i] = i & 2 ? 1 : -1;
        d.x[2][i] = 5;
        d.x[3][i] = NAN;
    }
    for (size_t j = 0; j < 4; j++)
        d.columns[j] = d.x[j];
    f = found_new(&d);
    analyse(rig, "pca", "number = 1", f);
    ck_assert_int_eq(f->value, HENG_OK);
    ck_assert_uint_eq(f->n, 2);
    ck_assert_uint_eq(f->warnings, 3);
    ck_assert_str_eq(f->warning, "components 1 and 2 have equal eigenvalues: which is which is not "
                                 "determined");
    f->call.m = 3;
    d.x[2][7] = 6;
    d.x[1][7] = NAN;
    analyse(rig, "pca", NULL, f);
    ck_assert_int_eq(f->value, HENG_OK);
    ck_assert_str_eq(f->warning, "c: constant over the units that have all columns: left out");
    f->call.m = 1;
    f->n = 0;
    analyse(rig, "pca", NULL, f);
    ck_assert_int_eq(f->value, HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "1 column that varies, 8 units with all of them: too few");
    free(f);
    rig_free(rig);
}
END_TEST

static double variance_of_sum(const struct data *d, const size_t *taken, size_t k)
{
    double sums[ROWS];
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        double sum = 0, all = 0;
        for (size_t j = 0; j < d->m; j++)
            all += d->x[j][i];
        for (size_t j = 0; j < k; j++)
            sum += d->x[taken[j]][i];
        if (!isnan(all))
            sums[n++] = sum;
    }
    return stats_variance(sums, n);
}

static double twin_alpha(const struct data *d, const size_t *taken, size_t k)
{
    double own = 0;
    for (size_t j = 0; j < k; j++)
        own += variance_of_sum(d, &taken[j], 1);
    return k < 2 ? NAN : (double)k / (double)(k - 1) * (1 - own / variance_of_sum(d, taken, k));
}

START_TEST(alpha_agrees_with_its_twin)
{
    uint32_t state = 59;
    rig = rig_new();
    for (int round = 0; round < 60; round++) {
        struct data d, standard;
        struct findings *f;
        double a[M * M];
        size_t n;
        random_data(&d, &state, 0.01);
        n = twin_matrix(&d, 0, a);
        if (n < 3)
            continue;
        standard = d;
        for (size_t j = 0; j < d.m; j++) {
            double sd = sqrt(variance_of_sum(&d, &j, 1));
            for (size_t i = 0; i < d.n; i++)
                standard.x[j][i] /= sd;
        }
        f = found_new(&d);
        analyse(rig, "alpha", NULL, f);
        ck_assert_int_eq(f->value, HENG_OK);
        ck_assert_uint_eq(f->n, d.m + 1);
        for (size_t line = 0; line <= d.m; line++) {
            size_t taken[M], k = 0;
            for (size_t j = 0; j < d.m; j++)
                if (line == 0 || j != line - 1)
                    taken[k++] = j;
            ck_assert_str_eq(f->lines[line].text[0], "(all)");
            ck_assert_str_eq(f->lines[line].text[1], line == 0 ? "" : rig_ids[line - 1]);
            kit_assert_near(number_of(f, line, "n_indicators"), (double)k, 0);
            kit_assert_near(number_of(f, line, "n_units"), (double)n, 0);
            kit_assert_near(number_of(f, line, "alpha"), twin_alpha(&d, taken, k), 1e-9);
            kit_assert_near(number_of(f, line, "standardised_alpha"),
                            twin_alpha(&standard, taken, k), 1e-9);
            ck_assert_int_eq(isnan(number_of(f, line, "with_rest")), line == 0);
        }
        free(f);
    }
    rig_free(rig);
}
END_TEST

/* Each node by itself: its columns, its units; nodes with one column have none. */
START_TEST(alpha_of_nodes)
{
    static const char *const parents[] = {"p", "q", "p", "q", "lone", NULL, "r", "r"};
    struct data d = {.n = 12, .m = 8}, p = {.n = 12, .m = 2};
    const size_t first_two[] = {0, 1};
    struct findings *f;
    uint32_t state = 61;
    rig = rig_new();
    for (size_t j = 0; j < 8; j++) {
        d.columns[j] = d.x[j];
        for (size_t i = 0; i < 12; i++)
            d.x[j][i] = j == 6 ? 1 : noise(&state);
    }
    d.x[1][0] = d.x[3][1] = NAN;
    memcpy(p.x[0], d.x[0], sizeof p.x[0]);
    memcpy(p.x[1], d.x[2], sizeof p.x[1]);
    f = found_new(&d);
    f->call.parents = parents;
    analyse(rig, "alpha", NULL, f);
    ck_assert_int_eq(f->value, HENG_OK);
    ck_assert_uint_eq(f->n, 8 + 3 + 3); /* of all, one is constant */
    kit_assert_near(number_of(f, 0, "n_units"), 10, 0);
    kit_assert_near(number_of(f, 0, "n_indicators"), 7, 0);
    ck_assert_str_eq(f->lines[8].text[0], "p");
    kit_assert_near(number_of(f, 8, "n_units"), 12, 0);
    kit_assert_near(number_of(f, 8, "alpha"), twin_alpha(&p, first_two, 2), 1e-12);
    ck_assert_str_eq(f->lines[11].text[0], "q");
    ck_assert_str_eq(f->lines[13].text[1], "d");
    kit_assert_near(number_of(f, 11, "n_units"), 10, 0);
    ck_assert_uint_eq(f->warnings, 2);
    ck_assert_str_eq(f->warning, "r: 1 column that varies, 12 units with all of them: too few");
    free(f);
    rig_free(rig);
}
END_TEST

START_TEST(alpha_without_a_value)
{
    struct data d = {.n = 4, .m = 2};
    struct findings *f;
    rig = rig_new();
    for (size_t i = 0; i < 4; i++) {
        d.x[0][i] = (double)i;
        d.x[1][i] = 7 - (double)i; /* their sum is constant */
    }
    d.columns[0] = d.x[0];
    d.columns[1] = d.x[1];
    f = found_new(&d);
    analyse(rig, "alpha", NULL, f);
    ck_assert_int_eq(f->value, HENG_OK);
    ck_assert(isnan(number_of(f, 0, "alpha")) && isnan(number_of(f, 0, "standardised_alpha")));
    kit_assert_near(number_of(f, 1, "with_rest"), -1, 1e-12);
    f->call.m = 1;
    analyse(rig, "alpha", NULL, f);
    ck_assert_int_eq(f->value, HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no node has two columns that vary and two units with all of them");
    free(f);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures,
                                  correlations_agree_with_their_twins,
                                  correlations_keep_their_digits,
                                  whole_rows_alone,
                                  eigenvectors,
                                  pca_agrees_with_its_twin,
                                  factor_agrees_with_its_twin,
                                  factors_that_are_kept,
                                  components_that_are_open,
                                  critic_by_other_correlations,
                                  pca_lists_what_it_finds,
                                  pca_and_its_warnings,
                                  alpha_agrees_with_its_twin,
                                  alpha_of_nodes,
                                  alpha_without_a_value,
                                  NULL};
    return kit_run("components", tests);
}
