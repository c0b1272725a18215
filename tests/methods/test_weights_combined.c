/* SPDX-License-Identifier: MIT */
/* Weights put together from those of several methods. Figures: tests/golden/experts.txt. */
#include "methods/rig.h"

enum { M = 5, PARTS = 3 };

static struct rig *rig;
static double w[M];

static int combine(const char *settings, const double *const *parts, size_t n, size_t m)
{
    static const double some[] = {1, 2}, *const x[] = {some, some, some, some, some};
    const struct method *method = rig_method(rig, HENG_WEIGHTS, "combined");
    struct heng_weigh_call c = {.n = 2,
                                .m = m,
                                .x = x,
                                .ids = rig_ids,
                                .w = w,
                                .why = rig->why,
                                .why_size = sizeof rig->why,
                                .parts = parts,
                                .n_parts = n};
    int value;
    c.scratch = rig_scratch(method, 2, m);
    value = method_weigh(method, rig_params(rig, method, settings), &c, &rig->error);
    free(c.scratch);
    return value;
}

static const double first[M] = {0.31, 0.27, 0.19, 0.14, 0.09},
                    second[M] = {0.12, 0.2, 0.4, 0, 0.28};
static const double third[M] = {0.05, 0.15, 0.2, 0.25, 0.35};
static const double *const parts[] = {first, second, third};

/* What stays of w_i . w_i when the shares a are put into equation i. */
static double residual(const double *a, size_t i)
{
    double left = 0;
    for (size_t j = 0; j < M; j++) {
        left += parts[i][j] * parts[i][j];
        for (size_t k = 0; k < PARTS; k++)
            left -= a[k] * parts[k][j] * parts[i][j];
    }
    return left;
}

/* The slow twin: relaxation, equation by equation, until nothing is left; the matrix of products is
   positive definite, so it gets there. */
START_TEST(game_solves_its_equations)
{
    double a[PARTS] = {0}, total = 0;
    rig = rig_new();
    for (int round = 0; round < 10000; round++)
        for (size_t i = 0; i < PARTS; i++) {
            double square = 0;
            for (size_t j = 0; j < M; j++)
                square += parts[i][j] * parts[i][j];
            a[i] += residual(a, i) / square;
        }
    for (size_t k = 0; k < PARTS; k++)
        total += fabs(a[k]);
    ck_assert_int_eq(combine("how = game", parts, PARTS, M), HENG_OK);
    for (size_t j = 0; j < M; j++) {
        double want = 0;
        for (size_t k = 0; k < PARTS; k++)
            want += fabs(a[k]) / total * parts[k][j];
        kit_assert_near(w[j], want, 1e-12);
    }
    ck_assert_int_eq(strncmp(rig->why, "share of a part 0.", 18), 0);
    rig_free(rig);
}
END_TEST

START_TEST(sums_and_products)
{
    rig = rig_new();
    ck_assert_int_eq(combine(NULL, parts, PARTS, M), HENG_OK);
    for (size_t j = 0; j < M; j++)
        kit_assert_near(w[j], (first[j] + second[j] + third[j]) / 3, 1e-15);
    ck_assert_int_eq(combine("shares = 0, 5, 0", parts, PARTS, M), HENG_OK);
    kit_assert_columns(w, second, M, 1e-15);
    ck_assert_int_eq(combine("how = multiplicative", parts, PARTS, M), HENG_OK);
    ck_assert(w[3] == 0);
    for (size_t j = 0; j < M; j++)
        kit_assert_near(w[j] / w[0],
                        first[j] * second[j] * third[j] / (first[0] * second[0] * third[0]), 1e-13);
    rig_free(rig);
}
END_TEST

/* Equal parts, or more parts than columns: the equations have many solutions. */
START_TEST(game_without_one_solution)
{
    static const double a[] = {0.75, 0.25}, b[] = {0.75 + 1e-15, 0.25 - 1e-15}, c[] = {0.25, 0.75};
    const double *const same[] = {a, a}, *const near[] = {a, b}, *const many[] = {a, b, c};
    rig = rig_new();
    ck_assert_int_eq(combine("how = game", same, 2, 2), HENG_OK);
    kit_assert_columns(w, a, 2, 1e-15);
    ck_assert_int_eq(combine("how = game", near, 2, 2), HENG_OK);
    kit_assert_columns(w, a, 2, 1e-14);
    ck_assert_int_eq(combine("how = game", many, 3, 2), HENG_OK);
    kit_assert_columns(w, ((const double[]){1.75 / 3, 1.25 / 3}), 2, 1e-14);
    rig_free(rig);
}
END_TEST

/* Two parts are so near that the second row's pivot, what they differ by squared, is below the
   least one, while the third's is not: there is a solution, which has the two alone. */
START_TEST(game_of_two_that_are_near)
{
    const double e = 0x1p-22, a[] = {0.5, 0.25, 0.25}, b[] = {0.5 + e, 0.25 - e, 0.25},
                 c[] = {0.25, 0.25, 0.5};
    const double *const near[] = {a, b, c};
    rig = rig_new();
    ck_assert_int_eq(combine("how = game", near, 3, 3), HENG_OK);
    kit_assert_columns(w, a, 3, 1e-6);
    rig_free(rig);
}
END_TEST

/* Another order of the parts changes but the rounding. */
START_TEST(order_of_parts)
{
    const double *const turned[] = {third, first, second};
    static const char *const ways[] = {NULL, "how = multiplicative", "how = game"};
    double one[M];
    rig = rig_new();
    for (size_t k = 0; k < COUNT(ways); k++) {
        ck_assert_int_eq(combine(ways[k], parts, PARTS, M), HENG_OK);
        memcpy(one, w, sizeof one);
        ck_assert_int_eq(combine(ways[k], turned, PARTS, M), HENG_OK);
        kit_assert_columns(w, one, M, 1e-13);
    }
    rig_free(rig);
}
END_TEST

START_TEST(what_cannot_be_combined)
{
    static const double left[] = {1, 0}, right[] = {0, 1};
    const double *const apart[] = {left, right}, *many[17];
    rig = rig_new();
    for (size_t k = 0; k < 17; k++)
        many[k] = first;
    ck_assert_int_eq(combine("how = multiplicative", apart, 2, 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no column has weight in all of the parts");
    ck_assert_int_eq(combine("how = game", apart, 2, 2), HENG_OK);
    kit_assert_columns(w, ((const double[]){0.5, 0.5}), 2, 1e-15);
    ck_assert_int_eq(combine(NULL, many, 16, M), HENG_OK);
    kit_assert_columns(w, first, M, 1e-15);
    ck_assert_int_eq(combine(NULL, many, 17, M), HENG_FAIL);
    ck_assert_str_eq(rig->why, "17 methods to combine; expected 2 to 16");
    ck_assert_int_eq(combine(NULL, parts, 1, M), HENG_FAIL);
    ck_assert_str_eq(rig->why, "1 method to combine; expected 2 to 16");
    ck_assert_int_eq(combine("shares = 1, 2", parts, PARTS, M), HENG_FAIL);
    ck_assert_str_eq(rig->why, "2 shares for 3 methods");
    ck_assert_int_eq(combine("shares = 0, 0, 0", parts, PARTS, M), HENG_FAIL);
    ck_assert_str_eq(rig->why, "the shares sum to 0");
    ck_assert_int_eq(combine("how = game; shares = 1, 2, 3", parts, PARTS, M), HENG_FAIL);
    ck_assert_str_eq(rig->why, "only the additive combination has shares");
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {game_solves_its_equations,
                                  sums_and_products,
                                  game_without_one_solution,
                                  game_of_two_that_are_near,
                                  order_of_parts,
                                  what_cannot_be_combined,
                                  NULL};
    return kit_run("weights combined", tests);
}
