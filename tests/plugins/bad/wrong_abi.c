/* SPDX-License-Identifier: MIT */
/* Was made for another major of the ABI. */
#define BAD_NAME "wrong_abi"
#define BAD_ABI 2u
#include "bad.h"

#include "body.h"
