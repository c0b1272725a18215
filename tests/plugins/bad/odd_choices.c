/* SPDX-License-Identifier: MIT */
/* Has a number with choices. */
#define BAD_NAME "odd_choices"
#define BAD_CHOICES "a|b"
#include "bad.h"

#include "body.h"
