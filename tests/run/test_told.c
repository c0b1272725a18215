/* SPDX-License-Identifier: MIT */
/* Goalposts that nothing uses, values beyond one, and a `per` of 0 are told with names. */
#include "run/rig.h"

#define HEAD                                                                                       \
    "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = d\n[dimension.d]\n"        \
    "indicators = a, b\n[indicator.a]\ngoalposts = 0, 50\n"

START_TEST(goalposts_that_nothing_uses)
{
    static const struct {
        const char *keys;
        bool told;
    } cases[] = {
        {"", true},
        {"[normalise.a]\nmethod = zscore\nscale = rescale\n", true},
        {"[normalise.a]\nmethod = efficacy\n", true},
        {"[normalise.a]\nmethod = efficacy\nlimits = goalposts\n", false},
        {"[normalise.a]\nmethod = goalposts\n", false},
    };
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b\nu1,1,2\nu2,60,3\nu3,20,9\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[512];
        snprintf(profile, sizeof profile, HEAD "%s", cases[i].keys);
        rig_fine(&g, profile);
        ck_assert_msg(rig_told(&g.plan->warnings, "[indicator.a] goalposts: nothing uses them") ==
                          cases[i].told,
                      "%s", cases[i].keys);
    }
    rig_end(&g);
}
END_TEST

START_TEST(values_beyond_a_goalpost)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b\nu1,-1,2\nu2,60,3\nu3,20,9\nu4,50,9\n");
    r = rig_run(&g, HEAD "[normalise.a]\nmethod = goalposts\n");
    rig_assert_told(
        &r->plan->notes,
        "indicator a: goalposts: 2 values beyond a goalpost count as the goalpost: u1, u2");
    r = rig_run(&g, HEAD "[normalise.a]\nmethod = goalposts\ntruncate = no\n");
    ck_assert(!rig_told(&r->plan->notes, "beyond a goalpost"));
    rig_end(&g);
}
END_TEST

START_TEST(a_denominator_of_zero)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b,pop\nu1,1,2,0\nu2,60,3,5\nu3,20,9,\nu4,50,9,0\n");
    r = rig_run(&g, HEAD "per = pop\n[normalise.a]\nmethod = goalposts\n");
    rig_assert_told(&r->plan->warnings,
                    "indicator a: per = pop is 0, and the value undefined, of 2: u1, u4");
    ck_assert(isnan(rig_score(r, "a", "u1", 0)));
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {goalposts_that_nothing_uses, values_beyond_a_goalpost,
                                  a_denominator_of_zero, NULL};
    return kit_run("told", tests);
}
