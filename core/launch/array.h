/* SPDX-License-Identifier: MIT */
/* One task of a job array of SLURM (sbatch --array=1-7), as its environment tells. */
#ifndef HENG_LAUNCH_ARRAY_H
#define HENG_LAUNCH_ARRAY_H

#include <stddef.h>

#include "base/error.h"

/* Task i, from 0, of `of`; at most `most` of them. ERR_USAGE where there is no array, or its tasks
   are not evenly spaced. */
int array_task(size_t most, size_t *i, size_t *of, struct error *e);

#endif
