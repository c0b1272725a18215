/* SPDX-License-Identifier: MIT */
/* Who is near whom, against looking at everybody: the same units and the same bits. */
#include "kit.h"

#include "methods/analyse/places.h"
#include "stats/great_circle.h"

enum { N = 257 };

static uint32_t state;

static double draw(double lo, double hi)
{
    state = state * 1664525u + 1013904223u;
    return lo + (hi - lo) * (double)(state >> 8) / 16777216.0;
}

/* Kinds of maps: a country, the whole earth, around a pole, across the date line, lumps of equal
   places, longitudes that have gone round a few times, and some that are nowhere. */
static void place(int kind, size_t i, double *latitude, double *longitude)
{
    static const struct {
        double south, north, west, east;
    } maps[] = {{20, 50, 75, 130},    {-90, 90, -180, 180},         {88, 90, -180, 180},
                {-20, 20, 175, 185},  {30, 30.0001, 120, 120.0001}, {-60, 60, -7200, 7200},
                {-90, 90, -180, 180}, {10, 10, -170, 170}};
    latitude[i] = draw(maps[kind].south, maps[kind].north);
    longitude[i] = draw(maps[kind].west, maps[kind].east);
    if (kind == 3 && longitude[i] > 180)
        longitude[i] -= 360;
    if (kind == 4 && i % 3) {
        latitude[i] = latitude[i - i % 3];
        longitude[i] = longitude[i - i % 3];
    }
    if (kind == 6 && i % 11 == 0)
        latitude[i] = i % 2 ? NAN : 91;
    if (kind == 6 && i % 13 == 0)
        longitude[i] = i % 2 ? NAN : 1e17;
}

static double apart(const struct places *p, size_t i, size_t j)
{
    return great_circle_km(p->latitude[i], p->longitude[i], p->latitude[j], p->longitude[j]);
}

static double kth_of_all(const struct places *p, size_t n, size_t i, size_t k)
{
    double all[N];
    size_t found = 0, at;
    for (size_t j = 0; j < n; j++) {
        const double d = j == i ? NAN : apart(p, i, j);
        if (isnan(d))
            continue;
        for (at = found++; at > 0 && all[at - 1] > d; at--)
            all[at] = all[at - 1];
        all[at] = d;
    }
    return found ? all[(k < found ? k : found) - 1] : -1;
}

static void assert_within(const struct places *p, size_t n, size_t i, double reach)
{
    double found[N];
    size_t got = places_within(p, i, reach, found), at = 0;
    for (size_t j = 0; j < n; j++)
        if (j != i && apart(p, i, j) <= reach) {
            ck_assert_msg(at < got, "unit %zu: %zu is within %.17g", i, j, reach);
            ck_assert_uint_eq((size_t)found[at++], j);
        }
    ck_assert_uint_eq(at, got);
}

static void check(int kind, size_t n)
{
    static const size_t ks[] = {1, 2, 7, 40, N};
    double latitude[N], longitude[N], near[N], *room;
    struct places p;
    for (size_t i = 0; i < n; i++)
        place(kind, i, latitude, longitude);
    room = malloc(places_room(n) * sizeof *room + 1);
    ck_assert_ptr_nonnull(room);
    places_lay(&p, latitude, longitude, n, room);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof ks / sizeof *ks; k++) {
            const double want = kth_of_all(&p, n, i, ks[k]);
            const double got = places_reach(&p, i, ks[k], near);
            ck_assert_msg(got == want, "map %d of %zu, unit %zu, k %zu: %.17g, not %.17g", kind, n,
                          i, ks[k], got, want);
            assert_within(&p, n, i, want);
            assert_within(&p, n, i, want * (1 - 1e-15));
        }
        assert_within(&p, n, i, 0);
        assert_within(&p, n, i, -1);
        assert_within(&p, n, i, 3000);
        assert_within(&p, n, i, 30000);
    }
    free(room);
}

START_TEST(as_if_everybody_was_looked_at)
{
    static const size_t sizes[] = {0, 1, 2, 8, 9, 33, N};
    state = 7;
    for (int kind = 0; kind < 8; kind++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            check(kind, sizes[k]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {as_if_everybody_was_looked_at, NULL};
    return kit_run("places", tests);
}
