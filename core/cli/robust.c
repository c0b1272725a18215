/* SPDX-License-Identifier: MIT */
/* heng robust PROFILE: how far the ranks can be trusted. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/robust_report.h"

enum { BAR = 30 };

/* ---- progress -------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* On a terminal only; wiped away at the end. */
static void show(size_t done, size_t of, void *data)
{
    double spent = now() - *(const double *)data, share = (double)done / (double)of;
    int full = (int)(share * BAR);
    if (done == of)
        fputs("\r\033[K", stderr);
    else
        fprintf(stderr, "\r[%.*s%*s] %3.0f %%, %.0f s left\033[K", full,
                "##############################", BAR - full, "", 100 * share,
                spent / share - spent);
    fflush(stderr);
}

static int problems(struct plan *p, const char *path, struct error *e)
{
    int status = plan_status(p);
    print_messages("", &p->problems);
    return error_set(e, status, "%s: %zu problem%s", path, p->problems.n,
                     p->problems.n == 1 ? "" : "s");
}

/* The replicates of the design, and what they say; nothing when no samples are wanted. */
static int find_sensitivity(const struct engine *g, struct plan *p, const struct results *r,
                            const struct factors *f, const struct replicates_options *options,
                            struct sensitivity *s, struct error *e)
{
    const struct sobol_design d = sensitivity_design(p, f->n);
    const struct points points = sensitivity_points(&d);
    struct replicates_options o = *options;
    struct replicates x = {0};
    int status;
    if (!d.n)
        return OK;
    o.points = &points;
    o.tiers = false;
    status = replicates_run(g, &o, &x, e);
    if (!status)
        status = sensitivity_find(r, f, &d, &x, p->arena, s, e);
    replicates_fini(&x);
    return status;
}

static int write_outputs(const struct arguments *a, const struct robust_found *found, struct error *e)
{
    struct plan *p = found->r->plan;
    struct outputs out = {0};
    const char *dir = output_folder(a, p);
    int status = dir ? OK : error_set(e, ERR_MEMORY, "out of memory");
    if (!status)
        status = robust_outputs(found, &out, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, p, e);
    outputs_fini(&out);
    if (!status)
        printf("\n%s %s/\n", p->options.language == LANGUAGE_EN ? "written to" : "结果写入", dir);
    return status;
}

static int replicate(const struct arguments *a, const struct plan_options *po, struct plan *p,
                     const struct results *r, const struct factors *f, struct error *e)
{
    double start = now();
    const struct draws draws = {(uint64_t)p->uncertainty.seed, f->n};
    const struct points points = {(size_t)p->uncertainty.replicates, draws_at, &draws};
    struct replicates_options o = {.points = &points, .tiers = p->has_tiers, .jobs = a->jobs};
    struct replicates x = {0};
    struct sensitivity s = {0};
    struct robust_found found = {.r = r, .x = &x};
    struct trust *trust;
    struct engine *g;
    size_t period;
    int status = find_period(a, p, &period, e);
    if (!status)
        status = engine_new(po, p, r, f, &g, e);
    if (status)
        return status;
    if (!g)
        return problems(p, a->args[0], e);
    if (isatty(STDERR_FILENO)) {
        o.progress = show;
        o.progress_data = &start;
    }
    status = replicates_run(g, &o, &x, e);
    if (!status)
        status = robust_trust(r, &x, p->arena, &trust, e);
    if (!status)
        status = find_sensitivity(g, p, r, f, &o, &s, e);
    if (!status) {
        found.trust = trust;
        found.sensitivity = s.n ? &s : NULL;
        status = robust_report(&found, period, e);
    }
    if (!status)
        status = write_outputs(a, &found, e);
    replicates_fini(&x);
    engine_free(g);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct factors f = {0};
    struct results *r = NULL;
    struct plan *p;
    int status = a->out && !*a->out
                     ? error_set(e, ERR_USAGE, "--output: the name of a folder is missing")
                     : OK;
    if (!status)
        status = load_plan_of(&o, a->args[0], &p, e);
    if (status)
        return status;
    status = factors_read(p, &f, e);
    if (!status)
        sensitivity_check(p);
    if (!status && p->problems.n)
        status = problems(p, a->args[0], e);
    if (!status)
        status = run_plan(p, &r, e);
    if (status == ERR_PART)
        print_messages("", &p->failures);
    if (!status)
        print_messages("warning: ", &p->warnings);
    if (!status)
        status = replicate(a, &o, p, r, &f, e);
    if (!status)
        status = report_failures(p, e);
    results_free(r);
    plan_free(p);
    return status;
}

const struct command robust_command = {
    "robust",
    "robust PROFILE [-o DIR] [flags]",
    "vary what [uncertainty] says: how far ranks can be trusted",
    1,
    1,
    FLAG_PROFILE | FLAG_OUT | FLAG_PERIOD,
    run,
};
