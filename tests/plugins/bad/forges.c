/* SPDX-License-Identifier: MIT */
/* Sends a report of its own making, with an error that would drive a terminal. */
#define BAD_NAME "forges"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

BAD_FUNCTION
{
    static const char text[] = "\033[31m forged\nheng: all is well";
    const uint64_t head[] = {0x5452504b524f5748u, (uint64_t)-3, sizeof text - 1, 0};
    const uint64_t end = 0x4e52544552505421u;
    ssize_t put = write(3, head, sizeof head);
    put += write(3, text, sizeof text - 1);
    put += write(3, &end, sizeof end);
    (void)c, (void)put;
    _exit(0);
}

#include "body.h"
