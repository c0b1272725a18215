/* SPDX-License-Identifier: MIT */
/* Has a title that drives the terminal. */
#define BAD_NAME "control_title"
#define BAD_TITLE "\x1b[31mred"
#include "bad.h"

#include "body.h"
