/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share. A target is one file, one LLVMFuzzerTestOneInput, and a folder
   corpus/NAME of small inputs. What must hold is said with REQUIRE. */
#ifndef HENG_TESTS_FUZZ_H
#define HENG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A message is one line of UTF-8 with something in it and no control character. */
static inline void fuzz_check_text(const char *text)
{
    const char *p = text;

    REQUIRE(*text);
    REQUIRE(text_utf8_check(text, strlen(text)) == strlen(text));
    for (; *p; p++)
        REQUIRE((unsigned char)*p >= 0x20 && *p != 0x7f);
}

/* A failure has a code, and says what it is. */
static inline void fuzz_check_error(int status, const struct error *e)
{
    REQUIRE(status < 0 && e->status == status && status != ERR_INTERNAL);
    fuzz_check_text(e->text);
}

static inline void fuzz_check_messages(const struct messages *m)
{
    size_t i;

    for (i = 0; i < m->n; i++) {
        REQUIRE(m->items[i].status != ERR_INTERNAL);
        fuzz_check_text(m->items[i].text);
    }
}

/* Where a message names a line of the file "f", the file has that line. */
static inline void fuzz_check_line(const char *text, size_t n_lines)
{
    unsigned long line;

    if (strncmp(text, "f:", 2) != 0 || text[2] < '0' || text[2] > '9')
        return;
    line = strtoul(text + 2, NULL, 10);
    REQUIRE(line >= 1 && line <= n_lines);
}

#endif
