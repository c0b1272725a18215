/* SPDX-License-Identifier: MIT */
/* [rule.NAME], [tiers], [panorama]: worked by hand, and beside slow twins. */
#include "base/file.h"
#include "explain/explain.h"
#include "output/manifest.h"
#include "output/output.h"
#include "run/rig.h"
#include "stats/rng.h"

/* Values are scores: one is 70 50 20 80 20 -, two 90 70 50 20 100 -, idx 80 60 35 50 60 -. */
static const char table[] = "code,name,kind,a,b,c,g,h\n"
                            "u1,One,x,80,60,90,500,1\n"
                            "u2,Two,x,40,60,70,300,\n"
                            "u3,Three,x,20,,50,,1\n"
                            "u4,Four,y,90,70,20,400,1\n"
                            "u5,Five,y,10,30,100,100,1\n"
                            "u6,Six,y,,,,600,1\n";

#define DATA "[data]\npath = t.csv\nunit = code\nname = name\n" /* lines 1 to 4 */
#define TREE                                                                                       \
    "[class]\nby = kind\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one, two\n"   \
    "[dimension.one]\nindicators = a, b\n[dimension.two]\nindicators = c\n" /* 5 to 15 */
#define BASE DATA TREE
#define HEAD "class,period,code,name,rule,kind,node,effect,before,after,reason\n"
#define EN "[profile]\nlanguage = en\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static char *output(struct rig *g, const char *name)
{
    static const struct heng_names all = {NULL, 0};
    char path[300];
    struct outputs out = {0};
    char *bytes;
    size_t n;
    ck_assert_int_eq(outputs_make(g->results, &all, &out, &g->e), OK);
    ck_assert_msg(outputs_write(&out, &all, rig_path(g, "o"), g->plan, &g->e) == OK, "%s",
                  g->e.text);
    outputs_fini(&out);
    snprintf(path, sizeof path, "o/%s", name);
    ck_assert_msg(file_read(rig_path(g, path), 1 << 24, &bytes, &n, &g->e) == OK, "%s", g->e.text);
    return bytes;
}

static void compare(struct rig *g, const char *name, const char *want)
{
    char *bytes = output(g, name);
    ck_assert_str_eq(bytes, want);
    free(bytes);
}

static double rank_of(const struct results *r, const char *code)
{
    return r->rank[rig_row(r, code, 0)];
}

/* ---- kinds ----------------------------------------------------------------------------- */

START_TEST(thresholds_and_vetoes_take_the_rank_and_leave_the_score)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(
        &g,
        BASE "[rule.gdp]\nkind = threshold\nwhen = g >= 300\nreason = 不足\nreason_en = too small\n"
             "[rule.no]\nkind = veto\nwhen = code == \"u2\"\n");
    compare(&g, "rules.csv",
            HEAD "x,,u3,Three,gdp,threshold,idx,not judged,35,35,缺少g\n"
                 "y,,u5,Five,gdp,threshold,idx,not ranked,60,60,不足\n"
                 "x,,u2,Two,no,veto,idx,not ranked,60,60,\"code == \"\"u2\"\"\"\n");
    kit_assert_near(rank_of(r, "u1"), 1, 0);
    ck_assert(isnan(rank_of(r, "u2")));
    kit_assert_near(rank_of(r, "u3"), 2, 0); /* not judged: stays ranked */
    kit_assert_near(rank_of(r, "u4"), 1, 0);
    ck_assert(isnan(rank_of(r, "u5")));
    kit_assert_near(rig_score(r, "idx", "u5", 0), 60, 0);
    rig_assert_told(&r->plan->warnings, "rule gdp: 1 not judged: a value is missing: u3 Three");
    rig_assert_told(&r->plan->notes, "rule gdp: 1 not ranked");
    rig_run(&g,
            EN BASE "[rule.gdp]\nkind = threshold\nwhen = g >= 300\nreason = 不足\nclass = x\n");
    compare(&g, "rules.csv", HEAD "x,,u3,Three,gdp,threshold,idx,not judged,35,35,g is missing\n");
    rig_end(&g);
}
END_TEST

START_TEST(a_cap_is_seen_by_what_lies_above)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE
                "[rule.top]\nkind = cap\nnode = two\nvalue = 60\nwhen = g <= 500\nreason = r\n");
    compare(&g, "rules.csv",
            HEAD "x,,u1,One,top,cap,two,capped,90,60,r\n"
                 "x,,u2,Two,top,cap,two,capped,70,60,r\n"
                 "x,,u3,Three,top,cap,two,not judged,50,50,缺少g\n"
                 "y,,u5,Five,top,cap,two,capped,100,60,r\n"); /* u4 has 20: nothing to lower */
    kit_assert_near(rig_score(r, "idx", "u1", 0), 65, 0);
    kit_assert_near(rig_score(r, "idx", "u2", 0), 55, 0);
    kit_assert_near(rig_score(r, "idx", "u3", 0), 35, 0);
    kit_assert_near(rig_score(r, "idx", "u5", 0), 40, 0);
    kit_assert_near(rig_score(r, "c", "u5", 0), 100, 0);
    kit_assert_near(rank_of(r, "u4"), 1, 0);
    kit_assert_near(score_before_rules(r, rig_node(r, "two"), rig_row(r, "u5", 0)), 100, 0);
    kit_assert_near(score_before_rules(r, rig_node(r, "idx"), rig_row(r, "u5", 0)), 40, 0);
    rig_end(&g);
}
END_TEST

START_TEST(deductions_by_an_expression_in_the_order_of_the_profile)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE
                "[rule.less]\nkind = deduction\nvalue = (500 - g) / 20\nwhen = c > 0\nreason = r\n"
                "[rule.cap]\nkind = cap\nvalue = 45\nwhen = idx > 45 and two > one\nreason = s\n"
                "[rule.low]\nkind = warning\nwhen = idx < 45\nreason = t\n");
    compare(&g, "rules.csv",
            HEAD "x,,u2,Two,less,deduction,idx,deducted,60,50,r\n"
                 "x,,u3,Three,less,deduction,idx,not judged,35,35,缺少g\n"
                 "y,,u4,Four,less,deduction,idx,deducted,50,45,r\n"
                 "y,,u5,Five,less,deduction,idx,deducted,60,40,r\n"
                 "x,,u1,One,cap,cap,idx,capped,80,45,s\n"
                 "x,,u2,Two,cap,cap,idx,capped,50,45,s\n"
                 "x,,u3,Three,low,warning,idx,warned,35,35,t\n"
                 "y,,u5,Five,low,warning,idx,warned,40,40,t\n");
    kit_assert_near(rig_score(r, "idx", "u2", 0), 45, 0);
    kit_assert_near(score_before_rules(r, 0, rig_row(r, "u2", 0)), 60, 0);
    kit_assert_near(rank_of(r, "u2"), 1, 0);
    rig_assert_told(&r->plan->warnings, "rule low: 2 warned: u3 Three, u5 Five");
    rig_assert_told(&r->plan->notes, "rule less: 3 deducted");
    rig_end(&g);
}
END_TEST

START_TEST(what_a_condition_does_not_look_at_may_be_missing)
{
    struct rig g;
    begin(&g);
    rig_run(&g, BASE "[rule.v]\nkind = veto\nwhen = c > 60 or h > 0\nreason = r\n");
    compare(&g, "rules.csv",
            HEAD "x,,u1,One,v,veto,idx,not ranked,80,80,r\n"
                 "x,,u2,Two,v,veto,idx,not ranked,60,60,r\n" /* h is missing, c decides */
                 "x,,u3,Three,v,veto,idx,not ranked,35,35,r\n"
                 "y,,u4,Four,v,veto,idx,not ranked,50,50,r\n"
                 "y,,u5,Five,v,veto,idx,not ranked,60,60,r\n");
    rig_assert_told(&g.plan->notes, "rule v: 5 not ranked");
    rig_run(&g, BASE "[rule.v]\nkind = veto\nwhen = not (h > 5)\nclass = x\nreason = r\n");
    compare(&g, "rules.csv",
            HEAD "x,,u1,One,v,veto,idx,not ranked,80,80,r\n"
                 "x,,u2,Two,v,veto,idx,not judged,60,60,缺少h\n"
                 "x,,u3,Three,v,veto,idx,not ranked,35,35,r\n");
    /* Of a value, too; and of a score or raw value of the index. */
    rig_run(
        &g, DATA
        "[class]\nby = kind\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one, two\n"
        "[dimension.one]\nindicators = a, b\n[dimension.two]\nindicators = c, half\n"
        "[indicator.half]\nformula = b / 2\n"
        "[rule.d]\nkind = deduction\nwhen = true\nvalue = h\nclass = x\nreason = r\n"
        "[rule.w]\nkind = warning\nwhen = half < 20\nreason = r\n");
    compare(&g, "rules.csv",
            HEAD "x,,u1,One,d,deduction,idx,deducted,65,64,r\n"
                 "x,,u2,Two,d,deduction,idx,not judged,50,50,缺少h\n"
                 "x,,u3,Three,d,deduction,idx,deducted,35,34,r\n"
                 "x,,u3,Three,w,warning,idx,not judged,34,34,缺少half\n"
                 "y,,u5,Five,w,warning,idx,warned,38.75,38.75,r\n");
    rig_end(&g);
}
END_TEST

/* An indicator with `per` or a formula is its raw value, one that is a column the column. */
START_TEST(what_names_stand_for)
{
    static const struct {
        const char *when, *told;
    } cases[] = {
        {"a == 80", "u1"},
        {"ratio == 80 / 500", "u1"},
        {"one == 50", "u2"},
        {"name == \"Three\"", "u3"},
        {"kind == \"y\" and two < 50", "u4"},
        {"idx == 60 and g < 200", "u5"},
        {"sqrt(a) == 3 * sqrt(10)", "u4"},
        {"math.max(a, b, c) == 100", "u5"},
    };
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[1000];
        struct results *r;
        size_t k, n = 0;
        snprintf(
            profile, sizeof profile,
            DATA
            "[class]\nby = kind\n[normalise]\nmethod = none\n[index]\nid = idx\n"
            "dimensions = one, two, rest\n[dimension.one]\nindicators = a, b\n"
            "[dimension.two]\nindicators = c\n[dimension.rest]\nindicators = ratio\nweight = 0\n"
            "[indicator.ratio]\nformula = a\nper = g\n[rule.v]\nkind = veto\nwhen = %s\n",
            cases[i].when);
        r = rig_run(&g, profile);
        for (k = 0; k < r->n_rows; k++)
            n += r->unranked[k];
        ck_assert_msg(n == 1 && r->unranked[rig_row(r, cases[i].told, 0)], "%s", cases[i].when);
    }
    rig_end(&g);
}
END_TEST

START_TEST(each_period_by_itself)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,name,year,a,g\nu1,A,2001,10,1\nu1,A,2002,20,5\nu2,B,2001,30,5\nu2,B,2002,40,1\n"
             "u3,C,2002,50,\n");
    r = rig_run(&g, DATA
                "period = year\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one\n"
                "[dimension.one]\nindicators = a\n"
                "[rule.t]\nkind = threshold\nwhen = g > 3\nreason = r\n");
    compare(&g, "rules.csv",
            HEAD ",2001,u1,A,t,threshold,idx,not ranked,10,10,r\n"
                 ",2002,u2,B,t,threshold,idx,not ranked,40,40,r\n"
                 ",2002,u3,C,t,threshold,idx,not judged,50,50,缺少g\n");
    rig_assert_told(&r->plan->warnings, "rule t: 1 not judged: a value is missing: u3 C (2002)");
    kit_assert_near(r->rank[rig_row(r, "u2", 0)], 1, 0);
    kit_assert_near(r->rank[rig_row(r, "u3", 1)], 1, 0);
    kit_assert_near(r->rank[rig_row(r, "u1", 1)], 2, 0);
    rig_end(&g);
}
END_TEST

START_TEST(a_warning_names_the_first_five)
{
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n");
    rig_run(&g,
            "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = "
            "d\n[dimension.d]\nindicators = a\n"
            "[rule.all]\nkind = warning\nwhen = true\n[rule.none]\nkind = warning\nwhen = false\n"
            "[rule.same]\nkind = cap\nvalue = 100\nwhen = true\n[rule.nothing]\nkind = "
            "deduction\nvalue = 0\nwhen = true\n");
    ck_assert_uint_eq(g.plan->warnings.n, 1);
    rig_assert_told(&g.plan->warnings, "rule all: 6 warned: 1 1, 2 2, 3 3, 4 4, 5 5 ...");
    ck_assert_uint_eq(g.results->n_applied, 6); /* what changes nothing is not listed */
    rig_end(&g);
}
END_TEST

/* ---- problems ---------------------------------------------------------------------------- */

static const struct {
    const char *profile, *told; /* part of the one problem's text */
} problems[] = {
    {BASE "[rules]\na = b\n", "p.ini:16: [rules]: no such section; did you mean [rule.NAME]?"},
    {BASE "[rule]\nkind = veto\n", "p.ini:16: [rule]: needs a name after a dot: [rule.NAME]"},
    {BASE "[rule.r]\nkind = vetto\nwhen = true\n",
     "p.ini:17: [rule.r] kind = vetto: expected one of threshold, veto, cap, deduction, warning"},
    {BASE "[rule.r]\nwhen = true\n", "p.ini:16: [rule.r]: a key is missing: kind "},
    {BASE "[rule.r]\nkind = veto\n", "p.ini:16: [rule.r]: a key is missing: when "},
    {BASE "[rule.r]\nkind = veto\nwhen = true\nreson = x\n",
     "p.ini:19: [rule.r] reson: unknown key; did you mean reason?"},
    {BASE "[rule.r]\nkind = veto\nwhen = true\nnode = one\n",
     "p.ini:19: [rule.r] node: a veto lowers no score; take it out"},
    {BASE "[rule.r]\nkind = warning\nwhen = true\nvalue = 5\n",
     "p.ini:19: [rule.r] value: a warning lowers no score; take it out"},
    {BASE "[rule.r]\nkind = cap\nwhen = true\n",
     "p.ini:16: [rule.r] value: a key is missing: a cap needs the highest score (value = 60)"},
    {BASE "[rule.r]\nkind = deduction\nwhen = true\n",
     "p.ini:16: [rule.r] value: a key is missing: a deduction needs its points (value = 5)"},
    {BASE "[rule.r]\nkind = cap\nwhen = true\nvalue = 5\nnode = onne\n",
     "p.ini:20: [rule.r] node: onne: the index has no such node; did you mean one?"},
    {BASE "[rule.r]\nkind = cap\nwhen = true\nvalue = 5\nnode = a\n",
     "p.ini:20: [rule.r] node: a is an indicator; a rule acts on the score of the index or of a "
     "dimension"},
    {BASE "[rule.r]\nkind = veto\nwhen = true\nclass = x, yy\n",
     "p.ini:19: [rule.r] class: yy: no unit is of this class; did you mean y?"},
    {DATA "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a\n[rule.r]\nkind = "
          "veto\nwhen = true\nclass = x\n",
     "p.ini:13: [rule.r] class: x: there are no classes; say by what with [class] by"},
    {BASE "[rule.r]\nkind = veto\nwhen = gg > 5\n",
     "p.ini:18: [rule.r] when: unknown name gg; did you mean g?"},
    {BASE "[rule.r]\nkind = veto\nwhen = onee > 5\n",
     "p.ini:18: [rule.r] when: unknown name onee; did you mean one?"},
    {BASE "[rule.r]\nkind = cap\nwhen = true\nvalue = hh\n",
     "p.ini:19: [rule.r] value: unknown name hh; did you mean h?"},
    {BASE "[rule.r]\nkind = veto\nwhen = g >\n", "p.ini:18: [rule.r] when: unexpected symbol near"},
    {BASE "[rule.r]\nkind = cap\nwhen = true\nvalue = 1 +\n",
     "p.ini:19: [rule.r] value: unexpected symbol near"},
    {BASE "[rule.r]\nkind = veto\nwhen = os.time() > 5\n",
     "p.ini:18: [rule.r] when: os is not available"},
    {BASE "[rule.r]\nkind = veto\nwhen = name > 5\n",
     "p.ini:18: [rule.r] when: a text is compared with a number"},
    {BASE "[rule.r]\nkind = veto\nwhen = g\n",
     "p.ini:18: [rule.r] when: g is a number, not a condition: write g ~= 0 (character 1)"},
    {BASE "[rule.r]\nkind = veto\nwhen = g = 1\n",
     "p.ini:18: [rule.r] when: = does not compare: write == (character 3)"},
    {BASE "[rule.r]\nkind = veto\nwhen = g > mean(g)\n",
     "p.ini:18: [rule.r] when: mean looks at all units"},
    {BASE "[rule.r]\nkind = cap\nwhen = g > 1\nvalue = name\n",
     "p.ini:19: [rule.r] value: name is a text, not a number (character 1)"},
    {BASE "[rule.r]\nkind = cap\nnode = one\nvalue = 5\nwhen = two > 5\n",
     "p.ini:20: [rule.r] when: two has no score yet when the rule is applied; only one and what is "
     "below it has one"},
    {BASE "[rule.r]\nkind = cap\nnode = one\nvalue = idx\nwhen = true\n",
     "p.ini:19: [rule.r] value: idx has no score yet"},
    {BASE "[indicator.a]\nper = g\n[rule.r]\nkind = veto\nwhen = a > 5\n",
     "p.ini:20: [rule.r] when: a is two things, a column of the table and an indicator of the "
     "index that is not the same"},
    {BASE "[derive]\none = g\n[rule.r]\nkind = veto\nwhen = one > 5\n",
     "p.ini:20: [rule.r] when: one is two things, a column of the table and a node of the index"},
    {BASE "[tiers]\nhow = naturally\n",
     "p.ini:17: [tiers] how = naturally: expected one of natural, quantile, equal, given"},
    {BASE "[tiers]\nk = 1\n", "p.ini:17: [tiers] k = 1: expected"},
    {BASE "[tiers]\nk = 3\nlabels = A, B\n", "p.ini:18: [tiers] labels: 2 names for 3 tiers"},
    {BASE "[tiers]\nlabels = A, B\n", "p.ini:17: [tiers] labels: 2 names for 5 tiers"},
    {BASE "[tiers]\nhow = given\n", "p.ini:17: [tiers] how: given needs limits"},
    {BASE "[tiers]\nlimits = 60\n", "p.ini:17: [tiers] limits: only how = given has limits"},
    {BASE "[tiers]\nhow = given\nlimits = 60, 80\n",
     "p.ini:18: [tiers] limits: the limits must fall, best first"},
    {BASE "[tiers]\nhow = given\nlimits = 60, 60\n",
     "p.ini:18: [tiers] limits: the limits must fall, best first"},
    {BASE "[tiers]\nhow = given\nlimits = 80, 60\nk = 5\n",
     "p.ini:19: [tiers] k: 2 limits make 3 tiers"},
    {BASE "[panorama]\ntop_share = 2\n", "p.ini:17: [panorama] top_share = 2: expected"},
    {BASE "[panorama]\ntop_share = 0.6\nbottom_share = 0.5\n",
     "p.ini:16: [panorama]: top_share and bottom_share are more than 1 together"},
    {BASE "[panorma]\ntop_share = 0.6\n",
     "p.ini:16: [panorma]: no such section; did you mean [panorama]?"},
};

START_TEST(a_mistake_is_told_with_its_place)
{
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < sizeof problems / sizeof *problems; i++) {
        ck_assert_int_eq(rig_plan(&g, problems[i].profile), OK);
        rig_assert_told(&g.plan->problems, problems[i].told);
        ck_assert_msg(g.plan->problems.n == 1, "%s: %s", problems[i].told,
                      g.plan->problems.items[1].text);
        ck_assert_int_eq(plan_status(g.plan), ERR_PROFILE);
    }
    rig_end(&g);
}
END_TEST

/* Without a table or a tree rules say nothing of their own. */
START_TEST(one_mistake_is_enough)
{
    struct rig g;
    begin(&g);
    ck_assert_int_eq(rig_plan(&g, "[data]\npath = no.csv\n[rule.r]\nkind = cap\nvalue = 1\nwhen = "
                                  "xx > 1\nnode = yy\n[tiers]\nk = 3\n"),
                     OK);
    ck_assert_uint_eq(g.plan->problems.n, 1);
    ck_assert_int_eq(
        rig_plan(&g, DATA "[rule.r]\nkind = veto\nwhen = xx > 1\n[rule.s]\nkind = veto\n"), OK);
    ck_assert_uint_eq(g.plan->problems.n, 2); /* no index; no condition */
    rig_end(&g);
}
END_TEST

static const struct {
    const char *rule, *told;
} broken[] = {
    {"kind = veto\nwhen = name:sub(1) > 5\n",
     "p.ini:18: [rule.r] when: unit u1 (One): attempt to compare number with string"},
    {"kind = veto\nwhen = math.floor(g)\n",
     "p.ini:18: [rule.r] when: unit u1 (One): the result is number, not true or false"},
    {"kind = veto\nwhen = (function() return g > 0, true end)()\n",
     "p.ini:18: [rule.r] when: unit u1 (One): the result is not one value"},
    {"kind = cap\nwhen = g == 400\nvalue = name:sub(1)\n",
     "p.ini:19: [rule.r] value: unit u4 (Four): the result is string, not a number"},
    {"kind = cap\nwhen = g == 400\nvalue = 1 / 0\n",
     "p.ini:19: [rule.r] value: unit u4 (Four): the result is not a finite number"},
    {"kind = cap\nwhen = g == 400\nvalue = 0 / 0\n", "the result is not a finite number"},
    {"kind = deduction\nwhen = g == 100\nvalue = g - 103\n",
     "p.ini:19: [rule.r] value: unit u5: a deduction is 0 or more, not -3"},
    {"kind = veto\nwhen = (function() local x = nil; return x.y > 1 end)()\n",
     "p.ini:18: [rule.r] when: unit u1 (One): attempt to index a nil value"},
    {"kind = veto\nwhen = (function() while true do end end)()\n[profile]\nworker_seconds = 0.1\n",
     "p.ini:18"},
};

START_TEST(what_only_a_unit_shows_ends_the_run)
{
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < sizeof broken / sizeof *broken; i++) {
        char profile[1000];
        snprintf(profile, sizeof profile, BASE "[rule.r]\n%s", broken[i].rule);
        rig_fine(&g, profile);
        ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
        ck_assert_msg(strstr(g.e.text, broken[i].told) != NULL, "%s", g.e.text);
        ck_assert_ptr_null(g.results);
    }
    rig_end(&g);
}
END_TEST

/* Rules share a worker, but nothing of Lua's; where one fails the others are asked anew. */
#define THREE(second)                                                                              \
    BASE "[rule.a]\nkind = veto\nwhen = (function() string.len = 1; math.pi = 3; return code == "  \
         "\"u1\" end)()\n"                                                                         \
         "[rule.b]\nkind = veto\nwhen = " second                                                   \
         "\n[rule.c]\nkind = veto\nwhen = code == \"u5\"\n"

START_TEST(rules_of_one_moment_do_not_meet)
{
    static const struct {
        const char *profile, *told;
    } wrong[] = {
        {THREE("name:sub(1) > 5"), "p.ini:21: [rule.b] when: unit u1 (One): attempt to compare"},
        {THREE("(function() while true do end end)()") "[profile]\nworker_seconds = 0.2\n",
         "p.ini:21"},
        {THREE("#string.rep(\"x\", 100000000) > 1") "[profile]\nworker_memory_mb = 20\n",
         "p.ini:21"},
    };
    struct rig g;
    size_t i;
    begin(&g);
    rig_run(&g, THREE("string.len(\"ab\") == 2 and math.pi > 3.1 and code == \"u2\""));
    ck_assert(isnan(rank_of(g.results, "u1")) && isnan(rank_of(g.results, "u2")));
    ck_assert(isnan(rank_of(g.results, "u5")) && rank_of(g.results, "u4") == 1);
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rig_fine(&g, wrong[i].profile);
        ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
        ck_assert_msg(strstr(g.e.text, wrong[i].told) != NULL, "%s", g.e.text);
    }
    ck_assert_int_eq(rig_plan(&g, BASE "[rule.a]\nkind = veto\nwhen = a >\n[rule.b]\nkind = veto\n"
                                       "when = a > 1\n[rule.c]\nkind = veto\nwhen = nowhere > 1\n"),
                     OK);
    ck_assert_uint_eq(g.plan->problems.n, 2);
    ck_assert_ptr_nonnull(strstr(g.plan->problems.items[0].text, "p.ini:18: [rule.a] when"));
    ck_assert_ptr_nonnull(strstr(g.plan->problems.items[1].text, "p.ini:24: [rule.c] when"));
    rig_end(&g);
}
END_TEST

START_TEST(a_rule_sees_what_the_one_before_has_lowered)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g,
                BASE "[rule.a]\nkind = cap\nnode = two\nvalue = 60\nwhen = c > 60\n"
                     "[rule.b]\nkind = deduction\nnode = two\nvalue = 1\nwhen = c == 90\n"
                     "[rule.c]\nkind = deduction\nnode = two\nvalue = two / 2\nwhen = two < 60\n");
    kit_assert_near(rig_score(r, "two", "u1", 0), 29.5, 0);
    kit_assert_near(rig_score(r, "two", "u2", 0), 60, 0);
    kit_assert_near(rig_score(r, "two", "u3", 0), 25, 0);
    rig_end(&g);
}
END_TEST

START_TEST(a_mistake_in_a_panel_names_the_period)
{
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,name,year,a\nu1,A,2001,10\nu1,A,2002,20\n");
    rig_fine(&g,
             DATA "period = year\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a\n"
                  "[normalise]\nmethod = none\n[rule.r]\nkind = veto\nwhen = "
                  "(function() return a < 15 or a end)()\n");
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
    ck_assert_msg(strstr(g.e.text, "unit u1 (A), 2002: the result is number") != NULL, "%s",
                  g.e.text);
    rig_end(&g);
}
END_TEST

START_TEST(a_rule_about_what_failed_is_left_out)
{
    struct rig g;
    begin(&g);
    ck_assert_int_eq(mkdir(rig_path(&g, "plugins"), 0700), 0);
    rig_file(&g, "plugins/lost.so", "not an object");
    g.plugins[0] = rig_path(&g, "plugins");
    rig_run(&g, DATA "[index]\nid = idx\ndimensions = one, lost\n[dimension.one]\nindicators = "
                     "a\n[dimension.lost]\n"
                     "[rule.n]\nkind = cap\nnode = lost\nvalue = 5\nwhen = true\n"
                     "[rule.w]\nkind = veto\nwhen = lost > 5\n"
                     "[rule.v]\nkind = veto\nwhen = g > 450\n");
    ck_assert_uint_eq(g.plan->n_rules, 1);
    rig_assert_told(&g.plan->failures,
                    "p.ini:11: [rule.n]: left out, as another part has failed: lost");
    rig_assert_told(&g.plan->failures, "[rule.w]: left out, as another part has failed: ");
    rig_assert_told(&g.plan->failures, "unknown name lost");
    ck_assert(g.results->unranked[rig_row(g.results, "u1", 0)]);
    rig_end(&g);
}
END_TEST

/* ---- what becomes of it ------------------------------------------------------------------ */

START_TEST(without_sections_without_files)
{
    static const char *const without[] = {"", "[tiers]\n[panorama]\n",
                                          "[rule.r]\nkind =\n[tiers]\nk =\n"};
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < sizeof without / sizeof *without; i++) {
        char profile[600];
        struct outputs out = {0};
        snprintf(profile, sizeof profile, BASE "%s", without[i]);
        rig_run(&g, profile);
        ck_assert_int_eq(outputs_make(g.results, &(struct heng_names){NULL, 0}, &out, &g.e), OK);
        ck_assert_uint_eq(out.n, 4);
        ck_assert_ptr_null(strstr(outputs_manifest(&out)->bytes, "\"rules\""));
        ck_assert_ptr_null(strstr(outputs_manifest(&out)->bytes, "\"tier\""));
        ck_assert_str_eq(tier_label(g.results, 0), "");
        outputs_fini(&out);
    }
    rig_end(&g);
}
END_TEST

START_TEST(rules_in_the_manifest_and_run_again)
{
    struct rig g;
    struct messages differences = {0};
    struct verify_options o;
    char *bytes;
    begin(&g);
    rig_run(&g, EN BASE "[rule.top]\nkind = cap\nnode = two\nvalue = 60\nwhen = g <= "
                        "500\nreason_en = too \"high\"\n"
                        "[tiers]\nhow = given\nlimits = 60, 40\nlabels = A, B, C\n");
    bytes = output(&g, "run.json");
    ck_assert_ptr_nonnull(strstr(bytes, "\"rules\": ["));
    ck_assert_ptr_nonnull(strstr(
        bytes, "\"rule\": \"top\",\n   \"kind\": \"cap\",\n   \"node\": \"two\",\n   \"effect\": "
               "\"capped\",\n"
               "   \"before\": 90,\n   \"after\": 60,\n   \"reason\": \"too \\\"high\\\"\""));
    ck_assert_ptr_nonnull(strstr(bytes, "\"tier\": \"A\""));
    ck_assert_ptr_nonnull(strstr(bytes, "\"name\": \"rules.csv\""));
    ck_assert_ptr_nonnull(strstr(bytes, "\"name\": \"panorama.csv\""));
    free(bytes);
    o = (struct verify_options){.path = rig_path(&g, "o/run.json"), .jobs = 1};
    ck_assert_int_eq(verify(&o, &differences, &g.e), OK);
    ck_assert_uint_eq(differences.n, 0);
    rig_file(&g, "o/rules.csv", HEAD);
    ck_assert_int_eq(verify(&o, &differences, &g.e), OK);
    rig_assert_told(&differences, "o/rules.csv: is not as the run wrote it");
    messages_fini(&differences);
    rig_end(&g);
}
END_TEST

START_TEST(made_up_data_are_told_in_every_line)
{
    struct rig g;
    char *bytes, *at;
    begin(&g);
    rig_run(&g, "[profile]\nsynthetic = yes\n" BASE
                "[rule.r]\nkind = veto\nwhen = g > 450\nreason = r\n[tiers]\nk = 2\n");
    compare(&g, "rules.csv",
            "class,period,code,name,rule,kind,node,effect,before,after,reason,synthetic\n"
            "x,,u1,One,r,veto,idx,not ranked,80,80,r,yes\n"
            "x,,u3,Three,r,veto,idx,not judged,35,35,缺少g,yes\n");
    bytes = output(&g, "panorama.csv");
    for (at = bytes + strcspn(bytes, "\n"); at[1]; at += 1 + strcspn(at + 1, "\n"))
        ck_assert_int_eq(strncmp(at - 4, ",yes", 4) == 0 || strncmp(at - 4, "etic", 4) == 0, 1);
    free(bytes);
    rig_end(&g);
}
END_TEST

/* Parts of the children and what the rules have taken make the score, whatever the aggregation. */
static void check_parts(const struct results *r, const struct explanation *x)
{
    const struct tree *t = &r->plan->tree;
    size_t i, j;
    for (i = 0; i < t->n; i++) {
        double sum = x->parts[i].rules;
        if (t->nodes[i].kind == NODE_INDICATOR || isnan(x->parts[i].value))
            continue;
        for (j = 0; j < t->nodes[i].n_children; j++)
            if (!isnan(x->parts[t->nodes[i].children[j]].contribution))
                sum += x->parts[t->nodes[i].children[j]].contribution;
        kit_assert_near(sum, x->parts[i].contribution, 1e-12);
    }
    kit_assert_near(x->parts[TREE_ROOT].contribution, r->score[TREE_ROOT][x->row], 0);
}

START_TEST(a_score_is_taken_apart_with_its_rules)
{
    static const char *const how[] = {"arithmetic", "geometric"};
    struct rig g;
    size_t i, k;
    begin(&g);
    for (i = 0; i < 2; i++) {
        char profile[900];
        snprintf(profile, sizeof profile,
                 BASE "[aggregate]\nmethod = %s\n[rule.top]\nkind = cap\nnode = two\nvalue = "
                      "60\nwhen = g <= 500\n"
                      "[rule.d]\nkind = deduction\nvalue = 7\nwhen = a < 50\n[rule.e]\nkind = "
                      "deduction\nvalue = 1\nwhen = true\n"
                      "[rule.v]\nkind = veto\nwhen = a < 50\n",
                 how[i]);
        rig_run(&g, profile);
        for (k = 0; k < g.results->n_units; k++) {
            struct explanation x;
            ck_assert_int_eq(explain(g.results, k, 0, &x, &g.e), OK);
            check_parts(g.results, &x);
            if (i == 0 && strcmp(g.plan->table->codes[g.plan->order[k]], "u2") == 0) {
                /* two: 70 -> 60 costs 5 points of the index; the index 8 */
                kit_assert_near(x.parts[rig_node(g.results, "two")].rules, -5, 1e-12);
                kit_assert_near(x.parts[rig_node(g.results, "two")].contribution, 30, 1e-12);
                kit_assert_near(x.parts[rig_node(g.results, "c")].contribution, 35, 1e-12);
                kit_assert_near(x.parts[TREE_ROOT].rules, -8, 1e-12);
                kit_assert_near(x.parts[TREE_ROOT].value, 47, 1e-12);
            }
        }
    }
    rig_end(&g);
}
END_TEST

/* ---- tiers ------------------------------------------------------------------------------- */

/* The column tier of the league, in the order of u1 .. u6. */
static void tiers_are(struct rig *g, const char *section, const char *want)
{
    char profile[900], got[100] = "";
    size_t i;
    snprintf(profile, sizeof profile, BASE "%s", section);
    rig_run(g, profile);
    for (i = 0; i < 6; i++) {
        char code[3] = {'u', (char)('1' + i), '\0'};
        const char *tier = tier_label(g->results, rig_row(g->results, code, 0));
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i ? " " : "",
                 *tier ? tier : "-");
    }
    ck_assert_msg(strcmp(got, want) == 0, "%s\n%s, want %s", section, got, want);
}

START_TEST(tiers_by_hand)
{
    struct rig g;
    begin(&g);
    /* x: 80 60 35; y: 50 60 - */
    tiers_are(&g, "[tiers]\nhow = given\nlimits = 60, 40\nlabels = 甲, 乙, 丙\n",
              "甲 甲 丙 乙 甲 -");
    tiers_are(&g, "[tiers]\nhow = given\nlimits = 60\n", "1 1 2 2 1 -");
    tiers_are(&g, "[tiers]\nhow = given\nlimits = 60\nk = 2\n", "1 1 2 2 1 -");
    tiers_are(&g, "[tiers]\nk = 2\n", "1 1 2 2 1 -"); /* {80 60} {35}: 200, against 312.5 */
    tiers_are(&g, "[tiers]\nhow = quantile\nk = 2\n",
              "1 2 2 2 1 -"); /* a value at the cut is below it */
    tiers_are(&g, "[tiers]\nhow = equal\nk = 3\n", "1 2 3 3 1 -"); /* x cut at 50, 65 */
    tiers_are(&g, "[tiers]\nk = 3\nlabels = A, B, C\n", "A B C B A -");
    rig_assert_told(&g.plan->warnings, "tiers y: 2, no more than there are different scores");
    ck_assert(!rig_told(&g.plan->warnings, "tiers x"));
    rig_end(&g);
}
END_TEST

START_TEST(who_is_not_ranked_has_no_tier)
{
    struct rig g;
    begin(&g);
    tiers_are(&g, "[tiers]\nk = 2\n[rule.v]\nkind = veto\nwhen = code == \"u1\"\n", "- 1 2 2 1 -");
    tiers_are(&g, "[tiers]\nhow = given\nlimits = 50\n[rule.v]\nkind = veto\nwhen = idx == 60\n",
              "1 - 2 1 - -");
    tiers_are(&g, "[tiers]\nk = 2\n[rule.v]\nkind = veto\nwhen = code == \"u4\"\n", "1 1 2 - - -");
    rig_assert_told(&g.plan->warnings, "tiers y: none: all scores are equal");
    tiers_are(&g, "[tiers]\nk = 2\n[rule.v]\nkind = veto\nwhen = true\n", "- - - - - -");
    ck_assert_uint_eq(g.plan->warnings.n, 0);
    rig_end(&g);
}
END_TEST

/* A panel of random scores, many of them alike. */
static void random_panel(struct rig *g, uint64_t seed, size_t units)
{
    struct rng rng;
    char *text = malloc(1 << 16);
    size_t n = 0, i, t;
    ck_assert_ptr_nonnull(text);
    rng_init(&rng, seed, 0);
    n += (size_t)sprintf(text, "code,name,kind,year,a,b,c,g\n");
    for (t = 0; t < 2; t++)
        for (i = 0; i < units; i++) {
            n += (size_t)sprintf(text + n, "u%zu,N%zu,%c,200%zu", i, i, i % 3 ? 'x' : 'y', t + 1);
            for (size_t k = 0; k < 4; k++)
                if (rng_uniform(&rng) < 0.15)
                    n += (size_t)sprintf(text + n, ",");
                else
                    n += (size_t)sprintf(text + n, ",%.0f", floor(rng_uniform(&rng) * 8));
            n += (size_t)sprintf(text + n, "\n");
        }
    rig_file(g, "t.csv", text);
    free(text);
}

#define PANEL DATA "period = year\n" TREE

/* [tiers] is the analysis of the same name over the scores of the class. */
START_TEST(tiers_are_those_of_the_analysis)
{
    static const char *const how[] = {"natural", "quantile", "equal"};
    struct rig g;
    size_t i, k, seen = 0;
    rig_begin(&g);
    for (i = 0; i < 3; i++) {
        char profile[900];
        const struct findings *f;
        struct results *r;
        random_panel(&g, 7 + i, 40);
        snprintf(
            profile, sizeof profile,
            PANEL
            "[tiers]\nhow = %s\nk = 4\n[analysis.t]\nmethod = tiers\nof = idx\nhow = %s\nk = 4\n",
            how[i], how[i]);
        r = rig_run(&g, profile);
        f = &r->findings[0];
        for (k = 0; k < f->n; k++) {
            size_t row = rig_row(r, f->v[k].text[1], f->v[k].period);
            kit_assert_near(r->score[TREE_ROOT][row], f->v[k].v[0], 0);
            kit_assert_near(r->tier[row], f->v[k].v[1], 0);
            seen++;
        }
        for (k = 0; k < r->n_rows; k++)
            seen -= isnan(r->tier[k]) ? 0 : 1;
    }
    ck_assert_uint_eq(seen, 0);
    rig_end(&g);
}
END_TEST

/* ---- panorama ------------------------------------------------------------------------------ */

START_TEST(panorama_to_the_letter)
{
    struct rig g;
    begin(&g);
    rig_run(&g, BASE "[tiers]\nhow = given\nlimits = 60\nlabels = A, B\n"
                     "[panorama]\nnodes = dimensions\ntop_share = 0.34\nbottom_share = 0.34\n"
                     "[rule.v]\nkind = veto\nwhen = code == \"u2\"\n");
    compare(&g, "panorama.csv",
            "class,period,code,name,rank,score,tier,node,node_score,node_rank,node_count,standing\n"
            "x,,u1,One,1,80,A,one,70,1,3,strength\n"
            "x,,u1,One,1,80,A,two,90,1,3,strength\n"
            "x,,u3,Three,2,35,B,one,20,3,3,weakness\n"
            "x,,u3,Three,2,35,B,two,50,3,3,weakness\n"
            "x,,u2,Two,,60,,one,50,2,3,\n" /* a unit without a rank keeps its place in the nodes */
            "x,,u2,Two,,60,,two,70,2,3,\n"
            "y,,u5,Five,1,60,A,one,20,2,2,\n" /* a half is more than 0.34 */
            "y,,u5,Five,1,60,A,two,100,1,2,\n"
            "y,,u4,Four,2,50,B,one,80,1,2,\n"
            "y,,u4,Four,2,50,B,two,20,2,2,\n"
            "y,,u6,Six,,,,one,,,2,\n"
            "y,,u6,Six,,,,two,,,2,\n");
    rig_run(&g, BASE "[panorama]\nnodes = all\n");
    ck_assert_uint_eq(g.results->places[rig_node(g.results, "c")][0].count, 3);
    rig_end(&g);
}
END_TEST

/* Counted out, unit by unit. */
static void check_place(const struct results *r, size_t node, size_t row, double top, double bottom)
{
    const struct unit_class *c = &r->plan->classes[results_class(r, row % r->n_units)];
    size_t first = row - row % r->n_units + c->first, i;
    double n = 0, better = 0, worse = 0, same = 0, own = r->score[node][row];
    const struct panorama_entry *p = &r->places[node][row];
    enum strength want = STRENGTH_NONE;
    for (i = first; i < first + c->n; i++) {
        n += !isnan(r->score[node][i]);
        better += r->score[node][i] > own;
        worse += r->score[node][i] < own;
        same += r->score[node][i] == own;
    }
    ck_assert_uint_eq(p->count, (size_t)n);
    if (isnan(own)) {
        ck_assert(isnan(p->rank));
    } else {
        kit_assert_near(p->rank, 1 + better, 0);
        if (better + same <= top * n + 1e-9)
            want = STRENGTH_STRENGTH;
        else if (worse + same <= bottom * n + 1e-9)
            want = STRENGTH_WEAKNESS;
    }
    ck_assert_int_eq(p->standing, want);
}

START_TEST(places_beside_a_slow_twin)
{
    static const double shares[][2] = {{0.25, 0.25}, {0.1, 0.9}, {0, 0}, {0.5, 0.5}, {1, 0}};
    struct rig g;
    size_t k, node, row, found = 0;
    rig_begin(&g);
    for (k = 0; k < sizeof shares / sizeof *shares; k++) {
        char profile[900];
        struct results *r;
        random_panel(&g, 100 + k, 30);
        snprintf(
            profile, sizeof profile,
            PANEL
            "[panorama]\ntop_share = %g\nbottom_share = %g\n[rule.v]\nkind = veto\nwhen = g > 6\n",
            shares[k][0], shares[k][1]);
        r = rig_run(&g, profile);
        for (node = 0; node < r->plan->tree.n; node++)
            for (row = 0; row < r->n_rows; row++) {
                check_place(r, node, row, shares[k][0], shares[k][1]);
                found += r->places[node][row].standing != STRENGTH_NONE;
            }
    }
    ck_assert_uint_gt(found, 100);
    rig_end(&g);
}
END_TEST

/* What ancestors make of lowered scores, beside the same run with the numbers written down. */
START_TEST(caps_and_deductions_beside_a_slow_twin)
{
    struct rig g;
    size_t row, capped = 0;
    rig_begin(&g);
    random_panel(&g, 42, 60);
    rig_run(
        &g, PANEL
        "[rule.c]\nkind = cap\nnode = one\nvalue = 1 + g / 2\nwhen = c >= 3\n"
        "[rule.d]\nkind = deduction\nnode = one\nvalue = a / 4\nwhen = one > 1 and kind == \"x\"\n"
        "[rule.e]\nkind = deduction\nvalue = 2\nwhen = idx > one\nclass = y\n");
    for (row = 0; row < g.results->n_rows; row++) {
        const struct results *r = g.results;
        const struct table *t = r->plan->table;
        size_t at = row - row % r->n_units + r->plan->order[row % r->n_units];
        double a = table_variable(t, "a")->v[at], b = table_variable(t, "b")->v[at];
        double c = table_variable(t, "c")->v[at], gg = table_variable(t, "g")->v[at];
        double one = isnan(a) ? b : isnan(b) ? a : (a + b) / 2, idx;
        bool x = strcmp(table_attribute(t, "kind")->v[at % t->n_units], "x") == 0;
        if (!isnan(one) && c >= 3 && !isnan(gg) && one > 1 + gg / 2) {
            one = 1 + gg / 2;
            capped++;
        }
        if (x && one > 1 && !isnan(a))
            one -= a / 4;
        idx = isnan(one) ? c : isnan(c) ? one : (one + c) / 2;
        if (!x && !isnan(one) && idx > one)
            idx -= 2;
        kit_assert_near(r->score[rig_node(r, "one")][row], one, 1e-12);
        kit_assert_near(r->score[TREE_ROOT][row], idx, 1e-12);
    }
    ck_assert_uint_gt(capped, 5);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {thresholds_and_vetoes_take_the_rank_and_leave_the_score,
                                  a_cap_is_seen_by_what_lies_above,
                                  deductions_by_an_expression_in_the_order_of_the_profile,
                                  what_a_condition_does_not_look_at_may_be_missing,
                                  what_names_stand_for,
                                  each_period_by_itself,
                                  a_warning_names_the_first_five,
                                  a_mistake_is_told_with_its_place,
                                  one_mistake_is_enough,
                                  what_only_a_unit_shows_ends_the_run,
                                  rules_of_one_moment_do_not_meet,
                                  a_rule_sees_what_the_one_before_has_lowered,
                                  a_mistake_in_a_panel_names_the_period,
                                  a_rule_about_what_failed_is_left_out,
                                  without_sections_without_files,
                                  rules_in_the_manifest_and_run_again,
                                  made_up_data_are_told_in_every_line,
                                  a_score_is_taken_apart_with_its_rules,
                                  tiers_by_hand,
                                  who_is_not_ranked_has_no_tier,
                                  tiers_are_those_of_the_analysis,
                                  panorama_to_the_letter,
                                  places_beside_a_slow_twin,
                                  caps_and_deductions_beside_a_slow_twin,
                                  NULL};
    return kit_run("rules", tests);
}
