/* SPDX-License-Identifier: MIT */
/* What heng robust and heng merge share: the way from the command line to an assessment, and from
   there to what is printed and written. */
#ifndef HENG_CLI_ROBUST_SESSION_H
#define HENG_CLI_ROBUST_SESSION_H

#include "cli/cli.h"
#include "robust/assess.h"

struct session {
    const struct arguments *args;
    struct plan_options options;
    struct results *r;
    struct assessment a; /* a.p is the plan */
    size_t period;
    bool varies;  /* there is an evaluator */
    double start; /* of the progress bar */
};

/* What a command asks of a session. */
struct session_kind {
    bool optional; /* a profile may vary nothing: then a has no evaluator */
    /* Looks at what else the profile says before anything is computed; mistakes go to the plan's
       problems. Or NULL. */
    int (*check)(struct plan *p, struct error *e);
};

/* Plan, nominal run, evaluator; problems and warnings are printed. session_close also after a
   failure. */
int session_open(struct session *s, const struct arguments *args, size_t jobs,
                 const struct session_kind *kind, struct error *e);
/* The replicates of a shard; a progress bar where stderr is a terminal. */
int session_compute(struct session *s, struct shard shard, struct error *e);
/* What all replicates say: printed and written. */
int session_tell(struct session *s, struct error *e);
/* "written to DIR" */
void session_written(const struct session *s, const char *dir);
void session_close(struct session *s);

#endif
