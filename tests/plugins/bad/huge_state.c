/* SPDX-License-Identifier: MIT */
/* Wants more memory than there is. */
#define BAD_NAME "huge_state"
#define BAD_STATE_SIZE ((size_t)1 << 50)
#include "bad.h"

#include "body.h"
