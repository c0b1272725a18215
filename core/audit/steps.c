/* SPDX-License-Identifier: MIT */
/*
 * Steps between periods, as factors of sizes of the same sign: what the median unit of a class does
 * is a break of the whole column; what a unit does beside that is a jump of its own. A column that
 * reaches 0 comes close to it, too, and small values have small neighbours: there only a unit whose
 * larger value stands out as much among its class has jumped.
 */
#include <math.h>

#include "audit/audit_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

enum { FEW = 3 /* units of which a median says anything */ };

/* A factor of just ten is one. */
static const double ROUNDING = 1e-12;

/* By position. */
struct walk {
    double *step, *scratch; /* factors since the period before; NaN: none */
    double *last;           /* the last value that is no 0 */
    size_t *when;           /* its period */
    double *jumped;         /* the last step, where it was told; else 1 */
    double usual;           /* the median step of the class in a period */
    double least;           /* the larger value of a jump is at least this */
};

/* The factor of sizes of one sign; NaN: none. */
static double step_of(double from, double to)
{
    return from != 0 && to != 0 && (from > 0) == (to > 0) ? to / from : NAN;
}

/* The median step of the class, 1 where too few have one. */
static double usual_step(struct auditor *w, struct walk *k, size_t indicator, size_t class,
                         size_t t)
{
    const struct unit_class *c = &w->r->plan->classes[class];
    const double *now = w->r->raw[indicator] + results_row(w->r, t, 0);
    const double *before = w->r->raw[indicator] + results_row(w->r, t - 1, 0);
    for (size_t i = 0; i < c->n; i++)
        k->step[i] = step_of(before[c->first + i], now[c->first + i]);
    return stats_count(k->step, c->n) < FEW ? 1 : stats_median(k->step, c->n, k->scratch);
}

/* Whether a factor is as far from 1 as the limit, either way. */
static bool is_far(double step, double limit)
{
    return step >= limit * (1 - ROUNDING) || step * limit <= 1 + ROUNDING;
}

static struct audit_finding finding(const struct auditor *w, enum audit_kind kind, size_t indicator,
                                    size_t class, size_t t)
{
    struct audit_finding f = audit_blank(w, kind, w->r->plan->tree.indicators[indicator]);
    f.class = class;
    f.period = t;
    return f;
}

/* A way back from a jump is no second one. */
static bool is_way_back(double jumped, double step)
{
    return (jumped > 1) != (step > 1) && fabs(real_log(jumped * step)) < fabs(real_log(jumped)) / 2;
}

/* Of a class over all periods: whether there is a 0, or values of both signs. */
static bool reaches_zero(const struct auditor *w, size_t indicator, size_t class)
{
    const struct unit_class *c = &w->r->plan->classes[class];
    bool above = false, below = false;
    for (size_t t = 0; t < w->r->n_periods; t++)
        for (size_t i = c->first; i < c->first + c->n; i++) {
            const double x = w->r->raw[indicator][results_row(w->r, t, i)];
            above = above || x >= 0;
            below = below || x <= 0;
        }
    return above && below;
}

/* The median size of what is not 0. */
static double usual_size(struct auditor *w, struct walk *k, size_t indicator, size_t class,
                         size_t t)
{
    const struct unit_class *c = &w->r->plan->classes[class];
    const double *now = w->r->raw[indicator] + results_row(w->r, t, c->first);
    for (size_t i = 0; i < c->n; i++)
        k->step[i] = now[i] != 0 ? fabs(now[i]) : NAN;
    return stats_median(k->step, c->n, k->scratch);
}

static void look_at_unit(struct auditor *w, struct walk *k, size_t indicator, size_t class,
                         size_t t, size_t position)
{
    const size_t row = results_row(w->r, t, position);
    const double x = w->r->raw[indicator][row];
    const bool known = !isnan(x) && x != 0 && !w->r->unit_excluded[row],
               follows = k->when[position] + 1 == t;
    double step;
    if (!known)
        return;
    step = step_of(k->last[position], x) / (follows ? k->usual : 1);
    if (is_far(step, audit_rules[AUDIT_JUMP].limit) &&
        fmax(fabs(x), fabs(k->last[position])) >= k->least) {
        const bool back = is_way_back(k->jumped[position], step);
        struct audit_finding f = finding(w, AUDIT_JUMP, indicator, class, t);
        f.position = position;
        f.before = k->when[position];
        f.value = x;
        f.against = k->last[position];
        f.severity = fabs(real_log(step));
        if (!back)
            audit_add(w, &f);
        k->jumped[position] = back ? 1 : step;
    } else if (!isnan(step)) {
        k->jumped[position] = 1;
    }
    k->last[position] = x;
    k->when[position] = t;
}

static void look_at_period(struct auditor *w, struct walk *k, size_t indicator, size_t class,
                           size_t t, bool zeros)
{
    const struct unit_class *c = &w->r->plan->classes[class];
    k->least = zeros ? audit_rules[AUDIT_JUMP].limit * usual_size(w, k, indicator, class, t) : 0;
    k->usual = t ? usual_step(w, k, indicator, class, t) : 1;
    if (is_far(k->usual, audit_rules[AUDIT_BREAK].limit) && !zeros) {
        struct audit_finding f = finding(w, AUDIT_BREAK, indicator, class, t);
        f.before = t - 1;
        f.value = k->usual;
        f.of = stats_count(k->step, c->n);
        f.severity = fabs(real_log(k->usual));
        audit_add(w, &f);
    }
    for (size_t i = c->first; i < c->first + c->n; i++)
        look_at_unit(w, k, indicator, class, t, i);
}

void audit_look_at_steps(struct auditor *w)
{
    const struct results *r = w->r;
    const struct tree *tree = &r->plan->tree;
    struct walk k = {.step = w->x,
                     .scratch = w->at,
                     .last = w->size,
                     .when = arena_array(w->arena, r->n_units, sizeof *k.when),
                     .jumped = w->size_at};
    if (!k.when || r->n_periods < 2)
        return;
    for (size_t i = 0; i < tree->n_indicators; i++) {
        if (r->node_excluded[tree->indicators[i]])
            continue;
        for (size_t u = 0; u < r->n_units; u++) {
            k.last[u] = NAN;
            k.jumped[u] = 1;
            k.when[u] = 0;
        }
        for (size_t c = 0; c < r->plan->n_classes; c++) {
            const bool zeros = reaches_zero(w, i, c);
            for (size_t t = 0; t < r->n_periods; t++)
                look_at_period(w, &k, i, c, t, zeros);
        }
    }
}
