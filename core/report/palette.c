/* SPDX-License-Identifier: MIT */
/* The palette. Steps are the Blues of ColorBrewer 2.0 (Brewer, 2013) in reverse on light ground and
   straight on dark; kinds began as those of Okabe and Ito (2008), "Color Universal Design". Both
   are moved as far as tests/report/test_palette.c asks: letters on them can be read, and kinds stay
   apart where a hue is not seen. */
#include "report/palette.h"

const struct ink_colour palette[N_INKS] = {
    [INK_NONE] = {"none", 0, 0},
    [INK_TEXT] = {"text", 0x1b1f24, 0xe8eaed},
    [INK_MUTED] = {"muted", 0x59636e, 0xa5afb9},
    [INK_GROUND] = {"ground", 0xffffff, 0x14171b},
    [INK_AXIS] = {"axis", 0x6b7580, 0x8b96a1},
    [INK_GRID] = {"grid", 0xd5dae0, 0x343b43},
    [INK_SOFT] = {"soft", 0xeef1f5, 0x22272e},
    [INK_OWN] = {"own", 0x0b5cad, 0x6cb2f5},
    [INK_OWN_SOFT] = {"own-soft", 0xc7dcf0, 0x1f4468},
    [INK_OTHER] = {"other", 0x7d8894, 0x97a2ad},
    [INK_SPREAD] = {"spread", 0x76818c, 0x97a2ad},
    [INK_SPREAD_SOFT] = {"spread-soft", 0xc3cad1, 0x4d565f},
    [INK_EDGE] = {"edge", 0x8a94a0, 0x6b7580},
    [INK_EDGE_BOLD] = {"edge-bold", 0x1b1f24, 0xe8eaed},
    [INK_GOOD] = {"good", 0x00703c, 0x5cc58f},
    [INK_BAD] = {"bad", 0xa83a00, 0xf5a067},
    [INK_WARNING] = {"warning", 0x8a5a00, 0xf0c05a},
    [INK_MISSING] = {"missing", 0xe3e3e3, 0x3a3f45},
    [INK_STEP_1] = {"step-1", 0x08519c, 0xbdd7e7},
    [INK_STEP_2] = {"step-2", 0x2c75ad, 0x6baed6},
    [INK_STEP_3] = {"step-3", 0x6baed6, 0x256798},
    [INK_STEP_4] = {"step-4", 0xbdd7e7, 0x08519c},
    [INK_STEP_5] = {"step-5", 0xeff3ff, 0x12304f},
    [INK_LOW_2] = {"low-2", 0xb35806, 0xf1a340},
    [INK_LOW_1] = {"low-1", 0xf1c27d, 0x8a5718},
    [INK_MIDDLE] = {"middle", 0xf2f2f2, 0x2b3036},
    [INK_HIGH_1] = {"high-1", 0xa6bddb, 0x2c5f94},
    [INK_HIGH_2] = {"high-2", 0x2166ac, 0x7ab8ec},
    [INK_KIND_1] = {"kind-1", 0x0072b2, 0x56b4e9},
    [INK_KIND_2] = {"kind-2", 0xc4511e, 0xf28e4b},
    [INK_KIND_3] = {"kind-3", 0x00795b, 0x2fc39a},
    [INK_KIND_4] = {"kind-4", 0xa8437e, 0xe39ac4},
    [INK_KIND_5] = {"kind-5", 0x776201, 0xf0e442},
    [INK_KIND_6] = {"kind-6", 0x43408f, 0x9ad5f0},
    [INK_KIND_7] = {"kind-7", 0x4b4f54, 0xc7ccd1},
    [INK_KIND_8] = {"kind-8", 0x5a2a0a, 0xd1a271},
};
