/* SPDX-License-Identifier: MIT */
/* heng merge PROFILE PART...: what the shards of heng robust have computed, as if by one. */
#include <stdio.h>

#include "base/file.h"
#include "cli/robust_session.h"
#include "robust/shard.h"

static const char SUFFIX[] = ".hengpart";

static int take_folder(struct session *s, struct parts *have, const char *dir, struct error *e)
{
    struct arena *a = s->a.p->arena;
    char **names;
    size_t n;
    int status = dir_list(a, dir, SUFFIX, &names, &n, e);
    if (!status && !n)
        status = error_set(e, ERR_NOINPUT, "%s: no file NAME%s in it", dir, SUFFIX);
    for (size_t i = 0; !status && i < n; i++) {
        const char *path = arena_printf(a, "%s/%s%s", dir, names[i], SUFFIX);
        status = path ? part_read(&s->a, have, path, e) : error_no_memory(e);
    }
    return status;
}

static int take_parts(struct session *s, struct error *e)
{
    const struct arguments *args = s->args;
    struct parts have = {0};
    int status = assess_room(&s->a, e);
    for (size_t i = 1; !status && i < args->n_args; i++)
        status = dir_exists(args->args[i]) ? take_folder(s, &have, args->args[i], e)
                                           : part_read(&s->a, &have, args->args[i], e);
    if (!status)
        status = parts_complete(&have, e);
    parts_fini(&have);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct session s;
    int status = session_open(&s, a, a->jobs, &(struct session_kind){0}, e);
    if (!status)
        status = take_parts(&s, e);
    if (!status)
        status = session_tell(&s, e);
    session_close(&s);
    return status;
}

const struct command merge_command = {
    "merge",
    "merge PROFILE PART... [-o DIR]",
    "what the shards of heng robust (--shard) say together",
    2,
    CLI_ARGS_MAX,
    FLAG_PROFILE | FLAG_OUT | FLAG_PERIOD,
    run,
};
