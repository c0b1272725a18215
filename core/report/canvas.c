/* SPDX-License-Identifier: MIT */
/* Shapes in terms of the few that a backend has to know. */
#include "report/canvas.h"

#include <stdio.h>
#include <string.h>

void canvas_rings(struct canvas *c, const struct point *p, const size_t *ends, size_t n,
                  const struct paint *how)
{
    if (n > 0)
        c->backend->path(c, p, ends, n, true, how);
}

void canvas_polygon(struct canvas *c, const struct point *p, size_t n, const struct paint *how)
{
    if (n > 0)
        c->backend->path(c, p, &n, 1, true, how);
}

void canvas_polyline(struct canvas *c, const struct point *p, size_t n, const struct paint *how)
{
    if (n > 1)
        c->backend->path(c, p, &n, 1, false, how);
}

void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2,
                 const struct paint *how)
{
    const struct point p[] = {{x1, y1}, {x2, y2}};
    canvas_polyline(c, p, 2, how);
}

void canvas_rectangle(struct canvas *c, double x, double y, double width, double height,
                      const struct paint *how)
{
    const struct point p[] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    canvas_polygon(c, p, 4, how);
}

void canvas_circle(struct canvas *c, double x, double y, double radius, const struct paint *how)
{
    c->backend->circle(c, (struct point){x, y}, radius, how);
}

void canvas_text(struct canvas *c, double x, double y, const struct lettering *how, const char *s)
{
    if (*s)
        c->backend->text(c, (struct point){x, y}, how, s);
}

enum { LABEL_BYTES = 256 };

/* How many bytes of s fit into the room, with an ellipsis behind them. */
static size_t bytes_within(const char *s, double size, double room)
{
    char text[LABEL_BYTES];
    size_t n = 0;
    uint32_t c;
    for (size_t at = 0; s[at];) {
        const size_t bytes = text_decode(s + at, strnlen(s + at, 4), &c);
        at += bytes ? bytes : 1;
        if (at >= sizeof text - sizeof "\u2026")
            break;
        memcpy(text, s, at);
        text[at] = '\0';
        if (canvas_text_width(text, size) + size > room)
            break;
        n = at;
    }
    return n;
}

void canvas_label(struct canvas *c, double x, double y, const struct lettering *how, const char *s,
                  double room)
{
    char text[LABEL_BYTES + sizeof "\u2026"];
    if (canvas_text_width(s, how->size) <= room) {
        canvas_text(c, x, y, how, s);
        return;
    }
    snprintf(text, sizeof text, "%.*s\u2026", (int)bytes_within(s, how->size, room), s);
    canvas_text(c, x, y, how, text);
}

void canvas_begin(struct canvas *c, const struct canvas_group *g)
{
    c->backend->begin(c, g);
}

void canvas_end(struct canvas *c)
{
    c->backend->end(c);
}

double canvas_text_width(const char *s, double size)
{
    return 0.54 * size * (double)text_width(s);
}

int canvas_finish(struct canvas *c, struct error *e)
{
    c->backend->finish(c);
    return c->out->failed ? error_set(e, ERR_MEMORY, "out of memory") : OK;
}
