/* SPDX-License-Identifier: MIT */
/*
 * Workers: the one mechanism for isolation and for parallelism.
 *
 * A worker is a forked child. It inherits the parent's memory copy-on-write, writes its results
 * into memory made by shared_new, sends one short message, and ends. Nothing that it does to its
 * own memory, floating-point environment, locale, signal handlers or descriptors reaches the
 * parent. A worker that crashes, hangs, exits early, or leaves children behind is reported.
 *
 * This is the only file that forks.
 */
#ifndef HENG_BASE_WORKER_H
#define HENG_BASE_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

/* Zeroed memory that a worker and its parent both see. NULL: out of memory. */
void *shared_new(size_t bytes);
void shared_free(void *p, size_t bytes); /* accepts NULL */

/* What a worker may do. */
enum worker_trust {
    WORKER_CORE,   /* our own code: no system call filter, no limits but the wall clock */
    WORKER_SCRIPT, /* Lua: memory and time only; no file can be opened */
    WORKER_PLUGIN, /* as WORKER_SCRIPT, but files may be opened for reading, to load the object */
    WORKER_NETWORK /* as WORKER_PLUGIN, and sockets may be opened: for what asks a server */
};

struct worker_limits {
    double seconds; /* of wall clock and of processor time; 0: none */
    size_t memory;  /* bytes beyond what the parent has mapped; 0: none */
    size_t message; /* longest message, bytes; 0: 1 MiB */
};

/* 5 s, 300 MB, 1 MiB. */
extern const struct worker_limits worker_default_limits;

/* Handed to the child's function. */
struct worker {
    struct str message; /* the child appends to it; sent when the function returns */
    /* Where the child is, for a report after a kill: a short text the child may rewrite at any
       time, in memory that the parent sees. */
    char *place;
    size_t place_size;
    volatile uint32_t *calls; /* worker_run_here's: odd while one runs */
    int pipe;                 /* to the parent, for worker_send; -1: there is none */
};

/* The descriptor at which an untrusted worker finds its job's file. */
enum { WORKER_FILE = 4 };

/* The body of a worker. Returns OK, or a status with e filled in, which the parent gets as the
   job's error. */
typedef int worker_fn(struct worker *w, void *arg, struct error *e);

enum worker_end {
    WORKER_DONE,    /* the function returned OK; message is complete */
    WORKER_FAILED,  /* the function returned an error */
    WORKER_CRASHED, /* a signal ended it: signal says which */
    WORKER_EXITED,  /* it ended without returning from the function (exit(0) in a constructor) */
    WORKER_TIMEOUT, /* it was stopped at its time limit */
    WORKER_BROKEN   /* its report was not well formed or too long */
};

struct worker_job {
    /* set by the caller */
    const char *name; /* for messages: "plugin economy"; NULL: messages begin without a name */
    worker_fn *fn;
    void *arg;
    enum worker_trust trust;
    struct worker_limits limits;
    bool by_call; /* limits.seconds is for each worker_run_here in it, none for what is between */
    void *shared; /* from shared_new, of shared_size bytes, for its results; or NULL. Jobs of */
    size_t shared_size; /* one workers_run do not have each other's, unless it is the same */
    int file;           /* > 2: a descriptor that an untrusted worker keeps, as WORKER_FILE */
    /* For answers that are longer than a message: gets, in the parent and in their order, the parts
       that the worker sends before it returns. False: it wants no more, and the worker is ended
       (WORKER_BROKEN). NULL: parts are not well formed. */
    bool (*take)(void *take_data, const char *bytes, size_t n);
    void *take_data;
    /* set by workers_run */
    enum worker_end end;
    int signal;
    struct str message; /* what the child sent; the caller's to str_fini */
    struct error error; /* status 0 when end is WORKER_DONE; otherwise one line that begins with
                           name and says what happened, where (place), and the limit or signal;
                           status ERR_PART unless the function gave its own; its ERR_MEMORY under
                           a limit of memory is ERR_PART, since the part and not the run is short */
};

/*
 * Runs n jobs, at most parallel at a time (0: as many as there are processors), and returns when
 * all have ended. Which jobs run side by side does not change any result. Returns OK whatever the
 * jobs' ends; an error only when no worker could be started at all: ERR_MEMORY where the
 * machine is short of memory, processes or descriptors, which the whole run needs.
 */
int workers_run(struct worker_job *jobs, size_t n, size_t parallel, struct error *e);

/*
 * The same, with the same results and errors, for small jobs of one trust and the same limits, each
 * of which leaves alone what the others look at: as many workers as parallel do all of them, one
 * after the other. The jobs of a worker that does not end well are run again, each in its own.
 * No job has a file or take.
 */
int workers_run_together(struct worker_job *jobs, size_t n, size_t parallel, struct error *e);

/*
 * Runs a job in the calling process, which is the worker w and confined as strictly as the job's
 * trust asks: for code that is called too often for a process each. It ends as under workers_run,
 * though of the limits only that of the message is held here; the function keeps the others. What
 * crashes or hangs takes w with it, which its parent then names by the place.
 */
void worker_run_here(struct worker *w, struct worker_job *job);

/* In a worker: sends the message so far as a part, to the job's take, and empties it. At most
   WORKER_PART_MAX bytes. Errors: ERR_MEMORY where the message had no room, ERR_IO. */
enum { WORKER_PART_MAX = 4 << 20 };
int worker_send(struct worker *w, struct error *e);

#endif
