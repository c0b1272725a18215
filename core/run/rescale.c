/* SPDX-License-Identifier: MIT */
/* scale = rescale: a node's results brought to the range of its siblings. */
#include <math.h>

#include "methods/range.h"
#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* What the base shows of a column. */
static struct node_range shown(const struct results *r, const struct reference_group *b,
                               struct period_range base, const double *column)
{
    struct node_range seen = {INFINITY, -INFINITY, NULL};
    for (size_t t = base.first; t < base.first + base.n; t++)
        for (size_t i = b->first; i < b->first + b->n; i++) {
            const double v = column[results_row(r, t, i)];
            if (isnan(v) || !reference_has(&base, i))
                continue;
            seen.lo = fmin(seen.lo, v);
            seen.hi = fmax(seen.hi, v);
        }
    return seen;
}

/* The ends that the method has with its parameters, which a replicate may have changed. */
static struct node_range told(const struct node *n)
{
    const struct bound_method *m =
        &n->at[n->kind == NODE_INDICATOR ? HENG_NORMALISE : HENG_AGGREGATE];
    const struct method_range now = method_range(m->method->desc, m->params);
    if (now.kind == RANGE_CLOSED)
        return (struct node_range){now.lo, now.hi, NULL};
    return n->rescale.from;
}

static double bring(const struct node_range *from, const struct node_rescale *to, double v)
{
    const double share = (v - from->lo) / (from->hi - from->lo);
    return from->lo < from->hi ? to->lo + (to->hi - to->lo) * share : (double)NAN;
}

double rescaled(const struct node *n, double v)
{
    const struct node_range from = told(n);
    return n->rescale.on ? bring(&from, &n->rescale, v) : v;
}

static void tell_constant(struct pipeline *w, const struct node *n, size_t block, size_t period)
{
    if (!w->quiet)
        messages_add_once(&w->r->plan->warnings, OK,
                          "%s%s: scale = rescale: all results of the base are equal: undefined",
                          n->id, group_name(w->r, w->r->n_blocks, block, period));
}

/* One class. Where each period is its own base, it is looked at just before it is changed. */
static void rescale_block(struct pipeline *w, const struct node *n, struct period_range base,
                          size_t block, double *column)
{
    struct results *r = w->r;
    const struct reference_group *g = &r->blocks[block];
    const bool open = n->rescale.from.open != NULL;
    struct node_range seen = open ? shown(r, g, base, column) : told(n);
    for (size_t t = 0; t < r->n_periods; t++) {
        double *v = slice(r, column, g, t);
        if (open && !base.n)
            seen = shown(r, g, reference_at(base, t), column);
        if (!(seen.lo < seen.hi) && stats_count(v, g->n))
            tell_constant(w, n, block, t);
        for (size_t i = 0; i < g->n; i++)
            v[i] = bring(&seen, &n->rescale, v[i]);
    }
}

void run_rescale(struct pipeline *w, const struct node *n, struct period_range base, double *column)
{
    for (size_t b = 0; b < w->r->n_blocks; b++)
        rescale_block(w, n, base, b, column);
}
