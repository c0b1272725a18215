/* SPDX-License-Identifier: MIT */
/* What runs do beyond the twin: overrides of single nodes, weights of the whole index, treatment,
   parts that fail. Figures were reckoned by hand. */
#include "base/file.h"
#include "run/rig.h"

static const char table[] = "code,kind,a,b,c,pop\n"
                            "u1,x,1,10,5,2\n"
                            "u2,x,2,30,,0\n"
                            "u3,y,3,20,7,4\n"
                            "u4,y,5,,9,\n"
                            "u5,y,9,40,6,5\n";

#define DATA "[data]\npath = t.csv\nunit = code\n"
#define TREE                                                                                       \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\n"               \
    "[dimension.two]\nindicators = c\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

START_TEST(a_plain_run)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE);
    kit_assert_near(rig_score(r, "a", "u2", 0), 12.5, 1e-15);
    kit_assert_near(rig_score(r, "b", "u2", 0), 100.0 * 2 / 3, 1e-15);
    kit_assert_near(rig_score(r, "one", "u2", 0), (12.5 + 100.0 * 2 / 3) / 2, 1e-15);
    kit_assert_near(rig_score(r, "one", "u4", 0), 50, 1e-15); /* b is missing: a alone */
    ck_assert(isnan(rig_score(r, "two", "u2", 0)));
    kit_assert_near(rig_score(r, "idx", "u2", 0), (12.5 + 100.0 * 2 / 3) / 2, 1e-15);
    kit_assert_near(rig_score(r, "idx", "u5", 0), (100 + 25) / 2.0, 1e-15);
    ck_assert(r->rank[rig_row(r, "u4", 0)] == 1); /* (50 + 100) / 2 */
    ck_assert_uint_eq(r->plan->warnings.n, 0);
    rig_end(&g);
}
END_TEST

START_TEST(a_node_has_its_own_methods)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(
        &g, DATA TREE
        "[normalise]\nrange = 1, 10\n[normalise.one]\nmethod = rank\n[normalise.b]\nmethod = "
        "minmax\nrange = 0, 1\n"
        "[aggregate]\nmissing = fail\n[aggregate.one]\nmethod = geometric\nmissing = renormalise\n"
        "[aggregate.idx]\nmethod = arithmetic\n[weights.one]\nmethod = "
        "equal\n[indicator.a]\nweight = 9\n");
    ck_assert_str_eq(r->plan->tree.nodes[rig_node(r, "a")].at[HENG_NORMALISE].method->desc->name,
                     "rank");
    ck_assert_str_eq(r->plan->tree.nodes[rig_node(r, "b")].at[HENG_NORMALISE].method->desc->name,
                     "minmax");
    kit_assert_near(rig_score(r, "b", "u2", 0), 2.0 / 3, 1e-15); /* range of its own */
    kit_assert_near(rig_score(r, "c", "u3", 0), 5.5, 1e-15);     /* range of the stage */
    kit_assert_near(rig_score(r, "one", "u2", 0),
                    sqrt(rig_score(r, "a", "u2", 0) * rig_score(r, "b", "u2", 0)), 1e-15);
    ck_assert(!isnan(rig_score(r, "one", "u4", 0))); /* renormalise */
    ck_assert(isnan(rig_score(r, "idx", "u2", 0)));  /* fail: c is missing */
    ck_assert(isnan(r->rank[rig_row(r, "u2", 0)]));
    ck_assert(isnan(r->imputed_share[TREE_ROOT][rig_row(r, "u2", 0)]));
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "a"))], 0.5, 0);
    rig_end(&g);
}
END_TEST

START_TEST(a_node_keeps_what_it_does_not_override)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE
                "[normalise]\nmethod = minmax\nrange = 1, 10\n[normalise.a]\nmethod = zscore\n"
                "[normalise.b]\nmethod = minmax\n[aggregate]\nmissing = "
                "fail\n[aggregate.one]\nmethod = arithmetic\n");
    kit_assert_near(rig_score(r, "b", "u1", 0), 1, 1e-15); /* same method: the stage's range */
    ck_assert_int_eq(r->plan->tree.nodes[rig_node(r, "one")].at[HENG_AGGREGATE].options.missing,
                     MISSING_FAIL);
    ck_assert(isnan(rig_score(r, "one", "u4", 0)));
    rig_end(&g);
}
END_TEST

START_TEST(weights_of_the_whole_index)
{
    struct rig g;
    struct results *r;
    size_t j;
    double sum = 0;
    begin(&g);
    r = rig_run(&g, DATA TREE "[weights]\nmethod = equal\nscope = index\n");
    for (j = 0; j < 3; j++)
        kit_assert_near(r->effective[weight_index(r, 0, 0, r->plan->tree.indicators[j])], 1.0 / 3,
                        1e-15);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "one"))], 2.0 / 3, 1e-15);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "a"))], 0.5, 1e-15);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "c"))], 1, 1e-15);
    r = rig_run(&g, DATA TREE "[weights]\nmethod = entropy\nscope = index\n");
    for (j = 0; j < 3; j++)
        sum += r->effective[weight_index(r, 0, 0, r->plan->tree.indicators[j])];
    kit_assert_near(sum, 1, 1e-12);
    rig_end(&g);
}
END_TEST

START_TEST(per_and_transform)
{
    struct rig g;
    struct results *r;
    size_t k;
    begin(&g);
    r = rig_run(&g, DATA TREE "[indicator.a]\nper = pop\n[indicator.b]\ntransform = "
                              "sqrt\n[indicator.c]\ntransform = log10\n");
    k = r->plan->tree.nodes[rig_node(r, "a")].indicator;
    kit_assert_near(r->raw[k][rig_row(r, "u3", 0)], 0.75, 0);
    ck_assert_int_eq(r->cell[k][rig_row(r, "u2", 0)], CELL_UNDEFINED); /* 2 / 0 */
    ck_assert_int_eq(r->cell[k][rig_row(r, "u4", 0)], CELL_MISSING);
    ck_assert(isnan(r->raw[k][rig_row(r, "u2", 0)]));
    kit_assert_near(rig_score(r, "b", "u3", 0), 100 * (sqrt(20) - sqrt(10)) / (sqrt(40) - sqrt(10)),
                    1e-13);
    kit_assert_near(rig_score(r, "c", "u3", 0), 100 * (log10(7) - log10(5)) / (log10(9) - log10(5)),
                    1e-13);
    rig_end(&g);
}
END_TEST

START_TEST(a_value_without_a_logarithm_is_undefined)
{
    struct rig g;
    struct results *r;
    size_t k;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a\n1,-1\n2,0\n3,1\n4,10\n");
    r = rig_run(&g, DATA "[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = "
                         "a\n[indicator.a]\ntransform = ln\n");
    k = 0;
    ck_assert_int_eq(r->cell[k][0], CELL_UNDEFINED);
    ck_assert_int_eq(r->cell[k][1], CELL_UNDEFINED);
    ck_assert_int_eq(r->cell[k][2], CELL_OBSERVED);
    rig_assert_told(&r->plan->warnings, "indicator a: 2 values have no logarithm or root");
    rig_end(&g);
}
END_TEST

START_TEST(goalposts_are_transformed_with_the_values)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a\n1,100\n2,1000\n3,75000\n");
    r = rig_run(&g, DATA "[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = "
                         "a\n[indicator.a]\ntransform = ln\n"
                         "goalposts = 100, 75000\n[normalise]\nmethod = goalposts\nrange = 0, 1\n");
    kit_assert_near(rig_score(r, "a", "2", 0), log(10) / log(750), 1e-14);
    rig_end(&g);
}
END_TEST

START_TEST(a_constant_column_is_told_and_left_out)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b\n1,1,5\n2,2,5\n3,4,5\n");
    r = rig_run(&g, DATA "[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b\n");
    rig_assert_told(&r->plan->warnings, "indicator b: minmax:");
    kit_assert_near(rig_score(r, "d", "2", 0), 100.0 / 3, 1e-15);
    ck_assert_int_eq(r->cell[1][0], CELL_UNDEFINED);
    rig_end(&g);
}
END_TEST

START_TEST(treatment_marks_its_cells_and_says_what_it_did)
{
    struct rig g;
    struct results *r;
    size_t row;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a\n1,1\n2,2\n3,3\n4,2.5\n5,1.5\n6,2.2\n7,1.8\n8,900\n");
    r = rig_run(&g, DATA "[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = "
                         "a\n[treat]\nmethod = winsorise\n");
    row = rig_row(r, "8", 0);
    ck_assert_int_eq(r->cell[0][row], CELL_TREATED);
    ck_assert(r->raw[0][row] == 900 && r->treated[0][row] == 3);
    ck_assert_int_eq(r->cell[0][0], CELL_OBSERVED);
    rig_assert_told(&r->plan->notes, "indicator a: winsorise:");
    rig_end(&g);
}
END_TEST

START_TEST(treatment_is_decided_over_all_periods_unless_base_is_each)
{
    static const char *const bases[] = {"each", "pooled", "2001"};
    size_t i;
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,year,a\n1,2001,1\n2,2001,2\n3,2001,3\n4,2001,2.5\n1,2002,500\n2,2002,501\n3,"
             "2002,502\n4,2002,900\n");
    for (i = 0; i < 3; i++) {
        struct results *r;
        size_t k, treated = 0;
        g.set[0] = i == 0   ? "normalise.base=each"
                   : i == 1 ? "normalise.base=pooled"
                            : "normalise.base=2001";
        g.n_set = 1;
        r = rig_run(
            &g,
            DATA "period = year\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a\n"
                 "[treat]\nmethod = winsorise\nskewness = 1\nkurtosis = 1\nmax_points = 1\n");
        for (k = 0; k < r->n_rows; k++)
            treated += r->cell[0][k] == CELL_TREATED;
        ck_assert_msg(treated == (i == 0 ? 1 : 0), "%s: %zu treated", bases[i], treated);
    }
    rig_end(&g);
}
END_TEST

START_TEST(weights_look_at_the_stage_s_base_not_at_a_node_s)
{
    struct rig g;
    struct results *r;
    begin(&g);
    rig_file(
        &g, "t.csv",
        "code,year,a,b\n1,2001,1,5\n2,2001,2,7\n3,2001,4,8\n1,2002,3,5\n2,2002,9,6\n3,2002,5,9\n");
    r = rig_run(&g, DATA
                "period = year\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b\n"
                "[normalise.a]\nbase = pooled\n[weights]\nmethod = entropy\n");
    ck_assert(r->weight[weight_index(r, 0, 0, 2)] != r->weight[weight_index(r, 0, 1, 2)]);
    g.set[0] = "normalise.base=pooled";
    g.n_set = 1;
    r = rig_run(&g, NULL);
    ck_assert(r->weight[weight_index(r, 0, 0, 2)] == r->weight[weight_index(r, 0, 1, 2)]);
    rig_end(&g);
}
END_TEST

START_TEST(formulas_and_derived_columns)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA "[derive]\nhalf = a / 2\n[index]\nid = i\ndimensions = "
                         "d\n[dimension.d]\nindicators = half, ratio\n"
                         "[indicator.ratio]\nformula = b / pop\ndirection = negative\n");
    kit_assert_near(r->raw[0][rig_row(r, "u5", 0)], 4.5, 0);
    kit_assert_near(r->raw[1][rig_row(r, "u3", 0)], 5, 0);
    ck_assert_int_eq(r->cell[1][rig_row(r, "u2", 0)], CELL_UNDEFINED);
    ck_assert_int_eq(r->cell[1][rig_row(r, "u4", 0)], CELL_MISSING);
    kit_assert_near(rig_score(r, "ratio", "u3", 0), 100, 1e-13);
    rig_end(&g);
}
END_TEST

START_TEST(units_are_chosen)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA "[units]\nwhere = kind == \"y\" and a > 2\n" TREE);
    ck_assert_uint_eq(r->n_units, 3);
    kit_assert_near(rig_score(r, "a", "u4", 0), 100.0 * 2 / 6, 1e-15);
    rig_end(&g);
}
END_TEST

/* ---- parts that fail ------------------------------------------------------------------ */

#define BAD_TREE                                                                                   \
    "[index]\nid = idx\ndimensions = one, crash\n[dimension.one]\nindicators = a, "                \
    "b\n[dimension.crash]\nplugin = "

static bool have_bad_plugins(struct rig *g)
{
    static char folder[4200];
    snprintf(folder, sizeof folder, "%s/tests/plugins/bad", g->build);
    g->plugins[0] = folder;
    return dir_exists(folder);
}

START_TEST(a_plugin_that_crashes_takes_nothing_with_it)
{
    static const char *const bad[] = {"segv_compute", "segv_load",   "abort_compute",
                                      "exit_compute", "wrong_magic", "fails"};
    struct rig g, alone;
    size_t i, u;
    begin(&g);
    begin(&alone);
    if (have_bad_plugins(&g)) {
        struct results *want =
            rig_run(&alone, DATA
                    "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, b\n");
        for (i = 0; i < sizeof bad / sizeof *bad; i++) {
            char profile[1000];
            struct results *r;
            snprintf(profile, sizeof profile, "%s%s%s\n", DATA, BAD_TREE, bad[i]);
            r = rig_run(&g, profile);
            ck_assert_uint_ge(r->plan->failures.n, 1);
            ck_assert_int_eq(r->plan->failures.items[0].status, ERR_PART);
            rig_assert_told(&r->plan->failures, "dimension crash: ");
            rig_assert_told(&r->plan->failures, bad[i]);
            for (u = 0; u < r->n_rows; u++) {
                size_t one = rig_node(r, "one");
                ck_assert(memcmp(&r->score[one][u], &want->score[1][u], sizeof(double)) == 0);
                kit_assert_near(r->score[TREE_ROOT][u], want->score[TREE_ROOT][u], 1e-15);
            }
        }
    }
    rig_end(&g);
    rig_end(&alone);
}
END_TEST

START_TEST(nothing_left_is_no_run)
{
    struct rig g;
    begin(&g);
    if (have_bad_plugins(&g)) {
        rig_fine(&g,
                 DATA "[index]\nid = idx\ndimensions = segv_load\n[dimension.segv_load]\nweight = "
                      "2\n[normalise]\nmethod = minmax\nrange = 0, 1\n");
        ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PART);
        ck_assert_ptr_null(g.results);
        ck_assert_ptr_nonnull(strstr(g.e.text, "nothing is left to score"));
    }
    rig_end(&g);
}
END_TEST

START_TEST(methods_of_a_plugin)
{
    struct rig g;
    struct results *r;
    begin(&g);
    if (have_bad_plugins(&g)) {
        r = rig_run(
            &g, DATA TREE
            "[normalise.a]\nmethod = stretched\nscale = 3\n[weights.one]\nmethod = as_given\n"
            "[aggregate.idx]\nmethod = weighted_sum\n");
        kit_assert_near(rig_score(r, "a", "u3", 0), 9, 1e-15);
        rig_assert_told(&r->plan->notes, "indicator a: stretched: a note");
        ck_assert_uint_eq(r->plan->files.n, 3); /* the plugin once */
        ck_assert_str_eq(r->plan->files.v[2].role, "plugin");
        ck_assert_int_eq(rig_plan(&g, DATA TREE "[aggregate.one]\nmethod = topped\nscale = 7\n"),
                         OK);
        rig_assert_told(&g.plan->problems, "arithmetic mixes scales: one (topped: 0 to 7), ");
        ck_assert_int_eq(rig_plan(&g, DATA TREE "[aggregate.one]\nmethod = topped\nscale = 7\n"
                                                "[aggregate.idx]\nmethod = middle\n"),
                         OK);
        rig_assert_told(&g.plan->problems, "middle mixes scales: one (topped: 0 to 7), ");
        ck_assert_int_eq(rig_plan(&g, DATA TREE "[weights]\nmethod = as_givn\n"), OK);
        rig_assert_told(&g.plan->problems, "as_givn: no such method; did you mean as_given?");
        /* plugins that cannot be used are told: one of them might have had it */
        ck_assert_uint_gt(g.plan->warnings.n, 10);
    }
    rig_end(&g);
}
END_TEST

START_TEST(results_free_accepts_null)
{
    results_free(NULL);
    plan_free(NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_plain_run,
        a_node_has_its_own_methods,
        a_node_keeps_what_it_does_not_override,
        weights_of_the_whole_index,
        per_and_transform,
        a_value_without_a_logarithm_is_undefined,
        goalposts_are_transformed_with_the_values,
        a_constant_column_is_told_and_left_out,
        treatment_marks_its_cells_and_says_what_it_did,
        treatment_is_decided_over_all_periods_unless_base_is_each,
        weights_look_at_the_stage_s_base_not_at_a_node_s,
        formulas_and_derived_columns,
        units_are_chosen,
        a_plugin_that_crashes_takes_nothing_with_it,
        nothing_left_is_no_run,
        methods_of_a_plugin,
        results_free_accepts_null,
        NULL,
    };
    return kit_run("run", tests);
}
