/* SPDX-License-Identifier: MIT */
/* tiers: natural breaks against all cuts there are; quantiles, equal steps, ties. */
#include "methods/findings.h"

static uint64_t state = 1234567890123456789u;

static double draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

static double squares(const double *x, size_t n)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        mean += (x[i] - x[0]) / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - x[0] - mean) * (x[i] - x[0] - mean);
    return sum;
}

/* The least sum of squares of x in k classes, by trying every cut between different values. */
static double best_cut(const double *x, size_t n, size_t k)
{
    double least = INFINITY;
    if (k == 1)
        return squares(x, n);
    for (size_t first = 1; first < n; first++)
        if (x[first] != x[first - 1])
            least = fmin(least, squares(x, first) + best_cut(x + first, n - first, k - 1));
    return least;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The sum of squares of the tiers that were found, each unit once. */
static double found_squares(const struct findings *f, size_t tiers)
{
    double sum = 0, x[32];
    for (size_t t = 1; t <= tiers; t++) {
        size_t n = 0;
        for (size_t i = 0; i < f->n; i++)
            if (f->lines[i].v[1] == (double)t)
                x[n++] = f->lines[i].v[0];
        sum += n ? squares(x, n) : 0;
    }
    return sum;
}

START_TEST(natural_breaks_are_the_best_there_are)
{
    struct findings *f = findings_new();
    for (int round = 0; round < 60; round++) {
        double x[12], sorted[12], all;
        const double *const columns[] = {x};
        struct heng_analyse_call c = {.n = 12, .m = 1, .x = columns};
        size_t k = 2 + (size_t)round % 4;
        char settings[16];
        for (size_t i = 0; i < 12; i++)
            x[i] = round % 3 == 0 ? floor(12 * draw()) : (round % 3 == 1 ? 1e9 : 0) + draw();
        memcpy(sorted, x, sizeof x);
        qsort(sorted, 12, sizeof *sorted, by_value);
        snprintf(settings, sizeof settings, "k = %zu", k);
        ck_assert_int_eq(findings_run(f, "tiers", settings, &c), HENG_OK);
        ck_assert_uint_eq(f->n, 12);
        all = squares(x, 12);
        ck_assert(found_squares(f, k) <= best_cut(sorted, 12, k) + 1e-10 * all);
        kit_assert_near(f->lines[0].v[4], 1 - best_cut(sorted, 12, k) / all, 1e-9);
    }
    findings_free(f);
}
END_TEST

/* Fisher's programme as it is written: every way to end a class is tried. */
enum { MANY = 700, CLASSES_MOST = 6 };

static void slow_cuts(const double *sorted, size_t n, size_t k, size_t *class)
{
    static long double least[CLASSES_MOST][MANY], s[MANY + 1], s2[MANY + 1];
    static size_t from[CLASSES_MOST][MANY];
    for (size_t i = 0; i < n; i++) {
        s[i + 1] = s[i] + sorted[i];
        s2[i + 1] = s2[i] + (long double)sorted[i] * sorted[i];
    }
    for (size_t q = 0; q < k; q++)
        for (size_t j = 0; j < n; j++) {
            least[q][j] = INFINITY;
            for (size_t i = j + 1; i-- > 0;) {
                const long double one = s[j + 1] - s[i], two = s2[j + 1] - s2[i];
                const long double before = i == 0 ? (q ? INFINITY : 0)
                                           : q    ? least[q - 1][i - 1]
                                                  : INFINITY;
                const long double sum = before + two - one * one / (long double)(j + 1 - i);
                if (i > 0 && sorted[i] == sorted[i - 1])
                    continue;
                if (sum < least[q][j] && !(least[q][j] - sum < 1e-12L * least[q][j])) {
                    least[q][j] = sum;
                    from[q][j] = i;
                }
            }
        }
    for (size_t q = k, end = n; q-- > 0;) {
        for (size_t i = from[q][end - 1]; i < end; i++)
            class[i] = q;
        end = from[q][end - 1];
    }
}

/* Whole numbers, many of them equal and many cuts equally good: the very cuts. */
START_TEST(many_values_are_cut_as_slowly)
{
    struct findings *f = findings_new();
    static double x[MANY];
    static const char *codes[MANY];
    const double *const columns[] = {x};
    for (size_t round = 0; round < 12; round++) {
        const size_t n = round < 2 ? MANY : 20 + 50 * round, k = 2 + round % 5;
        struct heng_analyse_call c = {.n = n, .m = 1, .x = columns, .codes = codes};
        size_t class[MANY];
        char settings[16];
        for (size_t i = 0; i < n; i++) {
            codes[i] = "u";
            x[i] = round % 2 ? floor(200 * draw()) : (double)i;
        }
        qsort(x, n, sizeof *x, by_value);
        slow_cuts(x, n, k, class);
        snprintf(settings, sizeof settings, "k = %zu", k);
        ck_assert_int_eq(findings_run(f, "tiers", settings, &c), HENG_OK);
        for (size_t i = 0; i < n; i++)
            ck_assert_msg(f->lines[i].v[1] == (double)(k - class[i]),
                          "%zu values in %zu: value %zu (%g) in %g, not %zu", n, k, i, x[i],
                          f->lines[i].v[1], k - class[i]);
    }
    findings_free(f);
}
END_TEST

/* Equal steps of 0.1 are equal but for rounding: the upper tiers are the small ones. */
START_TEST(rounding_parts_no_cuts)
{
    struct findings *f = findings_new();
    double x[24];
    const double *const columns[] = {x};
    struct heng_analyse_call c = {.n = 24, .m = 1, .x = columns};
    for (size_t i = 0; i < 24; i++)
        x[i] = 0.1 * (double)i;
    ck_assert_int_eq(findings_run(f, "tiers", "k = 5", &c), HENG_OK);
    for (size_t i = 0; i < 24; i++)
        kit_assert_near(f->lines[i].v[1], i < 20 ? (double)(5 - i / 5) : 1, 0);
    findings_free(f);
}
END_TEST

START_TEST(tiers_of_ties)
{
    struct findings *f = findings_new();
    const double x[] = {5, 1, 5, 5, 2, NAN, 5}, *const columns[] = {x};
    const int less_is_better[] = {-1};
    struct heng_analyse_call c = {.n = 7, .m = 1, .x = columns};
    ck_assert_int_eq(findings_run(f, "tiers", "k = 2", &c), HENG_OK);
    ck_assert_uint_eq(f->n, 6);
    findings_assert(f, "a|u1", "tier", 1, 0);
    findings_assert(f, "a|u7", "tier", 1, 0);
    findings_assert(f, "a|u2", "tier", 2, 0);
    findings_assert(f, "a|u5", "upper", 2, 0);
    findings_assert(f, "a|u5", "lower", 1, 0);
    findings_assert(f, "a|u1", "gvf", 1 - 0.5 / squares((const double[]){5, 1, 5, 5, 2, 5}, 6),
                    1e-15);
    c.direction = less_is_better;
    ck_assert_int_eq(findings_run(f, "tiers", "k = 5", &c), HENG_OK);
    ck_assert_str_eq(f->warning, "a: 3 tiers, no more than it has different values");
    findings_assert(f, "a|u2", "tier", 1, 0);
    findings_assert(f, "a|u1", "tier", 3, 0);
    findings_assert(f, "a|u1", "gvf", 1, 0);
    findings_free(f);
}
END_TEST

/* A value at a cut belongs below it; a tier may be empty. */
START_TEST(quantiles_and_equal_steps)
{
    struct findings *f = findings_new();
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9}, far[] = {0, 1, 2, 10}, *columns[] = {x};
    struct heng_analyse_call c = {.n = 9, .m = 1, .x = columns};
    ck_assert_int_eq(findings_run(f, "tiers", "how = quantile; k = 4", &c), HENG_OK);
    /* cuts at 3, 5, 7 */
    for (size_t i = 0; i < 9; i++)
        ck_assert_double_eq(f->lines[i].v[1], i < 3 ? 4 : i < 5 ? 3 : i < 7 ? 2 : 1);
    findings_assert(f, "a|u1", "gvf", 1 - (2 + 0.5 + 0.5 + 0.5) / 60, 1e-15);
    columns[0] = far;
    c.n = 4;
    ck_assert_int_eq(findings_run(f, "tiers", "how = equal; k = 5", &c), HENG_OK);
    /* cuts at 2, 4, 6, 8 */
    findings_assert(f, "a|u3", "tier", 5, 0);
    findings_assert(f, "a|u4", "tier", 1, 0);
    findings_assert(f, "a|u1", "upper", 2, 0);
    findings_free(f);
}
END_TEST

START_TEST(tiers_at_the_ends_of_the_scale)
{
    struct findings *f = findings_new();
    const double big[] = {-1.7e308, -1.6e308, 1e308, 1.7e308},
                 small[] = {1e-300, 2e-300, 9e-300, 0};
    const double *const columns[] = {big, small};
    struct heng_analyse_call c = {.n = 4, .m = 2, .x = columns};
    ck_assert_int_eq(findings_run(f, "tiers", "k = 2", &c), HENG_OK);
    findings_assert(f, "a|u1", "tier", 2, 0);
    findings_assert(f, "a|u3", "tier", 1, 0);
    findings_assert(f, "a|u3", "upper", 1.7e308, 0);
    findings_assert(f, "b|u2", "tier", 2, 0);
    findings_assert(f, "b|u2", "upper", 2e-300, 0);
    findings_assert(f, "b|u3", "tier", 1, 0);
    findings_free(f);
}
END_TEST

START_TEST(tiers_refuse)
{
    struct findings *f = findings_new();
    const double same[] = {3, 3, NAN}, none[] = {NAN, NAN, NAN}, *columns[] = {same};
    struct heng_analyse_call c = {.n = 3, .m = 1, .x = columns};
    ck_assert_int_eq(findings_run(f, "tiers", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "all values are equal");
    columns[0] = none;
    ck_assert_int_eq(findings_run(f, "tiers", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no values");
    findings_free(f);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {natural_breaks_are_the_best_there_are,
                                  many_values_are_cut_as_slowly,
                                  rounding_parts_no_cuts,
                                  tiers_of_ties,
                                  quantiles_and_equal_steps,
                                  tiers_at_the_ends_of_the_scale,
                                  tiers_refuse,
                                  NULL};
    return kit_run("analyse_tiers", tests);
}
