/* SPDX-License-Identifier: MIT */
/* heng check PROFILE: every problem at once, nothing computed. */
#include <stdio.h>

#include "cli/cli.h"

static int check(const struct arguments *a, struct error *e)
{
    struct plan *p;
    int status = load_plan(a, &p, e);
    if (status)
        return status;
    print_messages("warning: ", &p->warnings);
    status = report_failures(p, e);
    if (!status)
        printf("%s: fine: %zu units, %zu class%s, %zu period%s, %zu indicators under %zu nodes\n",
               a->args[0], p->table->n_units, p->n_classes, p->n_classes == 1 ? "" : "es",
               p->table->n_periods, p->table->n_periods == 1 ? "" : "s", p->tree.n_indicators,
               p->tree.n - p->tree.n_indicators);
    plan_free(p);
    return status;
}

const struct command check_command = {
    "check",
    "check PROFILE [flags]",
    "list every problem of a profile, run nothing",
    1,
    1,
    FLAG_PROFILE,
    check,
};
