/* SPDX-License-Identifier: MIT */
/* Numbers as text: correctly rounded in, shortest out, whatever the locale. */
#ifndef HENG_BASE_NUMBER_H
#define HENG_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { NUMBER_TEXT_MAX = 32 };

/*
 * Reads the n bytes at s, all of them, as a decimal number: [+-] digits [. digits] [e[+-]digits]
 * (or [+-] . digits ...), where E is as good as e. Bit-equal to strtod in the C locale. False, and
 * *value left alone, for anything else (hexadecimal, inf, nan, blanks, "5.", an empty text, a value
 * that overflows). A value that underflows reads as strtod reads it.
 */
bool number_parse(const char *s, size_t n, double *value);

/*
 * As number_parse, for the number that s begins with: [-] digits [. digits], 19 digits at most.
 * Returns its length; the caller looks at what follows. 0, and *value left alone, where s begins
 * with anything else or where end is nearer than NUMBER_PLAIN_ROOM bytes: that is for number_parse.
 */
enum { NUMBER_PLAIN_ROOM = 64 };
size_t number_plain(const char *s, const char *end, double *value);

/* Writes the shortest text that number_parse reads back to the same bits, for example 0.1,
   1e+100, 12; an exponent only below 1e-7 and from 1e+17 on. Returns its length. NaN and
   infinities are written as an empty text: no output of ours holds them. -0.0 is written 0. */
size_t number_format(double value, char text[NUMBER_TEXT_MAX]);

/* Fixed decimals (0 to 12), for people. Rounds the exact binary value; an exact tie goes away
   from zero: 2.5 to 3, 0.125 to 0.13, but 1.005, which lies below its spelling, to 1.00. A
   result of zero has no sign. NaN and infinities are written "-"; from 1e15 on as
   number_format. Returns the length. */
size_t number_format_fixed(double value, int decimals, char text[NUMBER_TEXT_MAX]);

#endif
