/* SPDX-License-Identifier: MIT */
/* Writes to its inputs, which is its own loss. */
#define BAD_NAME "tampers"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    int status = sound_compute(c);
    for (size_t i = 0; i < c->n; i++)
        ((double *)(size_t)c->in[0])[i] = -1;
    return status;
}

#include "body.h"
