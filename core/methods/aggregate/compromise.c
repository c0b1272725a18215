/* SPDX-License-Identifier: MIT */
/*
 * Compromises between a weighted sum and what is best or worst in each column. W: the sum of the
 * weights of a row's children; min and max are a column's.
 *
 *     cocoso  (ka kb kc)^(1/3) + (ka + kb + kc) / 3; S = sum w n / W, P = sum n^(w / W),
 *             n = (x - min) / (max - min), ka = (S + P) / sum (S + P), kb = S / min S + P / min P,
 *             kc = (lambda S + (1 - lambda) P) / (lambda max S + (1 - lambda) max P)
 *     marcos  (K- + K+) / (1 + (1 - f+) / f+ + (1 - f-) / f-), K- = S / A, K+ = S / I,
 *             f- = K+ / (K+ + K-), f+ = K- / (K+ + K-); S = sum w x / max / W, A and I that of the
 *             unit that has min, and max, throughout
 *     mairca  1 - N Q; Q = sum w (1 - n) / N / W of N units, n as above
 *     ocra    O - min O, O = sum w (x - min) / min / W
 *     cradis  (K+ + K-) / 2, K+ = s0+ / s+, K- = s- / s0-, s+ = sum t - v, s- = sum v - u,
 *             v = w x / max, t the highest and u the lowest v of all columns; s0 of the unit that
 *             has max throughout
 *
 * I is 1, so that f- is A / (1 + A), and marcos is S (1 + A) / (1 + A + A^2), which has a value
 * where A is 0, too. In a row with gaps A of marcos and s0 of cradis are those of a unit that has
 * the same gaps; P of cocoso is the mean of what is there times the number of columns.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/stats.h"

#define ZERO "zero throughout"

static size_t scratch_scale_and_column(size_t n, size_t m)
{
    (void)n;
    return (AGGREGATE_SCALE_DOUBLES + 1) * m;
}

/* ---- cocoso -------------------------------------------------------------- */

struct cocoso_params {
    double lambda;
};

static const struct heng_param cocoso_table[] = {
    HENG_PARAM_REAL(struct cocoso_params, lambda, "0.5", 0, 1, NULL,
                    "share of the weighted sum S in the third strategy; the rest is that of P"),
};

/* Of the rows from `first` on: S and P. */
static void cocoso_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        size_t first, double *sums, double *powers)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], weight[ROWS];
    struct rows_mean sum, power;
    rows_mean_clear(&sum, rows);
    rows_mean_clear(&power, rows);
    aggregate_add_scaled(c, s, first, &sum);
    rows_weight_value(&sum.weight, weight);
    rows_mean_value(&sum, sums);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            for (size_t i = 0; i < rows; i++)
                r[i] = isnan(r[i]) ? NAN : real_pow(r[i], c->w[j] / weight[i]);
            rows_mean_add(&power, r, 1);
        }
    rows_mean_value(&power, powers);
    for (size_t i = 0; i < rows; i++)
        powers[i] *= (double)s->used;
}

static int cocoso(struct heng_aggregate_call *c)
{
    const struct cocoso_params *p = c->params;
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    double *power = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m, total, least_s, least_p, most;
    for (size_t first = 0; first < c->n; first += ROWS) {
        double sums[ROWS], powers[ROWS];
        cocoso_rows(c, &s, first, sums, powers);
        aggregate_put(c, first, sums);
        column_copy(power + first, powers, rows_count(c->n, first));
    }
    total = stats_sum(c->y, c->n) + stats_sum(power, c->n);
    least_s = stats_min(c->y, c->n);
    least_p = stats_min(power, c->n);
    most = p->lambda * stats_max(c->y, c->n) + (1 - p->lambda) * stats_max(power, c->n);
    if (s.used > 0 && !(least_s > 0 && least_p > 0))
        return refuse(
            c->why, c->why_size, HENG_UNDEFINED,
            "a unit is last in every column it has, and what all are divided by is 0: take "
            "another method here");
    for (size_t i = 0; i < c->n; i++) {
        const double a = (c->y[i] + power[i]) / total;
        const double b = c->y[i] / least_s + power[i] / least_p;
        const double k = (p->lambda * c->y[i] + (1 - p->lambda) * power[i]) / most;
        c->y[i] = isnan(a) ? NAN : real_pow(a * b * k, 1.0 / 3) + (a + b + k) / 3;
    }
    return aggregate_settle(c, s.used == 0 ? "no column varies" : "constant columns only");
}

/* ---- marcos -------------------------------------------------------------- */

static int marcos(struct heng_aggregate_call *c)
{
    double *lowest = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m;
    struct aggregate_scale s;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    s = aggregate_scale_fit(c, aggregate_fit_max, ZERO);
    for (size_t j = 0; j < c->m; j++)
        lowest[j] = stats_min(c->x[j], c->n) * s.factor[j] / s.unit[j];
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double r[ROWS], y[ROWS], weight[ROWS];
        struct rows_mean mean;
        struct rows_weight worst;
        rows_mean_clear(&mean, rows);
        rows_weight_clear(&worst, rows);
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_scaled_rows(c, &s, j, first, r)) {
                rows_mean_add(&mean, r, c->w[j]);
                rows_weight_add(&worst, r, c->w[j] * lowest[j]);
            }
        rows_mean_value(&mean, y);
        rows_weight_value(&mean.weight, weight);
        rows_weight_value(&worst, r);
        for (size_t i = 0; i < rows; i++) {
            const double a = r[i] / weight[i];
            y[i] *= (1 + a) / (1 + a + a * a);
        }
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- mairca -------------------------------------------------------------- */

static int mairca(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    aggregate_scaled_means(c, &s);
    return aggregate_settle(c, s.used == 0 ? "no column varies" : "constant columns only");
}

/* ---- ocra ---------------------------------------------------------------- */

static void fit_ocra(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    (void)c;
    s->from[j] = s->unit[j] = s->range.min * s->factor[j];
}

static int ocra(struct heng_aggregate_call *c)
{
    struct aggregate_scale s;
    double least;
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0 && stats_min(c->x[j], c->n) <= 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED,
                          "column %s has a value of %s: all must be above 0, as over a range from "
                          "above 0, such as 1, 100",
                          c->ids[j], short_number(stats_min(c->x[j], c->n), 6).s);
    s = aggregate_scale_fit(c, fit_ocra, "its lowest value is too small to divide by");
    aggregate_scaled_means(c, &s);
    least = stats_min(c->y, c->n);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] -= least;
    return aggregate_settle(c, "too far above the lowest value for a double");
}

/* ---- cradis -------------------------------------------------------------- */

/* The highest and the lowest weighted value of all columns. */
static void cradis_ends(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        double *most, double *least)
{
    *most = -INFINITY;
    *least = INFINITY;
    for (size_t j = 0; j < c->m; j++)
        if (s->unit[j] > 0) {
            *most = fmax(*most, c->w[j]);
            *least = fmin(*least, c->w[j] * (stats_min(c->x[j], c->n) * s->factor[j] / s->unit[j]));
        }
}

/* a / b, both of a sum of distances, a no greater; 0 / 0: the unit is the optimal one. */
static double share_of(double a, double b)
{
    return b > 0 ? a / b : isnan(b) ? NAN : 1;
}

static void cradis_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        size_t first, double most, double least, double *y)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], part[ROWS], minus[ROWS], best_plus[ROWS], best_minus[ROWS], count[ROWS];
    struct rows_sum to_most, to_least;
    struct rows_weight of_most, of_least, children;
    rows_clear(&to_most, rows);
    rows_clear(&to_least, rows);
    rows_weight_clear(&of_most, rows);
    rows_weight_clear(&of_least, rows);
    rows_weight_clear(&children, rows);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            for (size_t i = 0; i < rows; i++)
                part[i] = most - c->w[j] * r[i];
            rows_add(&to_most, part, 1);
            for (size_t i = 0; i < rows; i++)
                part[i] = c->w[j] * r[i] - least;
            rows_add(&to_least, part, 1);
            rows_weight_add(&of_most, r, most - c->w[j]);
            rows_weight_add(&of_least, r, c->w[j] - least);
            rows_weight_add(&children, r, 1);
        }
    rows_value(&to_most, part);
    rows_value(&to_least, minus);
    rows_weight_value(&of_most, best_plus);
    rows_weight_value(&of_least, best_minus);
    rows_weight_value(&children, count);
    for (size_t i = 0; i < rows; i++)
        y[i] = count[i] > 0
                   ? (share_of(best_plus[i], part[i]) + share_of(minus[i], best_minus[i])) / 2
                   : NAN;
}

static int cradis(struct heng_aggregate_call *c)
{
    struct aggregate_scale s;
    double most, least;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    s = aggregate_scale_fit(c, aggregate_fit_max, ZERO);
    cradis_ends(c, &s, &most, &least);
    for (size_t first = 0; first < c->n; first += ROWS) {
        double y[ROWS];
        cradis_rows(c, &s, first, most, least, y);
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_cocoso = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "cocoso",
    .title_zh = "组合妥协解法(CoCoSo)",
    .title_en = "CoCoSo",
    .summary = "Three compromises of a weighted sum and a sum of powers, put together.",
    .formula = "(ka kb kc)^(1/3) + (ka + kb + kc) / 3; ka = (S + P) / sum (S + P), kb = S / min S "
               "+ P / min P, kc = (lambda S + (1 - lambda) P) / (lambda max S + (1 - lambda) max "
               "P); S = sum w n, P = sum n^w, n = (x - min) / (max - min), sum w = 1",
    .source = "Yazdani, Zarate, Zavadskas and Turskis, Management Decision 57(9), 2019, pp. "
              "2501-2519",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT LEAVES_CONSTANT
    "A cost may enter with its sign turned, as in the paper. A row with gaps has the mean of its "
    "powers times the number of columns for P. A unit that is last in every column it has: min S "
    "is 0, and all are undefined.",
    .params = HENG_PARAMS(cocoso_table, struct cocoso_params),
    .scratch = aggregate_scratch_scale_and_row,
    .aggregate = cocoso,
};

const struct heng_method aggregate_marcos = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "marcos",
    .title_zh = "基于折衷解的备选方案测度与排序法(MARCOS)",
    .title_en = "MARCOS",
    .summary = "The utility between a unit that is best and one that is worst in every column.",
    .formula = "(K- + K+) / (1 + (1 - f+) / f+ + (1 - f-) / f-), K- = S / A, K+ = S, f- = K+ / (K+ "
               "+ K-), f+ = K- / (K+ + K-), S = sum w x / max, A = sum w min / max, sum w = 1; "
               "that is S (1 + A) / (1 + A + A^2)",
    .source = "Stevic, Pamucar, Puska and Chatterjee, Computers & Industrial Engineering 140, "
              "2020, 106231",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT NOT_NEGATIVE
    "A cost may enter as its reciprocal, as in the paper. Without gaps the order is that of the "
    "weighted sum S; a row with gaps is compared with units that have the same gaps.",
    .scratch = scratch_scale_and_column,
    .aggregate = marcos,
    .range = "0, 1",
    .traits = HENG_NOT_NEGATIVE,
};

const struct heng_method aggregate_mairca = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "mairca",
    .title_zh = "多属性理想与现实比较分析法(MAIRCA)",
    .title_en = "MAIRCA",
    .summary = "How little is missing between the rating that is possible and the real one.",
    .formula = "1 - N Q, Q = sum (w / N) (1 - n) over N units, n = (x - min) / (max - min), sum w "
               "= 1",
    .source = "Pamucar, Vasin and Lukovac, XVI International Scientific-expert Conference on "
              "Railways, Nis, 2014, pp. 89-92; Gigovic, Pamucar, Bajic and Milicevic, "
              "Sustainability 8(4), 2016, 372",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT LEAVES_CONSTANT
    "Q is the gap, less is better, and at most 1 / N: the score is what is left of it, in its own "
    "units, the weighted mean of n. A cost may enter with its sign turned, as in the paper.",
    .scratch = aggregate_scratch_scale,
    .aggregate = mairca,
    .range = "0, 1",
};

const struct heng_method aggregate_ocra = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "ocra",
    .title_zh = "运营竞争力评价法(OCRA)",
    .title_en = "OCRA",
    .summary = "How far a unit is above each column's lowest value, in units of that value.",
    .formula = "O - min O, O = sum w (x - min) / min, sum w = 1",
    .source = "Parkan, Internet Research 4(4), 1994, pp. 201-220; Parkan and Wu, International "
              "Journal of Production Research 38(3), 2000, pp. 501-517",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "A child that is not above 0: undefined. The worst unit has 0; one unit, or constant columns "
    "only: all have 0. The paper's term of a cost, (max - x) / min, is that of max + min - x.",
    .scratch = aggregate_scratch_scale,
    .aggregate = ocra,
    .traits = HENG_NOT_NEGATIVE,
};

const struct heng_method aggregate_cradis = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "cradis",
    .title_zh = "基于理想解距离的折衷排序法(CRADIS)",
    .title_en = "CRADIS",
    .summary = "Distances from the highest and the lowest weighted value of all, as shares of "
               "those of an optimal unit.",
    .formula = "(s0+ / s+ + s- / s0-) / 2, s+ = sum t - v, s- = sum v - u, v = w x / max, t and u "
               "the highest and lowest v of all columns, s0 of the unit that has max throughout",
    .source = "Puska, Stevic and Pamucar, Environment, Development and Sustainability 24, 2022, "
              "pp. 11195-11225",
    .domain = HIGHER_IS_BETTER NOT_NEGATIVE
    "NaN is left out, and a row with gaps compared with an optimal unit that has the same gaps; no "
    "child: undefined. A cost may enter as its reciprocal, as in the paper. With equal weights the "
    "optimal unit is at t: s0+ is 0, and the first share is 0 for all but a unit that is best in "
    "everything, which has 1.",
    .scratch = aggregate_scratch_scale,
    .aggregate = cradis,
    .range = "0, 1",
    .traits = HENG_NOT_NEGATIVE,
};
