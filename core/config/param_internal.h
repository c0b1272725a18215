/* SPDX-License-Identifier: MIT */
/* What the files of the parameters share among themselves. */
#ifndef HENG_CONFIG_PARAM_INTERNAL_H
#define HENG_CONFIG_PARAM_INTERNAL_H

#include <stdbool.h>

#include "config/param.h"

/* How values of one type are spoken of. */
struct param_text {
    void (*expect)(const struct heng_param *p, bool help, struct str *b);
    void (*print)(const struct heng_param *p, const void *from, struct str *b);
};

/* By enum heng_param_type; 0 is for what is no type. */
extern const struct param_text param_texts[];

/* Reads the files, as `from` (may be NULL) has them, into tables of the arena. Errors: ERR_NOINPUT,
   ERR_DATA, ERR_IO, ERR_MEMORY; the text begins with the path. */
int param_read_tables(struct inputs *from, const char *const *paths, size_t n, struct arena *a,
                      struct heng_tables *to, struct error *e);

#endif
