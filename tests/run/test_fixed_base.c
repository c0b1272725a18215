/* SPDX-License-Identifier: MIT */
/*
 * With a fixed base the yardstick stands: periods that are appended, whatever is in them, change no
 * number of those that were there. Over every method of the registry, and what else estimates.
 */
#include "run/rig.h"

enum { UNITS = 12, COLUMNS = 5, FIRST = 2010, BEFORE = 2, AFTER = 5 };

#define HEAD                                                                                       \
    "[data]\npath = %s\nunit = code\nperiod = year\n[index]\nid = idx\ndimensions = p, q\n"        \
    "[dimension.q]\nindicators = d, e\n%s"

/* Where the keys say nothing else. */
#define CHILDREN "[dimension.p]\nindicators = a, b, c\n"
#define TURNED "[indicator.b]\ndirection = negative\n"

/* What a method cannot do without. */
static const struct {
    const char *name, *keys;
} needs[] = {
    {"constant", "value = 3\n"},
    {"dist_reference", "unit = u3\n"},
    {"goalposts", "[indicator.a]\ngoalposts = 0, 50\n[indicator.b]\ngoalposts = 0, 50\n"
                  "[indicator.c]\ngoalposts = 0, 50\n[indicator.d]\ngoalposts = 0, 50\n"
                  "[indicator.e]\ngoalposts = 0, 50\n"},
    {"dist_target", "[indicator.a]\ngoalposts = 0, 50, 40\n[indicator.b]\ngoalposts = 0, 50, 2\n"
                    "[indicator.c]\ngoalposts = 0, 50, 40\n[indicator.d]\ngoalposts = 0, 50, 40\n"
                    "[indicator.e]\ngoalposts = 0, 50, 40\n"},
    {"combined", "of = entropy, critic\n"},
    {"winsorise", "skewness = 0.5\nkurtosis = 0.5\n"},
};

/* u11 is far off in the base, cells are missing inside the periods, and those that are appended are
   beyond anything that was. A cell is missing between two that are there, or from there on: what
   the next period fills (linear) is a value in between, no estimate. */
static double value_at(unsigned u, unsigned year, unsigned k)
{
    const unsigned n = u * 7919 + year * 104729 + k * 1299709;
    const double x = 1 + (n * 2654435761u >> 20) % 1000 / 31.0;
    if (year >= FIRST + BEFORE && u < 4)
        return year % 2 ? 500 + x : 0.01 * (x + 1);
    return u == UNITS - 1 ? 9 * x + 60 : x;
}

static bool is_missing(unsigned u, unsigned year, unsigned k)
{
    return (u == 2 && k == 1 && year == FIRST) || (u == 5 && k == 3 && year >= FIRST + 1) ||
           (year >= FIRST + BEFORE && k == 4 && u != 3);
}

/* Units that the base does not have come with the periods that are appended. */
static void write_newcomers(FILE *f, unsigned years)
{
    for (unsigned year = FIRST + BEFORE; year < FIRST + years; year++)
        fprintf(f, "new,%u,900,0.5,3,70,\n", year);
}

static void write_panel(const struct rig *g, const char *name, unsigned years)
{
    FILE *f = fopen(rig_path(g, name), "w");
    ck_assert_ptr_nonnull(f);
    fprintf(f, "code,year,a,b,c,d,e\n");
    for (unsigned u = 0; u < UNITS; u++)
        for (unsigned year = FIRST - 1; year < FIRST + years; year++) {
            fprintf(f, "u%u,%u", u, year);
            for (unsigned k = 0; k < COLUMNS; k++)
                if (is_missing(u, year, k))
                    fprintf(f, ",");
                else
                    fprintf(f, ",%.9g", value_at(u, year, k));
            fprintf(f, "\n");
        }
    write_newcomers(f, years);
    ck_assert_int_eq(fclose(f), 0);
}

struct panels {
    const struct results *a, *b;
    const char *keys;
};

static void same(const struct panels *p, const char *what, const double *a, const double *b)
{
    for (size_t i = 0; i < p->a->n_rows; i++) {
        const size_t k = i / p->a->n_units * p->b->n_units + i % p->a->n_units;
        ck_assert_msg(memcmp(&a[i], &b[k], sizeof *a) == 0 || (isnan(a[i]) && isnan(b[k])),
                      "%s: %s: row %zu: %.17g before, %.17g after", p->keys, what, i, a[i], b[k]);
    }
}

/* Rows come period by period, in each the units of the shorter panel first. */
static void compare(const struct results *a, const struct results *b, const char *keys)
{
    const struct tree *t = &a->plan->tree;
    const struct panels p = {a, b, keys};
    ck_assert_uint_lt(a->n_rows, b->n_rows);
    for (size_t k = 0; k < t->n_indicators; k++) {
        same(&p, "imputed", a->imputed[k], b->imputed[k]);
        same(&p, "treated", a->treated[k], b->treated[k]);
        same(&p, "normalised", a->normalised[k], b->normalised[k]);
    }
    for (size_t i = 0; i < t->n; i++)
        same(&p, t->nodes[i].id, a->score[i], b->score[i]);
    same(&p, "rank", a->rank, b->rank);
}

static void run(struct rig *g, const char *table, const char *keys)
{
    char profile[2048];
    snprintf(profile, sizeof profile, HEAD "%s%s", table, keys,
             strstr(keys, "[dimension.p]") ? "" : CHILDREN,
             strstr(keys, "[indicator.b]") ? "" : TURNED);
    ck_assert_msg(rig_plan(g, profile) == OK, "%s", g->e.text);
    ck_assert_msg(g->plan->problems.n == 0, "%s: %s", keys,
                  g->plan->problems.n ? g->plan->problems.items[0].text : "");
    ck_assert_msg(run_plan(g->plan, &g->results, &g->e) == OK, "%s: %s", keys, g->e.text);
}

static void try(struct rig *a, struct rig *b, const char *keys)
{
    run(a, "before.csv", keys);
    run(b, "after.csv", keys);
    compare(a->results, b->results, keys);
}

static const char *needs_of(const char *name)
{
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (strcmp(needs[i].name, name) == 0)
            return needs[i].keys;
    return "";
}

static void begin(struct rig *a, struct rig *b)
{
    rig_begin(a);
    rig_begin(b);
    write_panel(a, "before.csv", BEFORE);
    write_panel(b, "after.csv", AFTER);
}

static void end(struct rig *a, struct rig *b)
{
    rig_end(a);
    rig_end(b);
}

/* Experts are asked one matrix a node, which no one section can give to all. */
static bool is_judged(const char *name)
{
    return strcmp(name, "ahp") == 0 || strcmp(name, "precedence") == 0 ||
           strcmp(name, "budget") == 0;
}

static void every_method_of(enum heng_stage stage, const char *others)
{
    struct rig a, b;
    struct registry *r;
    size_t n = 0;
    begin(&a, &b);
    r = registry_new(&a.e);
    ck_assert_ptr_nonnull(r);
    for (size_t i = 0; registry_at(r, i); i++) {
        const struct heng_method *m = registry_at(r, i)->desc;
        char keys[1024];
        if (m->stage != stage || is_judged(m->name))
            continue;
        snprintf(keys, sizeof keys, "%s[%s]\nmethod = %s\n%s%s", others, stage_name(stage), m->name,
                 stage == HENG_NORMALISE ? "base = 2010\n" : "", needs_of(m->name));
        try(&a, &b, keys);
        n++;
    }
    ck_assert_uint_gt(n, 0);
    registry_free(r);
    end(&a, &b);
}

START_TEST(every_imputation)
{
    every_method_of(HENG_IMPUTE, "[normalise]\nbase = 2010\n");
}
END_TEST

START_TEST(every_treatment)
{
    every_method_of(HENG_TREAT, "[normalise]\nbase = 2010\n");
    every_method_of(HENG_TREAT, "[normalise]\nmethod = zscore\nbase = 2010\n[weights]\nmethod = "
                                "entropy\nscope = index\n");
}
END_TEST

START_TEST(every_normalisation)
{
    every_method_of(HENG_NORMALISE, "[treat]\nmethod = winsorise\nskewness = 0.5\nkurtosis = "
                                    "0.5\n");
}
END_TEST

START_TEST(all_weights)
{
    every_method_of(HENG_WEIGHTS, "[normalise]\nbase = 2010\nrange = 1, 100\n");
}
END_TEST

START_TEST(every_aggregation)
{
    every_method_of(HENG_AGGREGATE, "[normalise]\nbase = 2010\nrange = 1, 100\n");
}
END_TEST

START_TEST(what_else_estimates)
{
    static const char *const keys[] = {
        "[normalise]\nbase = 2010\n[screen]\nindicator_min_share = 0.8\nunit_min_share = 0.3\n",
        "[normalise]\nbase = 2010\n[screen]\nindicator_min_share = 0.8\nfirst = units\n",
        "[normalise]\nbase = 2010\n[aggregate]\nmissing = impute\n",
        "[normalise]\nbase = 2010\n[derive]\nshare = a / sum(a)\n[indicator.x]\nformula = share\n"
        "[dimension.p]\nindicators = x, b, c\n",
        "[normalise]\nbase = 2010\n[normalise.a]\nmethod = zscore\nbase = 2011\n[treat.a]\nmethod "
        "= "
        "winsorise_quantile\n",
    };
    struct rig a, b;
    begin(&a, &b);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        try(&a, &b, keys[i]);
    end(&a, &b);
}
END_TEST

START_TEST(the_limits_of_treatment_are_the_bases)
{
    static const double then[] = {9, 10, 11, 12, 13, 10, 11, 12, 9, 100};
    struct rig g;
    struct results *r;
    FILE *f;
    rig_begin(&g);
    f = fopen(rig_path(&g, "t.csv"), "w");
    fprintf(f, "code,year,a\n");
    for (int u = 0; u < 10; u++)
        fprintf(f, "u%d,2010,%.0f\nu%d,2011,%d\n", u, then[u], u, u == 0 ? 60 : u + 4);
    fclose(f);
    r = rig_run(
        &g, "[data]\npath = t.csv\nunit = code\nperiod = year\n[index]\nid = i\ndimensions = d\n"
            "[dimension.d]\nindicators = a\n[treat]\nmethod = winsorise\nmax_points = 1\n"
            "[normalise]\nbase = 2010\n");
    kit_assert_near(rig_score(r, "a", "u4", 0), 100, 0); /* 13 is the limit: 100 became it */
    kit_assert_near(rig_score(r, "a", "u9", 0), 100, 0);
    kit_assert_near(rig_score(r, "a", "u0", 1), 100, 0);  /* 60 is beyond it */
    kit_assert_near(rig_score(r, "a", "u1", 1), -100, 0); /* 5, and 9 is the base's least */
    rig_assert_told(&r->plan->notes, "winsorised 1 point (high)");
    rig_assert_told(&r->plan->notes,
                    "(2011): winsorise: 1 value beyond the limits of the base (0 low, 1 high)");
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_imputation,
                                  every_treatment,
                                  every_normalisation,
                                  all_weights,
                                  every_aggregation,
                                  what_else_estimates,
                                  the_limits_of_treatment_are_the_bases,
                                  NULL};
    return kit_run("fixed base", tests);
}
