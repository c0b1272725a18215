/* SPDX-License-Identifier: MIT */
/* Maps of what analyses find: like beside like, and whom units lean to. */
#include <math.h>
#include <string.h>

#include "report/content_findings.h"

enum { CENTRES_MAX = 8 };

struct kind_map {
    const struct geo_map *geo;
    struct map_area *areas;
};

static void draw_kinds(struct canvas *c, const void *of)
{
    const struct kind_map *m = of;
    figure_map(c, m->geo, m->areas, NULL, 0);
}

static struct kind_map *begin_map(struct edition *x)
{
    struct kind_map *m = arena_alloc(x->d->arena, sizeof *m);
    if (!m)
        return NULL;
    *m = (struct kind_map){x->map->geo, arena_array(x->d->arena, x->map->geo->n, sizeof *m->areas)};
    for (size_t i = 0; m->areas && i < m->geo->n; i++)
        m->areas[i] = (struct map_area){.ink = INK_MISSING};
    return m->areas ? m : NULL;
}

static void paint_unit(struct edition *x, struct kind_map *m, const char *code, enum ink ink,
                       const char *what)
{
    for (size_t i = 0; i < m->geo->n; i++) {
        const size_t position = x->map->unit_of[i];
        if (position == NONE || strcmp(unit_code(x, position), code) != 0)
            continue;
        m->areas[i].ink = ink;
        m->areas[i].title = document_text(x->d, "%s %s", unit_name(x, position), what);
        m->areas[i].link = unit_link(x, position);
    }
}

static void show_map(const struct found_lines *f, struct kind_map *m, const char *caption,
                     const char *description)
{
    struct edition *x = f->x;
    struct document_figure *figure = document_figure(x->d, NULL, caption, description);
    if (figure)
        figure->drawing = (struct drawing){draw_kinds, m, m->geo->width, m->geo->height, 130};
    if (!x->map->number)
        document_line(x->d, PARAGRAPH_NOTE,
                      SAY(x, "示意图，未经地图审核，不得公开使用。",
                          "A sketch: the map has no approval number and is not to be published."));
}

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

void show_moran(const struct found_lines *f)
{
    struct kind_map *m = f->x->map ? begin_map(f->x) : NULL;
    const char *indicator = NULL;
    if (!m)
        return;
    for (size_t i = 0; i < f->n; i++) {
        if (strcmp(found_text(f, i, "scope"), "local") != 0 || f->v[i]->period != f->v[0]->period)
            continue;
        indicator = indicator ? indicator : found_text(f, i, "indicator");
        if (strcmp(indicator, found_text(f, i, "indicator")) == 0)
            paint_unit(f->x, m, found_text(f, i, "code"),
                       ink_of_quadrant(found_text(f, i, "quadrant")), found_text(f, i, "quadrant"));
    }
    if (indicator)
        show_map(
            f, m,
            document_text(
                f->x->d,
                SAY(f->x, "%s：高低相近的单位是否连成片？", "%s: do like values lie side by side?"),
                found_title(f->x, indicator)),
            SAY(f->x,
                "深蓝：自身与周边皆高；浅蓝：自身高、周边低；浅橙：自身低、周边高；深橙：皆低。",
                "Dark blue: high among high; light blue: high among low; light orange: low "
                "among high; dark orange: low among low."));
}

/* Whom each unit leans to most, where lines are to a few; their names are the legend. */
void show_gravity(const struct found_lines *f)
{
    struct edition *x = f->x;
    struct kind_map *m = x->map ? begin_map(x) : NULL;
    const char *names[CENTRES_MAX], *legend = "";
    size_t n = 0;
    if (!m)
        return;
    for (size_t i = 0; i < f->n; i++) {
        size_t k;
        if (found_number(f, i, "rank") != 1)
            continue;
        k = place_among(names, &n, CENTRES_MAX, found_text(f, i, "to"));
        if (k == NONE)
            return; /* too many to be told apart by colour */
        paint_unit(x, m, found_text(f, i, "from"), ink_of_kind(k),
                   document_text(x->d, "\u2192 %s, %.0f %%", found_title(x, names[k]),
                                 100 * found_number(f, i, "share")));
    }
    for (size_t k = 0; k < n; k++)
        legend = document_text(x->d, "%s%s%s", legend, k ? SAY(x, "、", ", ") : "",
                               found_title(x, names[k]));
    if (n)
        show_map(f, m,
                 SAY(x, "各单位与哪个中心联系最强？", "Which centre is each unit tied to most?"),
                 document_text(x->d,
                               SAY(x, "引力模型中份额最大的中心：%s，各为一色。",
                                   "The centre with the largest share by the gravity model: %s, a "
                                   "colour each."),
                               legend));
}
