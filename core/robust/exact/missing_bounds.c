/* SPDX-License-Identifier: MIT */
/* Bounds for a pair of which one lacks values. */
#include "robust/exact/missing_bounds.h"

#include <math.h>

bool missing_bounds_begin(struct missing_bounds *g, struct weight_tree *t, struct arena *a)
{
    g->tree = t;
    g->gap = arena_array(a, t->n, sizeof(double));
    g->value = arena_array(a, t->n, sizeof(double));
    g->both = arena_array(a, t->n, sizeof(size_t));
    g->order = arena_array(a, t->n, sizeof(size_t));
    for (int k = 0; k < 2; k++) {
        g->most[k] = arena_array(a, t->n, sizeof(double));
        g->least[k] = arena_array(a, t->n, sizeof(double));
        g->has[k] = arena_array(a, t->n, sizeof(bool));
        g->own[k] = arena_array(a, t->n, sizeof(size_t));
    }
    return !arena_failed(a);
}

/* The greatest sum v x / sum v of these nodes, x = sign * value. */
static double most_mean(struct missing_bounds *g, const size_t *who, size_t n, const double *value,
                        double sign)
{
    const struct weight_node *nodes = g->tree->nodes;
    double top = 0, all = 0;
    size_t i;
    for (size_t k = 0; k < n; k++) {
        double x = sign * value[who[k]];
        for (i = k; i > 0 && sign * value[g->order[i - 1]] < x; i--)
            g->order[i] = g->order[i - 1];
        g->order[i] = who[k];
    }
    for (size_t k = 0; k < n; k++) {
        const struct weight_node *c = &nodes[g->order[k]];
        double v = k ? c->low : c->high;
        top += v * sign * value[g->order[k]];
        all += v;
    }
    for (size_t k = 1; k < n && sign * value[g->order[k]] * all > top; k++) {
        double v = nodes[g->order[k]].high - nodes[g->order[k]].low;
        top += v * sign * value[g->order[k]];
        all += v;
    }
    return top / all;
}

static double sum_of(const struct missing_bounds *g, const size_t *who, size_t n, bool high)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += high ? g->tree->nodes[who[k]].high : g->tree->nodes[who[k]].low;
    return sum;
}

/* What the children that one unit alone has can add: q times t at most. */
static double add_own(const struct missing_bounds *g, const size_t *own, size_t n, size_t n_both,
                      double t)
{
    double q = t > 0 ? sum_of(g, own, n, true) : sum_of(g, own, n, false);
    return q > 0 ? t * q / (q + sum_of(g, g->both, n_both, !(t > 0))) : 0;
}

static void bound(struct missing_bounds *g, size_t i)
{
    const struct weight_node *n = &g->tree->nodes[i];
    size_t n_both = 0, n_own[2] = {0}, k, c;
    double wide;
    for (k = 0; k < n->n_children; k++) {
        c = n->children[k];
        if (!(g->tree->nodes[c].high > 0))
            continue;
        if (g->has[0][c] && g->has[1][c])
            g->both[n_both++] = c;
        else if (g->has[0][c] || g->has[1][c])
            g->own[g->has[1][c]][n_own[g->has[1][c]]++] = c;
    }
    for (k = 0; k < 2; k++) {
        size_t all = n_own[k];
        g->has[k][i] = all + n_both > 0;
        for (c = 0; c < n_both; c++)
            g->own[k][all++] = g->both[c];
        if (all) {
            g->most[k][i] = most_mean(g, g->own[k], all, g->most[k], 1);
            g->least[k][i] = -most_mean(g, g->own[k], all, g->least[k], -1);
        }
    }
    if (!g->has[0][i] || !g->has[1][i])
        return;
    wide = g->most[0][i] - g->least[1][i];
    g->gap[i] = wide;
    if (!n_both)
        return;
    g->gap[i] = most_mean(g, g->both, n_both, g->gap, 1);
    if (n_own[0])
        g->gap[i] += add_own(g, g->own[0], n_own[0], n_both,
                             most_mean(g, g->own[0], n_own[0], g->most[0], 1) +
                                 most_mean(g, g->both, n_both, g->least[0], -1));
    if (n_own[1])
        g->gap[i] += add_own(g, g->own[1], n_own[1], n_both,
                             most_mean(g, g->own[1], n_own[1], g->least[1], -1) +
                                 most_mean(g, g->both, n_both, g->most[1], 1));
    g->gap[i] = fmin(g->gap[i], wide);
}

double missing_bounds_most(struct missing_bounds *g, const double *a, const double *b)
{
    const struct weight_tree *t = g->tree;
    for (size_t i = t->n; i-- > 0;) {
        size_t column = t->nodes[i].column;
        if (t->nodes[i].n_children) {
            bound(g, i);
            continue;
        }
        g->has[0][i] = !isnan(a[column]) && t->counts[column];
        g->has[1][i] = !isnan(b[column]) && t->counts[column];
        g->most[0][i] = g->least[0][i] = a[column];
        g->most[1][i] = g->least[1][i] = b[column];
        g->gap[i] = a[column] - b[column];
    }
    return g->has[0][0] && g->has[1][0] ? g->gap[0] : -INFINITY;
}
