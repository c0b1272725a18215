/* SPDX-License-Identifier: MIT */
/* What heng robust would find in a profile before it runs. */
#ifndef HENG_ROBUST_CHECK_H
#define HENG_ROBUST_CHECK_H

#include "plan/plan.h"

/* Mistakes of [uncertainty], of its alternatives and design, and of [sensitivity] go to p's
   problems, all at once; also where it has others already. */
int robust_check(struct plan *p, struct error *e);

#endif
