/* SPDX-License-Identifier: MIT */
/* dist_reference with a unit as the reference. */
#include "methods/rig.h"

static struct rig *rig;
static double y[8];

static const char *const codes[] = {"AUS", "BEL", "CHN", "DEU"};
static const char *const panel[] = {"AUS", "BEL", "CHN", "DEU", "AUS", "BEL", "CHN", "DEU"};

static int run(const char *settings, const double *x, int direction)
{
    struct heng_column_call c = {
        .n = 4, .x = x, .y = y, .direction = direction, .codes = codes, .base_codes = codes};
    return rig_column(rig, HENG_NORMALISE, "dist_reference", settings, &c);
}

START_TEST(a_unit_becomes_1)
{
    const double x[] = {2, 6, 10, NAN}, up[] = {0, 1, 2, NAN}, down[] = {2, 1, 0, NAN};
    const double capped[] = {0, 1, 1, NAN};
    rig = rig_new();
    ck_assert_int_eq(run("unit = BEL", x, 1), HENG_OK);
    kit_assert_columns(y, up, 4, 0);
    ck_assert_int_eq(run("unit = BEL", x, -1), HENG_OK);
    kit_assert_columns(y, down, 4, 0);
    ck_assert_int_eq(run("unit = BEL; capped = yes", x, 1), HENG_OK);
    kit_assert_columns(y, capped, 4, 0);
    rig_free(rig);
}
END_TEST

/* Without either it is the mean, as ever. */
START_TEST(the_mean_is_the_default)
{
    const double x[] = {0, 1, 2, 5}, want[] = {0, 0.5, 1, 2.5};
    rig = rig_new();
    ck_assert_int_eq(run(NULL, x, 1), HENG_OK);
    kit_assert_columns(y, want, 4, 1e-15);
    ck_assert_int_eq(run("reference = mean", x, 1), HENG_OK);
    kit_assert_columns(y, want, 4, 1e-15);
    rig_free(rig);
}
END_TEST

/* Of several periods the unit's mean counts, of those in which it has a value. */
START_TEST(a_long_base_has_the_unit_several_times)
{
    const double x[] = {0, 3, 6, 9}, base[] = {0, 3, 6, 9, 1, 7, NAN, 10};
    struct heng_column_call c = {
        .n = 4, .x = x, .n_base = 8, .base = base, .y = y, .codes = codes, .base_codes = panel};
    rig = rig_new();
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "dist_reference", "unit = BEL", &c), HENG_OK);
    kit_assert_near(y[3], 9. / 5, 1e-15);
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "dist_reference", "unit = CHN", &c), HENG_OK);
    kit_assert_near(y[3], 9. / 6, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(what_is_no_reference)
{
    const double x[] = {2, 6, 10, NAN}, constant[] = {2, 2, 2, 2};
    struct heng_column_call c = {.n = 4, .x = x, .y = y};
    rig = rig_new();
    ck_assert_int_eq(run("unit = ZZZ", x, 1), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method dist_reference: unit = ZZZ: no unit that is scaled "
                                      "here has this code");
    ck_assert_int_eq(run("unit = BEL; reference = best", x, 1), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method dist_reference: either reference or unit, not both");
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "dist_reference", "unit = BEL", &c),
                     HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method dist_reference: unit = BEL: the codes of the units "
                                      "are not known here");
    ck_assert_int_eq(run("unit = DEU", x, 1), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the reference unit DEU has no value");
    ck_assert_int_eq(run("unit = AUS", x, 1), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the reference 2 is not better than the worst value 2");
    ck_assert_int_eq(run("unit = AUS", constant, 1), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_unit_becomes_1, the_mean_is_the_default,
                                  a_long_base_has_the_unit_several_times, what_is_no_reference,
                                  NULL};
    return kit_run("normalise_unit", tests);
}
