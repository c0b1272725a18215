/* SPDX-License-Identifier: MIT */
/* How much an analysis may find: its lines are kept until they are written, some 150 bytes each. */
#ifndef HENG_METHODS_LINES_H
#define HENG_METHODS_LINES_H

enum { ANALYSE_LINES_MAX = 10000000 };
#define ANALYSE_LINES_LIMIT "10 million"

#endif
