/* SPDX-License-Identifier: MIT */
#include "base/none.h"
#include "explain/explain.h"
#include "explain/yardstick.h"
#include "run/rig.h"

static const char table[] = "code,name,kind,a,b,c,d\n"
                            "u1,甲,x,1,10,5,2\n"
                            "u2,乙,x,2,30,,3\n"
                            "u3,丙,x,3,20,7,1\n"
                            "u4,u1,y,5,,9,7\n" /* a name that is another's code */
                            "u5,戊,y,9,40,6,4\n"
                            "u6,己,y,,,,\n";

#define DATA "[data]\npath = t.csv\nunit = code\nname = name\n"
#define TREE                                                                                       \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\nweight = 2\n"   \
    "[dimension.two]\nindicators = c, d\n[indicator.d]\ndirection = negative\nweight = 3\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static size_t position(const struct results *r, const char *unit)
{
    size_t i = explain_find(r, unit);
    ck_assert_uint_ne(i, NONE);
    return i;
}

/* What holds whatever the methods are. */
static void check_sums(const struct results *r, const struct explanation *x)
{
    const struct tree *t = &r->plan->tree;
    double obstacles = 0;
    size_t i, j;
    for (i = 0; i < t->n; i++) {
        double parts = 0, weights = 0;
        if (t->nodes[i].kind == NODE_INDICATOR)
            obstacles += isnan(x->parts[i].obstacle) ? 0 : x->parts[i].obstacle;
        else
            ck_assert(isnan(x->parts[i].obstacle));
        if (!t->nodes[i].n_children || isnan(x->parts[i].contribution))
            continue;
        for (j = 0; j < t->nodes[i].n_children; j++) {
            const struct part *p = &x->parts[t->nodes[i].children[j]];
            ck_assert(!isnan(p->contribution) || isnan(p->value));
            parts += isnan(p->contribution) ? 0 : p->contribution;
            weights += isnan(p->weight) ? 0 : p->weight;
        }
        kit_assert_near(parts, x->parts[i].contribution, 1e-12);
        kit_assert_near(weights, 1, 1e-12);
    }
    if (x->n)
        kit_assert_near(obstacles, 1, 1e-12);
    for (i = 1; i < x->n; i++) {
        ck_assert(x->parts[x->by_gap[i - 1]].gap >= x->parts[x->by_gap[i]].gap);
        ck_assert(x->parts[x->by_obstacle[i - 1]].obstacle >= x->parts[x->by_obstacle[i]].obstacle);
    }
}

START_TEST(parts_add_up_whatever_the_aggregation)
{
    static const char *const stages[] = {
        "",
        "[aggregate]\nmethod = geometric\n[normalise]\nrange = 1, 100\n",
        "[aggregate]\nmethod = topsis\n",
        "[normalise]\nmethod = zscore\n",
        "[aggregate]\nmissing = impute\n",
        "[aggregate.one]\nmethod = geometric\n[normalise]\nrange = 1, 10\n",
        "[class]\nby = kind\n",
        "[weights]\nmethod = critic\nscope = index\n",
        "[impute]\nmethod = mean\n",
    };
    size_t s, i;
    struct rig g;
    begin(&g);
    for (s = 0; s < sizeof stages / sizeof *stages; s++) {
        char profile[1000];
        struct results *r;
        snprintf(profile, sizeof profile, "%s%s%s", DATA, TREE, stages[s]);
        r = rig_run(&g, profile);
        for (i = 0; i < r->n_units; i++) {
            struct explanation x;
            ck_assert_int_eq(explain(r, i, 0, &x, &g.e), OK);
            ck_assert(x.row == i && x.period == 0 && x.position == i);
            kit_assert_near(x.parts[TREE_ROOT].contribution, r->score[TREE_ROOT][i], 0);
            if (x.parts[TREE_ROOT].contribution != 0 || s == 3)
                check_sums(r, &x);
        }
    }
    rig_end(&g);
}
END_TEST

START_TEST(rounded_figures_add_up)
{
    uint32_t state = 9;
    double v[20], shown[20], room[40];
    for (int round = 0; round < 2000; round++) {
        const size_t n = 1 + (size_t)round % 20;
        const double unit = round % 2 ? 0.01 : 0.001;
        double total = 0, sum = 0;
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525u + 1013904223u;
            v[i] = round % 3 ? ((double)(state >> 8) / 16777216.0 - 0.3) * 40 : 1.0 / (double)n;
            total += v[i];
        }
        explain_rounded(v, n, total, unit, shown, room);
        for (size_t i = 0; i < n; i++) {
            ck_assert_msg(fabs(shown[i] - v[i]) < unit * (1 + 1e-9), "%.17g: %.17g", v[i],
                          shown[i]);
            kit_assert_near(shown[i] / unit, rint(shown[i] / unit), 1e-9);
            sum += shown[i];
        }
        ck_assert_msg(fabs(sum - unit * floor(total / unit + 0.5)) < 1e-9 + unit * 1e-6,
                      "%zu: %.17g of %.17g", n, sum, total);
    }
    explain_rounded((const double[]){0.333, 0.333}, 2, 50, 0.1, shown, room); /* no parts of it */
    kit_assert_near(shown[0], 0.3, 1e-12);
    kit_assert_near(shown[1], 0.3, 1e-12);
}
END_TEST

/* Panels of one indicator with a target beside one that is treated, and one with goalposts. */
START_TEST(what_an_indicator_is_measured_by)
{
    static const double then[] = {9, 10, 11, 12, 13, 10, 11, 12, 9, 100};
    struct treated_value v[8];
    struct yardstick y;
    const struct results *r;
    struct rig g;
    FILE *f;
    rig_begin(&g);
    f = fopen(rig_path(&g, "t.csv"), "w");
    fprintf(f, "code,year,a,b,c\n");
    for (int u = 0; u < 10; u++)
        fprintf(f, "u%d,2010,%.0f,%d,%d\nu%d,2011,%d,%d,%d\n", u, then[u], u, u, u,
                u == 0 ? 60 : u + 4, u + 3, u);
    fclose(f);
    r = rig_run(&g, "[data]\npath = t.csv\nunit = code\nperiod = year\n[index]\nid = i\n"
                    "dimensions = d\n[dimension.d]\nindicators = a, b, c\n[indicator.b]\n"
                    "direction = target\nbest = 4\n[indicator.c]\ndirection = negative\n"
                    "goalposts = 0, 20\n[normalise.c]\nmethod = goalposts\nrange = 1, 100\n"
                    "[treat.a]\nmethod = winsorise\nmax_points = 2\n[normalise]\nbase = 2010\n");
    ck_assert_int_eq(yardstick_of(r, rig_node(r, "a"), position(r, "u0"), 1, &y, &g.e), OK);
    ck_assert(!y.goalposts && y.worst == 9 && y.best == 13 && y.n == 10);
    ck_assert(y.from == 0 && y.to == 100 && y.was == 60 && y.is == 13);
    ck_assert_uint_eq(y.lowered, 2);
    ck_assert_uint_eq(y.raised, 0);
    ck_assert_uint_eq(y.of, 20);
    ck_assert(y.upper == 13 && isnan(y.lower));
    ck_assert_uint_eq(yardstick_treated(r, rig_node(r, "a"), position(r, "u0"), 1, v, 8), 2);
    ck_assert(v[0].was == 100 && v[0].is == 13 && v[0].period == 0);
    ck_assert(v[1].was == 60 && v[1].is == 13 && v[1].period == 1);
    ck_assert_uint_eq(yardstick_treated(r, rig_node(r, "a"), position(r, "u0"), 1, v, 1), 1);
    ck_assert_int_eq(yardstick_of(r, rig_node(r, "b"), position(r, "u0"), 1, &y, &g.e), OK);
    ck_assert(!y.goalposts && y.worst == 5 && y.best == 0 && y.lowered + y.raised == 0);
    ck_assert_int_eq(yardstick_of(r, rig_node(r, "c"), position(r, "u0"), 1, &y, &g.e), OK);
    ck_assert(y.goalposts && y.worst == 20 && y.best == 0 && y.from == 1 && y.to == 100);
    rig_end(&g);
}
END_TEST

START_TEST(figures_by_hand)
{
    struct rig g;
    struct results *r;
    struct explanation x;
    const struct part *a, *c;
    begin(&g);
    r = rig_run(&g, DATA TREE);
    ck_assert_int_eq(explain(r, position(r, "u2"), 0, &x, &g.e), OK);
    a = &x.parts[rig_node(r, "a")];
    c = &x.parts[rig_node(r, "c")];
    kit_assert_near(a->value, 12.5, 1e-15);
    kit_assert_near(a->weight, 0.5, 1e-15);
    kit_assert_near(a->contribution, 12.5 / 3, 1e-14);
    kit_assert_near(a->median, 25, 1e-15);
    ck_assert(a->rank == 4);
    kit_assert_near(a->gap, (12.5 - 25) / 3, 1e-14);
    ck_assert(isnan(c->value) && isnan(c->weight) && isnan(c->contribution) && isnan(c->rank));
    kit_assert_near(x.parts[rig_node(r, "d")].weight, 1, 0);
    /* lost: a (100 - 12.5) / 3, b (100 - 200 / 3) / 3, d (100 - 200 / 3) / 3 */
    kit_assert_near(a->obstacle, 87.5 / (87.5 + 200.0 / 3), 1e-14);
    ck_assert_uint_eq(x.n, 3);
    ck_assert_uint_eq(x.by_obstacle[0], rig_node(r, "a"));
    rig_end(&g);
}
END_TEST

START_TEST(scores_that_cancel_out_keep_their_parts)
{
    struct rig g;
    struct results *r;
    struct explanation x;
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a,b\n1,1,3\n2,2,2\n3,3,1\n");
    r = rig_run(&g, "[data]\npath = t.csv\n[index]\nid = i\ndimensions = "
                    "d\n[dimension.d]\nindicators = a, b\n[normalise]\nmethod = zscore\n");
    ck_assert_int_eq(explain(r, 0, 0, &x, &g.e), OK);
    kit_assert_near(x.parts[0].contribution, 0, 0);
    kit_assert_near(x.parts[2].contribution, -0.5, 1e-15);
    kit_assert_near(x.parts[3].contribution, 0.5, 1e-15);
    rig_end(&g);
}
END_TEST

START_TEST(a_class_is_compared_with_itself)
{
    struct rig g;
    struct results *r;
    struct explanation x;
    begin(&g);
    r = rig_run(&g, DATA TREE "[class]\nby = kind\nscale = common\n");
    ck_assert_int_eq(explain(r, position(r, "u3"), 0, &x, &g.e), OK);
    ck_assert(x.parts[rig_node(r, "a")].rank == 1); /* of u1, u2, u3 */
    kit_assert_near(x.parts[rig_node(r, "a")].median, 12.5, 1e-15);
    ck_assert(x.parts[rig_node(r, "a")].obstacle == 0);
    ck_assert_int_eq(explain(r, position(r, "u6"), 0, &x, &g.e), OK); /* nothing is known of it */
    ck_assert_uint_eq(x.n, 0);
    ck_assert(isnan(x.parts[TREE_ROOT].value));
    rig_end(&g);
}
END_TEST

START_TEST(units_are_found_by_code_then_by_name)
{
    struct rig g;
    struct results *r;
    begin(&g);
    r = rig_run(&g, DATA TREE);
    ck_assert_uint_eq(explain_find(r, "u1"), 0);
    ck_assert_uint_eq(explain_find(r, "戊"), 4);
    ck_assert_uint_eq(explain_find(r, "nix"), NONE);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        parts_add_up_whatever_the_aggregation,
        figures_by_hand,
        rounded_figures_add_up,
        what_an_indicator_is_measured_by,
        scores_that_cancel_out_keep_their_parts,
        a_class_is_compared_with_itself,
        units_are_found_by_code_then_by_name,
        NULL,
    };
    return kit_run("explain", tests);
}
