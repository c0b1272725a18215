/* SPDX-License-Identifier: MIT */
/*
 * The gravity model: strength F_ab = g M_a^alpha M_b^beta / d_ab^gamma between two units, with the
 * mass M of a unit, d the great-circle distance.
 */
#include "base/earth.h"
#include "base/stats.h"
#include "methods/aggregate_parts.h"
#include "methods/analyse_parts.h"
#include "methods/analyse_sample.h"
#include "methods/answer.h"

enum gravity_mass { MASS_GEOMETRIC, MASS_FIRST };

struct gravity_params {
    double g, alpha, beta, gamma, nearest_km;
    int mass;
    int64_t top_k;
    struct heng_names cores;
};

static const struct heng_param gravity_table[] = {
    {"mass", HENG_CHOICE, offsetof(struct gravity_params, mass), "geometric", HENG_ANY,
     "geometric|first", 0, 0, NULL, "geometric mean of the columns, or the first column"},
    {"g", HENG_REAL, offsetof(struct gravity_params, g), "1", 0, INFINITY, NULL, 0, 0, NULL,
     "constant"},
    {"alpha", HENG_REAL, offsetof(struct gravity_params, alpha), "1", HENG_ANY, NULL, 0, 0, NULL,
     "power of the mass that the line is from"},
    {"beta", HENG_REAL, offsetof(struct gravity_params, beta), "1", HENG_ANY, NULL, 0, 0, NULL,
     "power of the mass that the line is to"},
    {"gamma", HENG_REAL, offsetof(struct gravity_params, gamma), "2", HENG_ANY, NULL, 0, 0, NULL,
     "power of the distance"},
    {"nearest_km", HENG_REAL, offsetof(struct gravity_params, nearest_km), "0", 0, INFINITY, NULL,
     0, 0, "km", "a shorter distance counts as this one"},
    {"cores", HENG_NAMES, offsetof(struct gravity_params, cores), "", HENG_ANY, NULL, 0, 0, NULL,
     "codes of the units that lines are from; without: all"},
    {"top_k", HENG_INT, offsetof(struct gravity_params, top_k), "0", 0, 1e6, NULL, 0, 0, NULL,
     "so many lines a unit, the strongest first; 0: all"},
};

static const struct heng_field gravity_fields[] = {
    {"from", 1, NULL, "a unit"},
    {"to", 1, NULL, "another"},
    {"distance_km", 0, "km", "great-circle distance"},
    {"strength", 0, NULL, "strength of interaction"},
    {"share", 0, NULL, "share in the total of from"},
    {"rank", 0, NULL, "among those of from; 1 is strongest, equal ones share the best rank"},
};

static size_t gravity_scratch(size_t n, size_t m)
{
    (void)m;
    return 4 * n;
}

static double mass_of(const struct gravity_params *p, const struct heng_analyse_call *c, size_t i)
{
    struct sum logs = {0};
    if (p->mass == MASS_FIRST || c->m == 1)
        return c->x[0][i];
    for (size_t j = 0; j < c->m; j++) {
        if (c->x[j][i] == 0)
            return 0;
        sum_add(&logs, log(c->x[j][i]));
    }
    return exp(sum_value(&logs) / (double)c->m);
}

/* Masses of all units, NaN where one is missing. HENG_OK, or else why. */
static int weigh_units(const struct gravity_params *p, struct heng_analyse_call *c, double *mass)
{
    size_t missing = 0, columns = p->mass == MASS_FIRST ? 1 : c->m;
    for (size_t i = 0; i < c->n; i++) {
        int present = !isnan(c->longitude[i]) && !isnan(c->latitude[i]);
        for (size_t j = 0; j < columns; j++) {
            if (c->x[j][i] < 0)
                return answer(c->why, c->why_size, HENG_UNDEFINED, "%s of %s is negative",
                              c->ids[j], c->codes[i]);
            present = present && !isnan(c->x[j][i]);
        }
        mass[i] = present ? mass_of(p, c, i) : NAN;
        missing += !present;
    }
    if (missing == c->n)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "no unit has a mass and a place");
    if (missing > 0)
        analyse_warn(c, "%zu of %zu units are left out: no mass or no place", missing, c->n);
    return HENG_OK;
}

static double distance(const struct heng_analyse_call *c, size_t a, size_t b)
{
    return earth_km(c->latitude[a], c->longitude[a], c->latitude[b], c->longitude[b]);
}

/* By rank, equal ones in the order of the units. */
static void sort_lines(double *rank, double *order, size_t n)
{
    aggregate_sort(rank, order, n);
    for (size_t k = 0, end; k < n; k = end) {
        for (end = k + 1; end < n && rank[end] == rank[k];)
            end++;
        aggregate_sort(order + k, rank + k, end - k);
    }
}

/* Lines from unit a, strongest first. */
static void put_lines(const struct gravity_params *p, struct heng_analyse_call *c, size_t a,
                      const double *mass, double *strength)
{
    double *rank = strength + c->n, *order = rank + c->n, total;
    size_t lines = 0;
    for (size_t b = 0; b < c->n; b++) {
        double km = distance(c, a, b);
        double f = p->g * pow(mass[a], p->alpha) * pow(mass[b], p->beta) /
                   pow(fmax(km, p->nearest_km), p->gamma);
        if (a == b || isnan(mass[b]) || isnan(km))
            continue;
        strength[lines] = isfinite(f) ? -f : NAN;
        order[lines++] = (double)b;
    }
    total = -stats_sum(strength, lines);
    for (size_t k = 0; k < lines; k++)
        rank[k] = isnan(strength[k]) ? INFINITY : strength[k];
    sort_lines(rank, order, lines);
    for (size_t k = 0, first = 0; k < lines && (p->top_k == 0 || k < (size_t)p->top_k); k++) {
        size_t b = (size_t)order[k];
        double f = isinf(rank[k]) ? NAN : -rank[k];
        const char *const text[] = {c->codes[a], c->codes[b]};
        first = k > 0 && rank[k] != rank[k - 1] ? k : first;
        ANALYSE_PUT(c, text, distance(c, a, b), f, total > 0 ? f / total : NAN,
                    isnan(f) ? NAN : (double)(first + 1));
    }
}

/* Lines from the units that cores names; one that is not here is warned of. */
static size_t put_cores(const struct gravity_params *p, struct heng_analyse_call *c,
                        const double *mass)
{
    size_t found = 0;
    for (size_t k = 0; k < p->cores.n; k++) {
        size_t at = analyse_unit(c, p->cores.v[k]);
        if (at == c->n)
            analyse_warn(c, "cores: there is no unit with the code %s", p->cores.v[k]);
        else if (!isnan(mass[at]))
            put_lines(p, c, at, mass, c->scratch + c->n);
        found += at < c->n;
    }
    return found;
}

static int gravity(const void *params, struct heng_analyse_call *c)
{
    const struct gravity_params *p = params;
    double *mass = c->scratch;
    int status = weigh_units(p, c, mass);
    if (status != HENG_OK)
        return status;
    if (p->cores.n > 0 && put_cores(p, c, mass) == 0)
        return answer(c->why, c->why_size, HENG_UNDEFINED, "none of the cores is here");
    for (size_t a = 0; p->cores.n == 0 && a < c->n; a++)
        if (!isnan(mass[a]))
            put_lines(p, c, a, mass, c->scratch + c->n);
    return HENG_OK;
}

const struct heng_method analyse_gravity = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "gravity",
    .title_zh = "引力模型",
    .title_en = "Gravity model",
    .summary = "How strongly units are linked, by their masses and the distance between them.",
    .formula = "F_ab = g M_a^alpha M_b^beta / d_ab^gamma; share = F_ab / sum over b of F_ab; d on "
               "a sphere with a radius of 6371.0088 km",
    .source = "Reilly, The Law of Retail Gravitation, 1931; Stewart, Sociometry 11(1/2), 1948, "
              "pp. 31-58; 王德忠, 庄仁兴, 地理科学 16(1), 1996",
    .domain = "A unit without a mass or a place is left out and counted in a warning; a negative "
              "value: undefined; a mass of 0 attracts nothing. Two units at one place have no "
              "strength unless nearest_km is above 0. One unit: no lines. A core that is not among "
              "the units is warned of; none of them: undefined.",
    METHOD_PARAMS(gravity_table, struct gravity_params),
    .scratch = gravity_scratch,
    .analyse = gravity,
    .traits = HENG_OF_PLACES,
    METHOD_FIELDS(gravity_fields),
    .data = HENG_DATA_RAW,
};
