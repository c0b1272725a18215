/* SPDX-License-Identifier: MIT */
/* Possible ranks under the weights of a tree: against all corners, against a box where it is one,
   and against weights at random. */
#include "kit.h"
#include "robust/exact/rank_bounds.h"
#include "stats/rng.h"

enum { MOST = 16, UNITS = 24 };

static struct arena *arena;

/* A root, its children, and leaves below some of them. */
struct wood {
    struct weight_tree t;
    struct weight_node nodes[64];
    size_t children[64];
    size_t n;
    double v[MOST][UNITS];
    const double *x[MOST];
};

static void add_leaf(struct wood *w, size_t node)
{
    w->nodes[node].column = w->t.m++;
}

/* bits of inner: which of the root's children have leaves of their own, `each` of them. */
static void grow(struct rng *r, struct wood *w, size_t children, unsigned inner, size_t each,
                 double spread)
{
    size_t i, k, room = 0;
    *w = (struct wood){.n = UNITS};
    w->t.n = 1 + children;
    w->nodes[0].children = w->children;
    w->nodes[0].n_children = children;
    for (i = 0; i < children; i++)
        w->children[room++] = 1 + i;
    for (i = 0; i < children; i++) {
        if (!(inner >> i & 1)) {
            add_leaf(w, 1 + i);
            continue;
        }
        w->nodes[1 + i].children = w->children + room;
        w->nodes[1 + i].n_children = each;
        for (k = 0; k < each; k++) {
            w->children[room++] = w->t.n;
            add_leaf(w, w->t.n++);
        }
    }
    for (i = 1; i < w->t.n; i++) {
        double at = 0.2 + rng_uniform(r);
        w->nodes[i].low = at * (1 - spread * rng_uniform(r));
        w->nodes[i].high = at * (1 + spread * rng_uniform(r));
    }
    for (k = 0; k < w->t.m; k++) {
        w->x[k] = w->v[k];
        for (i = 0; i < UNITS; i++)
            w->v[k][i] = rng_uniform(r);
    }
    w->t.nodes = w->nodes;
    ck_assert(weight_tree_begin(&w->t, arena));
    ck_assert_ptr_null(weight_tree_fault(&w->t));
}

/* The weights of the leaves where node i has v[i] before it is rescaled. */
static void leaf_weights(const struct wood *w, const double *v, double *to)
{
    double share[64] = {1};
    for (size_t i = 0; i < w->t.n; i++) {
        double sum = 0;
        for (size_t k = 0; k < w->nodes[i].n_children; k++)
            sum += v[w->nodes[i].children[k]];
        for (size_t k = 0; k < w->nodes[i].n_children; k++)
            share[w->nodes[i].children[k]] = share[i] * v[w->nodes[i].children[k]] / sum;
        if (!w->nodes[i].n_children)
            to[w->nodes[i].column] = share[i];
    }
}

static double sum_of(const double *w, const double *d, size_t m)
{
    double s = 0;
    for (size_t j = 0; j < m; j++)
        s += w[j] * d[j];
    return s;
}

static double score(const struct wood *w, const double *weights, size_t unit)
{
    double s = 0;
    for (size_t j = 0; j < w->t.m; j++)
        s += weights[j] * w->v[j][unit];
    return s;
}

static size_t rank_of(const struct wood *w, const double *weights, size_t a)
{
    size_t rank = 1;
    for (size_t b = 0; b < w->n; b++)
        rank += b != a && score(w, weights, b) - score(w, weights, a) > 1e-9;
    return rank;
}

static struct rank_bounds rank_bounds_of(struct wood *w, size_t work)
{
    return (struct rank_bounds){.tree = &w->t, .n = w->n, .x = w->x, .work = work};
}

/* ---- the greatest value ------------------------------------------------------------------------
 */

START_TEST(by_hand)
{
    /* v0 in [1, 3], v1 in [1, 1], d = (1, 0): 3/4; d = (0, 1): 1/2 */
    size_t children[] = {1, 2};
    struct weight_node nodes[] = {{0, 0, children, 2, 0}, {1, 3, NULL, 0, 0}, {1, 1, NULL, 0, 1}};
    struct weight_tree t = {.n = 3, .nodes = nodes, .m = 2};
    double d[] = {1, 0}, w[2];
    ck_assert(weight_tree_begin(&t, arena));
    ck_assert_double_eq(weight_tree_most(&t, d, w), 0.75);
    ck_assert_double_eq(w[0], 0.75);
    ck_assert_double_eq(w[1], 0.25);
    d[0] = 0;
    d[1] = 1;
    ck_assert_double_eq(weight_tree_most(&t, d, NULL), 0.5);
    d[0] = -7;
    d[1] = -7;
    ck_assert_double_eq(weight_tree_most(&t, d, w), -7);
}
END_TEST

START_TEST(bounds_that_are_none_are_refused)
{
    size_t children[] = {1, 2};
    struct weight_node nodes[] = {{0, 0, children, 2, 0}, {2, 1, NULL, 0, 0}, {0, 1, NULL, 0, 1}};
    struct weight_tree t = {.n = 3, .nodes = nodes, .m = 2};
    double x[] = {1, 2};
    const double *columns[] = {x, x};
    struct rank_bounds p = {.tree = &t, .n = 2, .x = columns, .work = 1};
    struct rank_bound to[2];
    struct error e;
    ck_assert(weight_tree_begin(&t, arena));
    ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, &e), ERR_PROFILE);
    ck_assert_ptr_nonnull(strstr(e.text, "0 <= low <= high"));
    nodes[1] = (struct weight_node){0, 0, NULL, 0, 0};
    nodes[2].high = 0;
    ck_assert_ptr_nonnull(strstr(weight_tree_fault(&t), "all 0"));
}
END_TEST

/* The greatest is at a corner: every node at its low or its high. */
START_TEST(no_corner_is_above)
{
    struct rng r;
    rng_init(&r, 11, 1);
    for (int round = 0; round < 120; round++) {
        struct wood w;
        double d[MOST], v[64], at[MOST], best = -INFINITY, most, sum = 0;
        grow(&r, &w, 3, (unsigned)round % 8, 2, round % 5 ? 0.8 : 1);
        for (size_t j = 0; j < w.t.m; j++)
            d[j] = rng_uniform(&r) - 0.5;
        for (size_t c = 0; c < (size_t)1 << (w.t.n - 1); c++) {
            for (size_t i = 1; i < w.t.n; i++)
                v[i] = c >> (i - 1) & 1 ? w.nodes[i].high : w.nodes[i].low;
            leaf_weights(&w, v, at);
            best = fmax(best, sum_of(at, d, w.t.m));
        }
        most = weight_tree_most(&w.t, d, at);
        kit_assert_near(most, best, 1e-12);
        kit_assert_near(sum_of(at, d, w.t.m), most, 1e-12);
        for (size_t j = 0; j < w.t.m; j++)
            sum += at[j];
        kit_assert_near(sum, 1, 1e-12);
    }
}
END_TEST

/* ---- ranks
 * ----------------------------------------------------------------------------------------- */

/* Of two columns the cone is a box: w0 in [l0 / (l0 + h1), h0 / (h0 + l1)]. */
START_TEST(two_columns_are_a_box)
{
    struct rng r;
    rng_init(&r, 12, 1);
    for (int round = 0; round < 40; round++) {
        struct wood w;
        struct rank_bound got[UNITS], want[UNITS];
        uint8_t pairs[UNITS * UNITS], wanted[UNITS * UNITS];
        double low[2], high[2];
        grow(&r, &w, 2, 0, 0, 0.6);
        low[0] = w.nodes[1].low / (w.nodes[1].low + w.nodes[2].high);
        high[0] = w.nodes[1].high / (w.nodes[1].high + w.nodes[2].low);
        low[1] = 1 - high[0];
        high[1] = 1 - low[0];
        struct rank_bounds p = rank_bounds_of(&w, 2000);
        struct rank_bounds box = {.box = {2, low, high}, .n = w.n, .x = w.x, .work = 2000};
        ck_assert_int_eq(rank_bounds_ranks(&p, got, arena, NULL), OK);
        ck_assert_int_eq(rank_bounds_ranks(&box, want, arena, NULL), OK);
        ck_assert(memcmp(got, want, sizeof got) == 0);
        ck_assert_int_eq(rank_bounds_pairs(&p, pairs, arena, NULL), OK);
        ck_assert_int_eq(rank_bounds_pairs(&box, wanted, arena, NULL), OK);
        ck_assert(memcmp(pairs, wanted, sizeof pairs) == 0);
    }
}
END_TEST

/* Where only the node below the root's first child varies, the index is one of two columns. */
START_TEST(one_node_that_varies_is_a_box_of_its_own)
{
    struct rng r;
    rng_init(&r, 13, 1);
    for (int round = 0; round < 40; round++) {
        struct wood w;
        struct rank_bound got[UNITS], want[UNITS];
        double low[2], high[2], share, column[2][UNITS];
        const double *x[] = {column[0], column[1]};
        grow(&r, &w, 2, 1, 2, 0.6); /* leaves: the second child, then two below the first */
        w.nodes[1].high = w.nodes[1].low;
        w.nodes[2].high = w.nodes[2].low;
        share = w.nodes[1].low / (w.nodes[1].low + w.nodes[2].low);
        low[0] = w.nodes[3].low / (w.nodes[3].low + w.nodes[4].high);
        high[0] = w.nodes[3].high / (w.nodes[3].high + w.nodes[4].low);
        low[1] = 1 - high[0];
        high[1] = 1 - low[0];
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i < w.n; i++)
                column[k][i] =
                    share * w.v[w.nodes[3 + k].column][i] + (1 - share) * w.v[w.nodes[2].column][i];
        struct rank_bounds p = rank_bounds_of(&w, 2000);
        struct rank_bounds box = {.box = {2, low, high}, .n = w.n, .x = x, .work = 2000};
        ck_assert_int_eq(rank_bounds_ranks(&p, got, arena, NULL), OK);
        ck_assert_int_eq(rank_bounds_ranks(&box, want, arena, NULL), OK);
        ck_assert(memcmp(got, want, sizeof got) == 0);
    }
}
END_TEST

/* A box cut so that every corner of the cone is one weight vector: no rank of a mixture of corners,
   or of weights at random, is outside; where the answer says exact, weights are found that have it.
 */
START_TEST(no_sampled_weights_leave_the_limits)
{
    struct rng r;
    size_t exact = 0, all = 0, reached = 0;
    rng_init(&r, 14, 1);
    for (int round = 0; round < 16; round++) {
        struct wood w;
        struct rank_bound to[UNITS];
        uint8_t pairs[UNITS * UNITS];
        size_t best[UNITS], worst[UNITS];
        double v[64], at[MOST];
        grow(&r, &w, 3, (unsigned)round % 8, 2 + (size_t)round % 3, 0.4);
        struct rank_bounds p = rank_bounds_of(&w, 2000);
        ck_assert_int_eq(rank_bounds_ranks(&p, to, arena, NULL), OK);
        ck_assert_int_eq(rank_bounds_pairs(&p, pairs, arena, NULL), OK);
        for (size_t i = 0; i < w.n; i++)
            best[i] = SIZE_MAX, worst[i] = 0;
        for (int k = 0; k < 4000; k++) {
            for (size_t i = 1; i < w.t.n; i++) {
                double u = rng_uniform(&r);
                u = k % 2 ? u : u < 0.5 ? 0 : 1;
                v[i] = w.nodes[i].low + u * (w.nodes[i].high - w.nodes[i].low);
            }
            leaf_weights(&w, v, at);
            for (size_t i = 0; i < w.n; i++) {
                size_t rank = rank_of(&w, at, i);
                best[i] = rank < best[i] ? rank : best[i];
                worst[i] = rank > worst[i] ? rank : worst[i];
            }
            for (size_t i = 0; i + 1 < w.n; i++) {
                double gain = score(&w, at, i) - score(&w, at, i + 1);
                ck_assert(pairs[i * w.n + i + 1] != BEATS_ALL || gain > 0);
                ck_assert(pairs[i * w.n + i + 1] != BEATS_NONE || gain < 1e-9);
            }
        }
        for (size_t i = 0; i < w.n; i++) {
            ck_assert_uint_le(to[i].best, best[i]);
            ck_assert_uint_ge(to[i].worst, worst[i]);
            ck_assert_uint_le(to[i].best, to[i].best_shown);
            ck_assert_uint_ge(to[i].worst, to[i].worst_shown);
            exact += to[i].best == to[i].best_shown;
            exact += to[i].worst == to[i].worst_shown;
            reached += to[i].best == best[i];
            reached += to[i].worst == worst[i];
            all += 2;
        }
    }
    ck_assert_uint_eq(exact, all);
    ck_assert_msg(reached * 100 >= 85 * all, "%zu of %zu", reached, all);
}
END_TEST

/* The program's two sides meet: what the weights reach is what the multipliers allow. */
START_TEST(margins_prove_themselves)
{
    struct rng r;
    rng_init(&r, 15, 1);
    for (int round = 0; round < 150; round++) {
        struct wood w;
        struct weight_lp_tree p;
        double rows[UNITS * MOST];
        size_t which[UNITS], k = 2 + (size_t)round % (UNITS - 2);
        grow(&r, &w, 2 + (size_t)round % 4, (unsigned)round % 16, 2, 0.9);
        ck_assert(weight_lp_tree_new(&p, &w.t, UNITS, arena));
        for (size_t i = 0; i < k; i++) {
            which[i] = i;
            for (size_t j = 0; j < w.t.m; j++)
                rows[i * w.t.m + j] = w.v[j][i] - w.v[j][UNITS - 1] * (double)(round % 2);
        }
        weight_lp_tree_rows(&p, rows, k);
        p.which = which;
        p.k = k;
        for (p.at = -2; p.at < 3; p.at += 1) { /* above and below all values, and among them */
            weight_lp_tree_solve(&p);
            ck_assert(p.reached <= p.limit + 1e-12);
            ck_assert(p.reached > p.at || p.limit < p.at ||
                      p.limit - p.reached <= 1e-9); /* the side is known, or the value */
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {by_hand,
                                  bounds_that_are_none_are_refused,
                                  no_corner_is_above,
                                  two_columns_are_a_box,
                                  one_node_that_varies_is_a_box_of_its_own,
                                  no_sampled_weights_leave_the_limits,
                                  margins_prove_themselves,
                                  NULL};
    int code;
    arena = arena_new();
    if (!arena)
        return EXIT_FAILURE;
    code = kit_run("possible_tree", tests);
    arena_free(arena);
    return code;
}
