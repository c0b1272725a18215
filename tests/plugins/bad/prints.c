/* SPDX-License-Identifier: MIT */
/* Writes to standard output, on load and in compute. */
#define BAD_NAME "prints"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdio.h>
#include <unistd.h>

BAD_CONSTRUCTOR
{
    puts("printed on load");
    fflush(stdout);
}

BAD_FUNCTION
{
    static const char text[] = "printed in compute\n";
    if (write(STDOUT_FILENO, text, sizeof text - 1) < 0)
        printf("%s", text);
    fflush(stdout);
    return sound_compute(c);
}

#include "body.h"
