/* SPDX-License-Identifier: MIT */
/*
 * Imputation of one column by the others of its period.
 *
 * row_mean: what the unit has elsewhere. With scale = yes, every column j is brought to 0..1 by its
 * worst and best value of the period, in its direction: s_j = (x_j - worst_j) / (best_j - worst_j),
 *
 *     y = worst + mean(s_j of the unit, j another column) * (best - worst)
 *
 * with scale = no it is the mean of the raw values. Source: Becker et al., COINr, JOSS 7(78), 2022
 * (Impute, impute_by = "row"; normalise_first).
 *
 * knn: what the k nearest units have in the column. With S the columns that both units have,
 *
 *     d(a, b) = sqrt( sum over S of ((x_aj - x_bj) / (max_j - min_j))^2 / |S| )
 *     y = sum(w x) / sum(w) over the k nearest, w = 1 or 1 / d
 *
 * Source: Troyanskaya et al., Missing value estimation methods for DNA microarrays, Bioinformatics
 * 17(6), 2001, 520-525 (KNNimpute; weights = inverse); the distance over shared columns of a common
 * range as in Gower, A general coefficient of similarity, Biometrics 27(4), 1971, 857-871.
 *
 * A column that is constant in the period says nothing of a unit and is left out.
 */
#include <stdio.h>

#include "methods/impute/impute_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/simd.h"
#include "stats/stats.h"

/* ---- what the methods share ----------------------------------------------- */

double impute_part(double a, double b, double from, double to)
{
    double range = to - from, difference = a - b;
    if (isinf(range) || isinf(difference))
        return (a / 2 - b / 2) / (to / 2 - from / 2);
    return range != 0 ? difference / range : NAN;
}

double impute_between(double s, double from, double to)
{
    double range = to - from;
    if (from == to)
        return isnan(s) ? s : from;
    return isinf(range) ? (1 - s) * from + s * to : from + s * range;
}

/* Fills one period; returns how many cells stay missing. */
static size_t fill_period(const struct filling *f, size_t period)
{
    const double *x = f->c->x[f->c->column] + period * f->c->n_units;
    double *y = f->c->y + period * f->c->n_units;
    size_t n = f->c->n_units, none = 0;
    column_copy(y, x, n);
    if (stats_count(x, n) < n && f->begin)
        f->begin(f, period);
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i])) {
            y[i] = f->value(f, period, i);
            none += isnan(y[i]) ? 1 : 0;
        }
    return none;
}

int impute_fill(const struct filling *f, const char *how, const char *left)
{
    struct heng_fill_call *c = f->c;
    size_t n = c->n_units * c->n_periods, none = 0;
    size_t missing = n - stats_count(c->x[c->column], n);
    if (missing == n)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    for (size_t t = 0; t < c->n_periods; t++)
        none += fill_period(f, t);
    if (missing > none)
        remark(c->why, c->why_size, "imputed %zu of %zu values with %s", missing - none, n, how);
    if (none > 0)
        remark_add(c->why, c->why_size, "%zu value%s left missing: %s", none, plural(none), left);
    return HENG_OK;
}

#define WITHIN(type, def)                                                                          \
    HENG_PARAM_CHOICE(                                                                             \
        struct type, within, def, "node|index",                                                    \
        "which indicators are looked at: those of the same node, or all of the index")

/* ---- row_mean -------------------------------------------------------------- */

struct row_params {
    int within; /* the host's business */
    int scale;
};

static const struct heng_param row_table[] = {
    WITHIN(row_params, "node"),
    HENG_PARAM_FLAG(
        struct row_params, scale, "yes",
        "whether the indicators are brought to a common scale before their mean is taken"),
};

static size_t scratch_row(size_t n, size_t m)
{
    (void)n;
    return 3 * m;
}

/* Scratch: the worst and the best values of the columns over the units of the period, a row. */
static void find_ends(const struct filling *f, size_t period)
{
    const struct heng_fill_call *c = f->c;
    double *worst = c->scratch, *best = worst + c->m;
    for (size_t j = 0; j < c->m; j++) {
        const double *x = c->x[j] + period * c->n_units;
        double lo = stats_min(x, c->n_units), hi = stats_max(x, c->n_units);
        worst[j] = c->direction[j] < 0 ? hi : lo;
        best[j] = c->direction[j] < 0 ? lo : hi;
    }
}

static double row_mean(const struct filling *f, size_t period, size_t unit)
{
    const struct heng_fill_call *c = f->c;
    const struct row_params *p = f->params;
    double *worst = c->scratch, *best = worst + c->m, *row = best + c->m;
    for (size_t j = 0; j < c->m; j++) {
        row[j] = impute_cell(f, j, period, unit);
        if (p->scale)
            row[j] = impute_part(row[j], worst[j], worst[j], best[j]);
    }
    row[c->column] = NAN;
    if (!p->scale)
        return stats_mean(row, c->m);
    return impute_between(stats_mean(row, c->m), worst[c->column], best[c->column]);
}

static int fill_row_mean(struct heng_fill_call *c)
{
    const struct row_params *p = c->params;
    const struct filling f = {c, c->params, find_ends, row_mean};
    return impute_fill(&f,
                       p->scale ? "the mean of the unit's other indicators, on a common scale"
                                : "the mean of the unit's other indicators",
                       p->scale ? "the unit or the indicator has no values to go by"
                                : "the unit has no other value");
}

/* ---- knn --------------------------------------------------------------------- */

enum donor_weights { WEIGHTS_EQUAL, WEIGHTS_INVERSE };

struct knn_params {
    int64_t k;
    int weights; /* enum donor_weights */
    int within;  /* the host's business */
};

static const struct heng_param knn_table[] = {
    HENG_PARAM_INT(struct knn_params, k, "5", 1, 1e6, NULL, "how many nearest units"),
    HENG_PARAM_CHOICE(struct knn_params, weights, "equal", "equal|inverse",
                      "equal: the mean of the nearest units; inverse: weighed by 1 / distance"),
    WITHIN(knn_params, "index"),
};

/* Distances that differ by less, relatively, are the same. */
static const double tie = 1e-12;

static size_t fours(size_t n)
{
    return (n + LANES - 1) / LANES * LANES;
}

static size_t scratch_knn(size_t n, size_t m)
{
    return 2 * m + fours(n) * m + fours(n) + 2 * n;
}

/* What is laid out of a period in scratch. */
struct nearby {
    double *one_over; /* m: 1 / range of each column, NaN where it has none */
    double *mine;     /* m: the unit's own values */
    double *values;   /* four units after four, column by column; NaN behind the last */
    double *all;      /* of all units, four by four: distances from the unit */
    double *d, *x;    /* n each: of the nearest */
};

static struct nearby nearby_of(const struct heng_fill_call *c)
{
    struct nearby s = {.one_over = c->scratch};
    s.mine = s.one_over + c->m;
    s.values = s.mine + c->m;
    s.all = s.values + fours(c->n_units) * c->m;
    s.d = s.all + fours(c->n_units);
    s.x = s.d + c->n_units;
    return s;
}

static double *value_at(const struct nearby *s, size_t m, size_t i, size_t j)
{
    return s->values + (i / LANES * m + j) * LANES + i % LANES;
}

/*
 * Values and range of a column are divided by the same power of two, which rounds nothing, so that
 * none of them is too large or too small.
 */
static void lay_columns(const struct filling *f, size_t period)
{
    const struct heng_fill_call *c = f->c;
    const struct nearby s = nearby_of(c);
    size_t n = c->n_units;
    for (size_t j = 0; j < c->m; j++) {
        const double *x = c->x[j] + period * n;
        double lo = stats_min(x, n), hi = stats_max(x, n);
        int exponent = 0;
        if (lo < hi)
            frexp(isinf(hi - lo) ? hi / 2 - lo / 2 : hi - lo, &exponent);
        for (size_t i = 0; i < fours(n); i++)
            *value_at(&s, c->m, i, j) = i < n ? ldexp(x[i], -exponent) : NAN;
        s.one_over[j] = lo < hi ? 1 / (ldexp(hi, -exponent) - ldexp(lo, -exponent)) : NAN;
    }
}

/* From one unit to all others; NaN where two units share no column. A column that the unit itself
   does not have is shared with nobody. */
SIMD_BODY void distances_body(const struct nearby *to, size_t n, size_t m)
{
    const lanes zero = {0}, one = {1, 1, 1, 1};
    for (size_t i = 0; i < n; i += LANES) {
        const double *four = to->values + i * m;
        lanes s = zero, rest = zero, shared = zero;
        for (size_t j = 0; j < m; j++) {
            const lanes d = (to->mine[j] - *(const lanes *)(four + j * LANES)) * to->one_over[j];
            if (isnan(to->mine[j]))
                continue;
            SIMD_ADD(s, rest, SIMD_WHERE(d == d, d * d));
            shared += SIMD_WHERE(d == d, one);
        }
        s = (s + rest) / shared;
        for (size_t k = 0; k < LANES; k++)
            to->all[i + k] = sqrt(s[k]);
    }
}
SIMD_VERSIONS(static, distances, (const struct nearby *to, size_t n, size_t m), (to, n, m))

/* The first of the n whose distance is the least, but for rounding; n: there is none. */
static size_t nearest(const double *d, size_t n)
{
    double least = stats_min(d, n);
    for (size_t k = 0; k < n; k++)
        if (d[k] <= least * (1 + tie))
            return k;
    return n;
}

/* Weights 1 / d of rising distances, up to a factor; those at 0 share all. */
static double inverse_mean(const double *x, const double *d, size_t k)
{
    struct sum total = {0, 0}, value = {0, 0};
    size_t i;
    for (i = 0; i < k && d[i] == 0; i++)
        ;
    if (i > 0)
        return stats_mean(x, i);
    for (i = 0; i < k; i++)
        sum_add(&total, d[0] / d[i]);
    for (i = 0; i < k; i++)
        sum_add(&value, d[0] / d[i] / sum_value(&total) * x[i]);
    return sum_value(&value);
}

static double neighbours_mean(const struct filling *f, size_t period, size_t unit)
{
    const struct heng_fill_call *c = f->c;
    const struct knn_params *p = f->params;
    size_t n = c->n_units, m = c->m, k = p->k < (int64_t)n ? (size_t)p->k : n;
    const struct nearby s = nearby_of(c);
    for (size_t j = 0; j < m; j++)
        s.mine[j] = *value_at(&s, m, unit, j);
    distances(&s, n, m);
    for (size_t i = 0; i < n; i++)
        if (isnan(impute_cell(f, c->column, period, i)))
            s.all[i] = NAN;
    if ((int64_t)stats_count(s.all, n) < p->k)
        return NAN;
    for (size_t i = 0; i < k; i++) {
        size_t at = nearest(s.all, n);
        s.d[i] = s.all[at];
        s.x[i] = impute_cell(f, c->column, period, at);
        s.all[at] = NAN;
    }
    return p->weights == WEIGHTS_INVERSE ? inverse_mean(s.x, s.d, k) : stats_mean(s.x, k);
}

static int fill_knn(struct heng_fill_call *c)
{
    const struct knn_params *p = c->params;
    const struct filling f = {c, c->params, lay_columns, neighbours_mean};
    char how[80], left[120];
    snprintf(how, sizeof how, "the %smean of the %lld nearest unit%s",
             p->weights == WEIGHTS_INVERSE ? "weighted " : "", (long long)p->k,
             plural((size_t)p->k));
    snprintf(left, sizeof left, "fewer than %lld unit%s have a value and share an indicator",
             (long long)p->k, plural((size_t)p->k));
    return impute_fill(&f, how, left);
}

const struct heng_method impute_row_mean = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "row_mean",
    .title_zh = "行均值填补",
    .title_en = "Mean of the row",
    .summary = "Replaces a missing value by what the unit's other indicators amount to.",
    .formula = "y = worst + mean(s_j) (best - worst) where x is missing, else x; s_j = (x_j - "
               "worst_j) / (best_j - worst_j) of the unit's other indicators, worst and best over "
               "the units of the period by the direction; scale = no: y = mean(x_j)",
    .source = SOURCE_COINR " (Impute, impute_by = row, normalise_first); " SOURCE_OECD_HANDBOOK
                           ", pp. 55-62",
    .domain = "A unit without other values stays missing, with a note; so does, with scale = yes, "
              "an indicator without values in the period. Indicators constant in the period are "
              "left out of the mean; a constant one is filled with its constant. No values at "
              "all: undefined. Any sign.",
    .params = HENG_PARAMS(row_table, struct row_params),
    .scratch = scratch_row,
    .fill = fill_row_mean,
};

const struct heng_method impute_knn = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "knn",
    .title_zh = "K近邻填补",
    .title_en = "K nearest neighbours",
    .summary = "Replaces a missing value by the mean of the k units that are most alike.",
    .formula = "y = sum(w x) / sum(w) over the k nearest units that have x, w = 1 or 1/d; d(a, b) "
               "= sqrt(mean over the shared indicators j of ((x_aj - x_bj) / (max_j - min_j))^2), "
               "of the same period",
    .source = "Troyanskaya et al., Missing value estimation methods for DNA microarrays, "
              "Bioinformatics 17(6), 2001, 520-525; Gower, A general coefficient of similarity, "
              "Biometrics 27(4), 1971, 857-871",
    .domain = "Distances within 1e-12 of each other, relatively, are ties: the unit that stands "
              "first goes first. Units at distance 0 have all the weight of 1/d. Indicators "
              "constant in the period are left out. Fewer than k units: stays missing, with a "
              "note. No values at all: undefined. Any sign.",
    .params = HENG_PARAMS(knn_table, struct knn_params),
    .scratch = scratch_knn,
    .fill = fill_knn,
};
