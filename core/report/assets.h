/* SPDX-License-Identifier: MIT */
/* What a page carries: its style sheet and its script, from page.css and page.js. */
#ifndef HENG_REPORT_ASSETS_H
#define HENG_REPORT_ASSETS_H

extern const char page_css[], page_js[]; /* NUL-terminated */

#endif
