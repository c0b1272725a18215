/* SPDX-License-Identifier: MIT */
/* What is wrong with a profile: each kind of problem, told with file, line, key, reason and the
   nearest name; and all of them at once. */
#include "run/rig.h"

static const char table[] = "code,name,kind,year_n,a,b,c,pop\n"
                            "u1,甲,x,1,1,10,5,2\n"
                            "u2,乙,x,2,2,30,,3\n"
                            "u3,丙,y,3,3,20,7,4\n";

#define DATA "[data]\npath = t.csv\nunit = code\nname = name\n" /* lines 1 to 4 */
#define INDEX                                                                                      \
    "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, b\n" /* 5 to 9 */

struct problem {
    const char *profile;
    const char *told; /* part of the one problem's text */
};

static const struct problem problems[] = {
    {"", "p.ini: no [data] section: say where the table is"},
    {"; only a comment\n", "p.ini: no [data] section"},
    {DATA, "[index]: say what the index is made of"},
    {"[data]\nunit = code\n" INDEX, "p.ini:1: [data]: a key is missing: path "},
    {"[data]\npath = nix.csv\n" INDEX "[treat]\nmethod = winsorise\nmax_points = 3\n",
     "p.ini:2: [data] path: "},
    {"[data]\npath = .\n" INDEX, "not a regular file"},
    {DATA "[data.more]\npath = nix.csv\n" INDEX, "p.ini:6: [data.more] path: "},
    {DATA "[data.more]\npath = t.csv\nunit = code\n" INDEX, "p.ini:5: [data.more]: "},
    {DATA "[data.more]\npath = other.csv\n" INDEX, "p.ini:5: [data.more]: "},
    {DATA "[units]\nwhere = a > 99\n" INDEX, "p.ini:6: [units] where: keeps none of the 3 units"},
    {DATA "[units]\nwhere = aa > 1\n" INDEX, "p.ini:6: "},
    {DATA "[units]\nwhere = a >\n" INDEX, "p.ini:6: "},
    {DATA "[class]\nby = kin\n" INDEX,
     "p.ini:6: [class] by: the table has no text column kin; did you mean kind?"},
    {DATA "[class]\nby = a\n" INDEX,
     "p.ini:6: [class] by: a is a column of numbers; list it under [data] text"},
    {DATA "[class]\nby = kind\nz = Zed\n" INDEX,
     "p.ini:7: [class] z: no unit has this value in column kind"},
    {DATA "[data.g]\npath = gap.csv\nunit = code\n[class]\nby = g\n" INDEX,
     "unit u2 (乙) has no value in column g"},
    {DATA "[derive]\na = b\n" INDEX, "p.ini:6: [derive] a: the table has a column of this name"},
    {DATA "[derive]\nd = b / popp\n" INDEX,
     "p.ini:6: [derive] d: unknown name popp; did you mean pop?"},
    {DATA "[derive]\nd = b +\n" INDEX, "p.ini:6: [derive] d: "},
    {DATA "[index]\nid = idx\ndimensions = one\nscript = logistics\n",
     "p.ini:5: [index]: dimensions, script and tree exclude each other"},
    {DATA "[index]\nid = idx\nscript = logistix\n", "p.ini:7: [index] script: "},
    {DATA "[index]\nid = idx\ntree = nix.csv\n", "p.ini:7: [index] tree: "},
    {DATA "[index]\nid = idx\ntree = meta.csv\n", "meta.csv:3: column Type: 'Indikator'"},
    {DATA "[index]\nid = idx\ndimensions = one, one\n[dimension.one]\nindicators = a\n",
     "[index] dimensions: one is listed twice"},
    {DATA "[index]\nid = idx\ndimensions = one\n[dimension.one]\nplugin = nix\n",
     "p.ini:9: [dimension.one] plugin: nix: no plugin of this name"},
    {DATA INDEX "[dimension.lost]\nindicators = c\n",
     "p.ini:10: [dimension.lost]: not part of the index"},
    {DATA INDEX "[dimension.two]\nparent = nix\nindicators = c\n",
     "p.ini:10: [dimension.two] parent: no dimension nix"},
    {DATA "[index]\nid = one\ndimensions = one\n[dimension.one]\nindicators = a\n",
     "dimension one has the id of the index"},
    {DATA "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = "
          "a\n[dimension.two]\nindicators = a\n",
     "indicator a stands in the index already"},
    {DATA "[index]\nid = score\ndimensions = one\n[dimension.one]\nindicators = a\n",
     "index score: scores.csv has a column of this name already"},
    {DATA "[index]\nid = idx\ndimensions = rank\n[dimension.rank]\nindicators = a\n",
     "dimension rank: scores.csv has a column of this name already"},
    {DATA "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, popp\n",
     "popp is neither a column of the table nor has it a formula ([indicator.popp] formula = ...); "
     "did you mean pop?"},
    {DATA INDEX "[indicator.aa]\nweight = 1\n",
     "p.ini:10: [indicator.aa]: the index has no indicator aa; did you mean a?"},
    {DATA INDEX "[indicator.one]\nweight = 1\n",
     "p.ini:10: [indicator.one]: the index has no indicator one"},
    {DATA INDEX "[indicator.a]\ngoalposts = 5, 1\n",
     "p.ini:11: [indicator.a] goalposts: expected lo, hi with lo < hi"},
    {DATA INDEX "[indicator.a]\ngoalposts = 1\n",
     "p.ini:11: [indicator.a] goalposts = 1: expected"},
    {DATA INDEX "[indicator.a]\ngoalposts = 0, 1\ntransform = ln\n",
     "p.ini:11: [indicator.a] goalposts: the lower one has no logarithm or root"},
    {DATA INDEX "[indicator.a]\nper = popp\n",
     "p.ini:11: [indicator.a] per: the table has no column popp to divide a by; did you mean pop?"},
    {DATA INDEX "[indicator.a]\nformula = a / popp\n",
     "p.ini:11: [indicator.a] formula: unknown name popp; did you mean pop?"},
    {DATA INDEX "[indicator.a]\nweight = -1\n", "p.ini:11: [indicator.a] weight = -1: expected"},
    {DATA INDEX "[indicator.a]\nweight = 0\n[indicator.b]\nweight = 0\n",
     "p.ini:8: node one: the weights of its children sum to 0"},
    {DATA INDEX "[indicator.a]\ndirection = up\n", "expected one of default, positive, negative"},
    {DATA INDEX "[treat]\nmethod = winsorize\n",
     "p.ini:11: [treat] method: winsorize: no such method; did you mean winsorise?"},
    {DATA INDEX "[normalise.a]\nmethod = minmix\n",
     "p.ini:11: [normalise.a] method: minmix: no such method; did you mean minmax?"},
    {DATA INDEX "[weights]\nmethod = qqqqqqqq\n",
     "p.ini:11: [weights] method: qqqqqqqq: no such method (`heng list methods`"},
    {DATA INDEX "[weights]\nmethod = ahp_entrop\n", "no such method; did you mean ahp_entropy?"},
    {DATA INDEX "[normalise]\nrnge = 0, 1\n",
     "p.ini:11: [normalise] rnge: unknown key; did you mean range?"},
    {DATA INDEX "[normalise]\nrange = 1\n", "p.ini:11: [normalise] range = 1: expected"},
    {DATA INDEX "[normalise]\nbase = 2013\n",
     "p.ini:11: [normalise] base: 2013: the table has no such period; name its column"},
    {DATA INDEX "[impute]\nmethod = class_mean\nby = kid\n",
     "p.ini:12: [impute] by: the table has no text column kid; did you mean kind?"},
    {DATA INDEX "[impute]\nmethod = class_mean\nby = pop\n",
     "p.ini:12: [impute] by: pop is a column of numbers"},
    {DATA INDEX "[impute.a]\nmethod = class_mean\nby = kid\n",
     "p.ini:12: [impute.a] by: the table has no text column kid"},
    {DATA INDEX "[weights.one]\nmethod = equal\nscope = index\n",
     "p.ini:12: [weights.one] scope: "},
    {DATA INDEX "[weights.a]\nmethod = equal\n",
     "p.ini:10: [weights.a]: a is an indicator; only a node with children has weights"},
    {DATA INDEX "[aggregate.onne]\nmethod = geometric\n",
     "p.ini:10: [aggregate.onne]: the index has no node onne; did you mean one?"},
    {DATA INDEX "[wieghts]\nmethod = equal\n",
     "p.ini:10: [wieghts]: no such section; did you mean [weights]?"},
    {DATA INDEX "[dimension.one.x]\ntitle = t\n",
     "p.ini:10: [dimension.one.x]: not part of the index"},
    {DATA INDEX "[profile]\nlanguage = fr\n",
     "p.ini:11: [profile] language = fr: expected one of zh, en"},
    {DATA INDEX "[profile]\ntitel = x\n",
     "p.ini:11: [profile] titel: unknown key; did you mean title?"},
    {DATA INDEX "[profile]\nplugins = nix\n", "p.ini:11: [profile] plugins: "},
    {DATA INDEX "[report]\nx = 1\n", "p.ini:11: [report] x: unknown key"},
    {DATA INDEX "[normalise.b]\nmethod = goalposts\n",
     "p.ini:9: indicator b: method goalposts: the indicator has no goalposts"},
    {DATA INDEX "[normalise.b]\nmethod = zscore\nsd = 0\n", "indicator b: method zscore: "},
    {DATA INDEX "[output]\nformat = csv\n",
     "p.ini:11: [output] format: unknown key; did you mean formats?"},
};

static void files(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
    rig_file(g, "other.csv", "code,z\nq1,1\nq2,2\n");
    rig_file(g, "gap.csv", "code,g\nu1,x\nu3,y\n");
    rig_file(g, "meta.csv",
             "iCode,Parent,Level,Direction,Weight,Type\nidx,NA,2,1,1,Aggregate\na,idx,1,1,1,"
             "Indikator\n");
}

START_TEST(every_kind_of_problem_is_told_alone)
{
    struct rig g;
    size_t i;
    files(&g);
    for (i = 0; i < sizeof problems / sizeof *problems; i++) {
        rig_one_problem(&g, problems[i].profile, problems[i].told);
        ck_assert_int_ne(plan_status(g.plan), OK);
    }
    rig_end(&g);
}
END_TEST

START_TEST(all_problems_at_once)
{
    struct rig g;
    files(&g);
    g.set[0] = "treat.max_pionts=3";
    g.set[1] = "nonsense";
    g.n_set = 2;
    ck_assert_int_eq(rig_plan(&g, DATA "[class]\nby = kin\n"                           /* 5 */
                                       "[derive]\nd = b / popp\n"                      /* 7 */
                                       "[index]\nid = idx\ndimensions = one, econmy\n" /* 9 */
                                       "[dimension.one]\nindicators = a, zz\nwieght = 3\n"
                                       "[indicator.a]\ngoalposts = 2, 1\nper = nix\n"
                                       "[treat]\nmethod = winsorise\n"
                                       "[weights]\nmethod = entropi\n"
                                       "[aggregate.nix]\nmethod = geometric\n"),
                     OK);
    if (g.plan->problems.n != 11)
        rig_print(&g.plan->problems);
    ck_assert_uint_eq(g.plan->problems.n, 11);
    rig_assert_told(&g.plan->problems, "--set nonsense: expected section.key=value");
    rig_assert_told(&g.plan->problems,
                    "--set: [treat] max_pionts: unknown key; did you mean max_points?");
    rig_assert_told(&g.plan->problems,
                    "p.ini:14: [dimension.one] wieght: unknown key; did you mean weight?");
    ck_assert_int_eq(plan_status(g.plan), ERR_PROFILE);
    rig_end(&g);
}
END_TEST

START_TEST(circles_are_told_for_each_member)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(rig_plan(&g, DATA INDEX "[dimension.x]\nparent = y\nindicators = "
                                             "c\n[dimension.y]\nparent = x\nindicators = pop\n"),
                     OK);
    rig_assert_told(&g.plan->problems, "p.ini:10: [dimension.x] parent: goes round in a circle");
    rig_end(&g);
    files(&g);
    ck_assert_int_eq(rig_plan(&g, DATA INDEX "[dimension.x]\nparent = x\nindicators = c\n"), OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_assert_told(&g.plan->problems, "[dimension.x] parent: goes round in a circle");
    rig_end(&g);
}
END_TEST

START_TEST(a_missing_table_has_the_status_of_a_missing_input)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(rig_plan(&g, "[data]\npath = nix.csv\n" INDEX
                                  "[normalise]\nrange = 0, 1\n[rank]\nties = min\n"),
                     OK);
    ck_assert_int_eq(plan_status(g.plan), ERR_NOINPUT);
    rig_file(&g, "bad.csv", "code,a\nu1,1\nu2\n");
    ck_assert_int_eq(rig_plan(&g, "[data]\npath = bad.csv\n" INDEX), OK);
    ck_assert_int_eq(plan_status(g.plan), ERR_DATA);
    rig_assert_told(&g.plan->problems, "bad.csv:3");
    rig_end(&g);
}
END_TEST

START_TEST(no_profile_is_no_plan)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(rig_plan(&g, NULL), ERR_NOINPUT);
    ck_assert_ptr_null(g.plan);
    ck_assert_ptr_nonnull(strstr(g.e.text, "p.ini"));
    rig_file(&g, "p.ini", DATA INDEX);
    g.plugins[0] = "/nonexistent/folder";
    ck_assert_int_eq(rig_plan(&g, NULL), ERR_NOINPUT);
    ck_assert_ptr_nonnull(strstr(g.e.text, "--plugins /nonexistent/folder: no such folder"));
    rig_end(&g);
}
END_TEST

START_TEST(a_plan_knows_its_parts)
{
    struct rig g;
    struct plan *p;
    files(&g);
    rig_file(&g, "more.csv", "code,z\nu1,4\nu2,5\nu3,6\n");
    p = rig_fine(&g,
                 "[profile]\ntitle = 题\ntitle_en = Title\n" DATA
                 "[data.more]\npath = more.csv\nunit = code\n[class]\nby = kind\ny = Why\n"
                 "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, z\n"
                 "[dimension.sub]\nparent = one\ntitle_en = Below\nweight = 2\nindicators = b\n");
    ck_assert_uint_eq(p->n_classes, 2);
    ck_assert_str_eq(p->classes[0].value, "y"); /* labelled first, then as met */
    ck_assert_str_eq(p->classes[0].label, "Why");
    ck_assert_str_eq(p->classes[1].label, "x");
    ck_assert_uint_eq(p->classes[1].first, 1);
    ck_assert_uint_eq(p->order[0], 2);
    ck_assert_uint_eq(p->tree.n, 6);
    ck_assert_uint_eq(p->tree.nodes[tree_find(&p->tree, "sub")].parent, tree_find(&p->tree, "one"));
    ck_assert(p->tree.nodes[tree_find(&p->tree, "sub")].weight == 2);
    ck_assert_str_eq(node_title(&p->tree.nodes[tree_find(&p->tree, "sub")], LANGUAGE_ZH), "Below");
    ck_assert_uint_eq(p->files.n, 3);
    ck_assert_str_eq(p->files.v[0].role, "profile");
    ck_assert_str_eq(p->files.v[1].role, "data");
    ck_assert_uint_eq(strlen(p->files.v[2].sha256), 64);
    ck_assert_str_eq(plan_title(p), "题");
    ck_assert_uint_eq(p->limits.memory, worker_default_limits.memory);
    rig_end(&g);
}
END_TEST

START_TEST(titles_and_made_up_data)
{
    struct rig g;
    files(&g);
    ck_assert_str_eq(plan_title(rig_fine(&g, DATA INDEX)), "idx");
    ck_assert_str_eq(
        plan_title(rig_fine(&g, "[profile]\ntitle_en = T\nlanguage = zh\n" DATA INDEX)), "T");
    ck_assert_str_eq(
        plan_title(
            rig_fine(&g, "[profile]\ntitle_en = T\nlanguage = en\nsynthetic = yes\n" DATA INDEX)),
        "T [synthetic data]");
    ck_assert_ptr_nonnull(
        strstr(plan_title(rig_fine(&g, "[profile]\ntitle = 题\nsynthetic = yes\n" DATA INDEX)),
               "合成数据"));
    rig_end(&g);
}
END_TEST

START_TEST(an_index_is_called_after_its_profile_without_an_id)
{
    struct rig g;
    files(&g);
    rig_fine(&g, DATA "[index]\ndimensions = one\n[dimension.one]\nindicators = a\n");
    ck_assert_str_eq(g.plan->tree.nodes[0].id, "p");
    rig_end(&g);
}
END_TEST

START_TEST(a_tree_file_may_take_formulas)
{
    struct rig g;
    struct plan *p;
    files(&g);
    rig_file(&g, "meta.csv",
             "iCode,Parent,Level,Direction,Weight,Type\nidx,NA,2,1,1,Aggregate\nq,idx,1,1,1,"
             "Indicator\na,idx,1,-1,1,Indicator\n");
    p = rig_fine(
        &g, DATA
        "[index]\ntitle = 题\ntitle_en = Top\ntree = meta.csv\n[indicator.q]\nformula = a / pop\n");
    ck_assert_int_eq(p->tree.nodes[tree_find(&p->tree, "q")].origin.kind, FROM_FORMULA);
    ck_assert_str_eq(p->tree.nodes[0].title_en, "Top");
    /* a formula that only says the indicator's own, unknown name */
    ck_assert_int_eq(rig_plan(&g, DATA "[index]\ntree = meta.csv\n[indicator.q]\nformula = q\n"),
                     OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    ck_assert_int_eq(rig_plan(&g, DATA "[index]\ntree = meta.csv\n"), OK);
    rig_assert_told(&g.plan->problems, "meta.csv:3: the table has no column q");
    rig_end(&g);
}
END_TEST

START_TEST(a_namesake_of_a_plugin_is_not_taken_for_it)
{
    struct rig g;
    struct plan *p;
    char plugins[4200];
    files(&g);
    snprintf(plugins, sizeof plugins, "%s/plugins", g.build);
    g.plugins[0] = plugins;
    p = rig_fine(
        &g,
        DATA "[index]\nid = idx\ndimensions = economy\n[dimension.economy]\nindicators = a, b\n");
    ck_assert_uint_eq(p->n_parts, 0);
    ck_assert_uint_eq(p->files.n, 2);
    p = rig_fine(&g, DATA "[index]\nid = idx\ndimensions = g\n[dimension.g]\nweight = "
                          "1\n[dimension.economy]\nparent = g\nindicators = a\n");
    ck_assert_uint_eq(p->tree.n, 4);
    /* one of the plugin's own: now it is the plugin, and its columns are missing */
    ck_assert_int_eq(rig_plan(&g, DATA
                              "[index]\nid = idx\ndimensions = "
                              "economy\n[dimension.economy]\nindicators = gdp_per_person, a\n"),
                     OK);
    rig_assert_told(&g.plan->problems, "plugin economy needs the column gdp_per_capita_yuan");
    rig_end(&g);
}
END_TEST

START_TEST(a_script_that_needs_columns_says_which)
{
    struct rig g;
    files(&g);
    ck_assert_int_eq(rig_plan(&g, DATA "[index]\nscript = logistics\n"), OK);
    rig_assert_told(&g.plan->problems, "p.ini:6: [index] script: logistics needs the column ");
    ck_assert_int_eq(rig_plan(&g, DATA "[index]\nscript = logistics\nnonsense = 3\n"), OK);
    rig_assert_told(&g.plan->problems, "p.ini:7: [index] nonsense: unknown key");
    rig_end(&g);
}
END_TEST

START_TEST(a_broken_script_is_a_failure_not_a_profile_s_fault)
{
    struct rig g;
    char folder[300];
    const char *scripts[1];
    struct plan_options o = {.jobs = 1};
    files(&g);
    snprintf(folder, sizeof folder, "%s/s", g.dir);
    ck_assert_int_eq(mkdir(folder, 0755), 0);
    ck_assert_int_eq(mkdir(rig_path(&g, "s/indices"), 0755), 0);
    rig_file(&g, "s/indices/broken.lua", "return heng.index{ id = }\n");
    rig_file(&g, "p.ini",
             DATA "[index]\nscript = broken\ndecay = 2\n[normalise]\nrange = 0, "
                  "1\n[dimension.x]\nweight = 2\n");
    o.path = rig_path(&g, "p.ini");
    scripts[0] = folder;
    o.scripts = scripts;
    o.n_scripts = 1;
    ck_assert_int_eq(plan_new(&o, &g.plan, &g.e), OK);
    rig_print(&g.plan->problems);
    ck_assert_uint_eq(g.plan->problems.n, 0);
    rig_assert_told(&g.plan->failures, "index broken: ");
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PART);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_kind_of_problem_is_told_alone,
        all_problems_at_once,
        circles_are_told_for_each_member,
        a_missing_table_has_the_status_of_a_missing_input,
        no_profile_is_no_plan,
        a_plan_knows_its_parts,
        titles_and_made_up_data,
        an_index_is_called_after_its_profile_without_an_id,
        a_tree_file_may_take_formulas,
        a_namesake_of_a_plugin_is_not_taken_for_it,
        a_script_that_needs_columns_says_which,
        a_broken_script_is_a_failure_not_a_profile_s_fault,
        NULL,
    };
    return kit_run("plan", tests);
}
