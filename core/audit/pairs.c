/* SPDX-License-Identifier: MIT */
/*
 * Correlations within a reference group, periods put together after the mean of each was taken away
 * (so that a common trend is no agreement): of an indicator with the rest of its node, and of
 * indicators among themselves.
 */
#include <math.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "stats/distribution.h"
#include "stats/stats.h"

enum { PAIRS = 10 /* rows below which nothing is said */ };

/* That chance alone makes a correlation as far from 0. */
static const double CHANCE = 0.01;

/* Less than this share of what a difference is taken of is nothing. */
static const double ROUNDING = 1e-12;

struct pairs {
    struct auditor *w;
    size_t block, class; /* class: of findings */
    size_t step;         /* every so many-th unit is looked at */
    size_t n_units, n;   /* of these, and rows */
    double *column[AUDIT_COLUMNS], *rest, *sum, *weight;
    double budget;
};

/* The block's rows of a column over all units and periods, about the mean of their period. */
static void take(const struct pairs *k, const double *from, double *to)
{
    const struct results *r = k->w->r;
    for (size_t t = 0; t < r->n_periods; t++) {
        double *at = to + t * k->n_units, mean;
        for (size_t i = 0; i < k->n_units; i++) {
            const size_t row = results_row(r, t, r->blocks[k->block].first + i * k->step);
            at[i] = r->unit_excluded[row] ? NAN : from[row];
        }
        mean = stats_mean(at, k->n_units);
        for (size_t i = 0; i < k->n_units; i++)
            at[i] = fabs(at[i] - mean) <= ROUNDING * fabs(mean) ? 0 : at[i] - mean;
    }
}

/* Pearson's over the n rows that have both, *common of them; NaN below PAIRS. Columns are about 0:
   plain sums are within rounding of what two passes give. */
static double correlation(const double *x, const double *y, size_t n, size_t *common)
{
    double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0, m, of_x, of_y;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        const bool both = !isnan(x[i]) && !isnan(y[i]);
        const double a = both ? x[i] : 0, b = both ? y[i] : 0;
        count += both ? 1 : 0;
        sx += a;
        sy += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    *common = count;
    if (count < PAIRS)
        return NAN;
    m = (double)count;
    of_x = xx - sx * sx / m;
    of_y = yy - sy * sy / m;
    return of_x > ROUNDING * xx && of_y > ROUNDING * yy ? (xy - sx * sy / m) / sqrt(of_x * of_y)
                                                        : NAN;
}

/* ---- against the declared direction ------------------------------------------------------- */

/* A score that counts, and its weight; 0 and 0: none. */
struct child_cell {
    double v, weight;
};

static struct child_cell child_cell(const struct pairs *k, size_t node, size_t i)
{
    const struct results *r = k->w->r;
    const size_t t = i / k->n_units;
    const size_t row = results_row(r, t, r->blocks[k->block].first + i % k->n_units * k->step);
    const double weight = r->weight[weight_index(r, k->block, t, node)];
    const double v = r->score[node][row];
    return isnan(v) || !(weight > 0) || r->unit_excluded[row] ? (struct child_cell){0, 0}
                                                              : (struct child_cell){v, weight};
}

/* Of a node's children, by row: the sum of their scores by weight, and of these weights. */
static void sum_children(const struct pairs *k, const struct node *parent)
{
    memset(k->sum, 0, k->n * sizeof *k->sum);
    memset(k->weight, 0, k->n * sizeof *k->weight);
    for (size_t j = 0; j < parent->n_children; j++)
        for (size_t i = 0; i < k->n; i++) {
            const struct child_cell c = child_cell(k, parent->children[j], i);
            k->sum[i] += c.weight * c.v;
            k->weight[i] += c.weight;
        }
}

/* What the others come to without it: the mean of their scores by weight. */
static void rest_of_node(const struct pairs *k, size_t node, double *to)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct child_cell c = child_cell(k, node, i);
        const double weight = k->weight[i] - c.weight;
        to[i] = weight > ROUNDING * k->weight[i] ? (k->sum[i] - c.weight * c.v) / weight : NAN;
    }
}

static void take_means(const struct pairs *k, double *x)
{
    for (size_t t = 0; t < k->w->r->n_periods; t++) {
        const double mean = stats_mean(x + t * k->n_units, k->n_units);
        for (size_t i = 0; i < k->n_units; i++)
            x[t * k->n_units + i] -= mean;
    }
}

static void look_at_direction(struct pairs *k, size_t node)
{
    struct auditor *w = k->w;
    const struct node *n = &w->r->plan->tree.nodes[node];
    struct audit_finding f = audit_blank(w, AUDIT_DIRECTION, node);
    double *own = k->column[0];
    if (n->kind != NODE_INDICATOR || w->r->node_excluded[node])
        return;
    rest_of_node(k, node, k->rest);
    take_means(k, k->rest);
    take(k, w->r->normalised[n->indicator], own);
    f.value = correlation(own, k->rest, k->n, &f.of);
    if (!(f.value <= audit_rules[AUDIT_DIRECTION].limit) ||
        !(distribution_correlation(f.value, f.of) < CHANCE))
        return;
    f.other = n->parent;
    f.class = k->class;
    f.severity = -f.value;
    audit_add(w, &f);
}

static void look_at_directions(struct pairs *k)
{
    const struct tree *t = &k->w->r->plan->tree;
    for (size_t i = 0; i < t->n; i++) {
        const struct node *n = &t->nodes[i];
        bool any = false;
        for (size_t j = 0; j < n->n_children && !any; j++)
            any = t->nodes[n->children[j]].kind == NODE_INDICATOR;
        if (!any || n->n_children < 2)
            continue;
        sum_children(k, n);
        for (size_t j = 0; j < n->n_children; j++)
            look_at_direction(k, n->children[j]);
    }
}

/* ---- the same twice ------------------------------------------------------------------------- */

static void look_at_pair(struct pairs *k, size_t a, size_t b, const double *x, const double *y)
{
    const struct tree *tree = &k->w->r->plan->tree;
    struct audit_finding f = audit_blank(k->w, AUDIT_REDUNDANT, tree->indicators[a]);
    f.value = correlation(x, y, k->n, &f.of);
    if (!(fabs(f.value) >= audit_rules[AUDIT_REDUNDANT].limit))
        return;
    f.other = tree->indicators[b];
    f.class = k->class;
    f.severity = fabs(f.value);
    audit_add(k->w, &f);
}

static void look_at_columns(struct pairs *k, const size_t *indicators, size_t m)
{
    for (size_t i = 0; i < m; i++)
        take(k, k->w->r->treated[indicators[i]], k->column[i]);
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++)
            look_at_pair(k, indicators[i], indicators[j], k->column[i], k->column[j]);
}

/* The indicators of a node, or of all; AUDIT_COLUMNS at most. */
static size_t indicators_of(const struct results *r, size_t parent, size_t *to)
{
    const struct tree *t = &r->plan->tree;
    size_t m = 0;
    for (size_t i = 0; i < t->n_indicators && m < AUDIT_COLUMNS; i++)
        if (!r->node_excluded[t->indicators[i]] &&
            (parent == NONE || t->nodes[t->indicators[i]].parent == parent))
            to[m++] = i;
    return m;
}

static void look_at_redundancy(struct pairs *k)
{
    const struct results *r = k->w->r;
    const struct tree *t = &r->plan->tree;
    size_t indicators[AUDIT_COLUMNS];
    if (t->n_indicators <= AUDIT_COLUMNS) {
        look_at_columns(k, indicators, indicators_of(r, NONE, indicators));
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE)
            look_at_columns(k, indicators, indicators_of(r, i, indicators));
}

/* ---- group by group ------------------------------------------------------------------------- */

/* At most AUDIT_ROWS rows, but a unit of every period. */
static void choose_rows(struct pairs *k)
{
    const struct results *r = k->w->r;
    const size_t units = r->blocks[k->block].n;
    const size_t most = r->n_periods < AUDIT_ROWS ? AUDIT_ROWS / r->n_periods : 1;
    k->step = (units + most - 1) / most;
    k->step = k->step ? k->step : 1;
    k->n_units = (units + k->step - 1) / k->step;
    k->n = k->n_units * r->n_periods;
}

static bool make_columns(struct pairs *k, size_t rows)
{
    const size_t m = k->w->r->plan->tree.n_indicators;
    k->rest = arena_array(k->w->arena, rows, sizeof *k->rest);
    k->sum = arena_array(k->w->arena, rows, sizeof *k->sum);
    k->weight = arena_array(k->w->arena, rows, sizeof *k->weight);
    for (size_t i = 0; i < AUDIT_COLUMNS && i < m; i++)
        k->column[i] = arena_array(k->w->arena, rows, sizeof **k->column);
    return !arena_failed(k->w->arena);
}

/* Rows of a group, of which there are no more in any other. */
static size_t most_rows(struct pairs *k)
{
    size_t most = 0;
    for (k->block = 0; k->block < k->w->r->n_blocks; k->block++) {
        choose_rows(k);
        most = k->n > most ? k->n : most;
    }
    return most;
}

void audit_look_at_pairs(struct auditor *w)
{
    const struct results *r = w->r;
    const double m = (double)r->plan->tree.n_indicators, pairs = m * (m + 1) / 2;
    struct pairs k = {.w = w, .budget = AUDIT_BUDGET};
    if (!make_columns(&k, most_rows(&k)))
        return;
    for (k.block = 0; k.block < r->n_blocks; k.block++) {
        choose_rows(&k);
        k.budget -= pairs * (double)k.n;
        if (k.n < PAIRS)
            continue;
        if (k.block && k.budget < 0) {
            w->a->groups_passed++;
            continue;
        }
        k.class = r->n_blocks > 1 || r->plan->n_classes == 1 ? k.block : NONE;
        look_at_directions(&k);
        look_at_redundancy(&k);
    }
}
