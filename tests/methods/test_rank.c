/* SPDX-License-Identifier: MIT */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

START_TEST(ties_share_a_rank)
{
    const double x[] = {50, 80, NAN, 80, 90, 10};
    static const struct {
        const char *settings;
        double want[6];
    } cases[] = {
        {NULL, {4, 2, NAN, 2, 1, 5}},
        {"ties = min", {4, 2, NAN, 2, 1, 5}},
        {"ties = average", {4, 2.5, NAN, 2.5, 1, 5}},
        {"ties = max", {4, 3, NAN, 3, 1, 5}},
        {"ties = dense", {3, 2, NAN, 2, 1, 4}},
    };
    struct rig *r = rig_new();
    double y[6];
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_int_eq(rig_rank(r, cases[i].settings, 6, x, y), HENG_OK);
        kit_assert_columns(y, cases[i].want, 6, 0);
    }
    rig_free(r);
}
END_TEST

START_TEST(unrounded_scores_and_edges)
{
    struct rig *r = rig_new();
    double y[3];
    ck_assert_int_eq(rig_rank(r, NULL, 3, X(1, 1 + 1e-15, 0.0), y), HENG_OK);
    kit_assert_columns(y, X(2, 1, 3), 3, 0);
    ck_assert_int_eq(rig_rank(r, NULL, 2, X(0.0, -0.0), y), HENG_OK);
    kit_assert_columns(y, X(1, 1), 2, 0);
    ck_assert_int_eq(rig_rank(r, NULL, 1, X(-7), y), HENG_OK);
    kit_assert_near(y[0], 1, 0);
    ck_assert_int_eq(rig_rank(r, NULL, 2, X(NAN, NAN), y), HENG_UNDEFINED);
    ck_assert_str_eq(r->why, "no values");
    ck_assert_int_eq(rig_rank(r, NULL, 0, X(0), y), HENG_UNDEFINED);
    rig_free(r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ties_share_a_rank, unrounded_scores_and_edges, NULL};
    return kit_run("rank", tests);
}
