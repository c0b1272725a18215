/* SPDX-License-Identifier: MIT */
/* GeoJSON: areas, holes, what is refused; the projection against areas on the sphere. */
#include "report/geo.h"

#include "kit.h"

static struct arena *arena;
static struct error e;

static int read(const char *text, struct geo_map *m)
{
    const struct geo_options o = {"m.geojson", NULL, 500, 0};
    arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    return geo_read(text, strlen(text), &o, arena, m, &e);
}

#define FEATURE(key, type, coordinates)                                                            \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" key "\",\"name\":\"N" key                  \
    "\"},\"geometry\":{\"type\":\"" type "\",\"coordinates\":" coordinates "}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define SQUARE(x, y)                                                                               \
    "[[" #x "," #y "],[" #x ".9," #y "],[" #x ".9," #y ".9],[" #x "," #y ".9],[" #x "," #y "]]"

START_TEST(areas_with_holes_and_islands)
{
    struct geo_map m;
    ck_assert_int_eq(
        read(COLLECTION(FEATURE(
                 "a", "Polygon",
                 "[" SQUARE(120, 30) ",[[120.2,30.2],[120.4,30.2],[120.4,30.4],[120.2,30.2]]"
                                     "]") "," FEATURE("b", "MultiPolygon",
                                                      "[[" SQUARE(121, 30) "],[" SQUARE(
                                                          122, 31) "]]") "," FEATURE("p", "Point",
                                                                                     "[120,30]")),
             &m),
        OK);
    ck_assert_uint_eq(m.n, 2);
    ck_assert_str_eq(m.features[0].key, "a");
    ck_assert_str_eq(m.features[0].name, "Na");
    ck_assert_uint_eq(m.features[0].n_rings, 2);
    ck_assert_uint_eq(m.features[0].ends[0], 4);
    ck_assert_uint_eq(m.features[0].ends[1], 7);
    ck_assert_uint_eq(m.features[1].n_rings, 2);
    kit_assert_near(m.width, 500, 1e-9);
    /* North is up, east is right. */
    ck_assert(m.features[1].middle.x > m.features[0].middle.x);
    ck_assert(m.features[1].p[4].y < m.features[1].p[0].y);
    arena_free(arena);
}
END_TEST

static double area(const struct geo_feature *f)
{
    double a = 0;
    for (size_t i = 0, j = f->ends[0] - 1; i < f->ends[0]; j = i++)
        a += f->p[j].x * f->p[i].y - f->p[i].x * f->p[j].y;
    return fabs(a) / 2;
}

/* On the sphere a cell between two parallels has (sin north - sin south) * width. Edges along a
   parallel are straight here and curved there, which is little over a tenth of a degree. */
START_TEST(areas_are_as_on_the_sphere)
{
    struct geo_map m;
    double low, high;
    const double degree = 3.14159265358979323846 / 180;
    ck_assert_int_eq(read(COLLECTION(FEATURE("a", "Polygon",
                                             "[[[120,20],[120.1,20],[120.1,20.1],[120,20.1],[120,"
                                             "20]]]") "," FEATURE("b", "Polygon",
                                                                  "[[[121,50],[121.1,50],[121.1,50."
                                                                  "1],[121,50.1],[121,50]]]")),
                          &m),
                     OK);
    low = sin(20.1 * degree) - sin(20 * degree);
    high = sin(50.1 * degree) - sin(50 * degree);
    kit_assert_near(area(&m.features[0]) / area(&m.features[1]), low / high, 1e-5);
    arena_free(arena);
}
END_TEST

START_TEST(what_is_refused)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"{", "not JSON"},
        {"{\"type\":\"Topology\"}", "not a GeoJSON FeatureCollection"},
        {COLLECTION(""), "no areas"},
        {COLLECTION(FEATURE("p", "Point", "[120,30]")), "no areas"},
        {COLLECTION(FEATURE("", "Polygon", "[" SQUARE(120, 30) "]")), "name it by map_key"},
        {COLLECTION(FEATURE("a", "Polygon", "[" SQUARE(120, 30) "]") "," FEATURE(
             "a", "Polygon", "[" SQUARE(121, 30) "]")),
         "feature 2: a is there already"},
        {COLLECTION(FEATURE("a", "Polygon", "[[[30,120],[30.5,120],[30.5,120.5],[30,120]]]")),
         "latitude comes before longitude"},
        {COLLECTION(
             FEATURE("a", "Polygon",
                     "[[[500000,3300000],[500001,3300000],[500001,3300001],[500000,3300000]]]")),
         "not in degrees"},
        {"{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
         "\"urn:ogc:def:crs:EPSG::3857\"}},\"features\":[]}",
         "crs: coordinates are of urn:ogc:def:crs:EPSG::3857"},
        {COLLECTION(FEATURE("a", "Polygon", "[[[120,30],[121,30],[120,30]]]")), "four positions"},
        {COLLECTION(FEATURE("a", "Polygon", "[[[120,30],[121,\"x\"],[121,31],[120,30]]]")),
         "two numbers"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct geo_map m;
        ck_assert_int_eq(read(cases[i].text, &m), ERR_DATA);
        ck_assert_msg(strstr(e.text, cases[i].why) && strncmp(e.text, "m.geojson:", 10) == 0, "%s",
                      e.text);
        arena_free(arena);
    }
}
END_TEST

START_TEST(areas_of_nothing)
{
    struct geo_map m;
    ck_assert_int_eq(
        read(COLLECTION(FEATURE("a", "Polygon", "[]") "," FEATURE(
                 "b", "MultiPolygon", "[[]]") "," FEATURE("c", "Polygon", "[" SQUARE(120, 30) "]")),
             &m),
        OK);
    ck_assert_uint_eq(m.n, 1);
    ck_assert_str_eq(m.features[0].key, "c");
    arena_free(arena);
}
END_TEST

START_TEST(other_names_of_wgs_84_are_taken)
{
    static const char *const names[] = {"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326",
                                        "urn:ogc:def:crs:EPSG::4490"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[600];
        struct geo_map m;
        snprintf(text, sizeof text,
                 "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{"
                 "\"name\":\"%s\"}},\"features\":[%s]}",
                 names[i], FEATURE("a", "Polygon", "[" SQUARE(120, 30) "]"));
        ck_assert_int_eq(read(text, &m), OK);
        arena_free(arena);
    }
}
END_TEST

/* A coast of 300,000 points, in and out: what is kept can be drawn, and is still where it was. */
START_TEST(fine_boundaries_are_made_coarser)
{
    struct str text = {0};
    struct geo_map m;
    size_t kept;
    str_add(&text,
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
            "{\"code\":\"a\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    for (int i = 0; i <= 300000; i++) {
        const double angle = 2 * 3.14159265358979323846 * (i % 300000) / 300000;
        const double radius = i % 2 ? 1 : 0.9;
        str_printf(&text, "%s[%.7f,%.7f]", i ? "," : "", 120 + radius * cos(angle),
                   30 + radius * sin(angle));
    }
    str_add(&text, "]]}}]}");
    ck_assert_int_eq(read(text.s, &m), OK);
    kept = m.features[0].ends[0];
    ck_assert(kept >= 3 && kept <= GEO_SHOWN_MAX);
    kit_assert_near(m.features[0].middle.x, 250, 0.02);
    ck_assert(m.features[0].n_rings == 1);
    arena_free(arena);
    str_fini(&text);
}
END_TEST

/* What people's programs write beside the letter of RFC 7946. */
START_TEST(rings_left_open_and_a_mark_of_byte_order)
{
    struct geo_map m;
    ck_assert_int_eq(read("\xef\xbb\xbf" COLLECTION(
                              FEATURE("a", "Polygon", "[[[120,30],[121,30],[121,31],[120,31]]]")),
                          &m),
                     OK);
    ck_assert_uint_eq(m.features[0].ends[0], 4);
    arena_free(arena);
}
END_TEST

/* Two squares beside each other, the one before and the other behind 180 degrees. */
START_TEST(areas_on_either_side_of_180_degrees)
{
    struct geo_map m;
    ck_assert_int_eq(
        read(COLLECTION(FEATURE("a", "Polygon", "[" SQUARE(179, 10) "]") "," FEATURE(
                 "b", "Polygon", "[[[-180,10],[-179.1,10],[-179.1,10.9],[-180,10.9],[-180,10]]]")),
             &m),
        OK);
    ck_assert(m.features[1].middle.x - m.features[0].middle.x > 200);
    ck_assert(m.features[1].middle.x > m.features[0].middle.x);
    ck_assert(m.height > 200);
    arena_free(arena);
}
END_TEST

START_TEST(a_narrow_country_is_no_higher_than_a_page)
{
    struct geo_map m;
    ck_assert_int_eq(
        read(COLLECTION(
                 FEATURE("a", "Polygon", "[[[-71,-20],[-70,-20],[-70,-55],[-71,-55],[-71,-20]]]")),
             &m),
        OK);
    kit_assert_near(m.height, 750, 1e-9);
    ck_assert(m.width < 100);
    for (size_t i = 0; i < m.features[0].ends[0]; i++)
        ck_assert(m.features[0].p[i].x <= m.width + 1e-9);
    arena_free(arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {areas_with_holes_and_islands,
                                  areas_are_as_on_the_sphere,
                                  what_is_refused,
                                  areas_of_nothing,
                                  other_names_of_wgs_84_are_taken,
                                  fine_boundaries_are_made_coarser,
                                  rings_left_open_and_a_mark_of_byte_order,
                                  areas_on_either_side_of_180_degrees,
                                  a_narrow_country_is_no_higher_than_a_page,
                                  NULL};
    return kit_run("geo", tests);
}
