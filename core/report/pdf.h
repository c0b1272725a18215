/* SPDX-License-Identifier: MIT */
/* The page as PDF, printed by a Chromium that is on the machine: pages numbered, tagged, with an
   outline. */
#ifndef HENG_REPORT_PDF_H
#define HENG_REPORT_PDF_H

#include "base/text.h"
#include "report/document.h"

/* ERR_UNAVAILABLE where no Chromium is found or it fails: e says what to do. The browser sees its
   own folder and nothing of the network: the page opens nothing. */
int pdf_write(const struct document *d, struct str *out, struct error *e);

#endif
