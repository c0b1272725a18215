/* SPDX-License-Identifier: MIT */
/* Scales that are mixed under a node are told, and scale = rescale brings them to one. */
#include "methods/range.h"
#include "run/rig.h"

enum { ROWS = 8 };

#define HEAD                                                                                       \
    "[data]\npath = t.csv\nunit = code\nperiod = year\n[index]\nid = idx\ndimensions = p, q\n"     \
    "[dimension.q]\nindicators = c, d\n[dimension.p]\nindicators = a, b\n"
#define TABLE                                                                                      \
    "code,year,a,b,c,d\nu1,2001,1,2,3,4\nu2,2001,4,2,1,7\nu3,2001,5,5,5,1\nu4,2001,2,8,1,1\n"      \
    "u1,2002,2,2,3,5\nu2,2002,4,1,2,7\nu3,2002,9,6,5,0\nu4,2002,3,8,0,2\n"

/* What is mixed; "" where nothing is. Keys may go on in [dimension.p]. */
static const struct {
    const char *keys, *error, *warning;
} mixtures[] = {
    {"[aggregate.p]\nmethod = topsis\n",
     "node idx: arithmetic mixes scales: p (topsis: 0 to 1), q (arithmetic: 0 to 100); "
     "[aggregate.p] scale = rescale",
     ""},
    {"[aggregate.q]\nmethod = vikor\n", "q (vikor: 0 to 1)", ""},
    {"[aggregate.p]\nmethod = copeland\n", "p (copeland: -1 to 1)", ""},
    {"[aggregate.p]\nmethod = topsis\n[aggregate.idx]\nmethod = geometric\n", "geometric mixes",
     ""},
    {"[aggregate.p]\nmethod = topsis\n[aggregate.idx]\nmethod = owa\n", "owa mixes", ""},
    {"[normalise.d]\nmethod = percentile_rank\n",
     "d (percentile_rank: 0 to 1); [normalise.d] scale = rescale", ""},
    {"[normalise.c]\nrange = 0, 1\n", "node q: arithmetic mixes scales: c (minmax: 0 to 1)", ""},
    {"[normalise.p]\nmethod = efficacy\n", "",
     "p (arithmetic: 60 to 100), q (arithmetic: 0 to 100)"},
    {"[aggregate.p]\nmethod = topsis\nscale = 10\n", "p (topsis: 0 to 10), q", ""},
    {"[aggregate.p]\nmethod = topsis\nscale = 10.1\n", "", "p (topsis: 0 to 10.1), q"},
    {"[aggregate.p]\nmethod = copras\nscale = 30\n", "", "p (copras: 0 to 30)"},
    {"[normalise.a]\nmethod = zscore\n", "",
     "node p: arithmetic mixes scales: a (zscore: no two ends), b (minmax: 0 to 100)"},
    {"[aggregate.q]\nmethod = codas\n", "",
     "q (codas: no two ends); [aggregate.q] scale = rescale"},
    {"[normalise]\nmethod = zscore\n[normalise.a]\nmethod = zscore\nsd = 10\n", "",
     "a (zscore: no two ends), b (zscore: no two ends)"},
    {"[aggregate]\nmethod = codas\n[aggregate.q]\nmethod = mabac\n[aggregate.idx]\nmethod = "
     "arithmetic\n",
     "", "p (codas: no two ends), q (mabac: no two ends)"},
    /* lawful */
    {"weight = 0\n[aggregate.p]\nmethod = topsis\n", "", ""},
    {"[aggregate.p]\nmethod = topsis\nscale = 100\n", "", ""},
    {"[normalise]\nmethod = zscore\n", "", ""},
    {"[normalise]\nmethod = none\n", "", ""},
    {"[aggregate.p]\nmethod = geometric\n[normalise]\nrange = 1, 100\n", "", ""},
    {"[normalise.c]\nrange = 1, 100\n", "", ""},
    {"[aggregate]\nmethod = codas\n[aggregate.idx]\nmethod = arithmetic\n", "", ""},
    {"[aggregate.p]\nmethod = topsis\n[aggregate.idx]\nmethod = topsis\n", "", ""},
    {"[aggregate.p]\nmethod = topsis\nscale = rescale\n", "", ""},
    {"[normalise.a]\nmethod = zscore\nscale = rescale\n", "", ""},
    {"[aggregate.q]\nmethod = copeland\nscale = rescale\n", "", ""},
    /* the key itself */
    {"[normalise.a]\nscale = 3\n", "[normalise.a] scale: 3: expected rescale", ""},
    {"[normalise]\nmethod = zscore\nscale = rescale\n", "no sibling keeps a range", ""},
};

static void check_mixture(struct rig *g, size_t i)
{
    char profile[1024];
    size_t scales = 0;
    snprintf(profile, sizeof profile, HEAD "%s", mixtures[i].keys);
    ck_assert_msg(rig_plan(g, profile) == OK, "%s", g->e.text);
    for (size_t k = 0; k < g->plan->warnings.n; k++)
        scales += strstr(g->plan->warnings.items[k].text, "mixes scales") != NULL;
    if (*mixtures[i].error)
        rig_assert_told(&g->plan->problems, mixtures[i].error);
    else
        ck_assert_msg(g->plan->problems.n == 0, "%s: %s", mixtures[i].keys,
                      g->plan->problems.n ? g->plan->problems.items[0].text : "");
    if (*mixtures[i].warning)
        rig_assert_told(&g->plan->warnings, mixtures[i].warning);
    else
        ck_assert_msg(*mixtures[i].error || scales == 0, "%s: a warning", mixtures[i].keys);
}

START_TEST(what_is_mixed_is_told)
{
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    for (size_t i = 0; i < sizeof mixtures / sizeof *mixtures; i++)
        check_mixture(&g, i);
    rig_end(&g);
}
END_TEST

/* The scores of p under these keys. */
static void scores_of_p(struct rig *g, const char *keys, double *to)
{
    char profile[1024];
    const struct results *r;
    snprintf(profile, sizeof profile, HEAD "%s", keys);
    r = rig_run(g, profile);
    memcpy(to, r->score[rig_node(r, "p")], ROWS * sizeof *to);
}

START_TEST(a_closed_range_is_brought_end_to_end)
{
    struct rig g;
    double plain[ROWS], got[ROWS];
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    scores_of_p(&g, "[aggregate.p]\nmethod = copeland\n[aggregate.idx]\nmethod = topsis\n", plain);
    scores_of_p(&g, "[aggregate.p]\nmethod = copeland\nscale = rescale\n", got);
    for (int i = 0; i < ROWS; i++)
        kit_assert_near(got[i], 100 * (plain[i] + 1) / 2, 1e-12);
    rig_end(&g);
}
END_TEST

/* An open one by what its base shows: each period, all, or the first. */
START_TEST(an_open_range_is_brought_by_its_base)
{
    static const char *const bases[] = {"each", "pooled", "2001"};
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    for (size_t k = 0; k < 3; k++) {
        char keys[512];
        double plain[ROWS], got[ROWS];
        snprintf(keys, sizeof keys,
                 "[normalise]\nbase = %s\n[aggregate.p]\nmethod = codas\n[aggregate.idx]\nmethod = "
                 "topsis\n",
                 bases[k]);
        scores_of_p(&g, keys, plain);
        snprintf(keys, sizeof keys,
                 "[normalise]\nbase = %s\n[aggregate.p]\nmethod = codas\nscale = rescale\n",
                 bases[k]);
        scores_of_p(&g, keys, got);
        for (int i = 0; i < ROWS; i++) {
            const int first = k == 0 ? i / 4 * 4 : 0, last = k == 1 ? ROWS : first + 4;
            double lo = INFINITY, hi = -INFINITY;
            for (int u = first; u < last; u++) {
                lo = fmin(lo, plain[u]);
                hi = fmax(hi, plain[u]);
            }
            kit_assert_near(got[i], 100 * (plain[i] - lo) / (hi - lo), 1e-12);
        }
    }
    rig_end(&g);
}
END_TEST

START_TEST(a_constant_is_undefined_and_told)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", TABLE);
    r = rig_run(&g, HEAD "[derive]\nz = a - a\n[indicator.a]\nformula = z\n[normalise.a]\nmethod = "
                         "none\nscale = rescale\n");
    ck_assert(isnan(rig_score(r, "a", "u1", 0)));
    rig_assert_told(&r->plan->warnings, "a (2001): scale = rescale: all results of the base");
    rig_end(&g);
}
END_TEST

/* A range is written in the descriptor in words that its own parameters know. */
START_TEST(every_range_can_be_read)
{
    struct error e;
    struct registry *r = registry_new(&e);
    size_t n = 0;
    ck_assert_ptr_nonnull(r);
    for (size_t i = 0; registry_at(r, i); i++) {
        const struct heng_method *d = registry_at(r, i)->desc;
        const struct param_table t = method_params(d);
        struct arena *a = arena_new();
        void *params = arena_alloc(a, t.size + 1);
        ck_assert_msg(!method_range_fault(d), "%s: %s: %s", d->name, d->range,
                      method_range_fault(d));
        if (d->range && param_defaults(&t, a, params, &e) == OK) {
            const struct method_range range = method_range(d, params);
            n++;
            ck_assert_msg(range.kind != RANGE_OPEN || strstr(d->range, "when"), "%s: %s", d->name,
                          d->range);
            ck_assert_msg(range.kind != RANGE_CLOSED || range.lo < range.hi, "%s", d->name);
        }
        arena_free(a);
    }
    ck_assert_uint_gt(n, 20);
    registry_free(r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_is_mixed_is_told,
                                  a_closed_range_is_brought_end_to_end,
                                  an_open_range_is_brought_by_its_base,
                                  a_constant_is_undefined_and_told,
                                  every_range_can_be_read,
                                  NULL};
    return kit_run("scales", tests);
}
