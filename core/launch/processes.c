/* SPDX-License-Identifier: MIT */
/* Loads the launcher's plugin where there is one, and talks to the other processes by it. */
#include "launch/processes.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/version.h"
#include "launch/processes_plugin.h"
#include "plugin/file.h"

enum { RANKS_MOST = 1 << 20, PATH_MOST = 4096 };

struct processes {
    const struct heng_ranks *of;
    size_t rank, count;
    int *all;              /* of exchange */
    int stderr_kept, told; /* where stderr leads, what was held back; -1: nothing is */
};

/* ---- launchers ------------------------------------------------------------------------------- */

static const struct {
    const char *name, *count, *rank, *local;
    bool as_one;
} launchers[] = {
    {"mpirun of Open MPI", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK",
     "OMPI_COMM_WORLD_LOCAL_RANK", true},
    {"mpiexec of MPICH", "PMI_SIZE", "PMI_RANK", "MPI_LOCALRANKID", true},
    {"srun", "SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "SLURM_LOCALID", false},
};

static bool number_of(const char *name, size_t *to)
{
    const char *text = name ? getenv(name) : NULL;
    char *end;
    unsigned long v;
    if (!text || *text < '0' || *text > '9')
        return false;
    v = strtoul(text, &end, 10);
    *to = v;
    return !*end && v <= RANKS_MOST;
}

struct launch processes_launch(void)
{
    struct launch l = {NULL, 0, 1, true, false};
    size_t local;
    for (size_t i = 0; i < sizeof launchers / sizeof *launchers; i++) {
        if (!number_of(launchers[i].count, &l.count) || !number_of(launchers[i].rank, &l.rank))
            continue;
        if (!number_of(launchers[i].local, &local))
            local = l.rank;
        return (struct launch){launchers[i].name, l.rank, l.count, local == 0, launchers[i].as_one};
    }
    return (struct launch){NULL, 0, 1, true, false};
}

void processes_hush(const struct launch *l, struct error *e)
{
    const struct timespec back_off = {0, 300000000};
    if (l->speaks)
        return;
    e->text[0] = '\0';
    nanosleep(&back_off, NULL);
}

/* ---- the plugin ------------------------------------------------------------------------------ */

static int refuse(const char *path, const char *why, struct error *e)
{
    return error_set(e, ERR_UNAVAILABLE, "%s: %s", path, why);
}

/*
 * What is loaded is the file that was looked at. Its symbols are for MPI's own parts to find. By
 * our number and not as /proc/self, since the loader goes by names: a plugin that a worker loads
 * from a descriptor of the same number would be this one again.
 */
static int load(const char *path, const struct heng_ranks **to, struct error *e)
{
    char sha256[65], local[64];
    heng_plugin_entry_fn *entry = NULL;
    const struct heng_plugin *p;
    void *handle, *symbol;
    int fd = -1, status = plugin_file_look(path, sha256, e);
    if (!status)
        status = plugin_file_open_again(path, sha256, &fd, e);
    if (status) {
        if (fd >= 0)
            close(fd);
        return e->status = error_as(status, ERR_UNAVAILABLE);
    }
    snprintf(local, sizeof local, "/proc/%ld/fd/%d", (long)getpid(), fd);
    handle = dlopen(local, RTLD_NOW | RTLD_GLOBAL);
    symbol = handle ? dlsym(handle, "heng_plugin_entry") : NULL;
    close(fd);
    if (!symbol) {
        const char *why = dlerror();
        return refuse(path, why ? why : "no heng_plugin_entry", e);
    }
    memcpy(&entry, &symbol, sizeof symbol);
    p = entry(NULL);
    if (!p || p->magic != HENG_MAGIC || p->size != sizeof(struct heng_ranks) || !p->version ||
        strcmp(p->version, HENG_VERSION) != 0)
        return refuse(path, "not built with this heng: make builds it again", e);
    *to = (const struct heng_ranks *)(const void *)p;
    return OK;
}

static int failed(const struct processes *r, const char *what, struct error *e)
{
    return error_set(e, ERR_IO, "%s: %s: %s", r->of->library(), what, r->of->why());
}

/* ---- who prints ------------------------------------------------------------------------------ */

static void redirect(int from, int to)
{
    dup2(from, to);
    close(from);
}

static bool fall_silent(struct processes *r)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC), told = memfd_create("heng", MFD_CLOEXEC);
    if (nowhere < 0 || told < 0)
        return false;
    fflush(NULL);
    r->stderr_kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    redirect(nowhere, STDOUT_FILENO);
    r->told = dup(told);
    redirect(told, STDERR_FILENO);
    return r->stderr_kept >= 0 && r->told >= 0;
}

/* What was held back, and from now on everything. */
static void speak(struct processes *r)
{
    char some[4096];
    off_t at = 0;
    ssize_t n;
    if (r->stderr_kept < 0)
        return;
    fflush(NULL);
    redirect(r->stderr_kept, STDERR_FILENO);
    while ((n = pread(r->told, some, sizeof some, at)) > 0) {
        if (write(STDERR_FILENO, some, (size_t)n) != n)
            break;
        at += n;
    }
    close(r->told);
    r->stderr_kept = r->told = -1;
}

/* ---- joining --------------------------------------------------------------------------------- */

static int check_count(const struct processes *r, const struct launch *l, struct error *e)
{
    if (r->count == l->count)
        return OK;
    return error_set(e, ERR_UNAVAILABLE,
                     "started by %s as %zu processes, but heng's ranks are of %s, which knows of "
                     "%zu: start it by that library's own launcher",
                     l->launcher, l->count, r->of->library(), r->count);
}

static int join(struct processes *r, const struct launch *l, struct error *e)
{
    int status = OK;
    if (r->of->begin())
        return error_set(e, ERR_UNAVAILABLE, "ranks: %s", r->of->why());
    r->rank = r->of->rank();
    r->count = r->of->count();
    status = check_count(r, l, e);
    if (!status && !(r->all = calloc(r->count, sizeof *r->all)))
        status = error_no_memory(e);
    if (!status && r->rank > 0 && !fall_silent(r))
        status = error_set(e, ERR_MEMORY, "out of memory or descriptors");
    return status;
}

int processes_join(const struct launch *l, const char *folder, struct processes **to,
                   struct error *e)
{
    char path[PATH_MOST];
    struct processes *r;
    int status;
    *to = NULL;
    if (l->count < 2)
        return OK;
    if (folder)
        snprintf(path, sizeof path, "%s/mpi.so", folder);
    if (!folder || access(path, F_OK) != 0)
        return error_set(e, ERR_UNAVAILABLE,
                         "started by %s as %zu processes, but heng was built without MPI; build it "
                         "where mpicc is found, or give each process its --shard",
                         l->launcher, l->count);
    r = calloc(1, sizeof *r);
    if (!r)
        return error_no_memory(e);
    r->stderr_kept = r->told = -1;
    status = load(path, &r->of, e);
    if (!status)
        status = join(r, l, e);
    if (status) {
        processes_leave(r);
        return status;
    }
    *to = r;
    return OK;
}

size_t processes_rank(const struct processes *r)
{
    return r ? r->rank : 0;
}

size_t processes_count(const struct processes *r)
{
    return r ? r->count : 1;
}

/* ---- together -------------------------------------------------------------------------------- */

/* No way to tell the others: all end here. */
static int give_up(struct processes *r, struct error *e)
{
    speak(r);
    fprintf(stderr, "heng: %s\n", e->text);
    r->of->stop(error_exit_code(e->status));
    return e->status;
}

int processes_agree(struct processes *r, int status, struct error *e)
{
    size_t i;
    if (!r)
        return status;
    if (r->of->exchange(status, r->all)) {
        failed(r, "waiting for the other ranks", e);
        return give_up(r, e);
    }
    for (i = 0; i < r->count && !r->all[i]; i++)
        ;
    if (i == r->count)
        return OK;
    status = r->all[i];
    if (i == r->rank) { /* now: whoever exits first makes the launcher kill the others */
        speak(r);
        fprintf(stderr, "heng: %s\n", e->text);
    }
    *e = (struct error){.status = status};
    return status;
}

int processes_send(struct processes *r, const struct str *b, struct error *e)
{
    uint64_t n = b->n;
    if (r->of->send(&n, sizeof n) == 0 && r->of->send(b->s, b->n) == 0)
        return OK;
    failed(r, "sending to rank 0", e);
    return give_up(r, e);
}

int processes_receive(struct processes *r, size_t from, struct str *b, struct error *e)
{
    uint64_t n = 0;
    if (r->of->receive(from, &n, sizeof n) == 0) {
        *b = (struct str){.s = n < SIZE_MAX / 2 ? malloc((size_t)n + 1) : NULL, .n = (size_t)n};
        if (!b->s)
            error_set(e, ERR_MEMORY, "out of memory: the replicates of rank %zu", from);
        else if (r->of->receive(from, b->s, b->n) == 0)
            return OK;
        else
            failed(r, "receiving", e);
    } else {
        failed(r, "receiving", e);
    }
    return give_up(r, e);
}

void processes_leave(struct processes *r)
{
    if (!r)
        return;
    if (r->count)
        r->of->finish();
    free(r->all);
    free(r);
}
