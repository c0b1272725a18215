/* SPDX-License-Identifier: MIT */
/* Ends the process with success before any handshake. */
#define BAD_NAME "exit_load"
#include "bad.h"

#include <stdlib.h>

BAD_CONSTRUCTOR
{
    exit(0);
}

#include "body.h"
