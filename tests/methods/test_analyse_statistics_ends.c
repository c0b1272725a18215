/* SPDX-License-Identifier: MIT */
/* The statistical analyses: which pairs and texts they hand over, and where they have
   nothing to say. */
#include "methods/findings.h"

/* ---- which pairs, which texts ------------------------------------------------ */

static const double up[] = {1, 2, 3, 4, 5.5, 6}, bent[] = {1, 2.5, 3, 4, 5, 7},
                    down[] = {6, 5, 4, 3.5, 2, 1}, zigzag[] = {1, 9, 2, 8, 3, 7},
                    level[] = {4, 4, 4, 4, 4, 4}, empty[] = {NAN, NAN, NAN, NAN, NAN, NAN},
                    early[] = {1, 3, NAN, NAN, NAN, NAN}, late[] = {NAN, 2, 2, 5, 1, NAN};
static const char *const nodes[] = {"one", "one", "two", "two"};

START_TEST(pairs_within_and_across)
{
    const double *const x[] = {up, bent, down, zigzag};
    struct findings f = {.call = {.n = 6, .m = 4, .x = x, .parents = nodes}};
    struct rig *rig = rig_new();
    analyse(rig, "correlation", NULL, &f);
    ck_assert_uint_eq(f.n, 6);
    ck_assert_str_eq(f.lines[1].text[0], "a");
    ck_assert_str_eq(f.lines[1].text[1], "c");
    ck_assert_str_eq(f.lines[1].text[2], "one");
    ck_assert_str_eq(f.lines[1].text[3], "two");
    ck_assert_str_eq(f.lines[1].text[4], "no");
    ck_assert_str_eq(f.lines[0].text[4], "yes");
    analyse(rig, "correlation", "pairs = within", &f);
    ck_assert_uint_eq(f.n, 2);
    ck_assert_str_eq(f.lines[1].text[1], "d");
    analyse(rig, "correlation", "pairs = across", &f);
    ck_assert_uint_eq(f.n, 4);
    f.call.m = 2;
    analyse(rig, "correlation", "pairs = across", &f);
    ck_assert_int_eq(f.value, HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "all columns belong to one node");
    f.call.parents = nodes + 1;
    analyse(rig, "correlation", "pairs = within", &f);
    ck_assert_int_eq(f.value, HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no two columns belong to one node");
    f.call.parents = NULL;
    analyse(rig, "correlation", "pairs = within", &f);
    ck_assert_uint_eq(f.n, 1);
    ck_assert_str_eq(f.lines[0].text[2], "");
    rig_free(rig);
}
END_TEST

START_TEST(redundancy_flags)
{
    const double *const x[] = {up, bent, down, bent};
    static const int directions[] = {1, 1, -1, 1};
    struct findings f = {.call = {.n = 6, .m = 4, .x = x, .parents = nodes}};
    struct rig *rig = rig_new();
    analyse(rig, "redundancy", NULL, &f);
    ck_assert_uint_eq(f.n, 2);
    ck_assert_str_eq(f.lines[0].text[1], "b");
    ck_assert_str_eq(f.lines[0].text[2], "one");
    ck_assert_str_eq(f.lines[0].text[3], "collinear");
    ck_assert_str_eq(f.lines[1].text[0], "c");
    ck_assert_str_eq(f.lines[1].text[2], "two");
    ck_assert_str_eq(f.lines[1].text[3], "negative");
    ck_assert(number_of(&f, 1, "r") < -0.92);
    f.call.direction = directions; /* c is turned, and contradicts no more */
    analyse(rig, "redundancy", NULL, &f);
    ck_assert_uint_eq(f.n, 2);
    ck_assert_str_eq(f.lines[1].text[3], "collinear");
    ck_assert(number_of(&f, 1, "r") > 0.92);
    analyse(rig, "redundancy", "pairs = all", &f);
    ck_assert_uint_eq(f.n, 6);
    ck_assert_str_eq(f.lines[1].text[1], "c");
    ck_assert_str_eq(f.lines[1].text[2], "");
    f.call.direction = NULL;
    analyse(rig, "redundancy", "pairs = all; low = -1", &f);
    ck_assert_uint_eq(f.n, 6);
    ck_assert_str_eq(f.lines[1].text[3], "collinear");
    analyse(rig, "redundancy", "pairs = all; low = -1; high = 1; kind = kendall", &f);
    ck_assert_uint_eq(f.n, 6); /* the ranks agree, or are the reverse */
    ck_assert_str_eq(f.lines[0].text[3], "collinear");
    ck_assert_str_eq(f.lines[1].text[3], "negative");
    analyse(rig, "redundancy", "high = 1; low = -1", &f);
    ck_assert_uint_eq(f.n, 0);
    rig_free(rig);
}
END_TEST

START_TEST(largest_shift_has_its_unit)
{
    const double *const x[] = {up, zigzag, up};
    static const char *const codes[] = {"A", "B", "C", "D", "E", "F"};
    struct findings f = {.call = {.n = 6, .m = 3, .x = x, .codes = codes}};
    struct rig *rig = rig_new();
    analyse(rig, "rank_correlation", NULL, &f);
    ck_assert_uint_eq(f.n, 3);
    /* ranks 6 5 4 3 2 1 and 6 1 5 2 4 3 */
    ck_assert_str_eq(f.lines[0].text[2], "B");
    ck_assert(number_of(&f, 0, "max_shift") == 4);
    kit_assert_near(number_of(&f, 0, "mean_shift"), 10.0 / 6, 1e-15);
    ck_assert_str_eq(f.lines[1].text[2], "");
    ck_assert(number_of(&f, 1, "ws") == 1 && number_of(&f, 1, "weighted_spearman") == 1);
    ck_assert(number_of(&f, 1, "p_pearson") == 0);
    f.call.codes = NULL;
    analyse(rig, "rank_correlation", NULL, &f);
    ck_assert_str_eq(f.lines[0].text[2], "");
    rig_free(rig);
}
END_TEST

/* ---- nothing to say ------------------------------------------------------------ */

static void assert_undefined(struct rig *rig, const char *name, struct findings *f, const char *why)
{
    analyse(rig, name, NULL, f);
    ck_assert_int_eq(f->value, HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, why);
    ck_assert_uint_eq(f->n, 0);
}

START_TEST(too_few_units_or_columns)
{
    const double *const x[] = {up, bent};
    static const double w[] = {0.5, 0.5};
    struct findings one = {.call = {.n = 1, .m = 2, .x = x, .w = w, .score = up}};
    struct findings alone = {.call = {.n = 6, .m = 1, .x = x}};
    struct findings flat = {.call = {.n = 6, .m = 2, .x = x, .w = w, .score = level}};
    struct rig *rig = rig_new();
    assert_undefined(rig, "correlation", &one, "one unit has no correlation");
    assert_undefined(rig, "redundancy", &one, "one unit has no correlation");
    assert_undefined(rig, "rank_correlation", &one, "one unit has no correlation");
    assert_undefined(rig, "importance", &one, "one unit has no correlation");
    assert_undefined(rig, "correlation", &alone, "fewer than two columns");
    assert_undefined(rig, "rank_correlation", &alone, "fewer than two columns");
    assert_undefined(rig, "importance", &alone, "no index with weights");
    assert_undefined(rig, "importance", &flat, "the index does not vary");
    rig_free(rig);
}
END_TEST

START_TEST(two_units_have_no_p)
{
    const double *const x[] = {up, down};
    struct findings f = {.call = {.n = 2, .m = 2, .x = x}};
    static const char *const methods[] = {"kind = pearson", "kind = spearman", "kind = kendall"};
    struct rig *rig = rig_new();
    for (size_t k = 0; k < COUNT(methods); k++) {
        analyse(rig, "correlation", methods[k], &f);
        ck_assert_int_eq(f.value, HENG_OK);
        ck_assert(number_of(&f, 0, "r") == -1 && isnan(number_of(&f, 0, "p")));
        ck_assert_str_eq(f.warning, "1 pair has only two units in common: no p");
    }
    rig_free(rig);
}
END_TEST

START_TEST(columns_that_do_not_vary)
{
    const double *const x[] = {up, level, empty, early, late, bent};
    static const double w[] = {0.25, 0.25, 0.125, 0.125, 0, 0.25};
    struct findings f = {.call = {.n = 6, .m = 6, .x = x, .w = w, .score = zigzag}};
    struct rig *rig = rig_new();
    analyse(rig, "correlation", NULL, &f);
    ck_assert_int_eq(f.value, HENG_OK);
    ck_assert_uint_eq(f.n, 15);
    ck_assert(isnan(number_of(&f, 0, "r")) && isnan(number_of(&f, 0, "p")));
    ck_assert(number_of(&f, 4, "r") > 0.9); /* a and f: no neighbour suffers */
    ck_assert_uint_eq(f.warnings, 4);
    ck_assert_str_eq(f.warning, "2 pairs have only two units in common: no p");
    analyse(rig, "rank_correlation", NULL, &f);
    ck_assert_uint_eq(f.n, 15);
    ck_assert(number_of(&f, 0, "n") == 6 && isnan(number_of(&f, 0, "ws")) &&
              isnan(number_of(&f, 0, "max_shift")));
    ck_assert_uint_eq(f.warnings, 10);
    analyse(rig, "importance", NULL, &f);
    ck_assert_uint_eq(f.n, 6);
    ck_assert_uint_eq(f.warnings, 2);
    ck_assert_str_eq(f.warning, "c does not vary: it has no importance");
    ck_assert(isnan(number_of(&f, 1, "importance")) && !isnan(number_of(&f, 0, "importance")));
    ck_assert(isnan(number_of(&f, 4, "ratio")) && !isnan(number_of(&f, 4, "importance")));
    analyse(rig, "redundancy", NULL, &f);
    ck_assert_int_eq(f.value, HENG_OK);
    rig_free(rig);
}
END_TEST

START_TEST(describe_what_there_is)
{
    static const double zeros[] = {-1, 1, 0, -0.0, 1, -1};
    const double *const x[] = {level, empty, early, zeros};
    struct findings f = {.call = {.n = 6, .m = 4, .x = x}};
    struct rig *rig = rig_new();
    analyse(rig, "describe", NULL, &f);
    ck_assert_int_eq(f.value, HENG_OK);
    ck_assert_uint_eq(f.n, 4);
    ck_assert_uint_eq(f.warnings, 2);
    ck_assert_str_eq(f.warning, "b has no values");
    ck_assert(number_of(&f, 0, "sd") == 0 && number_of(&f, 0, "cv") == 0);
    ck_assert(isnan(number_of(&f, 0, "skewness")) && number_of(&f, 0, "unique") == 1);
    ck_assert(number_of(&f, 1, "n") == 0 && number_of(&f, 1, "missing") == 6);
    ck_assert(number_of(&f, 1, "unique") == 0 && isnan(number_of(&f, 1, "mean")));
    ck_assert(number_of(&f, 2, "n") == 2 && number_of(&f, 2, "available") == 2.0 / 6);
    ck_assert(isnan(number_of(&f, 2, "skewness")) && number_of(&f, 2, "median") == 2);
    ck_assert(number_of(&f, 3, "zeros") == 2 && number_of(&f, 3, "unique") == 3);
    ck_assert(isnan(number_of(&f, 3, "cv"))); /* the mean is 0 */
    ck_assert(number_of(&f, 3, "outliers_low") == 0);
    analyse(rig, "describe", "fence = 0", &f);
    ck_assert(number_of(&f, 3, "outliers_low") == 2 && number_of(&f, 3, "outliers_high") == 2);
    rig_free(rig);
}
END_TEST

START_TEST(warnings_may_go_nowhere)
{
    const double *const x[] = {level};
    double scratch[18];
    struct rig *rig = rig_new();
    const struct method *m = rig_method(rig, HENG_ANALYSE, "describe");
    struct findings f = {.n = 0};
    struct heng_analyse_call c = {.n = 6,
                                  .m = 1,
                                  .x = x,
                                  .ids = rig_ids,
                                  .n_units = 6,
                                  .n_periods = 1,
                                  .put = findings_put,
                                  .put_data = &f,
                                  .scratch = scratch};
    findings_of(&f, rig, m);
    ck_assert_int_eq(method_analyse(m, rig_params(rig, m, NULL), &c, &rig->error), HENG_OK);
    ck_assert_uint_eq(f.n, 1);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        pairs_within_and_across,  redundancy_flags,        largest_shift_has_its_unit,
        too_few_units_or_columns, two_units_have_no_p,     columns_that_do_not_vary,
        describe_what_there_is,   warnings_may_go_nowhere, NULL};
    return kit_run("analyse_statistics_ends", tests);
}
