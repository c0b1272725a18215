/* SPDX-License-Identifier: MIT */
/* A run repeated with other settings, in a workspace that stays. */
#include "run/rerun.h"

#include <math.h>
#include <string.h>

#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* n columns of any content, or NULL. */
static double **columns(const struct results *r, size_t n, struct arena *a)
{
    double **c = arena_array(a, n, sizeof *c);
    for (size_t i = 0; c && i < n; i++)
        c[i] = arena_array(a, r->n_rows, sizeof **c);
    return c;
}

static bool new_columns_of_its_own(struct pipeline *w, struct arena *a)
{
    struct results *r = w->r;
    const struct tree *t = &r->plan->tree;
    w->own.imputed = columns(r, t->n_indicators, a);
    w->own.treated = columns(r, t->n_indicators, a);
    w->own.normalised = columns(r, t->n_indicators, a);
    w->own.score = columns(r, t->n, a);
    w->own.deviation = arena_array(a, t->n_indicators, sizeof *w->own.deviation);
    w->none = new_column(r, a);
    for (size_t k = 0; w->own.deviation && k < t->n_indicators; k++) {
        if (t->nodes[t->indicators[k]].near.kind)
            w->own.deviation[k] = arena_array(a, r->n_rows, sizeof(double));
        r->cell[k] = w->writable_cell[k] = arena_alloc(a, r->n_rows);
    }
    return !arena_failed(a);
}

static const bool *list_whole(const struct results *from, struct arena *a)
{
    const size_t n = from->plan->tree.n_indicators;
    bool *whole = arena_array(a, n, sizeof *whole);
    for (size_t k = 0; whole && k < n; k++)
        whole[k] = stats_count(from->raw[k], from->n_rows) == from->n_rows;
    return whole;
}

/* What the columns of the first run came from. */
static bool list_inputs(struct pipeline *w, struct arena *a)
{
    const size_t n = w->from->plan->tree.n_indicators;
    w->was = arena_array(a, n * INDICATOR_STAGES, sizeof *w->was);
    for (size_t k = 0; w->was && k < n; k++) {
        struct stage_inputs *was = &w->was[k * INDICATOR_STAGES];
        stage_inputs_of(w->from, k, w->from, w->changes, was);
        was->observed = w->from;
        for (size_t i = 0; i < INDICATOR_STAGES; i++)
            was[i].from = column_before(w->from, k, (enum heng_stage)(HENG_IMPUTE + i));
    }
    w->base_was = reference_base(w->from, w->from->plan->base, w->from->plan->base_units);
    return w->was;
}

int rerun_new(const struct results *from, struct plan *plan, struct arena *workspace,
              struct pipeline **to, struct error *e)
{
    struct pipeline *w = arena_alloc(workspace, sizeof *w);
    struct results *r = arena_alloc(workspace, sizeof *r);
    int status;
    *to = w;
    if (!w || !r)
        return error_no_memory(e);
    w->from = from;
    w->quiet = true;
    r->plan = plan;
    r->n_units = from->n_units;
    r->n_periods = from->n_periods;
    r->n_rows = from->n_rows;
    r->n_blocks = from->n_blocks;
    r->blocks = from->blocks;
    r->unit_excluded = from->unit_excluded;
    if (!results_arrays(r, true, workspace))
        return error_no_memory(e);
    status = pipeline_begin(w, r, workspace, e);
    if (status)
        return status;
    w->indicator.call = arena_new();
    w->indicator.whole = list_whole(from, workspace);
    if (!w->indicator.call || !w->indicator.whole || !new_columns_of_its_own(w, workspace) ||
        !list_inputs(w, workspace))
        return error_no_memory(e);
    return OK;
}

/* ---- one rerun -------------------------------------------------------------------------- */

static void set_aside(struct pipeline *w)
{
    const bool *aside = w->changes->aside;
    for (size_t i = 0; i < w->r->plan->tree.n; i++)
        w->r->node_excluded[i] = w->from->node_excluded[i] || (aside && aside[i]);
}

static void set_cells(struct pipeline *w)
{
    const struct results *r = w->r;
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        for (size_t i = 0; i < r->n_rows; i++)
            w->writable_cell[k][i] = (uint8_t)(isnan(r->raw[k][i]) ? CELL_MISSING : CELL_OBSERVED);
}

/* Whether no indicator can have another column than in from's run. */
static bool changes_no_indicator(const struct pipeline *w)
{
    const struct rerun_changes *c = w->changes;
    return w->r->plan->tree.nodes == w->from->plan->tree.nodes && !c->aside && !c->raw &&
           !c->disturb;
}

static void begin(struct pipeline *w, const struct rerun_changes *changes)
{
    struct results *r = w->r;
    bool unchanged;
    w->changes = changes;
    w->base = reference_base(r, r->plan->base, r->plan->base_units);
    r->arena = changes->arena;
    r->raw = changes->raw ? (const double **)changes->raw : w->from->raw;
    r->applied = NULL;
    r->n_applied = r->cap_applied = 0;
    if (r->plan->n_rules)
        memset(r->unranked, 0, r->n_rows * sizeof *r->unranked);
    unchanged = changes_no_indicator(w);
    w->indicators_unchanged = unchanged && w->were_unchanged;
    w->were_unchanged = unchanged;
    if (w->indicators_unchanged)
        return;
    set_aside(w);
    if (changes->disturb)
        set_cells(w);
    w->others = pipeline_has_others(w) ? r : w->from;
}

int rerun_run(struct pipeline *w, const struct rerun_changes *changes, struct error *e)
{
    begin(w, changes);
    return pipeline_run(w, e);
}

const struct results *rerun_results(const struct pipeline *w)
{
    return w->r;
}

void rerun_free(struct pipeline *w)
{
    if (w)
        arena_free(w->indicator.call);
}
