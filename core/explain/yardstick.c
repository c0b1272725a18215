/* SPDX-License-Identifier: MIT */
/* The ends of an indicator's scale, and what its treatment has changed. */
#include "explain/yardstick.h"

#include <math.h>

#include "methods/range.h"
#include "plan/stage_table.h"
#include "run/reference.h"
#include "stats/stats.h"

/* Whose values belong together, and when. */
struct view {
    const struct results *r;
    const struct node *n;
    const struct reference_group *g;
    struct period_range base;
    size_t period;
};

static struct view view_of(const struct results *r, size_t node, size_t position, size_t period)
{
    struct view v = {.r = r, .n = &r->plan->tree.nodes[node], .period = period};
    v.g = &r->blocks[results_block(r, results_class(r, position))];
    v.base = reference_at(reference_of(r, v.n), period);
    return v;
}

/* ---- ends --------------------------------------------------------------------------------- */

static int ends_of_base(const struct view *v, struct yardstick *to, struct error *e)
{
    const struct results *r = v->r;
    const size_t k = v->n->indicator, n = gathered(v->g, v->base);
    double *room = arena_array(r->arena, n, sizeof *room);
    const double *x;
    struct stats_span s;
    if (!room)
        return error_no_memory(e);
    x = gather(r, v->n->near.kind ? r->deviation[k] : r->treated[k], v->g, v->base, room);
    s = stats_range(x, n);
    if (v->n->near.kind && s.n && bound_has(&v->n->at[HENG_NORMALISE], HENG_RANGE_FROM_BASE))
        s.min = fmin(s.min, 0); /* nobody may be at the best value */
    to->n = s.n;
    to->worst = v->n->direction < 0 ? s.max : s.min;
    to->best = v->n->direction < 0 ? s.min : s.max;
    if (!s.n)
        to->worst = to->best = NAN;
    return OK;
}

static void range_of(const struct view *v, struct yardstick *to)
{
    const struct bound_method *m = &v->n->at[HENG_NORMALISE];
    const struct method_range range = method_range(m->method->desc, m->params);
    const bool closed = range.kind == RANGE_CLOSED;
    to->from = closed ? range.lo : (double)NAN;
    to->to = closed ? range.hi : (double)NAN;
    if (v->n->rescale.on) {
        to->from = v->n->rescale.lo;
        to->to = v->n->rescale.hi;
    }
}

/* Both ends as the method sees them, which is after the transform. */
static void ends_of_goalposts(const struct view *v, struct yardstick *to)
{
    const struct node *n = v->n;
    const int transform = n->near.kind ? TRANSFORM_NONE : n->transform;
    to->goalposts = true;
    to->worst = transform_apply(n->direction < 0 ? n->hi : n->lo, transform);
    to->best = transform_apply(n->direction < 0 ? n->lo : n->hi, transform);
}

/* ---- treatment ---------------------------------------------------------------------------- */

/* Whether a period is looked at: the unit's own, and those of the base. */
static bool is_seen(const struct view *v, size_t period)
{
    return period == v->period || (period >= v->base.first && period < v->base.first + v->base.n);
}

static bool is_changed(const struct view *v, size_t row)
{
    const double was = v->r->imputed[v->n->indicator][row],
                 is = v->r->treated[v->n->indicator][row];
    return was < is || was > is;
}

/* The one value that all have become, so far. */
static double one_value(double so_far, double value, size_t before)
{
    return before == 0 || so_far == value ? value : (double)NAN;
}

static void count(const struct view *v, size_t row, struct yardstick *to)
{
    const double was = v->r->imputed[v->n->indicator][row],
                 is = v->r->treated[v->n->indicator][row];
    to->of += isnan(was) ? 0 : 1;
    if (is < was)
        to->upper = one_value(to->upper, is, to->lowered++);
    if (is > was)
        to->lower = one_value(to->lower, is, to->raised++);
}

int yardstick_of(const struct results *r, size_t node, size_t position, size_t period,
                 struct yardstick *to, struct error *e)
{
    const struct view v = view_of(r, node, position, period);
    const size_t row = results_row(r, period, position);
    int status = OK;
    *to = (struct yardstick){.upper = NAN, .lower = NAN};
    if (plan_uses_goalposts(v.n, r->arena))
        ends_of_goalposts(&v, to);
    else
        status = ends_of_base(&v, to, e);
    range_of(&v, to);
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t i = 0; is_seen(&v, t) && i < v.g->n; i++)
            count(&v, results_row(r, t, v.g->first + i), to);
    to->was = r->imputed[v.n->indicator][row];
    to->is = r->treated[v.n->indicator][row];
    return status;
}

size_t yardstick_treated(const struct results *r, size_t node, size_t position, size_t period,
                         struct treated_value *to, size_t most)
{
    const struct view v = view_of(r, node, position, period);
    const size_t k = v.n->indicator;
    size_t n = 0;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t i = 0; n < most && is_seen(&v, t) && i < v.g->n; i++) {
            const size_t row = results_row(r, t, v.g->first + i);
            if (is_changed(&v, row))
                to[n++] = (struct treated_value){v.g->first + i, t, r->imputed[k][row],
                                                 r->treated[k][row]};
        }
    return n;
}
