/* SPDX-License-Identifier: MIT */
/*
 * correlation: every pair of columns; redundancy: the pairs of which one column may be superfluous.
 *
 *     pearson   of the values
 *     spearman  pearson of average ranks among the units that both columns have
 *     kendall   tau-b
 *     p         two-sided, see analyse_internal.h
 *     collinear r >= high, or r <= -high and not negative
 *     negative  r <= low
 * r of redundancy is that of the columns turned so that more is better: raw values times direction.
 *
 * Sources: Kendall, Rank Correlation Methods, 1970; OECD/JRC, Handbook on Constructing Composite
 * Indicators, 2008 (multivariate analysis); Becker et al., COINr, JOSS 7(78), 2022, 4567
 * (get_corr, get_corr_flags, plot_corr).
 *
 * NaN is left out pair by pair. A column that does not vary has no correlation, with a warning;
 * two units in common have an r but no p. Comparisons with high and low are exact.
 */
#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "methods/sources.h"

enum which_pairs { PAIRS_ALL, PAIRS_WITHIN, PAIRS_ACROSS };

#define PAIRS_CHOICES "all|within|across"

struct correlation_params {
    int kind, spearman_p, pairs; /* enum correlation, spearman_p, which_pairs */
};

struct redundancy_params {
    struct correlation_params of;
    double high, low;
};

/* Of both tables: struct redundancy_params begins with a struct correlation_params. */
#define CORRELATION_PARAMS(pairs_default)                                                          \
    HENG_PARAM_CHOICE(struct correlation_params, kind, "pearson", CORRELATION_CHOICES,             \
                      "the correlation"),                                                          \
        HENG_PARAM_CHOICE(                                                                         \
            struct correlation_params, spearman_p, "t", SPEARMAN_P_CHOICES,                        \
            "p of spearman: by Student's t, or by algorithm AS 89 where there are no ties"),       \
        HENG_PARAM_CHOICE(struct correlation_params, pairs, pairs_default, PAIRS_CHOICES,          \
                          "all pairs, those within one node, or those across nodes")
_Static_assert(offsetof(struct redundancy_params, of) == 0, "rows of correlation_params fit both");

static const struct heng_param correlation_table[] = {
    CORRELATION_PARAMS("all"),
};

static const struct heng_param redundancy_table[] = {
    CORRELATION_PARAMS("within"),
    HENG_PARAM_REAL(struct redundancy_params, high, "0.92", 0, 1, NULL,
                    "from this correlation on a pair is collinear"),
    HENG_PARAM_REAL(struct redundancy_params, low, "-0.4", -1, 0, NULL,
                    "from this correlation down a pair is negative"),
};

static const struct heng_field correlation_fields[] = {
    {"a", 1, NULL, "a column"},
    {"b", 1, NULL, "a later column"},
    {"node_a", 1, NULL, "the node that a belongs to"},
    {"node_b", 1, NULL, "the node that b belongs to"},
    {"within", 1, NULL, "yes where both belong to the same node, else no"},
    {"n", 0, NULL, "units that both have"},
    {"r", 0, NULL, "correlation"},
    {"p", 0, NULL, "two-sided p of no correlation"},
};

static const struct heng_field redundancy_fields[] = {
    {"a", 1, NULL, "a column"},
    {"b", 1, NULL, "a later column"},
    {"node", 1, NULL, "the node that both belong to, if it is one"},
    {"flag", 1, NULL, "collinear or negative"},
    {"n", 0, NULL, "units that both have"},
    {"r", 0, NULL, "correlation of the columns, more is better"},
    {"p", 0, NULL, "two-sided p of no correlation"},
};

/* ---- walking through the pairs ------------------------------------------- */

struct correlated_pair {
    size_t a, b;
    int within;
    double v[3]; /* n, r, p */
};

/* Puts the pair if it is a finding. */
typedef void pair_fn(const void *params, struct heng_analyse_call *c, struct correlated_pair *pair);

static const char *node_of(const struct heng_analyse_call *c, size_t j)
{
    return c->parents && c->parents[j] ? c->parents[j] : "";
}

/* Pairs and what they lack. */
struct walk {
    size_t pairs, undefined, of_two;
};

static void warn_of_pairs(struct heng_analyse_call *c, const double *r, const struct walk *w)
{
    for (size_t j = 0; j < c->m; j++)
        if (isnan(r[j * c->m + j]))
            analyse_warn(c, "%s does not vary: it has no correlation", c->ids[j]);
    if (w->undefined > 0)
        analyse_warn(c,
                     "%zu pair%s no correlation: fewer than two units in common, or no "
                     "variation among them",
                     w->undefined, w->undefined == 1 ? " has" : "s have");
    if (w->of_two > 0)
        analyse_warn(c, "%zu pair%s only two units in common: no p", w->of_two,
                     w->of_two == 1 ? " has" : "s have");
}

static void walk_pair(const struct correlation_params *p, struct heng_analyse_call *c,
                      const double *r, struct correlated_pair *pair, struct walk *w,
                      double *scratch)
{
    const double *x = c->x[pair->a], *y = c->x[pair->b];
    pair->v[0] = (double)analyse_common(x, y, c->n);
    pair->v[1] = r[pair->a * c->m + pair->b];
    pair->v[2] = analyse_p((enum correlation)p->kind, (enum spearman_p)p->spearman_p, x, y, c->n,
                           pair->v[1], scratch);
    w->pairs++;
    w->of_two += !isnan(pair->v[1]) && isnan(pair->v[2]);
    w->undefined += isnan(pair->v[1]) && !isnan(r[pair->a * c->m + pair->a]) &&
                    !isnan(r[pair->b * c->m + pair->b]);
}

static int each_pair(const struct correlation_params *p, struct heng_analyse_call *c,
                     pair_fn *found, const void *params)
{
    static const char *const none[] = {"fewer than two columns",
                                       "no two columns belong to one node",
                                       "all columns belong to one node"};
    double *r = c->scratch, *scratch = r + c->m * c->m;
    struct walk w = {0, 0, 0};
    if (c->n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "one unit has no correlation");
    correlation_matrix((enum correlation)p->kind, c->x, c->n, c->m, r, scratch);
    for (size_t a = 0; a < c->m; a++)
        for (size_t b = a + 1; b < c->m; b++) {
            struct correlated_pair pair = {a, b, text_equal(node_of(c, a), node_of(c, b)), {0}};
            if (p->pairs != PAIRS_ALL && pair.within != (p->pairs == PAIRS_WITHIN))
                continue;
            walk_pair(p, c, r, &pair, &w, scratch);
            found(params, c, &pair);
        }
    if (w.pairs == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s", none[c->m < 2 ? 0 : p->pairs]);
    warn_of_pairs(c, r, &w);
    return HENG_OK;
}

static size_t scratch_pairs(size_t n, size_t m)
{
    size_t matrix = correlation_scratch(CORRELATION_SPEARMAN, n, m), p = analyse_p_scratch(n);
    return m * m + (matrix > p ? matrix : p);
}

/* ---- the two analyses ---------------------------------------------------- */

static void put_pair(const void *params, struct heng_analyse_call *c, struct correlated_pair *pair)
{
    const char *text[] = {c->ids[pair->a], c->ids[pair->b], node_of(c, pair->a),
                          node_of(c, pair->b), pair->within ? "yes" : "no"};
    (void)params;
    c->put(c, text, pair->v);
}

static int correlate(struct heng_analyse_call *c)
{
    const struct correlation_params *p = c->params;
    if (p->pairs != PAIRS_WITHIN &&
        analyse_refuse_lines(c, (double)c->m * ((double)c->m - 1) / 2,
                             "list fewer columns under of, or take pairs = within") != HENG_OK)
        return HENG_FAIL;
    return each_pair(c->params, c, put_pair, NULL);
}

static void put_redundant(const void *params, struct heng_analyse_call *c,
                          struct correlated_pair *pair)
{
    const struct redundancy_params *p = params;
    const char *text[] = {c->ids[pair->a], c->ids[pair->b], pair->within ? node_of(c, pair->a) : "",
                          "collinear"};
    double r = pair->v[1];
    if (c->direction && c->direction[pair->a] * c->direction[pair->b] < 0)
        r = pair->v[1] = 0 - r; /* and never -0 */
    if (r <= p->low)
        text[3] = "negative";
    else if (!(fabs(r) >= p->high))
        return;
    c->put(c, text, pair->v);
}

static int find_redundant(struct heng_analyse_call *c)
{
    const struct redundancy_params *p = c->params;
    return each_pair(&p->of, c, put_redundant, p);
}

#define CORRELATION_FORMULA                                                                        \
    "pearson: sum (x - mean x) (y - mean y) / sqrt(sum (x - mean x)^2 sum (y - mean y)^2); "       \
    "spearman: pearson of average ranks; kendall: tau-b = (concordant - discordant) / "            \
    "sqrt((pairs - ties in x) (pairs - ties in y)); p two-sided: t = r sqrt((n - 2) / (1 - r^2)) " \
    "with n - 2 degrees of freedom; spearman with spearman_p = as89, no ties and n < 1290: AS "    \
    "89; kendall: exact without ties and n < 50, else S / sd(S) normal, its variance for ties"

const struct heng_method analyse_correlation = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "correlation",
    .title_zh = "相关分析",
    .title_en = "Correlation",
    .summary = "Correlations of all pairs of columns, with their significance.",
    .formula = CORRELATION_FORMULA,
    .source = "Kendall, Rank Correlation Methods, 1970; Best and Roberts, Applied Statistics "
              "24(3), 1975, 377-379 (AS 89); as cor.test of R and get_corr of COINr",
    .domain = "NaN is left out pair by pair. A column that does not vary: no r, with a warning. "
              "Two units in common: no p. One unit, or no pair of the kind asked for: undefined. "
              "Equal means the same number.",
    .params = HENG_PARAMS(correlation_table, struct correlation_params),
    .scratch = scratch_pairs,
    ANALYSIS(correlate, HENG_DATA_NORMALISED, correlation_fields),
};

const struct heng_method analyse_redundancy = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "redundancy",
    .title_zh = "冗余指标识别",
    .title_en = "Redundant indicators",
    .summary = "Pairs of columns that say the same, or contradict each other, within a node.",
    .formula = "collinear: |r| >= high; negative: r <= low, which goes before; r as in "
               "correlation, of the values times their direction",
    .source = SOURCE_OECD_HANDBOOK "; as get_corr_flags (whose limit is 0.9) and plot_corr (-0.4) "
                                   "of COINr, JOSS 7(78), 2022, 4567",
    .domain = "NaN is left out pair by pair. A column that does not vary is never flagged, with a "
              "warning. One unit, or no pair of the kind asked for: undefined. No pair flagged: no "
              "line. Comparisons are exact.",
    .params = HENG_PARAMS(redundancy_table, struct redundancy_params),
    .scratch = scratch_pairs,
    ANALYSIS(find_redundant, HENG_DATA_NORMALISED, redundancy_fields),
};
