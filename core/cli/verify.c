/* SPDX-License-Identifier: MIT */
/* heng verify RUN.json: the run, or the replicates of robust.json, repeated and compared bit for
   bit. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/words.h"
#include "output/manifest.h"
#include "robust/assess.h"

static int run(const struct arguments *a, struct error *e)
{
    struct verify_options o = {a->args[0], a->jobs, assess_again};
    struct messages differences = {0};
    int status = verify(&o, &differences, e);
    print_messages("", &differences);
    if (!status && differences.n)
        status = error_set(e, ERR_DATA, "%s: not the same: %zu difference%s", a->args[0],
                           differences.n, differences.n == 1 ? "" : "s");
    if (!status)
        say("%s: the same, bit for bit\n", a->args[0]);
    messages_fini(&differences);
    return status;
}

const struct command verify_command = {
    "verify",
    "verify RUN.json",
    "repeat a run (or robust.json) and compare it bit for bit",
    1,
    1,
    FLAG_JOBS,
    run,
};
