/* SPDX-License-Identifier: MIT */
/* Begins with another magic. */
#define BAD_NAME "wrong_magic"
#define BAD_MAGIC 0x12345678u
#include "bad.h"

#include "body.h"
