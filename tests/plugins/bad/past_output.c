/* SPDX-License-Identifier: MIT */
/* Writes one value past the end of its second output column. */
#define BAD_NAME "past_output"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    c->out[1][c->n] = 1;
    return sound_compute(c);
}

#include "body.h"
