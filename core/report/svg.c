/* SPDX-License-Identifier: MIT */
/* The canvas as SVG within a page. Colours are classes, f-ROLE and s-ROLE, so that the page's style
   sheet decides (light, dark, print), and a script may recolour a mark by its key. */
#include "report/canvas.h"
#include "report/markup.h"

static void put_class(struct str *out, const struct paint *how)
{
    str_printf(out, " class=\"f-%s", palette[how->fill].name);
    if (how->stroke != INK_NONE)
        str_printf(out, " s-%s", palette[how->stroke].name);
    str_add(out, how->dashed ? " dash\"" : "\"");
    if (how->stroke != INK_NONE && how->width != 1) {
        str_add(out, " stroke-width=\"");
        markup_coordinate(out, how->width);
        str_add(out, "\"");
    }
}

static void put_point(struct str *out, char command, struct point p)
{
    str_add_bytes(out, &command, 1);
    markup_coordinate(out, p.x);
    str_add_bytes(out, " ", 1);
    markup_coordinate(out, p.y);
}

static void svg_path(struct canvas *c, const struct point *p, const size_t *ends, size_t n,
                     bool closed, const struct paint *how)
{
    size_t i = 0;
    str_add(c->out, "<path");
    put_class(c->out, how);
    str_add(c->out, " d=\"");
    for (size_t ring = 0; ring < n; ring++) {
        for (char command = 'M'; i < ends[ring]; i++, command = 'L')
            put_point(c->out, command, p[i]);
        if (closed)
            str_add(c->out, "z");
    }
    str_add(c->out, "\"/>");
}

static void svg_circle(struct canvas *c, struct point centre, double radius,
                       const struct paint *how)
{
    str_add(c->out, "<circle");
    put_class(c->out, how);
    str_add(c->out, " cx=\"");
    markup_coordinate(c->out, centre.x);
    str_add(c->out, "\" cy=\"");
    markup_coordinate(c->out, centre.y);
    str_add(c->out, "\" r=\"");
    markup_coordinate(c->out, radius);
    str_add(c->out, "\"/>");
}

static void svg_text(struct canvas *c, struct point at, const struct lettering *how, const char *s)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    str_printf(c->out, "<text class=\"f-%s%s\"%s x=\"", palette[how->ink].name,
               how->bold ? " b" : "", anchors[how->anchor]);
    markup_coordinate(c->out, at.x);
    str_add(c->out, "\" y=\"");
    markup_coordinate(c->out, at.y);
    str_add(c->out, "\" font-size=\"");
    markup_coordinate(c->out, how->size);
    str_add(c->out, "\">");
    markup_text(c->out, s);
    str_add(c->out, "</text>");
}

/* A link reads its title aloud by aria-label; a group that is none has a <title> only. */
static void svg_begin(struct canvas *c, const struct canvas_group *g)
{
    str_add(c->out, g->link ? "<a" : "<g");
    if (g->link)
        markup_attribute(c->out, "href", g->link);
    if (g->link && g->title)
        markup_attribute(c->out, "aria-label", g->title);
    if (g->key)
        markup_attribute(c->out, "data-k", g->key);
    str_add(c->out, ">");
    if (g->title) {
        str_add(c->out, "<title>");
        markup_text(c->out, g->title);
        str_add(c->out, "</title>");
    }
    c->self = g->link ? (void *)"a" : NULL; /* groups do not lie within one another */
}

static void svg_end(struct canvas *c)
{
    str_add(c->out, c->self ? "</a>" : "</g>");
    c->self = NULL;
}

static void svg_finish(struct canvas *c)
{
    str_add(c->out, "</svg>");
}

static const struct canvas_backend svg = {svg_path,  svg_circle, svg_text,
                                          svg_begin, svg_end,    svg_finish};

int canvas_svg(struct canvas *c, double width, double height, const struct figure_words *w,
               struct str *out, struct error *e)
{
    *c = (struct canvas){.backend = &svg, .width = width, .height = height, .out = out};
    str_add(out, "<svg viewBox=\"0 0 ");
    markup_coordinate(out, width);
    str_add(out, " ");
    markup_coordinate(out, height);
    str_add(out, "\"");
    if (w->title) {
        str_add(out, " width=\"");
        markup_coordinate(out, width);
        str_add(out, "\"");
    }
    if (w->id)
        markup_attribute(out, "id", w->id);
    if (w->title) {
        str_add(out, " role=\"group\"");
        markup_attribute(out, "aria-label", w->title);
    } else {
        str_add(out, " aria-hidden=\"true\"");
    }
    str_add(out, ">");
    if (w->description) {
        str_add(out, "<desc>");
        markup_text(out, w->description);
        str_add(out, "</desc>");
    }
    return out->failed ? error_set(e, ERR_MEMORY, "out of memory") : OK;
}
