/* SPDX-License-Identifier: MIT */
/* A document as one page of HTML that opens nothing and reads without scripts. */
#ifndef HENG_REPORT_HTML_H
#define HENG_REPORT_HTML_H

#include "report/document.h"

/* Appends the page to out. Same document, same bytes. ERR_MEMORY. */
int html_write(const struct document *d, struct str *out, struct error *e);

#endif
