/* SPDX-License-Identifier: MIT */
/* What nodes with children are weighed and put together with. */
#include "run/pipeline_internal.h"

static bool name_children(struct node_stage *c, struct arena *a)
{
    const struct tree *t = &c->p->tree;
    c->child_ids = arena_array(a, t->n, sizeof *c->child_ids);
    for (size_t i = 0; c->child_ids && i < t->n; i++) {
        const struct node *n = &t->nodes[i];
        c->child_ids[i] = arena_array(a, n->n_children, sizeof **c->child_ids);
        for (size_t j = 0; c->child_ids[i] && j < n->n_children; j++)
            c->child_ids[i][j] = t->nodes[n->children[j]].id;
    }
    return !arena_failed(a);
}

int node_stage_begin(struct pipeline *w, struct arena *a, struct error *e)
{
    struct node_stage *c = &w->node;
    const struct results *r = w->r;
    c->p = r->plan;
    c->most = r->plan->tree.n_indicators;
    for (size_t i = 0; i < r->plan->tree.n; i++)
        if (r->plan->tree.nodes[i].n_children > c->most)
            c->most = r->plan->tree.nodes[i].n_children;
    c->x = arena_array(a, c->most, sizeof *c->x);
    c->ids = arena_array(a, c->most, sizeof *c->ids);
    c->given = arena_array(a, c->most, sizeof *c->given);
    c->w = arena_array(a, c->most, sizeof *c->w);
    c->total = arena_array(a, r->plan->tree.n, sizeof *c->total);
    c->gathered = arena_array(a, c->most * r->n_rows, sizeof(double));
    c->filled = arena_array(a, c->most * r->n_units, sizeof(double));
    if (!c->x || !c->ids || !c->given || !c->w || !c->total || !c->gathered || !c->filled ||
        !name_children(c, a))
        return error_no_memory(e);
    return OK;
}

/* Parts of the combination that has the most of them. */
static size_t most_parts(const struct tree *t)
{
    size_t most = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].at[HENG_WEIGHTS].n_parts > most)
            most = t->nodes[i].at[HENG_WEIGHTS].n_parts;
    return most;
}

int node_stage_parts(struct node_stage *c, struct error *e)
{
    struct arena *a = c->workspace->arena;
    size_t n = most_parts(&c->p->tree);
    if (n <= c->n_parts)
        return OK;
    c->parts = arena_array(a, n, sizeof *c->parts);
    c->part_names = arena_array(a, n, sizeof *c->part_names);
    if (!c->parts || !c->part_names)
        return error_no_memory(e);
    for (size_t k = 0; k < n; k++)
        if (!(c->parts[k] = arena_array(a, c->most, sizeof(double))))
            return error_no_memory(e);
    c->n_parts = n;
    return OK;
}

void node_stage_part_failed(struct node_stage *c, const struct node *n, size_t group, size_t period,
                            const struct method *m, const struct error *e)
{
    messages_add_once(&c->p->failures, error_as(e->status, ERR_PART), "%s", e->text);
    c->pipeline->failed[n - c->p->tree.nodes] = true;
    if (c->pipeline->quiet)
        return;
    messages_add_once(&c->p->notes, OK, "node %s%s: no result: %s failed", n->id,
                      group_name(c->r, c->r->n_blocks, group, period), m->desc->name);
}
