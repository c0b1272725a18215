/* SPDX-License-Identifier: MIT */
/* A first run, from the plan to its results. */
#include "run/run.h"

#include "run/pipeline_internal.h"

static bool set_blocks(struct results *r)
{
    const struct plan *p = r->plan;
    r->n_blocks = p->fixed.class.scale == SCALE_COMMON ? 1 : p->n_classes;
    r->blocks = arena_array(r->arena, r->n_blocks, sizeof *r->blocks);
    if (!r->blocks)
        return false;
    for (size_t c = 0; c < r->n_blocks; c++)
        r->blocks[c] = (struct reference_group){p->classes[c].first, p->classes[c].n};
    if (p->fixed.class.scale == SCALE_COMMON)
        r->blocks[0] = (struct reference_group){0, r->n_units};
    return true;
}

/* Nodes have columns of their own; indicators' scores are what they are normalised to. */
static bool set_scores(struct results *r)
{
    const struct tree *t = &r->plan->tree;
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE) {
            r->score[i] = new_column(r, r->arena);
            r->imputed_share[i] = new_column(r, r->arena);
        }
    return !arena_failed(r->arena);
}

/* From the sources of the indicators to tiers. */
static int score(struct results *r, struct error *e)
{
    struct pipeline w = {0};
    struct arena *workspace = arena_new();
    int status = workspace ? pipeline_begin(&w, r, workspace, e) : error_no_memory(e);
    if (!status)
        status = run_columns(&w, e);
    if (!status)
        status = run_screen(&w, e);
    if (!status)
        status = pipeline_run(&w, e);
    if (workspace && arena_failed(workspace))
        arena_fail(r->arena);
    arena_free(workspace);
    return status;
}

int run_plan(struct plan *p, struct results **out, struct error *e)
{
    struct arena *a = arena_new();
    struct results *r = a ? arena_alloc(a, sizeof *r) : NULL;
    int status;
    *out = NULL;
    if (!r) {
        arena_free(a);
        return error_no_memory(e);
    }
    r->arena = a;
    r->plan = p;
    r->n_units = p->table->n_units;
    r->n_periods = p->table->n_periods;
    r->n_rows = p->table->n_rows;
    registry_restart(p->registry);
    status =
        set_blocks(r) && results_arrays(r, false, a) && set_scores(r) ? OK : error_no_memory(e);
    if (!status && !p->tree.n_indicators)
        status = error_set(e, p->failures.n ? ERR_PART : ERR_PROFILE,
                           "%s: nothing is left to score; no output is written", p->profile->path);
    if (!status) {
        results_begin_rest(r);
        status = score(r, e);
    }
    if (!status)
        status = run_analyses(r, e);
    if (!status)
        status = run_selection(r, e);
    if (!status || status == ERR_PART)
        status = plan_memory(p, e) ? ERR_MEMORY : status;
    if (arena_failed(a))
        status = error_no_memory(e);
    if (status)
        results_free(r);
    else
        *out = r;
    return status;
}
