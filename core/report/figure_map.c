/* SPDX-License-Identifier: MIT */
/* Maps: areas filled by what they are, their names, and flows between them. */
#include <math.h>

#include "report/figures.h"

static struct paint paint_of(enum ink ink, bool bold, double line)
{
    return (struct paint){ink, bold ? INK_EDGE_BOLD : INK_EDGE, line * (bold ? 1.4 : 0.6), false};
}

static void draw_area(struct canvas *c, const struct geo_feature *f, const struct map_area *a,
                      double line)
{
    const struct paint how = paint_of(a->ink, a->bold, line);
    const struct canvas_group g = {.title = a->title, .link = a->link, .key = a->key};
    canvas_begin(c, &g);
    canvas_rings(c, f->p, f->ends, f->n_rings, &how);
    canvas_end(c);
}

/* Areas that nothing is said of, colour by colour. */
static void draw_plain_areas(struct canvas *c, const struct map *m, enum ink ink, bool bold)
{
    const struct paint how = paint_of(ink, bold, m->line);
    bool any = false;
    for (size_t i = 0; i < m->geo->n; i++) {
        const struct geo_feature *f = &m->geo->features[i];
        const struct map_area *a = &m->areas[i];
        if (a->title || a->ink != ink || a->bold != bold)
            continue;
        if (!any)
            canvas_begin(c, &(struct canvas_group){.paint = &how});
        any = true;
        canvas_rings(c, f->p, f->ends, f->n_rings, &how);
    }
    if (any)
        canvas_end(c);
}

/* ---- names ---------------------------------------------------------------- */

enum { LABEL = 10 };

/* By the rule of odd crossings, holes too. */
static bool is_within(const struct geo_feature *f, double x, double y)
{
    bool within = false;
    size_t first = 0;
    for (size_t ring = 0; ring < f->n_rings; first = f->ends[ring++])
        for (size_t i = first, j = f->ends[ring] - 1; i < f->ends[ring]; j = i++) {
            const struct point a = f->p[i], b = f->p[j];
            if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x)
                within = !within;
        }
    return within;
}

/* A name is written where the box that it fills lies within the area, as far as its edge tells. */
static void draw_label(struct canvas *c, const struct geo_feature *f, const struct map_area *a)
{
    const struct lettering how = {LABEL, ANCHOR_MIDDLE,
                                  ink_is_strong(a->ink) ? INK_GROUND : INK_TEXT, false};
    const double half = a->label ? canvas_text_width(a->label, LABEL) / 2 : 0;
    if (!a->label)
        return;
    for (int i = -2; i <= 2; i++)
        for (int j = -1; j <= 1; j++)
            if (!is_within(f, f->middle.x + i * half / 2, f->middle.y + j * 0.6 * LABEL))
                return;
    if (a->key)
        canvas_begin(c, &(struct canvas_group){.key = a->key});
    canvas_text(c, f->middle.x, f->middle.y + 0.36 * LABEL, &how, a->label);
    if (a->key)
        canvas_end(c);
}

/* ---- flows ---------------------------------------------------------------- */

/* An arc to the right of the way from one to the other, so that there and back stay apart. */
static void draw_flow(struct canvas *c, const struct map *m, const struct map_flow *f)
{
    enum { STEPS = 16 };
    const struct point from = f->from, to = f->to;
    const struct paint how = {INK_NONE, INK_EDGE_BOLD, m->line * (0.5 + 2.5 * f->width), false};
    const struct paint end = {INK_GROUND, INK_EDGE_BOLD, 1.4 * m->line, false};
    const struct point bend = {(from.x + to.x) / 2 + (from.y - to.y) * 0.15,
                               (from.y + to.y) / 2 + (to.x - from.x) * 0.15};
    struct point p[STEPS + 1];
    for (size_t i = 0; i <= STEPS; i++) {
        const double t = (double)i / STEPS, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), d = t * t;
        p[i] =
            (struct point){a * from.x + b * bend.x + d * to.x, a * from.y + b * bend.y + d * to.y};
    }
    canvas_begin(c, &(struct canvas_group){.title = f->title});
    canvas_polyline(c, p, STEPS + 1, &how);
    canvas_circle(c, to.x, to.y, 4 * m->line, &end);
    canvas_end(c);
}

void figure_map(struct canvas *c, const struct map *m)
{
    for (int bold = 0; bold < 2; bold++) { /* a neighbour drawn later would cover half an outline */
        for (int ink = INK_NONE + 1; ink < N_INKS; ink++)
            draw_plain_areas(c, m, (enum ink)ink, bold);
        for (size_t i = 0; i < m->geo->n; i++)
            if (m->areas[i].title && m->areas[i].bold == bold)
                draw_area(c, &m->geo->features[i], &m->areas[i], m->line);
    }
    for (size_t i = 0; i < m->n_flows; i++)
        draw_flow(c, m, &m->flows[i]);
    for (size_t i = 0; i < m->geo->n; i++)
        draw_label(c, &m->geo->features[i], &m->areas[i]);
}
