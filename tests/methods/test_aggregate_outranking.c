/* SPDX-License-Identifier: MIT */
/* copeland and promethee2: twins with the whole n x n matrix, identities, and the clock. */
#include <time.h>

#include "methods/sample.h"

static size_t units_of(const struct sample *s)
{
    size_t units = 0;
    for (size_t i = 0; i < s->n; i++)
        units += sample_children(s, i) > 0 ? 1 : 0;
    return units;
}

/* The outranking matrix as COINr builds it: the share of weight for a, ties counted half. */
static void twin_copeland(const struct sample *s, double *out)
{
    for (size_t a = 0; a < s->n; a++) {
        out[a] = 0;
        for (size_t b = 0; b < s->n; b++) {
            double for_a = 0, both = 0;
            for (size_t j = 0; j < s->m; j++)
                if (sample_has(s, j, a) && sample_has(s, j, b)) {
                    both += s->w[j];
                    for_a += s->x[j][a] > s->x[j][b]    ? s->w[j]
                             : s->x[j][a] == s->x[j][b] ? s->w[j] / 2
                                                        : 0;
                }
            if (a != b && fabs(for_a - both / 2) > 1e-13)
                out[a] += for_a > both / 2 ? 1 : -1;
        }
        out[a] /= (double)units_of(s) - 1;
    }
}

/* One preference function, written with its own rules for each. */
static double preference(int kind, double d)
{
    if (d <= 0)
        return 0;
    switch (kind) {
    case 0:
        return 1;
    case 1:
        return d > 10 ? 1 : 0;
    case 2:
        return d > 30 ? 1 : d / 30;
    case 3:
        return d > 30 ? 1 : d > 10 ? 0.5 : 0;
    case 4:
        return d > 30 ? 1 : d > 10 ? (d - 10) / 20 : 0;
    default:
        return 1 - exp(-d * d / (2 * 15 * 15));
    }
}

static double pi_of(const struct sample *s, int kind, size_t a, size_t b)
{
    double total = 0, both = 0;
    for (size_t j = 0; j < s->m; j++)
        if (sample_has(s, j, a) && sample_has(s, j, b)) {
            both += s->w[j];
            total += s->w[j] * preference(kind, s->x[j][a] - s->x[j][b]);
        }
    return both > 0 ? total / both : 0;
}

static void twin_promethee(const struct sample *s, int kind, double *out)
{
    for (size_t a = 0; a < s->n; a++) {
        double plus = 0, minus = 0;
        for (size_t b = 0; b < s->n; b++) {
            plus += pi_of(s, kind, a, b);
            minus += pi_of(s, kind, b, a);
        }
        out[a] = (plus - minus) / ((double)units_of(s) - 1);
    }
}

static void twin_usual(const struct sample *s, double *out)
{
    twin_promethee(s, 0, out);
}
static void twin_u_shape(const struct sample *s, double *out)
{
    twin_promethee(s, 1, out);
}
static void twin_v_shape(const struct sample *s, double *out)
{
    twin_promethee(s, 2, out);
}
static void twin_level(const struct sample *s, double *out)
{
    twin_promethee(s, 3, out);
}
static void twin_linear(const struct sample *s, double *out)
{
    twin_promethee(s, 4, out);
}
static void twin_gaussian(const struct sample *s, double *out)
{
    twin_promethee(s, 5, out);
}

START_TEST(pairs_agree_with_their_twins)
{
    sample_compare("copeland", NULL, -50, 50, 0.2, 1e-14, twin_copeland);
    sample_compare("promethee2", NULL, -50, 50, 0.2, 1e-12, twin_usual);
    sample_compare("promethee2", "preference = u_shape; q = 10", -50, 50, 0.2, 1e-12, twin_u_shape);
    sample_compare("promethee2", "preference = v_shape; p = 30", -50, 50, 0.2, 1e-12, twin_v_shape);
    sample_compare("promethee2", "preference = level; q = 10; p = 30", -50, 50, 0.2, 1e-12,
                   twin_level);
    sample_compare("promethee2", "preference = linear; q = 10; p = 30", -50, 50, 0.2, 1e-12,
                   twin_linear);
    sample_compare("promethee2", "preference = gaussian; s = 15", -50, 50, 0.2, 1e-12,
                   twin_gaussian);
    sample_invariant("copeland", NULL, -50, 50, 1);
    sample_invariant("promethee2", NULL, -50, 50, 1);
}
END_TEST

START_TEST(flows_sum_to_zero)
{
    uint32_t state = 8;
    rig = rig_new();
    for (int round = 0; round < 40; round++) {
        struct sample s;
        double total = 0;
        sample_fill(&s, &state, 0, 1, 0.3);
        ck_assert_int_eq(run(round % 2 ? "copeland" : "promethee2", NULL, s.n, s.m, s.columns, s.w),
                         HENG_OK);
        for (size_t i = 0; i < s.n; i++)
            total += isnan(y[i]) ? 0 : y[i];
        kit_assert_near(total, 0, 1e-12);
    }
    rig_free(rig);
}
END_TEST

/* By hand: a beats b and c by 0.6, b beats c by 1; with 0.5 each, a and b are even. */
START_TEST(copeland_by_hand)
{
    const double a[] = {3, 2, 1, NAN}, b[] = {1, 3, 0, NAN};
    rig = rig_new();
    ck_assert_int_eq(run("copeland", NULL, 4, 2, COLUMNS(a, b), X(0.6, 0.4)), HENG_OK);
    kit_assert_columns(y, X(1, 0, -1, NAN), 4, 0);
    ck_assert_int_eq(run("copeland", "scale = sum", 4, 2, COLUMNS(a, b), X(0.6, 0.4)), HENG_OK);
    kit_assert_columns(y, X(2, 0, -2, NAN), 4, 0);
    ck_assert_int_eq(run("copeland", "scale = sum", 4, 2, COLUMNS(a, b), X(0.5, 0.5)), HENG_OK);
    kit_assert_columns(y, X(1, 1, -2, NAN), 4, 0);
    rig_free(rig);
}
END_TEST

/* 0.1 + 0.2 is not 0.3 in binary; it is a tie all the same. */
START_TEST(rounding_is_no_majority)
{
    const double a[] = {2, 1}, b[] = {5, 3}, c[] = {1, 4}, d[] = {1, 1};
    rig = rig_new();
    ck_assert_int_eq(run("copeland", NULL, 2, 4, COLUMNS(a, b, c, d), X(0.1, 0.2, 0.3, 0.4)),
                     HENG_OK);
    kit_assert_columns(y, X(0, 0), 2, 0);
    rig_free(rig);
}
END_TEST

START_TEST(pairs_without_a_common_column_are_even)
{
    const double a[] = {1, NAN, 2}, b[] = {NAN, 5, 4};
    rig = rig_new();
    for (size_t k = 0; k < 2; k++) {
        ck_assert_int_eq(run(k ? "copeland" : "promethee2", NULL, 3, 2, COLUMNS(a, b), X(0.5, 0.5)),
                         HENG_OK);
        kit_assert_columns(y, X(-0.5, 0.5, 0), 3, 0);
        ck_assert_int_eq(run(k ? "copeland" : "promethee2", NULL, 1, 1, COLUMNS(a), X(1)),
                         HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "one unit");
        ck_assert_int_eq(run(k ? "copeland" : "promethee2", NULL, 1, 1, COLUMNS(b), X(1)),
                         HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no values");
    }
    rig_free(rig);
}
END_TEST

START_TEST(thresholds_are_checked)
{
    static const char *const cases[][2] = {
        {"preference = v_shape", "preference v_shape needs p"},
        {"preference = gaussian", "preference gaussian needs s"},
        {"preference = v_shape; p = 0", "column a: p must be above 0"},
        {"preference = gaussian; s = 0", "column a: s must be above 0"},
        {"preference = linear; q = 1, 2; p = 2, 2", "column b: p must be above q"},
        {"preference = u_shape; q = 1, 2, 3",
         "q has 3 values for 2 columns; give one, or one a column"},
    };
    const double a[] = {1, 2, 3};
    rig = rig_new();
    for (size_t k = 0; k < COUNT(cases); k++) {
        ck_assert_int_eq(run("promethee2", cases[k][0], 3, 2, COLUMNS(a, a), X(0.5, 0.5)),
                         HENG_FAIL);
        ck_assert_str_eq(rig->why, cases[k][1]);
    }
    rig_free(rig);
}
END_TEST

/* 3,000 units x 100 columns in seconds. Generous: builds with sanitizers are ten times slower. */
START_TEST(three_thousand_units)
{
    enum { N = 3000, M = 100 };
    static const char *const runs[][2] = {{"copeland", NULL},
                                          {"promethee2", NULL},
                                          {"promethee2", "preference = linear; q = 1; p = 2"},
                                          {"codas", NULL}};
    double *x = malloc(N * M * sizeof *x), *out = malloc(N * sizeof *out), w[M];
    const double *columns[M];
    static const char *ids[M];
    uint32_t state = 2;
    ck_assert(x && out);
    for (size_t k = 0; k < N * M; k++)
        x[k] = sample_noise(&state);
    for (size_t j = 0; j < M; j++) {
        columns[j] = x + j * N;
        w[j] = 1. / M;
        ids[j] = "column";
    }
    rig = rig_new();
    for (size_t k = 0; k < COUNT(runs); k++) {
        const struct method *m = rig_method(rig, HENG_AGGREGATE, runs[k][0]);
        struct heng_aggregate_call c = {.n = N,
                                        .m = M,
                                        .x = columns,
                                        .w = w,
                                        .ids = ids,
                                        .y = out,
                                        .why = rig->why,
                                        .why_size = sizeof rig->why};
        clock_t begun = clock();
        double seconds, total = 0;
        ck_assert_uint_le(method_scratch(m, 2 * N, M), 2 * method_scratch(m, N, M) + 1);
        c.scratch = rig_scratch(m, N, M);
        ck_assert_int_eq(method_aggregate(m, rig_params(rig, m, runs[k][1]), &c, &rig->error),
                         HENG_OK);
        seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        ck_assert_msg(seconds < 30, "%s takes %.1f s", runs[k][0], seconds);
        if (getenv("HENG_TEST_CLOCK"))
            printf("%s %.2f s\n", runs[k][0], seconds);
        for (size_t i = 0; i < N; i++)
            total += out[i];
        kit_assert_near(total, 0, 1e-6);
        free(c.scratch);
    }
    rig_free(rig);
    free(x);
    free(out);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {pairs_agree_with_their_twins,
                                  flows_sum_to_zero,
                                  copeland_by_hand,
                                  rounding_is_no_majority,
                                  pairs_without_a_common_column_are_even,
                                  thresholds_are_checked,
                                  three_thousand_units,
                                  NULL};
    return kit_run("aggregate_outranking", tests);
}
