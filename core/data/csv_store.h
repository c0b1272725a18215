/* SPDX-License-Identifier: MIT */
/* Memory for a large table: workers may fill it in, and then it is the process's own. Private to
   the CSV reader. */
#ifndef HENG_DATA_CSV_STORE_H
#define HENG_DATA_CSV_STORE_H

#include <stdbool.h>
#include <stddef.h>

enum { CSV_STORE_PARTS = 32 };

struct csv_store {
    char *p;
    size_t n;
    /* What is shared, part by part: the memory of a part is free again once none of it is used.
       Those from n_parts on are none. */
    int parts[CSV_STORE_PARTS];
    size_t n_parts, part; /* bytes of a part, whole pages */
};

/* n zeroed bytes, of which only those that are written to take memory; shared: with workers. */
bool csv_store_open(struct csv_store *s, size_t n, bool shared);
/* From here on what another process writes is not seen; the addresses stay. */
bool csv_store_seal(struct csv_store *s);
void csv_store_close(struct csv_store *s);

#endif
