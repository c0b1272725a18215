/* SPDX-License-Identifier: MIT */
/* heng report PROFILE: a run, its replicates where the profile varies something, and the pages. */
#include <stdio.h>

#include "base/file.h"
#include "cli/book.h"
#include "cli/cli.h"
#include "cli/robust_session.h"
#include "cli/words.h"
#include "output/reread.h"
#include "report/report.h"

static int compute(struct session *s, struct error *e)
{
    int status = session_compute(s, (struct shard){0, 1}, e);
    return status ? status : assess_find(&s->a, e);
}

/* What heng robust leaves: the figures of the page's intervals. */
static int add_found(const struct session *s, struct outputs *out, struct error *e)
{
    struct outputs found = {0};
    int status = s->varies ? robust_outputs(&s->a.found, &found, e) : OK;
    if (!status && s->varies)
        status = outputs_join(out, &found, e);
    outputs_fini(&found);
    return status;
}

/* The files of the run, of its replicates and of the report, all or none. */
static int write_all(const struct session *s, const struct report_input *in, struct error *e)
{
    struct plan *p = s->a.p;
    struct outputs out = {0};
    const char *dir = output_folder(s->args, p);
    int status = dir ? outputs_make(s->r, &p->fixed.output.formats, &out, e) : error_no_memory(e);
    size_t first = 0;
    if (!status)
        status = add_found(s, &out, e);
    first = out.n;
    if (!status)
        status = report_make(in, &out, e);
    if (!status)
        status = outputs_write(&out, &p->fixed.output.formats, dir, p, e);
    for (size_t i = first; !status && i < out.n; i++)
        say("%s/%s\n", dir, out.v[i].name);
    outputs_fini(&out);
    return status;
}

static int report_run(const struct arguments *a, struct error *e)
{
    const struct heng_names formats = {a->formats.v, a->formats.n};
    struct session s;
    struct report_input in;
    int status = session_open(&s, a, a->jobs, &(struct session_kind){true, report_check}, e);
    if (!status && s.varies)
        status = compute(&s, e);
    in = (struct report_input){s.r, s.period, s.varies ? &s.a.found : NULL,
                               formats.n ? &formats : NULL, false};
    if (!status)
        status = write_all(&s, &in, e);
    if (!status)
        status = report_failures(s.a.p, e);
    session_close(&s);
    return status;
}

/* ---- without a run -------------------------------------------------------- */

static int write_pages(const struct arguments *a, struct results *r, struct error *e)
{
    const struct heng_names formats = {a->formats.v, a->formats.n};
    struct report_input in = {.r = r, .formats = formats.n ? &formats : NULL, .reread = true};
    struct outputs out = {0};
    const char *dir = a->out ? a->out : path_dir(r->plan->arena, a->from);
    int status = dir ? find_period(a, r->plan, &in.period, e) : error_no_memory(e);
    if (!status)
        status = report_make(&in, &out, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, r->plan, e);
    for (size_t i = 0; !status && i < out.n; i++)
        say("%s/%s\n", dir, out.v[i].name);
    outputs_fini(&out);
    return status ? status : report_failures(r->plan, e);
}

/* Units have no attributes there, and nothing is varied. */
static int report_from(const struct arguments *a, struct error *e)
{
    const struct reread_options o = {
        .path = a->from, .overrides = a->set.v, .n_overrides = a->set.n, .tables = true};
    struct results *r;
    int status = a->n_args ? error_set(e, ERR_USAGE,
                                       "--from %s: takes no profile beside it: the "
                                       "run's is in it",
                                       a->from)
                           : results_reread(&o, &r, e);
    if (status)
        return status;
    r->plan->fixed.report.groups = "";
    status = report_check(r->plan, e);
    if (!status)
        status = tell_problems(r->plan, a->from, e);
    if (!status)
        status = write_pages(a, r, e);
    results_reread_free(r);
    return status;
}

/* Each profile as a book if it has chapters, else as a run. */
static int report(const struct arguments *a, struct error *e)
{
    bool is_book;
    int status;
    if (a->from)
        return report_from(a, e);
    if (!a->n_args)
        return error_set(e, ERR_USAGE, "an argument is missing; usage: heng %s",
                         report_command.usage);
    status = book_look(a, &is_book, e);
    if (status)
        return status;
    return is_book ? book_report(a, e) : report_run(a, e);
}

const struct command report_command = {
    "report",
    "report PROFILE|--from run.json [-o DIR] [flags]",
    "run a profile and write pages for people: [report]",
    0,
    1,
    FLAG_PROFILE | FLAG_OUT | FLAG_PAGES | FLAG_PERIOD | FLAG_FROM,
    report,
};
