/* SPDX-License-Identifier: MIT */
/*
 * limit SECONDS COMMAND ARGUMENT...: runs the command in a process group of its own, and ends all
 * that it started. Ends as the command did; 128 and the signal when one ended it; 124 when the time
 * was up, 125 when the command ended and left processes behind, and says which.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { USAGE = 64, CANNOT = 71, TIME_UP = 124, LEFT_BEHIND = 125, SIGNALLED = 128 };
/* How long a process may take to end: after its parent, and after it was asked to. */
static const double PATIENCE = 3;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* What this program waits for: a child's end, or a signal to end itself. */
static sigset_t awaited(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

/* The next awaited signal; 0 when the deadline passes first. */
static int next_signal(double deadline)
{
    const sigset_t set = awaited();
    for (;;) {
        double left = deadline - now();
        struct timespec t = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
        int signal;
        if (left <= 0)
            return 0;
        signal = sigtimedwait(&set, NULL, &t);
        if (signal > 0)
            return signal;
        if (errno == EAGAIN)
            return 0;
    }
}

static pid_t start(char **command)
{
    const sigset_t set = awaited();
    pid_t pid;
    sigprocmask(SIG_BLOCK, &set, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, 1UL);
    pid = fork();
    if (pid)
        return pid;
    setpgid(0, 0);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    execvp(command[0], command);
    fprintf(stderr, "limit: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

/* The parent of a process and its name, from /proc. */
static pid_t parent_of(const char *pid, char name[static 64])
{
    char path[300];
    int parent = 0;
    FILE *f;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    f = fopen(path, "r");
    if (!f)
        return 0;
    if (fscanf(f, "%*d (%63[^)]) %*c %d", name, &parent) != 2)
        parent = 0;
    fclose(f);
    return parent;
}

/* A signal to all that hang on this program now: what a process leaves behind comes to it. */
static void signal_children(int signal, int tell)
{
    DIR *all = opendir("/proc");
    struct dirent *each;
    char name[64];
    while (all && (each = readdir(all)))
        if (each->d_name[0] >= '1' && each->d_name[0] <= '9' &&
            parent_of(each->d_name, name) == getpid()) {
            if (tell)
                fprintf(stderr, "limit: left behind: process %s (%s)\n", each->d_name, name);
            kill((pid_t)atol(each->d_name), signal);
        }
    if (all)
        closedir(all);
}

/* Takes the status of what has ended, of the command in particular. 0: no child is left. */
static int reap(pid_t command, int *status)
{
    int any;
    pid_t pid;
    while ((pid = waitpid(-1, &any, WNOHANG)) > 0)
        if (pid == command)
            *status = any;
    return pid == 0;
}

/* Whether all have ended by the deadline. */
static int all_end(double deadline, pid_t command, int *status)
{
    while (reap(command, status))
        if (!next_signal(deadline))
            return 0;
    return 1;
}

/* First asked, then forced; each round ends what the one before has orphaned. */
static void end_all(pid_t command, int *status, int tell)
{
    kill(-command, SIGTERM);
    signal_children(SIGTERM, tell);
    if (all_end(now() + PATIENCE, command, status))
        return;
    for (int round = 0; round < 100; round++) {
        kill(-command, SIGKILL);
        signal_children(SIGKILL, 0);
        if (all_end(now() + 0.1, command, status))
            return;
    }
}

static int code_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : SIGNALLED + WTERMSIG(status);
}

/* 0 when the command has ended by itself; else why it must be ended. */
static int watch(pid_t command, double deadline, int *status)
{
    *status = -1;
    while (reap(command, status) && *status == -1) {
        int signal = next_signal(deadline);
        if (!signal)
            return TIME_UP;
        if (signal != SIGCHLD)
            return SIGNALLED + signal;
    }
    return 0;
}

int main(int n, char **arguments)
{
    double seconds = n > 2 ? atof(arguments[1]) : 0;
    pid_t command;
    int status, why;
    if (seconds <= 0)
        return USAGE;
    command = start(arguments + 2);
    if (command < 0)
        return CANNOT;
    why = watch(command, now() + seconds, &status);
    if (why == TIME_UP)
        fprintf(stderr, "limit: %s: not done after %s s\n", arguments[2], arguments[1]);
    if (!why && all_end(now() + PATIENCE, command, &status))
        return code_of(status);
    end_all(command, &status, !why);
    return why ? why : LEFT_BEHIND;
}
