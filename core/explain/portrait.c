/* SPDX-License-Identifier: MIT */
/* A unit among its class: quartiles, bars, neighbours, what is most alike. */
#include "explain/portrait.h"

#include <math.h>

#include "output/league.h"
#include "stats/stats.h"

static const struct unit_class *class_of(const struct results *r, const struct portrait *p)
{
    return &r->plan->classes[p->x.class];
}

/* The node's scores of the unit's class in its period. */
static const double *scores_of(const struct results *r, const struct portrait *p, size_t node)
{
    return r->score[node] + results_row(r, p->x.period, class_of(r, p)->first);
}

static int distribution(const struct results *r, struct portrait *p, struct error *e)
{
    const double *v = scores_of(r, p, TREE_ROOT);
    size_t n = class_of(r, p)->n, own = p->x.position - class_of(r, p)->first, lower = 0;
    double *scratch = arena_array(r->arena, n, sizeof *scratch);
    double *level = arena_array(r->arena, n, sizeof *level);
    if (!scratch || !level)
        return error_no_memory(e);
    results_level(r, TREE_ROOT, p->x.class, p->x.period, level, scratch);
    p->scored = stats_count(v, n);
    p->low = stats_min(v, n);
    p->q1 = stats_quantile(v, n, 0.25, scratch);
    p->median = stats_quantile(v, n, 0.5, scratch);
    p->q3 = stats_quantile(v, n, 0.75, scratch);
    p->high = stats_max(v, n);
    for (size_t i = 0; i < n; i++)
        lower += level[i] < level[own];
    p->below = isnan(v[own]) ? (double)NAN : (double)lower / (double)p->scored;
    return OK;
}

static int neighbours(const struct results *r, struct portrait *p, struct error *e)
{
    const struct unit_class *c = class_of(r, p);
    size_t *order = arena_array(r->arena, r->n_units, sizeof *order), at, from, to;
    if (!order)
        return error_no_memory(e);
    league_order(r, p->x.class, p->x.period, order);
    for (at = 0; at + 1 < c->n && order[at] != p->x.position; at++)
        ;
    from = at > PORTRAIT_NEIGHBOURS ? at - PORTRAIT_NEIGHBOURS : 0;
    to = at + PORTRAIT_NEIGHBOURS < c->n ? at + PORTRAIT_NEIGHBOURS + 1 : c->n;
    for (size_t i = from; i < to && !isnan(r->rank[p->x.row]); i++)
        if (i == at || !isnan(r->rank[results_row(r, p->x.period, order[i])]))
            p->around[p->n_around++] = order[i];
    return OK;
}

static struct peer compare(const struct results *r, const struct portrait *p, size_t position)
{
    const struct node *root = &r->plan->tree.nodes[TREE_ROOT];
    struct peer peer = {.position = position};
    struct sum sum = {0};
    size_t row = results_row(r, p->x.period, position);
    for (size_t k = 0; k < root->n_children; k++) {
        const double *v = r->score[root->children[k]];
        double gap = v[row] - v[p->x.row];
        if (isnan(gap))
            continue;
        sum_add(&sum, gap * gap);
        peer.n++;
    }
    peer.distance = peer.n ? sqrt(sum_value(&sum) / (double)peer.n) : (double)NAN;
    return peer;
}

/* Only who shares more than half of what the unit has is compared: few gaps make no likeness. */
static void peers(const struct results *r, struct portrait *p)
{
    const struct unit_class *c = class_of(r, p);
    size_t own = compare(r, p, p->x.position).n, k;
    for (size_t i = c->first; i < c->first + c->n; i++) {
        struct peer peer = compare(r, p, i);
        if (i == p->x.position || isnan(peer.distance) || 2 * peer.n <= own)
            continue;
        for (k = p->n_peers; k > 0 && peer.distance < p->peers[k - 1].distance; k--)
            if (k < PORTRAIT_PEERS)
                p->peers[k] = p->peers[k - 1];
        if (k < PORTRAIT_PEERS)
            p->peers[k] = peer;
        p->n_peers += p->n_peers < PORTRAIT_PEERS;
    }
}

/* Best and worst do not overlap: a unit with few indicators has few of each. */
static void extremes(struct portrait *p)
{
    const struct explanation *x = &p->x;
    for (size_t i = 0; i < x->n && i < PORTRAIT_LISTED && x->parts[x->by_obstacle[i]].obstacle > 0;
         i++)
        p->worst[p->n_worst++] = x->by_obstacle[i];
    for (size_t i = x->n; i > p->n_worst && x->n - i < PORTRAIT_LISTED; i--)
        p->best[p->n_best++] = x->by_obstacle[i - 1];
}

static void count_cells(const struct results *r, struct portrait *p)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++) {
        uint8_t cell = r->cell[k][p->x.row];
        p->n_imputed += cell == CELL_IMPUTED;
        p->n_treated += cell == CELL_TREATED;
        p->n_missing += cell == CELL_MISSING || cell == CELL_UNDEFINED;
    }
}

int portrait(const struct results *r, size_t position, size_t period, struct portrait *p,
             struct error *e)
{
    int status;
    *p = (struct portrait){0};
    status = explain(r, position, period, &p->x, e);
    if (!status)
        status = distribution(r, p, e);
    if (!status)
        status = neighbours(r, p, e);
    if (status)
        return status;
    peers(r, p);
    extremes(p);
    count_cells(r, p);
    return OK;
}

double portrait_standing(const struct results *r, const struct portrait *p, size_t node)
{
    size_t n = class_of(r, p)->n;
    const double *v = scores_of(r, p, node);
    double low = stats_min(v, n), range = stats_max(v, n) / 2 - low / 2;
    double at = (r->score[node][p->x.row] / 2 - low / 2) / range; /* halves: no overflow */
    return range > 0 && isfinite(range) ? at : (double)NAN;
}
