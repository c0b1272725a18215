/* SPDX-License-Identifier: MIT */
/*
 * Weights by what a column's removal, or the preference of another column, costs.
 *
 *     merec    E_j / sum of E;  E_j = sum over i of S_i - S_ij,
 *              S_i = ln(1 + mean over j of |ln n_ij|),  S_ij the same with |ln n_ij| = 0,
 *              n = min(x) / x
 *     cilos    q / sum of q, where F q = 0;  F = P, but with -(sum of column j of P) as its j-th
 *              diagonal entry;  P_kj = (x_jj - x_kj) / x_jj: what of column j's best value x_jj is
 *              lost at the unit that is best in column k (the mean over all units equally best)
 *     idocriw  q_j W_j / sum of q W;  q of cilos;  W_j = 1 + sum p ln p / ln n, p = x / sum(x)
 *
 * Sources: Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene, Determination of
 * objective weights using a new method based on the removal effects of criteria (MEREC), Symmetry
 * 13(4), 2021, 525; Zavadskas and Podvezko, Integrated determination of objective criteria weights
 * in MCDM, International Journal of Information Technology & Decision Making 15(2), 2016, 267-283
 * (CILOS, IDOCRIW). cilos divides each column by its sum in the source, which cancels in P.
 *
 * The columns come with the direction applied, so all of them count as benefits; the source takes
 * W of idocriw before it turns the costs.
 *
 * q is found by censoring one column after the other out of the flow that F describes (Grassmann,
 * Taksar and Heyman, Regenerative analysis and steady state distributions for Markov chains,
 * Operations Research 33(5), 1985, 1107-1116): sums of positive terms only, no cancellation.
 *
 * NaN is left out: of merec's mean over a row, of x_kj's mean (a column that no best unit of k has
 * loses nothing to k, with a warning). merec needs positive values, cilos and idocriw values that
 * are not negative: else the run stops and names the column. A constant column or one without
 * values gets weight 0 with a warning and is no part of the others' formula; the only one that
 * varies gets weight 1. All weights 0, one unit, or an F q = 0 with more than one solution (the
 * same unit best in everything): undefined.
 */
#include <float.h>

#include "methods/reason.h"
#include "methods/weights/weights_internal.h"
#include "stats/elementary.h"
#include "stats/row_kernels.h"
#include "stats/simd.h"
#include "stats/stats.h"

/*
 * Finds the range of column j: *used is 1 when it varies, else 0; *end its lowest value or,
 * with_zero, its highest. HENG_OK when all its values are above 0 (or, with_zero, not below).
 */
static int find_end(struct heng_weigh_call *c, size_t j, int with_zero, double *used, double *end)
{
    const struct stats_span span = stats_range(c->x[j], c->n);
    if (span.min < 0 || (span.min == 0 && !with_zero))
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "%s has a value of %.6g; all must be %s: normalise to such a range, "
                      "minmax range = %s for example",
                      c->ids[j], span.min, with_zero ? "0 or more" : "above 0",
                      with_zero ? "0, 100" : "1, 100");
    *used = weights_width_of(c, j, &span) > 0 ? 1 : 0;
    *end = with_zero ? span.max : span.min;
    return HENG_OK;
}

/* ---- merec --------------------------------------------------------------- */

SIMD_BODY void find_far_body(const double *x, size_t n, int *found)
{
    lane_mask far = {0};
    for (size_t i = 0; i < n; i += LANES)
        far |= (lane_mask)(*(const lanes *)(x + i) > DBL_MAX);
    *found = (far[0] | far[1] | far[2] | far[3]) != 0;
}
SIMD_VERSIONS(static, find_far, (const double *x, size_t n, int *found), (x, n, found))

/* |ln(lowest / x)| = ln(1 + (x - lowest) / lowest), exact for neighbours too. */
static void log_distances(const double *x, double lowest, double *to, size_t n)
{
    int far;
    rows_scale(x, 1, lowest, 0, lowest, to, n);
    find_far(to, n, &far);
    rows_log1p(to, to, n);
    for (size_t i = 0; far && i < n; i++)
        if ((x[i] - lowest) / lowest > DBL_MAX)
            to[i] = real_log(x[i]) - real_log(lowest);
}

/* ln((1 + a) / (1 + b)) is -ln(1 - (a - b) / (1 + a)), with a and b the means of S and S_j;
   whole is -(1 + a) times the number of columns. */
static double removal_effect(const struct heng_weigh_call *c, size_t j, double lowest,
                             const double *whole)
{
    struct rows_sum effect;
    double part[ROWS], room[ROWS], of_whole[ROWS];
    rows_clear(&effect, rows_padded(c->n, 0));
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = effect.n = rows_padded(c->n, first);
        log_distances(rows_of(c->x[j], c->n, first, room), lowest, part, rows);
        rows_divide(part, rows_of(whole, c->n, first, of_whole), part, rows);
        rows_log1p(part, part, rows);
        rows_blank(part, c->n, first);
        rows_add(&effect, part, -1);
    }
    effect.n = rows_padded(c->n, 0);
    return rows_total(&effect);
}

/* Of the units from `first` on: how many values each has in used columns, plus the sum of their
   |ln n|; with the sign turned. */
static void performances(const struct heng_weigh_call *c, size_t first, const double *used,
                         const double *lowest, double *whole)
{
    const size_t rows = rows_padded(c->n, first);
    struct rows_sum total;
    struct rows_weight count;
    double part[ROWS], room[ROWS];
    rows_clear(&total, rows);
    rows_weight_clear(&count, rows);
    for (size_t j = 0; j < c->m; j++)
        if (used[j] > 0) {
            log_distances(rows_of(c->x[j], c->n, first, room), lowest[j], part, rows);
            rows_add(&total, part, 1);
            rows_weight_add(&count, part, 1);
        }
    rows_value(&total, part);
    rows_weight_value(&count, room);
    for (size_t i = 0; i < rows_count(c->n, first); i++)
        whole[first + i] = -(room[i] + part[i]);
}

static int weigh_merec(struct heng_weigh_call *c)
{
    double *used = c->scratch, *lowest = used + c->m, *whole = lowest + c->m;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++)
        if (find_end(c, j, 0, &used[j], &lowest[j]) != HENG_OK)
            return HENG_FAIL;
    for (size_t i = 0; i < c->n; i += ROWS)
        performances(c, i, used, lowest, whole);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = used[j] > 0 ? removal_effect(c, j, lowest[j], whole) : 0;
    return weights_finish(c, "every column has weight 0");
}

static size_t scratch_merec(size_t n, size_t m)
{
    return n + 2 * m;
}

/* ---- cilos --------------------------------------------------------------- */

enum { STRIDE = 8 * LANES };

/* Moves *at on by STRIDE values at a time as long as v is not among them. */
SIMD_BODY void look_for_body(const double *x, size_t n, double v, size_t *at)
{
    const lanes zero = {0}, sought = zero + v;
    size_t i = *at;
    for (; i + STRIDE <= n; i += STRIDE) {
        lane_mask found = {0};
        for (size_t k = 0; k < STRIDE; k += LANES)
            found |= (lane_mask)(*(const lanes *)(x + i + k) == sought);
        if ((found[0] | found[1] | found[2] | found[3]) != 0)
            break;
    }
    *at = i;
}
SIMD_VERSIONS(static, look_for, (const double *x, size_t n, double v, size_t *at), (x, n, v, at))

/* The first i from `from` on with x[i] == v; n when there is none. */
static size_t next_equal(const double *x, size_t n, size_t from, double v)
{
    while (from < n) {
        look_for(x, n, v, &from);
        for (size_t i = from; i < n && i < from + STRIDE; i++)
            if (x[i] == v)
                return i;
        from += STRIDE;
    }
    return n;
}

/*
 * Row k of the losses P: of each used column the mean loss over the units that are best in column
 * k, from ends[0] to ends[1]. top and count: m doubles each, top the columns' highest values.
 */
static void find_losses(struct heng_weigh_call *c, size_t k, const double *used, const double *top,
                        const double *ends, double *count, double *loss)
{
    size_t last;
    for (size_t j = 0; j < c->m; j++)
        loss[j] = count[j] = 0;
    if (!(used[k] > 0))
        return;
    last = (size_t)ends[1];
    for (size_t i = (size_t)ends[0];; i = next_equal(c->x[k], c->n, i + 1, top[k])) {
        for (size_t j = 0; j < c->m; j++)
            if (used[j] > 0 && !isnan(c->x[j][i])) {
                loss[j] += (top[j] - c->x[j][i]) / top[j];
                count[j]++;
            }
        if (i == last)
            break;
    }
    for (size_t j = 0; j < c->m; j++)
        if (count[j] > 0)
            loss[j] /= count[j];
        else if (used[j] > 0)
            weights_warn(c, j, "missing where another column is best: that loss counts as 0");
}

/* What flows out of column j to the others that are left. */
static double outflow(const double *loss, const double *left, size_t m, size_t j)
{
    struct sum total = {0, 0};
    for (size_t k = 0; k < m; k++)
        if (k != j && left[k] > 0)
            sum_add(&total, loss[k * m + j]);
    return sum_value(&total);
}

/* Censors column j, whose outflow is this: what went through it goes straight. */
static void censor(double *loss, const double *left, size_t m, size_t j, double out)
{
    for (size_t k = 0; k < m; k++)
        for (size_t i = 0; i < m; i++)
            if (k != i && k != j && i != j && left[k] > 0 && left[i] > 0)
                loss[k * m + i] += loss[k * m + j] / out * loss[j * m + i];
}

/* The used column with the largest outflow; m when there is none left that has any. */
static size_t find_pivot(const double *loss, const double *left, size_t m, double *out)
{
    size_t pivot = m;
    *out = 0;
    for (size_t j = 0; j < m; j++) {
        double flow = left[j] > 0 ? outflow(loss, left, m, j) : 0;
        if (flow > *out) {
            *out = flow;
            pivot = j;
        }
    }
    return pivot;
}

/*
 * Solves F q = 0 into c->w, not yet scaled. left (1 for a used column) and order are m doubles
 * each; loss is used up. HENG_UNDEFINED when there is more than one solution.
 */
static int solve_losses(struct heng_weigh_call *c, double *loss, double *left, double *order,
                        double *out)
{
    size_t m = c->m, gone = 0, j, kept = 0;
    while ((j = find_pivot(loss, left, m, &out[gone])) < m) {
        left[j] = 0;
        censor(loss, left, m, j, out[gone]);
        order[gone++] = (double)j;
    }
    for (j = 0; j < m; j++) {
        c->w[j] = left[j] > 0 ? 1 : 0;
        kept += left[j] > 0;
    }
    if (kept > 1)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "%zu columns lose nothing to each other: their losses leave the weights open",
                      kept);
    while (gone-- > 0) {
        struct sum flow = {0, 0};
        j = (size_t)order[gone];
        for (size_t i = 0; i < m; i++)
            if (left[i] > 0)
                sum_add(&flow, loss[j * m + i] * c->w[i]);
        c->w[j] = sum_value(&flow) / out[gone];
        left[j] = 1;
    }
    return HENG_OK;
}

/* The first and the last unit whose value is v, in ends; one has it. */
static void find_places(const double *x, size_t n, double v, double *ends)
{
    ends[0] = (double)next_equal(x, n, 0, v);
    for (size_t i = (size_t)ends[0]; i < n; i = next_equal(x, n, i + 1, v))
        ends[1] = (double)i;
}

/* The weights of cilos, in w. */
static int find_cilos(struct heng_weigh_call *c)
{
    double *used = c->scratch, *order = used + c->m, *out = order + c->m, *ends = out + c->m;
    double *loss = ends + 2 * c->m;
    int status;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++) {
        if (find_end(c, j, 1, &used[j], &order[j]) != HENG_OK)
            return HENG_FAIL;
        if (used[j] > 0) /* now, while the column is near */
            find_places(c->x[j], c->n, order[j], ends + 2 * j);
    }
    for (size_t k = 0; k < c->m; k++)
        find_losses(c, k, used, order, ends + 2 * k, out, loss + k * c->m);
    status = solve_losses(c, loss, used, order, out);
    return status == HENG_OK ? weights_finish(c, "every column has weight 0") : status;
}

static int weigh_cilos(struct heng_weigh_call *c)
{
    return find_cilos(c);
}

static size_t scratch_cilos(size_t n, size_t m)
{
    (void)n;
    return (m + 5) * m;
}

/* ---- idocriw ------------------------------------------------------------- */

static int weigh_idocriw(struct heng_weigh_call *c)
{
    int status = find_cilos(c);
    if (status != HENG_OK)
        return status;
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0) {
            const struct stats_span span = stats_range(c->x[j], c->n);
            c->w[j] *= weights_divergence(c->x[j], c->n, &span, 0, 0);
        }
    return weights_finish(c, "every column has weight 0");
}

#define PODVEZKO                                                                                   \
    "Zavadskas and Podvezko, International Journal of Information Technology & Decision Making "   \
    "15(2), 2016, 267-283"

const struct heng_method weights_merec = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "merec",
    .title_zh = "MEREC法(移除效应)",
    .title_en = "MEREC",
    .summary = "Weighs a column by how much the units' overall performance changes without it.",
    .formula = "E_j / sum of E; E_j = sum over i of S_i - S_ij, S_i = ln(1 + mean over j of "
               "|ln n_ij|), S_ij: the same without j's term, n = min(x) / x",
    .source = "Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene, Symmetry 13(4), "
              "2021, 525",
    .domain = "All values must be positive: one that is not is refused. NaN is left out of its "
              "row. A constant column or one without values: weight 0, with a warning, and not "
              "counted in the mean; all of them, or one unit: undefined.",
    .scratch = scratch_merec,
    .weigh = weigh_merec,
};

const struct heng_method weights_cilos = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "cilos",
    .title_zh = "CILOS法(准则影响损失)",
    .title_en = "CILOS",
    .summary = "Weighs a column the more, the less of its best value is lost where others are "
               "best.",
    .formula = "q / sum of q, F q = 0; F_kj = P_kj = (x_jj - x_kj) / x_jj, F_jj = -sum over k of "
               "P_kj; x_kj: column j at the unit best in column k (mean over ties)",
    .source = PODVEZKO,
    .domain = "Negative values are refused. A value missing at another's best unit: no loss, with "
              "a warning. A constant column or one without values: weight 0, with a warning. All "
              "of them, one unit, or one unit best in several columns and all else: undefined.",
    .scratch = scratch_cilos,
    .weigh = weigh_cilos,
};

const struct heng_method weights_idocriw = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "idocriw",
    .title_zh = "IDOCRIW法(熵权与CILOS综合)",
    .title_en = "IDOCRIW",
    .summary = "Multiplies the weights of CILOS by entropy weights.",
    .formula = "q_j W_j / sum of q W; q of cilos, W = 1 + sum p ln p / ln n, p = x / sum(x)",
    .source = PODVEZKO,
    .domain = "As cilos; 0 ln 0 = 0. Both parts take the columns with the direction applied; the "
              "source takes the entropy of costs before it turns them, so that its example with "
              "costs has other weights.",
    .scratch = scratch_cilos,
    .weigh = weigh_idocriw,
};
