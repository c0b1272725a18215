/* SPDX-License-Identifier: MIT */
/* The stages that go up the tree: weights (weigh.c), aggregation, the share of imputed data. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* The mean of a child's scores stands in for one that is missing (missing = impute). */
static const double *fill(const double *x, const bool *aside, size_t n, double *to)
{
    double mean = stats_mean(x, n);
    for (size_t i = 0; i < n; i++)
        to[i] = isnan(x[i]) && !aside[i] ? mean : x[i];
    return to;
}

/* missing = fail: a unit that lacks a child has no score. */
static void drop_incomplete(const struct heng_aggregate_call *call)
{
    for (size_t j = 0; j < call->m; j++)
        for (size_t u = 0; call->w[j] > 0 && u < call->n; u++)
            if (isnan(call->x[j][u]))
                call->y[u] = NAN;
}

/* Rows that are put together in one call: of a block in a period, or all. */
struct rows {
    size_t first, n;
    size_t block, period; /* whose weights they have */
};

static struct rows rows_of_block(const struct results *r, size_t block, size_t period)
{
    const struct reference_group *b = &r->blocks[block];
    return (struct rows){results_row(r, period, b->first), b->n, block, period};
}

/* The children's scores and weights; false: a weight is undefined. */
static bool take_children(struct node_stage *c, const struct node *n, const struct rows *rows)
{
    struct results *r = c->r;
    const double *w = &r->weight[weight_index(r, rows->block, rows->period, 0)];
    const bool fills = n->at[HENG_AGGREGATE].options.missing == MISSING_IMPUTE;
    bool defined = true;
    for (size_t j = 0; j < n->n_children; j++) {
        const size_t child = n->children[j];
        const double *x = r->score[child] + rows->first;
        c->w[j] = w[child];
        c->x[j] = fills
                      ? fill(x, r->unit_excluded + rows->first, rows->n, c->filled + j * r->n_units)
                      : x;
        defined = defined && !isnan(c->w[j]);
    }
    return defined;
}

/* ---- scores of nothing but imputed values ----------------------------------------------- */

enum { WITHHELD_SHOWN = 10 };

static void note_withheld(struct node_stage *c, size_t row)
{
    const struct table *t = c->p->table;
    const size_t period = row / c->r->n_units, unit = c->p->order[row % c->r->n_units];
    if (c->n_withheld++ >= WITHHELD_SHOWN)
        return;
    str_printf(&c->withheld, "%s%s", c->n_withheld > 1 ? ", " : "", t->codes[unit]);
    if (c->r->n_periods > 1)
        str_printf(&c->withheld, " (%s)", t->periods[period]);
}

static void withhold(struct node_stage *c, size_t i, const struct rows *rows)
{
    double *y = c->r->score[i] + rows->first;
    const bool dropped = !c->pipeline->quiet && c->pipeline->dropped[i];
    for (size_t u = 0; u < rows->n; u++) {
        const size_t row = rows->first + u;
        if ((isnan(y[u]) && (!dropped || c->r->unit_excluded[row])) || !is_withheld(c->r, i, row))
            continue;
        y[u] = NAN;
        if (!c->pipeline->quiet)
            note_withheld(c, row);
    }
}

static void tell_withheld(struct node_stage *c, size_t i)
{
    if (c->n_withheld && pipeline_tells(c->pipeline, i))
        messages_add(&c->p->warnings, OK,
                     "node %s: no score for %zu of %zu, of whom it has no observed value: %s%s; "
                     "[aggregate] unobserved = score lets imputed values alone make one",
                     c->p->tree.nodes[i].id, c->n_withheld, c->r->n_rows,
                     c->withheld.s ? c->withheld.s : "",
                     c->n_withheld > WITHHELD_SHOWN ? ", ..." : "");
    if (c->withheld.failed)
        arena_fail(c->r->arena);
    str_fini(&c->withheld);
    c->n_withheld = 0;
}

/* Where a call stands, for what its method warns of. */
struct node_place {
    struct node_stage *c;
    const struct node *n;
    const char *const *ids; /* of the children */
    const struct rows *rows;
};

static void on_warning(void *warn_data, size_t column, const char *text)
{
    const struct node_place *at = warn_data;
    const char *group = group_name(at->c->r, at->c->r->n_blocks, at->rows->block, at->rows->period);
    const char *method = at->n->at[HENG_AGGREGATE].method->desc->name;
    struct messages *to = &at->c->p->warnings;
    if (column < at->n->n_children)
        messages_add_once(to, OK, "node %s%s: %s: %s: %s", at->n->id, group, method,
                          at->ids[column], text);
    else
        messages_add_once(to, OK, "node %s%s: %s: %s", at->n->id, group, method, text);
}

/* Whether a node has no score in a row though it has what it is made of: its method has none there
   (a geometric mean below 0), or one below it has. Without data, and where missing = fail says so,
   a node is missing instead. */
static bool is_undefined(const struct results *r, size_t i, size_t slot, size_t row)
{
    const struct node *n = &r->plan->tree.nodes[i];
    const bool fails =
        n->kind == NODE_AGGREGATE && n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL;
    bool any = false;
    if (n->kind == NODE_INDICATOR || !isnan(r->score[i][row]) || is_withheld(r, i, row))
        return false;
    for (size_t j = 0; j < n->n_children; j++) {
        const size_t child = n->children[j];
        if (!(r->weight[slot + child] > 0))
            continue;
        if (is_undefined(r, child, slot, row))
            return true;
        if (isnan(r->score[child][row]) && fails)
            return false;
        any = any || !isnan(r->score[child][row]);
    }
    return any;
}

/* A child that is undefined is not missing: nothing stands in for it, and no sibling takes over its
   weight. Returns how many scores that costs. */
static size_t drop_undefined(const struct node_stage *c, const struct node *n,
                             const struct rows *rows, double *y)
{
    const struct results *r = c->r;
    const size_t slot = weight_index(r, rows->block, rows->period, 0);
    size_t lost = 0;
    for (size_t j = 0; j < n->n_children; j++) {
        const size_t child = n->children[j];
        if (r->plan->tree.nodes[child].kind == NODE_INDICATOR || !(r->weight[slot + child] > 0))
            continue;
        for (size_t u = 0; u < rows->n; u++)
            if (!isnan(y[u]) && isnan(r->score[child][rows->first + u]) &&
                is_undefined(r, child, slot, rows->first + u)) {
                y[u] = NAN;
                lost++;
            }
    }
    return lost;
}

static void tell_undefined(const struct node_stage *c, const struct node *n,
                           const struct rows *rows, size_t lost)
{
    if (lost && !c->pipeline->quiet)
        messages_add_once(
            &c->p->warnings, OK,
            "node %s%s: %zu score%s undefined, as a child's is (its weight is not given "
            "to others)",
            n->id, group_name(c->r, c->r->n_blocks, rows->block, rows->period), lost,
            lost == 1 ? " is" : "s are");
}

static int aggregate(struct node_stage *c, size_t i, const struct rows *rows, struct error *e)
{
    struct results *r = c->r;
    const struct node *n = &c->p->tree.nodes[i];
    struct node_place at = {c, n, c->child_ids[i], rows};
    char why[WHY_MAX];
    struct heng_aggregate_call call = {.n = rows->n,
                                       .m = n->n_children,
                                       .x = c->x,
                                       .w = c->w,
                                       .ids = c->child_ids[i],
                                       .y = r->score[i] + rows->first,
                                       .why = why,
                                       .why_size = sizeof why,
                                       .warn = c->pipeline->quiet ? NULL : on_warning,
                                       .warn_data = &at};
    int answer = HENG_UNDEFINED;
    why[0] = '\0';
    if (take_children(c, n, rows) && n->at[HENG_AGGREGATE].method && n->n_children) {
        call.scratch = workspace_of(c->workspace,
                                    method_scratch(n->at[HENG_AGGREGATE].method, call.n, call.m));
        if (!call.scratch)
            return error_no_memory(e);
        answer = (c->pipeline->quiet ? method_aggregate_quietly : method_aggregate)(
            n->at[HENG_AGGREGATE].method, n->at[HENG_AGGREGATE].params, &call, e);
    }
    if (answer == HENG_FAIL && method_is_core(n->at[HENG_AGGREGATE].method))
        return error_prefix(e, "%s: node %s%s", n->where, n->id,
                            group_name(r, r->n_blocks, rows->block, rows->period));
    if (answer == HENG_FAIL)
        node_stage_part_failed(c, n, rows->block, rows->period, n->at[HENG_AGGREGATE].method, e);
    else if (why[0] && pipeline_tells(c->pipeline, i))
        messages_add_once(&c->p->warnings, OK, "node %s%s: %s: %s", n->id,
                          group_name(r, r->n_blocks, rows->block, rows->period),
                          n->at[HENG_AGGREGATE].method->desc->name, why);
    for (size_t u = 0; answer != HENG_OK && u < rows->n; u++)
        call.y[u] = NAN;
    if (answer == HENG_OK && n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL)
        drop_incomplete(&call);
    withhold(c, i, rows);
    if (answer == HENG_OK)
        tell_undefined(c, n, rows, drop_undefined(c, n, rows, call.y));
    return OK;
}

/* Of a node that has a score. */
static double imputed_part(const struct results *r, size_t i, size_t row)
{
    const struct node *n = &r->plan->tree.nodes[i];
    return n->kind == NODE_AGGREGATE ? r->imputed_share[i][row]
                                     : r->cell[n->indicator][row] == CELL_IMPUTED;
}

/* The weighted share of children whose data were imputed, among those that count. */
static void share_imputed(struct node_stage *c, size_t i, size_t block, size_t period)
{
    struct results *r = c->r;
    const struct node *n = &c->p->tree.nodes[i];
    const struct reference_group *b = &r->blocks[block];
    const size_t row = results_row(r, period, b->first);
    double *to = slice(r, r->imputed_share[i], b, period);
    for (size_t u = 0; u < b->n; u++) {
        double sum = 0, share = 0;
        for (size_t j = 0; j < n->n_children; j++) {
            const double w = r->weight[weight_index(r, block, period, n->children[j])];
            const double x = slice(r, r->score[n->children[j]], b, period)[u];
            if (isnan(w) || (isnan(x) && n->at[HENG_AGGREGATE].options.missing != MISSING_IMPUTE))
                continue;
            sum += w;
            share += w * (isnan(x) ? 1 : imputed_part(r, n->children[j], row + u));
        }
        to[u] = sum > 0 && !isnan(slice(r, r->score[i], b, period)[u]) ? share / sum : NAN;
    }
}

static int aggregate_block(struct node_stage *c, size_t i, size_t block, struct error *e)
{
    struct results *r = c->r;
    int status = OK;
    for (size_t t = 0; !status && t < r->n_periods; t++) {
        const struct rows rows = rows_of_block(r, block, t);
        status = aggregate(c, i, &rows, e);
        if (!status && !c->pipeline->quiet)
            share_imputed(c, i, block, t);
    }
    return status;
}

/* Whether nobody would see it if all blocks and periods were put together in one call. */
static bool is_one_call(const struct node_stage *c, const struct node *n)
{
    const struct results *r = c->r;
    const size_t parts = r->n_blocks * r->n_periods;
    const struct method *m = n->at[HENG_AGGREGATE].method;
    if (!c->pipeline->quiet || parts < 2 || !m || m->driver ||
        !(method_traits(m->desc) & HENG_BY_ROW) ||
        n->at[HENG_AGGREGATE].options.missing == MISSING_IMPUTE)
        return false;
    for (size_t k = 1; k < parts; k++)
        for (size_t j = 0; j < n->n_children; j++)
            if (!(r->weight[k * c->p->tree.n + n->children[j]] == r->weight[n->children[j]]))
                return false;
    return true;
}

static int aggregate_blocks(struct node_stage *c, size_t i, struct error *e)
{
    const struct rows all = {0, c->r->n_rows, 0, 0};
    struct pipeline *w = c->pipeline;
    size_t same = 0;
    int status = OK;
    if (w->from)
        c->r->score[i] = w->own.score[i];
    for (size_t b = 0; same == b && b < c->r->n_blocks; b++)
        same += pipeline_keeps_scores(w, i, b);
    if (same == c->r->n_blocks) {
        c->r->score[i] = w->from->score[i];
        return OK;
    }
    if (is_one_call(c, &c->p->tree.nodes[i]))
        return aggregate(c, i, &all, e);
    for (size_t b = 0; !status && b < c->r->n_blocks; b++)
        status = aggregate_block(c, i, b, e);
    return status;
}

static int node_stage_blocks(struct node_stage *c, size_t i, struct error *e)
{
    const bool kept = node_stage_keeps_weights(c, i);
    int status = OK;
    for (size_t b = 0; !status && b < c->r->n_blocks; b++) {
        status = node_stage_weigh(c, i, b, kept, e);
        if (!status && !c->pipeline->quiet) /* notes come block by block */
            status = aggregate_block(c, i, b, e);
    }
    return status || !c->pipeline->quiet ? status : aggregate_blocks(c, i, e);
}

static int node_stage_node(struct node_stage *c, size_t i, struct error *e)
{
    struct results *r = c->r;
    struct pipeline *w = c->pipeline;
    int status;
    if (r->node_excluded[i]) {
        node_stage_weigh_nothing(r, &c->p->tree.nodes[i]);
        if (w->from)
            r->score[i] = w->from->node_excluded[i] ? w->from->score[i] : w->none;
        return OK;
    }
    status = node_stage_blocks(c, i, e);
    tell_withheld(c, i);
    if (!status && c->p->tree.nodes[i].rescale.on && !(w->from && r->score[i] == w->from->score[i]))
        run_rescale(w, &c->p->tree.nodes[i], w->base, r->score[i]);
    return status || !c->p->n_rules ? status : run_node_rules(w, i, e);
}

static void take_indicators(struct results *r)
{
    const struct tree *t = &r->plan->tree;
    for (size_t k = 0; k < t->n_indicators; k++)
        r->score[t->indicators[k]] = r->normalised[k];
}

static void multiply_down(struct results *r)
{
    const struct tree *t = &r->plan->tree;
    for (size_t b = 0; b < r->n_blocks; b++)
        for (size_t p = 0; p < r->n_periods; p++) {
            size_t slot = weight_index(r, b, p, 0);
            r->weight[slot] = r->effective[slot] = 1;
            for (size_t i = 1; i < t->n; i++)
                r->effective[slot + i] =
                    r->effective[slot + t->nodes[i].parent] * r->weight[slot + i];
        }
}

int run_tree(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    struct node_stage *c = &w->node;
    const struct tree *t = &r->plan->tree;
    int status;
    c->p = r->plan;
    take_indicators(r);
    status = node_stage_weigh_index(c, e);
    for (size_t i = t->n; !status && i-- > 0;)
        if (t->nodes[i].kind == NODE_AGGREGATE)
            status = node_stage_node(c, i, e);
    if (!status && !c->pipeline->quiet)
        multiply_down(r);
    return status;
}
