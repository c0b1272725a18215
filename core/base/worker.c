/* SPDX-License-Identifier: MIT */
/* The pool: forks workers, watches their time, collects what they send. */
#include "base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/machine.h"
#include "base/worker_confine.h"
#include "base/worker_report.h"

#define EXIT_GRACE 1.0 /* seconds between a complete report and the end of its process */

enum { PARALLEL_MAX = 256, FORK_TRIES = 6 };

const struct worker_limits worker_default_limits = {5, (size_t)300 << 20, WORKER_MESSAGE_DEFAULT};

/* A worker at work. */
struct slot {
    struct worker_job *job; /* NULL: free */
    pid_t pid;
    int pidfd; /* -1: the kernel has none, so we look from time to time */
    int pipe;
    double deadline; /* INFINITY: none */
    uint32_t calls;  /* how many had begun or ended when the deadline was set */
    char *place;
    struct report report;
};

struct pool {
    struct worker_job *jobs;
    size_t n, next; /* jobs[next] is the next to start */
    struct slot *slots;
    size_t parallel, running, started;
    struct pollfd *polls; /* two a slot */
    char *places; /* shared; a page a slot, so that a child can be left with its own alone */
    size_t page;
};

/* ---- shared memory ------------------------------------------------------- */

void *shared_new(size_t bytes)
{
    void *p =
        mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

void shared_free(void *p, size_t bytes)
{
    if (p)
        munmap(p, bytes ? bytes : 1);
}

static void job_begin(struct worker_job *job)
{
    job->end = WORKER_BROKEN;
    job->signal = 0;
    job->message = (struct str){0};
    job->error = (struct error){0};
}

/* ---- the child ----------------------------------------------------------- */

#if WORKER_COVERAGE
void __gcov_dump(void);
#endif

/* Behind the place in its page. */
static volatile uint32_t *calls_at(char *place)
{
    return (volatile uint32_t *)(void *)(place + WORKER_PLACE_SIZE);
}

void worker_run_here(struct worker *w, struct worker_job *job)
{
    struct worker inner = {.place = w->place, .place_size = w->place_size, .pipe = -1};
    struct error e = {0};
    int rc;
    job_begin(job);
    ++*w->calls;
    rc = job->fn(&inner, job->arg, &e);
    if (!rc && inner.message.failed)
        rc = error_set(&e, ERR_MEMORY, "out of memory: its message");
    report_here(job, w->place, rc, &e, &inner.message);
    *w->place = '\0';
    ++*w->calls;
}

int worker_send(struct worker *w, struct error *e)
{
    int status = OK;
    if (w->message.failed)
        return error_no_memory(e);
    if (w->pipe < 0 || !report_send_part(w->pipe, &w->message))
        status = error_set(e, ERR_IO, "its parent takes no parts of an answer");
    w->message.n = 0;
    return status;
}

static _Noreturn void child_run(const struct worker_job *job, int pipe, char *place, pid_t parent)
{
    struct worker w = {.place = place, .place_size = WORKER_PLACE_SIZE, .calls = calls_at(place)};
    struct worker_limits limits = job->limits;
    struct error e = {0};
    int rc = OK;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    if (job->by_call)
        limits.seconds = 0;
    if (job->trust != WORKER_CORE)
        rc = worker_confine(job->trust, &limits, &pipe, job->file, &e);
    w.pipe = pipe;
    if (!rc)
        rc = job->fn(&w, job->arg, &e);
    if (!rc && w.message.failed)
        rc = error_set(&e, ERR_MEMORY, "out of memory: its message");
    report_send(pipe, rc, &e, &w.message);
#if WORKER_COVERAGE
    __gcov_dump();
#endif
    _exit(EXIT_SUCCESS);
}

/* ---- starting ------------------------------------------------------------ */

/* Sleeps 10 ms, 20 ms, 40 ms... */
static void back_off(int k)
{
    struct timespec t = {0, 10000000L << k};
    nanosleep(&t, NULL);
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Above 2 whatever the caller has closed, so that a child's stdout never is the pipe. */
static bool pipe_open(int ends[2])
{
    int low[2], why;
    if (pipe2(low, O_CLOEXEC) < 0)
        return false;
    ends[0] = fcntl(low[0], F_DUPFD_CLOEXEC, 3);
    ends[1] = fcntl(low[1], F_DUPFD_CLOEXEC, 3);
    why = errno;
    close(low[0]);
    close(low[1]);
    if (ends[0] >= 0 && ends[1] >= 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        return true;
    close_fd(&ends[0]);
    close_fd(&ends[1]);
    errno = why;
    return false;
}

/* The reading ends of the others are of no use to a child. */
static void close_others(const struct pool *p)
{
    for (size_t i = 0; i < p->parallel; i++) {
        if (p->slots[i].job) {
            close(p->slots[i].pipe);
            if (p->slots[i].pidfd >= 0)
                close(p->slots[i].pidfd);
        }
    }
}

static void unmap(char *from, const char *to)
{
    if (from < to)
        munmap(from, (size_t)(to - from));
}

/* What other jobs share with the parent is taken from a child, lest it writes there. */
static void unshare_others(const struct pool *p, const struct slot *s, const struct worker_job *job)
{
    unmap(p->places, s->place);
    unmap(s->place + p->page, p->places + p->parallel * p->page);
    for (size_t i = 0; i < p->n; i++) {
        if (p->jobs[i].shared && p->jobs[i].shared != job->shared)
            shared_free(p->jobs[i].shared, p->jobs[i].shared_size);
    }
}

/* Starts job in a free slot. False: errno says why. */
static bool slot_start(struct pool *p, struct slot *s, struct worker_job *job)
{
    pid_t parent = getpid(), pid;
    int ends[2], why;
    if (!pipe_open(ends))
        return false;
    memset(s->place, 0, WORKER_PLACE_SIZE);
    *calls_at(s->place) = 0;
    pid = fork();
    why = errno;
    if (pid == 0) {
        close(ends[0]);
        close_others(p);
        unshare_others(p, s, job);
        child_run(job, ends[1], s->place, parent);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = why;
        return false;
    }
    setpgid(pid, pid); /* the child does the same: whoever comes first */
    s->job = job;
    s->pid = pid;
    s->pidfd = pidfd_open(pid, 0);
    s->pipe = ends[0];
    s->deadline =
        job->limits.seconds > 0 ? machine_seconds() + job->limits.seconds : (double)INFINITY;
    s->calls = 0;
    s->report = (struct report){.job = job, .place = s->place};
    return true;
}

/* ---- ending -------------------------------------------------------------- */

/* Waits for every process of the group that has become ours; all of them are killed. */
static size_t reap_group(pid_t group)
{
    size_t n = 0;
    for (;;) {
        if (waitpid(-group, NULL, 0) > 0)
            n++;
        else if (errno != EINTR)
            return n;
    }
}

/* Ends the worker, with its whole group, and fills in its job. */
static void slot_finish(struct pool *p, struct slot *s, bool late)
{
    struct report_end end = {.late = late};
    kill(-s->pid, SIGKILL);
    while (wait4(s->pid, &end.status, 0, &end.used) < 0 && errno == EINTR)
        ;
    end.orphans = reap_group(s->pid);
    report_read(&s->report, s->pipe);
    report_conclude(&s->report, &end);
    str_fini(&s->report.got);
    close_fd(&s->pipe);
    close_fd(&s->pidfd);
    s->job = NULL;
    p->running--;
}

/* True once the process has ended; it stays to be waited for. */
static bool slot_has_ended(const struct slot *s)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)s->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0
               ? errno == ECHILD
               : info.si_pid == s->pid;
}

/* At the deadline of a job by call: no call has run since it was set, so there is as much time
 * again. */
static bool slot_goes_on(struct slot *s)
{
    uint32_t calls = *calls_at(s->place);
    if (!s->job->by_call || s->report.complete || (calls == s->calls && calls % 2 == 1))
        return false;
    s->calls = calls;
    s->deadline = machine_seconds() + s->job->limits.seconds;
    return true;
}

static void slot_step(struct pool *p, struct slot *s)
{
    bool was_complete = s->report.complete, ended = slot_has_ended(s), late;
    if (report_read(&s->report, s->pipe) && !ended)
        close_fd(&s->pipe); /* closed by the worker: no more use in polling it */
    if (s->report.complete && !was_complete)
        s->deadline = machine_seconds() + EXIT_GRACE;
    late = machine_seconds() >= s->deadline && !slot_goes_on(s);
    if (ended || late || s->report.broken)
        slot_finish(p, s, late && !ended);
}

/* ---- the pool ------------------------------------------------------------ */

static bool is_shortage(int why)
{
    return why == ENOMEM || why == EAGAIN || why == EMFILE || why == ENFILE;
}

static void job_not_started(struct worker_job *job, int why)
{
    job->end = WORKER_BROKEN;
    error_set(&job->error, is_shortage(why) ? ERR_MEMORY : ERR_PART, "cannot be started: %s",
              strerror(why));
    if (job->name && *job->name)
        error_prefix(&job->error, "%s", job->name);
}

static struct slot *free_slot(struct pool *p)
{
    size_t i = 0;
    while (p->slots[i].job)
        i++;
    return &p->slots[i];
}

/*
 * Starts the next job. When the machine has no process to spare, that waits for one of ours to
 * end, or for a while when there is none. False: no worker could be started at all.
 */
static bool start_next(struct pool *p, bool *wait)
{
    struct worker_job *job = &p->jobs[p->next];
    struct slot *s = free_slot(p);
    int why;
    *wait = false;
    for (int k = 0; !slot_start(p, s, job); k++) {
        why = errno;
        if (p->running > 0) {
            *wait = true;
            return true;
        }
        if (k < FORK_TRIES && (why == EAGAIN || why == ENOMEM)) {
            back_off(k);
            continue;
        }
        errno = why;
        if (p->started == 0)
            return false;
        job_not_started(job, why);
        p->next++;
        return true;
    }
    p->next++;
    p->running++;
    p->started++;
    return true;
}

/* Milliseconds until the next deadline, or until it is time to look. -1: for ever. */
static int poll_time(const struct pool *p)
{
    double first = INFINITY, left;
    bool look = false;
    for (size_t i = 0; i < p->parallel; i++) {
        const struct slot *s = &p->slots[i];
        if (s->job && s->deadline < first)
            first = s->deadline;
        look = look || (s->job && s->pidfd < 0);
    }
    left = first < (double)INFINITY ? ceil(1000 * (first - machine_seconds())) : -1;
    if (first < (double)INFINITY && left < 0)
        left = 0;
    if (left > 60000)
        left = 60000;
    return look && (left < 0 || left > 5) ? 5 : (int)left;
}

static void wait_for_any(struct pool *p)
{
    for (size_t i = 0; i < p->parallel; i++) {
        const struct slot *s = &p->slots[i];
        p->polls[2 * i] = (struct pollfd){s->job ? s->pipe : -1, POLLIN, 0};
        p->polls[2 * i + 1] = (struct pollfd){s->job ? s->pidfd : -1, POLLIN, 0};
    }
    poll(p->polls, 2 * p->parallel, poll_time(p)); /* an interrupted one is like a timeout */
    for (size_t i = 0; i < p->parallel; i++) {
        if (p->slots[i].job)
            slot_step(p, &p->slots[i]);
    }
}

static bool pool_run(struct pool *p)
{
    bool wait = false;
    while (p->next < p->n || p->running > 0) {
        if (!wait && p->next < p->n && p->running < p->parallel) {
            if (!start_next(p, &wait))
                return false;
            continue;
        }
        wait_for_any(p);
        wait = false;
    }
    return true;
}

static bool pool_init(struct pool *p, struct worker_job *jobs, size_t n, size_t parallel)
{
    size_t k = parallel ? parallel : machine_processors();
    k = k > PARALLEL_MAX ? PARALLEL_MAX : k;
    k = k > n ? n : k;
    *p = (struct pool){.jobs = jobs, .n = n, .parallel = k};
    p->slots = calloc(k, sizeof *p->slots);
    p->polls = calloc(2 * k, sizeof *p->polls);
    p->page = (size_t)sysconf(_SC_PAGESIZE);
    p->places = shared_new(k * p->page);
    if (!p->slots || !p->polls || !p->places)
        return false;
    for (size_t i = 0; i < k; i++)
        p->slots[i].place = p->places + i * p->page;
    return true;
}

static void pool_fini(struct pool *p)
{
    free(p->slots);
    free(p->polls);
    shared_free(p->places, p->parallel * p->page);
}

/* What the process must be like while it has workers: orphans come to it, and ended children wait
   for it even when its own parent had told the system not to keep them. */
struct signal_state {
    int subreaper;
    struct sigaction child;
};

static void habits_take(struct signal_state *h)
{
    const struct sigaction standard = {.sa_handler = SIG_DFL};
    h->subreaper = 0;
    prctl(PR_GET_CHILD_SUBREAPER, &h->subreaper); /* fails where there is none to give back */
    prctl(PR_SET_CHILD_SUBREAPER, 1UL);
    sigaction(SIGCHLD, NULL, &h->child);
    if (h->child.sa_handler == SIG_IGN || (h->child.sa_flags & SA_NOCLDWAIT))
        sigaction(SIGCHLD, &standard, NULL);
}

static void habits_leave(const struct signal_state *h)
{
    sigaction(SIGCHLD, &h->child, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, (unsigned long)h->subreaper);
}

int workers_run(struct worker_job *jobs, size_t n, size_t parallel, struct error *e)
{
    struct pool p;
    struct signal_state h;
    int rc = OK;
    for (size_t i = 0; i < n; i++)
        job_begin(&jobs[i]);
    if (n == 0)
        return OK;
    if (!pool_init(&p, jobs, n, parallel)) {
        rc = error_no_memory_for(e, "workers");
        goto out;
    }
    habits_take(&h);
    if (!pool_run(&p))
        rc = error_set(e, is_shortage(errno) ? ERR_MEMORY : ERR_INTERNAL,
                       "workers: none can be started: %s", strerror(errno));
    habits_leave(&h);
out:
    pool_fini(&p);
    return rc;
}
