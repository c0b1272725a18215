/* SPDX-License-Identifier: MIT */
/* What a worker sends, what its parent makes of it, and how an end is put into words. For worker.c
   only. */
#ifndef HENG_BASE_WORKER_REPORT_H
#define HENG_BASE_WORKER_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/worker.h"

#define WORKER_MESSAGE_DEFAULT ((size_t)1 << 20)

enum { WORKER_PLACE_SIZE = 256 };

/* A report on its way. job and place are borrowed; the rest begins zeroed. */
struct report {
    struct worker_job *job;
    const char *place;  /* WORKER_PLACE_SIZE bytes that the worker may change at any time */
    struct str got;     /* what came out of the pipe */
    const char *broken; /* why that is no report, or NULL */
    bool complete;
};

/* How the process ended. */
struct report_end {
    bool late;      /* it was stopped at its deadline */
    size_t orphans; /* processes that it left behind */
    int status;     /* of wait */
    struct rusage used;
};

/* The child's: what its function returned. A report that cannot be sent will be missed. */
void report_send(int pipe, int rc, const struct error *e, const struct str *message);

/* The child's: a part of what it has to say. False: the parent does not listen. */
bool report_send_part(int pipe, const struct str *part);

/* The parent's: takes what there is to read, without waiting. True at the end of the pipe. */
bool report_read(struct report *r, int pipe);

/* The end of a job that ran in the calling process; the message is taken over. */
void report_here(struct worker_job *job, const char *place, int rc, const struct error *e,
                 struct str *message);

/* Fills in the job's end, signal, message and error. */
void report_conclude(struct report *r, const struct report_end *end);

#endif
