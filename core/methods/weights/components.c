/* SPDX-License-Identifier: MIT */
/*
 * Weights from the principal components of the columns, over the units that have all of them.
 * l_1 >= l_2 >= ... the eigenvalues of the matrix of correlations (or covariances), v_k the
 * eigenvectors, l_k / sum of l the share of variance that component k explains.
 *
 *     pca      first      v_j1^2
 *              variance   sum over the kept k of |v_jk| l_k / sum of l; scaled to sum 1
 *     factor   a_jk^2 / sum over j and the kept k of a^2, scaled to sum 1: a the loadings v_jk
 *              sqrt(l_k) of the kept factors after rotation, k the factor on which column j has its
 *              largest a_jk^2 / (sum over j of a_jk^2), the one that explains more among equals
 *
 * Kept for pca: kaiser, l_k above the mean of l (1 for correlations); share, the fewest that
 * explain that share; number. Kept for factor: those with l_k > eigenvalue and a share above each;
 * when they explain no more than share in all, further ones until they do; or number. Comparisons
 * have a tolerance of 1e-10 of the largest eigenvalue; components that explain nothing are never
 * kept.
 *
 * varimax (Kaiser, Psychometrika 23, 1958, 187-200) turns factor by factor in the plane, the pairs
 * in order, until a sweep turns none by more than 1e-10 radian, 250 sweeps at most; with kaiser the
 * rows are scaled to length 1 for it.
 *
 * Sources: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 89-91; Nicoletti,
 * Scarpetta and Boylaud, Summary indicators of product market regulation, OECD Economics Department
 * Working Papers 226, 2000; SPSSAU, manual, 主成分分析 (variance, there 综合得分系数; |v| keeps
 * weights from being negative).
 *
 * Eigenvectors of equal eigenvalues are not determined: where weights depend on which is which,
 * they are undefined. A column without values, or constant (or so over the units that are left),
 * gets weight 0 with a warning; the only one that varies weight 1. All weights 0, fewer than two
 * units with all columns: undefined. More columns than units are lawful.
 */
#include "methods/reason.h"
#include "methods/sources.h"
#include "methods/weights/weights_internal.h"
#include "stats/correlation.h"
#include "stats/eigen.h"
#include "stats/elementary.h"
#include "stats/stats.h"

static const double tolerance = 1e-10;

/* The m columns that vary, and their components. */
struct components {
    size_t m;
    double total;       /* of the eigenvalues */
    double *at;         /* number of each column */
    double *values, *v; /* m falling; m x m, vector k from k * m on */
    double *rest;       /* scratch that is left: eigen_scratch(m) */
};

static size_t scratch_components(size_t n, size_t m)
{
    return 2 * m + eigen_scratch(m) + weights_whole_scratch(n, m);
}

/* HENG_OK and c->m 0 when there is no more than one column to weigh: w says so already. */
static int find_components(struct heng_weigh_call *c, int on_covariance, struct components *p)
{
    struct weights_whole w;
    *p = (struct components){0};
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    p->at = c->scratch;
    p->values = p->at + c->m;
    p->rest = p->values + c->m;
    weights_whole(c, &w, p->rest + eigen_scratch(c->m));
    if (w.varying <= 1)
        return weights_finish(c, "every column has weight 0");
    if (w.n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "%zu unit%s with all of %zu columns: too few", w.n, plural(w.n), w.varying);
    p->v = w.r;
    p->m = correlation_squeeze(w.r, c->m, w.scale, w.length, p->at);
    if (on_covariance)
        correlation_to_covariance(w.r, p->m, w.scale, w.length);
    if (eigen_symmetric(p->v, p->m, p->values, p->rest) != 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the eigenvalues cannot be found");
    for (size_t k = 0; k < p->m; k++) /* what explains nothing is 0 */
        p->values[k] = p->values[k] > tolerance * p->values[0] ? p->values[k] : 0;
    p->total = stats_sum(p->values, p->m);
    return HENG_OK;
}

static size_t count_above(const struct components *p, double limit)
{
    size_t k = 0;
    while (k < p->m && p->values[k] > limit + tolerance * p->values[0])
        k++;
    return k;
}

/* The fewest components that explain the share, or (above) more than it. */
static size_t count_share(const struct components *p, double share, int above)
{
    double explained = 0, wanted = share * p->total;
    size_t k = 0, most = count_above(p, 0);
    wanted += above ? tolerance * p->values[0] : -tolerance * p->values[0];
    while (k < most && (k == 0 || explained < wanted))
        explained += p->values[k++];
    return k;
}

static size_t at_most(int64_t number, size_t most)
{
    return (uint64_t)number < most ? (size_t)number : most;
}

static int not_apart(struct heng_weigh_call *c, size_t k)
{
    return refuse(c->why, c->why_size, HENG_UNDEFINED,
                  "components %zu and %zu have equal eigenvalues: which is which is not determined",
                  k + 1, k + 2);
}

/* w of all columns from the first of them, one for each that varies. */
static int finish(struct heng_weigh_call *c, const struct components *p, const double *w)
{
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = 0;
    for (size_t j = 0; j < p->m; j++)
        c->w[(size_t)p->at[j]] = w[j];
    return weights_finish(c, "every column has weight 0");
}

/* ---- pca ----------------------------------------------------------------- */

enum { PCA_FIRST, PCA_VARIANCE };
enum { KEEP_KAISER, KEEP_SHARE, KEEP_NUMBER };

struct pca_params {
    int on, rule, keep;
    double share;
    int64_t number;
};

static const struct heng_param pca_table[] = {
    HENG_PARAM_CHOICE(struct pca_params, on, "correlation", "correlation|covariance",
                      "the matrix whose components are taken"),
    HENG_PARAM_CHOICE(
        struct pca_params, rule, "variance", "first|variance",
        "squares of the first component, or sizes in all kept ones times the variance explained"),
    HENG_PARAM_CHOICE(
        struct pca_params, keep, "kaiser", "kaiser|share|number",
        "which components: eigenvalue above the mean, enough for a share of variance, a number"),
    HENG_PARAM_REAL(struct pca_params, share, "0.85", 0, 1, NULL,
                    "the share of variance to explain, with keep = share"),
    HENG_PARAM_INT(struct pca_params, number, "1", 1, 1e6, NULL, "how many, with keep = number"),
};

static size_t count_kept(const struct pca_params *p, const struct components *of)
{
    size_t most = count_above(of, 0);
    if (p->rule == PCA_FIRST)
        return 1;
    if (p->keep == KEEP_KAISER)
        return count_above(of, of->total / (double)of->m);
    return p->keep == KEEP_SHARE ? count_share(of, p->share, 0) : at_most(p->number, most);
}

static int weigh_pca(struct heng_weigh_call *c)
{
    const struct pca_params *p = c->params;
    struct components of;
    size_t kept;
    int status = find_components(c, p->on, &of);
    if (status != HENG_OK || of.m == 0)
        return status;
    kept = count_kept(p, &of);
    if (kept == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "no eigenvalue is above the mean: the columns have no component in common");
    for (size_t k = 0; k < kept; k++)
        if (!eigen_is_apart(of.values, of.m, k))
            return not_apart(c, k);
    for (size_t j = 0; j < of.m; j++) {
        struct sum w = {0, 0};
        for (size_t k = 0; k < kept; k++) {
            double v = of.v[k * of.m + j];
            sum_add(&w, p->rule == PCA_FIRST ? v * v : fabs(v) * of.values[k] / of.total);
        }
        of.rest[j] = sum_value(&w);
    }
    return finish(c, &of, of.rest);
}

/* ---- factor -------------------------------------------------------------- */

enum { FACTOR_HANDBOOK, FACTOR_NUMBER };

struct factor_params {
    int keep, rotation, kaiser;
    double eigenvalue, each, share;
    int64_t number;
};

static const struct heng_param factor_table[] = {
    HENG_PARAM_CHOICE(struct factor_params, keep, "handbook", "handbook|number",
                      "which factors: by the next three, or a number"),
    HENG_PARAM_REAL(struct factor_params, eigenvalue, "1", 0, 1e6, NULL,
                    "a factor's eigenvalue is above it, with keep = handbook"),
    HENG_PARAM_REAL(
        struct factor_params, each, "0.1", 0, 1, NULL,
        "the share of variance that a factor explains is above it, with keep = handbook"),
    HENG_PARAM_REAL(
        struct factor_params, share, "0.6", 0, 1, NULL,
        "the share that all explain is above it, or further ones are kept, with keep = handbook"),
    HENG_PARAM_INT(struct factor_params, number, "1", 1, 1e6, NULL, "how many, with keep = number"),
    HENG_PARAM_CHOICE(struct factor_params, rotation, "varimax", "none|varimax",
                      "of the kept factors"),
    HENG_PARAM_FLAG(struct factor_params, kaiser, "yes",
                    "scale the rows to length 1 while they are rotated"),
};

static size_t count_factors(const struct factor_params *p, const struct components *of)
{
    size_t kept, enough;
    if (p->keep == FACTOR_NUMBER)
        return at_most(p->number, count_above(of, 0));
    kept = count_above(of, fmax(p->eigenvalue, p->each * of->total));
    enough = count_share(of, p->share, 1);
    return kept > enough ? kept : enough;
}

/* The angle by which factors x and y are turned in their plane; 0 where none is better. */
static double varimax_angle(const double *x, const double *y, size_t m)
{
    double u = 0, v = 0, squares = 0, product = 0, across, along;
    for (size_t j = 0; j < m; j++) {
        double a = x[j] * x[j] - y[j] * y[j], b = 2 * x[j] * y[j];
        u += a;
        v += b;
        squares += a * a - b * b;
        product += 2 * a * b;
    }
    across = product - 2 * u * v / (double)m;
    along = squares - (u * u - v * v) / (double)m;
    return real_hypot(across, along) > 1e-12 * (double)m ? real_atan2(across, along) / 4 : 0;
}

static void turn(double *x, double *y, size_t m, double angle)
{
    double c = real_cos(angle), s = real_sin(angle);
    for (size_t j = 0; j < m; j++) {
        double a = x[j], b = y[j];
        x[j] = a * c + b * s;
        y[j] = b * c - a * s;
    }
}

static void varimax(double *a, size_t m, size_t factors)
{
    double largest = 1;
    for (int sweep = 0; sweep < 250 && largest > 1e-10; sweep++) {
        largest = 0;
        for (size_t i = 0; i < factors; i++)
            for (size_t k = i + 1; k < factors; k++) {
                double angle = varimax_angle(a + i * m, a + k * m, m);
                turn(a + i * m, a + k * m, m, angle);
                largest = fmax(largest, fabs(angle));
            }
    }
}

/* The lengths of the rows of a, factors x m. */
static void find_lengths(const double *a, size_t m, size_t factors, double *lengths)
{
    for (size_t j = 0; j < m; j++) {
        struct sum squares = {0, 0};
        for (size_t k = 0; k < factors; k++)
            sum_add(&squares, a[k * m + j] * a[k * m + j]);
        lengths[j] = sqrt(sum_value(&squares));
    }
}

/* Loadings in place of the eigenvectors, rotated. spare: m. */
static void rotate_factors(const struct factor_params *p, const struct components *of,
                           size_t factors, double *spare)
{
    size_t m = of->m;
    double *a = of->v;
    for (size_t k = 0; k < factors; k++)
        for (size_t j = 0; j < m; j++)
            a[k * m + j] *= sqrt(of->values[k]);
    if (p->rotation == 0 || factors < 2)
        return;
    find_lengths(a, m, factors, spare);
    for (size_t j = 0; j < m; j++)
        spare[j] = p->kaiser && spare[j] > 1e-12 ? spare[j] : 1;
    for (size_t k = 0; k < factors; k++)
        for (size_t j = 0; j < m; j++)
            a[k * m + j] /= spare[j];
    varimax(a, m, factors);
    for (size_t k = 0; k < factors; k++)
        for (size_t j = 0; j < m; j++)
            a[k * m + j] *= spare[j];
}

/* Column j's factor, and of it what the weight is. explained: of each factor. */
static double factor_weight(const struct components *of, size_t factors, const double *explained,
                            size_t j)
{
    double best = -1, best_explained = 0, weight = 0;
    for (size_t k = 0; k < factors; k++) {
        double square = of->v[k * of->m + j] * of->v[k * of->m + j];
        double share = explained[k] > 0 ? square / explained[k] : 0;
        int equal = fabs(share - best) <= tolerance;
        if (equal ? explained[k] > best_explained : share > best) {
            best = share;
            best_explained = explained[k];
            weight = square;
        }
    }
    return weight;
}

static int weigh_factor(struct heng_weigh_call *c)
{
    const struct factor_params *p = c->params;
    struct components of;
    double *explained, *w;
    size_t factors;
    int status = find_components(c, 0, &of);
    if (status != HENG_OK || of.m == 0)
        return status;
    factors = count_factors(p, &of);
    for (size_t k = p->rotation == 0 ? 0 : factors - 1; k < factors; k++)
        if (!eigen_is_apart(of.values, of.m, k))
            return not_apart(c, k);
    w = of.rest;
    explained = w + of.m;
    rotate_factors(p, &of, factors, w);
    for (size_t k = 0; k < factors; k++) {
        struct sum squares = {0, 0};
        for (size_t j = 0; j < of.m; j++)
            sum_add(&squares, of.v[k * of.m + j] * of.v[k * of.m + j]);
        explained[k] = sum_value(&squares);
    }
    for (size_t j = 0; j < of.m; j++)
        w[j] = factor_weight(&of, factors, explained, j);
    return finish(c, &of, w);
}

#define COMPONENTS_DOMAIN                                                                          \
    "Units with a NaN in any column that varies are left out; more columns than units are "        \
    "lawful. A constant column or one without values: weight 0, with a warning; the only "         \
    "varying column: weight 1. "

const struct heng_method weights_pca = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "pca",
    .title_zh = "主成分分析法",
    .title_en = "Principal components",
    .summary = "Weighs a column by its coefficients in the principal components that are kept.",
    .formula = "first: v_j1^2; variance: u_j / sum of u, u_j = sum over kept k of |v_jk| l_k / sum "
               "of l; l eigenvalues, v eigenvectors of length 1 of the correlations or covariances",
    .source = "SPSSAU, manual, 主成分分析 (variance); " SOURCE_OECD_HANDBOOK ", pp. 89-91",
    .domain = COMPONENTS_DOMAIN
    "A kept component whose eigenvalue equals another (within 1e-10 of the largest), "
    "none kept, fewer than two units: undefined.",
    .params = HENG_PARAMS(pca_table, struct pca_params),
    .scratch = scratch_components,
    .weigh = weigh_pca,
};

const struct heng_method weights_factor = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "factor",
    .title_zh = "因子分析法",
    .title_en = "Factor analysis",
    .summary = "Weighs a column by the variance it shares with the rotated factor it belongs to.",
    .formula = "a_jk^2 / e_k * e_k / sum of e, scaled to sum 1; a rotated loadings, e_k = sum over "
               "j of a_jk^2, k the factor with the largest a_jk^2 / e_k",
    .source = SOURCE_OECD_HANDBOOK ", pp. 89-91; Nicoletti, Scarpetta and Boylaud, OECD Economics "
                                   "Department Working Papers 226, 2000",
    .domain = COMPONENTS_DOMAIN
    "Of equal shares (within 1e-10) the factor that explains more counts. The last kept "
    "eigenvalue equal to the next (without rotation: any equal), fewer than two units: "
    "undefined.",
    .params = HENG_PARAMS(factor_table, struct factor_params),
    .scratch = scratch_components,
    .weigh = weigh_factor,
};
