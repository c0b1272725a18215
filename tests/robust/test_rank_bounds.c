/* SPDX-License-Identifier: MIT */
/* Possible ranks against a slow twin: all vertices of the cells that the ties cut out of the box.
 */
#include "robust/exact/rank_bounds.h"

#include "kit.h"
#include "stats/rng.h"

enum { MOST = 12 };

static struct arena *arena;

struct table {
    size_t n, m;
    double low[MOST], high[MOST], v[MOST][40];
    const double *x[MOST];
};

static struct rank_bounds rank_bounds_of(struct table *t, size_t work)
{
    for (size_t j = 0; j < t->m; j++)
        t->x[j] = t->v[j];
    return (struct rank_bounds){{t->m, t->low, t->high}, NULL, t->n, t->x, work};
}

static double score(const struct table *t, const double *w, size_t i)
{
    double s = 0;
    for (size_t j = 0; j < t->m; j++)
        s += w[j] * t->v[j][i];
    return s;
}

static size_t rank_of(const struct table *t, const double *w, size_t a)
{
    size_t rank = 1;
    for (size_t b = 0; b < t->n; b++)
        rank += b != a && score(t, w, b) - score(t, w, a) > 1e-9;
    return rank;
}

/* Weights of the box, at random: the lows, and the rest poured in a random order by random parts.
 */
static void draw(struct rng *r, const struct table *t, double *w)
{
    double left = 1;
    for (size_t j = 0; j < t->m; j++)
        left -= w[j] = t->low[j];
    for (size_t k = 0; k < 200 && left > 1e-15; k++) {
        size_t j = (size_t)(rng_uniform(r) * (double)t->m);
        double more = fmin(left * (k < 150 ? rng_uniform(r) : 1), t->high[j] - w[j]);
        w[j] += more;
        left -= more;
    }
    for (size_t j = 0; j < t->m && left > 0; j++) {
        double more = fmin(left, t->high[j] - w[j]);
        w[j] += more;
        left -= more;
    }
}

static void fill(struct rng *r, struct table *t, size_t n, size_t m, double wide, int steps)
{
    t->n = n;
    t->m = m;
    for (size_t j = 0; j < m; j++) {
        t->low[j] = fmax(0, 1 / (double)m * (1 - wide * rng_uniform(r)));
        t->high[j] = fmin(1, 1 / (double)m * (1 + wide * rng_uniform(r)));
        for (size_t i = 0; i < n; i++) {
            double u = rng_uniform(r);
            t->v[j][i] = steps ? floor(u * steps) : u;
        }
    }
}

START_TEST(a_gain_is_a_knapsack)
{
    double low[] = {0.1, 0.2, 0}, high[] = {0.5, 0.6, 0.4}, d[] = {1, 3, 2}, w[3];
    size_t order[3];
    struct weight_box b = {3, low, high};
    kit_assert_near(box_most(&b, d, w, order), 0.1 + 1.8 + 0.6, 1e-15);
    kit_assert_near(w[0], 0.1, 1e-15);
    kit_assert_near(w[1], 0.6, 1e-15);
    kit_assert_near(w[2], 0.3, 1e-15);
}
END_TEST

START_TEST(boxes_without_weights_are_refused)
{
    double low[] = {0.6, 0.6}, high[] = {0.7, 0.7}, x[] = {1, 2};
    const double *columns[] = {x, x};
    struct rank_bounds p = {{2, low, high}, NULL, 2, columns, 10};
    struct rank_bound to[2];
    uint8_t pairs[4];
    struct error e;
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, &e), ERR_PROFILE);
    ck_assert_ptr_nonnull(strstr(e.text, "lowest weights sum to more than 1"));
    low[0] = low[1] = 0.1;
    high[0] = high[1] = 0.4;
    ck_assert_int_eq(rank_bounds_pairs(&p, pairs, arena, &e), ERR_PROFILE);
    ck_assert_ptr_nonnull(strstr(e.text, "highest weights sum to less than 1"));
    high[0] = 0.05;
    ck_assert_str_eq(box_fault(&p.box), "a weight's bounds must be 0 <= low <= high <= 1");
    high[0] = 0.9;
    ck_assert_ptr_null(box_fault(&p.box));
}
END_TEST

START_TEST(pairs_by_hand)
{
    struct table t = {3, 2, {0, 0}, {1, 1}, {{3, 1, 2, 0}, {3, 1, 0, 0}}, {0}};
    struct rank_bounds p;
    uint8_t to[16];
    t.n = 4;
    t.v[1][3] = 4; /* (3,3) (1,1) (2,0) (0,4) */
    p = rank_bounds_of(&t, 10);
    ck_assert_int_eq(rank_bounds_pairs(&p, to, arena, NULL), OK);
    ck_assert_str_eq(beats_name(to[0 * 4 + 1]), "all");
    ck_assert_str_eq(beats_name(to[1 * 4 + 0]), "none");
    ck_assert_str_eq(beats_name(to[1 * 4 + 2]), "some");
    ck_assert_str_eq(beats_name(to[2 * 4 + 1]), "some");
    ck_assert_str_eq(beats_name(to[3 * 4 + 0]), "some");
    ck_assert_str_eq(beats_name(to[0]), "");
    t.low[0] =
        0.5; /* now w = (0.5 .. 1, ...): (2,0) is even with (1,1) at the edge, never behind */
    ck_assert_int_eq(rank_bounds_pairs(&p, to, arena, NULL), OK);
    ck_assert_str_eq(beats_name(to[1 * 4 + 2]), "none");
    ck_assert_str_eq(beats_name(to[2 * 4 + 1]), "some");
    ck_assert_str_eq(beats_name(to[0 * 4 + 3]), "all");
}
END_TEST

/* Unit 0 can be ahead of each of the two others, but never of both: the bound from pairs says 1. */
START_TEST(the_bound_of_pairs_is_not_always_had)
{
    struct table t = {3, 2, {0, 0}, {1, 1}, {{4, 10, 0}, {4, 0, 10}}, {0}};
    struct rank_bounds p = rank_bounds_of(&t, 100);
    struct rank_bound to[3];
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
    ck_assert_uint_eq(to[0].best, 2);
    ck_assert_uint_eq(to[0].best_shown, 2);
    ck_assert_uint_eq(to[0].worst, 3);
    ck_assert_uint_eq(to[1].best, 1);
    ck_assert_uint_eq(to[1].worst, 3);
    p.work = 0; /* the plain bound, and what is had */
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
    ck_assert_uint_eq(to[0].best, 1);
    ck_assert_uint_eq(to[0].best_shown, 2);
}
END_TEST

START_TEST(missing_values_and_ties)
{
    struct table t = {4, 2, {0, 0}, {1, 0}, {{1, 1, NAN, 2}, {NAN, 5, 6, 7}}, {0}};
    struct rank_bounds p = rank_bounds_of(&t, 100);
    struct rank_bound to[4];
    uint8_t pairs[16];
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
    ck_assert_uint_eq(to[0].best, 2); /* its missing column has no weight; even with unit 1 */
    ck_assert_uint_eq(to[0].worst, 2);
    ck_assert_uint_eq(to[1].worst, 2);
    ck_assert_uint_eq(to[2].best, 0);
    ck_assert_uint_eq(to[3].worst, 1);
    ck_assert_int_eq(rank_bounds_pairs(&p, pairs, arena, NULL), OK);
    ck_assert_int_eq(pairs[0 * 4 + 1], BEATS_NONE);
    ck_assert_int_eq(pairs[1 * 4 + 0], BEATS_NONE);
    ck_assert_int_eq(pairs[2 * 4 + 0], BEATS_LEFT_OUT);
}
END_TEST

/*
 * The slow twin for two columns: ranks change only where two scores cross, so the crossings, and a
 * point between any two, are all there is to look at.
 */
static void twin_of_two(const struct table *t, size_t a, size_t *best, size_t *worst)
{
    double from = fmax(t->low[0], 1 - t->high[1]), to = fmin(t->high[0], 1 - t->low[1]);
    double at[200], w[2];
    size_t n = 0, i, k;
    at[n++] = from;
    at[n++] = to;
    for (i = 0; i < t->n; i++) {
        double p = t->v[0][i] - t->v[0][a], q = t->v[1][i] - t->v[1][a], c = q / (q - p);
        if (c > from && c < to)
            at[n++] = c;
    }
    *best = SIZE_MAX;
    *worst = 0;
    for (i = 0; i < n; i++)
        for (k = 0; k <= i; k++) {
            size_t rank;
            w[0] = (at[i] + at[k]) / 2;
            w[1] = 1 - w[0];
            rank = rank_of(t, w, a);
            *best = rank < *best ? rank : *best;
            *worst = rank > *worst ? rank : *worst;
        }
}

START_TEST(two_columns_against_all_crossings)
{
    struct rng r;
    rng_init(&r, 1, 1);
    for (int round = 0; round < 60; round++) {
        struct table t;
        struct rank_bound to[40];
        fill(&r, &t, 4 + (size_t)(rng_uniform(&r) * 20), 2, 1, round % 2 ? 6 : 0);
        struct rank_bounds p = rank_bounds_of(&t, 5000);
        ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
        for (size_t i = 0; i < t.n; i++) {
            size_t best, worst;
            twin_of_two(&t, i, &best, &worst);
            ck_assert_uint_eq(to[i].best_shown, to[i].best);
            ck_assert_uint_eq(to[i].worst_shown, to[i].worst);
            ck_assert_msg(to[i].best == best && to[i].worst == worst,
                          "round %d unit %zu: %zu..%zu, twin %zu..%zu", round, i, to[i].best,
                          to[i].worst, best, worst);
        }
    }
}
END_TEST

/* Three columns, no ties: on a fine grid of weights the extremes are found too, nearly always, and
   never more than the exact ones. */
START_TEST(three_columns_against_a_grid)
{
    enum { GRID = 120 };
    struct rng r;
    size_t same = 0, all = 0;
    rng_init(&r, 2, 1);
    for (int round = 0; round < 8; round++) {
        struct table t;
        struct rank_bound to[40];
        size_t best[40], worst[40];
        fill(&r, &t, 9, 3, 1, 0);
        struct rank_bounds p = rank_bounds_of(&t, 5000);
        ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
        for (size_t i = 0; i < t.n; i++)
            best[i] = SIZE_MAX, worst[i] = 0;
        for (int u = 0; u <= GRID; u++)
            for (int v = 0; v <= GRID; v++) {
                double w[3] = {t.low[0] + (t.high[0] - t.low[0]) * u / GRID,
                               t.low[1] + (t.high[1] - t.low[1]) * v / GRID, 0};
                w[2] = 1 - w[0] - w[1];
                if (w[2] < t.low[2] || w[2] > t.high[2])
                    continue;
                for (size_t i = 0; i < t.n; i++) {
                    size_t rank = rank_of(&t, w, i);
                    best[i] = rank < best[i] ? rank : best[i];
                    worst[i] = rank > worst[i] ? rank : worst[i];
                }
            }
        for (size_t i = 0; i < t.n; i++) {
            ck_assert_uint_le(to[i].best, best[i]);
            ck_assert_uint_ge(to[i].worst, worst[i]);
            ck_assert_uint_eq(to[i].best_shown, to[i].best);
            ck_assert_uint_eq(to[i].worst_shown, to[i].worst);
            same += to[i].best == best[i];
            same += to[i].worst == worst[i];
            all += 2;
        }
    }
    ck_assert_msg(same * 100 >= 90 * all, "%zu of %zu", same, all);
}
END_TEST

START_TEST(no_sampled_weights_leave_the_limits)
{
    struct rng r;
    rng_init(&r, 3, 1);
    for (int round = 0; round < 12; round++) {
        struct table t;
        struct rank_bound to[40], plain[40];
        size_t m = 3 + (size_t)round % 8;
        fill(&r, &t, 25, m, 1, round % 3 ? 0 : 4);
        struct rank_bounds p = rank_bounds_of(&t, round % 2 ? 20 : 400);
        uint8_t pairs[40 * 40];
        ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
        p.work = 0;
        ck_assert_int_eq(rank_bounds_ranks(&p, plain, arena, NULL), OK);
        ck_assert_int_eq(rank_bounds_pairs(&p, pairs, arena, NULL), OK);
        for (size_t i = 0; i < t.n; i++) {
            ck_assert_uint_le(to[i].best, to[i].best_shown);
            ck_assert_uint_ge(to[i].worst, to[i].worst_shown);
            ck_assert_uint_ge(to[i].best, plain[i].best);
            ck_assert_uint_le(to[i].worst, plain[i].worst);
        }
        for (int k = 0; k < 200; k++) {
            double w[MOST];
            draw(&r, &t, w);
            for (size_t i = 0; i < t.n; i++) {
                size_t rank = rank_of(&t, w, i);
                ck_assert_uint_ge(rank, to[i].best);
                ck_assert_uint_le(rank, to[i].worst);
            }
            for (size_t i = 0; i + 1 < t.n; i++) {
                double gain = score(&t, w, i) - score(&t, w, i + 1);
                ck_assert(pairs[i * t.n + i + 1] != BEATS_ALL || gain > 0);
                ck_assert(pairs[i * t.n + i + 1] != BEATS_NONE || gain < 1e-9);
            }
        }
    }
}
END_TEST

START_TEST(one_vector_of_weights_leaves_nothing_open)
{
    struct table t;
    struct rank_bound to[40];
    struct rng r;
    rng_init(&r, 4, 1);
    fill(&r, &t, 20, 4, 0, 0);
    struct rank_bounds p = rank_bounds_of(&t, 10);
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
    for (size_t i = 0; i < t.n; i++) {
        ck_assert_uint_eq(to[i].best, rank_of(&t, t.low, i));
        ck_assert_uint_eq(to[i].worst, to[i].best);
    }
}
END_TEST

/* The program's two sides meet: what the weights reach is what the multipliers allow. */
START_TEST(margins_prove_themselves)
{
    struct rng r;
    rng_init(&r, 5, 1);
    for (int round = 0; round < 300; round++) {
        struct table t;
        struct weight_lp p;
        double rows[40][MOST];
        fill(&r, &t, 2 + (size_t)round % 37, 1 + (size_t)round % 11, 1, round % 2 ? 3 : 0);
        struct weight_box box = {t.m, t.low, t.high};
        ck_assert(weight_lp_new(&p, &box, t.n, arena));
        for (size_t i = 0; i < t.n; i++, p.k++) {
            for (size_t j = 0; j < t.m; j++)
                rows[i][j] = t.v[j][i] - t.v[j][0] * (double)(round % 3);
            p.row[i] = rows[i];
        }
        weight_lp_solve(&p);
        kit_assert_near(p.reached, p.limit, 1e-11);
        double sum = 0;
        for (size_t j = 0; j < t.m; j++) {
            ck_assert(p.w[j] >= t.low[j] && p.w[j] <= t.high[j]);
            sum += p.w[j];
        }
        kit_assert_near(sum, 1, 1e-12);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_gain_is_a_knapsack,
                                  boxes_without_weights_are_refused,
                                  pairs_by_hand,
                                  the_bound_of_pairs_is_not_always_had,
                                  missing_values_and_ties,
                                  two_columns_against_all_crossings,
                                  three_columns_against_a_grid,
                                  no_sampled_weights_leave_the_limits,
                                  one_vector_of_weights_leaves_nothing_open,
                                  margins_prove_themselves,
                                  NULL};
    int code;
    arena = arena_new();
    if (!arena)
        return EXIT_FAILURE;
    code = kit_run("possible", tests);
    arena_free(arena);
    return code;
}
