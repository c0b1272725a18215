/* SPDX-License-Identifier: MIT */
/*
 * What the files of the xls reader share. [MS-CFB] is the file around the workbook's stream,
 * [MS-XLS] the records in it; those of BIFF5 are as "OpenOffice.org's Documentation of the
 * Microsoft Excel File Format" has them. All is in memory, and no offset or length is believed.
 */
#ifndef HENG_SOURCES_XLS_INTERNAL_H
#define HENG_SOURCES_XLS_INTERNAL_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format.h"
#include "sheet.h"

enum {
    XLS_BOF = 0x0809,
    XLS_EOF = 0x000a,
    XLS_CONTINUE = 0x003c,
    XLS_NAME_BYTES = 31 * 4 + 1,
    XLS_ROWS_MAX = 65536,
    XLS_COLUMNS_MAX = 256
};

struct xls_sheet {
    char name[XLS_NAME_BYTES];
    uint32_t at; /* of its first record in the stream */
    bool hidden;
};

struct xls_format {
    unsigned id;
    uint8_t shows;
};

/* A text that grows; NUL-terminated. */
struct xls_text {
    char *s;
    size_t n, cap;
};

struct xls {
    struct heng_read_call *call;
    bool failed;
    unsigned char *stream;
    size_t n;
    bool biff8, from_1904;
    iconv_t code_page; /* of the bytes of BIFF5 */

    struct xls_sheet *sheets;
    size_t n_sheets, cap_sheets;
    struct xls_text strings; /* one behind the other */
    size_t *string_end;      /* by shared string */
    size_t n_strings, cap_strings;
    struct xls_format *formats;
    size_t n_formats, cap_formats;
    uint8_t *style; /* by a cell's XF: what it shows of a date */
    size_t n_styles, cap_styles;
};

/* Sets the reason of a failure, unless there is one. Always false. */
bool xls_fail(struct xls *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* *v grows to hold n + more; false: no memory. */
bool xls_grow(struct xls *x, void **v, size_t n, size_t more, size_t *cap, size_t size);

/* ---- xls_file.c ---- */

/* The workbook's stream out of the file; malloc, also where it is empty. */
bool xls_stream(struct xls *x);

/* ---- xls_text.c: records, and texts that go on in further ones ---- */

/* Little endian, as all of it. */
static inline unsigned xls_u16(const unsigned char *p)
{
    return p[0] | (unsigned)p[1] << 8;
}

static inline uint32_t xls_u32(const unsigned char *p)
{
    return xls_u16(p) | (uint32_t)xls_u16(p + 2) << 16;
}

/* A record of the stream, whole; one that the stream cuts off is none. */
struct xls_record {
    unsigned type;
    const unsigned char *p;
    size_t n;
    size_t next; /* where the one behind it begins */
};
bool xls_record(const struct xls *x, size_t at, struct xls_record *r);

/* Where one reads in a record and those that continue it. */
struct xls_cursor {
    const struct xls *x;
    struct xls_record r;
    size_t at; /* in r */
    bool cut;  /* more was wanted than there is */
};
unsigned xls_take(struct xls_cursor *c, size_t bytes); /* a number of up to 4 bytes */
void xls_skip(struct xls_cursor *c, size_t n);
/* Adds a text of n characters to `to` as UTF-8, without NULs: what BIFF8 writes behind its length
   (with what of it is not text), or bytes of the code page. */
bool xls_unicode(struct xls *x, struct xls_cursor *c, size_t n, struct xls_text *to);
bool xls_bytes(struct xls *x, struct xls_cursor *c, size_t n, struct xls_text *to);

/* ---- xls_book.c ---- */

/* Sheets, shared texts, formats: the stream's records up to the first sheet. */
bool xls_book(struct xls *x);
void xls_fini(struct xls *x);

/* ---- xls_cells.c ---- */

bool xls_cells(struct xls *x, const struct xls_sheet *sheet);

#endif
