/* SPDX-License-Identifier: MIT */
/* What a page carries: its style sheet and its script, from page.css, page.js and page_live.js; its
 * methods. */
#ifndef HENG_REPORT_ASSETS_H
#define HENG_REPORT_ASSETS_H

#include <stdint.h>

extern const char page_css[], page_js[], page_live_js[]; /* NUL-terminated */
/* core/report/whatif.wasm.gz. */
extern const char whatif_wasm[];
extern const uint64_t whatif_wasm_size;

#endif
