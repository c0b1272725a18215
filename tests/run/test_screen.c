/* SPDX-License-Identifier: MIT */
/* [screen]: what is set aside and why, worked by hand; and that the rest comes out as if it had
   never been there, whatever the methods. */
#include "base/file.h"
#include "base/none.h"
#include "explain/explain.h"
#include "output/manifest.h"
#include "output/output.h"
#include "run/rig.h"

/* Of 4 indicators u2 has one, u3 three zeros among four; c has 3 of 5 values, d zeros in 3 of 5. */
static const char table[] = "code,name,kind,a,b,c,d\n"
                            "u1,One,x,1,10,5,2\n"
                            "u2,Two,x,,,,3\n"
                            "u3,Three,x,0,0,7,0\n"
                            "u4,Four,y,5,15,,0\n"
                            "u5,Five,y,9,40,6,0\n";

#define DATA "[data]\npath = t.csv\nunit = code\nname = name\n"
#define TREE                                                                                       \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\n"               \
    "[dimension.two]\nindicators = c, d\n[indicator.a]\nweight = 3\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static void write_out(struct rig *g, struct outputs *out)
{
    static const struct heng_names all = {NULL, 0};
    ck_assert_int_eq(outputs_make(g->results, &all, out, &g->e), OK);
    ck_assert_msg(outputs_write(out, &all, rig_path(g, "o"), g->plan, &g->e) == OK, "%s",
                  g->e.text);
}

static void compare(struct rig *g, const char *want)
{
    struct outputs out = {0};
    char *bytes;
    size_t n;
    write_out(g, &out);
    ck_assert_int_eq(file_read(rig_path(g, "o/screened.csv"), 1 << 20, &bytes, &n, &g->e), OK);
    ck_assert_str_eq(bytes, want);
    free(bytes);
    outputs_fini(&out);
}

#define HEAD "kind,class,period,code,name,share_available,share_zeros,reason\n"

/* ---- which, and why -------------------------------------------------------------------- */

START_TEST(shares_and_reasons_to_the_letter)
{
    struct rig g;
    begin(&g);
    rig_run(&g, DATA TREE "[screen]\nunit_min_share = 0.5\nunit_max_zeros = 0.5\n");
    compare(&g, HEAD "unit,,,u2,Two,0.25,0,too few values\n"
                     "unit,,,u3,Three,1,0.75,too many zeros\n");
    rig_assert_told(&g.plan->warnings, "screen: 2 of 5 units set aside");
    rig_run(&g, DATA TREE "[screen]\nindicator_min_share = 0.61\nindicator_max_zeros = 0.59\n");
    compare(&g, HEAD "indicator,,,c,c,0.6,0,too few values\n"
                     "indicator,,,d,d,1,0.6,too many zeros\n");
    rig_assert_told(&g.plan->warnings, "screen: 2 of 4 indicators set aside: c, d");
    rig_run(&g, DATA TREE "[screen]\nunit_min_share = 1\nunit_max_zeros = 0\n[class]\nby = kind\n"
                          "[indicator.d]\ntitle = 丁\n");
    compare(&g, HEAD "unit,x,,u2,Two,0.25,0,too few values\n"
                     "unit,x,,u3,Three,1,0.75,too many zeros\n"
                     "unit,y,,u4,Four,0.75,0.3333333333333333,too few values; too many zeros\n"
                     "unit,y,,u5,Five,1,0.25,too many zeros\n");
    rig_end(&g);
}
END_TEST

START_TEST(a_threshold_that_is_just_met_is_met)
{
    struct rig g;
    begin(&g);
    rig_run(&g, DATA TREE "[screen]\nunit_min_share = 0.25\nunit_max_zeros = 0.75\n"
                          "indicator_min_share = 0.6\nindicator_max_zeros = 0.6\n");
    compare(&g, HEAD);
    ck_assert_uint_eq(g.plan->warnings.n, 0);
    ck_assert_uint_eq(screened_units(g.results, 0, 0), 0);
    ck_assert_ptr_null(screened_unit(g.results, 0, 0));
    rig_end(&g);
}
END_TEST

START_TEST(no_section_no_file)
{
    static const char *const without[] = {"", "[screen]\n", "[screen]\nunit_min_share =\n"};
    struct rig g;
    size_t i, k;
    begin(&g);
    for (i = 0; i < sizeof without / sizeof *without; i++) {
        struct outputs out = {0};
        char profile[600];
        snprintf(profile, sizeof profile, DATA TREE "%s", without[i]);
        rig_run(&g, profile);
        write_out(&g, &out);
        ck_assert_uint_eq(out.n, 4);
        ck_assert(!file_exists(rig_path(&g, "o/screened.csv")));
        ck_assert_ptr_null(strstr(outputs_manifest(&out)->bytes, "\"screened\""));
        for (k = 0; k < g.results->n_rows; k++)
            ck_assert(!g.results->unit_excluded[k]);
        outputs_fini(&out);
    }
    rig_run(&g, DATA TREE "[screen]\nfirst = units\n");
    compare(&g, HEAD);
    rig_end(&g);
}
END_TEST

START_TEST(what_is_first_decides_what_the_other_sees)
{
    struct rig g;
    begin(&g);
    /* All units: d has 3 zeros in 5, goes; then u3 has 2 zeros in 3, u4 2 of 3 values. */
    rig_run(&g, DATA TREE
            "[screen]\nindicator_max_zeros = 0.55\nunit_max_zeros = 0.7\nunit_min_share = 0.5\n");
    compare(&g, HEAD "indicator,,,d,d,1,0.6,too many zeros\nunit,,,u2,Two,0,,too few values\n");
    /* Units first: u2 and u3 go; then d has 2 zeros in 3, and c 2 values of 3. */
    rig_run(&g, DATA TREE
            "[screen]\nindicator_max_zeros = 0.6\nunit_max_zeros = 0.7\nunit_min_share = 0.5\n"
            "first = units\nindicator_min_share = 0.7\n");
    compare(&g, HEAD "unit,,,u2,Two,0.25,0,too few values\nunit,,,u3,Three,1,0.75,too many zeros\n"
                     "indicator,,,c,c,0.6666666666666666,0,too few values\n"
                     "indicator,,,d,d,1,0.6666666666666666,too many zeros\n");
    ck_assert(g.results->node_excluded[rig_node(g.results, "two")]);
    rig_end(&g);
}
END_TEST

/* ---- what becomes of it ----------------------------------------------------------------- */

START_TEST(a_unit_set_aside_has_no_values)
{
    static const char *const rules[] = {"renormalise", "fail", "impute"};
    struct rig g;
    size_t i, k, node;
    begin(&g);
    for (i = 0; i < 3; i++) {
        char profile[800];
        struct results *r;
        size_t row;
        struct explanation x;
        snprintf(
            profile, sizeof profile,
            DATA TREE
            "[screen]\nunit_min_share = 0.5\n[impute]\nmethod = mean\n[aggregate]\nmissing = %s\n",
            rules[i]);
        r = rig_run(&g, profile);
        row = rig_row(r, "u2", 0);
        for (k = 0; k < 4; k++) {
            ck_assert(isnan(r->raw[k][row]) && isnan(r->imputed[k][row]) &&
                      isnan(r->normalised[k][row]));
            ck_assert_int_eq(r->cell[k][row], CELL_MISSING);
        }
        for (node = 0; node < r->plan->tree.n; node++)
            ck_assert(isnan(r->score[node][row]) &&
                      (!r->imputed_share[node] || isnan(r->imputed_share[node][row])));
        ck_assert(isnan(r->rank[row]));
        ck_assert_int_eq(r->cell[2][rig_row(r, "u4", 0)], CELL_IMPUTED);
        kit_assert_near(r->imputed[2][rig_row(r, "u4", 0)], 6, 1e-15);
        kit_assert_near(rig_score(r, "d", "u1", 0), 100,
                        0); /* u2's 3 would have been the highest */
        ck_assert_uint_eq(screened_units(r, 0, 0), 1);
        ck_assert_str_eq(screened_reason(screened_unit(r, row, 0)), "too few values");
        ck_assert_int_eq(explain(r, row, 0, &x, &g.e), OK);
        ck_assert_uint_eq(x.n, 0);
        for (node = 0; node < r->plan->tree.n; node++)
            ck_assert(isnan(x.parts[node].contribution));
    }
    rig_end(&g);
}
END_TEST

START_TEST(an_indicator_set_aside_weighs_nothing)
{
    static const char *const weights[] = {"given", "equal", "entropy", "sd"};
    static const char *const scopes[] = {"node", "index"};
    struct rig g;
    size_t i, s;
    begin(&g);
    for (i = 0; i < 4; i++)
        for (s = 0; s < 2; s++) {
            char profile[800];
            struct results *r;
            snprintf(profile, sizeof profile,
                     DATA TREE "[units]\nwhere = code ~= \"u2\"\n[screen]\nindicator_min_share = "
                               "0.8\n[weights]\nmethod = %s\nscope = %s\n"
                               "[aggregate]\nmissing = fail\n",
                     weights[i], scopes[s]);
            r = rig_run(&g, profile);
            ck_assert(r->node_excluded[rig_node(r, "c")]);
            kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "c"))], 0, 0);
            kit_assert_near(r->effective[weight_index(r, 0, 0, rig_node(r, "c"))], 0, 0);
            kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "d"))], 1, 1e-15);
            ck_assert(!isnan(rig_score(r, "idx", "u4", 0)));
            ck_assert(isnan(rig_score(r, "c", "u1", 0)));
            ck_assert_int_eq(r->cell[2][rig_row(r, "u1", 0)], CELL_MISSING);
            ck_assert_uint_eq(r->plan->warnings.n,
                              1); /* the count alone: no method complains of c */
        }
    rig_end(&g);
}
END_TEST

START_TEST(a_dimension_without_indicators_goes_too)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE "[screen]\nindicator_max_zeros = 0.3\nindicator_min_share = 0.7\n"
                              "[aggregate]\nmissing = fail\n");
    ck_assert(r->node_excluded[rig_node(r, "two")]);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "two"))], 0, 0);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "c"))], 0, 0);
    kit_assert_near(r->weight[weight_index(r, 0, 0, rig_node(r, "one"))], 1, 0);
    kit_assert_near(rig_score(r, "idx", "u1", 0), rig_score(r, "one", "u1", 0), 0);
    ck_assert(isnan(rig_score(r, "two", "u1", 0)));
    rig_end(&g);
}
END_TEST

START_TEST(nothing_left)
{
    struct rig g;
    begin(&g);
    rig_fine(&g, DATA TREE "[screen]\nindicator_min_share = 1\nindicator_max_zeros = 0\n");
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(g.e.text, "[screen] sets all indicators aside"));
    rig_fine(&g, DATA "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = c, a\n"
                      "[indicator.a]\nweight = 0\n[screen]\nindicator_min_share = 0.7\n");
    ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), ERR_PROFILE);
    ck_assert_ptr_nonnull(
        strstr(g.e.text, "node one: the weights of its children that are not set aside sum to 0"));
    rig_run(&g, DATA TREE
            "[screen]\nunit_min_share = 1\nunit_max_zeros = 0\n[units]\nwhere = code ~= \"u1\"\n");
    ck_assert_uint_eq(screened_units(g.results, 0, 0), 4);
    ck_assert(isnan(rig_score(g.results, "idx", "u5", 0)));
    rig_end(&g);
}
END_TEST

START_TEST(units_go_period_by_period)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,name,year,a,b\nu1,A,2001,1,2\nu1,A,2002,2,3\nu1,A,2003,3,1\n"
             "u2,B,2001,3,5\nu2,B,2002,,5\nu2,B,2003,7,\nu3,C,2001,4,4\nu3,C,2003,6,2\n");
    r = rig_run(
        &g, DATA
        "period = year\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, b\n"
        "[screen]\nunit_min_share = 0.6\nindicator_min_share = 0.7\n[impute]\nmethod = "
        "linear_constant\n"
        "[normalise]\nbase = pooled\n");
    compare(&g, HEAD "unit,,2002,u2,B,0.5,0,too few values\nunit,,2002,u3,C,0,,too few values\n"
                     "unit,,2003,u2,B,0.5,0,too few values\n");
    rig_assert_told(&r->plan->warnings, "screen (2002): 2 of 3 units set aside");
    rig_assert_told(&r->plan->warnings, "screen (2003): 1 of 3 units set aside");
    ck_assert(isnan(r->imputed[0][rig_row(r, "u2", 1)]));
    ck_assert(isnan(r->imputed[1][rig_row(r, "u2", 1)])); /* it had a value in the table */
    ck_assert(isnan(r->imputed[0][rig_row(r, "u3", 1)]));
    ck_assert(isnan(r->rank[rig_row(r, "u2", 2)]));
    kit_assert_near(rig_score(r, "a", "u3", 2), 100, 0); /* the 7 of u2 is not seen */
    kit_assert_near(rig_score(r, "b", "u2", 0), 100, 0); /* the first period is whole */
    ck_assert(r->rank[rig_row(r, "u1", 1)] == 1);
    rig_assert_told(&r->plan->warnings, "screen (2002)");
    rig_end(&g);
}
END_TEST

/* ---- as if it had never been there --------------------------------------------------------- */

enum { UNITS = 13, COLUMNS = 5 };

/* Positive values, a few missing; u3 and u7 have one indicator, the last column is nearly empty. */
static void write_random(const struct rig *g, unsigned seed)
{
    FILE *f = fopen(rig_path(g, "r.csv"), "w");
    unsigned s = seed;
    int u, k;
    fprintf(f, "code,kind,a,b,c,d,e\n");
    for (u = 0; u < UNITS; u++) {
        fprintf(f, "u%d,k%d", u, u % 2);
        for (k = 0; k < COLUMNS; k++) {
            bool missing;
            s = s * 1664525u + 1013904223u;
            missing = k == 4 ? u != 1 && u != 3 : u == 3 || u == 7 ? k != u % 3 : s >> 27 == 0;
            missing ? fprintf(f, ",") : fprintf(f, ",%.6f", 1 + (double)(s >> 8) / 2e5);
        }
        fprintf(f, "\n");
    }
    fclose(f);
}

#define RANDOM                                                                                     \
    "[data]\npath = r.csv\nunit = code\n[index]\nid = idx\ndimensions = one, "                     \
    "two\n[dimension.one]\n"
#define TWO "[dimension.two]\nindicators = c, d\n[indicator.b]\ndirection = negative\nweight = 2\n"

/* Idx scores of a run; false when the method wants more than this, or refuses the data. */
static bool scores(struct rig *g, const char *profile, double *y)
{
    int u;
    if (rig_plan(g, profile) != OK || g->plan->problems.n)
        return false;
    if (run_plan(g->plan, &g->results, &g->e))
        return false;
    for (u = 0; u < UNITS; u++) {
        char code[8];
        size_t i;
        sprintf(code, "u%d", u);
        i = explain_find(g->results, code);
        y[u] = i == NONE ? NAN : g->results->score[TREE_ROOT][i];
    }
    return true;
}

START_TEST(the_rest_is_as_if_it_had_never_been_there)
{
    struct rig g;
    struct registry *all;
    const struct method *m;
    struct error e;
    size_t i, compared = 0;
    rig_begin(&g);
    all = registry_new(&e);
    ck_assert_ptr_nonnull(all);
    for (i = 0; (m = registry_at(all, i)); i++) {
        double with[UNITS], without[UNITS];
        char profile[2][1200], stage[600];
        unsigned seed;
        int u;
        if (m->desc->stage == HENG_RANK || m->desc->stage == HENG_ANALYSE)
            continue;
        snprintf(stage, sizeof stage, "%s%s[%s]\nmethod = %s\n%s",
                 m->desc->stage == HENG_NORMALISE ? "" : "[normalise]\nrange = 1, 100\n",
                 m->desc->stage == HENG_IMPUTE ? "" : "[impute]\nmethod = mean\n",
                 stage_name(m->desc->stage), m->desc->name,
                 strcmp(m->desc->name, "constant") ? "" : "value = 3\n");
        snprintf(profile[0], sizeof profile[0],
                 RANDOM "indicators = a, b, e\n" TWO
                        "[screen]\nunit_min_share = 0.4\nindicator_min_share = 0.4\n%s",
                 stage);
        snprintf(profile[1], sizeof profile[1],
                 RANDOM "indicators = a, b\n" TWO
                        "[units]\nwhere = code ~= \"u3\" and code ~= \"u7\"\n%s",
                 stage);
        for (seed = 5; seed < 8; seed++) {
            write_random(&g, seed);
            if (!scores(&g, profile[1], without))
                continue;
            ck_assert_msg(scores(&g, profile[0], with), "%s: %s", m->desc->name, g.e.text);
            ck_assert_uint_eq(g.results->n_screened, 3);
            for (u = 0; u < UNITS; u++)
                ck_assert_msg(kit_near(with[u], without[u], 1e-9), "%s %s, u%d: %.17g, not %.17g",
                              stage_name(m->desc->stage), m->desc->name, u, with[u], without[u]);
            compared++;
        }
    }
    registry_free(all);
    ck_assert_uint_gt(compared, 150);
    rig_end(&g);
}
END_TEST

START_TEST(the_manifest_tells_and_verifies)
{
    struct rig g;
    struct outputs out = {0};
    struct messages differences = {0};
    struct verify_options o = {NULL, 1, NULL};
    const char *text;
    FILE *f;
    begin(&g);
    rig_run(&g, DATA TREE "[screen]\nunit_min_share = 0.5\nindicator_max_zeros = 0.5\n");
    write_out(&g, &out);
    text = strstr(outputs_manifest(&out)->bytes, "\"screened\": [");
    ck_assert_ptr_nonnull(text);
    ck_assert_ptr_nonnull(
        strstr(text, "\"code\": \"d\",\n   \"share_available\": 1,\n   \"share_zeros\": 0.6"));
    ck_assert_ptr_nonnull(strstr(text, "\"code\": \"u2\""));
    ck_assert_ptr_nonnull(strstr(outputs_manifest(&out)->bytes, "\"name\": \"screened.csv\""));
    outputs_fini(&out);
    o.path = rig_path(&g, "o/run.json");
    ck_assert_msg(verify(&o, &differences, &g.e) == OK, "%s", g.e.text);
    ck_assert_uint_eq(differences.n, 0);
    f = fopen(rig_path(&g, "o/screened.csv"), "a");
    fprintf(f, "unit,,,u9,Nine,1,0,too few values\n");
    fclose(f);
    ck_assert_int_eq(verify(&o, &differences, &g.e), OK);
    rig_assert_told(&differences, "screened.csv: is not as the run wrote it");
    messages_fini(&differences);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {shares_and_reasons_to_the_letter,
                                  a_threshold_that_is_just_met_is_met,
                                  no_section_no_file,
                                  what_is_first_decides_what_the_other_sees,
                                  a_unit_set_aside_has_no_values,
                                  an_indicator_set_aside_weighs_nothing,
                                  a_dimension_without_indicators_goes_too,
                                  nothing_left,
                                  units_go_period_by_period,
                                  the_rest_is_as_if_it_had_never_been_there,
                                  the_manifest_tells_and_verifies,
                                  NULL};
    return kit_run("screen", tests);
}
