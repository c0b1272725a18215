/* SPDX-License-Identifier: MIT */
/* A run repeated with other settings, in rooms that stay: what has not changed is not computed
 * anew. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* ---- what has changed ------------------------------------------------------------------- */

/* Parameters are never written in place: another value has another place. */
static bool same_bound(const struct bound_method *a, const struct bound_method *b)
{
    return a->method == b->method && a->params == b->params && a->parts == b->parts &&
           a->n_parts == b->n_parts && stage_options_equal(&a->options, &b->options);
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static const struct node *node_then(const struct pipeline *w, size_t i)
{
    return &w->from->plan->tree.nodes[i];
}

static bool is_other(const struct pipeline *w, size_t i)
{
    return !w->again->same && (!w->again->other || w->again->other[i]);
}

/* Whether the indicator is filled in from others that are left_out, or have other values. */
static bool fills_otherwise(const struct pipeline *w, const struct node *n)
{
    const struct method *m = n->at[HENG_IMPUTE].method;
    return (w->any_left_out || w->again->raw) && m && !m->driver && method_fills(m->desc);
}

enum first_stage pipeline_first_stage(const struct pipeline *w, size_t k)
{
    const size_t i = w->r->plan->tree.indicators[k];
    const struct node *n = &w->r->plan->tree.nodes[i], *then;
    if (!w->from)
        return FROM_IMPUTE;
    then = node_then(w, i);
    if (w->r->raw[k] != w->from->raw[k] || w->again->disturb || fills_otherwise(w, n))
        return FROM_IMPUTE;
    if (!is_other(w, i))
        return FROM_NOTHING;
    if (!same_bound(&n->at[HENG_IMPUTE], &then->at[HENG_IMPUTE]) || n->transform != then->transform)
        return FROM_IMPUTE;
    if (!same_bound(&n->at[HENG_TREAT], &then->at[HENG_TREAT]) ||
        !text_equal(n->at[HENG_NORMALISE].options.base, then->at[HENG_NORMALISE].options.base))
        return FROM_TREAT;
    if (!same_bound(&n->at[HENG_NORMALISE], &then->at[HENG_NORMALISE]) ||
        n->direction != then->direction || !same_bits(n->lo, then->lo) ||
        !same_bits(n->hi, then->hi) || !same_bits(n->target, then->target) ||
        memcmp(&n->near, &then->near, sizeof n->near) != 0)
        return FROM_NORMALISE;
    return FROM_NOTHING;
}

static bool same_base(const struct pipeline *w)
{
    return text_equal(w->r->plan->base, w->from->plan->base);
}

bool pipeline_keeps_weights(const struct pipeline *w, size_t i)
{
    const struct node *n;
    size_t j;
    if (!w->from || !same_base(w))
        return false;
    n = &w->r->plan->tree.nodes[i];
    for (j = 0; j < n->n_children; j++) {
        const size_t child = n->children[j];
        if (!w->unchanged[child] || w->left_out[child] ||
            (is_other(w, child) &&
             !same_bits(w->r->plan->tree.nodes[child].weight, node_then(w, child)->weight)))
            return false;
    }
    return !w->left_out[i] && (!is_other(w, i) || same_bound(&n->at[HENG_WEIGHTS],
                                                             &node_then(w, i)->at[HENG_WEIGHTS]));
}

bool pipeline_keeps_index_weights(const struct pipeline *w)
{
    const struct tree *t = &w->r->plan->tree;
    size_t i;
    if (!w->from || !same_base(w) || w->any_left_out)
        return false;
    for (i = 0; i < t->n; i++) {
        const struct node *n = &t->nodes[i];
        if (n->kind == NODE_INDICATOR && !w->unchanged[i])
            return false;
        if (is_other(w, i) &&
            (!same_bits(n->weight, node_then(w, i)->weight) ||
             !same_bound(&n->at[HENG_WEIGHTS], &node_then(w, i)->at[HENG_WEIGHTS])))
            return false;
    }
    return true;
}

/* Whether the children of a node have, after any noise, the weights that they had. */
static bool same_weights(const struct pipeline *w, const struct node *n, size_t block)
{
    const struct results *r = w->r;
    size_t t, j, slot;
    for (t = 0; t < r->n_periods; t++)
        for (j = 0; j < n->n_children; j++) {
            slot = weight_index(r, block, t, n->children[j]);
            if (!same_bits(r->weight[slot], w->from->weight[slot]))
                return false;
        }
    return true;
}

bool pipeline_keeps_scores(const struct pipeline *w, size_t i, size_t block)
{
    const struct node *n;
    size_t j;
    if (!w->from || w->r->plan->n_rules || w->left_out[i])
        return false;
    n = &w->r->plan->tree.nodes[i];
    if (!same_weights(w, n, block))
        return false;
    for (j = 0; j < n->n_children; j++)
        if (!w->unchanged[n->children[j]])
            return false;
    return !is_other(w, i) ||
           same_bound(&n->at[HENG_AGGREGATE], &node_then(w, i)->at[HENG_AGGREGATE]);
}

/* ---- rooms -------------------------------------------------------------------------------- */

double *scratch_of(struct scratch *s, size_t n)
{
    if (n > s->n || !s->v) {
        s->v = arena_array(s->arena, n, sizeof *s->v);
        s->n = s->v ? n : 0;
    }
    return s->v;
}

/* n columns of any content, or NULL. */
static double **columns(const struct results *r, size_t n, struct arena *a)
{
    double **c = arena_array(a, n, sizeof *c);
    size_t i;
    for (i = 0; c && i < n; i++)
        c[i] = arena_array(a, r->n_rows, sizeof **c);
    return c;
}

static bool new_cells(struct results *r, struct arena *a)
{
    size_t n = r->plan->tree.n_indicators, k;
    r->cell = arena_array(a, n, sizeof *r->cell);
    r->writable_cell = arena_array(a, n, sizeof *r->writable_cell);
    for (k = 0; r->cell && r->writable_cell && k < n; k++)
        r->cell[k] = r->writable_cell[k] = arena_alloc(a, r->n_rows);
    return r->cell && r->writable_cell;
}

static bool new_results(struct results *r, struct arena *a)
{
    size_t nodes = r->plan->tree.n, n = r->plan->tree.n_indicators;
    size_t slots = r->n_blocks * r->n_periods * nodes;
    r->imputed = arena_array(a, n, sizeof *r->imputed);
    r->treated = arena_array(a, n, sizeof *r->treated);
    r->deviation = arena_array(a, n, sizeof *r->deviation);
    r->normalised = arena_array(a, n, sizeof *r->normalised);
    r->score = arena_array(a, nodes, sizeof *r->score);
    r->node_excluded = arena_array(a, nodes, sizeof *r->node_excluded);
    r->weight = arena_array(a, slots, sizeof(double));
    r->effective = arena_array(a, slots, sizeof(double));
    r->rank = arena_array(a, r->n_rows, sizeof(double));
    r->tier = arena_array(a, r->n_rows, sizeof(double));
    r->unranked = arena_array(a, r->n_rows, sizeof *r->unranked);
    return new_cells(r, a);
}

static bool new_own(struct pipeline *w, struct arena *a)
{
    const struct results *r = w->r;
    size_t n = r->plan->tree.n_indicators, i;
    w->imputed = columns(r, n, a);
    w->treated = columns(r, n, a);
    w->deviation = arena_array(a, n, sizeof *w->deviation);
    for (i = 0; w->deviation && i < n; i++)
        if (r->plan->tree.nodes[r->plan->tree.indicators[i]].near.kind)
            w->deviation[i] = arena_array(a, r->n_rows, sizeof(double));
    w->normalised = columns(r, n, a);
    w->score = columns(r, r->plan->tree.n, a);
    w->none = arena_array(a, r->n_rows, sizeof *w->none);
    w->unchanged = arena_array(a, r->plan->tree.n, sizeof *w->unchanged);
    w->left_out = arena_array(a, r->plan->tree.n, sizeof *w->left_out);
    if (arena_failed(a))
        return false;
    for (i = 0; i < r->n_rows; i++)
        w->none[i] = r->tier[i] = NAN;
    return true;
}

static const bool *list_whole(const struct results *from, struct arena *a)
{
    const size_t n = from->plan->tree.n_indicators;
    bool *whole = arena_array(a, n, sizeof *whole);
    size_t k;
    for (k = 0; whole && k < n; k++)
        whole[k] = stats_count(from->raw[k], from->n_rows) == from->n_rows;
    return whole;
}

int pipeline_begin(struct pipeline *w, struct results *r, struct arena *arena, struct error *e)
{
    struct indicator_stage *s = &w->column;
    w->r = r;
    w->scratch.arena = arena;
    s->pipeline = w;
    s->r = w->climb.r = w->ranking.r = r;
    s->scratch = w->climb.scratch = w->ranking.scratch = &w->scratch;
    s->x = arena_array(arena, r->n_rows, sizeof(double));
    s->y = arena_array(arena, r->n_rows, sizeof(double));
    s->base = arena_array(arena, r->n_rows + 1, sizeof(double)); /* see add_best_deviation */
    s->codes = stage_codes(r, arena);
    return s->x && s->y && s->base && s->codes ? node_stage_begin(w, arena, e) : error_no_memory(e);
}

int rerun_new(const struct results *from, struct plan *plan, struct arena *rooms,
              struct pipeline **to, struct error *e)
{
    struct pipeline *w = arena_alloc(rooms, sizeof *w);
    struct results *r = arena_alloc(rooms, sizeof *r);
    *to = w;
    if (!w || !r)
        return error_no_memory(e);
    w->r = r;
    w->from = from;
    r->plan = plan;
    r->quiet = true;
    r->n_units = from->n_units;
    r->n_periods = from->n_periods;
    r->n_rows = from->n_rows;
    r->n_blocks = from->n_blocks;
    r->blocks = from->blocks;
    r->unit_excluded = from->unit_excluded;
    if (!new_results(r, rooms) || arena_failed(rooms) || !new_own(w, rooms))
        return error_no_memory(e);
    w->column.call = arena_new();
    w->column.whole = list_whole(from, rooms);
    if (!w->column.call || !w->column.whole)
        return error_no_memory(e);
    return pipeline_begin(w, r, rooms, e);
}

/* ---- walking -------------------------------------------------------------------------------- */

static void set_aside(struct pipeline *w)
{
    const bool *aside = w->again->aside;
    size_t i;
    w->any_left_out = false;
    for (i = 0; i < w->r->plan->tree.n; i++) {
        w->left_out[i] = aside && aside[i] && !w->from->node_excluded[i];
        w->r->node_excluded[i] = w->from->node_excluded[i] || w->left_out[i];
        w->any_left_out = w->any_left_out || w->left_out[i];
    }
}

/* The columns of an indicator: those that it had as far as they are the same, then the pipeline's
 * own.
 */
static void set_columns(struct pipeline *w, size_t k)
{
    struct results *r = w->r;
    const size_t i = r->plan->tree.indicators[k];
    const enum first_stage first = pipeline_first_stage(w, k);
    r->imputed[k] = first > FROM_IMPUTE ? w->from->imputed[k] : w->imputed[k];
    r->treated[k] = first > FROM_TREAT ? w->from->treated[k] : w->treated[k];
    r->deviation[k] = first > FROM_NORMALISE ? w->from->deviation[k] : w->deviation[k];
    r->normalised[k] = first > FROM_NORMALISE ? w->from->normalised[k] : w->normalised[k];
    w->unchanged[i] = first == FROM_NOTHING && !w->left_out[i];
    if (r->node_excluded[i])
        r->normalised[k] = w->none;
}

static void set_cells(struct results *r)
{
    size_t k, i;
    for (k = 0; k < r->plan->tree.n_indicators; k++)
        for (i = 0; i < r->n_rows; i++)
            r->writable_cell[k][i] = (uint8_t)(isnan(r->raw[k][i]) ? CELL_MISSING : CELL_OBSERVED);
}

static void set_all_columns(struct pipeline *w)
{
    struct results *r = w->r;
    size_t k;
    memcpy(r->score, w->score, r->plan->tree.n * sizeof *r->score);
    set_aside(w);
    for (k = 0; k < r->plan->tree.n_indicators; k++)
        set_columns(w, k);
    if (r->disturb)
        set_cells(r);
}

static void set_results(struct pipeline *w)
{
    const struct rerun_changes *a = w->again;
    const bool indicators_unchanged = a->same && !a->aside && !a->raw && !a->disturb;
    struct results *r = w->r;
    r->arena = a->arena;
    r->raw = a->raw ? (const double **)a->raw : w->from->raw;
    r->adjust = a->adjust;
    r->adjust_data = a->adjust_data;
    r->disturb = a->disturb;
    r->disturb_data = a->disturb_data;
    r->applied = NULL;
    r->n_applied = r->cap_applied = 0;
    if (r->plan->n_rules)
        memset(r->unranked, 0, r->n_rows * sizeof *r->unranked);
    if (!indicators_unchanged || !w->indicators_unchanged)
        set_all_columns(w);
    w->indicators_unchanged = indicators_unchanged;
}

int rerun_run(struct pipeline *w, const struct rerun_changes *a, struct error *e)
{
    int status;
    w->again = a;
    set_results(w);
    status = run_stages(w, e);
    if (!status)
        status = run_tree(w, e);
    if (!status && w->r->plan->n_rules)
        status = run_rank_rules(w->r, e);
    return status ? status : run_ranks(w, e);
}

const struct results *rerun_results(const struct pipeline *w)
{
    return w->r;
}

void rerun_free(struct pipeline *w)
{
    if (w)
        arena_free(w->column.call);
}
