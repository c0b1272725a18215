/* SPDX-License-Identifier: MIT */
/* Exports nothing. */
#define BAD_NAME "no_entry"
#define BAD_NO_ENTRY
#include "bad.h"

#include "body.h"
