/* SPDX-License-Identifier: MIT */
/*
 * Best-worst method, linear model: with b the best and o the worst child,
 *
 *     min xi  s.t.  |w_b - a_bj w_j| <= xi,  |w_j - a_jo w_o| <= xi,  sum w = 1,  w >= 0
 *
 * Whether the comparisons go together is told from themselves, before any weight is known:
 * CR = max over j of |a_bj a_jo - a_bo| / (a_bo^2 - a_bo).
 */
#include <glpk.h>
#include <math.h>
#include <string.h>

#include "heng_method.h"

struct best_worst_params {
    const char *best, *worst;
    struct heng_reals best_to_others, others_to_worst;
    struct heng_tables judgements;
    double limit;
};

static const struct heng_param best_worst_table[] = {
    HENG_PARAM_TEXT(struct best_worst_params, best, NULL, "the most important child"),
    HENG_PARAM_TEXT(struct best_worst_params, worst, NULL, "the least important child"),
    HENG_PARAM_REALS(struct best_worst_params, best_to_others, "", 1, 9, 0, 0, NULL,
                     "how much more important the best is than each child, in their order"),
    HENG_PARAM_REALS(struct best_worst_params, others_to_worst, "", 1, 9, 0, 0, NULL,
                     "how much more important each child is than the worst"),
    HENG_PARAM_TABLES(
        struct best_worst_params, judgements, "", 0, 0,
        "instead of both lists: CSV files, one an expert, rows best and worst, a column a "
        "child"),
    HENG_PARAM_REAL(struct best_worst_params, limit, "", 0, INFINITY, NULL,
                    "largest consistency ratio that is accepted; left out: that of Liang et al."),
};

/* Liang, Brunelli and Rezaei's, for best over worst 3 .. 9 and 3 .. 9 children. */
static const double thresholds[7][7] = {
    {0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667},
    {0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683},
    {0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960},
    {0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262},
    {0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403},
    {0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657},
    {0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662},
};

/* They have four decimals. */
static const double threshold_rounding = 5e-5;

static double threshold(double best_over_worst, size_t m)
{
    size_t scale = (size_t)(best_over_worst + 0.5);
    if (scale < 3)
        return 0;
    return thresholds[scale - 3][m < 3 ? 0 : m > 9 ? 6 : m - 3] + threshold_rounding;
}

/* ---- the judgements --------------------------------------------------------- */

/* What an expert says: a[j] of the best over j, b[j] of j over the worst. */
struct judgements {
    double *a, *b;
    size_t best, worst;
    const char *where; /* of the file, for messages; or "" */
};

static int find_child(struct heng_weigh_call *c, const char *key, const char *name, size_t *j)
{
    for (*j = 0; *j < c->m; ++*j)
        if (strcmp(c->ids[*j], name) == 0)
            return HENG_OK;
    return heng_refuse(c, "%s: there is no child %s; one is %s", key, name, c->ids[0]);
}

static int read_lists(struct heng_weigh_call *c, const struct best_worst_params *p,
                      struct judgements *u)
{
    if (p->best_to_others.n != c->m || p->others_to_worst.n != c->m)
        return heng_refuse(c,
                           "best_to_others has %zu values and others_to_worst %zu, for %zu columns",
                           p->best_to_others.n, p->others_to_worst.n, c->m);
    memcpy(u->a, p->best_to_others.v, c->m * sizeof *u->a);
    memcpy(u->b, p->others_to_worst.v, c->m * sizeof *u->b);
    u->where = "";
    return HENG_OK;
}

/* The place of a name, or n; without names the place it should have. */
static size_t find_name(const char *const *names, size_t n, const char *name, size_t place)
{
    for (size_t i = 0; names && i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return names || place > n ? n : place;
}

static int read_row(struct heng_weigh_call *c, const struct heng_table *t, const char *name,
                    size_t place, double *to)
{
    size_t row = find_name(t->rows, t->n_rows, name, place);
    if (row == t->n_rows)
        return heng_refuse(c, "%s has no row %s", t->path, name);
    for (size_t j = 0; j < c->m; j++) {
        size_t column = find_name(t->columns, t->n_columns, c->ids[j], j);
        if (column == t->n_columns)
            return heng_refuse(c, "%s has no column %s", t->path, c->ids[j]);
        to[j] = t->v[row * t->n_columns + column];
        if (!(to[j] >= 1 && to[j] <= 9))
            return heng_refuse(c, "%s: row %s, column %s: '%.40s' is not a number from 1 to 9",
                               t->path, name, c->ids[j], t->text[row * t->n_columns + column]);
    }
    return HENG_OK;
}

static int read_table(struct heng_weigh_call *c, const struct heng_table *t, struct judgements *u)
{
    if (t->n_rows != 2 || t->n_columns != c->m)
        return heng_refuse(
            c, "%s has %zu rows and %zu columns; expected best and worst, and %zu columns", t->path,
            t->n_rows, t->n_columns, c->m);
    u->where = t->path;
    if (read_row(c, t, "best", 0, u->a) != HENG_OK)
        return HENG_FAIL;
    return read_row(c, t, "worst", 1, u->b);
}

static int check_judgements(struct heng_weigh_call *c, const struct judgements *u)
{
    const char *best = c->ids[u->best], *worst = c->ids[u->worst], *where = u->where;
    const char *colon = *where ? ": " : "";
    if (u->best == u->worst && c->m > 1)
        return heng_refuse(c, "best and worst are both %s", best);
    if (u->a[u->best] != 1)
        return heng_refuse(c, "%s%sbest over itself (%s) is %.6g, not 1", where, colon, best,
                           u->a[u->best]);
    if (u->b[u->worst] != 1)
        return heng_refuse(c, "%s%sworst over itself (%s) is %.6g, not 1", where, colon, worst,
                           u->b[u->worst]);
    if (u->a[u->worst] != u->b[u->best])
        return heng_refuse(c,
                           "%s%s%s over %s is %.6g as best to others and %.6g as others to worst",
                           where, colon, best, worst, u->a[u->worst], u->b[u->best]);
    return HENG_OK;
}

/* HENG_FAIL, naming the child that fits worst, when the ratio is above the limit. */
static int check_consistency(struct heng_weigh_call *c, const struct judgements *u, double limit,
                             double *ratio)
{
    double top = u->a[u->worst], span = top * top - top;
    size_t farthest = 0;
    *ratio = 0;
    for (size_t j = 0; j < c->m; j++) {
        double off = fabs(u->a[j] * u->b[j] - top), r = off > 0 ? off / span : 0;
        if (isinf(r))
            return heng_refuse(c, "%s%sbest and worst are alike, but %s is not", u->where,
                               *u->where ? ": " : "", c->ids[j]);
        farthest = r > *ratio ? j : farthest;
        *ratio = fmax(*ratio, r);
    }
    if (isnan(limit))
        limit = threshold(top, c->m);
    if (*ratio <= limit)
        return HENG_OK;
    return heng_refuse(
        c,
        "%s%sthe comparisons contradict each other: consistency ratio %.3f, limit %.4g; "
        "look at %s first: %.6g times %.6g should be %.6g, which %s has over %s",
        u->where, *u->where ? ": " : "", *ratio, limit, c->ids[farthest], u->a[farthest],
        u->b[farthest], top, c->ids[u->best], c->ids[u->worst]);
}

/* ---- the program -------------------------------------------------------------- */

/* sign * (w_i - k w_j) <= xi. */
static void add_row(glp_prob *lp, double sign, size_t i, double k, size_t j)
{
    int row = glp_add_rows(lp, 1);
    int index[] = {0, (int)i + 1, (int)j + 1, glp_get_num_cols(lp)};
    double value[] = {0, sign, -sign * k, -1};
    glp_set_row_bnds(lp, row, GLP_UP, 0, 0);
    glp_set_mat_row(lp, row, 3, index, value);
}

static void add_sum(glp_prob *lp, size_t m)
{
    int row = glp_add_rows(lp, 1), column[] = {0, row};
    double one[] = {0, 1};
    glp_set_row_bnds(lp, row, GLP_FX, 1, 1);
    for (size_t j = 0; j < m; j++)
        glp_set_mat_col(lp, (int)j + 1, 1, column, one);
}

static glp_prob *write_program(const struct judgements *u, size_t m)
{
    glp_prob *lp = glp_create_prob();
    glp_add_cols(lp, (int)m + 1);
    for (size_t j = 0; j <= m; j++)
        glp_set_col_bnds(lp, (int)j + 1, GLP_LO, 0, 0);
    glp_set_obj_coef(lp, (int)m + 1, 1);
    add_sum(lp, m);
    for (size_t j = 0; j < m; j++)
        for (double sign = -1; sign <= 1; sign += 2) {
            if (j != u->best)
                add_row(lp, sign, u->best, u->a[j], j);
            if (j != u->worst && j != u->best)
                add_row(lp, sign, j, u->b[j], u->worst);
        }
    return lp;
}

/* Puts the weights in w; xi, or NaN. */
static double solve(const struct judgements *u, size_t m, double *w)
{
    glp_prob *lp = write_program(u, m);
    glp_smcp how;
    double xi = NAN;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = 1e-10;
    if (glp_simplex(lp, &how) == 0 && glp_get_status(lp) == GLP_OPT)
        xi = fmax(0, glp_get_obj_val(lp));
    for (size_t j = 0; j < m; j++)
        w[j] = fmax(0, glp_get_col_prim(lp, (int)j + 1));
    glp_delete_prob(lp);
    return xi;
}

static size_t scratch(size_t n, size_t m)
{
    (void)n;
    return 3 * m;
}

/* Expert k's weights are added to c->w. */
static int add_expert(struct heng_weigh_call *c, const struct best_worst_params *p, size_t k,
                      struct judgements *u, double *xi, double *ratio)
{
    double own, *w = c->scratch + 2 * c->m;
    int status = p->judgements.n ? read_table(c, &p->judgements.v[k], u) : read_lists(c, p, u);
    if (status == HENG_OK)
        status = check_judgements(c, u);
    if (status == HENG_OK)
        status = check_consistency(c, u, p->limit, &own);
    if (status != HENG_OK)
        return status;
    *ratio = fmax(*ratio, own);
    own = solve(u, c->m, w);
    if (isnan(own))
        return heng_refuse(c, "GLPK found no solution");
    *xi = fmax(*xi, own);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] += w[j];
    return HENG_OK;
}

static int weigh_best_worst(struct heng_weigh_call *c)
{
    const struct best_worst_params *p = c->params;
    struct judgements u = {.a = c->scratch, .b = c->scratch + c->m};
    double xi = 0, ratio = 0;
    size_t experts = p->judgements.n ? p->judgements.n : 1;
    glp_term_out(GLP_OFF);
    if (p->judgements.n && (p->best_to_others.n || p->others_to_worst.n))
        return heng_refuse(c, "give either judgements or lists, not both");
    if (find_child(c, "best", p->best, &u.best) != HENG_OK ||
        find_child(c, "worst", p->worst, &u.worst) != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = 0;
    for (size_t k = 0; k < experts; k++)
        if (add_expert(c, p, k, &u, &xi, &ratio) != HENG_OK)
            return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = heng_has_values(c, j) ? c->w[j] : 0;
    heng_note(c, "xi %.4f, consistency ratio %.4f%s", xi, ratio, experts > 1 ? ", at most" : "");
    return heng_finish_weights(c);
}

static const struct heng_method best_worst = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "best_worst",
    .title_zh = "最优最劣法",
    .title_en = "Best-worst method",
    .summary = "Weighs by an expert's comparisons of the best child with the others and of these "
               "with the worst.",
    .formula = "min xi, |w_best - a_best,j w_j| <= xi, |w_j - a_j,worst w_worst| <= xi, sum of w = "
               "1, w >= 0; CR = max of |a_best,j a_j,worst - a_bw| / (a_bw^2 - a_bw), refused "
               "above limit; several experts: the mean of their weights",
    .source = "Rezaei, Omega 53, 2015, 49-57, and Omega 64, 2016, 126-130 (linear model); Liang, "
              "Brunelli and Rezaei, Omega 96, 2020, 102175 (consistency ratio and its limits)",
    .domain = "Comparisons from 1 to 9, of a child with itself 1, of the best with the worst the "
              "same in both lists. Limits of Liang et al. by best over worst (rounded) and number "
              "of children (3 to 9), to four decimals; 0 where best over worst is below 2.5. A "
              "column without values: weight 0, with a warning, and the others in proportion. "
              "Constant columns and one unit as any other.",
    .params = HENG_PARAMS(best_worst_table, struct best_worst_params),
    .scratch = scratch,
    .weigh = weigh_best_worst,
};

HENG_METHODS_PLUGIN(best_worst, "1.0.0", "MIT AND GPL-3.0-or-later", &best_worst);
