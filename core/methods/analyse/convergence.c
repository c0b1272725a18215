/* SPDX-License-Identifier: MIT */
/*
 * Convergence of units over periods.
 *
 *     sigma  the spread of each period, sd / mean and sd of ln x, and its linear trend
 *     beta   (1 / T) ln(x_T / x_0) = a + b ln x_0 by least squares; the speed of convergence is
 *            l = -ln(1 + b T) / T, the half-life ln 2 / l (absolute convergence, as in Barro and
 *            Sala-i-Martin, where b = -(1 - exp(-l T)) / T)
 *
 * t has n - 2 degrees of freedom, p is two-sided.
 */
#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/distribution.h"
#include "stats/elementary.h"
#include "stats/stats.h"

/* ---- a straight line ----------------------------------------------------- */

struct fitted_line {
    size_t n;
    double intercept, slope, se, t, p, r2;
};

/* Least squares of y on x over the pairs in which both are present. slope is NaN without variation
   in x, se and what follows below three pairs. */
static struct fitted_line fit(const double *x, const double *y, size_t n)
{
    struct fitted_line l = {0, NAN, NAN, NAN, NAN, NAN, NAN};
    struct sum sx = {0}, sy = {0}, sxx = {0}, sxy = {0}, syy = {0}, rest = {0};
    double mx, my, df;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        sum_add(&sx, x[i]);
        sum_add(&sy, y[i]);
        l.n++;
    }
    mx = sum_value(&sx) / (double)l.n;
    my = sum_value(&sy) / (double)l.n;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        sum_add(&sxx, (x[i] - mx) * (x[i] - mx));
        sum_add(&sxy, (x[i] - mx) * (y[i] - my));
        sum_add(&syy, (y[i] - my) * (y[i] - my));
    }
    if (l.n < 2 || !(sum_value(&sxx) > 0))
        return l;
    l.slope = sum_value(&sxy) / sum_value(&sxx);
    l.intercept = my - l.slope * mx;
    for (size_t i = 0; i < n; i++) {
        double residual = (y[i] - my) - l.slope * (x[i] - mx);
        if (!isnan(residual))
            sum_add(&rest, residual * residual);
    }
    df = (double)l.n - 2;
    if (df > 0) {
        l.se = sqrt(sum_value(&rest) / df / sum_value(&sxx));
        l.t = l.se > 0 ? l.slope / l.se : NAN;
        l.p = 2 * distribution_t(fabs(l.t), df);
        l.r2 = sum_value(&syy) > 0 ? 1 - sum_value(&rest) / sum_value(&syy) : NAN;
    }
    return l;
}

/* ---- sigma --------------------------------------------------------------- */

enum sigma_sample { SAMPLE_EACH, SAMPLE_COMMON };

struct sigma_params {
    int sample;
};

static const struct heng_param sigma_table[] = {
    HENG_PARAM_CHOICE(
        struct sigma_params, sample, "each", "each|common",
        "units with a value in the period, or only those with one in every period that "
        "has any"),
};

static const struct heng_field sigma_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"scope", 1, NULL, "time: one line a period; trend: one line a measure"},
    {"time", 1, NULL, "the period; empty for a trend"},
    {"measure", 1, NULL, "of a trend: cv or sd_ln"},
    {"n", 0, NULL, "units; of a trend: periods"},
    {"mean", 0, NULL, "mean"},
    {"sd", 0, NULL, "standard deviation, n - 1"},
    {"cv", 0, NULL, "sd / mean; none unless the mean is above 0"},
    {"sd_ln", 0, NULL, "standard deviation of ln x, n - 1; none unless all are above 0"},
    {"slope", 0, NULL, "of a trend: the measure's change by 1 of the period; below 0: convergence"},
    {"se", 0, NULL, "its standard error"},
    {"t", 0, NULL, "slope / se"},
    {"p", 0, NULL, "two-sided, n - 2 degrees of freedom"},
    {"r2", 0, NULL, "coefficient of determination"},
};

static size_t sigma_scratch(size_t n, size_t m)
{
    (void)m;
    return 4 * n;
}

/* x, a copy of column j: NaN for every value of a unit that lacks one in a period that has any. */
static void keep_common(const struct heng_analyse_call *c, size_t j, double *x)
{
    for (size_t t = 0; t < c->n_periods; t++) {
        const double *now = c->x[j] + t * c->n_units;
        if (stats_count(now, c->n_units) == 0)
            continue;
        for (size_t i = 0; i < c->n_units; i++)
            for (size_t u = 0; isnan(now[i]) && u < c->n_periods; u++)
                x[u * c->n_units + i] = NAN;
    }
}

static double sd_of_logs(const double *x, size_t n, double *room)
{
    if (!(stats_min(x, n) > 0))
        return NAN;
    for (size_t i = 0; i < n; i++)
        room[i] = real_log(x[i]);
    return stats_sd(room, n);
}

static void put_trend(struct heng_analyse_call *c, size_t j, const char *measure,
                      const double *values)
{
    struct fitted_line l = fit(c->period, values, c->n_periods);
    const char *const text[] = {c->ids[j], "trend", "", measure};
    ANALYSE_PUT(c, text, (double)l.n, NAN, NAN, NAN, NAN, l.slope, l.se, l.t, l.p, l.r2);
}

static int sigma_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    const struct sigma_params *p = params;
    double *x = c->scratch, *room = x + c->n, *cv = room + c->n, *logs = cv + c->n;
    column_copy(x, c->x[j], c->n);
    if (p->sample == SAMPLE_COMMON)
        keep_common(c, j, x);
    if (stats_count(x, c->n) == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s",
                      p->sample == SAMPLE_COMMON ? "no unit has a value in every period"
                                                 : "no values");
    for (size_t t = 0; t < c->n_periods; t++) {
        const double *now = x + t * c->n_units;
        double mean = stats_mean(now, c->n_units), sd = stats_sd(now, c->n_units);
        const char *const text[] = {c->ids[j], "time", c->periods[t], ""};
        cv[t] = mean > 0 ? sd / mean : NAN;
        logs[t] = sd_of_logs(now, c->n_units, room);
        ANALYSE_PUT(c, text, (double)stats_count(now, c->n_units), mean, sd, cv[t], logs[t], NAN,
                    NAN, NAN, NAN, NAN);
    }
    put_trend(c, j, "cv", cv);
    put_trend(c, j, "sd_ln", logs);
    return HENG_OK;
}

static int sigma(struct heng_analyse_call *c)
{
    if (c->n_periods < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "one period");
    return analyse_each(c->params, c, sigma_column);
}

const struct heng_method analyse_sigma = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "sigma",
    .title_zh = "σ 收敛",
    .title_en = "Sigma convergence",
    .summary = "Whether the spread over the units falls from period to period.",
    .formula = "cv_t = sd_t / mean_t, sd_ln_t = sd of ln x; trend: measure = a + slope period, "
               "least squares",
    .source = SOURCE_CONVERGENCE,
    .domain = "Each unit counts alike. NaN is left out of its period; cv has no value unless the "
              "mean is above 0, sd_ln unless all values are, and neither for one unit; a period "
              "without the measure is left out of the trend, which needs two for a slope and "
              "three for a test. One period: undefined. Periods without numbers count 0, 1, 2.",
    .params = HENG_PARAMS(sigma_table, struct sigma_params),
    .scratch = sigma_scratch,
    ANALYSIS(sigma, HENG_DATA_RAW, sigma_fields),
    .traits = HENG_OF_PERIODS,
};

/* ---- beta ---------------------------------------------------------------- */

struct beta_params {
    const char *from, *to;
};

static const struct heng_param beta_table[] = {
    HENG_PARAM_TEXT(struct beta_params, from, "",
                    "the period that growth is counted from; without: the first"),
    HENG_PARAM_TEXT(struct beta_params, to, "",
                    "the period that it is counted to; without: the last"),
};

static const struct heng_field beta_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"from", 1, NULL, "the first period"},
    {"to", 1, NULL, "the last period"},
    {"n", 0, NULL, "units with a value in both"},
    {"span", 0, NULL, "T, the difference of the periods"},
    {"intercept", 0, NULL, "a"},
    {"beta", 0, NULL, "b; below 0: convergence"},
    {"se", 0, NULL, "standard error of b"},
    {"t", 0, NULL, "b / se"},
    {"p", 0, NULL, "two-sided, n - 2 degrees of freedom"},
    {"r2", 0, NULL, "coefficient of determination"},
    {"speed", 0, NULL, "-ln(1 + b T) / T; none unless 1 + b T is above 0"},
    {"half_life", 0, NULL, "ln 2 / speed; none unless speed is above 0"},
};

static size_t beta_scratch(size_t n, size_t m)
{
    (void)m;
    return 2 * n;
}

static size_t period_of(const struct heng_analyse_call *c, const char *label, size_t otherwise)
{
    size_t t = 0;
    if (!label[0])
        return otherwise;
    while (t < c->n_periods && !text_equal(c->periods[t], label))
        t++;
    return t;
}

static int beta_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    const struct beta_params *p = params;
    size_t from = period_of(c, p->from, 0), to = period_of(c, p->to, c->n_periods - 1);
    const double *x0 = c->x[j] + from * c->n_units, *x1 = c->x[j] + to * c->n_units;
    double *level = c->scratch, *growth = level + c->n_units;
    double span = c->period[to] - c->period[from], speed, half_life;
    const char *const text[] = {c->ids[j], c->periods[from], c->periods[to]};
    struct fitted_line l;
    for (size_t i = 0; i < c->n_units; i++) {
        if (x0[i] <= 0 || x1[i] <= 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED, "a value of %s is not above 0",
                          c->codes[i]);
        level[i] = real_log(x0[i]);
        growth[i] = (real_log(x1[i]) - level[i]) / span;
    }
    l = fit(level, growth, c->n_units);
    if (l.n < 3)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "fewer than three units have a value in both periods");
    if (isnan(l.slope))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all begin with the same value");
    if (l.n < c->n_units)
        analyse_warn(c, "%s: %zu of %zu units are left out: no value in one of the periods",
                     c->ids[j], c->n_units - l.n, c->n_units);
    speed = 1 + l.slope * span > 0 ? -real_log1p(l.slope * span) / span : NAN;
    half_life = speed > 0 ? real_log(2) / speed : NAN;
    ANALYSE_PUT(c, text, (double)l.n, span, l.intercept, l.slope, l.se, l.t, l.p, l.r2, speed,
                half_life);
    return HENG_OK;
}

static int beta(struct heng_analyse_call *c)
{
    const struct beta_params *p = c->params;
    size_t from = period_of(c, p->from, 0), to = period_of(c, p->to, c->n_periods - 1);
    if (c->n_periods < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "one period");
    if (from == c->n_periods || to == c->n_periods)
        return refuse(c->why, c->why_size, HENG_FAIL, "there is no period %s",
                      from == c->n_periods ? p->from : p->to);
    if (from >= to)
        return refuse(c->why, c->why_size, HENG_FAIL, "from must be before to");
    return analyse_each(c->params, c, beta_column);
}

const struct heng_method analyse_beta = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "beta",
    .title_zh = "绝对 β 收敛",
    .title_en = "Absolute beta convergence",
    .summary = "Whether units that begin low grow faster, and how fast the gap closes.",
    .formula = "(1 / T) ln(x_T / x_0) = a + b ln x_0; speed = -ln(1 + b T) / T; half-life = "
               "ln 2 / speed",
    .source = SOURCE_CONVERGENCE,
    .domain = "Each unit counts alike. A unit without a value in one of the two periods is left "
              "out and counted in a warning; a value that is not above 0, fewer than three units, "
              "or the same value for all at the start: undefined, as with one period. Periods "
              "between the two are not looked at.",
    .params = HENG_PARAMS(beta_table, struct beta_params),
    .scratch = beta_scratch,
    ANALYSIS(beta, HENG_DATA_RAW, beta_fields),
    .traits = HENG_OF_PERIODS,
};
