/* SPDX-License-Identifier: MIT */
/* What the files of the analyse stage share. */
#ifndef HENG_METHODS_ANALYSE_PARTS_H
#define HENG_METHODS_ANALYSE_PARTS_H

#include "heng.h"

/* .fields, .n_fields, .field_stride of a descriptor. */
#define METHOD_FIELDS(a) .fields = (a), .n_fields = sizeof(a) / sizeof *(a), .field_stride = sizeof *(a)

#endif
