/* SPDX-License-Identifier: MIT */
/* The files are put into the program as they are by the assembler; the Makefile knows that this
   object depends on them. */
#include "report/assets.h"

#include "base/embed.h"

EMBED(page_css, "core/report/page.css");
EMBED(page_js, "core/report/page.js");
EMBED(page_live_js, "core/report/page_live.js");
__asm__(".section .rodata\n.global whatif_wasm, whatif_wasm_size\nwhatif_wasm:\n"
        ".incbin \"core/report/whatif.wasm.gz\"\n9:\n.balign 8\n"
        "whatif_wasm_size:\n.quad 9b - whatif_wasm\n.previous\n");
