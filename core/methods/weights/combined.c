/* SPDX-License-Identifier: MIT */
/*
 * Weights put together from those of several methods: w_k = (w_k1 .. w_km), each of sum 1.
 *
 *     additive        w = sum over k of share_k w_k
 *     multiplicative  w_j = product over k of w_kj, divided by the sum over j
 *     game            w = sum over k of |a_k| w_k / sum of |a|, where a solves, for every i,
 *                     sum over k of a_k (w_i . w_k) = w_i . w_i: nearest to all w_k at once
 *
 * Sources: 郭亚军, 综合评价理论、方法及应用, 科学出版社, 2007 (加法集成, 乘法集成); 陈加良,
 * 基于博弈论的综合赋权法研究, 福建电脑, 2003(9), 15-16 (博弈论组合赋权).
 *
 * The equations of game have no one solution where a part is a combination of the others (two are
 * equal, say): a pivot below 1e-12 of the largest w_i . w_i. Then all parts have the same share.
 * The data themselves are not looked at; what the parts leave without weight stays so.
 */
#include "methods/reason.h"
#include "methods/weights/weights_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

enum { PARTS_MAX = 16 };
enum combine_rule { ADDITIVE, MULTIPLICATIVE, GAME };

struct combined_params {
    struct heng_names of;
    int how; /* enum combine_rule */
    struct heng_reals shares;
};

static const struct heng_param combined_table[] = {
    HENG_PARAM_NAMES(
        struct combined_params, of, "", 2, PARTS_MAX,
        "the weighting methods or scripts that are combined; their parameters stand beside it"),
    HENG_PARAM_CHOICE(struct combined_params, how, "additive", "additive|multiplicative|game",
                      "sum of shares, product, or the shares that game theory finds"),
    HENG_PARAM_REALS(
        struct combined_params, shares, "", 0, 1e9, 2, PARTS_MAX, NULL,
        "additive: one for each of the parts, divided by their sum; left out: all alike"),
};

/* ---- the shares of game theory ------------------------------------------------- */

static double dot(const double *a, const double *b, size_t m)
{
    struct sum total = {0, 0};
    for (size_t j = 0; j < m; j++)
        sum_add(&total, a[j] * b[j]);
    return sum_value(&total);
}

static void swap_rows(double *a, double *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

/* Solves the n equations of n + 1 numbers each, by elimination with row pivots; the solution ends
   in the last column. False when a pivot is not above the least one. */
static int solve(double *a, size_t n, double least)
{
    size_t row = n + 1;
    for (size_t k = 0; k < n; k++) {
        size_t top = k;
        for (size_t i = k + 1; i < n; i++)
            if (fabs(a[i * row + k]) > fabs(a[top * row + k]))
                top = i;
        if (!(fabs(a[top * row + k]) > least))
            return 0;
        swap_rows(a + top * row, a + k * row, row);
        for (size_t i = 0; i < n; i++) {
            double factor = i == k ? 0 : a[i * row + k] / a[k * row + k];
            for (size_t j = k; j < row && i != k; j++)
                a[i * row + j] -= factor * a[k * row + j];
        }
    }
    for (size_t i = 0; i < n; i++)
        a[i * row + n] /= a[i * row + i];
    return 1;
}

static void game_shares(const struct heng_weigh_call *c, double *share)
{
    double *a = c->scratch, largest = 0;
    size_t n = c->n_parts;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++)
            a[i * (n + 1) + k] = dot(c->parts[i], c->parts[k], c->m);
        a[i * (n + 1) + n] = a[i * (n + 1) + i];
        largest = fmax(largest, a[i * (n + 1) + i]);
    }
    if (solve(a, n, 1e-12 * largest))
        for (size_t i = 0; i < n; i++)
            share[i] = fabs(a[i * (n + 1) + n]);
    else
        for (size_t i = 0; i < n; i++)
            share[i] = 1;
}

/* ---- putting together ------------------------------------------------------------ */

/* Each part's share in the sum, of sum 1. */
static int find_shares(const struct combined_params *p, struct heng_weigh_call *c, double *share)
{
    size_t n = c->n_parts;
    double total;
    if (p->how == GAME)
        game_shares(c, share);
    else
        for (size_t k = 0; k < n; k++)
            share[k] = p->shares.n ? p->shares.v[k] : 1;
    total = stats_sum(share, n);
    if (!(total > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "the shares sum to 0");
    for (size_t k = 0; k < n; k++)
        share[k] /= total;
    return HENG_OK;
}

static void add_up(struct heng_weigh_call *c, const double *share)
{
    for (size_t j = 0; j < c->m; j++) {
        struct sum total = {0, 0};
        for (size_t k = 0; k < c->n_parts; k++)
            sum_add(&total, share[k] * c->parts[k][j]);
        c->w[j] = sum_value(&total);
    }
}

/* Sum of the logarithms of column j's weights; NaN where one of them is 0. */
static double log_product(const struct heng_weigh_call *c, size_t j)
{
    struct sum total = {0, 0};
    for (size_t k = 0; k < c->n_parts; k++) {
        if (!(c->parts[k][j] > 0))
            return NAN;
        sum_add(&total, real_log(c->parts[k][j]));
    }
    return sum_value(&total);
}

/* By logarithms, so that the product of many small weights is not lost. */
static void multiply(struct heng_weigh_call *c)
{
    double top;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = log_product(c, j);
    top = stats_max(c->w, c->m);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = isnan(c->w[j]) ? 0 : real_exp(c->w[j] - top);
}

static int weigh_combined(struct heng_weigh_call *c)
{
    const struct combined_params *p = c->params;
    double *share = c->scratch + PARTS_MAX * (PARTS_MAX + 1);
    if (c->n_parts < 2 || c->n_parts > PARTS_MAX)
        return refuse(c->why, c->why_size, HENG_FAIL, "%zu method%s to combine; expected 2 to %d",
                      c->n_parts, plural(c->n_parts), PARTS_MAX);
    if (p->shares.n && p->how != ADDITIVE)
        return refuse(c->why, c->why_size, HENG_FAIL, "only the additive combination has shares");
    if (p->shares.n && p->shares.n != c->n_parts)
        return refuse(c->why, c->why_size, HENG_FAIL, "%zu shares for %zu methods", p->shares.n,
                      c->n_parts);
    if (p->how == MULTIPLICATIVE) {
        multiply(c);
        return weights_finish(c, "no column has weight in all of the parts");
    }
    if (find_shares(p, c, share) != HENG_OK)
        return HENG_FAIL;
    if (p->how == GAME)
        for (size_t k = 0; k < c->n_parts; k++)
            remark_add(c->why, c->why_size, "share of %s %.4f",
                       c->part_names ? c->part_names[k] : "a part", share[k]);
    add_up(c, share);
    return weights_finish(c, "no column has weight");
}

static size_t scratch_combined(size_t n, size_t m)
{
    (void)n, (void)m;
    return PARTS_MAX * (PARTS_MAX + 2);
}

const struct heng_method weights_combined = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "combined",
    .title_zh = "组合赋权法",
    .title_en = "Combined weights",
    .summary = "Puts the weights of several methods together: as a sum, a product, or by game "
               "theory.",
    .formula = "additive: sum of share_k w_k; multiplicative: product of w_k / its sum; game: sum "
               "of |a_k| w_k / sum of |a|, sum over k of a_k (w_i . w_k) = w_i . w_i",
    .source = "郭亚军, 综合评价理论、方法及应用, 科学出版社, 2007 (加法集成, 乘法集成); 陈加良, "
              "基于博弈论的综合赋权法研究, 福建电脑, 2003(9), 15-16",
    .domain = "The parts look at the data; a column that none gives weight gets none. A part "
              "without weights, or a product of 0 throughout: undefined. game, where a part is a "
              "combination of the others (a pivot below 1e-12 of the largest w_i . w_i): all "
              "shares alike.",
    .params = HENG_PARAMS(combined_table, struct combined_params),
    .scratch = scratch_combined,
    .weigh = weigh_combined,
    .traits = HENG_OF_WEIGHTS,
};
