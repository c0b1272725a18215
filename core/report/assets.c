/* SPDX-License-Identifier: MIT */
/* The files are put into the program as they are by the assembler; the Makefile knows that this
   object depends on them. */
#include "report/assets.h"

#define ASSET(name, file)                                                                          \
    __asm__(".section .rodata\n.global " #name "\n" #name ":\n.incbin \"" file "\"\n.byte 0\n"     \
            ".previous\n")

ASSET(page_css, "core/report/page.css");
ASSET(page_js, "core/report/page.js");
