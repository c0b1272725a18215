/* SPDX-License-Identifier: MIT */
/* What several commands do: load a plan, print messages, find the period. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "cli/cli.h"
#include "cli/speak.h"

void print_messages(const char *label, const struct messages *m)
{
    for (size_t i = 0; i < m->n; i++)
        tell(label, m->items[i].text);
    if (m->lost) {
        char text[80];
        snprintf(text, sizeof text, "%zu more, lost for want of memory", m->lost);
        tell(label, text);
    }
}

struct plan_options plan_options_of(const struct arguments *a)
{
    return (struct plan_options){
        .path = a->args[0],
        .overrides = a->set.v,
        .n_overrides = a->set.n,
        .plugins = a->plugins.v,
        .n_plugins = a->plugins.n,
        .scripts = a->scripts.v,
        .n_scripts = a->scripts.n,
        .jobs = a->jobs,
    };
}

int load_plan(const struct arguments *a, struct plan **p, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    return load_plan_of(&o, a->args[0], p, e);
}

const char *output_folder(const struct arguments *a, struct plan *p)
{
    struct profile_section *s = profile_section(p->profile, "output");
    const struct profile_key *key = s ? profile_key(s, "dir") : NULL;
    const char *base = path_base(a->args[0]), *dot = strrchr(base, '.');
    if (a->out)
        return a->out;
    if (key && p->fixed.output.dir && *p->fixed.output.dir)
        return path_join(p->arena, key->dir, p->fixed.output.dir);
    return arena_printf(p->arena, "out/%.*s", (int)(dot ? dot - base : (long)strlen(base)), base);
}

int tell_problems(const struct plan *p, const char *path, struct error *e)
{
    speak_as(p->profile);
    if (!p->problems.n)
        return OK;
    print_messages("", &p->failures); /* which may be why */
    print_messages("", &p->problems);
    return error_set(e, plan_status(p), "%s: %zu problem%s", path, p->problems.n,
                     p->problems.n == 1 ? "" : "s");
}

int load_plan_of(const struct plan_options *o, const char *path, struct plan **p, struct error *e)
{
    int status = plan_new(o, p, e);
    if (status)
        return status;
    status = tell_problems(*p, path, e);
    if (status) {
        plan_free(*p);
        *p = NULL;
    }
    return status;
}

int run_and_tell(struct plan *p, bool all, struct results **r, struct error *e)
{
    const size_t n = p->warnings.n;
    struct messages told;
    int status = run_plan(p, r, e);
    if (status == ERR_PART)
        print_messages("", &p->failures);
    if (!status)
        status = results_scored(*r, e);
    told = p->warnings;
    if (!all || status)
        told.n = n;
    print_messages("warning: ", &told);
    return status;
}

int find_period(const struct arguments *a, const struct plan *p, size_t *period, struct error *e)
{
    const struct table *t = p->table;
    *period = a->period ? table_period(t, a->period) : t->n_periods - 1;
    if (*period != NONE)
        return OK;
    if (t->n_periods == 1)
        return error_set(e, ERR_USAGE,
                         "--period %s: the table has no periods ([data] period names their column)",
                         a->period);
    return error_set(e, ERR_USAGE, "--period %s: the table has no such period; it has %s .. %s",
                     a->period, t->periods[0], t->periods[t->n_periods - 1]);
}

int report_failures(const struct plan *p, struct error *e)
{
    if (!p->failures.n)
        return OK;
    print_messages("", &p->failures);
    return error_set(e, ERR_PART, "%s: complete but for %zu part%s that failed", p->profile->path,
                     p->failures.n, p->failures.n == 1 ? "" : "s");
}
