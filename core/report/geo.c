/* SPDX-License-Identifier: MIT */
/* GeoJSON through jansson, and the projection. Snyder, "Map Projections: A Working Manual", USGS
   Professional Paper 1395 (1987), pp. 98-101. */
#include "report/geo.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "data/text_index.h"
#include "stats/elementary.h"

static const double TALLEST = 1.5; /* how many times as high as wide a map is at most */
static const double degree = 3.14159265358979323846 / 180;

struct reading {
    const struct geo_options *o;
    struct arena *arena;
    struct geo_map *map;
    struct error *e;
    size_t cap;
    struct point low, high; /* degrees */
    struct text_index keys;
    size_t feature; /* at hand, from 1, for messages */
};

static int refuse_feature(struct reading *r, const char *why)
{
    return error_set(r->e, ERR_DATA, "%s: feature %zu: %s", r->o->path, r->feature, why);
}

static int no_memory(struct reading *r)
{
    return error_no_memory(r->e);
}

/* ---- coordinates ---------------------------------------------------------- */

static int read_position(struct reading *r, const json_t *position, struct point *p)
{
    const json_t *x = json_array_get(position, 0), *y = json_array_get(position, 1);
    *p = (struct point){json_number_value(x), json_number_value(y)};
    if (!json_is_number(x) || !json_is_number(y))
        return refuse_feature(r, "a position is two numbers, longitude and latitude");
    if (fabs(p->y) > 90 && fabs(p->y) <= 180 && fabs(p->x) <= 90)
        return refuse_feature(r, "latitude comes before longitude; exchange them (RFC 7946)");
    if (fabs(p->x) > 180 || fabs(p->y) > 90)
        return refuse_feature(
            r, "coordinates are not in degrees; convert them to WGS 84 (ogr2ogr -t_srs EPSG:4326)");
    r->low = (struct point){fmin(r->low.x, p->x), fmin(r->low.y, p->y)};
    r->high = (struct point){fmax(r->high.x, p->x), fmax(r->high.y, p->y)};
    return OK;
}

static bool is_same(const struct point *a, const struct point *b)
{
    return a->x == b->x && a->y == b->y;
}

static int read_ring(struct reading *r, const json_t *ring, struct point *p, size_t *n)
{
    size_t m = json_array_size(ring);
    int status = OK;
    if (m < 4)
        return refuse_feature(r, "a ring has four positions at least, the last as the first");
    for (size_t i = 0; i < m && !status; i++)
        status = read_position(r, json_array_get(ring, i), &p[*n + i]);
    if (!status) /* the last is the first again, as a rule */
        *n += is_same(&p[*n], &p[*n + m - 1]) ? m - 1 : m;
    return status;
}

/* ---- features ------------------------------------------------------------- */

static size_t count_polygon(const json_t *rings, size_t *n_rings)
{
    size_t n = 0, i;
    const json_t *ring;
    json_array_foreach(rings, i, ring) n += json_array_size(ring);
    *n_rings += i;
    return n;
}

static int read_polygon(struct reading *r, const json_t *rings, struct geo_feature *f,
                        struct point *p, size_t *ends, size_t *n)
{
    size_t i;
    const json_t *ring;
    int status = OK;
    json_array_foreach(rings, i, ring)
    {
        status = read_ring(r, ring, p, n);
        if (status)
            return status;
        ends[f->n_rings++] = *n;
    }
    return status;
}

static int read_areas(struct reading *r, const json_t *geometry, bool many, struct geo_feature *f)
{
    const json_t *all = json_object_get(geometry, "coordinates"), *one;
    size_t n_rings = 0, n_points = 0, n = 0, i;
    struct point *p;
    size_t *ends;
    int status = OK;
    if (many) {
        json_array_foreach(all, i, one) n_points += count_polygon(one, &n_rings);
    } else {
        n_points = count_polygon(all, &n_rings);
    }
    if (n_rings == 0) {
        r->map->n--; /* an area of nothing */
        return OK;
    }
    r->map->n_points += n_points;
    if (r->map->n_points > GEO_POINTS_MAX)
        return error_set(r->e, ERR_DATA,
                         "%s: more than %d points; simplify the boundaries first (mapshaper "
                         "-simplify)",
                         r->o->path, GEO_POINTS_MAX);
    p = arena_array(r->arena, n_points + 1, sizeof *p);
    ends = arena_array(r->arena, n_rings + 1, sizeof *ends);
    if (!p || !ends)
        return no_memory(r);
    f->p = p;
    f->ends = ends;
    if (!many)
        return read_polygon(r, all, f, p, ends, &n);
    json_array_foreach(all, i, one)
    {
        status = read_polygon(r, one, f, p, ends, &n);
        if (status)
            return status;
    }
    return status;
}

static const char *text_of(struct reading *r, const json_t *v)
{
    char number[32];
    if (json_is_string(v))
        return arena_strdup(r->arena, json_string_value(v));
    if (!json_is_integer(v))
        return "";
    snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
    return arena_strdup(r->arena, number);
}

static const json_t *property(const json_t *feature, const char *const *names, size_t n)
{
    const json_t *properties = json_object_get(feature, "properties"), *v = NULL;
    for (size_t i = 0; i < n && !v; i++)
        v = json_object_get(properties, names[i]);
    return v;
}

static int read_names(struct reading *r, const json_t *feature, struct geo_feature *f)
{
    static const char *const usual[] = {"code", "adcode", "id"};
    static const char *const name[] = {"name", "NAME", "Name"};
    const json_t *key = r->o->key ? property(feature, &r->o->key, 1) : property(feature, usual, 3);
    size_t at, known = r->keys.n;
    if (!key && !r->o->key)
        key = json_object_get(feature, "id");
    f->key = text_of(r, key);
    f->name = text_of(r, property(feature, name, 3));
    if (!f->key || !f->name)
        return no_memory(r);
    if (!*f->key)
        return error_set(r->e, ERR_DATA, "%s: feature %zu: no property %s; name it by map_key",
                         r->o->path, r->feature, r->o->key ? r->o->key : "code, adcode or id");
    if (text_index_put(&r->keys, f->key, strlen(f->key), &at))
        return no_memory(r);
    if (at < known)
        return error_set(r->e, ERR_DATA,
                         "%s: feature %zu: %s is there already; make one feature of them",
                         r->o->path, r->feature, f->key);
    return OK;
}

static int read_feature(struct reading *r, const json_t *feature)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const bool many = type && strcmp(type, "MultiPolygon") == 0;
    struct geo_map *m = r->map;
    struct geo_feature *f;
    int status;
    if (!type || (!many && strcmp(type, "Polygon") != 0))
        return OK;
    f = arena_grow(r->arena, m->features, m->n, &r->cap, sizeof *f);
    if (!f)
        return no_memory(r);
    m->features = f;
    f += m->n++;
    *f = (struct geo_feature){0};
    status = read_names(r, feature, f);
    return status ? status : read_areas(r, geometry, many, f);
}

/* ---- projection ----------------------------------------------------------- */

struct cone {
    double n, c, rho0, middle;
};

/* Standard parallels a sixth from either end; a map about the equator, where the cone would be a
   cylinder, is moved off it by a hair. */
static struct cone cone_about(struct point low, struct point high)
{
    double span = high.y - low.y, p1 = (low.y + span / 6) * degree,
           p2 = (high.y - span / 6) * degree;
    struct cone k = {.middle = (low.x + high.x) / 2 * degree};
    k.n = (real_sin(p1) + real_sin(p2)) / 2;
    if (fabs(k.n) < 1e-3)
        k.n = k.n < 0 ? -1e-3 : 1e-3;
    k.c = real_cos(p1) * real_cos(p1) + 2 * k.n * real_sin(p1);
    k.rho0 = sqrt(fmax(0, k.c - 2 * k.n * real_sin((low.y + high.y) / 2 * degree))) / k.n;
    return k;
}

static struct point project(const struct cone *k, struct point p)
{
    double rho = sqrt(fmax(0, k->c - 2 * k->n * real_sin(p.y * degree))) / k->n;
    double theta = k->n * (p.x * degree - k->middle);
    return (struct point){rho * real_sin(theta), rho * real_cos(theta) - k->rho0};
}

/* Keeps the points of a ring that are apart; three at least, else the ring is gone. */
static size_t thin(struct point *to, const struct point *p, size_t n, double least)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || real_hypot(p[i].x - to[kept - 1].x, p[i].y - to[kept - 1].y) >= least)
            to[kept++] = p[i];
    return kept < 3 ? 0 : kept;
}

static double area_of(const struct point *p, size_t n, struct point *middle)
{
    double area = 0, x = 0, y = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        double cross = p[j].x * p[i].y - p[i].x * p[j].y;
        area += cross;
        x += (p[j].x + p[i].x) * cross;
        y += (p[j].y + p[i].y) * cross;
    }
    *middle = area != 0 ? (struct point){x / (3 * area), y / (3 * area)} : p[0];
    return fabs(area) / 2;
}

/* A feature's rings, thinned in place; the largest stays, however small. */
static void thin_feature(struct geo_feature *f, double least)
{
    struct point *p = (struct point *)f->p, middle;
    size_t *ends = (size_t *)f->ends, kept = 0, rings = 0, from = 0;
    double largest = -1;
    for (size_t i = 0; i < f->n_rings; i++) {
        size_t n = ends[i] - from, left;
        double area = area_of(&p[from], n, &middle);
        if (area > largest)
            f->middle = middle;
        left = thin(&p[kept], &p[from], n, least);
        if (!left && area > largest && rings == 0) {
            memmove(&p[kept], &p[from], n * sizeof *p);
            left = n;
        }
        largest = fmax(largest, area);
        from = ends[i];
        kept += left;
        if (left)
            ends[rings++] = kept;
    }
    f->n_rings = rings;
}

static size_t count_shown(const struct geo_map *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        n += m->features[i].n_rings ? m->features[i].ends[m->features[i].n_rings - 1] : 0;
    return n;
}

/* Boundaries that are finer than the map can show are made coarser until they are few enough; an
   outline so crooked that this ends nowhere stays as it is at the coarsest. */
static void thin_all(struct reading *r)
{
    struct geo_map *m = r->map;
    const size_t each = m->n * GEO_SHOWN_EACH;
    const size_t most = each > GEO_SHOWN_MAX ? each : GEO_SHOWN_MAX;
    for (double least = fmax(r->o->least, 0.25); count_shown(m) > most && least < r->o->width / 4;
         least *= 1.4)
        for (size_t i = 0; i < m->n; i++)
            thin_feature(&m->features[i], least);
}

static size_t points_of(const struct geo_feature *f)
{
    return f->ends[f->n_rings - 1];
}

/* Longitudes from 0 to 360 where what lies on either side of 180 is nearer together so. */
static void unwrap(struct reading *r)
{
    struct geo_map *m = r->map;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < m->n; i++)
        for (size_t j = 0; j < points_of(&m->features[i]); j++) {
            const double x = m->features[i].p[j].x;
            low = fmin(low, x < 0 ? x + 360 : x);
            high = fmax(high, x < 0 ? x + 360 : x);
        }
    if (high - low >= r->high.x - r->low.x)
        return;
    r->low.x = low;
    r->high.x = high;
    for (size_t i = 0; i < m->n; i++)
        for (size_t j = 0; j < points_of(&m->features[i]); j++) {
            struct point *p = (struct point *)&m->features[i].p[j];
            p->x += p->x < 0 ? 360 : 0;
        }
}

static void project_all(struct reading *r)
{
    struct geo_map *m = r->map;
    struct cone k;
    struct point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    double scale;
    unwrap(r);
    k = cone_about(r->low, r->high);
    for (size_t i = 0; i < m->n; i++) {
        struct point *p = (struct point *)m->features[i].p;
        for (size_t j = 0; j < points_of(&m->features[i]); j++) {
            p[j] = project(&k, p[j]);
            low = (struct point){fmin(low.x, p[j].x), fmin(low.y, p[j].y)};
            high = (struct point){fmax(high.x, p[j].x), fmax(high.y, p[j].y)};
        }
    }
    scale = high.x > low.x ? r->o->width / (high.x - low.x) : 1;
    if ((high.y - low.y) * scale > TALLEST * r->o->width)
        scale = TALLEST * r->o->width / (high.y - low.y);
    m->width = high.x > low.x ? (high.x - low.x) * scale : r->o->width;
    m->height = (high.y - low.y) * scale;
    for (size_t i = 0; i < m->n; i++) {
        struct point *p = (struct point *)m->features[i].p;
        for (size_t j = 0; j < points_of(&m->features[i]); j++)
            p[j] = (struct point){(p[j].x - low.x) * scale, (p[j].y - low.y) * scale};
        thin_feature(&m->features[i], r->o->least);
    }
    thin_all(r);
}

/* ---- the whole ------------------------------------------------------------ */

/* GeoJSON of before RFC 7946 may say that its coordinates are others. Those of China's 2000 system
   (EPSG 4490) are within a hand's breadth of WGS 84. */
static int check_system(struct reading *r, const json_t *root)
{
    static const char *const fine[] = {"CRS84", "4326", "4490"};
    const json_t *crs = json_object_get(root, "crs");
    const char *name =
        json_string_value(json_object_get(json_object_get(crs, "properties"), "name"));
    if (!name)
        return OK;
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        const size_t n = strlen(name), k = strlen(fine[i]);
        if (n >= k && strcmp(name + n - k, fine[i]) == 0)
            return OK;
    }
    return error_set(r->e, ERR_DATA,
                     "%s: crs: coordinates are of %.60s; convert them to WGS 84 (ogr2ogr -t_srs "
                     "EPSG:4326)",
                     r->o->path, name);
}

static int read_collection(struct reading *r, const json_t *root)
{
    const json_t *features = json_object_get(root, "features"), *feature;
    size_t i;
    int status;
    if (!json_is_array(features))
        return error_set(r->e, ERR_DATA, "%s: not a GeoJSON FeatureCollection", r->o->path);
    status = check_system(r, root);
    if (status)
        return status;
    json_array_foreach(features, i, feature)
    {
        r->feature = i + 1;
        status = read_feature(r, feature);
        if (status)
            return status;
    }
    if (r->map->n == 0)
        return error_set(r->e, ERR_DATA, "%s: no areas (Polygon, MultiPolygon) in it", r->o->path);
    project_all(r);
    return OK;
}

int geo_read(const char *s, size_t n, const struct geo_options *o, struct arena *a,
             struct geo_map *map, struct error *e)
{
    struct reading r = {.o = o,
                        .arena = a,
                        .map = map,
                        .e = e,
                        .low = {INFINITY, INFINITY},
                        .high = {-INFINITY, -INFINITY}};
    json_error_t why;
    const size_t mark = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* of byte order */
    json_t *root = json_loadb(s + mark, n - mark, JSON_REJECT_DUPLICATES, &why);
    int status;
    *map = (struct geo_map){0};
    status = root ? read_collection(&r, root)
                  : error_set(e, ERR_DATA, "%s:%d: not JSON: %s", o->path, why.line, why.text);
    json_decref(root);
    text_index_fini(&r.keys);
    return status;
}
