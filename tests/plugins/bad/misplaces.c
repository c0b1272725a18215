/* SPDX-License-Identifier: MIT */
/* Writes another place into the text that is shown when it crashes. */
#define BAD_NAME "misplaces"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

BAD_FUNCTION
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[512], access[8];
    unsigned long from, to;
    (void)c;
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "%lx-%lx %7s", &from, &to, access) == 3 && strcmp(access, "rw-s") == 0 &&
            strncmp((char *)from, "compute", 7) == 0)
            strcpy((char *)from, "\033[2J\xff\nheng: all is well");
    raise(SIGSEGV);
    return 0;
}

#include "body.h"
