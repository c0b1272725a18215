/* SPDX-License-Identifier: MIT */
/* The methods of the treat stage that have files of their own. */
#ifndef HENG_METHODS_TREAT_TREAT_INTERNAL_H
#define HENG_METHODS_TREAT_TREAT_INTERNAL_H

#include "heng.h"

extern const struct heng_method treat_winsorise_quantile; /* quantile.c */
extern const struct heng_method treat_boxcox;             /* boxcox.c */

#endif
