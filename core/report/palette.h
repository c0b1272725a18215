/* SPDX-License-Identifier: MIT */
/*
 * The roles of colours, and what they are on a light page, a dark one and on paper. One table:
 * style sheet, metafiles and workbooks read it here. Areas that are told apart by colour differ in
 * lightness as well, so that they stay apart in grey print and for who does not see hues; texts
 * have a contrast of at least 4.5 to 1 against the ground, marks 3 to 1 (WCAG 2.1, AA).
 */
#ifndef HENG_REPORT_PALETTE_H
#define HENG_REPORT_PALETTE_H

#include <stddef.h>
#include <stdint.h>

enum ink {
    INK_NONE,
    INK_TEXT,
    INK_MUTED,  /* text that is less in the way */
    INK_GROUND, /* the page */
    INK_AXIS,
    INK_GRID,
    INK_SOFT, /* behind rows that are heads, and code */
    INK_OWN,  /* the unit or the line that it is about */
    INK_OWN_SOFT,
    INK_OTHER,  /* what it is compared with */
    INK_SPREAD, /* ranges */
    INK_SPREAD_SOFT,
    INK_EDGE, /* outlines of areas */
    INK_EDGE_BOLD,
    INK_GOOD,
    INK_BAD,
    INK_WARNING,
    INK_MISSING, /* no data */
    INK_STEP_1,  /* in order: the best fifth ... */
    INK_STEP_2,
    INK_STEP_3,
    INK_STEP_4,
    INK_STEP_5, /* ... the last */
    INK_LOW_2,  /* about a middle: far below ... */
    INK_LOW_1,
    INK_MIDDLE,
    INK_HIGH_1,
    INK_HIGH_2, /* ... far above */
    INK_KIND_1, /* kinds without an order */
    INK_KIND_2,
    INK_KIND_3,
    INK_KIND_4,
    INK_KIND_5,
    INK_KIND_6,
    INK_KIND_7,
    INK_KIND_8,
    N_INKS
};

struct ink_colour {
    const char *name;     /* of the style sheet's variable */
    uint32_t light, dark; /* 0xRRGGBB; paper is light */
};

extern const struct ink_colour palette[N_INKS];

/* One of the n kinds, round and round. */
static inline enum ink ink_of_kind(size_t i)
{
    return (enum ink)(INK_KIND_1 + i % (INK_KIND_8 - INK_KIND_1 + 1));
}

#endif
