/* SPDX-License-Identifier: MIT */
/* Writes to all memory that it shares with anyone. */
#define BAD_NAME "reach"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdio.h>
#include <string.h>

BAD_FUNCTION
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[512], access[8];
    unsigned long from, to;
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "%lx-%lx %7s", &from, &to, access) == 3 && strcmp(access, "rw-s") == 0)
            memset((void *)from, 'x', to - from);
    return sound_compute(c);
}

#include "body.h"
