/* SPDX-License-Identifier: MIT */
/* Its struct heng_plugin is shorter than any ever was. */
#define BAD_NAME "short_struct"
#define BAD_SIZE 24
#include "bad.h"

#include "body.h"
