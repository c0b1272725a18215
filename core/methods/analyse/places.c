/* SPDX-License-Identifier: MIT */
/* Units on the earth, laid in a k-d tree and sought in it. */
#include "methods/analyse/places.h"

#include "stats/elementary.h"
#include "stats/great_circle.h"
#include "stats/sort.h"

/* Stretches that are looked through as a whole. */
enum { FEW = 8 };

/* ---- laying the tree ---------------------------------------------------------------------- */

size_t places_room(size_t n)
{
    return 6 * n;
}

static int has_place(const struct places *p, size_t unit)
{
    return fabs(p->latitude[unit]) <= 90 && isfinite(p->longitude[unit]);
}

static void put(struct places *p, size_t unit)
{
    const double radians = 0.017453292519943295;
    const double b = p->latitude[unit] * radians, l = p->longitude[unit] * radians;
    p->at[0][unit] = real_cos(b) * real_cos(l);
    p->at[1][unit] = real_cos(b) * real_sin(l);
    p->at[2][unit] = real_sin(b);
    p->order[p->n++] = (double)unit;
    p->slack = fmax(p->slack, 1e-12 + 1e-15 * fabs(l));
}

static double along(const struct places *p, size_t axis, size_t position)
{
    return p->at[axis][(size_t)p->order[position]];
}

/* The axis along which a stretch of the order is widest. */
static size_t widest(const struct places *p, size_t first, size_t end)
{
    size_t axis = 0;
    double width = -1;
    for (size_t k = 0; k < 3; k++) {
        double lo = INFINITY, hi = -INFINITY;
        for (size_t i = first; i < end; i++) {
            lo = fmin(lo, along(p, k, i));
            hi = fmax(hi, along(p, k, i));
        }
        if (hi - lo > width) {
            width = hi - lo;
            axis = k;
        }
    }
    return axis;
}

static void lay(struct places *p, size_t first, size_t end)
{
    const size_t middle = first + (end - first) / 2;
    size_t axis;
    if (end - first <= FEW)
        return;
    axis = widest(p, first, end);
    for (size_t i = first; i < end; i++)
        p->key[i] = along(p, axis, i);
    sort_pairs(p->key + first, p->order + first, end - first);
    p->axis[middle] = (double)axis;
    lay(p, first, middle);
    lay(p, middle + 1, end);
}

void places_lay(struct places *p, const double *latitude, const double *longitude, size_t n,
                double *room)
{
    *p = (struct places){.latitude = latitude,
                         .longitude = longitude,
                         .at = {room, room + n, room + 2 * n},
                         .order = room + 3 * n,
                         .axis = room + 4 * n,
                         .key = room + 5 * n};
    for (size_t i = 0; i < n; i++)
        if (has_place(p, i))
            put(p, i);
    lay(p, 0, p->n);
}

/* ---- searching ---------------------------------------------------------------------------- */

struct search {
    const struct places *p;
    size_t unit;
    double at[3];
    double reach; /* km: what is farther is not wanted */
    double chord; /* no less than the straight line that goes with it */
    double *to;   /* distances ascending, at most k; or units */
    size_t n, k;  /* k 0: all within reach */
};

/* Straight lines are as long as their ends are apart; places and sines are rounded. */
static void set_reach(struct search *s, double km)
{
    const double half = km / (2 * 6371.0088);
    s->reach = km;
    s->chord = half < 1.57 ? 2 * real_sin(half) * (1 + 1e-9) + s->p->slack : INFINITY;
}

static void keep_nearest(struct search *s, double km)
{
    size_t at = s->n < s->k ? s->n++ : s->k - 1;
    for (; at > 0 && s->to[at - 1] > km; at--)
        s->to[at] = s->to[at - 1];
    s->to[at] = km;
    if (s->n == s->k)
        set_reach(s, s->to[s->k - 1]);
}

static void look_at(struct search *s, size_t unit)
{
    const struct places *p = s->p;
    const double x = p->at[0][unit] - s->at[0], y = p->at[1][unit] - s->at[1];
    const double z = p->at[2][unit] - s->at[2];
    double km;
    if (unit == s->unit || x * x + y * y + z * z > s->chord * s->chord)
        return;
    km = great_circle_km(p->latitude[s->unit], p->longitude[s->unit], p->latitude[unit],
                         p->longitude[unit]);
    if (!(km <= s->reach))
        return;
    if (s->k)
        keep_nearest(s, km);
    else
        s->to[s->n++] = (double)unit;
}

static void search(struct search *s, size_t first, size_t end)
{
    const struct places *p = s->p;
    const size_t middle = first + (end - first) / 2;
    double beyond;
    size_t axis;
    if (end - first <= FEW) {
        for (size_t i = first; i < end; i++)
            look_at(s, (size_t)p->order[i]);
        return;
    }
    axis = (size_t)p->axis[middle];
    beyond = s->at[axis] - along(p, axis, middle);
    if (beyond < 0)
        search(s, first, middle);
    else
        search(s, middle + 1, end);
    look_at(s, (size_t)p->order[middle]);
    if (fabs(beyond) > s->chord)
        return;
    if (beyond < 0)
        search(s, middle + 1, end);
    else
        search(s, first, middle);
}

static struct search search_from(const struct places *p, size_t unit, double reach, double *to)
{
    struct search s = {.p = p, .unit = unit, .to = to};
    for (size_t k = 0; k < 3; k++)
        s.at[k] = p->at[k][unit];
    set_reach(&s, reach);
    return s;
}

double places_reach(const struct places *p, size_t unit, size_t k, double *near)
{
    struct search s;
    if (!has_place(p, unit))
        return -1;
    s = search_from(p, unit, INFINITY, near);
    s.k = k;
    search(&s, 0, p->n);
    return s.n ? s.to[s.n - 1] : -1;
}

size_t places_within(const struct places *p, size_t unit, double reach, double *found)
{
    struct search s;
    if (!has_place(p, unit))
        return 0;
    s = search_from(p, unit, reach, found);
    search(&s, 0, p->n);
    sort_numbers(found, s.n);
    return s.n;
}
