/* SPDX-License-Identifier: MIT */
/* Text within XML and HTML: nothing that comes from data can leave its element or attribute. */
#ifndef HENG_REPORT_MARKUP_H
#define HENG_REPORT_MARKUP_H

#include "base/text.h"

/* Appends s with < > & " ' written as references; what no document may hold (control characters,
   bytes that are no UTF-8) becomes U+FFFD, and so do overrides of the writing direction. Line
   breaks become blanks. */
void markup_text(struct str *out, const char *s);

/* The same for what writes references itself: only what no document may hold is replaced. */
void markup_plain(struct str *out, const char *s);

/* Appends ` name="value"`. */
void markup_attribute(struct str *out, const char *name, const char *value);

/* Appends a coordinate to a hundredth, without what it does not need: 3, 3.5, -.25. */
void markup_coordinate(struct str *out, double v);
/* The same of a number of hundredths; of what is no number, or too large for a drawing, 0. */
long long markup_hundredths(double v);
void markup_put_hundredths(struct str *out, long long v);

#endif
