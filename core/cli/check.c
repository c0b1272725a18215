/* SPDX-License-Identifier: MIT */
/* heng check PROFILE: every problem at once, nothing written; --audit: what is worth a look in its
   data. */

#include "cli/book.h"
#include "cli/cli.h"
#include "cli/words.h"

static int check_run(const struct arguments *a, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct plan *p;
    struct results *r;
    int status;
    o.places = a->audit;
    status = plan_new(&o, &p, e);
    if (status)
        return status;
    status = check_plan(p, a->args[0], a->audit, &r, e);
    if (!status && a->audit)
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
    "list every problem of a profile, write nothing; or audit its data",
    1,
    1,
    FLAG_PROFILE | FLAG_AUDIT | FLAG_ALL | FLAG_TOP,
    check,
};
