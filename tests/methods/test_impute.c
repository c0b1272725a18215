/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct rig *rig;
static double y[16];

static int run(const char *name, const double *x, size_t n, const uint32_t *group, size_t n_groups)
{
    struct heng_column_call c = {.n = n, .x = x, .y = y, .group = group, .n_groups = n_groups};
    return rig_column(rig, HENG_IMPUTE, name, NULL, &c);
}

START_TEST(mean_fills_and_says_so)
{
    const double x[] = {1, NAN, 4, 1, NAN}, want[] = {1, 2, 4, 1, 2};
    rig = rig_new();
    ck_assert_int_eq(run("mean", x, 5, NULL, 0), HENG_OK);
    kit_assert_columns(y, want, 5, 1e-15);
    ck_assert_str_eq(rig->why, "imputed 2 of 5 values with the mean 2");
    ck_assert_int_eq(run("mean", X(1, 2), 2, NULL, 0), HENG_OK);
    ck_assert_str_eq(rig->why, "");
    rig_free(rig);
}
END_TEST

START_TEST(median_takes_the_middle)
{
    const double x[] = {9, NAN, 1, 2, NAN, 4}, want[] = {9, 3, 1, 2, 3, 4};
    rig = rig_new();
    ck_assert_int_eq(run("median", x, 6, NULL, 0), HENG_OK);
    kit_assert_columns(y, want, 6, 0);
    rig_free(rig);
}
END_TEST

START_TEST(base_gives_the_statistics)
{
    const double x[] = {1, NAN}, base[] = {1, NAN, 5, 9, 100};
    struct heng_column_call c = {.n = 2, .x = x, .n_base = 5, .base = base, .y = y};
    rig = rig_new();
    ck_assert_int_eq(rig_column(rig, HENG_IMPUTE, "median", NULL, &c), HENG_OK);
    kit_assert_near(y[0], 1, 0);
    kit_assert_near(y[1], 7, 0);
    ck_assert_int_eq(rig_column(rig, HENG_IMPUTE, "mean", NULL, &c), HENG_OK);
    kit_assert_near(y[1], 28.75, 0);
    rig_free(rig);
}
END_TEST

START_TEST(class_centres_stay_within_the_group)
{
    const uint32_t group[] = {0, 1, 0, 1, 0, 1, 2, 0};
    const double x[] = {1, 10, 2, NAN, 9, 30, NAN, NAN};
    const double mean[] = {1, 10, 2, 20, 9, 30, NAN, 4}, median[] = {1, 10, 2, 20, 9, 30, NAN, 2};
    rig = rig_new();
    ck_assert_int_eq(run("class_mean", x, 8, group, 3), HENG_OK);
    kit_assert_columns(y, mean, 8, 1e-15);
    ck_assert_str_eq(rig->why, "imputed 2 of 8 values with the mean of the group; 1 value left "
                               "missing: the whole group is missing");
    ck_assert_int_eq(run("class_median", x, 8, group, 3), HENG_OK);
    kit_assert_columns(y, median, 8, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(groups_are_needed)
{
    rig = rig_new();
    ck_assert_int_eq(run("class_mean", X(1, NAN), 2, NULL, 0), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method class_mean: the units have no groups; name an "
                                      "attribute with by =");
    ck_assert_int_eq(rig->error.status, ERR_PROFILE);
    ck_assert_int_eq(run("class_median", X(1, NAN), 2, (const uint32_t[]){0, 1}, 1), HENG_FAIL);
    rig_free(rig);
}
END_TEST

START_TEST(no_values_is_undefined)
{
    const uint32_t group[] = {0, 0};
    static const char *const names[] = {"mean", "median", "class_mean", "class_median"};
    rig = rig_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        ck_assert_int_eq(run(names[i], X(NAN, NAN), 2, group, 1), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no values");
    }
    ck_assert_int_eq(run("none", X(NAN, 3), 2, NULL, 0), HENG_OK);
    kit_assert_columns(y, X(NAN, 3), 2, 0);
    rig_free(rig);
}
END_TEST

START_TEST(constant_fills)
{
    struct heng_column_call c = {.n = 3, .x = X(NAN, 2, NAN), .y = y};
    rig = rig_new();
    ck_assert_int_eq(rig_column(rig, HENG_IMPUTE, "constant", "value = -1.5", &c), HENG_OK);
    kit_assert_columns(y, X(-1.5, 2, -1.5), 3, 0);
    ck_assert_str_eq(rig->why, "imputed 2 of 3 values with the constant -1.5");
    c.x = X(1, 2, 3);
    ck_assert_int_eq(rig_column(rig, HENG_IMPUTE, "constant", "value = 0", &c), HENG_OK);
    kit_assert_columns(y, X(1, 2, 3), 3, 0);
    ck_assert_str_eq(rig->why, "");
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {mean_fills_and_says_so,
                                  median_takes_the_middle,
                                  base_gives_the_statistics,
                                  class_centres_stay_within_the_group,
                                  groups_are_needed,
                                  no_values_is_undefined,
                                  constant_fills,
                                  NULL};
    return kit_run("impute", tests);
}
