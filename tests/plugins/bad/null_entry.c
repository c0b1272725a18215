/* SPDX-License-Identifier: MIT */
/* Says that it cannot work with this host. */
#define BAD_NAME "null_entry"
#define BAD_ENTRY return NULL;
#include "bad.h"

#include "body.h"
