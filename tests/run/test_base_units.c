/* SPDX-License-Identifier: MIT */
/*
 * base_units: chosen units set the scale. Units that are added, whatever is in them, change no
 * number of those: over every method that takes a range, a limit or a weight from the data.
 */
#include "run/rig.h"

enum { BASE = 12, ADDED = 5, COLUMNS = 4, YEARS = 2 };

#define HEAD                                                                                       \
    "[data]\npath = %s\nunit = code\nperiod = year\ntext = ref, zone\n[index]\nid = idx\n"         \
    "dimensions = p, q\n[dimension.p]\nindicators = a, b\n[dimension.q]\nindicators = c, d\n"      \
    "[indicator.a]\ngoalposts = 0, 60, 40\n[indicator.b]\ndirection = negative\n"                  \
    "goalposts = 0, 60, 2\n[indicator.c]\ngoalposts = 0, 60, 40\n[indicator.d]\n"                  \
    "goalposts = 0, 60, 40\n"

/* Those that are added are far off on either side; some cells are missing. */
static double value_at(unsigned u, unsigned year, unsigned k)
{
    const unsigned n = u * 7919 + year * 104729 + k * 1299709;
    const double x = 1 + (n * 2654435761u >> 20) % 1000 / 31.0;
    if (u == 3 && k == 1)
        return NAN;
    return u < BASE ? x : k % 2 ? 900 + x : x / 5000;
}

static void write_unit(FILE *f, unsigned u)
{
    for (unsigned year = 2010; year < 2010 + YEARS; year++) {
        fprintf(f, "u%02u,%u,%s,%s", u, year, u < BASE ? "yes" : "no", u % 2 ? "x" : "y");
        for (unsigned k = 0; k < COLUMNS; k++) {
            const double v = value_at(u, year, k);
            if (isnan(v))
                fprintf(f, ",");
            else
                fprintf(f, ",%.9g", v);
        }
        fprintf(f, "\n");
    }
}

/* Units that are added stand before and between the others, which are told by ref. */
static void write_panel(const struct rig *g, const char *name, unsigned added)
{
    FILE *f = fopen(rig_path(g, name), "w");
    ck_assert_ptr_nonnull(f);
    fprintf(f, "code,year,ref,zone,a,b,c,d\n");
    for (unsigned u = 0; u < BASE; u++) {
        if (u % 2 == 0 && u / 2 < added)
            write_unit(f, BASE + u / 2);
        write_unit(f, u);
    }
    ck_assert_int_eq(fclose(f), 0);
}

static void run(struct rig *g, const char *table, const char *keys)
{
    char profile[4096];
    snprintf(profile, sizeof profile, HEAD "%s", table, keys);
    ck_assert_msg(rig_plan(g, profile) == OK, "%s: %s", keys, g->e.text);
    ck_assert_msg(g->plan->problems.n == 0, "%s: %s", keys,
                  g->plan->problems.n ? g->plan->problems.items[0].text : "");
    ck_assert_msg(run_plan(g->plan, &g->results, &g->e) == OK, "%s: %s", keys, g->e.text);
}

static double at(const struct results *r, const double *column, const char *code, size_t period)
{
    for (size_t i = 0; i < r->n_units; i++)
        if (strcmp(plan_unit_code(r->plan, i), code) == 0)
            return column[results_row(r, period, i)];
    ck_abort_msg("no unit %s", code);
    return NAN;
}

static void same(const struct rig *a, const struct rig *b, const double *x, const double *z,
                 const char *what, const char *keys)
{
    for (unsigned u = 0; u < BASE; u++)
        for (size_t t = 0; t < YEARS; t++) {
            char code[8];
            double v, w;
            snprintf(code, sizeof code, "u%02u", u);
            v = at(a->results, x, code, t);
            w = at(b->results, z, code, t);
            ck_assert_msg(memcmp(&v, &w, sizeof v) == 0 || (isnan(v) && isnan(w)),
                          "%s: %s: %s (%zu): %.17g alone, %.17g with others", keys, what, code, t,
                          v, w);
        }
}

static void try(struct rig *a, struct rig *b, const char *keys)
{
    const struct tree *t;
    run(a, "before.csv", keys);
    run(b, "after.csv", keys);
    t = &a->plan->tree;
    for (size_t k = 0; k < t->n_indicators; k++) {
        same(a, b, a->results->treated[k], b->results->treated[k], "treated", keys);
        same(a, b, a->results->normalised[k], b->results->normalised[k], "normalised", keys);
    }
    for (size_t i = 0; i < t->n; i++)
        same(a, b, a->results->score[i], b->results->score[i], t->nodes[i].id, keys);
}

static void begin(struct rig *a, struct rig *b)
{
    rig_begin(a);
    rig_begin(b);
    write_panel(a, "before.csv", 0);
    write_panel(b, "after.csv", ADDED);
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

static const char *needs_of(const char *name)
{
    if (strcmp(name, "dist_reference") == 0)
        return "unit = u03\n";
    if (strcmp(name, "combined") == 0)
        return "of = entropy, critic\n";
    return strcmp(name, "winsorise") == 0 ? "skewness = 0.5\nkurtosis = 0.5\n" : "";
}

/* others: further keys of [normalise]. */
static void every_method_of(enum heng_stage stage, const char *others)
{
    static const char *const bases[] = {"each", "pooled", "2010"};
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
        snprintf(keys, sizeof keys,
                 "[normalise]\nbase = %s\nbase_units = ref == \"yes\"\n%s%s%s%s\nmethod = %s\n%s",
                 bases[n % 3], others, stage == HENG_NORMALISE ? "" : "[",
                 stage == HENG_NORMALISE ? "" : stage_name(stage),
                 stage == HENG_NORMALISE ? "" : "]", m->name, needs_of(m->name));
        try(&a, &b, keys);
        n++;
    }
    ck_assert_uint_gt(n, 3);
    registry_free(r);
    end(&a, &b);
}

START_TEST(every_treatment)
{
    every_method_of(HENG_TREAT, "");
    every_method_of(HENG_TREAT, "method = zscore\n");
}
END_TEST

START_TEST(every_normalisation)
{
    every_method_of(HENG_NORMALISE, "");
}
END_TEST

START_TEST(all_weights)
{
    every_method_of(HENG_WEIGHTS, "range = 1, 100\n");
}
END_TEST

START_TEST(what_else_goes_by_them)
{
    static const char *const keys[] = {
        "[normalise]\nbase_units = ref == \"yes\"\n[class]\nby = zone\nscale = own\n",
        "[normalise]\nbase_units = ref == \"yes\"\n[screen]\nindicator_min_share = 0.97\n",
        "[normalise]\nbase_units = ref == \"yes\"\n[normalise.a]\nmethod = zscore\nscale = "
        "rescale\n",
        "[normalise]\nbase_units = ref == \"yes\"\n[weights]\nmethod = entropy\nscope = index\n",
        "[normalise.a]\nbase_units = ref == \"yes\" and code ~= \"u01\"\n[normalise]\nbase_units = "
        "ref == \"yes\"\n",
    };
    struct rig a, b;
    begin(&a, &b);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        try(&a, &b, keys[i]);
    end(&a, &b);
}
END_TEST

/* By hand: the base is 100 to 300. */
START_TEST(who_is_beyond_the_scale_lies_beyond_it)
{
    struct rig g;
    const struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", "city,ref,density\nA,yes,100\nN,no,900\nB,yes,300\nC,yes,200\n");
    r = rig_run(&g,
                "[data]\npath = t.csv\nunit = city\ntext = ref\n[index]\nid = idx\ndimensions = "
                "d\n[dimension.d]\nindicators = density\n[normalise]\nbase_units = ref == "
                "\"yes\"\n");
    kit_assert_near(rig_score(r, "idx", "A", 0), 0, 0);
    kit_assert_near(rig_score(r, "idx", "B", 0), 100, 0);
    kit_assert_near(rig_score(r, "idx", "C", 0), 50, 0);
    kit_assert_near(rig_score(r, "idx", "N", 0), 400, 0);
    rig_end(&g);
}
END_TEST

START_TEST(conditions_that_pick_nobody_are_problems)
{
    static const char *const wrong[][2] = {
        {"ref == \"maybe\"", "is true of none of the 2 units: nobody sets the scale"},
        {"reff == \"yes\"", "did you mean ref?"},
        {"x", "x is a number, not a condition"},
    };
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "t.csv", "city,ref,x\nA,yes,100\nB,no,900\n");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char profile[512];
        snprintf(profile, sizeof profile,
                 "[data]\npath = t.csv\nunit = city\ntext = ref\n[index]\nid = idx\ndimensions = "
                 "d\n[dimension.d]\nindicators = x\n[normalise]\nbase_units = %s\n",
                 wrong[i][0]);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        ck_assert_uint_eq(g.plan->problems.n, 1);
        ck_assert_msg(strstr(g.plan->problems.items[0].text, wrong[i][1]) != NULL, "%s",
                      g.plan->problems.items[0].text);
    }
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_treatment,
                                  every_normalisation,
                                  all_weights,
                                  what_else_goes_by_them,
                                  who_is_beyond_the_scale_lies_beyond_it,
                                  conditions_that_pick_nobody_are_problems,
                                  NULL};
    return kit_run("base units", tests);
}
