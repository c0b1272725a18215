/* SPDX-License-Identifier: MIT */
/* What a page computes against runs of the same settings, all bits: random weights and every method
   that is offered, over units with gaps, in classes of their own scale and of a common one. */
#include "report/whatif.h"

#include "report/live.h"
#include "run/rig.h"

enum { UNITS = 37, SETTINGS = 220 };

static struct rig rig;
static unsigned seed;

static double uniform(void)
{
    seed = seed * 1664525u + 1013904223u;
    return (double)(seed >> 8) / 16777216.0;
}

static void write_table(void)
{
    FILE *f = fopen(rig_path(&rig, "t.csv"), "w");
    ck_assert_ptr_nonnull(f);
    fputs("code,kind,a,b,c,d,e,f\n", f);
    for (int u = 0; u < UNITS; u++) {
        fprintf(f, "u%02d,%s", u, u % 3 ? "x" : "y");
        for (int k = 0; k < 6; k++) {
            double v = 2.385 + 40 * uniform() * (k + 1);
            if (u % 11 == 4 && k == 1)
                fputs(",", f);
            else
                fprintf(f, ",%.17g", u % 7 == 3 && k == 2 ? 12.5 : v);
        }
        fputs("\n", f);
    }
    ck_assert_int_eq(fclose(f), 0);
}

#define PROFILE(scale)                                                                             \
    "[data]\npath = t.csv\nunit = code\n[class]\nby = kind\nscale = " scale                        \
    "\n[index]\nid = idx\ndimensions = one, two, three\n[dimension.one]\nindicators = a, b\n"      \
    "[dimension.two]\nindicators = c, d\n[dimension.three]\nindicators = e, f\n"                   \
    "[indicator.d]\ndirection = negative\n[normalise]\nrange = 1, 100\n[weights]\nmethod = "       \
    "given\n"

/* ---- the page's side ------------------------------------------------------ */

static int32_t bind(struct whatif *w, const struct bound_method *b)
{
    const struct param_table t = method_params(b->method->desc);
    int32_t m = whatif_bind(w, b->method->desc->stage, b->method->desc->name);
    ck_assert_msg(m >= 0, "%s", whatif_why(w));
    for (size_t i = 0; i < t.n; i++) {
        struct str value = {0};
        param_print(param_at(&t, i), b->params, &value);
        if (value.n)
            ck_assert_msg(whatif_set(w, m, param_at(&t, i)->name, value.s), "%s", whatif_why(w));
        str_fini(&value);
    }
    return m;
}

/* As page_live.js makes it of live_json. */
static struct whatif *page_of(const struct results *r)
{
    const struct plan *p = r->plan;
    struct whatif *w = whatif_new((uint32_t)p->tree.n, (uint32_t)r->n_units);
    ck_assert_ptr_nonnull(w);
    for (uint32_t i = 0; i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        ck_assert(whatif_node(w, i, i ? (uint32_t)n->parent : 0, n->kind == NODE_INDICATOR,
                              r->node_excluded[i], false));
        if (n->kind == NODE_INDICATOR)
            memcpy(whatif_column(w, i), r->score[i], r->n_units * sizeof(double));
    }
    for (size_t b = 0; b < r->n_blocks; b++)
        ck_assert(whatif_group(w, (uint32_t)r->blocks[b].first, (uint32_t)r->blocks[b].n));
    for (size_t c = 0; c < p->n_classes; c++)
        ck_assert(whatif_class(w, (uint32_t)p->classes[c].first, (uint32_t)p->classes[c].n));
    return w;
}

/* The base's columns under the methods and weights of p; other NULL: a run of p ends with an error,
   and so must the page. */
static void compare(const struct results *base, const struct plan *p, const struct results *other,
                    const char *what)
{
    struct whatif *w = page_of(base);
    for (uint32_t i = 0; i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        if (i)
            whatif_weight(w, i, n->weight);
        if (n->kind == NODE_AGGREGATE)
            ck_assert(
                whatif_use(w, i, bind(w, &n->at[HENG_WEIGHTS]), bind(w, &n->at[HENG_AGGREGATE])));
    }
    ck_assert(whatif_rank_by(w, bind(w, &p->tree.nodes[TREE_ROOT].at[HENG_RANK])));
    ck_assert_msg(whatif_run(w) == (other != NULL), "%s: %s", what, whatif_why(w));
    for (uint32_t i = 0; other && i < p->tree.n; i++)
        for (size_t u = 0; u < other->n_units; u++)
            ck_assert_msg(kit_ulps(whatif_column(w, i)[u], other->score[i][u]) == 0,
                          "%s: node %u, unit %zu: %.17g, the run has %.17g", what, i, u,
                          whatif_column(w, i)[u], other->score[i][u]);
    for (size_t u = 0; other && u < other->n_units; u++)
        ck_assert_msg(kit_ulps(whatif_ranks(w)[u], other->rank[u]) == 0, "%s: rank of unit %zu",
                      what, u);
    whatif_free(w);
}

/* ---- random settings ------------------------------------------------------ */

/* Methods that a page offers of a stage. */
static size_t offered(const struct results *r, const char *key, char names[64][40])
{
    struct str json = {0};
    size_t n = 0;
    const char *s;
    char from[40];
    ck_assert_int_eq(live_json(r, LANGUAGE_EN, &json, &rig.e), OK);
    snprintf(from, sizeof from, "\"%s\":[", key);
    s = strstr(json.s, from);
    ck_assert_ptr_nonnull(s);
    for (s = strstr(s, "{\"name\":\""); s && n < 64; s = strstr(s + 1, "{\"name\":\"")) {
        const char *end = strstr(s, "]}"), *next = strstr(s, "\"name\":\"") + 8;
        snprintf(names[n++], 40, "%.*s", (int)strcspn(next, "\""), next);
        if (end && end[2] == ']')
            break;
    }
    str_fini(&json);
    return n;
}

static void compare_settings(const char *profile)
{
    static char weights[64][40], aggregate[64][40], set[6][80];
    struct results *base = rig_run(&rig, profile);
    struct plan *plan = rig.plan;
    size_t compared = 0;
    size_t n_weights = offered(base, "weights", weights),
           n_aggregate = offered(base, "aggregate", aggregate);
    ck_assert_uint_gt(n_weights, 5);
    ck_assert_uint_gt(n_aggregate, 10);
    ck_assert_ptr_null(live_refusal(base, LANGUAGE_EN));
    for (size_t k = 0; k < SETTINGS; k++) {
        const char *w = weights[k % n_weights], *a = aggregate[k % n_aggregate];
        char what[200];
        rig.results = NULL; /* base is kept */
        rig.plan = NULL;
        snprintf(set[0], sizeof set[0], "dimension.one.weight=%.17g", 0.2 + uniform());
        snprintf(set[1], sizeof set[1], "dimension.two.weight=%.17g", 0.2 + 3 * uniform());
        snprintf(set[2], sizeof set[2], "indicator.b.weight=%.17g", 0.1 + uniform());
        rig.n_set = 3;
        if (*w)
            snprintf(set[rig.n_set++], sizeof set[0], "weights.method=%s", w);
        if (*a)
            snprintf(set[rig.n_set++], sizeof set[0], "aggregate.method=%s", a);
        for (size_t i = 0; i < rig.n_set; i++)
            rig.set[i] = set[i];
        snprintf(what, sizeof what, "weights %s, aggregate %s", w, a);
        if (rig_plan(&rig, NULL) || rig.plan->problems.n) { /* a pair that no plan takes */
            rig_clear(&rig);
            continue;
        }
        compared += run_plan(rig.plan, &rig.results, &rig.e) == OK;
        compare(base, rig.plan, rig.results, what);
        rig_clear(&rig);
    }
    ck_assert_uint_ge(compared, 150);
    rig.n_set = 0;
    rig.results = base;
    rig.plan = plan;
    rig_clear(&rig);
}

START_TEST(all_bits_of_runs_by_class)
{
    rig_begin(&rig);
    seed = 11;
    write_table();
    compare_settings(PROFILE("own"));
    rig_end(&rig);
}
END_TEST

START_TEST(all_bits_of_runs_on_one_scale)
{
    rig_begin(&rig);
    seed = 12;
    write_table();
    compare_settings(PROFILE("common"));
    rig_end(&rig);
}
END_TEST

/* Scores that cancel out tie in the page as in the run. */
START_TEST(scores_that_cancel_out_are_equal)
{
    static const char profile[] =
        "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = one, two\n"
        "[dimension.one]\nindicators = a, b, c\nweight = 3\n[dimension.two]\nindicators = d\n"
        "[normalise]\nmethod = none\n";
    const struct results *r;
    rig_begin(&rig);
    rig_file(&rig, "t.csv",
             "code,a,b,c,d\nA,0.1,0.2,-0.3,0\nB,0.2,0.4,-0.6,0\nC,0.7,0.1,-0.8,0\n"
             "D,0.5,0.25,-0.75,0\nE,0.1,0.2,-0.4,0\n");
    r = rig_run(&rig, profile);
    ck_assert(r->rank[rig_row(r, "A", 0)] == 1 && r->rank[rig_row(r, "D", 0)] == 1);
    compare(r, r->plan, r, "cancelled out");
    rig_end(&rig);
}
END_TEST

/* What a page cannot compute it says, in both languages. */
START_TEST(what_is_refused)
{
    static const struct {
        const char *more, *why;
    } cases[] = {
        {"[rule.r]\nkind = cap\nwhen = a > 30\nvalue = 50\nreason = x\n", "rules"},
        {"[impute]\nmethod = mean\n", "imputed"},
        {"[aggregate]\nmethod = arithmetic\nmissing = impute\n", "not available"},
    };
    rig_begin(&rig);
    seed = 13;
    write_table();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[2000];
        const char *why;
        snprintf(profile, sizeof profile, "%s%s", PROFILE("own"), cases[i].more);
        why = live_refusal(rig_run(&rig, profile), LANGUAGE_EN);
        ck_assert_ptr_nonnull(why);
        ck_assert_msg(strstr(why, cases[i].why), "%s", why);
        ck_assert_ptr_nonnull(live_refusal(rig.results, LANGUAGE_ZH));
    }
    rig_end(&rig);
}
END_TEST

START_TEST(mistakes_are_told)
{
    struct whatif *w = whatif_new(2, 3);
    ck_assert(!whatif_node(w, 2, 0, false, false, false));
    ck_assert_int_eq(whatif_bind(w, HENG_WEIGHTS, "no_such_method"), -1);
    ck_assert_ptr_nonnull(strstr(whatif_why(w), "no_such_method"));
    ck_assert(!whatif_set(w, 5, "x", "1"));
    ck_assert(!whatif_group(w, 2, 2));
    whatif_free(w);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        all_bits_of_runs_by_class, all_bits_of_runs_on_one_scale,    what_is_refused,
        mistakes_are_told,         scores_that_cancel_out_are_equal, NULL};
    return kit_run("whatif", tests);
}
