/* SPDX-License-Identifier: MIT */
/*
 * Benefit of the doubt. A bound on a weight is a column of the program beside those of the units:
 * with a <= w <= b, and with L sum(w y) <= w_j y_j <= U sum(w y) for unit o,
 *
 *     min sum lambda - a alpha + b beta
 *     s.t. row i: Y_i' lambda - alpha_i + beta_i + y_oi (sum_j L_j mu_j - mu_i)
 *                 + y_oi (nu_i - sum_j U_j nu_j) >= y_oi
 */
#include "frontier_parts.h"

struct bod_params {
    struct heng_reals weight_min, weight_max, share_min, share_max;
    double scale;
};

static const struct heng_param bod_table[] = {
    HENG_PARAM_REALS(struct bod_params, weight_min, "", 0, INFINITY, 0, 0, NULL,
                     "least weight, for a child of 1: one value, or one a child"),
    HENG_PARAM_REALS(struct bod_params, weight_max, "", 0, INFINITY, 0, 0, NULL, "largest weight"),
    HENG_PARAM_REALS(struct bod_params, share_min, "", 0, 1, 0, 0, NULL,
                     "least share w_j y_j / sum of w y of a child in its unit's score"),
    HENG_PARAM_REALS(struct bod_params, share_max, "", 0, 1, 0, 0, NULL, "largest share"),
    HENG_PARAM_REAL(struct bod_params, scale, "1", 1e-6, 1e6, NULL, "the score of the best"),
};

/* The four lists in the order of their columns in the program. */
static const struct heng_reals *bound(const struct frontier *f, size_t i)
{
    const struct bod_params *p = f->params;
    const struct heng_reals *const lists[] = {&p->weight_min, &p->weight_max, &p->share_min,
                                              &p->share_max};
    return lists[i];
}

enum { WEIGHT_MIN, WEIGHT_MAX, SHARE_MIN, SHARE_MAX, BOUNDS };

/* The column of the program that stands for bound b of column q; each has its place. */
static int column_of(const struct frontier *f, size_t b, size_t q)
{
    return SELF + 1 + (int)(b * f->p + q);
}

/* Can shares within these bounds sum to 1 when all children are there? */
static int check_shares(struct frontier *f)
{
    struct heng_aggregate_call *c = f->c;
    const struct heng_reals *lo = bound(f, SHARE_MIN), *hi = bound(f, SHARE_MAX);
    double least = 0, most = 0;
    for (size_t q = 0; q < f->p; q++) {
        double l = lo->n ? heng_of_list(lo, f->column[q]) : 0,
               h = hi->n ? heng_of_list(hi, f->column[q]) : 1;
        if (l > h)
            return heng_refuse(c, "share_min of %s is above its share_max", c->ids[f->column[q]]);
        least += l;
        most += h;
    }
    if (least > 1 + FRONTIER_TOLERANCE || most < 1 - FRONTIER_TOLERANCE)
        return heng_refuse(c, "%s sum to %.6g; shares sum to 1",
                           least > 1 ? "share_min" : "share_max", least > 1 ? least : most);
    return HENG_OK;
}

static int begin_bod(struct frontier *f)
{
    static const char *const names[] = {"weight_min", "weight_max", "share_min", "share_max"};
    struct heng_aggregate_call *c = f->c;
    int status;
    for (size_t b = 0; b < BOUNDS; b++)
        if (bound(f, b)->n > 1 && bound(f, b)->n != c->m)
            return heng_refuse(c, "%s has %zu values for %zu columns; give one, or one a column",
                               names[b], bound(f, b)->n, c->m);
    status = check_shares(f);
    if (status != HENG_OK)
        return status;
    glp_add_cols(f->lp, (int)(BOUNDS * f->p));
    for (size_t b = WEIGHT_MIN; b <= WEIGHT_MAX; b++)
        for (size_t q = 0; bound(f, b)->n && q < f->p; q++) {
            double sign = b == WEIGHT_MIN ? -1 : 1;
            double w = heng_of_list(bound(f, b), f->column[q]) / f->factor[q];
            memset(f->value, 0, (f->p + 1) * sizeof *f->value);
            f->value[q + 1] = sign;
            frontier_set_column(f, column_of(f, b, q));
            glp_set_obj_coef(f->lp, column_of(f, b, q), sign * w);
        }
    return HENG_OK;
}

/* Bounds of children that o lacks bind nothing. */
static void fit_bod(struct frontier *f, const struct row *o)
{
    for (size_t b = 0; b < BOUNDS; b++)
        for (size_t q = 0; q < f->p; q++)
            glp_set_col_bnds(f->lp, column_of(f, b, q),
                             bound(f, b)->n && !isnan(o->v[q]) ? GLP_LO : GLP_FX, 0, 0);
}

/* Shares are of the children that are there: the bounds grow as the nominal weights do. */
static double share(const struct frontier *f, size_t b, size_t q, double left)
{
    return fmin(1, heng_of_list(bound(f, b), f->column[q]) / left);
}

static int pose_shares(struct frontier *f, const struct row *o, size_t b, double left)
{
    double sign = b == SHARE_MIN ? 1 : -1, least = 0;
    for (size_t q = 0; bound(f, b)->n && q < f->p; q++) {
        if (isnan(o->v[q]))
            continue;
        for (size_t i = 0; i < f->p; i++)
            f->value[i + 1] =
                isnan(o->v[i]) ? 0 : sign * o->v[i] * (share(f, b, q, left) - (i == q));
        frontier_set_column(f, column_of(f, b, q));
        least += share(f, b, q, left);
    }
    return b == SHARE_MAX || least <= 1 + FRONTIER_TOLERANCE;
}

static int pose_bod(struct frontier *f, const struct row *o)
{
    double left = 0;
    for (size_t q = 0; q < f->p; q++) {
        if (isnan(o->v[q]))
            continue;
        glp_set_row_bnds(f->lp, row_of(q), GLP_LO, o->v[q], 0);
        left += f->c->w[f->column[q]];
    }
    left = fmin(left, 1);
    if (pose_shares(f, o, SHARE_MIN, left) && pose_shares(f, o, SHARE_MAX, left)) {
        f->why = "no weights within the bounds";
        return 1;
    }
    f->why = "share_min cannot be met by the children that are there";
    return 0;
}

static double score_bod(double objective)
{
    return objective;
}

static int aggregate_bod(struct heng_aggregate_call *c)
{
    const struct bod_params *p = c->params;
    const struct kind kind = {0, 1, p->scale, begin_bod, fit_bod, pose_bod, score_bod};
    return frontier_envelop(&kind, c);
}

const struct heng_method frontier_bod = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "bod",
    .title_zh = "受益怀疑法",
    .title_en = "Benefit of the doubt",
    .summary = "Scores each unit with the weights that flatter it most, as a share of the best "
               "unit's score with the same weights.",
    .formula =
        "scale * max over w >= 0 of sum of w_j y_oj, where sum of w_j y_kj <= 1 for every unit "
        "k; weight_min <= w_j <= weight_max; share_min <= w_j y_oj / sum of w y_o <= share_max",
    .source = "Cherchye, Moesen, Rogge and Van Puyenbroeck, Social Indicators Research 82, 2007, "
              "111-145; OECD/JRC, Handbook on Constructing Composite Indicators, 2008; shares as "
              "ci_bod_constr of Compind",
    .domain = "Children are normalised, higher is better, not negative (else undefined); without "
              "bounds on weights no scale of a child matters. Nominal weights only say which "
              "children count: those of 0 are left out. A unit is compared on the children it has "
              "with the units that have all of these; share bounds are divided by the nominal "
              "weight of the children that are there, and are at most 1. A unit of zeros, or with "
              "0 in a child whose share_min is above 0: 0. Bounds that no weights meet: undefined. "
              "One unit, constant column: as any other. Scores, before scale, from 0 to 1; within "
              "1e-9 of 1 is 1. 3000 units of 6 children take about a second of the plugin's "
              "worker_seconds.",
    .params = HENG_PARAMS(bod_table, struct bod_params),
    .scratch = frontier_scratch,
    .aggregate = aggregate_bod,
    .range = "0, scale",
};
