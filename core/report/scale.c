/* SPDX-License-Identifier: MIT */
/* Values on a line of the canvas, and round numbers along it. */
#include <math.h>
#include <stdio.h>

#include "report/figures.h"
#include "stats/elementary.h"

double scale_place(const struct scale *s, double v)
{
    return s->to == s->from ? s->at + s->length / 2
                            : s->at + (v - s->from) / (s->to - s->from) * s->length;
}

/* 1, 2 or 5 times a power of ten, not below the least. */
static double round_step(double least)
{
    double power = real_pow(10, floor(real_log10(least)));
    for (size_t i = 0; i < 3; i++) {
        const double steps[] = {1, 2, 5};
        if (steps[i] * power >= least * (1 - 1e-9))
            return steps[i] * power;
    }
    return 10 * power;
}

static double step_of(const struct scale *s, size_t most)
{
    double span = fabs(s->to - s->from);
    return span > 0 && isfinite(span) && most > 0 ? round_step(span / (double)most) : 0;
}

size_t scale_ticks(const struct scale *s, size_t most, double *ticks)
{
    double step = step_of(s, most < 15 ? most : 15), low = fmin(s->from, s->to);
    size_t n = 0;
    if (!(step > 0)) {
        ticks[0] = s->from;
        return isfinite(s->from) ? 1 : 0;
    }
    for (double i = ceil(low / step - 1e-9);
         n < 16 && i * step <= fmax(s->from, s->to) + 1e-9 * step; i++)
        ticks[n++] = i * step + 0.0;
    return n;
}

size_t scale_rank_ticks(const struct scale *s, size_t most, double *ticks)
{
    const double span = fmax(1, floor(fabs(s->to - s->from)));
    return scale_ticks(s, (double)most < span ? most : (size_t)span, ticks);
}

struct scale scale_rounded(double low, double high, double at, double length)
{
    struct scale s = {low, high, at, length};
    double step;
    if (!(low < high))
        s = (struct scale){low - 1, low + 1, at, length};
    step = step_of(&s, 8);
    s.from = floor(s.from / step + 1e-9) * step;
    s.to = ceil(s.to / step - 1e-9) * step;
    return s;
}

void scale_label(double v, double step, char *text, size_t size)
{
    int decimals = step > 0 && step < 1 ? (int)ceil(-real_log10(step) - 1e-9) : 0;
    snprintf(text, size, "%.*f", decimals < 9 ? decimals : 9, v + 0.0);
}

void scale_draw(struct canvas *c, const struct scale *s, double y)
{
    const struct paint axis = {INK_NONE, INK_AXIS, 1, false};
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_MUTED, false};
    double ticks[16];
    const size_t n = scale_ticks(s, 6, ticks);
    canvas_line(c, s->at, y, s->at + s->length, y, &axis);
    for (size_t i = 0; i < n; i++) {
        char text[40];
        scale_label(ticks[i], n > 1 ? ticks[1] - ticks[0] : 1, text, sizeof text);
        canvas_line(c, scale_place(s, ticks[i]), y, scale_place(s, ticks[i]), y + 4, &axis);
        canvas_text(c, scale_place(s, ticks[i]), y + 16, &label, text);
    }
}

double labels_width(const char *const *labels, size_t n, double size, double least, double most)
{
    double width = least;
    for (size_t i = 0; i < n; i++)
        width = fmax(width, canvas_text_width(labels[i], size) + 12);
    return fmin(width, most);
}
