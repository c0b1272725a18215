/* SPDX-License-Identifier: MIT */
/* Maps: areas filled by what they are, and flows between them. */
#include <math.h>

#include "report/figures.h"

static void draw_area(struct canvas *c, const struct geo_feature *f, const struct map_area *a)
{
    const struct paint how = {a->ink, a->bold ? INK_EDGE_BOLD : INK_EDGE, a->bold ? 1.4 : 0.6,
                              false};
    const struct canvas_group g = {a->title, a->link, a->key};
    if (a->title)
        canvas_begin(c, &g);
    canvas_rings(c, f->p, f->ends, f->n_rings, &how);
    if (a->title)
        canvas_end(c);
}

/* An arc to the right of the way from one to the other, so that there and back stay apart. */
static void draw_flow(struct canvas *c, struct point from, struct point to, double width)
{
    enum { STEPS = 16 };
    const struct paint how = {INK_NONE, INK_KIND_2, 0.6 + 4 * width, false};
    const struct point bend = {(from.x + to.x) / 2 + (from.y - to.y) * 0.15,
                               (from.y + to.y) / 2 + (to.x - from.x) * 0.15};
    struct point p[STEPS + 1];
    for (size_t i = 0; i <= STEPS; i++) {
        const double t = (double)i / STEPS, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), d = t * t;
        p[i] =
            (struct point){a * from.x + b * bend.x + d * to.x, a * from.y + b * bend.y + d * to.y};
    }
    canvas_polyline(c, p, STEPS + 1, &how);
}

void figure_map(struct canvas *c, const struct geo_map *m, const struct map_area *areas,
                const struct map_flow *flows, size_t n_flows)
{
    for (size_t i = 0; i < m->n; i++)
        if (!areas[i].bold)
            draw_area(c, &m->features[i], &areas[i]);
    for (size_t i = 0; i < m->n; i++)
        if (areas[i].bold)
            draw_area(c, &m->features[i], &areas[i]);
    for (size_t i = 0; i < n_flows; i++)
        draw_flow(c, m->features[flows[i].from].middle, m->features[flows[i].to].middle,
                  flows[i].width);
}
