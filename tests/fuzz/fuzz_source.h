/* SPDX-License-Identifier: MIT */
/* What holds of every source of data, whatever the bytes: cells come in order and within a sheet,
   texts are UTF-8, numbers are some; who refuses says why. */
#ifndef HENG_FUZZ_SOURCE_H
#define HENG_FUZZ_SOURCE_H

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../plugins/sources/sheet.h"
#include "fuzz.h"

enum { CELLS_MAX = 100000 };

struct seen {
    uint64_t row;
    uint32_t column;
    size_t cells;
};

static int32_t see(struct seen *s, uint64_t row, uint32_t column)
{
    REQUIRE(row < SHEET_ROWS_MAX && column < SHEET_COLUMNS_MAX);
    REQUIRE(s->cells == 0 || row > s->row || (row == s->row && column > s->column));
    s->row = row;
    s->column = column;
    return ++s->cells > CELLS_MAX;
}

static int32_t see_text(void *to, uint64_t row, uint32_t column, const char *s, size_t n)
{
    REQUIRE(text_utf8_check(s, n) == n);
    return see(to, row, column);
}

static int32_t see_number(void *to, uint64_t row, uint32_t column, double v)
{
    REQUIRE(!isnan(v));
    return see(to, row, column);
}

static int32_t see_merged(void *to, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right)
{
    (void)to;
    REQUIRE(top < SHEET_ROWS_MAX && bottom < SHEET_ROWS_MAX && left < SHEET_COLUMNS_MAX &&
            right < SHEET_COLUMNS_MAX);
    return 0;
}

static int32_t see_sheet(void *to, const char *name, int32_t hidden)
{
    (void)to, (void)hidden;
    REQUIRE(text_utf8_check(name, strlen(name)) <= strlen(name));
    return 0;
}

static int32_t see_note(void *to, const char *s)
{
    (void)to;
    REQUIRE(*s);
    return 0;
}

static struct heng_read_call source_call(struct seen *seen, const void *with, char *why,
                                         size_t why_size)
{
    return (struct heng_read_call){.size = sizeof(struct heng_read_call),
                                   .params = with,
                                   .why = why,
                                   .why_size = why_size,
                                   .fd = -1,
                                   .most = 1 << 24,
                                   .seconds = 5,
                                   .to = seen,
                                   .text = see_text,
                                   .number = see_number,
                                   .merged = see_merged,
                                   .sheet = see_sheet,
                                   .note = see_note,
                                   .server = see_note};
}

static void source_read(const struct heng_source *source, const char *bytes, size_t n)
{
    const struct sheet_options options = {"", 1};
    struct seen seen = {0};
    char why[512] = "";
    struct heng_read_call c = source_call(&seen, &options, why, sizeof why);
    c.fd = memfd_create("fuzz", MFD_CLOEXEC);
    c.file_size = n;
    REQUIRE(c.fd >= 0 && write(c.fd, bytes, n) == (ssize_t)n);
    REQUIRE(source->read(&c) == HENG_OK || *why);
    *why = '\0';
    REQUIRE(source->sheets(&c) == HENG_OK || *why);
    close(c.fd);
}

#endif
