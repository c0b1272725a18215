/* SPDX-License-Identifier: MIT */
/* Names a file that heng should read for it. */
#define BAD_NAME "bad_table_default"
#define BAD_TYPE HENG_TABLES
#define BAD_DEFAULT "/etc/passwd"
#include "bad.h"

#include "body.h"
