/* SPDX-License-Identifier: MIT */
/*
 * Aggregation of n x m children and m weights to n scores. A child that is NaN, or whose weight is
 * 0, is left out of its row and the row's other weights are rescaled to sum 1; a row without any
 * child is NaN. With W the sum of the weights that are left:
 *
 *     arithmetic  sum w x / W
 *     geometric   exp(sum w ln x / W); a child of 0 gives 0
 *     harmonic    W / sum(w / x);      a child of 0 gives 0
 *     topsis      scale * D- / (D+ + D-);  D+, D- the Euclidean distances of w r to the best and
 *                 the worst w r of each column; r = x / sqrt(sum of x^2) (norm = vector) or
 *                 x (norm = none)
 *
 * Sources: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 102-104 (additive and
 * geometric aggregation); Hwang and Yoon, Multiple Attribute Decision Making, Springer, 1981,
 * pp. 128-140 (TOPSIS).
 *
 * A negative child leaves the row's geometric and harmonic mean undefined, and `why` names the
 * column. topsis takes every column as one where more is better, so a cost enters with its sign
 * turned; a constant column adds no distance; a row that has only such columns is undefined, and
 * so are all when there is one unit or every column is constant. A single child is its own mean.
 *
 * The other methods of the stage are in mean.c, balance.c, outranking.c, reference.c, ratio.c,
 * compromise.c, ideal.c and grade.c; common.c holds what they share.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/stats.h"

/* ---- means --------------------------------------------------------------- */

/* A mean is the inverse of the mean of a function of the children, which, where there is one, must
   be positive: 0 gives 0, a negative one nothing. */
struct mean {
    void (*of)(const double *v, double *to, size_t n); /* NULL: the children themselves */
    double (*inverse)(double mean);
};

static double same(double x)
{
    return x;
}

static double reciprocal(double x)
{
    return 1 / x;
}

static const struct mean arithmetic_mean = {NULL, same};
static const struct mean geometric_mean = {rows_log, real_exp};
static const struct mean harmonic_mean = {rows_inverse, reciprocal};

/* The column of the lowest child of row i, which has children. */
static size_t column_of_lowest(const struct heng_aggregate_call *c, size_t i)
{
    size_t column = 0;
    double lowest = INFINITY;
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_is_child(c, j, i) && c->x[j][i] < lowest) {
            lowest = c->x[j][i];
            column = j;
        }
    return column;
}

/* Adds a function of the children of the rows from `first` on; low: their lowest. */
static void add_functions(const struct heng_aggregate_call *c, const struct mean *mean,
                          size_t first, double *low, struct rows_mean *total)
{
    const size_t rows = rows_padded(c->n, first);
    double room[ROWS], f[ROWS];
    for (size_t j = 0; j < c->m; j++) {
        const double *v = rows_of(c->x[j], c->n, first, room);
        if (!(c->w[j] > 0))
            continue;
        rows_lowest(low, v, rows);
        mean->of(v, f, rows);
        rows_mean_add(total, f, c->w[j]);
    }
}

/* The means of the rows from `first` on; low: their lowest children, looked at only where it
 * counts. */
static void mean_of_rows(const struct heng_aggregate_call *c, const struct mean *mean, size_t first,
                         double *low, double *y)
{
    const size_t rows = rows_padded(c->n, first);
    struct rows_mean total;
    rows_fill(low, INFINITY, rows);
    rows_mean_clear(&total, rows);
    if (mean->of)
        add_functions(c, mean, first, low, &total);
    else
        aggregate_add_columns(c, first, &total);
    rows_mean_value(&total, y);
}

static int aggregate_mean(const struct mean *mean, struct heng_aggregate_call *c)
{
    size_t negative = 0, first = 0;
    double low[ROWS], y[ROWS];
    for (size_t i = 0; i < c->n; i += ROWS) {
        mean_of_rows(c, mean, i, low, y);
        for (size_t k = 0; k < rows_count(c->n, i); k++) {
            c->y[i + k] = low[k] < 0 ? NAN : low[k] == 0 ? 0 : mean->inverse(y[k]);
            if (low[k] < 0 && negative++ == 0)
                first = column_of_lowest(c, i + k);
        }
    }
    if (negative > 0)
        remark(c->why, c->why_size, "negative value in column %s: %zu score%s undefined",
               c->ids[first], negative, plural(negative));
    if (mean->of)
        aggregate_tell_zeros(c, 1);
    if (stats_count(c->y, c->n) > 0)
        return HENG_OK;
    return negative > 0 ? HENG_UNDEFINED : refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
}

enum { COLUMNS = 128 };

/* Few rows without a gap, whose sums need no room but registers; the bits are the same. */
static int mean_of_few(struct heng_aggregate_call *c)
{
    const double *x[COLUMNS];
    double w[COLUMNS];
    size_t m = 0;
    if (c->n < 4 || c->n > ROWS || c->m > COLUMNS)
        return 0;
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0) {
            x[m] = c->x[j];
            w[m++] = c->w[j];
        }
    return m > 0 && rows_means(x, w, m, c->n, c->y);
}

static int aggregate_arithmetic(struct heng_aggregate_call *c)
{
    if (mean_of_few(c))
        return HENG_OK;
    return aggregate_mean(&arithmetic_mean, c);
}

static int aggregate_geometric(struct heng_aggregate_call *c)
{
    return aggregate_mean(&geometric_mean, c);
}

static int aggregate_harmonic(struct heng_aggregate_call *c)
{
    return aggregate_mean(&harmonic_mean, c);
}

/* ---- topsis -------------------------------------------------------------- */

enum topsis_norm { NORM_VECTOR, NORM_NONE };

struct topsis_params {
    int norm;
    double scale;
};

static const struct heng_param topsis_table[] = {
    HENG_PARAM_CHOICE(
        struct topsis_params, norm, "vector", "vector|none",
        "vector: a column is divided by its Euclidean length; none: taken as it comes"),
    HENG_PARAM_REAL(struct topsis_params, scale, "1", 1e-6, 1e6, NULL,
                    "the score of a unit that is best in everything"),
};

static size_t scratch_columns(size_t n, size_t m)
{
    (void)n;
    return 3 * m;
}

/* The Euclidean length of the values present, whose range is known. */
static double length_of(const double *x, size_t n, const struct stats_span *r)
{
    double largest = fmax(fabs(r->min), fabs(r->max)), factor;
    int e = 0;
    if (!(largest > 0))
        return 0;
    (void)frexp(largest, &e);
    factor = ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
    return sqrt(stats_squares_about(x, n, factor, 0, 0)) / factor;
}

/* Best and worst value and factor of each column; the factors are scaled so that the largest
   distance within a column is 1. Returns that distance before scaling, 0 when there is none. */
static double ideals(struct heng_aggregate_call *c, const struct topsis_params *p, double *best,
                     double *worst, double *factor)
{
    double largest = 0;
    for (size_t j = 0; j < c->m; j++) {
        const struct stats_span r = stats_range(c->x[j], c->n);
        double length = p->norm == NORM_VECTOR ? length_of(c->x[j], c->n, &r) : 1;
        best[j] = r.max;
        worst[j] = r.min;
        factor[j] = c->w[j] > 0 && best[j] > worst[j] ? c->w[j] / length : 0;
        if (factor[j] > 0)
            largest = fmax(largest, factor[j] * (best[j] - worst[j]));
    }
    for (size_t j = 0; j < c->m; j++)
        factor[j] = largest > 0 ? factor[j] / largest : 0;
    return largest;
}

/* Of the rows from `first` on, to the best and to the worst. */
static void distances_of_rows(const struct heng_aggregate_call *c, size_t first, const double *best,
                              const double *worst, const double *factor, double *plus,
                              double *minus)
{
    const size_t rows = rows_padded(c->n, first);
    double room[4][ROWS];
    const double *v[4];
    struct rows_ends ends[4];
    struct rows_sum to_best, to_worst;
    size_t k = 0;
    rows_clear(&to_best, rows);
    rows_clear(&to_worst, rows);
    for (size_t j = 0; j < c->m; j++) {
        if (!(factor[j] > 0))
            continue;
        v[k] = rows_of(c->x[j], c->n, first, room[k]);
        ends[k++] = (struct rows_ends){best[j], worst[j], factor[j]};
        if (k == 4) {
            rows_add_distances(&to_best, &to_worst, v, ends, k);
            k = 0;
        }
    }
    rows_add_distances(&to_best, &to_worst, v, ends, k);
    rows_value(&to_best, plus);
    rows_value(&to_worst, minus);
    rows_root(plus, plus, rows);
    rows_root(minus, minus, rows);
}

static int aggregate_topsis(struct heng_aggregate_call *c)
{
    const struct topsis_params *p = c->params;
    double *best = c->scratch, *worst = best + c->m, *factor = worst + c->m;
    size_t lost = 0;
    if (c->n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, c->n ? "one unit" : "no units");
    if (!(ideals(c, p, best, worst, factor) > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "ideal equals anti-ideal: no column varies");
    for (size_t i = 0; i < c->n; i += ROWS) {
        double plus[ROWS], minus[ROWS];
        distances_of_rows(c, i, best, worst, factor, plus, minus);
        for (size_t k = 0; k < rows_count(c->n, i); k++) {
            double d = plus[k] + minus[k];
            c->y[i + k] = d > 0 ? p->scale * (minus[k] / d) : NAN;
            lost += !(d > 0) && aggregate_has_child(c, i + k);
        }
    }
    if (lost > 0)
        remark(c->why, c->why_size, "%zu score%s undefined: constant columns only", lost,
               plural(lost));
    return HENG_OK;
}

static const struct heng_method arithmetic = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "arithmetic",
    .title_zh = "加权算术平均",
    .title_en = "Arithmetic mean",
    .summary = "The weighted sum: a weak child is fully made up for by a strong one.",
    .formula = "sum w x / sum w",
    .source = SOURCE_OECD_HANDBOOK ", pp. 102-104",
    .domain = "NaN is left out and the weights rescaled; no child: undefined. Any sign.",
    .aggregate = aggregate_arithmetic,
    .traits = HENG_BY_ROW | HENG_LINEAR,
    .range = "children",
};

static const struct heng_method geometric = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "geometric",
    .title_zh = "加权几何平均",
    .title_en = "Geometric mean",
    .summary = "The weighted product: a weak child is only partly made up for.",
    .formula = "exp(sum w ln x / sum w)",
    .source = SOURCE_OECD_HANDBOOK ", pp. 102-104",
    .domain = "NaN is left out and the weights rescaled; no child: undefined. A child of 0 gives "
              "0; a negative one leaves the score undefined, with a note.",
    .aggregate = aggregate_geometric,
    .traits = HENG_BY_ROW | HENG_NOT_NEGATIVE,
    .range = "children",
};

static const struct heng_method harmonic = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "harmonic",
    .title_zh = "加权调和平均",
    .title_en = "Harmonic mean",
    .summary = "The weighted harmonic mean: a weak child is hardly made up for.",
    .formula = "sum w / sum(w / x)",
    .source = SOURCE_COINR " (a_hmean)",
    .domain = "NaN is left out and the weights rescaled; no child: undefined. A child of 0 gives "
              "0; a negative one leaves the score undefined, with a note.",
    .aggregate = aggregate_harmonic,
    .traits = HENG_BY_ROW | HENG_NOT_NEGATIVE,
    .range = "children",
};

static const struct heng_method topsis = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "topsis",
    .title_zh = "逼近理想解排序法(TOPSIS)",
    .title_en = "TOPSIS",
    .summary = "How near a unit is to the best of every column, compared with the worst.",
    .formula = "scale * D- / (D+ + D-), Euclidean distances of w x / sqrt(sum of x^2) to the "
               "columns' worst and best",
    .source = "Hwang and Yoon, Multiple Attribute Decision Making, Springer, 1981, pp. 128-140",
    .domain = "NaN is left out of both distances. More is better in every column, any sign. A "
              "constant column adds no distance; one unit, or constant columns only: undefined.",
    .params = HENG_PARAMS(topsis_table, struct topsis_params),
    .scratch = scratch_columns,
    .aggregate = aggregate_topsis,
    .range = "0, scale",
};

const struct heng_method *const aggregate_methods[] = {
    &arithmetic,
    &geometric,
    &harmonic,
    &aggregate_power_mean,
    &aggregate_owa,
    &aggregate_mean_min,
    &aggregate_sum,
    &aggregate_mazziotta_pareto,
    &aggregate_adjusted_mpi,
    &aggregate_copeland,
    &aggregate_promethee2,
    &topsis,
    &aggregate_vikor,
    &aggregate_grey,
    &aggregate_mabac,
    &aggregate_edas,
    &aggregate_wroclaw,
    &aggregate_codas,
    &aggregate_waspas,
    &aggregate_copras,
    &aggregate_moora,
    &aggregate_multimoora,
    &aggregate_aras,
    &aggregate_cocoso,
    &aggregate_marcos,
    &aggregate_mairca,
    &aggregate_ocra,
    &aggregate_cradis,
    &aggregate_probid,
    &aggregate_spotis,
    &aggregate_rim,
    &aggregate_ervd,
    &aggregate_rsr,
    &aggregate_fuzzy,
    NULL,
};
