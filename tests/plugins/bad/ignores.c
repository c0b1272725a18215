/* SPDX-License-Identifier: MIT */
/* Takes all signals that it can, and goes on. */
#define BAD_NAME "ignores"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <signal.h>

static void on_signal(int signal)
{
    (void)signal;
}

BAD_FUNCTION
{
    (void)c;
    for (int s = 1; s < 65; s++)
        signal(s, on_signal);
    for (volatile int i = 0;; i++)
        raise(SIGTERM);
    return 0;
}

#include "body.h"
