/* SPDX-License-Identifier: MIT */
/* Never returns from compute. */
#define BAD_NAME "loop_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    (void)ctx, (void)state, (void)params, (void)in, (void)out, (void)n;
    for (volatile unsigned i = 0;; i++)
        continue;
    return 0;
}

#include "body.h"
