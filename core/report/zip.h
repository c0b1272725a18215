/* SPDX-License-Identifier: MIT */
/* A zip file in memory, through minizip: the packages that offices read. No clock gets into it, so
   that the same parts make the same bytes. */
#ifndef HENG_REPORT_ZIP_H
#define HENG_REPORT_ZIP_H

#include "base/error.h"
#include "base/text.h"

struct zip_writer;

/* The file grows in out. NULL: no memory. */
struct zip_writer *zip_begin(struct str *out, struct error *e);
/* Adds a part; what fails is told by zip_end. */
void zip_add(struct zip_writer *z, const char *name, const void *bytes, size_t n);
void zip_add_text(struct zip_writer *z, const char *name, const char *s);
int zip_end(struct zip_writer *z, struct error *e); /* frees it */

#endif
