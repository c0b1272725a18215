/* SPDX-License-Identifier: MIT */
#include "methods/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int answer(char *why, size_t size, int value, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return value;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return value;
}

void answer_add(char *why, size_t size, const char *fmt, ...)
{
    va_list ap;
    size_t n;
    if (!why || size == 0)
        return;
    n = strnlen(why, size - 1);
    if (n > 0)
        n += (size_t)snprintf(why + n, size - n, "; ");
    if (n >= size)
        return;
    va_start(ap, fmt);
    vsnprintf(why + n, size - n, fmt, ap);
    va_end(ap);
}
