/* SPDX-License-Identifier: MIT */
/* Never returns from a constructor. */
#define BAD_NAME "loop_load"
#include "bad.h"

BAD_CONSTRUCTOR
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

#include "body.h"
