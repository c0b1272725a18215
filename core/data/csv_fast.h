/* SPDX-License-Identifier: MIT */
/*
 * The quick way through large files: cut at line ends into chunks, each read piece by piece
 * straight into columns that have their place already, by workers side by side where that is asked
 * for. It takes files in which nothing is amiss, and gives the table that csv_read.c would; at the
 * first sign of anything else it gives up, and csv_read.c reads the file or says what is wrong with
 * it. Private to the CSV reader.
 */
#ifndef HENG_DATA_CSV_FAST_H
#define HENG_DATA_CSV_FAST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "data/csv.h"

/* Sizes in bytes. Tests make them small. */
struct csv_tuning {
    size_t smallest; /* file that is taken */
    size_t head;     /* from which the delimiter and the kinds of the columns are found */
    size_t piece;    /* read at once; longer rows are not taken */
    size_t chunk;    /* that is worth a worker */
    void (*begun)(size_t chunk); /* called by whoever reads a chunk; NULL: nothing to call */
};

extern const struct csv_tuning csv_usual_tuning;

/* csv_read, with other sizes. */
int csv_read_tuned(const char *path, const struct csv_options *o, const struct csv_tuning *tuning,
                   struct table **t, struct error *e);

/* False: not taken, *t is NULL. sha256: of the file as it was read. */
bool csv_fast(int fd, const char *path, const struct csv_options *o,
              const struct csv_tuning *tuning, struct table **t, char sha256[HASH_TEXT]);

#endif
