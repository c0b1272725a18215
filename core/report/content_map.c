/* SPDX-License-Identifier: MIT */
/* The map, and a small one of each dimension. */
#include <math.h>

#include "report/content_internal.h"

/* Small maps are shown at about a third of the width of the large one. */
static const double SMALL_LINE = 2.2;
enum { GAPS_NAMED = 100 };

static void draw_map(struct canvas *c, const void *of)
{
    figure_map(c, of);
}

/* Within small maps nothing can be pointed at: keyboards would walk through them all. */
static const struct map *areas_of(struct edition *x, size_t node, bool live)
{
    const struct geo_map *geo = x->map->geo;
    struct map_area *areas = arena_array(x->d->arena, geo->n, sizeof *areas);
    struct map *m = arena_alloc(x->d->arena, sizeof *m);
    const unsigned char *fifth = fifths_of(x, node);
    if (!areas || !m || !fifth) {
        x->d->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < geo->n; i++) {
        const size_t position = x->map->unit_of[i];
        areas[i] = (struct map_area){.ink = INK_MISSING};
        if (position == NONE)
            continue;
        areas[i].ink = ink_of_fifth(fifth[position]);
        areas[i].bold = x->r->plan->n_classes > 1 && results_class(x->r, position) == 0;
        if (!live)
            continue;
        areas[i].title =
            document_text(x->d, "%s %s %s", unit_name(x, position), rank_text(x, position),
                          document_number(x->d, score_of(x, node, position), 2));
        areas[i].link = unit_link(x, position);
        areas[i].key = unit_code(x, position);
        areas[i].label = unit_name(x, position);
    }
    *m = (struct map){.geo = geo, .areas = areas, .line = live ? 1 : SMALL_LINE};
    return m;
}

void write_map_number(struct edition *x)
{
    document_line(
        x->d, PARAGRAPH_NOTE,
        x->map->number
            ? document_text(x->d, SAY(x, "审图号：%s", "Map approval number: %s"), x->map->number)
            : SAY(x, "示意图，未经地图审核，不得公开使用。",
                  "A sketch: the map has no approval number and is not to be published."));
}

static void write_legend(struct edition *x)
{
    document_line(
        x->d, PARAGRAPH_NOTE,
        x->r->plan->n_classes > 1
            ? document_text(
                  x->d,
                  SAY(x, "各类单位分别划分五等分；粗边界为%s，灰色为无数据。",
                      "Fifths within each class; bold outlines are %s, grey is without data."),
                  class_name(x, 0))
            : SAY(x, "按得分划分五等分；灰色为无数据。",
                  "Fifths of the scores; grey is without data."));
    write_map_number(x);
}

/* Features without a unit and units without a feature are named. */
static void write_gaps(struct edition *x)
{
    const struct geo_map *geo = x->map->geo;
    struct roll missing = {.x = x, .most = GAPS_NAMED}, spare = missing;
    for (size_t i = 0; i < geo->n; i++)
        if (x->map->unit_of[i] == NONE)
            roll_add(&spare, *geo->features[i].name ? geo->features[i].name : geo->features[i].key);
    for (size_t u = 0; u < x->r->n_units; u++)
        if (x->map->feature_of[u] == NONE && !results_is_elsewhere(x->r, x->period, u))
            roll_add(&missing, unit_name(x, u));
    if (missing.n)
        document_line(
            x->d, PARAGRAPH_NOTE,
            document_text(x->d,
                          SAY(x, "地图中没有边界的单位：%s。", "Units that the map lacks: %s."),
                          roll_text(&missing)));
    if (spare.n)
        document_line(x->d, PARAGRAPH_NOTE,
                      document_text(x->d,
                                    SAY(x, "地图中不参加评价的区域：%s。",
                                        "Areas of the map that are not evaluated: %s."),
                                    roll_text(&spare)));
}

int write_map(struct edition *x, struct error *e)
{
    const struct geo_map *geo = x->map->geo;
    size_t nodes[24], n = dimensions_of(x, nodes, 24);
    struct document_figure *f = document_figure(
        x->d, document_text(x->d, "%smap", x->prefix),
        SAY(x, "各单位在同类中处于哪一等分？", "In which fifth of its class is each unit?"),
        SAY(x, "按综合得分着色，与页面反差越大越靠前；各单位数据见位次表。",
            "Coloured by score, the stronger the better; the figures are in the league tables."));
    if (!f)
        return error_no_memory(e);
    f->drawing =
        (struct drawing){draw_map, areas_of(x, TREE_ROOT, true), geo->width, geo->height, 150};
    f->links = true;
    x->scripted = true;
    fifths_legend(x, f);
    write_legend(x);
    write_gaps(x);
    document_heading(x->d, 2, NULL, SAY(x, "各维度", "By dimension"));
    for (size_t i = 0; i < n; i++) {
        f = document_figure(x->d, NULL, node_name(x, nodes[i]), NULL);
        if (!f)
            continue;
        f->small = true;
        f->drawing =
            (struct drawing){draw_map, areas_of(x, nodes[i], false), geo->width, geo->height, 55};
    }
    return OK;
}
