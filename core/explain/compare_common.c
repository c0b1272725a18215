/* SPDX-License-Identifier: MIT */
/* Ranks among the units that both sides of a comparison have: who comes or goes moves nobody. */
#include <math.h>

#include "explain/compare.h"

/* What one call of a rank method needs. */
struct common {
    const struct comparison *c;
    struct compared *first; /* of the pair */
    double *x, *y, *scratch;
};

static bool is_common(const struct compared *u, size_t class)
{
    return u->in_from && u->in_to && !u->moved && u->class_to == class && !isnan(u->rank_from) &&
           !isnan(u->rank_to);
}

/* Ranked by the plan's own method; a rank stands for the score: it has the ties of the run. */
static int rank_side(struct common *g, const struct plan *p, size_t class, bool of_to,
                     struct error *e)
{
    const struct bound_method *m = &p->tree.nodes[TREE_ROOT].at[HENG_RANK];
    const size_t n = g->c->n_units;
    char why[256] = "";
    struct heng_rank_call call = {
        .n = n, .x = g->x, .y = g->y, .scratch = g->scratch, .why = why, .why_size = sizeof why};
    for (size_t i = 0; i < n; i++)
        g->x[i] = !is_common(&g->first[i], class) ? (double)NAN
                  : of_to                         ? -g->first[i].rank_to
                                                  : -g->first[i].rank_from;
    if (method_rank(m->method, m->params, &call, e) == HENG_FAIL)
        return error_prefix(e, "rank");
    for (size_t i = 0; i < n; i++)
        if (is_common(&g->first[i], class))
            *(of_to ? &g->first[i].common_to : &g->first[i].common_from) = g->y[i];
    return OK;
}

static size_t room(const struct plan *p, size_t n)
{
    return method_scratch(p->tree.nodes[TREE_ROOT].at[HENG_RANK].method, n, 1);
}

int comparison_rank_common(struct comparison *c, struct error *e)
{
    const size_t a = room(c->from, c->n_units), b = room(c->to, c->n_units);
    struct common g = {.c = c,
                       .x = arena_array(c->arena, c->n_units, sizeof(double)),
                       .y = arena_array(c->arena, c->n_units, sizeof(double)),
                       .scratch = arena_array(c->arena, (a > b ? a : b) + 1, sizeof(double))};
    int status = g.x && g.y && g.scratch ? OK : error_no_memory(e);
    for (size_t pair = 0; !status && pair < c->n_pairs; pair++) {
        g.first = c->units + pair * c->n_units;
        for (size_t k = 0; !status && k < c->to->n_classes; k++) {
            status = rank_side(&g, c->from, k, false, e);
            if (!status)
                status = rank_side(&g, c->to, k, true, e);
        }
    }
    return status;
}

bool comparison_has_newcomers(const struct comparison *c, size_t class, size_t pair)
{
    for (size_t i = pair * c->n_units; i < (pair + 1) * c->n_units; i++) {
        const struct compared *u = &c->units[i];
        if (!isnan(u->common_from) && u->class_to == class &&
            (u->common_from != u->rank_from || u->common_to != u->rank_to))
            return true;
    }
    return false;
}
