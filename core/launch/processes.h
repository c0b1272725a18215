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
struct launch ranks_launch(void);
/* Of an error that concerns all, before ranks_join: takes the text away from all but the one that
   speaks, and lets that one be first, since the launcher ends all when one has failed. */
void ranks_hush(const struct launch *l, struct error *e);

struct ranks;

/*
 * Joins the others through the plugin in folder (NULL: there is none). From then on only rank 0
 * prints; what another has to tell stays until ranks_agree. ERR_UNAVAILABLE without a plugin, or
 * where it is of another launcher than the one that started this.
 */
int ranks_join(const struct launch *l, const char *folder, struct ranks **r, struct error *e);
/* The rest accepts NULL: a process of its own. */
size_t ranks_rank(const struct ranks *r);
size_t ranks_count(const struct ranks *r);

/*
 * Waits for all. OK when all are; else the status of the first rank that failed, which alone prints
 * what it has to, here; e has no text after it.
 */
int ranks_agree(struct ranks *r, int status, struct error *e);

/* The bytes of rank `from`, at rank 0 and there. */
int ranks_send(struct ranks *r, const struct str *b, struct error *e);
int ranks_receive(struct ranks *r, size_t from, struct str *b, struct error *e);

void ranks_leave(struct ranks *r);

#endif
