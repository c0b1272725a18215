/* SPDX-License-Identifier: MIT */
/* Leaves a child behind. */
#define BAD_NAME "forks"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <sys/types.h>
#include <unistd.h>

BAD_FUNCTION
{
    if (fork() == 0) {
        sleep(60);
        _exit(0);
    }
    return sound_compute(c);
}

#include "body.h"
