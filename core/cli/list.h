/* SPDX-License-Identifier: MIT */
/* What the files of heng list share: lines of an item, and what is listed elsewhere. */
#ifndef HENG_CLI_LIST_H
#define HENG_CLI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/cli.h"
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

/* ---- completion.c ---- */

/* What there is to type. */
struct completion {
    const struct command *const *commands; /* NULL-terminated, as lists */
    const char *const *lists;              /* of heng list */
    const struct catalogue *catalogue;
};

/* What completes heng in a shell. */
int list_completion(const struct completion *w, const char *shell, struct error *e);

/* ---- manual.c ---- */

/* heng.1, in the language spoken. */
void list_manual(const struct command *const *all);

#endif
