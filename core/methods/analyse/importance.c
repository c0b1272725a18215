/* SPDX-License-Identifier: MIT */
/*
 * importance: what each column means to the index, beside the weight it was given.
 *
 *     w           nominal weight of the column within the index
 *     r, p        Pearson's correlation of the column with the index, and its two-sided p
 *     spearman    that of the ranks
 *     r2          r^2: the share of the index's variance that a straight line on the column
 *                 explains, the linear estimate of the column's main effect
 *     importance  r2 / sum of r2 over all columns
 *     ratio       importance / w: above 1 the column weighs more than it was meant to
 *
 * Source: Paruolo, Saisana and Saltelli, Ratings and rankings: voodoo or science?, Journal of the
 * Royal Statistical Society A 176(3), 2013, 609-634; Becker et al., Weights and importance in
 * composite indicators: closing the gap, Ecological Indicators 80, 2017, 12-22. Their main effects
 * are taken from a nonlinear regression; r^2 is its linear case and a lower bound.
 *
 * NaN is left out pair by pair. A column that does not vary has no correlation and no importance,
 * with a warning; the sum is that of the others. An index that does not vary, or one unit:
 * undefined. A weight of 0 has no ratio.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/reason.h"
#include "stats/stats.h"

enum { W, R, P, SPEARMAN, R2, IMPORTANCE, RATIO, NUMBERS };

static const struct heng_field importance_fields[] = {
    {"column", 1, NULL, "the column"},
    {"node", 1, NULL, "the node that it belongs to"},
    {"w", 0, NULL, "nominal weight within the index"},
    {"r", 0, NULL, "Pearson's correlation with the index"},
    {"p", 0, NULL, "two-sided p of no correlation"},
    {"spearman", 0, NULL, "Spearman's correlation with the index"},
    {"r2", 0, NULL, "r squared"},
    {"importance", 0, NULL, "r2 as a share of all r2"},
    {"ratio", 0, NULL, "importance / w"},
};

/* r of every column with the index; returns the sum of squares. */
static double correlate_with_score(const struct heng_analyse_call *c, double *r)
{
    struct sum total = {0, 0};
    for (size_t j = 0; j < c->m; j++) {
        r[j] = correlation_pair(CORRELATION_PEARSON, c->x[j], c->score, c->n, r + c->m);
        if (!isnan(r[j]))
            sum_add(&total, r[j] * r[j]);
    }
    return sum_value(&total);
}

static int weigh_importance(struct heng_analyse_call *c)
{
    double *r = c->scratch, *scratch = r + c->m, total;
    if (!c->w || !c->score)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no index with weights");
    if (c->n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "one unit has no correlation");
    if (!(stats_min(c->score, c->n) < stats_max(c->score, c->n)))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the index does not vary");
    total = correlate_with_score(c, r);
    for (size_t j = 0; j < c->m; j++) {
        const char *text[] = {c->ids[j], c->parents && c->parents[j] ? c->parents[j] : ""};
        double v[NUMBERS] = {[W] = c->w[j], [R] = r[j], [R2] = r[j] * r[j]};
        v[P] = analyse_p(CORRELATION_PEARSON, SPEARMAN_T, c->x[j], c->score, c->n, r[j], NULL);
        v[SPEARMAN] = correlation_pair(CORRELATION_SPEARMAN, c->x[j], c->score, c->n, scratch);
        v[IMPORTANCE] = total > 0 ? v[R2] / total : NAN;
        v[RATIO] = c->w[j] > 0 ? v[IMPORTANCE] / c->w[j] : NAN;
        if (isnan(r[j]))
            analyse_warn(c, "%s does not vary: it has no importance", c->ids[j]);
        c->put(c, text, v);
    }
    return HENG_OK;
}

static size_t scratch_importance(size_t n, size_t m)
{
    return m + correlation_pair_scratch(n);
}

const struct heng_method analyse_importance = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "importance",
    .title_zh = "有效权重(指标重要性)",
    .title_en = "Effective weights",
    .summary = "How far the index follows each column, beside the weight that the column was "
               "given.",
    .formula = "importance_j = r_j^2 / sum of r^2, r_j Pearson's correlation of column j with the "
               "index; ratio_j = importance_j / w_j",
    .source =
        "Paruolo, Saisana and Saltelli, Journal of the Royal Statistical Society A 176(3), 2013, "
        "609-634 (linear main effects); Becker et al., Ecological Indicators 80, 2017, 12-22",
    .domain = "NaN is left out pair by pair. A column that does not vary: no importance, with a "
              "warning. An index that does not vary, or one unit: undefined. Two units: no p. "
              "Weight 0: no ratio.",
    .scratch = scratch_importance,
    ANALYSIS(weigh_importance, HENG_DATA_NORMALISED, importance_fields),
    .traits = HENG_OF_WEIGHTED,
};
