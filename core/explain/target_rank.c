/* SPDX-License-Identifier: MIT */
/* Tries values of one unit's indicators until the unit has the rank that is wanted. */
#include "explain/target_rank.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/reference.h"
#include "stats/elementary.h"
#include "stats/stats.h"

enum { HALVINGS = 100, DIGITS = 6 };

struct what_if {
    const struct results *r;
    struct target *t;
    const struct reference_group *b;
    size_t block;
    double *z;        /* by indicator: the unit's normalised values, as they are tried */
    double *score;    /* by node: the unit's scores, as they come out */
    const double **x; /* a node's children, and the columns behind them */
    const char **ids;
    double *w, *columns, *y;
    double *gathered; /* n_rows + 1: the base of one indicator */
    double *scratch;
    size_t n_scratch;
    double reach; /* scores of the class that are no farther apart are equal */
    struct error *e;
    int status;
};

static bool room(struct what_if *p, size_t n)
{
    if (n > p->n_scratch || !p->scratch) {
        p->scratch = arena_array(p->r->arena, n, sizeof(double));
        p->n_scratch = n;
    }
    if (!p->scratch && !p->status)
        p->status = error_no_memory(p->e);
    return p->scratch;
}

/* ---- one indicator: from its value to what is aggregated ------------------------------------ */

static double untransformed(double v, int transform)
{
    switch (transform) {
    case TRANSFORM_LN:
        return real_exp(v);
    case TRANSFORM_LOG10:
        return real_pow(10, v);
    case TRANSFORM_SQRT:
        return v * v;
    default:
        return v;
    }
}

/* One value through a method that has seen the column; NaN where it has no result. */
static double through(struct what_if *p, const struct node *n, const struct bound_method *m,
                      const double *column, double value, bool directed)
{
    const char *code;
    struct period_range base = reference_at(reference_of(p->r, n), p->t->period);
    const double *from = gather(p->r, column, p->b, base, p->gathered);
    bool posts = directed && !n->near.kind;
    char why[WHY_MAX] = "";
    double y = NAN;
    struct heng_column_call call = {
        .n = 1,
        .x = &value,
        .n_base = gathered(p->b, base),
        .base = from,
        .direction = directed ? n->direction : HENG_POSITIVE,
        .lo = posts ? transform_apply(n->lo, n->transform) : n->lo,
        .hi = posts ? transform_apply(n->hi, n->transform) : n->hi,
        .target = posts ? transform_apply(n->target, n->transform) : n->target,
        .y = &y,
        .why = why,
        .why_size = sizeof why,
    };
    code = plan_unit_code(p->r->plan, p->t->position);
    call.codes = &code;
    if (directed)
        add_best_deviation(&n->near, m->method, &call, p->gathered);
    if (p->status || isnan(value) || !room(p, method_scratch(m->method, 1 + call.n_base, 1)))
        return NAN;
    call.scratch = p->scratch;
    return method_column(m->method, bound_params(m, (size_t)(p->b - p->r->blocks)), &call, NULL) ==
                   HENG_OK
               ? y
               : (double)NAN;
}

static double normalised(struct what_if *p, size_t k, double value)
{
    const struct results *r = p->r;
    const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
    double v = through(p, n, &n->at[HENG_TREAT], r->imputed[k],
                       transform_apply(value, n->transform), false);
    if (n->near.kind)
        v = polarity_deviation(&n->near, v);
    return rescaled(n, through(p, n, &n->at[HENG_NORMALISE],
                               n->near.kind ? r->deviation[k] : r->treated[k], v, true));
}

static double value_of(const struct results *r, size_t k, size_t row)
{
    const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
    return isnan(r->raw[k][row]) ? untransformed(r->imputed[k][row], n->transform) : r->raw[k][row];
}

/* ---- up the tree -------------------------------------------------------- */

/* The score of one node from the unit's own children's scores and the others' as they are. */
static double put_together(struct what_if *p, const struct node *n)
{
    const struct results *r = p->r;
    size_t size = p->b->n, own = p->t->position - p->b->first;
    bool fills = n->at[HENG_AGGREGATE].options.missing == MISSING_IMPUTE;
    char why[WHY_MAX] = "";
    struct heng_aggregate_call call = {.n = size,
                                       .m = n->n_children,
                                       .x = p->x,
                                       .w = p->w,
                                       .ids = p->ids,
                                       .y = p->y,
                                       .why = why,
                                       .why_size = sizeof why};
    for (size_t j = 0; j < n->n_children; j++) {
        const double *from = slice(r, r->score[n->children[j]], p->b, p->t->period);
        double *to = p->columns + j * size, mean = fills ? stats_mean(from, size) : NAN;
        for (size_t u = 0; u < size; u++)
            to[u] = isnan(from[u]) ? mean : from[u];
        if (!isnan(p->score[n->children[j]]))
            to[own] = p->score[n->children[j]];
        p->x[j] = to;
        p->ids[j] = r->plan->tree.nodes[n->children[j]].id;
        p->w[j] = r->weight[weight_index(r, p->block, p->t->period, n->children[j])];
        if (isnan(p->w[j]) || (n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL &&
                               p->w[j] > 0 && isnan(to[own])))
            return NAN;
    }
    if (p->status || !room(p, method_scratch(n->at[HENG_AGGREGATE].method, size, n->n_children)))
        return NAN;
    call.scratch = p->scratch;
    if (method_aggregate(n->at[HENG_AGGREGATE].method, n->at[HENG_AGGREGATE].params, &call, NULL) !=
        HENG_OK)
        return NAN;
    return rescaled(n, p->y[own]);
}

/* The unit's index with the normalised values of p->z. Nodes below which nothing differs keep the
   score they have. */
static double index_score(struct what_if *p)
{
    const struct results *r = p->r;
    const struct tree *tree = &r->plan->tree;
    for (size_t i = tree->n; i-- > 0;) {
        const struct node *n = &tree->nodes[i];
        bool differs = i == TREE_ROOT;
        p->score[i] = r->score[i][p->t->row];
        if (n->kind == NODE_INDICATOR)
            p->score[i] = p->z[n->indicator];
        for (size_t j = 0; j < n->n_children && !differs; j++)
            differs = p->score[n->children[j]] != r->score[n->children[j]][p->t->row] &&
                      !isnan(p->score[n->children[j]]);
        if (n->kind == NODE_AGGREGATE && differs && n->at[HENG_AGGREGATE].method)
            p->score[i] = put_together(p, n);
    }
    return p->score[TREE_ROOT];
}

/* Above the rival by more than what [rank] takes for equal. */
static bool suffices(struct what_if *p)
{
    const struct level *level = plan_level(p->r->plan);
    return level_rounded(level, index_score(p)) - level_rounded(level, p->t->beaten) > p->reach;
}

static bool suffices_alone(struct what_if *p, size_t k, double value)
{
    double before = p->z[k];
    bool yes;
    p->z[k] = normalised(p, k, value);
    yes = !isnan(p->z[k]) && suffices(p);
    p->z[k] = before;
    return yes;
}

static double between(const struct wanted_rank *w, double share)
{
    return share >= 1 ? w->best : (1 - share) * w->now + share * w->best;
}

static bool moves(const struct wanted_rank *w)
{
    return w->reach == REACH_YES || w->reach == REACH_NO;
}

static bool suffices_joint(struct what_if *p, double share)
{
    bool yes;
    for (size_t k = 0; k < p->t->n; k++)
        if (moves(&p->t->of[k]))
            p->z[k] = normalised(p, k, between(&p->t->of[k], share));
    yes = suffices(p);
    for (size_t k = 0; k < p->t->n; k++)
        p->z[k] = p->r->normalised[k][p->t->row];
    return yes;
}

/* ---- what is sought ----------------------------------------------------- */

/* The next value of DIGITS digits from v on in the direction of w->best, but not beyond it. */
static double rounded(const struct wanted_rank *w, double v)
{
    double up = w->best > w->now ? 1 : -1, step, to;
    char text[40];
    if (v == 0)
        return v;
    snprintf(text, sizeof text, "%.*e", DIGITS - 1, v);
    to = strtod(text, NULL);
    step = real_pow(10, floor(real_log10(fabs(v))) - (DIGITS - 1));
    if ((to - v) * up < 0) {
        snprintf(text, sizeof text, "%.*e", DIGITS - 1, to + up * step);
        to = strtod(text, NULL);
    }
    return (to - w->best) * up > 0 ? w->best : to;
}

static double seek_alone(struct what_if *p, size_t k)
{
    const struct wanted_rank *w = &p->t->of[k];
    double no = 0, yes = 1, to;
    for (int i = 0; i < HALVINGS && yes - no > 1e-15 * yes; i++) {
        double half = (no + yes) / 2;
        if (suffices_alone(p, k, between(w, half)))
            yes = half;
        else
            no = half;
    }
    to = rounded(w, between(w, yes));
    return suffices_alone(p, k, to) ? to : between(w, yes);
}

static void seek_joint(struct what_if *p)
{
    struct target *t = p->t;
    double no = 0, yes = 1;
    t->share = NAN;
    if (!suffices_joint(p, 1))
        return;
    for (int i = 0; i < HALVINGS && yes - no > 1e-15 * yes; i++) {
        double half = (no + yes) / 2;
        if (suffices_joint(p, half))
            yes = half;
        else
            no = half;
    }
    t->share = yes;
    for (size_t k = 0; k < t->n; k++)
        if (moves(&t->of[k]))
            t->of[k].joint = rounded(&t->of[k], between(&t->of[k], yes));
}

static bool near_to(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

/* The class's best value: the highest normalised one, of several the nearest to the unit's own. */
static double best_value(const struct what_if *p, size_t k, double now)
{
    const struct results *r = p->r;
    const struct unit_class *c = &r->plan->classes[p->t->class];
    size_t row = results_row(r, p->t->period, c->first), best = p->t->row;
    const double *z = r->normalised[k];
    for (size_t i = row; i < row + c->n; i++)
        if (z[i] > z[best] ||
            (z[i] == z[best] && fabs(value_of(r, k, i) - now) < fabs(value_of(r, k, best) - now)))
            best = i;
    return value_of(r, k, best);
}

static void look_at(struct what_if *p, size_t k)
{
    const struct results *r = p->r;
    struct wanted_rank *w = &p->t->of[k];
    double z = r->normalised[k][p->t->row];
    *w = (struct wanted_rank){r->plan->tree.indicators[k], REACH_UNTOLD, NAN, NAN, NAN, NAN};
    if (isnan(z) || r->node_excluded[w->node])
        return;
    w->now = value_of(r, k, p->t->row);
    w->best = best_value(p, k, w->now);
    if (!near_to(normalised(p, k, w->now), z))
        return;
    w->reach = w->best == w->now || !(normalised(p, k, w->best) > z) ? REACH_BEST : REACH_NO;
    if (w->reach == REACH_NO && suffices_alone(p, k, w->best)) {
        w->reach = REACH_YES;
        w->alone = seek_alone(p, k);
    }
}

/* What the scores of the class's other ranked units count as; NULL: out of memory. */
static const double *others_scores(struct what_if *p, const struct unit_class *c)
{
    const struct results *r = p->r;
    const size_t first = results_row(r, p->t->period, c->first);
    double *s = arena_array(r->arena, c->n, sizeof *s);
    double *room = arena_array(r->arena, c->n, sizeof *room);
    for (size_t i = 0; s && i < c->n; i++)
        s[i] = first + i == p->t->row || isnan(r->rank[first + i]) ? NAN
                                                                   : r->score[TREE_ROOT][first + i];
    if (!s || !room)
        return NULL;
    p->reach = results_reach(r, TREE_ROOT, p->t->class, p->t->period, s);
    if (p->reach > 0)
        level_column_within(s, c->n, p->reach, s, room);
    else
        level_column(plan_level(r->plan), s, c->n, s, room);
    return s;
}

/* The highest scores of the class's other ranked units: the one that has the wanted rank now. */
static int find_rival(struct what_if *p, struct error *e)
{
    const struct results *r = p->r;
    struct target *t = p->t;
    const struct unit_class *c = &r->plan->classes[t->class];
    size_t first = t->period * r->n_units, ranked = 0;
    const double *s = others_scores(p, c);
    if (!s)
        return error_no_memory(e);
    for (size_t i = c->first; i < c->first + c->n; i++)
        ranked += isnan(r->rank[first + i]) ? 0 : 1;
    if (isnan(r->rank[t->row]))
        return error_set(e, ERR_USAGE, "--target-rank: the unit is not ranked");
    if (t->rank > ranked)
        return error_set(e, ERR_USAGE, "--target-rank %zu: its class has %zu ranked units", t->rank,
                         ranked);
    t->beaten = NAN;
    for (size_t i = 0; i < c->n && r->rank[t->row] > (double)t->rank; i++) {
        size_t above = 0, same = 0;
        for (size_t k = 0; k < c->n; k++) {
            above += s[k] > s[i];
            same += s[k] == s[i];
        }
        if (above < t->rank && above + same >= t->rank) {
            t->beaten = s[i];
            t->rival = c->first + i;
        }
    }
    return OK;
}

/* A cap or deduction on any of the unit's nodes: what it would do to other scores is not known. */
static bool is_ruled(const struct target *t, const struct results *r)
{
    for (size_t i = 0; i < r->n_applied; i++)
        if (r->applied[i].position == t->position && r->applied[i].period == t->period &&
            rule_acts(&r->plan->rules[r->applied[i].rule]))
            return true;
    return false;
}

static int what_if_new(struct what_if *p, struct error *e)
{
    const struct results *r = p->r;
    const struct tree *tree = &r->plan->tree;
    size_t most = 1;
    for (size_t i = 0; i < tree->n; i++)
        if (tree->nodes[i].n_children > most)
            most = tree->nodes[i].n_children;
    p->z = arena_array(r->arena, tree->n_indicators, sizeof(double));
    p->score = arena_array(r->arena, tree->n, sizeof(double));
    p->x = arena_array(r->arena, most, sizeof *p->x);
    p->ids = arena_array(r->arena, most, sizeof *p->ids);
    p->w = arena_array(r->arena, most, sizeof(double));
    p->columns = arena_array(r->arena, most * p->b->n, sizeof(double));
    p->y = arena_array(r->arena, p->b->n, sizeof(double));
    p->gathered = arena_array(r->arena, r->n_rows + 1, sizeof(double));
    p->t->of = arena_array(r->arena, tree->n_indicators, sizeof *p->t->of);
    return arena_failed(r->arena) ? error_no_memory(e) : OK;
}

/* A node that is rescaled by what the data show, or NULL: another value would move what is shown.
 */
static const struct node *rescaled_by_data(const struct tree *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].rescale.on && t->nodes[i].rescale.from.open)
            return &t->nodes[i];
    return NULL;
}

int target_rank(const struct results *r, size_t position, size_t period, size_t rank,
                struct target *t, struct error *e)
{
    struct what_if p = {.r = r, .t = t, .e = e};
    int status;
    const struct node *open = rescaled_by_data(&r->plan->tree);
    if (open)
        return error_set(
            e, ERR_USAGE,
            "--target-rank: %s is rescaled by what the data show; give it a method whose "
            "results have two ends",
            open->id);
    *t = (struct target){.position = position,
                         .class = results_class(r, position),
                         .period = period,
                         .row = results_row(r, period, position),
                         .rank = rank,
                         .n = r->plan->tree.n_indicators,
                         .share = NAN};
    t->score = r->score[TREE_ROOT][t->row];
    p.block = results_block(r, t->class);
    p.b = &r->blocks[p.block];
    status = what_if_new(&p, e);
    if (!status)
        status = find_rival(&p, e);
    if (status || isnan(t->beaten))
        return status;
    for (size_t k = 0; k < t->n; k++)
        p.z[k] = r->normalised[k][t->row];
    if (is_ruled(t, r) || !near_to(index_score(&p), t->score))
        return error_set(e, ERR_USAGE,
                         "--target-rank: the unit's score is not what its parts make:"
                         " a rule has changed it");
    for (size_t k = 0; k < t->n && !p.status; k++)
        look_at(&p, k);
    if (!p.status)
        seek_joint(&p);
    return p.status;
}
