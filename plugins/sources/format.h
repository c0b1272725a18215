/* SPDX-License-Identifier: MIT */
/* What number formats make of a number: as it is, the parts of a date
   that it shows, or a hundred times it. */
#ifndef HENG_SOURCES_FORMAT_H
#define HENG_SOURCES_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SHOWS_YEAR = 1,
    SHOWS_MONTH = 2,
    SHOWS_DAY = 4,
    SHOWS_TIME = 8,
    SHOWS_DATE = 15,
    SHOWS_PERCENT = 16
};

/* Of a format's text, and of those that need none; 0: it is a number. */
uint8_t format_shows_of(const char *code);
uint8_t format_built_in(unsigned id);
/* A number as the date that its format shows; bytes written to s, 0 where it is no date. */
size_t format_date(bool from_1904, double v, unsigned shows, char *s, size_t size);

#endif
