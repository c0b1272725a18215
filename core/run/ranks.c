/* SPDX-License-Identifier: MIT */
/* Ranks and tiers of the index within each class; ranks, strengths and weaknesses in every node. */
#include <math.h>
#include <string.h>

#include "methods/tiers.h"
#include "run/pipeline_internal.h"
#include "stats/stats.h"

static double *scratch_of(const struct ranking *g, size_t n)
{
    const struct bound_method *m = &g->r->plan->tree.nodes[TREE_ROOT].at[HENG_RANK];
    size_t rank = method_scratch(m->method, n, 1);
    return workspace_of(g->workspace, tiers_room(n) > rank ? tiers_room(n) : rank);
}

static int begin(struct ranking *g, struct error *e)
{
    size_t n = g->r->n_units;
    if (!g->x) {
        g->x = arena_array(g->workspace->arena, n, sizeof(double));
        g->y = arena_array(g->workspace->arena, n, sizeof(double));
        g->level = arena_array(g->workspace->arena, n, sizeof(double));
    }
    g->scratch = scratch_of(g, n);
    return g->x && g->y && g->level && g->scratch ? OK : error_no_memory(e);
}

/* The scores of a class, those that a rule keeps from a rank left out. */
static void take_scores(struct ranking *g, const struct reference_group *b, size_t period)
{
    const struct results *r = g->r;
    size_t row = results_row(r, period, b->first);
    if (!r->plan->n_rules) { /* which alone keep anybody from a rank */
        memcpy(g->x, r->score[TREE_ROOT] + row, b->n * sizeof *g->x);
        return;
    }
    for (size_t i = 0; i < b->n; i++)
        g->x[i] = r->unranked[row + i] ? (double)NAN : r->score[TREE_ROOT][row + i];
}

static int call_rank(struct ranking *g, const struct reference_group *b, size_t period,
                     struct error *e)
{
    const struct bound_method *m = &g->r->plan->tree.nodes[TREE_ROOT].at[HENG_RANK];
    char why[WHY_MAX] = "";
    struct heng_rank_call call = {.n = b->n,
                                  .x = g->x,
                                  .y = slice(g->r, g->r->rank, b, period),
                                  .scratch = g->scratch,
                                  .why = why,
                                  .why_size = sizeof why};
    if (method_rank(m->method, m->params, &call, e) == HENG_FAIL)
        return error_prefix(e, "rank");
    return OK;
}

/* Ranks, and g->x as what the scores count as. That no two are nearly equal, which is the rule, is
   seen from their ranks without sorting them. */
static int rank(struct ranking *g, size_t class, const struct reference_group *b, size_t period,
                struct error *e)
{
    const struct level *level = plan_level(g->r->plan);
    const double reach = results_reach(g->r, TREE_ROOT, class, period, g->x);
    const double *ranks = slice(g->r, g->r->rank, b, period);
    int status;
    if (level->decimals >= 0)
        level_column(level, g->x, b->n, g->x, g->scratch);
    status = call_rank(g, b, period, e);
    if (status || reach == 0 || level_apart(g->x, ranks, b->n, reach, g->scratch))
        return status;
    level_column_within(g->x, b->n, reach, g->x, g->scratch);
    return call_rank(g, b, period, e);
}

/* ---- tiers ----------------------------------------------------------------------------- */

/* A score that counts as the limit reaches it. */
static void cut_given(const struct heng_reals *limits, const double *x, size_t n, double reach,
                      double *tier)
{
    size_t q;
    for (size_t i = 0; i < n; i++) {
        for (q = 0; q < limits->n && !(x[i] >= limits->v[q] - reach); q++)
            ;
        tier[i] = isnan(x[i]) ? (double)NAN : (double)(q + 1);
    }
}

static void cut_tiers(struct ranking *g, size_t class, const struct reference_group *b,
                      size_t period)
{
    static const enum tiers_how how[] = {[TIERS_OF_NATURAL] = TIERS_NATURAL,
                                         [TIERS_OF_QUANTILE] = TIERS_QUANTILE,
                                         [TIERS_OF_EQUAL] = TIERS_EQUAL};
    struct plan *p = g->r->plan;
    const struct tiers_options *o = &p->fixed.tiers;
    double *tier = slice(g->r, g->r->tier, b, period);
    const char *label = p->classes[class].label, *time = p->table->periods[period], *of;
    size_t there, k = (size_t)o->k;
    if (o->how == TIERS_OF_GIVEN) {
        cut_given(&o->limits, g->x, b->n, results_reach(g->r, TREE_ROOT, class, period, g->x),
                  tier);
        return;
    }
    there = tiers_cut(how[o->how], k, g->x, b->n, tier, g->scratch);
    if (g->pipeline->quiet || there == k || stats_count(g->x, b->n) == 0)
        return;
    of = arena_printf(p->arena, "%s%s%s%s", *label ? " " : "", label, *time ? " " : "", time);
    if (there)
        messages_add(&p->warnings, OK, "tiers%s: %zu, no more than there are different scores",
                     of ? of : "", there);
    else
        messages_add(&p->warnings, OK, "tiers%s: none: all scores are equal", of ? of : "");
}

/* ---- nodes ----------------------------------------------------------------------------- */

static bool is_share(double count, double share, double n)
{
    return count <= share * n + 1e-9;
}

void results_level(const struct results *r, size_t node, size_t class, size_t period, double *to,
                   double *scratch)
{
    const struct unit_class *c = &r->plan->classes[class];
    const double *x = r->score[node] + results_row(r, period, c->first);
    const double reach = results_reach(r, node, class, period, x);
    if (reach > 0)
        level_column_within(x, c->n, reach, to, scratch);
    else
        level_column(plan_level(r->plan), x, c->n, to, scratch);
}

/* Ranks are 1 + how many are better. Ties count on both sides: a value that more than the share of
   the class has is neither strong nor weak. */
static void place_node(struct ranking *g, size_t node, size_t class,
                       const struct reference_group *b, size_t period)
{
    const struct results *r = g->r;
    const struct panorama_options *o = &r->plan->fixed.panorama;
    double *x = g->level;
    struct panorama_entry *to = r->places[node] + results_row(r, period, b->first);
    double n;
    results_level(r, node, class, period, x, g->scratch);
    n = (double)stats_count(x, b->n);
    for (size_t i = 0; i < b->n; i++) {
        g->x[i] = -x[i];
        to[i] = (struct panorama_entry){NAN, (size_t)n, STRENGTH_NONE};
    }
    stats_rank(g->x, b->n, TIES_MIN, g->y, g->scratch);
    for (size_t i = 0; i < b->n; i++)
        to[i].rank = g->y[i];
    stats_rank(g->x, b->n, TIES_MAX, g->y, g->scratch);
    for (size_t i = 0; i < b->n; i++)
        if (is_share(g->y[i], o->top_share, n))
            to[i].standing = STRENGTH_STRENGTH;
    stats_rank(x, b->n, TIES_MAX, g->y, g->scratch);
    for (size_t i = 0; i < b->n; i++)
        if (is_share(g->y[i], o->bottom_share, n))
            to[i].standing = STRENGTH_WEAKNESS;
}

static int new_places(struct results *r, struct error *e)
{
    r->places = arena_array(r->arena, r->plan->tree.n, sizeof *r->places);
    for (size_t i = 0; r->places && i < r->plan->tree.n; i++)
        if (!(r->places[i] = arena_array(r->arena, r->n_rows, sizeof **r->places)))
            break;
    return arena_failed(r->arena) ? error_no_memory(e) : OK;
}

int run_ranks(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    const struct plan *p = r->plan;
    struct ranking *g = &w->ranking;
    int status = begin(g, e);
    if (!status && p->has_panorama)
        status = new_places(r, e);
    for (size_t c = 0; !status && c < p->n_classes; c++)
        for (size_t t = 0; !status && t < r->n_periods; t++) {
            struct reference_group b = {p->classes[c].first, p->classes[c].n};
            take_scores(g, &b, t);
            status = rank(g, c, &b, t, e);
            if (!status && p->has_tiers)
                cut_tiers(g, c, &b, t);
            for (size_t i = 0; !status && p->has_panorama && i < p->tree.n; i++)
                place_node(g, i, c, &b, t);
        }
    return status;
}

const char *tier_label(const struct results *r, size_t row)
{
    const struct heng_names *labels = &r->plan->fixed.tiers.labels;
    double tier = r->tier[row];
    const char *text;
    if (!r->plan->has_tiers || isnan(tier))
        return "";
    if (labels->n)
        return labels->v[(size_t)tier - 1];
    text = arena_printf(r->arena, "%.0f", tier);
    return text ? text : "";
}

const char *strength_name(enum strength s)
{
    static const char *const names[] = {"", "strength", "weakness"};
    return names[s];
}
