/* SPDX-License-Identifier: MIT */
/*
 * Runs a command again and again, each time with a later call failing (faults.c), until it
 * succeeds without any: sweep [options] FAULT CODES -- COMMAND...
 *
 *     FAULT   CALL:ERROR, CALL+:ERROR (that one and all later ones) and so on, with :worker behind
 *     CODES   the exit codes that are in order, such as 73,74
 *     -o DIR  the command's output folder. It holds an earlier set, or is not there: a run that
 * fails has to leave that as it is; one that succeeds, what it leaves without a fault -n N    at
 * most N runs, spread over all calls when there are more of them -t N    instead of a fault, N
 * kills at moments spread over the time that a run takes -l LIB  the library; -s TEXT: every error
 * line holds TEXT
 *
 * A run has to end by itself within 20 s, with one line on stderr when its exit code is 70 or more,
 * to give back all the memory it took, and to print the same as ever when it succeeds.
 */
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    BAD_PROFILE = 78,
    FILES_MAX = 64,
    TEXT_MAX_BYTES = 1 << 20,
    SECONDS = 20,
    SHOWN = 12,
    CODES = 256
};

/* What a process holds at its end whatever it did: the C library's buffer of stdout. */
enum { KEPT = 1 };

struct bytes {
    char *s;
    size_t n;
};

/* The files of a folder, by name; a folder in it has no bytes. */
struct shot {
    struct {
        char name[256];
        struct bytes bytes;
    } files[FILES_MAX];
    size_t n;
    bool missing; /* there is no such folder */
};

/* How one run ended. */
struct ending {
    int code; /* negative: a signal; -1000: it hung */
    struct faults_log log;
    char *out, *err; /* what it printed */
};

struct sweep {
    const char *library, *folder, *fault, *worker, *error, *text;
    char **command;
    bool onwards, allowed[CODES];
    long most, kills;
    char notes[64]; /* the path of the log */
    struct faults_log *log;
    struct shot old, new;
    struct ending clean;
    long runs, failures, ends[CODES];
    unsigned random;
};

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "sweep: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void complain(struct sweep *s, long k, const char *fmt, ...)
{
    va_list ap;
    if (s->failures++ >= SHOWN)
        return;
    printf("    %s %ld: ", s->fault, k);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

/* ---- folders --------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static struct bytes read_path(const char *path)
{
    struct bytes b = {NULL, 0};
    FILE *f;
    long n;
    if (is_folder(path))
        return b;
    f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
        die(path);
    b.s = malloc((size_t)n + 1);
    if (!b.s || fread(b.s, 1, (size_t)n, f) != (size_t)n || fclose(f))
        die(path);
    b.s[n] = '\0';
    b.n = (size_t)n;
    return b;
}

/* What a run works in; leftovers() looks for those. */
static bool is_hidden(const char *name)
{
    return strncmp(name, ".heng-", 6) == 0;
}

static void shot_take(const char *folder, struct shot *shot)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    char path[4096];
    shot->n = 0;
    shot->missing = !d;
    if (!d && errno != ENOENT)
        die(folder);
    while (d && (entry = readdir(d)) && shot->n < FILES_MAX) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || is_hidden(entry->d_name))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        snprintf(shot->files[shot->n].name, sizeof shot->files[0].name, "%s", entry->d_name);
        shot->files[shot->n++].bytes = read_path(path);
    }
    if (d)
        closedir(d);
}

static void shot_free(struct shot *shot)
{
    while (shot->n > 0)
        free(shot->files[--shot->n].bytes.s);
}

static bool shot_has(const struct shot *shot, const char *name, const struct bytes *b)
{
    size_t i;
    for (i = 0; i < shot->n; i++)
        if (!strcmp(shot->files[i].name, name))
            return shot->files[i].bytes.n == b->n && !shot->files[i].bytes.s == !b->s &&
                   (!b->s || !memcmp(shot->files[i].bytes.s, b->s, b->n));
    return false;
}

static bool same(const struct shot *a, const struct shot *b)
{
    size_t i;
    for (i = 0; i < a->n; i++)
        if (!shot_has(b, a->files[i].name, &a->files[i].bytes))
            return false;
    return a->n == b->n && a->missing == b->missing;
}

/* The first file in which a folder is other than it should be. */
static const char *difference(const struct shot *is, const struct shot *should)
{
    size_t i;
    for (i = 0; i < is->n; i++)
        if (!shot_has(should, is->files[i].name, &is->files[i].bytes))
            return is->files[i].name;
    return is->n < should->n ? "a missing file" : "nothing";
}

static void put_file(const char *path, const struct bytes *b)
{
    FILE *f;
    if (!b->s) {
        if (mkdir(path, 0777) && errno != EEXIST)
            die(path);
        return;
    }
    f = fopen(path, "wb");
    if (!f || fwrite(b->s, 1, b->n, f) != b->n || fclose(f))
        die(path);
}

/* What the earlier set did not have goes, and the folder itself when it was not there. */
static void put_back(const struct sweep *s)
{
    struct shot is;
    char path[4096];
    size_t i;
    shot_take(s->folder, &is);
    for (i = 0; i < is.n; i++) {
        snprintf(path, sizeof path, "%s/%s", s->folder, is.files[i].name);
        if (!shot_has(&s->old, is.files[i].name, &is.files[i].bytes) && is.files[i].bytes.s &&
            unlink(path))
            die(path);
    }
    shot_free(&is);
    if (s->old.missing)
        rmdir(s->folder);
    for (i = 0; i < s->old.n; i++) {
        snprintf(path, sizeof path, "%s/%s", s->folder, s->old.files[i].name);
        put_file(path, &s->old.files[i].bytes);
    }
}

/* Hidden folders beside the folder and in it: what killed runs leave for the next one to remove. */
static size_t leftovers(const struct sweep *s)
{
    const char *const places[] = {"..", "."};
    size_t n = 0, i;
    for (i = 0; i < 2; i++) {
        char path[4096];
        struct dirent *entry;
        DIR *d;
        snprintf(path, sizeof path, "%s/%s", s->folder, places[i]);
        d = opendir(path);
        while (d && (entry = readdir(d)))
            n += is_hidden(entry->d_name);
        if (d)
            closedir(d);
    }
    return n;
}

/* ---- one run --------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int temporary(void)
{
    const char *dir = getenv("TMPDIR");
    char path[4096];
    int fd;
    snprintf(path, sizeof path, "%s/sweep-XXXXXX", dir ? dir : "/tmp");
    fd = mkstemp(path);
    if (fd < 0 || unlink(path))
        die(path);
    return fd;
}

static char *take(int fd)
{
    char *text = calloc(1, TEXT_MAX_BYTES + 1);
    if (!text || pread(fd, text, TEXT_MAX_BYTES, 0) < 0)
        die("output");
    close(fd);
    return text;
}

/* Waits for the end, until the moment of a kill (0: none) or the limit. */
static int wait_for(pid_t pid, double kill_at)
{
    double start = now(), limit = kill_at > 0 ? kill_at : SECONDS;
    int status, fd = (int)syscall(434 /* pidfd_open */, pid, 0);
    struct pollfd p = {fd, POLLIN, 0};
    struct timespec left;
    double rest = start + limit - now();
    left.tv_sec = (time_t)rest;
    left.tv_nsec = (long)(1e9 * (rest - (double)left.tv_sec));
    if (fd < 0)
        die("pidfd_open");
    if (ppoll(&p, 1, &left, NULL) == 0)
        kill(pid, SIGKILL);
    close(fd);
    if (waitpid(pid, &status, 0) < 0)
        die("waitpid");
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGKILL && !(kill_at > 0) && now() - start >= SECONDS
                   ? -1000
                   : -WTERMSIG(status);
    return WEXITSTATUS(status);
}

static void run(const struct sweep *s, long k, double kill_at, struct ending *e)
{
    char fault[128];
    int out = temporary(), err = temporary();
    pid_t pid;
    snprintf(fault, sizeof fault, "%s:%ld%s:%s:%s", s->fault, k, s->onwards ? "+" : "", s->error,
             s->worker);
    memset(s->log, 0, sizeof *s->log);
    pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        int null = open("/dev/null", O_RDONLY);
        if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 ||
            setenv("HENG_FAULT", fault, 1) || setenv("HENG_FAULT_LOG", s->notes, 1) ||
            (s->library && setenv("LD_PRELOAD", s->library, 1)))
            _exit(126);
        execvp(s->command[0], s->command);
        _exit(127);
    }
    e->code = wait_for(pid, kill_at);
    e->log = *s->log;
    e->out = take(out);
    e->err = take(err);
}

static void ending_free(struct ending *e)
{
    free(e->out);
    free(e->err);
}

/* ---- what has to hold ----------------------------------------------------------- */

static size_t count_lines(const char *s)
{
    size_t n = 0;
    for (; (s = strchr(s, '\n')); s++)
        n++;
    return n;
}

/* Every line is ours and drives no terminal. */
static bool is_clean(const char *s)
{
    bool start = true;
    for (; *s; s++) {
        if (start && strncmp(s, "heng: ", 6))
            return false;
        start = *s == '\n';
        if ((unsigned char)*s < 0x20 && *s != '\n')
            return false;
    }
    return start;
}

/* One line; the problems of a profile have one each, and one that counts them. */
static bool is_brief(const struct ending *e)
{
    size_t n = count_lines(e->err);
    return n == 1 || (n == 2 && strstr(e->err, ": 1 problem\n")) ||
           (e->code == BAD_PROFILE && strstr(e->err, " problems\n"));
}

static void judge_lines(struct sweep *s, long k, const struct ending *e)
{
    size_t n = count_lines(e->err);
    if (!is_clean(e->err) || (e->code >= 70 && !is_brief(e)) || (e->code > 0 && n < 1))
        complain(s, k, "exit code %d, %zu lines: %s", e->code, n, e->err);
    if (s->text && e->code > 0 && !strstr(e->err, s->text))
        complain(s, k, "exit code %d does not tell %s: %s", e->code, s->text, e->err);
}

/* A killed run may have come to its end; one that lacks a part writes another set, whole. */
static void judge_folder(struct sweep *s, long k, const struct ending *e)
{
    struct shot is;
    bool old, new;
    if (!s->folder)
        return;
    shot_take(s->folder, &is);
    old = same(&is, &s->old);
    new = same(&is, &s->new);
    if (e->code < 0 ? !old && !new : e->code == 0 ? !new : e->code == 3 ? is.n != s->new.n : !old)
        complain(s, k, "exit code %d: the folder shows %s: %s is otherwise than %s: %s", e->code,
                 old   ? "the earlier set"
                 : new ? "the new set"
                       : "a set of its own",
                 difference(&is, e->code == 0 ? &s->new : &s->old),
                 e->code == 0 ? "ever" : "before", e->err);
    if (!old || e->code < 0)
        put_back(s);
    shot_free(&is);
}

static void judge(struct sweep *s, long k, const struct ending *e)
{
    bool killed = e->code == -SIGKILL && (s->kills || !strcmp(s->error, "KILL"));
    s->runs++;
    if (e->code == -1000)
        complain(s, k, "hangs");
    else if (e->code < 0 && !killed)
        complain(s, k, "ended by signal %d: %s", -e->code, e->err);
    else if (e->code > 0 && !s->allowed[e->code])
        complain(s, k, "exit code %d: %s", e->code, e->err);
    else if (e->code >= 0)
        judge_lines(s, k, e);
    if (e->code == 0 && strcmp(e->out, s->clean.out))
        complain(s, k, "exit code 0, but it prints %.300s", e->out);
    if (e->code >= 0 && e->log.held > s->clean.log.held)
        complain(s, k, "exit code %d: %ld blocks of memory are not given back: %s", e->code,
                 e->log.held - s->clean.log.held, e->err);
    if (e->code >= 0)
        s->ends[e->code]++;
    judge_folder(s, k, e);
}

static unsigned next_random(struct sweep *s)
{
    return (s->random = 1664525u * s->random + 1013904223u) >> 8;
}

static void one(struct sweep *s, long k, double kill_at)
{
    struct ending e;
    run(s, k, kill_at, &e);
    judge(s, k, &e);
    ending_free(&e);
}

/* All calls when there are few; else a first part of them all, and the rest by random strides. */
static void sweep_faults(struct sweep *s)
{
    long calls = s->clean.log.calls, dense = s->most / 2, k, stride = 1;
    if (calls > s->most)
        stride = (calls - dense) / (s->most - dense) + 1;
    else
        dense = calls;
    for (k = 1; k <= calls;
         k += k < dense ? 1 : 1 + (long)(next_random(s) % (unsigned)(2 * stride - 1)))
        one(s, k, 0);
}

static void sweep_kills(struct sweep *s, double seconds)
{
    long k;
    for (k = 0; k < s->kills; k++)
        one(s, k,
            seconds * ((double)k + (double)(next_random(s) % 1000) / 1000) / (double)s->kills);
}

/* The command without a fault: how many calls it makes, and what it then prints and writes. */
static double run_clean(struct sweep *s)
{
    struct ending first;
    double start;
    run(s, 0, 0, &first); /* caches of the C library and the disk are warm from here on */
    ending_free(&first);
    start = now();
    run(s, 0, 0, &s->clean);
    start = now() - start;
    if (s->clean.code) {
        printf("    without a fault: exit code %d: %s\n", s->clean.code, s->clean.err);
        exit(1);
    }
    if (s->clean.log.held > KEPT)
        complain(s, 0, "without a fault %ld blocks of memory are not given back",
                 s->clean.log.held - KEPT);
    if (s->folder) {
        shot_take(s->folder, &s->new);
        put_back(s);
    }
    return start;
}

static void run_last(struct sweep *s)
{
    struct ending e;
    run(s, 0, 0, &e);
    judge(s, 0, &e);
    ending_free(&e);
    if (s->folder && leftovers(s))
        complain(s, 0, "a run without a fault does not remove what the others left");
}

static void read_codes(struct sweep *s, char *text)
{
    char *one_code;
    while ((one_code = strsep(&text, ",")))
        s->allowed[strtoul(one_code, NULL, 10) % CODES] = true;
}

/* CALL[+]:ERROR[:worker] */
static void read_fault(struct sweep *s, char *text)
{
    char *call = strsep(&text, ":"), *plus = strchr(call, '+');
    s->fault = call;
    s->onwards = plus != NULL;
    if (plus)
        *plus = '\0';
    s->error = text ? strsep(&text, ":") : "EIO";
    s->worker = text ? text : "";
}

static void report(const struct sweep *s, const char *name)
{
    int i;
    printf("%s  %s: %ld runs of %ld calls; exit codes:", s->failures ? "FAIL" : "ok  ", name,
           s->runs, s->clean.log.calls);
    for (i = 0; i < CODES; i++)
        if (s->ends[i])
            printf(" %d (%ld)", i, s->ends[i]);
    if (s->failures)
        printf("; %ld complaints", s->failures);
    putchar('\n');
}

int main(int argc, char **argv)
{
    static struct sweep s = {.most = 1000000, .random = 20250615};
    int option, fd;
    double seconds;
    char name[128];
    while ((option = getopt(argc, argv, "+o:n:t:l:s:")) != -1) {
        if (option == 'o')
            s.folder = optarg;
        else if (option == 'n')
            s.most = strtol(optarg, NULL, 10);
        else if (option == 't')
            s.kills = strtol(optarg, NULL, 10);
        else if (option == 'l')
            s.library = optarg;
        else if (option == 's')
            s.text = optarg;
        else
            return 2;
    }
    if (argc - optind < 3)
        return 2;
    snprintf(name, sizeof name, "%s", argv[optind]);
    read_fault(&s, argv[optind]);
    read_codes(&s, argv[optind + 1]);
    s.command = argv + optind + 2;
    s.command += !strcmp(s.command[0], "--");
    fd = temporary();
    if (ftruncate(fd, sizeof *s.log))
        die("log");
    snprintf(s.notes, sizeof s.notes, "/proc/%ld/fd/%d", (long)getpid(), fd);
    s.log = mmap(NULL, sizeof *s.log, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (s.log == MAP_FAILED)
        die("log");
    if (s.folder)
        shot_take(s.folder, &s.old);
    seconds = run_clean(&s);
    if (s.kills)
        sweep_kills(&s, seconds);
    else
        sweep_faults(&s);
    run_last(&s);
    report(&s, name);
    shot_free(&s.old);
    shot_free(&s.new);
    ending_free(&s.clean);
    return s.failures > 0;
}
