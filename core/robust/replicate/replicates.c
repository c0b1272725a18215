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

/* Of alternatives that were stopped at the time limit so often, further replicates are not tried.
 */
enum { STOPPED_OFTEN = 3, ALTERNATIVES = 64, STOPPED_MOST = 8 };

/* Replicates first .. first + n), of one worker. */
struct share {
    const struct evaluator *g;
    const struct replicates_options *o;
    struct replicates *x;
    size_t first, n;
    volatile size_t *at; /* shared: the replicate at hand */
};

/* Room for one replicate after the other. */
struct room {
    struct walker *walker;
    double *u;
    struct replicate to;
    struct {
        uint64_t alternatives;
        unsigned times;
    } stopped[ALTERNATIVES];
    size_t n_stopped;
};

static void leave_out(const struct replicates *x, size_t i, const char *why)
{
    size_t n = x->n_rows, k = 0;
    for (k = 0; k < n; k++)
        x->rank[i * n + k] = NAN;
    for (k = 0; x->score && k < n; k++)
        x->score[i * n + k] = NAN;
    for (k = 0; x->tier && k < n; k++)
        x->tier[i * n + k] = 0;
    k = strnlen(why, REPLICATE_WHY - 1);
    while (k > 0 && ((unsigned char)why[k] & 0xC0) == 0x80)
        k--; /* no half of a character */
    memcpy(x->why[i], why, k);
    x->why[i][k] = '\0';
}

/* How often the alternatives of the replicate at hand were stopped; NULL: never, and there is no
   room to note it. */
static unsigned *times_stopped(struct room *room, uint64_t alternatives)
{
    size_t k;
    for (k = 0; k < room->n_stopped; k++)
        if (room->stopped[k].alternatives == alternatives)
            return &room->stopped[k].times;
    if (k == ALTERNATIVES)
        return NULL;
    room->stopped[room->n_stopped++].alternatives = alternatives;
    return &room->stopped[k].times;
}

static int keep(const struct share *s, const struct room *room, size_t i)
{
    size_t n = s->x->n_rows;
    for (size_t k = 0; k < n; k++)
        s->x->rank[i * n + k] = (float)room->to.rank[k];
    if (s->x->score)
        memcpy(s->x->score + i * n, room->to.score, n * sizeof(double));
    for (size_t k = 0; s->x->tier && k < n; k++)
        s->x->tier[i * n + k] = isnan(room->to.tier[k]) ? 0 : (unsigned char)room->to.tier[k];
    return OK;
}

/* Whether a single run would say so of the part or the profile, and no more than this replicate is
   lost. */
static bool is_of_replicate(int status)
{
    return status == ERR_PART || status == ERR_PROFILE || status == ERR_DATA;
}

static int take(const struct share *s, struct room *room, size_t i, struct error *e)
{
    unsigned *times = NULL;
    int status;
    *s->at = i;
    s->o->points->at(s->o->points->of, i, room->u);
    if (evaluator_calls(s->g) != CALLS_NONE)
        times = times_stopped(room, evaluator_alternatives(s->g, room->u));
    if (times && *times >= STOPPED_OFTEN) {
        leave_out(s->x, i, "not tried: its alternatives were stopped at the time limit before");
        return OK;
    }
    evaluator_forget(s->g);
    status = robust_evaluate(room->walker, room->u, &room->to, e);
    if (!status)
        return keep(s, room, i);
    if (!is_of_replicate(status))
        return error_prefix(e, "replicate %zu", i + 1);
    if (times && strstr(e->text, "time limit"))
        (*times)++;
    leave_out(s->x, i, e->text);
    *e = (struct error){0};
    return OK;
}

static int take_share(const struct share *s, struct error *e)
{
    size_t n = s->x->n_rows;
    size_t k = evaluator_factors(s->g);
    double *v = calloc(3 * n + k, sizeof *v);
    struct room room = {walker_new(s->g), v, {v + k, v + k + n, v + k + 2 * n}, {{0}}, 0};
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

/* Several workers' shares, and what they take. */
struct wave {
    struct share *shares;
    struct worker_job *jobs;
    size_t *again; /* by job: 1 + the replicate at which it has died once */
    size_t n, stopped;
};

static void begin_job(struct wave *w, size_t i)
{
    w->jobs[i] = (struct worker_job){
        .name = "replicates", .fn = work, .arg = &w->shares[i], .trust = WORKER_CORE};
    confine(&w->jobs[i], &w->shares[i]);
}

/* What was lost with a worker: the replicate that it was at is left out, the first time that it
   hangs, the second time that it dies; the rest is still to be done. *left: there is a rest. */
static int lose(struct wave *w, size_t i, bool *left, struct error *e)
{
    struct share *s = &w->shares[i];
    const struct worker_job *job = &w->jobs[i];
    const size_t at = *s->at, end = s->first + s->n;
    const bool hung = job->end == WORKER_TIMEOUT, out = hung || w->again[i] == at + 1;
    if (out && (job->trust == WORKER_CORE || w->stopped++ >= STOPPED_MOST)) {
        *e = job->error;
        if (e->status == ERR_PART && job->trust == WORKER_CORE)
            e->status = ERR_INTERNAL;
        return e->status;
    }
    if (out)
        leave_out(s->x, at, job->error.text);
    w->again[i] = out ? 0 : at + 1;
    s->first = at + out;
    s->n = end - s->first;
    *left = s->n > 0;
    return OK;
}

/* Jobs that are done are dropped; *n of them are left. */
static int look_at(struct wave *w, struct error *e)
{
    size_t kept = 0;
    int status = OK;
    for (size_t i = 0; i < w->n; i++) {
        bool left = false;
        str_fini(&w->jobs[i].message);
        if (status || w->jobs[i].end == WORKER_DONE)
            continue;
        if (w->jobs[i].end == WORKER_FAILED) {
            *e = w->jobs[i].error;
            status = e->status;
        } else {
            status = lose(w, i, &left, e);
        }
        if (!status && left) {
            w->shares[kept] = w->shares[i];
            w->again[kept++] = w->again[i];
        }
    }
    w->n = kept;
    return status;
}

static int run_jobs(struct wave *w, size_t parallel, struct error *e)
{
    int status = OK;
    while (!status && w->n) {
        for (size_t i = 0; i < w->n; i++)
            begin_job(w, i);
        status = workers_run(w->jobs, w->n, parallel, e);
        if (!status)
            status = look_at(w, e);
    }
    return status;
}

/* Replicates first .. first + n) by workers, in shares of whole blocks. */
static int run_wave(const struct share *whole, size_t first, size_t n, size_t parallel,
                    struct error *e)
{
    size_t blocks = (n + BLOCK - 1) / BLOCK, count = blocks < parallel ? blocks : parallel;
    size_t each = (blocks + count - 1) / count * BLOCK, left = n;
    size_t *at = shared_new(count * sizeof *at);
    struct wave w = {.shares = calloc(count, sizeof *w.shares),
                     .jobs = calloc(count, sizeof *w.jobs),
                     .again = calloc(count, sizeof *w.again)};
    int status = at && w.shares && w.jobs && w.again ? OK : error_no_memory(e);
    for (; !status && w.n < count && left; w.n++) {
        struct share *s = &w.shares[w.n];
        *s = *whole;
        s->first = first + (n - left);
        s->n = left < each ? left : each;
        s->at = at + w.n;
        *s->at = s->first;
        left -= s->n;
    }
    if (!status)
        status = run_jobs(&w, parallel, e);
    free(w.shares);
    free(w.jobs);
    free(w.again);
    shared_free(at, count * sizeof *at);
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
    x->bytes[3] = x->n * sizeof *x->why;
    x->why = shared_new(x->bytes[3]);
    if (!x->rank || !x->why || (o->tiers && !x->tier) || (o->scores && !x->score))
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
    shared_free(x->why, x->bytes[3]);
    *x = (struct replicates){0};
}

void replicates_count(struct replicates *x)
{
    x->n_left_out = 0;
    for (size_t i = 0; x->why && i < x->n; i++)
        x->n_left_out += *x->why[i] != '\0';
}
