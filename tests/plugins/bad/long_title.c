/* SPDX-License-Identifier: MIT */
/* Has a title without an end in sight. */
#define BAD_NAME "long_title"
#define BAD_TITLE endless
#include "bad.h"

#include <string.h>

static char endless[1 << 20];

BAD_CONSTRUCTOR
{
    memset(endless, 'h', sizeof endless);
}

#include "body.h"
