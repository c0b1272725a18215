/* SPDX-License-Identifier: MIT */
/*
 * Scores by ranks and by grades. W: the sum of the weights of a row's children.
 *
 *     rsr    sum w R / n / W, R the ascending rank of x among the n values of its column (ties:
 *            average), or 1 + (n - 1) (x - min) / (max - min) (ranks = linear)
 *            regression: a + b probit, least squares over the distinct RSR; probit = 5 +
 *            inverse normal of (mean rank of the RSR) / N, the highest at 1 - 1 / (4 N)
 *            grade: 1 + the number of the probits 2 + 6 g / grades, g = 1 .. grades - 1, reached
 *     fuzzy  sum b_g s_g / sum b_g, b_g by the operator from the weights w / W and the memberships
 *            mu_g(x): 1 at step g of the ladder, falling linearly to 0 at the steps beside it
 *              weighted_mean  sum w mu         max_min      max min(w, mu)
 *              bounded_sum    min(1, sum min(w, mu))        max_product  max w mu
 *              min_sum        sum min(w, mu / sum mu)
 *
 * RSR is rounded to 12 decimals, so that equal sums of ranks stay ties; values of a column are
 * equal within 1e-12 of its largest.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/level.h"
#include "stats/normal.h"
#include "stats/stats.h"

/* ---- rsr ----------------------------------------------------------------- */

enum rsr_ranks { RANKS_INTEGER, RANKS_LINEAR };
enum rsr_score { SCORE_RSR, SCORE_REGRESSION, SCORE_GRADE };

struct rsr_params {
    int ranks, score;
    int64_t grades;
};

static const struct heng_param rsr_table[] = {
    HENG_PARAM_CHOICE(struct rsr_params, ranks, "integer", "integer|linear",
                      "linear: ranks between 1 and n by the distance from the ends"),
    HENG_PARAM_CHOICE(struct rsr_params, score, "rsr", "rsr|regression|grade",
                      "the ratio itself, its estimate from the probit, or the grade, 1 the lowest"),
    HENG_PARAM_INT(struct rsr_params, grades, "3", 2, 10, NULL,
                   "into how many grades the probits 2 to 8 are divided"),
};

enum { RSR_COLUMNS = 5 };

static size_t rsr_scratch(size_t n, size_t m)
{
    return AGGREGATE_SCALE_DOUBLES * m + RSR_COLUMNS * n;
}

/* Ranks of a column; what rounding has parted is equal. rank has room for 4 n. */
static void rank_column(const double *x, size_t n, double *rank)
{
    const struct level level = {LEVEL_TOLERANCE, -1};
    level_column(&level, x, n, rank + n, rank + 2 * n);
    stats_rank(rank + n, n, TIES_AVERAGE, rank, rank + 2 * n);
}

/* y: sum of w R / n, weight: sum of w, by columns. rank has room for 4 n. */
static void add_ranks(struct heng_aggregate_call *c, int ranks, const struct aggregate_scale *s,
                      double *weight, double *rank)
{
    for (size_t j = 0; j < c->m; j++) {
        double present = (double)stats_count(c->x[j], c->n);
        if (ranks == RANKS_INTEGER)
            rank_column(c->x[j], c->n, rank);
        for (size_t i = 0; i < c->n; i++) {
            double r =
                ranks == RANKS_INTEGER ? rank[i] : 1 + (present - 1) * aggregate_scaled(c, s, j, i);
            if (!(c->w[j] > 0) || isnan(r))
                continue;
            c->y[i] += c->w[j] * r / present;
            weight[i] += c->w[j];
        }
    }
}

static double probit(double p)
{
    return 5 + normal_quantile(p);
}

/* What the regression is made of. Each distinct RSR counts once. */
struct grade_line {
    double mean_x, mean_y, slope;
};

/* each[i]: one over the number of units that share y[i]. */
static struct grade_line fit_line(const double *x, const double *y, const double *each, size_t n)
{
    struct sum count = {0, 0}, sum_x = {0, 0}, sum_y = {0, 0}, xx = {0, 0}, xy = {0, 0};
    struct grade_line line;
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i])) {
            sum_add(&count, each[i]);
            sum_add(&sum_x, each[i] * x[i]);
            sum_add(&sum_y, each[i] * y[i]);
        }
    line.mean_x = sum_value(&sum_x) / sum_value(&count);
    line.mean_y = sum_value(&sum_y) / sum_value(&count);
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i])) {
            double d = x[i] - line.mean_x;
            sum_add(&xx, each[i] * d * d);
            sum_add(&xy, each[i] * d * (y[i] - line.mean_y));
        }
    line.slope = sum_value(&xy) / sum_value(&xx);
    return line;
}

static double grade_of(double probit_value, int64_t grades)
{
    double grade = 1;
    for (int64_t g = 1; g < grades; g++)
        grade += probit_value >= 2 + 6 * (double)g / (double)grades;
    return grade;
}

/* Turns the RSR in y into regression estimates or grades. work has room for 4 n. */
static int regress(struct heng_aggregate_call *c, const struct rsr_params *p, double *work)
{
    double *x = work, *each = work + c->n, *sorting = each + c->n, highest = stats_max(c->y, c->n);
    double units = (double)stats_count(c->y, c->n);
    struct grade_line line;
    if (!(stats_min(c->y, c->n) < highest))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all units have the same RSR");
    stats_rank(c->y, c->n, TIES_MIN, x, sorting);
    stats_rank(c->y, c->n, TIES_AVERAGE, each, sorting);
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->y[i])) {
            double lowest_rank = x[i], mean_rank = each[i];
            each[i] = 1 / (2 * (mean_rank - lowest_rank) + 1);
            x[i] = probit(c->y[i] == highest ? 1 - 1 / (4 * units) : mean_rank / units);
        }
    line = fit_line(x, c->y, each, c->n);
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->y[i]))
            c->y[i] = p->score == SCORE_GRADE ? grade_of(x[i], p->grades)
                                              : line.mean_y + line.slope * (x[i] - line.mean_x);
    return HENG_OK;
}

static int rsr(struct heng_aggregate_call *c)
{
    const struct rsr_params *p = c->params;
    double *weight = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m;
    struct aggregate_scale s = {NULL, NULL, NULL, NULL, 0, {0, NAN, NAN}};
    int value = HENG_OK;
    if (p->ranks == RANKS_LINEAR)
        s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = weight[i] = 0;
    add_ranks(c, p->ranks, &s, weight, weight + c->n);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = weight[i] > 0 ? round(c->y[i] / weight[i] * 1e12) / 1e12 : NAN;
    if (p->score != SCORE_RSR && stats_count(c->y, c->n) > 0)
        value = regress(c, p, weight);
    return value == HENG_OK ? aggregate_settle(c, "constant columns only") : value;
}

/* ---- fuzzy --------------------------------------------------------------- */

enum fuzzy_operator { WEIGHTED_MEAN, MAX_MIN, MAX_PRODUCT, BOUNDED_SUM, MIN_SUM };
enum { GRADES_MAX = 32 };

struct fuzzy_params {
    int operator;
    int64_t grades;
    struct heng_reals ladder, scores;
};

static const struct heng_param fuzzy_table[] = {
    HENG_PARAM_CHOICE(struct fuzzy_params, operator, "weighted_mean",
                      "weighted_mean|max_min|max_product|bounded_sum|min_sum",
                      "how weights and memberships are composed"),
    HENG_PARAM_INT(
        struct fuzzy_params, grades, "5", 2, GRADES_MAX, NULL,
        "steps of the ladder, evenly from the lowest to the highest child, without ladder"),
    HENG_PARAM_REALS(struct fuzzy_params, ladder, "", HENG_NO_MIN, HENG_NO_MAX, 0, GRADES_MAX, NULL,
                     "where each grade is full, rising, on the scale of the children"),
    HENG_PARAM_REALS(struct fuzzy_params, scores, "", HENG_NO_MIN, HENG_NO_MAX, 0, GRADES_MAX, NULL,
                     "the score of each grade; left out: its place on the ladder"),
};

struct ladder {
    double step[GRADES_MAX];
    size_t n;
};

/* Evenly from the lowest to the highest child; no steps when they are equal or there is none. */
static void ladder_span(const struct heng_aggregate_call *c, size_t n, struct ladder *l)
{
    double low = NAN, high = NAN;
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0) {
            low = fmin(low, stats_min(c->x[j], c->n));
            high = fmax(high, stats_max(c->x[j], c->n));
        }
    l->n = high > low ? n : 0;
    for (size_t g = 0; g < l->n; g++)
        l->step[g] = low + (high - low) * ((double)g / (double)(n - 1));
}

static int ladder_fill(struct heng_aggregate_call *c, const struct fuzzy_params *p,
                       struct ladder *l)
{
    if (p->ladder.n == 0) {
        ladder_span(c, (size_t)p->grades, l);
        if (l->n == 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED, "no two children differ");
    } else {
        l->n = p->ladder.n;
        for (size_t g = 0; g < l->n; g++)
            l->step[g] = p->ladder.v[g];
    }
    for (size_t g = 1; g < l->n; g++)
        if (!(l->step[g - 1] < l->step[g]))
            return refuse(c->why, c->why_size, p->ladder.n > 0 ? HENG_FAIL : HENG_UNDEFINED,
                          "the ladder does not rise");
    if (l->n < 2)
        return refuse(c->why, c->why_size, HENG_FAIL, "a ladder has two steps at least");
    if (p->scores.n > 0 && p->scores.n != l->n)
        return refuse(c->why, c->why_size, HENG_FAIL, "%zu scores for %zu grades", p->scores.n,
                      l->n);
    return HENG_OK;
}

/* How much x belongs to grade g. */
static double membership(const struct ladder *l, double x, size_t g)
{
    double at = l->step[g];
    if (x < at)
        return g == 0 ? 1 : fmax(0, (x - l->step[g - 1]) / (at - l->step[g - 1]));
    return g + 1 == l->n ? 1 : fmax(0, (l->step[g + 1] - x) / (l->step[g + 1] - at));
}

/* b_g of row i, whose children weigh `weight`. */
static double compose(const struct heng_aggregate_call *c, const struct ladder *l, int operator,
                      size_t i, size_t g, double weight)
{
    struct sum b = {0, 0}, all = {0, 0};
    double most = 0;
    for (size_t j = 0; j < c->m && operator== MIN_SUM; j++)
        if (aggregate_is_child(c, j, i))
            sum_add(&all, membership(l, c->x[j][i], g));
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_is_child(c, j, i)) {
            double w = c->w[j] / weight, mu = membership(l, c->x[j][i], g), part;
            if (operator== MIN_SUM && sum_value(&all) > 0)
                mu /= sum_value(&all);
            part = operator== WEIGHTED_MEAN || operator== MAX_PRODUCT ? w * mu : fmin(w, mu);
            sum_add(&b, part);
            most = fmax(most, part);
        }
    if (operator== MAX_MIN || operator== MAX_PRODUCT)
        return most;
    return operator== BOUNDED_SUM ? fmin(1, sum_value(&b)) : sum_value(&b);
}

static int fuzzy(struct heng_aggregate_call *c)
{
    const struct fuzzy_params *p = c->params;
    struct ladder l;
    int value = ladder_fill(c, p, &l);
    if (value != HENG_OK)
        return value;
    for (size_t i = 0; i < c->n; i++) {
        struct sum total = {0, 0}, belongs = {0, 0}, weight = {0, 0};
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_is_child(c, j, i))
                sum_add(&weight, c->w[j]);
        for (size_t g = 0; g < l.n; g++) {
            double b = compose(c, &l, p->operator, i, g, sum_value(&weight));
            sum_add(&total, b * (p->scores.n > 0 ? p->scores.v[g] : l.step[g]));
            sum_add(&belongs, b);
        }
        c->y[i] = sum_value(&total) / sum_value(&belongs);
    }
    return aggregate_settle(c, "too large a sum");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_rsr = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "rsr",
    .title_zh = "秩和比法(RSR)",
    .title_en = "Rank-sum ratio (RSR)",
    .summary = "The weighted mean of a unit's ranks as shares of the number of units, or its "
               "regression on probits, or the grade that follows.",
    .formula = "sum w R / n / sum w, R the ascending rank; regression: a + b probit; grade: by the "
               "probits 2 + 6 g / grades",
    .source = "田凤调, 秩和比法及其应用, 中国医师杂志 4(2), 2002, pp. 115-119",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign. Equal values (within 1e-12 of the column's largest) share the average rank, a "
    "constant column gives all the "
    "same; with linear ranks it is left out, with a note. Ratios are rounded to 12 "
    "decimals. Regression and grade need two different ratios, else: undefined.",
    .params = HENG_PARAMS(rsr_table, struct rsr_params),
    .scratch = rsr_scratch,
    .aggregate = rsr,
    .range = "0, 1 when score = rsr",
};

const struct heng_method aggregate_fuzzy = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "fuzzy",
    .title_zh = "模糊综合评价",
    .title_en = "Fuzzy comprehensive evaluation",
    .summary = "How much a unit belongs to each grade of a ladder, as a score.",
    .formula = "sum b_g s_g / sum b_g; b_g = sum w mu_g, or max min(w, mu_g), max w mu_g, "
               "min(1, sum min(w, mu_g)), sum min(w, mu_g / sum mu_g); mu_g triangular",
    .source = "汪培庄, 模糊集合论及其应用, 上海科学技术出版社, 1983; Zadeh, Information and "
              "Control 8(3), 1965, pp. 338-353",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign; columns must be on a common scale. Children beyond the ends of the ladder "
    "belong to its first or last grade. Without a ladder, no two children that differ: "
    "undefined. weighted_mean with scores on the ladder is the arithmetic mean.",
    .params = HENG_PARAMS(fuzzy_table, struct fuzzy_params),
    .aggregate = fuzzy,
    .range = "children when scores =",
};
