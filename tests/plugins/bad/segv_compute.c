/* SPDX-License-Identifier: MIT */
/* Writes through a null pointer in compute. */
#define BAD_NAME "segv_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
    return sound_compute(c);
}

#include "body.h"
