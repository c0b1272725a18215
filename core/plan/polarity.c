/* SPDX-License-Identifier: MIT */
/* Values on their way to what is normalised: their transform, and their distance from the best. */
#include <math.h>

#include "plan/tree.h"
#include "stats/elementary.h"

double transform_apply(double v, int transform)
{
    switch (transform) {
    case TRANSFORM_LN:
        v = v > 0 ? real_log(v) : NAN;
        break;
    case TRANSFORM_LOG10:
        v = v > 0 ? real_log10(v) : NAN;
        break;
    case TRANSFORM_SQRT:
        v = v >= 0 ? sqrt(v) : NAN;
        break;
    default:
        break;
    }
    return v;
}

/* How far x has come from best to worst, at most 1. Halves do not leave the range of a double. */
static double share(double x, double best, double worst)
{
    return fmin(1, (x / 2 - best / 2) / (worst / 2 - best / 2));
}

double polarity_deviation(const struct nearness *near, double x)
{
    double d = 0;
    if (isnan(x))
        return NAN;
    if (x < near->from)
        d = isnan(near->lo) ? near->from - x : share(x, near->from, near->lo);
    else if (x > near->to)
        d = isnan(near->hi) ? x - near->to : share(x, near->to, near->hi);
    return isfinite(d) ? d : NAN;
}
