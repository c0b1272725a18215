/* SPDX-License-Identifier: MIT */
/* What a file is, told by its bytes, whatever its name says. */
#ifndef HENG_DATA_FILE_KIND_H
#define HENG_DATA_FILE_KIND_H

#include <stddef.h>

#include "base/inputs.h"

struct file_kind {
    const char *source; /* what reads it: "csv", "xlsx" ...; NULL: nothing does */
    const char *what;   /* "an Excel workbook (.xlsx)" */
    const char *advice; /* what to do where nothing reads it; else NULL */
};

/* Of a file as it was opened; never NULL: what is nothing else is text, which csv reads. */
const struct file_kind *file_kind(const struct input *in);

#endif
