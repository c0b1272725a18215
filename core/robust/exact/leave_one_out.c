/* SPDX-License-Identifier: MIT */
/* One rerun of the nominal index a node that is left out. */
#include "robust/exact/leave_one_out.h"

#include <math.h>
#include <string.h>

#include "run/rerun.h"

/* What the reruns share. */
struct without {
    const struct results *r;
    struct plan plan;
    struct pipeline *walk;
    bool *aside;
    struct arena *arena; /* empty again before the next */
};

static void list_nodes(const struct plan *p, struct leave_one_out *l)
{
    const struct node *root = &p->tree.nodes[TREE_ROOT];
    const int how = p->fixed.uncertainty.leave_out;
    *l = (struct leave_one_out){0};
    if (how == LEAVE_OUT_NONE)
        return;
    l->n = how == LEAVE_OUT_DIMENSIONS ? root->n_children : p->tree.n_indicators;
    l->nodes = how == LEAVE_OUT_DIMENSIONS ? root->children : p->tree.indicators;
}

static void forget(struct without *w)
{
    messages_fini(&w->plan.problems);
    messages_fini(&w->plan.failures);
    messages_fini(&w->plan.warnings);
    messages_fini(&w->plan.notes);
}

static int run_without(struct without *w, size_t node, struct error *e)
{
    const struct rerun_changes changes = {.aside = w->aside, .arena = w->arena};
    int status;
    forget(w);
    arena_reset(w->arena);
    tree_leave_out(&w->plan.tree, node, w->aside);
    registry_restart(w->plan.registry);
    status = rerun_run(w->walk, &changes, e);
    if (!status && w->plan.failures.n > 0)
        status = error_set(e, ERR_PART, "%s", w->plan.failures.items[0].text);
    return status;
}

static void keep(const struct without *w, bool fine, double *score, double *rank)
{
    const struct results *r = rerun_results(w->walk);
    for (size_t i = 0; i < w->r->n_rows; i++) {
        score[i] = fine ? r->score[TREE_ROOT][i] : (double)NAN;
        rank[i] = fine ? r->rank[i] : (double)NAN;
    }
}

/* A part that fails, or weights that leave nothing, is of this node alone. */
static int find_one(struct without *w, struct leave_one_out *l, size_t k, struct arena *a,
                    struct error *e)
{
    struct plan *p = w->r->plan;
    struct error why = {0};
    int status;
    l->score[k] = arena_array(a, w->r->n_rows, sizeof(double));
    l->rank[k] = arena_array(a, w->r->n_rows, sizeof(double));
    if (!l->score[k] || !l->rank[k])
        return error_no_memory(e);
    status = run_without(w, l->nodes[k], &why);
    if (status && status != ERR_PART && status != ERR_PROFILE && status != ERR_DATA) {
        *e = why;
        return status;
    }
    if (status)
        messages_add(&p->failures, ERR_PART, "leave_out.csv: without %s: %s",
                     p->tree.nodes[l->nodes[k]].id, why.text);
    keep(w, !status, l->score[k], l->rank[k]);
    return OK;
}

int leave_one_out_find(const struct results *r, struct leave_one_out *l, struct arena *a,
                       struct error *e)
{
    struct arena *rooms = arena_new();
    struct without w = {.r = r, .plan = *r->plan, .arena = arena_new()};
    int status = rooms && w.arena ? OK : error_no_memory(e);
    w.plan.problems = w.plan.failures = w.plan.warnings = w.plan.notes = (struct messages){0};
    list_nodes(r->plan, l);
    l->score = arena_array(a, l->n, sizeof *l->score);
    l->rank = arena_array(a, l->n, sizeof *l->rank);
    if (!status && !(w.aside = arena_array(rooms, w.plan.tree.n, sizeof *w.aside)))
        status = error_no_memory(e);
    if (!l->score || !l->rank)
        status = error_no_memory(e);
    if (!status && l->n)
        status = rerun_new(r, &w.plan, rooms, &w.walk, e);
    for (size_t k = 0; !status && k < l->n; k++)
        status = find_one(&w, l, k, a, e);
    rerun_free(w.walk);
    forget(&w);
    arena_free(w.arena);
    arena_free(rooms);
    return status;
}
