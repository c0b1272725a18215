/* SPDX-License-Identifier: MIT */
/* Divides a whole number by zero. */
#define BAD_NAME "fpe_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    volatile int zero = 0, one = 1;
    one = one / zero;
    return sound_compute(c);
}

#include "body.h"
