/* SPDX-License-Identifier: MIT */
/*
 * Boundaries of units from GeoJSON (RFC 7946: WGS 84, longitude before latitude), projected to the
 * plane for a map: Albers' equal-area cone about the middle of what there is, so that areas can be
 * compared by eye. Never for computing areas: islands are often missing from small files.
 */
#ifndef HENG_REPORT_GEO_H
#define HENG_REPORT_GEO_H

#include "base/arena.h"
#include "base/error.h"
#include "report/canvas.h"

struct geo_feature {
    const char *key, *name; /* of the property asked for; ""; key is unique */
    const struct point *p;
    const size_t *ends; /* behind the last point of each ring */
    size_t n_rings;
    struct point middle; /* of the largest ring: where a label or a circle may stand */
};

struct geo_map {
    struct geo_feature *features;
    size_t n, n_points;
    double width, height; /* what all fits into, from 0, 0 */
};

/* Points that are read at most, and that are kept for drawing: GEO_SHOWN_MAX, or GEO_SHOWN_EACH for
   each area where that is more. */
enum { GEO_POINTS_MAX = 4000000, GEO_SHOWN_MAX = 30000, GEO_SHOWN_EACH = 24 };

struct geo_options {
    const char *path; /* for messages */
    const char *key;  /* property that holds the unit's code; NULL: id, code or adcode */
    double width;     /* of the map, in the canvas's units */
    double least; /* points nearer to the last one than this are left out, or than as much more as
                     leaves no more points than are kept */
};

/* The n bytes at s. What is not an area (points, lines, features without geometry) is left out.
   ERR_DATA: not GeoJSON, no areas, other coordinates than degrees, latitude before longitude, a key
   that is missing or there twice, more points than GEO_POINTS_MAX; ERR_MEMORY. */
int geo_read(const char *s, size_t n, const struct geo_options *o, struct arena *a,
             struct geo_map *map, struct error *e);

#endif
