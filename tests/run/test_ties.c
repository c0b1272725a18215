/* SPDX-License-Identifier: MIT */
/* Scores that are equal by arithmetic share a rank, a tier and a place, whatever rounding did. */
#include "explain/explain.h"
#include "run/rig.h"

enum { GROUPS = 6, GROUP = 4, UNITS = GROUPS * GROUP, COLUMNS = 4 };

#define HEAD                                                                                       \
    "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = d\n[dimension.d]\n"        \
    "indicators = a, b, c, e\n"

static double random_of(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

/* Units come in groups whose values have the same sum, or as powers of 2 the same product. */
static void write_groups(const struct rig *g, unsigned seed, bool powers)
{
    FILE *f = fopen(rig_path(g, "t.csv"), "w");
    ck_assert_ptr_nonnull(f);
    fprintf(f, "code,a,b,c,e\n");
    for (int u = 0; u < UNITS; u++) {
        const int group = u / GROUP, sum = 30 + 3 * group;
        int left = sum;
        fprintf(f, "u%d", u);
        for (int k = 0; k < COLUMNS; k++) {
            const int v = k + 1 == COLUMNS ? left : (int)(random_of(&seed) * (double)left);
            left -= v;
            fprintf(f, ",%.17g", powers ? ldexp(1, v) : (double)v);
        }
        fprintf(f, "\n");
    }
    ck_assert_int_eq(fclose(f), 0);
}

static void assert_groups_are_even(const struct results *r, const double *v, const char *what)
{
    for (int u = 0; u < UNITS; u++) {
        char code[16], first[16];
        snprintf(code, sizeof code, "u%d", u);
        snprintf(first, sizeof first, "u%d", u / GROUP * GROUP);
        ck_assert_msg(v[rig_row(r, code, 0)] == v[rig_row(r, first, 0)], "%s: %s %.17g, %s %.17g",
                      what, first, v[rig_row(r, first, 0)], code, v[rig_row(r, code, 0)]);
    }
}

START_TEST(equal_by_arithmetic_is_equal)
{
    static const struct {
        const char *keys;
        bool powers;
    } cases[] = {
        {"[normalise]\nmethod = goalposts\n[indicator.a]\ngoalposts = 0, 70\n[indicator.b]\n"
         "goalposts = 0, 70\n[indicator.c]\ngoalposts = 0, 70\n[indicator.e]\ngoalposts = 0, 70\n",
         false},
        {"[normalise]\nmethod = none\n[weights.d]\nmethod = budget\nallocations = 7 7 7 7\n"
         "[derive]\nx = a / 7\ny = b / 7\nz = c / 7\nv = e / 7\n[indicator.a]\nformula = x\n"
         "[indicator.b]\nformula = y\n[indicator.c]\nformula = z\n[indicator.e]\nformula = v\n",
         false},
        {"[normalise]\nmethod = none\n[aggregate.d]\nmethod = geometric\n", true},
        {"[normalise]\nmethod = none\n[indicator.a]\ntransform = ln\n[indicator.b]\n"
         "transform = ln\n[indicator.c]\ntransform = ln\n[indicator.e]\ntransform = ln\n",
         true},
    };
    struct rig g;
    size_t parted = 0;
    rig_begin(&g);
    for (unsigned seed = 1; seed <= 30; seed++)
        for (size_t m = 0; m < sizeof cases / sizeof *cases; m++) {
            char profile[1024];
            struct results *r;
            double place[UNITS];
            write_groups(&g, seed * 977, cases[m].powers);
            snprintf(profile, sizeof profile,
                     HEAD "[tiers]\nhow = natural\nk = 6\n[panorama]\nnodes = all\n%s%s",
                     seed % 2 ? "[rank]\nties = average\n" : "", cases[m].keys);
            r = rig_run(&g, profile);
            assert_groups_are_even(r, r->rank, cases[m].keys);
            assert_groups_are_even(r, r->tier, cases[m].keys);
            for (int u = 0; u < UNITS; u++)
                place[u] = r->places[TREE_ROOT][u].rank;
            assert_groups_are_even(r, place, cases[m].keys);
            for (int u = 0; u < UNITS; u++)
                parted += r->score[TREE_ROOT][u] != r->score[TREE_ROOT][u / GROUP * GROUP];
        }
    ck_assert_uint_gt(parted, 200); /* rounding did part them */
    rig_end(&g);
}
END_TEST

#define FOUR(a, b, c, d)                                                                           \
    "code,a,b,c,e\nA," a ",0,0,0\nB," b ",0,0,0\nC," c ",0,0,0\nD," d ",0,0,0\n"

static void assert_ranks(struct rig *g, const char *table, const char *keys, const double *want)
{
    char profile[1024];
    struct results *r;
    rig_file(g, "t.csv", table);
    snprintf(profile, sizeof profile,
             HEAD
             "[normalise]\nmethod = none\n[weights.d]\nmethod = budget\nallocations = 1 0 0 0\n%s",
             keys);
    rig_file(g, "p.ini", profile);
    r = rig_run(g, profile);
    for (int i = 0; i < 4; i++) {
        const char code[] = {(char)('A' + i), 0};
        ck_assert_msg(r->rank[rig_row(r, code, 0)] == want[i], "%s: %s: rank %g, not %g", keys,
                      code, r->rank[rig_row(r, code, 0)], want[i]);
    }
}

#define WANT(...)                                                                                  \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

START_TEST(keys_say_what_is_equal)
{
    struct rig g;
    rig_begin(&g);
    assert_ranks(&g, FOUR("100", "99.99999999999", "50.004", "50.001"), "", WANT(1, 1, 3, 4));
    assert_ranks(&g, FOUR("100", "99.99999999999", "50.004", "50.001"), "[rank]\ntolerance = 0\n",
                 WANT(1, 2, 3, 4));
    assert_ranks(&g, FOUR("100", "99.99999999999", "50.004", "50.001"), "[rank]\ndecimals = 2\n",
                 WANT(1, 1, 3, 3));
    assert_ranks(&g, FOUR("100", "99.6", "50.4", "49.6"), "[rank]\ndecimals = 0\nties = max\n",
                 WANT(2, 2, 4, 4));
    assert_ranks(
        &g, FOUR("35.715", "35.725", "35.7149", "35.705"), "[rank]\ndecimals = 2\n",
        WANT(2, 1, 3, 4)); /* as printed: 35.72 (35.7150000000000034), 35.73, 35.71, 35.70 */
    assert_ranks(&g, FOUR("100", "99.4", "98.8", "98.2"), "[rank]\ntolerance = 0.01\n",
                 WANT(1, 1, 3, 3)); /* a chain */
    assert_ranks(&g, FOUR("-1e-3", "-1e-3", "-1e-14", "0"), "", WANT(3, 3, 2, 1));
    assert_ranks(&g, FOUR("1e-20", "2e-20", "3e-20", "4e-20"), "", WANT(4, 3, 2, 1));
    assert_ranks(&g, FOUR("0", "0", "0", "0"), "", WANT(1, 1, 1, 1));
    rig_end(&g);
}
END_TEST

/* 80 less a rounding error is 80, for a tier as for a rank. */
START_TEST(a_limit_is_reached_within_rounding)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b,c,e\nA,79.99999999999999,0,0,0\nB,79.99,0,0,0\nC,90,0,0,0\n");
    r = rig_run(&g, HEAD "[normalise]\nmethod = none\n[weights.d]\nmethod = budget\nallocations = "
                         "1 0 0 0\n[tiers]\nhow = given\n"
                         "k = 2\nlimits = 80\n");
    ck_assert(r->tier[rig_row(r, "A", 0)] == 1 && r->tier[rig_row(r, "B", 0)] == 2);
    rig_end(&g);
}
END_TEST

/* Where a comparison jumps, what rounding parted is equal, too. */
START_TEST(methods_that_compare)
{
    static const char *const compared[] = {
        "[aggregate]\nmethod = copeland\n",
        "[aggregate]\nmethod = promethee2\n",
        "[aggregate]\nmethod = promethee2\npreference = level\nq = 2\np = 10\n",
        "[aggregate]\nmethod = rsr\n",
        "[normalise]\nmethod = rank\n",
        "[normalise]\nmethod = percentile_rank\nties = average\n"};
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,a,b,c\nA,0.3,0.1,7\nB,0.30000000000000004,0.1,7\nC,0.1,0.30000000000000004,9\n"
             "D,0.7,0.2,1\nE,0.1,0.3,9\n");
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
        char profile[512];
        struct results *r;
        snprintf(profile, sizeof profile,
                 "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = d\n"
                 "[dimension.d]\nindicators = a, b, c\n%s%s",
                 strstr(compared[i], "[normalise]") ? "" : "[normalise]\nmethod = none\n",
                 compared[i]);
        r = rig_run(&g, profile);
        ck_assert_msg(rig_score(r, "d", "A", 0) == rig_score(r, "d", "B", 0), "%s", compared[i]);
        ck_assert_msg(rig_score(r, "d", "C", 0) == rig_score(r, "d", "E", 0), "%s", compared[i]);
        ck_assert_msg(rig_score(r, "d", "A", 0) != rig_score(r, "d", "D", 0), "%s", compared[i]);
    }
    rig_end(&g);
}
END_TEST

START_TEST(a_node_has_the_rank_that_the_index_has)
{
    struct rig g;
    struct results *r;
    struct explanation x;
    rig_begin(&g);
    rig_file(&g, "t.csv", FOUR("0.1", "0.30000000000000004", "0.3", "0.2"));
    r = rig_run(
        &g,
        HEAD "[normalise]\nmethod = none\n[weights.d]\nmethod = budget\nallocations = 1 0 0 0\n");
    ck_assert_int_eq(explain(r, rig_row(r, "C", 0), 0, &x, &g.e), OK);
    ck_assert(x.parts[TREE_ROOT].rank == 1 && r->rank[rig_row(r, "C", 0)] == 1);
    rig_end(&g);
}
END_TEST

/* What cancels out leaves nothing but rounding, which is small beside what was added: nobody is
   ahead, in ranks, panorama and tiers. With one score that is more than rounding it leads. */
START_TEST(scores_that_cancel_out_are_equal)
{
    static const char head[] =
        "[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d, e\n[dimension.d]\n"
        "indicators = a, b, c\nweight = 3\n[dimension.e]\nindicators = z\n[normalise]\n"
        "method = none\n[panorama]\ntop_share = 0.2\n";
    struct rig g;
    const struct results *r;
    rig_begin(&g);
    rig_file(
        &g, "t.csv",
        "u,a,b,c,z\nA,0.1,0.2,-0.3,0\nB,0.2,0.4,-0.6,0\nC,0.7,0.1,-0.8,0\nD,0.5,0.25,-0.75,0\n");
    r = rig_run(&g, head);
    ck_assert(rig_score(r, "idx", "A", 0) != rig_score(r, "idx", "D", 0)); /* or it shows nothing */
    for (size_t i = 0; i < r->n_rows; i++) {
        ck_assert_msg(r->rank[i] == 1, "%s: %g", plan_unit_code(r->plan, i), r->rank[i]);
        for (size_t k = 0; r->places && k < r->plan->tree.n; k++)
            ck_assert(r->plan->tree.nodes[k].kind == NODE_INDICATOR || r->places[k][i].rank == 1);
    }
    rig_file(&g, "t.csv",
             "u,a,b,c,z\nA,0.1,0.2,-0.3,0\nB,0.2,0.4,-0.6,0\nC,0.7,0.1,-0.8,0\nD,0.5,0.25,-0.7499,"
             "0\n");
    r = rig_run(&g, head);
    for (size_t i = 0; i < r->n_rows; i++)
        ck_assert(r->rank[i] == (strcmp(plan_unit_code(r->plan, i), "D") == 0 ? 1 : 2));
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {equal_by_arithmetic_is_equal,
                                  keys_say_what_is_equal,
                                  a_limit_is_reached_within_rounding,
                                  methods_that_compare,
                                  a_node_has_the_rank_that_the_index_has,
                                  scores_that_cancel_out_are_equal,
                                  NULL};
    return kit_run("ties", tests);
}
