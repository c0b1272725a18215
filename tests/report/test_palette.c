/* SPDX-License-Identifier: MIT */
/* What the palette promises, computed: contrasts of WCAG 2.1 on light and dark ground, steps that
   grey print keeps apart, kinds that are told apart without some of the hues. */
#include <math.h>
#include <stdlib.h>

#include "kit.h"
#include "report/assets.h"
#include "report/figures.h"

struct rgb {
    double r, g, b; /* linear, 0..1 */
};

/* IEC 61966-2-1. */
static double linear(uint32_t byte)
{
    const double v = (double)byte / 255;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static struct rgb colour_of(enum ink ink, bool dark)
{
    const uint32_t c = dark ? palette[ink].dark : palette[ink].light;
    return (struct rgb){linear(c >> 16), linear(c >> 8 & 255), linear(c & 255)};
}

static double luminance(struct rgb c)
{
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

static double contrast_between(double a, double b)
{
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static double contrast(enum ink a, enum ink b, bool dark)
{
    return contrast_between(luminance(colour_of(a, dark)), luminance(colour_of(b, dark)));
}

#define ASSERT_CONTRAST(a, b, dark, least)                                                         \
    ck_assert_msg(contrast(a, b, dark) >= (least), "%s on %s, %s: %.2f", palette[a].name,          \
                  palette[b].name, (dark) ? "dark" : "light", contrast(a, b, dark))

START_TEST(texts_can_be_read)
{
    static const enum ink texts[] = {INK_TEXT, INK_MUTED, INK_OWN, INK_GOOD, INK_BAD, INK_WARNING};
    for (int dark = 0; dark < 2; dark++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            ASSERT_CONTRAST(texts[i], INK_GROUND, dark, 4.5);
            ASSERT_CONTRAST(texts[i], INK_SOFT, dark, 4.5); /* a row that is pointed at */
        }
}
END_TEST

START_TEST(marks_can_be_seen)
{
    static const enum ink marks[] = {INK_AXIS, INK_OWN,  INK_OTHER,     INK_SPREAD,
                                     INK_EDGE, INK_TEXT, INK_EDGE_BOLD, INK_WARNING};
    for (int dark = 0; dark < 2; dark++) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            ASSERT_CONTRAST(marks[i], INK_GROUND, dark, 3);
        for (int kind = INK_KIND_1; kind <= INK_KIND_8; kind++)
            ASSERT_CONTRAST((enum ink)kind, INK_GROUND, dark, 3);
    }
}
END_TEST

/* In figures letters are of the ground or of the text on what is below them; in tables shades are
   two fifths as strong, and letters those of the text. */
START_TEST(letters_on_shades_can_be_read)
{
    for (int dark = 0; dark < 2; dark++) {
        for (int ink = INK_MISSING; ink < N_INKS; ink++)
            ASSERT_CONTRAST(ink_is_strong((enum ink)ink) ? INK_GROUND : INK_TEXT, (enum ink)ink,
                            dark, 4.5);
        for (int step = INK_STEP_1; step <= INK_STEP_5; step++) {
            const double text = luminance(colour_of(INK_TEXT, dark));
            uint32_t mixed = 0;
            for (unsigned shift = 0; shift < 24; shift += 8) {
                const uint32_t a = (dark ? palette[step].dark : palette[step].light) >> shift & 255;
                const uint32_t b =
                    (dark ? palette[INK_GROUND].dark : palette[INK_GROUND].light) >> shift & 255;
                mixed |= (uint32_t)lround(0.38 * a + 0.62 * b) << shift;
            }
            ck_assert(contrast_between(text, luminance((struct rgb){linear(mixed >> 16),
                                                                    linear(mixed >> 8 & 255),
                                                                    linear(mixed & 255)})) >= 4.5);
        }
    }
}
END_TEST

/* In grey, as printed: each step is lighter or darker than the one before, by an eye's measure. */
START_TEST(steps_stay_apart_in_grey)
{
    for (int dark = 0; dark < 2; dark++) {
        for (int step = INK_STEP_1; step < INK_STEP_5; step++) {
            const double a = luminance(colour_of((enum ink)step, dark)),
                         b = luminance(colour_of((enum ink)(step + 1), dark));
            ck_assert_msg(contrast_between(a, b) >= 1.2, "%s: %.2f", palette[step].name,
                          contrast_between(a, b));
            ck_assert(dark ? a > b : a < b);
        }
        /* Both ends of a scale about a middle are far from it; which is which, signs in cells tell.
         */
        ASSERT_CONTRAST(INK_LOW_2, INK_LOW_1, dark, 1.5);
        ASSERT_CONTRAST(INK_LOW_1, INK_MIDDLE, dark, 1.2);
        ASSERT_CONTRAST(INK_HIGH_1, INK_MIDDLE, dark, 1.5);
        ASSERT_CONTRAST(INK_HIGH_2, INK_HIGH_1, dark, 1.5);
    }
}
END_TEST

/* Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
   Deficiency", IEEE TVCG 15 (2009): protanopia, deuteranopia, tritanopia, on linear values. */
static const double machado[3][9] = {
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}};

static struct rgb seen(struct rgb c, const double *m)
{
    return (struct rgb){m[0] * c.r + m[1] * c.g + m[2] * c.b, m[3] * c.r + m[4] * c.g + m[5] * c.b,
                        m[6] * c.r + m[7] * c.g + m[8] * c.b};
}

static double lab_root(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE 1976: the distance of two colours in Lab, D65. */
static double distance(struct rgb a, struct rgb b)
{
    const struct rgb both[] = {a, b};
    double lab[2][3];
    for (int i = 0; i < 2; i++) {
        const struct rgb c = both[i];
        const double x = lab_root((0.4124 * c.r + 0.3576 * c.g + 0.1805 * c.b) / 0.9505);
        const double y = lab_root(luminance(c));
        const double z = lab_root((0.0193 * c.r + 0.1192 * c.g + 0.9505 * c.b) / 1.089);
        lab[i][0] = 116 * y - 16;
        lab[i][1] = 500 * (x - y);
        lab[i][2] = 200 * (y - z);
    }
    return sqrt(pow(lab[0][0] - lab[1][0], 2) + pow(lab[0][1] - lab[1][1], 2) +
                pow(lab[0][2] - lab[1][2], 2));
}

/* About 2.3 is just to be noticed side by side; these lie apart. */
START_TEST(kinds_are_told_apart_without_a_hue)
{
    for (int dark = 0; dark < 2; dark++)
        for (size_t m = 0; m < 3; m++)
            for (int i = INK_KIND_1; i <= INK_KIND_8; i++)
                for (int j = i + 1; j <= INK_KIND_8; j++) {
                    const double d = distance(seen(colour_of((enum ink)i, dark), machado[m]),
                                              seen(colour_of((enum ink)j, dark), machado[m]));
                    ck_assert_msg(d >= 9, "%s and %s, %s, %zu: %.1f", palette[i].name,
                                  palette[j].name, dark ? "dark" : "light", m, d);
                }
}
END_TEST

static bool is_of_palette(const char *hex)
{
    const uint32_t v = (uint32_t)strtoul(hex, NULL, 16);
    for (size_t i = 0; i < N_INKS; i++)
        if (palette[i].light == v)
            return true;
    return false;
}

/* The page's own style takes its colours from the palette (what is outside the page, on paper,
   cannot name them), but for the banner of made-up data. */
START_TEST(the_style_sheet_has_no_colours_of_its_own)
{
    size_t n = 0;
    for (const char *at = page_css; (at = strchr(at, '#')); at++)
        if (strspn(at + 1, "0123456789abcdefABCDEF") >= 3 && strncmp(at, "#8f1d13", 7) != 0 &&
            strncmp(at, "#fff", 4) != 0 && !is_of_palette(at + 1))
            n++;
    ck_assert_uint_eq(n, 0);
    ck_assert_double_ge(
        contrast_between(1, luminance((struct rgb){linear(0x8f), linear(0x1d), linear(0x13)})),
        4.5);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {texts_can_be_read,
                                  marks_can_be_seen,
                                  letters_on_shades_can_be_read,
                                  steps_stay_apart_in_grey,
                                  kinds_are_told_apart_without_a_hue,
                                  the_style_sheet_has_no_colours_of_its_own,
                                  NULL};
    return kit_run("palette", tests);
}
