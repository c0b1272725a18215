/* SPDX-License-Identifier: MIT */
/* All that is wrong with a plan and what its profile asks for, for heng check and for a book. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/words.h"
#include "output/output.h"
#include "report/report.h"
#include "robust/check.h"

/* Formats of a run that are not built in. */
static void check_formats(struct plan *p)
{
    const struct heng_names *formats = &p->fixed.output.formats;
    const struct profile_section *s = profile_section(p->profile, "output");
    const struct profile_key *key = s ? profile_key(s, "formats") : NULL;
    for (size_t i = 0; i < formats->n; i++)
        if (!output_is_format(formats->v[i]))
            messages_add(
                &p->problems, ERR_UNAVAILABLE,
                "%s: [output] formats: %s: no such format is built in; there are csv, json "
                "and sqlite",
                key ? key->where : p->profile->path, formats->v[i]);
}

/* What is wrong beside what makes the plan; all of it, whatever the plan complains of. */
static int look_further(struct plan *p, struct error *e)
{
    int status = robust_check(p, e);
    check_formats(p);
    return status ? status : report_check(p, e);
}

static int tell_problems(const struct plan *p, const char *path, struct error *e)
{
    if (!p->problems.n)
        return OK;
    print_messages("", &p->failures); /* which may be why */
    print_messages("", &p->problems);
    return error_set(e, plan_status(p), "%s: %zu problem%s", path, p->problems.n,
                     p->problems.n == 1 ? "" : "s");
}

static void tell_fine(const struct plan *p, const char *path)
{
    say("%s: fine: %zu units, %zu class%s, %zu period%s, %zu indicators under %zu nodes\n", path,
        p->table->n_units, p->n_classes, p->n_classes == 1 ? "" : "es", p->table->n_periods,
        p->table->n_periods == 1 ? "" : "s", p->tree.n_indicators,
        p->tree.n - p->tree.n_indicators);
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
