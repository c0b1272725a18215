/* SPDX-License-Identifier: MIT */
/* A sheet as CSV. */
#ifndef HENG_DATA_SHEET_CSV_H
#define HENG_DATA_SHEET_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "data/sheet.h"

/*
 * Appends the sheet as UTF-8, cells divided by commas, each row one line, whatever line ends its
 * cells have; numbers in their shortest exact form with that decimal sign. False: it is more than
 * most bytes. to->failed: out of memory.
 */
bool sheet_write_csv(const struct sheet *s, char decimal, size_t most, struct str *to);

#endif
