/* SPDX-License-Identifier: MIT */
/* The environment of a job array: ID counts from MIN in steps of STEP, COUNT times. */
#include "launch/array.h"

#include <stdbool.h>
#include <stdlib.h>

#define ARRAY "SLURM_ARRAY_TASK_"

enum { ID_MOST = 100 * 1000 * 1000 };

struct array {
    size_t id, count, first, last, step;
};

static int number(const char *name, size_t *to, struct error *e)
{
    const char *text = getenv(name);
    char *end = NULL;
    unsigned long v = text && *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 0;
    if (!text)
        return error_set(e, ERR_USAGE,
                         "--shard without I/N: %s is not set: this is no task of a job array "
                         "(sbatch --array=1-7); say which shard, --shard 2/7",
                         name);
    if (!end || *end || v > ID_MOST)
        return error_set(e, ERR_USAGE, "--shard: %s=%s: expected a whole number", name, text);
    *to = v;
    return OK;
}

/* What an older SLURM, or who sets the environment by hand, may leave out. */
static int number_or(const char *name, size_t otherwise, size_t *to, struct error *e)
{
    *to = otherwise;
    return getenv(name) ? number(name, to, e) : OK;
}

static int read_array(struct array *a, struct error *e)
{
    int status = number(ARRAY "ID", &a->id, e);
    if (!status)
        status = number(ARRAY "COUNT", &a->count, e);
    if (!status)
        status = number_or(ARRAY "MIN", 1, &a->first, e);
    if (!status)
        status = number_or(ARRAY "STEP", 1, &a->step, e);
    if (!status && a->step && a->count)
        status = number_or(ARRAY "MAX", a->first + (a->count - 1) * a->step, &a->last, e);
    return status;
}

/* --array=1,2,5 has three tasks, none of which is the third of an even row. */
static bool is_even(const struct array *a)
{
    const size_t last = a->first + (a->count - 1) * a->step;
    return a->id >= a->first && a->id <= last && (a->id - a->first) % a->step == 0 &&
           a->last >= last && a->last - last < a->step;
}

int array_task(size_t most, size_t *i, size_t *of, struct error *e)
{
    struct array a = {0};
    int status = read_array(&a, e);
    if (status)
        return status;
    if (!a.step || a.count < 1 || a.count > most)
        return error_set(e, ERR_USAGE,
                         "--shard: a job array of %zu tasks: there are 1 to %zu shards", a.count,
                         most);
    if (!is_even(&a))
        return error_set(e, ERR_USAGE,
                         "--shard: task %zu is not of %zu evenly spaced ones from %zu on (%s"
                         "MIN, COUNT, STEP, MAX); use --array=1-%zu",
                         a.id, a.count, a.first, ARRAY, a.count);
    *i = (a.id - a.first) / a.step;
    *of = a.count;
    return OK;
}
