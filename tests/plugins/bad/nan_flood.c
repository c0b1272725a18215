/* SPDX-License-Identifier: MIT */
/* Answers nothing but NaN, of an odd kind. */
#define BAD_NAME "nan_flood"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    for (size_t i = 0; i < c->n; i++)
        c->out[0][i] = c->out[1][i] = -__builtin_nan("0x123");
    return 0;
}

#include "body.h"
