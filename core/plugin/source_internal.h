/* SPDX-License-Identifier: MIT */
/* What the files of sources share: the cells as bytes. */
#ifndef HENG_PLUGIN_SOURCE_INTERNAL_H
#define HENG_PLUGIN_SOURCE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/worker.h"
#include "plugin/plugin_internal.h"

enum {
    PART_BYTES = 1 << 16,      /* from which on a part is sent */
    SOURCE_TEXT_MAX = 1 << 20, /* bytes of a cell */
    SOURCE_COLUMNS_MAX = 65536,
    ROW_BYTES = sizeof(void *) + sizeof(size_t) /* of a sheet, without its cells */
};

enum source_mark { /* a small letter: the cell right of the last */
                   MARK_TEXT = 'T',
                   MARK_NEXT_TEXT = 't',
                   MARK_NUMBER = 'N',
                   MARK_NEXT_NUMBER = 'n',
                   MARK_MERGED = 'M',
                   MARK_NOTE = 'O',
                   MARK_SERVER = 'V',
                   MARK_SHEET = 'S',
                   MARK_HIDDEN_SHEET = 'H'
};

/* ---- in the worker: what a heng_read_call's functions do ------------------ */

struct source_wire {
    struct worker *worker;
    uint64_t row; /* of the last cell */
    uint32_t column;
    bool any;     /* cell has been told */
    bool stopped; /* nothing more is wanted: error says why */
    struct error error;
};

/* Their first argument is a struct source_wire. */
int32_t source_put_text(void *to, uint64_t row, uint32_t column, const char *s, size_t n);
int32_t source_put_number(void *to, uint64_t row, uint32_t column, double v);
int32_t source_put_merged(void *to, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right);
int32_t source_put_note(void *to, const char *text);
int32_t source_put_server(void *to, const char *name);
int32_t source_put_sheet(void *to, const char *name, int32_t hidden);

/* ---- in the parent -------------------------------------------------------- */

struct source_place {
    uint64_t row;
    uint32_t column;
};

/* Texts are n bytes of UTF-8 without a NUL, borrowed for the call. False: no more. */
struct source_taker {
    void *data;
    bool (*text)(void *data, const struct source_place *at, const char *s, size_t n);
    bool (*number)(void *data, const struct source_place *at, double v);
    bool (*merged)(void *data, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right);
    bool (*said)(void *data, enum source_mark mark, const char *s, size_t n);
};

/* Takes a part; *at: where the last cell was, also of the part before. False: it is not well
   formed, or the taker wants no more. */
bool source_take(const char *bytes, size_t n, struct source_place *at,
                 const struct source_taker *t);

#endif
