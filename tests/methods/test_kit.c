/* SPDX-License-Identifier: MIT */
/*
 * One kit over every method of the registry, whatever it computes: the promises of heng.h that hold
 * for all of a stage. Methods are called directly, so that nothing is mended on the way; parameters
 * have their defaults; those that must be given are 1, or as many experts who call all equal.
 */
#include "methods/kit_columns.h"

static void assert_answer(const struct method *m, const char *what, int value, const char *why,
                          const double *y, size_t n)
{
    ck_assert_msg(value == HENG_OK || (value == HENG_UNDEFINED && why[0]),
                  "%s, %s: answers %d '%s'", m->desc->name, what, value, why);
    if (value == HENG_OK)
        for (size_t i = 0; i < n; i++)
            ck_assert_msg(!isinf(y[i]), "%s, %s: [%zu] is infinite", m->desc->name, what, i);
}

/* Permuted results against the original ones. */
static void assert_permuted(const struct method *m, const char *what, const double *y,
                            const double *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(kit_near(p[i], y[place(n, i)], 1e-9),
                      "%s, %s, permuted: [%zu] %.17g, not %.17g", m->desc->name, what, i, p[i],
                      y[place(n, i)]);
}

/* ---- columns: impute, treat, normalise ----------------------------------- */

struct column_run {
    double y[N_MAX];
    char why[256];
    int value;
};

static void run_column_on(struct rig *rig, const struct method *m, const double *x, size_t n,
                          const double *base, size_t n_base, int direction, double filling,
                          struct column_run *r)
{
    static const uint32_t group[N_MAX] = {0};
    const void *params = kit_params(rig, m, 1);
    size_t scratch = method_scratch(m, n + n_base, 1);
    double *y = guarded_new(n, NAN);
    struct heng_column_call c = {.size = sizeof c,
                                 .params = params,
                                 .n = n,
                                 .x = x,
                                 .n_base = n_base,
                                 .base = base,
                                 .group = group,
                                 .n_groups = 1,
                                 .direction = direction,
                                 .lo = -1000,
                                 .hi = 2e9,
                                 .target = direction * 1e10,
                                 .y = y,
                                 .why = r->why,
                                 .why_size = sizeof r->why};
    c.scratch = guarded_new(scratch, filling);
    memset(r, 0, sizeof *r);
    r->value = m->desc->column(&c);
    for (size_t i = 0; i < n; i++)
        r->y[i] = r->value == HENG_OK ? y[i] : NAN;
    guarded_free(m, y, n);
    guarded_free(m, c.scratch, scratch);
}

static void run_column(struct rig *rig, const struct method *m, const double *x, const double *base,
                       size_t n, int direction, double filling, struct column_run *r)
{
    run_column_on(rig, m, x, n, base, n, direction, filling, r);
}

static void check_stage(const struct method *m, const struct column *c, int direction,
                        const struct column_run *r)
{
    for (size_t i = 0; i < c->n; i++) {
        if (m->desc->stage == HENG_IMPUTE)
            ck_assert_msg(isnan(c->x[i]) || r->y[i] == c->x[i], "%s changes what is present",
                          m->desc->name);
        else
            ck_assert_msg(!isnan(c->x[i]) || isnan(r->y[i]), "%s, %s: invents a value",
                          m->desc->name, c->name);
        for (size_t k = 0; k < c->n; k++) {
            int turned = m->desc->stage == HENG_NORMALISE ? direction : 1;
            if (m->desc->stage == HENG_NORMALISE && c->x[i] == c->x[k])
                ck_assert_msg(kit_ulps(r->y[i], r->y[k]) == 0, "%s, %s: ties differ", m->desc->name,
                              c->name);
            if (m->desc->stage != HENG_IMPUTE && turned * c->x[i] < turned * c->x[k])
                ck_assert_msg(!(r->y[i] > r->y[k]), "%s, %s, %d: changes the order", m->desc->name,
                              c->name, direction);
        }
    }
}

/* The one method whose result depends on which row comes first. */
static int takes_first(const struct method *m)
{
    return strcmp(m->desc->name, "initial_value") == 0;
}

static void check_column(struct rig *rig, const struct method *m, const struct column *c,
                         int direction)
{
    struct column_run first, second, other, turned;
    double x[N_MAX], p[N_MAX];
    memcpy(x, c->x, sizeof x);
    for (size_t i = 0; i < c->n; i++)
        p[i] = x[place(c->n, i)];
    run_column(rig, m, x, x, c->n, direction, 0, &first);
    ck_assert_msg(same_bits(x, c->x, c->n), "%s writes to its input", m->desc->name);
    assert_answer(m, c->name, first.value, first.why, first.y, c->n);
    check_stage(m, c, direction, &first);
    run_column(rig, m, x, x, c->n, direction, NAN, &second);
    ck_assert_msg(first.value == second.value && same_bits(first.y, second.y, c->n) &&
                      strcmp(first.why, second.why) == 0,
                  "%s, %s: differs the second time", m->desc->name, c->name);
    run_column(rig, m, x, c->x, c->n, direction, 7, &other);
    ck_assert_msg(same_bits(first.y, other.y, c->n), "%s, %s: base is not x", m->desc->name,
                  c->name);
    run_column(rig, m, p, p, c->n, direction, 0, &turned);
    if (!takes_first(m))
        ck_assert_int_eq(turned.value, first.value);
    if (fabs(c->x[0]) < 1e200 && !takes_first(m))
        assert_permuted(m, c->name, first.y, turned.y, c->n);
}

/* Few rows on a long base, and many rows on a short one: scratch is asked for their sum. */
static void check_base(struct rig *rig, const struct method *m, const struct column *c)
{
    struct column_run r;
    for (size_t few = 1; few <= 2 && few < c->n; few++) {
        run_column_on(rig, m, c->x, few, c->x, c->n, 1, NAN, &r);
        assert_answer(m, c->name, r.value, r.why, r.y, few);
        run_column_on(rig, m, c->x, c->n, c->x, few, 1, NAN, &r);
        assert_answer(m, c->name, r.value, r.why, r.y, c->n);
    }
}

/* Those of several columns are in test_kit_fill.c. */
static bool is_of_column(const struct method *m)
{
    return m->desc->stage <= HENG_NORMALISE && !method_fills(m->desc);
}

START_TEST(every_column_method)
{
    struct rig *rig = rig_new();
    const struct method *m;
    size_t checked = 0;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        for (size_t k = 0; k < COUNT(columns) && is_of_column(m); k++) {
            check_column(rig, m, &columns[k], 1);
            check_column(rig, m, &columns[k], -1);
            check_base(rig, m, &columns[k]);
            checked++;
        }
    ck_assert_uint_ge(checked, 10 * COUNT(columns));
    rig_free(rig);
}
END_TEST

/* ---- matrices: weights, aggregate ---------------------------------------- */

/* Columns by number in the list above. */
struct matrix {
    const char *name;
    size_t n, m;
    size_t column[M_MAX];
};

static const struct matrix matrices[] = {
    {"plain", 12, 3, {PLAIN, TIES, OUTLIER}},
    {"gaps", 12, 4, {GAPS, PLAIN, LONE, TIES}},
    {"negative", 12, 3, {NEGATIVE, PLAIN, BELOW}},
    {"offset", 12, 2, {OFFSET, PLAIN}},
    {"constant", 12, 3, {CONSTANT, PLAIN, OUTLIER}},
    {"empty", 12, 3, {PLAIN, EMPTY, TIES}},
    {"all constant", 12, 2, {CONSTANT, CONSTANT}},
    {"all empty", 12, 2, {EMPTY, EMPTY}},
    {"extremes", 4, 2, {HUGE_, TINY}},
    {"one column", 12, 1, {PLAIN}},
    {"two units", 2, 2, {PLAIN, TIES}},
    {"one unit", 1, 2, {PLAIN, TIES}},
};

struct matrix_run {
    double out[N_MAX];
    char why[256];
    int value;
};

static void ignore_warning(void *most, size_t column, const char *text)
{
    ck_assert_uint_lt(column, *(const size_t *)most);
    ck_assert_uint_gt(strlen(text), 0);
}

static void run_matrix(struct rig *rig, const struct method *m, size_t n, size_t columns_n,
                       const double *const *x, const double *w, double filling,
                       struct matrix_run *r)
{
    const void *params = kit_params(rig, m, columns_n);
    int weighs = m->desc->stage == HENG_WEIGHTS;
    size_t scratch = method_scratch(m, n, columns_n), results = weighs ? columns_n : n;
    double *s = guarded_new(scratch, filling), *out = guarded_new(results, NAN);
    memset(r, 0, sizeof *r);
    if (weighs) {
        double equal[M_MAX];
        const double *const parts[] = {w, equal};
        struct heng_weigh_call c = {.size = sizeof c,
                                    .params = params,
                                    .n = n,
                                    .m = columns_n,
                                    .x = x,
                                    .given = w,
                                    .ids = rig_ids,
                                    .w = out,
                                    .scratch = s,
                                    .warn = ignore_warning,
                                    .warn_data = &columns_n,
                                    .why = r->why,
                                    .why_size = sizeof r->why,
                                    .parts = parts,
                                    .n_parts = 2};
        for (size_t j = 0; j < columns_n; j++)
            equal[j] = 1 / (double)columns_n;
        r->value = m->desc->weigh(&c);
    } else {
        struct heng_aggregate_call c = {.size = sizeof c,
                                        .params = params,
                                        .n = n,
                                        .m = columns_n,
                                        .x = x,
                                        .w = w,
                                        .ids = rig_ids,
                                        .y = out,
                                        .scratch = s,
                                        .why = r->why,
                                        .why_size = sizeof r->why};
        r->value = m->desc->aggregate(&c);
    }
    for (size_t i = 0; i < results; i++)
        r->out[i] = r->value == HENG_OK ? out[i] : NAN;
    guarded_free(m, s, scratch);
    guarded_free(m, out, results);
}

static const double some_weights[M_MAX][M_MAX] = {
    {1}, {0.75, 0.25}, {0.5, 0.375, 0.125}, {0.5, 0.25, 0.125, 0.125}};

/* A method of weights may refuse values that its formula does not take: not above 0, and named. */
static int refuses_values(const struct matrix *x, const struct matrix_run *r,
                          const double *const *columns_of)
{
    for (size_t j = 0; j < x->m && r->value == HENG_FAIL; j++)
        for (size_t i = 0; i < x->n; i++)
            if (columns_of[j][i] <= 0 && r->why[0] == rig_ids[j][0] && r->why[1] == ' ')
                return 1;
    return 0;
}

static void check_weights(const struct method *m, const struct matrix *x,
                          const struct matrix_run *r)
{
    double total = 0;
    for (size_t j = 0; j < x->m && r->value == HENG_OK; j++) {
        ck_assert_msg(r->out[j] >= 0, "%s, %s: weight %g", m->desc->name, x->name, r->out[j]);
        total += r->out[j];
    }
    if (r->value == HENG_OK)
        kit_assert_near(total, 1, 1e-12);
}

static void check_scores(const struct method *m, const struct matrix *x,
                         const double *const *columns_of, const struct matrix_run *r)
{
    for (size_t i = 0; i < x->n; i++) {
        size_t children = 0;
        for (size_t j = 0; j < x->m; j++)
            children += isnan(columns_of[j][i]) ? 0 : 1;
        ck_assert_msg(children > 0 || isnan(r->out[i]), "%s, %s: invents a score", m->desc->name,
                      x->name);
    }
}

static void check_matrix(struct rig *rig, const struct method *m, const struct matrix *x)
{
    struct matrix_run first, second, turned;
    double copy[M_MAX][N_MAX], rows[M_MAX][N_MAX], reversed_w[M_MAX];
    const double *cols[M_MAX], *row_cols[M_MAX], *reversed[M_MAX], *w = some_weights[x->m - 1];
    int weighs = m->desc->stage == HENG_WEIGHTS;
    for (size_t j = 0; j < x->m; j++) {
        memcpy(copy[j], columns[x->column[j]].x, sizeof copy[j]);
        for (size_t i = 0; i < x->n; i++)
            rows[j][i] = copy[j][place(x->n, i)];
        cols[j] = copy[j];
        row_cols[j] = rows[j];
        reversed[x->m - 1 - j] = copy[j];
        reversed_w[x->m - 1 - j] = w[j];
    }
    run_matrix(rig, m, x->n, x->m, cols, w, 0, &first);
    for (size_t j = 0; j < x->m; j++)
        ck_assert_msg(same_bits(copy[j], columns[x->column[j]].x, x->n), "%s writes to its input",
                      m->desc->name);
    if (!weighs || !refuses_values(x, &first, cols))
        assert_answer(m, x->name, first.value, first.why, first.out, weighs ? x->m : x->n);
    if (weighs)
        check_weights(m, x, &first);
    else
        check_scores(m, x, cols, &first);
    run_matrix(rig, m, x->n, x->m, cols, w, NAN, &second);
    ck_assert_msg(first.value == second.value && same_bits(first.out, second.out, N_MAX),
                  "%s, %s: differs the second time", m->desc->name, x->name);
    run_matrix(rig, m, x->n, x->m, row_cols, w, 0, &turned);
    ck_assert_int_eq(turned.value, first.value);
    if (weighs)
        kit_assert_columns(turned.out, first.out, x->m, 1e-9);
    else
        assert_permuted(m, x->name, first.out, turned.out, x->n);
    run_matrix(rig, m, x->n, x->m, reversed, reversed_w, 0, &turned);
    ck_assert_int_eq(turned.value, first.value);
    for (size_t i = 0; i < (weighs ? x->m : x->n); i++)
        kit_assert_near(turned.out[weighs ? x->m - 1 - i : i], first.out[i], 1e-9);
}

START_TEST(every_matrix_method)
{
    struct rig *rig = rig_new();
    const struct method *m;
    size_t checked = 0;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        for (size_t k = 0; k < COUNT(matrices); k++)
            if (m->desc->stage == HENG_WEIGHTS || m->desc->stage == HENG_AGGREGATE) {
                check_matrix(rig, m, &matrices[k]);
                checked++;
            }
    ck_assert_uint_ge(checked, 9 * COUNT(matrices));
    rig_free(rig);
}
END_TEST

/* A column of weight 0 changes no score. */
START_TEST(weight_zero_is_no_child)
{
    struct rig *rig = rig_new();
    const double *const x[] = {columns[GAPS].x, columns[PLAIN].x, columns[OFFSET].x};
    const double w[] = {0.25, 0.75, 0};
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        if (m->desc->stage == HENG_AGGREGATE) {
            struct matrix_run with, without;
            run_matrix(rig, m, 12, 3, x, w, 0, &with);
            run_matrix(rig, m, 12, 2, x, w, 0, &without);
            kit_assert_columns(with.out, without.out, 12, 1e-12);
        }
    rig_free(rig);
}
END_TEST

/* ---- ranks --------------------------------------------------------------- */

START_TEST(every_rank_method)
{
    struct rig *rig = rig_new();
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        for (size_t k = 0; k < COUNT(columns) && m->desc->stage == HENG_RANK; k++) {
            const struct column *c = &columns[k];
            size_t scratch = method_scratch(m, c->n, 1);
            double *y = guarded_new(c->n, 0), *s = guarded_new(scratch, NAN), x[N_MAX];
            char why[64] = "";
            struct heng_rank_call call = {.size = sizeof call,
                                          .params = rig_params(rig, m, NULL),
                                          .n = c->n,
                                          .x = x,
                                          .y = y,
                                          .scratch = s,
                                          .why = why,
                                          .why_size = sizeof why};
            int value;
            memcpy(x, c->x, sizeof x);
            value = m->desc->rank(&call);
            assert_answer(m, c->name, value, why, y, c->n);
            ck_assert(same_bits(x, c->x, c->n));
            for (size_t a = 0; a < c->n && value == HENG_OK; a++) {
                ck_assert_int_eq(isnan(y[a]) != 0, isnan(x[a]) != 0);
                for (size_t b = 0; b < c->n; b++)
                    ck_assert_msg(!(x[a] > x[b]) || y[a] < y[b], "%s: better is not before worse",
                                  m->desc->name);
            }
            guarded_free(m, y, c->n);
            guarded_free(m, s, scratch);
        }
    rig_free(rig);
}
END_TEST

/* ---- all ----------------------------------------------------------------- */

/* No units at all: refused before the method is asked. */
START_TEST(zero_units_are_undefined)
{
    struct rig *rig = rig_new();
    const struct method *m;
    const double none[1] = {0}, *const x[] = {none};
    double out[1];
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++) {
        int value;
        switch (m->desc->stage) {
        case HENG_WEIGHTS:
            value = rig_weigh(rig, m->desc->name, NULL, 0, 1, x, none, out);
            break;
        case HENG_AGGREGATE:
            value = rig_aggregate(rig, m->desc->name, NULL, 0, 1, x, none, out);
            break;
        case HENG_RANK:
            value = rig_rank(rig, NULL, 0, none, out);
            break;
        case HENG_ANALYSE:
            continue;
        case HENG_IMPUTE:
            if (method_fills(m->desc)) {
                struct heng_fill_call f = {.m = 1, .x = x, .y = out};
                value = rig_fill(rig, m->desc->name, NULL, &f);
                break;
            } /* fall through */
        default: {
            struct heng_column_call c = {.n = 0, .x = none, .y = out};
            value = rig_column(rig, m->desc->stage, m->desc->name, NULL, &c);
        }
        }
        ck_assert_int_eq(value, HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no units");
    }
    rig_free(rig);
}
END_TEST

static int is_text(const char *s)
{
    return s && *s && text_utf8_check(s, strlen(s)) == strlen(s) && !strchr(s, '\n');
}

START_TEST(every_descriptor_is_complete)
{
    struct rig *rig = rig_new();
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++) {
        const struct heng_method *d = m->desc;
        const struct param_table t = method_params(d);
        ck_assert_msg(is_text(d->title_zh) && is_text(d->title_en) && is_text(d->summary) &&
                          is_text(d->formula) && is_text(d->source) && is_text(d->domain),
                      "%s lacks a text", d->name);
        ck_assert_msg(d->summary[strlen(d->summary) - 1] == '.', "%s: a summary is a sentence",
                      d->name);
        ck_assert_int_eq(
            !!d->column + !!d->weigh + !!d->aggregate + !!d->rank + !!d->fill + !!d->analysis, 1);
        for (size_t k = 0; k < t.n; k++) {
            ck_assert(is_text(param_at(&t, k)->doc));
            ck_assert_uint_lt(param_at(&t, k)->offset, t.size);
        }
        rig_params(rig, m, NULL);
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_column_method,
                                  every_matrix_method,
                                  weight_zero_is_no_child,
                                  every_rank_method,
                                  zero_units_are_undefined,
                                  every_descriptor_is_complete,
                                  NULL};
    return kit_run("kit", tests);
}
