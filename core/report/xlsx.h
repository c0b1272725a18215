/* SPDX-License-Identifier: MIT */
/* A workbook of one or several runs, in which weights can be turned. */
#ifndef HENG_REPORT_XLSX_H
#define HENG_REPORT_XLSX_H

#include "report/content.h"

/* The same editions, the same bytes. Values are for people: 16 digits at most. */
int xlsx_write(const struct document *d, const struct edition *editions, size_t n, struct str *out,
               struct error *e);

#endif
