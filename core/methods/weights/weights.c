/* SPDX-License-Identifier: MIT */
/*
 * Weights of m columns from an n x m matrix, normalised, higher is better: m results, >= 0, sum 1.
 *
 *     equal    1 / number of columns that have values
 *     given    the profile's weights, divided by their sum
 *     entropy  d_j / sum of d;  d = 1 - e,  e = -sum p ln p / ln n,  p = x' / sum of x',
 *              x' = (x - min) / (max - min) + shift,  n = values in the column,  0 ln 0 = 0;
 *              scale = none: x' = x + shift
 *     critic   C_j / sum of C;  C_j = sd(x'_j) * sum over k of (1 - r_jk),  x' as above without
 *              shift, sd with n - 1, r over the units that have both: Pearson's, or Spearman's or
 *              Kendall's where the parameter says so
 *
 * Families in files of their own: weights_spread.c (sd, variance, cv, information, gini),
 * weights_loss.c (merec, cilos, idocriw), weights_independence.c, weights_components.c (pca,
 * factor), weights_ahp.c, weights_judged.c (precedence, budget), weights_combined.c.
 *
 * Sources: Shannon, A mathematical theory of communication, Bell System Technical Journal 27, 1948,
 * 379-423; Zou, Yun and Sun, Entropy method for determination of weight of evaluating indicators,
 * Journal of Environmental Sciences 18(5), 2006, 1020-1023; Diakoulaki, Mavrotas and Papayannakis,
 * Determining objective weights in multiple criteria problems: the CRITIC method, Computers &
 * Operations Research 22(7), 1995, 763-770; OECD/JRC, Handbook on Constructing Composite
 * Indicators, 2008, pp. 89-101 (equal and given weights).
 *
 * NaN is left out column by column. A column without values gets weight 0 with a warning, and so
 * does, for entropy and critic, one that is constant. A correlation that has no value (fewer than
 * two units in common, or no variation among them) is left out of critic's sum, with a warning;
 * 1 - r below 1e-12 counts as 0. The only column that has any information gets weight 1. All
 * weights 0, or (entropy, critic) a single unit: undefined.
 */
#include <float.h>

#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/weights/weights_internal.h"
#include "stats/correlation.h"
#include "stats/simd_log.h"
#include "stats/stats.h"

void weights_warn(struct heng_weigh_call *c, size_t j, const char *text)
{
    if (c->warn)
        c->warn(c, j, text);
}

int weights_finish(struct heng_weigh_call *c, const char *reason)
{
    double top = stats_max(c->w, c->m), total;
    if (!(top > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s", reason);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] /= top;
    total = stats_sum(c->w, c->m);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] /= total;
    return HENG_OK;
}

int weights_has_values(struct heng_weigh_call *c, size_t j)
{
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            return 1;
    weights_warn(c, j, "no values: weight 0");
    return 0;
}

double weights_width_of(struct heng_weigh_call *c, size_t j, const struct stats_span *span)
{
    double width = span->max - span->min;
    if (width > 0 && width <= DBL_MAX)
        return width;
    weights_warn(c, j,
                 span->n == 0 ? "no values: weight 0"
                 : width > 0  ? "the range is too wide for a double: weight 0"
                              : "constant: weight 0");
    return 0;
}

double weights_width(struct heng_weigh_call *c, size_t j)
{
    const struct stats_span span = stats_range(c->x[j], c->n);
    return weights_width_of(c, j, &span);
}

int weights_has_units(struct heng_weigh_call *c)
{
    if (c->n >= 2)
        return 1;
    refuse(c->why, c->why_size, HENG_UNDEFINED, c->n == 1 ? "one unit" : "no units");
    return 0;
}

static int weigh_equal(const void *params, struct heng_weigh_call *c)
{
    (void)params;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = weights_has_values(c, j) ? 1 : 0;
    return weights_finish(c, "no column has values");
}

static int weigh_given(const void *params, struct heng_weigh_call *c)
{
    (void)params;
    for (size_t j = 0; j < c->m; j++) {
        double g = c->given[j];
        if (!(g >= 0 && g <= DBL_MAX))
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "the weight of %s is %s; weights are finite and not negative", c->ids[j],
                          short_number(g, 6).s);
        c->w[j] = g == 0 || !weights_has_values(c, j) ? 0 : g;
    }
    return weights_finish(c, "no column with a weight above 0 has values");
}

/* ---- entropy ------------------------------------------------------------- */

/* u = (x - lowest) factor + shift, below 1, and the sums of u and u ln u, compensated. */
struct entropy_sums {
    double lowest, factor, shift;
    struct sum u, logs;
};

/* Adds x to s, c where s is no smaller: half the steps of SIMD_ADD. */
#define ADD_SMALLER(s, c, x)                                                                       \
    do {                                                                                           \
        const lanes x_ = (x), t_ = (s) + x_;                                                       \
        (c) += x_ - (t_ - (s));                                                                    \
        (s) = t_;                                                                                  \
    } while (0)

/* s[0], s[1] the sum of LANES values u and what it lost, s[2], s[3] those of u ln u. 0 and NaN
   count as the least number, which moves no sum. */
SIMD_BODY void add_terms(const double *x, const struct entropy_sums *e, lanes *s)
{
    const lanes zero = {0}, u = (*(const lanes *)x - e->lowest) * e->factor + e->shift;
    const lanes some = SIMD_PICK(u > 0x1p-1022, u, zero + 0x1p-1022);
    lanes log_u;
    simd_log_normal(&some, &log_u);
    ADD_SMALLER(s[0], s[1], some);
    ADD_SMALLER(s[2], s[3], some * log_u);
}

/* The sums begin at 1 and -1, so that no term is larger, and that is taken off in the end. */
SIMD_BODY void sum_terms_body(const double *x, size_t n, struct entropy_sums *e)
{
    const lanes zero = {0}, one = zero + 1.0;
    lanes a[4] = {one, zero, -one, zero}, b[4] = {one, zero, -one, zero};
    double rest[LANES] = {NAN, NAN, NAN, NAN};
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        add_terms(x + i, e, a);
        add_terms(x + i + LANES, e, b);
    }
    for (; i + LANES <= n; i += LANES)
        add_terms(x + i, e, a);
    for (size_t k = 0; i + k < n; k++)
        rest[k] = x[i + k];
    add_terms(rest, e, b);
    for (size_t part = 0; part < 2; part++)
        for (size_t k = 0; k < LANES; k++) {
            sum_add(&e->u, a[part][k]);
            sum_add(&e->u, b[part][k]);
            sum_add(&e->logs, a[2 + part][k]);
            sum_add(&e->logs, b[2 + part][k]);
        }
    sum_add(&e->u, -2 * LANES);
    sum_add(&e->logs, 2 * LANES);
}
SIMD_VERSIONS(static, sum_terms, (const double *x, size_t n, struct entropy_sums *e), (x, n, e))

/*
 * With p = u / U, U the sum of the k values u, and M = U / k: ln k + sum p ln p = (sum u ln u) / U
 * - ln M, in which a factor common to all u falls away. u is scaled to 1 at most: then neither term
 * is above ln k, and the difference is as near as 1 - e is with e rounded to a double.
 */
double weights_divergence(const double *x, size_t n, const struct stats_span *span, double lowest,
                          double shift)
{
    int exponent;
    double k = (double)span->n, mean, d;
    struct entropy_sums e = {.lowest = lowest};
    (void)frexp(fmin(span->max - lowest + shift, DBL_MAX), &exponent);
    e.factor = ldexp(1, exponent < -1000 ? 1000 : -exponent);
    e.shift = shift * e.factor;
    sum_terms(x, n, &e);
    mean = sum_value(&e.u) / k;
    d = (sum_value(&e.logs) / sum_value(&e.u) - log(mean)) / log(k);
    return d > 0 ? d : 0;
}

struct entropy_params {
    double shift;
    int scale; /* enum entropy_scale */
};
enum entropy_scale { SCALE_MINMAX, SCALE_NONE };

static const struct heng_param entropy_table[] = {
    HENG_PARAM_CHOICE(
        struct entropy_params, scale, "minmax", "minmax|none",
        "minmax: columns are brought to 0..1 first; none: shares are of the values as they come"),
    HENG_PARAM_REAL(struct entropy_params, shift, "0", 0, 1, NULL,
                    "added to the values so scaled, where a practice wants no zeros (0.0001, say)"),
};

static int weigh_entropy(const void *params, struct heng_weigh_call *c)
{
    const struct entropy_params *p = params;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++) {
        const struct stats_span span = stats_range(c->x[j], c->n);
        double width = weights_width_of(c, j, &span);
        if (p->scale == SCALE_NONE && span.min < 0)
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "%s has negative values, of which shares have no meaning; leave scale at "
                          "minmax, or normalise it to a scale from 0 up",
                          c->ids[j]);
        if (!(width > 0))
            c->w[j] = 0;
        else if (p->scale == SCALE_MINMAX)
            c->w[j] = weights_divergence(c->x[j], c->n, &span, span.min, p->shift * width);
        else
            c->w[j] = weights_divergence(c->x[j], c->n, &span, 0, p->shift);
    }
    return weights_finish(c, "every column has weight 0");
}

/* ---- critic -------------------------------------------------------------- */

struct critic_params {
    int correlation;
};

static const struct heng_param critic_table[] = {
    HENG_PARAM_CHOICE(struct critic_params, correlation, "pearson", CORRELATION_CHOICES,
                      "of values, of average ranks, or tau-b"),
};

static size_t scratch_critic(size_t n, size_t m)
{
    return m + m * m + correlation_scratch(CORRELATION_SPEARMAN, n, m);
}

/* 1 - r, 0 where r is 1 but for rounding; NaN where r has no value. */
static double conflict(double r)
{
    return 1 - r < 1e-12 ? 0 : 1 - r;
}

/* The sum over k of 1 - r_jk, over the columns that have contrast. */
static void find_conflicts(struct heng_weigh_call *c, const double *contrast, const double *r,
                           double *conflicts)
{
    for (size_t j = 0; j < c->m; j++)
        conflicts[j] = 0;
    for (size_t j = 0; j < c->m; j++)
        for (size_t k = j + 1; k < c->m; k++) {
            double d = contrast[j] > 0 && contrast[k] > 0 ? conflict(r[j * c->m + k]) : 0;
            if (isnan(d)) {
                weights_warn(c, j, "a correlation has no value: left out of the sum");
                weights_warn(c, k, "a correlation has no value: left out of the sum");
                continue;
            }
            conflicts[j] += d;
            conflicts[k] += d;
        }
}

static int weigh_critic(const void *params, struct heng_weigh_call *c)
{
    const struct critic_params *p = params;
    double *contrast = c->w, *conflicts = c->scratch, *r = conflicts + c->m;
    size_t varying = 0;
    if (!weights_has_units(c))
        return HENG_UNDEFINED;
    for (size_t j = 0; j < c->m; j++) {
        double width = weights_width(c, j);
        contrast[j] = width > 0 ? stats_sd(c->x[j], c->n) / width : 0;
        varying += contrast[j] > 0;
    }
    correlation_matrix((enum correlation)p->correlation, c->x, c->n, c->m, r, r + c->m * c->m);
    find_conflicts(c, contrast, r, conflicts);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = varying == 1 ? contrast[j] : contrast[j] * conflicts[j];
    return weights_finish(c, varying == 0 ? "every column has weight 0"
                                          : "the columns are perfectly correlated");
}

static const struct heng_method equal = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "equal",
    .title_zh = "等权",
    .title_en = "Equal weights",
    .summary = "Gives every column that has values the same weight.",
    .formula = "1 / number of columns that have values",
    .source = HANDBOOK,
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other.",
    .weigh = weigh_equal,
};

static const struct heng_method given = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "given",
    .title_zh = "给定权重",
    .title_en = "Given weights",
    .summary = "Takes the weights that the profile or the dimensions state.",
    .formula = "g_j / sum of g",
    .source = HANDBOOK,
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other. A negative weight is refused.",
    .weigh = weigh_given,
};

static const struct heng_method entropy = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "entropy",
    .title_zh = "熵权法",
    .title_en = "Entropy weights",
    .summary = "Weighs a column by how unevenly its values are distributed over the units.",
    .formula = "d_j / sum of d; d = 1 + sum p ln p / ln n, p = x' / sum of x', "
               "x' = (x - min) / (max - min) + shift, or x + shift",
    .source = "Shannon, Bell System Technical Journal 27, 1948, 379-423; Zou, Yun and Sun, Journal "
              "of Environmental Sciences 18(5), 2006, 1020-1023",
    .domain = "NaN is left out, n counts the values present; 0 ln 0 = 0. A constant column or one "
              "without values: weight 0, with a warning; all of them, or one unit: undefined. "
              "scale = none refuses negative values.",
    METHOD_PARAMS(entropy_table, struct entropy_params),
    .weigh = weigh_entropy,
};

static const struct heng_method critic = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "critic",
    .title_zh = "CRITIC法",
    .title_en = "CRITIC",
    .summary = "Weighs a column by its contrast and by how little it agrees with the others.",
    .formula = "C_j / sum of C; C_j = sd(x'_j) * sum over k of (1 - r_jk), "
               "x' = (x - min) / (max - min), sd with n - 1, r Pearson's or as chosen",
    .source = "Diakoulaki, Mavrotas and Papayannakis, Computers & Operations Research 22(7), 1995, "
              "763-770",
    .domain = "NaN is left out, r over the units that have both. A constant column or one without "
              "values: weight 0, with a warning; the only varying column: weight 1. Perfectly "
              "correlated columns, all weights 0, or one unit: undefined. 1 - r below 1e-12 is 0.",
    METHOD_PARAMS(critic_table, struct critic_params),
    .scratch = scratch_critic,
    .weigh = weigh_critic,
};

const struct heng_method *const weights_methods[] = {
    &equal,
    &given,
    &entropy,
    &critic,
    &weights_cv,
    &weights_sd,
    &weights_variance,
    &weights_information,
    &weights_gini,
    &weights_merec,
    &weights_cilos,
    &weights_idocriw,
    &weights_independence,
    &weights_pca,
    &weights_factor,
    &weights_ahp,
    &weights_precedence,
    &weights_budget,
    &weights_combined,
    NULL,
};
