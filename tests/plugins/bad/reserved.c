/* SPDX-License-Identifier: MIT */
/* Uses a member that is reserved. */
#define BAD_NAME "reserved"
#define BAD_SOURCES (const void *const *)&inputs
#include "bad.h"

#include "body.h"
