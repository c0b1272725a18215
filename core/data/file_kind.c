/* SPDX-License-Identifier: MIT */
/* Kinds of files by their bytes: the first, for zip files the directory at the end, for OLE2 files
   the directory that the header leads to. */
#include "data/file_kind.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LOOKED_AT = 1 << 16, SECTORS_MAX = 1 << 24 };

static const struct file_kind text = {"csv", "a text file", NULL};

#define AS_CSV "save the sheet as CSV UTF-8 (or as .xlsx)"

static const struct file_kind xlsx = {"xlsx", "an Excel workbook (.xlsx)", NULL};
static const struct file_kind ods = {"ods", "an OpenDocument spreadsheet (.ods)", NULL};
static const struct file_kind xls = {"xls", "an old Excel workbook (.xls)", NULL};
static const struct file_kind xlsb = {NULL, "a binary Excel workbook (.xlsb)", AS_CSV};
static const struct file_kind document = {NULL, "a Word document", "copy its table to a sheet"};
static const struct file_kind zip = {NULL, "a zip archive", "unpack it"};
static const struct file_kind locked = {NULL, "a workbook that is protected by a password",
                                        "take the password away: save it without one"};
static const struct file_kind ole = {NULL, "an old Office file (an .xls workbook that is damaged?)",
                                     AS_CSV};
static const struct file_kind page = {
    NULL, "a web page (HTML), whatever its name says",
    "open it in a spreadsheet and save the sheet as CSV UTF-8 (or as .xlsx)"};
static const struct file_kind xml_sheet = {NULL, "an Excel workbook of 2003 as XML", AS_CSV};

/* Told by their first bytes alone. */
static const struct {
    const char *bytes;
    size_t n;
    struct file_kind kind;
} magics[] = {
    {"SQLite format 3", 16, {"sqlite", "an SQLite database", NULL}},
    {"PAR1", 4, {"parquet", "a Parquet file", NULL}},
    {"%PDF-", 5, {NULL, "a PDF document", "copy its table to a sheet and save that as CSV UTF-8"}},
    {"\x1f\x8b", 2, {NULL, "a file packed by gzip", "unpack it"}},
    {"7z\xbc\xaf\x27\x1c", 6, {NULL, "a 7-Zip archive", "unpack it"}},
    {"Rar!\x1a\x07", 6, {NULL, "a RAR archive", "unpack it"}},
    {"\x09\x08\x10\x00", 4, {NULL, "an Excel workbook of the nineties", AS_CSV}},
    {"\x09\x08\x08\x00", 4, {NULL, "an Excel workbook of the nineties", AS_CSV}},
    {"\x09\x04\x06\x00", 4, {NULL, "an Excel workbook of the nineties", AS_CSV}},
    {"\x09\x02\x06\x00", 4, {NULL, "an Excel workbook of the nineties", AS_CSV}},
    {"\x09\x00\x04\x00", 4, {NULL, "an Excel workbook of the nineties", AS_CSV}},
};

/* Bytes [at, at + n) as far as the file has them. */
static size_t bytes_at(const struct input *in, size_t at, char *to, size_t n)
{
    ssize_t got;
    if (at >= in->n)
        return 0;
    if (n > in->n - at)
        n = in->n - at;
    if (in->bytes) {
        memcpy(to, in->bytes + at, n);
        return n;
    }
    got = pread(in->fd, to, n, (off_t)at);
    return got < 0 ? 0 : (size_t)got;
}

static bool holds(const char *s, size_t n, const char *what, size_t length)
{
    return memmem(s, n, what, length) != NULL;
}

#define HOLDS(s, n, what) holds(s, n, what, sizeof(what) - 1)

/* By the names of what lies in it; they stand in front of each part and at the end again. */
static const struct file_kind *kind_of_zip(const struct input *in, const char *s, size_t n)
{
    char end[LOOKED_AT];
    size_t m = bytes_at(in, in->n > LOOKED_AT ? in->n - LOOKED_AT : 0, end, sizeof end);
    if (HOLDS(s, n, "opendocument.spreadsheet"))
        return &ods;
    if (HOLDS(s, n, "xl/workbook.bin") || HOLDS(end, m, "xl/workbook.bin"))
        return &xlsb;
    if (HOLDS(s, n, "xl/") || HOLDS(end, m, "xl/"))
        return &xlsx;
    if (HOLDS(s, n, "word/") || HOLDS(end, m, "word/"))
        return &document;
    if (HOLDS(end, m, "content.xml"))
        return &ods;
    /* cut off behind what some program writes first */
    return HOLDS(s, n, "[Content_Types]") || HOLDS(s, n, "_rels/.rels") || HOLDS(s, n, "docProps/")
               ? &xlsx
               : &zip;
}

static uint32_t number_at(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* Names are in UTF-16. The first sector of the directory holds the root and what matters here. */
static const struct file_kind *kind_of_ole(const struct input *in, const char *s, size_t n)
{
    char sector[4096];
    size_t size = n > 31 && s[30] == 12 ? 4096 : 512;
    uint32_t first = n > 52 ? number_at(s + 48) : SECTORS_MAX;
    size_t m = first < SECTORS_MAX ? bytes_at(in, ((size_t)first + 1) * size, sector, size) : 0;
    if (HOLDS(sector, m, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e") ||
        HOLDS(s, n, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"))
        return &locked;
    if (HOLDS(sector, m, "B\0o\0o\0k\0") || HOLDS(sector, m, "W\0o\0r\0k\0b\0o\0o\0k\0"))
        return &xls;
    return &ole;
}

static bool begins(const char *s, size_t n, const char *with)
{
    return n >= strlen(with) && strncasecmp(s, with, strlen(with)) == 0;
}

/* Behind a byte order mark and blanks. */
static const struct file_kind *kind_of_text(const char *s, size_t n)
{
    size_t at = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < n && strchr(" \t\r\n", s[at]) && s[at])
        at++;
    s += at;
    n -= at;
    if (begins(s, n, "<!doctype html") || begins(s, n, "<html") || begins(s, n, "<table") ||
        begins(s, n, "<meta") || begins(s, n, "<style"))
        return &page;
    if (begins(s, n, "<?xml") && HOLDS(s, n, "urn:schemas-microsoft-com:office:spreadsheet"))
        return &xml_sheet;
    if (begins(s, n, "<?xml") && (HOLDS(s, n, "<html") || HOLDS(s, n, "<HTML")))
        return &page;
    return &text;
}

const struct file_kind *file_kind(const struct input *in)
{
    char s[LOOKED_AT];
    size_t n = bytes_at(in, 0, s, sizeof s);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (n >= magics[i].n && memcmp(s, magics[i].bytes, magics[i].n) == 0)
            return &magics[i].kind;
    if (n >= 4 && (memcmp(s, "PK\3\4", 4) == 0 || memcmp(s, "PK\5\6", 4) == 0))
        return kind_of_zip(in, s, n);
    if (n >= 8 && memcmp(s, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
        return kind_of_ole(in, s, n);
    return kind_of_text(s, n);
}
