/* SPDX-License-Identifier: MIT */
/* Distances on the earth, a sphere with the mean radius of the IUGG. */
#ifndef HENG_STATS_GREAT_CIRCLE_H
#define HENG_STATS_GREAT_CIRCLE_H

#include <math.h>

#include "stats/elementary.h"

/* Great-circle distance in km by the haversine formula; symmetric to the last bit. NaN where a
   latitude is beyond a pole or a coordinate is missing. */
static inline double great_circle_km(double latitude, double longitude, double latitude2,
                                     double longitude2)
{
    const double radians = 0.017453292519943295, radius_km = 6371.0088;
    double a = real_sin((latitude2 - latitude) * (radians / 2));
    double b = real_sin((longitude2 - longitude) * (radians / 2));
    double h = a * a + real_cos(latitude * radians) * real_cos(latitude2 * radians) * (b * b);
    double km = 2 * radius_km * real_asin(sqrt(h > 1 ? 1 : h));
    return fabs(latitude) <= 90 && fabs(latitude2) <= 90 && isfinite(km) ? km : (double)NAN;
}

#endif
