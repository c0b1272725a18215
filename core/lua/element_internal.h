/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic of single numbers, as columns and single values have it. NaN is missing: it goes
 * through, and what would be infinite is missing.
 */
#ifndef HENG_LUA_ELEMENT_INTERNAL_H
#define HENG_LUA_ELEMENT_INTERNAL_H

#include <math.h>
#include <stdbool.h>

#include "stats/elementary.h"
#include "stats/level.h"

static inline double finite_or_nan(double x)
{
    return x - x == 0.0 ? x : (double)NAN;
}

static inline double element_power(double a, double b)
{
    return isnan(a) || isnan(b) ? (double)NAN : real_pow(a, b);
}
/* As Lua's % and //: the rest has the sign of b. */
static inline double element_rest(double a, double b)
{
    const double rest = fmod(a, b);

    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
static inline double element_whole(double a, double b)
{
    return floor(a / b);
}

static inline double element_log(double x)
{
    return x > 0 ? real_log(x) : (double)NAN;
}
static inline double element_log10(double x)
{
    return x > 0 ? real_log10(x) : (double)NAN;
}
static inline double element_sqrt(double x)
{
    return x >= 0 ? sqrt(x) : (double)NAN;
}

static inline bool element_has_decimals(double decimals)
{
    return decimals >= 0 && decimals <= LEVEL_DECIMALS_MAX && decimals == floor(decimals);
}
static inline double element_round(double x, double decimals)
{
    const struct level level = {.decimals = (int64_t)decimals};

    return level_rounded(&level, x);
}

/* NaN where a limit is missing or they are crossed. */
static inline double element_clamp(double x, double lo, double hi)
{
    if (isnan(lo) || isnan(hi) || lo > hi)
        return (double)NAN;
    return x < lo ? lo : x > hi ? hi : x;
}

#endif
