/* SPDX-License-Identifier: MIT */
/* Rows of neighbours: contiguity from a table, or from distances. What makes the links is gone
   through twice: to count them, then to put them into rows of the right length. */
#include "methods/analyse/spatial_weights.h"

#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/places.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/great_circle.h"
#include "stats/stats.h"

struct links {
    struct heng_analyse_call *c;
    struct spatial_weights rows; /* while counting, used holds how many each unit may have */
    double *order, *near;        /* n each: units by their codes; room */
    struct places places;
    double *room, *reach; /* of places; n: how far neighbours of each are */
    int counting;
    size_t n; /* counted */
};

/* ---- rows ---------------------------------------------------------------- */

/* Where j stands in the row of i or, where it does not, would. */
static size_t place_of(const struct spatial_weights *s, size_t i, size_t j)
{
    size_t low = (size_t)s->first[i], high = low + (size_t)s->used[i];
    if (high > low && s->at[high - 1] < (double)j)
        return high;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->at[mid] < (double)j)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t spatial_weights_find(const struct spatial_weights *s, size_t i, size_t j)
{
    const size_t at = place_of(s, i, j);
    return at < (size_t)s->first[i] + (size_t)s->used[i] && s->at[at] == (double)j ? at : NONE;
}

/* The place of j in the row of i, which is made where it is not there. */
static double *weight_at(const struct spatial_weights *s, size_t i, size_t j)
{
    const size_t at = place_of(s, i, j), end = (size_t)s->first[i] + (size_t)s->used[i];
    if (at < end && s->at[at] == (double)j)
        return &s->w[at];
    memmove(s->at + at + 1, s->at + at, (end - at) * sizeof *s->at);
    memmove(s->w + at + 1, s->w + at, (end - at) * sizeof *s->w);
    s->used[i]++;
    s->at[at] = (double)j;
    s->w[at] = 0;
    return &s->w[at];
}

static void put_link(struct links *l, size_t i, size_t j, double weight)
{
    if (l->counting) {
        l->rows.used[i]++;
        l->n++;
        return;
    }
    *weight_at(&l->rows, i, j) = weight;
}

/* A link that may have no way back: there is a place for it. */
static void put_one_way(struct links *l, size_t i, size_t j, double weight)
{
    put_link(l, i, j, weight);
    if (l->counting)
        put_link(l, j, i, 0);
    else
        (void)weight_at(&l->rows, j, i);
}

/* ---- codes --------------------------------------------------------------- */

static void merge(const char *const *codes, const double *from, double *to, size_t first,
                  size_t middle, size_t end)
{
    size_t a = first, b = middle;
    for (size_t k = first; k < end; k++)
        if (b == end || (a < middle && strcmp(codes[(size_t)from[a]], codes[(size_t)from[b]]) <= 0))
            to[k] = from[a++];
        else
            to[k] = from[b++];
}

/* Units by their codes, equal ones in their order. */
static void sort_codes(struct links *l)
{
    const size_t n = l->c->n_units;
    for (size_t i = 0; i < n; i++)
        l->order[i] = (double)i;
    for (size_t run = 1; run < n; run *= 2) {
        double *sorted = l->near;
        for (size_t first = 0; first < n; first += 2 * run)
            merge(l->c->codes, l->order, sorted, first, first + run < n ? first + run : n,
                  first + 2 * run < n ? first + 2 * run : n);
        l->near = l->order;
        l->order = sorted;
    }
}

/* As analyse_unit: the unit with the code, or n. */
static size_t unit_of(const struct links *l, const char *code)
{
    size_t low = 0, high = l->c->n_units;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(l->c->codes[(size_t)l->order[mid]], code) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    if (low < l->c->n_units && strcmp(l->c->codes[(size_t)l->order[low]], code) == 0)
        return (size_t)l->order[low];
    return l->c->n;
}

/* ---- tables -------------------------------------------------------------- */

/* n_columns when there is none. */
static size_t column_of(const struct heng_table *t, const char *name)
{
    for (size_t j = 0; j < t->n_columns; j++)
        if (text_equal(t->columns[j], name))
            return j;
    return t->n_columns;
}

static int is_matrix(const struct heng_table *t)
{
    if (!t->rows || !t->columns)
        return 1;
    if (t->n_rows != t->n_columns)
        return 0;
    for (size_t i = 0; i < t->n_rows; i++)
        if (!text_equal(t->columns[i], t->rows[i]) && column_of(t, t->rows[i]) == t->n_columns)
            return 0;
    return 1;
}

static int refuse_weight(struct heng_analyse_call *c, double weight)
{
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "neighbours: a weight is %s; it must be 0 or more",
                  isnan(weight) ? "no number" : short_number(weight, 6).s);
}

/* The first line has been read as names; where it holds a unit, it was meant as data. */
static int refuse_header(const struct heng_table *t, struct heng_analyse_call *c, const char *code)
{
    return refuse(
        c->why, c->why_size, HENG_FAIL,
        "neighbours: %s: the first line holds the unit %s; a list begins with a line of "
        "names such as code,neighbour, a matrix has the same codes in its first line as in "
        "its first column",
        t->path ? t->path : "a table", code);
}

/* One cell; a code that is no unit's has been counted with its row. */
static int take_cell(struct links *l, const struct heng_table *t, size_t i, size_t a, size_t b)
{
    const double v = t->v[a * t->n_columns + b];
    const char *text = t->text ? t->text[a * t->n_columns + b] : "";
    size_t j;
    if (v == 0 || (isnan(v) && !text[0]))
        return HENG_OK;
    j = t->rows ? unit_of(l, t->columns[b]) : b;
    if (j == l->c->n || j == i)
        return HENG_OK;
    if (isnan(v) && text[0] && unit_of(l, text) < l->c->n)
        return refuse_header(t, l->c, t->columns[b]);
    if (!(v >= 0))
        return refuse_weight(l->c, v);
    put_one_way(l, i, j, v);
    return HENG_OK;
}

/* A matrix without names is in the order of the units. */
static int take_matrix(struct links *l, const struct heng_table *t, size_t *strange)
{
    struct heng_analyse_call *c = l->c;
    if (!t->rows && (t->n_rows != c->n || t->n_columns != c->n))
        return refuse(c->why, c->why_size, HENG_FAIL, "neighbours: %zu rows of %zu for %zu units",
                      t->n_rows, t->n_columns, c->n);
    for (size_t a = 0; a < t->n_rows; a++) {
        size_t i = t->rows ? unit_of(l, t->rows[a]) : a;
        *strange += i == c->n;
        for (size_t b = 0; i < c->n && b < t->n_columns; b++) {
            int status = take_cell(l, t, i, a, b);
            if (status != HENG_OK)
                return status;
        }
    }
    return HENG_OK;
}

static int take_list(struct links *l, const struct heng_table *t, size_t *strange)
{
    struct heng_analyse_call *c = l->c;
    size_t weights = column_of(t, "weight");
    for (size_t b = 0; b < t->n_columns; b++)
        if (unit_of(l, t->columns[b]) < c->n)
            return refuse_header(t, c, t->columns[b]);
    for (size_t a = 0; a < t->n_rows; a++) {
        size_t i = unit_of(l, t->rows[a]);
        double v = weights == t->n_columns ? 1 : t->v[a * t->n_columns + weights];
        *strange += i == c->n;
        if (!(v >= 0))
            return refuse_weight(c, v);
        for (size_t b = 0; i < c->n && b < t->n_columns; b++) {
            const char *code = t->text[a * t->n_columns + b];
            size_t j = b == weights || !code[0] ? i : unit_of(l, code);
            *strange += j == c->n;
            if (j < c->n && j != i)
                put_one_way(l, i, j, v);
        }
    }
    return HENG_OK;
}

/* A link that has one way gets its weight the other way, too. */
static void complete(const struct spatial_weights *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < (size_t)s->used[i]; k++) {
            const size_t at = (size_t)s->first[i] + k, j = (size_t)s->at[at];
            double *a = &s->w[at], *b = &s->w[spatial_weights_find(s, j, i)];
            *a = *a > 0 ? *a : *b;
            *b = *b > 0 ? *b : *a;
        }
}

static int take_table(struct links *l, const struct neighbour_params *p)
{
    const struct heng_table *t = &p->neighbours.v[0];
    size_t strange = 0;
    int matrix = is_matrix(t);
    int status;
    if (l->counting)
        sort_codes(l);
    status = matrix ? take_matrix(l, t, &strange) : take_list(l, t, &strange);
    if (status != HENG_OK || l->counting)
        return status;
    if (!matrix && p->both_ways)
        complete(&l->rows, l->c->n);
    if (strange > 0)
        analyse_warn(l->c, "neighbours: %zu code%s of no unit here", strange,
                     strange == 1 ? " is" : "s are");
    return HENG_OK;
}

/* ---- distances ----------------------------------------------------------- */

static int take_near(struct links *l, const struct neighbour_params *p, size_t i)
{
    struct heng_analyse_call *c = l->c;
    const size_t n = places_within(&l->places, i, l->reach[i], l->near);
    for (size_t k = 0; k < n; k++) {
        const size_t j = (size_t)l->near[k];
        double d =
            great_circle_km(c->latitude[i], c->longitude[i], c->latitude[j], c->longitude[j]);
        if (p->weights == NEIGHBOURS_INVERSE && d == 0)
            return refuse(c->why, c->why_size, HENG_UNDEFINED,
                          "%s and %s are at one place: no inverse distance", c->codes[i],
                          c->codes[j]);
        /* a threshold is the same both ways */
        (p->k > 0 ? put_one_way : put_link)(l, i, j, p->weights == NEIGHBOURS_INVERSE ? 1 / d : 1);
    }
    return HENG_OK;
}

static int take_distances(struct links *l, const struct neighbour_params *p)
{
    const size_t n = l->c->n, k = p->k > 0 && (size_t)p->k < n ? (size_t)p->k : n;
    int status = HENG_OK;
    if (p->k > 0 && k > SPATIAL_LINKS_MAX / n)
        l->n = SIZE_MAX;
    if (l->counting)
        places_lay(&l->places, l->c->latitude, l->c->longitude, n, l->room);
    for (size_t i = 0; status == HENG_OK && l->n <= SPATIAL_LINKS_MAX && i < n; i++) {
        if (l->counting)
            l->reach[i] = p->k > 0 ? places_reach(&l->places, i, k, l->near) : p->threshold_km;
        status = take_near(l, p, i);
    }
    return status;
}

/* ---- filling ------------------------------------------------------------- */

static int take(struct links *l, const struct neighbour_params *p)
{
    return p->neighbours.n > 0 ? take_table(l, p) : take_distances(l, p);
}

static int count(const struct neighbour_params *p, struct links *l)
{
    struct heng_analyse_call *c = l->c;
    int given = (p->neighbours.n > 0) + (p->k > 0) + !isnan(p->threshold_km);
    if (given > 1)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "give only one of neighbours, k and threshold_km");
    if (given == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "nobody is a neighbour: give neighbours, k or threshold_km");
    if (p->neighbours.n == 0 && !(c->longitude && c->latitude))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s needs longitude and latitude",
                      p->k > 0 ? "k" : "threshold_km");
    for (size_t i = 0; i < c->n; i++)
        l->rows.used[i] = 0;
    return take(l, p);
}

static int refuse_many(const struct neighbour_params *p, struct heng_analyse_call *c)
{
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "more than " SPATIAL_LINKS_LIMIT " links between %zu units; give a smaller %s",
                  c->n,
                  p->neighbours.n > 0 ? "table"
                  : p->k > 0          ? "k"
                                      : "threshold_km");
}

static struct links links_of(struct heng_analyse_call *c, double *room)
{
    return (struct links){.c = c,
                          .rows = {.first = room, .used = room + c->n},
                          .order = room + 2 * c->n,
                          .near = room + 3 * c->n,
                          .reach = room + 4 * c->n,
                          .room = room + 5 * c->n,
                          .counting = 1};
}

size_t spatial_weights_least(size_t n)
{
    return 5 * n + places_room(n);
}

size_t spatial_weights_room(const struct neighbour_params *p, struct heng_analyse_call *c,
                            double *room)
{
    struct links l = links_of(c, room);
    const size_t least = spatial_weights_least(c->n);
    return count(p, &l) == HENG_OK && l.n <= SPATIAL_LINKS_MAX ? least + 2 * l.n : least;
}

int spatial_weights_fill(const struct neighbour_params *p, struct heng_analyse_call *c,
                         double *room, struct spatial_weights *s)
{
    struct links l = links_of(c, room);
    double first = 0;
    int status = count(p, &l);
    if (status != HENG_OK)
        return status;
    if (l.n > SPATIAL_LINKS_MAX)
        return refuse_many(p, c);
    for (size_t i = 0; i < c->n; i++) {
        l.rows.first[i] = first;
        first += l.rows.used[i];
        l.rows.used[i] = 0;
    }
    l.rows.at = room + spatial_weights_least(c->n);
    l.rows.w = l.rows.at + l.n;
    l.counting = 0;
    l.n = 0;
    *s = l.rows;
    return take(&l, p);
}
