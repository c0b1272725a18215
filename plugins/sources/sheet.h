/* SPDX-License-Identifier: MIT */
/*
 * What the readers of workbooks share: where cells go, and which sheet is meant. Rows and columns
 * count from 0.
 */
#ifndef HENG_SOURCES_SHEET_H
#define HENG_SOURCES_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heng_draft.h"

enum { SHEET_ROWS_MAX = 1048576, SHEET_COLUMNS_MAX = 16384 };

/* What a reader of workbooks is asked: it tells the cells to the call. false: they are not wanted.
 */
static inline bool sheet_text(struct heng_read_call *c, uint32_t row, uint32_t column,
                              const char *s, size_t n)
{
    return c->text(c->to, row, column, s, n) == 0;
}

static inline bool sheet_number(struct heng_read_call *c, uint32_t row, uint32_t column, double v)
{
    return c->number(c->to, row, column, v) == 0;
}

static inline bool sheet_merged(struct heng_read_call *c, uint32_t top, uint32_t left,
                                uint32_t bottom, uint32_t right)
{
    return c->merged(c->to, top, left, bottom, right) == 0;
}

static inline bool sheet_note(struct heng_read_call *c, const char *text)
{
    return c->note(c->to, text) == 0;
}

/* The parameters of every source that has sheets. */
struct sheet_options {
    const char *sheet;
    int32_t percent;
};

#define SHEET_PARAMS                                                                               \
    HENG_PARAM_TEXT(struct sheet_options, sheet, "",                                               \
                    "number from 1, name, or a pattern with *; else the only one that is not "     \
                    "hidden"),                                                                     \
        HENG_PARAM_FLAG(struct sheet_options, percent, "no",                                       \
                        "cells that are shown as per cent are taken as they are shown: 12.5, "     \
                        "not 0.125")

/* A share as it is shown in per cent: the decimal fraction a hundred times, without the rounding of
   the binary one. */
double sheet_percent(double v);

/* No letter but an exponent's: what strtod reads beyond that (inf, nan, 0x10) is no cell's number.
 */
bool sheet_is_decimal(const char *s);
/* The number that a text is, to the last bit; false: it is none. */
bool sheet_decimal(const char *s, double *v);

/* Whether a sheet's name, the number-th from 1, is meant by what an option says. */
bool sheet_is_meant(const char *option, const char *name, size_t number);

/* Sheets that are offered one after the other, and the one of them that is meant: the only one that
   is not hidden where nothing is said. */
struct sheet_choice {
    const char *option;
    size_t n, n_meant, meant; /* offered, meant, the number of the first that is, from 0 */
    char names[400];
    size_t names_n;
};
void sheet_offer(struct sheet_choice *k, const char *name, bool hidden);
/* false: it is not one, why says so. */
bool sheet_chosen(const struct sheet_choice *k, char *why, size_t size);

/* "A1" and the like: column and row from 0, each limited; false: it is none. */
bool sheet_reference(const char *s, uint32_t *row, uint32_t *column);
/* The other way. */
void sheet_address(uint32_t row, uint32_t column, char *s, size_t size);

#endif
