/* SPDX-License-Identifier: MIT */
/* What the files of heng list share: lines of an item, and what is listed elsewhere. */
#ifndef HENG_CLI_LIST_H
#define HENG_CLI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/catalogue.h"

/* ---- list_items.c ---- */

void list_item(const char *name, const char *zh, const char *en);
/* Nothing where there is no text. */
void list_label(const char *name, const char *text);
/* One line of a parameter's help; false when memory runs out, as all below. */
bool list_param_line(const struct heng_param *p);
/* What a profile can set. */
bool list_params(const struct param_table *t);

/* ---- list_sources.c ---- */

bool list_sources(const struct catalogue *c);
/* Sources of this name or title; *n counts them. */
bool list_source_called(const struct catalogue *c, const char *name, size_t *n);

#endif
