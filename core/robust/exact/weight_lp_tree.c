/* SPDX-License-Identifier: MIT */
/* The same over the weights of a tree, by adding corners. */
#include "robust/exact/weight_lp_tree.h"

#include <math.h>
#include <string.h>

bool weight_lp_tree_new(struct weight_lp_tree *p, struct weight_tree *tree, size_t most,
                        struct arena *a)
{
    size_t m = tree->m;
    *p = (struct weight_lp_tree){.tree = tree, .room = 2 * m + 32};
    p->w = arena_array(a, m, sizeof(double));
    p->mixed = arena_array(a, m, sizeof(double));
    p->fresh = arena_array(a, m, sizeof(double));
    p->corners = arena_array(a, p->room * m, sizeof(double));
    p->payoff = arena_array(a, most * p->room, sizeof(double));
    p->low = arena_array(a, p->room, sizeof(double));
    p->high = arena_array(a, p->room, sizeof(double));
    p->box = (struct weight_box){p->room, p->low, p->high};
    if (!weight_lp_new(&p->game, &p->box, most, a) || arena_failed(a))
        return false;
    for (size_t j = 0; j < p->room; j++)
        p->high[j] = 1;
    p->support = p->game.support;
    return true;
}

void weight_lp_tree_rows(struct weight_lp_tree *p, const double *rows, size_t n)
{
    p->rows = rows;
    p->n_rows = n;
    p->n_corners = 0;
}

/* Corners that the last game did not need make room. */
static void drop_idle(struct weight_lp_tree *p)
{
    size_t m = p->tree->m, n = 0;
    for (size_t c = 0; c < p->n_corners; c++) {
        if (!(p->game.w[c] > 0))
            continue;
        memmove(p->corners + n * m, p->corners + c * m, m * sizeof(double));
        for (size_t i = 0; i < p->n_rows; i++)
            p->payoff[i * p->room + n] = p->payoff[i * p->room + c];
        n++;
    }
    p->n_corners = n < p->room ? n : p->room - 1;
}

static void add_corner(struct weight_lp_tree *p, const double *w)
{
    size_t m = p->tree->m;
    if (p->n_corners == p->room)
        drop_idle(p);
    memcpy(p->corners + p->n_corners * m, w, m * sizeof(double));
    for (size_t i = 0; i < p->n_rows; i++)
        p->payoff[i * p->room + p->n_corners] = weight_lp_dot(w, p->rows + i * m, m);
    p->n_corners++;
}

/* The best mixture of the corners there are. */
static void play(struct weight_lp_tree *p)
{
    size_t m = p->tree->m;
    p->box.m = p->n_corners;
    p->game.k = p->k;
    for (size_t i = 0; i < p->k; i++)
        p->game.row[i] = p->payoff + p->which[i] * p->room;
    weight_lp_solve(&p->game);
    memset(p->w, 0, m * sizeof(double));
    for (size_t c = 0; c < p->n_corners; c++)
        for (size_t j = 0; p->game.w[c] > 0 && j < m; j++)
            p->w[j] += p->game.w[c] * p->corners[c * m + j];
    p->reached = INFINITY;
    for (size_t i = 0; i < p->k; i++)
        p->reached = fmin(p->reached, weight_lp_dot(p->w, p->rows + p->which[i] * m, m));
}

/* What the rows' multipliers prove, and into fresh the corner that says so. */
static double prove(struct weight_lp_tree *p)
{
    const struct weight_lp *g = &p->game;
    size_t m = p->tree->m;
    memset(p->mixed, 0, m * sizeof(double));
    for (size_t s = 0; s < g->n_support; s++)
        for (size_t j = 0; j < m; j++)
            p->mixed[j] += g->share[s] * p->rows[p->which[g->support[s]] * m + j];
    return weight_tree_most(p->tree, p->mixed, p->fresh);
}

/* Begins with the corner that is best for the rows together. */
static void begin(struct weight_lp_tree *p)
{
    size_t m = p->tree->m;
    memset(p->mixed, 0, m * sizeof(double));
    for (size_t i = 0; i < p->k; i++)
        for (size_t j = 0; j < m; j++)
            p->mixed[j] += p->rows[p->which[i] * m + j];
    weight_tree_most(p->tree, p->mixed, p->fresh);
    add_corner(p, p->fresh);
}

void weight_lp_tree_solve(struct weight_lp_tree *p)
{
    size_t most = 8 * p->tree->m + 64;
    if (!p->n_corners)
        begin(p);
    for (size_t steps = 0; steps < most; steps++) {
        play(p);
        p->n_support = p->game.n_support;
        p->limit = p->n_support ? prove(p) : (double)INFINITY;
        if (p->reached > p->at || p->limit < p->at || !p->n_support ||
            p->limit - p->reached <= 1e-14 * fabs(p->limit))
            return;
        add_corner(p, p->fresh);
    }
}
