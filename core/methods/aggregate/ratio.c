/* SPDX-License-Identifier: MIT */
/*
 * Shares of a column's highest value, sum or length. W: the sum of the weights of a row's children.
 *
 *     waspas  lambda sum w r / W + (1 - lambda) product r^(w / W), r = x / max
 *     codas   sum over k of (E_i - E_k) + psi(E_i - E_k) (T_i - T_k), psi(d) = 1 when |d| >= tau;
 *             E, T the Euclidean and city block distance of w r / W from the lowest, r = x / max
 *     copras  scale S / max S, S = sum w x / sum x / W
 *     moora   sum w x / sqrt(sum x^2) / W
 *     multimoora  the same; or 1 - max w (r* - r) / W, r = x / sqrt(sum x^2), r* the highest; or
 *             product r^(w / W)
 *     aras    S / S_0, S = sum w x / (max + sum x), S_0 that of the optimal unit, which has max
 *
 * codas sorts by E and sums T up, so that n units take n log n steps. aras compares a row with gaps
 * with an optimal unit that has the same gaps.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/sort.h"
#include "stats/stats.h"

#define ZERO "zero throughout"

/* ---- waspas -------------------------------------------------------------- */

struct waspas_params {
    double lambda;
};

static const struct heng_param waspas_table[] = {
    HENG_PARAM_REAL(struct waspas_params, lambda, "0.5", 0, 1, NULL,
                    "share of the weighted sum; the rest is the weighted product's"),
};

/* Of the rows from `first` on: the weighted sums, and the products by their logarithms; ln 0 makes
   a product 0. */
static void both_of_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                         size_t first, double *sums, double *products)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], low[ROWS];
    struct rows_mean sum, logs;
    rows_fill(low, INFINITY, rows);
    rows_mean_clear(&sum, rows);
    rows_mean_clear(&logs, rows);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            rows_mean_add(&sum, r, c->w[j]);
            rows_lowest(low, r, rows);
            rows_log(r, r, rows);
            rows_mean_add(&logs, r, c->w[j]);
        }
    rows_mean_value(&sum, sums);
    rows_mean_value(&logs, products);
    for (size_t i = 0; i < rows; i++)
        products[i] = low[i] == 0 ? 0 : real_exp(products[i]);
}

static int waspas(struct heng_aggregate_call *c)
{
    const struct waspas_params *p = c->params;
    struct aggregate_scale s;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    s = aggregate_scale_fit(c, aggregate_fit_max, ZERO);
    for (size_t first = 0; first < c->n; first += ROWS) {
        double sums[ROWS], products[ROWS];
        both_of_rows(c, &s, first, sums, products);
        for (size_t i = 0; i < rows_padded(c->n, first); i++)
            sums[i] = p->lambda * sums[i] + (1 - p->lambda) * products[i];
        aggregate_put(c, first, sums);
    }
    if (p->lambda < 1)
        aggregate_tell_zeros(c, 0);
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- codas --------------------------------------------------------------- */

struct codas_params {
    double tau;
};

static const struct heng_param codas_table[] = {
    HENG_PARAM_REAL(struct codas_params, tau, "0.02", 0, 1, NULL,
                    "Euclidean difference from which the city block distance counts too"),
};

static size_t codas_scratch(size_t n, size_t m)
{
    return AGGREGATE_SCALE_DOUBLES * m + 4 * n + 1;
}

/* Above the lowest, as a share of the highest: (x - min) / max. */
static void fit_codas(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    aggregate_fit_max(c, j, s);
    s->from[j] = s->range.min * s->factor[j];
}

/* Of the rows from `first` on. */
static void distances_of_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                              size_t first, double *euclidean, double *city_block)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], weight[ROWS];
    struct rows_mean mean;
    struct rows_sum squares, total;
    rows_mean_clear(&mean, rows);
    rows_clear(&squares, rows);
    rows_clear(&total, rows);
    aggregate_add_scaled(c, s, first, &mean);
    rows_weight_value(&mean.weight, weight);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            for (size_t i = 0; i < rows; i++)
                r[i] = r[i] * c->w[j] / weight[i];
            rows_add_squares(&squares, r, 1);
            rows_add(&total, r, 1);
        }
    rows_value(&squares, euclidean);
    rows_value(&total, city_block);
    for (size_t i = 0; i < rows; i++) {
        euclidean[i] = weight[i] > 0 ? sqrt(euclidean[i]) : NAN;
        city_block[i] = weight[i] > 0 ? city_block[i] : NAN;
    }
}

/* n ascending distances e; t_up[k] is the sum of the city block distances of the first k. */
struct codas_order {
    const double *e, *t_up;
    size_t n;
    double sum_e;
};

/* The first unit whose e lies tau or more above (side 1), or not tau or more below (side 0), v. */
static size_t codas_edge(const struct codas_order *o, double v, double tau, int side)
{
    size_t lo = 0, hi = o->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (side ? !(o->e[mid] - v >= tau) : v - o->e[mid] >= tau)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static double codas_assess(const struct codas_order *o, double tau, double e, double t)
{
    size_t below = codas_edge(o, e, tau, 0), above = codas_edge(o, e, tau, 1);
    double far_t;
    if (above < below) /* tau = 0: the unit's equals are on both sides */
        above = below;
    far_t = o->t_up[below] + (o->t_up[o->n] - o->t_up[above]);
    return ((double)o->n * e - o->sum_e) + ((double)(below + o->n - above) * t - far_t);
}

static int codas(struct heng_aggregate_call *c)
{
    const struct codas_params *p = c->params;
    double *t = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m, *key = t + c->n, *value = key + c->n;
    double *t_up = value + c->n;
    struct codas_order o = {key, t_up, 0, 0};
    struct sum up = {0, 0};
    struct aggregate_scale s;
    int answered = aggregate_refuse_negative(c);
    if (answered != HENG_OK)
        return answered;
    s = aggregate_scale_fit(c, fit_codas, ZERO);
    for (size_t first = 0; first < c->n; first += ROWS) {
        double euclidean[ROWS], city_block[ROWS];
        distances_of_rows(c, &s, first, euclidean, city_block);
        aggregate_put(c, first, euclidean);
        column_copy(t + first, city_block, rows_count(c->n, first));
    }
    for (size_t i = 0; i < c->n; i++) {
        if (isnan(c->y[i]))
            continue;
        key[o.n] = c->y[i];
        value[o.n++] = t[i];
    }
    sort_pairs(key, value, o.n);
    o.sum_e = stats_sum(key, o.n);
    t_up[0] = 0;
    for (size_t k = 0; k < o.n; k++) {
        sum_add(&up, value[k]);
        t_up[k + 1] = sum_value(&up);
    }
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->y[i]))
            c->y[i] = codas_assess(&o, p->tau, c->y[i], t[i]);
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- copras and moora ---------------------------------------------------- */

struct copras_params {
    double scale;
};

static const struct heng_param copras_table[] = {
    HENG_PARAM_REAL(struct copras_params, scale, "1", 1e-6, 1e6, NULL,
                    "the score of the best unit; 100 gives the degree of utility in percent"),
};

static int copras(struct heng_aggregate_call *c)
{
    const struct copras_params *p = c->params;
    struct aggregate_scale s;
    double most;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    s = aggregate_scale_fit(c, aggregate_fit_sum, ZERO);
    aggregate_scaled_means(c, &s);
    most = stats_max(c->y, c->n);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = p->scale * (c->y[i] / most);
    return aggregate_settle(c, "columns of zeros only");
}

static int moora(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_length, ZERO);
    aggregate_scaled_means(c, &s);
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- multimoora ---------------------------------------------------------- */

enum multimoora_form { FORM_RATIO, FORM_REFERENCE, FORM_MULTIPLICATIVE };

struct multimoora_params {
    int form;
};

static const struct heng_param multimoora_table[] = {
    HENG_PARAM_CHOICE(struct multimoora_params, form, "ratio", "ratio|reference|multiplicative",
                      "the ratio system (moora), the reference point, or the product"),
};

/* Each column from its highest value, where it is 1. */
static void fit_reference(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    aggregate_fit_length(c, j, s);
    s->from[j] = s->range.max * s->factor[j];
    s->shift[j] = -s->unit[j];
}

static void multimoora_reference(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, fit_reference, ZERO);
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double r[ROWS], weight[ROWS], most[ROWS];
        struct rows_mean mean;
        rows_mean_clear(&mean, rows);
        rows_fill(most, -INFINITY, rows);
        aggregate_add_scaled(c, &s, first, &mean);
        rows_weight_value(&mean.weight, weight);
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_scaled_rows(c, &s, j, first, r))
                rows_regret(most, r, weight, c->w[j], rows);
        for (size_t i = 0; i < rows; i++)
            most[i] = 1 - most[i];
        aggregate_put(c, first, most);
    }
}

static void multimoora_multiplicative(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_length, ZERO);
    for (size_t first = 0; first < c->n; first += ROWS) {
        double sums[ROWS], products[ROWS];
        both_of_rows(c, &s, first, sums, products);
        aggregate_put(c, first, products);
    }
    aggregate_tell_zeros(c, 0);
}

static int multimoora(struct heng_aggregate_call *c)
{
    const struct multimoora_params *p = c->params;
    if (p->form == FORM_RATIO)
        return moora(c);
    if (p->form == FORM_MULTIPLICATIVE) {
        int value = aggregate_refuse_negative(c);
        if (value != HENG_OK)
            return value;
        multimoora_multiplicative(c);
    } else {
        multimoora_reference(c);
    }
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- aras ---------------------------------------------------------------- */

static size_t aras_scratch(size_t n, size_t m)
{
    (void)n;
    return (AGGREGATE_SCALE_DOUBLES + 1) * m;
}

static void fit_aras(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    aggregate_fit_sum(c, j, s);
    s->unit[j] += s->range.max * s->factor[j];
}

static int aras(struct heng_aggregate_call *c)
{
    double *optimal = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m;
    struct aggregate_scale s;
    int value = aggregate_refuse_negative(c);
    if (value != HENG_OK)
        return value;
    s = aggregate_scale_fit(c, fit_aras, ZERO);
    for (size_t j = 0; j < c->m; j++)
        optimal[j] = stats_max(c->x[j], c->n) * s.factor[j] / s.unit[j];
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double r[ROWS], y[ROWS];
        struct rows_sum own;
        struct rows_weight best;
        rows_clear(&own, rows);
        rows_weight_clear(&best, rows);
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_scaled_rows(c, &s, j, first, r)) {
                rows_add(&own, r, c->w[j]);
                rows_weight_add(&best, r, c->w[j] * optimal[j]);
            }
        rows_value(&own, y);
        rows_weight_value(&best, r);
        rows_divide(y, r, y, rows);
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "columns of zeros only");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_waspas = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "waspas",
    .title_zh = "加权和积联合评价法(WASPAS)",
    .title_en = "WASPAS",
    .summary = "A blend of the weighted sum and product of shares of the highest value.",
    .formula = "lambda sum w r + (1 - lambda) product r^w, r = x / max, sum w = 1",
    .source = "Zavadskas, Turskis, Antucheviciene and Zakarevicius, Elektronika ir Elektrotechnika "
              "122(6), 2012, pp. 3-6",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT NOT_NEGATIVE "A child of 0 makes the product 0.",
    .params = HENG_PARAMS(waspas_table, struct waspas_params),
    .scratch = aggregate_scratch_scale,
    .aggregate = waspas,
    .range = "0, 1",
    .traits = HENG_NOT_NEGATIVE,
};

const struct heng_method aggregate_codas = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "codas",
    .title_zh = "组合距离评价法(CODAS)",
    .title_en = "CODAS",
    .summary = "How much further a unit lies from the worst than the others, by two distances.",
    .formula = "sum over k of (E_i - E_k) + psi(E_i - E_k) (T_i - T_k), psi(d) = 1 when |d| >= "
               "tau, else 0; E, T Euclidean and city block distance of w x / max from the lowest",
    .source = "Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene, Economic Computation "
              "and Economic Cybernetics Studies and Research 50(3), 2016, pp. 25-44",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT NOT_NEGATIVE
    "The scores of all units sum to 0; one unit has 0.",
    .params = HENG_PARAMS(codas_table, struct codas_params),
    .scratch = codas_scratch,
    .aggregate = codas,
    .traits = HENG_NOT_NEGATIVE,
};

const struct heng_method aggregate_copras = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "copras",
    .title_zh = "复杂比例评价法(COPRAS)",
    .title_en = "COPRAS",
    .summary = "The weighted sum of shares of each column's total, as a share of the best unit's.",
    .formula = "scale S / max S, S = sum w x / sum x, sum w = 1",
    .source = "Zavadskas, Kaklauskas and Sarka, Technological and Economic Development of Economy "
              "1(3), 1994, pp. 131-139",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT NOT_NEGATIVE
    "Without cost criteria the second term of the method, min S- sum S- / (S- sum 1/S-), "
    "falls away, and what is left is a weighted sum.",
    .params = HENG_PARAMS(copras_table, struct copras_params),
    .scratch = aggregate_scratch_scale,
    .aggregate = copras,
    .range = "0, scale",
    .traits = HENG_NOT_NEGATIVE,
};

const struct heng_method aggregate_moora = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "moora",
    .title_zh = "比率分析多目标优化法(MOORA)",
    .title_en = "MOORA, ratio system",
    .summary = "The weighted sum of columns divided by their Euclidean length.",
    .formula = "sum w x / sqrt(sum x^2), sum w = 1",
    .source = "Brauers and Zavadskas, Control and Cybernetics 35(2), 2006, pp. 445-469",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign: a cost that enters with its sign turned is subtracted, as in the paper. A "
    "column of zeros is left out, with a note; one unit is nothing special.",
    .scratch = aggregate_scratch_scale,
    .aggregate = moora,
};

const struct heng_method aggregate_multimoora = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "multimoora",
    .title_zh = "多目标优化比率、参考点与乘积法(MULTIMOORA)",
    .title_en = "MULTIMOORA",
    .summary = "Columns by their Euclidean length: their sum, the farthest from the best, or their "
               "product, as chosen.",
    .formula = "ratio: sum w r; reference: 1 - max w (r* - r); multiplicative: product r^w; "
               "r = x / sqrt(sum x^2), r* the highest, sum w = 1",
    .source = "Brauers and Zavadskas, Technological and Economic Development of Economy 16(1), "
              "2010, pp. 5-24",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "ratio and reference: any sign, a cost may enter with its sign turned, as in the paper; "
    "multiplicative: a negative child: undefined, 0 gives 0; a cost enters as its reciprocal. A "
    "column of zeros is left out, with a note. The three orders are not put together by "
    "dominance: run one each and compare.",
    .params = HENG_PARAMS(multimoora_table, struct multimoora_params),
    .scratch = aggregate_scratch_scale,
    .aggregate = multimoora,
};

const struct heng_method aggregate_aras = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "aras",
    .title_zh = "加性比率评价法(ARAS)",
    .title_en = "ARAS",
    .summary = "The weighted sum of shares of each column, as a share of what an optimal unit has.",
    .formula = "S / S_0, S = sum w x / (max + sum x), S_0 = sum w max / (max + sum x)",
    .source = "Zavadskas and Turskis, Technological and Economic Development of Economy 16(2), "
              "2010, pp. 159-172",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT NOT_NEGATIVE
    "A row with gaps is compared with an optimal unit that has the same gaps.",
    .scratch = aras_scratch,
    .aggregate = aras,
    .range = "0, 1",
    .traits = HENG_NOT_NEGATIVE,
};
