/* SPDX-License-Identifier: MIT */
/*
 * The gravity model: strength F_ab = g M_a^alpha M_b^beta / d_ab^gamma between two units, with the
 * mass M of a unit, d the great-circle distance.
 */
#include <string.h>

#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/great_circle.h"
#include "stats/sort.h"
#include "stats/stats.h"

enum gravity_mass { MASS_GEOMETRIC, MASS_FIRST };

struct gravity_params {
    double g, alpha, beta, gamma, nearest_km;
    int mass;
    int64_t top_k;
    struct heng_names cores, areas;
};

/* Where lines end: units, or the areas that the cores make up. n doubles each. */
struct web {
    double *mass, *strength, *rank, *order;
    double *area; /* of a unit: its number, or -1 */
    double *lead; /* of an area: its first core that is here, a position in cores */
    size_t areas;
};

static const struct heng_param gravity_table[] = {
    HENG_PARAM_CHOICE(struct gravity_params, mass, "geometric", "geometric|first",
                      "geometric mean of the columns, or the first column"),
    HENG_PARAM_REAL(struct gravity_params, g, "1", 0, INFINITY, NULL, "constant"),
    HENG_PARAM_REAL(struct gravity_params, alpha, "1", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "power of the mass that the line is from"),
    HENG_PARAM_REAL(struct gravity_params, beta, "1", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "power of the mass that the line is to"),
    HENG_PARAM_REAL(struct gravity_params, gamma, "2", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "power of the distance"),
    HENG_PARAM_REAL(struct gravity_params, nearest_km, "0", 0, INFINITY, "km",
                    "a shorter distance counts as this one"),
    HENG_PARAM_NAMES(struct gravity_params, cores, "", 0, 0,
                     "codes of the units that lines are from; without: all"),
    HENG_PARAM_NAMES(
        struct gravity_params, areas, "", 0, 0,
        "area of each of cores, in their order: lines are then from every unit to the areas"),
    HENG_PARAM_INT(struct gravity_params, top_k, "0", 0, 1e6, NULL,
                   "so many lines a unit, the strongest first; 0: all"),
};

static const struct heng_field gravity_fields[] = {
    {"from", 1, NULL, "a unit"},
    {"to", 1, NULL, "another, or an area"},
    {"distance_km", 0, "km", "great-circle distance; of an area: to its nearest core"},
    {"strength", 0, NULL, "strength of interaction"},
    {"share", 0, NULL, "share in the total of from"},
    {"rank", 0, NULL, "among those of from; 1 is strongest, equal ones share the best rank"},
};

static size_t gravity_scratch(size_t n, size_t m)
{
    (void)m;
    return 6 * n;
}

static double mass_of(const struct gravity_params *p, const struct heng_analyse_call *c, size_t i)
{
    struct sum logs = {0};
    if (p->mass == MASS_FIRST || c->m == 1)
        return c->x[0][i];
    for (size_t j = 0; j < c->m; j++) {
        if (c->x[j][i] == 0)
            return 0;
        sum_add(&logs, real_log(c->x[j][i]));
    }
    return real_exp(sum_value(&logs) / (double)c->m);
}

/* Masses of all units, NaN where one is missing. HENG_OK, or else why. */
static int weigh_units(const struct gravity_params *p, struct heng_analyse_call *c, double *mass)
{
    size_t missing = 0, columns = p->mass == MASS_FIRST ? 1 : c->m;
    for (size_t i = 0; i < c->n; i++) {
        int present = !isnan(c->longitude[i]) && !isnan(c->latitude[i]);
        for (size_t j = 0; j < columns; j++) {
            if (c->x[j][i] < 0)
                return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s of %s is negative",
                              c->ids[j], c->codes[i]);
            present = present && !isnan(c->x[j][i]);
        }
        mass[i] = present ? mass_of(p, c, i) : NAN;
        missing += !present;
    }
    if (missing == c->n)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no unit has a mass and a place");
    if (missing > 0)
        analyse_warn(c, "%zu of %zu units are left out: no mass or no place", missing, c->n);
    return HENG_OK;
}

static double distance(const struct heng_analyse_call *c, size_t a, size_t b)
{
    return great_circle_km(c->latitude[a], c->longitude[a], c->latitude[b], c->longitude[b]);
}

/* By rank, equal ones in the order of the units. */
static void sort_lines(double *rank, double *order, size_t n)
{
    sort_pairs(rank, order, n);
    for (size_t k = 0, end; k < n; k = end) {
        for (end = k + 1; end < n && rank[end] == rank[k];)
            end++;
        sort_pairs(order + k, rank + k, end - k);
    }
}

static double strength_of(const struct gravity_params *p, const struct heng_analyse_call *c,
                          const struct web *w, size_t a, size_t b)
{
    return p->g * real_pow(w->mass[a], p->alpha) * real_pow(w->mass[b], p->beta) /
           real_pow(fmax(distance(c, a, b), p->nearest_km), p->gamma);
}

/* What the cores of an area offer unit a, and how far the nearest of them is; without a itself. */
static double area_strength(const struct gravity_params *p, const struct heng_analyse_call *c,
                            const struct web *w, size_t a, size_t area)
{
    struct sum sum = {0};
    for (size_t b = 0; b < c->n; b++)
        if (w->area[b] == (double)area && a != b && !isnan(w->mass[b]))
            sum_add(&sum, strength_of(p, c, w, a, b));
    return sum_value(&sum);
}

static double area_distance(const struct heng_analyse_call *c, const struct web *w, size_t a,
                            size_t area)
{
    double least = INFINITY;
    for (size_t b = 0; b < c->n; b++)
        if (w->area[b] == (double)area && !isnan(w->mass[b]))
            least = fmin(least, distance(c, a, b));
    return least;
}

/* The lines from unit a whose strengths, less than 0, and ends are in w, strongest first. */
static void put_sorted(const struct gravity_params *p, struct heng_analyse_call *c,
                       const struct web *w, size_t a, size_t lines)
{
    double total = -stats_sum(w->strength, lines), *rank = w->rank;
    for (size_t k = 0; k < lines; k++)
        rank[k] = isnan(w->strength[k]) ? INFINITY : w->strength[k];
    sort_lines(rank, w->order, lines);
    for (size_t k = 0, first = 0; k < lines && (p->top_k == 0 || k < (size_t)p->top_k); k++) {
        size_t b = (size_t)w->order[k];
        double f = isinf(rank[k]) ? NAN : -rank[k];
        double km = w->areas > 0 ? area_distance(c, w, a, b) : distance(c, a, b);
        const char *const text[] = {c->codes[a],
                                    w->areas > 0 ? p->areas.v[(size_t)w->lead[b]] : c->codes[b]};
        first = k > 0 && rank[k] != rank[k - 1] ? k : first;
        ANALYSE_PUT(c, text, km, f, total > 0 ? f / total : NAN,
                    isnan(f) ? NAN : (double)(first + 1));
    }
}

static void put_lines(const struct gravity_params *p, struct heng_analyse_call *c,
                      const struct web *w, size_t a)
{
    size_t lines = 0, ends = w->areas > 0 ? w->areas : c->n;
    for (size_t b = 0; b < ends; b++) {
        double f;
        if (w->areas == 0 && (a == b || isnan(w->mass[b])))
            continue;
        f = w->areas > 0 ? area_strength(p, c, w, a, b) : strength_of(p, c, w, a, b);
        w->strength[lines] = isfinite(f) ? -f : NAN;
        w->order[lines++] = (double)b;
    }
    put_sorted(p, c, w, a, lines);
}

/* The number of the area of core k; a new one when no core before it is of the same. */
static size_t area_of(const struct gravity_params *p, struct web *w, size_t k)
{
    for (size_t area = 0; area < w->areas; area++)
        if (strcmp(p->areas.v[(size_t)w->lead[area]], p->areas.v[k]) == 0)
            return area;
    w->lead[w->areas] = (double)k;
    return w->areas++;
}

/* Lines from the units that cores names, or else the areas they make up; a core that is not here
   is warned of. How many of them are here. */
static size_t take_cores(const struct gravity_params *p, struct heng_analyse_call *c, struct web *w)
{
    size_t found = 0;
    for (size_t k = 0; k < p->cores.n; k++) {
        size_t at = analyse_unit(c, p->cores.v[k]);
        if (at == c->n)
            analyse_warn(c, "cores: there is no unit with the code %s", p->cores.v[k]);
        else if (p->areas.n == 0 && !isnan(w->mass[at]))
            put_lines(p, c, w, at);
        else if (p->areas.n > 0 && !isnan(w->mass[at]) && w->area[at] < 0)
            w->area[at] = (double)area_of(p, w, k);
        found += at < c->n;
    }
    return found;
}

/* How many lines there will be, at most. */
static double lines_of(const struct gravity_params *p, const struct heng_analyse_call *c)
{
    const size_t from = p->cores.n > 0 && p->areas.n == 0 ? p->cores.n : c->n;
    const size_t to = p->areas.n > 0 ? p->areas.n : c->n - 1;
    return (double)from * fmin((double)to, p->top_k > 0 ? (double)p->top_k : INFINITY);
}

static int gravity(struct heng_analyse_call *c)
{
    const struct gravity_params *p = c->params;
    size_t n = c->n;
    struct web w = {c->scratch,
                    c->scratch + n,
                    c->scratch + 2 * n,
                    c->scratch + 3 * n,
                    c->scratch + 4 * n,
                    c->scratch + 5 * n,
                    0};
    int status = analyse_refuse_lines(c, lines_of(p, c), "give cores, or a smaller top_k");
    if (status == HENG_OK)
        status = weigh_units(p, c, w.mass);
    if (status != HENG_OK)
        return status;
    if (p->areas.n > 0 && p->areas.n != p->cores.n)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "%zu cores, but %zu areas: each core needs one", p->cores.n, p->areas.n);
    for (size_t i = 0; i < n; i++)
        w.area[i] = -1;
    if (p->cores.n > 0 && (take_cores(p, c, &w) == 0 || (p->areas.n > 0 && w.areas == 0)))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "none of the cores is here");
    for (size_t a = 0; (p->cores.n == 0 || w.areas > 0) && a < n; a++)
        if (!isnan(w.mass[a]))
            put_lines(p, c, &w, a);
    return HENG_OK;
}

const struct heng_method analyse_gravity = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "gravity",
    .title_zh = "引力模型",
    .title_en = "Gravity model",
    .summary = "How strongly units are linked, by their masses and the distance between them.",
    .formula = "F_ab = g M_a^alpha M_b^beta / d_ab^gamma; share = F_ab / sum over b of F_ab; to an "
               "area: the sum of F_ab over its cores b other than a; d on a sphere with a radius "
               "of 6371.0088 km",
    .source = "Reilly, The Law of Retail Gravitation, 1931; Stewart, Sociometry 11(1/2), 1948, pp. "
              "31-58; 王德忠, 庄仁兴, 地理科学 16(1), 1996",
    .domain = "A unit without a mass or a place is left out and counted in a warning; a negative "
              "value: undefined; a mass of 0 attracts nothing. Two units at one place have no "
              "strength unless nearest_km is above 0. One unit: no lines. A core that is not among "
              "the units is warned of; none of them: undefined; with areas, a "
              "unit named twice counts in the first. More than " ANALYSE_LINES_LIMIT " lines are "
              "refused; each pair of units takes a step.",
    .params = HENG_PARAMS(gravity_table, struct gravity_params),
    .scratch = gravity_scratch,
    ANALYSIS(gravity, HENG_DATA_RAW, gravity_fields),
    .traits = HENG_OF_PLACES,
};
