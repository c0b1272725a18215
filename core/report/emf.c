/* SPDX-License-Identifier: MIT */
/*
 * The canvas as an enhanced metafile, which Word, WPS and LibreOffice draw as vectors.
 * [MS-EMF], Enhanced Metafile Format, section 2.3. A metafile knows neither links nor transparency:
 * groups are passed over, areas are flat. Coordinates are whole numbers, 10,000 across the picture.
 */
#include <math.h>
#include <string.h>

#include "report/canvas.h"

enum {
    EMR_HEADER = 1,
    EMR_POLYGON = 3,
    EMR_POLYLINE = 4,
    EMR_POLYPOLYGON = 8,
    EMR_SETWINDOWEXTEX = 9,
    EMR_SETVIEWPORTEXTEX = 11,
    EMR_EOF = 14,
    EMR_SETMAPMODE = 17,
    EMR_SETBKMODE = 18,
    EMR_SETPOLYFILLMODE = 19,
    EMR_SETTEXTALIGN = 22,
    EMR_SETTEXTCOLOR = 24,
    EMR_SELECTOBJECT = 37,
    EMR_CREATEPEN = 38,
    EMR_CREATEBRUSHINDIRECT = 39,
    EMR_DELETEOBJECT = 40,
    EMR_ELLIPSE = 42,
    EMR_EXTCREATEFONTINDIRECTW = 82,
    EMR_EXTTEXTOUTW = 84,
    EMR_EXTCREATEPEN = 95,
};

enum { ACROSS = 10000, HEADER_BYTES = 108, FONT_BYTES = 332, TEXT_BYTES = 76, N_HANDLES = 4 };
enum { BRUSH = 1, PEN = 2, FONT = 3 };
static const uint32_t NULL_BRUSH = 0x80000005, NULL_PEN = 0x80000008;

static void put_u32(struct canvas *c, uint32_t v)
{
    const char bytes[] = {(char)(v & 0xff), (char)(v >> 8 & 0xff), (char)(v >> 16 & 0xff),
                          (char)(v >> 24 & 0xff)};
    str_add_bytes(c->out, bytes, 4);
}

static void put_u16(struct canvas *c, uint32_t v)
{
    const char bytes[] = {(char)(v & 0xff), (char)(v >> 8 & 0xff)};
    str_add_bytes(c->out, bytes, 2);
}

static void put_zeros(struct canvas *c, size_t n)
{
    static const char zeros[256];
    str_add_bytes(c->out, zeros, n);
}

/* A record of whole numbers. */
#define RECORD(c, type, ...)                                                                       \
    record(c, type, (const uint32_t[]){__VA_ARGS__},                                               \
           sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void record_head(struct canvas *c, uint32_t type, size_t bytes)
{
    put_u32(c, type);
    put_u32(c, (uint32_t)bytes);
}

static void record(struct canvas *c, uint32_t type, const uint32_t *v, size_t n)
{
    record_head(c, type, 8 + 4 * n);
    for (size_t i = 0; i < n; i++)
        put_u32(c, v[i]);
}

static int32_t units(const struct canvas *c, double v)
{
    double scaled = v * ACROSS / c->width;
    return isfinite(scaled) && fabs(scaled) < 1e8 ? (int32_t)lround(scaled) : 0;
}

static uint32_t colour(enum ink ink)
{
    uint32_t rgb = palette[ink].light;
    return (rgb & 0xff) << 16 | (rgb & 0xff00) | rgb >> 16;
}

/* ---- shapes --------------------------------------------------------------- */

enum { BS_SOLID = 0, PS_SOLID = 0, PS_DASH = 1, PS_ENDCAP_FLAT = 0x200, PS_GEOMETRIC = 0x10000 };

/* A plain pen with dashes is solid where it is wider than a pixel. */
static void choose_pen(struct canvas *c, const struct paint *how)
{
    const uint32_t width = (uint32_t)units(c, how->width);
    if (how->dashed)
        RECORD(c, EMR_EXTCREATEPEN, PEN, 0, 0, 0, 0, PS_GEOMETRIC | PS_ENDCAP_FLAT | PS_DASH, width,
               BS_SOLID, colour(how->stroke), 0, 0);
    else
        RECORD(c, EMR_CREATEPEN, PEN, PS_SOLID, width, 0, colour(how->stroke));
}

static void choose(struct canvas *c, const struct paint *how)
{
    if (how->fill != INK_NONE)
        RECORD(c, EMR_CREATEBRUSHINDIRECT, BRUSH, BS_SOLID, colour(how->fill), 0);
    RECORD(c, EMR_SELECTOBJECT, how->fill != INK_NONE ? BRUSH : NULL_BRUSH);
    if (how->stroke != INK_NONE)
        choose_pen(c, how);
    RECORD(c, EMR_SELECTOBJECT, how->stroke != INK_NONE ? PEN : NULL_PEN);
}

static void let_go(struct canvas *c, const struct paint *how)
{
    RECORD(c, EMR_SELECTOBJECT, NULL_BRUSH);
    RECORD(c, EMR_SELECTOBJECT, NULL_PEN);
    if (how->fill != INK_NONE)
        RECORD(c, EMR_DELETEOBJECT, BRUSH);
    if (how->stroke != INK_NONE)
        RECORD(c, EMR_DELETEOBJECT, PEN);
}

static void put_bounds(struct canvas *c)
{
    put_u32(c, 0);
    put_u32(c, 0);
    put_u32(c, ACROSS);
    put_u32(c, (uint32_t)units(c, c->height));
}

static void put_points(struct canvas *c, const struct point *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_u32(c, (uint32_t)units(c, p[i].x));
        put_u32(c, (uint32_t)units(c, p[i].y));
    }
}

static void put_rings(struct canvas *c, const struct point *p, const size_t *ends, size_t n)
{
    record_head(c, EMR_POLYPOLYGON, 32 + 4 * n + 8 * ends[n - 1]);
    put_bounds(c);
    put_u32(c, (uint32_t)n);
    put_u32(c, (uint32_t)ends[n - 1]);
    for (size_t i = 0; i < n; i++)
        put_u32(c, (uint32_t)(ends[i] - (i ? ends[i - 1] : 0)));
    put_points(c, p, ends[n - 1]);
}

static void emf_path(struct canvas *c, const struct point *p, const size_t *ends, size_t n,
                     bool closed, const struct paint *how)
{
    choose(c, how);
    if (closed && n > 1) {
        put_rings(c, p, ends, n);
    } else {
        record_head(c, closed ? EMR_POLYGON : EMR_POLYLINE, 28 + 8 * ends[0]);
        put_bounds(c);
        put_u32(c, (uint32_t)ends[0]);
        put_points(c, p, ends[0]);
    }
    let_go(c, how);
}

static void emf_circle(struct canvas *c, struct point centre, double radius,
                       const struct paint *how)
{
    choose(c, how);
    RECORD(c, EMR_ELLIPSE, (uint32_t)units(c, centre.x - radius),
           (uint32_t)units(c, centre.y - radius), (uint32_t)units(c, centre.x + radius),
           (uint32_t)units(c, centre.y + radius));
    let_go(c, how);
}

/* ---- text ----------------------------------------------------------------- */

/* 微软雅黑, which is where Word is; elsewhere another takes its place. */
static const uint16_t face[] = {0x5fae, 0x8f6f, 0x96c5, 0x9ed1};

static void put_font(struct canvas *c, const struct lettering *how)
{
    record_head(c, EMR_EXTCREATEFONTINDIRECTW, FONT_BYTES);
    put_u32(c, FONT);
    put_u32(c, (uint32_t)-units(c, how->size));
    put_zeros(c, 12);
    put_u32(c, how->bold ? 700 : 400);
    put_u32(c, 134u << 24); /* GB2312_CHARSET */
    put_u32(c, 0);
    for (size_t i = 0; i < 32; i++)
        put_u16(c, i < sizeof face / sizeof *face ? face[i] : 0);
    put_zeros(c, 128);
    put_zeros(c, FONT_BYTES - 12 - 92 - 128);
}

/* Code units of a text, and how far each moves on; an advance for a pair stands at its first. */
struct wide_text {
    struct canvas *c;
    struct str units, advances;
};

static void add_unit(struct wide_text *w, uint32_t unit, double advance)
{
    uint32_t v = (uint32_t)units(w->c, advance);
    const char u[] = {(char)(unit & 0xff), (char)(unit >> 8 & 0xff)};
    const char a[] = {(char)(v & 0xff), (char)(v >> 8 & 0xff), (char)(v >> 16 & 0xff), 0};
    str_add_bytes(&w->units, u, 2);
    str_add_bytes(&w->advances, a, 4);
}

static void widen(struct wide_text *w, const char *s, double size)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n;) {
        uint32_t c = 0xfffd;
        char one[8] = "";
        size_t bytes = text_decode(s + i, n - i, &c);
        if (bytes && bytes < sizeof one)
            memcpy(one, s + i, bytes);
        if (!bytes || text_is_control(c))
            c = 0xfffd;
        if (c > 0xffff) {
            add_unit(w, 0xd800 + ((c - 0x10000) >> 10), canvas_text_width(one, size));
            add_unit(w, 0xdc00 + ((c - 0x10000) & 0x3ff), 0);
        } else {
            add_unit(w, c, canvas_text_width(one, size));
        }
        i += bytes ? bytes : 1;
    }
}

static void put_text(struct canvas *c, struct point at, const struct wide_text *w)
{
    size_t n = w->units.n / 2, string = (w->units.n + 3) / 4 * 4;
    const float one = 1;
    uint32_t scale;
    memcpy(&scale, &one, sizeof scale);
    record_head(c, EMR_EXTTEXTOUTW, TEXT_BYTES + string + 4 * n);
    put_bounds(c);
    put_u32(c, 1); /* GM_COMPATIBLE */
    put_u32(c, scale);
    put_u32(c, scale);
    put_u32(c, (uint32_t)units(c, at.x));
    put_u32(c, (uint32_t)units(c, at.y));
    put_u32(c, (uint32_t)n);
    put_u32(c, TEXT_BYTES);
    put_zeros(c, 4 + 16);
    put_u32(c, (uint32_t)(TEXT_BYTES + string));
    str_add_bytes(c->out, w->units.s, w->units.n);
    put_zeros(c, string - w->units.n);
    str_add_bytes(c->out, w->advances.s, w->advances.n);
}

static void emf_text(struct canvas *c, struct point at, const struct lettering *how, const char *s)
{
    static const uint32_t align[] = {0, 6, 2}; /* TA_LEFT, TA_CENTER, TA_RIGHT */
    enum { TA_BASELINE = 24 };
    struct wide_text w = {.c = c};
    widen(&w, s, how->size);
    if (w.units.failed || w.advances.failed)
        c->out->failed = true;
    if (w.units.n && !c->out->failed) {
        put_font(c, how);
        RECORD(c, EMR_SELECTOBJECT, FONT);
        RECORD(c, EMR_SETTEXTCOLOR, colour(how->ink));
        RECORD(c, EMR_SETTEXTALIGN, TA_BASELINE | align[how->anchor]);
        put_text(c, at, &w);
        RECORD(c, EMR_SELECTOBJECT, 0x8000000d); /* SYSTEM_FONT */
        RECORD(c, EMR_DELETEOBJECT, FONT);
    }
    str_fini(&w.units);
    str_fini(&w.advances);
}

/* ---- the whole ------------------------------------------------------------ */

static void emf_begin(struct canvas *c, const struct canvas_group *g)
{
    (void)c, (void)g;
}

static void emf_end(struct canvas *c)
{
    (void)c;
}

static void overwrite(struct canvas *c, size_t at, uint32_t v)
{
    struct canvas copy = *c;
    struct str bytes = {0};
    copy.out = &bytes;
    put_u32(&copy, v);
    if (!bytes.failed && !c->out->failed)
        memcpy(c->out->s + at, bytes.s, 4);
    str_fini(&bytes);
}

/* Where the picture begins in out, for the sizes in its header. */
static size_t start_of(const struct canvas *c)
{
    return (size_t)(uintptr_t)c->self;
}

static uint32_t count_records(const struct canvas *c)
{
    uint32_t n = 0, bytes;
    for (size_t at = start_of(c); at + 8 <= c->out->n; at += bytes, n++) {
        const unsigned char *p = (const unsigned char *)c->out->s + at + 4;
        bytes = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        if (bytes < 8)
            break;
    }
    return n;
}

static void emf_finish(struct canvas *c)
{
    size_t start = start_of(c);
    RECORD(c, EMR_EOF, 0, 16, 20);
    if (c->out->failed)
        return;
    overwrite(c, start + 48, (uint32_t)(c->out->n - start));
    overwrite(c, start + 52, count_records(c));
}

static void put_header(struct canvas *c)
{
    uint32_t across = ACROSS, down = (uint32_t)units(c, c->height);
    double mm_down = c->width_mm * c->height / c->width;
    record_head(c, EMR_HEADER, HEADER_BYTES);
    put_bounds(c);
    put_u32(c, 0);
    put_u32(c, 0);
    put_u32(c, (uint32_t)lround(c->width_mm * 100));
    put_u32(c, (uint32_t)lround(mm_down * 100));
    put_u32(c, 0x464d4520); /* " EMF" */
    put_u32(c, 0x10000);
    put_zeros(c, 8); /* bytes and records: emf_finish */
    put_u32(c, N_HANDLES);
    put_zeros(c, 12); /* no description, no palette */
    put_u32(c, across);
    put_u32(c, down);
    put_u32(c, (uint32_t)lround(c->width_mm));
    put_u32(c, (uint32_t)lround(mm_down));
    put_zeros(c, 12);
    put_u32(c, (uint32_t)lround(c->width_mm * 1000));
    put_u32(c, (uint32_t)lround(mm_down * 1000));
}

static const struct canvas_backend emf = {emf_path,  emf_circle, emf_text,
                                          emf_begin, emf_end,    emf_finish};

int canvas_emf(struct canvas *c, double width, double height, double width_mm, struct str *out,
               struct error *e)
{
    enum { MM_ANISOTROPIC = 8, TRANSPARENT = 1, ALTERNATE = 1 };
    *c = (struct canvas){.backend = &emf,
                         .width = width,
                         .height = height,
                         .width_mm = width_mm,
                         .out = out,
                         .self = (void *)(uintptr_t)out->n};
    put_header(c);
    RECORD(c, EMR_SETMAPMODE, MM_ANISOTROPIC);
    RECORD(c, EMR_SETWINDOWEXTEX, ACROSS, (uint32_t)units(c, height));
    RECORD(c, EMR_SETVIEWPORTEXTEX, ACROSS, (uint32_t)units(c, height));
    RECORD(c, EMR_SETBKMODE, TRANSPARENT);
    RECORD(c, EMR_SETPOLYFILLMODE, ALTERNATE);
    return out->failed ? error_set(e, ERR_MEMORY, "out of memory") : OK;
}
