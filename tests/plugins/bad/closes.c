/* SPDX-License-Identifier: MIT */
/* Closes every descriptor it can think of. */
#define BAD_NAME "closes"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <unistd.h>

BAD_FUNCTION
{
    for (int fd = 0; fd < 1024; fd++)
        close(fd);
    return sound_compute(c);
}

#include "body.h"
