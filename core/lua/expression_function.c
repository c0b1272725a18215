/* SPDX-License-Identifier: MIT */
/* The functions of expressions: what help, checks and single values know of them. */
#include <math.h>
#include <string.h>

#include "lua/element_internal.h"
#include "lua/expression_internal.h"
#include "stats/elementary.h"

/* ---- of single numbers ------------------------------------------------------------ */

static double of_log(const double *x, size_t n)
{
    (void)n;
    return element_log(x[0]);
}

static double of_log10(const double *x, size_t n)
{
    (void)n;
    return element_log10(x[0]);
}

static double of_exp(const double *x, size_t n)
{
    (void)n;
    return real_exp(x[0]);
}

static double of_sqrt(const double *x, size_t n)
{
    (void)n;
    return element_sqrt(x[0]);
}

static double of_abs(const double *x, size_t n)
{
    (void)n;
    return fabs(x[0]);
}

static double of_floor(const double *x, size_t n)
{
    (void)n;
    return floor(x[0]);
}

static double of_round(const double *x, size_t n)
{
    const double decimals = n > 1 ? x[1] : 0;

    return element_has_decimals(decimals) ? element_round(x[0], decimals) : (double)NAN;
}

static double of_missing(const double *x, size_t n)
{
    (void)n;
    return isnan(x[0]);
}

static double of_min(const double *x, size_t n)
{
    double least = x[0];

    for (size_t i = 1; i < n; i++)
        least = isnan(least) || isnan(x[i]) ? (double)NAN : x[i] < least ? x[i] : least;
    return least;
}

static double of_max(const double *x, size_t n)
{
    double most = x[0];

    for (size_t i = 1; i < n; i++)
        most = isnan(most) || isnan(x[i]) ? (double)NAN : x[i] > most ? x[i] : most;
    return most;
}

static double of_fill(const double *x, size_t n)
{
    (void)n;
    return isnan(x[0]) ? x[1] : x[0];
}

static double of_clamp(const double *x, size_t n)
{
    (void)n;
    return element_clamp(x[0], x[1], x[2]);
}

static bool unordered(const double *x)
{
    return isnan(x[0]) || isnan(x[1]);
}

#define COMPARISON(name, operator)                                                                 \
    static double of_##name(const double *x, size_t n)                                             \
    {                                                                                              \
        (void)n;                                                                                   \
        return unordered(x) ? (double)NAN : x[0] operator x[1];                                    \
    }
COMPARISON(lt, <)
COMPARISON(le, <=)
COMPARISON(gt, >)
COMPARISON(ge, >=)
COMPARISON(eq, ==)
COMPARISON(ne, !=)

/* ---- the table ----------------------------------------------------------------------- */

enum {
    CONDITION = EXPRESSION_CONDITION_RESULT,
    ANY = EXPRESSION_ANY_RESULT,
    COLUMNS = EXPRESSION_COLUMNS
};

static const struct expression_function functions[] = {
    {"log", "x", 1, 1, 0, of_log, "natural logarithm; missing unless x > 0"},
    {"log10", "x", 1, 1, 0, of_log10, "logarithm to the base 10; missing unless x > 0"},
    {"exp", "x", 1, 1, 0, of_exp, "e to the power x"},
    {"sqrt", "x", 1, 1, 0, of_sqrt, "square root; missing where x < 0"},
    {"abs", "x", 1, 1, 0, of_abs, "x without its sign"},
    {"floor", "x", 1, 1, 0, of_floor, "the largest whole number that is not above x"},
    {"round", "x[, decimals]", 1, 2, 0, of_round,
     "to so many decimals (0), the nearest, halves to even"},
    {"min", "a, b, ...", 1, 16, 0, of_min, "the least of several, element by element"},
    {"max", "a, b, ...", 1, 16, 0, of_max, "the greatest of several, element by element"},
    {"clamp", "x, lo, hi", 3, 3, 0, of_clamp, "lo where x is below, hi where it is above"},
    {"where", "condition, a, b", 3, 3, 0, NULL,
     "a where the condition holds, b where not, missing where it is missing"},
    {"missing", "x", 1, 1, CONDITION, of_missing, "whether x is missing"},
    {"fill", "x, value", 2, 2, 0, of_fill, "value where x is missing"},
    {"lt", "a, b", 2, 2, CONDITION, of_lt, "a < b"},
    {"le", "a, b", 2, 2, CONDITION, of_le, "a <= b"},
    {"gt", "a, b", 2, 2, CONDITION, of_gt, "a > b"},
    {"ge", "a, b", 2, 2, CONDITION, of_ge, "a >= b"},
    {"eq", "a, b", 2, 2, CONDITION, of_eq, "a == b"},
    {"ne", "a, b", 2, 2, CONDITION, of_ne, "a ~= b"},
    {"sum", "x", 1, 1, COLUMNS, NULL, "sum over all units, missing ones left out, as below"},
    {"mean", "x", 1, 1, COLUMNS, NULL, "mean"},
    {"sd", "x", 1, 1, COLUMNS, NULL, "standard deviation, divided by n - 1"},
    {"median", "x", 1, 1, COLUMNS, NULL, "median"},
    {"quantile", "x, p", 2, 2, COLUMNS, NULL, "quantile of the share p, 0 to 1, type 7"},
    {"count", "x", 1, 1, COLUMNS, NULL, "how many units have a value"},
    {"smallest", "x", 1, 1, COLUMNS, NULL, "the least value of all units"},
    {"largest", "x", 1, 1, COLUMNS, NULL, "the greatest value of all units"},
    {"cor", "x, y", 2, 2, COLUMNS, NULL, "Pearson's correlation"},
    {"rank", "x[, ties]", 1, 3, COLUMNS, NULL,
     "rank from the least value on; ties \"min\", \"average\", \"max\" or \"dense\""},
    {"minmax", "x", 1, 1, COLUMNS, NULL, "(x - min) / (max - min)"},
    {"zscore", "x", 1, 1, COLUMNS, NULL, "(x - mean) / sd"},
    {"group_sum", "x, labels", 2, 2, COLUMNS, NULL, "sum of the unit's group"},
    {"group_mean", "x, labels", 2, 2, COLUMNS, NULL, "mean of the unit's group"},
    {"group_min", "x, labels", 2, 2, COLUMNS, NULL, "least value of the unit's group"},
    {"group_max", "x, labels", 2, 2, COLUMNS, NULL, "greatest value of the unit's group"},
    {"group_count", "x, labels", 2, 2, COLUMNS, NULL, "how many of the unit's group have a value"},
    {"lag", "column[, k]", 1, 2, COLUMNS, NULL, "the column k (1) periods earlier"},
    {"vector", "list", 1, 2, ANY, NULL, "a column from a list of numbers"},
    {"matrix", "list", 1, -1, ANY, NULL, "a matrix of columns: matrix{x, y}"},
    {"distance_km", "lat, lon[, lat2, lon2]", 2, 4, ANY | COLUMNS, NULL,
     "great-circle distances in km"},
    {"impute", "method, x[, parameters]", 2, 3, COLUMNS, NULL, "a method of stage impute"},
    {"treat", "method, x[, parameters]", 2, 3, COLUMNS, NULL, "a method of stage treat"},
    {"normalise", "method, x[, parameters]", 2, 3, COLUMNS, NULL, "a method of stage normalise"},
    {"weigh", "method, matrix[, parameters]", 2, 3, ANY | COLUMNS, NULL,
     "a method of stage weights"},
    {"aggregate", "method, matrix, weights[, parameters]", 3, 4, COLUMNS, NULL,
     "a method of stage aggregate"},
    {"analyse", "analysis, x[, options]", 2, 3, ANY | COLUMNS, NULL, "what an analysis finds"},
    {"fail", "text", 1, 1, ANY, NULL, "ends the computation with this reason"},
    {"warn", "text", 1, 1, ANY, NULL, "a line among the warnings"},
};

const struct expression_function *expression_function(size_t i)
{
    return i < sizeof functions / sizeof *functions ? &functions[i] : NULL;
}

const struct expression_function *function_find(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}
