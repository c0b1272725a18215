/* SPDX-License-Identifier: MIT */
/* What differs between two printings of one page, settled: the same run, the same bytes. */
#ifndef HENG_REPORT_PDF_BYTES_H
#define HENG_REPORT_PDF_BYTES_H

#include <stddef.h>

#include "base/error.h"

/* In place, without a change of length: the times of printing become a fixed one, and the names of
   tagged cells, which a browser numbers on through all the documents it has made, count from 1 in
   the same order. Only memory can fail. */
int pdf_bytes_settle(char *bytes, size_t n, struct error *e);

#endif
