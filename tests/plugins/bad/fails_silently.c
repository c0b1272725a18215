/* SPDX-License-Identifier: MIT */
/* Answers non-zero without saying why. */
#define BAD_NAME "fails_silently"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    (void)c;
    return -7;
}

#include "body.h"
