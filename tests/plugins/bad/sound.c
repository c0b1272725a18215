/* SPDX-License-Identifier: MIT */
/* Not spoilt at all: what the others are measured against. */
#define BAD_NAME "sound"
#include "bad.h"

#include "body.h"
