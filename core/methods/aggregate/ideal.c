/* SPDX-License-Identifier: MIT */
/*
 * Distances from ideals: those that are given, and every step from the best to the worst. W: the
 * sum of the weights of a row's children; v a child as its method has it.
 *
 *     probid  1 / (1 + (S+ / S-)^2) + Sm; S_k the Euclidean distance of w x / sqrt(sum x^2) / W
 * from the unit that has the k-th best value of every column, S+ the sum of S_k / k over the better
 * half of the N units, S- of S_k / (N - k + 1) over the worse (the middle one is in both), Sm the
 * distance from the means; simple: S- / S+ of the best and the worst quarter spotis  1 - sum w |x -
 * ideal| / (upper - lower) / W rim     D- / (D+ + D-), D+ and D- the lengths of w (1 - f) and w f;
 * f 1 within the ideal interval, from there linearly to 0 at the ends of the range ervd    sum w (v
 * - worst) / sum w (best - worst), v = d^alpha above the reference, -lambda
 *             (-d)^alpha below, d = (x - reference) / sum x; best and worst v of each column
 *
 * The k-th best of a column with gaps is that of its values stretched over the units.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/sort.h"
#include "stats/stats.h"

#define ZERO "zero throughout"

/* ---- probid -------------------------------------------------------------- */

enum probid_form { FORM_FULL, FORM_SIMPLE };

struct probid_params {
    int form;
};

static const struct heng_param probid_table[] = {
    HENG_PARAM_CHOICE(struct probid_params, form, "full", "full|simple",
                      "all ideals and the average, or the best and worst quarter only"),
};

static size_t probid_scratch(size_t n, size_t m)
{
    return AGGREGATE_SCALE_DOUBLES * m + n * m + n + m;
}

/* The ideals of column j, best first, for so many units, in to (n doubles). */
static void find_ideals(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        size_t j, size_t units, double *to)
{
    size_t present = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            to[present++] = -aggregate_scaled(c, s, j, i) * c->w[j];
    sort_numbers(to, present);
    for (size_t k = units; k-- > 0;)
        to[k] = -to[k * present / units];
}

/* What the distances from the ideals are put together to. */
struct probid {
    size_t units, better, worse; /* the first so many, and from here on */
    const double *ideals, *means;
    double *squares;
};

static double probid_of(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        const struct probid *p, int form, size_t i)
{
    double plus = 0, minus = 0, mean = 0, weight = 0;
    for (size_t k = 0; k < p->units; k++)
        p->squares[k] = 0;
    for (size_t j = 0; j < c->m; j++) {
        const double v = aggregate_scaled(c, s, j, i) * c->w[j], *ideal = p->ideals + j * c->n;
        if (isnan(v))
            continue;
        for (size_t k = 0; k < p->units; k++)
            p->squares[k] += (v - ideal[k]) * (v - ideal[k]);
        mean += (v - p->means[j]) * (v - p->means[j]);
        weight += c->w[j];
    }
    for (size_t k = 0; k < p->better; k++)
        plus += sqrt(p->squares[k]) / (double)(k + 1);
    for (size_t k = p->worse; k < p->units; k++)
        minus += sqrt(p->squares[k]) / (double)(p->units - k);
    if (!(weight > 0))
        return NAN;
    if (form == FORM_SIMPLE)
        return minus / plus;
    return minus > 0 ? 1 / (1 + plus / minus * (plus / minus)) + sqrt(mean) / weight
                     : (plus > 0 ? sqrt(mean) / weight : NAN);
}

static size_t count_rows(const struct heng_aggregate_call *c)
{
    size_t units = 0;
    for (size_t i = 0; i < c->n; i++)
        units += aggregate_has_child(c, i) ? 1 : 0;
    return units;
}

static int probid(struct heng_aggregate_call *c)
{
    const struct probid_params *params = c->params;
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_length, ZERO);
    double *ideals = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m, *squares = ideals + c->n * c->m;
    double *means = squares + c->n;
    struct probid p = {count_rows(c), 0, 0, ideals, means, squares};
    const size_t quarter = p.units < 4 ? 1 : p.units / 4;
    if (p.units < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, p.units == 1 ? "one unit" : "no values");
    p.better = params->form == FORM_FULL ? (p.units + 1) / 2 : quarter;
    p.worse = params->form == FORM_FULL ? p.units / 2 : p.units - quarter;
    for (size_t j = 0; j < c->m; j++)
        if (s.unit[j] > 0) {
            find_ideals(c, &s, j, p.units, ideals + j * c->n);
            means[j] = c->w[j] * (stats_sum_about(c->x[j], c->n, s.factor[j], 0, 0) /
                                  (double)stats_count(c->x[j], c->n) / s.unit[j]);
        }
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = probid_of(c, &s, &p, params->form, i);
    return aggregate_settle(c, params->form == FORM_SIMPLE
                                   ? "no different from the best quarter of any column"
                                   : "no different from any other");
}

/* ---- spotis -------------------------------------------------------------- */

struct spotis_params {
    struct heng_reals lower, upper, ideal;
};

#define BOUNDS(S)                                                                                  \
    HENG_PARAM_REALS(S, lower, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,                           \
                     "where the range begins, one or one a column; left out: at the column's "     \
                     "lowest value"),                                                              \
        HENG_PARAM_REALS(S, upper, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,                       \
                         "where the range ends, one or one a column; left out: at the column's "   \
                         "highest value")

static const struct heng_param spotis_table[] = {
    BOUNDS(struct spotis_params),
    HENG_PARAM_REALS(struct spotis_params, ideal, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
                     "the best value, one or one a column; left out: the end of the range"),
};

/* What a list has for column j, or else this. */
static double listed(const struct heng_reals *list, size_t j, double otherwise)
{
    return list->n > 0 ? aggregate_of_list(list, j) : otherwise;
}

static int check_optional(struct heng_aggregate_call *c, const char *name,
                          const struct heng_reals *list)
{
    return list->n > 0 ? aggregate_check_list(c, name, list) : HENG_OK;
}

/* HENG_OK when the ends that are given are of the right number and order. */
static int check_bounds(struct heng_aggregate_call *c, const struct heng_reals *lower,
                        const struct heng_reals *upper)
{
    if (check_optional(c, "lower", lower) != HENG_OK ||
        check_optional(c, "upper", upper) != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++)
        if (lower->n > 0 && upper->n > 0 &&
            !(aggregate_of_list(lower, j) < aggregate_of_list(upper, j)))
            return refuse(c->why, c->why_size, HENG_FAIL, "column %s: upper must be above lower",
                          c->ids[j]);
    return HENG_OK;
}

/* (x - ideal) / (upper - lower) */
static void fit_spotis(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    const struct spotis_params *p = c->params;
    const double lower = listed(&p->lower, j, s->range.min);
    const double upper = listed(&p->upper, j, s->range.max);
    s->from[j] = listed(&p->ideal, j, upper) * s->factor[j];
    s->unit[j] = upper * s->factor[j] - lower * s->factor[j];
}

static int spotis(struct heng_aggregate_call *c)
{
    const struct spotis_params *p = c->params;
    struct aggregate_scale s;
    if (check_bounds(c, &p->lower, &p->upper) != HENG_OK ||
        check_optional(c, "ideal", &p->ideal) != HENG_OK)
        return HENG_FAIL;
    s = aggregate_scale_fit(c, fit_spotis, "its range is empty");
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double r[ROWS], y[ROWS];
        struct rows_mean mean;
        rows_mean_clear(&mean, rows);
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_scaled_rows(c, &s, j, first, r)) {
                for (size_t i = 0; i < rows; i++)
                    r[i] = fabs(r[i]);
                rows_mean_add(&mean, r, c->w[j]);
            }
        rows_mean_value(&mean, y);
        for (size_t i = 0; i < rows; i++)
            y[i] = 1 - y[i];
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, s.used == 0 ? "no column has a range" : "columns without a range");
}

/* ---- rim ----------------------------------------------------------------- */

struct rim_params {
    struct heng_reals lower, upper, ideal_from, ideal_to;
};

static const struct heng_param rim_table[] = {
    BOUNDS(struct rim_params),
    HENG_PARAM_REALS(struct rim_params, ideal_from, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
                     "where the ideal interval begins, one or one a column; left out: at its end"),
    HENG_PARAM_REALS(struct rim_params, ideal_to, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
                     "where the ideal interval ends, one or one a column; left out: at the end of "
                     "the range"),
};

/* The range and the ideal interval in it. */
struct rim_range {
    double lower, from, to, upper;
};

static struct rim_range rim_range_of(const struct heng_aggregate_call *c, size_t j)
{
    const struct rim_params *p = c->params;
    const struct stats_span span = stats_range(c->x[j], c->n);
    struct rim_range r = {listed(&p->lower, j, span.min), NAN, NAN, listed(&p->upper, j, span.max)};
    r.to = listed(&p->ideal_to, j, r.upper);
    r.from = listed(&p->ideal_from, j, r.to);
    return r;
}

static size_t rim_scratch(size_t n, size_t m)
{
    (void)n;
    return (AGGREGATE_SCALE_DOUBLES + sizeof(struct rim_range) / sizeof(double)) * m;
}

static int check_rim(struct heng_aggregate_call *c, const struct rim_params *p)
{
    if (check_bounds(c, &p->lower, &p->upper) != HENG_OK ||
        check_optional(c, "ideal_from", &p->ideal_from) != HENG_OK ||
        check_optional(c, "ideal_to", &p->ideal_to) != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++) {
        const struct rim_range r = rim_range_of(c, j);
        if (r.from > r.to || (p->lower.n > 0 && r.from < r.lower) ||
            (p->upper.n > 0 && r.to > r.upper))
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "column %s: lower, ideal_from, ideal_to and upper must not fall",
                          c->ids[j]);
    }
    return HENG_OK;
}

/* 1 within the ideal interval, 0 at and beyond the ends of the range. */
static double rim_value(const struct rim_range *r, double x)
{
    if (isnan(x))
        return NAN;
    if (x < r->from)
        return x <= r->lower ? 0 : (x - r->lower) / (r->from - r->lower);
    if (x > r->to)
        return x >= r->upper ? 0 : (r->upper - x) / (r->upper - r->to);
    return 1;
}

/* A column whose range is empty tells nobody from anybody. */
static void fit_rim(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    const struct rim_range r = rim_range_of(c, j);
    s->unit[j] = r.upper > r.lower ? 1 : 0;
}

static void rim_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                     const struct rim_range *ranges, size_t first, double *y)
{
    const size_t rows = rows_padded(c->n, first);
    double room[ROWS], part[ROWS];
    struct rows_sum to_best, to_worst;
    rows_clear(&to_best, rows);
    rows_clear(&to_worst, rows);
    for (size_t j = 0; j < c->m; j++) {
        const double *x = rows_of(c->x[j], c->n, first, room);
        if (!(s->unit[j] > 0))
            continue;
        for (size_t i = 0; i < rows; i++)
            part[i] = rim_value(&ranges[j], x[i]);
        rows_add_squares(&to_worst, part, c->w[j] * c->w[j]);
        for (size_t i = 0; i < rows; i++)
            part[i] = 1 - part[i];
        rows_add_squares(&to_best, part, c->w[j] * c->w[j]);
    }
    rows_value(&to_worst, y);
    rows_value(&to_best, part);
    for (size_t i = 0; i < rows; i++)
        y[i] = sqrt(y[i]) / (sqrt(y[i]) + sqrt(part[i]));
}

static int rim(struct heng_aggregate_call *c)
{
    struct rim_range *ranges = (struct rim_range *)(c->scratch + AGGREGATE_SCALE_DOUBLES * c->m);
    struct aggregate_scale s;
    if (check_rim(c, c->params) != HENG_OK)
        return HENG_FAIL;
    s = aggregate_scale_fit(c, fit_rim, "its range is empty");
    for (size_t j = 0; j < c->m; j++)
        ranges[j] = rim_range_of(c, j);
    for (size_t first = 0; first < c->n; first += ROWS) {
        double y[ROWS];
        rim_rows(c, &s, ranges, first, y);
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, s.used == 0 ? "no column has a range" : "columns without a range");
}

/* ---- ervd ---------------------------------------------------------------- */

struct ervd_params {
    double alpha, lambda;
    struct heng_reals reference;
};

static const struct heng_param ervd_table[] = {
    HENG_PARAM_REAL(struct ervd_params, alpha, "0.88", 0.01, 1, NULL,
                    "exponent of gains and losses; 1: straight lines"),
    HENG_PARAM_REAL(struct ervd_params, lambda, "2.25", 1, 100, NULL,
                    "how much more a loss counts than a gain"),
    HENG_PARAM_REALS(struct ervd_params, reference, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
                     "what divides gains from losses, one or one a column; left out: the column's "
                     "mean"),
};

static size_t ervd_scratch(size_t n, size_t m)
{
    (void)n;
    return (AGGREGATE_SCALE_DOUBLES + 2) * m;
}

/* (x - reference) / sum x */
static void fit_ervd(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    const struct ervd_params *p = c->params;
    aggregate_fit_sum(c, j, s);
    s->from[j] = p->reference.n > 0 ? aggregate_of_list(&p->reference, j) * s->factor[j]
                                    : s->unit[j] / (double)s->range.n;
}

static double ervd_value(const struct ervd_params *p, double d)
{
    if (isnan(d))
        return NAN;
    return d > 0 ? real_pow(d, p->alpha) : -p->lambda * real_pow(-d, p->alpha);
}

static void ervd_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                      size_t first, const double *worst, const double *width, double *y)
{
    const struct ervd_params *p = c->params;
    const size_t rows = rows_padded(c->n, first);
    double v[ROWS];
    struct rows_sum own;
    struct rows_weight whole;
    rows_clear(&own, rows);
    rows_weight_clear(&whole, rows);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, v)) {
            for (size_t i = 0; i < rows; i++)
                v[i] = ervd_value(p, v[i]) - worst[j];
            rows_add(&own, v, c->w[j]);
            rows_weight_add(&whole, v, c->w[j] * width[j]);
        }
    rows_value(&own, y);
    rows_weight_value(&whole, v);
    rows_divide(y, v, y, rows);
}

static int ervd(struct heng_aggregate_call *c)
{
    const struct ervd_params *p = c->params;
    double *worst = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m, *width = worst + c->m;
    struct aggregate_scale s;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    if (check_optional(c, "reference", &p->reference) != HENG_OK)
        return HENG_FAIL;
    s = aggregate_scale_fit(c, fit_ervd, ZERO);
    for (size_t j = 0; j < c->m; j++)
        if (s.unit[j] > 0) {
            const struct stats_span span = stats_range(c->x[j], c->n);
            worst[j] = ervd_value(p, (span.min * s.factor[j] - s.from[j]) / s.unit[j]);
            width[j] = ervd_value(p, (span.max * s.factor[j] - s.from[j]) / s.unit[j]) - worst[j];
        }
    for (size_t first = 0; first < c->n; first += ROWS) {
        double y[ROWS];
        ervd_rows(c, &s, first, worst, width, y);
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "constant columns only");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_probid = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "probid",
    .title_zh = "理想—平均距离偏好排序法(PROBID)",
    .title_en = "PROBID",
    .summary = "Distances from every step between the best and the worst, and from the average.",
    .formula =
        "1 / (1 + (S+ / S-)^2) + Sm, S+ = sum over the better half of S_k / k, S- = sum over "
        "the worse of S_k / (N - k + 1), S_k the Euclidean distance of w x / sqrt(sum x^2) "
        "from the k-th best of each column, Sm from the means, sum w = 1; simple: S- / S+ of "
        "a quarter each",
    .source = "Wang, Rangaiah and Wang, Industrial & Engineering Chemistry Research 60(30), 2021, "
              "pp. 11216-11230",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign, and a cost may enter with its sign turned, as in the paper. The ideals of a column "
    "with gaps are its values stretched over the units. A column of zeros is left out, with a "
    "note; one unit, or units that do not differ: undefined. simple: undefined for a unit that is "
    "like the whole best quarter. Every pair of units is compared: n^2 m steps.",
    .params = HENG_PARAMS(probid_table, struct probid_params),
    .scratch = probid_scratch,
    .aggregate = probid,
};

const struct heng_method aggregate_spotis = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "spotis",
    .title_zh = "稳定偏好排序法(SPOTIS)",
    .title_en = "SPOTIS",
    .summary = "How near a unit is to the best value of each column, in units of a stated range.",
    .formula = "1 - sum w |x - ideal| / (upper - lower), sum w = 1",
    .source = "Dezert, Tchamova, Han and Tacnet, IEEE 23rd International Conference on Information "
              "Fusion, 2020, pp. 1-8",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign. lower, upper and ideal are in the units of the children. The paper's distance, "
    "less is better, is 1 less the score. With lower and upper "
    "given a score does not depend on other units, and no rank is reversed; without them they are "
    "the column's ends, and the best is the highest. A value beyond the range may take a score "
    "below 0. A column without a range is left out, with a note.",
    .params = HENG_PARAMS(spotis_table, struct spotis_params),
    .scratch = aggregate_scratch_scale,
    .aggregate = spotis,
    .range = "0, 1",
};

const struct heng_method aggregate_rim = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "rim",
    .title_zh = "参考理想法(RIM)",
    .title_en = "RIM",
    .summary = "TOPSIS with an ideal interval in each column, within a stated range.",
    .formula = "D- / (D+ + D-), D+ and D- the Euclidean lengths of w (1 - f) and w f, f = 1 within "
               "the ideal interval, linear to 0 at the ends of the range",
    .source = "Cables, Lamata and Verdegay, Information Sciences 337-338, 2016, pp. 1-10",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign. The range and the ideal interval are in the units of the children. A value beyond "
    "the "
    "range counts as its end. With lower and upper given a score does "
    "not depend on other units; without them they are the column's ends, and the ideal is the "
    "highest. A column without a range is left out, with a note.",
    .params = HENG_PARAMS(rim_table, struct rim_params),
    .scratch = rim_scratch,
    .aggregate = rim,
    .range = "0, 1",
};

const struct heng_method aggregate_ervd = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "ervd",
    .title_zh = "相对价值距离评价法(ERVD)",
    .title_en = "ERVD",
    .summary =
        "Gains and losses against a reference, losses counting more, between worst and best.",
    .formula = "sum w (v - worst) / sum w (best - worst), v = d^alpha where d > 0, else -lambda "
               "(-d)^alpha, d = (x - reference) / sum x",
    .source = "Shyur, Yin, Shih and Cheng, Foundations of Computing and Decision Sciences 40(4), "
              "2015, pp. 299-315",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "A negative child: undefined. The reference is in the units of the children. A column of zeros "
    "is left out, with a note; a constant column "
    "adds nothing; one unit, or constant columns only: undefined.",
    .params = HENG_PARAMS(ervd_table, struct ervd_params),
    .scratch = ervd_scratch,
    .aggregate = ervd,
    .range = "0, 1",
    .traits = HENG_NOT_NEGATIVE,
};
