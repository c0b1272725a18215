/* SPDX-License-Identifier: MIT */
/* What a file is, by its bytes; and a sheet as CSV. */
#include "data/file_kind.h"

#include <sys/mman.h>
#include <unistd.h>

#include "kit.h"

static const struct file_kind *kind_of(const char *bytes, size_t n)
{
    const struct input in = {.bytes = bytes, .n = n, .fd = -1};
    return file_kind(&in);
}

#define KIND(text) kind_of(text, sizeof(text) - 1)

/* One that is read through its descriptor gives the same. */
static void same_when_opened(const char *bytes, size_t n)
{
    struct input in = {.n = n, .fd = memfd_create("kind", 0)};
    ck_assert_int_ge(in.fd, 0);
    ck_assert_int_eq(write(in.fd, bytes, n), (ssize_t)n);
    ck_assert_ptr_eq(file_kind(&in), kind_of(bytes, n));
    close(in.fd);
}

START_TEST(kinds)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *source, *what;
    } cases[] = {
#define CASE(bytes, source, what) {bytes, sizeof(bytes) - 1, source, what}
        CASE("", "csv", "a text file"),
        CASE("code,x\n1,2\n", "csv", "a text file"),
        CASE("PK,x\n1,2\n", "csv", "a text file"),
        CASE("<5,x\n", "csv", "a text file"),
        CASE("\xd0\xcf,x\n", "csv", "a text file"),
        CASE("PK\3\4 ... xl/workbook.xml", "xlsx", "an Excel workbook (.xlsx)"),
        CASE("PK\3\4 ... xl/workbook.bin", NULL, "a binary Excel workbook (.xlsb)"),
        CASE("PK\3\4 word/document.xml", NULL, "a Word document"),
        CASE("PK\3\4 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods",
             "an OpenDocument spreadsheet (.ods)"),
        CASE("PK\3\4 notes.txt", NULL, "a zip archive"),
        CASE("SQLite format 3\0", "sqlite", "an SQLite database"),
        CASE("PAR1....", "parquet", "a Parquet file"),
        CASE("\x1f\x8b\x08", NULL, "a file packed by gzip"),
        CASE("\xef\xbb\xbf\r\n <!DOCTYPE HTML><p>", NULL,
             "a web page (HTML), whatever its name says"),
        CASE("<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
             NULL, "an Excel workbook of 2003 as XML"),
        CASE("\x09\x08\x10\x00\x00\x06", NULL, "an Excel workbook of the nineties"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct file_kind *k = kind_of(cases[i].bytes, cases[i].n);
        ck_assert_msg(strcmp(k->what, cases[i].what) == 0, "case %zu: %s", i, k->what);
        ck_assert_msg((k->source == NULL) == (cases[i].source == NULL), "case %zu", i);
        ck_assert(!k->source || strcmp(k->source, cases[i].source) == 0);
        ck_assert_msg((k->source == NULL) == (k->advice != NULL), "case %zu: no advice", i);
        same_when_opened(cases[i].bytes, cases[i].n);
    }
    ck_assert_ptr_eq(KIND("a"), KIND("b"));
}
END_TEST

/* The names lie at the end of a long file. */
START_TEST(names_at_the_end)
{
    static char bytes[1 << 18] = "PK\3\4";
    memcpy(bytes + sizeof bytes - 100, "xl/workbook.xml", 15);
    ck_assert_str_eq(kind_of(bytes, sizeof bytes)->source, "xlsx");
    same_when_opened(bytes, sizeof bytes);
}
END_TEST

START_TEST(old_office_files)
{
    static char bytes[8192] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    static const char *const whats[] = {"an old Office file (an .xls workbook that is damaged?)",
                                        "an old Excel workbook (.xls)",
                                        "a workbook that is protected by a password"};
    static const char workbook[] = "W\0o\0r\0k\0b\0o\0o\0k\0";
    static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    bytes[48] = 3; /* the directory's sector */
    ck_assert_str_eq(kind_of(bytes, sizeof bytes)->what, whats[0]);
    memcpy(bytes + 2048, workbook, sizeof workbook);
    ck_assert_str_eq(kind_of(bytes, sizeof bytes)->what, whats[1]);
    memcpy(bytes + 2048, locked, sizeof locked);
    ck_assert_str_eq(kind_of(bytes, sizeof bytes)->what, whats[2]);
    memset(bytes + 48, 0xff, 4);
    ck_assert_str_eq(kind_of(bytes, 600)->what, whats[0]);
    ck_assert_str_eq(kind_of(bytes, 40)->what, whats[0]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {kinds, names_at_the_end, old_office_files, NULL};
    return kit_run("file_kind", tests);
}
