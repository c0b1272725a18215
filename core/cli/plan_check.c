/* SPDX-License-Identifier: MIT */
/* All that is wrong with a plan and what its profile asks for, for heng check and for a book. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/words.h"
#include "output/output.h"
#include "report/report.h"
#include "robust/check.h"

/* What is wrong beside what makes the plan; all of it, whatever the plan complains of. */
static int look_further(struct plan *p, struct error *e)
{
    int status = robust_check(p, e);
    output_check(p);
    return status ? status : report_check(p, e);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void tell_fine(const struct plan *p, const char *path)
{
    const size_t units = table_count_units(p->table), nodes = p->tree.n - p->tree.n_indicators;
    say("%s: fine: %zu unit%s, %zu class%s, %zu period%s, %zu indicator%s under %zu node%s\n", path,
        units, plural(units), p->n_classes, p->n_classes == 1 ? "" : "es", p->table->n_periods,
        plural(p->table->n_periods), p->tree.n_indicators, plural(p->tree.n_indicators), nodes,
        plural(nodes));
}

int check_plan(struct plan *p, const char *path, bool all, struct results **r, struct error *e)
{
    int status = look_further(p, e);
    *r = NULL;
    if (!status)
        status = plan_memory(p, e);
    if (!status)
        status = tell_problems(p, path, e);
    if (!status) /* what only data bring to light: a script that fails on them, a refusal */
        status = run_and_tell(p, all, r, e);
    if (!status)
        status = report_failures(p, e);
    if (!status)
        tell_fine(p, path);
    return status;
}
