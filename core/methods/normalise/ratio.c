/* SPDX-License-Identifier: MIT */
/*
 * Normalisation by the ratio to a statistic of base. With v = x, or v = 1/x where less is better:
 *
 *     fraction_max   v / max(v)           direction negative: min(x) / x
 *     sum            v / sum(v)
 *     mean_value     v / mean(v)          direction negative: harmonic mean of x / x
 *     initial_value  v / first(v)         the first unit of base; direction negative: first / x
 *
 *     vector         x / |x|,  |x| = sqrt(sum x^2);   direction negative: 1 - x / |x|
 *
 * Sources: Jahan and Edwards, A state-of-the-art survey on the influence of normalization
 * techniques in ranking, Materials & Design 65, 2015, 335-342 (linear max, sum and vector with
 * their forms for costs; so in pymcdm); Becker et al., COINr, JOSS 7(78), 2022 (n_fracmax; its
 * result for a negative indicator, x / min, falls with the score and is not followed); Deng,
 * Introduction to grey system theory, Journal of Grey System 1(1), 1989, 1-24 (initial and mean
 * value).
 *
 * fraction_max puts lo + (hi - lo) y in its place where range = lo, hi is given.
 *
 * NaN is left out of the statistics and stays NaN. The statistic must be above 0, for otherwise
 * the order would turn: above 1e-12 of base's largest absolute value for sum and mean, so that
 * rounding is not taken for it. Where 1/x is taken all values must be positive. Zeros and negative
 * values are lawful otherwise. Constant columns and one unit are as any other.
 */
#include <float.h>

#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/stats.h"

static double largest(const double *x, size_t n)
{
    return fmax(fabs(stats_min(x, n)), fabs(stats_max(x, n)));
}

/* ---- v / statistic(v) ---------------------------------------------------- */

static double value_of(const struct heng_column_call *c, double x)
{
    return c->direction < 0 ? 1 / x : x;
}

static double sum_of(const struct heng_column_call *c)
{
    struct sum total = {0, 0};
    for (size_t i = 0; i < c->n_base; i++)
        if (!isnan(c->base[i]))
            sum_add(&total, value_of(c, c->base[i]));
    return sum_value(&total);
}

static double mean_of(const struct heng_column_call *c)
{
    return sum_of(c) / (double)stats_count(c->base, c->n_base);
}

static double max_of(const struct heng_column_call *c)
{
    return value_of(c, normalise_best(c));
}

static double first_of(const struct heng_column_call *c)
{
    return value_of(c, c->base[0]);
}

struct statistic {
    const char *name;
    double (*value)(const struct heng_column_call *c);
    int is_sum; /* what rounding leaves of it counts as 0 */
};

static int are_positive(const double *x, size_t n)
{
    return stats_count(x, n) == 0 || stats_min(x, n) > 0;
}

static int ratios(struct heng_column_call *c, const struct statistic *s)
{
    double divisor, noise = 0;
    int status = normalise_check_values(c);
    if (status != HENG_OK)
        return status;
    if (stats_count(c->base, c->n_base) == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values in the base");
    if (c->direction < 0 && !(are_positive(c->x, c->n) && are_positive(c->base, c->n_base)))
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "less is better, and a value is zero or negative: 1/x turns the order");
    divisor = s->value(c);
    if (isnan(divisor))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the %s is missing", s->name);
    if (s->is_sum && c->direction > 0)
        noise = 1e-12 * largest(c->base, c->n_base);
    if (!(divisor > noise) || divisor > DBL_MAX)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "the %s, %s, is not %s", s->name,
                      short_number(divisor, 6).s, divisor > DBL_MAX ? "a double" : "above 0");
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = value_of(c, c->x[i]) / divisor;
        if (isinf(c->y[i]))
            c->y[i] = NAN;
    }
    return HENG_OK;
}

struct fraction_params {
    struct heng_reals range;
};

static const struct heng_param fraction_table[] = {
    NORMALISE_RANGE_OF_0_1(struct fraction_params),
};

static int by_max(struct heng_column_call *c)
{
    const struct fraction_params *p = c->params;
    int status = normalise_check_range(c, &p->range);
    if (status == HENG_OK)
        status = ratios(c, &(const struct statistic){"best value", max_of, 0});
    if (status == HENG_OK)
        normalise_to_range(c, &p->range);
    return status;
}

static int by_sum(struct heng_column_call *c)
{
    return ratios(c, &(const struct statistic){"sum", sum_of, 1});
}

static int by_mean(struct heng_column_call *c)
{
    return ratios(c, &(const struct statistic){"mean", mean_of, 1});
}

static int by_first(struct heng_column_call *c)
{
    return ratios(c, &(const struct statistic){"base's first value", first_of, 0});
}

/* As `given`. */
static enum found found_ratio(double divisor, struct normalise_given *to, double room[4])
{
    normalise_found_line(to, room, divisor, 0, 0, 1);
    to->form = FORM_RATIO;
    to->at.n = 1;
    return FOUND_GIVEN;
}

enum found normalise_found_fraction(const struct heng_column_call *c, struct normalise_given *to,
                                    double room[4])
{
    const struct fraction_params *p = c->params;
    found_ratio(max_of(c), to, room);
    room[2] = p->range.v[0];
    room[3] = p->range.v[1];
    return FOUND_GIVEN;
}

enum found normalise_found_sum(const struct heng_column_call *c, struct normalise_given *to,
                               double room[4])
{
    return found_ratio(sum_of(c), to, room);
}

enum found normalise_found_mean(const struct heng_column_call *c, struct normalise_given *to,
                                double room[4])
{
    return found_ratio(mean_of(c), to, room);
}

enum found normalise_found_first(const struct heng_column_call *c, struct normalise_given *to,
                                 double room[4])
{
    return found_ratio(first_of(c), to, room);
}

/* ---- vector -------------------------------------------------------------- */

/* Scaled by the largest value, so that no square leaves the range of a double. */
static double length_of(const double *x, size_t n, double top)
{
    struct sum squares = {0, 0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            sum_add(&squares, (x[i] / top) * (x[i] / top));
    return sqrt(sum_value(&squares));
}

static int by_length(struct heng_column_call *c)
{
    double top, length;
    int status = normalise_check_values(c);
    if (status != HENG_OK)
        return status;
    if (stats_count(c->base, c->n_base) == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values in the base");
    top = largest(c->base, c->n_base);
    if (!(top > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all values of the base are 0");
    length = length_of(c->base, c->n_base, top);
    for (size_t i = 0; i < c->n; i++) {
        double y = c->x[i] / top / length;
        c->y[i] = isinf(y) ? NAN : c->direction < 0 ? 1 - y : y;
    }
    return HENG_OK;
}

enum found normalise_found_vector(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4])
{
    const double top = largest(c->base, c->n_base);
    normalise_found_line(to, room, top, top > 0 ? length_of(c->base, c->n_base, top) : (double)NAN,
                         0, 1);
    to->form = FORM_VECTOR;
    return FOUND_GIVEN;
}

#define SURVEY "Jahan and Edwards, Materials & Design 65, 2015, 335-342"
#define GREY "Deng, Introduction to grey system theory, Journal of Grey System 1(1), 1989, 1-24"

const struct heng_method normalise_fraction_max = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "fraction_max",
    .title_zh = "最优值比例法",
    .title_en = "Fraction of the best",
    .summary = "Divides by the highest value; where less is better, divides the lowest by each.",
    .formula = "x / max(x); direction negative: min(x) / x",
    .source = SURVEY "; " SOURCE_COINR " (n_fracmax, positive direction)",
    .domain = "NaN stays NaN. A highest value that is not positive, or, direction negative, any "
              "value that is not: undefined. Constant columns and one unit as any other.",
    .params = HENG_PARAMS(fraction_table, struct fraction_params),
    .column = by_max,
    .range = "range",
};

const struct heng_method normalise_sum = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "sum",
    .title_zh = "归一化(比重法)",
    .title_en = "Share of the sum",
    .summary = "Divides by the sum of the values; where less is better, the reciprocals by theirs.",
    .formula = "x / sum(x); direction negative: (1/x) / sum(1/x)",
    .source = SURVEY,
    .domain = "NaN stays NaN. A sum that is not above 0 (1e-12 of the largest value), or, "
              "direction negative, any value that is not positive: undefined. Constant columns "
              "and one unit as any other.",
    .column = by_sum,
};

const struct heng_method normalise_vector = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "vector",
    .title_zh = "向量归一化",
    .title_en = "Vector",
    .summary = "Divides by the length of the column as a vector; less is better: 1 minus that.",
    .formula = "x / sqrt(sum x^2); direction negative: 1 - x / sqrt(sum x^2)",
    .source = "Hwang and Yoon, Multiple Attribute Decision Making, Springer, 1981; " SURVEY,
    .domain = "NaN stays NaN. All values 0, or no values: undefined. Negative values, constant "
              "columns and one unit as any other.",
    .column = by_length,
};

const struct heng_method normalise_initial_value = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "initial_value",
    .title_zh = "初值化",
    .title_en = "Initial value",
    .summary = "Divides by the first value of the base; where less is better, divides it by each.",
    .formula = "x / x_1; direction negative: x_1 / x; x_1 is the value of the base's first row",
    .source = GREY,
    .domain = "NaN stays NaN. A first value that is missing or not positive, or, direction "
              "negative, any value that is not: undefined. Constant columns and one unit as any "
              "other. The result depends on which row comes first.",
    .column = by_first,
};

const struct heng_method normalise_mean_value = {
    .size = sizeof(struct heng_method),
    .stage = HENG_NORMALISE,
    .name = "mean_value",
    .title_zh = "均值化",
    .title_en = "Mean value",
    .summary = "Divides by the mean; where less is better, the reciprocals by theirs.",
    .formula = "x / mean(x); direction negative: (1/x) / mean(1/x)",
    .source = GREY,
    .domain = "NaN stays NaN. A mean that is not above 0 (1e-12 of the largest value), or, "
              "direction negative, any value that is not positive: undefined. Constant columns "
              "and one unit as any other.",
    .column = by_mean,
};
