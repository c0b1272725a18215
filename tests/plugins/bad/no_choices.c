/* SPDX-License-Identifier: MIT */
/* Has a choice among nothing. */
#define BAD_NAME "no_choices"
#define BAD_TYPE HENG_CHOICE
#define BAD_CHOICES "a||b"
#define BAD_DEFAULT "a"
#include "bad.h"

#include "body.h"
