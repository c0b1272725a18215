/* SPDX-License-Identifier: MIT */
/* What a publisher adds to a page: a style sheet and a logo. Neither can fetch, run or leave
   anything. */
#ifndef HENG_REPORT_HOUSE_H
#define HENG_REPORT_HOUSE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum { HOUSE_BYTES_MAX = 200 << 10 };

/* The text as a browser reads it within a page, whose policy names it by its hash: without a mark
   of byte order, lines ended by \n. NULL: out of memory. */
const char *house_text(const char *bytes, size_t n, struct arena *a);
/* ERR_DATA, "house.css:3: ...", for what fetches or could end its element: url(, @import and their
   kin, <, and \, by which they may be written otherwise; for what is no UTF-8, and for comments and
   brackets that are left open. */
int house_check_css(const char *path, const char *bytes, size_t n, struct error *e);
/* The same for a logo that is no SVG, runs scripts or names other files. */
int house_check_logo(const char *path, const char *bytes, size_t n, struct error *e);

#endif
