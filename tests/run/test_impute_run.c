/* SPDX-License-Identifier: MIT */
/* Imputation beyond a column, and a unit as the reference, within runs. Reckoned by hand. */
#include "run/rig.h"

/* Two classes that are mixed in the file; three years at uneven distances. */
static const char table[] = "code,kind,year,a,b,c\n"
                            "u1,y,2010,0,10,5\nu1,y,2015,1,10,5\nu1,y,2016,2,10,5\n"
                            "u2,x,2010,10,20,1\nu2,x,2015,,20,1\nu2,x,2016,40,20,1\n"
                            "u3,y,2010,,14,2\nu3,y,2015,7,16,2\nu3,y,2016,,18,2\n"
                            "u4,x,2010,8,,4\nu4,x,2015,8,12,4\nu4,x,2016,8,12,\n";

#define DATA "[data]\npath = t.csv\nunit = code\nperiod = year\n[class]\nby = kind\n"
#define TREE                                                                                       \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\n"               \
    "[dimension.two]\nindicators = c\n[indicator.c]\ndirection = negative\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static double imputed(const struct results *r, const char *id, const char *code, size_t period)
{
    return r->imputed[r->plan->tree.nodes[rig_node(r, id)].indicator][rig_row(r, code, period)];
}

static int cell(const struct results *r, const char *id, const char *code, size_t period)
{
    return r->cell[r->plan->tree.nodes[rig_node(r, id)].indicator][rig_row(r, code, period)];
}

START_TEST(panels_go_by_the_year)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE "[impute]\nmethod = linear\n");
    kit_assert_near(imputed(r, "a", "u2", 1), 10 + 30 * 5. / 6, 1e-13);
    ck_assert_int_eq(cell(r, "a", "u2", 1), CELL_IMPUTED);
    ck_assert(isnan(imputed(r, "a", "u3", 0)));
    ck_assert_int_eq(cell(r, "a", "u3", 0), CELL_MISSING);
    rig_assert_told(&r->plan->notes,
                    "indicator a: linear: imputed 1 of 12 values with a line between the unit's "
                    "known values; 2 values left missing: the unit has no value before or none "
                    "after");
    r = rig_run(&g, DATA TREE "[impute]\nmethod = linear_constant\n");
    kit_assert_near(imputed(r, "a", "u3", 2), 7, 0);
    kit_assert_near(imputed(r, "b", "u4", 0), 12, 0);
    r = rig_run(&g, DATA TREE
                "[impute]\nmethod = latest\n[impute.b]\nmethod = latest\nbefore = first\n");
    kit_assert_near(imputed(r, "a", "u2", 1), 10, 0);
    ck_assert(isnan(imputed(r, "a", "u3", 0)));
    kit_assert_near(imputed(r, "a", "u3", 2), 7, 0);
    kit_assert_near(imputed(r, "b", "u4", 0), 12, 0);
    rig_end(&g);
}
END_TEST

/* Labels that are no numbers are as far apart as they stand. */
START_TEST(periods_without_a_number_are_counted)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,kind,year,a,b,c\nu1,x,early,1,1,1\nu1,x,later,,1,1\nu1,x,2016,2,1,1\n"
             "u2,x,early,5,2,3\nu2,x,later,6,2,3\nu2,x,2016,7,2,3\n");
    r = rig_run(&g, DATA TREE "[impute]\nmethod = linear\n");
    kit_assert_near(imputed(r, "a", "u1", 1), 1.5, 0);
    rig_end(&g);
}
END_TEST

START_TEST(rows_look_at_the_node_or_the_index)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE "[impute]\nmethod = row_mean\n");
    /* 2010: a from 0 to 10, b from 10 to 20, c from 5 (worst) to 1, over both classes */
    kit_assert_near(imputed(r, "a", "u3", 0), 10 * 0.4, 1e-14);
    kit_assert_near(imputed(r, "b", "u4", 0), 10 + 10 * 0.8, 1e-14);
    ck_assert(isnan(imputed(r, "c", "u4", 2))); /* c is alone in its node */
    ck_assert_int_eq(cell(r, "c", "u4", 2), CELL_MISSING);
    r = rig_run(&g, DATA TREE
                "[impute]\nmethod = row_mean\nwithin = index\n[aggregate]\nunobserved = score\n");
    kit_assert_near(imputed(r, "a", "u3", 0), 10 * (0.4 + 0.75) / 2, 1e-14);
    kit_assert_near(imputed(r, "b", "u4", 0), 10 + 10 * (0.8 + 0.25) / 2, 1e-14);
    kit_assert_near(imputed(r, "c", "u4", 2), 5 - 4 * (6. / 38 + 0.2) / 2, 1e-14);
    r = rig_run(&g, DATA TREE "[impute.c]\nmethod = row_mean\nwithin = index\nscale = "
                              "no\n[aggregate]\nunobserved = score\n");
    kit_assert_near(imputed(r, "c", "u4", 2), 10, 1e-14);
    ck_assert(isnan(imputed(r, "a", "u3", 0)));
    rig_end(&g);
}
END_TEST

/* What is filled in is told in every score above it, and only there. */
START_TEST(the_share_of_imputed_data)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE "[impute]\nmethod = row_mean\n");
    kit_assert_near(r->imputed_share[rig_node(r, "one")][rig_row(r, "u3", 0)], 0.5, 0);
    kit_assert_near(r->imputed_share[TREE_ROOT][rig_row(r, "u3", 0)], 0.25, 0);
    kit_assert_near(r->imputed_share[TREE_ROOT][rig_row(r, "u1", 0)], 0, 0);
    kit_assert_near(r->imputed_share[TREE_ROOT][rig_row(r, "u3", 1)], 0, 0);
    rig_end(&g);
}
END_TEST

/* Raw values are looked at, never filled ones: the order of indicators changes nothing. */
START_TEST(the_order_of_indicators_changes_nothing)
{
    static const char *const ids[] = {"a", "b", "c"};
    static const char *const codes[] = {"u1", "u2", "u3", "u4"};
    static const char *const methods[] = {"row_mean\nwithin = index", "knn\nk = 2",
                                          "knn\nk = 1\nweights = inverse\nwithin = node"};
    double first[3][4][3];
    struct rig g;
    begin(&g);
    for (size_t m = 0; m < 3; m++)
        for (size_t turn = 0; turn < 2; turn++) {
            char profile[600];
            struct results *r;
            snprintf(profile, sizeof profile,
                     DATA "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = %s\n"
                          "[indicator.c]\ndirection = negative\n[impute]\nmethod = %s\n",
                     turn ? "c, b, a" : "a, b, c", methods[m]);
            r = rig_run(&g, profile);
            for (size_t j = 0; j < 3; j++)
                for (size_t u = 0; u < 4; u++)
                    for (size_t t = 0; t < 3; t++) {
                        double v = imputed(r, ids[j], codes[u], t);
                        ck_assert(!isnan(v));
                        if (turn)
                            ck_assert(kit_near(v, first[j][u][t], 1e-14));
                        first[j][u][t] = v;
                    }
        }
    rig_end(&g);
}
END_TEST

START_TEST(neighbours_come_from_all_classes)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE "[impute]\nmethod = knn\nk = 1\n");
    /* 2015: u2 has b 20, c 1; u3 is at (4/10, 1/4), u4 at (8/10, 3/4), u1 at (1, 1) */
    kit_assert_near(imputed(r, "a", "u2", 1), 7, 0);
    ck_assert_int_eq(cell(r, "a", "u2", 1), CELL_IMPUTED);
    rig_assert_told(&r->plan->notes,
                    "indicator a: knn: imputed 3 of 12 values with the mean of the 1 nearest unit");
    r = rig_run(&g, DATA TREE "[impute]\nmethod = knn\n");
    ck_assert(isnan(imputed(r, "a", "u2", 1)));
    rig_assert_told(&r->plan->notes, "indicator a: knn: 3 values left missing: fewer than 5 units "
                                     "have a value and share an indicator");
    rig_end(&g);
}
END_TEST

START_TEST(a_column_without_values_is_told)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,kind,year,a,b,c\nu1,x,2010,1,2,\nu2,x,2010,3,4,\n");
    r = rig_run(&g, DATA TREE "[impute]\nmethod = row_mean\nwithin = index\n");
    rig_assert_told(&r->plan->warnings, "indicator c: row_mean: no values");
    ck_assert(isnan(rig_score(r, "two", "u1", 0)));
    kit_assert_near(rig_score(r, "idx", "u2", 0), 100, 0);
    rig_end(&g);
}
END_TEST

#define PROFILE_OF(unit, base, scale)                                                              \
    DATA "scale = " scale "\n" TREE "[normalise]\nmethod = dist_reference\nunit = " unit           \
         "\nbase = " base "\n"

START_TEST(a_unit_is_the_reference)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, PROFILE_OF("u4", "each", "common"));
    kit_assert_near(rig_score(r, "a", "u4", 0), 1, 0);
    kit_assert_near(rig_score(r, "a", "u2", 0), 10. / 8, 1e-15);
    kit_assert_near(rig_score(r, "c", "u2", 0), 4, 1e-15);
    r = rig_run(&g, PROFILE_OF("u2", "2010", "common"));
    kit_assert_near(rig_score(r, "a", "u2", 2), 4, 1e-15);
    kit_assert_near(rig_score(r, "b", "u3", 1), 0.6, 1e-15);
    r = rig_run(&g, PROFILE_OF("u3", "pooled", "common"));
    kit_assert_near(rig_score(r, "b", "u2", 0), 10. / 6, 1e-15); /* 14, 16, 18: 16 above 10 */
    kit_assert_near(rig_score(r, "a", "u1", 2), 2. / 7, 1e-15);
    rig_end(&g);
}
END_TEST

START_TEST(a_reference_that_is_not_there)
{
    struct rig g;
    begin(&g);
    ck_assert_int_eq(rig_plan(&g, PROFILE_OF("u9", "each", "common")), OK);
    rig_assert_told(&g.plan->problems, "indicator a: method dist_reference: unit = u9: no unit "
                                       "that is scaled here has this code");
    rig_fine(&g, PROFILE_OF("u1", "each", "own"));
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
    ck_assert_msg(strstr(g.e.text, "unit = u1: no unit that is scaled here has this code") &&
                      strstr(g.e.text, "indicator a (x, 2010)"),
                  "%s", g.e.text);
    rig_fine(&g, PROFILE_OF("u2", "pooled", "own"));
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
    ck_assert_msg(strstr(g.e.text, "indicator a (y): "), "%s", g.e.text);
    rig_end(&g);
}
END_TEST

/* One class scaled by itself. */
START_TEST(the_reference_of_a_class)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,kind,year,a,b,c\nu1,x,2010,0,1,4\nu2,x,2010,2,3,2\nu1,x,2011,4,7,3\n"
             "u2,x,2011,8,6,1\nu3,x,2010,1,9,2\nu3,x,2011,5,5,3\n");
    r = rig_run(&g, PROFILE_OF("u2", "pooled", "own"));
    kit_assert_near(rig_score(r, "a", "u3", 1), 1, 1e-15); /* u2: 2 and 8 */
    r = rig_run(&g, PROFILE_OF("u2", "2011", "own"));
    kit_assert_near(rig_score(r, "a", "u2", 1), 1, 1e-15);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {panels_go_by_the_year,
                                  periods_without_a_number_are_counted,
                                  rows_look_at_the_node_or_the_index,
                                  the_share_of_imputed_data,
                                  the_order_of_indicators_changes_nothing,
                                  neighbours_come_from_all_classes,
                                  a_column_without_values_is_told,
                                  a_unit_is_the_reference,
                                  a_reference_that_is_not_there,
                                  the_reference_of_a_class,
                                  NULL};
    return kit_run("impute run", tests);
}
