/* SPDX-License-Identifier: MIT */
/* Draws for the weights of a node's children. */
#include "robust/sample/weight_noise.h"

#include <math.h>

#include "base/none.h"
#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/rng.h"

/* In (0, 1). */
static double inner_uniform(struct rng *g)
{
    return rng_uniform(g) + 0x1p-54;
}

double noise_normal(struct rng *g)
{
    double u = rng_uniform(g);
    return normal_quantile(u > 0 ? u : 0x1p-54);
}

/* Marsaglia and Tsang, A simple method for generating gamma variables, ACM Transactions on
   Mathematical Software 26(3), 2000, 363-372. */
static double gamma_variate(struct rng *g, double shape)
{
    double boost = shape < 1 ? real_pow(inner_uniform(g), 1 / shape) : 1;
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = noise_normal(g), v = 1 + c * x, u = inner_uniform(g);
        v = v * v * v;
        if (v > 0 && real_log(u) < 0.5 * x * x + d - d * v + d * real_log(v))
            return boost * d * v;
    }
}

size_t noise_level(const struct tree *t, size_t node)
{
    size_t level = 0;
    for (; t->nodes[node].parent != NONE; node = t->nodes[node].parent)
        level++;
    return level;
}

double noise_spread(const struct noise *n, const struct tree *t, size_t node)
{
    size_t level = noise_level(t, node);
    return n->spread.v[level < n->spread.n ? level : n->spread.n - 1];
}

/* The same in every class and period. */
static void draw(const struct noise *n, uint64_t seed, const struct node *of)
{
    if (!isnan(n->drawn[of->children[0]]))
        return;
    rng_uniforms(seed, of->children, of->n_children, n->room);
    for (size_t j = 0; j < of->n_children; j++)
        n->drawn[of->children[j]] = n->room[j];
}

/* The weights of a node's children, in room, before they are rescaled. One of 0, or none, stays. */
static void make_noisy(const struct noise *n, double spread, const struct node *of, const double *w)
{
    const uint64_t seed = (uint64_t)(n->u * 0x1p53);
    if (n->how == NOISE_UNIFORM)
        draw(n, seed, of);
    for (size_t j = 0; j < of->n_children; j++) {
        const double nominal = w[of->children[j]];
        struct rng g;
        if (!(nominal > 0)) {
            n->room[j] = nominal;
        } else if (n->how == NOISE_UNIFORM) {
            n->room[j] = nominal * (1 + spread * (2 * n->drawn[of->children[j]] - 1));
        } else {
            rng_init(&g, seed, of->children[j]);
            n->room[j] = gamma_variate(&g, spread * nominal);
        }
    }
}

void noise_adjust(struct results *r, size_t node, size_t block, size_t period, void *data)
{
    const struct noise *n = data;
    const struct node *of = &r->plan->tree.nodes[node];
    double *w = &r->weight[weight_index(r, block, period, 0)], sum = 0, spread;
    if (of->n_children < 2)
        return;
    spread = noise_spread(n, &r->plan->tree, node);
    if (!(spread > 0))
        return;
    make_noisy(n, spread, of, w);
    for (size_t j = 0; j < of->n_children; j++)
        sum += n->room[j];
    for (size_t j = 0; sum > 0 && j < of->n_children; j++)
        w[of->children[j]] = n->room[j] / sum;
}
