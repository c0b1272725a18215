/* SPDX-License-Identifier: MIT */
/* The stages that look at one indicator at a time: impute, transform, treat, normalise. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "run/pipeline_internal.h"

static void transform(struct indicator_stage *s, double *v)
{
    const bool quiet = s->pipeline->quiet;
    size_t lost = 0;
    if (s->in->transform == TRANSFORM_NONE)
        return;
    for (size_t i = 0; i < s->r->n_rows; i++) {
        bool had = !isnan(v[i]);
        v[i] = transform_apply(v[i], s->in->transform);
        if (!quiet && had && isnan(v[i])) {
            set_cell(s->pipeline, s->indicator, i, CELL_UNDEFINED);
            lost++;
        }
    }
    if (lost)
        messages_add(&s->r->plan->warnings, OK,
                     "indicator %s: %zu values have no logarithm or root and become undefined",
                     s->id, lost);
}

/* A unit that is set aside is not filled in either. */
static void blank_aside(struct indicator_stage *s, double *v)
{
    if (!memchr(s->r->unit_excluded, 1, s->r->n_rows * sizeof *s->r->unit_excluded))
        return;
    for (size_t i = 0; i < s->r->n_rows; i++)
        if (s->r->unit_excluded[i]) {
            v[i] = NAN;
            set_cell(s->pipeline, s->indicator, i, CELL_MISSING);
        }
}

/* What would make no score counts in no statistic either: of a unit of which nothing was observed
   below the node, or that the period does not have, no value is filled in. */
static void blank_withheld(struct indicator_stage *s, double *v)
{
    const struct tree *t = &s->r->plan->tree;
    const size_t parent = t->nodes[t->indicators[s->indicator]].parent;
    for (size_t i = 0; i < s->r->n_rows; i++) {
        if (isnan(v[i]) || !isnan(s->from[i]) || !is_withheld(s->r, parent, i))
            continue;
        v[i] = NAN;
        set_cell(s->pipeline, s->indicator, i, CELL_MISSING);
        if (!s->pipeline->quiet)
            s->pipeline->dropped[parent] = true;
    }
}

/* Cells that a stage changed, or left without a value. */
static void mark(struct indicator_stage *s, enum cell changed)
{
    const size_t k = s->indicator;
    for (size_t i = 0; !s->pipeline->quiet && i < s->r->n_rows; i++) {
        if (isnan(s->from[i]))
            continue;
        if (isnan(s->to[i]))
            set_cell(s->pipeline, k, i, CELL_UNDEFINED);
        else if (changed == CELL_TREATED && s->to[i] != s->from[i] &&
                 cell_is_observed(s->r->cell[k][i]))
            set_cell(s->pipeline, k, i, CELL_TREATED);
    }
}

/* ---- columns ---------------------------------------------------------------------------- */

/* Gives the stage a column of its own to write into: a rerun's, else one that no result has yet. */
static int make_writable(struct indicator_stage *s, double *const *own, struct error *e)
{
    if (!own && !s->spare)
        s->spare = arena_array(s->r->arena, s->r->n_rows, sizeof *s->spare);
    s->to = own ? own[s->indicator] : s->spare;
    return s->to ? OK : error_no_memory(e);
}

/* What the stage has made, from now on a result. */
static double *keep_own(struct indicator_stage *s)
{
    s->spare = NULL;
    return s->to;
}

/* The same for who only reads it: what there was, where no bit differs. Not in a rerun, which has
   its columns anyway. */
static const double *keep(struct indicator_stage *s)
{
    const size_t bytes = s->r->n_rows * sizeof *s->to;
    return !s->pipeline->from && memcmp(s->to, s->from, bytes) == 0 ? s->from : keep_own(s);
}

/* The deviation from the best values takes the place of what is normalised. */
static int deviate(struct indicator_stage *s, struct error *e)
{
    struct results *r = s->r;
    const size_t k = s->indicator;
    double **own = s->pipeline->own.deviation;
    if (!s->in->near.kind)
        return OK;
    r->deviation[k] = own ? own[k] : arena_array(r->arena, r->n_rows, sizeof **r->deviation);
    if (!r->deviation[k])
        return error_no_memory(e);
    for (size_t i = 0; i < r->n_rows; i++) {
        r->deviation[k][i] = polarity_deviation(&s->in->near, s->from[i]);
        if (!s->pipeline->quiet && isnan(r->deviation[k][i]) && !isnan(s->from[i]))
            set_cell(s->pipeline, k, i, CELL_UNDEFINED);
    }
    s->from = r->deviation[k];
    return OK;
}

/* ---- stages ----------------------------------------------------------------------------- */

static int impute(struct indicator_stage *s, struct error *e)
{
    int status = make_writable(s, s->pipeline->own.imputed, e);
    if (!status)
        status = stage_impute(s, e);
    if (status)
        return status;
    blank_aside(s, s->to);
    blank_withheld(s, s->to);
    if (s->in->disturb)
        s->in->disturb(s->r, s->indicator, s->to, s->pipeline->changes->disturb_data);
    transform(s, s->to);
    s->r->imputed[s->indicator] = keep(s);
    return OK;
}

static int treat(struct indicator_stage *s, struct error *e)
{
    int status = make_writable(s, s->pipeline->own.treated, e);
    if (!status)
        status = stage_over_groups(s, &s->pipeline->groups, s->in->base, e);
    if (status)
        return status;
    mark(s, CELL_TREATED);
    s->r->treated[s->indicator] = keep(s);
    return OK;
}

static const struct node *node_of(const struct indicator_stage *s)
{
    const struct tree *t = &s->r->plan->tree;
    return &t->nodes[t->indicators[s->indicator]];
}

static int normalise(struct indicator_stage *s, struct error *e)
{
    int status = make_writable(s, s->pipeline->own.normalised, e);
    if (!status)
        status = deviate(s, e);
    if (!status)
        status = stage_over_groups(s, &s->pipeline->groups, s->in->base, e);
    if (status)
        return status;
    if (s->in->rescale.on)
        run_rescale(s->pipeline, node_of(s), s->in->base, s->to);
    mark(s, CELL_OBSERVED);
    s->r->normalised[s->indicator] = keep_own(s);
    return OK;
}

/* The column of the run that is repeated. */
static void take_back(struct pipeline *w, size_t k, enum heng_stage stage)
{
    if (stage == HENG_IMPUTE)
        w->r->imputed[k] = w->from->imputed[k];
    if (stage == HENG_TREAT)
        w->r->treated[k] = w->from->treated[k];
    if (stage == HENG_NORMALISE) {
        w->r->deviation[k] = w->from->deviation[k];
        w->r->normalised[k] = w->from->normalised[k];
    }
}

static int run_indicator(struct pipeline *w, size_t k, struct error *e)
{
    static int (*const run[INDICATOR_STAGES])(struct indicator_stage *,
                                              struct error *) = {impute, treat, normalise};
    struct indicator_stage *s = &w->indicator;
    const struct tree *t = &w->r->plan->tree;
    int status = OK;
    stage_inputs_of(w->r, k, w->others, w->changes, s->inputs);
    s->inputs[0].observed = w->from && pipeline_observes_alike(w, k) ? w->from : w->r;
    s->indicator = k;
    s->id = t->nodes[t->indicators[k]].id;
    s->where = t->nodes[t->indicators[k]].where;
    for (size_t i = 0; !status && i < INDICATOR_STAGES; i++) {
        const enum heng_stage stage = (enum heng_stage)(HENG_IMPUTE + i);
        s->inputs[i].from = s->from = column_before(w->r, k, stage);
        s->in = &s->inputs[i];
        if (w->from && stage_inputs_equal(s->in, &w->was[k * INDICATOR_STAGES + i]))
            take_back(w, k, stage);
        else
            status = run[i](s, e);
    }
    return status;
}

/* Of an indicator that is set aside no value is left, in any stage. */
static int take_none(struct pipeline *w, size_t k, struct error *e)
{
    struct results *r = w->r;
    if (w->from && w->from->node_excluded[r->plan->tree.indicators[k]]) {
        for (size_t i = 0; i < INDICATOR_STAGES; i++)
            take_back(w, k, (enum heng_stage)(HENG_IMPUTE + i));
        return OK;
    }
    if (!w->none && !(w->none = new_column(r, r->arena)))
        return error_no_memory(e);
    r->imputed[k] = r->treated[k] = r->raw[k];
    r->normalised[k] = w->none;
    return OK;
}

int run_indicators(struct pipeline *w, struct error *e)
{
    const struct tree *t = &w->r->plan->tree;
    int status = OK;
    for (size_t k = 0; !w->indicators_unchanged && !status && k < t->n_indicators; k++) {
        status =
            w->r->node_excluded[t->indicators[k]] ? take_none(w, k, e) : run_indicator(w, k, e);
        if (!status)
            results_rest_sources(w->r, k);
    }
    return status;
}
