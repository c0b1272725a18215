/* SPDX-License-Identifier: MIT */
/* What is asked of the machine: the time that passes, and its processors. */
#ifndef HENG_BASE_MACHINE_H
#define HENG_BASE_MACHINE_H

#include <stddef.h>

/* Seconds on a clock that only goes on; differences count. */
double machine_seconds(void);
/* How many processors this process may run on; at least 1. */
size_t machine_processors(void);

#endif
