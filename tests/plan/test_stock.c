/* SPDX-License-Identifier: MIT */
/* What plans share: data sets by what profiles say of the data, tools by folders and limits. */
#include <string.h>

#include "plan/plan.h"

#include "../run/rig.h"

#define PROFILE                                                                                    \
    "[data]\npath = t.csv\nunit = code\n[index]\ndimensions = x\n[dimension.x]\nindicators = a, "  \
    "b\n"

static struct plan *begin(struct rig *g, const char *profile)
{
    rig_begin(g);
    rig_file(g, "t.csv", "code,name,a,b\nu,U,1,2\nv,V,2,1\nw,W,3,5\n");
    return rig_fine(g, profile);
}

/* base with one key more, or otherwise. */
static struct plan *with(struct rig *g, const char *section, const char *key, const char *value,
                         bool scores_only)
{
    struct plan_setting s = {.scores_only = scores_only};
    struct plan *p;
    ck_assert_int_eq(profile_copy(g->plan->as_read, &s.profile, &g->e), OK);
    ck_assert_int_eq(
        profile_put(s.profile, section, key, value, "there:1", g->plan->profile->dir, &g->e), OK);
    ck_assert_msg(plan_with(g->plan, &s, &p, &g->e) == OK, "%s", g->e.text);
    return p;
}

static void try_key(struct rig *g, const struct section_kind *kind, const char *key)
{
    size_t n = strcspn(kind->name, ".");
    enum key_effect effect = section_key_effect(kind, key);
    char section[64];
    struct plan *p;
    snprintf(section, sizeof section, "%.*s%s", (int)n, kind->name, kind->name[n] ? ".a" : "");
    if (strcmp(key, "extends") == 0)
        return;
    p = with(g, section, key, "1", false);
    ck_assert_msg((p->table == g->plan->table) == (effect != EFFECT_SOURCES), "[%s] %s", section,
                  key);
    ck_assert_ptr_eq(p->stock, g->plan->stock);
    plan_free(p);
}

/* Of every key of every section: just those that say what the table is make another one. */
START_TEST(data_are_shared_by_their_keys)
{
    struct rig g;
    begin(&g, PROFILE);
    for (size_t i = 0; i < n_section_kinds; i++)
        for (size_t k = 0; section_kinds[i].keys && k < section_kinds[i].keys->n; k++)
            try_key(&g, &section_kinds[i], param_at(section_kinds[i].keys, k)->name);
    rig_end(&g);
}
END_TEST

START_TEST(derived_columns_and_limits)
{
    struct rig g;
    struct plan *p, *base = begin(&g, PROFILE "[derive]\nc = a + b\n");
    static const struct {
        const char *section, *key, *value;
        bool shared;
    } cases[] = {{"derive", "c", "a - b", false},
                 {"derive", "d", "a", false},
                 {"derive", "c", "a + b", true},
                 {"profile", "worker_seconds", "3", false},
                 {"treat", "method", "none", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        p = with(&g, cases[i].section, cases[i].key, cases[i].value, false);
        ck_assert_uint_eq(p->problems.n, 0);
        ck_assert_msg((p->table == base->table) == cases[i].shared, "case %zu", i);
        ck_assert((p->registry == base->registry) == (strcmp(cases[i].section, "profile") != 0));
        plan_free(p);
    }
    rig_end(&g);
}
END_TEST

/* The file is written anew meanwhile: whoever shares the stock sees what was read first, also where
   the table is another. */
START_TEST(files_are_read_once)
{
    struct rig g;
    struct plan *p, *other, *base = begin(&g, PROFILE);
    struct plan_options o = {.path = rig_path(&g, "p.ini")};
    rig_file(&g, "t.csv", "code,name,a,b\nu,U,9,9\nv,V,9,8\n");
    p = with(&g, "data", "name", "name", false);
    ck_assert_ptr_ne(p->table, base->table);
    ck_assert_uint_eq(p->table->n_units, 3);
    ck_assert(table_variable(p->table, "a")->v[0] == 1);
    ck_assert_str_eq(p->files.v[1].sha256, base->files.v[1].sha256);
    ck_assert_int_eq(plan_new(&o, &other, &g.e), OK);
    ck_assert_uint_eq(other->table->n_units, 2);
    ck_assert_str_ne(other->files.v[1].sha256, base->files.v[1].sha256);
    plan_free(other);
    rig_clear(&g); /* base goes first: the stock stays for p */
    ck_assert_str_eq(p->table->codes[2], "w");
    plan_free(p);
    rig_end(&g);
}
END_TEST

/* What is complained of is told where it stands, though the data are the same. */
START_TEST(complaints_stand_at_their_own_places)
{
    struct rig g;
    struct plan *p, *base = begin(&g, PROFILE "[derive]\nc = a + b\n");
    (void)base;
    p = with(&g, "derive", "d", "a + nix", false);
    rig_assert_told(&p->problems, "there:1");
    plan_free(p);
    p = with(&g, "data", "path", "nix.csv", false);
    rig_assert_told(&p->problems, "there:1: [data] path");
    plan_free(p);
    rig_end(&g);
}
END_TEST

/* Of the same file by another path. */
START_TEST(paths_to_one_file_are_one)
{
    struct rig g;
    struct plan *p, *base = begin(&g, PROFILE);
    p = with(&g, "data", "path", "./t.csv", false);
    ck_assert_ptr_eq(p->table, base->table);
    plan_free(p);
    rig_end(&g);
}
END_TEST

START_TEST(scores_only)
{
    struct rig g;
    struct plan *p, *base = begin(&g, PROFILE "[rule.low]\nkind = warning\nwhen = a < 2\n"
                                              "[rule.no]\nkind = veto\nwhen = a > 9\n"
                                              "[panorama]\nnodes = dimensions\n"
                                              "[analysis.one]\nmethod = describe\n");
    ck_assert_uint_eq(base->n_rules, 2);
    ck_assert_uint_eq(base->n_analyses, 1);
    ck_assert(base->has_panorama);
    p = with(&g, "treat", "method", "none", true);
    rig_print(&p->problems);
    ck_assert_uint_eq(p->problems.n, 0);
    ck_assert_uint_eq(p->n_rules, 1);
    ck_assert_int_eq(p->rules[0].options.kind, RULE_VETO);
    ck_assert_uint_eq(p->n_analyses, 0);
    ck_assert(!p->has_panorama);
    plan_free(p);
    p = with(&g, "treat", "method", "none", false);
    ck_assert_uint_eq(p->n_rules, 2);
    ck_assert_uint_eq(p->n_analyses, 1);
    plan_free(p);
    rig_end(&g);
}
END_TEST

/* A method is the same where its name, options and parameters are. */
START_TEST(bindings_are_compared)
{
    static const struct {
        const char *section, *key, *value;
        bool same;
    } cases[] = {{"normalise", "method", "minmax", true}, {"normalise", "method", "zscore", false},
                 {"normalise", "base", "pooled", false},  {"normalise", "range", "0, 2", false},
                 {"normalise", "range", "0, 100", true},  {"weights", "method", "entropy", true}};
    struct rig g;
    struct plan *base = begin(&g, PROFILE "[normalise]\nmethod = minmax\nrange = 0, 100\n");
    size_t a = tree_find(&base->tree, "a");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan *p = with(&g, cases[i].section, cases[i].key, cases[i].value, true);
        rig_print(&p->problems);
        ck_assert_uint_eq(p->problems.n, 0);
        ck_assert_msg(bound_method_equal(&p->tree.nodes[a].at[HENG_NORMALISE],
                                         &base->tree.nodes[a].at[HENG_NORMALISE]) == cases[i].same,
                      "case %zu", i);
        plan_free(p);
    }
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        data_are_shared_by_their_keys, derived_columns_and_limits,
        files_are_read_once,           complaints_stand_at_their_own_places,
        paths_to_one_file_are_one,     scores_only,
        bindings_are_compared,         NULL};
    return kit_run("stock", tests);
}
