/* SPDX-License-Identifier: MIT */
/* Has no value anywhere, whatever it has written, and says why. */
#define BAD_NAME "undefined"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    sound_compute(c);
    heng_refuse(c, "nothing to divide by");
    return HENG_UNDEFINED;
}

#include "body.h"
