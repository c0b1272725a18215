/* SPDX-License-Identifier: MIT */
/* What every treatment and normalisation has found, given to `given`, yields the same. */
#include "methods/given.h"

#include "methods/rig.h"

enum { N = 9, NUMBERS = 4 };

static const double values[N] = {2.385, 0.75, 14.5, NAN, 3.25, 97.125, 5.0625, 6.2, 1.0625};

static struct heng_column_call call_of(const struct method *m, const void *params, int direction,
                                       double *y)
{
    struct heng_column_call c = {.n = N, .x = values, .n_base = N, .base = values};
    c.direction = direction;
    c.lo = 0;
    c.hi = 100;
    c.target = direction > 0 ? 90 : 0.5;
    c.y = y;
    c.params = params;
    c.scratch = rig_scratch(m, (size_t)2 * N, 1);
    return c;
}

static void same(const char *name, const double *want, const double *got)
{
    for (size_t i = 0; i < N; i++)
        ck_assert_msg((isnan(want[i]) && isnan(got[i])) ||
                          fabs(want[i] - got[i]) <= 1e-13 * fabs(want[i]),
                      "%s: %zu: %.17g, want %.17g", name, i, got[i], want[i]);
}

static void check(struct rig *rig, const struct method *m, const char *settings, int direction)
{
    const bool treats = m->desc->stage == HENG_TREAT;
    const struct method *given = rig_method(rig, (enum heng_stage)m->desc->stage, "given");
    const void *params = rig_params(rig, m, settings);
    double want[N], got[N], room[NUMBERS];
    struct heng_column_call c = call_of(m, params, direction, want);
    struct treat_given treat;
    struct normalise_given normalise;
    struct error e;
    enum found found;
    if (method_column(m, params, &c, &e) == HENG_OK) {
        c.params = params;
        found = treats ? treat_found(m->desc, &c, &treat)
                       : normalise_found(m->desc, &c, &normalise, room);
        ck_assert_msg(found != FOUND_NOTHING || strstr(m->desc->name, "rank") ||
                          strcmp(m->desc->name, "borda") == 0,
                      "%s has found nothing", m->desc->name);
        c.y = got;
        if (found == FOUND_GIVEN) {
            ck_assert_int_eq(method_column(given, treats ? (void *)&treat : &normalise, &c, &e),
                             HENG_OK);
            same(m->desc->name, want, got);
        }
    }
    free(c.scratch);
}

START_TEST(what_is_found_gives_the_same)
{
    struct rig *rig = rig_new();
    const struct method *m;
    size_t n = 0;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        if ((m->desc->stage == HENG_TREAT || m->desc->stage == HENG_NORMALISE) &&
            strcmp(m->desc->name, "given") != 0) {
            check(rig, m, NULL, 1);
            check(rig, m, NULL, -1);
            n++;
        }
    ck_assert_uint_gt(n, 15);
    m = rig_method(rig, HENG_TREAT, "log");
    check(rig, m, "variant = ct_plus", 1);
    check(rig, m, "variant = ct_orig", 1);
    check(rig, m, "variant = log10", 1);
    m = rig_method(rig, HENG_TREAT, "winsorise");
    check(rig, m, "max_points = 0", 1);
    m = rig_method(rig, HENG_TREAT, "boxcox");
    check(rig, m, "shift = always; lambda = 0.3", 1);
    m = rig_method(rig, HENG_NORMALISE, "dist_reference");
    check(rig, m, "reference = median; capped = yes", 1);
    m = rig_method(rig, HENG_NORMALISE, "efficacy");
    check(rig, m, "constant = 0.1; factor = 0.3", -1);
    rig_free(rig);
}
END_TEST

START_TEST(what_is_given_is_checked)
{
    struct rig *rig = rig_new();
    double y[N];
    struct heng_column_call c = {.n = N, .x = values, .y = y};
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "given", NULL, &c), HENG_UNDEFINED);
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "given", "at = 1", &c), HENG_FAIL);
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "given", "form = ratio; at = 1, 2", &c),
                     HENG_FAIL);
    ck_assert_int_eq(rig_column(rig, HENG_TREAT, "given", "lower = 2; upper = 1", &c), HENG_FAIL);
    rig_free(rig);
}
END_TEST

START_TEST(weights_stand_as_they_are_given)
{
    static const double a[] = {1, 2}, b[] = {NAN, NAN};
    const double *const x[] = {a, b};
    struct rig *rig = rig_new();
    double w[2];
    ck_assert_int_eq(rig_weigh(rig, "given", "values = 0.3, 0.7", 2, 2, x, NULL, w), HENG_OK);
    ck_assert_double_eq(w[0], 0.3);
    ck_assert_double_eq(w[1], 0.7);
    ck_assert_int_eq(rig_weigh(rig, "given", "values = 1", 2, 2, x, NULL, w), HENG_FAIL);
    ck_assert_int_eq(rig_weigh(rig, "given", "values = 0.3, 0.6", 2, 2, x, NULL, w), HENG_FAIL);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_is_found_gives_the_same, what_is_given_is_checked,
                                  weights_stand_as_they_are_given, NULL};
    return kit_run("given", tests);
}
