/* SPDX-License-Identifier: MIT */
/*
 * Whole runs beside a slow twin that is written out here cell by cell, from core/README.md alone:
 * small random panels with missing values, all combinations of scale, base, missing rule and
 * imputation. It knows nothing of core/ but the doubles it compares with.
 */
#include "run/rig.h"

enum { UNITS = 9, PERIODS = 3, K = 5, CLASSES = 2 };
enum impute { IMPUTE_NONE, IMPUTE_MEAN, IMPUTE_CLASS };
enum gap_rule { RENORMALISE, FAIL, IMPUTE };

struct setting {
    bool common;
    int base; /* -2 each, -1 pooled, 0.. a period */
    enum gap_rule rule;
    enum impute impute;
};

/* Indicators a b | c d e; b counts down, c is per pop, d is taken as a logarithm. */
struct twin {
    double x[K][PERIODS][UNITS], pop[PERIODS][UNITS];
    bool missing[K][PERIODS][UNITS]; /* in the data, or for want of pop */
    bool imputed[K][PERIODS][UNITS];
    double z[K][PERIODS][UNITS];
    double dimension[2][PERIODS][UNITS], share[2][PERIODS][UNITS];
    double score[PERIODS][UNITS], imputed_share[PERIODS][UNITS], rank[PERIODS][UNITS];
};

static const char *const ids[K] = {"a", "b", "c", "d", "e"};
static const int dimension_of[K] = {0, 0, 1, 1, 1};
static const double weight_of[K] = {2, 1, 1, 0.5, 3}, dimension_weight[2] = {1, 2};

static int class_of(int u)
{
    return u % 2;
}

static double random_value(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return 1 + 99 * (double)(*state >> 8) / 16777216.0;
}

static void fill_in(struct twin *w, unsigned seed)
{
    unsigned s = seed;
    int k, t, u;
    for (t = 0; t < PERIODS; t++)
        for (u = 0; u < UNITS; u++) {
            w->pop[t][u] = random_value(&s) < 6 ? NAN : random_value(&s);
            for (k = 0; k < K; k++)
                w->x[k][t][u] = random_value(&s) < 22 ? NAN : random_value(&s);
        }
}

static void write_table(const struct rig *g, const struct twin *w)
{
    FILE *f = fopen(rig_path(g, "t.csv"), "w");
    int k, t, u;
    fprintf(f, "code,year,kind,pop,a,b,c,d,e\n");
    for (u = 0; u < UNITS; u++)
        for (t = 0; t < PERIODS; t++) {
            fprintf(f, "u%d,%d,%s,", u, 2001 + t, class_of(u) ? "odd" : "even");
            if (!isnan(w->pop[t][u]))
                fprintf(f, "%.17g", w->pop[t][u]);
            for (k = 0; k < K; k++)
                if (isnan(w->x[k][t][u]))
                    fprintf(f, ",");
                else
                    fprintf(f, ",%.17g", w->x[k][t][u]);
            fprintf(f, "\n");
        }
    ck_assert_int_eq(fclose(f), 0);
}

/* ---- the twin -------------------------------------------------------------------------- */

static bool together(const struct setting *s, int u, int v)
{
    return s->common || class_of(u) == class_of(v);
}

static void denominate(struct twin *w)
{
    int k, t, u;
    for (k = 0; k < K; k++)
        for (t = 0; t < PERIODS; t++)
            for (u = 0; u < UNITS; u++) {
                if (k == 2)
                    w->x[k][t][u] /= w->pop[t][u];
                w->missing[k][t][u] = isnan(w->x[k][t][u]);
            }
}

static void fill_gaps(struct twin *w, enum impute how)
{
    int k, t, u, v;
    for (k = 0; k < K && how != IMPUTE_NONE; k++)
        for (t = 0; t < PERIODS; t++)
            for (u = 0; u < UNITS; u++) {
                double sum = 0, n = 0;
                if (!w->missing[k][t][u])
                    continue;
                for (v = 0; v < UNITS; v++)
                    if (!w->missing[k][t][v] &&
                        (how == IMPUTE_MEAN || class_of(u) == class_of(v))) {
                        sum += w->x[k][t][v];
                        n++;
                    }
                if (n > 0) {
                    w->x[k][t][u] = sum / n;
                    w->imputed[k][t][u] = true;
                }
            }
}

/* Whether a value of the unit was observed in the dimension, or (2) in any. */
static bool is_observed(const struct twin *w, int d, int t, int u)
{
    int k;
    for (k = 0; k < K; k++)
        if ((d == 2 || dimension_of[k] == d) && !w->missing[k][t][u])
            return true;
    return false;
}

/* Where nothing was observed in a dimension, nothing is filled in. */
static void empty_unobserved(struct twin *w)
{
    int k, t, u;
    for (k = 0; k < K; k++)
        for (t = 0; t < PERIODS; t++)
            for (u = 0; u < UNITS; u++)
                if (w->imputed[k][t][u] && !is_observed(w, dimension_of[k], t, u)) {
                    w->x[k][t][u] = NAN;
                    w->imputed[k][t][u] = false;
                }
}

static void scale(struct twin *w, const struct setting *s)
{
    int k, t, u, q, v;
    for (k = 0; k < K; k++)
        for (t = 0; t < PERIODS; t++)
            for (u = 0; u < UNITS; u++) {
                double lo = INFINITY, hi = -INFINITY, x = w->x[k][t][u];
                for (q = 0; q < PERIODS; q++)
                    for (v = 0; v < UNITS; v++) {
                        bool counts = s->base == -1 || q == (s->base == -2 ? t : s->base);
                        double y = k == 3 ? log(w->x[k][q][v]) : w->x[k][q][v];
                        if (!counts || !together(s, u, v) || isnan(y))
                            continue;
                        lo = y < lo ? y : lo;
                        hi = y > hi ? y : hi;
                    }
                x = k == 3 ? log(x) : x;
                x = hi > lo ? (x - lo) / (hi - lo) : NAN;
                w->z[k][t][u] = 100 * (k == 1 ? 1 - x : x);
            }
}

/* The mean of a column's present values among the units together with u. */
static double mean_of(const struct setting *s, const double *column, int u)
{
    double sum = 0, n = 0;
    int v;
    for (v = 0; v < UNITS; v++)
        if (together(s, u, v) && !isnan(column[v])) {
            sum += column[v];
            n++;
        }
    return n > 0 ? sum / n : NAN;
}

/* A child without any value in the base weighs nothing (`given` says so): it is no reason to fail.
 */
static bool has_values(const struct setting *s, const double (*column)[UNITS], int t, int u)
{
    int q, v;
    for (q = 0; q < PERIODS; q++)
        for (v = 0; v < UNITS; v++)
            if ((s->base == -1 || q == (s->base == -2 ? t : s->base)) && together(s, u, v) &&
                !isnan(column[q][v]))
                return true;
    return false;
}

/* One score from children: values, weights, shares of imputed data; stand_in for missing ones. */
static void put_together(enum gap_rule rule, int n, const double *x, const double *w,
                         const double *share, const double *stand_in, double *score,
                         double *imputed)
{
    double points = 0, weights = 0, made_up = 0;
    bool whole = true;
    int j;
    for (j = 0; j < n; j++) {
        double v = isnan(x[j]) && rule == IMPUTE ? stand_in[j] : x[j];
        whole = whole && (w[j] == 0 || !isnan(x[j]));
        if (isnan(v))
            continue;
        points += w[j] * v;
        weights += w[j];
        made_up += w[j] * (isnan(x[j]) ? 1 : share[j]);
    }
    *score = weights > 0 && (whole || rule != FAIL) ? points / weights : NAN;
    *imputed = isnan(*score) ? NAN : made_up / weights;
}

static void withhold(bool observed, double *score, double *imputed)
{
    *score = observed ? *score : NAN;
    *imputed = observed ? *imputed : NAN;
}

static void climb(struct twin *w, const struct setting *s)
{
    int t, u, k, d;
    for (t = 0; t < PERIODS; t++) {
        for (d = 0; d < 2; d++)
            for (u = 0; u < UNITS; u++) {
                double x[K], g[K], i[K], m[K];
                int n = 0;
                for (k = 0; k < K; k++)
                    if (dimension_of[k] == d) {
                        x[n] = w->z[k][t][u];
                        g[n] =
                            has_values(s, (const double(*)[UNITS])w->z[k], t, u) ? weight_of[k] : 0;
                        i[n] = w->imputed[k][t][u];
                        m[n++] = mean_of(s, w->z[k][t], u);
                    }
                put_together(s->rule, n, x, g, i, m, &w->dimension[d][t][u], &w->share[d][t][u]);
                withhold(is_observed(w, d, t, u), &w->dimension[d][t][u], &w->share[d][t][u]);
            }
        for (u = 0; u < UNITS; u++) {
            double x[2] = {w->dimension[0][t][u], w->dimension[1][t][u]};
            double g[2];
            double i[2] = {w->share[0][t][u], w->share[1][t][u]};
            double m[2] = {mean_of(s, w->dimension[0][t], u), mean_of(s, w->dimension[1][t], u)};
            for (d = 0; d < 2; d++)
                g[d] = has_values(s, (const double(*)[UNITS])w->dimension[d], t, u)
                           ? dimension_weight[d]
                           : 0;
            put_together(s->rule, 2, x, g, i, m, &w->score[t][u], &w->imputed_share[t][u]);
            withhold(is_observed(w, 2, t, u), &w->score[t][u], &w->imputed_share[t][u]);
        }
    }
}

static void rank(struct twin *w)
{
    int t, u, v;
    for (t = 0; t < PERIODS; t++)
        for (u = 0; u < UNITS; u++) {
            w->rank[t][u] = isnan(w->score[t][u]) ? NAN : 1;
            for (v = 0; v < UNITS; v++)
                w->rank[t][u] += class_of(u) == class_of(v) && w->score[t][v] > w->score[t][u];
        }
}

/* ---- the comparison ---------------------------------------------------------------------- */

static void write_profile(const struct rig *g, const struct setting *s)
{
    static const char *const rules[] = {"renormalise", "fail", "impute"};
    static const char *const imputes[] = {"none", "mean", "class_mean"};
    FILE *f = fopen(rig_path(g, "p.ini"), "w");
    char base[16];
    snprintf(base, sizeof base,
             s->base == -2   ? "each"
             : s->base == -1 ? "pooled"
                             : "%d",
             2001 + s->base);
    fprintf(
        f,
        "[data]\npath = t.csv\nunit = code\nperiod = year\n[class]\nby = kind\nscale = %s\nodd = "
        "Odd\n"
        "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\n"
        "[dimension.two]\nweight = 2\nindicators = c, d, e\n[indicator.a]\nweight = 2\n"
        "[indicator.b]\ndirection = negative\n[indicator.c]\nper = pop\n[indicator.d]\nweight = "
        "0.5\n"
        "transform = ln\n[indicator.e]\nweight = 3\n[impute]\nmethod = %s\n[normalise]\nbase = %s\n"
        "[aggregate]\nmissing = %s\n",
        s->common ? "common" : "own", imputes[s->impute], base, rules[s->rule]);
    ck_assert_int_eq(fclose(f), 0);
}

static void compare(const struct results *r, const struct twin *w, const char *what,
                    const double *got, const double (*want)[UNITS], double tolerance)
{
    int t, u;
    (void)w;
    for (t = 0; t < PERIODS; t++)
        for (u = 0; u < UNITS; u++) {
            char code[8];
            double g;
            snprintf(code, sizeof code, "u%d", u);
            g = got[rig_row(r, code, (size_t)t)];
            ck_assert_msg(kit_near(g, want[t][u], tolerance),
                          "%s of %s in %d: got %.17g, want %.17g", what, code, 2001 + t, g,
                          want[t][u]);
        }
}

static void one_run(const struct setting *s, unsigned seed)
{
    static const char *const dimensions[2] = {"one", "two"};
    struct rig g;
    struct twin w = {0};
    const struct results *r;
    int k, t, u;
    rig_begin(&g);
    fill_in(&w, seed);
    write_table(&g, &w);
    write_profile(&g, s);
    denominate(&w);
    fill_gaps(&w, s->impute);
    empty_unobserved(&w);
    scale(&w, s);
    climb(&w, s);
    rank(&w);
    r = rig_run(&g, NULL);
    ck_assert_uint_eq(r->plan->n_classes, CLASSES);
    ck_assert_str_eq(r->plan->classes[0].value, "odd"); /* the labelled one comes first */
    for (k = 0; k < K; k++) {
        compare(r, &w, ids[k], r->normalised[k], (const double(*)[UNITS])w.z[k], 1e-12);
        for (t = 0; t < PERIODS; t++)
            for (u = 0; u < UNITS; u++) {
                char code[8];
                uint8_t cell;
                snprintf(code, sizeof code, "u%d", u);
                cell = r->cell[k][rig_row(r, code, (size_t)t)];
                if (w.imputed[k][t][u] && !isnan(w.z[k][t][u]))
                    ck_assert_int_eq(cell, CELL_IMPUTED);
                else if (w.missing[k][t][u] && !w.imputed[k][t][u])
                    ck_assert_int_eq(cell, CELL_MISSING);
                else if (!isnan(w.z[k][t][u]))
                    ck_assert_int_eq(cell, CELL_OBSERVED);
                else
                    ck_assert_int_eq(cell, CELL_UNDEFINED);
            }
    }
    for (k = 0; k < 2; k++) {
        compare(r, &w, dimensions[k], r->score[rig_node(r, dimensions[k])],
                (const double(*)[UNITS])w.dimension[k], 1e-12);
        compare(r, &w, "imputed share", r->imputed_share[rig_node(r, dimensions[k])],
                (const double(*)[UNITS])w.share[k], 1e-12);
    }
    compare(r, &w, "score", r->score[TREE_ROOT], (const double(*)[UNITS])w.score, 1e-12);
    compare(r, &w, "imputed share", r->imputed_share[TREE_ROOT],
            (const double(*)[UNITS])w.imputed_share, 1e-12);
    compare(r, &w, "rank", r->rank, (const double(*)[UNITS])w.rank, 0);
    rig_end(&g);
}

static void all_of_base(int base)
{
    struct setting s = {.base = base};
    unsigned seed;
    int common, rule, impute;
    for (common = 0; common < 2; common++)
        for (rule = 0; rule < 3; rule++)
            for (impute = 0; impute < 3; impute++)
                for (seed = 1; seed <= 3; seed++) {
                    s.common = common;
                    s.rule = (enum gap_rule)rule;
                    s.impute = (enum impute)impute;
                    one_run(&s, seed * 7919u + (unsigned)(base + 5));
                }
}

START_TEST(each_period_by_itself)
{
    all_of_base(-2);
}
END_TEST
START_TEST(all_periods_pooled)
{
    all_of_base(-1);
}
END_TEST
START_TEST(the_first_period_as_base)
{
    all_of_base(0);
}
END_TEST
START_TEST(the_last_period_as_base)
{
    all_of_base(2);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_period_by_itself, all_periods_pooled,
                                  the_first_period_as_base, the_last_period_as_base, NULL};
    return kit_run("run beside its twin", tests);
}
