/* SPDX-License-Identifier: MIT */
/* Writes to its inputs, which is its own loss. */
#define BAD_NAME "tampers"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    int status = sound_compute(ctx, state, params, in, out, n);
    for (size_t i = 0; i < n; i++)
        ((double *)(size_t)in[0])[i] = -1;
    return status;
}

#include "body.h"
