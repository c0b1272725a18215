/* SPDX-License-Identifier: MIT */
/* The stages in a row, and all that they work with. */
#include "run/pipeline_internal.h"

int pipeline_begin(struct pipeline *w, struct results *r, struct arena *arena, struct error *e)
{
    static const struct rerun_changes none = {0};
    struct indicator_stage *s = &w->indicator;
    const size_t n = r->plan->tree.n_indicators;
    w->r = s->r = w->node.r = w->ranking.r = r;
    s->pipeline = w->node.pipeline = w->ranking.pipeline = w;
    s->workspace = w->node.workspace = w->ranking.workspace = &w->workspace;
    w->workspace.arena = arena;
    w->changes = &none;
    w->others = r;
    w->base = reference_base(r, r->plan->base, r->plan->base_units);
    w->writable_raw = arena_array(arena, n, sizeof *w->writable_raw);
    w->writable_cell = arena_array(arena, n, sizeof *w->writable_cell);
    w->failed = arena_array(arena, r->plan->tree.n, sizeof *w->failed);
    w->dropped = arena_array(arena, r->plan->tree.n, sizeof *w->dropped);
    s->x = arena_array(arena, r->n_rows, sizeof(double));
    s->y = arena_array(arena, r->n_rows, sizeof(double));
    s->base = arena_array(arena, r->n_rows + 1, sizeof(double)); /* see add_best_deviation */
    if (!w->writable_raw || !w->writable_cell || !w->failed || !w->dropped || !s->x || !s->y ||
        !s->base || !groups_of(&w->groups, r, r->blocks, r->n_blocks, arena))
        return error_no_memory(e);
    return node_stage_begin(w, arena, e);
}

int pipeline_run(struct pipeline *w, struct error *e)
{
    int status = run_indicators(w, e);
    if (!status)
        status = run_tree(w, e);
    if (!status && w->r->plan->n_rules)
        status = run_rank_rules(w, e);
    return status ? status : run_ranks(w, e);
}
