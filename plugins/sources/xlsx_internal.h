/* SPDX-License-Identifier: MIT */
/* What the files of the xlsx reader share. */
#ifndef HENG_SOURCES_XLSX_INTERNAL_H
#define HENG_SOURCES_XLSX_INTERNAL_H

#include "format.h"
#include "package.h"
#include "sheet.h"

enum { PART_MAX = 300, NAME_MAX_BYTES = 31 * 4 + 1 };

/* A text that grows; NUL-terminated. */
struct growing {
    char *s;
    size_t n, cap;
};

void growing_put(struct package *p, struct growing *g, const char *s, size_t n);

struct workbook_sheet {
    char name[NAME_MAX_BYTES];
    char part[PART_MAX];
    bool hidden;
};

struct workbook {
    struct package *package;
    struct workbook_sheet *sheets;
    size_t n_sheets, cap_sheets;
    char strings_part[PART_MAX], styles_part[PART_MAX]; /* "": none */
    bool from_1904;

    struct growing strings; /* one behind the other */
    size_t *string_end;     /* by shared string */
    size_t n_strings, cap_strings;
    uint8_t *style; /* by style of a cell: what it shows of a date */
    size_t n_styles, cap_styles;
};

/* An element more: *v grows to hold n + 1. false: no memory, which the package says. */
bool grow_array(struct package *p, void **v, size_t n, size_t *cap, size_t size);

/* The workbook's sheets, and where everything lies. */
bool workbook_open(struct workbook *b);
void workbook_fini(struct workbook *b); /* not the package */
bool workbook_strings(struct workbook *b);
bool workbook_styles(struct workbook *b);
/* What a cell's style shows of a date; 0: it is a number. */
unsigned workbook_shows(const struct workbook *b, size_t style);

/* The cells of a sheet. */
bool worksheet_read(struct workbook *b, const struct workbook_sheet *sheet,
                    struct heng_read_call *to);

#endif
