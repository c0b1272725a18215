/* SPDX-License-Identifier: MIT */
/* Has another description each time it is loaded. */
#define BAD_NAME "unstable"
#define BAD_ENTRY                                                                                  \
    static struct heng_dimension other;                                                            \
    static const struct heng_dimension *const others[] = {&other, NULL};                           \
    static struct heng_plugin answer;                                                              \
    other = dimension;                                                                             \
    other.params_size = 64 + 8 * (size_t)getpid();                                                 \
    answer = plugin;                                                                               \
    answer.dimensions = others;                                                                    \
    return &answer;
#include "bad.h"

#include <sys/types.h>
#include <unistd.h>

#include "body.h"
