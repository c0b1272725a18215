/* SPDX-License-Identifier: MIT */
/* Changes the rounding mode on load and leaves it changed after compute. */
#define BAD_NAME "rounding"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <fenv.h>

BAD_CONSTRUCTOR
{
    fesetround(FE_UPWARD);
}

BAD_FUNCTION
{
    int status = sound_compute(c);
    fesetround(FE_UPWARD);
    return status;
}

#include "body.h"
