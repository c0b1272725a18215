/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double y[64];

static int run_from(const char *name, const char *settings, int direction, const double *x,
                    size_t n, const double *base, size_t n_base)
{
    struct heng_column_call c = {.n = n,
                                 .x = x,
                                 .base = base,
                                 .n_base = n_base,
                                 .y = y,
                                 .direction = direction,
                                 .lo = NAN,
                                 .hi = NAN,
                                 .target = NAN};
    return rig_column(rig, HENG_NORMALISE, name, settings, &c);
}

static int run(const char *name, const char *settings, int direction, const double *x, size_t n)
{
    return run_from(name, settings, direction, x, n, NULL, 0);
}

static int run_posts(const char *settings, int direction, double lo, double hi, const double *x,
                     size_t n)
{
    struct heng_column_call c = {
        .n = n, .x = x, .y = y, .direction = direction, .lo = lo, .hi = hi};
    return rig_column(rig, HENG_NORMALISE, "goalposts", settings, &c);
}

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

START_TEST(minmax_stretches)
{
    const double x[] = {2, NAN, 4, 10};
    rig = rig_new();
    ck_assert_int_eq(run("minmax", NULL, 1, x, 4), HENG_OK);
    kit_assert_columns(y, X(0, NAN, 25, 100), 4, 1e-15);
    ck_assert_int_eq(run("minmax", NULL, -1, x, 4), HENG_OK);
    kit_assert_columns(y, X(100, NAN, 75, 0), 4, 1e-15);
    ck_assert_int_eq(run("minmax", "range = 1, 5", -1, x, 4), HENG_OK);
    kit_assert_columns(y, X(5, NAN, 4, 1), 4, 1e-15);
    ck_assert_int_eq(run_from("minmax", NULL, 1, x, 4, X(2, 6), 2), HENG_OK);
    kit_assert_columns(y, X(0, NAN, 50, 200), 4, 1e-15);
    ck_assert_int_eq(run("minmax", "range = 5, 1", 1, x, 4), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method minmax: range must be two numbers that rise");
    rig_free(rig);
}
END_TEST

START_TEST(zscore_shifts_and_scales)
{
    const double x[] = {1, 2, NAN, 3, 4, 5};
    double sd = sqrt(2.5);
    rig = rig_new();
    ck_assert_int_eq(run("zscore", NULL, 1, x, 6), HENG_OK);
    kit_assert_columns(y, X(-2 / sd, -1 / sd, NAN, 0, 1 / sd, 2 / sd), 6, 1e-15);
    ck_assert_int_eq(run("zscore", "mean = 50; sd = 10", -1, x, 6), HENG_OK);
    kit_assert_columns(y, X(50 + 20 / sd, 50 + 10 / sd, NAN, 50, 50 - 10 / sd, 50 - 20 / sd), 6,
                       1e-15);
    ck_assert_int_eq(run("zscore", "sd = 0", 1, x, 6), HENG_FAIL);
    rig_free(rig);
}
END_TEST

START_TEST(constant_columns_are_undefined_with_a_reason)
{
    static const char *const names[] = {"minmax", "zscore", "rank"};
    static const struct {
        double x[3], base[3];
        size_t n_base;
        const char *why;
    } cases[] = {
        {{5, NAN, 5}, {0}, 0, "constant"},
        {{0.0, -0.0, 0.0}, {0}, 0, "constant"},
        {{NAN, NAN, NAN}, {0}, 0, "no values"},
        {{NAN, 7, NAN}, {0}, 0, "one value"},
        {{1, 2, 3}, {NAN, 7, NAN}, 3, "one value in the base"},
        {{1, 2, 3}, {NAN, NAN, NAN}, 3, "no values in the base"},
        {{1, 2, 3}, {4, 4, 4}, 3, "constant"},
        {{-1e308, 1e308, 3}, {0}, 0, "the range is too wide for a double"},
    };
    rig = rig_new();
    for (size_t m = 0; m < COUNT(names); m++)
        for (size_t i = 0; i < COUNT(cases); i++) {
            ck_assert_int_eq(run_from(names[m], NULL, 1, cases[i].x, 3,
                                      cases[i].n_base ? cases[i].base : NULL, cases[i].n_base),
                             HENG_UNDEFINED);
            ck_assert_str_eq(rig->why, cases[i].why);
            kit_assert_columns(y, X(NAN, NAN, NAN), 3, 0);
        }
    ck_assert_int_eq(run("zscore", NULL, 1, (const double[40]){5e-324}, 40), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the standard deviation is too small or too large for a double");
    rig_free(rig);
}
END_TEST

/* Rank by counting, against every tie rule, with and without another base. */
START_TEST(rank_agrees_with_counting)
{
    static const char *const ties[] = {"ties = min", "ties = average", "ties = max",
                                       "ties = dense"};
    uint32_t state = 3;
    rig = rig_new();
    for (int round = 0; round < 100; round++) {
        double x[20], other[15];
        const double *base = round % 2 ? other : x;
        size_t n_base = round % 2 ? 15 : 20;
        int direction = round % 3 ? 1 : -1, t = round % 4;
        for (int i = 0; i < 20; i++)
            x[i] = noise(&state) < 0.1 ? NAN : floor(8 * noise(&state)) - 3;
        for (int i = 0; i < 15; i++)
            other[i] = noise(&state) < 0.1 ? NAN : floor(8 * noise(&state)) - 3;
        ck_assert_int_eq(run_from("rank", ties[t], direction, x, 20, base, n_base), HENG_OK);
        for (int i = 0; i < 20; i++) {
            double below = 0, equal = 0, different = 0;
            for (size_t k = 0; k < n_base; k++) {
                int first = 1;
                for (size_t l = 0; l < k; l++)
                    first = first && base[l] != base[k];
                below += direction * base[k] < direction * x[i];
                different += first && direction * base[k] < direction * x[i];
                equal += base[k] == x[i];
            }
            equal = equal == 0 ? 1 : equal;
            kit_assert_near(y[i],
                            isnan(x[i]) ? NAN
                            : t == 0    ? below + 1
                            : t == 1    ? below + (equal + 1) / 2
                            : t == 2    ? below + equal
                                        : different + 1,
                            0);
        }
    }
    rig_free(rig);
}
END_TEST

START_TEST(goalposts_are_fixed)
{
    const double x[] = {20, 52.5, NAN, 85, 90, 10};
    rig = rig_new();
    ck_assert_int_eq(run_posts(NULL, 1, 20, 85, x, 6), HENG_OK);
    kit_assert_columns(y, X(0, 50, NAN, 100, 100, 0), 6, 1e-15);
    ck_assert_int_eq(run_posts("truncate = no; range = 0, 65", 1, 20, 85, x, 6), HENG_OK);
    kit_assert_columns(y, X(0, 32.5, NAN, 65, 70, -10), 6, 1e-14);
    ck_assert_int_eq(run_posts(NULL, -1, 20, 85, x, 6), HENG_OK);
    kit_assert_columns(y, X(100, 50, NAN, 0, 0, 100), 6, 1e-15);
    ck_assert_int_eq(run_posts(NULL, 1, 20, 85, X(52.5), 1), HENG_OK);
    kit_assert_near(y[0], 50, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(goalposts_must_be_lawful)
{
    rig = rig_new();
    ck_assert_int_eq(run_posts(NULL, 1, NAN, NAN, X(1, 2), 2), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method goalposts: the indicator has no goalposts; give it "
                                      "goalposts = lo, hi");
    ck_assert_int_eq(run_posts(NULL, 1, 1, INFINITY, X(1, 2), 2), HENG_FAIL);
    ck_assert_int_eq(run_posts(NULL, -1, 85, 20, X(1, 2), 2), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method goalposts: the goalposts 85, 20 must rise, whatever "
                                      "the direction");
    ck_assert_int_eq(run_posts("range = 100, 0", 1, 1, 2, X(1, 2), 2), HENG_FAIL);
    ck_assert_int_eq(run_posts(NULL, 1, 1, 2, X(NAN, NAN), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no values");
    rig_free(rig);
}
END_TEST

START_TEST(none_turns_the_sign)
{
    rig = rig_new();
    ck_assert_int_eq(run("none", NULL, 1, X(1, NAN, -2), 3), HENG_OK);
    kit_assert_columns(y, X(1, NAN, -2), 3, 0);
    ck_assert_int_eq(run("none", NULL, -1, X(1, NAN, 0), 3), HENG_OK);
    kit_assert_columns(y, X(-1, NAN, 0), 3, 0);
    ck_assert_int_eq(signbit(y[2]), 0);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {minmax_stretches,
                                  zscore_shifts_and_scales,
                                  constant_columns_are_undefined_with_a_reason,
                                  rank_agrees_with_counting,
                                  goalposts_are_fixed,
                                  goalposts_must_be_lawful,
                                  none_turns_the_sign,
                                  NULL};
    return kit_run("normalise", tests);
}
