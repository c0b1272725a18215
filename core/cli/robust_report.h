/* SPDX-License-Identifier: MIT */
/* What heng robust prints. */
#ifndef HENG_CLI_ROBUST_REPORT_H
#define HENG_CLI_ROBUST_REPORT_H

#include "robust/output.h"

/* Of one period, class by class, to stdout. */
int robust_report(const struct robust_found *found, size_t period, struct error *e);

#endif
