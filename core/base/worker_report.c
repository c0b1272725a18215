/* SPDX-License-Identifier: MIT */
/* The frame around what a worker sends, and the words for how it ended. */
#include "base/worker_report.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define REPORT_MAGIC 0x5452504b524f5748u
#define REPORT_PART 0x3154524150524f57u
#define REPORT_RETURNED 0x4e52544552505421u

/*
 * What crosses the pipe: a head, the error's text, the message, and REPORT_RETURNED, which only a
 * function that has returned gets to write. Before it any number of parts, each a head and as many
 * bytes.
 */
struct head {
    uint64_t magic;
    int64_t status;
    uint64_t error_size, message_size;
};

enum { READS_MAX = 256 }; /* before the clock is looked at again */

struct part_head {
    uint64_t magic, size;
};

static const char not_taken[] = "more than can be taken";
static const char too_long[] = "its message is too long";
static const char ill_formed[] = "its report is not well formed";
static const char no_memory[] = "out of memory for its message"; /* that is: the parent is */

/* ---- sending ------------------------------------------------------------- */

static bool is_status(int64_t s)
{
    return !s || s == ERR_PART || (s <= ERR_USAGE && s >= ERR_PROFILE);
}

void report_send(int pipe, int rc, const struct error *e, const struct str *message)
{
    const uint64_t returned = REPORT_RETURNED;
    struct head h = {REPORT_MAGIC, is_status(rc) ? rc : ERR_PART, 0, 0};
    if (!rc)
        h.message_size = message->n;
    else
        h.error_size = strlen(e->text);
    if (file_write_all(pipe, &h, sizeof h) && file_write_all(pipe, e->text, (size_t)h.error_size) &&
        file_write_all(pipe, message->s, (size_t)h.message_size))
        file_write_all(pipe, &returned, sizeof returned);
}

bool report_send_part(int pipe, const struct str *part)
{
    struct part_head h = {REPORT_PART, part->n};
    return part->n <= WORKER_PART_MAX && file_write_all(pipe, &h, sizeof h) &&
           file_write_all(pipe, part->s, part->n);
}

/* ---- reading ------------------------------------------------------------- */

static size_t message_limit(const struct worker_job *job)
{
    return job->limits.message ? job->limits.message : WORKER_MESSAGE_DEFAULT;
}

/* Looks at what has come so far: complete, broken, or more to come. */
static void judge(struct report *r)
{
    struct head h;
    uint64_t end;
    size_t total;
    if (r->got.n < sizeof h)
        return;
    memcpy(&h, r->got.s, sizeof h);
    if (r->job->take && h.magic == REPORT_PART)
        return;
    if (h.magic != REPORT_MAGIC || !is_status(h.status) || h.error_size >= ERROR_TEXT_MAX ||
        (!h.status ? h.error_size : h.message_size) != 0) {
        r->broken = ill_formed;
        return;
    }
    if (h.message_size > message_limit(r->job)) {
        r->broken = too_long;
        return;
    }
    total = sizeof h + (size_t)h.error_size + (size_t)h.message_size + sizeof end;
    if (r->got.n < total)
        return;
    memcpy(&end, r->got.s + total - sizeof end, sizeof end);
    r->complete = r->got.n == total && end == REPORT_RETURNED;
    r->broken = r->complete ? NULL : ill_formed;
}

/* Hands on the part that the rest of what has come begins with. False: it begins with none, or not
   all of it is there yet. */
static bool take_part(struct report *r, size_t *at)
{
    const struct worker_job *job = r->job;
    size_t left = r->got.n - *at;
    struct part_head h;
    if (!job->take || left < sizeof h)
        return false;
    memcpy(&h, r->got.s + *at, sizeof h);
    if (h.magic != REPORT_PART)
        return false;
    if (h.size > WORKER_PART_MAX)
        r->broken = ill_formed;
    if (r->broken || left - sizeof h < h.size)
        return false;
    if (!job->take(job->take_data, r->got.s + *at + sizeof h, (size_t)h.size))
        r->broken = not_taken;
    *at += sizeof h + (size_t)h.size;
    return !r->broken;
}

static void take_parts(struct report *r)
{
    size_t at = 0;
    while (take_part(r, &at))
        ;
    if (at == 0)
        return;
    r->got.n -= at;
    memmove(r->got.s, r->got.s + at, r->got.n);
}

bool report_read(struct report *r, int pipe)
{
    char bytes[65536];
    /* Not for ever: who sends without end must meet the deadline. */
    for (int k = 0; !r->broken && k < READS_MAX; k++) {
        ssize_t got = read(pipe, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        str_add_bytes(&r->got, bytes, (size_t)got);
        if (r->got.failed)
            r->broken = no_memory;
        else
            take_parts(r);
        if (!r->broken)
            judge(r);
    }
    return false;
}

/* ---- saying what happened ------------------------------------------------ */

/* The end of a job as one line, behind its name and in front of its place. */
static void tell(struct report *r, enum worker_end end, int status, const char *text)
{
    struct worker_job *job = r->job;
    char place[WORKER_PLACE_SIZE];
    memcpy(place, r->place, WORKER_PLACE_SIZE);
    place[WORKER_PLACE_SIZE - 1] = '\0';
    job->end = end;
    error_set(&job->error, status, "%s%s%s%s%s", job->name ? job->name : "",
              job->name && *job->name ? ": " : "", text, *place ? " at " : "", place);
}

static const struct ending {
    int signal;
    const char *text;
} endings[] = {
    {SIGSEGV, "crashed (segmentation fault)"},
    {SIGBUS, "crashed (bus error)"},
    {SIGFPE, "crashed (arithmetic exception)"},
    {SIGILL, "crashed (illegal instruction)"},
    {SIGABRT, "crashed (aborted)"},
    {SIGSYS, "stopped by signal 31 (forbidden system call)"},
    {SIGKILL, "stopped by signal 9 (killed: perhaps the machine is short of memory)"},
};

static void tell_signal(struct report *r, int signal)
{
    char text[128];
    const char *what = sigdescr_np(signal);
    r->job->signal = signal;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (endings[i].signal == signal) {
            tell(r, WORKER_CRASHED, ERR_PART, endings[i].text);
            return;
        }
    }
    snprintf(text, sizeof text, "stopped by signal %d (%s)", signal, what ? what : "unknown");
    tell(r, WORKER_CRASHED, ERR_PART, text);
}

static void tell_timeout(struct report *r)
{
    char text[64];
    snprintf(text, sizeof text, "stopped after %g s (time limit)", r->job->limits.seconds);
    tell(r, WORKER_TIMEOUT, ERR_PART, text);
}

static void tell_memory(struct report *r)
{
    char text[64];
    size_t kib = r->job->limits.memory >> 10;
    if (kib < 1024)
        snprintf(text, sizeof text, "out of memory (limit %zu kB)", kib);
    else
        snprintf(text, sizeof text, "out of memory (limit %zu MB)", kib >> 10);
    tell(r, WORKER_FAILED, ERR_PART, text);
}

/* The function has failed, and text says why. */
static void tell_failure(struct report *r, int status, const char *text, size_t size)
{
    struct worker_job *job = r->job;
    struct error e;
    if (status == ERR_MEMORY && job->trust != WORKER_CORE && job->limits.memory > 0) {
        tell_memory(r);
        return;
    }
    error_set(&e, status, "%.*s", (int)size, text);
    if (!*e.text)
        error_set(&e, status, "failed without a reason");
    if (job->name && *job->name)
        error_prefix(&e, "%s", job->name);
    job->end = WORKER_FAILED;
    job->error = e;
}

static void take_message(struct report *r, const struct head *h)
{
    struct str *m = &r->job->message;
    r->job->end = WORKER_DONE;
    if (h->message_size == 0)
        return;
    *m = r->got;
    r->got = (struct str){0};
    m->n = (size_t)h->message_size;
    memmove(m->s, m->s + sizeof *h, m->n);
    m->s[m->n] = '\0';
}

static void tell_broken(struct report *r)
{
    char text[96];
    if (r->broken == too_long)
        snprintf(text, sizeof text, "%s (limit %zu bytes)", too_long, message_limit(r->job));
    else
        snprintf(text, sizeof text, "%s", r->broken);
    tell(r, WORKER_BROKEN, r->broken == no_memory ? ERR_MEMORY : ERR_PART, text);
}

/* True for a process that the limit on processor time has ended. */
static bool is_processor_limit(const struct worker_job *job, const struct report_end *end)
{
    const struct rusage *u = &end->used;
    double spent = (double)u->ru_utime.tv_sec + (double)u->ru_stime.tv_sec +
                   1e-6 * (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec);
    int signal = WIFSIGNALED(end->status) ? WTERMSIG(end->status) : 0;
    return (signal == SIGXCPU || signal == SIGKILL) && job->trust != WORKER_CORE &&
           job->limits.seconds > 0 && spent >= job->limits.seconds;
}

/* How it ended, from the strongest evidence to the weakest. */
void report_conclude(struct report *r, const struct report_end *end)
{
    char text[128];
    struct head h;
    if (r->complete) {
        memcpy(&h, r->got.s, sizeof h);
        if (h.status)
            tell_failure(r, (int)h.status, r->got.s + sizeof h, (size_t)h.error_size);
        else if (end->orphans > 0)
            tell(r, WORKER_BROKEN, ERR_PART, "left child processes behind (ended)");
        else
            take_message(r, &h);
    } else if (r->broken) {
        tell_broken(r);
    } else if (end->late || is_processor_limit(r->job, end)) {
        tell_timeout(r);
    } else if (WIFSIGNALED(end->status)) {
        tell_signal(r, WTERMSIG(end->status));
    } else if (r->got.n > 0) {
        tell(r, WORKER_BROKEN, ERR_PART, "its report is not well formed: it breaks off");
    } else {
        snprintf(text, sizeof text, "ended early (exit code %d) before it answered",
                 WEXITSTATUS(end->status));
        tell(r, WORKER_EXITED, ERR_PART, text);
    }
}

void report_here(struct worker_job *job, const char *place, int rc, const struct error *e,
                 struct str *message)
{
    struct report r = {.job = job, .place = place};
    if (!rc && message->n <= message_limit(job)) {
        job->end = WORKER_DONE;
        job->message = *message;
        return;
    }
    str_fini(message);
    if (rc) {
        tell_failure(&r, is_status(rc) ? rc : ERR_PART, e->text, strlen(e->text));
    } else {
        r.broken = too_long;
        tell_broken(&r);
    }
}
