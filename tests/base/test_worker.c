/* SPDX-License-Identifier: MIT */
#include "base/worker.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/worker_confine.h"
#include "base/worker_report.h"
#include "kit.h"

#define CONFINED (!WORKER_SANITIZED && !WORKER_COVERAGE)

static struct error err;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct worker_job job_of(worker_fn *fn, enum worker_trust trust)
{
    struct worker_job j = {.name = "plugin economy", .fn = fn, .trust = trust};
    j.limits = worker_default_limits;
    return j;
}

/* Runs one job; the process must be left as it was: no child, no more descriptors. */
static void run_one(struct worker_job *j)
{
    int before = dup(0), after;
    close(before);
    ck_assert_msg(workers_run(j, 1, 1, &err) == OK, "%s", err.text);
    after = dup(0);
    close(after);
    ck_assert_int_eq(before, after);
    ck_assert(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

static void ends_as(worker_fn *fn, enum worker_trust trust, enum worker_end end, const char *text)
{
    struct worker_job j = job_of(fn, trust);
    j.limits.seconds = 1;
    run_one(&j);
    ck_assert_msg(j.end == end, "end %d, want %d (%s)", (int)j.end, (int)end, j.error.text);
    ck_assert_str_eq(j.error.text, text);
    ck_assert_int_eq(j.error.status, end == WORKER_DONE ? OK : ERR_PART);
    if (end != WORKER_DONE)
        ck_assert_uint_eq(j.message.n, 0);
    str_fini(&j.message);
}

/* Fails the calling job, saying which line of this file does not hold. */
#define HOLDS(what)                                                                                \
    do {                                                                                           \
        if (!(what))                                                                               \
            return error_set(e, ERR_DATA, "line %d: %s (%s)", __LINE__, #what, strerror(errno));   \
    } while (0)

#define UNUSED (void)w, (void)arg, (void)e

/* ---- parts ---------------------------------------------------------------- */

enum { PARTS = 300 };

/* Parts of growing length, longer in all than a message may be, and a message at the end. */
static int sends_parts(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    for (int i = 0; i < PARTS; i++) {
        for (int k = 0; k < 20 * i; k++)
            str_printf(&w->message, "%d;", i);
        HOLDS(worker_send(w, e) == OK && w->message.n == 0);
    }
    str_add(&w->message, "end");
    return OK;
}

struct taken {
    struct str all;
    size_t n, most;
};

static bool take(void *data, const char *bytes, size_t n)
{
    struct taken *t = data;
    str_add_bytes(&t->all, bytes, n);
    return ++t->n <= t->most;
}

static void parts_come(enum worker_trust trust)
{
    struct worker_job j = job_of(sends_parts, trust);
    struct taken t = {.most = PARTS};
    struct str want = {0};
    j.take = take;
    j.take_data = &t;
    j.limits.message = 1000;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    for (int i = 0; i < PARTS; i++)
        for (int k = 0; k < 20 * i; k++)
            str_printf(&want, "%d;", i);
    ck_assert_uint_eq(t.n, PARTS);
    ck_assert_uint_eq(t.all.n, want.n);
    ck_assert_int_eq(memcmp(t.all.s, want.s, want.n), 0);
    ck_assert_str_eq(j.message.s, "end");
    str_fini(&want);
    str_fini(&t.all);
    str_fini(&j.message);
}

START_TEST(parts_come_in_their_order)
{
    parts_come(WORKER_CORE);
    parts_come(WORKER_PLUGIN);
}
END_TEST

START_TEST(who_takes_no_more_ends_the_worker)
{
    struct worker_job j = job_of(sends_parts, WORKER_PLUGIN);
    struct taken t = {.most = 7};
    j.take = take;
    j.take_data = &t;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    ck_assert_str_eq(j.error.text, "plugin economy: more than can be taken");
    ck_assert_uint_eq(t.n, 8);
    str_fini(&t.all);
    j.take = NULL;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    ck_assert_str_eq(j.error.text, "plugin economy: its report is not well formed");
}
END_TEST

static int sends_for_ever(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    while (worker_send(w, e) == OK)
        ;
    return OK;
}

START_TEST(who_sends_without_end_meets_the_deadline)
{
    struct worker_job j = job_of(sends_for_ever, WORKER_PLUGIN);
    struct taken t = {.most = SIZE_MAX - 1};
    double from = seconds();
    j.take = take;
    j.take_data = &t;
    j.limits.seconds = 0.5;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
    ck_assert_double_lt(seconds() - from, 20);
    str_fini(&t.all);
}
END_TEST

/* ---- a file, and sockets ------------------------------------------------------ */

static int reads_its_file(struct worker *w, void *arg, struct error *e)
{
    char text[8] = "";
    UNUSED;
    HOLDS(read(WORKER_FILE, text, 7) == 7 && strcmp(text, "in here") == 0);
    HOLDS(write(WORKER_FILE, "x", 1) == -1);
    HOLDS(fcntl(WORKER_FILE + 1, F_GETFD) == -1 && errno == EBADF);
    return OK;
}

static int has_no_file(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    HOLDS(fcntl(WORKER_FILE, F_GETFD) == -1 && errno == EBADF);
    return OK;
}

/* least: of its number. */
static void hands_over(int least)
{
    char path[] = "/tmp/heng_worker_XXXXXX";
    int made = mkstemp(path), fd = open(path, O_RDONLY | O_CLOEXEC), file, apart;
    struct worker_job j = job_of(reads_its_file, WORKER_PLUGIN);
    unlink(path);
    ck_assert_int_eq(write(made, "in here", 7), 7);
    file = fcntl(fd, F_DUPFD, least);
    apart = dup(file);
    j.file = file;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    j.file = 0;
    j.fn = has_no_file;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    close(apart);
    close(file);
    close(fd);
    close(made);
}

/* Whatever its number is: below, at or above those that are taken. */
START_TEST(a_file_is_handed_over_alone)
{
    hands_over(3);
    hands_over(4);
    hands_over(5);
    hands_over(40);
}
END_TEST

static int opens_a_socket(struct worker *w, void *arg, struct error *e)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    UNUSED;
    HOLDS(fd >= 0);
    return OK;
}

static int opens_none(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    HOLDS(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1 && errno == EPERM);
    HOLDS(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1 && errno == EPERM);
    return OK;
}

static int has_no_other_way(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    HOLDS(listen(0, 1) == -1 && errno == EPERM);
    HOLDS(open("/tmp/heng_worker_none", O_WRONLY | O_CREAT, 0600) == -1 && errno == EPERM);
    HOLDS(syscall(SYS_fork) == -1);
    return OK;
}

START_TEST(sockets_are_for_the_network_only)
{
    ends_as(opens_a_socket, WORKER_NETWORK, WORKER_DONE, "");
    if (!CONFINED)
        return;
    ends_as(opens_none, WORKER_PLUGIN, WORKER_DONE, "");
    ends_as(opens_none, WORKER_SCRIPT, WORKER_DONE, "");
    ends_as(has_no_other_way, WORKER_NETWORK, WORKER_DONE, "");
}
END_TEST

/* ---- answers ------------------------------------------------------------- */

static int answer(struct worker *w, void *arg, struct error *e)
{
    (void)e;
    str_add_bytes(&w->message, "a\0b\0", 4);
    str_printf(&w->message, "%d", *(int *)arg);
    *(int *)arg = 99; /* its own copy */
    return OK;
}

START_TEST(done)
{
    enum worker_trust trust;
    for (trust = WORKER_CORE; trust <= WORKER_PLUGIN; trust++) {
        int k = 7;
        struct worker_job j = job_of(answer, trust);
        j.arg = &k;
        run_one(&j);
        ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
        ck_assert_uint_eq(j.message.n, 5);
        ck_assert_mem_eq(j.message.s, "a\0b\0007", 6);
        ck_assert_int_eq(j.error.status, OK);
        ck_assert_str_eq(j.error.text, "");
        ck_assert_int_eq(k, 7);
        str_fini(&j.message);
    }
}
END_TEST

static int answer_nothing(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    return OK;
}

static int answer_much(struct worker *w, void *arg, struct error *e)
{
    size_t i;
    (void)e;
    for (i = 0; i < *(size_t *)arg; i++)
        str_add_bytes(&w->message, &"0123456789"[i % 10], 1);
    return OK;
}

START_TEST(message_length)
{
    size_t n = 3000000, i;
    struct worker_job j = job_of(answer_nothing, WORKER_SCRIPT);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_DONE);
    ck_assert_uint_eq(j.message.n, 0);
    ck_assert_ptr_null(j.message.s);
    j = job_of(answer_much, WORKER_SCRIPT);
    j.arg = &n;
    j.limits.message = n;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_DONE);
    ck_assert_uint_eq(j.message.n, n);
    for (i = 0; i < n && j.message.s[i] == "0123456789"[i % 10]; i++)
        ;
    ck_assert_uint_eq(i, n);
    str_fini(&j.message);
    j.limits.message = n - 1;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    ck_assert_str_eq(j.error.text, "plugin economy: its message is too long (limit 2999999 bytes)");
    j.limits.message = 0; /* 1 MiB */
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    n = 1 << 20;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_DONE);
    str_fini(&j.message);
}
END_TEST

static int fail_with_data(struct worker *w, void *arg, struct error *e)
{
    (void)arg;
    str_add(&w->message, "not sent");
    return error_set(e, ERR_DATA, "gdp: not \xff a number");
}

static int fail_silently(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    return 17;
}

static int fail_with_memory(struct worker *w, void *arg, struct error *e)
{
    (void)arg;
    snprintf(w->place, w->place_size, "economy.lua:4");
    return error_set(e, ERR_MEMORY, "out of memory");
}

START_TEST(failed)
{
    struct worker_job j = job_of(fail_with_data, WORKER_SCRIPT);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_FAILED);
    ck_assert_int_eq(j.error.status, ERR_DATA);
    ck_assert_str_eq(j.error.text, "plugin economy: gdp: not ? a number");
    ck_assert_uint_eq(j.message.n, 0);
    j.name = NULL;
    run_one(&j);
    ck_assert_str_eq(j.error.text, "gdp: not ? a number");
    ends_as(fail_silently, WORKER_CORE, WORKER_FAILED, "plugin economy: failed without a reason");
    ends_as(fail_with_memory, WORKER_SCRIPT, WORKER_FAILED,
            "plugin economy: out of memory (limit 300 MB) at economy.lua:4");
    j = job_of(fail_with_memory, WORKER_PLUGIN);
    j.limits.memory = 1 << 19;
    run_one(&j);
    ck_assert_str_eq(j.error.text, "plugin economy: out of memory (limit 512 kB) at economy.lua:4");
    j = job_of(fail_with_memory, WORKER_CORE);
    run_one(&j);
    ck_assert_int_eq(j.error.status, ERR_MEMORY);
}
END_TEST

/* ---- other ends ---------------------------------------------------------- */

static int raise_it(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    return raise(*(int *)arg);
}

__attribute__((no_sanitize("undefined"))) /* which would end it in an orderly way */
static int
crash(struct worker *w, void *arg, struct error *e)
{
    volatile int *volatile nowhere = NULL;
    (void)arg, (void)e;
    snprintf(w->place, w->place_size, "compute \x1b[31m");
    return *nowhere;
}

static int call_abort(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    abort();
}

START_TEST(crashed)
{
    static const struct {
        int signal;
        const char *text;
    } cases[] = {
        {SIGSEGV, "plugin economy: crashed (segmentation fault)"},
        {SIGBUS, "plugin economy: crashed (bus error)"},
        {SIGFPE, "plugin economy: crashed (arithmetic exception)"},
        {SIGILL, "plugin economy: crashed (illegal instruction)"},
        {SIGSYS, "plugin economy: stopped by signal 31 (forbidden system call)"},
        {SIGTERM, "plugin economy: stopped by signal 15 (Terminated)"},
        {SIGKILL, "plugin economy: stopped by signal 9 (killed: perhaps the machine is short of "
                  "memory)"},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worker_job j = job_of(raise_it, i % 2 ? WORKER_SCRIPT : WORKER_PLUGIN);
        int signal = cases[i].signal;
        j.arg = &signal;
        run_one(&j);
        ck_assert_int_eq(j.end, WORKER_CRASHED);
        ck_assert_int_eq(j.signal, cases[i].signal);
        ck_assert_str_eq(j.error.text, cases[i].text);
    }
    ends_as(crash, WORKER_PLUGIN, WORKER_CRASHED,
            "plugin economy: crashed (segmentation fault) at compute ?[31m");
    ends_as(call_abort, WORKER_PLUGIN, WORKER_CRASHED, "plugin economy: crashed (aborted)");
    ends_as(call_abort, WORKER_SCRIPT, WORKER_CRASHED, "plugin economy: crashed (aborted)");
}
END_TEST

static int leave_early(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    str_add(&w->message, "unsent");
    exit(0);
}

static int leave_at_once(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    _exit(3);
}

START_TEST(exited)
{
    ends_as(leave_early, WORKER_PLUGIN, WORKER_EXITED,
            "plugin economy: ended early (exit code 0) before it answered");
    ends_as(leave_at_once, WORKER_CORE, WORKER_EXITED,
            "plugin economy: ended early (exit code 3) before it answered");
}
END_TEST

static int hang_awake(struct worker *w, void *arg, struct error *e)
{
    volatile unsigned long k = 0;
    (void)arg, (void)e;
    snprintf(w->place, w->place_size, "logistics.lua:12");
    for (;;)
        k++;
    return OK;
}

static int hang_asleep(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    signal(SIGTERM, SIG_IGN);
    memset(w->place, 'x', w->place_size); /* without an end */
    for (;;)
        sleep(100);
    return OK;
}

static int stop_itself(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    return raise(SIGSTOP);
}

static int answer_and_stay(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    str_add(&w->message, "all");
    report_send(w->pipe, OK, e, &w->message);
    return hang_asleep(w, arg, e);
}

/* Who has answered and does not end is waited for a second, whatever time it had. */
START_TEST(answered_and_stays)
{
    double begin = seconds();
    struct worker_job j = job_of(answer_and_stay, WORKER_CORE);
    j.limits.seconds = 100;
    run_one(&j);
    ck_assert(seconds() - begin > 0.9 && seconds() - begin < 30);
    ck_assert_int_eq(j.end, WORKER_DONE);
    ck_assert_str_eq(j.message.s, "all");
    str_fini(&j.message);
}
END_TEST

static int method_call_up_processor(struct worker *w, void *arg, struct error *e)
{
    struct rlimit l = {1, 2};
    setrlimit(RLIMIT_CPU, &l);
    return hang_awake(w, arg, e);
}

START_TEST(timeout)
{
    double begin = seconds();
    struct worker_job j;
    ends_as(hang_awake, WORKER_SCRIPT, WORKER_TIMEOUT,
            "plugin economy: stopped after 1 s (time limit) at logistics.lua:12");
    ends_as(hang_awake, WORKER_CORE, WORKER_TIMEOUT,
            "plugin economy: stopped after 1 s (time limit) at logistics.lua:12");
    j = job_of(hang_asleep, WORKER_PLUGIN);
    j.limits.seconds = 0.25;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
    ck_assert_int_eq(strncmp(j.error.text, "plugin economy: stopped after 0.25 s", 36), 0);
    j.fn = stop_itself;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
    ck_assert(seconds() - begin < 5);
}
END_TEST

/* The processor limit holds even while the parent is stopped and cannot look at the clock. */
START_TEST(processor_limit)
{
    struct worker_job j = job_of(hang_awake, WORKER_PLUGIN);
    pid_t parent = fork();
    int status;
    if (parent == 0) {
        j.limits.seconds = 0.5; /* of processor time: 1 + 1 s */
        raise(SIGSTOP);
        _exit(workers_run(&j, 1, 1, &err) == OK && j.end == WORKER_TIMEOUT ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(parent, &status, WUNTRACED), parent);
    kill(parent, SIGCONT);
    usleep(200000);
    kill(parent, SIGSTOP);
    usleep(2500000);
    kill(parent, SIGCONT);
    ck_assert_int_eq(waitpid(parent, &status, 0), parent);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    /* a limit that is not ours */
    j = job_of(method_call_up_processor, WORKER_CORE);
    j.limits.seconds = 0;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_CRASHED);
    ck_assert_int_eq(j.signal, SIGXCPU);
}
END_TEST

/* ---- what comes over the pipe -------------------------------------------- */

static int send_garbage(struct worker *w, void *arg, struct error *e)
{
    char noise[1000];
    UNUSED;
    memset(noise, 'n', sizeof noise);
    HOLDS(write(3, noise, *(const size_t *)arg) > 0);
    _exit(0);
}

static int send_garbage_first(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    HOLDS(write(3, "x", 1) == 1);
    return OK;
}

static int send_for_ever(struct worker *w, void *arg, struct error *e)
{
    char noise[1000] = {0};
    UNUSED;
    for (;;)
        HOLDS(write(3, noise, sizeof noise) > 0);
}

static int close_everything(struct worker *w, void *arg, struct error *e)
{
    int fd;
    UNUSED;
    for (fd = 0; fd < 10; fd++)
        close(fd);
    return OK;
}

static int close_and_hang(struct worker *w, void *arg, struct error *e)
{
    close(3);
    return hang_asleep(w, arg, e);
}

/* A head of its own: magic, status, sizes; then text and the mark of a return. */
static int send_forged(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    HOLDS(write(3, arg, 5 * sizeof(uint64_t)) > 0);
    for (;;)
        pause();
}

START_TEST(broken)
{
    size_t n;
    int i;
    uint64_t forged[][5] = {
        {0x5452504b524f5748u, 5, 0, 0, 0},                   /* no such status */
        {0x5452504b524f5748u, 0, 1, 0, 0},                   /* an error text without an error */
        {0x5452504b524f5748u, (uint64_t)-65, 4096, 0, 0},    /* too long an error text */
        {0x5452504b524f5748u, (uint64_t)-65, 0, 1, 0},       /* both */
        {0x5452504b524f5748u, 0, 0, UINT64_MAX - 8, 0},      /* an absurd length */
        {0x5452504b524f5748u, 0, 0, 0, 0x4e52544552505420u}, /* another mark */
        {0, 0, 0, 0, 0x4e52544552505421u},
    };
    struct worker_job j = job_of(send_garbage, WORKER_PLUGIN);
    for (n = 1; n <= 1000; n *= 10) {
        j.arg = &n;
        run_one(&j);
        ck_assert_int_eq(j.end, WORKER_BROKEN);
        ck_assert_ptr_nonnull(
            strstr(j.error.text, "plugin economy: its report is not well formed"));
        ck_assert_int_eq(j.error.status, ERR_PART);
    }
    for (i = 0; i < 7; i++) {
        double begin = seconds();
        j = job_of(send_forged, WORKER_PLUGIN);
        j.arg = forged[i];
        run_one(&j);
        ck_assert_msg(j.end == WORKER_BROKEN, "case %d: %s", i, j.error.text);
        ck_assert(seconds() - begin < 1);
    }
    j = job_of(send_garbage_first, WORKER_PLUGIN);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    j = job_of(send_for_ever, WORKER_PLUGIN);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    j = job_of(close_everything, WORKER_PLUGIN);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_EXITED);
    j = job_of(close_and_hang, WORKER_PLUGIN);
    j.limits.seconds = 0.2;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
}
END_TEST

/* ---- what foreign code may and may not do -------------------------------- */

static int try_memory(struct worker *w, void *arg, struct error *e)
{
    char *volatile p = malloc(20 << 20); /* volatile: or compilers leave the calls out */
    (void)w, (void)arg;
    HOLDS(p);
    memset(p, 1, 20 << 20);
    free(p);
    p = malloc(200 << 20);
    HOLDS(!p);
    return error_set(e, ERR_MEMORY, "out of memory");
}

START_TEST(memory_limit)
{
    struct worker_job j = job_of(try_memory, WORKER_SCRIPT);
    void *mapped = mmap(NULL, 1 << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    j.limits.memory = 100 << 20; /* beyond what is mapped already */
    if (!WORKER_SANITIZED) {
        run_one(&j);
        ck_assert_str_eq(j.error.text, "plugin economy: out of memory (limit 100 MB)");
    }
    munmap(mapped, 1 << 30);
}
END_TEST

#define DENIED(call) HOLDS((errno = 0, (call) == -1) && errno == EPERM)

static int try_forbidden(struct worker *w, void *arg, struct error *e)
{
    struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY};
    pid_t parent = *(pid_t *)arg;
    char bytes[8];
    (void)w;
    DENIED(fork());
    DENIED(vfork());
    DENIED(syscall(SYS_clone3, NULL, 0));
    DENIED(execl("/bin/true", "true", (char *)NULL));
    DENIED(socket(AF_INET, SOCK_STREAM, 0));
    DENIED(kill(parent, SIGTERM));
    DENIED(syscall(SYS_tgkill, parent, parent, SIGTERM));
    DENIED(syscall(SYS_tgkill, parent, parent, SIGABRT));
    DENIED(syscall(SYS_tkill, parent, SIGTERM));
    DENIED(ptrace(PTRACE_ATTACH, parent, NULL, NULL));
    DENIED(setrlimit(RLIMIT_NPROC, &l));
    DENIED(prlimit(parent, RLIMIT_CPU, &l, NULL));
    DENIED(setpgid(0, parent));
    DENIED(setsid());
    DENIED(fcntl(3, F_SETOWN, parent));
    DENIED(fcntl(3, F_SETFL, O_ASYNC));
    DENIED(open("/tmp/heng-never", O_WRONLY | O_CREAT, 0600));
    DENIED(open("/tmp", O_RDWR | O_TMPFILE, 0600));
    DENIED(open("/etc/passwd", O_RDWR));
    DENIED(open("/etc/passwd", O_RDONLY | O_TRUNC));
    DENIED(unlink("/tmp/heng-never"));
    DENIED(mkdir("/tmp/heng-never", 0700));
    DENIED(chmod("/tmp/heng-never", 0700));
    DENIED(prctl(PR_SET_PDEATHSIG, 0));
    DENIED((int)syscall(SYS_memfd_create, "x", 0));
    DENIED((int)syscall(SYS_io_uring_setup, 1, NULL));
    /* what is left of the limits is seen, and libc works */
    HOLDS(getrlimit(RLIMIT_CORE, &l) == 0 && l.rlim_max == 0);
    HOLDS(getrlimit(RLIMIT_FSIZE, &l) == 0 && l.rlim_max == 0);
    HOLDS(clock_gettime(CLOCK_REALTIME, &(struct timespec){0}) == 0);
    HOLDS(getpid() > 1 && time(NULL) > 0 && usleep(1) == 0);
    HOLDS(printf("%d\n", 1) == 2 && fflush(stdout) == 0);
    HOLDS(read(0, bytes, sizeof bytes) == 0);
    HOLDS(prctl(PR_GET_PDEATHSIG, bytes) == -1);
    return OK;
}

static int try_script(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    DENIED(open("/etc/passwd", O_RDONLY));
    HOLDS(!fopen("/etc/passwd", "r"));
    HOLDS(!dlopen("libBrokenLocale.so.1", RTLD_NOW));
    HOLDS(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
          MAP_FAILED);
    HOLDS(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
          MAP_FAILED);
    return try_forbidden(w, arg, e);
}

static int try_plugin(struct worker *w, void *arg, struct error *e)
{
    void *lib;
    double (*fn)(double);
    UNUSED;
    HOLDS(open("/etc/passwd", O_RDONLY) == 4);
    HOLDS(dlopen("libBrokenLocale.so.1", RTLD_NOW));
    HOLDS((lib = dlopen("libm.so.6", RTLD_NOW)));
    *(void **)&fn = dlsym(lib, "sqrt");
    HOLDS(fn && fn(9) == 3);
    HOLDS(setlocale(LC_ALL, "C.UTF-8"));
    return try_forbidden(w, arg, e);
}

START_TEST(forbidden)
{
    pid_t parent = getpid();
    struct worker_job j = job_of(try_script, WORKER_SCRIPT);
    if (!CONFINED)
        return;
    j.arg = &parent;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    j = job_of(try_plugin, WORKER_PLUGIN);
    j.arg = &parent;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
}
END_TEST

static int look_around(struct worker *w, void *arg, struct error *e)
{
    struct sigaction a;
    sigset_t mask;
    struct stat st, null;
    int fd;
    (void)w, (void)arg;
    HOLDS(stat("/dev/null", &null) == 0);
    for (fd = 0; fd < 3; fd++)
        HOLDS(fstat(fd, &st) == 0 && st.st_rdev == null.st_rdev);
    HOLDS(fstat(3, &st) == 0 && S_ISFIFO(st.st_mode));
    for (fd = 4; fd < 300; fd++)
        HOLDS(fcntl(fd, F_GETFD) == -1 && errno == EBADF);
    HOLDS(sigaction(SIGUSR1, NULL, &a) == 0 && a.sa_handler == SIG_DFL);
    HOLDS(sigprocmask(SIG_SETMASK, NULL, &mask) == 0 && sigismember(&mask, SIGUSR2) == 0);
    return OK;
}

static void on_usr1(int signal)
{
    (void)signal;
}

START_TEST(surroundings)
{
    struct worker_job j = job_of(look_around, WORKER_PLUGIN);
    sigset_t mask;
    int high = fcntl(2, F_DUPFD, 200);
    signal(SIGUSR1, on_usr1);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    close(high);
}
END_TEST

static int upset(struct worker *w, void *arg, struct error *e)
{
    UNUSED;
    fesetround(FE_UPWARD);
    setlocale(LC_ALL, "C.UTF-8");
    HOLDS(chdir("/") == 0 || CONFINED);
    setenv("HENG_UPSET", "1", 1);
    puts("to stdout");
    fputs("to stderr\n", stderr);
    fflush(NULL);
    return OK;
}

/* What a worker does to itself and to the standard streams does not reach us. */
START_TEST(upsets)
{
    FILE *seen = tmpfile();
    struct worker_job j = job_of(upset, WORKER_PLUGIN);
    int out = dup(1), errors = dup(2);
    fputs("before ", stdout); /* buffered at the fork, and written once */
    dup2(fileno(seen), 1);
    dup2(fileno(seen), 2);
    run_one(&j);
    fflush(stdout);
    dup2(out, 1);
    dup2(errors, 2);
    close(out);
    close(errors);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    ck_assert_int_eq(fseek(seen, 0, SEEK_END), 0);
    ck_assert_int_eq(ftell(seen), 7);
    fclose(seen);
    ck_assert_int_eq(fegetround(), FE_TONEAREST);
    ck_assert_str_eq(setlocale(LC_ALL, NULL), "C");
    ck_assert_ptr_null(getenv("HENG_UPSET"));
}
END_TEST

START_TEST(closed_streams)
{
    struct worker_job j = job_of(look_around, WORKER_PLUGIN);
    int i, k = 5, saved[3];
    for (i = 0; i < 3; i++) {
        saved[i] = fcntl(i, F_DUPFD, 10);
        close(i);
    }
    ck_assert_int_eq(workers_run(&j, 1, 1, &err), OK);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    j = job_of(answer, WORKER_CORE);
    j.arg = &k;
    ck_assert_int_eq(workers_run(&j, 1, 1, &err), OK);
    ck_assert_int_eq(j.end, WORKER_DONE);
    str_fini(&j.message);
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(fcntl(i, F_GETFD), -1);
        dup2(saved[i], i);
        close(saved[i]);
    }
}
END_TEST

/* ---- children of workers ------------------------------------------------- */

static int leave_children(struct worker *w, void *arg, struct error *e)
{
    pid_t *pids = arg;
    int i;
    (void)w;
    for (i = 0; i < 3; i++) {
        pid_t pid = fork();
        HOLDS(pid >= 0);
        if (pid == 0) {
            if (i == 2 && fork() == 0)
                pids[3] = getpid();
            for (;;)
                pause();
        }
        pids[i] = pid;
    }
    while (!((volatile pid_t *)pids)[3])
        usleep(1000);
    return OK;
}

static int leave_children_and_crash(struct worker *w, void *arg, struct error *e)
{
    leave_children(w, arg, e);
    signal(SIGSEGV, SIG_DFL); /* a sanitizer has a handler of its own */
    return raise(SIGSEGV);
}

START_TEST(leaked_children)
{
    worker_fn *const fns[] = {leave_children, leave_children_and_crash};
    pid_t *pids = shared_new(4 * sizeof *pids);
    int i, k, subreaper = 7;
    for (k = 0; k < 2; k++) {
        struct worker_job j = job_of(fns[k], WORKER_CORE);
        j.arg = memset(pids, 0, 4 * sizeof *pids);
        run_one(&j);
        ck_assert_int_eq(j.end, k ? WORKER_CRASHED : WORKER_BROKEN);
        ck_assert_str_eq(j.error.text, k ? "plugin economy: crashed (segmentation fault)"
                                         : "plugin economy: left child processes behind (ended)");
        for (i = 0; i < 4; i++)
            ck_assert(pids[i] > 0 && kill(pids[i], 0) == -1 && errno == ESRCH);
    }
    ck_assert_int_eq(prctl(PR_GET_CHILD_SUBREAPER, &subreaper), 0);
    ck_assert_int_eq(subreaper, 0);
    shared_free(pids, 4 * sizeof *pids);
    shared_free(NULL, 4);
}
END_TEST

static int sleep_long(struct worker *w, void *arg, struct error *e)
{
    (void)w, (void)e;
    *(volatile pid_t *)arg = getpid();
    for (;;)
        pause();
    return OK;
}

static bool gone(pid_t pid)
{
    int k;
    for (k = 0; k < 200; k++) {
        char path[64], state = 'Z';
        FILE *f;
        snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
        f = fopen(path, "r");
        if (f && fscanf(f, "%*d %*s %c", &state) != 1)
            state = 'Z';
        if (f)
            fclose(f);
        if (!f || state == 'Z')
            return true;
        usleep(10000);
    }
    return false;
}

/* Workers do not outlive a parent that is killed. */
START_TEST(killed_parent)
{
    pid_t *worker = shared_new(sizeof *worker), parent;
    enum worker_trust trust;
    for (trust = WORKER_CORE; trust <= WORKER_PLUGIN; trust++) {
        *worker = 0;
        parent = fork();
        if (parent == 0) {
            struct worker_job j = job_of(sleep_long, trust);
            j.arg = worker;
            workers_run(&j, 1, 1, &err);
            _exit(0);
        }
        while (!*(volatile pid_t *)worker)
            usleep(1000);
        kill(parent, SIGKILL);
        waitpid(parent, NULL, 0);
        ck_assert(gone(*worker));
    }
    shared_free(worker, sizeof *worker);
}
END_TEST

static int nested(struct worker *w, void *arg, struct error *e)
{
    struct worker_job inner[3];
    int k = 4, i, rc;
    (void)arg;
    for (i = 0; i < 3; i++) {
        inner[i] = job_of(i == 1 ? crash : answer, WORKER_PLUGIN);
        inner[i].arg = &k;
    }
    rc = workers_run(inner, 3, 2, e);
    if (rc != OK)
        return rc;
    HOLDS(inner[0].end == WORKER_DONE && inner[1].end == WORKER_CRASHED &&
          inner[2].end == WORKER_DONE);
    for (i = 0; i < 3; i++) {
        str_add_bytes(&w->message, inner[i].message.s, inner[i].message.n);
        str_fini(&inner[i].message);
    }
    return OK;
}

START_TEST(workers_in_workers)
{
    struct worker_job j = job_of(nested, WORKER_CORE);
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    ck_assert_uint_eq(j.message.n, 10);
    str_fini(&j.message);
    if (!CONFINED)
        return;
    j = job_of(nested, WORKER_PLUGIN);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_FAILED);
    ck_assert_msg(strstr(j.error.text, "Operation not permitted") != NULL, "%s", j.error.text);
}
END_TEST

/* ---- many ---------------------------------------------------------------- */

struct share {
    double *cells;
    int k;
    int *now, *most;
};

static int fill(struct worker *w, void *arg, struct error *e)
{
    const struct share *s = arg;
    int now = __atomic_add_fetch(s->now, 1, __ATOMIC_SEQ_CST);
    (void)e;
    if (now > __atomic_load_n(s->most, __ATOMIC_SEQ_CST))
        __atomic_store_n(s->most, now, __ATOMIC_SEQ_CST);
    usleep((unsigned)(40 - s->k) * 250);
    s->cells[s->k] = 1.0 / (s->k + 1);
    __atomic_sub_fetch(s->now, 1, __ATOMIC_SEQ_CST);
    signal(SIGSEGV, SIG_DFL);
    if (s->k % 10 == 7)
        raise(SIGSEGV);
    str_printf(&w->message, "job %d", s->k);
    return OK;
}

static void run_many(size_t parallel, int most)
{
    struct worker_job jobs[40];
    struct share shares[40];
    double *cells = shared_new(40 * sizeof *cells);
    int *counts = shared_new(2 * sizeof *counts), i;
    char want[16];
    for (i = 0; i < 40; i++) {
        shares[i] = (struct share){cells, i, counts, counts + 1};
        jobs[i] = job_of(fill, (enum worker_trust)(i % 3));
        jobs[i].arg = &shares[i];
    }
    ck_assert_int_eq(workers_run(jobs, 40, parallel, &err), OK);
    for (i = 0; i < 40; i++) {
        snprintf(want, sizeof want, "job %d", i);
        ck_assert_int_eq(jobs[i].end, i % 10 == 7 ? WORKER_CRASHED : WORKER_DONE);
        if (i % 10 != 7)
            ck_assert_str_eq(jobs[i].message.s, want);
        ck_assert(cells[i] == 1.0 / (i + 1));
        str_fini(&jobs[i].message);
    }
    if (most)
        ck_assert_int_le(counts[1], most);
    shared_free(cells, 40 * sizeof *cells);
    shared_free(counts, 2 * sizeof *counts);
}

START_TEST(many)
{
    run_many(1, 1);
    run_many(3, 3);
    run_many(40, 40);
    run_many(5000, 40);
    run_many(0, 0);
    ck_assert_int_eq(workers_run(NULL, 0, 3, &err), OK);
}
END_TEST

/* A parent that is interrupted all the time, and that has told the system to drop its children. */
START_TEST(interrupted)
{
    struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    struct sigaction a = {.sa_handler = on_usr1}, child;
    sigaction(SIGALRM, &a, NULL);
    signal(SIGCHLD, SIG_IGN);
    setitimer(ITIMER_REAL, &often, NULL);
    run_many(3, 3);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGCHLD, NULL, &child);
    ck_assert(child.sa_handler == SIG_IGN);
}
END_TEST

static int take_descriptors_away(struct worker *w, void *arg, struct error *e)
{
    struct rlimit l;
    UNUSED;
    HOLDS(getrlimit(RLIMIT_NOFILE, &l) == 0);
    l.rlim_cur = 1;
    HOLDS(prlimit(getppid(), RLIMIT_NOFILE, &l, NULL) == 0);
    return OK;
}

START_TEST(no_more_workers)
{
    struct worker_job jobs[3];
    struct rlimit l;
    int i;
    getrlimit(RLIMIT_NOFILE, &l);
    for (i = 0; i < 3; i++)
        jobs[i] = job_of(i ? answer_nothing : take_descriptors_away, WORKER_CORE);
    ck_assert_int_eq(workers_run(jobs, 3, 1, &err), OK);
    setrlimit(RLIMIT_NOFILE, &l);
    ck_assert_int_eq(jobs[0].end, WORKER_DONE);
    for (i = 1; i < 3; i++) {
        ck_assert_int_eq(jobs[i].end, WORKER_BROKEN);
        ck_assert_int_eq(jobs[i].error.status, ERR_MEMORY);
        ck_assert_str_eq(jobs[i].error.text,
                         "plugin economy: cannot be started: Too many open files");
    }
}
END_TEST

static int answer_endlessly(struct worker *w, void *arg, struct error *e)
{
    static char block[1 << 16];
    struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY};
    (void)arg, (void)e;
    setrlimit(RLIMIT_AS, &l); /* where that is still allowed */
    while (!w->message.failed && w->message.n < 100 << 20)
        str_add_bytes(&w->message, block, sizeof block);
    return OK;
}

START_TEST(message_without_memory)
{
    struct worker_job j = job_of(answer_endlessly, WORKER_SCRIPT);
    struct rlimit l;
    if (WORKER_SANITIZED)
        return;
    j.limits.memory = 10 << 20;
    if (CONFINED) { /* in the worker */
        run_one(&j);
        ck_assert_str_eq(j.error.text, "plugin economy: out of memory (limit 10 MB)");
    }
    j.trust = WORKER_CORE; /* in the parent */
    j.limits.message = 200 << 20;
    getrlimit(RLIMIT_AS, &l);
    l.rlim_cur = 80 << 20;
    setrlimit(RLIMIT_AS, &l);
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_BROKEN);
    ck_assert_str_eq(j.error.text, "plugin economy: out of memory for its message");
}
END_TEST

/* ---- a system that refuses ----------------------------------------------- */

static void refuse(const int *calls, int error)
{
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
    for (; *calls; calls++)
        ck_assert_int_eq(seccomp_rule_add(ctx, SCMP_ACT_ERRNO((uint16_t)error), *calls, 0), 0);
    ck_assert_int_eq(seccomp_load(ctx), 0);
    seccomp_release(ctx);
}

START_TEST(no_process)
{
    const int calls[] = {SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(fork), 0};
    struct worker_job j = job_of(answer_nothing, WORKER_CORE);
    double begin = seconds();
    if (WORKER_SANITIZED)
        return; /* looks for leaks in a process of its own */
    refuse(calls, EAGAIN);
    ck_assert_int_eq(workers_run(&j, 1, 1, &err), ERR_MEMORY);
    ck_assert_ptr_nonnull(strstr(err.text, "temporarily unavailable"));
    ck_assert_double_gt(seconds() - begin, 0.3); /* it has tried again */
    ck_assert_int_eq(j.end, WORKER_BROKEN);
}
END_TEST

START_TEST(no_pidfd)
{
    const int calls[] = {SCMP_SYS(pidfd_open), 0};
    refuse(calls, ENOSYS);
    run_many(3, 3);
    ends_as(hang_awake, WORKER_SCRIPT, WORKER_TIMEOUT,
            "plugin economy: stopped after 1 s (time limit) at logistics.lua:12");
}
END_TEST

static void is_not_run(int call, const char *what)
{
    const int calls[] = {call, 0};
    char text[200];
    refuse(calls, EACCES);
    snprintf(text, sizeof text,
             "plugin economy: cannot be confined, so it is not run: %s: Permission denied", what);
    ends_as(answer_nothing, WORKER_PLUGIN, WORKER_FAILED, text);
    ends_as(answer_nothing, WORKER_CORE, WORKER_DONE, "");
}

START_TEST(no_privileges_given_up)
{
    is_not_run(SCMP_SYS(prctl), "privileges");
}
END_TEST

START_TEST(no_limits)
{
    is_not_run(SCMP_SYS(prlimit64), "resource limits");
}
END_TEST

START_TEST(no_null_device)
{
    is_not_run(SCMP_SYS(openat), "descriptors");
}
END_TEST

START_TEST(no_descriptors)
{
    struct rlimit l;
    struct worker_job jobs[8];
    int i;
    for (i = 0; i < 8; i++) /* room for two or three at a time */
        jobs[i] = job_of(answer_nothing, WORKER_CORE);
    getrlimit(RLIMIT_NOFILE, &l);
    i = dup(0);
    close(i);
    l.rlim_cur = (rlim_t)i + 7;
    setrlimit(RLIMIT_NOFILE, &l);
    ck_assert_int_eq(workers_run(jobs, 8, 3, &err), OK);
    for (i = 0; i < 8; i++)
        ck_assert_msg(jobs[i].end == WORKER_DONE, "%s", jobs[i].error.text);
    i = dup(0);
    close(i);
    l.rlim_cur = (rlim_t)i + 1;
    setrlimit(RLIMIT_NOFILE, &l);
    ck_assert_int_eq(workers_run(jobs, 8, 3, &err), ERR_MEMORY);
}
END_TEST

START_TEST(memory_shared)
{
    char *p = shared_new(0);
    ck_assert_ptr_nonnull(p);
    ck_assert_int_eq(p[0], 0);
    shared_free(p, 0);
    ck_assert_ptr_null(shared_new(SIZE_MAX / 2));
}
END_TEST

/* Jobs have their own shared memory, and that of nobody else; one that several name is left. */
struct neighbours {
    char *own, *other, *common;
};

static int looks_around(struct worker *w, void *arg, struct error *e)
{
    const struct neighbours *n = arg;
    (void)w;
    strcpy(n->own, "mine");
    if (msync(n->other, 1, MS_ASYNC) == 0 || errno != ENOMEM)
        return error_set(e, ERR_PART, "the other's memory is there");
    return msync(n->common, 1, MS_ASYNC) == 0 ? OK : error_set(e, ERR_PART, "gone");
}

START_TEST(memory_of_others)
{
    char *a = shared_new(10000), *b = shared_new(10), *common = shared_new(10);
    struct neighbours n[2] = {{a, b, common}, {b, a, common}};
    struct worker_job j[2];
    size_t i, parallel;
    for (parallel = 1; parallel <= 2; parallel++) {
        for (i = 0; i < 2; i++) {
            j[i] = job_of(looks_around, WORKER_CORE);
            j[i].arg = &n[i];
            j[i].shared = n[i].own;
            j[i].shared_size = i ? 10 : 10000;
            *n[i].own = '\0';
        }
        ck_assert_int_eq(workers_run(j, 2, parallel, &err), OK);
        for (i = 0; i < 2; i++) {
            ck_assert_msg(j[i].end == WORKER_DONE, "%s", j[i].error.text);
            ck_assert_str_eq(n[i].own, "mine");
        }
    }
    shared_free(a, 10000);
    shared_free(b, 10);
    shared_free(common, 10);
}
END_TEST

/* ---- jobs in a worker ---------------------------------------------------- */

static int runs_here(struct worker *w, void *arg, struct error *e)
{
    int k = 7;
    struct worker_job j = job_of(answer, WORKER_SCRIPT);
    (void)arg;
    j.arg = &k;
    worker_run_here(w, &j);
    HOLDS(j.end == WORKER_DONE && j.message.n == 5 && k == 99 && !j.error.status);
    str_fini(&j.message);
    j.limits.message = 4;
    worker_run_here(w, &j);
    HOLDS(j.end == WORKER_BROKEN && j.error.status == ERR_PART && !j.message.n);
    HOLDS(strcmp(j.error.text, "plugin economy: its message is too long (limit 4 bytes)") == 0);
    j.fn = fail_with_data;
    worker_run_here(w, &j);
    HOLDS(j.end == WORKER_FAILED && j.error.status == ERR_DATA);
    HOLDS(strncmp(j.error.text, "plugin economy: ", 16) == 0);
    j.fn = fail_with_memory;
    worker_run_here(w, &j);
    HOLDS(j.end == WORKER_FAILED && j.error.status == ERR_PART);
    HOLDS(strstr(j.error.text, "out of memory (limit ") != NULL && !*w->place);
    return OK;
}

static int rests_and_runs(struct worker *w, void *arg, struct error *e)
{
    const struct timespec t = {0, 700000000};
    int i;
    for (i = 0; i < 3; i++) {
        nanosleep(&t, NULL);
        if (runs_here(w, arg, e))
            return e->status;
    }
    return OK;
}

static int hangs_within(struct worker *w, void *arg, struct error *e)
{
    struct worker_job j = job_of(hang_awake, WORKER_SCRIPT);
    if (rests_and_runs(w, arg, e))
        return e->status;
    worker_run_here(w, &j);
    return OK;
}

START_TEST(jobs_in_a_worker)
{
    double begin = seconds();
    struct worker_job j = job_of(rests_and_runs, WORKER_SCRIPT);
    j.by_call = true;
    j.limits.seconds = 0.5;
    run_one(&j);
    ck_assert_msg(j.end == WORKER_DONE, "%s", j.error.text);
    j.fn = hangs_within;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
    ck_assert_str_eq(j.error.text,
                     "plugin economy: stopped after 0.5 s (time limit) at logistics.lua:12");
    j.by_call = false;
    j.fn = rests_and_runs;
    run_one(&j);
    ck_assert_int_eq(j.end, WORKER_TIMEOUT);
    ck_assert(seconds() - begin < 8);
}
END_TEST

/* ---- together ------------------------------------------------------------- */

enum { TOGETHER = 7 };

/* What a job of several is to do beside saying who does it. */
struct member {
    int number;
    enum { WORKS, CRASHES, FAILS, HANGS, TALKS } does;
};

static int says_who(struct worker *w, void *arg, struct error *e)
{
    const struct member *m = arg;
    const pid_t pid = getpid();
    str_add_bytes(&w->message, (const char *)&pid, sizeof pid);
    snprintf(w->place, w->place_size, "number %d", m->number);
    if (m->does == CRASHES)
        raise(SIGSEGV);
    if (m->does == FAILS)
        return error_set(e, ERR_DATA, "no figures");
    while (m->does == HANGS)
        ;
    for (int i = 0; m->does == TALKS && i < 100; i++)
        str_add(&w->message, "and so on ");
    for (int i = 0; i < m->number; i++)
        str_add_bytes(&w->message, "\0x", 2);
    return OK;
}

/* Runs the members together and apart: the same, but for who does it. Returns in how many
   processes they were done. */
static size_t as_apart(struct member *members, size_t parallel)
{
    struct worker_job together[TOGETHER], apart[TOGETHER];
    pid_t pids[TOGETHER];
    size_t n_pids = 0;
    for (int i = 0; i < TOGETHER; i++) {
        members[i].number = i;
        together[i] = job_of(says_who, WORKER_PLUGIN);
        together[i].arg = &members[i];
        together[i].limits.seconds = 0.5;
        together[i].limits.message = 200;
        apart[i] = together[i];
    }
    ck_assert_int_eq(workers_run_together(together, TOGETHER, parallel, &err), OK);
    ck_assert_int_eq(workers_run(apart, TOGETHER, parallel, &err), OK);
    for (int i = 0; i < TOGETHER; i++) {
        size_t k = 0;
        ck_assert_int_eq(together[i].end, apart[i].end);
        ck_assert_int_eq(together[i].signal, apart[i].signal);
        ck_assert_str_eq(together[i].error.text, apart[i].error.text);
        ck_assert_uint_eq(together[i].message.n, apart[i].message.n);
        if (together[i].end == WORKER_DONE) {
            pid_t pid;
            ck_assert_mem_eq(together[i].message.s + sizeof pid, apart[i].message.s + sizeof pid,
                             apart[i].message.n - sizeof pid);
            memcpy(&pid, together[i].message.s, sizeof pid);
            while (k < n_pids && pids[k] != pid)
                k++;
            n_pids += k == n_pids;
            pids[k] = pid;
        }
        str_fini(&together[i].message);
        str_fini(&apart[i].message);
    }
    return n_pids;
}

START_TEST(together_they_do_as_apart)
{
    for (int does = WORKS; does <= TALKS; does++)
        for (size_t parallel = 1; parallel <= 9; parallel *= 3) {
            struct member members[TOGETHER] = {0};
            const size_t n_groups = parallel < TOGETHER ? parallel : TOGETHER;
            members[3].does = does;
            if (does == WORKS)
                ck_assert_uint_eq(as_apart(members, parallel), n_groups);
            else
                ck_assert_uint_ge(as_apart(members, parallel), n_groups - 1);
        }
}
END_TEST

START_TEST(none_together_are_none)
{
    ck_assert_int_eq(workers_run_together(NULL, 0, 1, &err), OK);
}
END_TEST

int main(void)
{
    /* clang-format off */
    const TTest *const tests[] = {
        done, message_length, failed, crashed, exited, timeout, answered_and_stays, processor_limit, broken,
        memory_limit, forbidden, surroundings, upsets, closed_streams, leaked_children,
        killed_parent, workers_in_workers, many, interrupted, no_process, no_pidfd,
        no_privileges_given_up, no_limits, no_null_device, no_descriptors, no_more_workers,
        message_without_memory, memory_shared, memory_of_others,
        jobs_in_a_worker, parts_come_in_their_order, who_takes_no_more_ends_the_worker,
        who_sends_without_end_meets_the_deadline, a_file_is_handed_over_alone,
        sockets_are_for_the_network_only, together_they_do_as_apart, none_together_are_none, NULL};
    /* clang-format on */
    return kit_run("worker", tests);
}
