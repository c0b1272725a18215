/* SPDX-License-Identifier: MIT */
/* Combined weights and tables of judgements, from the profile to the results. */
#include "run/rig.h"

#include "output/manifest.h"
#include "output/output.h"

static const char table[] =
    "code,kind,a,b,c,d\n"
    "u1,x,1,10,5,3\nu2,x,2,30,6,1\nu3,y,3,20,7,4\nu4,y,5,25,9,1\nu5,y,9,40,6,5\n";

#define DATA "[data]\npath = t.csv\nunit = code\n" /* lines 1 to 3 */
#define INDEX                                                                                      \
    "[index]\nid = idx\ndimensions = one, two\n" /* 4 to 6 */                                      \
    "[dimension.one]\nindicators = a, b, c\n"    /* 7, 8 */                                        \
    "[dimension.two]\nindicators = d\n"          /* 9, 10 */

static void files(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
    rig_file(g, "top.csv", ",two,one\ntwo,1,1/3\none,3,1\n");
    rig_file(g, "one.csv", ",c,a,b\nc,1,,\na,4,1,\nb,2,1/2,1\n");
    rig_file(g, "points.csv", "expert,b,c,a\ne1,20,30,50\ne2,40,20,40\n");
}

static double weight(const struct rig *g, const char *node)
{
    return g->results->weight[weight_index(g->results, 0, 0, rig_node(g->results, node))];
}

START_TEST(judgements_of_a_node)
{
    struct rig g;
    files(&g);
    rig_run(&g, DATA INDEX
            "[weights]\nmethod = equal\n[weights.idx]\nmethod = ahp\njudgements = top.csv\n"
            "[weights.one]\nmethod = ahp\njudgements = one.csv\n");
    kit_assert_near(weight(&g, "one"), 0.75, 1e-15);
    kit_assert_near(weight(&g, "a"), 4. / 7, 1e-15);
    kit_assert_near(weight(&g, "b"), 2. / 7, 1e-15);
    kit_assert_near(weight(&g, "c"), 1. / 7, 1e-15);
    rig_assert_told(&g.plan->notes, "node one: weights ahp: consistency ratio 0.000");
    ck_assert_uint_eq(g.plan->files.n, 4); /* profile, data, and the two tables */
    ck_assert_str_eq(g.plan->files.v[2].role, "table");
    rig_run(&g, DATA INDEX "[weights.one]\nmethod = budget\njudgements = points.csv\n");
    kit_assert_near(weight(&g, "a"), 0.45, 1e-15);
    kit_assert_near(weight(&g, "b"), 0.3, 1e-15);
    g.set[0] = "weights.one.judgements=nix.csv";
    g.n_set = 1;
    ck_assert_int_eq(rig_plan(&g, NULL), OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_assert_told(&g.plan->problems, "--set: [weights.one] judgements = nix.csv: nix.csv: ");
    ck_assert_int_eq(plan_status(g.plan), ERR_NOINPUT);
    rig_end(&g);
}
END_TEST

START_TEST(judgements_of_others)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(rig_plan(&g, DATA INDEX "[weights.idx]\nmethod = ahp\njudgements = one.csv\n"),
                     OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_assert_told(&g.plan->problems, "p.ini:13: [weights.idx] judgements: ");
    rig_assert_told(&g.plan->problems, "one.csv:1: has no row one");
    rig_end(&g);
}
END_TEST

/* The parts' own results, put together by hand. */
START_TEST(parts_are_those_of_a_run_each)
{
    static const char *const parts[] = {"[weights.one]\nmethod = entropy\nshift = 0.01\n",
                                        "[weights.one]\nmethod = ahp\njudgements = one.csv\n"};
    static const char *const ids[] = {"a", "b", "c"};
    double w[2][3], sum = 0;
    size_t i, k;
    struct rig g;
    files(&g);
    for (k = 0; k < 2; k++) {
        char profile[600];
        snprintf(profile, sizeof profile, "%s%s", DATA INDEX, parts[k]);
        rig_run(&g, profile);
        for (i = 0; i < 3; i++)
            w[k][i] = weight(&g, ids[i]);
    }
    rig_run(&g, DATA INDEX "[weights.one]\nmethod = combined\nof = entropy, ahp\nshift = 0.01\n"
                           "judgements = one.csv\nshares = 1, 3\n");
    for (i = 0; i < 3; i++)
        kit_assert_near(weight(&g, ids[i]), (w[0][i] + 3 * w[1][i]) / 4, 1e-15);
    rig_run(&g, DATA INDEX "[weights.one]\nmethod = combined\nof = entropy, ahp\nshift = 0.01\n"
                           "judgements = one.csv\nhow = multiplicative\n");
    for (i = 0; i < 3; i++)
        sum += w[0][i] * w[1][i];
    for (i = 0; i < 3; i++)
        kit_assert_near(weight(&g, ids[i]), w[0][i] * w[1][i] / sum, 1e-15);
    ck_assert_str_eq(g.plan->tree.nodes[rig_node(g.results, "one")].at[HENG_WEIGHTS].label,
                     "combined(entropy+ahp)");
    ck_assert_str_eq(g.plan->tree.nodes[0].at[HENG_WEIGHTS].label, "given");
    rig_run(&g, DATA INDEX "[weights.one]\nmethod = combined\nof = entropy, ahp\n"
                           "judgements = one.csv\nhow = game\n");
    rig_assert_told(&g.plan->notes, "node one: weights combined: share of entropy 0.");
    rig_end(&g);
}
END_TEST

START_TEST(over_the_whole_index_and_by_class)
{
    struct rig g;
    files(&g);
    rig_run(&g,
            DATA INDEX "[weights]\nmethod = combined\nof = entropy, equal, gini\nscope = index\n");
    kit_assert_near(weight(&g, "a") + weight(&g, "b") + weight(&g, "c"), 1, 1e-15);
    ck_assert(weight(&g, "one") > 0.5 && weight(&g, "one") < 1);
    /* A node with parts of its own does not take the index's weights. */
    rig_run(&g, DATA INDEX "[weights]\nmethod = combined\nof = entropy, gini\nscope = index\n"
                           "[weights.one]\nof = equal, given\n");
    kit_assert_near(weight(&g, "a"), 1. / 3, 1e-15);
    rig_run(&g, DATA "[class]\nby = kind\n" INDEX
                     "[weights]\nmethod = combined\nof = entropy, cv\nhow = game\n");
    ck_assert_uint_eq(g.results->n_blocks, 2);
    rig_end(&g);
}
END_TEST

START_TEST(a_script_is_a_part)
{
    struct rig g;
    files(&g);
    rig_run(&g,
            DATA INDEX "[weights]\nmethod = combined\nof = entropy_floor, equal\nfloor = 0.2\n");
    ck_assert_str_eq(g.plan->tree.nodes[0].at[HENG_WEIGHTS].label, "combined(entropy_floor+equal)");
    kit_assert_near(weight(&g, "a") + weight(&g, "b") + weight(&g, "c"), 1, 1e-15);
    ck_assert(rig_told(&g.plan->failures, "") == 0);
    rig_end(&g);
}
END_TEST

/* A part without weights leaves the node without any, and says why once. */
START_TEST(a_part_that_has_no_weights)
{
    struct rig g;
    files(&g);
    rig_file(&g, "t.csv", "code,a,b,c,d\nu1,1,2,3,4\nu2,2,4,6,5\nu3,3,6,9,6\n");
    rig_run(&g, DATA INDEX "[weights.one]\nmethod = combined\nof = equal, critic\n");
    ck_assert(isnan(weight(&g, "a")));
    rig_assert_told(&g.plan->warnings, "node one: weights critic: ");
    ck_assert(!rig_told(&g.plan->warnings, "weights combined"));
    rig_file(&g, "t.csv", table);
    ck_assert_int_eq(rig_plan(&g, DATA INDEX "[weights.one]\nmethod = combined\nof = equal, ahp\n"),
                     OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_assert_told(&g.plan->problems,
                    "p.ini:12: [weights.one] method: ahp: no judgements of 3 columns");
    rig_end(&g);
}
END_TEST

START_TEST(a_script_that_fails_as_a_part)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(mkdir(rig_path(&g, "s"), 0700), 0);
    ck_assert_int_eq(mkdir(rig_path(&g, "s/weights"), 0700), 0);
    rig_file(&g, "s/weights/sorry.lua",
             "return heng.weights { id = \"sorry\", weigh = function() heng.fail(\"no\") end }");
    rig_run(&g, "[profile]\nscripts = s\n" DATA INDEX
                "[weights.one]\nmethod = combined\nof = sorry, equal\n");
    ck_assert(isnan(weight(&g, "a")));
    rig_assert_told(&g.plan->failures, "sorry.lua");
    rig_assert_told(&g.plan->notes, "node one: no result: sorry failed");
    rig_end(&g);
}
END_TEST

START_TEST(problems_of_a_combination)
{
    static const struct {
        const char *profile, *told;
    } cases[] = {
        {"method = combined\n", "p.ini:12: [weights]: a key is missing: of = METHOD, METHOD ..."},
        {"method = combined\nof = entropy\n",
         "p.ini:13: [weights] of: expected 2 to 16 names, not 'entropy'"},
        {"method = combined\nof = entropi, equal\n",
         "p.ini:13: [weights] of: entropi: no such method; did you mean entropy?"},
        {"method = combined\nof = equal, equal\n",
         "p.ini:13: [weights] of: equal stands there twice"},
        {"method = combined\nof = equal, combined\n",
         "p.ini:13: [weights] of: combined is a combination itself"},
        {"method = combined\nof = equal, entropy\nshfit = 0.1\n",
         "p.ini:14: [weights] shfit: unknown key; did you mean shift?"},
        {"method = combined\nof = equal, cv\nshift = 0.1\n",
         "p.ini:14: [weights] shift: unknown key"},
        {"method = combined\nof = entropy, equal\nshift = -1\n",
         "p.ini:14: [weights] shift = -1: expected a number from 0 to 1"},
        {"method = combined\nof = ahp, equal\njudgements = bad.csv\n",
         "bad.csv:2: 2 cells where the header has 3"},
        {"method = combined\nof = ahp, precedence\njudgements = bad.csv\n",
         "bad.csv:2: 2 cells where the header has 3"},
    };
    struct rig g;
    size_t i;
    files(&g);
    rig_file(&g, "bad.csv", ",a,b\na,1\n");
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[600];
        snprintf(profile, sizeof profile, "%s[weights]\n%s", DATA INDEX, cases[i].profile);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        if (g.plan->problems.n != 1 || !rig_told(&g.plan->problems, cases[i].told)) {
            rig_print(&g.plan->problems);
            ck_abort_msg("%zu: want one problem that tells: %s", i, cases[i].told);
        }
    }
    rig_end(&g);
}
END_TEST

/* Keys of a base profile that a part takes stay; those of another method, or of a part that the
   nearer profile has taken out, go. */
START_TEST(over_a_base_profile)
{
    struct rig g;
    files(&g);
    rig_file(&g, "base.ini", DATA INDEX "[weights.one]\nmethod = ahp\njudgements = one.csv\n");
    rig_run(&g,
            "[profile]\nextends = base.ini\n[weights.one]\nmethod = combined\nof = ahp, equal\n");
    kit_assert_near(weight(&g, "a"), (4. / 7 + 1. / 3) / 2, 1e-15);
    rig_run(&g,
            "[profile]\nextends = base.ini\n[weights.one]\nmethod = combined\nof = cv, equal\n");
    rig_file(&g, "base.ini",
             DATA INDEX
             "[weights.one]\nmethod = combined\nof = ahp, equal\njudgements = one.csv\n");
    rig_run(&g, "[profile]\nextends = base.ini\n[weights.one]\nof = equal, given\n");
    kit_assert_near(weight(&g, "a"), 1. / 3, 1e-15);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {judgements_of_a_node,
                                  judgements_of_others,
                                  parts_are_those_of_a_run_each,
                                  over_the_whole_index_and_by_class,
                                  a_script_is_a_part,
                                  a_part_that_has_no_weights,
                                  a_script_that_fails_as_a_part,
                                  problems_of_a_combination,
                                  over_a_base_profile,
                                  NULL};
    return kit_run("combined", tests);
}
