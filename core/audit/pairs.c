/* SPDX-License-Identifier: MIT */
/*
 * Correlations within a reference group, periods put together after the mean of each was taken away
 * (so that a common trend is no agreement): of an indicator with the rest of its node, and of
 * indicators among themselves.
 */
#include <math.h>

#include "audit/audit_internal.h"
#include "stats/distribution.h"
#include "stats/stats.h"

enum { PAIRS = 10 /* rows below which nothing is said */ };

/* That chance alone makes a correlation as far from 0. */
static const double CHANCE = 0.01;

struct pairs {
    struct auditor *w;
    size_t block, class; /* class: of findings */
    size_t step;         /* every so many-th unit is looked at */
    size_t n_units, n;   /* of these, and rows */
    double *column[AUDIT_COLUMNS], *rest;
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
            at[i] -= mean;
    }
}

static size_t in_common(const double *x, const double *y, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !isnan(x[i]) && !isnan(y[i]);
    return count;
}

/* ---- against the declared direction ------------------------------------------------------- */

/* What its siblings come to without it: the mean of their scores by weight. */
static bool rest_of_node(const struct pairs *k, size_t node, double *to, double *room)
{
    const struct results *r = k->w->r;
    const struct tree *tree = &r->plan->tree;
    const struct node *parent = &tree->nodes[tree->nodes[node].parent];
    bool any = false;
    for (size_t i = 0; i < k->n; i++)
        to[i] = room[i] = 0;
    for (size_t j = 0; j < parent->n_children; j++) {
        const size_t other = parent->children[j];
        if (other == node || !r->score[other])
            continue;
        for (size_t i = 0; i < k->n; i++) {
            const size_t t = i / k->n_units;
            const size_t at = r->blocks[k->block].first + i % k->n_units * k->step;
            const double v = r->score[other][results_row(r, t, at)];
            const double weight = r->weight[weight_index(r, k->block, t, other)];
            if (isnan(v) || !(weight > 0) || r->unit_excluded[results_row(r, t, at)])
                continue;
            to[i] += weight * v;
            room[i] += weight;
            any = true;
        }
    }
    for (size_t i = 0; i < k->n; i++)
        to[i] = room[i] > 0 ? to[i] / room[i] : NAN;
    return any;
}

static void take_means(const struct pairs *k, double *x)
{
    for (size_t t = 0; t < k->w->r->n_periods; t++) {
        const double mean = stats_mean(x + t * k->n_units, k->n_units);
        for (size_t i = 0; i < k->n_units; i++)
            x[t * k->n_units + i] -= mean;
    }
}

static void look_at_direction(struct pairs *k, size_t indicator)
{
    struct auditor *w = k->w;
    const size_t node = w->r->plan->tree.indicators[indicator];
    struct audit_finding f = audit_blank(w, AUDIT_DIRECTION, node);
    double *own = k->column[0], *room = k->column[1];
    if (w->r->node_excluded[node] || w->r->plan->tree.nodes[node].parent == NONE ||
        !rest_of_node(k, node, k->rest, room))
        return;
    take_means(k, k->rest);
    take(k, w->r->normalised[indicator], own);
    f.of = in_common(own, k->rest, k->n);
    f.value = f.of < PAIRS ? NAN : stats_pearson(own, k->rest, k->n);
    if (!(f.value <= audit_rules[AUDIT_DIRECTION].limit) ||
        !(distribution_correlation(f.value, f.of) < CHANCE))
        return;
    f.other = w->r->plan->tree.nodes[node].parent;
    f.class = k->class;
    f.severity = -f.value;
    audit_add(w, &f);
}

/* ---- the same twice ------------------------------------------------------------------------- */

static void look_at_pair(struct pairs *k, size_t a, size_t b, const double *x, const double *y)
{
    const struct tree *tree = &k->w->r->plan->tree;
    struct audit_finding f = audit_blank(k->w, AUDIT_REDUNDANT, tree->indicators[a]);
    f.of = in_common(x, y, k->n);
    f.value = f.of < PAIRS ? NAN : stats_pearson(x, y, k->n);
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
    for (size_t i = 0; i < AUDIT_COLUMNS && (i < m || i < 2); i++)
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
        for (size_t i = 0; i < r->plan->tree.n_indicators; i++)
            look_at_direction(&k, i);
        look_at_redundancy(&k);
    }
}
