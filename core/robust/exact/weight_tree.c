/* SPDX-License-Identifier: MIT */
/* The highest and lowest value of a linear function over the weights of a tree. */
#include "robust/exact/weight_tree.h"

#include <math.h>

#include "stats/stats.h"

bool weight_tree_begin(struct weight_tree *t, struct arena *a)
{
    t->counts = arena_array(a, t->m, sizeof *t->counts);
    t->value = arena_array(a, t->n, sizeof *t->value);
    t->share = arena_array(a, t->n, sizeof *t->share);
    t->order = arena_array(a, t->n, sizeof *t->order);
    if (arena_failed(a))
        return false;
    t->share[0] = 1;
    for (size_t i = 0; i < t->n; i++) {
        const struct weight_node *n = &t->nodes[i];
        for (size_t k = 0; k < n->n_children; k++)
            t->share[n->children[k]] = t->share[i] > 0 && t->nodes[n->children[k]].high > 0;
        if (!n->n_children)
            t->counts[n->column] = t->share[i] > 0;
    }
    return true;
}

const char *weight_tree_fault(const struct weight_tree *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct weight_node *n = &t->nodes[i];
        double most = 0;
        for (size_t k = 0; k < n->n_children; k++) {
            const struct weight_node *c = &t->nodes[n->children[k]];
            if (!(c->low >= 0 && c->low <= c->high && c->high < INFINITY))
                return "a weight's bounds must be 0 <= low <= high";
            most = fmax(most, c->high);
        }
        if (n->n_children && !(most > 0) && (i == 0 || n->high > 0))
            return "the highest weights of a node's children are all 0";
    }
    return NULL;
}

/* The children of a node that can count, the greatest value first; of equals the first. */
static size_t sort_children(struct weight_tree *t, const struct weight_node *n)
{
    size_t i, m = 0;
    for (size_t k = 0; k < n->n_children; k++) {
        size_t c = n->children[k];
        t->share[c] = 0;
        if (!(t->nodes[c].high > 0))
            continue;
        for (i = m++; i > 0 && t->value[t->order[i - 1]] < t->value[c]; i--)
            t->order[i] = t->order[i - 1];
        t->order[i] = c;
    }
    return m;
}

/* sum v x / sum v of the sorted children, the first `high` of them with their highest v. */
static double mean_of(const struct weight_tree *t, size_t m, size_t high, double *sum_v)
{
    struct sum top = {0}, all = {0};
    for (size_t k = 0; k < m; k++) {
        const struct weight_node *c = &t->nodes[t->order[k]];
        double v = k < high ? c->high : c->low;
        sum_add(&top, v * t->value[t->order[k]]);
        sum_add(&all, v);
    }
    *sum_v = sum_value(&all);
    return sum_value(&top) / *sum_v;
}

/* Raising one more child helps where its value is above the mean so far. */
static void raise_children(struct weight_tree *t, size_t i)
{
    size_t m = sort_children(t, &t->nodes[i]), high = 1;
    double top = 0, all = 0, v, sum;
    for (size_t k = 0; k < m; k++) {
        const struct weight_node *c = &t->nodes[t->order[k]];
        v = k < 1 ? c->high : c->low;
        top += v * t->value[t->order[k]];
        all += v;
    }
    for (; high < m && t->value[t->order[high]] * all > top; high++) {
        v = t->nodes[t->order[high]].high - t->nodes[t->order[high]].low;
        top += v * t->value[t->order[high]];
        all += v;
    }
    t->value[i] = m ? mean_of(t, m, high, &sum) : 0;
    for (size_t k = 0; k < m; k++)
        t->share[t->order[k]] =
            (k < high ? t->nodes[t->order[k]].high : t->nodes[t->order[k]].low) / sum;
}

double weight_tree_most(struct weight_tree *t, const double *d, double *w)
{
    for (size_t i = t->n; i-- > 0;)
        if (t->nodes[i].n_children)
            raise_children(t, i);
        else
            t->value[i] = t->counts[t->nodes[i].column] ? d[t->nodes[i].column] : 0;
    t->share[0] = 1;
    for (size_t i = 0; w && i < t->n; i++) {
        for (size_t k = 0; k < t->nodes[i].n_children; k++)
            t->share[t->nodes[i].children[k]] *= t->share[i];
        if (!t->nodes[i].n_children)
            w[t->nodes[i].column] = t->share[i];
    }
    return t->value[0];
}
