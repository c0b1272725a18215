/* SPDX-License-Identifier: MIT */
/* direction = target and interval: the figures of tests/golden/polarity.txt, panels beside a slow
   twin, what the other stages see of them, and every mistake in their keys. */
#include "base/file.h"
#include "explain/explain.h"
#include "run/rig.h"

#define DATA "[data]\npath = t.csv\nunit = code\n"
#define INDEX "[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = x, y\n"

/* ---- worked by hand ------------------------------------------------------------------ */

enum { ROWS_MAX = 16, LINE = 256 };

struct golden {
    char name[LINE], keys[LINE], method[LINE], rows[ROWS_MAX][64];
    double tolerance, want[ROWS_MAX];
    size_t n;
};

/* "a = 1; b = 2" as lines of an INI file. */
static void as_lines(char *keys)
{
    for (; *keys; keys++)
        if (*keys == ';')
            *keys = '\n';
        else if (*keys == ' ' && keys[-1] == '\n')
            *keys = '\n';
}

static void check_golden(struct rig *g, struct golden *c)
{
    char table[ROWS_MAX * 80] = "code,x,y\n", profile[4 * LINE];
    struct results *r;
    size_t i;
    as_lines(c->keys);
    for (i = 0; i < c->n; i++)
        sprintf(table + strlen(table), "u%zu,%s,%zu\n", i, c->rows[i], i);
    rig_file(g, "t.csv", table);
    snprintf(profile, sizeof profile,
             DATA INDEX "[indicator.y]\nweight = 0\n[indicator.x]\n%s\n[normalise.x]\nmethod = %s\n"
                        "range = 0, 1\n",
             c->keys, *c->method ? c->method : "minmax");
    r = rig_run(g, profile);
    for (i = 0; i < c->n; i++) {
        char code[24];
        double got;
        sprintf(code, "u%zu", i);
        got = rig_score(r, "x", code, 0);
        ck_assert_msg(kit_near(got, c->want[i], c->tolerance), "%s: x = %s: %.17g, not %.17g",
                      c->name, c->rows[i], got, c->want[i]);
    }
}

static void read_row(struct golden *c, char *text)
{
    char *equals = strchr(text, '='), *end;
    ck_assert_uint_lt(c->n, ROWS_MAX);
    ck_assert_ptr_nonnull(equals);
    for (end = equals; end > text && end[-1] == ' '; end--)
        ;
    snprintf(c->rows[c->n], sizeof c->rows[0], "%.*s", (int)(end - text), text);
    c->want[c->n++] = strtod(equals + 1, NULL);
}

START_TEST(figures_worked_by_hand)
{
    struct rig g;
    struct golden c = {.n = 0};
    char line[LINE];
    size_t cases = 0;
    FILE *f = fopen("tests/golden/polarity.txt", "r");
    ck_assert_ptr_nonnull(f);
    rig_begin(&g);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line == '\0' && c.n) {
            check_golden(&g, &c);
            cases++;
            c = (struct golden){.n = 0};
        } else if (strncmp(line, "case ", 5) == 0) {
            strcpy(c.name, line + 5);
        } else if (strncmp(line, "keys ", 5) == 0) {
            strcpy(c.keys, line + 5);
        } else if (strncmp(line, "method ", 7) == 0) {
            strcpy(c.method, line + 7);
        } else if (strncmp(line, "tolerance ", 10) == 0) {
            c.tolerance = strtod(line + 10, NULL);
        } else if (strncmp(line, "row ", 4) == 0) {
            read_row(&c, line + 4);
        }
    }
    if (c.n) {
        check_golden(&g, &c);
        cases++;
    }
    fclose(f);
    ck_assert_uint_eq(cases, 6);
    rig_end(&g);
}
END_TEST

START_TEST(the_deviation_itself)
{
    struct nearness n = {.kind = DIRECTION_INTERVAL, .from = 2, .to = 3, .lo = NAN, .hi = NAN};
    kit_assert_near(polarity_deviation(&n, 0.5), 1.5, 0);
    kit_assert_near(polarity_deviation(&n, 2), 0, 0);
    kit_assert_near(polarity_deviation(&n, 2.385), 0, 0);
    kit_assert_near(polarity_deviation(&n, 3), 0, 0);
    kit_assert_near(polarity_deviation(&n, 7.25), 4.25, 0);
    ck_assert(isnan(polarity_deviation(&n, NAN)));
    n.lo = 1;
    n.hi = 7;
    kit_assert_near(polarity_deviation(&n, 1.25), 0.75, 0);
    kit_assert_near(polarity_deviation(&n, 1), 1, 0);
    kit_assert_near(polarity_deviation(&n, -5), 1, 0);
    kit_assert_near(polarity_deviation(&n, 4), 0.25, 0);
    kit_assert_near(polarity_deviation(&n, 1e308), 1, 0);
    n = (struct nearness){
        .kind = DIRECTION_TARGET, .from = -1.5e308, .to = -1.5e308, .lo = NAN, .hi = NAN};
    ck_assert(isnan(polarity_deviation(&n, 1.5e308))); /* no infinity */
    n = (struct nearness){
        .kind = DIRECTION_INTERVAL, .from = -1e308, .to = -1e308, .lo = -1.7e308, .hi = 1.5e308};
    kit_assert_near(polarity_deviation(&n, 0.25e308), 0.5, 1e-15);
}
END_TEST

START_TEST(transforms)
{
    kit_assert_near(transform_apply(2, TRANSFORM_NONE), 2, 0);
    kit_assert_near(transform_apply(2, TRANSFORM_LN), log(2), 0);
    kit_assert_near(transform_apply(1000, TRANSFORM_LOG10), 3, 0);
    kit_assert_near(transform_apply(2.25, TRANSFORM_SQRT), 1.5, 0);
    ck_assert(isnan(transform_apply(0, TRANSFORM_LN)));
    ck_assert(isnan(transform_apply(-1, TRANSFORM_LOG10)));
    ck_assert(isnan(transform_apply(-1, TRANSFORM_SQRT)));
    kit_assert_near(transform_apply(0, TRANSFORM_SQRT), 0, 0);
}
END_TEST

/* ---- panels, classes and bases beside a twin ---------------------------------------------- */

enum { UNITS = 8, PERIODS = 3 };

struct panel {
    double x[PERIODS][UNITS], d[PERIODS][UNITS];
};

static void fill_panel(struct panel *p, unsigned seed)
{
    unsigned s = seed;
    int t, u;
    for (t = 0; t < PERIODS; t++)
        for (u = 0; u < UNITS; u++) {
            s = s * 1664525u + 1013904223u;
            p->x[t][u] = s >> 28 == 0 ? NAN : 1 + (double)(s >> 8) / 1e5;
        }
}

static void write_panel(const struct rig *g, const struct panel *p)
{
    FILE *f = fopen(rig_path(g, "t.csv"), "w");
    int t, u;
    fprintf(f, "code,year,kind,x,y\n");
    for (u = 0; u < UNITS; u++)
        for (t = 0; t < PERIODS; t++)
            isnan(p->x[t][u])
                ? fprintf(f, "u%d,%d,k%d,,%d\n", u, 2001 + t, u % 2, u)
                : fprintf(f, "u%d,%d,k%d,%.17g,%d\n", u, 2001 + t, u % 2, p->x[t][u], u);
    fclose(f);
}

/* The largest deviation of what the base holds for a unit of a class. */
static double largest(const struct panel *p, int base, int t, int class)
{
    double most = 0;
    int at, u;
    for (at = 0; at < PERIODS; at++)
        for (u = 0; u < UNITS; u++)
            if ((base == -1 || at == (base == -2 ? t : base)) && (class < 0 || u % 2 == class) &&
                p->d[at][u] > most)
                most = p->d[at][u];
    return most;
}

static double twin_deviation(double x, double a, double b)
{
    double below = a - x, above = x - b, d = below > above ? below : above;
    return isnan(x) ? NAN : d > 0 ? d : 0;
}

START_TEST(panels_beside_a_twin)
{
    static const char *const bases[] = {"each", "pooled", "2001", "2002"};
    static const char *const directions[] = {
        "direction = target\nbest = 70\ntolerance = 2.5\n",
        "direction = interval\nbest = 40, 91.5\n",
        "direction = interval\ntransform = ln\nbest = 40, 91.5\n"};
    static const double ends[][2] = {{67.5, 72.5}, {40, 91.5}, {40, 91.5}};
    struct rig g;
    struct panel p;
    unsigned seed;
    int b, c, k, t, u;
    rig_begin(&g);
    for (seed = 1; seed <= 4; seed++)
        for (b = 0; b < 4; b++)
            for (c = 0; c < 2; c++)
                for (k = 0; k < 3; k++) {
                    char profile[1000];
                    struct results *r;
                    bool ln = k == 2;
                    fill_panel(&p, seed * 97);
                    write_panel(&g, &p);
                    for (t = 0; t < PERIODS; t++)
                        for (u = 0; u < UNITS; u++)
                            p.d[t][u] = ln ? twin_deviation(log(p.x[t][u]), log(ends[k][0]),
                                                            log(ends[k][1]))
                                           : twin_deviation(p.x[t][u], ends[k][0], ends[k][1]);
                    snprintf(profile, sizeof profile,
                             DATA "period = year\n[class]\nby = kind\nscale = %s\n" INDEX
                                  "[indicator.x]\n%s[normalise]\nbase = %s\nrange = 0, 1\n",
                             c ? "common" : "own", directions[k], bases[b]);
                    r = rig_run(&g, profile);
                    for (t = 0; t < PERIODS; t++)
                        for (u = 0; u < UNITS; u++) {
                            char code[8];
                            sprintf(code, "u%d", u);
                            kit_assert_near(rig_score(r, "x", code, (size_t)t),
                                            1 - p.d[t][u] / largest(&p, b - 2, t, c ? -1 : u % 2),
                                            1e-12);
                        }
                }
    rig_end(&g);
}
END_TEST

/* ---- what the other stages see ------------------------------------------------------------ */

static const char seven[] = "code,x,y\nu1,5,1\nu2,,2\nu3,7,3\nu4,9,4\nu5,16,5\n";

START_TEST(imputing_and_treating_come_before)
{
    struct rig g;
    struct results *r;
    size_t k;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    r = rig_run(&g,
                DATA INDEX "[indicator.x]\ndirection = target\nbest = 8\n[impute]\nmethod = mean\n"
                           "[treat.x]\nmethod = winsorise_quantile\np_low = 0\np_high = 0.75\n");
    k = r->plan->tree.nodes[rig_node(r, "x")].indicator;
    kit_assert_near(r->imputed[k][rig_row(r, "u2", 0)], 9.25, 0); /* the mean of raw values */
    kit_assert_near(r->treated[k][rig_row(r, "u5", 0)], 9.25, 0); /* a raw value, too */
    kit_assert_near(r->deviation[k][rig_row(r, "u5", 0)], 1.25, 0);
    kit_assert_near(rig_score(r, "x", "u5", 0), 100 * (1 - 1.25 / 3), 1e-12);
    ck_assert_int_eq(r->plan->tree.nodes[rig_node(r, "x")].direction, HENG_NEGATIVE);
    ck_assert_ptr_null(r->deviation[r->plan->tree.nodes[rig_node(r, "y")].indicator]);
    rig_end(&g);
}
END_TEST

START_TEST(other_methods_see_the_deviation_alone)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    r = rig_run(&g, DATA INDEX
                "[indicator.x]\ndirection = target\nbest = 8\n[normalise]\nmethod = zscore\n");
    /* deviations 3, 1, 1, 8: mean 3.25, variance 32.75 / 3; no 0 among them */
    kit_assert_near(rig_score(r, "x", "u3", 0), 2.25 / sqrt(32.75 / 3), 1e-14);
    kit_assert_near(rig_score(r, "x", "u5", 0), -4.75 / sqrt(32.75 / 3), 1e-14);
    r = rig_run(&g, DATA INDEX
                "[indicator.x]\ndirection = target\nbest = 8\n[normalise.x]\nmethod = efficacy\n");
    kit_assert_near(rig_score(r, "x", "u3", 0), 60 + 40 * (7.0 / 8), 1e-13);
    r = rig_run(&g, DATA INDEX
                "[indicator.y]\nweight = 0\n[indicator.x]\ndirection = target\nbest = 8\n"
                "[normalise.x]\nmethod = dist_max\n");
    kit_assert_near(rig_score(r, "x", "u3", 0), 7.0 / 8, 1e-14);
    r = rig_run(&g, DATA INDEX "[indicator.x]\ndirection = interval\nbest = 8, 9\nworst = 0, 10\n"
                               "goalposts = 0, 2\n[normalise.x]\nmethod = goalposts\n");
    kit_assert_near(rig_score(r, "x", "u1", 0), 100 * (1 - 3.0 / 8 / 2), 1e-13);
    kit_assert_near(rig_score(r, "x", "u5", 0), 50, 1e-13);
    rig_end(&g);
}
END_TEST

START_TEST(no_deviation_tells_nothing)
{
    struct rig g;
    struct results *r;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    r = rig_run(&g, DATA INDEX "[indicator.x]\ndirection = interval\nbest = 5, 16\n");
    ck_assert(isnan(rig_score(r, "x", "u1", 0)));
    rig_assert_told(&r->plan->warnings, "indicator x: minmax: constant");
    ck_assert_int_eq(r->cell[0][rig_row(r, "u1", 0)], CELL_UNDEFINED);
    ck_assert_int_eq(r->cell[0][rig_row(r, "u2", 0)], CELL_MISSING);
    ck_assert(!isnan(rig_score(r, "idx", "u1", 0)));             /* the neighbour stands */
    rig_file(&g, "t.csv", "code,x,y\nu1,7,1\nu2,9,2\nu3,7,2\n"); /* all deviate alike */
    r = rig_run(&g, DATA INDEX "[indicator.x]\ndirection = target\nbest = 8\n");
    rig_assert_told(&r->plan->warnings, "indicator x: minmax: constant");
    rig_file(&g, "t.csv", "code,x,y\nu1,-1.5e308,1\nu2,1.5e308,2\nu3,-1.4e308,3\n");
    r = rig_run(&g, DATA INDEX "[indicator.x]\ndirection = target\nbest = -1.5e308\n");
    ck_assert_int_eq(r->cell[0][rig_row(r, "u2", 0)], CELL_UNDEFINED);
    ck_assert(isnan(rig_score(r, "x", "u2", 0)));
    kit_assert_near(rig_score(r, "x", "u1", 0), 100, 0);
    kit_assert_near(rig_score(r, "x", "u3", 0), 0, 0);
    rig_end(&g);
}
END_TEST

/* Goalposts and a target that come with the indicator are of its values, not of a deviation. */
START_TEST(a_tree_file_keeps_its_signs)
{
    struct rig g;
    const struct node *x;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    rig_file(&g, "meta.csv",
             "iCode,Parent,Level,Direction,Weight,Type,Target\nidx,NA,2,1,1,Aggregate,NA\n"
             "x,idx,1,-1,1,Indicator,6\ny,idx,1,1,1,Indicator,7\n");
    rig_fine(&g,
             DATA "[index]\ntree = meta.csv\n[indicator.y]\ndirection = interval\nbest = 1, 2\n");
    x = &g.plan->tree.nodes[tree_find(&g.plan->tree, "x")];
    ck_assert_int_eq(x->near.kind, 0);
    ck_assert_int_eq(x->direction, HENG_NEGATIVE);
    ck_assert(x->target == 6);
    ck_assert(isnan(g.plan->tree.nodes[tree_find(&g.plan->tree, "y")].target));
    rig_end(&g);
}
END_TEST

START_TEST(the_deviation_as_text)
{
    static const struct {
        const char *keys, *text;
    } cases[] = {
        {"direction = target\nbest = 8\n", "|x - 8|"},
        {"direction = target\nbest = 8\ntolerance = 0.5\n", "max(0, |x - 8| - 0.5)"},
        {"direction = target\nbest = 8\ntolerance = 0.5\ntransform = ln\n",
         "max(ln 7.5 - ln x, 0, ln x - ln 8.5)"},
        {"direction = interval\nbest = 8, 9\n", "max(8 - x, 0, x - 9)"},
        {"direction = interval\nbest = 8, 9\nworst = 4, 25\ntransform = sqrt\n",
         "min(1, max((sqrt 8 - sqrt x) / (sqrt 8 - sqrt 4), 0, (sqrt x - sqrt 9) / (sqrt 25 - sqrt "
         "9)))"},
    };
    struct rig g;
    size_t i;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[600];
        snprintf(profile, sizeof profile, DATA INDEX "[indicator.x]\n%s", cases[i].keys);
        rig_fine(&g, profile);
        ck_assert_str_eq(g.plan->tree.nodes[tree_find(&g.plan->tree, "x")].near.formula,
                         cases[i].text);
    }
    rig_end(&g);
}
END_TEST

/* ---- mistakes ------------------------------------------------------------------------------ */

START_TEST(every_mistake_is_told)
{
    static const struct {
        const char *keys, *told;
    } cases[] = {
        {"direction = target\n",
         "p.ini:10: [indicator.x] direction: target needs the best value: best = c"},
        {"direction = interval\n",
         "[indicator.x] direction: interval needs the best values: best = a, b"},
        {"direction = target\nbest =\n", "target needs the best value"},
        {"direction = target\nbest = 1, 2\n",
         "p.ini:11: [indicator.x] best: expected one value, c, with direction = target"},
        {"direction = interval\nbest = 1\n",
         "[indicator.x] best: expected two values, a, b, with direction = interval"},
        {"direction = interval\nbest = 2, 1\n",
         "p.ini:11: [indicator.x] best: expected a, b with a not above b"},
        {"direction = interval\nbest = 1, 2, 3\n", "[indicator.x] best = 1, 2, 3: expected"},
        {"direction = interval\nbest = 1, x\n", "[indicator.x] best = 1, x: "},
        {"direction = interval\nbest = 1, 2\nworst = 1, 3\n",
         "p.ini:12: [indicator.x] worst: expected lo, hi with lo below, hi above all of best"},
        {"direction = interval\nbest = 1, 2\nworst = 0, 2\n",
         "[indicator.x] worst: expected lo, hi"},
        {"direction = interval\nbest = 1, 2\nworst = 0\n", "[indicator.x] worst = 0: expected"},
        {"direction = interval\nbest = 1, 2\ntolerance = 1\n",
         "p.ini:12: [indicator.x] tolerance: has a meaning only with direction = target"},
        {"direction = target\nbest = 1\ntolerance = -1\n",
         "p.ini:12: [indicator.x] tolerance = -1: expected"},
        {"direction = target\nbest = 1\nworst = 0, 2\n",
         "p.ini:12: [indicator.x] worst: has a meaning only with direction = interval"},
        {"direction = positive\nbest = 1\n",
         "p.ini:11: [indicator.x] best: has a meaning only with direction = target or interval"},
        {"direction = negative\ntolerance = 1\n", "[indicator.x] tolerance: has a meaning only"},
        {"worst = 0, 1\n",
         "p.ini:10: [indicator.x] worst: has a meaning only with direction = interval"},
        {"direction = target\nbest = 1\ntolerance = 1\ntransform = ln\n",
         "p.ini:9: [indicator.x]: the lowest of best and worst has no logarithm or root"},
        {"direction = interval\nbest = 1, 2\nworst = -1, 3\ntransform = sqrt\n",
         "the lowest of best and worst has no logarithm or root"},
        {"direction = targt\n", "did you mean target?"},
    };
    struct rig g;
    size_t i;
    rig_begin(&g);
    rig_file(&g, "t.csv", seven);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char profile[600];
        snprintf(profile, sizeof profile, DATA INDEX "[indicator.x]\n%s", cases[i].keys);
        ck_assert_int_eq(rig_plan(&g, profile), OK);
        if (g.plan->problems.n != 1)
            rig_print(&g.plan->problems);
        ck_assert_msg(g.plan->problems.n == 1, "%s", cases[i].keys);
        rig_assert_told(&g.plan->problems, cases[i].told);
        ck_assert_int_eq(plan_status(g.plan), ERR_PROFILE);
    }
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {figures_worked_by_hand,
                                  the_deviation_itself,
                                  transforms,
                                  panels_beside_a_twin,
                                  imputing_and_treating_come_before,
                                  other_methods_see_the_deviation_alone,
                                  no_deviation_tells_nothing,
                                  a_tree_file_keeps_its_signs,
                                  the_deviation_as_text,
                                  every_mistake_is_told,
                                  NULL};
    return kit_run("polarity", tests);
}
