/* SPDX-License-Identifier: MIT */
/* Replicates shared out to workers, wave after wave. */
#include "robust/replicate/replicates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/worker.h"

enum { BLOCK = 64, WAVES = 20 };
#define WAVE_SECONDS 0.25
/* What a replicate itself may take beside what a script may: bytes, and bytes a row. */
#define ROOM ((size_t)256 << 20)
#define ROOM_ROW ((size_t)64 << 10)

/* Replicates first .. first + n), of one worker. */
struct share {
    const struct evaluator *g;
    const struct replicates_options *o;
    struct replicates *x;
    size_t first, n;
};

/* Room for one replicate after the other. */
struct room {
    struct walker *walker;
    double *u;
    struct replicate to;
};

static int take(const struct share *s, struct room *room, size_t i, struct error *e)
{
    size_t n = s->x->n_rows;
    int status;
    s->o->points->at(s->o->points->of, i, room->u);
    status = robust_evaluate(room->walker, room->u, &room->to, e);
    if (status)
        return error_prefix(e, "replicate %zu", i + 1);
    for (size_t k = 0; k < n; k++)
        s->x->rank[i * n + k] = (float)room->to.rank[k];
    if (s->x->score)
        memcpy(s->x->score + i * n, room->to.score, n * sizeof(double));
    for (size_t k = 0; s->x->tier && k < n; k++)
        s->x->tier[i * n + k] = isnan(room->to.tier[k]) ? 0 : (unsigned char)room->to.tier[k];
    return OK;
}

static int take_share(const struct share *s, struct error *e)
{
    size_t n = s->x->n_rows;
    size_t k = evaluator_factors(s->g);
    double *v = calloc(3 * n + k, sizeof *v);
    struct room room = {walker_new(s->g), v, {v + k, v + k + n, v + k + 2 * n}};
    int status = v && room.walker ? OK : error_no_memory(e);
    for (size_t i = s->first; !status && i < s->first + s->n; i++) {
        if (s->o->before && (i - s->first) % BLOCK == 0)
            s->o->before(i, s->o->before_data);
        status = take(s, &room, i, e);
    }
    walker_free(room.walker);
    free(v);
    return status;
}

static int work(struct worker *w, void *arg, struct error *e)
{
    const struct share *s = arg;
    if (evaluator_calls(s->g) == CALLS_LUA)
        evaluator_inside(s->g, w);
    return take_share(s, e);
}

/* Whose replicates call Lua is confined as Lua is, and calls it itself. Plugins get workers of
 * their own. */
static void confine(struct worker_job *job, const struct share *s)
{
    const struct worker_limits *limits = evaluator_limits(s->g);
    if (evaluator_calls(s->g) != CALLS_LUA)
        return;
    job->trust = WORKER_SCRIPT;
    job->limits = *limits;
    job->by_call = true;
    if (limits->memory)
        job->limits.memory = limits->memory + ROOM + ROOM_ROW * s->x->n_rows;
}

/* Those whose workers died, once more; each names itself. */
static int redo(struct worker_job *jobs, size_t n, size_t parallel, struct error *e)
{
    size_t lost = 0;
    int status = OK;
    for (size_t i = 0; i < n; i++) {
        str_fini(&jobs[i].message);
        jobs[i].message = (struct str){0};
        bool final = jobs[i].end == WORKER_FAILED || jobs[i].end == WORKER_TIMEOUT;
        if (final && !status) {
            *e = jobs[i].error;
            status = e->status;
        }
        if (jobs[i].end != WORKER_DONE && !final)
            jobs[lost++] = jobs[i];
    }
    if (status || !lost)
        return status;
    status = workers_run(jobs, lost, parallel, e);
    for (size_t i = 0; i < lost; i++) {
        str_fini(&jobs[i].message);
        if (!status && jobs[i].end != WORKER_DONE) {
            *e = jobs[i].error;
            if (e->status == ERR_PART && jobs[i].trust == WORKER_CORE)
                e->status = ERR_INTERNAL;
            status = e->status;
        }
    }
    return status;
}

/* Replicates first .. first + n) by workers, in shares of whole blocks. */
static int run_wave(const struct share *whole, size_t first, size_t n, size_t parallel,
                    struct error *e)
{
    size_t blocks = (n + BLOCK - 1) / BLOCK, count = blocks < parallel ? blocks : parallel;
    size_t each = (blocks + count - 1) / count * BLOCK, i, left = n;
    struct share *shares = calloc(count, sizeof *shares);
    struct worker_job *jobs = calloc(count, sizeof *jobs);
    int status = shares && jobs ? OK : error_no_memory(e);
    for (i = 0; !status && i < count && left; i++) {
        shares[i] = *whole;
        shares[i].first = first + (n - left);
        shares[i].n = left < each ? left : each;
        left -= shares[i].n;
        jobs[i].name = "replicates";
        jobs[i].fn = work;
        jobs[i].arg = &shares[i];
        jobs[i].trust = WORKER_CORE;
        confine(&jobs[i], whole);
    }
    count = i;
    if (!status)
        status = workers_run(jobs, count, parallel, e);
    if (!status)
        status = redo(jobs, count, parallel, e);
    free(shares);
    free(jobs);
    return status;
}

struct range shard_range(struct shard s, size_t n)
{
    size_t blocks = (n + BLOCK - 1) / BLOCK, first, end;
    if (!s.of)
        return (struct range){0, n};
    first = (blocks / s.of * s.i + blocks % s.of * s.i / s.of) * BLOCK;
    end = (blocks / s.of * (s.i + 1) + blocks % s.of * (s.i + 1) / s.of) * BLOCK;
    end = end < n ? end : n;
    return (struct range){first, end - first};
}

/* So many, or a few more, as blocks for all workers. */
static size_t whole_blocks(size_t n, size_t parallel)
{
    return (n + BLOCK * parallel - 1) / (BLOCK * parallel) * BLOCK * parallel;
}

/* As many as take WAVE_SECONDS, where as many as before take less. */
static size_t next_wave(size_t step, size_t many, double took, size_t parallel)
{
    const double next = took > 0 ? WAVE_SECONDS / took * (double)many : 1e9;
    return next > (double)step ? whole_blocks((size_t)fmin(next, 1e9), parallel) : step;
}

/* Wave after wave, so that there is something to tell; where they are soon done, fewer and longer
   ones, which start fewer workers. */
static int run_all(const struct share *whole, struct error *e)
{
    const struct replicates_options *o = whole->o;
    struct range range = shard_range(o->shard, whole->x->n);
    size_t n = range.n, parallel = (o->jobs ? o->jobs : machine_processors()), step;
    int status = OK;
    step = whole_blocks((n + WAVES - 1) / WAVES, parallel);
    for (size_t done = 0; !status && done < n;) {
        const double start = machine_seconds();
        size_t many = n - done < step ? n - done : step;
        status = run_wave(whole, range.first + done, many, parallel, e);
        done += many;
        if (!status && o->progress)
            o->progress(done, n, o->progress_data);
        step = next_wave(step, many, machine_seconds() - start, parallel);
    }
    return status;
}

int replicates_new(const struct evaluator *g, const struct replicates_options *o,
                   struct replicates *x, struct error *e)
{
    size_t cells;
    *x = (struct replicates){.n = o->points->n, .n_rows = evaluator_rows(g)};
    cells = x->n * x->n_rows;
    if (cells / x->n != x->n_rows || cells > SIZE_MAX / sizeof *x->rank)
        return error_no_memory(e);
    x->bytes[0] = cells * sizeof *x->rank;
    x->rank = shared_new(x->bytes[0]);
    if (o->tiers) {
        x->bytes[1] = cells;
        x->tier = shared_new(x->bytes[1]);
    }
    if (o->scores && cells <= SIZE_MAX / sizeof *x->score) {
        x->bytes[2] = cells * sizeof *x->score;
        x->score = shared_new(x->bytes[2]);
    }
    if (!x->rank || (o->tiers && !x->tier) || (o->scores && !x->score))
        return error_set(e, ERR_MEMORY, "out of memory: %zu replicates of %zu units and periods",
                         x->n, x->n_rows);
    return OK;
}

int replicates_run(const struct evaluator *g, const struct replicates_options *o,
                   struct replicates *x, struct error *e)
{
    struct share whole = {.g = g, .o = o, .x = x};
    int status = replicates_new(g, o, x, e);
    return status ? status : run_all(&whole, e);
}

void replicates_fini(struct replicates *x)
{
    shared_free(x->rank, x->bytes[0]);
    shared_free(x->tier, x->bytes[1]);
    shared_free(x->score, x->bytes[2]);
    *x = (struct replicates){0};
}
