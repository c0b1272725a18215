/* SPDX-License-Identifier: MIT */
/* What containment costs: milliseconds from starting a worker that does nothing to its end, bare
   (a fork, as for parallel work) and confined as scripts and plugins are. The least of 5 rounds. */
#include <stdio.h>
#include <time.h>

#include "base/worker.h"

enum { ROUNDS = 5, WORKERS = 100 };

static int nothing(struct worker *w, void *arg, struct error *e)
{
    (void)w, (void)arg, (void)e;
    return OK;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec * 1e-6;
}

static double measure(enum worker_trust trust)
{
    double least = 1e9;
    for (int r = 0; r < ROUNDS; r++) {
        double from = now(), took;
        for (int i = 0; i < WORKERS; i++) {
            struct worker_job job = {
                .fn = nothing, .trust = trust, .limits = worker_default_limits};
            struct error e;
            if (workers_run(&job, 1, 1, &e) != OK || job.end != WORKER_DONE)
                return -1;
        }
        took = (now() - from) / WORKERS;
        least = took < least ? took : least;
    }
    return least;
}

int main(void)
{
    static const char *const names[] = {"bare", "confined, for a script", "confined, for a plugin"};
    for (int t = WORKER_CORE; t <= WORKER_PLUGIN; t++)
        printf("a worker, %-34s %8.2f ms\n", names[t], measure((enum worker_trust)t));
    return 0;
}
