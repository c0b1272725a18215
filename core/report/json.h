/* SPDX-License-Identifier: MIT */
/* JSON for the scripts of a page. */
#ifndef HENG_REPORT_JSON_H
#define HENG_REPORT_JSON_H

#include "base/text.h"

/* A text in quotes; what markup_text writes as U+FFFD is that here, too, so that a script finds
   what the page holds. */
void json_text(struct str *out, const char *s);
/* The shortest text that reads back to the same double; null for NaN. */
void json_number(struct str *out, double v);

#endif
