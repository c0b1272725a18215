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
 * Families in files of their own: spread.c (sd, variance, cv, information, gini), removal.c (merec,
 * cilos, idocriw), independence.c, components.c (pca, factor), ahp.c, expert.c (precedence,
 * budget), combined.c; common.c and divergence.c hold what they share.
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
#include "methods/sources.h"
#include "methods/weights/weights_internal.h"
#include "stats/correlation.h"
#include "stats/stats.h"

static int weigh_equal(struct heng_weigh_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = weights_has_values(c, j) ? 1 : 0;
    return weights_finish(c, "no column has values");
}

struct given_params {
    struct heng_reals values;
};

static const struct heng_param given_table[] = {
    HENG_PARAM_REALS(struct given_params, values, "", 0, 1, 0, 0, NULL,
                     "the weights as they are to be, one a child in the order of the index, sum 1; "
                     "left out: those that the profile or the dimensions state"),
};

/* As they stand, whatever the columns hold. */
static int take_values(struct heng_weigh_call *c, const struct heng_reals *v)
{
    if (v->n != c->m)
        return refuse(c->why, c->why_size, HENG_FAIL, "values: %zu weights for %zu columns", v->n,
                      c->m);
    if (!(fabs(stats_sum(v->v, v->n) - 1) <= 1e-9))
        return refuse(c->why, c->why_size, HENG_FAIL, "values: the weights do not sum to 1");
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = v->v[j];
    return HENG_OK;
}

static int weigh_given(struct heng_weigh_call *c)
{
    const struct given_params *p = c->params;
    if (p->values.n)
        return take_values(c, &p->values);
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

static int weigh_entropy(struct heng_weigh_call *c)
{
    const struct entropy_params *p = c->params;
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

static int weigh_critic(struct heng_weigh_call *c)
{
    const struct critic_params *p = c->params;
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
    .source = SOURCE_OECD_HANDBOOK ", pp. 89-101",
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other.",
    .weigh = weigh_equal,
    .traits = HENG_WEIGHTS_FIXED,
};

static const struct heng_method given = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "given",
    .title_zh = "给定权重",
    .title_en = "Given weights",
    .summary = "Takes the weights that the profile or the dimensions state.",
    .formula = "g_j / sum of g",
    .source = SOURCE_OECD_HANDBOOK ", pp. 89-101",
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other. A negative weight is refused. With values a column keeps its weight.",
    .params = HENG_PARAMS(given_table, struct given_params),
    .weigh = weigh_given,
    .traits = HENG_WEIGHTS_FIXED | HENG_OF_GIVEN,
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
    .params = HENG_PARAMS(entropy_table, struct entropy_params),
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
    .source = SOURCE_CRITIC,
    .domain = "NaN is left out, r over the units that have both. A constant column or one without "
              "values: weight 0, with a warning; the only varying column: weight 1. Perfectly "
              "correlated columns, all weights 0, or one unit: undefined. 1 - r below 1e-12 is 0.",
    .params = HENG_PARAMS(critic_table, struct critic_params),
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
    &weights_lopcow,
    &weights_angle,
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
