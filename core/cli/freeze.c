/* SPDX-License-Identifier: MIT */
/* heng freeze PROFILE: what a run has found as given values, in a profile or as SQL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "freeze/freeze.h"

#define MOST_APART 1e-12

/* The path of a file as one that lies in a folder says it; both are real paths. */
static const char *relative(struct arena *a, const char *folder, const char *file)
{
    struct str b = {0};
    size_t same = 0;
    const char *path;
    for (size_t i = 0; folder[i] == file[i] || (!folder[i] && file[i] == '/'); i++)
        if (!folder[i] || file[i] == '/') {
            same = i;
            if (!folder[i])
                break;
        }
    if (same == 0) /* nothing in common but the root */
        return file;
    for (const char *p = folder + same; *p; p++)
        if (*p == '/' && p[1])
            str_add(&b, "../");
    str_add(&b, file + same + (file[same] == '/'));
    path = b.failed ? NULL : arena_strdup(a, b.s);
    str_fini(&b);
    return path;
}

/* The new profile runs and gives the same, or goes. */
static int prove(const struct arguments *a, const char *path, const struct results *r,
                 struct freeze_difference *d, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct results *again = NULL;
    struct plan *p = NULL;
    int status;
    o.path = path;
    o.scores_only = true;
    status = load_plan_of(&o, path, &p, e);
    if (!status)
        status = run_plan(p, &again, e);
    if (!status)
        status = freeze_compare(r, again, d, e);
    results_free(again);
    plan_free(p);
    if (!status && (d->score > MOST_APART || d->ranks))
        status = error_set(e, ERR_DATA,
                           "%s: the frozen profile's scores lie up to %.2g of the largest apart, "
                           "and %zu ranks differ; nothing is written",
                           a->args[0], d->score, d->ranks);
    return status;
}

static int write_profile(const struct arguments *a, const struct frozen *f, struct error *e)
{
    struct arena *arena = f->arena;
    const char *const from = path_real(arena, f->r->plan->profile->path);
    const char *const to = path_real(arena, a->out);
    const char *extends, *fresh;
    struct freeze_difference d = {0, 0};
    struct str b = {0};
    int status;
    if (!from || !to)
        return error_set(e, ERR_CANTCREATE, "%s: its folder is not there", a->out);
    if (strcmp(from, to) == 0)
        return error_set(e, ERR_USAGE, "-o %s: the profile itself; name another file", a->out);
    extends = relative(arena, path_dir(arena, to), from);
    fresh = arena_printf(arena, "%s.new-%ld", to, (long)getpid());
    status = extends && fresh ? freeze_profile(f, extends, &b, e) : error_no_memory(e);
    if (!status)
        status = file_write_new(fresh, b.s, b.n, e);
    str_fini(&b);
    if (status)
        return status;
    status = prove(a, fresh, f->r, &d, e);
    if (!status && rename(fresh, to) != 0)
        status = error_set(e, ERR_CANTCREATE, "%s: cannot be written", a->out);
    if (status) {
        unlink(fresh);
        return status;
    }
    if (d.score > 0)
        say("%s: %zu units, %zu indicators; scores and ranks are those of the run, within %.1g of "
            "the largest\n",
            a->out, f->r->n_units, f->r->plan->tree.n_indicators, d.score);
    else
        say("%s: %zu units, %zu indicators; scores and ranks are those of the run, bit for bit\n",
            a->out, f->r->n_units, f->r->plan->tree.n_indicators);
    return OK;
}

static int write_sql(const struct arguments *a, const struct frozen *f, struct messages *refused,
                     struct error *e)
{
    struct str b = {0};
    int status = freeze_sql(f, a->sql, a->table ? a->table : "units", &b, refused, e);
    if (!status && a->out && file_exists(a->out) && unlink(a->out) != 0)
        status = error_set(e, ERR_CANTCREATE, "%s: cannot be replaced", a->out);
    if (!status && a->out)
        status = file_write_new(a->out, b.s, b.n, e);
    else if (!status)
        fputs(b.s, stdout);
    str_fini(&b);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan *p;
    struct results *r = NULL;
    struct frozen f;
    struct messages refused = {0};
    int status;
    if (!a->out && !a->sql)
        return error_set(e, ERR_USAGE, "freeze: -o FILE says where the frozen profile goes");
    status = load_plan(a, &p, e);
    if (status)
        return status;
    status = run_and_tell(p, false, &r, e);
    if (!status && p->failures.n)
        status = error_set(e, ERR_PART, "%s: parts have failed: nothing is frozen", a->args[0]);
    if (!status)
        status = freeze_find(r, &f, &refused, e);
    if (!status)
        status = a->sql ? write_sql(a, &f, &refused, e) : write_profile(a, &f, e);
    print_messages("", &refused);
    messages_fini(&refused);
    results_free(r);
    plan_free(p);
    return status;
}

const struct command freeze_command = {
    "freeze",
    "freeze PROFILE -o FROZEN.ini",
    "write what a run has found as given values: a yardstick",
    1,
    1,
    FLAG_JOBS | FLAG_PLUGINS | FLAG_SCRIPTS | FLAG_OUT_FILE | FLAG_SQL,
    run,
};
