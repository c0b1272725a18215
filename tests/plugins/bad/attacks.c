/* SPDX-License-Identifier: MIT */
/* Tries whatever could reach beyond its process, and fails if any of it works. */
#define BAD_NAME "attacks"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void *thread(void *p)
{
    return p;
}

static int opens(pid_t pid, const char *what, int flags)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, what);
    return open(path, flags);
}

static int writes_into(pid_t pid)
{
    char byte = 0;
    struct iovec here = {&byte, 1}, there = {stdout, 1};
    return (int)process_vm_writev(pid, &here, 1, &there, 1, 0);
}

static int limits_of(pid_t pid)
{
    const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    return prlimit(pid, RLIMIT_AS, &none, NULL);
}

static int starts_thread(void)
{
    pthread_t t;
    return pthread_create(&t, NULL, thread, NULL) == 0 ? 0 : -1;
}

static int maps(size_t bytes)
{
    return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                   MAP_FAILED
               ? -1
               : 0;
}

#define TRY(call)                                                                                  \
    if ((call) >= 0)                                                                               \
    snprintf(worked + strlen(worked), sizeof worked - strlen(worked), "%s; ", #call)

BAD_FUNCTION
{
    char worked[2000] = "";
    char *const arguments[] = {"true", NULL};
    pid_t parent = getppid();
    TRY(kill(parent, 0));
    TRY(kill(-1, SIGCONT));
    TRY(kill(0, SIGCONT));
    TRY(syscall(SYS_tgkill, parent, parent, 0));
    TRY(syscall(SYS_rt_sigqueueinfo, parent, 0, NULL));
    TRY(syscall(SYS_pidfd_open, parent, 0));
    TRY(ptrace(PTRACE_ATTACH, parent, NULL, NULL));
    TRY(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    TRY(opens(parent, "mem", O_RDWR));
    TRY(opens(parent, "oom_score_adj", O_WRONLY));
    TRY(opens(getpid(), "mem", O_RDWR));
    TRY(open("/tmp/heng_test_attacks", O_RDONLY | O_CREAT, 0600));
    TRY(open("/tmp", O_TMPFILE | O_RDWR, 0600));
    TRY(writes_into(parent));
    TRY(limits_of(parent));
    TRY(limits_of(0));
    TRY(setpriority(PRIO_PROCESS, (id_t)parent, 19));
    TRY(fork());
    TRY(vfork());
    TRY(starts_thread());
    TRY(execv("/bin/true", arguments));
    TRY(socket(AF_INET, SOCK_STREAM, 0));
    TRY(socket(AF_UNIX, SOCK_STREAM, 0));
    TRY(memfd_create("x", 0));
    TRY(syscall(SYS_io_uring_setup, 1, NULL));
    TRY(syscall(SYS_bpf, 0, NULL, 0));
    TRY(syscall(SYS_userfaultfd, 0));
    TRY(prctl(PR_SET_PDEATHSIG, 0));
    TRY(prctl(PR_SET_DUMPABLE, 1));
    TRY(setpgid(0, parent));
    TRY(setsid());
    TRY(setuid(0));
    TRY(chdir("/"));
    TRY(chmod("/tmp", 0777));
    TRY(unlink("/tmp/heng_test_attacks"));
    TRY(mkdir("/tmp/heng_test_attacks", 0700));
    TRY(symlink("/etc/passwd", "/tmp/heng_test_attacks"));
    TRY(ioctl(0, TIOCSTI, "x"));
    TRY(fcntl(3, F_SETOWN, parent));
    TRY(fcntl(3, F_SETFL, 0));
    TRY(maps((size_t)1 << 30));
    if (worked[0])
        return heng_refuse(c, "these worked: %s", worked);
    return sound_compute(c);
}

#include "body.h"
