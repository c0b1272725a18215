/* SPDX-License-Identifier: MIT */
/* Memory for a large table: workers may fill it in, and then it is the process's own. Private to
   the CSV reader. */
#ifndef HENG_DATA_CSV_STORE_H
#define HENG_DATA_CSV_STORE_H

#include <stdbool.h>
#include <stddef.h>

struct csv_store {
    char *p;
    size_t n;
    int fd; /* of what is shared; -1: nothing */
};

/* n zeroed bytes, of which only those that are written to take memory; shared: with workers. */
bool csv_store_open(struct csv_store *s, size_t n, bool shared);
/* From here on what another process writes is not seen; the addresses stay. */
bool csv_store_seal(struct csv_store *s);
void csv_store_close(struct csv_store *s);

#endif
