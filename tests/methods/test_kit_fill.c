/* SPDX-License-Identifier: MIT */
/*
 * The kit over every method that fills a column from several: what heng.h promises of them all.
 * Columns of twelve values are twelve units, four units in three periods, or one unit in twelve.
 */
#include "methods/kit_columns.h"

/* Beside its defaults, a method runs with these. */
static const struct {
    const char *method, *settings;
} variants[] = {
    {"row_mean", "scale = no"},
    {"knn", "k = 1"},
    {"knn", "k = 2; weights = inverse"},
    {"knn", "k = 12; weights = inverse"},
    {"latest", "limit = 1"},
    {"latest", "before = first"},
};

struct fill_case {
    const char *name;
    size_t units, periods, m;
    size_t column[M_MAX];
    enum { AS_IS, TIED, SHAKEN } kind; /* TIED: who is nearest hangs on the order of the units */
};

static const struct fill_case cases[] = {
    {"plain", 12, 1, 3, {GAPS, PLAIN, OUTLIER}, SHAKEN},
    {"gaps", 12, 1, 4, {GAPS, LONE, NEGATIVE, GAPS}, SHAKEN},
    {"panel", 4, 3, 3, {GAPS, PLAIN, NEGATIVE}, SHAKEN},
    {"one unit's panel", 1, 12, 2, {GAPS, PLAIN}, AS_IS},
    {"offset", 12, 1, 2, {OFFSET, GAPS}, TIED},
    {"ties", 12, 1, 2, {GAPS, TIES}, TIED},
    {"constant", 12, 1, 3, {GAPS, CONSTANT, PLAIN}, SHAKEN},
    {"all constant", 12, 1, 2, {LONE, CONSTANT}, AS_IS},
    {"empty", 12, 1, 3, {EMPTY, PLAIN, GAPS}, SHAKEN},
    {"all empty", 4, 3, 2, {EMPTY, EMPTY}, AS_IS},
    {"lone", 4, 3, 2, {LONE, PLAIN}, AS_IS},
    {"alone", 12, 1, 1, {GAPS}, AS_IS},
    {"extremes", 4, 1, 2, {HUGE_, TINY}, TIED},
    {"extremes over time", 1, 4, 2, {HUGE_, TINY}, AS_IS},
    {"two units", 2, 1, 2, {TWO, GAPS}, AS_IS},
    {"one unit", 1, 1, 2, {EMPTY, ONE}, AS_IS},
};

struct fill_run {
    double y[N_MAX];
    char why[256];
    int value;
};

/* The columns of a case as they are handed over. */
struct hand {
    double x[M_MAX][N_MAX];
    const double *columns[M_MAX];
    int direction[M_MAX];
};

static void run_fill(const struct method *m, const void *params, const struct fill_case *k,
                     const struct hand *h, size_t column, double filling, struct fill_run *r)
{
    static const double period[N_MAX] = {1990, 1995, 2000, 2001, 2002, 2003,
                                         2004, 2005, 2006, 2007, 2008, 2009};
    size_t n = k->units * k->periods, scratch = method_scratch(m, n, k->m);
    double *y = guarded_new(n, NAN);
    struct heng_fill_call c = {.size = sizeof c,
                               .params = params,
                               .n_units = k->units,
                               .n_periods = k->periods,
                               .m = k->m,
                               .column = column,
                               .x = h->columns,
                               .direction = h->direction,
                               .period = period,
                               .y = y,
                               .why = r->why,
                               .why_size = sizeof r->why};
    c.scratch = guarded_new(scratch, filling);
    memset(r, 0, sizeof *r);
    r->value = m->desc->fill(&c);
    for (size_t i = 0; i < n; i++)
        r->y[i] = r->value == HENG_OK ? y[i] : NAN;
    guarded_free(m, y, n);
    guarded_free(m, c.scratch, scratch);
}

/* Columns first .. first + m - 1 in turn; hole: a value that goes missing, or none. */
static void hand_over(const struct fill_case *k, size_t first, int turned, size_t hole,
                      struct hand *h)
{
    size_t n = k->units * k->periods;
    for (size_t j = 0; j < k->m; j++) {
        size_t from = (first + j) % k->m;
        const double *x = columns[k->column[from]].x;
        for (size_t i = 0; i < n; i++) {
            size_t t = i / k->units, u = i % k->units;
            size_t at = t * k->units + (turned ? place(k->units, u) : u);
            h->x[j][i] = from == 0 && at == hole ? NAN : x[at];
            if (k->kind == SHAKEN && k->column[from] != CONSTANT)
                h->x[j][i] += 1e-3 * sin((double)(5 * at + from));
        }
        h->columns[j] = h->x[j];
        h->direction[j] = from % 2 ? -1 : 1;
    }
}

static void check_result(const struct method *m, const struct fill_case *k, const double *x,
                         const struct fill_run *r)
{
    size_t n = k->units * k->periods, present = 0;
    ck_assert_msg(r->value == HENG_OK || (r->value == HENG_UNDEFINED && r->why[0]),
                  "%s, %s: answers %d '%s'", m->desc->name, k->name, r->value, r->why);
    for (size_t i = 0; i < n; i++)
        present += isnan(x[i]) ? 0 : 1;
    ck_assert_int_eq(r->value, present ? HENG_OK : HENG_UNDEFINED);
    for (size_t i = 0; i < n && present; i++) {
        ck_assert_msg(!isinf(r->y[i]), "%s, %s: [%zu] is infinite", m->desc->name, k->name, i);
        ck_assert_msg(isnan(x[i]) || r->y[i] == x[i], "%s, %s: changes what is present",
                      m->desc->name, k->name);
    }
    ck_assert_int_eq(r->why[0] == '\0', present == n);
}

static void check_permuted(const struct method *m, const void *params, const struct fill_case *k,
                           size_t hole, const struct fill_run *first)
{
    struct hand h;
    struct fill_run r;
    hand_over(k, 0, 1, hole, &h);
    run_fill(m, params, k, &h, 0, 0, &r);
    ck_assert_int_eq(r.value, first->value);
    for (size_t i = 0; i < k->units * k->periods && k->kind != TIED; i++) {
        size_t at = i / k->units * k->units + place(k->units, i % k->units);
        ck_assert_msg(kit_near(r.y[i], first->y[at], 1e-9),
                      "%s, %s, permuted: [%zu] %.17g, not %.17g", m->desc->name, k->name, i, r.y[i],
                      first->y[at]);
    }
    for (size_t j = 1; j < k->m; j++) {
        hand_over(k, j, 0, hole, &h);
        run_fill(m, params, k, &h, k->m - j, 0, &r);
        ck_assert_int_eq(r.value, first->value);
        kit_assert_columns(r.y, first->y, k->units * k->periods, 1e-9);
    }
}

static void check_case(const struct method *m, const void *params, const struct fill_case *k,
                       size_t hole)
{
    struct hand h, before;
    struct fill_run first, second;
    hand_over(k, 0, 0, hole, &h);
    before = h;
    run_fill(m, params, k, &h, 0, 0, &first);
    for (size_t j = 0; j < k->m; j++)
        ck_assert_msg(same_bits(h.x[j], before.x[j], k->units * k->periods),
                      "%s writes to its input", m->desc->name);
    check_result(m, k, h.x[0], &first);
    run_fill(m, params, k, &h, 0, NAN, &second);
    ck_assert_msg(first.value == second.value && same_bits(first.y, second.y, N_MAX) &&
                      strcmp(first.why, second.why) == 0,
                  "%s, %s: differs the second time", m->desc->name, k->name);
    check_permuted(m, params, k, hole, &first);
}

/* Every case as it is, and with each of its values missing in turn. */
static void check_method(const struct method *m, const void *params)
{
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t hole = 0; hole <= cases[i].units * cases[i].periods; hole++)
            check_case(m, params, &cases[i], hole);
}

START_TEST(every_fill_method)
{
    struct rig *rig = rig_new();
    const struct method *m;
    size_t checked = 0;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++) {
        if (!method_fills(m->desc))
            continue;
        ck_assert_int_eq(m->desc->stage, HENG_IMPUTE);
        check_method(m, rig_params(rig, m, NULL));
        for (size_t v = 0; v < COUNT(variants); v++)
            if (strcmp(variants[v].method, m->desc->name) == 0)
                check_method(m, rig_params(rig, m, variants[v].settings));
        checked++;
    }
    ck_assert_uint_ge(checked, 5);
    rig_free(rig);
}
END_TEST

/* A method that looks beyond its column has no business with one alone, and the other way round. */
START_TEST(the_wrong_call_is_refused)
{
    struct rig *rig = rig_new();
    const double x[] = {1, NAN}, *const all[] = {x};
    double y[2];
    struct heng_fill_call c = {.n_units = 2, .n_periods = 1, .m = 1, .x = all, .y = y};
    ck_assert_int_eq(rig_fill(rig, "mean", NULL, &c), HENG_FAIL);
    ck_assert_ptr_nonnull(strstr(rig->error.text, "cannot be called for several columns"));
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_fill_method, the_wrong_call_is_refused, NULL};
    return kit_run("kit_fill", tests);
}
