/* SPDX-License-Identifier: MIT */
/*
 * A figure is drawn once, on a canvas; where it is written to (SVG in a page, EMF in a Word
 * document) is the canvas's business.
 *
 * Coordinates are the figure's own, from the top left corner, x to the right, y down; width and
 * height say how large it is in them, width_mm how wide it is on paper. Colours are roles, not
 * colours: a page shows them by its style sheet, light or dark; a document by the palette.
 * Texts are UTF-8. Nothing fails on the way: what went wrong is kept until canvas_finish.
 */
#ifndef HENG_REPORT_CANVAS_H
#define HENG_REPORT_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "report/palette.h"

struct point {
    double x, y;
};

/* How an outline or an area is painted; INK_NONE: not at all. */
struct paint {
    enum ink fill, stroke;
    double width; /* of the stroke */
    bool dashed;
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct lettering {
    double size;
    enum anchor anchor;
    enum ink ink;
    bool bold;
};

/* What a group of marks stands for: shown where the pointer rests and read to who does not see;
   link: "#u330102" in a page; key: what scripts of the page know it by. Each may be NULL. */
struct canvas_group {
    const char *title, *link, *key;
    bool shared;               /* drawn in the same way again and again: a page keeps it once */
    const struct paint *paint; /* what is painted by this very one within it says so no more */
};

struct canvas;
struct text_index;

struct canvas_backend {
    /* closed: its rings are areas, of which an inner one is a hole; else lines. ends[i]: behind the
       last point of ring i */
    void (*path)(struct canvas *c, const struct point *p, const size_t *ends, size_t n, bool closed,
                 const struct paint *how);
    void (*circle)(struct canvas *c, struct point centre, double radius, const struct paint *how);
    void (*text)(struct canvas *c, struct point at, const struct lettering *how, const char *s);
    void (*begin)(struct canvas *c, const struct canvas_group *g);
    void (*end)(struct canvas *c);
    void (*finish)(struct canvas *c);
};

struct canvas {
    const struct canvas_backend *backend;
    double width, height, width_mm;
    struct str *out; /* SVG text, or the bytes of an EMF */
    void *self;      /* the backend's */
    struct text_index *shared;
    struct canvas_group group; /* that is open, as it was begun; it begins at `mark` of out */
    size_t mark;
};

/* ---- drawing ---------------------------------------------------------------- */

void canvas_rings(struct canvas *c, const struct point *p, const size_t *ends, size_t n,
                  const struct paint *how);
void canvas_polygon(struct canvas *c, const struct point *p, size_t n, const struct paint *how);
void canvas_polyline(struct canvas *c, const struct point *p, size_t n, const struct paint *how);
void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2,
                 const struct paint *how);
void canvas_rectangle(struct canvas *c, double x, double y, double width, double height,
                      const struct paint *how);
void canvas_circle(struct canvas *c, double x, double y, double radius, const struct paint *how);
void canvas_text(struct canvas *c, double x, double y, const struct lettering *how, const char *s);
/* As canvas_text, shortened with an ellipsis to what fits into the room. */
void canvas_label(struct canvas *c, double x, double y, const struct lettering *how, const char *s,
                  double room);
void canvas_begin(struct canvas *c, const struct canvas_group *g);
void canvas_end(struct canvas *c);

/* About how wide a text is at a size, in the same units: full-width characters count a whole one,
   others a good half. For keeping labels apart, not for typesetting. */
double canvas_text_width(const char *s, double size);

/* ---- where it goes ------------------------------------------------------------ */

/* What stands for the figure where it cannot be seen. id: of the element, unique in a page. */
struct figure_words {
    const char *id, *title, *description;
    bool links; /* there are some in it: what reads pages aloud goes into it */
};

/* Appends an <svg> element to out. shared: what the page holds already of long outlines and shared
   groups; they are drawn by reference there. NULL: everything is written out. */
int canvas_svg(struct canvas *c, double width, double height, const struct figure_words *w,
               struct text_index *shared, struct str *out, struct error *e);
/* Appends an enhanced metafile; width_mm on paper. */
int canvas_emf(struct canvas *c, double width, double height, double width_mm, struct str *out,
               struct error *e);
/* Ends the picture. ERR_MEMORY. */
int canvas_finish(struct canvas *c, struct error *e);

#endif
