/* SPDX-License-Identifier: MIT */
/* What varies without a stage of its own: nominal weights, goalposts, values. All must take effect.
 */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "plan/problems.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/design.h"
#include "robust/sample/goalposts.h"

/* ---- numbers --------------------------------------------------------------------------------- */

/* A number outside the stages must be the nominal weight of a node. */
static void check_number(struct evaluator *g, struct factor *f)
{
    const struct tree *t = &g->base->tree;
    const char *dot = strchr(f->section, '.');
    size_t node;
    if (!factor_is_weight(f)) {
        plan_problem(
            g->base, f->where, "uncertainty", f->name,
            "a distribution is for numbers of methods, for weights and for goalposts; give "
            "alternatives: a, b");
        return;
    }
    f->least = 0;
    node = tree_find(t, dot + 1);
    if (node == NONE)
        plan_problem(g->base, f->where, "uncertainty", f->name, "the index has no node %s",
                     dot + 1);
    else if (f->a < 0 && f->kind != FACTOR_NORMAL && f->kind != FACTOR_GIVEN)
        plan_problem(g->base, f->where, "uncertainty", f->name, "a weight is 0 or more");
    else if (t->nodes[node].parent == NONE || t->nodes[t->nodes[node].parent].n_children < 2)
        plan_problem(g->base, f->where, "uncertainty", f->name,
                     "%s has no sibling; its weight cannot take effect", dot + 1);
}

void evaluator_check_numbers(struct evaluator *g)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (is_number_of(&g->factors[k], 0) && !g->factors[k].goalposts)
            check_number(g, &g->factors[k]);
}

/* ---- effects --------------------------------------------------------------------------------- */

/* Whether some plan of a stage, of any scenario and combination, says so. */
static bool any_plan(const struct evaluator *g, int stage, const struct factor *f,
                     bool (*says)(const struct plan *p, const struct factor *f))
{
    for (size_t i = 0; i < g->n_scenarios; i++) {
        const struct scenario *v = &g->scenarios[i];
        if (!v->n_method_choices[stage] && says(v->plan, f))
            return true;
        for (size_t c = 0; c < v->n_method_choices[stage]; c++)
            if (v->stages[stage][c].plan && says(v->stages[stage][c].plan, f))
                return true;
    }
    return false;
}

/* Of the core's methods those that say so look at nominal weights; those from elsewhere may. */
static bool takes_given(const struct bound_method *b)
{
    if (!b->method)
        return false;
    for (size_t k = 0; k < b->n_parts; k++)
        if (takes_given(&b->parts[k]))
            return true;
    return !method_is_core(b->method) || (method_traits(b->method->desc) & HENG_OF_GIVEN);
}

/* Also where indicators are weighed all at once, their shares are made of nominal weights. */
static bool weight_matters(const struct plan *p, const struct factor *f)
{
    const struct tree *t = &p->tree;
    size_t node = tree_find(t, strchr(f->section, '.') + 1);
    return node != NONE && t->nodes[node].parent != NONE &&
           takes_given(&t->nodes[t->nodes[node].parent].at[HENG_WEIGHTS]);
}

static void check_data_noise(struct evaluator *g, const struct factor *f)
{
    const char *where = profile_section(g->base->profile, "uncertainty")->where;
    bool observes = false, bounded = false, imputes = evaluator_stage_varies(g, HENG_IMPUTE);
    for (size_t i = 0; i < g->n_scenarios; i++) {
        if (!g->scenarios[i].results)
            continue;
        observes = observes || data_noise_observes(g->scenarios[i].results);
        bounded = bounded || data_noise_is_bounded(g->scenarios[i].results);
        imputes = imputes || data_noise_imputes(g->scenarios[i].results);
    }
    if (f->a > 0 && !observes)
        plan_problem(g->base, where, "uncertainty", "data_noise_observed",
                     "no observed value differs from 0; this cannot take effect");
    if (g->base->fixed.uncertainty.data_noise_bounds > 0 && !bounded)
        plan_problem(g->base, where, "uncertainty", "data_noise_bounds",
                     "no indicator is a column with bounds (NAME_low, NAME_high); this cannot take "
                     "effect");
    if (f->b > 0 && !imputes)
        plan_problem(g->base, where, "uncertainty", "data_noise_imputed",
                     "no value is imputed; this cannot take effect");
}

void evaluator_check_effects(struct evaluator *g)
{
    for (size_t k = 0; k < g->n_factors; k++) {
        const struct factor *f = &g->factors[k];
        if (f->goalposts && !any_plan(g, HENG_NORMALISE, f, goalposts_matter))
            plan_problem(
                g->base, f->where, "uncertainty", f->name,
                "the method that normalises it does not look at that number; this cannot take "
                "effect");
        else if (factor_is_weight(f) && !any_plan(g, HENG_WEIGHTS, f, weight_matters))
            plan_problem(
                g->base, f->where, "uncertainty", f->name,
                "the method that weighs it does not look at given weights; this cannot take "
                "effect");
        else if (f->kind == FACTOR_DATA && !g->only_plans)
            check_data_noise(g, f);
    }
}

/* ---- a design -------------------------------------------------------------------------------- */

static bool is_wanting(const struct design *d, const struct evaluator *g, size_t row, size_t k,
                       double *u)
{
    char text[EVALUATOR_TEXT_MAX];
    if (!d->columns[k].blank[row])
        return false;
    design_points(d).at(d, row, u);
    return *evaluator_value(g, u, k, text) != 0;
}

static int check_blanks(struct evaluator *g, double *u)
{
    const struct design *d = g->design;
    struct plan *p = g->base;
    for (size_t k = 0; k < d->n_columns; k++)
        for (size_t i = 0; i < d->n; i++)
            if (is_wanting(d, g, i, k, u)) {
                const char *where = design_where(d, i, evaluator_factor(g, k)->name, p->arena);
                messages_add(&p->problems, ERR_DATA, "%s: the cell is empty",
                             where ? where : d->path);
                break;
            }
    return OK;
}

static void check_numbers_of(struct evaluator *g, size_t row)
{
    for (size_t k = 0; k < g->n_factors; k++) {
        const struct factor *f = &g->factors[k];
        const size_t scenario = g->combinations[0].of_row[row];
        const char *where;
        if (f->kind != FACTOR_GIVEN || !f->stage || g->design->columns[k].blank[row])
            continue;
        where = design_where(g->design, row, f->name, g->arena);
        evaluator_check_range(
            g, &g->scenarios[scenario].stages[f->stage][g->combinations[f->stage].of_row[row]], k,
            f->given[row], where ? where : f->where);
    }
}

/* w: by node, its weight in the row. */
static void check_weights_of(struct evaluator *g, size_t row, double *w)
{
    const struct plan *p = g->scenarios[g->combinations[0].of_row[row]].plan;
    const struct tree *t = &p->tree;
    for (size_t i = 0; i < t->n; i++)
        w[i] = t->nodes[i].weight;
    for (size_t k = 0; k < g->n_factors; k++)
        if (factor_is_weight(&g->factors[k]) && factor_is_number(&g->factors[k])) {
            const size_t node = tree_find(t, strchr(g->factors[k].section, '.') + 1);
            if (node != NONE)
                w[node] = g->factors[k].given[row];
            if (node != NONE && w[node] < 0)
                messages_add(&g->base->problems, ERR_PROFILE,
                             "%s:%zu, column %s: [uncertainty] %s: a weight is 0 or more",
                             g->design->path, g->design->lines[row], g->factors[k].name,
                             g->factors[k].name);
        }
    for (size_t i = 0; i < t->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < t->nodes[i].n_children; j++)
            sum += w[t->nodes[i].children[j]];
        if (t->nodes[i].n_children && !(sum > 0))
            messages_add_once(&g->base->problems, ERR_PROFILE,
                              "%s:%zu: node %s: the weights of its children sum to 0",
                              g->design->path, g->design->lines[row], t->nodes[i].id);
    }
}

static bool has_weights(const struct evaluator *g)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (factor_is_weight(&g->factors[k]) && factor_is_number(&g->factors[k]))
            return true;
    return false;
}

int evaluator_check_design(struct evaluator *g, struct error *e)
{
    enum { TOLD = 20 };
    const bool weights = has_weights(g);
    double *u = arena_array(g->arena, g->n_factors, sizeof *u), *w;
    size_t n = 0;
    for (size_t i = 0; i < g->n_scenarios; i++)
        n = g->scenarios[i].plan->tree.n > n ? g->scenarios[i].plan->tree.n : n;
    w = arena_array(g->arena, n, sizeof *w);
    if (!u || !w)
        return error_no_memory(e);
    for (size_t i = 0; i < g->design->n && g->base->problems.n < TOLD; i++) {
        check_numbers_of(g, i);
        if (weights)
            check_weights_of(g, i, w);
    }
    return check_blanks(g, u);
}
