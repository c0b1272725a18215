/* SPDX-License-Identifier: MIT */
/* Methods that have no score for children below 0: refused where it must happen, undefined for the
   unit where it does, never renormalised; zeros are told with their count. */
#include "run/rig.h"

#define HEAD                                                                                       \
    "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = p, q\n[dimension.q]\n"     \
    "weight = 1\nindicators = c, d\n[dimension.p]\nweight = 2\nindicators = a, b\n"

static const char *const table =
    "code,a,b,c,d\nA,-2,2,3,4\nB,1,2,1,7\nC,2,5,5,1\nD,-1,8,0,1\nE,0,3,2,2\n"
    "F,,,3,3\n";

static const char *const domains[] = {"geometric", "harmonic", "power_mean"};
static const char *const shares[] = {"waspas", "copras", "aras",   "codas",
                                     "marcos", "ocra",   "cradis", "ervd"};

START_TEST(refused_where_it_must_happen)
{
    struct rig g;
    char profile[1024];
    rig_begin(&g);
    rig_file(&g, "t.csv", table);
    for (size_t i = 0; i < 3 + sizeof shares / sizeof *shares; i++) {
        const char *method = i < 3 ? domains[i] : shares[i - 3];
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nmethod = zscore\n[aggregate.p]\nmethod = %s\n", method);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        rig_assert_told(&g.plan->problems, "node p: ");
        rig_assert_told(&g.plan->problems,
                        "has no score for a child below 0, and a (zscore) goes below");
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nrange = 1, 100\n[aggregate.p]\nmethod = "
                      "copeland\n[aggregate.idx]\nmethod = %s\n",
                 method);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        rig_assert_told(&g.plan->problems, "and p (copeland) goes below 0");
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nrange = -1, 1\n[aggregate.q]\nmethod = %s\n", method);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        rig_assert_told(&g.plan->problems, "and c (minmax) goes below 0");
        snprintf(profile, sizeof profile,
                 HEAD
                 "[normalise]\nmethod = zscore\nmean = 100\nsd = 10\n[aggregate]\nmethod = %s\n",
                 method);
        rig_fine(&g, profile); /* far above 0 */
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nmethod = none\n[aggregate.p]\nmethod = %s\n", method);
        rig_fine(&g, profile); /* the data tell */
    }
    rig_end(&g);
}
END_TEST

START_TEST(undefined_for_the_unit_and_never_renormalised)
{
    struct rig g;
    char profile[1024];
    rig_begin(&g);
    rig_file(&g, "t.csv", table);
    for (size_t i = 0; i < 3; i++) {
        struct results *r;
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nmethod = none\n[aggregate.p]\nmethod = %s\n", domains[i]);
        r = rig_run(&g, profile);
        for (const char *const *code = (const char *const[]){"A", "D", NULL}; *code; code++) {
            ck_assert(isnan(rig_score(r, "p", *code, 0)));
            ck_assert(!isnan(rig_score(r, "q", *code, 0)));
            ck_assert_msg(isnan(rig_score(r, "idx", *code, 0)), "%s: %s has a score", domains[i],
                          *code);
            ck_assert(isnan(r->rank[rig_row(r, *code, 0)]));
        }
        ck_assert(!isnan(rig_score(r, "idx", "B", 0)) && !isnan(rig_score(r, "idx", "E", 0)));
        /* without data a node is missing, and the others' weights are rescaled as ever */
        kit_assert_near(rig_score(r, "idx", "F", 0), 3, 1e-14);
        rig_assert_told(&r->plan->warnings, "negative");
        rig_assert_told(&r->plan->warnings, "node idx: 2 scores are undefined, as a child's is");
        /* nothing stands in either */
        snprintf(profile, sizeof profile,
                 HEAD "[normalise]\nmethod = none\n[aggregate]\nmissing = impute\n[aggregate.p]\n"
                      "method = %s\n",
                 domains[i]);
        r = rig_run(&g, profile);
        ck_assert(isnan(rig_score(r, "idx", "A", 0)) && !isnan(rig_score(r, "idx", "F", 0)));
        /* a node that weighs nothing costs nothing */
        snprintf(profile, sizeof profile,
                 HEAD
                 "[normalise]\nmethod = none\n[weights.idx]\nmethod = budget\nallocations = 0 1\n"
                 "[aggregate.p]\nmethod = %s\n",
                 domains[i]);
        r = rig_run(&g, profile);
        ck_assert(!isnan(rig_score(r, "idx", "A", 0)));
    }
    rig_end(&g);
}
END_TEST

START_TEST(zeros_are_told_with_their_count)
{
    static const struct {
        const char *keys;
        bool told;
    } cases[] = {
        {"[aggregate.p]\nmethod = geometric\n", true},
        {"[aggregate.p]\nmethod = harmonic\n", true},
        {"[aggregate.p]\nmethod = power_mean\nexponent = -2\n", true},
        {"[aggregate.p]\nmethod = power_mean\nexponent = 0\n", true},
        {"[aggregate.p]\nmethod = waspas\nscale = rescale\n", true},
        {"[aggregate.p]\nmethod = power_mean\n", false},
        {"[aggregate.p]\nmethod = waspas\nscale = rescale\nlambda = 1\n", false},
        {"[aggregate.p]\nmethod = geometric\n[normalise]\nrange = 1, 100\n", false},
        {"[aggregate.p]\nmethod = arithmetic\n", false},
    };
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b,c,d\nA,1,2,3,4\nB,1,9,1,7\nC,2,1,5,1\nD,3,8,0,1\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[1024];
        struct results *r;
        snprintf(profile, sizeof profile, HEAD "%s", cases[i].keys);
        r = rig_run(&g, profile);
        ck_assert_msg(rig_told(&r->plan->warnings, "3 units have a child of 0 (the first in a)") ==
                          cases[i].told,
                      "%s", cases[i].keys);
        if (cases[i].told)
            rig_assert_told(&r->plan->warnings, "such as 1, 100, or another method");
    }
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {refused_where_it_must_happen,
                                  undefined_for_the_unit_and_never_renormalised,
                                  zeros_are_told_with_their_count, NULL};
    return kit_run("below zero", tests);
}
