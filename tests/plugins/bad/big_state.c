/* SPDX-License-Identifier: MIT */
/* Wants more memory than its limit allows. */
#define BAD_NAME "big_state"
#define BAD_STATE_SIZE ((size_t)1 << 29)
#include "bad.h"

#include "body.h"
