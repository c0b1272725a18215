/* SPDX-License-Identifier: MIT */
/* Has no title. */
#define BAD_NAME "null_title"
#define BAD_TITLE NULL
#include "bad.h"

#include "body.h"
