/* SPDX-License-Identifier: MIT */
/*
 * Traits against what methods do, of every method of the core, both ways: who has the trait keeps
 * the promise, who keeps it has the trait. A method that comes without its trait fails here.
 */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "methods/kit_columns.h"

enum { N = 9, M = 3 };

static const double first[M][N] = {{3.1, 1.2, 4.3, 1.5, 5.9, 9.2, 2.6, 6.5, 5.25},
                                   {2.7, 1.8, 2.8, 1.9, 8.2, 8.4, 5.9, 4.5, 2.3},
                                   {1.4, 1.7, 3.2, 3.1, 2.3, 6.7, 4.4, 2.2, 9.6}};
/* The same columns, other values. */
static const double second[M][N] = {{7.7, 1.1, 2.3, 6.5, 8.9, 3.2, 1.6, 2.5, 4.25},
                                    {1.7, 9.8, 1.8, 3.9, 1.2, 2.4, 7.9, 6.5, 8.3},
                                    {5.4, 2.7, 6.2, 1.1, 4.3, 1.7, 9.4, 8.2, 3.6}};
static const double equal[M] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
static const double given[M] = {0.25, 0.25, 0.5};

static bool has(const struct method *m, unsigned trait)
{
    return (method_traits(m->desc) & trait) != 0;
}

static bool same(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!kit_near(a[i], b[i], 1e-9))
            return false;
    return true;
}

static void check_trait(const struct method *m, unsigned trait, const char *name, bool keeps)
{
    ck_assert_msg(has(m, trait) || !keeps, "%s %s does what %s promises and does not say so",
                  stage_name(m->desc->stage), m->desc->name, name);
    ck_assert_msg(!has(m, trait) || keeps, "%s %s says %s and does otherwise",
                  stage_name(m->desc->stage), m->desc->name, name);
}

/* Every method of a stage, told to `see`. */
static void over(enum heng_stage stage, void (*see)(struct rig *r, const struct method *m))
{
    struct rig *rig = rig_new();
    const struct method *m;
    size_t seen = 0;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        if (m->desc->stage == stage) {
            see(rig, m);
            seen++;
        }
    ck_assert_uint_gt(seen, 0);
    rig_free(rig);
}

/* ---- weights ------------------------------------------------------------- */

static void weigh(struct rig *r, const struct method *m, const double x[M][N], const double *of,
                  double *w)
{
    const double *const columns_of[M] = {x[0], x[1], x[2]};
    struct heng_weigh_call c = {.n = N,
                                .m = M,
                                .x = columns_of,
                                .given = of,
                                .ids = rig_ids,
                                .w = w,
                                .warn = rig_warn,
                                .warn_data = r,
                                .why = r->why,
                                .why_size = sizeof r->why};
    c.scratch = rig_scratch(m, N, M);
    ck_assert_msg(method_weigh(m, kit_params(r, m, M), &c, &r->error) == HENG_OK, "%s: %s",
                  m->desc->name, r->why);
    free(c.scratch);
}

static void see_weights(struct rig *r, const struct method *m)
{
    double a[M], b[M], c[M];
    if (has(m, HENG_OF_WEIGHTS)) /* as those that it puts together */
        return;
    weigh(r, m, first, equal, a);
    weigh(r, m, second, equal, b);
    weigh(r, m, first, given, c);
    check_trait(m, HENG_WEIGHTS_FIXED, "HENG_WEIGHTS_FIXED", same(a, b, M));
    check_trait(m, HENG_OF_GIVEN, "HENG_OF_GIVEN", !same(a, c, M));
}

START_TEST(fixed_weights_and_given_ones)
{
    over(HENG_WEIGHTS, see_weights);
}
END_TEST

/* ---- aggregation --------------------------------------------------------- */

static bool is_linear(const double *const *x, const double *w, const double *y)
{
    for (size_t i = 0; i < N; i++) {
        double sum = 0, of = 0;
        for (size_t j = 0; j < M; j++)
            if (!isnan(x[j][i])) {
                sum += w[j] * x[j][i];
                of += w[j];
            }
        if (!kit_near(y[i], sum / of, 1e-9))
            return false;
    }
    return true;
}

/* A number: halfway from what it is to the end of its range; a choice: the last. */
static void move(struct rig *r, const struct heng_param *p, void *params)
{
    char text[64];
    double v;
    if (p->type == HENG_REAL) {
        memcpy(&v, (char *)params + p->offset, sizeof v);
        snprintf(text, sizeof text, "%.17g", isfinite(p->max) ? (v + p->max) / 2 : v + 1);
    } else if (p->type == HENG_CHOICE) {
        snprintf(text, sizeof text, "%s", strrchr(p->choices, '|') + 1);
    } else {
        return;
    }
    ck_assert_msg(param_set(p, text, r->arena, params, &r->error) == OK, "%s", r->error.text);
}

/* Over a whole matrix, one with gaps and one of any sign and size. */
static bool aggregates_linearly(struct rig *r, const struct method *m, const void *params)
{
    double gaps[N], wide[N], y[N];
    const double *middle[] = {first[1], gaps, wide};
    bool linear = true;
    memcpy(gaps, first[1], sizeof gaps);
    gaps[3] = gaps[7] = NAN;
    for (size_t i = 0; i < N; i++)
        wide[i] = 90 * first[1][i] - 300;
    for (size_t k = 0; linear && k < 3; k++) {
        const double *x[M] = {first[0], middle[k], first[2]};
        struct heng_aggregate_call c = {.n = N,
                                        .m = M,
                                        .x = x,
                                        .w = given,
                                        .ids = rig_ids,
                                        .y = y,
                                        .why = r->why,
                                        .why_size = sizeof r->why};
        c.scratch = rig_scratch(m, N, M);
        linear = method_aggregate(m, params, &c, &r->error) == HENG_OK && is_linear(x, given, y);
        free(c.scratch);
    }
    return linear;
}

/* A promise holds for all parameters, or is none. */
static void see_aggregate(struct rig *r, const struct method *m)
{
    const struct param_table t = method_params(m->desc);
    void *params = arena_alloc(r->arena, t.size);
    bool linear = aggregates_linearly(r, m, kit_params(r, m, M));
    for (size_t k = 0; linear && k < t.n; k++) {
        memcpy(params, kit_params(r, m, M), t.size);
        move(r, param_at(&t, k), params);
        linear = aggregates_linearly(r, m, params);
    }
    check_trait(m, HENG_LINEAR, "HENG_LINEAR", linear);
}

START_TEST(scores_linear_in_the_weights)
{
    over(HENG_AGGREGATE, see_aggregate);
}
END_TEST

/* ---- normalisation ------------------------------------------------------- */

/* False: refused, or undefined. */
static bool normalise(struct rig *r, const struct method *m, const double *base, double *y)
{
    static const char *const codes[N] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    struct heng_column_call c = {.n = N,
                                 .x = first[0],
                                 .n_base = N,
                                 .base = base,
                                 .direction = HENG_NEGATIVE,
                                 .lo = 0,
                                 .hi = 10,
                                 .target = 5,
                                 .y = y,
                                 .why = r->why,
                                 .why_size = sizeof r->why,
                                 .codes = codes,
                                 .base_codes = codes};
    int answer;
    c.scratch = rig_scratch(m, 2 * N, 1);
    answer = method_column(m, kit_params(r, m, 1), &c, &r->error);
    free(c.scratch);
    return answer == HENG_OK;
}

/* What lies between the least and the greatest value of the base does not count, either of them
   does. */
static void see_normalise(struct rig *r, const struct method *m)
{
    double base[N], y[N], between[N], less[N], more[N];
    bool keeps;
    memcpy(base, first[0], sizeof base);
    keeps = normalise(r, m, base, y);
    base[0] = base[0] + 0.5;
    base[2] = base[2] - 0.25;
    keeps = keeps && normalise(r, m, base, between) && same(y, between, N);
    base[1] = 0.125; /* was the least */
    keeps = keeps && normalise(r, m, base, less) && !same(y, less, N);
    base[1] = first[0][1];
    base[5] = 11.5; /* was the greatest */
    keeps = keeps && normalise(r, m, base, more) && !same(y, more, N);
    check_trait(m, HENG_RANGE_FROM_BASE, "HENG_RANGE_FROM_BASE", keeps);
}

START_TEST(ranges_from_the_base)
{
    over(HENG_NORMALISE, see_normalise);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("traits");
    TCase *c = tcase_create("traits");
    SRunner *r;
    int failed;
    tcase_add_test(c, fixed_weights_and_given_ones);
    tcase_add_test(c, scores_linear_in_the_weights);
    tcase_add_test(c, ranges_from_the_base);
    suite_add_tcase(s, c);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
