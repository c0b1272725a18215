/* SPDX-License-Identifier: MIT */
/* What is wrong with a profile, as it is told. */
#ifndef HENG_PLAN_PROBLEMS_H
#define HENG_PLAN_PROBLEMS_H

#include <stdbool.h>

#include "base/error.h"

struct formula;
struct plan;

/* "zj.ini:12: [treat] max_points: why", ERR_PROFILE. key, and then section, may be NULL. */
void problems_add(struct messages *to, const char *where, const char *section, const char *key,
                  const char *fmt, ...) PRINTF_LIKE(5, 6);
/* The same to the plan's problems. */
void plan_problem(struct plan *p, const char *where, const char *section, const char *key,
                  const char *fmt, ...) PRINTF_LIKE(5, 6);
/* What an evaluation says of a formula, "zj.ini:4: x: why", with its key: "zj.ini:4: [derive] x:
   why". section NULL: [indicator.NAME] formula. */
void problems_add_formula(struct messages *to, int status, const struct formula *f,
                          const char *section, const char *text);
/* Whether a list of the index ([index] dimensions, indicators of a dimension) would have the id if
   a full-width comma in it were a comma, or a dimension that is so listed has it: that the index
   lacks it is but what comes of that. */
bool plan_is_meant(const struct plan *p, const char *id);
/* "; did you mean NEAR?", or "" without one. */
const char *plan_hint(struct plan *p, const char *near);

#endif
