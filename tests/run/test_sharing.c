/* SPDX-License-Identifier: MIT */
/* Stages that change nothing share their columns, down to the table's; nobody who writes is seen by
   the others. */
#include "base/text.h"
#include "run/rerun.h"
#include "run/rig.h"

/* A panel: a is whole, b lacks cells, c has an outlier, d a zero; u5 has little. */
static const char table[] = "code,kind,year,a,b,c,d\n"
                            "u1,x,2001,1,10,5,2\nu2,y,2001,2,,6,3\nu3,x,2001,3,30,7,0\n"
                            "u4,y,2001,4,15,900,4\nu5,x,2001,5,,,\n"
                            "u1,x,2002,2,11,6,2\nu2,y,2002,3,21,7,3\nu3,x,2002,4,,5,1\n"
                            "u4,y,2002,5,16,8,4\nu5,x,2002,6,,,\n";

#define DATA "[data]\npath = t.csv\nunit = code\nperiod = year\n"
#define TREE                                                                                       \
    "[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a, b\n"               \
    "[dimension.two]\nindicators = c, d\n"

static const char *const profiles[] = {
    "",
    "[impute]\nmethod = mean\n",
    "[impute]\nmethod = linear\n[normalise]\nbase = pooled\n",
    "[indicator.a]\ntransform = ln\n[indicator.d]\ntransform = ln\n",
    "[treat]\nmethod = winsorise\nskewness = 1\nkurtosis = 1\n[normalise]\nbase = pooled\n",
    "[screen]\nunit_min_share = 0.5\n[impute]\nmethod = mean\n",
    "[screen]\nindicator_min_share = 0.7\n[impute]\nmethod = mean\n",
    "[class]\nby = kind\nscale = own\n",
    "[class]\nby = kind\n[impute]\nmethod = class_mean\n[aggregate]\nmissing = impute\n",
    "[indicator.a]\nper = b\n[weights]\nmethod = entropy\n[normalise]\nmethod = none\n",
    "[indicator.b]\ndirection = target\nbest = 15\n[weights]\nmethod = entropy\n[normalise]\nbase "
    "= pooled\n",
    "[rule.low]\nkind = cap\nnode = one\nwhen = a < 4\nvalue = 10\n",
};
enum { PROFILES = sizeof profiles / sizeof *profiles };

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static const char *profile(size_t i)
{
    static char text[2048];
    snprintf(text, sizeof text, DATA TREE "%s", profiles[i]);
    return text;
}

static void add_table(struct str *s, const struct table *t)
{
    size_t k;
    for (k = 0; k < t->n_variables; k++) {
        str_add_bytes(s, (const char *)t->variables[k].v, t->n_rows * sizeof(double));
        str_add_bytes(s, (const char *)t->variables[k].cell, t->n_rows);
    }
}

static void add_column(struct str *s, const struct results *r, const double *v)
{
    str_add_bytes(s, (const char *)v, r->n_rows * sizeof *v);
}

/* Every bit that a repetition could change. */
static struct str snapshot(const struct results *r)
{
    const struct tree *t = &r->plan->tree;
    struct str s = {0};
    size_t k;
    for (k = 0; k < t->n_indicators; k++) {
        add_column(&s, r, r->raw[k]);
        add_column(&s, r, r->imputed[k]);
        add_column(&s, r, r->treated[k]);
        add_column(&s, r, r->normalised[k]);
        if (r->deviation[k])
            add_column(&s, r, r->deviation[k]);
        str_add_bytes(&s, (const char *)r->cell[k], r->n_rows);
    }
    for (k = 0; k < t->n; k++) {
        add_column(&s, r, r->score[k]);
        if (t->nodes[k].kind == NODE_AGGREGATE)
            add_column(&s, r, r->imputed_share[k]);
    }
    add_column(&s, r, r->rank);
    str_add_bytes(&s, (const char *)r->weight,
                  r->n_blocks * r->n_periods * t->n * sizeof *r->weight);
    add_table(&s, r->plan->table);
    ck_assert(!s.failed);
    return s;
}

static bool same(const struct str *a, const struct str *b)
{
    return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

START_TEST(what_nobody_changes_is_there_once)
{
    struct rig g;
    const struct results *r;
    size_t k;
    begin(&g);
    rig_file(&g, "t.csv", "code,a,b\nu1,1,4\nu2,2,3\nu3,3,9\n");
    r = rig_run(&g, "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = one\n"
                    "[dimension.one]\nindicators = a, b\n[treat]\nmethod = winsorise\n");
    for (k = 0; k < 2; k++) {
        const struct variable *v = table_variable(r->plan->table, k ? "b" : "a");
        ck_assert_ptr_eq(r->raw[k], v->v);
        ck_assert_ptr_eq(r->imputed[k], v->v);
        ck_assert_ptr_eq(r->treated[k], v->v);
        ck_assert_ptr_eq(r->cell[k], v->cell);
        ck_assert(r->normalised[k] != v->v);
        ck_assert_ptr_eq(r->score[r->plan->tree.indicators[k]], r->normalised[k]);
        ck_assert_ptr_null(r->imputed_share[r->plan->tree.indicators[k]]);
    }
    rig_end(&g);
}
END_TEST

START_TEST(what_a_stage_changes_is_its_own)
{
    struct rig g;
    const struct results *r;
    begin(&g);
    r = rig_run(&g, profile(1)); /* mean */
    ck_assert_ptr_eq(r->imputed[0], r->raw[0]);
    ck_assert(r->imputed[1] != r->raw[1]);
    ck_assert_ptr_eq(r->treated[1], r->imputed[1]);
    ck_assert(isnan(r->raw[1][rig_row(r, "u2", 0)]));
    ck_assert(r->imputed[1][rig_row(r, "u2", 0)] > 18);
    ck_assert_int_eq(r->cell[1][rig_row(r, "u2", 0)], CELL_IMPUTED);
    ck_assert_int_eq(table_variable(r->plan->table, "b")->cell[1], CELL_MISSING);
    r = rig_run(&g, profile(3)); /* log */
    ck_assert(r->imputed[0][rig_row(r, "u1", 0)] == 0 && r->raw[0][rig_row(r, "u1", 0)] == 1);
    ck_assert_int_eq(r->cell[3][rig_row(r, "u3", 0)], CELL_UNDEFINED);
    r = rig_run(&g, profile(4)); /* winsorise */
    ck_assert(r->treated[2][rig_row(r, "u4", 0)] < 900 &&
              r->imputed[2][rig_row(r, "u4", 0)] == 900);
    ck_assert_ptr_eq(r->imputed[2], r->raw[2]);
    ck_assert_int_eq(r->cell[2][rig_row(r, "u4", 0)], CELL_TREATED);
    r = rig_run(&g, profile(5)); /* u5 set aside */
    ck_assert(isnan(r->raw[0][rig_row(r, "u5", 0)]) && isnan(r->imputed[0][rig_row(r, "u5", 0)]));
    ck_assert_int_eq(r->cell[0][rig_row(r, "u5", 0)], CELL_MISSING);
    ck_assert(table_variable(r->plan->table, "a")->v[4] == 5);
    rig_end(&g);
}
END_TEST

START_TEST(the_table_stays_as_it_was_read)
{
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < PROFILES; i++) {
        struct str before = {0}, after = {0};
        rig_fine(&g, profile(i));
        add_table(&before, g.plan->table);
        ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), OK);
        add_table(&after, g.plan->table);
        ck_assert_msg(same(&before, &after), "%s", profiles[i]);
        str_fini(&before);
        str_fini(&after);
    }
    rig_end(&g);
}
END_TEST

static void disturb(struct results *r, size_t indicator, double *column, void *data)
{
    size_t i;
    for (i = 0; i < r->n_rows; i++)
        column[i] *= 1 + *(const double *)data * (double)((i + indicator) % 3);
}

static void pipeline_on(struct pipeline *w, const struct rerun_changes *a, struct error *e)
{
    ck_assert_msg(rerun_run(w, a, e) == OK, "%s", e->text);
    arena_reset(a->arena);
}

/* Values of their own, in columns of their own, all of them other than those of the run. */
static double **other_values(const struct results *r, struct arena *a)
{
    size_t n = r->plan->tree.n_indicators, k, i;
    double **raw = arena_array(a, n, sizeof *raw);
    ck_assert_ptr_nonnull(raw);
    for (k = 0; k < n; k++) {
        ck_assert_ptr_nonnull(raw[k] = arena_array(a, r->n_rows, sizeof **raw));
        for (i = 0; i < r->n_rows; i++)
            raw[k][i] = r->raw[k][i] * (2 + (double)(i % 4));
    }
    return raw;
}

START_TEST(repetitions_leave_the_run_as_it_is)
{
    double strength = 0.25;
    struct rig g;
    size_t i;
    begin(&g);
    for (i = 0; i < PROFILES; i++) {
        const struct results *r = rig_run(&g, profile(i));
        struct arena *rooms = arena_new(), *gone = arena_new();
        struct str before = snapshot(r), after;
        struct pipeline *w;
        struct rerun_changes a = {.arena = gone};
        bool *aside = arena_array(rooms, r->plan->tree.n, sizeof *aside);
        int turn;
        ck_assert_int_eq(rerun_new(r, g.plan, rooms, &w, &g.e), OK);
        aside[r->plan->tree.indicators[3]] = true; /* c is left beside it */
        for (turn = 0; turn < 2; turn++) {
            a.disturb = disturb;
            a.disturb_data = &strength;
            pipeline_on(w, &a, &g.e);
            a.raw = other_values(r, rooms);
            pipeline_on(w, &a, &g.e);
            a.disturb = NULL;
            pipeline_on(w, &a, &g.e);
            ck_assert(memcmp(rerun_results(w)->raw[0], r->raw[0], r->n_rows * sizeof(double)) != 0);
            a.raw = NULL;
            a.aside = aside;
            pipeline_on(w, &a, &g.e);
            a.aside = NULL;
            after = snapshot(r);
            ck_assert_msg(same(&before, &after), "%s", profiles[i]);
            str_fini(&after);
        }
        pipeline_on(
            w, &a,
            &g.e); /* nothing else any more: the same scores, in its own columns or the run's */
        ck_assert_mem_eq(rerun_results(w)->score[TREE_ROOT], r->score[TREE_ROOT],
                         r->n_rows * sizeof(double));
        str_fini(&before);
        rerun_free(w);
        arena_free(rooms);
        arena_free(gone);
    }
    rig_end(&g);
}
END_TEST

/* ---- rest ------------------------------------------------------------------------------- */

/* As many values as make a run a large one, in cells of one digit. */
enum { MANY_UNITS = 70000, MANY_INDICATORS = 60 };

static unsigned digit(size_t unit, size_t indicator)
{
    return (unsigned)((unit * 7 + indicator * 3 + unit / 11) % 10);
}

static void make_large(const struct rig *g, size_t units)
{
    FILE *f = fopen(rig_path(g, "t.csv"), "w");
    ck_assert_ptr_nonnull(f);
    fputs("code", f);
    for (size_t k = 0; k < MANY_INDICATORS; k++)
        fprintf(f, ",x%zu", k);
    for (size_t i = 0; i < units; i++) {
        fprintf(f, "\nu%zu", i);
        for (size_t k = 0; k < MANY_INDICATORS; k++) {
            putc(',', f);
            putc((int)('0' + digit(i, k)), f);
        }
    }
    putc('\n', f);
    ck_assert_int_eq(fclose(f), 0);
}

static const struct results *run_large(struct rig *g, size_t units)
{
    struct str s = {0};
    make_large(g, units);
    str_add(&s, "[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = one\n"
                "[dimension.one]\nindicators = x0");
    for (size_t k = 1; k < MANY_INDICATORS; k++)
        str_printf(&s, ", x%zu", k);
    str_add(&s, "\n[normalise]\nrange = 0, 9\n[indicator.x1]\ntransform = sqrt\n");
    rig_run(g, s.s);
    str_fini(&s);
    return g->results;
}

static void is_as_computed(const struct results *r)
{
    for (size_t k = 0; k < MANY_INDICATORS; k++)
        for (size_t i = 0; i < r->n_rows; i++) {
            const double x = digit(i, k);
            if (r->raw[k][i] != x || r->imputed[k][i] != (k == 1 ? sqrt(x) : x) ||
                fabs(r->normalised[k][i] - (k == 1 ? 3 * sqrt(x) : x)) > 1e-12)
                ck_abort_msg("unit %zu, indicator %zu", i, k);
        }
}

START_TEST(columns_of_a_large_run_rest)
{
    const size_t column = MANY_UNITS * sizeof(double), page = (size_t)sysconf(_SC_PAGESIZE);
    const struct results *r;
    struct rig g;
    rig_begin(&g);
    r = run_large(&g, MANY_UNITS);
    ck_assert_ptr_nonnull(r->resting);
    is_as_computed(r);
    results_rest(r);
    is_as_computed(r);
    results_rest(r);
    if (resting_bytes(r->resting)) /* of each indicator two columns, of one a third */
        ck_assert_uint_ge(resting_bytes(r->resting),
                          (2 * MANY_INDICATORS + 1) * (column - 2 * page));
    r = run_large(&g, 100);
    ck_assert_ptr_null(r->resting);
    results_rest(r);
    is_as_computed(r);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        columns_of_a_large_run_rest,        what_nobody_changes_is_there_once,
        what_a_stage_changes_is_its_own,    the_table_stays_as_it_was_read,
        repetitions_leave_the_run_as_it_is, NULL};
    return kit_run("sharing", tests);
}
