/* SPDX-License-Identifier: MIT */
/* Has a parameter struct larger than anybody needs. */
#define BAD_NAME "huge_params"
#define BAD_PARAMS_SIZE ((size_t)1 << 40)
#include "bad.h"

#include "body.h"
