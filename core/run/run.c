/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "run/pipeline_internal.h"

double *new_column(struct results *r)
{
    double *c = arena_array(r->arena, r->n_rows, sizeof *c);
    size_t i;
    for (i = 0; c && i < r->n_rows; i++)
        c[i] = NAN;
    return c;
}

double **new_columns(struct results *r, size_t n)
{
    double **c = arena_array(r->arena, n, sizeof *c);
    size_t i;
    for (i = 0; c && i < n; i++)
        if (!(c[i] = new_column(r)))
            return NULL;
    return c;
}

double *writable_raw(struct results *r, size_t k)
{
    double *to = r->writable_raw[k];
    if (to || !(to = arena_array(r->arena, r->n_rows, sizeof *to)))
        return to;
    memcpy(to, r->raw[k], r->n_rows * sizeof *to);
    r->raw[k] = r->writable_raw[k] = to;
    return to;
}

uint8_t *writable_cell(struct results *r, size_t k)
{
    uint8_t *to = r->writable_cell[k];
    if (to || !(to = arena_alloc(r->arena, r->n_rows)))
        return to;
    memcpy(to, r->cell[k], r->n_rows);
    r->cell[k] = r->writable_cell[k] = to;
    return to;
}

void set_cell(struct results *r, size_t k, size_t row, enum cell cell)
{
    uint8_t *to = r->cell[k][row] == (uint8_t)cell ? NULL : writable_cell(r, k);
    if (to)
        to[row] = (uint8_t)cell;
}

static bool set_blocks(struct results *r)
{
    const struct plan *p = r->plan;
    size_t c;
    r->n_blocks = p->fixed.class.scale == SCALE_COMMON ? 1 : p->n_classes;
    r->blocks = arena_array(r->arena, r->n_blocks, sizeof *r->blocks);
    if (!r->blocks)
        return false;
    for (c = 0; c < r->n_blocks; c++)
        r->blocks[c] = (struct reference_group){p->classes[c].first, p->classes[c].n};
    if (p->fixed.class.scale == SCALE_COMMON)
        r->blocks[0] = (struct reference_group){0, r->n_units};
    return true;
}

static bool set_columns(struct results *r)
{
    size_t n = r->plan->tree.n_indicators, nodes = r->plan->tree.n, i;
    size_t slots = r->n_blocks * r->n_periods * nodes;
    r->raw = arena_array(r->arena, n, sizeof *r->raw);
    r->writable_raw = arena_array(r->arena, n, sizeof *r->writable_raw);
    r->imputed = arena_array(r->arena, n, sizeof *r->imputed);
    r->treated = arena_array(r->arena, n, sizeof *r->treated);
    r->normalised = arena_array(r->arena, n, sizeof *r->normalised);
    r->score = arena_array(r->arena, nodes, sizeof *r->score);
    r->imputed_share = arena_array(r->arena, nodes, sizeof *r->imputed_share);
    r->deviation = arena_array(r->arena, n, sizeof *r->deviation);
    r->unit_excluded = arena_array(r->arena, r->n_rows, sizeof *r->unit_excluded);
    r->node_excluded = arena_array(r->arena, nodes, sizeof *r->node_excluded);
    r->cell = arena_array(r->arena, n, sizeof *r->cell);
    r->writable_cell = arena_array(r->arena, n, sizeof *r->writable_cell);
    r->weight = arena_array(r->arena, slots, sizeof(double));
    r->effective = arena_array(r->arena, slots, sizeof(double));
    r->rank = arena_array(r->arena, r->n_rows, sizeof(double));
    r->tier = arena_array(r->arena, r->n_rows, sizeof(double));
    r->unranked = arena_array(r->arena, r->n_rows, sizeof *r->unranked);
    if (arena_failed(r->arena))
        return false;
    for (i = 0; i < r->n_rows; i++)
        r->tier[i] = NAN;
    for (i = 0; i < n; i++) {
        const struct node *node = &r->plan->tree.nodes[r->plan->tree.indicators[i]];
        if (node->near.kind)
            r->deviation[i] = arena_array(r->arena, r->n_rows, sizeof(double));
    }
    for (i = 0; i < nodes; i++)
        if (r->plan->tree.nodes[i].kind == NODE_AGGREGATE) {
            r->score[i] = new_column(r);
            r->imputed_share[i] = new_column(r);
        }
    return !arena_failed(r->arena);
}

/* impute to tiers. */
static int pipeline(struct results *r, struct error *e)
{
    struct pipeline w = {0};
    struct arena *rooms = arena_new(); /* what nobody reads later */
    int status = rooms ? pipeline_begin(&w, r, rooms, e) : error_no_memory(e);
    if (!status)
        status = run_stages(&w, e);
    if (!status)
        status = run_tree(&w, e);
    if (!status)
        status = run_rank_rules(r, e);
    if (!status)
        status = run_ranks(&w, e);
    if (rooms && arena_failed(rooms))
        arena_fail(r->arena);
    arena_free(rooms);
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
    status = set_blocks(r) && set_columns(r) ? OK : error_no_memory(e);
    if (!status && !p->tree.n_indicators)
        status = error_set(e, p->failures.n ? ERR_PART : ERR_PROFILE,
                           "%s: nothing is left to score; no output is written", p->profile->path);
    if (!status)
        status = run_columns(r, e);
    if (!status)
        status = run_screen(r, e);
    if (!status)
        status = pipeline(r, e);
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

void results_free(struct results *r)
{
    if (r)
        arena_free(r->arena);
}
