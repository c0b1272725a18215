/* SPDX-License-Identifier: MIT */
/* Writes far beyond its output. */
#define BAD_NAME "far_output"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    for (size_t i = 0; i < (size_t)1 << 30; i += 512)
        c->out[1][i] = 1;
    return sound_compute(c);
}

#include "body.h"
