/* SPDX-License-Identifier: MIT */
/* Never returns from compute, and uses no processor time. */
#define BAD_NAME "sleep_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <unistd.h>

BAD_FUNCTION
{
    (void)c;
    for (;;)
        sleep(1);
    return 0;
}

#include "body.h"
