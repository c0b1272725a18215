/* SPDX-License-Identifier: MIT */
/* Some whole lines of a large file, read into columns. Private to the CSV reader. */
#ifndef HENG_DATA_CSV_CHUNK_H
#define HENG_DATA_CSV_CHUNK_H

#include "base/none.h"
#include "data/csv_reader.h"

enum fast_kind {
    FAST_NUMBERS,
    FAST_TEXTS,
    FAST_WORDS, /* texts, and a number among them is an error */
    FAST_UNITS,
    FAST_PERIODS,
    FAST_IGNORED
};

/* Where the cells of a column go: an item for each row, zeroed. */
struct fast_column {
    enum fast_kind kind;
    double *v;
    uint8_t *cell;
    const char **text;
};

/* What all chunks have in common. */
struct bulk {
    struct csv_reader *r; /* its header, rules and delimiter */
    const struct fast_column *columns;
    uint64_t *hash; /* of each row's code */
    int fd;
    size_t piece; /* bytes read at once */
};

struct csv_chunk {
    size_t from, to; /* bytes of the file: whole lines */
    size_t lines;    /* as csv_chunk_count finds them */
    size_t first;    /* row */
    size_t rows;     /* as csv_chunk_read finds them */
    char *text;      /* room for to - from + 1 bytes of texts */
    size_t text_used;
    bool done;
};

/* False where the file cannot be read. */
bool csv_chunk_count(const struct bulk *b, struct csv_chunk *c);

/* False where anything is amiss, or there are more rows than lines were counted. */
bool csv_chunk_read(const struct bulk *b, struct csv_chunk *c);

/* How many of n bytes from offset on are in to, or fewer at the end; NONE on failure. */
size_t csv_read_at(int fd, size_t offset, char *to, size_t n);

#endif
