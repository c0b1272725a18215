/* SPDX-License-Identifier: MIT */
/* Writes before the start of its first output column. */
#define BAD_NAME "before_output"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    c->out[0][-1] = 1;
    return sound_compute(c);
}

#include "body.h"
