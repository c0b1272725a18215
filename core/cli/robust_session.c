/* SPDX-License-Identifier: MIT */
/* The way of heng robust and heng merge: plan, run, replicates, outputs. */
#include "cli/robust_session.h"

#include <stdio.h>
#include <unistd.h>

#include "base/machine.h"
#include "cli/robust_report.h"
#include "cli/words.h"
#include "output/output.h"
#include "robust/check.h"

enum { BAR = 30 };

/* ---- progress -------------------------------------------------------------------------------- */

/* Wiped away at the end; then the design's begins. */
static void show(size_t done, size_t of, void *data)
{
    double *start = data, spent = machine_seconds() - *start, share = (double)done / (double)of;
    int full = (int)(share * BAR);
    if (done == of) {
        fputs("\r\033[K", stderr);
        *start = machine_seconds();
    } else {
        fprintf(stderr, "\r[%.*s%*s] %3.0f %%, %.0f s left\033[K", full,
                "##############################", BAR - full, "", 100 * share,
                spent / share - spent);
    }
}

int session_compute(struct session *s, struct shard shard, struct error *e)
{
    bool shown = isatty(STDERR_FILENO);
    int status;
    s->start = machine_seconds();
    for (size_t i = 0; shown && i < ASSESS_RUNS; i++) {
        s->a.how[i].progress = show;
        s->a.how[i].progress_data = &s->start;
    }
    status = assess_compute(&s->a, shard, e);
    if (status && shown)
        fputs("\r\033[K", stderr);
    return status;
}

/* ---- from the command line ------------------------------------------------------------------- */

/* Where one of [uncertainty] has stopped what reads or binds it, the others are found, too. */
static int problems(const struct session *s, struct error *e)
{
    struct plan *p = s->a.p;
    struct messages had = p->problems;
    int status;
    if (!had.n || !s->varies)
        return tell_problems(p, s->args->args[0], e);
    p->problems = (struct messages){0};
    status = robust_check(p, e);
    for (size_t i = 0; i < had.n; i++)
        messages_add_once(&p->problems, had.items[i].status, "%s", had.items[i].text);
    p->problems.lost += had.lost;
    messages_fini(&had);
    return status ? status : tell_problems(p, s->args->args[0], e);
}

static int further_problems(struct session *s, const struct session_kind *kind, struct error *e)
{
    struct plan *p = s->a.p;
    int status = s->varies ? assess_read(&s->a, p, e) : OK;
    output_check(p);
    if (!status && kind->check)
        status = kind->check(p, e);
    return status ? status : problems(s, e);
}

static int open_plan(struct session *s, const struct session_kind *kind, struct error *e)
{
    struct plan *p;
    int status = plan_new(&s->options, &p, e);
    if (status)
        return status;
    s->a.p = p;
    s->varies = !kind->optional || profile_section(p->profile, "uncertainty");
    if (p->problems.n && s->varies)
        status = robust_check(p, e);
    if (!status)
        status = tell_problems(p, s->args->args[0], e);
    if (!status)
        status = further_problems(s, kind, e);
    if (!status)
        status = find_period(s->args, p, &s->period, e);
    return status;
}

int session_open(struct session *s, const struct arguments *args, size_t jobs,
                 const struct session_kind *kind, struct error *e)
{
    int status = args->out && !*args->out
                     ? error_set(e, ERR_USAGE, "--output: the name of a folder is missing")
                     : OK;
    *s = (struct session){.args = args, .options = plan_options_of(args)};
    s->options.jobs = jobs;
    if (!status)
        status = open_plan(s, kind, e);
    if (!status)
        status = run_and_tell(s->a.p, true, &s->r, e);
    if (!status && s->varies)
        status = assess_bind(&s->a, s->r, jobs, e);
    return status ? status : problems(s, e);
}

/* ---- to the outputs -------------------------------------------------------------------------- */

void session_written(const struct session *s, const char *dir)
{
    say("\n%s %s/\n", word(s->a.p->fixed.profile.language, WORD_WRITTEN), dir);
}

static int write_outputs(const struct session *s, struct error *e)
{
    struct outputs out = {0};
    const char *dir = output_folder(s->args, s->a.p);
    int status = dir ? OK : error_no_memory(e);
    if (!status)
        status = robust_outputs(&s->a.found, &out, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, s->a.p, e);
    outputs_fini(&out);
    if (!status)
        session_written(s, dir);
    return status;
}

int session_tell(struct session *s, struct error *e)
{
    int status = assess_find(&s->a, e);
    if (!status)
        status = robust_report(&s->a.found, s->period, e);
    if (!status)
        status = write_outputs(s, e);
    return status ? status : report_failures(s->a.p, e);
}

void session_close(struct session *s)
{
    assess_fini(&s->a);
    results_free(s->r);
    plan_free(s->a.p);
}
