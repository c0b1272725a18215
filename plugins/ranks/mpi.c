/* SPDX-License-Identifier: MIT */
/*
 * Ranks by MPI. Built with mpicc, where there is one; loaded by heng into itself, and only when a
 * launcher's environment is there (core/launch/processes_plugin.h says why).
 */
#include <mpi.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/version.h"
#include "launch/processes_plugin.h"

enum { CHUNK = 1 << 28, TAG = 1 };

static char text[MPI_MAX_ERROR_STRING], version[MPI_MAX_LIBRARY_VERSION_STRING];

static int answer(int code)
{
    int n;
    if (code != MPI_SUCCESS && MPI_Error_string(code, text, &n) != MPI_SUCCESS)
        strcpy(text, "an error without a text");
    return code != MPI_SUCCESS;
}

static const char *why(void)
{
    return text;
}

static int begin(void)
{
    int n, code = MPI_Init(NULL, NULL);
    if (code == MPI_SUCCESS)
        code = MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    if (code == MPI_SUCCESS)
        code = MPI_Get_library_version(version, &n);
    version[strcspn(version, ",\n")] = '\0';
    return answer(code);
}

static const char *library(void)
{
    return version;
}

static size_t rank_of(void)
{
    int rank = 0;
    return MPI_Comm_rank(MPI_COMM_WORLD, &rank) == MPI_SUCCESS ? (size_t)rank : 0;
}

static size_t count(void)
{
    int n = 1;
    return MPI_Comm_size(MPI_COMM_WORLD, &n) == MPI_SUCCESS ? (size_t)n : 1;
}

/* MPI itself waits in a loop, on a processor that others may need. */
static int wait_for(MPI_Request *request)
{
    const struct timespec back_off = {0, 500000};
    int done = 0, code = MPI_Test(request, &done, MPI_STATUS_IGNORE);
    while (code == MPI_SUCCESS && !done) {
        nanosleep(&back_off, NULL);
        code = MPI_Test(request, &done, MPI_STATUS_IGNORE);
    }
    return code;
}

static int exchange(int value, int *all)
{
    MPI_Request request;
    int code = MPI_Iallgather(&value, 1, MPI_INT, all, 1, MPI_INT, MPI_COMM_WORLD, &request);
    return answer(code == MPI_SUCCESS ? wait_for(&request) : code);
}

static int send_bytes(const void *bytes, size_t n)
{
    const char *p = bytes;
    int code = MPI_SUCCESS;
    while (code == MPI_SUCCESS && n) {
        int some = n < CHUNK ? (int)n : CHUNK;
        code = MPI_Send(p, some, MPI_BYTE, 0, TAG, MPI_COMM_WORLD);
        p += some;
        n -= (size_t)some;
    }
    return answer(code);
}

static int receive(size_t from, void *bytes, size_t n)
{
    char *p = bytes;
    int code = MPI_SUCCESS;
    while (code == MPI_SUCCESS && n) {
        int some = n < CHUNK ? (int)n : CHUNK;
        code = MPI_Recv(p, some, MPI_BYTE, (int)from, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        p += some;
        n -= (size_t)some;
    }
    return answer(code);
}

static void finish(void)
{
    MPI_Finalize();
}

static void stop(int code)
{
    MPI_Abort(MPI_COMM_WORLD, code);
}

static const struct heng_ranks ranks = {
    {HENG_MAGIC, HENG_ABI_MAJOR, sizeof(struct heng_ranks), "mpi", HENG_VERSION, "MIT", NULL, NULL,
     NULL},
    why,
    begin,
    library,
    rank_of,
    count,
    exchange,
    send_bytes,
    receive,
    finish,
    stop,
};

const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    return &ranks.plugin;
}
