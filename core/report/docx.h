/* SPDX-License-Identifier: MIT */
/* A document as WordprocessingML (ECMA-376): what an editor goes on with. Styles, an outline, a
   table of contents, captions with numbers, vector figures; one portrait a page. */
#ifndef HENG_REPORT_DOCX_H
#define HENG_REPORT_DOCX_H

#include "report/document.h"

/* Appends the file to out. Same document, same bytes. ERR_MEMORY. */
int docx_write(const struct document *d, struct str *out, struct error *e);

#endif
