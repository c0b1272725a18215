/* SPDX-License-Identifier: MIT */
/* A sheet as CSV. */
#ifndef HENG_DATA_SHEET_CSV_H
#define HENG_DATA_SHEET_CSV_H

#include "base/text.h"
#include "data/sheet.h"

/*
 * Appends the sheet as UTF-8, cells divided by commas, each row one line, whatever line ends its
 * cells have; numbers in their shortest exact form with that decimal sign. s->failed: out of
 * memory.
 */
void sheet_write_csv(const struct sheet *s, char decimal, struct str *to);

#endif
