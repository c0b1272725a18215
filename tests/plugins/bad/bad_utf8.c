/* SPDX-License-Identifier: MIT */
/* Has a title in GB 18030. */
#define BAD_NAME "bad_utf8"
#define BAD_TITLE "\xcb\xab\xb1\xb6"
#include "bad.h"

#include "body.h"
