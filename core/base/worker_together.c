/* SPDX-License-Identifier: MIT */
/* Several jobs in one worker, which costs one process instead of many; where that does not end
   well, each in its own. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/worker.h"
#include "base/worker_report.h"

/* Jobs that one worker does, one after the other. */
struct group {
    struct worker_job *jobs;
    size_t n;
};

/* The messages one behind the other, each with its length. */
static int do_group(struct worker *w, void *arg, struct error *e)
{
    const struct group *g = arg;
    for (size_t i = 0; i < g->n; i++) {
        struct worker_job job = g->jobs[i];
        uint64_t n;
        worker_run_here(w, &job);
        if (job.end != WORKER_DONE)
            return error_set(e, ERR_PART, "not all is done");
        n = job.message.n;
        str_add_bytes(&w->message, (const char *)&n, sizeof n);
        if (n)
            str_add_bytes(&w->message, job.message.s, job.message.n);
        str_fini(&job.message);
    }
    return OK;
}

static size_t message_limit(const struct worker_job *job)
{
    return job->limits.message ? job->limits.message : WORKER_MESSAGE_DEFAULT;
}

/* False where the worker's message is not one of each job, or memory is short. */
static bool take_message(struct worker_job *job, const char **p, const char *end)
{
    uint64_t n;
    *job = (struct worker_job){.name = job->name,
                               .fn = job->fn,
                               .arg = job->arg,
                               .trust = job->trust,
                               .limits = job->limits,
                               .shared = job->shared,
                               .shared_size = job->shared_size,
                               .end = WORKER_DONE};
    if ((size_t)(end - *p) < sizeof n)
        return false;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    if (n > (size_t)(end - *p) || n > message_limit(job))
        return false;
    if (n)
        str_add_bytes(&job->message, *p, (size_t)n);
    *p += n;
    return !job->message.failed;
}

static bool take_messages(const struct group *g, const struct str *message)
{
    const char *p = message->s, *end = message->s + message->n;
    bool whole = message->n > 0;
    for (size_t i = 0; whole && i < g->n; i++)
        whole = take_message(&g->jobs[i], &p, end);
    whole = whole && p == end;
    for (size_t i = 0; !whole && i < g->n; i++)
        str_fini(&g->jobs[i].message);
    return whole;
}

static void prepare(struct worker_job *job, struct group *g, size_t n_groups, size_t k,
                    struct worker_job *jobs, size_t n)
{
    const size_t first = k * n / n_groups;
    *g = (struct group){jobs + first, (k + 1) * n / n_groups - first};
    *job = (struct worker_job){
        .fn = do_group, .arg = g, .trust = jobs->trust, .limits = jobs->limits, .by_call = true};
    job->limits.message = g->n * (message_limit(jobs) + sizeof(uint64_t));
}

int workers_run_together(struct worker_job *jobs, size_t n, size_t parallel, struct error *e)
{
    const size_t most = parallel ? parallel : machine_processors(), n_groups = most < n ? most : n;
    struct worker_job *together = n_groups < n ? calloc(n_groups, sizeof *together) : NULL;
    struct group *groups = n_groups < n ? calloc(n_groups, sizeof *groups) : NULL;
    int status = OK;
    for (size_t k = 0; together && groups && k < n_groups; k++)
        prepare(&together[k], &groups[k], n_groups, k, jobs, n);
    if (!together || !groups)
        status = workers_run(jobs, n, parallel, e);
    else
        status = workers_run(together, n_groups, parallel, e);
    for (size_t k = 0; together && groups && k < n_groups; k++) {
        if (!status &&
            !(together[k].end == WORKER_DONE && take_messages(&groups[k], &together[k].message)))
            status = workers_run(groups[k].jobs, groups[k].n, parallel, e);
        str_fini(&together[k].message);
    }
    free(together);
    free(groups);
    return status;
}
