/* SPDX-License-Identifier: MIT */
/* What each stage of a run has found, and what of it would not do for a unit by itself. */
#include "freeze/freeze.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "lua/expression_sql.h"
#include "methods/given.h"
#include "plan/stage_table.h"
#include "run/reference.h"
#include "stats/stats.h"

struct freezing {
    struct frozen *f;
    const struct results *r;
    const struct plan *p;
    struct messages *refused;
    double *room; /* of a column, its base and scratch */
};

static void refuse_node(struct freezing *g, const struct node *n, enum heng_stage stage,
                        const char *why)
{
    const struct bound_method *m = &n->at[stage];
    messages_add_once(g->refused, ERR_PROFILE, "%s: %s %s: %s", n->id, stage_name(stage),
                      m->label    ? m->label
                      : m->method ? m->method->desc->name
                                  : "",
                      why);
}

static const char of_others[] =
    "what a unit gets depends on other rows of the run, units or periods: no given value would do "
    "for a new one; take another method, or leave the node out";

/* ---- one indicator ----------------------------------------------------------------------- */

/* The base of a block's column, as its methods see it. */
static struct heng_column_call call_of(struct freezing *g, const struct node *n, size_t block,
                                       const double *column, const struct bound_method *m)
{
    const struct results *r = g->r;
    const struct reference_group *b = &r->blocks[block];
    const struct period_range base = reference_at(reference_of(r, n), 0);
    struct heng_column_call c = {.n_base = gathered(b, base), .params = NULL};
    c.direction = HENG_POSITIVE;
    c.lo = c.hi = c.target = NAN;
    c.base = gather(r, column, b, base, g->room);
    c.params = bound_params(m, block);
    c.scratch = g->room + r->n_rows + 2;
    return c;
}

static void set_direction(const struct node *n, struct heng_column_call *c)
{
    const bool posts = !n->near.kind;
    c->direction = n->direction;
    c->lo = posts ? transform_apply(n->lo, n->transform) : n->lo;
    c->hi = posts ? transform_apply(n->hi, n->transform) : n->hi;
    c->target = posts ? transform_apply(n->target, n->transform) : n->target;
}

/* Codes of the base, for the method that takes a unit's value as its reference. */
static int set_codes(struct freezing *g, const struct node *n, size_t block,
                     struct heng_column_call *c, struct error *e)
{
    const struct reference_group *b = &g->r->blocks[block];
    const struct period_range base = reference_at(reference_of(g->r, n), 0);
    const char **codes = arena_array(g->f->arena, c->n_base, sizeof *codes);
    size_t k = 0;
    if (!codes)
        return error_no_memory(e);
    for (size_t t = 0; t < base.n; t++)
        for (size_t i = b->first; i < b->first + b->n; i++)
            if (reference_has(&base, i))
                codes[k++] = plan_unit_code(g->p, i);
    c->base_codes = codes;
    return OK;
}

/* Whether no unit of the block has a value. */
static bool is_blank(const struct results *r, const double *column, size_t block)
{
    const struct reference_group *b = &r->blocks[block];
    for (size_t t = 0; t < r->n_periods; t++)
        if (stats_count(column + results_row(r, t, b->first), b->n))
            return false;
    return true;
}

static int find_treated(struct freezing *g, const struct node *n, struct frozen_indicator *to)
{
    const struct bound_method *m = &n->at[HENG_TREAT];
    to->treat = FOUND_ITSELF;
    for (size_t b = 0; b < g->r->n_blocks; b++) {
        const struct heng_column_call c = call_of(g, n, b, g->r->imputed[n->indicator], m);
        const enum found found = treat_found(m->method->desc, &c, &to->treated[b]);
        if (found == FOUND_NOTHING)
            refuse_node(g, n, HENG_TREAT, of_others);
        to->treat = found;
    }
    return OK;
}

static int find_scaled(struct freezing *g, const struct node *n, struct frozen_indicator *to,
                       struct error *e)
{
    const struct bound_method *m = &n->at[HENG_NORMALISE];
    const double *column =
        n->near.kind ? g->r->deviation[n->indicator] : g->r->treated[n->indicator];
    double *numbers = arena_array(g->f->arena, 4 * g->r->n_blocks, sizeof *numbers);
    int status = numbers ? OK : error_no_memory(e);
    to->normalise = FOUND_ITSELF;
    for (size_t b = 0; !status && b < g->r->n_blocks; b++) {
        struct heng_column_call c = call_of(g, n, b, column, m);
        status = set_codes(g, n, b, &c, e);
        if (status)
            return status;
        set_direction(n, &c);
        add_best_deviation(&n->near, m->method, &c, g->room);
        to->normalise = normalise_found(m->method->desc, &c, &to->scaled[b], numbers + 4 * b);
        if (to->normalise == FOUND_NOTHING)
            refuse_node(g, n, HENG_NORMALISE, of_others);
        if (to->normalise == FOUND_GIVEN && is_blank(g->r, g->r->normalised[n->indicator], b))
            to->scaled[b].at.n = 0;
    }
    if (n->rescale.on &&
        (n->rescale.from.open || (to->normalise == FOUND_GIVEN && to->scaled[0].form != FORM_LINE)))
        refuse_node(g, n, HENG_NORMALISE,
                    "scale = rescale goes by the least and the greatest result of the run");
    return status;
}

static void find_fill(struct freezing *g, const struct node *n, struct frozen_indicator *to)
{
    const struct bound_method *m = &n->at[HENG_IMPUTE];
    to->impute = impute_found(m->method->desc, m->params, g->r->raw[n->indicator], g->r->n_units,
                              g->room, &to->fill);
    if (to->impute == FOUND_NOTHING)
        refuse_node(g, n, HENG_IMPUTE, of_others);
    if (to->impute == FOUND_GIVEN && g->r->n_periods > 1)
        refuse_node(g, n, HENG_IMPUTE, "each period has a value of its own");
    if (to->impute == FOUND_GIVEN && isnan(to->fill))
        to->impute = FOUND_ITSELF;
}

/* The text of an indicator or derived column that looks at all units. */
static void check_formula(struct freezing *g, const char *id, const char *text)
{
    const char *function = expression_looks_at_all(g->f->arena, text);
    if (function)
        messages_add_once(g->refused, ERR_PROFILE,
                          "%s: formula %s: %s looks at all units of the run", id, text, function);
}

static int find_indicator(struct freezing *g, const struct node *n, struct frozen_indicator *to,
                          struct error *e)
{
    const bool each =
        g->r->n_periods > 1 && base_kind(n->at[HENG_NORMALISE].options.base) == BASE_EACH;
    int status;
    to->treated = arena_array(g->f->arena, g->r->n_blocks, sizeof *to->treated);
    to->scaled = arena_array(g->f->arena, g->r->n_blocks, sizeof *to->scaled);
    if (!to->treated || !to->scaled)
        return error_no_memory(e);
    if (n->origin.kind == FROM_FORMULA && n->formula)
        check_formula(g, n->id, n->formula);
    if (n->origin.kind == FROM_SCRIPT)
        messages_add_once(g->refused, ERR_PROFILE,
                          "%s: a script computes it, which sees all units of the run", n->id);
    find_fill(g, n, to);
    find_treated(g, n, to);
    status = find_scaled(g, n, to, e);
    if (each && (to->treat == FOUND_GIVEN || to->normalise == FOUND_GIVEN))
        refuse_node(g, n, HENG_NORMALISE,
                    "with base = each every period has a yardstick of its own; base = PERIOD, or "
                    "pooled, says which is meant");
    return status;
}

/* ---- nodes ------------------------------------------------------------------------------- */

double frozen_weight(const struct frozen *f, size_t block, size_t node)
{
    return f->r->weight[weight_index(f->r, block, 0, node)];
}

static void check_weights(struct freezing *g, const struct node *n)
{
    for (size_t b = 0; b < g->r->n_blocks; b++)
        for (size_t j = 0; j < n->n_children; j++) {
            const double w = frozen_weight(g->f, b, n->children[j]);
            if (isnan(w))
                refuse_node(g, n, HENG_WEIGHTS, "the run has found none");
            for (size_t t = 1; t < g->r->n_periods; t++)
                if (!(g->r->weight[weight_index(g->r, b, t, n->children[j])] == w))
                    refuse_node(g, n, HENG_WEIGHTS,
                                "each period has weights of its own; [normalise] base = PERIOD, or "
                                "pooled, says which are meant");
        }
}

static void check_aggregate(struct freezing *g, const struct node *n)
{
    if (!n->at[HENG_AGGREGATE].method ||
        !(method_traits(n->at[HENG_AGGREGATE].method->desc) & HENG_BY_ROW))
        refuse_node(g, n, HENG_AGGREGATE, of_others);
    if (n->at[HENG_AGGREGATE].options.missing == MISSING_IMPUTE)
        refuse_node(g, n, HENG_AGGREGATE,
                    "missing = impute puts the mean of the class in the place of a child");
    if (n->rescale.on && n->rescale.from.open)
        refuse_node(g, n, HENG_AGGREGATE,
                    "scale = rescale goes by the least and the greatest result of the run");
}

/* ---- the whole --------------------------------------------------------------------------- */

static void check_derived(struct freezing *g)
{
    const struct profile_section *s = profile_section(g->p->profile, "derive");
    for (size_t i = 0; s && i < s->n_keys; i++)
        if (s->keys[i].value && *s->keys[i].value)
            check_formula(g, s->keys[i].name, s->keys[i].value);
}

static void check_screen(struct freezing *g)
{
    for (size_t i = 0; i < g->p->tree.n; i++)
        if (g->r->node_excluded[i])
            messages_add_once(g->refused, ERR_PROFILE,
                              "%s: [screen] has set it aside for the data of this run; leave it "
                              "out of the index instead",
                              g->p->tree.nodes[i].id);
}

static void check_classes(struct freezing *g)
{
    for (size_t c = 0; g->r->n_blocks > 1 && c < g->p->n_classes; c++)
        if (strpbrk(g->p->classes[c].value, "=:;#") || strlen(g->p->classes[c].value) > 64)
            messages_add_once(g->refused, ERR_PROFILE,
                              "[class] %s: a key cannot be called so; give the classes shorter "
                              "names without = : ; #",
                              g->p->classes[c].value);
}

int freeze_find(const struct results *r, struct frozen *f, struct messages *refused,
                struct error *e)
{
    const struct tree *t = &r->plan->tree;
    struct freezing g = {f, r, r->plan, refused, NULL};
    int status = OK;
    *f = (struct frozen){r, r->arena, NULL};
    f->indicators = arena_array(f->arena, t->n_indicators, sizeof *f->indicators);
    g.room = arena_array(f->arena, 4 * (r->n_rows + 2), sizeof *g.room);
    if (!f->indicators || !g.room)
        return error_no_memory(e);
    check_screen(&g);
    check_classes(&g);
    check_derived(&g);
    for (size_t k = 0; !status && k < t->n_indicators; k++)
        status = find_indicator(&g, &t->nodes[t->indicators[k]], &f->indicators[k], e);
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE) {
            check_weights(&g, &t->nodes[i]);
            check_aggregate(&g, &t->nodes[i]);
        }
    if (!status && refused->n)
        status = error_set(e, ERR_PROFILE, "%s: %zu thing%s without a closed form a row",
                           r->plan->profile->path, refused->n, refused->n == 1 ? "" : "s");
    return status;
}

/* ---- comparing --------------------------------------------------------------------------- */

static double largest_of(const double *x, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

int freeze_compare(const struct results *a, const struct results *b, struct freeze_difference *d,
                   struct error *e)
{
    const struct tree *t = &a->plan->tree;
    *d = (struct freeze_difference){0, 0};
    if (t->n != b->plan->tree.n || a->n_rows != b->n_rows)
        return error_set(e, ERR_INTERNAL, "the frozen profile has another index");
    for (size_t i = 0; i < t->n; i++) {
        const double scale = largest_of(a->score[i], a->n_rows);
        for (size_t k = 0; k < a->n_rows; k++) {
            const double x = a->score[i][k], y = b->score[i][k];
            if (isnan(x) != isnan(y))
                return error_set(e, ERR_DATA, "%s: %s of unit %s would have no score, or one more",
                                 a->plan->profile->path, t->nodes[i].id,
                                 plan_unit_code(a->plan, k % a->n_units));
            if (!isnan(x) && scale > 0)
                d->score = fmax(d->score, fabs(x - y) / scale);
        }
    }
    for (size_t k = 0; k < a->n_rows; k++)
        d->ranks += !(a->rank[k] == b->rank[k]) && !(isnan(a->rank[k]) && isnan(b->rank[k]));
    return OK;
}
