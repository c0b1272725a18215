/* SPDX-License-Identifier: MIT */
#include "explain/compare.h"
#include "run/rig.h"

static const char table[] = "code,name,kind,a,b,c\n"
                            "u1,Alpha,x,1,10,5\n"
                            "u2,Beta,x,2,30,\n"
                            "u3,Gamma,x,3,20,7\n"
                            "u4,Delta,x,5,35,9\n"
                            "u5,Eps,x,9,40,6\n";
static const char later[] = "code,name,kind,a,b,c\n"
                            "u1,Alpha,x,4,10,5\n"
                            "u2,Beta,x,2,35,1\n"
                            "u3,Gamma,y,3,20,8\n"
                            "u5,Eps,y,9,41,6\n"
                            "u6,Zeta,y,7,15,7\n";

#define DATA "[data]\npath = t.csv\nunit = code\nname = name\n"
#define LATER "[data]\npath = later.csv\nunit = code\nname = name\n"
#define TREE_WITH(more)                                                                            \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\n" more "indicators = a, b\n"       \
    "[dimension.two]\nindicators = c\n"
#define TREE TREE_WITH("")

struct pair {
    struct rig from, to;
    struct comparison *c;
};

static void begin(struct pair *p)
{
    rig_begin(&p->to);
    p->from = p->to; /* one folder */
    rig_file(&p->to, "t.csv", table);
    rig_file(&p->to, "later.csv", later);
    p->c = NULL;
}

static void again(struct pair *p)
{
    comparison_free(p->c);
    p->c = NULL;
}

static void end(struct pair *p)
{
    again(p);
    rig_clear(&p->from);
    rig_end(&p->to);
}

static int compare_texts(struct pair *p, const char *from, const char *to)
{
    again(p);
    rig_clear(&p->from);
    rig_fine(&p->from, from);
    rig_fine(&p->to, to);
    return compare_profiles(p->from.plan, p->to.plan, &p->c, &p->to.e);
}

static void fine(struct pair *p, const char *from, const char *to)
{
    int status = compare_texts(p, from, to);
    ck_assert_msg(status == OK, "%s", p->to.e.text);
}

static const struct compared *unit(const struct comparison *c, const char *code, size_t pair)
{
    size_t i;
    for (i = pair * c->n_units; i < (pair + 1) * c->n_units; i++)
        if (strcmp(c->units[i].code, code) == 0)
            return &c->units[i];
    ck_abort_msg("no unit %s", code);
    return NULL;
}

static void assert_steps(const struct comparison *c, const char *names)
{
    char found[200] = "";
    size_t i;
    for (i = 0; i < c->n_changes; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i ? " " : "",
                 c->changes[i].name);
    ck_assert_str_eq(found, names);
}

/* Bit for bit, forwards and backwards; and near the scores themselves. */
static void assert_adds_up(const struct comparison *c)
{
    size_t i, k;
    for (i = 0; i < c->n_pairs * c->n_units; i++) {
        const struct compared *u = &c->units[i];
        double forwards = 0, backwards = 0;
        kit_assert_near(u->score_change, u->score_to - u->score_from, 1e-11);
        for (k = 0; k < c->n_changes; k++) {
            forwards += isnan(u->effects[k]) ? 0 : u->effects[k];
            backwards +=
                isnan(u->effects[c->n_changes - 1 - k]) ? 0 : u->effects[c->n_changes - 1 - k];
        }
        if (isnan(u->score_change) || !c->n_changes)
            continue;
        ck_assert(forwards == u->score_change && backwards == u->score_change);
    }
}

START_TEST(every_group_by_itself)
{
    static const struct {
        const char *to, *steps;
    } cases[] = {
        {DATA TREE, ""},
        {DATA TREE_WITH("title = 一\n") "[tiers]\nk = 2\n[output]\ndir = x\n", ""},
        {LATER TREE, "data"},
        {DATA TREE "[indicator.a]\ntransform = ln\n", "data"},
        {DATA TREE "[derive]\nd = a + b\n", "data"},
        {DATA TREE "[impute]\nmethod = mean\n", "data"},
        {DATA TREE "[indicator.a]\nformula = a * b\n", "indicators"},
        {DATA TREE "[indicator.b]\ndirection = negative\n", "indicators"},
        {DATA TREE "[normalise]\nmethod = rank\n", "goalposts"},
        {DATA TREE "[normalise.b]\nmethod = rank\n", "goalposts"},
        {DATA TREE "[normalise]\nmethod = goalposts\n[indicator.a]\ngoalposts = 0, 10\n"
                   "[indicator.b]\ngoalposts = 0, 50\n[indicator.c]\ngoalposts = 0, 10\n",
         "goalposts"},
        {DATA TREE "[treat]\nmethod = log\n", "goalposts"},
        {DATA TREE_WITH("weight = 3\n"), "weights"},
        {DATA TREE "[weights]\nmethod = entropy\n", "weights"},
        {DATA TREE "[aggregate]\nmethod = geometric\n", "aggregation"},
        {DATA TREE "[rule.r]\nkind = cap\nwhen = a > 4\nvalue = 10\n", "aggregation"},
        {DATA TREE "[class]\nby = kind\n", "classes"},
    };
    struct pair p;
    size_t i;
    begin(&p);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        fine(&p, DATA TREE, cases[i].to);
        assert_steps(p.c, cases[i].steps);
        assert_adds_up(p.c);
    }
    end(&p);
}
END_TEST

START_TEST(several_groups_by_hand)
{
    static const char to[] = DATA TREE_WITH("weight = 3\n") "[normalise]\nrange = 0, 10\n";
    struct pair p;
    const struct compared *u;
    begin(&p);
    fine(&p, DATA TREE, to);
    assert_steps(p.c, "goalposts weights");
    assert_adds_up(p.c);
    /* u4: a 50, b 250/3, c 100; one = 200/3 */
    u = unit(p.c, "u4", 0);
    kit_assert_near(u->score_from, (200.0 / 3 + 100) / 2, 1e-12);
    kit_assert_near(u->effects[0], -0.9 * (200.0 / 3 + 100) / 2, 1e-11);
    kit_assert_near(u->effects[1], (3 * 20.0 / 3 + 10) / 4 - (20.0 / 3 + 10) / 2, 1e-11);
    kit_assert_near(u->rank_change, u->rank_from - u->rank_to, 0);
    ck_assert_ptr_null(p.c->parts);
    end(&p);
}
END_TEST

START_TEST(steps_that_cannot_run_are_merged)
{
    static const char *const new_tree =
        "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, n\n"
        "[dimension.two]\nindicators = c\nweight = 2\n[derive]\nn = a / b\n[weights.two]\nmethod = "
        "equal\n";
    struct pair p;
    char to[600];
    begin(&p);
    /* The new tree needs the new column, which the first can do without. */
    snprintf(to, sizeof to, "%s%s", DATA, new_tree);
    fine(&p, DATA TREE, to);
    assert_steps(p.c, "data indicators weights");
    assert_adds_up(p.c);
    /* Back: without the column the old tree would have to do. */
    fine(&p, to, DATA TREE);
    assert_steps(p.c, "data+indicators weights");
    assert_adds_up(p.c);
    end(&p);
}
END_TEST

START_TEST(a_node_brings_its_own_settings)
{
    static const char to[] =
        DATA "[index]\nid = idx\ndimensions = one, two, three\n[dimension.one]\nindicators = a\n"
             "[dimension.two]\nindicators = c\n[dimension.three]\nindicators = b\nweight = 4\n"
             "[aggregate.three]\nmethod = geometric\n[normalise.b]\nrange = 1, 100\n";
    struct pair p;
    begin(&p);
    fine(&p, DATA TREE, to);
    assert_steps(p.c, "indicators goalposts");
    assert_adds_up(p.c);
    end(&p);
}
END_TEST

START_TEST(units_and_classes_that_differ)
{
    struct pair p;
    const struct compared *u;
    size_t order[8];
    begin(&p);
    fine(&p, DATA TREE "[class]\nby = kind\n", LATER TREE "[class]\nby = kind\n");
    assert_steps(p.c, "data");
    assert_adds_up(p.c);
    ck_assert_uint_eq(p.c->n_units, 6);
    u = unit(p.c, "u4", 0);
    ck_assert(u->in_from && !u->in_to && isnan(u->score_change) && isnan(u->rank_to));
    u = unit(p.c, "u6", 0);
    ck_assert(!u->in_from && u->in_to && isnan(u->rank_change));
    u = unit(p.c, "u3", 0);
    ck_assert(u->moved && isnan(u->rank_change) && !isnan(u->score_change));
    u = unit(p.c, "u1", 0);
    ck_assert(!u->moved && !isnan(u->rank_change));
    ck_assert_uint_eq(comparison_order(p.c, 0, 0, order), 2);
    ck_assert_uint_eq(comparison_order(p.c, 1, 0, order), 2);
    end(&p);
}
END_TEST

/* The parts of the children make up the effect of data, node by node. */
static void assert_parts(const struct comparison *c, const struct compared *u, double effect)
{
    const struct tree *t = &c->parts->tree;
    size_t i, k;
    ck_assert_ptr_nonnull(u->parts);
    kit_assert_near(u->parts[TREE_ROOT], effect, 1e-11);
    for (i = 0; i < t->n; i++) {
        double sum = u->rules[i];
        for (k = 0; k < t->nodes[i].n_children; k++)
            sum += u->parts[t->nodes[i].children[k]];
        if (t->nodes[i].n_children)
            kit_assert_near(sum, u->parts[i], 1e-11);
    }
}

START_TEST(data_node_by_node)
{
    struct pair p;
    const struct compared *u;
    begin(&p);
    fine(&p, DATA TREE, LATER TREE);
    u = unit(p.c, "u1", 0);
    assert_parts(p.c, u, u->effects[0]);
    fine(&p, DATA TREE, LATER TREE_WITH("weight = 3\n"));
    assert_steps(p.c, "data weights");
    u = unit(p.c, "u2", 0); /* c is new: it counted with nothing before */
    ck_assert(isnan(u->before[rig_node(p.c->is, "c")]));
    assert_parts(p.c, u, u->effects[0]);
    end(&p);
}
END_TEST

static const char panel[] = "code,year,a,b\n"
                            "u1,2019,1,10\nu2,2019,2,30\nu3,2019,3,20\nu4,2019,5,\n"
                            "u1,2020,1,12\nu2,2020,4,30\nu3,2020,3,25\nu4,2020,6,11\n"
                            "u1,2021,7,14\nu2,2021,8,31\nu3,2021,2,26\n";
#define PANEL "[data]\npath = panel.csv\nunit = code\nperiod = year\n"
#define SHORT_WITH(more)                                                                           \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\n" more "indicators = a\n"          \
    "[dimension.two]\nindicators = b\n"
#define SHORT SHORT_WITH("")

static void periods(struct pair *p, const char *profile, size_t from, size_t to)
{
    int status;
    again(p);
    rig_file(&p->to, "panel.csv", panel);
    rig_fine(&p->to, profile);
    status = compare_periods(p->to.plan, from, to, &p->c, &p->to.e);
    ck_assert_msg(status == OK, "%s", p->to.e.text);
}

START_TEST(two_periods)
{
    struct pair p;
    const struct compared *u;
    size_t i;
    begin(&p);
    periods(&p, PANEL SHORT, 0, 1);
    assert_steps(p.c, "data goalposts");
    assert_adds_up(p.c);
    ck_assert_str_eq(p.c->pairs[0].label, "2019 -> 2020");
    /* On the range of 2019 u2's a goes from 25 to 75, b stays 100; then the range is 1..6. */
    u = unit(p.c, "u2", 0);
    kit_assert_near(u->effects[0], 25, 1e-11);
    kit_assert_near(u->effects[1], (60.0 - 75) / 2, 1e-11);
    for (i = 0; i < p.c->n_units; i++)
        if (p.c->units[i].parts)
            assert_parts(p.c, &p.c->units[i], p.c->units[i].effects[0]);
    u = unit(p.c, "u4", 0);
    ck_assert(isnan(u->before[rig_node(p.c->was, "two")]));
    /* No score in 2021. */
    periods(&p, PANEL SHORT, 1, 2);
    ck_assert(isnan(unit(p.c, "u4", 0)->score_change));
    assert_adds_up(p.c);
    /* The first period is the later one. */
    periods(&p, PANEL SHORT, 1, 0);
    assert_adds_up(p.c);
    end(&p);
}
END_TEST

START_TEST(periods_on_one_yardstick)
{
    struct pair p;
    const struct compared *u;
    begin(&p);
    periods(&p, PANEL SHORT "[normalise]\nbase = pooled\n", 0, 2);
    assert_steps(p.c, "data");
    u = unit(p.c, "u1", 0);
    assert_parts(p.c, u, u->score_change);
    periods(&p, PANEL SHORT "[normalise]\nbase = 2020\n[normalise.a]\nbase = each\n", 0, 2);
    assert_steps(p.c, "data goalposts");
    assert_adds_up(p.c);
    periods(&p, PANEL SHORT "[weights]\nmethod = entropy\n", 0, 1);
    assert_steps(p.c, "data goalposts+weights");
    assert_adds_up(p.c);
    end(&p);
}
END_TEST

START_TEST(panels_period_by_period)
{
    struct pair p;
    begin(&p);
    rig_file(&p.to, "panel.csv", panel);
    fine(&p, PANEL SHORT, PANEL SHORT_WITH("weight = 2\n"));
    ck_assert_uint_eq(p.c->n_pairs, 3);
    ck_assert_str_eq(p.c->pairs[2].label, "2021");
    assert_adds_up(p.c);
    rig_file(&p.to, "other.csv", "code,year,a,b\nu1,1999,1,2\nu1,1998,1,3\nu2,1999,1,2\n");
    ck_assert_int_eq(compare_texts(&p, PANEL SHORT,
                                   "[data]\npath = other.csv\nunit = code\nperiod = year\n" SHORT),
                     ERR_DATA);
    ck_assert_ptr_nonnull(strstr(p.to.e.text, "no period in common"));
    end(&p);
}
END_TEST

START_TEST(tables_that_are_written)
{
    struct pair p;
    struct outputs out;
    begin(&p);
    fine(&p, "[profile]\nsynthetic = yes\n" DATA TREE, LATER TREE);
    ck_assert_int_eq(comparison_outputs(p.c, &out, &p.to.e), OK);
    ck_assert_uint_eq(out.n, 2);
    ck_assert_ptr_nonnull(strstr(out.v[0].bytes,
                                 "class,period,code,name,rank_from,rank_to,rank_change,score_from,"
                                 "score_to,score_change,data,class_from,rank_from_common,"
                                 "rank_to_common,synthetic\n"));
    ck_assert_ptr_nonnull(strstr(out.v[0].bytes, ",u4,Delta,1,,,"));
    ck_assert_ptr_nonnull(strstr(out.v[1].bytes, "class,period,code,node,part_from,part_to,"));
    outputs_fini(&out);
    fine(&p, DATA TREE, DATA TREE);
    ck_assert_int_eq(comparison_outputs(p.c, &out, &p.to.e), OK);
    ck_assert_uint_eq(out.n, 1);
    ck_assert_ptr_null(strstr(out.v[0].bytes, "synthetic"));
    outputs_fini(&out);
    end(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_group_by_itself,
        several_groups_by_hand,
        steps_that_cannot_run_are_merged,
        a_node_brings_its_own_settings,
        units_and_classes_that_differ,
        data_node_by_node,
        two_periods,
        periods_on_one_yardstick,
        panels_period_by_period,
        tables_that_are_written,
        NULL,
    };
    return kit_run("compare", tests);
}
