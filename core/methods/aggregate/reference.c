/* SPDX-License-Identifier: MIT */
/*
 * Distance from a reference: the best, the average or a border of each column. W: the sum of the
 * weights of a row's children; best, worst, mean and sd are a column's.
 *
 *     vikor    1 - Q; Q = v (S - S*) / (S- - S*) + (1 - v) (R - R*) / (R- - R*), S = sum w d / W,
 *              R = max w d / W, d = (best - x) / (best - worst), * least and - greatest of all rows
 *     grey     sum w xi / W, xi = (dmin + rho dmax) / (d + rho dmax), d = |reference - x|
 *     mabac    sum w (n + 1 - g) / W, n = (x - worst) / (best - worst), g the geometric mean of a
 *              column's n + 1, by logarithms: the product underflows at a few hundred units
 *     edas     (SP / max SP + 1 - SN / max SN) / 2, SP and SN the weighted means of what
 *              (x - mean) / |mean| is above and below 0
 *     wroclaw  1 - d / (mean d + 2 sd d), d = sqrt(sum w (z - best z)^2 / W)
 *
 * Where all rows have the same S or the same R (within 1e-12; both lie in 0..1), vikor has 0 / 0.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/stats.h"

/* ---- vikor --------------------------------------------------------------- */

struct vikor_params {
    double v;
};

static const struct heng_param vikor_table[] = {
    HENG_PARAM_REAL(struct vikor_params, v, "0.5", 0, 1, NULL,
                    "weight of the group's utility S; 1 - v is that of the greatest regret R"),
};

/* Of the rows from `first` on. */
static void vikor_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                       size_t first, double *utility, double *regret)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], weight[ROWS];
    struct rows_mean mean;
    rows_mean_clear(&mean, rows);
    rows_fill(regret, -INFINITY, rows);
    aggregate_add_scaled(c, s, first, &mean);
    rows_weight_value(&mean.weight, weight);
    rows_mean_value(&mean, utility);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r))
            rows_regret(regret, r, weight, c->w[j], rows);
    for (size_t i = 0; i < rows; i++) {
        utility[i] = 1 - utility[i];
        regret[i] = isinf(regret[i]) ? NAN : regret[i];
    }
}

/* The least and the span of n values; the span is 0 where they differ by rounding only. */
static double span_of(const double *x, size_t n, double *least)
{
    *least = stats_min(x, n);
    return stats_max(x, n) - *least > 1e-12 ? stats_max(x, n) - *least : 0;
}

static int vikor(struct heng_aggregate_call *c)
{
    const struct vikor_params *p = c->params;
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    double *regret = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m;
    double least_s, least_r, span_s, span_r;
    if (s.used == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no column varies");
    for (size_t first = 0; first < c->n; first += ROWS) {
        double utility[ROWS], most[ROWS];
        vikor_rows(c, &s, first, utility, most);
        aggregate_put(c, first, utility);
        column_copy(regret + first, most, rows_count(c->n, first));
    }
    span_s = span_of(c->y, c->n, &least_s);
    span_r = span_of(regret, c->n, &least_r);
    if ((p->v > 0 && span_s == 0) || (p->v < 1 && span_r == 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all units have the same %s",
                      p->v > 0 && span_s == 0 ? "utility S" : "greatest regret R");
    for (size_t i = 0; i < c->n; i++) {
        double q = p->v > 0 ? p->v * (c->y[i] - least_s) / span_s : c->y[i] * 0;
        c->y[i] = 1 - q - (p->v < 1 ? (1 - p->v) * (regret[i] - least_r) / span_r : 0);
    }
    return aggregate_settle(c, "constant columns only");
}

/* ---- grey ---------------------------------------------------------------- */

struct grey_params {
    double rho;
    struct heng_reals reference;
};

static const struct heng_param grey_table[] = {
    HENG_PARAM_REAL(struct grey_params, rho, "0.5", 0.001, 1, NULL,
                    "distinguishing coefficient; smaller tells units further apart"),
    HENG_PARAM_REALS(
        struct grey_params, reference, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
        "the reference sequence, one or one a column; left out: the best of each column"),
};

static size_t grey_scratch(size_t n, size_t m)
{
    (void)n;
    return m;
}

/* The least and the greatest distance of a child of column j from its reference. */
static void widen(const struct heng_aggregate_call *c, size_t j, const struct stats_span *r,
                  double best, double *least, double *most)
{
    *most = fmax(*most, fmax(fabs(best - r->min), fabs(best - r->max)));
    if (best == r->max)
        *least = fmin(*least, 0);
    for (size_t i = 0; best != r->max && i < c->n; i++)
        *least = fmin(*least, fabs(best - c->x[j][i]));
}

static int grey(struct heng_aggregate_call *c)
{
    const struct grey_params *p = c->params;
    double *best = c->scratch, least = NAN, most = NAN;
    if (p->reference.n > 0 && aggregate_check_list(c, "reference", &p->reference) != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++) {
        const struct stats_span r = stats_range(c->x[j], c->n);
        best[j] = p->reference.n > 0 ? aggregate_of_list(&p->reference, j) : r.max;
        if (c->w[j] > 0 && r.n > 0)
            widen(c, j, &r, best[j], &least, &most);
    }
    if (most == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no child differs from its reference");
    for (size_t first = 0; first < c->n; first += ROWS) {
        const size_t rows = rows_padded(c->n, first);
        double room[ROWS], y[ROWS];
        struct rows_mean mean;
        rows_mean_clear(&mean, rows);
        for (size_t j = 0; j < c->m; j++)
            if (c->w[j] > 0) {
                rows_grade(rows_of(c->x[j], c->n, first, room), best[j], most, p->rho,
                           least / most + p->rho, room, rows);
                rows_mean_add(&mean, room, c->w[j]);
            }
        rows_mean_value(&mean, y);
        aggregate_put(c, first, y);
    }
    return aggregate_settle(c, "differences too large");
}

/* ---- mabac --------------------------------------------------------------- */

/* The border of column j: the geometric mean of n + 1, less 1. */
static double border_of(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                        size_t j)
{
    struct rows_sum logs;
    size_t present = stats_count(c->x[j], c->n);
    double r[ROWS];
    if (!(s->unit[j] > 0))
        return 0;
    rows_clear(&logs, rows_padded(c->n, 0));
    for (size_t first = 0; first < c->n; first += ROWS) {
        logs.n = rows_padded(c->n, first);
        (void)aggregate_scaled_rows(c, s, j, first, r);
        rows_blank(r, c->n, first);
        rows_log1p(r, r, logs.n);
        rows_add(&logs, r, 1);
    }
    logs.n = rows_padded(c->n, 0);
    return real_expm1(rows_total(&logs) / (double)present);
}

static int mabac(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    for (size_t j = 0; j < c->m; j++)
        s.shift[j] = border_of(c, &s, j) * s.unit[j];
    aggregate_scaled_means(c, &s);
    return aggregate_settle(c, s.used == 0 ? "no column varies" : "constant columns only");
}

/* ---- edas ---------------------------------------------------------------- */

/* Of the rows from `first` on: the weighted means of what lies above and below the average. */
static void edas_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                      size_t first, double *above, double *below)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS], part[ROWS];
    struct rows_sum up, down;
    struct rows_weight weight;
    rows_clear(&up, rows);
    rows_clear(&down, rows);
    rows_weight_clear(&weight, rows);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            rows_above(r, 1, part, rows);
            rows_add(&up, part, c->w[j]);
            rows_above(r, -1, part, rows);
            rows_add(&down, part, c->w[j]);
            rows_weight_add(&weight, r, c->w[j]);
        }
    rows_weight_value(&weight, r);
    rows_value(&up, above);
    rows_value(&down, below);
    rows_divide(above, r, above, rows);
    rows_divide(below, r, below, rows);
}

static int edas(struct heng_aggregate_call *c)
{
    const struct aggregate_scale s = aggregate_scale_fit(c, aggregate_fit_mean, "its mean is 0");
    double *below = c->scratch + AGGREGATE_SCALE_DOUBLES * c->m, most_above, most_below;
    for (size_t first = 0; first < c->n; first += ROWS) {
        double over[ROWS], under[ROWS];
        edas_rows(c, &s, first, over, under);
        aggregate_put(c, first, over);
        column_copy(below + first, under, rows_count(c->n, first));
    }
    most_above = stats_max(c->y, c->n);
    most_below = stats_max(below, c->n);
    if (s.used > 0 && !(most_above > 0 && most_below > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "no unit is above and none below average");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = (c->y[i] / most_above + 1 - below[i] / most_below) / 2;
    return aggregate_settle(c, "every column has a mean of 0");
}

/* ---- wroclaw ------------------------------------------------------------- */

enum wroclaw_standardise { STANDARDISE_POPULATION, STANDARDISE_SAMPLE, STANDARDISE_NONE };

struct wroclaw_params {
    int standardise, sd;
};

static const struct heng_param wroclaw_table[] = {
    HENG_PARAM_CHOICE(struct wroclaw_params, standardise, "population", "population|sample|none",
                      "columns are divided by this sd first; none: taken as they come"),
    HENG_PARAM_CHOICE(struct wroclaw_params, sd, "population", "population|sample",
                      "the sd of the distances"),
};

static void fit_none(const struct heng_aggregate_call *c, size_t j, struct aggregate_scale *s)
{
    (void)c;
    s->unit[j] = s->factor[j];
}

static aggregate_fit_fn *const wroclaw_fits[] = {
    [STANDARDISE_POPULATION] = aggregate_fit_population,
    [STANDARDISE_SAMPLE] = aggregate_fit_sample,
    [STANDARDISE_NONE] = fit_none,
};

static int wroclaw(struct heng_aggregate_call *c)
{
    const struct wroclaw_params *p = c->params;
    const struct aggregate_scale s =
        aggregate_scale_fit(c, wroclaw_fits[p->standardise], "constant");
    double limit;
    for (size_t j = 0; j < c->m; j++) {
        s.from[j] = stats_max(c->x[j], c->n) * s.factor[j];
        s.shift[j] = 0;
    }
    for (size_t first = 0; first < c->n; first += ROWS) {
        double d[ROWS];
        struct rows_mean squares;
        rows_mean_clear(&squares, rows_padded(c->n, first));
        for (size_t j = 0; j < c->m; j++)
            if (aggregate_scaled_rows(c, &s, j, first, d))
                rows_mean_add_squares(&squares, d, c->w[j]);
        rows_mean_value(&squares, d);
        rows_root(d, d, rows_padded(c->n, first));
        aggregate_put(c, first, d);
    }
    limit = stats_mean(c->y, c->n) +
            2 * (p->sd == 1 ? stats_sd(c->y, c->n) : stats_sd_population(c->y, c->n));
    if (s.used > 0 && !(limit > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      c->n == 1 ? "one unit" : "no column varies");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = 1 - c->y[i] / limit;
    return aggregate_settle(c, s.used == 0 ? "no column varies" : "constant columns only");
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_vikor = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "vikor",
    .title_zh = "多准则妥协解排序法(VIKOR)",
    .title_en = "VIKOR",
    .summary = "A compromise of the mean distance from the best and the greatest single one.",
    .formula = "1 - Q; Q = v (S - S*) / (S- - S*) + (1 - v) (R - R*) / (R- - R*), S = sum w d, "
               "R = max w d, d = (best - x) / (best - worst)",
    .source =
        "Opricovic and Tzeng, European Journal of Operational Research 156(2), 2004, pp. 445-455",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT LEAVES_CONSTANT
    "The score is 1 - Q, so that higher is better. All S, or all R, the same (within "
    "1e-12): undefined, unless v gives them no weight.",
    .params = HENG_PARAMS(vikor_table, struct vikor_params),
    .scratch = aggregate_scratch_scale_and_row,
    .aggregate = vikor,
    .range = "0, 1",
};

const struct heng_method aggregate_grey = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "grey",
    .title_zh = "灰色关联分析",
    .title_en = "Grey relational grade",
    .summary = "How close a unit's children run along a reference sequence, by default the best.",
    .formula = "sum w xi / sum w, xi = (dmin + rho dmax) / (d + rho dmax), d = |reference - x|",
    .source =
        "Deng, Control problems of grey systems, Systems & Control Letters 1(5), 1982, pp. "
        "288-294; Kuo, Yang and Huang, Computers & Industrial Engineering 55(1), 2008, pp. 80-93",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "dmin and dmax are over all columns, which must be on a common scale. Any sign; a "
    "constant column is at its best throughout. No child differs from its reference (one "
    "unit, constant columns only): undefined.",
    .params = HENG_PARAMS(grey_table, struct grey_params),
    .scratch = grey_scratch,
    .aggregate = grey,
    .range = "0, 1",
};

const struct heng_method aggregate_mabac = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "mabac",
    .title_zh = "多属性边界逼近区域比较法(MABAC)",
    .title_en = "MABAC",
    .summary = "How far a unit lies above or below the border, the geometric mean of each column.",
    .formula = "sum w (n + 1 - g) / sum w, n = (x - min) / (max - min), g = (product of "
               "n + 1)^(1/N) over the N units of the column",
    .source = "Pamucar and Cirovic, Expert Systems with Applications 42(6), 2015, pp. 3016-3028",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT LEAVES_CONSTANT
    "The border is computed by logarithms and does not underflow.",
    .scratch = aggregate_scratch_scale,
    .aggregate = mabac,
};

const struct heng_method aggregate_edas = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "edas",
    .title_zh = "距平均解距离评价法(EDAS)",
    .title_en = "EDAS",
    .summary = "How far a unit lies above and below the average of each column.",
    .formula = "(SP / max SP + 1 - SN / max SN) / 2; SP, SN = sum w max(0, +-(x - mean)) / |mean|",
    .source =
        "Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis, Informatica 26(3), 2015, pp. 435-451",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "|mean| lets columns of any sign in. A column whose mean is 0 (within 1e-12 of its "
    "largest value, as of z-scores) is left out, with a note; no variation, or one unit: "
    "undefined.",
    .scratch = aggregate_scratch_scale_and_row,
    .aggregate = edas,
    .range = "0, 1",
};

const struct heng_method aggregate_wroclaw = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "wroclaw",
    .title_zh = "弗罗茨瓦夫分类法(Hellwig 发展测度)",
    .title_en = "Wroclaw taxonomic measure (Hellwig)",
    .summary = "How near a unit is to the one that would be best in every column.",
    .formula = "1 - d / (mean d + 2 sd d), d = sqrt(sum w (z - best z)^2 / sum w), z standardised",
    .source = "Hellwig, Przeglad Statystyczny 15(4), 1968, pp. 307-327; Mazziotta C., Mazziotta "
              "M., Pareto and Vidoli, Rivista di economia e statistica del territorio 1, 2010 "
              "(ci_wroclaw: 1 - score, with standardise = none, sd = sample)",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT LEAVES_CONSTANT
    "At most 1; a unit more than two sd further off than the mean is below 0.",
    .params = HENG_PARAMS(wroclaw_table, struct wroclaw_params),
    .scratch = aggregate_scratch_scale,
    .aggregate = wroclaw,
};
