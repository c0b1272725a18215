/* SPDX-License-Identifier: MIT */
/*
 * One program as several processes, started by a launcher (mpirun, srun). Without a launcher's
 * environment nothing here loads anything.
 */
#ifndef HENG_LAUNCH_PROCESSES_H
#define HENG_LAUNCH_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

/* What the environment says. */
struct launch {
    const char *launcher; /* NULL: started by hand */
    size_t rank, count;
    bool speaks; /* the one process that tells what concerns all before they know of each other */
    bool as_one; /* its processes are meant as one program; SLURM's may be a list of jobs */
};
struct launch processes_launch(void);
/* Of an error that concerns all, before processes_join: takes the text away from all but the one
   that speaks, and lets that one be first, since the launcher ends all when one has failed. */
void processes_hush(const struct launch *l, struct error *e);

struct processes;

/*
 * Joins the others through the plugin in folder (NULL: there is none). From then on only rank 0
 * prints; what another has to tell stays until processes_agree. ERR_UNAVAILABLE without a plugin,
 * or where it is of another launcher than the one that started this.
 */
int processes_join(const struct launch *l, const char *folder, struct processes **r,
                   struct error *e);
/* The rest accepts NULL: a process of its own. */
size_t processes_rank(const struct processes *r);
size_t processes_count(const struct processes *r);

/*
 * Waits for all. OK when all are; else the status of the first rank that failed, which alone prints
 * what it has to, here; e has no text after it.
 */
int processes_agree(struct processes *r, int status, struct error *e);

/* The bytes of rank `from`, at rank 0 and there. */
int processes_send(struct processes *r, const struct str *b, struct error *e);
int processes_receive(struct processes *r, size_t from, struct str *b, struct error *e);

void processes_leave(struct processes *r);

#endif
