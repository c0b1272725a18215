/* SPDX-License-Identifier: MIT */
/*
 * The source xlsx: a whole file where the input begins with PK, else a sheet, and behind a NUL the
 * shared strings and behind another the styles, packed as a workbook. Cells come in order and
 * within a sheet, texts are UTF-8, numbers finite or told as such; who refuses says why.
 */
#include "../../plugins/sources/format.c"
#include "../../plugins/sources/package.c"
#include "../../plugins/sources/sheet.c"
#include "../../plugins/sources/xlsx.c"
#include "../../plugins/sources/xlsx_book.c"
#include "../../plugins/sources/xlsx_sheet.c"

#include "fuzz_source.h"
#include "report/zip.h"

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
    source_read(&xlsx, bytes, n);
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
