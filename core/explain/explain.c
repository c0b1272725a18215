/* SPDX-License-Identifier: MIT */
/* A score shared out among the node's children, down to the cells. */
#include "explain/explain.h"

#include <math.h>
#include <string.h>

#include "base/none.h"
#include "plan/stage_table.h"
#include "stats/sort.h"
#include "stats/stats.h"

size_t explain_find(const struct results *r, const char *unit)
{
    const struct plan *p = r->plan;
    for (size_t i = 0; i < r->n_units; i++)
        if (strcmp(plan_unit_code(p, i), unit) == 0)
            return i;
    for (size_t i = 0; i < r->n_units; i++)
        if (strcmp(plan_unit_name(p, i), unit) == 0)
            return i;
    return NONE;
}

void explain_rounded(const double *v, size_t n, double total, double unit, double *shown,
                     double *room)
{
    double *rest = room, *order = room + n, left = round(total / unit);
    for (size_t i = 0; i < n; i++) {
        shown[i] = floor(v[i] / unit);
        rest[i] = -(v[i] / unit - shown[i]);
        order[i] = (double)i;
        left -= shown[i];
    }
    if (!(left >= 0 && left <= (double)n)) {
        for (size_t i = 0; i < n; i++)
            shown[i] = unit * round(v[i] / unit);
        return;
    }
    sort_pairs(rest, order, n);
    for (size_t i = 0; (double)i < left; i++)
        shown[(size_t)order[i]]++;
    for (size_t i = 0; i < n; i++)
        shown[i] *= unit;
}

bool node_is_mean(const struct node *n)
{
    return bound_has(&n->at[HENG_AGGREGATE], HENG_LINEAR) && !n->rescale.on;
}

/* The value with which a child counts: its own, or with missing = impute the mean that stands in.
 */
static double counted(const struct results *r, const struct explanation *x, const struct node *n,
                      size_t child)
{
    const struct reference_group *b = &r->blocks[results_block(r, x->class)];
    double value = x->parts[child].value;
    if (!isnan(value) || n->at[HENG_AGGREGATE].options.missing != MISSING_IMPUTE ||
        r->unit_excluded[x->row])
        return value;
    return stats_mean(r->score[child] + results_row(r, x->period, b->first), b->n);
}

/*
 * The weights of the node's children that count for the unit, rescaled to sum to 1, and what a
 * point of each is worth in the index: scale, by node.
 */
static void share_out(const struct results *r, struct explanation *x, size_t i, double *scale)
{
    const struct node *n = &r->plan->tree.nodes[i];
    size_t block = results_block(r, x->class);
    double weights = 0, points = 0, ratio, before = score_before_rules(r, i, x->row);
    for (size_t j = 0; j < n->n_children; j++) {
        struct part *part = &x->parts[n->children[j]];
        double value = counted(r, x, n, n->children[j]);
        part->weight = r->weight[weight_index(r, block, x->period, n->children[j])];
        part->contribution = part->weight * value; /* in points of the node, for now */
        if (isnan(part->contribution))
            part->weight = NAN;
        else
            weights += part->weight;
    }
    for (size_t j = 0; j < n->n_children; j++) {
        struct part *part = &x->parts[n->children[j]];
        part->weight /= weights;
        part->contribution /= weights;
        points += isnan(part->contribution) ? 0 : part->contribution;
    }
    if (before != x->parts[i].value && !isnan(before))
        x->parts[i].rules = scale[i] * (x->parts[i].value - before);
    before = x->parts[i].contribution - x->parts[i].rules;
    ratio = node_is_mean(n) ? scale[i] : points != 0 ? before / points : 0;
    for (size_t j = 0; j < n->n_children; j++) {
        struct part *part = &x->parts[n->children[j]];
        scale[n->children[j]] = ratio * part->weight;
        part->contribution *= ratio;
    }
}

/* Among n scores, as [rank] takes them for equal. room: 2 n. */
static double rank_of(const struct results *r, const struct explanation *x, size_t node,
                      double *room)
{
    const struct unit_class *c = &r->plan->classes[x->class];
    const size_t at = x->position - c->first;
    double rank = 1;
    results_level(r, node, x->class, x->period, room, room + c->n);
    for (size_t i = 0; i < c->n; i++)
        rank += room[i] > room[at];
    return isnan(room[at]) ? NAN : rank;
}

/* What the class says of a node: median, rank, and for an indicator what is lost to the best. */
static void compare(const struct results *r, struct explanation *x, size_t i, double effective,
                    double *scratch)
{
    const struct unit_class *c = &r->plan->classes[x->class];
    const double *v = r->score[i] + results_row(r, x->period, c->first);
    struct part *part = &x->parts[i];
    double best = stats_max(v, c->n), worst = stats_min(v, c->n);
    part->median = stats_median(v, c->n, scratch);
    part->rank = rank_of(r, x, i, scratch);
    part->gap = effective * (part->value - part->median);
    part->obstacle = best > worst ? effective * (best - part->value) / (best - worst) : 0;
}

static double gap(const struct part *p)
{
    return p->gap;
}
static double obstacle(const struct part *p)
{
    return p->obstacle;
}

/* Greatest first; equal ones stay as they were. */
static void sort_by(size_t *nodes, size_t n, const struct part *parts,
                    double (*key)(const struct part *))
{
    size_t k;
    for (size_t i = 1; i < n; i++) {
        size_t at = nodes[i];
        for (k = i; k > 0 && key(&parts[nodes[k - 1]]) < key(&parts[at]); k--)
            nodes[k] = nodes[k - 1];
        nodes[k] = at;
    }
}

int explain(const struct results *r, size_t position, size_t period, struct explanation *x,
            struct error *e)
{
    const struct tree *t = &r->plan->tree;
    double *scratch = arena_array(r->arena, 2 * r->n_units, sizeof *scratch), *effective, *scale,
           lost = 0;
    x->position = position;
    x->period = period;
    x->row = results_row(r, period, position);
    x->class = results_class(r, position);
    x->n = 0;
    x->parts = arena_array(r->arena, t->n, sizeof *x->parts);
    x->by_gap = arena_array(r->arena, t->n, sizeof *x->by_gap);
    x->by_obstacle = arena_array(r->arena, t->n, sizeof *x->by_obstacle);
    effective = arena_array(r->arena, t->n, sizeof *effective);
    scale = arena_array(r->arena, t->n, sizeof *scale);
    if (!scratch || !x->parts || !x->by_gap || !x->by_obstacle || !effective || !scale)
        return error_no_memory(e);
    for (size_t i = 0; i < t->n; i++)
        x->parts[i].value = r->score[i][x->row];
    x->parts[TREE_ROOT].weight = effective[TREE_ROOT] = scale[TREE_ROOT] = 1;
    x->parts[TREE_ROOT].contribution = x->parts[TREE_ROOT].value;
    for (size_t i = 0; i < t->n; i++) {
        if (t->nodes[i].kind == NODE_AGGREGATE)
            share_out(r, x, i, scale);
        if (i)
            effective[i] = effective[t->nodes[i].parent] * x->parts[i].weight;
        compare(r, x, i, effective[i], scratch);
        if (t->nodes[i].kind != NODE_INDICATOR || isnan(x->parts[i].value) || isnan(effective[i]))
            continue;
        lost += x->parts[i].obstacle;
        x->by_gap[x->n] = x->by_obstacle[x->n] = i;
        x->n++;
    }
    for (size_t i = 0; i < t->n; i++)
        x->parts[i].obstacle = t->nodes[i].kind != NODE_INDICATOR || isnan(x->parts[i].obstacle)
                                   ? NAN
                               : lost > 0 ? x->parts[i].obstacle / lost
                                          : 0;
    sort_by(x->by_gap, x->n, x->parts, gap);
    sort_by(x->by_obstacle, x->n, x->parts, obstacle);
    return OK;
}
