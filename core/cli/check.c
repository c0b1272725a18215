/* SPDX-License-Identifier: MIT */
/* heng check PROFILE: every problem at once, nothing computed; --audit: what is worth a look in its
   data, which takes a run. */
#include <stdio.h>
#include <string.h>

#include "cli/book.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "output/output.h"
#include "report/report.h"
#include "robust/replicate/evaluator.h"
#include "robust/sensitivity.h"
#include "run/run.h"

/* Whether the section has a key that was not taken away again. */
static bool says_anything(const struct profile_section *s)
{
    for (size_t i = 0; s && i < s->n_keys; i++)
        if (*s->keys[i].value)
            return true;
    return false;
}

/* What heng robust would find in [uncertainty], its design and [sensitivity] before it runs. */
static int check_robust(struct plan *p, struct error *e)
{
    struct factors f = {0};
    int status = OK;
    if (says_anything(profile_section(p->profile, "uncertainty"))) {
        status = factors_read(p, &f, e);
        if (!status && !p->problems.n)
            status = evaluator_check(p, &f, e);
    }
    sensitivity_check(p);
    return status;
}

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

static int tell_problems(const struct plan *p, const char *path, struct error *e)
{
    if (!p->problems.n)
        return OK;
    print_messages("", &p->problems);
    return error_set(e, plan_status(p), "%s: %zu problem%s", path, p->problems.n,
                     p->problems.n == 1 ? "" : "s");
}

static int check_run(const struct arguments *a, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct plan *p;
    struct results *r = NULL;
    int status;
    o.places = a->audit;
    status = load_plan_of(&o, a->args[0], &p, e);
    if (status)
        return status;
    status = check_robust(p, e);
    if (!status) {
        check_formats(p);
        status = report_check(p, e);
    }
    if (!status)
        status = tell_problems(p, a->args[0], e);
    if (!status && a->audit)
        status = run_plan(p, &r, e);
    if (!status) {
        print_messages("warning: ", &p->warnings);
        status = report_failures(p, e);
    }
    if (!status)
        say("%s: fine: %zu units, %zu class%s, %zu period%s, %zu indicators under %zu nodes\n",
            a->args[0], p->table->n_units, p->n_classes, p->n_classes == 1 ? "" : "es",
            p->table->n_periods, p->table->n_periods == 1 ? "" : "s", p->tree.n_indicators,
            p->tree.n - p->tree.n_indicators);
    if (!status && r)
        status = print_audit(r, a, e);
    results_free(r);
    plan_free(p);
    return status;
}

static int check(const struct arguments *a, struct error *e)
{
    bool is_book;
    const int status = book_look(a, &is_book, e);
    if (status)
        return status;
    if (is_book && a->audit)
        return error_set(e, ERR_USAGE, "--audit: %s is a book; audit its chapters' profiles",
                         a->args[0]);
    return is_book ? book_check(a, e) : check_run(a, e);
}

const struct command check_command = {
    "check",
    "check PROFILE [--audit] [flags]",
    "list every problem of a profile, run nothing; or audit its data",
    1,
    1,
    FLAG_PROFILE | FLAG_AUDIT | FLAG_ALL | FLAG_TOP,
    check,
};
