/* SPDX-License-Identifier: MIT */
/* Ends the process with success instead of computing. */
#define BAD_NAME "exit_compute"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdlib.h>

BAD_FUNCTION
{
    (void)c;
    exit(0);
}

#include "body.h"
