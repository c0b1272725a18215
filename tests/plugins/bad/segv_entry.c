/* SPDX-License-Identifier: MIT */
/* Writes through a null pointer in the handshake. */
#define BAD_NAME "segv_entry"
#define BAD_ENTRY                                                                                  \
    *(volatile int *)NULL = 1;                                                                     \
    return &plugin;
#include "bad.h"

#include "body.h"
