/* SPDX-License-Identifier: MIT */
/*
 * The source xlsx: a whole file where the input begins with PK, else a sheet, and behind a NUL the
 * shared strings and behind another the styles, packed as a workbook. Cells come in order and
 * within a sheet, texts are UTF-8, numbers finite or told as such; who refuses says why.
 */
#include "../../plugins/sources/package.c"
#include "../../plugins/sources/sheet.c"
#include "../../plugins/sources/xlsx.c"
#include "../../plugins/sources/xlsx_book.c"
#include "../../plugins/sources/xlsx_sheet.c"

#include <sys/mman.h>

#include "fuzz.h"
#include "report/zip.h"

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

static int32_t text(void *to, uint64_t row, uint32_t column, const char *s, size_t n)
{
    REQUIRE(text_utf8_check(s, n) == n);
    return see(to, row, column);
}

static int32_t number(void *to, uint64_t row, uint32_t column, double v)
{
    REQUIRE(!isnan(v));
    return see(to, row, column);
}

static int32_t merged(void *to, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right)
{
    (void)to;
    REQUIRE(top < SHEET_ROWS_MAX && bottom < SHEET_ROWS_MAX && left < SHEET_COLUMNS_MAX &&
            right < SHEET_COLUMNS_MAX);
    return 0;
}

static int32_t sheet(void *to, const char *name, int32_t hidden)
{
    (void)to, (void)hidden;
    REQUIRE(text_utf8_check(name, strlen(name)) <= strlen(name));
    return 0;
}

static int32_t note(void *to, const char *s)
{
    (void)to;
    REQUIRE(*s);
    return 0;
}

static const char relations[] =
    "<Relationships><Relationship Id='x' Type='t/worksheet' Target='s.xml'/><Relationship Id='y' "
    "Type='t/sharedStrings' Target='t.xml'/><Relationship Id='z' Type='t/styles' Target='u.xml'/>"
    "</Relationships>";

/* The part up to the next NUL. */
static void add(struct zip_writer *z, const char *name, const char **from, const char *end)
{
    const char *stop = memchr(*from, '\0', (size_t)(end - *from));
    size_t n = (size_t)((stop ? stop : end) - *from);
    if (n > 0)
        zip_add(z, name, *from, n);
    else
        zip_add_text(z, name, "<a/>");
    *from = stop ? stop + 1 : end;
}

static void pack(struct str *file, const char *from, const char *end)
{
    struct error e;
    struct zip_writer *z = zip_begin(file, &e);
    REQUIRE(z != NULL);
    zip_add_text(z, "xl/workbook.xml",
                 "<workbook><sheets><sheet name='s' sheetId='1' id='x'/></sheets></workbook>");
    zip_add_text(z, "xl/_rels/workbook.xml.rels", relations);
    add(z, "xl/s.xml", &from, end);
    add(z, "xl/t.xml", &from, end);
    add(z, "xl/u.xml", &from, end);
    REQUIRE(zip_end(z, &e) == 0);
}

static void read_file(const char *bytes, size_t n)
{
    const struct sheet_options options = {""};
    struct seen seen = {0};
    char why[512] = "";
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct heng_read_call c = {.size = sizeof c,
                               .params = &options,
                               .why = why,
                               .why_size = sizeof why,
                               .fd = fd,
                               .file_size = n,
                               .most = 1 << 24,
                               .seconds = 5,
                               .to = &seen,
                               .text = text,
                               .number = number,
                               .merged = merged,
                               .sheet = sheet,
                               .note = note};
    REQUIRE(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    REQUIRE(xlsx.read(&c) == HENG_OK || *why);
    *why = '\0';
    REQUIRE(xlsx.sheets(&c) == HENG_OK || *why);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct str file = {0};
    if (size > 2 && memcmp(bytes, "PK", 2) == 0) {
        read_file(bytes, size);
        return 0;
    }
    pack(&file, bytes, bytes + size);
    read_file(file.s, file.n);
    str_fini(&file);
    return 0;
}
