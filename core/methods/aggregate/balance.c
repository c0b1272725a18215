/* SPDX-License-Identifier: MIT */
/*
 * Means with a penalty for unbalance. On the method's own scale z, with M and V the weighted mean
 * and variance of a row:
 *
 *     mazziotta_pareto  z = 100 + 10 (x - mean) / sd;   M - V / M
 *     adjusted_mpi      z = 70 + 60 (x - min) / (max - min), or, with a reference,
 *                       z = 100 + 60 (x - reference) / (max - min);   M - V / M
 *
 * that is M - S cv with S^2 = V and cv = S / M; penalty = positive adds it. Both sd are the
 * population's, as in the papers; sd = sample divides by n - 1 (and k - 1 of k children). In R,
 * ci_ampi takes the population's, and ci_mpi the sample sd of data that were standardised before.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "stats/stats.h"

enum penalty { PENALTY_NEGATIVE, PENALTY_POSITIVE };
enum deviation { SD_POPULATION, SD_SAMPLE };

struct balance_params {
    int penalty, sd;
    struct heng_reals reference;
};

#define PENALTY_PARAM                                                                              \
    HENG_PARAM_CHOICE(                                                                             \
        struct balance_params, penalty, "negative", "negative|positive",                           \
        "negative: unbalance lowers the score (more is better); positive: it raises it")

static const struct heng_param mpi_table[] = {
    PENALTY_PARAM,
    HENG_PARAM_CHOICE(struct balance_params, sd, "population", "population|sample",
                      "divisor of both variances: n, or n - 1"),
};

static const struct heng_param ampi_table[] = {
    PENALTY_PARAM,
    HENG_PARAM_REALS(
        struct balance_params, reference, "", HENG_NO_MIN, HENG_NO_MAX, 0, 0, NULL,
        "the values that are 100, one or one a column; left out: 70 and 130 are min and max"),
};

static size_t balance_scratch(size_t n, size_t m)
{
    (void)n;
    return AGGREGATE_SCALE_DOUBLES * m;
}

/* Of the rows from `first` on: the mean, and the sum of squares of the deviations from it. */
static void moments_of_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                            size_t first, double *mean, struct rows_mean *squares, double *k)
{
    const size_t rows = rows_padded(c->n, first);
    double r[ROWS];
    struct rows_mean total;
    struct rows_weight count;
    rows_mean_clear(&total, rows);
    rows_mean_clear(squares, rows);
    rows_weight_clear(&count, rows);
    aggregate_add_scaled(c, s, first, &total);
    rows_mean_value(&total, mean);
    for (size_t j = 0; j < c->m; j++)
        if (aggregate_scaled_rows(c, s, j, first, r)) {
            rows_subtract(r, mean, r, rows);
            rows_mean_add_squares(squares, r, c->w[j]);
            rows_weight_add(&count, r, 1);
        }
    rows_weight_value(&count, k);
}

/* y: M -+ V / M, where a child is z = middle + spread * r. */
static void penalise(struct heng_aggregate_call *c, const struct aggregate_scale *s,
                     const struct balance_params *p, double middle, double spread)
{
    for (size_t first = 0; first < c->n; first += ROWS) {
        double mean[ROWS], y[ROWS], k[ROWS];
        struct rows_mean squares;
        moments_of_rows(c, s, first, mean, &squares, k);
        rows_mean_value(&squares, y);
        for (size_t i = 0; i < rows_padded(c->n, first); i++) {
            double m = middle + spread * mean[i], variance = spread * spread * y[i];
            if (p->sd == SD_SAMPLE && k[i] > 1)
                variance *= k[i] / (k[i] - 1);
            y[i] = !(m > 0)                         ? NAN
                   : p->penalty == PENALTY_POSITIVE ? m + variance / m
                                                    : m - variance / m;
        }
        aggregate_put(c, first, y);
    }
}

static int settle(struct heng_aggregate_call *c, const struct aggregate_scale *s)
{
    return aggregate_settle(c, s->used == 0 ? "no column varies"
                                            : "no column that varies, or a mean not above 0");
}

static int mazziotta_pareto(struct heng_aggregate_call *c)
{
    const struct balance_params *p = c->params;
    const struct aggregate_scale s = aggregate_scale_fit(
        c, p->sd == SD_SAMPLE ? aggregate_fit_sample : aggregate_fit_population, "constant");
    penalise(c, &s, p, 100, 10);
    return settle(c, &s);
}

static int adjusted_mpi(struct heng_aggregate_call *c)
{
    const struct balance_params *p = c->params;
    const struct balance_params population = {.penalty = p->penalty, .sd = SD_POPULATION};
    struct aggregate_scale s;
    if (p->reference.n > 0 && aggregate_check_list(c, "reference", &p->reference) != HENG_OK)
        return HENG_FAIL;
    s = aggregate_scale_fit(c, aggregate_fit_minmax, "constant");
    for (size_t j = 0; j < c->m && p->reference.n > 0; j++)
        s.from[j] = aggregate_of_list(&p->reference, j) * s.factor[j];
    penalise(c, &s, &population, p->reference.n > 0 ? 100 : 70, 60);
    return settle(c, &s);
}

const struct heng_method aggregate_mazziotta_pareto = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "mazziotta_pareto",
    .title_zh = "Mazziotta-Pareto 指数(MPI)",
    .title_en = "Mazziotta-Pareto index (MPI)",
    .summary = "The mean of columns standardised to mean 100 and sd 10, less a penalty for a "
               "unit's own unbalance.",
    .formula = "M - S cv; M, S mean and sd of a row's z = 100 + 10 (x - mean) / sd, cv = S / M",
    .source = "De Muro, Mazziotta and Pareto, Social Indicators Research 104(1), 2011, pp. 1-18",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign. A constant column is left out, with a note; one unit, or constant columns "
    "only: undefined.",
    .params = HENG_PARAMS(mpi_table, struct balance_params),
    .scratch = balance_scratch,
    .aggregate = mazziotta_pareto,
};

const struct heng_method aggregate_adjusted_mpi = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "adjusted_mpi",
    .title_zh = "调整 Mazziotta-Pareto 指数(AMPI)",
    .title_en = "Adjusted Mazziotta-Pareto index (AMPI)",
    .summary = "The mean of columns rescaled to 70..130, less a penalty for a unit's own "
               "unbalance.",
    .formula = "M - S cv; M, S mean and population sd of a row's z = 70 + 60 (x - min) / "
               "(max - min), or 100 + 60 (x - reference) / (max - min), cv = S / M",
    .source = "Mazziotta and Pareto, Social Indicators Research 127(3), 2016, pp. 983-1003",
    .domain = HIGHER_IS_BETTER NAN_LEFT_OUT
    "Any sign. A constant column is left out, with a note; one unit, or constant columns "
    "only: undefined.",
    .params = HENG_PARAMS(ampi_table, struct balance_params),
    .scratch = balance_scratch,
    .aggregate = adjusted_mpi,
};
