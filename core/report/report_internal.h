/* SPDX-License-Identifier: MIT */
/* What making a report and looking at what it is asked for share. */
#ifndef HENG_REPORT_REPORT_INTERNAL_H
#define HENG_REPORT_REPORT_INTERNAL_H

#include "config/profile.h"

struct plan;
struct results;

enum { REPORT_MAP_WIDTH = 760, REPORT_MAP_BYTES_MAX = 64 << 20 };
#define REPORT_MAP_LEAST 0.7 /* points nearer to the last one are left out */

typedef int (*report_house_check)(const char *path, const char *bytes, size_t n, struct error *e);

/* The text of a file that [report] names, once it is looked at; *to NULL where there is none. */
int report_read_house(struct profile *p, struct arena *a, const char *key, const char *value,
                      report_house_check check, const char **to, struct error *e);
/* The run that [report] compare names; results_reread_free(*r). */
int report_reread_earlier(const struct plan *p, struct results **r, struct error *e);

#endif
