/* SPDX-License-Identifier: MIT */
/* Was made for a later major of the ABI. */
#define BAD_NAME "wrong_abi"
#define BAD_ABI 3u
#include "bad.h"

#include "body.h"
