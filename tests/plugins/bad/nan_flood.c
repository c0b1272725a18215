/* SPDX-License-Identifier: MIT */
/* Answers nothing but NaN, of an odd kind. */
#define BAD_NAME "nan_flood"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    (void)ctx, (void)state, (void)params, (void)in;
    for (size_t i = 0; i < n; i++)
        out[0][i] = out[1][i] = -__builtin_nan("0x123");
    return 0;
}

#include "body.h"
