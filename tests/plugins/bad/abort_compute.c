/* SPDX-License-Identifier: MIT */
/* Aborts in compute. */
#define BAD_NAME "abort_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdlib.h>

BAD_FUNCTION
{
    (void)c;
    abort();
}

#include "body.h"
