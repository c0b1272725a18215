/* SPDX-License-Identifier: MIT */
/*
 * measure FILE PROGRAM ARGUMENT...: runs the program and writes into FILE how long it took, in
 * milliseconds, the most memory that it or any process below it had at a time, in kB, and whether
 * it left a process behind (0 or 1). Ends as the program did; 128 and the signal when one ended it.
 */
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec * 1e-6;
}

/* Whether a child is still there when what was killed has had time to go. */
static int left_behind(void)
{
    const double until = now() + 2000;
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0 || (pid == 0 && now() < until))
        if (pid == 0)
            nanosleep(&(struct timespec){0, 5000000}, NULL);
    return pid == 0;
}

int main(int n, char **arguments)
{
    double from = now(), took;
    struct rusage used;
    int status;
    FILE *f;
    pid_t pid;
    if (n < 3)
        return 64;
    prctl(PR_SET_CHILD_SUBREAPER, 1UL);
    pid = fork();
    if (pid == 0) {
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid || !(f = fopen(arguments[1], "w")))
        return 71;
    took = now() - from;
    fprintf(f, "%.0f %ld %d\n", took, used.ru_maxrss, left_behind());
    fclose(f);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
