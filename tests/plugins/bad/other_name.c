/* SPDX-License-Identifier: MIT */
/* Calls itself otherwise than its file. */
#define BAD_NAME "other_name"
#define BAD_CALLED "another"
#include "bad.h"

#include "body.h"
