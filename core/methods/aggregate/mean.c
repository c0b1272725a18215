/* SPDX-License-Identifier: MIT */
/*
 * Means between full compensation and none. With W the sum of the weights of a row's children:
 *
 *     power_mean  (sum w x^p / W)^(1/p); p = 0: exp(sum w ln x / W)
 *     owa         sum of v_r b_r, b the children from high to low; v_r = Q(S_r) - Q(S_(r-1)), S_r
 *                 the share of the weights of the r highest; Q(t) = t^((1 - orness) / orness), or
 *                 the line through (r/m, v_1 + .. + v_r) of the ordered weights v
 *     sum         m M, m the number of columns, M the arithmetic mean
 *     mean_min    M - alpha (sqrt((M - min)^2 + beta^2) - beta), M the arithmetic mean
 *
 * With equal weights and nothing missing, owa with ordered weights is Yager's of 1988; with other
 * weights it is Torra's weighted OWA, and with orness Yager's quantifier guided one.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/sort.h"
#include "stats/stats.h"

/* ---- power mean ---------------------------------------------------------- */

struct power_mean_params {
    double exponent;
};

static const struct heng_param power_mean_table[] = {
    HENG_PARAM_REAL(struct power_mean_params, exponent, "0.5", -100, 100, NULL,
                    "1 is the arithmetic, 0 the geometric, -1 the harmonic mean"),
};

/* v: x / s of n children, s the end of their row that counts most, so that no power is above 1.
   expm1 keeps the digits of exponents near 0; roots and squares need no logarithm. */
static void power_less_one(double p, const double *v, double *to, size_t n)
{
    rows_log(v, to, n);
    for (size_t i = 0; p != 0 && i < n; i++)
        to[i] = real_expm1(p * to[i]);
}

static int is_easy(double p)
{
    return p == 0.5 || p == 1 || p == 2 || p == -1;
}

static void easy_power(double p, const double *v, double *to, size_t n)
{
    if (p == 0.5)
        rows_root(v, to, n);
    else if (p == -1)
        rows_inverse(v, to, n);
    else
        for (size_t i = 0; i < n; i++)
            to[i] = p == 2 ? v[i] * v[i] : v[i];
}

/* The mean of order p of children whose powers (easy), or powers less 1, have this mean. */
static double power_inverse(double p, double mean)
{
    if (is_easy(p))
        return p == 0.5 ? mean * mean : p == 2 ? sqrt(mean) : p == -1 ? 1 / mean : mean;
    return real_exp(p == 0 ? mean : real_log1p(mean) / p);
}

/* The lowest and highest children of the rows from `first` on. */
static void ends_of_rows(const struct heng_aggregate_call *c, size_t first, double *low,
                         double *high)
{
    const size_t rows = rows_padded(c->n, first);
    double room[ROWS];
    rows_fill(low, INFINITY, rows);
    rows_fill(high, -INFINITY, rows);
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0) {
            const double *v = rows_of(c->x[j], c->n, first, room);
            rows_lowest(low, v, rows);
            rows_highest(high, v, rows);
        }
}

static void power_mean_of_rows(const struct heng_aggregate_call *c, double p, size_t first,
                               const double *scale, double *y)
{
    const size_t rows = rows_padded(c->n, first);
    double room[ROWS], f[ROWS];
    struct rows_mean mean;
    rows_mean_clear(&mean, rows);
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0) {
            rows_divide(rows_of(c->x[j], c->n, first, room), scale, f, rows);
            if (is_easy(p))
                easy_power(p, f, f, rows);
            else
                power_less_one(p, f, f, rows);
            rows_mean_add(&mean, f, c->w[j]);
        }
    rows_mean_value(&mean, y);
}

static int power_mean(struct heng_aggregate_call *c)
{
    const double p = ((const struct power_mean_params *)c->params)->exponent;
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double low[ROWS], high[ROWS], scale[ROWS], y[ROWS];
        ends_of_rows(c, first, low, high);
        for (size_t i = 0; i < rows; i++)
            scale[i] = p > 0 ? high[i] : p < 0 ? low[i] : 1;
        power_mean_of_rows(c, p, first, scale, y);
        for (size_t i = 0; i < rows; i++)
            y[i] = low[i] < 0 || low[i] > high[i]             ? NAN
                   : scale[i] == 0 || (p == 0 && low[i] == 0) ? 0
                                                              : scale[i] * power_inverse(p, y[i]);
        aggregate_put(c, first, y);
    }
    if (p <= 0)
        aggregate_tell_zeros(c, 1);
    return aggregate_settle(c, "negative child");
}

/* ---- owa ----------------------------------------------------------------- */

struct owa_params {
    double orness;
    struct heng_reals weights;
};

static const struct heng_param owa_table[] = {
    HENG_PARAM_REAL(
        struct owa_params, orness, "0.5", 0, 1, NULL,
        "0 takes the lowest child, 0.5 the arithmetic mean, 1 the highest; unused with weights"),
    HENG_PARAM_REALS(struct owa_params, weights, "", 0, 1, 0, 0, NULL,
                     "ordered weights, of the highest child first; one a column, sum 1"),
};

static size_t owa_scratch(size_t n, size_t m)
{
    (void)n;
    return 2 * m;
}

/* Q(t), t in [0, 1]. */
static double quantifier(const struct owa_params *p, double t)
{
    size_t n = p->weights.n, r;
    struct sum q = {0, 0};
    if (t <= 0 || t >= 1)
        return t >= 1;
    if (n == 0)
        return p->orness == 0.5 ? t : real_pow(t, (1 - p->orness) / p->orness);
    r = (size_t)(t * (double)n);
    for (size_t k = 0; k < r; k++)
        sum_add(&q, p->weights.v[k]);
    sum_add(&q, r < n ? (t * (double)n - (double)r) * p->weights.v[r] : 0);
    return sum_value(&q);
}

static size_t owa_used(const struct heng_aggregate_call *c)
{
    size_t used = 0;
    for (size_t j = 0; j < c->m; j++)
        used += c->w[j] > 0;
    return used;
}

/* Columns may have fallen away (set aside, without values): the line through the weights still says
   how those that are left share. */
static int owa_check(const struct owa_params *p, struct heng_aggregate_call *c)
{
    const size_t used = owa_used(c);
    if (p->weights.n > 0 && (p->weights.n < used || p->weights.n > c->m))
        return refuse(c->why, c->why_size, HENG_FAIL, "%zu ordered weights for %zu columns",
                      p->weights.n, used);
    if (p->weights.n > 0 && !(fabs(stats_sum(p->weights.v, p->weights.n) - 1) <= 1e-9))
        return refuse(c->why, c->why_size, HENG_FAIL, "the ordered weights do not sum to 1");
    return HENG_OK;
}

/* The n children of a row, ascending, with their weights. */
static double owa_of_row(const struct owa_params *p, const double *x, const double *w, size_t n)
{
    struct sum total = {0, 0}, share = {0, 0};
    double all = stats_sum(w, n), before = 0;
    if (n == 0)
        return NAN;
    for (size_t r = n; r-- > 0;) {
        double q;
        sum_add(&share, w[r]);
        q = r == 0 ? 1 : quantifier(p, sum_value(&share) / all);
        sum_add(&total, (q - before) * x[r]);
        before = q;
    }
    return sum_value(&total);
}

static int owa(struct heng_aggregate_call *c)
{
    const struct owa_params *p = c->params;
    double *x = c->scratch, *w = x + c->m;
    int value = owa_check(p, c);
    if (value != HENG_OK)
        return value;
    for (size_t i = 0; i < c->n; i++) {
        size_t n = 0;
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_is_child(c, j, i)) {
                x[n] = c->x[j][i];
                w[n++] = c->w[j];
            }
        sort_pairs(x, w, n);
        c->y[i] = owa_of_row(p, x, w, n);
    }
    if (p->weights.n > owa_used(c))
        remark_add(c->why, c->why_size,
                   "%zu ordered weights for the %zu columns that count: they are shared out to "
                   "these along the line",
                   p->weights.n, owa_used(c));
    return aggregate_settle(c, "too large a sum");
}

/* ---- mean_min ------------------------------------------------------------ */

struct mean_min_params {
    double alpha, beta;
};

static const struct heng_param mean_min_table[] = {
    HENG_PARAM_REAL(struct mean_min_params, alpha, "0.5", 0, 1, NULL,
                    "how strongly unbalance is penalised; 0 is the arithmetic mean"),
    HENG_PARAM_REAL(struct mean_min_params, beta, "1", 0, 1e12, NULL,
                    "how far children make up for each other, in their own units; alpha 1, beta 0 "
                    "is the lowest"),
};

static int mean_min(struct heng_aggregate_call *c)
{
    const struct mean_min_params *p = c->params;
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double low[ROWS], y[ROWS], room[ROWS];
        struct rows_mean mean;
        rows_fill(low, INFINITY, rows);
        rows_mean_clear(&mean, rows);
        for (size_t j = 0; j < c->m; j++)
            if (c->w[j] > 0)
                rows_lowest(low, rows_of(c->x[j], c->n, first, room), rows);
        aggregate_add_columns(c, first, &mean);
        rows_mean_value(&mean, y);
        for (size_t i = 0; i < rows; i++) {
            double d = y[i] - low[i];
            if (d > 0)
                y[i] -= p->alpha * (d * (d / (real_hypot(d, p->beta) + p->beta)));
        }
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "too large a sum");
}

/* ---- sum ----------------------------------------------------------------- */

static int sum_of_children(struct heng_aggregate_call *c)
{
    double columns = 0;
    for (size_t j = 0; j < c->m; j++)
        columns += c->w[j] > 0;
    for (size_t first = 0; first < c->n; first += ROWS) {
        struct rows_mean mean;
        double y[ROWS];
        rows_mean_clear(&mean, rows_padded(c->n, first));
        aggregate_add_columns(c, first, &mean);
        rows_mean_value(&mean, y);
        for (size_t i = 0; i < rows_padded(c->n, first); i++)
            y[i] *= columns;
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "the sum is beyond a double");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_power_mean = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "power_mean",
    .title_zh = "加权幂平均",
    .title_en = "Power mean (generalised mean)",
    .summary = "The weighted mean of order p: the lower p, the less a weak child is made up for.",
    .formula = "(sum w x^p / sum w)^(1/p); p = 0: exp(sum w ln x / sum w)",
    .source = "Hardy, Littlewood and Polya, Inequalities, Cambridge University Press, 1934, ch. 2; "
              "Decancq and Lugo, Econometric Reviews 32(1), 2013, pp. 7-34",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "A child of 0 gives 0 when p <= 0; a negative one leaves the score undefined, with a "
    "note. One unit and constant columns are nothing special.",
    .params = HENG_PARAMS(power_mean_table, struct power_mean_params),
    .aggregate = power_mean,
    .traits = HENG_BY_ROW | HENG_NOT_NEGATIVE,
    .range = "children",
};

const struct heng_method aggregate_owa = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "owa",
    .title_zh = "有序加权平均(OWA)",
    .title_en = "Ordered weighted averaging (OWA)",
    .summary = "Weighs the children of a unit by their order, from the highest to the lowest.",
    .formula = "sum v_r b_r, b from high to low; v_r = Q(S_r) - Q(S_(r-1)), S_r the share of "
               "weight of the r highest; Q(t) = t^((1 - orness) / orness), or the line through "
               "the ordered weights summed up",
    .source = "Yager, IEEE Transactions on Systems, Man, and Cybernetics 18(1), 1988, pp. 183-190; "
              "Yager, International Journal of Intelligent Systems 11(1), 1996, pp. 49-73; Torra, "
              "ibid. 12(2), 1997, pp. 153-166",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign; one unit and constant columns are nothing special. Ordered weights: one "
    "for each column, or each whose weight is not 0, sum 1 within 1e-9. Where fewer columns "
    "count, as many as are left share them along the line, which is told.",
    .params = HENG_PARAMS(owa_table, struct owa_params),
    .scratch = owa_scratch,
    .aggregate = owa,
    .range = "children",
};

const struct heng_method aggregate_mean_min = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "mean_min",
    .title_zh = "均值-最小值函数(MMF)",
    .title_en = "Mean-min function",
    .summary = "The arithmetic mean less a penalty for how far the weakest child lies below it.",
    .formula = "M - alpha (sqrt((M - min)^2 + beta^2) - beta), M = sum w x / sum w",
    .source = "Casadio Tarabusi and Guarini, Social Indicators Research 112(1), 2013, pp. 19-45",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign; one unit and constant columns are nothing special. beta is in the units "
    "of the children.",
    .params = HENG_PARAMS(mean_min_table, struct mean_min_params),
    .aggregate = mean_min,
    .traits = HENG_BY_ROW,
    .range = "children",
};

const struct heng_method aggregate_sum = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "sum",
    .title_zh = "求和",
    .title_en = "Sum",
    .summary = "The plain sum where all weigh the same: points that are added up.",
    .formula = "m sum w x / sum w, m the number of columns that have a weight",
    .source = SOURCE_OECD_HANDBOOK ", pp. 102-104",
    .domain = "NaN is left out and the weights rescaled, so that a gap counts as the mean of the "
              "row's others; no child: undefined. Any sign.",
    .aggregate = sum_of_children,
    .traits = HENG_BY_ROW,
};
