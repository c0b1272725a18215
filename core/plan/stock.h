/* SPDX-License-Identifier: MIT */
/*
 * What plans have in common, so that it is read and looked at once: the files that were read, data
 * sets, plugins, scripts and methods. Counted; the last plan that goes takes it along.
 */
#ifndef HENG_PLAN_STOCK_H
#define HENG_PLAN_STOCK_H

#include "base/inputs.h"
#include "plan/dataset.h"
#include "plan/tools.h"

struct stock;

struct stock *stock_new(struct error *e); /* NULL: out of memory */
struct stock *stock_share(struct stock *s);
void stock_free(struct stock *s); /* accepts NULL */

struct inputs *stock_inputs(struct stock *s);
/* Both are the stock's, and made where there are none yet. */
int stock_tools(struct stock *s, const struct search_path *home, const struct worker_limits *limits,
                struct tools **to, struct error *e);
int stock_dataset(struct stock *s, struct profile *p, struct tools *t, size_t jobs,
                  const struct dataset **to, struct error *e);

#endif
