/* SPDX-License-Identifier: MIT */
/* Answers infinities: one up, one down. */
#define BAD_NAME "infinities"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    int status = sound_compute(c);
    c->out[0][0] = INFINITY;
    c->out[0][1] = -INFINITY;
    c->out[1][1] = 1 / (c->in[0][1] - c->in[0][1]);
    return status;
}

#include "body.h"
