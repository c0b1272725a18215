/* SPDX-License-Identifier: MIT */
/* Never returns from compute. */
#define BAD_NAME "loop_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    (void)c;
    for (volatile unsigned i = 0;; i++)
        continue;
    return 0;
}

#include "body.h"
