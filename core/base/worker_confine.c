/* SPDX-License-Identifier: MIT */
/* Confinement: descriptors, limits, and the filter of system calls. */
#include "base/worker_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- descriptors and signals --------------------------------------------- */

static void reset_signals(void)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;
    for (int s = 1; s < NSIG; s++)
        sigaction(s, &standard, NULL); /* fails for SIGKILL and the like, which is as well */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Leaves 0, 1, 2 on /dev/null, the pipe, which is above them, at 3, and a file at 4. */
static bool shut_descriptors(int *pipe, int file)
{
    int high = file > 2 ? fcntl(file, F_DUPFD_CLOEXEC, WORKER_FILE) : -1;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) {
        if (null < 0 || (null != fd && dup2(null, fd) < 0))
            return false;
    }
    if (*pipe != 3 && dup2(*pipe, 3) < 0)
        return false;
    *pipe = 3;
    if (file > 2 && (high < 0 || (high != WORKER_FILE && dup2(high, WORKER_FILE) < 0)))
        return false;
    closefrom(file > 2 ? WORKER_FILE + 1 : WORKER_FILE);
    return true;
}

/* ---- limits -------------------------------------------------------------- */

/* Never above what the parent itself was given. */
static bool limit_to(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
    struct rlimit l;
    if (getrlimit(what, &l) < 0)
        return false;
    if (l.rlim_max == RLIM_INFINITY || hard < l.rlim_max)
        l.rlim_max = hard;
    l.rlim_cur = soft < l.rlim_max ? soft : l.rlim_max;
    return setrlimit(what, &l) == 0;
}

/* The wall clock stops a worker first; this holds when the parent is itself stopped. */
static bool limit_time(double seconds)
{
    rlim_t soft;
    if (!(seconds > 0) || seconds > 1e9)
        return true;
    soft = (rlim_t)ceil(seconds) + 1;
    return limit_to(RLIMIT_CPU, soft, soft + 1);
}

/* Bytes that are mapped, or 0. Without stdio, which would cost a new process a dozen page faults.
 */
static size_t bytes_mapped(void)
{
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (n <= 0)
        return 0;
    text[n] = '\0';
    return strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit_memory(size_t memory)
{
    size_t mapped;
    if (memory == 0 || WORKER_SANITIZED)
        return true;
    mapped = bytes_mapped();
    if (mapped == 0)
        return false;
    return memory > SIZE_MAX - mapped || limit_to(RLIMIT_AS, mapped + memory, mapped + memory);
}

static bool limit_all(const struct worker_limits *limits)
{
    return limit_to(RLIMIT_CORE, 0, 0) && (WORKER_COVERAGE || limit_to(RLIMIT_FSIZE, 0, 0)) &&
           limit_to(RLIMIT_NPROC, 0, 0) && limit_time(limits->seconds) &&
           limit_memory(limits->memory);
}

/* ---- system calls -------------------------------------------------------- */

enum who { BOTH, SCRIPT, PLUGIN, NETWORK };

/* A call that is allowed; when n is 1, only with the argument that cmp describes. */
struct syscall_rule {
    int call;
    enum who who;
    unsigned n;
    struct scmp_arg_cmp cmp;
};

/* clang-format off: a table reads better in groups */
#define CALL(name, who)                                                                            \
    {                                                                                              \
        SCMP_SYS(name), (who), 0,                                                                  \
        {                                                                                          \
            0, SCMP_CMP_EQ, 0, 0                                                                   \
        }                                                                                          \
    }
#define CALL_IF(name, who, arg, op, a, b)                                                          \
    {                                                                                              \
        SCMP_SYS(name), (who), 1,                                                                  \
        {                                                                                          \
            (arg), (op), (a), (b)                                                                  \
        }                                                                                          \
    }

#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

static const struct syscall_rule rules[] = {
    /* memory; only what loads an object may make memory executable */
    CALL(brk, BOTH),
    CALL(munmap, BOTH),
    CALL(mremap, BOTH),
    CALL_IF(madvise, BOTH, 2, SCMP_CMP_LT, MADV_HWPOISON, 0),
    CALL_IF(mmap, SCRIPT, 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
    CALL_IF(mprotect, SCRIPT, 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
    CALL(mmap, PLUGIN),
    CALL(mprotect, PLUGIN),
    /* descriptors that are open already: the pipe and /dev/null */
    CALL(read, BOTH),
    CALL(readv, BOTH),
    CALL(write, BOTH),
    CALL(writev, BOTH),
    CALL(close, BOTH),
    CALL(lseek, BOTH),
    CALL(fstat, BOTH),
    CALL(newfstatat, BOTH),
    CALL(dup, BOTH),
    CALL(dup2, BOTH),
    CALL(dup3, BOTH),
    CALL_IF(fcntl, BOTH, 1, SCMP_CMP_EQ, F_GETFD, 0),
    CALL_IF(fcntl, BOTH, 1, SCMP_CMP_EQ, F_SETFD, 0),
    CALL_IF(fcntl, BOTH, 1, SCMP_CMP_EQ, F_GETFL, 0),
    /* files to read, which loading an object takes */
    CALL_IF(open, PLUGIN, 1, SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY),
    CALL_IF(openat, PLUGIN, 2, SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY),
    CALL(pread64, PLUGIN),
    CALL(stat, PLUGIN),
    CALL(lstat, PLUGIN),
    CALL(statx, PLUGIN),
    CALL(access, PLUGIN),
    CALL(faccessat, PLUGIN),
    CALL(faccessat2, PLUGIN),
    CALL(readlink, PLUGIN),
    CALL(readlinkat, PLUGIN),
    CALL(getdents64, PLUGIN),
    CALL(getcwd, PLUGIN),
    /* sockets, and what a library that asks a server does with them */
    CALL(socket, NETWORK),
    CALL(connect, NETWORK),
    CALL(bind, NETWORK), /* of netlink, by getaddrinfo */
    CALL(getsockname, NETWORK),
    CALL(getpeername, NETWORK),
    CALL(getsockopt, NETWORK),
    CALL(setsockopt, NETWORK),
    CALL(sendto, NETWORK),
    CALL(sendmsg, NETWORK),
    CALL(sendmmsg, NETWORK),
    CALL(recvfrom, NETWORK),
    CALL(recvmsg, NETWORK),
    CALL(poll, NETWORK),
    CALL(ppoll, NETWORK),
    CALL(select, NETWORK),
    CALL(pselect6, NETWORK),
    CALL(shutdown, NETWORK),
    CALL_IF(ioctl, NETWORK, 1, SCMP_CMP_EQ, FIONREAD, 0),
    CALL_IF(fcntl, NETWORK, 1, SCMP_CMP_EQ, F_SETFL, 0),
    /* time, and what a C library asks about itself */
    CALL(clock_gettime, BOTH),
    CALL(clock_getres, BOTH),
    CALL(gettimeofday, BOTH),
    CALL(time, BOTH),
    CALL(times, BOTH),
    CALL(getrusage, BOTH),
    CALL(nanosleep, BOTH),
    CALL(clock_nanosleep, BOTH),
    CALL(sched_yield, BOTH),
    CALL(sched_getaffinity, BOTH),
    CALL(getrandom, BOTH),
    CALL(getpid, BOTH),
    CALL(gettid, BOTH),
    CALL(getppid, BOTH),
    CALL(getuid, BOTH),
    CALL(geteuid, BOTH),
    CALL(getgid, BOTH),
    CALL(getegid, BOTH),
    CALL(uname, BOTH),
    CALL(sysinfo, BOTH),
    CALL(getrlimit, BOTH),
    CALL_IF(prlimit64, BOTH, 2, SCMP_CMP_EQ, 0, 0), /* reads limits, sets none */
    CALL(futex, BOTH),
    /* signals: its own handlers, and to itself */
    CALL(rt_sigaction, BOTH),
    CALL(rt_sigprocmask, BOTH),
    CALL(rt_sigreturn, BOTH),
    CALL(sigaltstack, BOTH),
    CALL(restart_syscall, BOTH),
    CALL(exit, BOTH),
    CALL(exit_group, BOTH),
};
/* clang-format on */

static bool is_for(const struct syscall_rule *r, enum worker_trust trust)
{
    return r->who == BOTH || (r->who == SCRIPT && trust == WORKER_SCRIPT) ||
           (r->who == PLUGIN && trust >= WORKER_PLUGIN) ||
           (r->who == NETWORK && trust == WORKER_NETWORK);
}

/* 0 or a negative errno. A call that this architecture does not have is passed over. */
static int add_rules(scmp_filter_ctx ctx, enum worker_trust trust)
{
    const struct scmp_arg_cmp self = {0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0};
    int rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self);
    for (size_t i = 0; i < sizeof rules / sizeof *rules && rc == 0; i++) {
        const struct syscall_rule *r = &rules[i];
        if (is_for(r, trust) && r->call >= 0)
            rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, r->call, r->n, &r->cmp);
    }
    return rc;
}

/* Compiled anew in each worker: 0.1 ms, and the filter then knows the worker's own id. Not before
   the fork: libseccomp crashes where memory is short, which is to end a worker and not the run. */
static bool filter_calls(enum worker_trust trust)
{
    scmp_filter_ctx ctx;
    int rc;
    if (WORKER_SANITIZED || WORKER_COVERAGE)
        return true;
    ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!ctx)
        return false;
    rc = add_rules(ctx, trust);
    if (rc == 0)
        rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a binary search */
    if (rc == 0)
        rc = seccomp_load(ctx);
    seccomp_release(ctx);
    errno = -rc;
    return rc == 0;
}

int worker_confine(enum worker_trust trust, const struct worker_limits *limits, int *pipe, int file,
                   struct error *e)
{
    const char *what = NULL;
    errno = 0;
    reset_signals();
    if (!shut_descriptors(pipe, file))
        what = "descriptors";
    else if (!limit_all(limits))
        what = "resource limits";
    else if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0)
        what = "privileges";
    else if (!filter_calls(trust))
        what = "system call filter";
    if (!what)
        return OK;
    return error_set(e, ERR_PART, "cannot be confined, so it is not run: %s: %s", what,
                     errno ? strerror(errno) : "not known");
}
