/* SPDX-License-Identifier: MIT */
/* [analysis.NAME]: what is wrong with one, what the method is shown, what is left of it. */
#include "base/file.h"
#include "base/none.h"
#include "output/manifest.h"
#include "output/output.h"
#include "run/rig.h"

/* Classes x and y; z has no city. */
static const char table[] = "code,kind,city,year,a,b,pop,lon,lat,minus\n"
                            "u1,x,p,2001,1,10,1,120,30,-1\nu1,x,p,2002,2,10,1,120,30,1\n"
                            "u2,x,q,2001,3,30,3,121,30,1\nu2,x,q,2002,4,35,1,121,30,1\n"
                            "u3,x,q,2001,2,40,2,122,31,1\nu3,x,q,2002,9,45,1,122,31,1\n"
                            "u4,y,p,2001,4,20,1,120,29,2\nu4,y,p,2002,6,25,1,120,29,1\n"
                            "u5,y,,2001,5,50,1,121,29,3\nu5,y,,2002,9,60,1,121,29,1\n";

#define DATA "[data]\npath = t.csv\nunit = code\nperiod = year\n" /* lines 1 to 4 */
#define INDEX                                                                                      \
    "[class]\nby = kind\n[index]\nid = idx\ndimensions = one, two\n"                 /* 5 to 9 */  \
    "[dimension.one]\nindicators = a\n[dimension.two]\nindicators = b\nweight = 3\n" /* 14 */
#define BASE DATA INDEX

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
    rig_file(g, "flat.csv", "code,a,b\nu1,1,10\nu2,2,40\nu3,4,20\n");
}

/* ---- problems ---------------------------------------------------------------------------- */

static const struct {
    const char *profile, *told; /* part of the one problem's text */
} problems[] = {
    {BASE "[analysis]\nmethod = gini\n",
     "p.ini:15: [analysis]: needs a name after a dot: [analysis.NAME]"},
    {BASE "[analysis.Gini]\nmethod = gini\n",
     "p.ini:15: [analysis.Gini]: a file is named after it: lower-case"},
    {BASE "[analysis.a/b]\nmethod = gini\n", "p.ini:15: [analysis.a/b]: a file is named after it"},
    {BASE "[analysis.g]\nof = a\n", "p.ini:15: [analysis.g]: a key is missing: method "},
    {BASE "[analysis.g]\nmethod = ginni\n",
     "p.ini:16: [analysis.g] method: ginni: no such method; did you mean gini?"},
    {BASE "[analysis.g]\nmethod = entropy\n",
     "p.ini:16: [analysis.g] method: entropy: no such method"},
    {BASE "[analysis.g]\nmethod = gini\nfo = a\n",
     "p.ini:17: [analysis.g] fo: unknown key; did you mean of?"},
    {BASE "[analysis.g]\nmethod = describe\nfence = x\n",
     "p.ini:17: [analysis.g] fence = x: expected"},
    {BASE "[analysis.g]\nmethod = gini\nof = aa\n",
     "p.ini:17: [analysis.g] of: aa: neither the index has such a node nor the table such a "
     "column; did you mean a?"},
    {BASE "[analysis.g]\nmethod = gini\nof = popp\n", "did you mean pop?"},
    {BASE "[analysis.g]\nmethod = gini\nof = kind\n",
     "p.ini:17: [analysis.g] of: kind is a column of text; list it under by"},
    {BASE "[analysis.g]\nmethod = gini\nof = a, b, a\n",
     "p.ini:17: [analysis.g] of: a is listed twice"},
    {BASE "[analysis.g]\nmethod = gini\ndata = rwa\n",
     "expected one of raw, imputed, treated, normalised"},
    {BASE "[analysis.g]\nmethod = gini\nnode = onne\n",
     "p.ini:17: [analysis.g] node: onne: the index has no such node; did you mean one?"},
    {BASE "[analysis.g]\nmethod = gini\nnode = a\n",
     "p.ini:17: [analysis.g] node: a is an indicator; list it under of"},
    {BASE "[analysis.g]\nmethod = gini\nby = citty\n",
     "p.ini:17: [analysis.g] by: the table has no text column citty; did you mean city?"},
    {BASE "[analysis.g]\nmethod = gini\nby = pop\n",
     "p.ini:17: [analysis.g] by: pop is a column of numbers; list it under [data] text"},
    {BASE "[analysis.g]\nmethod = gini\npopulation = popp\n",
     "p.ini:17: [analysis.g] population: popp: the table has no such column; did you mean pop?"},
    {BASE "[analysis.g]\nmethod = gini\npopulation = city\n",
     "p.ini:17: [analysis.g] population: city is a column of text; numbers are needed"},
    {BASE "[analysis.g]\nmethod = gini\npopulation = minus\n",
     "p.ini:17: [analysis.g] population: minus of unit u1 is -1; a population is 0 or more"},
    {BASE "[analysis.g]\nmethod = gravity\ncoordinates = lon\n",
     "p.ini:17: [analysis.g] coordinates = lon: expected"},
    {BASE "[analysis.g]\nmethod = gravity\ncoordinates = lat, lon\n",
     "p.ini:17: [analysis.g] coordinates: lon of unit u1 is 120; a latitude is from -90 to 90 "
     "(write longitude, latitude)"},
    {BASE "[derive]\nfar = lon * 10\n[analysis.g]\nmethod = gravity\ncoordinates = far, lat\n",
     "far of unit u1 is 1200; a longitude is from -180 to 360"},
    {BASE "[analysis.g]\nmethod = gini\nperiods = 2003\n",
     "p.ini:17: [analysis.g] periods: 2003: expected all, latest, or periods of the table (2001 .. "
     "2002)"},
    {"[data]\npath = flat.csv\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, "
     "b\n[analysis.g]\nmethod = gini\nperiods = 2003\n",
     "p.ini:10: [analysis.g] periods: 2003: the table has no such period; name its column with "
     "[data] period"},
    /* what methods cannot do without */
    {BASE "[analysis.g]\nmethod = dagum\n",
     "p.ini:15: [analysis.g] by: a key is missing: dagum compares groups of units"},
    {BASE "[analysis.g]\nmethod = gravity\n",
     "p.ini:15: [analysis.g] coordinates: a key is missing: gravity needs to know where units are"},
    {BASE "[analysis.g]\nmethod = importance\nof = a, pop\n",
     "p.ini:17: [analysis.g] of: importance needs the weights of its columns: they must be nodes "
     "below idx"},
    {BASE "[analysis.g]\nmethod = importance\nof = one, a\n",
     "p.ini:17: [analysis.g] of: importance needs the weights"},
    {BASE "[analysis.g]\nmethod = importance\nof = one, b\nnode = two\n",
     "must be nodes below two, none of them below another"},
    {BASE "[analysis.g]\nmethod = sigma\nperiods = latest\n",
     "p.ini:17: [analysis.g] periods: sigma compares periods; choose two or more"},
    {"[data]\npath = flat.csv\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, "
     "b\n[analysis.g]\nmethod = sigma\n",
     "p.ini:9: [analysis.g] method: sigma compares periods, and the table has only one"},
};

START_TEST(every_kind_of_problem_is_told_alone)
{
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < sizeof problems / sizeof *problems; i++) {
        rig_one_problem(&g, problems[i].profile, problems[i].told);
        ck_assert_int_eq(plan_status(g.plan), ERR_PROFILE);
    }
    rig_end(&g);
}
END_TEST

START_TEST(several_problems_at_once)
{
    struct rig g;
    begin(&g);
    rig_plan(&g, BASE "[analysis.g]\nmethod = gini\nof = aa, bb\nby = citty\nperiods = "
                      "9\n[analysis.h]\nmethod = x\n");
    ck_assert_uint_eq(g.plan->problems.n, 5);
    /* what another problem may have brought about is not told */
    rig_plan(&g, DATA "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a\n"
                      "[analysis.g]\nmethod = importance\nof = two, one\n[analysis.h]\nmethod = "
                      "gini\nof = on\nnode = two\n");
    ck_assert_uint_eq(g.plan->problems.n, 2);
    rig_assert_told(
        &g.plan->problems,
        "of: on: neither the index has such a node nor the table such a column; did you mean one?");
    rig_plan(&g,
             DATA "[analysis.g]\nmethod = describe\nfence = 2\n"); /* no index: no consequences */
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_plan(&g, "[analysis.g]\nmethod = describe\nof = nothing\n");
    ck_assert_uint_eq(g.plan->problems.n, 1);
    rig_end(&g);
}
END_TEST

START_TEST(a_nearer_profile_has_its_way)
{
    struct rig g;
    begin(&g);
    rig_file(&g, "base.ini",
             BASE "[analysis.g]\nmethod = describe\nfence = 2\n[analysis.h]\nmethod = "
                  "gini\n[analysis.i]\nmethod = gini\n");
    rig_fine(&g, "[profile]\nextends = base.ini\n[analysis.g]\nmethod = gini\n[analysis.h]\nof = "
                 "a\n[analysis.i]\nmethod =\n");
    ck_assert_uint_eq(g.plan->n_analyses, 2);
    ck_assert_str_eq(g.plan->analyses[0].file, "analysis-g.csv");
    ck_assert_str_eq(g.plan->analyses[0].method->desc->name, "gini");
    ck_assert_str_eq(analysis_title(&g.plan->analyses[0], LANGUAGE_EN), "Gini coefficient");
    ck_assert_str_eq(analysis_title(&g.plan->analyses[0], LANGUAGE_ZH), "基尼系数");
    ck_assert_uint_eq(g.plan->analyses[0].m, 2);
    ck_assert_uint_eq(g.plan->analyses[1].m, 1);
    rig_end(&g);
}
END_TEST

/* ---- runs ---------------------------------------------------------------------------------- */

/* Text or number of a field, as text, of the line where all the fields in `where` ("a=b;c=d") hold.
 */
static const char *find(struct results *r, const char *name, const char *field, const char *where)
{
    static char text[64];
    struct plan *p = r->plan;
    size_t k, i, f;
    for (k = 0; k < p->n_analyses && strcmp(p->analyses[k].name, name); k++)
        ;
    ck_assert_msg(k < p->n_analyses, "no analysis %s", name);
    for (i = 0; i < r->findings[k].n; i++) {
        const struct finding *l = &r->findings[k].v[i];
        const struct heng_method *d = p->analyses[k].method->desc;
        char line[4096] = ";", want[200], *at, *rest = NULL, found[64] = "";
        size_t texts = 0, numbers = 0, wrong = 0;
        sprintf(line + 1, "class=%s;period=%s;", l->class == NONE ? "" : p->classes[l->class].value,
                l->period == NONE ? "" : p->table->periods[l->period]);
        for (f = 0; f < d->analysis->n_fields; f++) {
            char value[64];
            if (method_field(d, f)->is_text)
                snprintf(value, sizeof value, "%s", l->text[texts++]);
            else
                snprintf(value, sizeof value, "%.10g", l->v[numbers++]);
            sprintf(line + strlen(line), "%s=%s;", method_field(d, f)->name, value);
            if (strcmp(method_field(d, f)->name, field) == 0)
                strcpy(found, value);
        }
        snprintf(want, sizeof want, "%s", where);
        for (at = strtok_r(want, ";", &rest); at; at = strtok_r(NULL, ";", &rest)) {
            char part[100];
            snprintf(part, sizeof part, ";%s;", at);
            wrong += !strstr(line, part);
        }
        ck_assert_msg(strstr(line, field) != NULL, "%s has no field %s", name, field);
        if (!wrong)
            return strcpy(text, found);
    }
    return "no line";
}

static double value(struct results *r, const char *name, const char *field, const char *where)
{
    const char *text = find(r, name, field, where);
    ck_assert_msg(strcmp(text, "no line"), "%s: no line %s", name, where);
    return strtod(text, NULL);
}

START_TEST(classes_and_periods)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(
        &g, BASE
        "[analysis.g]\nmethod = gini\nof = a\n[analysis.all]\nmethod = gini\nof = a\nscope = all\n"
        "[analysis.last]\nmethod = gini\nof = a\nperiods = latest\n"
        "[analysis.first]\nmethod = gini\nof = a\nperiods = 2001\n[analysis.both]\nmethod = "
        "gini\nof = a\nperiods = 2002, 2001\n");
    ck_assert_uint_eq(r->findings[0].n, 4);
    /* x in 2001: 1, 2, 3: mean difference (1 + 1 + 2) * 2 / 9 over 2 * mean 2 */
    kit_assert_near(value(r, "g", "gini", "class=x;period=2001"), 2.0 / 9, 1e-9);
    kit_assert_near(value(r, "g", "gini", "class=y;period=2001"), 1.0 / 18, 1e-9);
    kit_assert_near(value(r, "g", "mean", "class=y;period=2002"), 7.5, 1e-9);
    ck_assert_uint_eq(r->findings[1].n, 2);
    kit_assert_near(value(r, "all", "gini", "class=;period=2001"), 20.0 * 2 / 25 / 6, 1e-9);
    kit_assert_near(value(r, "all", "n", "class=;period=2002"), 5, 0);
    ck_assert_uint_eq(r->findings[2].n, 2);
    kit_assert_near(value(r, "last", "mean", "class=x;period=2002"), 5, 0);
    ck_assert_uint_eq(r->findings[3].n, 2);
    kit_assert_near(value(r, "first", "mean", "class=x;period=2001"), 2, 0);
    ck_assert_uint_eq(r->findings[4].n, 4);
    ck_assert_uint_eq(r->findings[4].v[0].period, 0); /* as the table has them */
    ck_assert_uint_eq(r->plan->warnings.n, 0);
    rig_end(&g);
}
END_TEST

START_TEST(all_periods_in_one_call)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE "[analysis.s]\nmethod = sigma\nof = a\n[analysis.all]\nmethod = sigma\nof "
                         "= a, one\nscope = all\n");
    kit_assert_near(value(r, "s", "mean", "class=x;period=;indicator=a;time=2001"), 2, 1e-9);
    kit_assert_near(value(r, "s", "mean", "class=x;period=;indicator=a;time=2002"), 5, 1e-9);
    kit_assert_near(value(r, "s", "sd", "class=x;period=;indicator=a;time=2001"), 1, 1e-9);
    kit_assert_near(value(r, "s", "mean", "class=y;period=;indicator=a;time=2001"), 4.5, 1e-9);
    kit_assert_near(value(r, "all", "mean", "class=;period=;indicator=a;time=2001"), 3, 1e-9);
    kit_assert_near(value(r, "all", "n", "class=;indicator=one;time=2002"), 5, 0);
    rig_end(&g);
}
END_TEST

START_TEST(stages_of_the_data)
{
    struct rig g;
    struct results *r;
    begin(&g);
    rig_file(&g, "t.csv", "code,a,b\nu1,1,10\nu2,,30\nu3,3,20\nu4,5,25\nu5,100,\n");
    r = rig_run(
        &g,
        "[data]\npath = t.csv\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = "
        "a\n"
        "[indicator.a]\ndirection = negative\n[impute]\nmethod = constant\nvalue = 1\n"
        "[aggregate]\nunobserved = score\n[treat]\nmethod = winsorise_quantile\np_high = "
        "0.75\np_low = 0\n[normalise]\nrange = 0, "
        "1\n"
        "[analysis.raw]\nmethod = describe\n[analysis.imputed]\nmethod = describe\ndata = imputed\n"
        "[analysis.treated]\nmethod = describe\ndata = treated\n[analysis.normalised]\nmethod = "
        "describe\ndata = normalised\n"
        "[analysis.node]\nmethod = describe\nof = one, b\ndata = imputed\n");
    kit_assert_near(value(r, "raw", "n", "column=a"), 4, 0);
    kit_assert_near(value(r, "raw", "max", "column=a"), 100, 0);
    kit_assert_near(value(r, "imputed", "n", "column=a"), 5, 0);
    kit_assert_near(value(r, "imputed", "max", "column=a"), 100, 0);
    kit_assert_near(value(r, "treated", "max", "column=a"), 5, 0);
    kit_assert_near(value(r, "normalised", "max", "column=a"), 1, 0);
    kit_assert_near(value(r, "node", "max", "column=one"), 1, 0); /* a node is its score */
    kit_assert_near(value(r, "node", "n", "column=b"), 4,
                    0); /* a variable is as the table has it */
    rig_end(&g);
}
END_TEST

START_TEST(groups_people_and_places)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE
                "[analysis.d]\nmethod = dagum\nof = a\nby = city\nscope = all\nperiods = 2001\n"
                "[analysis.p]\nmethod = gini\nof = a\npopulation = pop\nperiods = 2001\n"
                "[analysis.w]\nmethod = gravity\nof = b\ncoordinates = lon, lat\nscope = "
                "all\nperiods = 2001\n");
    kit_assert_near(value(r, "d", "n", "part=group;a=q"), 2, 0);
    kit_assert_near(value(r, "d", "n", "part=group;a=p"), 2, 0);
    kit_assert_near(value(r, "d", "n", "part=group;a="), 1, 0); /* who has no city is a group */
    kit_assert_near(value(r, "d", "value", "part=group;a=q"), 0.1, 1e-9);
    kit_assert_near(value(r, "p", "mean", "class=x"), (1.0 + 9 + 4) / 6, 1e-9);
    kit_assert_near(value(r, "w", "distance_km", "class=;from=u1;to=u4"), 111.2,
                    0.2); /* a degree of latitude */
    rig_end(&g);
}
END_TEST

START_TEST(weights_within_a_node)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE
                "[analysis.i]\nmethod = importance\n[analysis.n]\nmethod = importance\nnode = two\n"
                "[analysis.o]\nmethod = importance\nof = two, one\nscope = all\n");
    kit_assert_near(value(r, "i", "w", "class=x;period=2001;column=a"), 0.25, 1e-12);
    kit_assert_near(value(r, "i", "w", "class=x;period=2001;column=b"), 0.75, 1e-12);
    ck_assert_str_eq(find(r, "i", "node", "class=x;period=2001;column=b"), "two");
    ck_assert_uint_eq(r->plan->analyses[1].m, 1); /* all indicators below the node */
    kit_assert_near(value(r, "n", "w", "class=x;period=2001;column=b"), 1, 1e-12);
    kit_assert_near(value(r, "n", "r", "class=x;period=2001;column=b"), 1,
                    1e-12); /* the node's own score */
    kit_assert_near(value(r, "o", "w", "class=;period=2002;column=one"), 0.25, 1e-12);
    rig_end(&g);
}
END_TEST

START_TEST(weights_that_differ_are_none)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE "[weights]\nmethod = entropy\nscope = index\n[analysis.i]\nmethod = "
                         "importance\nscope = all\nperiods = 2001\n"
                         "[analysis.c]\nmethod = importance\nperiods = 2001\n[analysis.d]\nmethod "
                         "= describe\nscope = all\n"
                         "[analysis.s]\nmethod = sigma\n");
    ck_assert_uint_eq(r->findings[0].n, 0);
    ck_assert(!r->findings[0].failed);
    rig_assert_told(
        &r->plan->warnings,
        "analysis i (2001): importance: the weights of its columns differ between classes");
    ck_assert_uint_gt(r->findings[1].n, 0);
    rig_assert_told(
        &r->plan->notes,
        "analysis d (2001): describe: the weights of its columns differ between classes");
    rig_assert_told(&r->plan->notes,
                    "analysis s (x): sigma: the weights of its columns differ between periods");
    ck_assert_uint_gt(r->findings[2].n, 0);
    r = rig_run(&g, BASE "[indicator.a]\nformula = a * 0\n[indicator.b]\nformula = b * "
                         "0\n[weights]\nmethod = entropy\nscope = index\n"
                         "[analysis.i]\nmethod = importance\n");
    rig_assert_told(&r->plan->warnings, "importance: the weights of its columns are undefined");
    rig_end(&g);
}
END_TEST

START_TEST(what_is_set_aside_is_not_there)
{
    struct rig g;
    struct results *r;
    begin(&g);
    rig_file(&g, "t.csv", "code,a,b,c,pop\nu1,1,10,1,4\nu2,2,,,5\nu3,3,20,,6\nu4,4,25,,7\n");
    r = rig_run(&g, "[data]\npath = t.csv\n[index]\nid = idx\ndimensions = "
                    "one\n[dimension.one]\nindicators = a, b, c\n"
                    "[screen]\nindicator_min_share = 0.5\nunit_min_share = 0.7\n"
                    "[analysis.d]\nmethod = describe\n[analysis.v]\nmethod = describe\nof = a, "
                    "pop, c\n[analysis.n]\nmethod = describe\nof = c\n");
    ck_assert_uint_eq(r->findings[0].n, 2); /* a, b */
    kit_assert_near(value(r, "d", "n", "column=a"), 3, 0);
    kit_assert_near(value(r, "d", "missing", "column=a"), 0, 0);
    kit_assert_near(value(r, "v", "mean", "column=pop"), (4 + 6 + 7) / 3.0, 1e-9);
    ck_assert_uint_eq(r->findings[1].n, 2);
    ck_assert_uint_eq(r->findings[2].n, 0);
    rig_assert_told(&r->plan->warnings, "analysis n: describe: no columns");
    rig_end(&g);
}
END_TEST

/* ---- failures ------------------------------------------------------------------------------ */

START_TEST(what_is_undefined_is_told_and_the_rest_goes_on)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE "[analysis.g]\nmethod = gini\nof = minus\n");
    ck_assert_uint_eq(r->findings[0].n, 3);
    rig_assert_told(&r->plan->warnings, "analysis g (x, 2001): gini: ");
    ck_assert_uint_eq(r->plan->failures.n, 0);
    rig_end(&g);
}
END_TEST

START_TEST(one_that_fails_is_named_and_the_others_go_on)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, BASE
                "[analysis.c]\nmethod = coupling\nof = one\n[analysis.g]\nmethod = gini\nof = a\n");
    ck_assert(r->findings[0].failed);
    ck_assert_uint_eq(r->findings[1].n, 4);
    ck_assert_uint_eq(r->plan->failures.n, 1); /* not once a class and period */
    ck_assert_int_eq(r->plan->failures.items[0].status, ERR_PART);
    rig_assert_told(&r->plan->failures, "p.ini:16: analysis c (x, 2001): method coupling: ");
    rig_end(&g);
}
END_TEST

START_TEST(one_about_a_part_that_failed_is_left_out)
{
    struct rig g;
    struct results *r;
    begin(&g);
    ck_assert_int_eq(mkdir(rig_path(&g, "plugins"), 0755), 0);
    rig_file(&g, "plugins/lost.so", "not an object");
    r = rig_run(&g, "[profile]\nplugins = plugins\n" DATA "[index]\nid = idx\ndimensions = lost, "
                    "one\n[dimension.lost]\n[dimension.one]\nindicators = a\n"
                    "[analysis.l]\nmethod = gini\nof = gone, a\n[analysis.n]\nmethod = gini\nnode "
                    "= lost\n[analysis.g]\nmethod = gini\nof = a\n");
    ck_assert_uint_eq(r->plan->n_analyses, 1);
    ck_assert_str_eq(r->plan->analyses[0].name, "g");
    ck_assert_uint_eq(r->plan->failures.n, 3);
    rig_assert_told(
        &r->plan->failures,
        "[analysis.l]: left out: it is about something that another part has failed to bring");
    rig_assert_told(&r->plan->failures, "[analysis.n]: left out");
    rig_end(&g);
}
END_TEST

/* ---- files --------------------------------------------------------------------------------- */

static char *content(const struct rig *g, const char *name)
{
    char *bytes;
    size_t n;
    struct error e;
    ck_assert_msg(file_read(rig_path(g, name), 1 << 24, &bytes, &n, &e) == OK, "%s", e.text);
    return bytes;
}

static void write_out(struct rig *g, const char *dir)
{
    static const struct heng_names all = {NULL, 0};
    struct outputs out;
    ck_assert_msg(outputs_make(g->results, &all, &out, &g->e) == OK, "%s", g->e.text);
    ck_assert_msg(outputs_write(&out, &all, rig_path(g, dir), g->plan, &g->e) == OK, "%s",
                  g->e.text);
    outputs_fini(&out);
}

static void assert_holds(const struct rig *g, const char *name, const char *part)
{
    char *text = content(g, name);
    ck_assert_msg(strstr(text, part) != NULL, "%s does not hold %s:\n%s", name, part, text);
    free(text);
}

START_TEST(the_files_to_the_letter)
{
    struct rig g;
    char *text;
    begin(&g);
    rig_run(&g, BASE "[profile]\nsynthetic = yes\n[analysis.g]\nmethod = gini\nof = a\nperiods = "
                     "2001\n[analysis.all]\nmethod = gini\nof = minus\nscope = all\n"
                     "[analysis.c]\nmethod = coupling\nof = one\n");
    write_out(&g, "o");
    text = content(&g, "o/analysis-g.csv");
    ck_assert_str_eq(text, "class,period,indicator,n,gini,gini_corrected,mean,synthetic\n"
                           "x,2001,a,3,0.2222222222222222,0.3333333333333333,2,yes\n"
                           "y,2001,a,2,0.05555555555555555,0.1111111111111111,4.5,yes\n");
    free(text);
    text = content(&g, "o/analysis-all.csv");
    ck_assert_str_eq(
        text,
        "class,period,indicator,n,gini,gini_corrected,mean,synthetic\n,2002,minus,5,0,0,1,yes\n");
    free(text);
    ck_assert(!file_exists(rig_path(&g, "o/analysis-c.csv")));
    assert_holds(&g, "o/run.json", "\"name\": \"analysis-g.csv\"");
    assert_holds(&g, "o/run.json",
                 "\"name\": \"g\",\n   \"method\": \"gini\",\n   \"findings\": [\n    {\n     "
                 "\"class\": \"x\",\n"
                 "     \"period\": \"2001\",\n     \"indicator\": \"a\",\n     \"n\": 3,\n     "
                 "\"gini\": 0.2222222222222222,");
    text = content(&g, "o/run.json");
    ck_assert_ptr_null(strstr(text, "analysis-c.csv"));
    free(text);
    rig_end(&g);
}
END_TEST

START_TEST(a_run_is_repeated_with_its_analyses)
{
    struct rig g;
    struct messages differences = {0};
    struct verify_options o;
    struct error e;
    FILE *f;
    begin(&g);
    rig_run(&g, BASE "[analysis.g]\nmethod = gini\nof = a\n[analysis.d]\nmethod = describe\n");
    write_out(&g, "o");
    o = (struct verify_options){.path = rig_path(&g, "o/run.json"), .jobs = 1};
    ck_assert_msg(verify(&o, &differences, &e) == OK, "%s", e.text);
    rig_print(&differences);
    ck_assert_uint_eq(differences.n, 0);
    f = fopen(rig_path(&g, "o/analysis-g.csv"), "a");
    ck_assert(f && fputs("more\n", f) >= 0 && fclose(f) == 0);
    o.path = rig_path(&g, "o/run.json");
    ck_assert_int_eq(verify(&o, &differences, &e), OK);
    ck_assert_uint_eq(differences.n, 1);
    rig_assert_told(&differences, "analysis-g.csv: is not as the run wrote it");
    messages_fini(&differences);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_kind_of_problem_is_told_alone,
                                  several_problems_at_once,
                                  a_nearer_profile_has_its_way,
                                  classes_and_periods,
                                  all_periods_in_one_call,
                                  stages_of_the_data,
                                  groups_people_and_places,
                                  weights_within_a_node,
                                  weights_that_differ_are_none,
                                  what_is_set_aside_is_not_there,
                                  what_is_undefined_is_told_and_the_rest_goes_on,
                                  one_that_fails_is_named_and_the_others_go_on,
                                  one_about_a_part_that_failed_is_left_out,
                                  the_files_to_the_letter,
                                  a_run_is_repeated_with_its_analyses,
                                  NULL};
    return kit_run("analyses", tests);
}
