/* SPDX-License-Identifier: MIT */
/* Has a title that points nowhere. */
#define BAD_NAME "wild_title"
#define BAD_TITLE (const char *)16
#include "bad.h"

#include "body.h"
