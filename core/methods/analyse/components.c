/* SPDX-License-Identifier: MIT */
/*
 * What the columns have in common, over the units that have all of them.
 *
 *     pca    eigenvalues l and eigenvectors v (length 1, falling l) of the matrix of correlations
 *            or covariances (n - 1); share l_k / sum of l; coefficient v_jk; loading: the
 *            correlation of column j with component k, v_jk sqrt(l_k) / sd_j (sd_j is 1 for
 *            correlations)
 *     alpha  k / (k - 1) (1 - sum of variances / variance of the sum), k columns as they come;
 *            standardised: k r / (1 + (k - 1) r), r the mean correlation; with_rest: the
 *            correlation of a column with the sum of the node's others
 *
 * Sources: Hotelling, Journal of Educational Psychology 24, 1933, 417-441 and 498-520 (pca);
 * Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16, 1951, 297-334;
 * OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 63-75 (both).
 *
 * The sign of an eigenvector: its coefficients sum to more than 0, or, where they sum to 0, the
 * first that is not 0 is positive. Eigenvectors of equal eigenvalues (within 1e-10 of the largest)
 * are not determined: a warning says which; an eigenvalue within 1e-10 of 0 is 0.
 *
 * Units with a NaN in any column that varies are left out. A column without values or without
 * variation is left out with a warning. Fewer than two units or columns are left: undefined (alpha:
 * a node is left out, with a warning).
 */
#include <string.h>

#include "methods/analyse/analyse_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/correlation.h"
#include "stats/eigen.h"
#include "stats/stats.h"

/* ---- some of the columns ------------------------------------------------- */

/* m columns that vary over the n units which have all of them. */
struct component {
    size_t n, m;
    const double **x;       /* before rows were left out: of the columns taken */
    double *at;             /* the number of each in the call */
    double *r;              /* correlations, m x m */
    double *scale, *length; /* see correlation_of_whole */
    double *spare;          /* m */
    double *rest;
};

static size_t scratch_part(size_t n, size_t m)
{
    return n + m * m + 5 * m + correlation_scratch(CORRELATION_PEARSON, n, m);
}

static int is_in(const struct heng_analyse_call *c, size_t j, const char *node)
{
    return !node || (c->parents && c->parents[j] && strcmp(c->parents[j], node) == 0);
}

/* The columns of a node (NULL: all). loud: warn of those that are left out. */
static void take_columns(struct heng_analyse_call *c, const char *node, int loud,
                         struct component *p)
{
    p->m = 0;
    for (size_t j = 0; j < c->m; j++) {
        if (!is_in(c, j, node))
            continue;
        if (stats_min(c->x[j], c->n) < stats_max(c->x[j], c->n)) {
            p->x[p->m] = c->x[j];
            p->at[p->m++] = (double)j;
        } else if (loud) {
            analyse_warn(c, "%s: %s: left out", c->ids[j],
                         stats_count(c->x[j], c->n) > 0 ? "constant" : "no values");
        }
    }
}

/* p of a node (NULL: all columns); scratch_part(n, m) doubles. */
static void take_part(struct heng_analyse_call *c, const char *node, int loud, double *scratch,
                      struct component *p)
{
    size_t m = c->m, taken;
    double *whole;
    p->x = (const double **)(void *)scratch; /* a pointer takes no more room than a double */
    p->at = scratch + m;
    p->r = p->at + m;
    p->scale = p->r + m * m;
    p->length = p->scale + m;
    p->spare = p->length + m;
    whole = p->spare + m;
    p->rest = whole + c->n;
    take_columns(c, node, loud, p);
    taken = p->m;
    p->n = correlation_whole(p->x, c->n, taken, NULL, whole);
    correlation_of_whole(p->x, c->n, taken, whole, p->r, p->scale, p->length, p->rest);
    for (size_t j = 0; loud && p->n > 1 && j < taken; j++)
        if (!(p->length[j] > 0))
            analyse_warn(c, "%s: constant over the units that have all columns: left out",
                         c->ids[(size_t)p->at[j]]);
    p->m = correlation_squeeze(p->r, taken, p->scale, p->length, p->spare);
    for (size_t j = 0; j < p->m; j++)
        p->at[j] = p->at[(size_t)p->spare[j]];
}

static const char *id_of(const struct heng_analyse_call *c, const struct component *p, size_t j)
{
    return c->ids[(size_t)p->at[j]];
}

/* ---- pca ----------------------------------------------------------------- */

struct analyse_pca_params {
    int on;
    int64_t number;
};

static const struct heng_param pca_table[] = {
    HENG_PARAM_CHOICE(struct analyse_pca_params, on, "correlation", "correlation|covariance",
                      "the matrix whose components are taken"),
    HENG_PARAM_INT(struct analyse_pca_params, number, "0", 0, 1e6, NULL,
                   "how many components are listed; 0: all"),
};

static const struct heng_field pca_fields[] = {
    {"component", 0, NULL, "1: the one that explains most"},
    {"indicator", 1, NULL, "the column"},
    {"eigenvalue", 0, NULL, "variance along the component"},
    {"share", 0, NULL, "of the variance of all columns"},
    {"cumulative", 0, NULL, "share of this component and those before it"},
    {"coefficient", 0, NULL, "of the column in the eigenvector of length 1"},
    {"loading", 0, NULL, "correlation of the column with the component"},
};

static size_t scratch_pca(size_t n, size_t m)
{
    return scratch_part(n, m) + m + eigen_scratch(m);
}

/* The lines of component k. unit: what a column's sd is measured in. */
static void put_component(struct heng_analyse_call *c, const struct component *p,
                          const double *values, double total, double cumulative, double unit,
                          size_t k)
{
    for (size_t j = 0; j < p->m; j++) {
        const char *const text[] = {id_of(c, p, j)};
        double v = p->r[k * p->m + j];
        const double line[] = {(double)(k + 1),
                               values[k] * unit * unit,
                               values[k] / total,
                               cumulative / total,
                               v,
                               v * sqrt(values[k]) / p->spare[j]};
        c->put(c, text, line);
    }
}

static int find_pca(struct heng_analyse_call *c)
{
    const struct analyse_pca_params *q = c->params;
    double *values = c->scratch, *rest = values + c->m, unit = 1, total;
    struct component p;
    take_part(c, NULL, 1, rest + eigen_scratch(c->m), &p);
    if (p.n < 2 || p.m < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "%zu column%s that var%s, %zu unit%s with all of them: too few", p.m,
                      plural(p.m), p.m == 1 ? "ies" : "y", p.n, plural(p.n));
    if (q->on)
        unit = correlation_to_covariance(p.r, p.m, p.scale, p.length);
    for (size_t j = 0; j < p.m; j++)
        p.spare[j] = q->on ? p.length[j] / p.scale[j] / unit : 1;
    if (eigen_symmetric(p.r, p.m, values, rest) != 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the eigenvalues cannot be found");
    for (size_t k = 0; k < p.m; k++)
        values[k] = values[k] > EIGEN_EQUAL * values[0] ? values[k] : 0;
    total = stats_sum(values, p.m);
    for (size_t k = 0; k < p.m && (q->number == 0 || k < (uint64_t)q->number); k++) {
        if (values[k] > 0 && !eigen_is_apart(values, p.m, k))
            analyse_warn(c,
                         "components %zu and %zu have equal eigenvalues: which is which is not "
                         "determined",
                         k + 1, k + 2);
        put_component(c, &p, values, total, stats_sum(values, k + 1), unit, k);
    }
    return HENG_OK;
}

/* ---- alpha --------------------------------------------------------------- */

static const struct heng_field alpha_fields[] = {
    {"node", 1, NULL, "whose columns; (all): of the whole index"},
    {"dropped", 1, NULL, "the column that is left out of this line, or nothing"},
    {"n_indicators", 0, NULL, "columns that count"},
    {"n_units", 0, NULL, "units that have all columns of the node"},
    {"alpha", 0, NULL, "Cronbach's alpha of the columns as they come"},
    {"standardised_alpha", 0, NULL, "alpha of the columns in units of their standard deviations"},
    {"with_rest", 0, NULL, "correlation of the dropped column with the sum of the others"},
};

/* Sums over the entries of a matrix with less than one row and column, drop (m: none). */
struct sums {
    double trace, all, row; /* row: the entries of the dropped row, without its diagonal */
};

static struct sums sum_matrix(const double *a, size_t m, size_t drop)
{
    struct sum trace = {0, 0}, all = {0, 0}, row = {0, 0};
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k < m; k++) {
            if (j == drop && k != drop)
                sum_add(&row, a[j * m + k]);
            if (j == drop || k == drop)
                continue;
            sum_add(&all, a[j * m + k]);
            if (j == k)
                sum_add(&trace, a[j * m + k]);
        }
    return (struct sums){sum_value(&trace), sum_value(&all), sum_value(&row)};
}

/* Of k columns; NaN where they are fewer than two, or their sum does not vary (within 1e-12). */
static double alpha_of(const struct sums *s, size_t k)
{
    if (k < 2 || !(s->all > 1e-12 * s->trace))
        return NAN;
    return (double)k / (double)(k - 1) * (1 - s->trace / s->all);
}

static void put_alpha(struct heng_analyse_call *c, const char *node, const struct component *p,
                      const double *covariance, size_t drop)
{
    size_t k = p->m - (drop < p->m);
    const struct sums own = sum_matrix(covariance, p->m, drop), one = sum_matrix(p->r, p->m, drop);
    const char *const text[] = {node, drop < p->m ? id_of(c, p, drop) : ""};
    double with_rest = NAN;
    if (drop < p->m && own.all > 1e-12 * own.trace)
        with_rest = own.row / sqrt(covariance[drop * p->m + drop] * own.all);
    const double line[] = {(double)k, (double)p->n, alpha_of(&own, k), alpha_of(&one, k),
                           with_rest};
    c->put(c, text, line);
}

/* The lines of a node (NULL: all). Returns how many. */
static size_t analyse_node(struct heng_analyse_call *c, const char *node, double *covariance)
{
    struct component p;
    const char *name = node ? node : "(all)";
    take_part(c, node, !node, covariance + c->m * c->m, &p);
    if (p.n < 2 || p.m < 2) {
        analyse_warn(c, "%s: %zu column%s that var%s, %zu unit%s with all of them: too few", name,
                     p.m, plural(p.m), p.m == 1 ? "ies" : "y", p.n, plural(p.n));
        return 0;
    }
    column_copy(covariance, p.r, p.m * p.m);
    correlation_to_covariance(covariance, p.m, p.scale, p.length);
    put_alpha(c, name, &p, covariance, p.m);
    for (size_t j = 0; j < p.m; j++)
        put_alpha(c, name, &p, covariance, j);
    return p.m + 1;
}

static int is_first_of_node(const struct heng_analyse_call *c, size_t j)
{
    for (size_t k = 0; k < j; k++)
        if (is_in(c, k, c->parents[j]))
            return 0;
    return 1;
}

/* All columns first; then, where they belong to more than one node, each node that has several. */
static int find_alpha(struct heng_analyse_call *c)
{
    size_t lines = analyse_node(c, NULL, c->scratch);
    for (size_t j = 0; c->parents && j < c->m; j++) {
        size_t columns = 0;
        if (!c->parents[j] || !is_first_of_node(c, j))
            continue;
        for (size_t k = 0; k < c->m; k++)
            columns += is_in(c, k, c->parents[j]) ? 1 : 0;
        if (columns > 1 && columns < c->m)
            lines += analyse_node(c, c->parents[j], c->scratch);
    }
    if (lines > 0)
        return HENG_OK;
    return refuse(c->why, c->why_size, HENG_UNDEFINED,
                  "no node has two columns that vary and two units with all of them");
}

static size_t scratch_alpha(size_t n, size_t m)
{
    return m * m + scratch_part(n, m);
}

const struct heng_method analyse_pca = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "pca",
    .title_zh = "主成分分析",
    .title_en = "Principal components",
    .summary = "Lists the principal components of the columns, their coefficients and loadings.",
    .formula = "R v_k = l_k v_k; share l_k / sum of l; loading v_jk sqrt(l_k) / sd_j; R "
               "correlations (sd_j = 1) or covariances, n - 1",
    .source =
        "Hotelling, Journal of Educational Psychology 24, 1933, 417-441; " SOURCE_OECD_HANDBOOK
        ", pp. 63-75",
    .domain =
        "Units with a NaN in any column that varies are left out; columns that do not vary "
        "are left out, with a warning. Coefficients sum to more than 0. Equal eigenvalues "
        "(within 1e-10 of the largest): a warning. Fewer than two columns or units: undefined.",
    .params = HENG_PARAMS(pca_table, struct analyse_pca_params),
    .scratch = scratch_pca,
    ANALYSIS(find_pca, HENG_DATA_NORMALISED, pca_fields),
};

const struct heng_method analyse_alpha = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "alpha",
    .title_zh = "克朗巴哈系数(信度)",
    .title_en = "Cronbach's alpha",
    .summary = "Says how far the columns of a node measure one thing, with each of them left out.",
    .formula = "k / (k - 1) (1 - sum of var(x_j) / var(sum of x)); standardised: k r / (1 + (k - "
               "1) r), r the mean correlation",
    .source = "Cronbach, Psychometrika 16, 1951, 297-334; " SOURCE_OECD_HANDBOOK ", p. 72",
    .domain = "Units with a NaN in any column of the node that varies are left out; columns that "
              "do not vary are left out, with a warning. A sum that does not vary: no alpha. Fewer "
              "than two columns or units: the node is left out, with a warning; no node left: "
              "undefined.",
    .scratch = scratch_alpha,
    ANALYSIS(find_alpha, HENG_DATA_NORMALISED, alpha_fields),
};
