/* SPDX-License-Identifier: MIT */
/* Wants to write a file, and fails if it can. */
#define BAD_NAME "opens"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <fcntl.h>

BAD_FUNCTION
{
    if (open("/tmp/heng_test_opens", O_WRONLY | O_CREAT, 0600) >= 0)
        return heng_refuse(c, "a file could be written");
    return sound_compute(c);
}

#include "body.h"
