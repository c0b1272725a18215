/* SPDX-License-Identifier: MIT */
/* What the weight of the index rests on, unit by unit, and in the mean of a class and period. */
#include <math.h>

#include "audit/audit_internal.h"

/* Kinds of cells of which a class may hold too many. */
static const struct {
    enum cell cell;
    enum audit_kind kind;
} watched[] = {{CELL_IMPUTED, AUDIT_IMPUTED},
               {CELL_TREATED, AUDIT_TREATED},
               {CELL_BELOW_UNIT, AUDIT_BELOW_UNIT}};

enum { WATCHED = sizeof watched / sizeof *watched };

bool audit_is_data(unsigned cell)
{
    return cell_is_observed(cell) || cell == CELL_TREATED;
}

/* A class in a period. */
struct place {
    size_t class, period;
    const double *effective; /* by node */
    double *mean;            /* by kind of cell: sums until the end */
    double *of[WATCHED];     /* weight on such cells, by indicator */
    size_t n;                /* units with any weight */
};

static double weight_of(const struct auditor *w, const struct place *at, size_t indicator)
{
    const size_t node = w->r->plan->tree.indicators[indicator];
    const double v = at->effective[node];
    return w->r->node_excluded[node] || !(v > 0) ? 0 : v;
}

static void tell_unit(struct auditor *w, const struct place *at, size_t position, double share,
                      size_t heaviest)
{
    struct audit_finding f = audit_blank(
        w, AUDIT_UNIT_DATA, heaviest == NONE ? NONE : w->r->plan->tree.indicators[heaviest]);
    if (!(share < audit_rules[AUDIT_UNIT_DATA].limit))
        return;
    f.class = at->class;
    f.period = at->period;
    f.position = position;
    f.value = share;
    f.severity = 1 - share;
    audit_add(w, &f);
}

static void look_at_unit(struct auditor *w, struct place *at, size_t position)
{
    const struct results *r = w->r;
    const size_t row = results_row(r, at->period, position);
    double share[CELL_KINDS] = {0}, all = 0, data = 0, most = 0;
    size_t heaviest = NONE; /* of the indicators without data */
    for (size_t i = 0; i < r->plan->tree.n_indicators && !r->unit_excluded[row]; i++) {
        const double weight = weight_of(w, at, i);
        const unsigned cell = r->cell[i][row];
        share[cell] += weight;
        all += weight;
        data += audit_is_data(cell) ? weight : 0;
        for (size_t k = 0; k < WATCHED; k++)
            at->of[k][i] += cell == watched[k].cell ? weight : 0;
        if (!audit_is_data(cell) && weight > most) {
            most = weight;
            heaviest = i;
        }
    }
    w->a->on_data[row] = all > 0 ? data / all : NAN;
    if (!(all > 0))
        return;
    at->n++;
    for (size_t c = 0; c < CELL_KINDS; c++)
        at->mean[c] += share[c] / all;
    tell_unit(w, at, position, data / all, heaviest);
}

/* The indicator that most of the weight on such cells comes from. */
static void tell_class(struct auditor *w, const struct place *at, size_t k)
{
    const struct tree *t = &w->r->plan->tree;
    const double share = at->mean[watched[k].cell];
    size_t most = 0;
    struct audit_finding f;
    if (!(share > audit_rules[watched[k].kind].limit))
        return;
    for (size_t i = 1; i < t->n_indicators; i++)
        most = at->of[k][i] > at->of[k][most] ? i : most;
    f = audit_blank(w, watched[k].kind, t->indicators[most]);
    for (size_t i = w->r->plan->classes[at->class].first; f.position == NONE; i++)
        if (w->r->cell[most][results_row(w->r, at->period, i)] == watched[k].cell)
            f.position = i;
    f.class = at->class;
    f.period = at->period;
    f.value = share;
    f.severity = share;
    audit_add(w, &f);
}

static void look_at_place(struct auditor *w, struct place *at)
{
    const struct results *r = w->r;
    const struct unit_class *c = &r->plan->classes[at->class];
    for (size_t k = 0; k < WATCHED; k++)
        for (size_t i = 0; i < r->plan->tree.n_indicators; i++)
            at->of[k][i] = 0;
    at->n = 0;
    at->effective = &r->effective[weight_index(r, results_block(r, at->class), at->period, 0)];
    at->mean = w->a->rests + (at->class * r->n_periods + at->period) * CELL_KINDS;
    for (size_t i = c->first; i < c->first + c->n; i++)
        look_at_unit(w, at, i);
    for (size_t k = 0; k < CELL_KINDS; k++)
        at->mean[k] = at->n ? at->mean[k] / (double)at->n : NAN;
    for (size_t k = 0; k < WATCHED; k++)
        tell_class(w, at, k);
}

void audit_look_at_weights(struct auditor *w)
{
    const struct results *r = w->r;
    struct place at = {0};
    for (size_t k = 0; k < WATCHED; k++) {
        at.of[k] = arena_array(w->arena, r->plan->tree.n_indicators, sizeof *at.of[k]);
        if (!at.of[k])
            return;
    }
    for (at.class = 0; at.class < r->plan->n_classes; at.class ++)
        for (at.period = 0; at.period < r->n_periods; at.period++)
            look_at_place(w, &at);
}
