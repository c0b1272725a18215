/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "run/stages.h"

double **new_columns(struct results *r, size_t n)
{
    double **c = arena_array(r->arena, n, sizeof *c);
    size_t i, k;
    for (i = 0; c && i < n; i++) {
        c[i] = arena_array(r->arena, r->n_rows, sizeof **c);
        if (!c[i])
            return NULL;
        for (k = 0; k < r->n_rows; k++)
            c[i][k] = NAN;
    }
    return c;
}

static bool set_blocks(struct results *r)
{
    const struct plan *p = r->plan;
    size_t c;
    r->n_blocks = p->class_options.scale == SCALE_COMMON ? 1 : p->n_classes;
    r->blocks = arena_array(r->arena, r->n_blocks, sizeof *r->blocks);
    if (!r->blocks)
        return false;
    for (c = 0; c < r->n_blocks; c++)
        r->blocks[c] = (struct block){p->classes[c].first, p->classes[c].n};
    if (p->class_options.scale == SCALE_COMMON)
        r->blocks[0] = (struct block){0, r->n_units};
    return true;
}

static bool set_columns(struct results *r)
{
    size_t n = r->plan->tree.n_indicators, nodes = r->plan->tree.n, i;
    size_t slots = r->n_blocks * r->n_periods * nodes;
    r->raw = new_columns(r, n);
    r->imputed = new_columns(r, n);
    r->treated = new_columns(r, n);
    r->normalised = new_columns(r, n);
    r->score = new_columns(r, nodes);
    r->imputed_share = new_columns(r, nodes);
    r->deviation = arena_array(r->arena, n, sizeof *r->deviation);
    r->unit_aside = arena_array(r->arena, r->n_rows, sizeof *r->unit_aside);
    r->node_aside = arena_array(r->arena, nodes, sizeof *r->node_aside);
    r->cell = arena_array(r->arena, n, sizeof *r->cell);
    r->weight = arena_array(r->arena, slots, sizeof(double));
    r->effective = arena_array(r->arena, slots, sizeof(double));
    r->rank = arena_array(r->arena, r->n_rows, sizeof(double));
    r->tier = arena_array(r->arena, r->n_rows, sizeof(double));
    r->unranked = arena_array(r->arena, r->n_rows, sizeof *r->unranked);
    if (!r->raw || !r->imputed || !r->treated || !r->normalised || !r->score || !r->imputed_share ||
        !r->cell || !r->weight || !r->effective || !r->rank || !r->deviation || !r->unit_aside ||
        !r->node_aside || !r->tier || !r->unranked)
        return false;
    for (i = 0; i < r->n_rows; i++)
        r->tier[i] = NAN;
    for (i = 0; i < n; i++) {
        const struct node *node = &r->plan->tree.nodes[r->plan->tree.indicators[i]];
        r->cell[i] = arena_alloc(r->arena, r->n_rows);
        if (node->near.kind)
            r->deviation[i] = arena_array(r->arena, r->n_rows, sizeof(double));
        if (!r->cell[i] || (node->near.kind && !r->deviation[i]))
            return false;
    }
    return true;
}

/* impute to tiers. */
static int walk(struct results *r, struct error *e)
{
    struct walk w = {0};
    int status = walk_begin(&w, r, r->arena, e);
    if (!status)
        status = run_stages(&w, e);
    if (!status)
        status = run_tree(&w, e);
    if (!status)
        status = run_rank_rules(r, e);
    return status ? status : run_ranks(&w, e);
}

int run_plan(struct plan *p, struct results **out, struct error *e)
{
    struct arena *a = arena_new();
    struct results *r = a ? arena_alloc(a, sizeof *r) : NULL;
    int status;
    *out = NULL;
    if (!r) {
        arena_free(a);
        return error_set(e, ERR_MEMORY, "out of memory");
    }
    r->arena = a;
    r->plan = p;
    r->n_units = p->table->n_units;
    r->n_periods = p->table->n_periods;
    r->n_rows = p->table->n_rows;
    status = set_blocks(r) && set_columns(r) ? OK : error_set(e, ERR_MEMORY, "out of memory");
    if (!status && !p->tree.n_indicators)
        status = error_set(e, p->failures.n ? ERR_PART : ERR_PROFILE,
                           "%s: nothing is left to score; no output is written", p->profile->path);
    if (!status)
        status = run_columns(r, e);
    if (!status)
        status = run_screen(r, e);
    if (!status)
        status = walk(r, e);
    if (!status)
        status = run_analyses(r, e);
    if (!status)
        status = run_selection(r, e);
    if (!status || status == ERR_PART)
        status = plan_memory(p, e) ? ERR_MEMORY : status;
    if (arena_failed(a))
        status = error_set(e, ERR_MEMORY, "out of memory");
    if (status)
        results_free(r);
    else
        *out = r;
    return status;
}

void results_free(struct results *r)
{
    if (r)
        arena_free(r->arena);
}
