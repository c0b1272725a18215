/* SPDX-License-Identifier: MIT */
/* The plugin: the program that both methods fill in, and the way through the units. */
#include "frontier_parts.h"

/* ---- units ---------------------------------------------------------------- */

static int is_child(const struct heng_aggregate_call *c, size_t j, size_t i)
{
    return c->w[j] > 0 && !isnan(c->x[j][i]);
}

/* The same children? 0, or an order. */
static int compare_children(const struct row *a, const struct row *b)
{
    for (size_t j = 0; j < a->p; j++)
        if (isnan(a->v[j]) != isnan(b->v[j]))
            return isnan(a->v[j]) ? 1 : -1;
    return 0;
}

static int compare_values(const struct row *a, const struct row *b)
{
    int order = compare_children(a, b);
    for (size_t j = 0; order == 0 && j < a->p; j++)
        if (a->v[j] != b->v[j] && !isnan(a->v[j]))
            order = a->v[j] < b->v[j] ? 1 : -1;
    return order;
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *r = a, *s = b;
    int order = compare_values(r, s);
    return order ? order : (r->unit > s->unit) - (r->unit < s->unit);
}

static double power_of_two_for(double largest)
{
    int e = 0;
    (void)frexp(largest, &e);
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

/* Which columns count and on what scale; HENG_OK, or why not. */
static int take_columns(struct frontier *f)
{
    struct heng_aggregate_call *c = f->c;
    for (size_t j = 0; j < c->m; j++) {
        double largest = 0;
        if (!(c->w[j] > 0))
            continue;
        for (size_t i = 0; i < c->n; i++) {
            if (c->x[j][i] < 0)
                return heng_undefined(c, "negative value in column %s", c->ids[j]);
            largest = fmax(largest, c->x[j][i]);
        }
        f->column[f->p] = j;
        f->sign[f->p] = 1;
        f->factor[f->p++] = power_of_two_for(largest);
    }
    return HENG_OK;
}

static void take_units(struct frontier *f)
{
    struct heng_aggregate_call *c = f->c;
    for (size_t i = 0; i < c->n; i++) {
        double *v = c->scratch + f->n * f->p;
        int any = 0;
        for (size_t q = 0; q < f->p; q++) {
            v[q] = c->x[f->column[q]][i] * f->factor[q];
            any |= is_child(c, f->column[q], i);
        }
        if (any)
            f->rows[f->n++] = (struct row){v, f->p, i, 0, 0};
    }
    qsort(f->rows, f->n, sizeof *f->rows, compare_rows);
}

/* ---- the program ---------------------------------------------------------- */

/* GLPK stops the process at a basis whose pattern of zeros alone makes it singular: a basic column
   may lose none of its entries. */
static int loses_entries(const struct frontier *f, int at)
{
    int rows[FRONTIER_ROWS + 1], n = glp_get_mat_col(f->lp, at, NULL, NULL);
    if (glp_get_col_stat(f->lp, at) != GLP_BS || n > FRONTIER_ROWS)
        return glp_get_col_stat(f->lp, at) == GLP_BS;
    glp_get_mat_col(f->lp, at, rows, NULL);
    for (int k = 1; k <= n; k++)
        if (f->value[rows[k]] == 0)
            return 1;
    return 0;
}

void frontier_set_column(struct frontier *f, int at)
{
    if (loses_entries(f, at))
        glp_std_basis(f->lp);
    glp_set_mat_col(f->lp, at, (int)f->p, f->index, f->value);
}

/* Makes column `at` of the program that of a unit. */
static void set_unit(struct frontier *f, const struct kind *kind, const struct row *unit, int at)
{
    for (size_t q = 0; q < f->p; q++)
        f->value[q + 1] = isnan(unit->v[q]) ? 0 : f->sign[q] * unit->v[q];
    f->value[f->p + 1] = 1;
    glp_set_mat_col(f->lp, at, (int)(f->p + kind->rows), f->index, f->value);
    glp_set_obj_coef(f->lp, at, kind->cost);
    glp_set_col_bnds(f->lp, at, GLP_LO, 0, 0);
}

/* Has it all children of o and, where there are inputs, any of them? */
static int is_peer(const struct frontier *f, const struct row *unit, const struct row *o)
{
    double inputs = f->inputs ? 0 : 1;
    for (size_t q = 0; q < f->p; q++) {
        if (isnan(o->v[q]))
            continue;
        if (isnan(unit->v[q]))
            return 0;
        inputs += f->sign[q] < 0 ? unit->v[q] : 0;
    }
    return inputs > 0;
}

/* Rows that o has no child in bind nothing; of the units only peers take part. */
static void fit(struct frontier *f, const struct kind *kind, const struct row *o)
{
    if (f->like && compare_children(f->like, o) == 0)
        return;
    f->like = o;
    for (size_t q = 0; q < f->p; q++)
        if (isnan(o->v[q]))
            glp_set_row_bnds(f->lp, row_of(q), GLP_FR, 0, 0);
    for (size_t k = 0; k < f->n; k++) {
        struct row *unit = &f->rows[k];
        unit->is_peer = is_peer(f, unit, o);
        if (unit->at > 0)
            glp_set_col_bnds(f->lp, unit->at, unit->is_peer ? GLP_LO : GLP_FX, 0, 0);
    }
    if (kind->fit)
        kind->fit(f, o);
}

/* From the basis that there is, then from none; NaN when neither ends at an optimum. */
static double solve(struct frontier *f)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    how.tol_bnd = how.tol_dj = FRONTIER_TOLERANCE / 10;
    how.it_lim = (int)(1000 + 50 * f->p + 10 * f->n);
    if (glp_simplex(f->lp, &how) == 0 && glp_get_status(f->lp) == GLP_OPT)
        return glp_get_obj_val(f->lp);
    glp_std_basis(f->lp);
    how.meth = GLP_PRIMAL;
    if (glp_simplex(f->lp, &how) == 0 && glp_get_status(f->lp) == GLP_OPT)
        return glp_get_obj_val(f->lp);
    glp_std_basis(f->lp);
    return NAN;
}

/* The peer that would lower the optimum fastest, or NULL. */
static struct row *find_peer(struct frontier *f, const struct kind *kind)
{
    double most = -FRONTIER_TOLERANCE / 10, rest = kind->cost;
    struct row *best = NULL;
    for (size_t q = 0; q < f->p; q++)
        f->value[q] = isnan(f->like->v[q]) ? 0 : f->sign[q] * glp_get_row_dual(f->lp, row_of(q));
    if (kind->rows > 0)
        rest -= glp_get_row_dual(f->lp, row_of(f->p));
    for (size_t k = 0; k < f->n; k++) {
        double reduced = rest;
        if (!f->rows[k].is_peer)
            continue;
        for (size_t q = 0; q < f->p; q++)
            reduced -= f->value[q] != 0 ? f->value[q] * f->rows[k].v[q] : 0;
        if (reduced < most) {
            most = reduced;
            best = &f->rows[k];
        }
    }
    return best;
}

/* A peer gets a column of its own; 0 when it has one. */
static int add_peer(struct frontier *f, const struct kind *kind, struct row *peer)
{
    if (peer->at > 0)
        return 0;
    peer->at = glp_add_cols(f->lp, 1);
    set_unit(f, kind, peer, peer->at);
    return 1;
}

/* SELF is about to become another unit, so its place in the basis goes to the unit's own column. */
static void leave_self(struct frontier *f, const struct kind *kind, struct row *o)
{
    if (glp_get_col_stat(f->lp, SELF) != GLP_BS)
        return;
    if (!add_peer(f, kind, o)) {
        glp_std_basis(f->lp);
        return;
    }
    glp_set_col_stat(f->lp, SELF, GLP_NL);
    glp_set_col_stat(f->lp, o->at, GLP_BS);
}

/* The optimum over all peers. The unit itself is one, so that there is a solution to begin with;
   who takes part already and would yet lower the optimum does so by rounding. */
static double solve_over_peers(struct frontier *f, const struct kind *kind, struct row *o)
{
    double objective;
    struct row *peer;
    set_unit(f, kind, o, SELF);
    do {
        objective = solve(f);
        peer = isnan(objective) ? NULL : find_peer(f, kind);
    } while (peer && add_peer(f, kind, peer));
    leave_self(f, kind, o);
    return objective;
}

static double score_unit(struct frontier *f, const struct kind *kind, struct row *o)
{
    double score;
    fit(f, kind, o);
    if (!kind->pose(f, o))
        return NAN;
    score = kind->score(solve_over_peers(f, kind, o));
    score = score >= 1 - FRONTIER_TOLERANCE ? 1 : score < 0 ? 0 : score;
    return score * kind->scale;
}

static void score_units(struct frontier *f, const struct kind *kind)
{
    for (size_t k = 0; k < f->n; k++) {
        struct row *o = &f->rows[k], *before = o - 1;
        double *y = &f->c->y[o->unit];
        *y = k > 0 && compare_values(before, o) == 0 ? f->c->y[before->unit]
                                                     : score_unit(f, kind, o);
        if (isnan(*y) && !f->lost)
            f->lost = f->why;
    }
}

/* ---- a call --------------------------------------------------------------- */

size_t frontier_scratch(size_t n, size_t m)
{
    return n * m;
}

static int frontier_new(struct frontier *f, struct heng_aggregate_call *c)
{
    *f = (struct frontier){.c = c, .params = c->params};
    f->column = calloc(c->m, sizeof *f->column);
    f->sign = calloc(c->m, sizeof *f->sign);
    f->factor = calloc(c->m, sizeof *f->factor);
    f->rows = calloc(c->n, sizeof *f->rows);
    f->index = calloc(c->m + 2, sizeof *f->index);
    f->value = calloc(c->m + 2, sizeof *f->value);
    for (size_t q = 0; f->index && q < c->m + 2; q++)
        f->index[q] = (int)q;
    return f->column && f->sign && f->factor && f->rows && f->index && f->value;
}

static void frontier_free(struct frontier *f)
{
    if (f->lp)
        glp_delete_prob(f->lp);
    free(f->column);
    free(f->sign);
    free(f->factor);
    free(f->rows);
    free(f->index);
    free(f->value);
}

static int settle(struct frontier *f)
{
    struct heng_aggregate_call *c = f->c;
    size_t lost = 0;
    for (size_t k = 0; k < f->n; k++)
        lost += (size_t)isnan(c->y[f->rows[k].unit]);
    if (lost == f->n)
        return heng_undefined(c, "%s", f->n ? f->lost : "no values");
    if (lost > 0)
        heng_note(c, "%zu score%s undefined: %s", lost, heng_plural(lost), f->lost);
    return HENG_OK;
}

int frontier_envelop(const struct kind *kind, struct heng_aggregate_call *c)
{
    struct frontier f;
    int value = HENG_FAIL;
    if (c->n > 1000000 || c->m > 10000)
        return heng_refuse(c, "too many units or columns");
    glp_term_out(GLP_OFF);
    if (!frontier_new(&f, c)) {
        heng_refuse(c, "out of memory");
        goto out;
    }
    value = take_columns(&f);
    if (value != HENG_OK)
        goto out;
    take_units(&f);
    f.lp = glp_create_prob();
    if (f.n > 0) {
        glp_add_rows(f.lp, (int)(f.p + kind->rows));
        glp_add_cols(f.lp, SELF);
        value = kind->begin(&f);
    }
    if (value != HENG_OK)
        goto out;
    score_units(&f, kind);
    value = settle(&f);
out:
    frontier_free(&f);
    return value;
}

HENG_METHODS_PLUGIN(frontier, "1.0.0", "MIT AND GPL-3.0-or-later", &frontier_bod, &frontier_dea);
