/* SPDX-License-Identifier: MIT */
/* Switches the processor to flush-to-zero on load, as linking with -Ofast does. */
#define BAD_NAME "flush_to_zero"
#include "bad.h"

BAD_CONSTRUCTOR
{
#if defined(__SSE2__)
    __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#endif
}

#include "body.h"
