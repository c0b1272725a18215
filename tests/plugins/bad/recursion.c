/* SPDX-License-Identifier: MIT */
/* Calls itself for ever. */
#define BAD_NAME "recursion"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

static volatile int depth;

static int deeper(volatile int *above)
{
    volatile int here[1000] = {0};
    here[depth % 1000] = *above + 1;
    return depth < 0 ? 0 : deeper(here) + here[1];
}

BAD_FUNCTION
{
    return deeper(&depth) + sound_compute(c);
}

#include "body.h"
