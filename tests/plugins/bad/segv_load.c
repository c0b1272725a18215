/* SPDX-License-Identifier: MIT */
/* Writes through a null pointer in a constructor. */
#define BAD_NAME "segv_load"
#include "bad.h"

BAD_CONSTRUCTOR
{
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
}

#include "body.h"
