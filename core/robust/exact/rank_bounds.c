/* SPDX-License-Identifier: MIT */
/*
 * A rank's limits. Each other unit is a wish: to be beaten (best rank), or to beat (worst). Those
 * that closed forms show to be granted always or never are settled; of the others as few as
 * possible have to be given up. Wishes that cannot all be granted hold a small set that cannot (the
 * support of the linear program's multipliers), of which one must go: a tree search over which.
 * Sets without a wish in common each cost one, which bounds the search from below.
 */
#include "robust/exact/rank_bounds.h"

#include <math.h>
#include <string.h>

#include "stats/level.h"
#include "stats/stats.h"

enum wish { WISH_OPEN, WISH_FORCED, WISH_DROPPED };

struct search {
    const struct rank_bounds *p;
    size_t m, room;             /* weights; rows of a support at most */
    struct weight_lp lp;        /* of a box */
    struct weight_lp_tree tree; /* or of a tree */
    double *w;
    size_t *order;
    double even;  /* scores nearer than this are even */
    bool beating; /* the wishes are to beat, not to be beaten */
    double *rows; /* k rows of m: a wish is granted where its margin holds */
    size_t k;
    uint8_t *wish, *hidden;
    size_t *at, n_at; /* of the program's rows: the wish */
    size_t *supports; /* depth by depth */
    size_t given_up;  /* the fewest found */
    size_t needed;    /* no fewer than this */
    size_t spent;
    bool complete;
};

const char *beats_name(enum beats b)
{
    static const char *const names[] = {"", "none", "some", "all"};
    return names[b];
}

static size_t columns(const struct rank_bounds *p)
{
    return p->tree ? p->tree->m : p->box.m;
}

static bool counts(const struct rank_bounds *p, size_t j)
{
    return p->tree ? p->tree->counts[j] : p->box.high[j] > 0;
}

/* The greatest sum of w_j d_j; into w (may be NULL) weights that have it. */
static double most_of(const struct rank_bounds *p, const double *d, double *w, size_t *order)
{
    return p->tree ? weight_tree_most(p->tree, d, w) : box_most(&p->box, d, w, order);
}

static int check(const struct rank_bounds *p, struct error *e)
{
    const char *fault = p->tree ? weight_tree_fault(p->tree) : box_fault(&p->box);
    return fault ? error_set(e, ERR_PROFILE, "weights: %s", fault) : OK;
}

static bool left_out(const struct rank_bounds *p, size_t unit)
{
    for (size_t j = 0; j < columns(p); j++)
        if (isnan(p->x[j][unit]) && counts(p, j))
            return true;
    return false;
}

/* A weight that is always 0 makes its column count nothing, missing or not. */
static void difference(const struct rank_bounds *p, size_t a, size_t b, double *d)
{
    for (size_t j = 0; j < columns(p); j++)
        d[j] = counts(p, j) ? p->x[j][a] - p->x[j][b] : 0;
}

static double even_within(const struct rank_bounds *p)
{
    double most = 0;
    for (size_t j = 0; j < columns(p); j++)
        for (size_t i = 0; i < p->n; i++)
            if (fabs(p->x[j][i]) > most)
                most = fabs(p->x[j][i]);
    return LEVEL_TOLERANCE * most;
}

int rank_bounds_pairs(const struct rank_bounds *p, uint8_t *to, struct arena *arena,
                      struct error *e)
{
    size_t m = columns(p), *order = arena_array(arena, m, sizeof *order);
    double *d = arena_array(arena, m, sizeof *d), even = even_within(p), most, least;
    int status = check(p, e);
    if (!status && (!d || !order))
        status = error_no_memory(e);
    if (status)
        return status;
    memset(to, BEATS_LEFT_OUT, p->n * p->n);
    for (size_t a = 0; a < p->n; a++)
        for (size_t b = 0; b < p->n; b++) {
            if (a == b || left_out(p, a) || left_out(p, b))
                continue;
            difference(p, a, b, d);
            most = most_of(p, d, NULL, order);
            for (size_t j = 0; j < m; j++)
                d[j] = -d[j];
            least = -most_of(p, d, NULL, order);
            to[a * p->n + b] = least > even ? BEATS_ALL : most > even ? BEATS_SOME : BEATS_NONE;
        }
    return OK;
}

/* Whether a wish with this margin is granted: to beat, or not to be beaten. */
static bool granted(const struct search *s, double margin)
{
    return s->beating ? margin > s->even : margin >= -s->even;
}

/* Counts what the weights grant: whoever finds fewer given up than known keeps it. */
static void show(struct search *s, const double *w)
{
    size_t m = s->m, lost = 0;
    for (size_t i = 0; i < s->k; i++) {
        struct sum sum = {0};
        for (size_t j = 0; j < m; j++)
            sum_add(&sum, w[j] * s->rows[i * m + j]);
        lost += !granted(s, sum_value(&sum));
    }
    if (lost < s->given_up)
        s->given_up = lost;
}

enum outcome { GRANTED, REFUSED, UNSURE };

/* The program of the wishes in s->at. */
static enum outcome solve(struct search *s)
{
    size_t i;
    double reached, limit;
    if (s->p->tree) {
        s->tree.which = s->at;
        s->tree.k = s->n_at;
        s->tree.at = s->beating ? s->even : -s->even;
        weight_lp_tree_solve(&s->tree);
        show(s, s->tree.w);
        reached = s->tree.reached;
        limit = s->tree.limit;
    } else {
        for (i = 0, s->lp.k = s->n_at; i < s->n_at; i++)
            s->lp.row[i] = s->rows + s->at[i] * s->m;
        weight_lp_solve(&s->lp);
        show(s, s->lp.w);
        reached = s->lp.reached;
        limit = s->lp.limit;
    }
    return granted(s, reached) ? GRANTED : granted(s, limit) ? UNSURE : REFUSED;
}

/* All wishes that are neither dropped nor hidden, at once. */
static enum outcome ask(struct search *s)
{
    for (size_t i = s->n_at = 0; i < s->k; i++)
        if (s->wish[i] != WISH_DROPPED && !s->hidden[i])
            s->at[s->n_at++] = i;
    if (!s->n_at)
        return GRANTED;
    s->spent++;
    return solve(s);
}

/* The open wishes of the set that cannot be granted; hides them. */
static size_t hide_support(struct search *s, size_t *open)
{
    const size_t *support = s->p->tree ? s->tree.support : s->lp.support;
    size_t n_support = s->p->tree ? s->tree.n_support : s->lp.n_support, n = 0;
    for (size_t i = 0; i < n_support; i++) {
        size_t wish = s->at[support[i]];
        if (s->wish[wish] != WISH_OPEN)
            continue;
        s->hidden[wish] = true;
        if (open)
            open[n] = wish;
        n++;
    }
    return n;
}

/*
 * Finds sets without an open wish in common that cannot be granted. Into *n the open wishes of the
 * first, 0 when there is nothing to branch on. Returns how many more have to be given up at least.
 */
static size_t disjoint_sets(struct search *s, size_t dropped, size_t *first, size_t *n)
{
    size_t lost = 0;
    enum outcome outcome;
    *n = 0;
    while ((outcome = ask(s)) == REFUSED) {
        size_t open = hide_support(s, lost ? NULL : first);
        if (!open)
            lost = s->k; /* only forced ones: nothing here */
        else if (!lost)
            *n = open;
        lost += open > 0;
        if (dropped + lost >= s->given_up || s->spent >= s->p->work)
            break;
    }
    if (outcome == UNSURE && !lost)
        s->complete = false;
    memset(s->hidden, 0, s->k);
    return lost;
}

static void descend(struct search *s, size_t dropped)
{
    size_t *first = s->supports + dropped * s->room, n, lost;
    if (s->spent >= s->p->work) {
        s->complete = false;
        return;
    }
    lost = disjoint_sets(s, dropped, first, &n);
    if (dropped == 0 && lost > s->needed && lost <= s->k)
        s->needed = lost;
    for (size_t i = 0; i < n && dropped + lost < s->given_up; i++) {
        s->wish[first[i]] = WISH_DROPPED;
        descend(s, dropped + 1);
        s->wish[first[i]] = WISH_FORCED;
    }
    for (size_t i = 0; i < n; i++)
        s->wish[first[i]] = WISH_OPEN;
}

/* The wishes about unit a that are not settled; *settled: how many units beat it always. */
static void make_wishes(struct search *s, size_t a, size_t *settled)
{
    const struct rank_bounds *p = s->p;
    size_t m = s->m;
    s->k = *settled = 0;
    for (size_t b = 0; b < p->n; b++) {
        double *d = s->rows + s->k * m, most, least;
        if (a == b || left_out(p, b))
            continue;
        difference(p, a, b, d);
        least = most_of(p, d, NULL, s->order); /* by how much b is behind, at most */
        for (size_t j = 0; j < m; j++)
            d[j] = -d[j];
        most = most_of(p, d, NULL, s->order);
        *settled += -least > s->even;
        if (-least > s->even || !(most > s->even))
            continue;
        for (size_t j = 0; j < m && !s->beating; j++)
            d[j] = -d[j];
        s->k++;
    }
}

/* How many of the wishes have to be given up: at least *needed; with some weights given_up. */
static void give_up_fewest(struct search *s)
{
    s->given_up = s->k;
    s->needed = s->spent = 0;
    s->complete = true;
    memset(s->wish, WISH_OPEN, s->k);
    memset(s->hidden, 0, s->k);
    for (size_t i = 0; i < s->k; i++) {
        most_of(s->p, s->rows + i * s->m, s->w, s->order);
        show(s, s->w);
    }
    if (s->p->tree)
        weight_lp_tree_rows(&s->tree, s->rows, s->k);
    if (s->k && s->given_up)
        descend(s, 0);
    if (s->complete)
        s->needed = s->given_up;
}

static bool new_search(struct search *s, const struct rank_bounds *p, struct arena *a)
{
    size_t m = columns(p), depth = (p->work < p->n ? p->work : p->n) + 1;
    bool fine;
    *s = (struct search){.p = p, .m = m, .room = m, .even = even_within(p)};
    s->rows = arena_array(a, p->n * m, sizeof(double));
    s->wish = arena_alloc(a, p->n);
    s->hidden = arena_alloc(a, p->n);
    s->at = arena_array(a, p->n, sizeof(size_t));
    s->w = arena_array(a, m, sizeof(double));
    s->order = arena_array(a, m, sizeof(size_t));
    fine = p->tree ? weight_lp_tree_new(&s->tree, p->tree, p->n, a)
                   : weight_lp_new(&s->lp, &p->box, p->n, a);
    s->room = p->tree ? s->tree.room : m;
    s->supports = arena_array(a, depth * s->room, sizeof(size_t));
    return fine && !arena_failed(a);
}

int rank_bounds_ranks(const struct rank_bounds *p, struct rank_bound *to, struct arena *a,
                      struct error *e)
{
    struct search s;
    size_t settled;
    int status = check(p, e);
    if (!status && !new_search(&s, p, a))
        status = error_no_memory(e);
    for (size_t i = 0; !status && i < p->n; i++) {
        to[i] = (struct rank_bound){0};
        if (left_out(p, i))
            continue;
        s.beating = false;
        make_wishes(&s, i, &settled);
        give_up_fewest(&s);
        to[i].best = 1 + settled + s.needed;
        to[i].best_shown = 1 + settled + s.given_up;
        s.beating = true;
        make_wishes(&s, i, &settled);
        give_up_fewest(&s);
        to[i].worst = 1 + settled + s.k - s.needed;
        to[i].worst_shown = 1 + settled + s.k - s.given_up;
    }
    return status;
}
