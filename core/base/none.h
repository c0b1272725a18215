/* SPDX-License-Identifier: MIT */
/* The one value that stands for no position: no unit, node, column, class, period or row. */
#ifndef HENG_BASE_NONE_H
#define HENG_BASE_NONE_H

#include <stddef.h>

#define NONE ((size_t)-1)

#endif
