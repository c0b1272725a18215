/* SPDX-License-Identifier: MIT */
/* The canvas as SVG within a page. Colours are classes, f-ROLE and s-ROLE, so that the page's style
   sheet decides (light, dark, print), and a script may recolour a mark by its key. */
#include "data/text_index.h"
#include "report/canvas.h"
#include "report/markup.h"

/* What a page's style sheet takes for granted is not said: no fill, texts of the ink of texts
 * at 11. */
static void put_class(const struct canvas *c, const struct paint *how)
{
    struct str *out = c->out;
    const char *blank = "";
    if (how == c->group.paint)
        return;
    if (how->fill == INK_NONE && how->stroke == INK_NONE)
        return;
    str_add(out, " class=\"");
    if (how->fill != INK_NONE) {
        str_printf(out, "f-%s", palette[how->fill].name);
        blank = " ";
    }
    if (how->stroke != INK_NONE)
        str_printf(out, "%ss-%s", blank, palette[how->stroke].name);
    str_add(out, how->dashed ? " dash\"" : "\"");
    if (how->stroke != INK_NONE && how->width != 1) {
        str_add(out, " stroke-width=\"");
        markup_coordinate(out, how->width);
        str_add(out, "\"");
    }
}

/* ---- outlines ------------------------------------------------------------- */

struct hundredths {
    long long x, y;
};

static struct hundredths hundredths_of(struct point p)
{
    return (struct hundredths){markup_hundredths(p.x), markup_hundredths(p.y)};
}

/* Numbers are parted where a sign does not part them. */
static void put_next(struct str *out, long long v)
{
    if (v >= 0)
        str_add_bytes(out, " ", 1);
    markup_put_hundredths(out, v);
}

/* A step from the last point, which repeats the command where that is the same: 0 of M, l, h, v. */
static char put_step(struct str *out, struct hundredths by, char last)
{
    const char command = by.y == 0 ? 'h' : by.x == 0 ? 'v' : 'l';
    const long long first = command == 'v' ? by.y : by.x;
    if (command != last) {
        str_add_bytes(out, &command, 1);
        markup_put_hundredths(out, first);
    } else {
        put_next(out, first);
    }
    if (command == 'l')
        put_next(out, by.y);
    return command;
}

/* Absolute where a ring begins, then steps: they are short, and exact, since all are hundredths. */
static void put_rings(struct str *out, const struct point *p, const size_t *ends, size_t n,
                      bool closed)
{
    size_t i = 0;
    for (size_t ring = 0; ring < n; ring++) {
        struct hundredths at = {0, 0};
        char last = 0;
        for (size_t first = i; i < ends[ring]; i++) {
            const struct hundredths to = hundredths_of(p[i]);
            if (i == first) {
                str_add_bytes(out, "M", 1);
                markup_put_hundredths(out, to.x);
                put_next(out, to.y);
            } else if (to.x != at.x || to.y != at.y) {
                last = put_step(out, (struct hundredths){to.x - at.x, to.y - at.y}, last);
            }
            at = to;
        }
        if (closed)
            str_add(out, "z");
    }
}

/* An outline that is long enough to be worth it is written once, without a colour of its own. */
enum { SHARED_LEAST = 80 };

static void svg_path(struct canvas *c, const struct point *p, const size_t *ends, size_t n,
                     bool closed, const struct paint *how)
{
    struct str d = {0};
    size_t at, known;
    put_rings(&d, p, ends, n, closed);
    c->out->failed = c->out->failed || d.failed;
    if (d.failed)
        return;
    if (!c->shared || c->group.shared || d.n < SHARED_LEAST) {
        str_add(c->out, "<path");
        put_class(c, how);
        str_printf(c->out, " d=\"%s\"/>", d.s);
        str_fini(&d);
        return;
    }
    known = c->shared->n;
    if (text_index_put(c->shared, d.s, d.n, &at)) {
        c->out->failed = true;
    } else if (at < known) {
        str_add(c->out, "<use");
        put_class(c, how);
        str_printf(c->out, " href=\"#x%zu\"/>", at);
    } else {
        str_add(c->out, "<g");
        put_class(c, how);
        str_printf(c->out, "><path id=\"x%zu\" d=\"%s\"/></g>", at, d.s);
    }
    str_fini(&d);
}

static void svg_circle(struct canvas *c, struct point centre, double radius,
                       const struct paint *how)
{
    str_add(c->out, "<circle");
    put_class(c, how);
    str_add(c->out, " cx=\"");
    markup_coordinate(c->out, centre.x);
    str_add(c->out, "\" cy=\"");
    markup_coordinate(c->out, centre.y);
    str_add(c->out, "\" r=\"");
    markup_coordinate(c->out, radius);
    str_add(c->out, "\"/>");
}

static void put_letter_class(struct str *out, const struct lettering *how)
{
    static const char *const anchors[] = {"", "m", "e"};
    const char *blank = "";
    if (how->ink == INK_TEXT && !how->bold && how->anchor == ANCHOR_START)
        return;
    str_add(out, " class=\"");
    if (how->ink != INK_TEXT) {
        str_printf(out, "f-%s", palette[how->ink].name);
        blank = " ";
    }
    if (how->bold) {
        str_printf(out, "%sb", blank);
        blank = " ";
    }
    if (how->anchor != ANCHOR_START)
        str_printf(out, "%s%s", blank, anchors[how->anchor]);
    str_add(out, "\"");
}

static void svg_text(struct canvas *c, struct point at, const struct lettering *how, const char *s)
{
    str_add(c->out, "<text");
    put_letter_class(c->out, how);
    str_add(c->out, " x=\"");
    markup_coordinate(c->out, at.x);
    str_add(c->out, "\" y=\"");
    markup_coordinate(c->out, at.y);
    if (how->size != 11) {
        str_add(c->out, "\" font-size=\"");
        markup_coordinate(c->out, how->size);
    }
    str_add(c->out, "\">");
    markup_text(c->out, s);
    str_add(c->out, "</text>");
}

/* ---- groups --------------------------------------------------------------- */

/* A link reads its title aloud by aria-label; a group that is none has a <title> only. Groups do
   not lie within one another. */
static void svg_begin(struct canvas *c, const struct canvas_group *g)
{
    c->group = (struct canvas_group){0};
    c->mark = c->out->n;
    if (g->shared && c->shared) { /* its end knows whether the page has it */
        c->group = *g;
        return;
    }
    str_add(c->out, g->link ? "<a" : "<g");
    if (g->link)
        markup_attribute(c->out, "href", g->link);
    if (g->paint)
        put_class(c, g->paint);
    c->group = *g;
    if (g->key)
        markup_attribute(c->out, "data-k", g->key);
    str_add(c->out, ">");
    if (g->title) {
        str_add(c->out, "<title>");
        markup_text(c->out, g->title);
        str_add(c->out, "</title>");
    }
}

/* What was drawn since the mark, by reference where the page has it. */
static void end_shared(struct canvas *c)
{
    const size_t known = c->shared->n, n = c->out->n - c->mark;
    size_t at;
    if (c->out->failed || n == 0)
        return;
    if (text_index_put(c->shared, c->out->s + c->mark, n, &at)) {
        c->out->failed = true;
        return;
    }
    c->out->n = c->mark;
    c->out->s[c->mark] = '\0';
    if (at < known)
        str_printf(c->out, "<use href=\"#x%zu\"/>", at);
    else
        str_printf(c->out, "<g id=\"x%zu\">%s</g>", at, c->shared->v[at]);
}

static void svg_end(struct canvas *c)
{
    if (c->group.shared && c->shared)
        end_shared(c);
    else
        str_add(c->out, c->group.link ? "</a>" : "</g>");
    c->group = (struct canvas_group){0};
}

static void svg_finish(struct canvas *c)
{
    str_add(c->out, "</svg>");
}

static const struct canvas_backend svg = {svg_path,  svg_circle, svg_text,
                                          svg_begin, svg_end,    svg_finish};

int canvas_svg(struct canvas *c, double width, double height, const struct figure_words *w,
               struct text_index *shared, struct str *out, struct error *e)
{
    *c = (struct canvas){
        .backend = &svg, .width = width, .height = height, .out = out, .shared = shared};
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
        str_printf(out, " role=\"%s\"", w->links ? "group" : "img");
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
