/* SPDX-License-Identifier: MIT */
/* The methods of the treat stage that have files of their own. */
#ifndef HENG_METHODS_TREAT_TREAT_INTERNAL_H
#define HENG_METHODS_TREAT_TREAT_INTERNAL_H

#include "methods/given.h"

extern const struct heng_method treat_none, treat_winsorise, treat_log; /* treat.c */
extern const struct heng_method treat_winsorise_quantile;               /* quantile.c */
extern const struct heng_method treat_boxcox;                           /* boxcox.c */
extern const struct heng_method treat_given_method;                     /* given.c */

/* What each has found in the base, for found.c. */
enum found treat_found_given(const struct heng_column_call *c, struct treat_given *to);
enum found treat_found_winsorise(const struct heng_column_call *c, struct treat_given *to);
enum found treat_found_log(const struct heng_column_call *c, struct treat_given *to);
enum found treat_found_quantile(const struct heng_column_call *c, struct treat_given *to);
enum found treat_found_boxcox(const struct heng_column_call *c, struct treat_given *to);

#endif
