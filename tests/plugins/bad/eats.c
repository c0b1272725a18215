/* SPDX-License-Identifier: MIT */
/* Takes memory and uses it, for ever. */
#define BAD_NAME "eats"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdlib.h>
#include <string.h>

BAD_FUNCTION
{
    (void)c;
    for (;;)
        memset(malloc((size_t)1 << 20), 1, (size_t)1 << 20);
    return 0;
}

#include "body.h"
