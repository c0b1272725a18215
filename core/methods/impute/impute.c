/* SPDX-License-Identifier: MIT */
/*
 * Imputation of one column: n values in, n values out, what is present stays as it is.
 *
 *     mean, median              y = centre(base)         where x is missing
 *     class_mean, class_median  y = centre(x of the same group) where x is missing
 *     constant                  y = value                where x is missing
 *
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 55-62 (unconditional
 * mean and median imputation; within classes: the same over the group's values).
 * NaN in base or in the group is left out; zeros and negative values are values like any other. A
 * column without values is undefined; a group without values stays missing, and `why` says so. A
 * single unit that is present is its own result.
 */
#include "methods/given.h"
#include "methods/impute/impute_internal.h"
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "stats/stats.h"

/* The centre of n values; scratch: n doubles. */
typedef double centre_fn(const double *x, size_t n, double *scratch);

static double centre_mean(const double *x, size_t n, double *scratch)
{
    (void)scratch;
    return stats_mean(x, n);
}

static double centre_median(const double *x, size_t n, double *scratch)
{
    return stats_median(x, n, scratch);
}

static size_t scratch_twice(size_t n, size_t m)
{
    (void)m;
    return 2 * n;
}

static int impute_nothing(struct heng_column_call *c)
{
    column_copy(c->y, c->x, c->n);
    return HENG_OK;
}

static int impute_centre(struct heng_column_call *c, centre_fn *centre, const char *word)
{
    double value = centre(c->base, c->n_base, c->scratch);
    size_t filled = 0;
    if (isnan(value))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    for (size_t i = 0; i < c->n; i++) {
        filled += isnan(c->x[i]) ? 1 : 0;
        c->y[i] = isnan(c->x[i]) ? value : c->x[i];
    }
    if (filled > 0 && wants_reason(c->why, c->why_size))
        remark(c->why, c->why_size, "imputed %zu of %zu values with the %s %s", filled, c->n, word,
               short_number(value, 6).s);
    return HENG_OK;
}

static int impute_mean(struct heng_column_call *c)
{
    return impute_centre(c, centre_mean, "mean");
}

static int impute_median(struct heng_column_call *c)
{
    return impute_centre(c, centre_median, "median");
}

static int has_groups(const struct heng_column_call *c)
{
    size_t beyond = 0;
    if (!c->group)
        return 0;
    for (size_t i = 0; i < c->n; i++)
        beyond += c->group[i] >= c->n_groups;
    return beyond == 0;
}

/* Fills what is missing of row i's group; returns how many cells that were. */
static size_t fill_group(struct heng_column_call *c, size_t i, centre_fn *centre)
{
    size_t present = 0, filled = 0;
    double value;
    for (size_t k = 0; k < c->n; k++) { /* without a branch that nobody can foretell */
        c->scratch[present] = c->x[k];
        present += (size_t)((c->group[k] == c->group[i]) & (c->x[k] == c->x[k]));
    }
    value = centre(c->scratch, present, c->scratch + present);
    if (isnan(value))
        return 0;
    for (size_t k = i; k < c->n; k++)
        if (c->group[k] == c->group[i] && isnan(c->x[k])) {
            c->y[k] = value;
            filled++;
        }
    return filled;
}

static int impute_class(struct heng_column_call *c, centre_fn *centre, const char *word)
{
    size_t filled = 0, left = 0;
    if (!has_groups(c))
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "the units have no groups; name an attribute with by =");
    left = stats_count(c->x, c->n);
    if (left == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    column_copy(c->y, c->x, c->n);
    if (left == c->n)
        return HENG_OK;
    left = 0;
    for (size_t i = 0; i < c->n; i++)
        if (isnan(c->y[i])) {
            filled += fill_group(c, i, centre);
            left += isnan(c->y[i]) ? 1 : 0;
        }
    if (filled > 0)
        remark(c->why, c->why_size, "imputed %zu of %zu values with the %s of the group", filled,
               c->n, word);
    if (left > 0)
        remark_add(c->why, c->why_size, "%zu value%s left missing: the whole group is missing",
                   left, plural(left));
    return HENG_OK;
}

static int impute_class_mean(struct heng_column_call *c)
{
    return impute_class(c, centre_mean, "mean");
}

static int impute_class_median(struct heng_column_call *c)
{
    return impute_class(c, centre_median, "median");
}

/* ---- constant ------------------------------------------------------------ */

struct constant_params {
    double value;
};

static const struct heng_param constant_table[] = {
    HENG_PARAM_REAL(struct constant_params, value, NULL, HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "what a missing value becomes, in the indicator's unit"),
};

static int impute_constant(struct heng_column_call *c)
{
    const struct constant_params *p = c->params;
    size_t filled = c->n - stats_count(c->x, c->n);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = isnan(c->x[i]) ? p->value : c->x[i];
    if (filled > 0)
        remark(c->why, c->why_size, "imputed %zu of %zu values with the constant %.6g", filled,
               c->n, p->value);
    return HENG_OK;
}

static const struct heng_method none = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "none",
    .title_zh = "不填补",
    .title_en = "No imputation",
    .summary = "Leaves missing values missing.",
    .formula = "y = x",
    .source = SOURCE_OECD_HANDBOOK ", pp. 55-62",
    .domain = "Everything passes unchanged; NaN stays NaN.",
    .column = impute_nothing,
};

static const struct heng_method mean = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "mean",
    .title_zh = "均值填补",
    .title_en = "Mean",
    .summary = "Replaces a missing value by the mean of the values that are present.",
    .formula = "y = mean(base) where x is missing, else x",
    .source = SOURCE_OECD_HANDBOOK ", pp. 55-62",
    .domain = "No values: undefined. Any sign; constant columns and one unit as any other.",
    .column = impute_mean,
};

static const struct heng_method median = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "median",
    .title_zh = "中位数填补",
    .title_en = "Median",
    .summary = "Replaces a missing value by the median of the values that are present.",
    .formula = "y = median(base) where x is missing, else x "
               "(an even count: mean of the middle two)",
    .source = SOURCE_OECD_HANDBOOK ", pp. 55-62",
    .domain = "No values: undefined. Any sign; constant columns and one unit as any other.",
    .scratch = scratch_twice,
    .column = impute_median,
};

static const struct heng_method class_mean = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "class_mean",
    .title_zh = "组内均值填补",
    .title_en = "Mean of the group",
    .summary = "Replaces a missing value by the mean of its group.",
    .formula = "y = mean(x of the same group) where x is missing, else x",
    .source = SOURCE_OECD_HANDBOOK ", pp. 55-62",
    .domain = "A group without values stays missing, with a note; no values at all: undefined. "
              "Any sign.",
    .scratch = scratch_twice,
    .column = impute_class_mean,
};

static const struct heng_method class_median = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "class_median",
    .title_zh = "组内中位数填补",
    .title_en = "Median of the group",
    .summary = "Replaces a missing value by the median of its group.",
    .formula = "y = median(x of the same group) where x is missing, else x",
    .source = SOURCE_OECD_HANDBOOK ", pp. 55-62",
    .domain = "A group without values stays missing, with a note; no values at all: undefined. "
              "Any sign.",
    .scratch = scratch_twice,
    .column = impute_class_median,
};

static const struct heng_method constant = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "constant",
    .title_zh = "常数填补",
    .title_en = "Constant",
    .summary = "Replaces a missing value by a given number.",
    .formula = "y = value where x is missing, else x",
    .source = "Little and Rubin, Statistical Analysis with Missing Data, 2nd ed., Wiley, 2002",
    .domain = "A column without values becomes constant. Any sign; constant columns and one unit "
              "as any other.",
    .params = HENG_PARAMS(constant_table, struct constant_params),
    .column = impute_constant,
};

enum found impute_found(const struct heng_method *m, const void *params, const double *x, size_t n,
                        double *scratch, double *value)
{
    centre_fn *const centre = m == &mean ? centre_mean : m == &median ? centre_median : NULL;
    *value = NAN;
    if (m == &constant)
        *value = ((const struct constant_params *)params)->value;
    if (m == &none || m == &constant)
        return FOUND_ITSELF;
    if (!centre)
        return FOUND_NOTHING;
    *value = centre(x, n, scratch);
    return FOUND_GIVEN;
}

const struct heng_method *const impute_methods[] = {
    &none,
    &mean,
    &median,
    &class_mean,
    &class_median,
    &constant,
    &impute_row_mean,
    &impute_knn,
    &impute_latest,
    &impute_linear,
    &impute_linear_constant,
    NULL,
};
