/* SPDX-License-Identifier: MIT */
/* Sends a report of its own making before it is asked for its descriptors. */
#define BAD_NAME "forges_load"
#include "bad.h"

#include <stdint.h>
#include <unistd.h>

BAD_CONSTRUCTOR
{
    static const char text[] = "t\xff\xff\xff\xff\xff\xff\xff\x7f and more";
    const uint64_t head[] = {0x5452504b524f5748u, 0, 0, sizeof text};
    const uint64_t end = 0x4e52544552505421u;
    ssize_t put = write(3, head, sizeof head);
    put += write(3, text, sizeof text);
    put += write(3, &end, sizeof end);
    _exit(put > 0 ? 0 : 1);
}

#include "body.h"
