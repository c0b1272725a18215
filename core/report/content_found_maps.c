/* SPDX-License-Identifier: MIT */
/* Maps of what analyses find: like beside like, and whom units lean to. */
#include <math.h>
#include <string.h>

#include "report/content_findings.h"

enum { CENTRES_MAX = 8 };

/* A map whose areas are still without a colour. */
struct kind_map {
    struct map m;
    struct map_area *areas;
};

static void draw_kinds(struct canvas *c, const void *of)
{
    figure_map(c, &((const struct kind_map *)of)->m);
}

static struct kind_map *begin_map(struct edition *x)
{
    struct kind_map *k = arena_alloc(x->d->arena, sizeof *k);
    const size_t n = x->map->geo->n;
    if (!k)
        return NULL;
    k->areas = arena_array(x->d->arena, n, sizeof *k->areas);
    k->m = (struct map){.geo = x->map->geo, .areas = k->areas, .line = 1};
    for (size_t i = 0; k->areas && i < n; i++)
        k->areas[i] = (struct map_area){.ink = INK_MISSING};
    return k->areas ? k : NULL;
}

/* What is painted, unit by unit. */
static struct document_table *begin_units(struct edition *x, const char *what)
{
    const struct document_column columns[] = {{.title = SAY(x, "名称", "Name")}, {.title = what}};
    return document_table_apart(x->d, NULL, columns, 2);
}

static void add_unit(struct edition *x, struct document_table *t, const char *code,
                     const char *what)
{
    struct document_cell *row = table_row(x->d, t);
    if (!row)
        return;
    row[0].text = found_title(x, code);
    row[1].text = what;
}

/* The feature of a unit, by its code; NONE: the map lacks it. */
static size_t feature_of(const struct edition *x, const char *code)
{
    for (size_t i = 0; i < x->map->geo->n; i++)
        if (x->map->unit_of[i] != NONE && strcmp(unit_code(x, x->map->unit_of[i]), code) == 0)
            return i;
    return NONE;
}

static void paint_unit(struct edition *x, struct kind_map *k, const char *code, enum ink ink,
                       const char *what)
{
    const size_t i = feature_of(x, code);
    size_t position;
    if (i == NONE)
        return;
    position = x->map->unit_of[i];
    k->areas[i].ink = ink;
    k->areas[i].title = document_text(x->d, "%s %s", unit_name(x, position), what);
    k->areas[i].link = unit_link(x, position);
    k->areas[i].label = unit_name(x, position);
}

static struct document_figure *show_map(const struct found_lines *f, struct kind_map *k,
                                        struct document_table *units, const char *caption,
                                        const char *description)
{
    struct edition *x = f->x;
    const struct geo_map *geo = x->map->geo;
    struct document_figure *figure = document_figure(x->d, NULL, caption, description);
    if (figure) {
        figure->drawing = (struct drawing){draw_kinds, k, geo->width, geo->height, 130};
        figure->links = true;
        figure->figures = units;
    }
    write_map_number(x);
    return figure;
}

/* ---- like beside like ------------------------------------------------------ */

/* The inks of quadrants: like and high, like and low, unlike. */
static enum ink ink_of_quadrant(const char *quadrant)
{
    static const struct {
        const char *name;
        enum ink ink;
    } quadrants[] = {{"HH", INK_HIGH_2}, {"HL", INK_HIGH_1}, {"LH", INK_LOW_1}, {"LL", INK_LOW_2}};
    for (size_t i = 0; i < sizeof quadrants / sizeof *quadrants; i++)
        if (strcmp(quadrants[i].name, quadrant) == 0)
            return quadrants[i].ink;
    return INK_MISSING;
}

static void quadrants_legend(struct edition *x, struct document_figure *f)
{
    const struct legend_key keys[] = {{INK_HIGH_2, SAY(x, "自身与周边皆高", "high among high")},
                                      {INK_HIGH_1, SAY(x, "自身高、周边低", "high among low")},
                                      {INK_LOW_1, SAY(x, "自身低、周边高", "low among high")},
                                      {INK_LOW_2, SAY(x, "自身与周边皆低", "low among low")},
                                      {INK_MISSING, SAY(x, "无数据", "no data")}};
    document_legend(x->d, f, keys, sizeof keys / sizeof *keys);
}

void show_moran(const struct found_lines *f)
{
    struct kind_map *m = f->x->map ? begin_map(f->x) : NULL;
    struct document_table *units;
    const char *indicator = NULL;
    if (!m)
        return;
    units = begin_units(f->x, SAY(f->x, "象限", "Quadrant"));
    for (size_t i = 0; i < f->n; i++) {
        if (strcmp(found_text(f, i, "scope"), "local") != 0 || f->v[i]->period != f->v[0]->period)
            continue;
        indicator = indicator ? indicator : found_text(f, i, "indicator");
        if (strcmp(indicator, found_text(f, i, "indicator")) != 0)
            continue;
        paint_unit(f->x, m, found_text(f, i, "code"), ink_of_quadrant(found_text(f, i, "quadrant")),
                   found_text(f, i, "quadrant"));
        add_unit(f->x, units, found_text(f, i, "code"), found_text(f, i, "quadrant"));
    }
    if (indicator)
        quadrants_legend(f->x, show_map(f, m, units,
                                        document_text(f->x->d,
                                                      SAY(f->x, "%s：高低相近的单位是否连成片？",
                                                          "%s: do like values lie side by side?"),
                                                      found_title(f->x, indicator)),
                                        SAY(f->x, "局部莫兰指数的四个象限。",
                                            "Quadrants of the local Moran statistic.")));
}

/* ---- whom units lean to ---------------------------------------------------- */

enum { FLOWS_MAX = 400 };

/* The middle of a unit; of an area, that of its cores, which are nowhere away from it. NaN: the map
   has neither. */
static struct point place_of(const struct found_lines *f, const char *name)
{
    const struct geo_feature *features = f->x->map->geo->features;
    const size_t unit = feature_of(f->x, name);
    struct point sum = {0, 0};
    double n = 0;
    if (unit != NONE)
        return features[unit].middle;
    for (size_t i = 0; i < f->n; i++) {
        const size_t core =
            strcmp(found_text(f, i, "to"), name) == 0 && found_number(f, i, "distance_km") == 0
                ? feature_of(f->x, found_text(f, i, "from"))
                : NONE;
        if (core == NONE)
            continue;
        sum.x += features[core].middle.x;
        sum.y += features[core].middle.y;
        n++;
    }
    return n > 0 ? (struct point){sum.x / n, sum.y / n} : (struct point){NAN, NAN};
}

/* A line from each unit to where it leans most, as wide as its share; those that are the centres
   have none. */
static void add_flow(const struct found_lines *f, struct kind_map *k, struct map_flow *flows,
                     size_t line)
{
    struct edition *x = f->x;
    const size_t from = feature_of(x, found_text(f, line, "from"));
    const char *to = found_text(f, line, "to");
    const struct point end = place_of(f, to);
    const double share = found_number(f, line, "share");
    if (from == NONE || isnan(end.x) || k->m.n_flows == FLOWS_MAX || isnan(share) ||
        found_number(f, line, "distance_km") == 0)
        return;
    flows[k->m.n_flows++] = (struct map_flow){x->map->geo->features[from].middle, end, share,
                                              document_text(x->d, "%s \u2192 %s, %.0f %%",
                                                            unit_name(x, x->map->unit_of[from]),
                                                            found_title(x, to), 100 * share)};
}

static void gravity_legend(struct edition *x, struct document_figure *figure, const char **names,
                           size_t n)
{
    struct legend_key keys[CENTRES_MAX];
    for (size_t k = 0; k < n; k++)
        keys[k] = (struct legend_key){ink_of_kind(k), found_title(x, names[k])};
    document_legend(x->d, figure, keys, n);
}

/* Where all lean to a few centres, each is a colour; else lines alone tell it. */
static size_t paint_centres(const struct found_lines *f, struct kind_map *m, const char **names,
                            struct document_table *units, bool *few)
{
    struct edition *x = f->x;
    size_t n = 0;
    *few = true;
    for (size_t i = 0; i < f->n; i++) {
        const char *from = found_text(f, i, "from"), *to = found_text(f, i, "to"), *what;
        size_t k;
        if (found_number(f, i, "rank") != 1 || f->v[i]->period != f->v[0]->period)
            continue;
        what = document_text(x->d, "\u2192 %s, %.0f %%", found_title(x, to),
                             100 * found_number(f, i, "share"));
        k = place_among(names, &n, CENTRES_MAX, to);
        *few = *few && k != NONE;
        paint_unit(x, m, from, k == NONE ? INK_MISSING : ink_of_kind(k), what);
        add_unit(x, units, from, what);
    }
    for (size_t i = 0; !*few && i < x->map->geo->n; i++)
        m->areas[i].ink = INK_MISSING;
    return n;
}

void show_gravity(const struct found_lines *f)
{
    struct edition *x = f->x;
    struct kind_map *m = x->map ? begin_map(x) : NULL;
    struct map_flow *flows = arena_array(x->d->arena, FLOWS_MAX, sizeof *flows);
    const char *names[CENTRES_MAX];
    struct document_table *units;
    struct document_figure *figure;
    size_t n;
    bool few;
    if (!m || !flows)
        return;
    m->m.flows = flows;
    units = begin_units(x, SAY(x, "联系最强的中心", "Strongest centre"));
    n = paint_centres(f, m, names, units, &few);
    for (size_t i = 0; i < f->n; i++)
        if (found_number(f, i, "rank") == 1 && f->v[i]->period == f->v[0]->period)
            add_flow(f, m, flows, i);
    if (!n)
        return;
    figure =
        show_map(f, m, units,
                 SAY(x, "各单位与哪个中心联系最强？", "Which centre is each unit tied to most?"),
                 SAY(x, "引力模型中份额最大的中心；线越粗，份额越大。",
                     "The centre with the largest share by the gravity model; the wider the "
                     "line, the larger the share."));
    if (few)
        gravity_legend(x, figure, names, n);
}
