/* SPDX-License-Identifier: MIT */
/* The weights of a node's children, or of all indicators at once. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/none.h"
#include "run/pipeline_internal.h"

struct weigh_note {
    struct node_stage *c;
    const struct node *n;
    const struct method *method; /* that is asked: the node's, or a part of it */
    const char *const *ids;      /* m, of the columns */
    size_t m;
    size_t block, period;
};

static void on_warning(void *warn_data, size_t column, const char *text)
{
    const struct weigh_note *w = warn_data;
    const struct node *n = w->n;
    if (!pipeline_tells(w->c->pipeline, (size_t)(n - w->c->p->tree.nodes)))
        return;
    if (column < w->m && (w->c->r->node_excluded[w->c->nodes[column]] ||
                          w->c->pipeline->failed[w->c->nodes[column]]))
        return; /* set aside as a whole, or failed, and told so */
    messages_add_once(&w->c->p->warnings, OK, "node %s%s: weights %s: %s: %s", n->id,
                      group_name(w->c->r, w->c->r->n_blocks, w->block, w->period),
                      w->method->desc->name, column < w->m ? w->ids[column] : "", text);
}

/* Asks one method for weights, and tells what it says. *answer is that of heng.h; HENG_FAIL is an
   error only of the core's own. */
static int ask(struct weigh_note *note, const struct bound_method *b, struct heng_weigh_call *call,
               int *answer, struct error *e)
{
    struct plan *p = note->c->p;
    struct results *r = note->c->r;
    const struct node *n = note->n;
    call->scratch = workspace_of(note->c->workspace, method_scratch(b->method, call->n, call->m));
    if (!call->scratch)
        return error_no_memory(e);
    note->method = b->method;
    *answer = (note->c->pipeline->quiet ? method_weigh_quietly : method_weigh)(
        b->method, bound_params(b, note->block), call, e);
    if (*answer == HENG_FAIL && method_is_core(b->method))
        return error_prefix(e, "%s: node %s%s", n->where, n->id,
                            group_name(r, r->n_blocks, note->block, note->period));
    if (*answer == HENG_FAIL)
        node_stage_part_failed(note->c, n, note->block, note->period, b->method, e);
    else if (call->why[0] && pipeline_tells(note->c->pipeline, (size_t)(n - p->tree.nodes)))
        messages_add_once(*answer == HENG_OK ? &p->notes : &p->warnings, OK,
                          "node %s%s: weights %s: %s", n->id,
                          group_name(r, r->n_blocks, note->block, note->period),
                          b->method->desc->name, call->why);
    return OK;
}

/* The weights of each part of the node's method, for call->parts. */
static int ask_parts(struct weigh_note *note, struct heng_weigh_call *call, int *answer,
                     struct error *e)
{
    struct node_stage *c = note->c;
    const struct bound_method *b = &note->n->at[HENG_WEIGHTS];
    struct heng_weigh_call part = *call;
    int status = OK;
    for (size_t k = 0; !status && *answer == HENG_OK && k < b->n_parts; k++) {
        part.w = c->parts[k];
        c->part_names[k] = b->parts[k].method->desc->name;
        status = ask(note, &b->parts[k], &part, answer, e);
    }
    call->parts = (const double *const *)c->parts;
    call->part_names = c->part_names;
    call->n_parts = b->n_parts;
    return status;
}

/* Calls a weighting method over m columns; c->w is the result, NaN throughout when undefined or
   when its script or plugin failed. */
static int weigh(struct node_stage *c, const struct node *n, size_t m, size_t block,
                 struct period_range span, size_t period, struct error *e)
{
    struct results *r = c->r;
    struct weigh_note note = {c, n, NULL, c->ids, m, block, span.n > 1 ? r->n_periods : period};
    char why[WHY_MAX] = "";
    struct heng_weigh_call call = {.n = gathered(&r->blocks[block], span),
                                   .m = m,
                                   .x = c->x,
                                   .given = c->given,
                                   .ids = c->ids,
                                   .w = c->w,
                                   .warn = on_warning,
                                   .warn_data = &note,
                                   .why = why,
                                   .why_size = sizeof why};
    int answer = n->at[HENG_WEIGHTS].method ? HENG_OK : HENG_UNDEFINED, status = OK;
    if (answer == HENG_OK && n->at[HENG_WEIGHTS].n_parts)
        status = ask_parts(&note, &call, &answer, e);
    if (!status && answer == HENG_OK)
        status = ask(&note, &n->at[HENG_WEIGHTS], &call, &answer, e);
    for (size_t j = 0; answer != HENG_OK && j < m; j++)
        c->w[j] = NAN;
    return status;
}

/* What a method gave columns that are set aside goes to the others in proportion. */
static void leave_out(struct node_stage *c, size_t m)
{
    double lost = 0, kept = 0;
    for (size_t j = 0; j < m; j++)
        *(c->r->node_excluded[c->nodes[j]] ? &lost : &kept) += c->w[j];
    for (size_t j = 0; j < m && lost > 0; j++)
        c->w[j] = c->r->node_excluded[c->nodes[j]] ? 0 : c->w[j] / kept;
}

static int check_given(const struct node *n, const double *given, size_t m, struct error *e)
{
    double sum = 0;
    for (size_t j = 0; j < m; j++)
        sum += given[j];
    if (m && !(sum > 0))
        return error_set(e, ERR_PROFILE,
                         "%s: node %s: the weights of its children that are not set aside sum to 0",
                         n->where, n->id);
    return OK;
}

/* Weights of the children of node i, for one block and period (or for all periods alike). */
static int weigh_node(struct node_stage *c, size_t i, size_t block, size_t period, struct error *e)
{
    struct results *r = c->r;
    const struct node *n = &c->p->tree.nodes[i];
    struct period_range span = reference_at(c->pipeline->base, period);
    size_t first = span.n > 1 ? 0 : period, last = span.n > 1 ? r->n_periods : period + 1;
    int status;
    for (size_t j = 0; j < n->n_children; j++) {
        const struct node *child = &c->p->tree.nodes[n->children[j]];
        c->ids[j] = child->id;
        c->given[j] = r->node_excluded[n->children[j]] ? 0 : child->weight;
        c->x[j] = gather(r, r->score[n->children[j]], &r->blocks[block], span,
                         c->gathered + j * r->n_rows);
    }
    c->nodes = n->children;
    status = check_given(n, c->given, n->n_children, e);
    if (!status)
        status = weigh(c, n, n->n_children, block, span, period, e);
    leave_out(c, n->n_children);
    for (size_t t = first; !status && t < last; t++)
        for (size_t j = 0; j < n->n_children; j++)
            r->weight[weight_index(r, block, t, n->children[j])] = c->w[j];
    return status;
}

/* ---- weights of all indicators at once, summed up the tree (scope = index) ------ */

/* A node's share among its siblings by the nominal weights. */
static double sibling_share(const struct results *r, size_t i)
{
    const struct tree *t = &r->plan->tree;
    const struct node *parent = &t->nodes[t->nodes[i].parent];
    double sum = 0;
    for (size_t j = 0; j < parent->n_children; j++)
        if (!r->node_excluded[parent->children[j]])
            sum += t->nodes[parent->children[j]].weight;
    return sum > 0 && !r->node_excluded[i] ? t->nodes[i].weight / sum : 0;
}

/* An indicator's share of the index by the nominal weights. */
static double nominal_share(const struct results *r, size_t i)
{
    const struct tree *t = &r->plan->tree;
    double share = 1;
    for (; t->nodes[i].parent != NONE; i = t->nodes[i].parent)
        share *= sibling_share(r, i);
    return share;
}

static void sum_up(struct node_stage *c, size_t block, size_t period, const double *w)
{
    struct results *r = c->r;
    const struct tree *t = &r->plan->tree;
    double *total = c->total;
    for (size_t i = 0; i < t->n; i++)
        total[i] = 0;
    for (size_t i = t->n; i-- > 0;) {
        if (t->nodes[i].kind == NODE_INDICATOR)
            total[i] = w[t->nodes[i].indicator];
        if (t->nodes[i].parent != NONE)
            total[t->nodes[i].parent] += total[i];
    }
    for (size_t i = 1; i < t->n; i++) {
        double above = total[t->nodes[i].parent];
        r->weight[weight_index(r, block, period, i)] =
            above == 0 ? sibling_share(r, i) : total[i] / above;
    }
}

static int weigh_index(struct node_stage *c, size_t block, size_t period, struct error *e)
{
    struct results *r = c->r;
    const struct tree *tree = &c->p->tree;
    const struct node *root = &tree->nodes[TREE_ROOT];
    struct period_range span = reference_at(c->pipeline->base, period);
    size_t first = span.n > 1 ? 0 : period, last = span.n > 1 ? r->n_periods : period + 1;
    int status;
    for (size_t k = 0; k < tree->n_indicators; k++) {
        c->ids[k] = tree->nodes[tree->indicators[k]].id;
        c->given[k] = nominal_share(r, tree->indicators[k]);
        c->x[k] = gather(r, r->normalised[k], &r->blocks[block], span, c->gathered + k * r->n_rows);
    }
    c->nodes = tree->indicators;
    status = check_given(root, c->given, tree->n_indicators, e);
    if (!status)
        status = weigh(c, root, tree->n_indicators, block, span, period, e);
    leave_out(c, tree->n_indicators);
    for (size_t t = first; !status && t < last; t++)
        sum_up(c, block, t, c->w);
    return status;
}

/* Whether the node takes the weights of the whole index. */
static bool by_index(const struct plan *p, const struct node *n)
{
    const struct bound_method *root = &p->tree.nodes[TREE_ROOT].at[HENG_WEIGHTS];
    return root->options.scope == SCOPE_INDEX && n->at[HENG_WEIGHTS].method == root->method &&
           n->at[HENG_WEIGHTS].parts == root->parts &&
           n->at[HENG_WEIGHTS].options.scope == SCOPE_INDEX;
}

/* Of a rerun: the weights that the children had. */
static void keep_weights(struct node_stage *c, size_t i, size_t block)
{
    struct results *r = c->r;
    const struct node *n = &c->p->tree.nodes[i];
    size_t slot;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t j = 0; j < n->n_children; j++) {
            slot = weight_index(r, block, t, n->children[j]);
            r->weight[slot] = c->pipeline->from->weight[slot];
        }
}

bool node_stage_keeps_weights(const struct node_stage *c, size_t i)
{
    return by_index(c->p, &c->p->tree.nodes[i]) ? c->index_kept
                                                : pipeline_keeps_weights(c->pipeline, i);
}

int node_stage_weigh(struct node_stage *c, size_t i, size_t block, bool kept, struct error *e)
{
    struct results *r = c->r;
    const struct rerun_changes *changes = c->pipeline->changes;
    bool indexed = by_index(c->p, &c->p->tree.nodes[i]);
    int status = OK;
    if (kept)
        keep_weights(c, i, block);
    for (size_t t = 0; !kept && !indexed && !status && t < r->n_periods; t++) {
        status = weigh_node(c, i, block, t, e);
        if (reference_at(c->pipeline->base, t).n > 1)
            break;
    }
    for (size_t t = 0; changes->adjust && !status && t < r->n_periods; t++)
        changes->adjust(r, i, block, t, changes->adjust_data);
    return status;
}

void node_stage_weigh_nothing(struct results *r, const struct node *n)
{
    for (size_t b = 0; b < r->n_blocks; b++)
        for (size_t t = 0; t < r->n_periods; t++)
            for (size_t j = 0; j < n->n_children; j++)
                r->weight[weight_index(r, b, t, n->children[j])] = 0;
}

int node_stage_weigh_index(struct node_stage *c, struct error *e)
{
    const struct results *r = c->r;
    int status = node_stage_parts(c, e);
    if (c->p->tree.nodes[TREE_ROOT].at[HENG_WEIGHTS].options.scope != SCOPE_INDEX)
        return status;
    c->index_kept = pipeline_keeps_index_weights(c->pipeline);
    for (size_t b = 0; !status && !c->index_kept && b < r->n_blocks; b++)
        for (size_t t = 0; !status && t < r->n_periods; t++)
            status = weigh_index(c, b, t, e);
    return status;
}
