/* SPDX-License-Identifier: MIT */
/* heng robust PROFILE: how far the ranks can be trusted; one shard of it, or one of several ranks.
 */
#include <stdio.h>
#include <string.h>

#include "cli/robust_session.h"
#include "launch/array.h"
#include "launch/processes.h"
#include "robust/shard.h"

/* ---- ranks ----------------------------------------------------------------------------------- */

static int join(const struct launch *l, struct processes **ranks, struct error *e)
{
    struct search_path home = {.arena = arena_new()};
    int status = home.arena ? search_path_add_own(&home, e) : error_no_memory(e);
    if (!status)
        status = processes_join(l, home.ranks.n ? home.ranks.v[0] : NULL, ranks, e);
    if (status)
        processes_hush(l, e);
    arena_free(home.arena);
    return status;
}

static int take_from(struct session *s, struct processes *ranks, size_t from, struct parts *have,
                     struct error *e)
{
    struct str b = {0};
    const char *where = arena_printf(s->a.p->arena, "rank %zu", from);
    int status = processes_receive(ranks, from, &b, e);
    if (!status)
        status = where ? part_take(&s->a, have, where, b.s, b.n, e) : error_no_memory(e);
    str_fini(&b);
    return status;
}

/* All of them, also after one was refused: nobody must be left waiting. */
static int collect(struct session *s, struct processes *ranks, struct error *e)
{
    struct parts have = {0};
    int status = OK;
    for (size_t i = 1; i < processes_count(ranks); i++) {
        struct error why = {0};
        int one = take_from(s, ranks, i, &have, &why);
        if (one && !status) {
            *e = why;
            status = one;
        }
    }
    parts_fini(&have);
    return status;
}

static int hand_over(struct session *s, struct processes *ranks, struct shard shard,
                     struct error *e)
{
    struct str b = {0};
    int status;
    part_pack(&s->a, shard, &b);
    status = processes_agree(ranks, b.failed ? error_no_memory(e) : OK, e);
    if (!status)
        status = processes_send(ranks, &b, e);
    str_fini(&b);
    return status;
}

/* Every rank's replicates to rank 0. */
static int gather(struct session *s, struct processes *ranks, struct shard shard, struct error *e)
{
    int status;
    if (processes_rank(ranks) > 0) {
        status = hand_over(s, ranks, shard, e);
    } else {
        status = processes_agree(ranks, OK, e);
        if (!status)
            status = collect(s, ranks, e);
        else
            return status;
    }
    return processes_rank(ranks) > 0 && status ? status : processes_agree(ranks, status, e);
}

/* ---- the command ----------------------------------------------------------------------------- */

static int write_part(struct session *s, struct shard shard, struct error *e)
{
    const char *dir = output_folder(s->args, s->a.p);
    int status = dir ? part_write(&s->a, shard, dir, e) : error_no_memory(e);
    if (status)
        return status;
    session_written(s, dir);
    status = assess_left_out(&s->a, e);
    return status ? status : report_failures(s->a.p, e);
}

static int assess(struct session *s, const struct arguments *a, size_t jobs, struct shard shard,
                  struct processes *ranks, struct error *e)
{
    int status = session_open(s, a, jobs, &(struct session_kind){0}, e);
    status = processes_agree(ranks, status, e);
    if (!status)
        status = processes_agree(ranks, session_compute(s, shard, e), e);
    if (!status && ranks)
        status = gather(s, ranks, shard, e);
    if (status || processes_rank(ranks) > 0)
        return status;
    return shard.of && !ranks ? write_part(s, shard, e) : session_tell(s, e);
}

/* I/N, or the task of a job array. */
static int which_shard(const char *text, struct shard *shard, struct error *e)
{
    return strcmp(text, "array") ? shard_read(text, shard, e)
                                 : array_task(SHARDS_MAX, &shard->i, &shard->of, e);
}

static int run(const struct arguments *a, struct error *e)
{
    const struct launch launch = processes_launch();
    struct shard shard = {0, 0};
    struct processes *ranks = NULL;
    struct session s;
    int status = a->shard ? which_shard(a->shard, &shard, e) : join(&launch, &ranks, e);
    if (status)
        return status;
    if (ranks)
        shard = (struct shard){processes_rank(ranks), processes_count(ranks)};
    status = assess(&s, a, a->jobs || !launch.launcher ? a->jobs : 1, shard, ranks, e);
    session_close(&s);
    processes_leave(ranks);
    return status;
}

const struct command robust_command = {
    "robust",
    "robust PROFILE [-o DIR] [flags]",
    "vary what [uncertainty] says: how far ranks can be trusted",
    1,
    1,
    FLAG_PROFILE | FLAG_OUT | FLAG_PERIOD | FLAG_SHARD,
    run,
};
